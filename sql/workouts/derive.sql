-- The two halves of deriving from workouts. Between them the sets get their marks: existing sets by an update, those of a new
-- workout when they are inserted.

-- Without the sets: no migration could change their view, nor what it reads, while a type names it.
create type private.derivation as (
    sessions uuid[],
    change private.change,
    -- Other workouts whose records or targets changed as a result, and the days of those whose records did.
    moved_sessions uuid[],
    moved_days date[]
);

create function private.derive_scores(
    p_user uuid,
    p_sessions uuid[],
    p_sets private.scored_sets [],
    -- Whether this is a single new workout whose sets are not written yet.
    p_is_new boolean,
    -- Whether any of them became history, or ceased to be.
    p_have_turned boolean default false
)
returns private.derivation
language plpgsql
security definer
set search_path = ''
-- Many small statements whose plan is the same for every user: planning them each time takes as long as running them.
set plan_cache_mode = force_generic_plan
as $$
declare
    v_change private.change := private.recompute_exercise_sessions(p_user, p_sessions, p_sets, p_is_new);
    v_moved uuid[];
    v_moved_days date[];
    v_targets uuid[] := private.targets_of(
        p_user, array(select s.plan_exercise_id from unnest(p_sets) as s where s.plan_exercise_id is not null)
    );
begin
    if not v_change.is_latest then
        select array_agg(m.session_id), array_agg(m.day) into v_moved, v_moved_days
        from private.recompute_priors(p_user, v_change.exercises, v_change.since) as m;
    end if;
    -- What a later record earns depends on which of the workouts before it count.
    if not v_change.is_latest and (p_have_turned or private.has_history(p_user)) then
        v_moved_days := v_moved_days || array(
            select distinct r.day from private.exercise_sessions as r
            where r.user_id = p_user and r.exercise_id = any(v_change.exercises) and r.started_at >= v_change.since
        );
    end if;
    -- Also steps derived from sets that were deleted. Unless the workouts had exercises before, they had no steps either.
    if v_change.is_correction then
        v_targets := array(
            select p.id from unnest(v_targets) as p (id)
            union
            select p.target_id from public.prescriptions as p
            where p.user_id = p_user and p.session_id = any(p_sessions) and p.superseded_at is null
        );
    end if;
    -- A workout in a break, or one less, changes what the next ones of all exercises were: the first after it.
    if not v_change.is_latest and private.had_break(p_user, v_change.since, p_sessions) then
        v_targets := array(
            select p.id from unnest(v_targets) as p (id)
            union
            select p.target_id from public.prescriptions as p
            where p.user_id = p_user and p.effective_at > v_change.since and p.superseded_at is null
        );
    end if;
    if cardinality(v_targets) > 0 then
        v_moved := v_moved || private.recompute_targets(
            p_user, v_targets, v_change.since, case when v_change.is_latest or p_is_new then p_sets end,
            v_change.is_latest
        );
    end if;
    return (p_sessions, v_change, v_moved, v_moved_days)::private.derivation;
end;
$$;
comment on function private.derive_scores is
'Derives scores by exercise, prior bests and targets from these workouts; p_sets are all their sets. Returns the input of
derive_rewards. The caller holds the user''s lock.';

create function private.derive_rewards(p_user uuid, p_derived private.derivation, p_sets private.scored_sets [])
returns void
language plpgsql
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
declare
    v_change private.change := p_derived.change;
begin
    perform private.recompute_personal_records(
        p_user,
        v_change.exercises,
        case when v_change.is_correction then '-infinity' else v_change.since end,
        case when v_change.is_latest then p_sets end
    );
    -- Other workouts need new marks only if their records or targets changed too.
    if not p_derived.moved_sessions <@ p_derived.sessions then
        perform private.mark_sets(
            p_user, array(select m.id from unnest(p_derived.moved_sessions) as m (id) where m.id <> all(p_derived.sessions))
        );
    end if;
    perform private.recompute_workout_xp(
        p_user, v_change.days || p_derived.moved_days, p_derived.sessions, private.recompute_weeks(p_user, v_change.days)
    );
    perform private.advance_achievements(p_user, p_derived.sessions, v_change);
end;
$$;
comment on function private.derive_rewards is
'Derives what follows from scores and targets, once the sets are written and marked: records, weeks, XP, achievements.';
