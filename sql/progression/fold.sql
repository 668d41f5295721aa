create function private.fold_targets(
    p_user uuid,
    p_plan_exercises uuid[],
    p_from timestamptz,
    p_sets private.scored_sets []
)
returns setof public.prescriptions
language plpgsql
stable
set search_path = ''
as $$
declare
    v_has_gear boolean := private.has_gear(p_user);
    v_event record;
    v_current uuid;
    v_fact private.target_facts;
    v_target private.target;
    v_amounts integer[];
    v_failures smallint;
    v_state jsonb;
    v_buildable numeric[];
    v_easing private.easing;
    v_eased_at timestamptz;
    v_eased private.easing;
    v_result private.evaluation;
    v_row public.prescriptions;
begin
    for v_event in
        select
            e.*, b.fact as fact_before, b.target, b.failures, b.state
        from private.target_events(p_user, p_plan_exercises, p_from, v_has_gear, p_sets) as e
        left join private.standing_targets(p_user, p_plan_exercises, p_from) as b
            on b.plan_exercise_id = e.plan_exercise_id
        -- A decision comes before other plates of the same moment, and both before a workout.
        order by e.plan_exercise_id, e.happened_at, e.session_id nulls first, (e.fact).set_at, e.exercise_id
    loop
        if v_current is distinct from v_event.plan_exercise_id then
            v_current := v_event.plan_exercise_id;
            v_fact := v_event.fact_before;
            v_target := v_event.target;
            v_failures := coalesce(v_event.failures, 0);
            v_state := coalesce(v_event.state, '{}');
        end if;
        -- Sets of another exercise, swapped in for a day, say nothing about this one.
        continue when v_event.session_id is not null and v_event.exercise_id is distinct from v_fact.exercise_id;
        v_buildable := case when v_has_gear then private.buildable_loads(p_user, v_fact.exercise_id, v_event.happened_at) end;
        v_easing := null;

        if v_event.session_id is not null then
            v_amounts := case
                when (v_fact.target).reps like '%s' then v_event.seconds
                when (v_fact.target).reps like '%m' then v_event.metres
                else v_event.reps
            end;
            v_result := private.evaluate(
                v_target, v_failures, v_state,
                (v_fact.rules, v_fact.target, v_fact.is_assisted, v_fact.target_rir, v_buildable)::private.terms,
                v_amounts, v_event.loads, v_event.efforts
            );
            if v_result.outcome = 'failure' or v_result.reason_code in ('below_target', 'deload') then
                -- One day eases all its exercises alike.
                if v_eased_at is distinct from v_event.happened_at then
                    v_eased := private.easing_at(p_user, v_event.happened_at, v_event.day);
                    v_eased_at := v_event.happened_at;
                end if;
                v_easing := v_eased;
            end if;
            if v_easing.reason_code is not null then
                -- An easier day was due: what was missing counts for nothing.
                v_result := (
                    'held', v_easing.reason_code, null, v_result.old_target, v_result.old_target, v_failures, v_state
                )::private.evaluation;
            end if;
        elsif (v_event.fact).set_at is not null then
            v_fact := v_event.fact;
            continue when not v_fact.moves_target;
            v_result := (
                null, 'manual', null, coalesce(v_target, v_fact.target), v_fact.target, 0, v_fact.state
            )::private.evaluation;
        else
            v_result := (
                null, 'manual', 'gear', v_target, private.rebuilt(v_target, v_state, v_fact.rules, v_buildable), v_failures,
                v_state
            )::private.evaluation;
            continue when v_result.new_target is not distinct from v_target;
        end if;
        v_target := v_result.new_target;
        v_failures := v_result.failures;
        v_state := v_result.state;
        -- What the plan was made with is where the fold begins, not a step of it.
        continue when v_event.happened_at = '-infinity';

        -- By name: where columns came later, a migrated table has them in another order.
        v_row.id := gen_random_uuid();
        v_row.user_id := p_user;
        v_row.plan_exercise_id := v_current;
        v_row.session_id := v_event.session_id;
        v_row.rule := v_result.rule;
        v_row.reason_code := v_result.reason_code;
        v_row.inputs := case
            when v_event.session_id is null then '{}'
            else jsonb_strip_nulls(jsonb_build_object(
                'exercise_id', v_event.exercise_id,
                'amounts', to_jsonb(v_amounts),
                'loads_kg', to_jsonb(v_event.loads),
                'rpe', case when num_nonnulls(variadic v_event.efforts) > 0 then to_jsonb(v_event.efforts) end,
                'easing', v_easing.inputs
            ))
        end;
        v_row.old_target := private.target_json(v_result.old_target);
        v_row.new_target := private.target_json(v_result.new_target);
        v_row.outcome := v_result.outcome;
        v_row.effective_at := v_event.happened_at;
        v_row.failures := v_result.failures;
        v_row.state := v_result.state;
        v_row.created_at := now();
        v_row.updated_at := now();
        return next v_row;
    end loop;
end;
$$;
comment on function private.fold_targets is
'The steps of these targets from a moment on, as the facts have them: workouts by (started_at, id), decisions by their time.';
