create function private.cancel_workout(p_user uuid, p_session_id uuid, p_now timestamptz)
returns public.workout_sessions
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_session public.workout_sessions := private.require_session(p_user, p_session_id);
begin
    if v_session.status = 'canceled' then
        return v_session;
    elsif v_session.status not in ('started', 'paused') then
        perform private.refuse_state(v_session, 'canceled');
    end if;
    update public.workout_sessions as w
    set
        status = 'canceled',
        ended_at = greatest(least(p_now, w.started_at + interval '24 hours'), w.started_at),
        paused_seconds = private.paused_until(v_session, p_now),
        paused_at = null,
        rest_started_at = null,
        rest_seconds = null
    where w.user_id = p_user and w.id = p_session_id
    returning w.* into v_session;
    return v_session;
end;
$$;
comment on function private.cancel_workout is 'See public.cancel_workout.';

create function public.cancel_workout(p_session_id uuid)
returns public.workout_sessions
language sql
security invoker
set search_path = ''
return private.cancel_workout((select auth.uid()), p_session_id, now());
comment on function public.cancel_workout is
'Ends a running workout that shall not count and returns the session; its sets stay readable. PT404 workout not found, PT409
it is over already: delete a completed one instead.';

create function private.skip_workout(p_user uuid, p_plan_workout_id uuid, p_session_id uuid, p_now timestamptz)
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
        if v_session.status <> 'skipped' then
            perform private.refuse_state(v_session, 'skipped');
        end if;
        return v_session;
    end if;
    if v_planned is null then
        perform private.fail('PT404', 'day not found in your plans', '{"field": "p_plan_workout_id"}');
    end if;
    insert into public.workout_sessions as w (
        id, user_id, plan_workout_id, started_at, ended_at, status, timezone, name, planned
    )
    values (
        coalesce(p_session_id, gen_random_uuid()), p_user, p_plan_workout_id, p_now, p_now, 'skipped',
        private.zone_at(p_user, p_now), v_planned ->> 'name', v_planned
    )
    on conflict (id) do nothing
    returning w.* into v_session;
    if not found then
        perform private.fail('PT404', 'workout not found', '{"field": "p_session_id"}');
    end if;
    return v_session;
end;
$$;
comment on function private.skip_workout is 'See public.skip_workout.';

create function public.skip_workout(p_plan_workout_id uuid, p_session_id uuid default null)
returns public.workout_sessions
language sql
security invoker
set search_path = ''
return private.skip_workout((select auth.uid()), p_plan_workout_id, p_session_id, now());
comment on function public.skip_workout is
'Leaves a day of a plan out: next_workout goes on after it. Returns the skipped session; the same p_session_id again returns
it. PT404 day not found, PT409 the id is a workout that was not skipped.';

create function private.finish_workout(
    p_user uuid,
    p_session_id uuid,
    p_overall_feeling public.feeling,
    p_notes text,
    p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
-- Its statements are many and small, and one plan fits every user: planning them anew takes as long as running them.
set plan_cache_mode = force_generic_plan
as $$
declare
    v_session public.workout_sessions := private.require_session(p_user, p_session_id);
begin
    if length(p_notes) > 5000 then
        perform private.fail('PT422', 'notes are too long', '{"field": "p_notes", "max": 5000}');
    end if;
    if v_session.status in ('started', 'paused') then
        -- Who forgot to finish loses nothing: the workout ends when the longest one would.
        update public.workout_sessions as w
        set
            status = 'completed',
            ended_at = greatest(least(p_now, w.started_at + interval '24 hours'), w.started_at),
            paused_seconds = private.paused_until(v_session, p_now),
            paused_at = null,
            rest_started_at = null,
            rest_seconds = null,
            overall_feeling = coalesce(p_overall_feeling, w.overall_feeling),
            notes = coalesce(p_notes, w.notes)
        where w.user_id = p_user and w.id = p_session_id;
    elsif v_session.status <> 'completed' then
        perform private.refuse_state(v_session, 'finished');
    end if;
    return private.workout_summary(p_user, p_session_id, p_now);
end;
$$;
comment on function private.finish_workout is 'See public.finish_workout.';

create function public.finish_workout(
    p_session_id uuid,
    p_overall_feeling public.feeling default null,
    p_notes text default null
)
returns jsonb
language sql
security invoker
set search_path = ''
return private.finish_workout((select auth.uid()), p_session_id, p_overall_feeling, p_notes, now());
comment on function public.finish_workout is
'Completes a running workout and returns its summary: duration, volume, mean RPE, rest, energy, XP, streaks, records and
progression. On a completed one it returns the same summary, so two devices may finish at once. PT404 workout not found, PT409
it was skipped or canceled.';
