create function private.coach_context(p_user uuid, p_session_id uuid, p_now timestamptz)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
declare
    v_profile public.profiles;
    v_zone text;
    v_day date;
    v_next jsonb;
begin
    perform private.require_caller(p_user);
    select p.* into v_profile from public.profiles as p where p.id = p_user;
    if v_profile.id is null then
        perform private.fail('PT404', 'account not found', null, 'Sign up, or finish onboarding.');
    elsif p_session_id is not null
        and not exists (
            select from public.coach_conversations as c where c.user_id = p_user and c.id = p_session_id
        )
    then
        perform private.fail('PT404', 'conversation not found', '{"field": "p_session_id"}');
    end if;
    v_zone := private.zone_at(p_user, p_now);
    v_day := (p_now at time zone v_zone)::date;
    v_next := private.next_workout(p_user, p_now);

    return jsonb_build_object(
        'now', jsonb_build_object(
            'day', v_day, 'time', to_char(p_now at time zone v_zone, 'HH24:MI'),
            'weekday', extract(isodow from v_day), 'timezone', v_zone
        ),
        'profile', jsonb_build_object(
            'full_name', left(v_profile.full_name, 100), 'preferred_unit', v_profile.preferred_unit,
            'fitness_level', v_profile.fitness_level, 'level', v_profile.level,
            'experience_points', v_profile.experience_points,
            'subscription_status', (private.entitlement_at(p_user, p_now)).status
        ),
        'goal', (
            select jsonb_build_object(
                'goal_type', g.goal_type, 'target_weight_kg', g.target_weight_kg, 'target_date', g.target_date,
                'estimated_completion_date', g.estimated_completion_date
            )
            from public.user_goals as g
            where g.user_id = p_user and g.is_active
        ),
        'affinity', (select to_jsonb(a) from private.affinity_at(p_user, p_now) as a),
        'next_workout', private.brief_workout(v_next),
        'plan', private.plan_outline(p_user, (v_next ->> 'plan_id')::uuid, (v_next ->> 'plan_workout_id')::uuid),
        'streaks', (
            select jsonb_agg(to_jsonb(s) - 'id' - 'last_incremented_at' order by s.streak_type)
            from private.streaks_at(p_user, p_now) as s
        ),
        'last_workout', (
            select jsonb_build_object(
                'day', w.day, 'name', left(w.name, 60), 'sets', w.total_sets, 'volume_kg', w.total_volume_kg,
                'overall_feeling', w.overall_feeling
            )
            from public.workout_sessions as w
            where w.user_id = p_user and w.status = 'completed' and w.total_sets > 0 and w.started_at <= p_now
            order by w.started_at desc, w.id desc
            limit 1
        ),
        'records', private.latest_records(p_user, 5),
        'check_in', (
            select to_jsonb(c) - array['user_id', 'timezone', 'notes', 'created_at', 'updated_at']
            from public.check_ins as c
            where c.user_id = p_user and c.day = v_day
        ),
        'injuries', private.remembered_injuries(p_user, p_now),
        'messages', private.recent_messages(p_user, p_session_id)
    );
end;
$$;
comment on function private.coach_context is 'See public.coach_context.';

create function public.coach_context(p_session_id uuid default null)
returns jsonb
language sql
stable
security invoker
set search_path = ''
return private.coach_context((select auth.uid()), p_session_id, now());
comment on function public.coach_context is
'The facts a coach needs to answer: now (the user''s day and time), profile, goal, affinity, next_workout, plan (its current
week), streaks, last_workout, records, check_in of today, injuries, and the last messages of the conversation, newest first; bounded
in size. PT404 for a conversation that isn''t the caller''s.';
