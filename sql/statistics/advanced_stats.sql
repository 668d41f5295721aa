create function private.advanced_stats(p_user uuid, p_weeks integer, p_now timestamptz)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
declare
    v_today date;
    v_this_week date;
    v_first_week date;
    v_whole_weeks integer;
    v_by_week record;
begin
    perform private.require_caller(p_user);
    perform private.require_premium(p_user, p_now);
    if p_weeks is null or p_weeks not between 1 and 52 then
        perform private.fail('PT422', 'p_weeks must be 1 to 52', '{"field": "p_weeks"}');
    end if;
    v_today := private.local_day(p_user, p_now);
    select
        private.week_start(v_today, p.week_starts_on),
        private.week_start(
            (
                select min(w.day) from public.workout_sessions as w
                where w.user_id = p_user and w.status = 'completed' and w.total_sets > 0
            ),
            p.week_starts_on
        )
    into v_this_week, v_first_week
    from public.profiles as p
    where p.id = p_user;
    -- Weeks before the first workout don't count; the current week is shown but not judged until it is over.
    v_first_week := least(greatest(coalesce(v_first_week, v_this_week), v_this_week - 7 * p_weeks), v_this_week);
    v_whole_weeks := (v_this_week - v_first_week) / 7;

    select
        jsonb_agg(
            jsonb_build_object(
                'week_start', w.week_start,
                'is_running', w.week_start = v_this_week,
                'workouts', w.workouts,
                'days', w.days,
                'target', w.target,
                'is_paused', w.is_paused,
                'sets', w.sets,
                'volume_kg', w.volume_kg,
                'duration_seconds', w.duration_seconds,
                'average_rpe', round(w.rpe_sum / nullif(w.rated_sets, 0), 2),
                'density_kg_per_minute', round(60 * w.volume_kg / nullif(w.lifting_seconds, 0), 2)
            )
            order by w.week_start
        ) as weeks,
        jsonb_build_object(
            'workouts', round(avg(w.workouts) filter (where w.is_over), 2),
            'days', round(avg(w.days) filter (where w.is_over), 2),
            'sets', round(avg(w.sets) filter (where w.is_over), 2),
            'volume_kg', round(avg(w.volume_kg) filter (where w.is_over), 3),
            'duration_seconds', round(avg(w.duration_seconds) filter (where w.is_over))
        ) as weekly_average,
        round(sum(w.rpe_sum) / nullif(sum(w.rated_sets), 0), 2) as average_rpe,
        round(60 * sum(w.volume_kg) / nullif(sum(w.lifting_seconds), 0), 2) as density,
        jsonb_build_object(
            'weeks', count(*) filter (where w.is_judged),
            'weeks_met', count(*) filter (where w.is_judged and w.days >= w.target),
            'planned_days', coalesce(sum(w.target) filter (where w.is_judged), 0),
            'planned_days_trained', coalesce(sum(least(w.days, w.target)) filter (where w.is_judged), 0),
            'share',
            round(
                sum(least(w.days, w.target)) filter (where w.is_judged) / sum(w.target) filter (where w.is_judged), 3
            )
        ) as consistency
    into v_by_week
    from (
        select
            o.*,
            o.week_start < v_this_week as is_over,
            -- As for the streak: a break excuses a week, but a week that met its target counts all the same.
            o.week_start < v_this_week and (o.days >= o.target or not o.is_paused) as is_judged
        from private.training_by_week(p_user, v_first_week, v_whole_weeks + 1) as o
    ) as w;

    return jsonb_build_object(
        'from', v_first_week,
        'to', v_this_week + 6,
        'by_week', v_by_week.weeks,
        'weekly_average', v_by_week.weekly_average,
        'average_rpe', v_by_week.average_rpe,
        'density_kg_per_minute', v_by_week.density,
        'muscles', private.muscle_volume(p_user, v_first_week, v_whole_weeks),
        'exercises', private.trend_documents(p_user, v_first_week, v_this_week + 6, v_today - 41),
        'consistency', v_by_week.consistency || private.training_rhythm(p_user, v_first_week, v_this_week + 6)
    );
end;
$$;
comment on function private.advanced_stats is 'See public.advanced_stats.';

create function public.advanced_stats(p_weeks integer default 12)
returns jsonb
language sql
stable
security invoker
set search_path = ''
return private.advanced_stats((select auth.uid()), p_weeks, now());
comment on function public.advanced_stats is
'Premium. The last p_weeks whole weeks (not before the first workout) and the current one: by_week, weekly_average, average_rpe,
density, sets per week by muscle group against the landmarks, per exercise the trend with its 95 % interval and whether it has
stalled, and consistency. PT402 without premium, PT422 unless p_weeks is 1 to 52.';
