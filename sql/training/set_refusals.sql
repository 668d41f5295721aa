-- What is wrong with the sets of a workout document, place and all: looked for when set_rows has met something strange.
create function private.refuse_sets(p_user uuid, p_workout jsonb)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_fault record;
begin
    select
        s.i - 1 as i,
        case when e.id is null then 'exercise_id' when s.copies > 1 then 'id' else m.field end as field,
        case when e.id is null then 'PT404' else 'PT422' end as code,
        case
            when e.id is null then 'exercise not found'
            when s.copies > 1 then 'the id is there twice'
            else format('%s is required for this exercise', m.field)
        end as reason
    into v_fault
    from
        (
            select
                o.i,
                o.value,
                count(*) over (partition by (o.value ->> 'id')::uuid) as copies
            from jsonb_array_elements(p_workout -> 'sets') with ordinality as o (value, i)
        ) as s
        left join public.exercises as e
            on e.id = (s.value ->> 'exercise_id')::uuid
            and (e.created_by is null or e.is_approved or e.created_by = p_user)
        cross join lateral (
            select
                private.missing_measure(
                    e.tracking_type,
                    (s.value ->> 'logged_reps')::numeric,
                    (s.value ->> 'logged_weight_kg')::numeric,
                    (s.value ->> 'duration_seconds')::numeric,
                    (s.value ->> 'distance_m')::numeric
                ) as field
        ) as m
    where e.id is null or s.copies > 1 or m.field is not null
    order by s.i
    limit 1;
    if found then
        perform private.fail(
            v_fault.code, v_fault.reason, jsonb_build_object('field', format('sets[%s].%s', v_fault.i, v_fault.field))
        );
    end if;

    select s.i - 1 as i, e.user_id = p_user as is_own into v_fault
    from jsonb_array_elements(p_workout -> 'sets') with ordinality as s (value, i)
    inner join public.session_exercises as e on e.id = (s.value ->> 'id')::uuid
    where e.user_id <> p_user or e.workout_session_id <> (p_workout ->> 'id')::uuid
    order by s.i
    limit 1;
    if found then
        perform private.fail(
            case when v_fault.is_own then 'PT409' else 'PT404' end,
            case when v_fault.is_own then 'the set is in another workout' else 'set not found' end,
            jsonb_build_object('field', format('sets[%s].id', v_fault.i))
        );
    end if;

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
            'PT404', 'exercise not found in your plans',
            jsonb_build_object('field', format('sets[%s].workout_plan_exercise_id', v_fault.i))
        );
    end if;
end;
$$;
comment on function private.refuse_sets is
'Names the first fault of the sets of a workout document, by what is wrong: PT404, PT422 or PT409. Without one it does nothing: a
line of a plan may have been deleted meanwhile.';
