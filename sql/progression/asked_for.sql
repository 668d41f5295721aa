-- What is asked for of an exercise today: its standing target, made easier where the day calls for it.

create function private.eased(p_target private.target, p_easing private.easing, p_terms private.terms)
returns private.target
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_target private.target := p_target;
begin
    v_target.sets := greatest(round(p_target.sets * p_easing.sets_percent / 100), 1);
    if p_easing.load_percent < 100 then
        -- What is as light as can be stays: no load at all would be another exercise.
        v_target.weight_kg := coalesce(
            nullif(private.lowered(p_target.weight_kg, 100 - p_easing.load_percent, p_terms), 0), p_target.weight_kg
        );
        v_target.loads_kg := array(
            select coalesce(nullif(private.lowered(l.kg, 100 - p_easing.load_percent, p_terms), 0), l.kg)
            from unnest(p_target.loads_kg) with ordinality as l (kg, i)
            order by l.i
        );
    end if;
    v_target.loads_kg := nullif(v_target.loads_kg[:v_target.sets], '{}');
    return v_target;
end;
$$;
comment on function private.eased is 'A target with so many percent of its load, down to what can be built, and of its sets, one at least.';

create function private.asked_for(
    p_user uuid,
    p_plan_exercise_id uuid,
    p_easing private.easing,
    p_at timestamptz,
    p_unit public.preferred_unit
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_standing record;
    v_step public.prescriptions := private.latest_step(p_user, p_plan_exercise_id);
    v_mechanic public.mechanic;
    v_loads numeric[];
    v_first record;
    v_usual private.target;
    v_today private.target;
    v_code public.reason_code;
    v_reason text;
begin
    select s.* into v_standing from private.standing_targets(p_user, array[p_plan_exercise_id], 'infinity') as s;
    select e.mechanic into v_mechanic from public.exercises as e where e.id = (v_standing.fact).exercise_id;
    v_loads := private.buildable_loads(p_user, (v_standing.fact).exercise_id, p_at);
    v_code := v_standing.reason_code;
    v_reason := private.reason_text(
        v_code, v_step.rule, v_step.inputs, v_step.old_target, private.target_json(v_standing.target), p_unit
    );
    v_usual := v_standing.target;
    if v_usual.weight_kg is null and not (v_standing.fact).is_assisted then
        select f.* into v_first
        from private.first_load(
            p_user, (v_standing.fact).exercise_id, v_usual, (v_standing.fact).target_rir,
            case v_mechanic when 'compound' then 2.5 else 1 end, v_loads, p_at
        ) as f;
        if found then
            v_usual.weight_kg := v_first.load_kg;
            v_reason := private.first_load_text(v_first.estimated_1rm_kg, v_first.reps, v_first.rir, p_unit);
        end if;
    end if;

    v_today := case
        -- Held back is a step that has just been taken; another target isn't higher than last time.
        when p_easing.reason_code = 'readiness_hold' and v_code in ('progressed', 'reps_up')
            then private.target_of(v_step.old_target)
        when p_easing.reason_code is not null and p_easing.reason_code <> 'readiness_hold'
            then private.eased(
                v_usual, p_easing,
                (
                    (v_standing.fact).rules, (v_standing.fact).target, (v_standing.fact).is_assisted,
                    (v_standing.fact).target_rir, v_loads
                )::private.terms
            )
        else v_usual
    end;
    if v_today is distinct from v_usual then
        v_code := p_easing.reason_code;
        v_reason := private.easing_text(p_easing, private.target_json(v_usual), private.target_json(v_today), p_unit);
    end if;
    return jsonb_build_object(
        'target_sets', v_today.sets,
        'target_reps', v_today.reps,
        'suggested_weight_kg', v_today.weight_kg,
        'loads_kg', v_today.loads_kg,
        'reason_code', v_code,
        'reason', v_reason,
        'standing', private.target_json(v_standing.target)
    );
end;
$$;
comment on function private.asked_for is
'What next_workout says of an exercise: sets, repetitions and load of today, why, and the standing target, which stays as it is.';
