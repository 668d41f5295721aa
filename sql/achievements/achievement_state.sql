create function private.achievement_state(p_user uuid, p_sources text [])
returns table (achievement_id uuid, counter_id smallint, counted numeric, unlocked_at timestamptz, session_id uuid)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
    return query
    with amounts as (
        select a.* from private.workout_amounts(p_user, '-infinity') as a where 'workouts' = any(p_sources)
        union all
        select a.* from private.muscle_amounts(p_user, '-infinity') as a where 'workouts' = any(p_sources)
        union all
        select a.* from private.other_amounts(p_user, p_sources) as a
    ),

    running as materialized (
        select
            a.counter_id,
            a.happened_at,
            a.session_id,
            case when c.takes_best then max(a.amount) over so_far else sum(a.amount) over so_far end as reached
        from amounts as a
        inner join private.achievement_counters as c on c.id = a.counter_id
        window so_far as (
            partition by a.counter_id order by a.happened_at, a.session_id rows between unbounded preceding and current row
        )
    ),

    steps as (
        select
            r.*,
            lag(r.reached, 1, 0.0) over (partition by r.counter_id order by r.happened_at, r.session_id, r.reached) as before
        from running as r
    ),

    totals as (
        select r.counter_id, max(r.reached) as reached from running as r group by r.counter_id
    )

    select
        a.id,
        c.id,
        trim_scale(least(coalesce(t.reached, 0), c.goal)),
        s.happened_at,
        case
            when c.source <> 'weeks' then s.session_id
            -- The week is met by the first workout of its last day.
            else (
                select w.id from public.workout_sessions as w
                where w.user_id = p_user
                    and w.started_at = s.happened_at
                    and w.status = 'completed'
                    and w.total_sets > 0
                order by w.id
                limit 1
            )
        end
    from private.achievement_counters as c
    inner join public.achievements as a on a.counter_id = c.id
    left join totals as t on t.counter_id = c.id
    left join steps as s
        on s.counter_id = c.id
        and s.before < a.target
        and s.reached >= a.target
        and s.happened_at < coalesce(a.retired_at, 'infinity')
    where c.source = any(p_sources);
end;
$$;
comment on function private.achievement_state is
'How far a user is by the facts alone, counted from the first one in the order in which they happened. The definition.';
