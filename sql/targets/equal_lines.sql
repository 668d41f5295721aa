-- Which lines of a plan ask for the same.

create function private.target_key(p_line public.workout_plan_day_exercises, p_mechanic public.mechanic)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_rules jsonb := private.rules_of(
        p_line.progression, p_line.on_success_weight_increase_kg, p_line.target_reps, p_mechanic
    );
begin
    return jsonb_build_array(
        p_line.exercise_id, p_line.section, p_line.target_sets, replace(lower(p_line.target_reps), ' ', ''), v_rules, p_line.target_rir,
        p_line.target_group,
        -- A wave counts its weeks by the workouts of a line: shared, a cycle of four weeks would pass in two.
        case when private.scheme_of(v_rules) = 'percentage_wave' and p_line.target_group is null then p_line.id end
    )::text;
end;
$$;
comment on function private.target_key is
'What lines of a plan have in common to share a target: exercise, section, sets, repetitions, progression, repetitions in reserve and
target_group.';

create function private.has_repeats(p_user uuid, p_lines uuid[])
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
    return exists (
        select from (
            select distinct d.plan_id
            from public.workout_plan_day_exercises as x
            inner join public.workout_plan_days as d on d.user_id = p_user and d.id = x.plan_workout_id
            where x.user_id = p_user and x.id = any(p_lines)
        ) as p
        inner join public.workout_plan_days as d on d.user_id = p_user and d.plan_id = p.plan_id
        inner join public.workout_plan_day_exercises as x on x.user_id = p_user and x.plan_workout_id = d.id
        group by p.plan_id, x.exercise_id
        having count(*) > 1 and bool_or(x.id = any(p_lines))
    );
end;
$$;
comment on function private.has_repeats is 'Whether the plans of these lines have the exercise of one of them in another line as well.';

create function private.lines_to_share(p_user uuid, p_lines uuid[], p_typed uuid[], p_written uuid[], p_set_at timestamptz)
returns table (
    id uuid,
    target_id uuid,
    load_kg numeric,
    key text,
    is_given boolean,
    is_typed boolean,
    -- Whether lines follow its target that ask for something else, or were written beside it with another load.
    is_left boolean
)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
    return query
    with plans as materialized (
        select distinct d.plan_id, x.exercise_id
        from public.workout_plan_day_exercises as x
        inner join public.workout_plan_days as d on d.user_id = p_user and d.id = x.plan_workout_id
        where x.user_id = p_user and x.id = any(p_lines)
    ),

    keyed as materialized (
        select
            x.id, x.target_id, x.plan_workout_id, x.order_in_workout, x.current_suggested_weight_kg as load_kg,
            p.plan_id::text || private.target_key(x, e.mechanic) as key,
            row_number() over (order by d.week_number, d.order_in_plan, d.id, x.order_in_workout, x.id) as place
        from plans as p
        inner join public.workout_plan_days as d on d.user_id = p_user and d.plan_id = p.plan_id
        inner join public.workout_plan_day_exercises as x
            on x.user_id = p_user and x.plan_workout_id = d.id and x.exercise_id = p.exercise_id
        inner join public.exercises as e on e.id = x.exercise_id
    ),

    lines as materialized (
        select
            k.id, k.target_id, k.load_kg, k.place,
            -- Equal lines of one day are trained one after the other: each shares with its like on other days.
            k.key || row_number() over (partition by k.plan_workout_id, k.key order by k.place) as key
        from keyed as k
    ),

    followers as materialized (
        select x.target_id, count(*) as lines
        from public.workout_plan_day_exercises as x
        where x.user_id = p_user and x.target_id in (select l.target_id from lines as l)
        group by x.target_id
    )

    select
        l.id, l.target_id, l.load_kg, l.key, g.id is not null,
        -- Also by an earlier statement of the same transaction.
        t.id is not null or f.plan_exercise_id is not null,
        o.lines > count(*) over (partition by l.target_id, l.key)
        or t.id is not null and bool_or(w.id is not null and t.id is null) over (partition by l.target_id, l.key)
    from lines as l
    inner join followers as o on o.target_id = l.target_id
    left join unnest(p_lines) as g (id) on g.id = l.id
    left join unnest(p_typed) as t (id) on t.id = l.id
    left join unnest(p_written) as w (id) on w.id = l.id
    left join private.target_facts as f
        on f.user_id = p_user
        and f.plan_exercise_id = l.id
        and f.set_at = p_set_at
        and f.set_at > '-infinity'
        and f.moves_target
        and g.id is null
    order by l.key, g.id is not null, t.id is null, l.place;
end;
$$;
comment on function private.lines_to_share is
'The lines with the exercises of p_lines in their plans, by what they have in common: settled ones first, then those whose load the user
typed, then the others.';
