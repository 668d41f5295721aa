create function private.link_session(p_user uuid, p_session public.workout_sessions)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- Even an update of no rows would fire the statement triggers.
    if p_session.plan_workout_id is null or not exists (
        select from public.session_exercises as s
        where s.user_id = p_user and s.workout_session_id = p_session.id and s.workout_plan_exercise_id is null
    ) then
        return;
    end if;
    update public.session_exercises as s
    set workout_plan_exercise_id = o.workout_plan_exercise_id, is_linked = true
    from
        unnest(
            private.linked_sets(
                p_user, p_session.plan_workout_id,
                array(select e from public.session_exercises as e where e.user_id = p_user and e.workout_session_id = p_session.id)
            )
        ) as o
    where s.user_id = p_user and s.id = o.id and o.is_linked and s.workout_plan_exercise_id is null;
end;
$$;
comment on function private.link_session is 'Links the sets of a workout that is about to end to its plan day (private.linked_sets).';

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
-- Many small statements whose plan is the same for every user: planning them each time takes as long as running them.
set plan_cache_mode = force_generic_plan
as $$
declare
    v_session public.workout_sessions := private.require_session(p_user, p_session_id);
    v_end timestamptz;
    v_duplicate_of uuid;
    v_is_weighed_here boolean;
    v_before record;
    v_after record;
    v_session_bytes bigint;
begin
    if length(p_notes) > 5000 then
        perform private.fail('PT422', 'notes are too long', '{"field": "p_notes", "max": 5000}');
    end if;
    if v_session.status in ('started', 'paused') then
        v_end := private.likely_end(v_session, p_now);
        perform private.link_session(p_user, v_session);
        v_duplicate_of := private.likely_duplicate_of(p_user, p_session_id, v_session.started_at, v_end);
        -- Then only rows of this workout are written, which are cheaper to weigh at once than by the triggers of five tables.
        -- Nothing is checked: whoever has begun a workout can end it.
        v_is_weighed_here := not exists (
            select from public.workout_sessions as w
            where w.user_id = p_user and w.started_at >= v_session.started_at and w.status = 'completed'
        );
        if v_is_weighed_here then
            select o.bytes + w.bytes as bytes, o.rows
            into v_before
            from private.weight_of_workout(p_user, p_session_id, v_session.started_at) as o
            cross join (
                -- Notes that are replaced may be compressed.
                select pg_column_size(w.*) + case
                    when p_notes is null then 0 else coalesce(pg_column_size(w.notes || '') - pg_column_size(w.notes), 0)
                end as bytes
                from public.workout_sessions as w
                where w.user_id = p_user and w.id = p_session_id
            ) as w;
            perform private.set_weighing('aside');
        end if;
        update public.workout_sessions as w
        set
            status = case when v_duplicate_of is null then 'completed'::public.session_status else 'duplicate' end,
            duplicate_of = v_duplicate_of,
            ended_at = v_end,
            paused_seconds = private.paused_within(v_session, v_end),
            paused_at = null,
            rest_started_at = null,
            rest_seconds = null,
            overall_feeling = coalesce(p_overall_feeling, w.overall_feeling),
            notes = coalesce(p_notes, w.notes)
        where w.user_id = p_user and w.id = p_session_id
        returning pg_column_size(w.*) into v_session_bytes;
        if v_is_weighed_here then
            perform private.set_weighing('');
            select o.* into v_after from private.weight_of_workout(p_user, p_session_id, v_session.started_at) as o;
            perform private.add_use(
                p_user, 'training', '', v_after.bytes + v_session_bytes - v_before.bytes, v_after.rows - v_before.rows
            );
        end if;
    elsif v_session.status not in ('completed', 'duplicate') then
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
'Completes a running workout and returns its summary. It ends now; more than three hours after its last set it was forgotten and
ends with that set. The summary: duration, volume, mean RPE, rest, energy, XP, streaks, records and
progression. For a completed workout it returns the same summary, so two devices can finish it at once. PT404 workout not found,
PT409 skipped or canceled.';
