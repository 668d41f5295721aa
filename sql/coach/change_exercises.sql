-- Operations on a plan's exercises. They write like an edit by the user, through the same triggers: a changed target is
-- recorded with its time, and progression continues from it.

create function private.place_exercise(p_user uuid, p_line uuid, p_place integer)
returns void
language plpgsql
set search_path = ''
as $$
begin
    update public.workout_plan_day_exercises as x
    set order_in_workout = p.place
    from (
        select o.id, o.n + (o.n >= p_place)::integer as place
        from (
            select n.id, row_number() over (order by n.order_in_workout, n.id) as n
            from public.workout_plan_day_exercises as n
            inner join public.workout_plan_day_exercises as mine
                on mine.user_id = p_user and mine.id = p_line and n.plan_workout_id = mine.plan_workout_id
            where n.user_id = p_user and n.id <> p_line
        ) as o
        union all
        select p_line, p_place
    ) as p
    where x.user_id = p_user and x.id = p.id and x.order_in_workout <> p.place;
end;
$$;
comment on function private.place_exercise is 'Moves an exercise to a place in its day (from 1); the others keep their order.';

create function private.change_exercise(p_user uuid, p_operation jsonb, p_path text)
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_id uuid := (p_operation ->> 'plan_exercise_id')::uuid;
begin
    -- A model says what to do in an exercise of another kind. The trigger on_exercise_swap would choose something usual.
    if p_operation ? 'exercise_id' or p_operation ? 'target_reps' then
        perform private.require_fitting_reps(
            coalesce((p_operation ->> 'exercise_id')::uuid, x.exercise_id), coalesce(p_operation ->> 'target_reps', x.target_reps), p_path
        )
        from public.workout_plan_day_exercises as x
        where x.user_id = p_user and x.id = v_id;
    end if;
    -- The same trigger takes out what belongs to the old exercise: the first load lifted sets the new one.
    update public.workout_plan_day_exercises as x
    set
        exercise_id = coalesce((p_operation ->> 'exercise_id')::uuid, x.exercise_id),
        target_sets = coalesce((p_operation ->> 'target_sets')::numeric, x.target_sets),
        target_reps = coalesce(p_operation ->> 'target_reps', x.target_reps),
        target_rest_seconds = coalesce((p_operation ->> 'target_rest_seconds')::numeric, x.target_rest_seconds),
        current_suggested_weight_kg = coalesce(
            (p_operation ->> 'current_suggested_weight_kg')::numeric, x.current_suggested_weight_kg
        ),
        on_success_weight_increase_kg = coalesce(
            (p_operation ->> 'on_success_weight_increase_kg')::numeric, x.on_success_weight_increase_kg
        ),
        progression = coalesce(nullif(p_operation -> 'progression', 'null'), x.progression),
        target_rir = coalesce((p_operation ->> 'target_rir')::numeric, x.target_rir),
        superset_group = coalesce((p_operation ->> 'superset_group')::numeric, x.superset_group),
        target_group = coalesce((p_operation ->> 'target_group')::numeric, x.target_group),
        notes = coalesce(p_operation ->> 'notes', x.notes)
    where x.user_id = p_user and x.id = v_id;
end;
$$;
comment on function private.change_exercise is 'update_exercise and swap_exercise.';

create function private.add_exercise(p_user uuid, p_operation jsonb, p_path text)
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_day uuid := (p_operation ->> 'plan_workout_id')::uuid;
    v_id uuid;
begin
    perform private.require_fitting_reps(
        (p_operation ->> 'exercise_id')::uuid, p_operation ->> 'target_reps', p_path
    );
    insert into public.workout_plan_day_exercises
    select r.*
    from
        (
            select coalesce(max(x.order_in_workout), 0) + 1 as place
            from public.workout_plan_day_exercises as x
            where x.user_id = p_user and x.plan_workout_id = v_day
        ) as last
        cross join lateral private.plan_exercise_row(
            p_user, v_day, p_operation || jsonb_build_object('order_in_workout', last.place)
        ) as r
    returning id into v_id;
    if jsonb_typeof(p_operation -> 'order_in_workout') = 'number' then
        perform private.place_exercise(p_user, v_id, (p_operation ->> 'order_in_workout')::numeric::integer);
    end if;
end;
$$;
comment on function private.add_exercise is 'add_exercise: at the end of its day unless a place is given.';
