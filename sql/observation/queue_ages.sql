create view private.queue_ages
with (security_invoker = true) as
select
    q.queue,
    count(*) filter (where q.is_waiting) as waiting,
    count(*) filter (where q.is_waiting and q.due_at <= now()) as due,
    coalesce(extract(epoch from now() - min(q.due_at) filter (where q.is_waiting and q.due_at <= now())), 0)::integer
        as oldest_due_seconds,
    count(*) filter (where q.is_dead) as dead
from (
    select 'messages' as queue, m.state in ('pending', 'claimed') as is_waiting, m.state = 'dead' as is_dead, m.next_attempt_at as due_at
    from private.outbox as m
    where m.state <> 'delivered'
    union all
    select 'billing events' as queue, e.state = 'received' as is_waiting, e.state = 'dead' as is_dead, e.next_attempt_at as due_at
    from private.billing_events as e
    where e.state in ('received', 'dead')
    union all
    select 'files to delete' as queue, f.state = 'pending' as is_waiting, f.state = 'dead' as is_dead, f.next_attempt_at as due_at
    from private.file_deletions as f
    union all
    -- So that an empty queue has a row too.
    select o.name as queue, false as is_waiting, false as is_dead, null::timestamptz as due_at
    from unnest(array['messages', 'billing events', 'files to delete']) as o (name)
) as q
group by q.queue;
comment on view private.queue_ages is
'One row per queue, for operators. waiting: not yet processed; due: of these, ready to be processed now; oldest_due_seconds: how long the
oldest of them has been due (a claimed item is due when its claim expires); dead: given up, needs an operator.';
