create function private.reason_text(
    p_reason public.reason_code,
    p_old jsonb,
    p_new jsonb
)
returns text
language sql
immutable
set search_path = ''
return case p_reason
    when 'first_time' then 'First time: start with a load you can lift with good form.'
    when 'progressed' then
        case
            when p_old ->> 'weight_kg' is distinct from p_new ->> 'weight_kg'
                then format(
                    'Every set done at %s kg: now %s kg.',
                    trim_scale((p_old ->> 'weight_kg')::numeric), trim_scale((p_new ->> 'weight_kg')::numeric)
                )
            else format('Every set done: now %s sets.', p_new ->> 'sets')
        end
    when 'reps_up' then format('Every set done: now aim for %s.', p_new ->> 'reps')
    when 'held' then 'Every set done; your plan keeps this target.'
    when 'below_target' then 'Last time was lighter than planned: the target stays.'
    when 'missed_reps' then 'Some repetitions were missing: the same again.'
    when 'repeated_failure' then
        format('Missed several times in a row: back to %s kg to build up again.', trim_scale((p_new ->> 'weight_kg')::numeric))
    when 'manual' then 'You set this target yourself.'
    when 'not_trained' then 'Not trained last time: the target stays.'
    else 'An easier time to recover.'
end;
comment on function private.reason_text is 'Why a target is what it is, in a sentence.';

create function private.next_day(p_user uuid, p_plan_id uuid, p_since timestamptz)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        with days as (
            select d.id, row_number() over (order by d.week_number, d.order_in_plan, d.id) as place
            from public.workout_plan_days as d
            where d.user_id = p_user and d.plan_id = p_plan_id
        ),

        latest as (
            select d.place
            from public.workout_sessions as w
            inner join days as d on d.id = w.plan_workout_id
            where w.user_id = p_user and w.status in ('completed', 'skipped') and w.started_at >= p_since
            order by w.started_at desc, w.id desc
            limit 1
        )

        select d.id
        from days as d
        -- The first after the latest, else the first of all.
        order by d.place > coalesce((select l.place from latest as l), 0) desc, d.place
        limit 1
    );
end;
$$;
comment on function private.next_day is 'The day of a plan after that of its latest completed or skipped workout, wrapping.';

create function private.next_workout(p_user uuid)
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

    return jsonb_build_object(
        'plan_id', v_plan.id,
        'plan_workout_id', v_day.id,
        'name', v_day.name,
        'week_number', v_day.week_number,
        'session_id', v_running.id,
        'exercises', (
            select coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'plan_exercise_id', x.id,
                        'exercise_id', x.exercise_id,
                        'name', e.name,
                        'section', x.section,
                        'superset_group', x.superset_group,
                        'target_sets', (s.target).sets,
                        'target_reps', (s.target).reps,
                        'suggested_weight_kg', (s.target).weight_kg,
                        'target_rest_seconds', x.target_rest_seconds,
                        'target_rir', x.target_rir,
                        'notes', x.notes,
                        'reason_code', s.reason_code,
                        'reason', private.reason_text(
                            s.reason_code, s.old_target, private.target_json(s.target)
                        )
                    )
                    order by x.section, x.order_in_workout, x.id
                ),
                '[]'
            )
            from public.workout_plan_day_exercises as x
            inner join public.exercises as e on e.id = x.exercise_id
            cross join lateral private.standing_targets(p_user, array[x.id], 'infinity') as s
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
return private.next_workout((select auth.uid()));
comment on function public.next_workout is
'The next day of the caller''s active plan with the target of each exercise and the reason for it; the day of the running
workout with its session_id while there is one; null without an active plan.';
