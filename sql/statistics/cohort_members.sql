create function private.is_plausible_lifter(p_user uuid, p_bodyweight_kg numeric, p_now timestamptz)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
    return not exists (
        select from private.best_lifts(p_user, p_now) as b
        inner join (
            select s.lift, max(s.ratios[cardinality(s.ratios)]) as elite
            from private.strength_standards as s
            where s.version = (select max(o.version) from private.strength_standards as o)
            group by s.lift
        ) as t
            on t.lift = b.lift
        where b.estimated_1rm_kg / p_bodyweight_kg > 1.5 * t.elite
    );
end;
$$;
comment on function private.is_plausible_lifter is
'Whether no key lift is half as much again above the standard of the elite: world records aren''t.';

create function private.may_join_cohorts(p_user uuid, p_now timestamptz)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
    v_profile public.profiles;
    v_workouts integer;
    v_days integer;
    v_weeks integer;
begin
    select p.* into v_profile
    from public.profiles as p
    inner join auth.users as u on u.id = p.id and u.email_confirmed_at <= p_now
    where p.id = p_user and p.created_at <= p_now - interval '60 days' and p.date_of_birth <= p_now - interval '18 years';
    if not found then
        return false;
    end if;
    -- What was imported, told late, or moved to a later day once it was told doesn't count: a history can be made up in a minute.
    select count(*), count(distinct w.day), count(distinct date_trunc('week', w.day::timestamp))
    into v_workouts, v_days, v_weeks
    from public.workout_sessions as w
    where w.user_id = p_user and w.status = 'completed' and w.total_sets > 0
        and w.started_at between v_profile.created_at and p_now
        and w.created_at between w.started_at - interval '1 day' and w.started_at + interval '7 days';
    return v_workouts >= 24 and v_days >= 16 and v_weeks >= 8;
end;
$$;
comment on function private.may_join_cohorts is
'Whether a user counts in cohorts: of age, with a verified address, here for 60 days, with 24 workouts on 16 days of 8 weeks, each told
within a week. Made-up people have to live for two months first.';
