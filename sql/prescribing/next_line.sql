-- Which exercise of a running workout comes next, and what was done of it.

create type private.line_so_far as (
    id uuid,
    target_id uuid,
    exercise_id uuid,
    name text,
    tracking_type public.tracking_type,
    is_on_body boolean,
    -- The working sets of its exercise so far, in order.
    reps integer[],
    seconds integer[],
    metres integer[],
    loads numeric[],
    efforts numeric[],
    sides public.side [],
    -- Working sets of another exercise that was done instead, and the latest of them.
    other_sets integer,
    other_set public.session_exercises
);

create function private.lines_to_come(
    p_session public.workout_sessions,
    p_sets public.session_exercises [],
    p_done uuid
)
returns setof private.line_so_far
language plpgsql
stable
set search_path = ''
as $$
begin
    return query
    with done as (
        select o.place, s.*
        from generate_subscripts(p_sets, 1) as o (place)
        cross join lateral (select (p_sets[o.place]).*) as s
    ),

    lines as (
        select x.*, row_number() over (order by x.section, x.order_in_workout, x.id) as place
        from public.workout_plan_day_exercises as x
        where x.user_id = p_session.user_id and x.plan_workout_id = p_session.plan_workout_id
    ),

    sums as materialized (
        select
            x.id,
            array_agg(s.logged_reps::integer order by s.place) filter (where s.exercise_id = x.exercise_id) as reps,
            array_agg(s.duration_seconds order by s.place) filter (where s.exercise_id = x.exercise_id) as seconds,
            array_agg(floor(s.distance_m)::integer order by s.place) filter (where s.exercise_id = x.exercise_id) as metres,
            array_agg(s.logged_weight_kg order by s.place) filter (where s.exercise_id = x.exercise_id) as loads,
            array_agg(s.difficulty_rating order by s.place) filter (where s.exercise_id = x.exercise_id) as efforts,
            array_agg(s.side order by s.place) filter (where s.exercise_id = x.exercise_id) as sides,
            (count(*) filter (where s.exercise_id <> x.exercise_id))::integer as other_sets,
            max(s.place) filter (where s.exercise_id <> x.exercise_id) as other_place
        from lines as x
        inner join done as s on s.workout_plan_exercise_id = x.id
        inner join private.set_types as t on t.set_type = s.set_type
        -- What is there to warm up has no other sets.
        where t.is_judged or x.section = 'warmup' and s.set_type = 'warmup'
        group by x.id
    )

    select
        x.id, x.target_id, x.exercise_id, e.name, e.tracking_type, e.bodyweight_share is not null,
        s.reps, s.seconds, s.metres, s.loads, s.efforts, s.sides, s.other_sets, p_sets[s.other_place]
    from lines as x
    inner join public.exercises as e on e.id = x.exercise_id
    left join sums as s on s.id = x.id
    left join lines as l on l.id = p_done
    cross join lateral (
        select
            x.id = l.id or x.section = l.section and x.superset_group = l.superset_group as is_together,
            exists (select from sums as o where o.id = l.id) as is_begun
    ) as c
    cross join lateral (
        select case
            when l.id is null then 3
            when x.id = l.id and not c.is_begun then 0
            -- In a superset on to the next, then from its beginning.
            when c.is_together and c.is_begun and x.place > l.place then 1
            when c.is_together then 2
            when x.place > l.place then 3
            -- What was left out; but once something is trained nobody goes back to warm up.
            when x.section <> 'warmup' then 4
        end as turn
    ) as r
    where r.turn is not null
    order by r.turn, x.place;
end;
$$;
comment on function private.lines_to_come is
'The exercises of a workout''s day in the order in which they are to be gone through from here, after a set of p_done, with the sets done
of each so far; those that are done are among them.';
