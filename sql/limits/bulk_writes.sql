-- A request counts as one write however many rows it has, so the rows of a client's statement are limited too.
create function private.bound_rows()
returns trigger
language plpgsql
-- Clients may not use the schema private, and so can't call private.fail.
security definer
set search_path = ''
as $$
declare
    v_limit integer := tg_argv[0]::integer;
    v_count bigint := (select count(*) from changed_rows);
begin
    if v_count > v_limit then
        perform private.fail(
            'PT422', format('at most %s rows per request', v_limit),
            jsonb_build_object('reason', 'too_many_rows', 'max', v_limit, 'rows', v_count),
            'Split them into several requests.'
        );
    end if;
    return null;
end;
$$;
comment on function private.bound_rows is
'Statement trigger after insert, update or delete, transition table changed_rows: PT422 for more rows than its argument. The triggers
are named all_at_once_… because triggers fire in order of name: this one before those that derive data from the rows.';

do $$
declare
    -- The most sets a workout may have.
    v_limit constant text := '500';
    v_table text;
    v_verb text;
begin
    -- Every table clients can write, except those with one row per user: profiles, training_preferences, notification_settings.
    foreach v_table in array array[
        'ai_coach_messages', 'body_measurements', 'check_ins', 'coach_conversations', 'coach_memories', 'complaints',
        'exercise_equipment',
        'exercises', 'notification_preferences', 'notifications', 'plan_templates', 'push_devices', 'session_exercises',
        'training_breaks', 'user_consents', 'user_equipment', 'user_goals', 'user_roles', 'workout_plan_day_exercises',
        'workout_plan_days', 'workout_plans', 'workout_sessions'
    ]
    loop
        foreach v_verb in array array['insert', 'update', 'delete'] loop
            -- The condition exempts our own functions and cascades, which run as the owner: log_workout pays nothing.
            execute format(
                'create trigger all_at_once_%1$s after %1$s on public.%2$I '
                'referencing %3$s table as changed_rows for each statement '
                'when (current_user = ''authenticated'') execute function private.bound_rows(%4$L)',
                v_verb, v_table, case v_verb when 'delete' then 'old' else 'new' end, v_limit
            );
        end loop;
    end loop;
end
$$;
