create function private.swap_plan_exercise(p_user uuid, p_plan_exercise_id uuid, p_exercise_id uuid, p_now timestamptz)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.require_plan_exercise(p_user, p_plan_exercise_id);
    perform private.require_exercises(p_user, array[p_exercise_id], '{p_exercise_id}');
    -- The trigger on_exercise_swap takes out what belongs to the old exercise. A repeated call finds nothing to change.
    update public.workout_plan_day_exercises as x set exercise_id = p_exercise_id
    where x.user_id = p_user and x.id = p_plan_exercise_id and x.exercise_id <> p_exercise_id;
    return (
        select
            jsonb_build_object('plan_exercise_id', x.id, 'exercise_id', x.exercise_id, 'name', e.name)
            || private.todays_target(
                p_user, x.target_id,
                private.eased_by(
                    private.load_reduction_at(p_user, p_now, private.local_day(p_user, p_now)),
                    private.caution_for(p_user, x.exercise_id, private.local_day(p_user, p_now))
                ),
                p_now, p.preferred_unit,
                case when x.section = 'main' then x.id = any(private.warm_lines(p_user, x.plan_workout_id)) end
            )
        from public.workout_plan_day_exercises as x
        inner join public.exercises as e on e.id = x.exercise_id
        inner join public.profiles as p on p.id = p_user
        where x.user_id = p_user and x.id = p_plan_exercise_id
    );
end;
$$;
comment on function private.swap_plan_exercise is 'See public.swap_plan_exercise.';

create function public.swap_plan_exercise(p_plan_exercise_id uuid, p_exercise_id uuid)
returns jsonb
language sql
security invoker
set search_path = ''
return private.swap_plan_exercise((select auth.uid()), p_plan_exercise_id, p_exercise_id, now());
comment on function public.swap_plan_exercise is
'Puts another exercise into a line of a plan of the caller, and returns what it asks for today as an exercise of next_workout:
{plan_exercise_id, exercise_id, name, target_sets, target_reps, suggested_weight_kg, is_guess, lighter, loads_kg, ramp_up, reason_code,
reason, standing}. The load isn''t carried over: it is suggested from earlier workouts with the new exercise, else guessed, else null until
the first. Repetitions stay where the new exercise is counted in them. No effect if the line has that exercise already. PT404 names the argument: not a plan
exercise of the caller, not an exercise that the caller may use.';
