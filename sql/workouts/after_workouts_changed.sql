-- The one place where facts of training become progress. Called by the triggers of sessions and sets, whichever way a
-- fact was written, and by write_workout.
create function private.after_workouts_changed(
    p_user uuid,
    p_sessions uuid[],
    -- Whether their rows have the totals of these sets already.
    p_are_totalled boolean default false,
    -- The sets of one new workout that are not written yet: they are here, with the marks that are found for them. Another
    -- version of a row, in the transaction that inserted it, would have all its foreign keys checked again (60 checks for 20
    -- sets). The caller holds the user's lock.
    p_sets public.session_exercises [] default null,
    -- The same sets, scored.
    p_scored private.scored_sets [] default null
)
returns void
language plpgsql
security definer
set search_path = ''
-- Its statements are many and small, and one plan fits every user: planning them anew takes as long as running them.
set plan_cache_mode = force_generic_plan
as $$
declare
    v_sessions uuid[];
    v_sets private.scored_sets[];
    v_are_written boolean := p_sets is null;
    v_change private.change;
    v_moved uuid[];
    v_moved_days date[];
    v_plan_exercises uuid[];
begin
    if v_are_written then
        -- Derivation does nothing once the profile is gone, so that an account can be deleted.
        if not private.lock_user(p_user) then
            return;
        end if;
        -- A running workout has earned nothing yet; a deleted one leaves something to take back.
        v_sessions := array(
            select o.id
            from unnest(p_sessions) as o (id)
            left join public.workout_sessions as w on w.user_id = p_user and w.id = o.id
            where w.id is null or w.status = 'completed'
        );
        if cardinality(v_sessions) = 0 then
            return;
        end if;
        v_sets := private.sets_of(p_user, v_sessions);
    else
        v_sessions := p_sessions;
        v_sets := p_scored;
    end if;
    if not p_are_totalled then
        perform private.settle_totals(p_user, v_sessions, v_sets);
    end if;
    v_change := private.recompute_exercise_sessions(p_user, v_sessions, v_sets, not v_are_written);
    if not v_change.is_latest then
        select array_agg(m.session_id), array_agg(m.day) into v_moved, v_moved_days
        from private.recompute_priors(p_user, v_change.exercises, v_change.since) as m;
    end if;
    v_plan_exercises := array(
        select distinct s.plan_exercise_id from unnest(v_sets) as s where s.plan_exercise_id is not null
    );
    -- Steps that hang on sets which are gone. Without exercises before there were no steps either.
    if v_change.is_correction then
        v_plan_exercises := array(
            select p.id from unnest(v_plan_exercises) as p (id)
            union
            select p.plan_exercise_id from public.prescriptions as p
            where p.user_id = p_user and p.session_id = any(v_sessions) and p.superseded_at is null
        );
    end if;
    if cardinality(v_plan_exercises) > 0 then
        v_moved := v_moved || private.recompute_targets(
            p_user, v_plan_exercises, v_change.since, case when v_change.is_latest or not v_are_written then v_sets end,
            v_change.is_latest
        );
    end if;
    if v_are_written then
        perform private.mark_scored_sets(p_user, v_sets);
    else
        perform private.write_sets(p_sets, private.marks_of(p_user, v_sets));
    end if;
    perform private.recompute_personal_records(
        p_user,
        v_change.exercises,
        case when v_change.is_correction then '-infinity' else v_change.since end,
        case when v_change.is_latest then v_sets end
    );
    -- Targets moved with these workouts alone, unless later ones hang on them.
    if not v_moved <@ v_sessions then
        perform private.mark_sets(p_user, array(select m.id from unnest(v_moved) as m (id) where m.id <> all(v_sessions)));
    end if;
    perform private.recompute_workout_xp(
        p_user, v_change.days || v_moved_days, v_sessions, private.recompute_weeks(p_user, v_change.days)
    );
    perform private.advance_achievements(p_user, v_sessions, v_change);
end;
$$;
comment on function private.after_workouts_changed is
'Derives all that hangs on these workouts, logged, changed or deleted: totals, records, targets, marks, weeks, XP,
achievements.';
