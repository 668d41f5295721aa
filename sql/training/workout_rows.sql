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
returns setof public.session_exercises
language plpgsql
stable
set search_path = ''
as $$
declare
    v_fault record;
begin
    select s.i - 1 as i into v_fault
    from jsonb_array_elements(p_workout -> 'sets') with ordinality as s (value, i)
    left join public.workout_plan_day_exercises as x
        on x.user_id = p_user and x.id = (s.value ->> 'workout_plan_exercise_id')::uuid
    where s.value ->> 'workout_plan_exercise_id' is not null
        -- A case, because only few links are missing and looking for a tombstone is slow.
        and case
            when x.id is null then
                not private.was_deleted(
                    p_user, 'workout_plan_day_exercises', (s.value ->> 'workout_plan_exercise_id')::uuid
                )
            else false
        end
    order by s.i
    limit 1;
    if found then
        perform private.fail(
            'PT404', 'no such exercise in your plans',
            jsonb_build_object('field', format('sets[%s].workout_plan_exercise_id', v_fault.i))
        );
    end if;

    return query
    select
        s.id,
        (p_workout ->> 'id')::uuid,
        s.exercise_id,
        x.id,
        s.set_order::smallint,
        s.logged_reps::smallint,
        s.logged_weight_kg::numeric(7, 3),
        coalesce(s.logged_at, (p_workout ->> 'ended_at')::timestamptz),
        s.difficulty_rating::numeric(3, 1),
        s.notes,
        null::boolean,
        p_user,
        coalesce(s.set_type, 'working'),
        s.duration_seconds::integer,
        s.distance_m::numeric(9, 2),
        s.rest_seconds::integer,
        false,
        now(),
        now()
    from
        jsonb_to_recordset(p_workout -> 'sets') as s (
            -- Whole numbers were checked as such; JSON may still write 5 as 5.0, which only numeric reads.
            id uuid, exercise_id uuid, workout_plan_exercise_id uuid, set_order numeric, logged_reps numeric,
            logged_weight_kg numeric, logged_at timestamptz, difficulty_rating numeric, notes text,
            set_type public.set_type, duration_seconds numeric, distance_m numeric, rest_seconds numeric
        )
        left join public.workout_plan_day_exercises as x
            on x.user_id = p_user and x.id = s.workout_plan_exercise_id;
end;
$$;
comment on function private.set_rows is 'The sets of a checked workout document as rows.';

create function private.require_free_sets(p_user uuid, p_workout jsonb)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_fault record;
begin
    select s.i - 1 as i, e.user_id = p_user as is_own into v_fault
    from jsonb_array_elements(p_workout -> 'sets') with ordinality as s (value, i)
    inner join public.session_exercises as e on e.id = (s.value ->> 'id')::uuid
    where e.user_id <> p_user or e.workout_session_id <> (p_workout ->> 'id')::uuid
    order by s.i
    limit 1;
    if found then
        perform private.fail(
            case when v_fault.is_own then 'PT409' else 'PT404' end,
            case when v_fault.is_own then 'the set is in another workout' else 'no such set' end,
            jsonb_build_object('field', format('sets[%s].id', v_fault.i))
        );
    end if;
end;
$$;
comment on function private.require_free_sets is 'PT409 for set ids of another workout, PT404 for another user''s.';
