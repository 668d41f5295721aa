create function private.weekly_streak(p_user uuid, p_at timestamptz)
returns table (
    current_streak integer,
    longest_streak integer,
    last_incremented_at timestamptz,
    this_period_count integer,
    this_period_target integer
)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
    return query
    with today as (
        select private.week_start(private.local_day(p_user, p_at), p.week_starts_on) as week_start
        from public.profiles as p
        where p.id = p_user
    ),

    runs as (
        select max(r.week_start) as last_week, count(*)::integer as weeks, max(r.met_at) as met_at
        from (
            select
                t.week_start,
                t.met_at,
                t.week_start - 7 * (row_number() over (order by t.week_start))::integer as run
            from private.training_weeks as t
            where t.user_id = p_user and t.met_at is not null
        ) as r
        group by r.run
    )

    select
        -- The running week adds to a streak once it is met, and breaks none before it ends.
        -- Who flew west may have trained in a week, or on a day, that is yet to come here.
        coalesce(
            (select r.weeks from runs as r where r.last_week >= d.week_start - 7 order by r.last_week desc limit 1), 0
        ),
        coalesce((select max(r.weeks) from runs as r), 0),
        (select max(r.met_at) from runs as r),
        coalesce(
            (
                select t.training_days from private.training_weeks as t
                where t.user_id = p_user and t.week_start = d.week_start
            ),
            0
        )::integer,
        private.weekly_target_at(p_user, d.week_start + 6)::integer
    from today as d;
end;
$$;
comment on function private.weekly_streak is 'The streak of weeks that met their target, as it stands at a moment.';

create function private.daily_streak(p_user uuid, p_at timestamptz)
returns table (
    current_streak integer,
    longest_streak integer,
    last_incremented_at timestamptz,
    this_period_count integer,
    this_period_target integer
)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
    return query
    -- Days alone come from the indexes; times are looked up for the last one only.
    with days as materialized (
        select w.day from public.workout_sessions as w
        where w.user_id = p_user and w.status = 'completed' and w.total_sets > 0
        union
        select c.day from public.check_ins as c where c.user_id = p_user
    ),

    runs as materialized (
        select max(r.day) as last_day, count(*)::integer as days
        from (select d.day, d.day - (row_number() over (order by d.day))::integer as run from days as d) as r
        group by r.run
    ),

    latest as materialized (
        select r.* from runs as r order by r.last_day desc limit 1
    )

    select
        coalesce((select l.days from latest as l where l.last_day >= t.day - 1), 0),
        coalesce((select max(r.days) from runs as r), 0),
        (
            select least(
                (
                    select min(w.started_at) from public.workout_sessions as w
                    where w.user_id = p_user and w.day = l.last_day and w.status = 'completed' and w.total_sets > 0
                ),
                (select c.created_at from public.check_ins as c where c.user_id = p_user and c.day = l.last_day)
            )
            from latest as l
        ),
        (exists (select from days as d where d.day = t.day))::integer,
        1
    from private.local_day(p_user, p_at) as t (day);
end;
$$;
comment on function private.daily_streak is 'The streak of days with a check-in or a workout, as it stands at a moment.';
