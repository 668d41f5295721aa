create function private.achievement_state(
    p_user uuid,
    p_sources text [],
    -- Continue from the settled counts in these totals (workouts and weeks only); null: count from the first fact.
    p_known private.achievement_totals default null,
    -- Also return the counters as of this moment.
    p_settle_before timestamptz default null
)
returns table (
    achievement_id uuid, counter_id smallint, counted numeric, settled numeric, unlocked_at timestamptz, session_id uuid
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
    return query
    with counters as materialized (
        select c.id, c.metric, c.source, c.takes_best, c.goal, coalesce(p_known.settled_counted[c.id], 0.0) as settled
        from private.achievement_counters as c
        -- A counter that had already reached its goal can't unlock anything more.
        where c.source = any(p_sources) and c.goal > coalesce(p_known.settled_counted[c.id], 0.0)
    ),

    amounts as (
        select a.*
        from private.workout_amounts(p_user, coalesce(p_known.settled_before, '-infinity')) as a
        where 'workouts' = any(p_sources)
        union all
        select a.*
        from private.muscle_amounts(p_user, coalesce(p_known.settled_week, '-infinity')) as a
        where exists (select from counters as c where c.metric = 'muscle_groups_in_week')
        union all
        select a.* from private.other_amounts(p_user, p_sources, p_known.settled_streak) as a
    ),

    running as materialized (
        select
            a.counter_id,
            a.happened_at,
            a.session_id,
            c.settled,
            case
                when c.takes_best then greatest(c.settled, max(a.amount) over so_far)
                else c.settled + sum(a.amount) over so_far
            end as reached
        from amounts as a
        inner join counters as c on c.id = a.counter_id
        window so_far as (
            partition by a.counter_id order by a.happened_at, a.session_id rows between unbounded preceding and current row
        )
    ),

    steps as (
        select
            r.*,
            lag(r.reached, 1, r.settled) over (
                partition by r.counter_id order by r.happened_at, r.session_id, r.reached
            ) as before
        from running as r
    ),

    totals as (
        select
            r.counter_id,
            max(r.reached) as reached,
            max(r.reached) filter (where r.happened_at < p_settle_before) as settled
        from running as r
        group by r.counter_id
    )

    select
        a.id,
        c.id,
        trim_scale(least(coalesce(t.reached, c.settled), c.goal)),
        coalesce(t.settled, c.settled),
        s.happened_at,
        case
            when c.source <> 'weeks' then s.session_id
            -- The week's target is met by the first workout of the day that completes it.
            else (
                select w.id from public.workout_sessions as w
                where w.user_id = p_user
                    and w.started_at = s.happened_at
                    and w.status = 'completed'
                    and w.total_sets > 0
                    and not w.is_history
                order by w.id
                limit 1
            )
        end
    from counters as c
    -- What was already unlocked by the settled counts stays as it is.
    inner join public.achievements as a on a.counter_id = c.id and a.target > c.settled
    left join totals as t on t.counter_id = c.id
    left join steps as s
        on s.counter_id = c.id
        and s.before < a.target
        and s.reached >= a.target
        and s.happened_at < coalesce(a.retired_at, 'infinity');
end;
$$;
comment on function private.achievement_state is
'A user''s progress computed from the facts alone, from the first one in the order they happened: the definition. With p_known the
same, faster, but without achievements already unlocked by the settled counts.';
