create function private.plan_of_operation(p_user uuid, p_operation jsonb, p_path text)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
    v_field text;
    v_plan uuid;
begin
    if p_operation ? 'plan_exercise_id' then
        v_field := 'plan_exercise_id';
        select d.plan_id into v_plan
        from public.workout_plan_day_exercises as x
        inner join public.workout_plan_days as d on d.user_id = p_user and d.id = x.plan_workout_id
        where x.user_id = p_user and x.id = (p_operation ->> v_field)::uuid;
    elsif p_operation ? 'plan_workout_id' then
        v_field := 'plan_workout_id';
        select d.plan_id into v_plan
        from public.workout_plan_days as d
        where d.user_id = p_user and d.id = (p_operation ->> v_field)::uuid;
    elsif p_operation ? 'plan_id' then
        v_field := 'plan_id';
        select p.id into v_plan
        from public.workout_plans as p
        where p.user_id = p_user and p.id = (p_operation ->> v_field)::uuid;
    else
        return null;
    end if;
    if v_plan is null then
        perform private.fail('PT404', 'not found', jsonb_build_object('field', p_path || '.' || v_field));
    end if;
    return v_plan;
end;
$$;
comment on function private.plan_of_operation is
'The plan that an operation changes; null if it changes none. PT404 unless what it names exists and is this user''s.';

create function private.run_operation(p_user uuid, p_operation jsonb, p_path text, p_now timestamptz)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_op text := p_operation ->> 'op';
begin
    case v_op
        when 'update_exercise', 'swap_exercise' then
            perform private.change_exercise(p_user, p_operation, p_path);
        when 'add_exercise' then
            perform private.add_exercise(p_user, p_operation, p_path);
        when 'remove_exercise' then
            delete from public.workout_plan_day_exercises as x
            where x.user_id = p_user and x.id = (p_operation ->> 'plan_exercise_id')::uuid;
        when 'move_exercise' then
            perform private.place_exercise(
                p_user, (p_operation ->> 'plan_exercise_id')::uuid, (p_operation ->> 'order_in_workout')::numeric::integer
            );
        when 'update_day' then
            perform private.change_day(p_user, p_operation);
        when 'add_day' then
            perform private.add_day(p_user, p_operation, p_path);
        when 'remove_day' then
            delete from public.workout_plan_days as d
            where d.user_id = p_user and d.id = (p_operation ->> 'plan_workout_id')::uuid;
        when 'update_plan' then
            perform private.change_plan(p_user, p_operation);
        when 'log_measurement' then
            return private.add_measurement(p_user, p_operation, p_path, p_now);
        when 'set_goal' then
            perform private.add_goal(p_user, p_operation, p_path, p_now);
    end case;
    return null;
exception
    -- Check constraints of the tables.
    when check_violation or not_null_violation or numeric_value_out_of_range then
        perform private.fail('PT422', 'out of range', jsonb_build_object('field', p_path));
        return null;
end;
$$;
comment on function private.run_operation is 'Carries out a checked operation; returns the id of the measurement that it added, if any.';
