-- From a checked workout document to rows.

create function private.plan_link(p_user uuid, p_workout jsonb)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
    v_id uuid := (p_workout ->> 'plan_workout_id')::uuid;
begin
    if v_id is null
        or exists (select from public.workout_plan_days as d where d.user_id = p_user and d.id = v_id)
    then
        return v_id;
    end if;
    if not private.was_deleted(p_user, 'workout_plan_days', v_id) then
        perform private.fail('PT404', 'no such day in your plans', '{"field": "plan_workout_id"}');
    end if;
    return null;
end;
$$;
comment on function private.plan_link is
'The day of a plan that a workout document names; null when it was deleted meanwhile, PT404 when it never was.';

create function private.set_rows(p_user uuid, p_workout jsonb)
returns public.session_exercises []
language plpgsql
stable
set search_path = ''
as $$
declare
    v_rows public.session_exercises[];
    v_is_suspect boolean;
begin
    -- One pass over the sets finds whether anything may be wrong; only then it is looked for, and named.
    select
        array_agg(
            (
                s.id,
                (p_workout ->> 'id')::uuid,
                s.exercise_id,
                x.id,
                s.set_order,
                s.logged_reps,
                s.logged_weight_kg,
                coalesce(s.logged_at, (p_workout ->> 'ended_at')::timestamptz),
                s.difficulty_rating,
                s.notes,
                null,
                p_user,
                coalesce(s.set_type, 'working'),
                s.duration_seconds,
                s.distance_m,
                s.rest_seconds,
                false,
                now(),
                now()
            )::public.session_exercises
        ),
        count(distinct s.id) < count(*)
        or bool_or(
            e.id is null
            or private.missing_measure(
                e.tracking_type, s.logged_reps, s.logged_weight_kg, s.duration_seconds, s.distance_m
            ) is not null
            or x.id is null and s.workout_plan_exercise_id is not null
            or o.user_id <> p_user
            or o.workout_session_id <> (p_workout ->> 'id')::uuid
        )
    into v_rows, v_is_suspect
    from
        jsonb_to_recordset(p_workout -> 'sets') as s (
            -- Whole numbers were checked as such; JSON may still write 5 as 5.0, which only numeric reads.
            id uuid, exercise_id uuid, workout_plan_exercise_id uuid, set_order numeric, logged_reps numeric,
            logged_weight_kg numeric, logged_at timestamptz, difficulty_rating numeric, notes text,
            set_type public.set_type, duration_seconds numeric, distance_m numeric, rest_seconds numeric
        )
        left join public.exercises as e
            on e.id = s.exercise_id and (e.created_by is null or e.is_approved or e.created_by = p_user)
        left join public.workout_plan_day_exercises as x
            on x.user_id = p_user and x.id = s.workout_plan_exercise_id
        left join public.session_exercises as o on o.id = s.id;
    if v_is_suspect then
        perform private.refuse_sets(p_user, p_workout);
    end if;
    return coalesce(v_rows, '{}');
end;
$$;
comment on function private.set_rows is
'The sets of a workout document as rows: PT404 for an exercise or a plan''s line this user has not, PT422 for a measure that is
missing or an id that is there twice, PT404 or PT409 for an id that is taken. A line deleted meanwhile is left out.';
