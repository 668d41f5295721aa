create function private.workout_summary(p_user uuid, p_session_id uuid, p_now timestamptz)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_session public.workout_sessions;
    v_profile public.profiles;
    v_sets record;
    v_xp record;
    v_records jsonb;
begin
    perform private.require_caller(p_user);
    select w.* into v_session from public.workout_sessions as w where w.user_id = p_user and w.id = p_session_id;
    select p.* into v_profile from public.profiles as p where p.id = p_user;

    select
        round(avg(s.difficulty_rating) filter (where s.set_type <> 'warmup'), 2) as average_rpe,
        coalesce(sum(s.rest_seconds), 0) as rest_seconds
    into v_sets
    from public.session_exercises as s
    where s.user_id = p_user and s.workout_session_id = p_session_id;

    select
        coalesce(sum(e.xp), 0)::integer as gained,
        coalesce(
            jsonb_agg(jsonb_build_object('event_type', e.event_type, 'xp', e.xp) order by e.event_type)
            filter (where e.xp <> 0),
            '[]'
        ) as events
    into v_xp
    from (
        -- Entries and their reversals cancel out: what is left is what the workout is worth now.
        select x.event_type, sum(x.xp) as xp
        from public.xp_events as x
        where x.user_id = p_user
            and x.source_id in (
                select p_session_id
                union all
                -- The workout that met its week's target earned the week too.
                select private.week_source(p_user, t.week_start)
                from private.training_weeks as t
                where t.user_id = p_user
                    and t.week_start = private.week_start(v_session.day, v_profile.week_starts_on)
                    and t.met_at = v_session.started_at
                union all
                select a.achievement_id from private.achievement_awards as a
                where a.user_id = p_user and a.session_id = p_session_id
            )
        group by x.event_type
    ) as e;

    select coalesce(
        jsonb_agg(
            jsonb_build_object(
                'exercise_id', e.exercise_id,
                'record_type', e.record_type,
                'value', abs(e.score),
                'previous_value', abs(e.previous_score),
                'improvement_percentage', private.improvement(e.score, e.previous_score),
                'confidence', private.estimate_confidence(e.effective_reps)
            )
            order by e.exercise_id, e.record_type
        ),
        '[]'
    ) into v_records
    from private.record_events as e
    where e.user_id = p_user and e.session_id = p_session_id;

    return jsonb_build_object(
        'session_id', p_session_id,
        'duration_seconds',
        greatest(extract(epoch from v_session.ended_at - v_session.started_at)::integer - v_session.paused_seconds, 0),
        'total_volume_kg', v_session.total_volume_kg,
        'sets', v_session.total_sets,
        'average_rpe', v_sets.average_rpe,
        'total_rest_seconds', v_sets.rest_seconds,
        'energy_kcal', v_session.energy_kcal,
        'xp', jsonb_build_object(
            'gained', v_xp.gained,
            'total', v_profile.experience_points,
            'level', v_profile.level,
            'leveled_up', v_profile.level > private.level_of(v_profile.experience_points - v_xp.gained, p_now),
            'events', v_xp.events
        ),
        'streaks', (
            select jsonb_agg(
                jsonb_build_object(
                    'streak_type', s.streak_type,
                    'current_streak', s.current_streak,
                    'longest_streak', s.longest_streak,
                    'this_period_count', s.this_period_count,
                    'this_period_target', s.this_period_target
                )
                order by s.streak_type
            )
            from private.streaks_at(p_user, p_now) as s
        ),
        'records', v_records,
        'achievements', private.workout_achievements(p_user, p_session_id),
        'progression', private.workout_progression(p_user, p_session_id)
    );
end;
$$;
comment on function private.workout_summary is
'What a completed workout is worth: gained XP, records and progression as the facts have them now; total, level and streaks as
they stand.';
