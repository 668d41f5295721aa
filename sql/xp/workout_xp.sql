create function private.recompute_workout_xp(
    p_user uuid,
    p_days date[],
    p_sessions uuid[],
    -- Other claims to settle in the same statement: each insert into the ledger updates the profile.
    p_due private.xp_due default null
)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_sources uuid[];
    v_claims private.xp_claim[];
begin
    -- The cap is per day, so a day is computed as a whole, in the order of its workouts.
    with sessions as (
        select w.id, w.day, w.started_at, private.xp_version(w.started_at) as version
        from public.workout_sessions as w
        where w.user_id = p_user and w.day = any(p_days) and w.status = 'completed' and w.total_sets > 0
            and not w.is_history
    ),

    earned as (
        select s.id, s.day, s.started_at, r.version, r.event_type, v.daily_cap, r.xp * n.times as xp
        from sessions as s
        cross join lateral (
            select
                count(*) filter (where x.working_sets > 0) as exercises,
                case
                    when sum(x.records) > 0 and private.has_history(p_user) then (private.earned_scores(p_user, s.id)).records
                    else sum(x.records)
                end as records
            from private.exercise_sessions as x
            where x.user_id = p_user and x.session_id = s.id
        ) as x
        cross join lateral (
            values
            ('workout_completed'::public.xp_event_type, 1), ('exercise_logged', x.exercises), ('personal_record', x.records)
        ) as n (event_type, times)
        inner join public.xp_rules as r on r.version = s.version and r.event_type = n.event_type
        inner join public.xp_rule_versions as v on v.version = s.version
    ),

    capped as (
        select
            e.*,
            least(e.daily_cap, sum(e.xp) over day_so_far) - least(e.daily_cap, sum(e.xp) over day_so_far - e.xp) as capped_xp
        from earned as e
        window day_so_far as (
            partition by e.day order by e.started_at, e.id, e.event_type rows between unbounded preceding and current row
        )
    )

    select
        array_agg(c.id),
        array_agg((c.event_type, 'workout', c.id, c.capped_xp, c.version)::private.xp_claim)
    into v_sources, v_claims
    from capped as c;
    perform private.settle_xp(p_user, p_sessions || v_sources || p_due.sources, v_claims || p_due.claims);
end;
$$;
comment on function private.recompute_workout_xp is
'Settles the XP of the workouts of these days, capped per day. p_sessions: workouts that may have moved out of these days.';
