-- What is wrong with the sets of a workout document, in words: read_workout found out where something is.
create function private.refuse_sets(p_user uuid, p_workout jsonb, p_faults private.set_fault [])
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_fault record;
begin
    for v_fault in
        select
            f.kind,
            s.value,
            format('sets[%s]', f.place - 1) as path,
            private.missing_measure(
                e.tracking_type, (s.value ->> 'logged_reps')::numeric, (s.value ->> 'logged_weight_kg')::numeric,
                (s.value ->> 'duration_seconds')::numeric, (s.value ->> 'distance_m')::numeric
            ) as missing
        from unnest(p_faults) as f
        cross join lateral (select p_workout -> 'sets' -> (f.place - 1)::integer as value) as s
        left join public.exercises as e on e.id = (s.value ->> 'exercise_id')::uuid
        order by f.place, f.kind
    loop
        case v_fault.kind
            when 'unknown exercise' then
                perform private.fail('PT404', 'exercise not found', jsonb_build_object('field', v_fault.path || '.exercise_id'));
            when 'missing measure' then
                perform private.fail(
                    'PT422', format('%s is required for this exercise', v_fault.missing),
                    jsonb_build_object('field', v_fault.path || '.' || v_fault.missing)
                );
            when 'id twice' then
                perform private.fail('PT422', 'the id is there twice', jsonb_build_object('field', v_fault.path || '.id'));
            when 'not own' then
                perform private.fail('PT404', 'set not found', jsonb_build_object('field', v_fault.path || '.id'));
            when 'in another workout' then
                perform private.fail('PT409', 'the set is in another workout', jsonb_build_object('field', v_fault.path || '.id'));
            when 'unknown line' then
                -- A workout logged offline is not lost because a line of its plan was deleted meanwhile.
                if not private.was_deleted(
                    p_user, 'workout_plan_day_exercises', (v_fault.value ->> 'workout_plan_exercise_id')::uuid
                ) then
                    perform private.fail(
                        'PT404', 'exercise not found in your plans', jsonb_build_object('field', v_fault.path || '.workout_plan_exercise_id')
                    );
                end if;
        end case;
    end loop;
end;
$$;
comment on function private.refuse_sets is
'Refuses the first of these sets that is at fault: PT404, PT422 or PT409 with its field. A link to a line of a plan that the user has
deleted is no fault.';
