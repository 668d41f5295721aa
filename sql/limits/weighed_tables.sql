do $$
declare
    v_schema text;
    v_table text;
    v_kind text;
    v_owner text;
    v_counter text;
    v_check text;
    v_is_aside boolean;
    v_relation regclass;
    v_verb text;
begin
    -- Every table of which an account can have any number of rows, and whose writers hold the user's lock: others (the outbox, use of
    -- models) would wait here for each other while they hold what the other wants. Jobs that delete what has expired hold no user's
    -- lock: their batches are short, and private.weigh goes by user id.
    -- checked: written for its user, by whatever way; the others only follow from those. aside: private.write_workout,
    -- private.finish_workout and new plan lines write them and add them at once.
    for v_schema, v_table, v_kind, v_owner, v_counter, v_check, v_is_aside in
        values
        ('public', 'workout_sessions', 'training', 'user_id', 'workouts', 'checked', true),
        ('public', 'session_exercises', 'training', 'user_id', 'sets', 'checked', true),
        ('public', 'training_breaks', 'training', 'user_id', '', 'checked', false),
        ('public', 'complaints', 'training', 'user_id', '', 'checked', false),
        ('public', 'prescriptions', 'training', 'user_id', '', '', true),
        ('public', 'xp_events', 'training', 'user_id', '', '', true),
        ('private', 'workout_requests', 'training', 'user_id', '', '', true),
        ('private', 'exercise_sessions', 'training', 'user_id', '', '', true),
        ('public', 'workout_plans', 'plans', 'user_id', '', 'checked', false),
        ('public', 'workout_plan_days', 'plans', 'user_id', '', 'checked', false),
        ('public', 'workout_plan_day_exercises', 'plans', 'user_id', 'plan_lines', 'checked', true),
        ('public', 'plan_origins', 'plans', 'user_id', '', 'checked', false),
        ('public', 'plan_changes', 'plans', 'user_id', '', 'checked', false),
        ('private', 'plan_requests', 'plans', 'user_id', '', '', false),
        ('private', 'target_facts', 'plans', 'user_id', '', '', true),
        ('public', 'exercises', 'exercises', 'created_by', '', 'checked', false),
        ('public', 'exercise_equipment', 'exercises', 'user_id', '', 'checked', false),
        ('private', 'exercise_grams', 'exercises', 'visible_to', '', '', false),
        ('public', 'body_measurements', 'body', 'user_id', '', 'checked', false),
        ('public', 'check_ins', 'body', 'user_id', '', 'checked', false),
        ('public', 'user_goals', 'body', 'user_id', '', 'checked', false),
        ('public', 'user_equipment', 'body', 'user_id', '', 'checked', false),
        ('private', 'gear_facts', 'body', 'user_id', '', '', false),
        ('private', 'gym_unit_facts', 'body', 'user_id', '', '', false),
        ('private', 'time_zone_changes', 'body', 'user_id', '', '', false),
        ('public', 'coach_conversations', 'coach', 'user_id', '', 'checked', false),
        ('public', 'ai_coach_messages', 'coach', 'user_id', 'messages', 'checked', false),
        ('public', 'coach_memories', 'coach', 'user_id', '', 'checked', false),
        ('private', 'memory_words', 'coach', 'user_id', '', '', false),
        ('private', 'memory_vectors', 'coach', 'user_id', '', '', false),
        ('private', 'tombstones', 'history', 'user_id', '', '', false)
    loop
        v_relation := format('%I.%I', v_schema, v_table)::regclass;
        foreach v_verb in array array['insert', 'update', 'delete'] loop
            execute format(
                'create trigger weigh_%1$s after %1$s on %2$s referencing %3$s for each statement %4$s'
                ' execute function private.weigh(%5$L, %6$L, %7$L, %8$L)',
                v_verb,
                v_relation,
                concat_ws(
                    ' ',
                    case when v_verb <> 'insert' then 'old table as old_rows' end,
                    case when v_verb <> 'delete' then 'new table as new_rows' end
                ),
                case when v_is_aside and v_verb <> 'delete' then
                    -- Whoever can run SQL can set the setting, but not become the owner of what sets it.
                    'when (current_user <> ''postgres'' or coalesce(current_setting(''spotter.weighing'', true), '''') <> ''aside'')'
                end,
                v_kind, v_owner, v_counter, v_check
            );
        end loop;
    end loop;
end
$$;
