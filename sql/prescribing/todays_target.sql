-- What an exercise prescribes today: its standing target, reduced on an easier day.

create function private.reduced_target(p_target private.target, p_reduction private.load_reduction, p_terms private.terms)
returns private.target
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_target private.target := p_target;
begin
    v_target.sets := greatest(round(p_target.sets * p_reduction.sets_percent / 100), 1);
    if p_reduction.load_percent < 100 then
        -- The lightest possible load stays: without any load it would be a different exercise.
        v_target.weight_kg := coalesce(
            nullif(private.lowered_load(p_target.weight_kg, 100 - p_reduction.load_percent, p_terms), 0), p_target.weight_kg
        );
        v_target.loads_kg := array(
            select coalesce(nullif(private.lowered_load(l.kg, 100 - p_reduction.load_percent, p_terms), 0), l.kg)
            from unnest(p_target.loads_kg) with ordinality as l (kg, i)
            order by l.i
        );
    end if;
    v_target.loads_kg := nullif(v_target.loads_kg[:v_target.sets], '{}');
    return v_target;
end;
$$;
comment on function private.reduced_target is
'A target reduced to a percentage of its load, rounded down to what can be built, and of its sets, at least one.';

-- What an exercise prescribes today, with the rules by which its sets will be judged.
create type private.todays_work as (
    exercise_id uuid,
    target private.target,
    standing private.target,
    terms private.terms,
    state jsonb,
    -- Whether today asks for less than the target, or comes after a break.
    is_eased boolean,
    reason_code public.reason_code,
    reason text,
    -- Whether the load is a guess at a first one. Where the lightest there is would be too heavy, there is none, and what to take instead:
    -- {"weight_kg": the guess, "lightest_kg", "exercise_id", "name", "exercise_weight_kg"}.
    is_guess boolean,
    lighter jsonb,
    load_kind text,
    mechanic public.mechanic,
    is_on_body boolean,
    is_lower boolean
);

create function private.work_of_today(
    p_user uuid,
    p_target_id uuid,
    p_reduction private.load_reduction,
    p_at timestamptz,
    p_unit public.preferred_unit
)
returns private.todays_work
language plpgsql
stable
set search_path = ''
as $$
declare
    v_current record;
    v_step public.prescriptions := private.latest_step(p_user, p_target_id);
    v_mechanic public.mechanic;
    v_tracking_type public.tracking_type;
    v_is_on_body boolean;
    v_is_lower boolean;
    v_loads numeric[];
    v_terms private.terms;
    v_days_off integer;
    v_returning private.evaluation;
    v_first private.found_load;
    v_is_guess boolean := false;
    v_lighter jsonb;
    v_usual private.target;
    v_today private.target;
    v_code public.reason_code;
    v_reason text;
begin
    select s.* into v_current from private.current_targets(p_user, array[p_target_id], 'infinity') as s;
    select
        e.mechanic, e.tracking_type, e.bodyweight_share is not null,
        private.is_lower_body(e.movement_pattern, e.primary_muscle_group)
    into v_mechanic, v_tracking_type, v_is_on_body, v_is_lower
    from public.exercises as e where e.id = (v_current.fact).exercise_id;
    v_loads := private.buildable_loads(p_user, (v_current.fact).exercise_id, p_at, (v_current.target).weight_kg);
    v_code := v_current.reason_code;
    v_reason := private.reason_text(
        v_code,
        case when v_code = 'first_time' and v_step.rule is null then v_tracking_type::text else v_step.rule end,
        v_step.inputs, v_step.old_target, private.target_json(v_current.target), p_unit
    );
    v_usual := v_current.target;
    v_terms := (
        (v_current.fact).rules, (v_current.fact).target, (v_current.fact).is_assisted, (v_current.fact).target_rir, v_loads
    )::private.terms;
    v_days_off := private.days_off(p_user, v_current.trained_at, p_at);
    if v_days_off > 0 and v_usual.reps !~ '[sm]$' then
        v_returning := private.returning_target(v_usual, v_current.state, v_terms, v_days_off);
        if v_returning.reason_code is not null then
            v_usual := v_returning.new_target;
            v_code := v_returning.reason_code;
            v_reason := private.reason_text(
                v_code, null, jsonb_build_object('days', v_days_off), private.target_json(v_current.target),
                private.target_json(v_usual), p_unit
            );
        end if;
    end if;
    if v_usual.weight_kg is null and not (v_current.fact).is_assisted then
        v_first := private.initial_load(
            p_user, (v_current.fact).exercise_id, v_usual, (v_current.fact).target_rir,
            case v_mechanic when 'compound' then 2.5 else 1 end, v_loads, p_at
        );
        if v_first.origin is not null then
            v_usual.weight_kg := v_first.load_kg;
            v_is_guess := v_first.load_kg is not null and v_first.origin <> 'shown';
            v_lighter := private.lighter_than_there_is(v_first);
            v_reason := private.initial_load_text(
                v_first,
                case when v_usual.reps !~ '[sm]$' then private.target_amount(v_usual.reps, 1) end,
                coalesce((v_current.fact).target_rir, 2), p_unit
            );
        end if;
    end if;

    v_today := case
        -- A hold takes back a step up just taken; any other target isn't higher than last time.
        when p_reduction.reason_code = 'readiness_hold' and v_code in ('progressed', 'reps_up')
            then private.target_of(v_step.old_target)
        when p_reduction.reason_code is not null and p_reduction.reason_code <> 'readiness_hold'
            then private.reduced_target(v_usual, p_reduction, v_terms)
        else v_usual
    end;
    if v_today is distinct from v_usual then
        v_code := p_reduction.reason_code;
        v_reason := private.readiness_text(p_reduction, private.target_json(v_usual), private.target_json(v_today), p_unit);
    end if;
    return (
        (v_current.fact).exercise_id, v_today, v_current.target, v_terms, v_current.state,
        p_reduction.reason_code is not null or v_code = 'after_break', v_code, v_reason, v_is_guess, v_lighter,
        case when v_tracking_type = 'weight_reps' then private.load_kind((v_current.fact).exercise_id) end,
        v_mechanic, v_is_on_body, v_is_lower
    )::private.todays_work;
end;
$$;
comment on function private.work_of_today is
'Today''s sets, repetitions and load of a plan exercise, the reason, the standing target, which doesn''t change, and its terms.';

create function private.todays_target(
    p_user uuid,
    p_target_id uuid,
    p_reduction private.load_reduction,
    p_at timestamptz,
    p_unit public.preferred_unit,
    -- Null: no main exercise, and nothing to ramp up to.
    p_is_warm boolean
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_work constant private.todays_work := private.work_of_today(p_user, p_target_id, p_reduction, p_at, p_unit);
begin
    return jsonb_build_object(
        'target_sets', (v_work.target).sets,
        'target_reps', (v_work.target).reps,
        'suggested_weight_kg', (v_work.target).weight_kg,
        'is_guess', v_work.is_guess,
        'lighter', v_work.lighter,
        'loads_kg', (v_work.target).loads_kg,
        'ramp_up', case when p_is_warm is null then '[]' else private.ramp_of_today(v_work, p_is_warm) end,
        'reason_code', v_work.reason_code,
        'reason', v_work.reason,
        'standing', private.target_json(v_work.standing)
    );
end;
$$;
comment on function private.todays_target is 'The part of next_workout for one exercise, see private.work_of_today.';
