create function private.recompute_achievements(
    p_user uuid,
    p_sources text [] default '{workouts, weeks, check_ins, plans}'
)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_version integer := coalesce((select r.version from private.achievement_rules as r), 0);
    v_known private.achievement_totals;
    v_sources text [] := p_sources;
    v_changed uuid [];
    v_awarded private.award [];
begin
    if not private.lock_user(p_user) then
        return;
    end if;
    select t.* into v_known from private.achievement_totals as t where t.user_id = p_user;
    if v_known.rules_version is distinct from v_version then
        -- Counted by other rules, or never: all of it.
        v_sources := '{workouts, weeks, check_ins, plans}';
    end if;

    with should as materialized (
        select s.* from private.achievement_state(p_user, v_sources) as s
    ),

    counted as (
        insert into private.achievement_totals as t (
            user_id, rules_version, counted, last_started_at, streak, last_met_at
        )
        select
            p_user,
            v_version,
            array(
                select coalesce((select max(s.counted) from should as s where s.counter_id = c.id), v_known.counted[c.id], 0)
                from private.achievement_counters as c
                order by c.id
            ),
            (
                select max(w.started_at) from public.workout_sessions as w
                where w.user_id = p_user and w.status = 'completed' and w.total_sets > 0
            ),
            coalesce(m.streak, (p_user, 'weekly_workout_completion', null, 0, 0, 0, null)::private.settled_streaks),
            m.met_at
        from (values (true)) as one (is_there)
        left join lateral (
            select s.met_at, s.streak from private.streak_steps(p_user, null) as s
            where 'weeks' = any(v_sources)
            order by (s.streak).settled_until desc
            limit 1
        ) as m on true
        on conflict (user_id) do update
        set
            rules_version = excluded.rules_version,
            counted = excluded.counted,
            last_started_at = case
                when 'workouts' = any(v_sources) then excluded.last_started_at else t.last_started_at
            end,
            streak = case when 'weeks' = any(v_sources) then excluded.streak else t.streak end,
            last_met_at = case when 'weeks' = any(v_sources) then excluded.last_met_at else t.last_met_at end
    ),

    gone as (
        delete from private.achievement_awards as a
        using should as s
        where a.user_id = p_user and a.achievement_id = s.achievement_id and s.unlocked_at is null
        returning a.achievement_id
    ),

    moved as (
        insert into private.achievement_awards as a (user_id, achievement_id, unlocked_at, session_id)
        select p_user, s.achievement_id, s.unlocked_at, s.session_id from should as s where s.unlocked_at is not null
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
'Counts anew what facts of these kinds make, awards what is reached, takes back what no longer is, and settles the XP of both.';
