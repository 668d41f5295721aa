-- Expo takes a push at once and learns later what Apple or Google made of it: asked a quarter of an hour after, for a day.
-- https://docs.expo.dev/push-notifications/sending-notifications/#check-push-receipts-for-errors
create function private.receipt_delay()
returns interval
language sql
immutable
set search_path = ''
return interval '15 minutes';
comment on function private.receipt_delay is 'How long Expo has for a receipt before it is asked for, and asked again.';

create function private.close_receipts(p_now timestamptz, p_limit integer)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_closed integer;
begin
    update private.outbox as m set receipt_due_at = null
    where m.id in (
        select o.id from private.outbox as o
        where o.receipt_due_at <= p_now and o.settled_at <= p_now - interval '1 day'
        order by o.receipt_due_at
        limit p_limit
        for update skip locked
    );
    get diagnostics v_closed = row_count;
    return v_closed;
end;
$$;
comment on function private.close_receipts is
'Batch function of a job: asks no longer for receipts of messages that left a day ago, as long as Expo keeps them.';

create function private.claim_receipts(p_limit integer, p_now timestamptz)
returns table (id uuid, ticket text)
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
    if p_limit is null or p_limit not between 1 and 1000 then
        perform private.fail('PT422', 'p_limit must be 1 to 1000', '{"field": "p_limit"}');
    end if;
    return query
    with due as materialized (
        select m.id
        from private.outbox as m
        where m.receipt_due_at <= p_now and m.settled_at > p_now - interval '1 day'
        order by m.receipt_due_at
        limit p_limit
        for update skip locked
    ),

    claimed as (
        update private.outbox as m
        set receipt_due_at = p_now + private.receipt_delay()
        from due as d
        where m.id = d.id
        returning m.id, m.provider_id
    )

    select c.id, c.provider_id from claimed as c;
end;
$$;
comment on function private.claim_receipts is 'See public.claim_receipts.';

create function public.claim_receipts(p_limit integer default 300)
returns table (id uuid, ticket text)
language sql
security invoker
set search_path = ''
begin atomic
    select c.id, c.ticket from private.claim_receipts(p_limit, now()) as c;
end;
comment on function public.claim_receipts is
'For the service role alone: up to p_limit (1 to 1000) messages whose receipt Expo should have by now, with their tickets. What
isn''t settled comes again after a quarter of an hour, for a day. PT422 for a number out of range.';
