create function private.recent_body_weight(p_user uuid, p_at timestamptz)
returns numeric
language plpgsql
stable
set search_path = ''
as $$
begin
    if exists (
        select from public.body_measurements as m
        where m.user_id = p_user and m.weight_kg is not null and m.logged_at between p_at - interval '90 days' and p_at
    ) or exists (
        select from public.check_ins as c
        where c.user_id = p_user and c.weight_kg is not null
            and c.day between (p_at at time zone c.timezone)::date - 90 and (p_at at time zone c.timezone)::date
    ) then
        return private.body_weight(p_user, p_at);
    end if;
    return null;
end;
$$;
comment on function private.recent_body_weight is
'Body weight in kilograms as last measured; null if that was more than 90 days ago, too old to compare strength by.';

create function private.best_lifts(p_user uuid, p_at timestamptz)
returns table (
    lift public.key_lift, exercise_id uuid, estimated_1rm_kg numeric, effective_reps numeric, achieved_on date
)
language plpgsql
stable
set search_path = ''
as $$
begin
    return query
    select distinct on (k.lift) k.lift, k.exercise_id, s.estimated_1rm_kg, s.estimated_1rm_reps, s.day
    from private.key_lift_exercises as k
    -- Sorted and limited here, so that each exercise is one index range and yields at most one row.
    cross join lateral (
        select r.estimated_1rm_kg, r.estimated_1rm_reps, r.day, r.started_at
        from private.exercise_sessions as r
        where r.user_id = p_user and r.exercise_id = k.exercise_id
            and r.started_at > p_at - interval '1 year' and r.started_at <= p_at
            and r.estimated_1rm_kg is not null
        order by r.estimated_1rm_kg desc, r.started_at, r.session_id
        limit 1
    ) as s
    order by k.lift, s.estimated_1rm_kg desc, s.started_at, k.exercise_id;
end;
$$;
comment on function private.best_lifts is
'The best estimated one-repetition maximum of the last year in each key lift; ties: earliest first.';
