create function private.fold_targets(
    p_user uuid,
    p_targets uuid[],
    p_from timestamptz,
    p_sets private.scored_sets [],
    -- The workout of p_sets is new, and the caller expects no later step.
    p_is_undisturbed boolean
)
returns private.target_step[]
language plpgsql
stable
set search_path = ''
as $$
declare
    v_has_gear boolean := private.has_gear(p_user);
    v_event record;
    v_current uuid;
    v_fact private.target_facts;
    v_is_swap boolean;
    v_target private.target;
    v_amounts integer[];
    v_failures smallint;
    v_state jsonb;
    v_buildable numeric[];
    v_reduction private.load_reduction;
    v_cached_for timestamptz;
    v_cached private.load_reduction;
    v_result private.evaluation;
    v_old jsonb;
    -- A workout logged out of order, if it is all that changed: where it leaves the target as it was, later steps stay valid. Not if one
    -- of them was, or has become, the first after a break.
    v_late_session uuid := case
        when not p_is_undisturbed and p_sets[1].session_id is not null and not private.had_break(p_user, p_from, array[p_sets[1].session_id])
            then p_sets[1].session_id
    end;
    v_is_first boolean;
    v_is_aside boolean;
    v_aside_at timestamptz;
    -- When it was last trained, if the user hasn't decided about it since.
    v_trained_at timestamptz;
    v_days_off integer;
    v_terms private.terms;
    v_steps private.target_step[] := '{}'::private.target_step[];
