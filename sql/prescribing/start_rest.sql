-- How long to rest now: until what comes next. In a superset one goes on to the next exercise at once and rests after the round.

create function private.exercise_just_done(p_session public.workout_sessions, p_sets public.session_exercises [])
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
    -- Clients show the next exercise before or after they ask for the rest.
    return coalesce((p_sets[cardinality(p_sets)]).workout_plan_exercise_id, p_session.current_plan_exercise_id);
end;
$$;
comment on function private.exercise_just_done is
'The plan exercise of the latest set; before the first set, and after one without a plan exercise, the one that the client shows, else
null. p_sets: those of private.sets_so_far.';

create function private.rest_between(p_user uuid, p_done uuid, p_next uuid)
returns integer
language plpgsql
stable
set search_path = ''
as $$
declare
    v_done public.workout_plan_day_exercises;
begin
    select x.* into v_done from public.workout_plan_day_exercises as x where x.user_id = p_user and x.id = p_done;
    if v_done.superset_group is not null and exists (
        select from public.workout_plan_day_exercises as x
        where x.user_id = p_user
            and x.id = p_next
            and x.plan_workout_id = v_done.plan_workout_id
            and x.section = v_done.section
            and x.superset_group = v_done.superset_group
            and (x.order_in_workout, x.id) > (v_done.order_in_workout, v_done.id)
    ) then
        return 0;
    end if;
    return coalesce(
        v_done.target_rest_seconds,
        -- The rest of a round may be written at any of its exercises.
        (
            select max(x.target_rest_seconds)
            from public.workout_plan_day_exercises as x
            where x.user_id = p_user
                and x.plan_workout_id = v_done.plan_workout_id
                and x.section = v_done.section
                and x.superset_group = v_done.superset_group
        ),
        (select p.default_rest_seconds from public.profiles as p where p.id = p_user)
    );
end;
$$;
comment on function private.rest_between is
'Seconds to rest after a set of one plan exercise before one of the next: as the plan says at the first, else the profile''s default; 0
before a later one of its superset.';

create function private.rest_after(p_session public.workout_sessions, p_now timestamptz)
returns integer
language plpgsql
stable
set search_path = ''
as $$
declare
    v_sets constant public.session_exercises [] := private.sets_so_far(p_session, null, p_now);
    v_done constant uuid := private.exercise_just_done(p_session, v_sets);
    v_next jsonb;
begin
    -- Only in a superset what comes next decides.
    if exists (
        select from public.workout_plan_day_exercises as x
        where x.user_id = p_session.user_id and x.id = v_done and x.superset_group is not null
    ) then
        v_next := private.next_planned_set(p_session, v_sets, v_done);
    end if;
    return private.rest_between(p_session.user_id, v_done, (v_next ->> 'plan_exercise_id')::uuid);
end;
$$;
comment on function private.rest_after is
'Seconds to rest after the exercise just done, the same as in next_set: as its plan says, else the profile''s default; 0 before the next
exercise of its superset.';

create function private.start_rest(p_user uuid, p_session_id uuid, p_now timestamptz)
returns public.workout_sessions
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_session public.workout_sessions := private.require_session(p_user, p_session_id);
begin
    if v_session.status <> 'started' then
        perform private.refuse_state(v_session, 'put into rest');
    end if;
    update public.workout_sessions as w
    set
        rest_started_at = p_now,
        rest_seconds = private.rest_after(v_session, p_now)
    where w.user_id = p_user and w.id = p_session_id
    returning w.* into v_session;
    return v_session;
end;
$$;
comment on function private.start_rest is 'See public.start_rest.';

create function public.start_rest(p_session_id uuid)
returns public.workout_sessions
language sql
security invoker
set search_path = ''
return private.start_rest((select auth.uid()), p_session_id, now());
comment on function public.start_rest is
'Starts a rest and returns the session. The rest lasts as long as the plan exercise of the latest set prescribes, else the profile''s
default; within a round of a superset it is 0 seconds. PT404 workout not found, PT409 not running.';
