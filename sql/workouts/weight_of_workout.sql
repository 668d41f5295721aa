create function private.weight_of_workout(p_user uuid, p_session_id uuid, p_since timestamptz)
returns table (bytes bigint, rows bigint)
language plpgsql
stable
set search_path = ''
as $$
begin
    return query
    select coalesce(sum(o.size), 0)::bigint, count(*)
    from (
        select pg_column_size(s.*) as size
        from public.session_exercises as s
        where s.user_id = p_user and s.workout_session_id = p_session_id
        union all
        select pg_column_size(e.*)
        from private.exercise_sessions as e
        where e.user_id = p_user and e.session_id = p_session_id
        union all
        select p.size
        from (
            select distinct x.target_id as id
            from public.session_exercises as s
            inner join public.workout_plan_day_exercises as x on x.user_id = p_user and x.id = s.workout_plan_exercise_id
            where s.user_id = p_user and s.workout_session_id = p_session_id
        ) as l
        cross join lateral (
            select pg_column_size(p.*) as size
            from public.prescriptions as p
            where p.user_id = p_user and p.target_id = l.id and p.effective_at >= p_since
            offset 0
        ) as p
        union all
        -- What this transaction earned.
        select pg_column_size(x.*)
        from public.xp_events as x
        where x.user_id = p_user and x.created_at >= now()
    ) as o;
end;
$$;
comment on function private.weight_of_workout is
'What finishing this workout, started at p_since and later than all others, adds to or changes, but its own row.';
