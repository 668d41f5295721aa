create table private.training_weeks (
    user_id uuid not null references public.profiles (id) on delete cascade,
    week_start date not null,
    training_days smallint not null,
    target smallint not null,
    -- When the day that met the target was trained; null until then.
    met_at timestamptz,
    primary key (user_id, week_start)
);
comment on table private.training_weeks is 'One row per week with a workout: the days trained and the target. Derived.';

create function private.week_start(p_day date, p_starts_on smallint)
returns date
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
    -- 0001-01-01 was a Monday.
    return p_day - (p_day - date '0001-01-01' + 8 - p_starts_on) % 7;
end;
$$;
comment on function private.week_start is
'The first day of the week that contains p_day; weeks begin on p_starts_on (1 Monday … 7 Sunday).';

create function private.week_source(p_user uuid, p_week_start date)
returns uuid
language plpgsql
immutable
set search_path = ''
as $$
begin
    return private.stable_id('week', p_user || ':' || p_week_start);
end;
$$;
comment on function private.week_source is 'The source_id of a week in xp_events.';

create function private.recompute_weeks(p_user uuid, p_days date[])
returns private.xp_due
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_week date;
    v_day date;
    v_first_day date;
    -- When the first workout of each day began.
    v_trained_at timestamptz[];
    v_target smallint;
    v_known private.training_weeks;
    v_due private.xp_due;
begin
    for v_week, v_day in
        select w.week_start, min(d.day)
        from public.profiles as p
        -- Callers pass a workout's day once per exercise.
        cross join (select distinct o.day from unnest(p_days) as o (day)) as d
        cross join lateral private.week_start(d.day, p.week_starts_on) as w (week_start)
        where p.id = p_user
        group by w.week_start
    loop
        v_first_day := least(v_first_day, v_day);
        v_trained_at := array(
            select min(w.started_at)
            from public.workout_sessions as w
            where w.user_id = p_user
                and w.day between v_week and v_week + 6
                and w.status = 'completed'
                and w.total_sets > 0
                and not w.is_history
            group by w.day
            order by w.day
        );
        v_target := private.weekly_target_at(p_user, v_week + 6);
        select t.* into v_known from private.training_weeks as t where t.user_id = p_user and t.week_start = v_week;
        if cardinality(v_trained_at) = 0 then
            delete from private.training_weeks as t where t.user_id = p_user and t.week_start = v_week;
        elsif v_known.user_id is null then
            insert into private.training_weeks (user_id, week_start, training_days, target, met_at)
            values (p_user, v_week, cardinality(v_trained_at), v_target, v_trained_at[v_target]);
        elsif (v_known.training_days, v_known.target, v_known.met_at)
            is distinct from (cardinality(v_trained_at), v_target, v_trained_at[v_target])
        then
            update private.training_weeks as t
            set training_days = cardinality(v_trained_at), target = v_target, met_at = v_trained_at[v_target]
            where t.user_id = p_user and t.week_start = v_week;
        end if;
        -- Whether the target was met, or when, has changed.
        if v_known.met_at is distinct from v_trained_at[v_target] then
            v_due.sources := v_due.sources || private.week_source(p_user, v_week);
            if v_trained_at[v_target] is not null then
                v_due.claims := v_due.claims || private.claim(
                    'streak_kept', 'week', private.week_source(p_user, v_week), v_trained_at[v_target]
                );
            end if;
        end if;
    end loop;
    perform private.invalidate_settled_streaks(p_user, v_first_day);
    return v_due;
end;
$$;
comment on function private.recompute_weeks is 'Derives the weeks that contain these days and returns the XP to settle for them.';
