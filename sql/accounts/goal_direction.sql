create function private.check_goal_direction(
    p_user uuid,
    p_goal_id uuid,
    p_goal_type public.goal_type,
    p_target_weight_kg numeric,
    p_target_muscle_kg numeric,
    p_start_date date,
    p_now timestamptz,
    p_path text
)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    -- As the goal began: one that is entered later may have been reached since.
    v_weight numeric := coalesce(
        private.body_weight(p_user, least(p_now, (p_start_date + 1)::timestamp at time zone 'UTC')),
        private.body_weight(p_user, p_now)
    );
    v_field text := case
        when p_goal_type = 'lose_weight' and p_target_weight_kg >= v_weight then 'target_weight_kg'
        when p_goal_type = 'gain_muscle' and p_target_weight_kg <= v_weight then 'target_weight_kg'
        when p_goal_type = 'gain_muscle' and p_target_weight_kg is null and p_target_muscle_kg = 0
            then 'target_muscle_kg'
    end;
begin
    -- A goal that is sent again unchanged was checked when it was set.
    if v_field is null or exists (
        select from public.user_goals as g
        where g.id = p_goal_id
            and g.user_id = p_user
            and (g.goal_type, g.target_weight_kg, g.target_muscle_kg)
            is not distinct from (p_goal_type, p_target_weight_kg, p_target_muscle_kg)
    ) then
        return;
    elsif p_goal_type = 'lose_weight' then
        perform private.fail(
            'PT422', 'must be less than the present weight', jsonb_build_object('field', p_path || v_field, 'weight_kg', v_weight),
            'To gain, set gain_muscle; to stay, maintain.'
        );
    end if;
    perform private.fail(
        'PT422', 'must be more than there is', jsonb_build_object('field', p_path || v_field, 'weight_kg', v_weight),
        'To lose, set lose_weight; to stay, maintain.'
    );
end;
$$;
comment on function private.check_goal_direction is
'PT422 with the field (after a path such as "p_goal.") for a goal that points away from what it is called, or is reached as it is set.
Without a body weight nothing is known, and nothing refused.';
