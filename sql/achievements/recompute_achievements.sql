create function private.recompute_achievements(
    p_user uuid,
    p_sources text [] default '{workouts, weeks, check_ins, plans}',
    -- Everything that changed since the last count, if known.
    p_change private.change default null
)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_known private.achievement_totals;
    v_new private.achievement_totals;
    v_sources text [] := p_sources;
    -- The settled totals, if they are older than the change.
    v_settled private.achievement_totals;
    v_settling private.settling;
    v_step record;
    v_changed uuid [];
    v_awarded private.award [];
begin
    if not private.lock_user(p_user) then
        return;
    end if;
    select t.* into v_known from private.achievement_totals as t where t.user_id = p_user;
    v_new := v_known;
    v_new.user_id := p_user;
    v_new.rules_version := coalesce((select r.version from private.achievement_rules as r), 0);
    if v_known.rules_version is distinct from v_new.rules_version then
        -- Counted by other rules, or never: recount everything.
        v_sources := '{workouts, weeks, check_ins, plans}';
    elsif p_change.since >= v_known.settled_before
        and v_known.settled_week <= (select min(d.day) from unnest(p_change.days) as d (day))
    then
        v_settled := v_known;
    end if;
    if v_sources && '{workouts, weeks}' then
        -- Settle only when both workouts and weeks are recounted.
        v_settling := case when v_sources @> '{workouts, weeks}' then private.settling_of(p_user) end;
        if v_settled.settled_week > coalesce(v_settling.week_start, '-infinity') then
            v_settling := (v_settled.settled_week, v_settled.settled_before)::private.settling;
        end if;
        v_new.settled_week := v_settling.week_start;
        v_new.settled_before := v_settling.started_before;
        v_new.settled_streak := null;
    end if;
    if 'workouts' = any(v_sources) then
        v_new.last_started_at := (
            select max(w.started_at) from public.workout_sessions as w
            where w.user_id = p_user and w.status = 'completed' and w.total_sets > 0 and not w.is_history
        );
    end if;
    if 'weeks' = any(v_sources) then
        v_new.streak := coalesce(
            v_settled.settled_streak, (p_user, 'weekly_workout_completion', null, 0, 0, 0, null)::private.settled_streaks
        );
        v_new.last_met_at := (
            select t.met_at from private.training_weeks as t
            where t.user_id = p_user and t.week_start = (v_settled.settled_streak).settled_until - 7
        );
        if v_settling.week_start is not null then
            v_new.settled_streak := v_new.streak;
        end if;
        for v_step in
            select s.met_at, s.streak from private.streak_steps(p_user, v_settled.settled_streak) as s
        loop
            v_new.streak := v_step.streak;
            v_new.last_met_at := v_step.met_at;
            if v_new.last_met_at < v_settling.started_before then
                v_new.settled_streak := v_new.streak;
            end if;
        end loop;
    end if;

    with expected as materialized (
        select s.* from private.achievement_state(p_user, v_sources, v_settled, v_settling.started_before) as s
    ),

    counters as (
        select
            array_agg(coalesce(s.counted, v_known.counted[c.id], 0) order by c.id) as counted,
            array_agg(coalesce(s.settled, v_settled.settled_counted[c.id], 0) order by c.id) as settled
        from private.achievement_counters as c
        left join (
            select o.counter_id, max(o.counted) as counted, max(o.settled) as settled from expected as o group by o.counter_id
        ) as s on s.counter_id = c.id
    ),

    counted as (
        insert into private.achievement_totals (
            user_id, rules_version, counted, last_started_at, streak, last_met_at, settled_week, settled_before,
            settled_counted, settled_streak
        )
        select
            p_user, v_new.rules_version, coalesce(c.counted, '{}'), v_new.last_started_at, v_new.streak, v_new.last_met_at,
            v_new.settled_week, v_new.settled_before,
            case
                when v_settling.week_start is not null then c.settled
                when v_new.settled_week is not null then v_known.settled_counted
            end,
            v_new.settled_streak
        from counters as c
        on conflict (user_id) do update
        set
            rules_version = excluded.rules_version,
            counted = excluded.counted,
            last_started_at = excluded.last_started_at,
            streak = excluded.streak,
            last_met_at = excluded.last_met_at,
            settled_week = excluded.settled_week,
            settled_before = excluded.settled_before,
            settled_counted = excluded.settled_counted,
            settled_streak = excluded.settled_streak
    ),

    gone as (
        delete from private.achievement_awards as a
        using expected as s
        where a.user_id = p_user and a.achievement_id = s.achievement_id and s.unlocked_at is null
        returning a.achievement_id
    ),

    moved as (
        insert into private.achievement_awards as a (user_id, achievement_id, unlocked_at, session_id)
        select p_user, s.achievement_id, s.unlocked_at, s.session_id from expected as s where s.unlocked_at is not null
        on conflict (user_id, achievement_id) do update
        set unlocked_at = excluded.unlocked_at, session_id = excluded.session_id
        where (a.unlocked_at, a.session_id) is distinct from (excluded.unlocked_at, excluded.session_id)
        returning a.achievement_id, a.unlocked_at
    )

    select
        array(select m.achievement_id from moved as m union all select g.achievement_id from gone as g),
        array(select (m.achievement_id, m.unlocked_at)::private.award from moved as m)
    into v_changed, v_awarded;
    perform private.settle_awards(p_user, v_changed, v_awarded);
end;
$$;
comment on function private.recompute_achievements is
'Recounts what depends on these kinds of facts, awards what is reached, revokes what no longer is, and settles the XP of both.
With p_change it starts from the counts settled before the change; without it, from the first fact.';
