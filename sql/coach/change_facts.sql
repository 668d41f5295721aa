-- Operations that touch no plan: body measurements and the goal.

create function private.add_measurement(p_user uuid, p_operation jsonb, p_path text, p_now timestamptz)
returns uuid
language plpgsql
set search_path = ''
as $$
declare
    v_id uuid;
    v_at timestamptz := coalesce(
        private.read_moment(p_operation ->> 'logged_at', private.zone_at(p_user, p_now)), p_now
    );
    v_metrics jsonb := nullif(p_operation -> 'other_metrics', 'null');
begin
    if v_at > p_now + interval '5 minutes' then
        perform private.fail('PT422', 'logged_at is in the future', jsonb_build_object('field', p_path || '.logged_at'));
    elsif not private.are_body_metrics(v_metrics) then
        perform private.fail(
            'PT422', 'other_metrics is not valid', jsonb_build_object('field', p_path || '.other_metrics'),
            'Centimetres of chest, waist, hips, neck, left_ and right_ biceps, thigh, calf, forearm.'
        );
    elsif num_nonnulls(p_operation ->> 'weight_kg', p_operation ->> 'body_fat_percentage', v_metrics) = 0 then
        perform private.fail('PT422', 'no measurement is given', jsonb_build_object('field', p_path || '.weight_kg'));
    end if;
    insert into public.body_measurements (user_id, logged_at, weight_kg, body_fat_percentage, other_metrics)
    values (
        p_user, v_at, (p_operation ->> 'weight_kg')::numeric, (p_operation ->> 'body_fat_percentage')::numeric, v_metrics
    )
    returning id into v_id;
    return v_id;
end;
$$;
comment on function private.add_measurement is 'log_measurement; returns the id of the row.';

create function private.add_goal(p_user uuid, p_operation jsonb, p_path text, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_today date := private.local_day(p_user, p_now);
begin
    if (p_operation ->> 'target_date')::date < v_today then
        perform private.fail('PT422', 'target_date is in the past', jsonb_build_object('field', p_path || '.target_date'));
    end if;
    perform private.check_goal_direction(
        p_user, null, (p_operation ->> 'goal_type')::public.goal_type, (p_operation ->> 'target_weight_kg')::numeric, null, v_today,
        p_now, p_path || '.'
    );
    insert into public.user_goals (user_id, goal_type, target_weight_kg, start_date, target_date)
    values (
        p_user, (p_operation ->> 'goal_type')::public.goal_type, (p_operation ->> 'target_weight_kg')::numeric, v_today,
        (p_operation ->> 'target_date')::date
    );
end;
$$;
comment on function private.add_goal is 'set_goal: it becomes the active goal; the one before is kept, inactive.';
