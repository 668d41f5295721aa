create type private.day_range as (from_day date, to_day date);

create function private.require_range(p_from date, p_to date)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    -- Date arithmetic fails with infinity and overflows near the limits of the type.
    if p_from not between '1900-01-01' and '2199-12-31' or p_to not between '1900-01-01' and '2199-12-31' then
        perform private.fail(
            'PT422', 'must be a date from 1900 to 2199',
            jsonb_build_object('field', case when p_from not between '1900-01-01' and '2199-12-31' then 'p_from' else 'p_to' end)
        );
    end if;
    if p_from > p_to then
        perform private.fail('PT422', 'p_from is after p_to', '{"field": "p_from"}');
    end if;
end;
$$;
comment on function private.require_range is 'PT422 unless both dates are from 1900 to 2199 and in order; null is an open end.';

create function private.require_year(p_from date, p_to date, p_today date)
returns private.day_range
language plpgsql
stable
set search_path = ''
as $$
declare
    v_from date;
    v_to date;
begin
    perform private.require_range(p_from, p_to);
    v_from := coalesce(p_from, coalesce(p_to, p_today) - 83);
    -- A user who travelled west can have workouts dated in the local future.
    v_to := coalesce(p_to, greatest(p_from, p_today + 1));
    if v_to - v_from > 366 then
        perform private.fail('PT422', 'at most 366 days at a time', '{"field": "p_from"}');
    end if;
    return (v_from, v_to)::private.day_range;
end;
$$;
comment on function private.require_year is
'The requested range, inclusive, at most a year: from p_from (null: 12 weeks ago) to p_to (null: today). Otherwise PT422.';

-- A view, because the planner can inline it; a function would be called once per row.
create view private.timed_workouts as
select
    w.user_id,
    w.id,
    w.plan_workout_id,
    w.name,
    w.day,
    w.started_at,
    w.status,
    w.total_sets,
    w.total_volume_kg,
    case
        when w.ended_at is not null
            then greatest(extract(epoch from w.ended_at - w.started_at)::integer - w.paused_seconds, 0)
    end as duration_seconds
from public.workout_sessions as w;
comment on view private.timed_workouts is 'Every session with its duration in seconds, without pauses; null while it is running.';
