-- Runs for every finished workout: adds the newest one to the totals.
create function private.advance_achievements(p_user uuid, p_sessions uuid [], p_change private.change)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_known private.achievement_totals;
    v_before numeric [];
    v_now record;
    v_streak private.settled_streaks;
    -- The workout's week isn't part of the streak yet.
    v_is_open boolean;
    v_counted numeric [];
    v_step record;
    v_moved smallint [];
    v_awards private.award [];
begin
    if p_change.since is null then
        -- No workout counted, neither before nor after the change.
        return;
    end if;
    select t.* into v_known
    from private.achievement_totals as t
    where t.user_id = p_user and t.rules_version = coalesce((select r.version from private.achievement_rules as r), 0);
    if not found
        or p_change.is_correction
        or cardinality(p_sessions) > 1
        or p_change.since <= v_known.last_started_at
    then
        perform private.recompute_achievements(p_user, '{workouts, weeks}', p_change);
        return;
    end if;

    select
        w.week_start,
        t.met_at,
        exists (
            select from private.achievement_counters as c
            where c.metric = 'muscle_groups_in_week' and v_known.counted[c.id] < c.goal
        ) as counts_muscles
    into v_now
    from public.workout_sessions as s
    inner join public.profiles as p on p.id = s.user_id
    cross join lateral private.week_start(s.day, p.week_starts_on) as w (week_start)
    left join private.training_weeks as t on t.user_id = p_user and t.week_start = w.week_start
    where s.user_id = p_user and s.id = p_sessions[1] and s.total_sets > 0 and not s.is_history;
    if not found then
        -- Warm-up sets only, or history.
        return;
    end if;
    v_before := v_known.counted;
    v_streak := v_known.streak;
    v_is_open := v_now.week_start >= coalesce(v_streak.settled_until, '-infinity');
    if v_is_open and v_now.met_at = p_change.since then
        v_streak := (select s.streak from private.streak_steps(p_user, v_streak) as s);
    elsif (
        v_is_open and v_now.met_at is null
        or v_now.week_start = v_streak.settled_until - 7 and v_now.met_at = v_known.last_met_at
    ) is not true then
        -- After crossing time zones, a later workout can have an earlier date.
        perform private.recompute_achievements(p_user, '{workouts, weeks}', p_change);
        return;
    end if;

    v_counted := v_before;
    for v_step in
        select c.id, c.goal, c.takes_best, a.amount
        from (
            select w.counter_id, w.amount from private.workout_amounts(p_user, p_change.since) as w
            union all
            -- The expensive metric is skipped once all its achievements are unlocked.
            select m.counter_id, m.amount
            from private.muscle_amounts(p_user, v_now.week_start) as m
            where v_now.counts_muscles
            union all
            select w.id, case when w.metric = 'weekly_streak' then v_streak.current_streak else 1 end
            from private.achievement_counters as w
            where w.source = 'weeks' and v_streak.settled_until is distinct from (v_known.streak).settled_until
        ) as a
        inner join private.achievement_counters as c on c.id = a.counter_id
        where v_before[c.id] < c.goal
    loop
        v_counted[v_step.id] := trim_scale(least(
            case
                when v_step.takes_best then greatest(v_counted[v_step.id], v_step.amount)
                else v_counted[v_step.id] + v_step.amount
            end,
            v_step.goal
        ));
        v_moved := v_moved || v_step.id;
    end loop;
    update private.achievement_totals as t
    set
        counted = v_counted,
        last_started_at = p_change.since,
        streak = v_streak,
        last_met_at = coalesce(v_now.met_at, t.last_met_at)
    where t.user_id = p_user;

    select array_agg((a.id, p_change.since)::private.award) into v_awards
    from public.achievements as a
    where a.counter_id = any(v_moved)
        and v_before[a.counter_id] < a.target
        and v_counted[a.counter_id] >= a.target
        and p_change.since < coalesce(a.retired_at, 'infinity');
    if v_awards is not null then
        insert into private.achievement_awards (user_id, achievement_id, unlocked_at, session_id)
        select p_user, a.achievement_id, a.unlocked_at, p_sessions[1] from unnest(v_awards) as a;
        perform private.settle_awards(p_user, array(select a.achievement_id from unnest(v_awards) as a), v_awards);
    end if;
end;
$$;
comment on function private.advance_achievements is
'Updates achievements after workouts changed: a single newest workout is added to the totals; for anything else the weeks it can
affect are recounted.';
