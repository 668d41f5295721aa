create function private.duplicate_volume(p_user uuid, p_session public.workout_sessions)
returns numeric
language plpgsql
stable
set search_path = ''
as $$
declare
    v_sets private.scored_sets[] := private.sets_of(p_user, array[p_session.id]);
begin
    return (
        select coalesce(sum(coalesce(y.volume_kg, e.volume_kg)), 0)
        from (
            select s.exercise_id, sum(s.volume_kg) as volume_kg, max(s.bodyweight_share) as share
            from unnest(v_sets) as s
            group by s.exercise_id
        ) as e
        left join lateral private.with_body_weight(
            p_user, v_sets, p_session.id, e.exercise_id, e.share,
            (p_session.day + 1)::timestamp at time zone p_session.timezone
        ) as y on true
    );
end;
$$;
comment on function private.duplicate_volume is
'The volume of a duplicate with body weight, in kilograms: private.exercise_sessions has only what counts.';

create function private.workout_summary(p_user uuid, p_session_id uuid, p_now timestamptz)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_session record;
    v_xp record;
    v_records jsonb;
begin
    perform private.require_caller(p_user);
    select
        w.started_at, w.ended_at, w.day, w.paused_seconds, w.total_volume_kg, w.total_sets, w.energy_kcal,
        p.experience_points, p.level, p.week_starts_on, w.is_history, w.duplicate_of,
        w.day < (p.created_at at time zone w.timezone)::date as is_before_sign_up, s.average_rpe, s.rest_seconds, s.linked,
        case
            when w.duplicate_of is not null then private.duplicate_volume(p_user, w)
            else (
                select coalesce(sum(coalesce(e.body_volume_kg, e.volume_kg)), 0)
                from private.exercise_sessions as e
                where e.user_id = p_user and e.session_id = p_session_id
            )
        end as volume_with_body_kg
    into v_session
    from public.workout_sessions as w
    inner join public.profiles as p on p.id = w.user_id
    cross join lateral (
        select
            round(avg(o.difficulty_rating) filter (where t.is_work), 2) as average_rpe,
            coalesce(sum(o.rest_seconds), 0) as rest_seconds,
            coalesce(
                jsonb_agg(
                    jsonb_build_object('set_id', o.id, 'plan_exercise_id', o.workout_plan_exercise_id) order by o.set_order, o.id
                ) filter (where o.is_linked and o.workout_plan_exercise_id is not null),
                '[]'
            ) as linked
        from public.session_exercises as o
        inner join private.set_types as t on t.set_type = o.set_type
        where o.user_id = p_user and o.workout_session_id = p_session_id
    ) as s
    where w.user_id = p_user and w.id = p_session_id;

    select
        coalesce(sum(e.xp), 0)::integer as gained,
        coalesce(
            jsonb_agg(jsonb_build_object('event_type', e.event_type, 'xp', e.xp) order by e.event_type)
            filter (where e.xp <> 0),
            '[]'
        ) as events
    into v_xp
    from (
        -- Entries and their reversals cancel out, leaving what the workout is worth now.
        select x.event_type, sum(x.xp) as xp
        from (
            select p_session_id as id
            union all
            -- The workout with which the week's target was met also earned the week's XP.
            select private.week_source(p_user, t.week_start)
            from private.training_weeks as t
            where t.user_id = p_user
                and t.week_start = private.week_start(v_session.day, v_session.week_starts_on)
                and t.met_at = v_session.started_at
                and not v_session.is_history
                and v_session.duplicate_of is null
            union all
            select a.achievement_id from private.achievement_awards as a
            where a.user_id = p_user and a.session_id = p_session_id
        ) as o
        -- The offset keeps the planner from reading the whole ledger of the user.
        cross join lateral (
            select e.event_type, e.xp from public.xp_events as e
            where e.user_id = p_user and e.source_id = o.id
            offset 0
        ) as x
        group by x.event_type
    ) as e;

    select coalesce(
        jsonb_agg(
            jsonb_build_object(
                'exercise_id', e.exercise_id,
                'exercise_name', x.name,
                'record_type', e.record_type,
                'distance_m', e.distance_m,
                'load_kg', e.load_kg,
                'value', abs(e.score),
                'previous_value', abs(e.previous_score),
                'improvement_percentage', private.improvement(e.score, e.previous_score),
                'confidence', private.estimate_confidence(e.effective_reps),
                'is_announced', e.is_announced
            )
            order by e.exercise_id, e.record_type, e.distance_m, e.load_kg
        ),
        '[]'
    ) into v_records
    from private.record_events as e
    inner join public.exercises as x on x.id = e.exercise_id
    where e.user_id = p_user and e.session_id = p_session_id;

    return jsonb_build_object(
        'session_id', p_session_id,
        'counts_for',
        case
            when v_session.duplicate_of is not null then '[]'::jsonb
            when v_session.is_history then '["records", "statistics"]'
            else '["records", "statistics", "xp", "streak", "achievements"]'
        end,
        'counts_reason',
        case
            when v_session.duplicate_of is not null then 'duplicate'
            when v_session.is_history and v_session.is_before_sign_up then 'before_sign_up'
            when v_session.is_history then 'told_late'
        end,
        'duplicate_of', v_session.duplicate_of,
        'duplicate_text',
        case
            when v_session.duplicate_of is not null
                then 'Another workout with these exercises was logged at this time. This one doesn''t count as long as they are '
                'likely the same: merge them, or keep both.'
        end,
        'duration_seconds',
        greatest(extract(epoch from v_session.ended_at - v_session.started_at)::integer - v_session.paused_seconds, 0),
        'total_volume_kg', v_session.total_volume_kg,
        'total_volume_with_body_kg', v_session.volume_with_body_kg,
        'sets', v_session.total_sets,
        'linked', v_session.linked,
        'average_rpe', v_session.average_rpe,
        'total_rest_seconds', v_session.rest_seconds,
        'energy_kcal', v_session.energy_kcal,
        'xp', jsonb_build_object(
            'gained', v_xp.gained,
            'total', v_session.experience_points,
            'level', v_session.level,
            'leveled_up', v_session.level > private.level_of(v_session.experience_points - v_xp.gained, p_now),
            'events', v_xp.events
        ),
        'streaks', (
            select jsonb_agg(
                jsonb_build_object(
                    'streak_type', (s.streak).streak_type,
                    'current_streak', (s.streak).current_streak,
                    'longest_streak', (s.streak).longest_streak,
                    'this_period_count', s.period_count,
                    'this_period_target', s.period_target
                )
                order by (s.streak).streak_type
            )
            from private.local_day(p_user, p_now) as d (day)
            cross join lateral private.streaks_at_day(
                p_user, d.day, private.week_start(d.day, v_session.week_starts_on)
            ) as s
        ),
        'records', v_records,
        'achievements', private.workout_achievements(p_user, p_session_id),
        'progression',
        case when v_session.duplicate_of is null then private.workout_progression(p_user, p_session_id) else '[]' end
    );
end;
$$;
comment on function private.workout_summary is
'The result of a completed workout, or of a duplicate: what it counts for, gained XP, records and progression according to the current
facts; total XP, level and streaks as they are now.';
