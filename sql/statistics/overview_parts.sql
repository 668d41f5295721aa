create function private.favourite_exercises(p_user uuid, p_limit integer)
returns jsonb
language plpgsql
stable
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
begin
    return (
        with favourites as (
            select r.exercise_id, count(*) as workouts, max(r.started_at) as last_trained_at
            from private.exercise_sessions as r
            where r.user_id = p_user and r.working_sets > 0
            group by r.exercise_id
            order by count(*) desc, max(r.started_at) desc, r.exercise_id
            limit p_limit
        )

        select coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'exercise_id', f.exercise_id, 'name', e.name, 'workouts', f.workouts,
                    'last_trained_at', f.last_trained_at
                )
                order by f.workouts desc, f.last_trained_at desc, f.exercise_id
            ),
            '[]'
        )
        from favourites as f
        inner join public.exercises as e on e.id = f.exercise_id
    );
end;
$$;
comment on function private.favourite_exercises is 'The exercises a user trained in the most workouts; ties: most recently trained first.';

create function private.strongest_lifts(p_user uuid, p_limit integer)
returns jsonb
language plpgsql
stable
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
begin
    return (
        with strongest as (
            select r.exercise_id, r.value, r.confidence, r.achieved_at
            from public.personal_records as r
            where r.user_id = p_user and r.record_type = 'estimated_1rm'
            order by r.value desc, r.exercise_id
            limit p_limit
        )

        select coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'exercise_id', s.exercise_id, 'name', e.name, 'estimated_1rm_kg', s.value,
                    'confidence', s.confidence, 'achieved_at', s.achieved_at
                )
                order by s.value desc, s.exercise_id
            ),
            '[]'
        )
        from strongest as s
        inner join public.exercises as e on e.id = s.exercise_id
    );
end;
$$;
comment on function private.strongest_lifts is 'The exercises with the highest estimated 1RM ever.';

create function private.this_week(p_user uuid, p_week_start date)
returns jsonb
language plpgsql
stable
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
declare
    v_done record;
begin
    select
        count(*) as workouts,
        count(distinct w.day) as days,
        coalesce(sum(w.total_sets), 0) as sets,
        coalesce(sum(w.total_volume_kg), 0) as volume_kg,
        coalesce(sum(w.duration_seconds), 0) as duration_seconds
    into v_done
    from private.timed_workouts as w
    where w.user_id = p_user
        and w.status = 'completed'
        and w.total_sets > 0
        and w.day between p_week_start and p_week_start + 6;

    return jsonb_build_object(
        'week_start', p_week_start,
        'days', v_done.days,
        'target', private.weekly_target_at(p_user, p_week_start + 6),
        'workouts', v_done.workouts,
        'sets', v_done.sets,
        'volume_kg', v_done.volume_kg,
        'duration_seconds', v_done.duration_seconds,
        'muscles', (
            select coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'muscle_group', l.muscle_group,
                        'sets', coalesce(s.sets, 0),
                        'min_sets', l.min_sets,
                        'max_sets', l.max_sets,
                        'status', private.volume_status(coalesce(s.sets, 0), l.min_sets, l.max_sets)
                    )
                    order by l.muscle_group
                ),
                '[]'
            )
            from private.landmarks_of(p_user) as l
            left join private.weekly_sets(p_user, p_week_start, 1) as s on s.muscle_group = l.muscle_group
        )
    );
end;
$$;
comment on function private.this_week is
'Days, volume and sets by muscle of the week that begins on this day, against the target and landmarks.';
