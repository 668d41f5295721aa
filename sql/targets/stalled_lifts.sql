-- Reactive deload: if several lifts stall at once, the cause is fatigue rather than a single lift.
create function private.stalled_lifts(p_user uuid, p_at timestamptz)
returns table (exercise_id uuid, name text, estimated_1rm_kg numeric, best_before_kg numeric)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
declare
    v_since date;
begin
    -- After a light week, counting starts over.
    v_since := (
        select max(private.break_end(b.starts_on, b.ends_on))
        from public.training_breaks as b
        where b.user_id = p_user
            and b.kind = 'deload'
            and b.starts_on between p_at::date - 410 and private.local_day(p_user, p_at)
    );

    return query
    select e.id, e.name, s.latest_kg, s.before_kg
    from public.exercises as e
    cross join lateral (
        select
            count(*) filter (where r.place <= 3 and (r.day > v_since or v_since is null)) as counted,
            max(r.estimated_1rm_kg) filter (where r.place <= 3) as latest_kg,
            max(r.estimated_1rm_kg) filter (where r.place > 3) as before_kg
        from (
            select x.day, x.estimated_1rm_kg, row_number() over (order by x.started_at desc, x.session_id desc) as place
            from private.exercise_sessions as x
            where x.user_id = p_user
                and x.exercise_id = e.id
                and x.started_at > p_at - interval '6 weeks'
                and x.started_at <= p_at
                and x.estimated_1rm_kg is not null
                and not exists (
                    select from public.training_breaks as b
                    where b.user_id = p_user
                        and b.kind = 'deload'
                        and b.starts_on between x.day - 366 and x.day
                        and private.break_end(b.starts_on, b.ends_on) >= x.day
                )
        ) as r
    ) as s
    where e.id in (
        select l.exercise_id
        from public.workout_plans as p
        inner join public.workout_plan_days as d on d.user_id = p_user and d.plan_id = p.id
        inner join public.workout_plan_day_exercises as l on l.user_id = p_user and l.plan_workout_id = d.id
        where p.user_id = p_user and p.is_active and l.section = 'main'
    )
    and e.mechanic = 'compound'
    and s.counted = 3
    and s.latest_kg < s.before_kg * 1.005
    order by e.name, e.id;
end;
$$;
comment on function private.stalled_lifts is
'The compound lifts of the active plan whose last three workouts didn''t raise the estimated 1RM by 0.5 % over the best before,
all within six weeks. Workouts in deload weeks don''t count; the last three must come after the latest deload week.';

create function private.suggested_deload(p_user uuid, p_at timestamptz)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    -- Of a mesocycle. A light week every 5.6 +- 2.3 weeks is what lifters do (Rogerson 2024, 10.1186/s40798-024-00691-y).
    c_days constant integer := 28;
    -- Between the suggestions of two mesocycles.
    c_apart constant interval := interval '14 days';
    v_stalled jsonb;
    v_begun timestamptz;
    v_last timestamptz;
    v_at timestamptz;
    v_before timestamptz;
    v_is_soon boolean := false;
begin
    if (private.deload_reduction(p_user, private.local_day(p_user, p_at))).reason_code is not null then
        return null;
    end if;
    v_stalled := (
        select jsonb_agg(to_jsonb(s) order by s.name, s.exercise_id) from private.stalled_lifts(p_user, p_at) as s
    );
    if v_stalled is null or jsonb_array_length(v_stalled) < 2 then
        return null;
    end if;
    v_last := (
        select max(w.started_at) from public.workout_sessions as w
        where w.user_id = p_user and w.started_at <= p_at and w.status = 'completed'
    );
    v_begun := (select p.activated_at from public.workout_plans as p where p.user_id = p_user and p.is_active);
    v_begun := v_begun + c_days * floor(extract(epoch from v_last - v_begun) / 86400 / c_days)::integer * interval '1 day';
    -- Suggested by the first workout of a mesocycle after which two lifts stood still, until the next one: who trains on knows it, and
    -- is asked again in the next if they still do.
    for v_at, v_before in
        select o.started_at, o.before_at
        from (
            select w.started_at, lag(w.started_at) over (order by w.started_at) as before_at
            from public.workout_sessions as w
            where w.user_id = p_user
                and w.started_at >= v_begun - c_days * interval '1 day'
                and w.started_at <= v_last
                and w.status = 'completed'
        ) as o
        where o.before_at is not null
        order by o.started_at desc
        -- Who logs more often than once a day is not asked for each.
        limit 2 * c_days
    loop
        if (select count(*) from private.stalled_lifts(p_user, v_at - interval '1 microsecond')) >= 2 then
            if v_before >= v_begun then
                return null;
            end if;
            v_is_soon := v_last - v_before < c_apart;
            exit when not v_is_soon;
        end if;
    end loop;
    if v_is_soon then
        return null;
    end if;
    return jsonb_build_object(
        'suggested', true,
        'exercises', v_stalled,
        'reason', format(
            '%s lifts have not progressed for three workouts: a light week may get them going again.', jsonb_array_length(v_stalled)
        )
    );
end;
$$;
comment on function private.suggested_deload is
'{"suggested", "exercises", "reason"} after the workout since which at least two lifts have stalled, until the next one, outside a deload
week; at most once in each four weeks of the plan and two weeks apart, again while they still stand still. Else null.';
