create function private.training_overview(p_user uuid, p_now timestamptz)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
declare
    v_week_start date;
    v_totals record;
begin
    perform private.require_caller(p_user);
    select private.week_start(private.local_day(p_user, p_now), p.week_starts_on) into v_week_start
    from public.profiles as p
    where p.id = p_user;

    select
        count(*) as workouts,
        count(distinct w.day) as days,
        coalesce(sum(w.total_sets), 0) as sets,
        coalesce(sum(w.total_volume_kg), 0) as volume_kg,
        coalesce(sum(w.duration_seconds), 0) as duration_seconds,
        round(avg(w.duration_seconds)) as mean_duration_seconds,
        min(w.day) as first_day,
        max(w.day) as last_day
    into v_totals
    from private.timed_workouts as w
    where w.user_id = p_user and w.status = 'completed' and w.total_sets > 0;

    return jsonb_build_object(
        'totals', jsonb_build_object(
            'workouts', v_totals.workouts,
            'days', v_totals.days,
            'sets', v_totals.sets,
            'volume_kg', v_totals.volume_kg,
            'duration_seconds', v_totals.duration_seconds,
            'first_day', v_totals.first_day,
            'last_day', v_totals.last_day
        ),
        'mean_duration_seconds', v_totals.mean_duration_seconds,
        'favourite_exercises', private.favourite_exercises(p_user, 5),
        'strongest_lifts', private.strongest_lifts(p_user, 5),
        'this_week', private.this_week(p_user, v_week_start),
        'streaks', (
            select jsonb_agg(to_jsonb(s) - 'id' order by s.streak_type) from private.streaks_at(p_user, p_now) as s
        )
    );
end;
$$;
comment on function private.training_overview is 'See public.training_overview.';

create function public.training_overview()
returns jsonb
language sql
stable
security invoker
set search_path = ''
return private.training_overview((select auth.uid()), now());
comment on function public.training_overview is
'The caller''s training at a glance: totals, mean_duration_seconds, favourite_exercises, strongest_lifts (estimated 1RM with its
confidence), this_week (days against the target, volume, sets by muscle group against the landmarks) and streaks.';
