create function private.missing_measure(
    p_tracking public.tracking_type,
    p_reps numeric,
    p_weight_kg numeric,
    p_duration_seconds numeric,
    p_distance_m numeric
)
returns text
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
    return case
        when p_tracking in ('weight_reps', 'reps_only', 'assisted') and p_reps is null then 'logged_reps'
        when p_tracking in ('weight_reps', 'assisted') and p_weight_kg is null then 'logged_weight_kg'
        when p_tracking = 'duration' and p_duration_seconds is null then 'duration_seconds'
        when p_tracking = 'distance_duration' and p_distance_m is null and p_duration_seconds is null then 'distance_m'
    end;
end;
$$;
comment on function private.missing_measure is
'The column that a set of an exercise with this tracking_type needs and lacks; null if it has all it needs.';

create function private.check_sets(p_user uuid, p_sets uuid[])
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_fault record;
begin
    select
        s.id,
        case
            when e.id is null then 'PT404'
            when w.status not in ('started', 'paused', 'completed', 'duplicate') then 'PT409'
            else 'PT422'
        end as code,
        case
            when e.id is null then 'exercise_id'
            when w.status not in ('started', 'paused', 'completed', 'duplicate') then 'workout_session_id'
            else m.field
        end as field
    into v_fault
    from unnest(p_sets) as o (id)
    inner join public.session_exercises as s on s.id = o.id
    inner join public.workout_sessions as w on w.user_id = s.user_id and w.id = s.workout_session_id
    left join public.exercises as e
        on e.id = s.exercise_id and (e.created_by is null or e.is_approved or e.created_by = p_user)
    cross join lateral private.missing_measure(
        e.tracking_type, s.logged_reps, s.logged_weight_kg, s.duration_seconds, s.distance_m
    ) as m (field)
    where s.user_id = p_user
        and (e.id is null or w.status not in ('started', 'paused', 'completed', 'duplicate') or m.field is not null)
    order by s.set_order, s.id
    limit 1;
    if found then
        perform private.fail(
            v_fault.code,
            case v_fault.code
                when 'PT404' then 'exercise not found'
                when 'PT409' then 'sets of this workout can''t be added or changed'
                else format('%s is required for this exercise', v_fault.field)
            end,
            jsonb_build_object('field', v_fault.field, 'set_id', v_fault.id)
        );
    end if;
end;
$$;
comment on function private.check_sets is
'Checks that no constraint can express: the user may use the exercise (PT404), the workout''s status allows changes to its sets
(PT409), the set has what the exercise''s tracking_type needs (PT422).';

create function private.require_room(p_user uuid, p_sessions uuid[])
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    if exists (
        select from unnest(p_sessions) as o (id)
        where (
            select count(*) from public.session_exercises as s where s.user_id = p_user and s.workout_session_id = o.id
        ) > 500
    ) then
        perform private.fail('PT422', 'a workout has at most 500 sets', '{"field": "sets", "max": 500}');
    end if;
end;
$$;
comment on function private.require_room is 'PT422 if any of these workouts has more than 500 sets.';
