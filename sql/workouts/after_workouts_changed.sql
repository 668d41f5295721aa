-- Whichever way facts of training were written, the triggers of sessions and sets call this; write_workout alone derives by itself.
create function private.after_workouts_changed(
    p_user uuid,
    p_sessions uuid[],
    -- Whether their rows have the totals of these sets already.
    p_are_totalled boolean default false
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
    v_derived private.derivation;
begin
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
    if not p_are_totalled then
        perform private.settle_totals(p_user, v_sessions, v_sets);
    end if;
    v_derived := private.derive_scores(p_user, v_sessions, v_sets, false);
    perform private.mark_scored_sets(p_user, v_sets);
    perform private.derive_rewards(p_user, v_derived, v_sets);
end;
$$;
comment on function private.after_workouts_changed is
'Derives all that hangs on these workouts, logged, changed or deleted: totals, records, targets, marks, weeks, XP,
achievements.';
