create function private.brief_lifts(p_user uuid, p_day date)
returns jsonb
language plpgsql
stable
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
begin
    return (
        with trained as (
            select
                r.exercise_id,
                count(*) as workouts,
                max(r.day) as last_day,
                max(r.estimated_1rm_kg) as estimated_1rm_kg
            from public.workout_sessions as w
            inner join private.exercise_sessions as r on r.user_id = p_user and r.session_id = w.id
            where w.user_id = p_user
                and w.status = 'completed'
                and w.total_sets > 0
                and w.day between p_day - 83 and p_day + 1
                and r.working_sets > 0
            group by r.exercise_id
            order by count(*) desc, max(r.day) desc, r.exercise_id
            limit 8
        )

        select coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'exercise_id', t.exercise_id,
                    'name', left(e.name, 80),
                    'workouts', t.workouts,
                    'last_day', t.last_day,
                    'estimated_1rm_kg', round(t.estimated_1rm_kg, 1),
                    'record_1rm_kg', round(b.value, 1)
                )
                order by t.workouts desc, t.last_day desc, t.exercise_id
            ),
            '[]'
        )
        from trained as t
        inner join public.exercises as e on e.id = t.exercise_id
        left join public.personal_records as b
            on b.user_id = p_user and b.exercise_id = t.exercise_id and b.record_type = 'estimated_1rm'
    );
end;
$$;
comment on function private.brief_lifts is
'The 8 exercises trained in most workouts of the last 12 weeks: how often, when last, best estimated 1RM in these weeks and ever.';

create function private.brief_volume(p_user uuid, p_this_week date)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    return jsonb_build_object(
        'first_week', p_this_week - 21,
        'muscle_groups', (
            with weeks as (
                select l.muscle_group, l.min_sets, l.max_sets, p_this_week - 21 + 7 * n.i as week_start
                from private.landmarks_of(p_user) as l
                cross join generate_series(0, 3) as n (i)
            )

            select jsonb_agg(g.document order by g.muscle_group)
            from (
                select
                    w.muscle_group,
                    jsonb_build_object(
                        'muscle_group', w.muscle_group,
                        'sets', jsonb_agg(trim_scale(coalesce(s.sets, 0)) order by w.week_start),
                        'min_sets', trim_scale(w.min_sets),
                        'max_sets', trim_scale(w.max_sets)
                    ) as document
                from weeks as w
                left join private.weekly_sets(p_user, p_this_week - 21, 4) as s
                    on s.muscle_group = w.muscle_group and s.week_start = w.week_start
                group by w.muscle_group, w.min_sets, w.max_sets
            ) as g
        )
    );
end;
$$;
comment on function private.brief_volume is
'Working sets by muscle group in each of the last four weeks, the current one last, and the landmarks to compare with.';

create function private.brief_workouts(p_user uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select coalesce(jsonb_agg(w.document order by w.started_at desc, w.id desc), '[]')
        from (
            select
                t.started_at,
                t.id,
                jsonb_build_object(
                    'day', t.day,
                    'name', left(coalesce(t.name, d.name), 80),
                    'minutes', round(t.duration_seconds / 60.0)::integer,
                    'sets', t.total_sets,
                    'volume_kg', round(t.total_volume_kg),
                    'overall_feeling', s.overall_feeling
                ) as document
            from private.timed_workouts as t
            inner join public.workout_sessions as s on s.user_id = p_user and s.id = t.id
            left join public.workout_plan_days as d on d.user_id = p_user and d.id = t.plan_workout_id
            where t.user_id = p_user and t.status = 'completed' and t.total_sets > 0
            order by t.started_at desc, t.id desc
            limit 5
        ) as w
    );
end;
$$;
comment on function private.brief_workouts is 'The last five workouts, the latest first.';
