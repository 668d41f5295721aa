create table private.training_weeks (
    user_id uuid not null references public.profiles (id) on delete cascade,
    week_start date not null,
    training_days smallint not null,
    target smallint not null,
    -- When the day that met the target was trained; null until then.
    met_at timestamptz,
    primary key (user_id, week_start)
);
comment on table private.training_weeks is 'One row a week with a workout: the days trained and the target. Derived.';

create function private.week_start(p_day date, p_starts_on smallint)
returns date
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
    -- The year 1 began on a Monday.
    return p_day - (p_day - date '0001-01-01' + 8 - p_starts_on) % 7;
end;
$$;
comment on function private.week_start is 'The first day of a day''s week, which begins on p_starts_on (1 Monday … 7 Sunday).';

create function private.week_source(p_user uuid, p_week_start date)
returns uuid
language plpgsql
immutable
set search_path = ''
as $$
begin
    return private.stable_id('week', p_user || ':' || p_week_start);
end;
$$;
comment on function private.week_source is 'The source_id of a week in xp_events.';

create function private.recompute_weeks(p_user uuid, p_days date[])
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_starts_on smallint;
    v_weeks date[];
    v_sources uuid[];
    v_claims private.xp_claim[] := '{}'::private.xp_claim[];
    v_week record;
begin
    select p.week_starts_on into v_starts_on from public.profiles as p where p.id = p_user;
    v_weeks := array(select distinct private.week_start(d.day, v_starts_on) from unnest(p_days) as d (day));

    for v_week in
        with days as (
            select o.week_start, w.day, min(w.started_at) as trained_at
            from unnest(v_weeks) as o (week_start)
            inner join public.workout_sessions as w
                on w.user_id = p_user
                and w.day between o.week_start and o.week_start + 6
                and w.status = 'completed'
                and w.total_sets > 0
            group by o.week_start, w.day
        ),

        wanted as materialized (
            select
                d.week_start,
                count(*) as training_days,
                t.target,
                (array_agg(d.trained_at order by d.day))[t.target] as met_at
            from days as d
            cross join lateral private.weekly_target_at(p_user, d.week_start + 6) as t (target)
            group by d.week_start, t.target
        ),

        gone as (
            delete from private.training_weeks as t
            where t.user_id = p_user
                and t.week_start = any(v_weeks)
                and t.week_start not in (select w.week_start from wanted as w)
        ),

        made as (
            insert into private.training_weeks as t (user_id, week_start, training_days, target, met_at)
            select p_user, w.week_start, w.training_days, w.target, w.met_at from wanted as w
            on conflict (user_id, week_start) do update
            set training_days = excluded.training_days, target = excluded.target, met_at = excluded.met_at
            where (t.training_days, t.target, t.met_at)
                is distinct from (excluded.training_days, excluded.target, excluded.met_at)
        )

        -- The weeks in which it changed whether, or when, the target was met.
        select o.week_start, w.met_at
        from unnest(v_weeks) as o (week_start)
        left join private.training_weeks as t on t.user_id = p_user and t.week_start = o.week_start
        left join wanted as w on w.week_start = o.week_start
        where t.met_at is distinct from w.met_at
    loop
        v_sources := v_sources || private.week_source(p_user, v_week.week_start);
        if v_week.met_at is not null then
            v_claims := v_claims || private.claim(
                'streak_kept', 'week', private.week_source(p_user, v_week.week_start), v_week.met_at
            );
        end if;
    end loop;
    perform private.unsettle_streaks(p_user, (select min(d.day) from unnest(p_days) as d (day)));
    if v_sources is not null then
        perform private.settle_xp(p_user, v_sources, v_claims);
    end if;
end;
$$;
comment on function private.recompute_weeks is 'Derives the weeks of these days, and what they are worth.';
