create function private.require_plan_exercise(p_user uuid, p_plan_exercise_id uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    if not exists (
        select from public.workout_plan_day_exercises as x where x.user_id = p_user and x.id = p_plan_exercise_id
    ) then
        perform private.fail('PT404', 'plan exercise not found', '{"field": "p_plan_exercise_id"}');
    end if;
end;
$$;
comment on function private.require_plan_exercise is 'PT404 unless the plan exercise belongs to the user.';

create function private.simulate_progression(
    p_user uuid,
    p_plan_exercise_id uuid,
    p_outcomes jsonb,
    p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_unit public.preferred_unit;
begin
    perform private.require_caller(p_user);
    perform private.require_plan_exercise(p_user, p_plan_exercise_id);
    perform private.check_outcomes(p_outcomes);
    v_unit := (select p.preferred_unit from public.profiles as p where p.id = p_user);
    return (
        select jsonb_agg(
            jsonb_build_object(
                'session', e.i,
                'outcome', e.outcome,
                'reason_code', e.reason_code,
                'reason', private.reason_text(
                    e.reason_code, e.rule, p_outcomes -> (e.i - 1)::integer
                    || jsonb_build_object('amounts', coalesce(to_jsonb(e.amounts), p_outcomes -> (e.i - 1)::integer -> 'reps')),
                    private.target_json(e.old_target), private.target_json(e.new_target), v_unit
                ),
                'target_sets', (e.new_target).sets,
                'target_reps', (e.new_target).reps,
                'weight_kg', (e.new_target).weight_kg
            )
            || case
                when (e.new_target).loads_kg is null then '{}'
                else jsonb_build_object('loads_kg', (e.new_target).loads_kg)
            end
            order by e.i
        )
        from private.simulate_outcomes(p_user, p_plan_exercise_id, p_outcomes, p_now)
            with ordinality as e (outcome, reason_code, rule, old_target, new_target, failures, state, amounts, i)
    );
end;
$$;
comment on function private.simulate_progression is 'See public.simulate_progression.';

create function public.simulate_progression(p_plan_exercise_id uuid, p_outcomes jsonb)
returns jsonb
language sql
stable
security invoker
set search_path = ''
return private.simulate_progression((select auth.uid()), p_plan_exercise_id, p_outcomes, now());
comment on function public.simulate_progression is
'The targets that would follow from hypothetical workouts: p_outcomes is a list of 1 to 52 {"reps": per set (seconds or metres if
the target counts those), "rpe"?: per set, "weight_kg"? or "loads_kg"? (default: the target''s)}. Returns a list of {session,
outcome, reason_code, reason, target_sets, target_reps, weight_kg, loads_kg?}, each the target after that workout. Uses the same
evaluator as real workouts; writes nothing. PT404 if the exercise is not in a plan of the caller, PT422 names the field.';
