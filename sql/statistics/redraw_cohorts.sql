create type private.cohort as (
    lift public.key_lift,
    sex public.sex,
    age_from smallint,
    bodyweight_from_kg smallint
);

create function private.redraw_cohorts(p_cohorts private.cohort [])
returns void
language plpgsql
set search_path = ''
as $$
begin
    if p_cohorts = '{}' then
        return;
    end if;
    perform private.lock_cohorts();
    with drawn as (
        select
            c.lift, c.sex, c.age_from, c.bodyweight_from_kg, count(l.ratio) as people,
            percentile_cont((select array_agg(p.point / 100) from unnest(private.percentile_points()) as p (point))::float8 [])
            within group (order by l.ratio::float8) as ratios
        from unnest(p_cohorts) as c
        left join private.cohort_lifts as l
            on c.lift = l.lift and c.sex = l.sex and c.age_from = l.age_from and c.bodyweight_from_kg = l.bodyweight_from_kg
        group by c.lift, c.sex, c.age_from, c.bodyweight_from_kg
    ),

    gone as (
        delete from private.cohort_distributions as d
        using drawn as n
        where n.people < 20
            and (d.lift, d.sex, d.age_from, d.bodyweight_from_kg) = (n.lift, n.sex, n.age_from, n.bodyweight_from_kg)
    )

    insert into private.cohort_distributions as d (lift, sex, age_from, bodyweight_from_kg, people, ratios)
    select n.lift, n.sex, n.age_from, n.bodyweight_from_kg, n.people, n.ratios::numeric []
    from drawn as n
    where n.people >= 20
    on conflict (lift, sex, age_from, bodyweight_from_kg) do update
        set people = excluded.people, ratios = excluded.ratios;
end;
$$;
comment on function private.redraw_cohorts is
'Recomputes the distribution of each of these cohorts; those with too few people lose theirs.';

create function private.on_cohort_lifts()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.redraw_cohorts(array(
        select distinct (c.lift, c.sex, c.age_from, c.bodyweight_from_kg)::private.cohort from changed_rows as c
    ));
    return null;
end;
$$;
comment on function private.on_cohort_lifts is
'Statement trigger after insert or delete: recomputes the distributions of the affected cohorts.';

create function private.on_moved_cohort_lifts()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.redraw_cohorts(array(
        select (o.lift, o.sex, o.age_from, o.bodyweight_from_kg)::private.cohort from old_rows as o
        union
        select (n.lift, n.sex, n.age_from, n.bodyweight_from_kg)::private.cohort from new_rows as n
    ));
    return null;
end;
$$;
comment on function private.on_moved_cohort_lifts is
'Statement trigger after update: recomputes the cohorts that members left and those they joined.';

create trigger draw_added after insert on private.cohort_lifts
referencing new table as changed_rows for each statement execute function private.on_cohort_lifts();
create trigger draw_changed after update on private.cohort_lifts
referencing old table as old_rows new table as new_rows for each statement execute function private.on_moved_cohort_lifts();
create trigger draw_left after delete on private.cohort_lifts
referencing old table as changed_rows for each statement execute function private.on_cohort_lifts();
