create function private.muscle_amounts(p_user uuid, p_from date)
returns table (counter_id smallint, happened_at timestamptz, session_id uuid, amount numeric)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
    return query
    with sessions as materialized (
        select w.id, w.started_at, private.week_start(w.day, p.week_starts_on) as week_start
        from public.profiles as p
        inner join public.workout_sessions as w
            on w.user_id = p.id and w.day >= p_from and w.status = 'completed' and w.total_sets > 0
            and not w.is_history
        where p.id = p_user
    ),

    rows as materialized (
        select s.week_start, s.started_at, s.id as session_id, r.exercise_id, r.working_sets
        from sessions as s
        inner join private.exercise_sessions as r on r.user_id = p_user and r.session_id = s.id and r.working_sets > 0
    ),

    groups as materialized (
        select m.muscle, m.group_name from public.muscle_groups as m where m.group_name not in ('full_body', 'cardio')
    ),

    -- A set counts 1 for its target and 0.5 for a helper; for a group, the higher of the two. Counted in halves, because
    -- adding integers takes a third of the time.
    shares as materialized (
        select m.exercise_id, g.group_name collate "C" as group_name, max(case when m.is_target then 2 else 1 end) as halves
        from (select distinct r.exercise_id from rows as r) as o
        inner join private.exercise_muscles as m on m.exercise_id = o.exercise_id
        inner join groups as g on g.muscle = m.muscle
        group by m.exercise_id, g.group_name
    ),

    trained as materialized (
        select r.week_start, r.started_at, r.session_id, s.group_name, sum(r.working_sets * s.halves)::integer as halves
        from rows as r
        inner join shares as s on s.exercise_id = r.exercise_id
        group by r.week_start, r.started_at, r.session_id, s.group_name
    ),

    summed as materialized (
        select
            t.week_start, t.started_at, t.session_id,
            sum(t.halves) over (partition by t.week_start, t.group_name order by t.started_at, t.session_id) as so_far,
            t.halves
        from trained as t
    ),

    minimums as materialized (
        select c.id, ceil(2 * c.sets)::bigint as halves
        from private.achievement_counters as c
        where c.metric = 'muscle_groups_in_week'
    )

    -- The workouts in which a group reached the minimum, numbered within their week.
    select
        l.id,
        s.started_at,
        s.session_id,
        row_number() over (partition by l.id, s.week_start order by s.started_at, s.session_id)::numeric
    from minimums as l
    inner join summed as s on s.so_far >= l.halves and s.so_far - s.halves < l.halves;
end;
$$;
comment on function private.muscle_amounts is
'How many muscle groups had enough sets in a week so far, at each workout in which a group got there, for the weeks from a day on.';
