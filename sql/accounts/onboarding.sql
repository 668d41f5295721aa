create function private.onboard_profile(p_user uuid, p_profile jsonb, p_now timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.require_caller(p_user);
    perform private.check_shape(p_profile, 'p_profile', $shape${
        "username": {"type": "text", "max": 30, "pattern": "^[A-Za-z0-9_.]{3,30}$"},
        "full_name": {"type": "text", "min": 1, "max": 200},
        "height_cm": {"type": "number", "min": 50, "max": 280},
        "weight_kg": {"type": "number", "min": 20, "max": 500},
        "date_of_birth": {"type": "birth_date"},
        "sex": {"type": "public.sex"},
        "fitness_level": {"type": "public.fitness_level"},
        "timezone": {"type": "timezone"},
        "preferred_unit": {"type": "public.preferred_unit"},
        "weekly_workout_target": {"type": "integer", "min": 1, "max": 7}
    }$shape$);
    if (p_profile ->> 'date_of_birth')::date > p_now::date then
        perform private.fail('PT422', 'date of birth is in the future', '{"field": "p_profile.date_of_birth"}');
    end if;

    -- Sign-up creates the profile but goes through when that fails, so it may be missing.
    insert into public.profiles (id, created_at)
    select u.id, coalesce(u.created_at, now()) from auth.users as u where u.id = p_user
    on conflict do nothing;
    perform private.require_account(p_user);
    update public.profiles as p
    set
        username = n.username,
        full_name = n.full_name,
        height_cm = n.height_cm,
        date_of_birth = n.date_of_birth,
        sex = n.sex,
        fitness_level = n.fitness_level,
        timezone = coalesce(n.timezone, p.timezone),
        preferred_unit = coalesce(n.preferred_unit, p.preferred_unit),
        weekly_workout_target = n.weekly_workout_target,
        onboarding_complete = true
    from
        public.profiles as o
        -- Keys that aren't sent keep the present value.
        cross join lateral jsonb_populate_record(o, p_profile) as n
    where p.id = p_user and o.id = p_user;

    if p_profile ->> 'weight_kg' is not null then
        -- By the owner, not by an id that follows from the owner's: another user could have taken it before.
        insert into public.body_measurements (user_id, logged_at, weight_kg, is_from_onboarding)
        values (p_user, p_now, (p_profile ->> 'weight_kg')::numeric, true)
        on conflict (user_id) where is_from_onboarding
        do update set weight_kg = excluded.weight_kg, logged_at = excluded.logged_at;
    end if;
exception
    when unique_violation then
        perform private.fail(
            'PT409', 'this username is taken', '{"field": "p_profile.username"}', 'Choose another one.'
        );
end;
$$;
comment on function private.onboard_profile is 'Updates the profile from onboarding; keys that aren''t sent keep the present value.';

create function private.onboard_goal(p_user uuid, p_goal jsonb, p_now timestamptz)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_id uuid;
begin
    perform private.require_caller(p_user);
    perform private.check_shape(p_goal, 'p_goal', $shape${
        "id": {"type": "uuid"},
        "goal_type": {"type": "public.goal_type", "required": true},
        "target_weight_kg": {"type": "number", "min": 20, "max": 500},
        "target_muscle_kg": {"type": "number", "min": 0, "max": 50},
        "start_date": {"type": "date"},
        "target_date": {"type": "date"}
    }$shape$);
    if (p_goal ->> 'target_date')::date < coalesce((p_goal ->> 'start_date')::date, private.local_day(p_user, p_now)) then
        perform private.fail('PT422', 'the goal ends before it starts', '{"field": "p_goal.target_date"}');
    end if;

    -- A second onboarding replaces the active goal, unless the client sends another id.
    v_id := coalesce(
        (p_goal ->> 'id')::uuid,
        (select g.id from public.user_goals as g where g.user_id = p_user and g.is_active),
        gen_random_uuid()
    );
    perform private.check_goal_direction(
        p_user,
        v_id,
        (p_goal ->> 'goal_type')::public.goal_type,
        (p_goal ->> 'target_weight_kg')::numeric,
        (p_goal ->> 'target_muscle_kg')::numeric,
        coalesce((p_goal ->> 'start_date')::date, private.local_day(p_user, p_now)),
        p_now,
        'p_goal.'
    );
    insert into public.user_goals as g (id, user_id, goal_type, target_weight_kg, target_muscle_kg, start_date, target_date)
    values (
        v_id,
        p_user,
        (p_goal ->> 'goal_type')::public.goal_type,
        (p_goal ->> 'target_weight_kg')::numeric,
        (p_goal ->> 'target_muscle_kg')::numeric,
        (p_goal ->> 'start_date')::date,
        (p_goal ->> 'target_date')::date
    )
    on conflict (id) do update
    set
        goal_type = excluded.goal_type,
        target_weight_kg = excluded.target_weight_kg,
        target_muscle_kg = excluded.target_muscle_kg,
        start_date = excluded.start_date,
        target_date = excluded.target_date,
        is_active = true
    where g.user_id = p_user;
    if not found then
        perform private.fail('PT404', 'goal not found', '{"field": "p_goal.id"}');
    end if;
    return v_id;
end;
$$;
comment on function private.onboard_goal is 'Creates or replaces the active goal; returns its id.';
