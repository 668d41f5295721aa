-- The triggers on sessions and sets call this for every change of them, however it was made. Only write_workout derives by itself.
create function private.after_workouts_changed(
    p_user uuid,
    p_sessions uuid[],
    -- Whether the sessions' rows already have the totals of their sets.
    p_are_totalled boolean default false,
    -- Whether any of them became history, or ceased to be.
    p_have_turned boolean default false
)
returns void
language plpgsql
security definer
set search_path = ''
-- Many small statements whose plan is the same for every user: planning them each time takes as long as running them.
set plan_cache_mode = force_generic_plan
as $$
declare
    v_sessions uuid[];
    v_duplicates uuid[];
    v_sets private.scored_sets[];
    v_derived private.derivation;
begin
    -- Nothing to derive once the profile is gone, i.e. while an account is being deleted.
    if not private.lock_user(p_user) then
        return;
    end if;
    -- A running workout has earned nothing yet; what a deleted one earned must be taken back.
    select
        array_agg(o.id) filter (where w.status is distinct from 'duplicate'),
        array_agg(o.id) filter (where w.status = 'duplicate')
    into v_sessions, v_duplicates
    from unnest(p_sessions) as o (id)
    left join public.workout_sessions as w on w.user_id = p_user and w.id = o.id
    where w.id is null or w.status in ('completed', 'duplicate');
    -- A duplicate shows its own totals, but nothing follows from it.
    if v_duplicates is not null and not p_are_totalled then
        perform private.settle_totals(p_user, v_duplicates, private.sets_of(p_user, v_duplicates));
    end if;
    if v_sessions is null then
        return;
    end if;
    v_sets := private.sets_of(p_user, v_sessions);
    if not p_are_totalled then
        perform private.settle_totals(p_user, v_sessions, v_sets);
    end if;
    v_derived := private.derive_scores(p_user, v_sessions, v_sets, false, p_have_turned);
    perform private.mark_scored_sets(p_user, v_sets);
    perform private.derive_rewards(p_user, v_derived, v_sets);
end;
$$;
comment on function private.after_workouts_changed is
'Derives everything that depends on these workouts after they were logged, changed or deleted: totals, records, targets, marks,
weeks, XP, achievements.';
