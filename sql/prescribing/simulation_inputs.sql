-- Runs the evaluator of real workouts on hypothetical ones.

create function private.outcome_loads(p_outcome jsonb, p_target private.target, p_sets integer)
returns numeric[]
language plpgsql
immutable
set search_path = ''
as $$
begin
    return array(
        select coalesce(
            (p_outcome -> 'loads_kg' ->> (s - 1))::numeric,
            (p_outcome ->> 'weight_kg')::numeric,
            p_target.loads_kg[least(s, cardinality(p_target.loads_kg))],
            p_target.weight_kg
        )
        from generate_series(1, p_sets) as s
        order by s
    );
end;
$$;
comment on function private.outcome_loads is 'The loads of a hypothetical workout: those given, else the target''s.';

create function private.simulate_outcomes(
    p_user uuid,
    p_plan_exercise_id uuid,
    p_outcomes jsonb,
    p_now timestamptz
)
returns setof private.evaluation
language plpgsql
stable
set search_path = ''
as $$
declare
    v_current record;
    v_terms private.terms;
    v_target private.target;
    v_failures smallint;
    v_state jsonb;
    v_outcome jsonb;
    v_result private.evaluation;
    v_amounts integer[];
begin
    select s.* into v_current
    from public.workout_plan_day_exercises as x
    cross join lateral private.current_targets(p_user, array[x.target_id], 'infinity') as s
    where x.user_id = p_user and x.id = p_plan_exercise_id;
    v_terms := (
        (v_current.fact).rules, (v_current.fact).target, (v_current.fact).is_assisted, (v_current.fact).target_rir,
        private.buildable_loads(p_user, (v_current.fact).exercise_id, p_now, (v_current.target).weight_kg)
    )::private.terms;
    v_target := v_current.target;
    v_failures := v_current.failures;
    v_state := v_current.state;
    -- The first of them would be the first after a break.
    v_result := private.returning_target(
        v_target, v_state, v_terms, private.days_off(p_user, v_current.trained_at, p_now)
    );
    if v_result.reason_code is not null then
        v_target := v_result.new_target;
        v_failures := 0;
        v_state := v_result.state;
    end if;

    for v_outcome in
        select o.value from jsonb_array_elements(p_outcomes) with ordinality as o (value, i) order by o.i
    loop
        v_amounts := array(
            select r.value::integer
            from jsonb_array_elements_text(v_outcome -> 'reps') with ordinality as r (value, i)
            order by r.i
        );
        v_result := private.evaluate(
            v_target, v_failures, v_state, v_terms, v_amounts,
            private.outcome_loads(v_outcome, v_target, cardinality(v_amounts)),
            array(
                select (v_outcome -> 'rpe' ->> (s - 1))::numeric from generate_series(1, cardinality(v_amounts)) as s order by s
            )
        );
        v_target := v_result.new_target;
        v_failures := v_result.failures;
        v_state := v_result.state;
        return next v_result;
    end loop;
end;
$$;
comment on function private.simulate_outcomes is
'The evaluations of hypothetical workouts, one after the other, starting from the current target. Stable, so it can''t write.';

create function private.check_outcomes(p_outcomes jsonb)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_fault record;
begin
    if jsonb_typeof(p_outcomes) is distinct from 'array' or jsonb_array_length(p_outcomes) not between 1 and 52 then
        perform private.fail(
            'PT422', 'must be a list of 1 to 52 workouts', '{"field": "p_outcomes"}', 'Send [{"reps": [12, 12, 11]}].'
        );
    end if;
    perform private.check_shapes(p_outcomes, 'p_outcomes[]', $shape${
        "reps": {"type": "array", "max": 50, "required": true},
        "rpe": {"type": "array", "max": 50},
        "loads_kg": {"type": "array", "max": 50},
        "weight_kg": {"type": "number", "min": 0, "max": 2000}
    }$shape$);

    select format('p_outcomes[%s].%s[%s]', o.i - 1, k.key, e.i - 1) as field, k.message into v_fault
    from jsonb_array_elements(p_outcomes) with ordinality as o (value, i)
    cross join lateral (
        values
        ('reps', 'must be a whole number of repetitions, seconds or metres from 0 to 100000', 0, 100000, 1.0),
        ('rpe', 'must be an RPE from 1 to 10 in steps of 0.5', 1, 10, 0.5),
        ('loads_kg', 'must be a load from 0 to 2000 kg', 0, 2000, 0.001)
    ) as k (key, message, lowest, highest, grain)
    cross join lateral jsonb_array_elements(
        case when jsonb_typeof(o.value -> k.key) = 'array' then o.value -> k.key else '[]' end
    ) with ordinality as e (value, i)
    where case jsonb_typeof(e.value)
        when 'number' then
            (e.value #>> '{}')::numeric not between k.lowest and k.highest
            or (e.value #>> '{}')::numeric % k.grain <> 0
            or length(e.value #>> '{}') > 40
        -- RPE and load may be null for some sets.
        when 'null' then k.key = 'reps'
        else true
    end
    order by o.i, k.key, e.i
    limit 1;
    if found then
        perform private.fail('PT422', v_fault.message, jsonb_build_object('field', v_fault.field));
    end if;
end;
$$;
comment on function private.check_outcomes is 'PT422 with the field at fault if p_outcomes can''t be simulated.';
