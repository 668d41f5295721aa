create function private.keeps_link(p_old public.session_exercises, p_new public.session_exercises, p_is_same_day boolean)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
    return p_is_same_day
        and p_old.is_linked
        and p_old.exercise_id = p_new.exercise_id
        and (p_new.is_linked or p_new.workout_plan_exercise_id is null);
end;
$$;
comment on function private.keeps_link is
'Whether a corrected set keeps the line it was linked to by its exercise: the document names none, and neither exercise nor day changed.';

create function private.correct_workout(p_user uuid, p_workout jsonb, p_now timestamptz)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_session public.workout_sessions;
    v_workout private.workout_document;
    v_plan_workout uuid;
    v_planned jsonb;
    v_timezone text;
    v_is_same_day boolean;
    v_followers uuid[];
    v_exercises uuid[];
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    v_workout := private.read_workout(p_user, p_workout, p_now, true);
    select w.* into v_session
    from public.workout_sessions as w
    where w.user_id = p_user and w.id = v_workout.id;
    if not found then
        perform private.fail('PT404', 'workout not found', '{"field": "id"}');
    elsif v_session.status not in ('completed', 'duplicate') then
        perform private.refuse_state(v_session, 'corrected');
    end if;
    v_plan_workout := private.plan_link(p_user, v_workout.plan_workout_id);
    v_is_same_day := v_plan_workout is not distinct from v_session.plan_workout_id;
    -- What the plan prescribed at the time is kept, as long as the plan day is the same.
    v_planned := case
        when v_is_same_day then v_session.planned
        else private.planned_workout(p_user, v_plan_workout)
    end;
    if v_workout.set_faults is not null then
        perform private.refuse_sets(p_user, p_workout, v_workout.set_faults);
    end if;

    v_followers := array(
        select w.id from public.workout_sessions as w where w.user_id = p_user and w.duplicate_of = v_session.id
    );
    if cardinality(v_followers) > 0 then
        v_exercises := private.exercises_of(p_user, v_session.id);
    end if;
    v_timezone := private.plausible_zone(
        p_user, v_workout.started_at, v_workout.ended_at, v_workout.zone, v_session.id
    );
    -- Weighed at the end: the new sets may come before the old ones go.
    perform private.set_weighing('late');
    -- One statement, so that the triggers only see the final workout and don't take XP away just to give it back.
    with session as (
        update public.workout_sessions as w
        set
            plan_workout_id = v_plan_workout,
            started_at = v_workout.started_at,
            ended_at = v_workout.ended_at,
            paused_seconds = least(
                w.paused_seconds, extract(epoch from v_workout.ended_at - v_workout.started_at)::integer
            ),
            notes = v_workout.notes,
            overall_feeling = v_workout.overall_feeling,
            timezone = v_timezone,
            name = coalesce(v_workout.name, v_planned ->> 'name'),
            location = v_workout.location,
            planned = v_planned,
            is_history = case
                when (v_workout.started_at, v_timezone) = (w.started_at, w.timezone) then w.is_history
                else private.is_history(p_user, v_workout.started_at, v_timezone, w.created_at, p_now)
            end
        where w.user_id = p_user and w.id = v_session.id
    ),

    gone as (
        delete from public.session_exercises as s
        where s.user_id = p_user
            and s.workout_session_id = v_session.id
            and s.id not in (select r.id from unnest(v_workout.sets) as r)
    )

    insert into public.session_exercises as s (
        id, workout_session_id, exercise_id, workout_plan_exercise_id, set_order, logged_reps, logged_weight_kg,
        logged_at, difficulty_rating, notes, user_id, set_type, duration_seconds, distance_m, rest_seconds, side,
        is_linked
    )
    select
        r.id, r.workout_session_id, r.exercise_id, r.workout_plan_exercise_id, r.set_order, r.logged_reps,
        r.logged_weight_kg, r.logged_at, r.difficulty_rating, r.notes, r.user_id, r.set_type, r.duration_seconds,
        r.distance_m, r.rest_seconds, r.side, r.is_linked
    from unnest(v_workout.sets) as r
    on conflict (id) do update
    set
        exercise_id = excluded.exercise_id,
        -- A link that was found for the client stays: the plan may have changed since.
        workout_plan_exercise_id = case
            when private.keeps_link(s, excluded, v_is_same_day) then s.workout_plan_exercise_id
            else excluded.workout_plan_exercise_id
        end,
        set_order = excluded.set_order,
        logged_reps = excluded.logged_reps,
        logged_weight_kg = excluded.logged_weight_kg,
        logged_at = excluded.logged_at,
        difficulty_rating = excluded.difficulty_rating,
        notes = excluded.notes,
        set_type = excluded.set_type,
        duration_seconds = excluded.duration_seconds,
        distance_m = excluded.distance_m,
        rest_seconds = excluded.rest_seconds,
        side = excluded.side,
        is_linked = excluded.is_linked or private.keeps_link(s, excluded, v_is_same_day)
    where s.user_id = p_user;

    insert into private.workout_requests (user_id, session_id, content_hash)
    values (p_user, v_session.id, v_workout.content_hash)
    on conflict do nothing;
    -- A duplicate that was put right may be none. A workout that counts goes on counting.
    if v_session.status = 'duplicate' then
        perform private.decide_duplicates(p_user, array[v_session.id]);
    -- Nor may others be duplicates of what it is now. Of the same time and exercises it is what they were marked for.
    elsif cardinality(v_followers) > 0
        and (
            (v_workout.started_at, v_workout.ended_at) is distinct from (v_session.started_at, v_session.ended_at)
            or private.exercises_of(p_user, v_session.id) is distinct from v_exercises
        )
    then
        perform private.decide_duplicates(p_user, v_followers);
    end if;
    perform private.set_weighing('');
    perform private.check_budget(p_user, 'training');
    return private.workout_summary(p_user, v_session.id, p_now);
end;
$$;
comment on function private.correct_workout is 'See public.correct_workout.';

create function public.correct_workout(p_workout jsonb)
returns jsonb
language sql
security invoker
set search_path = ''
return private.correct_workout((select auth.uid()), p_workout, now());
comment on function public.correct_workout is
'Replaces the facts of a completed workout, including times and sets, and returns the summary as if it had been logged that way.
What the document leaves out is deleted. A duplicate stays one as long as it is like a workout that counts; one that counts is never
marked, and if its times or exercises change, its duplicates are decided about anew. PT404 workout not
found, PT409 not completed, PT422 names the field at fault.';
