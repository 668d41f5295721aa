-- Expo accepts a push message at once and learns later what Apple or Google did with it: ask after a quarter of an hour, for a day.
-- https://docs.expo.dev/push-notifications/sending-notifications/#check-push-receipts-for-errors

create function private.receipt_channels()
returns public.message_channel []
language sql
immutable
set search_path = ''
return '{push_expo}'::public.message_channel [];
comment on function private.receipt_channels is
'The channels whose provider says later, in a receipt, whether an accepted message arrived.';

create function private.receipt_delay()
returns interval
language sql
immutable
set search_path = ''
return interval '15 minutes';
comment on function private.receipt_delay is 'How long a provider has before it is asked for a receipt, and asked again.';

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
'Batch function of a job: stops asking for receipts of messages sent a day ago; Expo keeps receipts for a day.';

create function private.claim_receipts(p_limit integer, p_channels public.message_channel [], p_now timestamptz)
returns table (id uuid, ticket text)
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
    perform private.require_service();
    if p_limit is null or p_limit not between 1 and 1000 then
        perform private.fail('PT422', 'p_limit must be 1 to 1000', '{"field": "p_limit"}');
    end if;
    return query
    with due as materialized (
        select m.id
        from private.outbox as m
        where m.receipt_due_at <= p_now and m.settled_at > p_now - interval '1 day' and m.channel = any(p_channels)
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

create function public.claim_receipts(
    p_limit integer default 300,
    p_channels public.message_channel [] default enum_range(null::public.message_channel)
)
returns table (id uuid, ticket text)
language sql
security invoker
set search_path = ''
begin atomic
    select c.id, c.ticket from private.claim_receipts(p_limit, p_channels, now()) as c;
end;
comment on function public.claim_receipts is
'For the service role only: up to p_limit (1 to 1000) messages of these channels whose receipt should be available by now, with
their tickets. What is not settled is returned again after a quarter of an hour, for a day. PT422 for a number out of range.';
