create function private.trend_documents(p_user uuid, p_from date, p_to date, p_stall_from date)
returns jsonb
language plpgsql
stable
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
begin
    return (
        select coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'exercise_id', t.exercise_id,
                    'name', e.name,
                    'record_type', t.record_type,
                    'workouts', t.workouts,
                    'latest', abs(t.latest)::numeric,
                    'best', abs(t.best)::numeric,
                    'confidence',
                    case when t.record_type = 'estimated_1rm' then private.estimate_confidence(t.latest_reps) end,
                    'slope_per_week', round(t.slope::numeric, 3),
                    'standard_error', round(t.standard_error::numeric, 3),
                    'low', round(i.low::numeric, 3),
                    'high', round(i.high::numeric, 3),
                    'trend', k.trend,
                    'plateau', t.has_stalled
                )
                order by t.workouts desc, e.name, t.exercise_id
            ),
            '[]'
        )
        from private.exercise_trends(p_user, p_from, p_to, p_stall_from) as t
        inner join public.exercises as e on e.id = t.exercise_id
        cross join lateral (select private.t_quantile(t.degrees) * t.standard_error as half_width) as h
        cross join lateral (select t.slope - h.half_width as low, t.slope + h.half_width as high) as i
        cross join lateral (select private.trend_of(i.low, i.high, t.mean) as trend) as k
    );
end;
$$;
comment on function private.trend_documents is
'The trend of each exercise as the API returns it: slope per week with its standard error and 95 % interval, and the plateau.';
