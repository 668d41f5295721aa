create function private.next_day(p_user uuid, p_plan_id uuid, p_since timestamptz)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
    -- In the order of the plan.
    v_days uuid[] := array(
        select d.id
        from public.workout_plan_days as d
        where d.user_id = p_user and d.plan_id = p_plan_id
        order by d.week_number, d.order_in_plan, d.id
    );
    v_latest uuid;
begin
    -- Reads newest first and stops at the first match; joined to the days it would read every workout since p_since.
    select w.plan_workout_id into v_latest
    from public.workout_sessions as w
    where w.user_id = p_user
        and w.started_at >= p_since
        -- Where the counted workout doesn't name the day, its duplicate may.
        and w.status in ('completed', 'skipped', 'duplicate')
        and w.plan_workout_id = any(v_days)
    order by w.started_at desc, w.id desc
    limit 1;
    return v_days[coalesce(array_position(v_days, v_latest), 0) % nullif(cardinality(v_days), 0) + 1];
end;
$$;
comment on function private.next_day is 'The plan day after the latest completed or skipped one, wrapping around at the end.';

create function private.next_workout(p_user uuid, p_now timestamptz)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_plan public.workout_plans;
    v_running public.workout_sessions;
    v_day public.workout_plan_days;
    v_unit public.preferred_unit;
    v_at timestamptz;
    v_today date;
    v_reduction private.load_reduction;
    v_warm uuid[];
begin
    perform private.require_caller(p_user);
    select p.* into v_plan from public.workout_plans as p where p.user_id = p_user and p.is_active;
    if not found then
        return null;
    end if;
    select w.* into v_running
    from public.workout_sessions as w
    where w.user_id = p_user
        and w.status in ('started', 'paused')
        and w.plan_workout_id in (
            select d.id from public.workout_plan_days as d where d.user_id = p_user and d.plan_id = v_plan.id
        );
    select d.* into v_day
    from public.workout_plan_days as d
    where d.user_id = p_user
        and d.id = coalesce(v_running.plan_workout_id, private.next_day(p_user, v_plan.id, v_plan.activated_at));
    if not found then
        return null;
    end if;

    v_unit := (select p.preferred_unit from public.profiles as p where p.id = p_user);
    -- What a running workout prescribes was fixed when it started.
    v_at := coalesce(v_running.started_at, p_now);
    v_today := coalesce(v_running.day, private.local_day(p_user, p_now));
    v_reduction := private.load_reduction_at(p_user, v_at, v_today);
    v_warm := private.warm_lines(p_user, v_day.id);
    return jsonb_build_object(
        'plan_id', v_plan.id,
        'plan_workout_id', v_day.id,
        'name', v_day.name,
        'week_number', v_day.week_number,
        'session_id', v_running.id,
        'easing', case when v_reduction.reason_code is not null then to_jsonb(v_reduction) end,
        'deload', private.suggested_deload(p_user, p_now),
        'exercises', (
            select coalesce(
                jsonb_agg(
                    private.with_caution(p_user, x.exercise_id, jsonb_build_object(
                        'plan_exercise_id', x.id,
                        'exercise_id', x.exercise_id,
                        'name', e.name,
                        'section', x.section,
                        'superset_group', x.superset_group,
                        'target_rest_seconds', x.target_rest_seconds,
                        'target_rir', x.target_rir,
                        'notes', x.notes
                    )
                    || private.todays_target(
                        p_user, x.target_id, private.eased_by(v_reduction, c.caution), v_at, v_unit,
                        case when x.section = 'main' then x.id = any(v_warm) end
                    ), c.caution, v_today)
                    order by x.section, x.order_in_workout, x.id
                ),
                '[]'
            )
            from public.workout_plan_day_exercises as x
            inner join public.exercises as e on e.id = x.exercise_id
            cross join lateral (select private.caution_for(p_user, x.exercise_id, v_today) as caution offset 0) as c
            where x.user_id = p_user and x.plan_workout_id = v_day.id
        )
    );
end;
$$;
comment on function private.next_workout is 'See public.next_workout.';

create function public.next_workout()
returns jsonb
language sql
stable
security invoker
set search_path = ''
return private.next_workout((select auth.uid()), now());
comment on function public.next_workout is
'The next day of the caller''s active plan with what each exercise prescribes today and why: the standing target, eased after a bad
night or in a deload week, with a load that can be built. The load of an exercise without one is suggested from earlier workouts, or
guessed (is_guess) from another lift or from body weight, sex, height, level and age; lighter: the guess is less than can be loaded,
{weight_kg, lightest_kg, exercise_id, name, exercise_weight_kg of an exercise to take instead}. ramp_up: the sets on the way up to a main
exercise''s first, [{reps, weight_kg, rest_seconds}], logged with set_type warmup. caution: what hurts speaks against it, {body_part,
condition, severity, since, alternatives: ids}; the load is a fifth less. While a workout of the plan is running, its day and
session_id; null without an active plan. "deload" suggests a light week when lifts have stalled.';