begin
    for v_event in
        select
            e.*, b.fact as fact_before, b.target, b.failures, b.state, b.stepped_at, b.trained_at,
            -- What was trained before the plan was made goes on with the equipment of the day it was made: nobody buys plates at the
            -- moment of typing them in.
            case
                when v_has_gear
                    then greatest(e.happened_at, private.target_since(p_user, e.target_id))
            end as gear_at
        from private.target_events(p_user, p_targets, p_from, v_has_gear, p_sets, p_is_undisturbed) as e
        left join private.current_targets(
            p_user, p_targets, case when p_is_undisturbed then 'infinity' else p_from end
        ) as b on b.target_id = e.target_id
        -- At the same time: the user's decision first, then changed equipment, then the workout.
        order by e.target_id, e.happened_at, e.session_id nulls first, (e.fact).set_at, e.exercise_id
    loop
        if v_current is distinct from v_event.target_id then
            if p_is_undisturbed and greatest((v_event.fact_before).set_at, v_event.stepped_at) >= p_from then
                return null;
            end if;
            v_current := v_event.target_id;
            v_fact := v_event.fact_before;
            v_target := v_event.target;
            v_failures := coalesce(v_event.failures, 0);
            v_state := coalesce(v_event.state, '{}');
            v_is_first := v_late_session is not null;
            v_is_aside := false;
            v_aside_at := null;
            v_trained_at := v_event.trained_at;
        end if;
        -- The next workout of this target may have become the first after a break, which is counted from the late one.
        if v_aside_at is not null and (v_event.session_id is null or v_event.exercise_id is not distinct from v_fact.exercise_id) then
            if v_event.session_id is null or v_event.happened_at - v_aside_at >= interval '14 days' then
                v_is_aside := false;
                v_steps[cardinality(v_steps)].is_aside := false;
            end if;
            v_aside_at := null;
        end if;
        continue when v_is_aside;
        -- Sets of another exercise, swapped in for the day, say nothing about this one.
        continue when v_event.session_id is not null and v_event.exercise_id is distinct from v_fact.exercise_id;
        v_buildable := case
            when v_has_gear
                then private.buildable_loads(
                    p_user, v_fact.exercise_id, v_event.gear_at,
                    case when v_target.loads_kg is null then coalesce(v_event.loads[1], v_target.weight_kg) end
                )
        end;
        v_reduction := null;

        if v_event.session_id is not null then
            v_amounts := case
                when (v_fact.target).reps like '%s' then v_event.seconds
                when (v_fact.target).reps like '%m' then v_event.metres
                else v_event.reps
            end;
            if num_nonnulls(variadic v_event.sides) > 0 then
                select p.amounts, p.loads, p.efforts into v_amounts, v_event.loads, v_event.efforts
                from private.paired_sets(v_amounts, v_event.loads, v_event.efforts, v_event.sides, v_fact.is_assisted) as p;
            end if;
            v_terms := (v_fact.rules, v_fact.target, v_fact.is_assisted, v_fact.target_rir, v_buildable)::private.terms;
            -- Seconds and metres have no load that would be too heavy.
            v_days_off := case
                when (v_fact.target).reps !~ '[sm]$' then private.days_off(p_user, v_trained_at, v_event.happened_at) else 0
            end;
            v_result := case when v_days_off > 0 then private.returning_target(v_target, v_state, v_terms, v_days_off) end;
            if v_result.reason_code is not null then
                v_steps := v_steps || (
                    v_event.plan_exercise_id, null, null, v_result.reason_code, jsonb_build_object('days', v_days_off),
                    private.target_json(v_target), private.target_json(v_result.new_target), null, v_event.happened_at, 0,
                    v_result.state, false, v_current
                )::private.target_step;
                v_target := v_result.new_target;
                v_state := v_result.state;
                v_failures := 0;
                v_is_first := false;
            end if;
            v_result := private.evaluate(v_target, v_failures, v_state, v_terms, v_amounts, v_event.loads, v_event.efforts);
            if v_days_off > 0 and v_result.outcome = 'failure' then
                -- What can be done after a break, this workout was to find out.
                v_result := (
                    'held', 'after_break', 'held', v_result.old_target, v_result.old_target, 0, v_state, v_result.amounts
                )::private.evaluation;
            elsif v_result.outcome = 'failure' or v_result.reason_code in ('below_target', 'deload') then
                -- The days reduction is the same for all exercises of a workout, so compute it once.
                if v_cached_for is distinct from v_event.happened_at then
                    v_cached := private.load_reduction_at(p_user, v_event.happened_at, v_event.day);
                    v_cached_for := v_event.happened_at;
                end if;
                v_reduction := private.eased_by(v_cached, private.caution_for(p_user, v_fact.exercise_id, v_event.day));
            end if;
            if v_reduction.reason_code is not null then
                -- The day was to be easier than the target, so falling short is not a failure.
                v_result := (
                    'held', v_reduction.reason_code, null, v_result.old_target, v_result.old_target, v_failures, v_state,
                    v_result.amounts
                )::private.evaluation;
            end if;
        elsif (v_event.fact).set_at is not null then
            v_is_swap := (v_event.fact).exercise_id <> coalesce(
                v_fact.exercise_id,
                -- It was another target's before.
                (
                    select f.exercise_id from private.target_facts as f
                    where f.user_id = p_user and f.plan_exercise_id = v_event.plan_exercise_id and f.set_at < v_event.happened_at
                    order by f.set_at desc
                    limit 1
                )
            );
            v_fact := v_event.fact;
            continue when not v_fact.moves_target;
            v_result := (
                null, 'manual', case when v_is_swap then 'swap' when not (v_fact.standing is null) then 'kept' end,
                coalesce(v_target, v_fact.target), coalesce(v_fact.standing, v_fact.target), v_fact.failures, v_fact.state, null
            )::private.evaluation;
        else
            v_result := (
                null, 'manual', 'gear', v_target, private.rebuilt_target(v_target, v_state, v_fact.rules, v_buildable), v_failures,
                v_state, null
            )::private.evaluation;
            continue when v_result.new_target is not distinct from v_target;
        end if;
        if v_is_first then
            v_is_aside := v_event.session_id = v_late_session
            and (v_result.new_target, v_result.failures, v_result.state) is not distinct from (v_target, v_failures, v_state);
            v_is_first := false;
            v_aside_at := case when v_is_aside then v_event.happened_at end;
        end if;
        v_target := v_result.new_target;
        v_failures := v_result.failures;
        v_state := v_result.state;
        -- The target the plan was created with is the fold's initial value, not a step.
        continue when v_event.happened_at = '-infinity';
        if v_result.rule is distinct from 'gear' then
            v_trained_at := case when v_event.session_id is not null then v_event.happened_at else v_fact.trained_at end;
        end if;

        v_old := private.target_json(v_result.old_target);
        v_steps := v_steps || (
            v_event.plan_exercise_id,
            v_event.session_id,
            v_result.rule,
            v_result.reason_code,
            case
                when v_event.session_id is null then '{}'
                else jsonb_strip_nulls(jsonb_build_object(
                    'exercise_id', v_event.exercise_id,
                    'amounts', v_amounts,
                    'deciding', case when v_result.amounts <> v_amounts then v_result.amounts end,
                    'loads_kg', v_event.loads,
                    'rpe', case when num_nonnulls(variadic v_event.efforts) > 0 then v_event.efforts end,
                    'easing', v_reduction.inputs,
                    'days', nullif(v_days_off, 0),
                    'lines', case when cardinality(v_event.lines) > 1 then v_event.lines end
                ))
            end,
            v_old,
            case when v_target is distinct from v_result.old_target then private.target_json(v_target) else v_old end,
            v_result.outcome,
            v_event.happened_at,
            v_failures,
            v_state,
            v_is_aside,
            v_current
        )::private.target_step;
    end loop;
    return v_steps;
end;
$$;
comment on function private.fold_targets is
'The steps of these targets from a given time on, folded from the facts: workouts by (started_at, id), decisions by their time, one
target after the other. Null if p_is_undisturbed turns out to be wrong.';
