-- Which exercise of a running workout comes next, and what was done of it.

create type private.line_so_far as (
    id uuid,
    target_id uuid,
    exercise_id uuid,
    name text,
    tracking_type public.tracking_type,
    is_on_body boolean,
    is_warm_up boolean,
    -- The working sets of its exercise so far, in order.
    reps integer[],
    seconds integer[],
    metres integer[],
    loads numeric[],
    efforts numeric[],
    sides public.side [],
    -- How many were done of the exercise that it had before, if it was changed meanwhile.
    earlier_sets integer,
    -- Working sets of another exercise that was done instead, in order.
    other_sets public.session_exercises [],
    is_main boolean
);

create function private.whole_sets(p_sides public.side [])
returns integer
language sql
immutable
set search_path = ''
return (
    select
        greatest(count(*) filter (where s.side = 'left'), count(*) filter (where s.side = 'right'))::integer
        + (count(*) filter (where s.side is null))::integer
    from unnest(p_sides) as s (side)
);
comment on function private.whole_sets is
'How many sets of these sides there are: a left and a right one are one set, and so is one whose other side is still to come.';

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
            private.whole_sets(array_agg(s.side) filter (where k.kind = 'earlier')) as earlier_sets,
            array_agg(p_sets[s.place] order by s.place) filter (where k.kind = 'other') as other_sets,
            private.whole_sets(array_agg(s.side)) as whole_sets
        from lines as x
        inner join done as s on s.workout_plan_exercise_id = x.id
        inner join private.set_types as t on t.set_type = s.set_type
        cross join lateral (
            select case
                when s.exercise_id = x.exercise_id then 'own'
                -- Sets come late from a phone without a network, and its clock may be wrong.
                when least(s.logged_at, s.created_at) < (
                        select min(f.set_at)
                        from private.target_facts as f
                        where f.user_id = x.user_id
                            and f.plan_exercise_id = x.id
                            and f.set_at > (
                                select max(o.set_at)
                                from private.target_facts as o
                                where o.user_id = x.user_id and o.plan_exercise_id = x.id and o.exercise_id <> x.exercise_id
                            )
                    ) then 'earlier'
                else 'other'
            end as kind
        ) as k
        -- What is there to warm up has no other sets.
        where t.is_judged or x.section = 'warmup' and s.set_type = 'warmup'
        group by x.id
    )

    select
        x.id, x.target_id, x.exercise_id, e.name, e.tracking_type, e.bodyweight_share is not null, x.section = 'warmup',
        s.reps, s.seconds, s.metres, s.loads, s.efforts, s.sides, coalesce(s.earlier_sets, 0), s.other_sets,
        x.section = 'main'
    from lines as x
    inner join public.exercises as e on e.id = x.exercise_id
    left join sums as s on s.id = x.id
    left join lines as l on l.id = p_done
    cross join lateral (
        select
            x.id = l.id or x.section = l.section and x.superset_group = l.superset_group as is_together,
            exists (select from sums as o where o.id = l.id) as is_begun,
            -- How many sets it is behind the one just done.
            coalesce((select o.whole_sets from sums as o where o.id = l.id), 0) - coalesce(s.whole_sets, 0) as behind
    ) as c
    cross join lateral (
        select case
            -- Within its superset the exercise shown waits for its turn, once it has its set of this round: clients show what was done
            -- until the next one is begun.
            when x.id = p_session.current_plan_exercise_id and x.id <> l.id and (c.is_together is not true or c.behind > 0) then -1
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
of each so far; those that are done are among them. First comes the one that the client shows, unless the round of its superset goes on
elsewhere.';
