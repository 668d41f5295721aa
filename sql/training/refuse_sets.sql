-- Raises the error for a faulty set of a workout document. read_workout found which sets are faulty and why.
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
        order by f.place, f.kind <> 'unknown exercise', f.kind <> 'duplicate id'
    loop
        case v_fault.kind
            when 'unknown exercise' then
                perform private.fail('PT404', 'exercise not found', jsonb_build_object('field', v_fault.path || '.exercise_id'));
            when 'missing measure' then
                perform private.fail(
                    'PT422', format('%s is required for this exercise', v_fault.missing),
                    jsonb_build_object('field', v_fault.path || '.' || v_fault.missing)
                );
            when 'duplicate id' then
                perform private.fail('PT422', 'another set has the same id', jsonb_build_object('field', v_fault.path || '.id'));
            when 'set of another user' then
                perform private.fail('PT404', 'set not found', jsonb_build_object('field', v_fault.path || '.id'));
            when 'in another workout' then
                perform private.fail('PT409', 'the set is in another workout', jsonb_build_object('field', v_fault.path || '.id'));
            when 'unknown plan exercise' then
                -- A workout logged offline must not be lost because an exercise of its plan was deleted meanwhile.
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
'Raises PT404, PT422 or PT409 with the field for the first faulty set. A link to a plan exercise that the user has deleted is not
a fault.';
