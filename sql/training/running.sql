-- Starting a workout, and the checks shared by everything that changes a running one. Each command is safe to repeat: if the
-- session already is in the state it leads to, it just returns the session.

create function private.require_session(p_user uuid, p_session_id uuid)
returns public.workout_sessions
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_session public.workout_sessions;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    select w.* into v_session from public.workout_sessions as w where w.user_id = p_user and w.id = p_session_id;
    if not found then
        perform private.fail('PT404', 'workout not found', '{"field": "p_session_id"}');
    end if;
    return v_session;
end;
$$;
comment on function private.require_session is 'Locks the user and returns the session; PT404 if the user has no such session.';

create function private.refuse_state(p_session public.workout_sessions, p_verb text)
returns void
language plpgsql
set search_path = ''
as $$
begin
    perform private.fail(
        'PT409', format('a workout that is %s can''t be %s', p_session.status, p_verb),
        jsonb_build_object('status', p_session.status, 'session_id', p_session.id)
    );
end;
$$;
comment on function private.refuse_state is 'PT409: not possible in the session''s current state.';

create function private.start_workout(
    p_user uuid,
    p_plan_workout_id uuid,
    p_session_id uuid,
    p_timezone text,
    p_now timestamptz
)
returns public.workout_sessions
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_session public.workout_sessions;
    v_planned jsonb;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    v_planned := private.planned_workout(p_user, p_plan_workout_id);
    select w.* into v_session from public.workout_sessions as w where w.user_id = p_user and w.id = p_session_id;
    if found then
        return v_session;
    end if;
    perform private.refuse_deleted(
        p_user, 'workout_sessions', p_session_id, jsonb_build_object('session_id', p_session_id), 'Use a new id.'
    );
    if p_plan_workout_id is not null and v_planned is null then
        perform private.fail('PT404', 'day not found in your plans', '{"field": "p_plan_workout_id"}');
    end if;
    if private.is_timezone(p_timezone) is false then
        perform private.fail('PT422', 'unknown time zone', '{"field": "p_timezone"}');
    end if;

    select w.* into v_session
    from public.workout_sessions as w
    where w.user_id = p_user and w.status in ('started', 'paused');
    if found then
        if p_session_id is null and v_session.plan_workout_id is not distinct from p_plan_workout_id then
            return v_session;
        end if;
        perform private.fail(
            'PT409', 'another workout is running', jsonb_build_object('session_id', v_session.id),
            'Finish or cancel it first.'
        );
    end if;

    insert into public.workout_sessions as w (
        id, user_id, plan_workout_id, started_at, status, timezone, name, planned, created_at
    )
    values (
        coalesce(p_session_id, gen_random_uuid()),
        p_user,
        p_plan_workout_id,
        p_now,
        'started',
        private.plausible_zone(p_user, p_now, p_now, coalesce(p_timezone, private.zone_at(p_user, p_now))),
        v_planned ->> 'name',
        v_planned,
        p_now
    )
    on conflict (id) do nothing
    returning w.* into v_session;
    if not found then
        perform private.fail('PT404', 'workout not found', '{"field": "p_session_id"}');
    end if;
    return v_session;
end;
$$;
comment on function private.start_workout is 'See public.start_workout.';

create function public.start_workout(
    p_plan_workout_id uuid default null,
    p_session_id uuid default null,
    p_timezone text default null
)
returns public.workout_sessions
language sql
security invoker
set search_path = ''
return private.start_workout((select auth.uid()), p_plan_workout_id, p_session_id, p_timezone, now());
comment on function public.start_workout is
'Starts a workout, from a plan day or free, and returns the session. An existing id returns that session; without an id, the
running session if it is for the same day. PT409 with the session_id while another workout runs, PT409 with reason deleted for the id of a workout
that was deleted, PT404 day not found, PT422
unknown time zone.';
