create function private.purge_notifications(p_now timestamptz, p_limit integer)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_messages integer;
    v_notifications integer;
begin
    delete from private.outbox as m
    where m.id in (
        select o.id from private.outbox as o
        where o.state in ('delivered', 'dead') and o.settled_at < p_now - interval '30 days'
        order by o.settled_at
        limit p_limit
    );
    get diagnostics v_messages = row_count;
    delete from public.notifications as n
    where n.id in (
        select o.id from public.notifications as o
        where o.created_at < p_now - interval '90 days'
            and (o.read_at is not null or not o.in_inbox or o.created_at < p_now - interval '365 days')
        order by o.created_at
        limit p_limit - v_messages
    );
    get diagnostics v_notifications = row_count;
    return v_messages + v_notifications;
end;
$$;
comment on function private.purge_notifications is
'Batch function of a job: deletes messages settled 30 days ago, notifications read or never shown after 90 days, and all after a
year. Returns the number of deleted rows.';
