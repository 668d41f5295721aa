create function private.max_failures()
returns smallint
language sql
immutable
set search_path = ''
return 6::smallint;
comment on function private.max_failures is 'The number of failed attempts after which a message is dead.';

create function private.claim_messages(
    p_limit integer, p_seconds integer, p_channels public.message_channel [], p_now timestamptz
)
returns table (
    id uuid,
    user_id uuid,
    channel public.message_channel,
    attempt integer,
    address text,
    device_id uuid,
    notification_id uuid,
    type public.notification_type,
    title text,
    body text,
    data jsonb,
    locale text,
    sealed text
)
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
    v_due uuid[];
    v_round integer := 0;
begin
    perform private.require_service();
    if p_limit is null or p_limit not between 1 and 1000 then
        perform private.fail('PT422', 'p_limit must be 1 to 1000', '{"field": "p_limit"}');
    elsif p_seconds is null or p_seconds not between 1 and 900 then
        perform private.fail('PT422', 'p_seconds must be 1 to 900', '{"field": "p_seconds"}');
    end if;
    -- A round may find only messages to give up; returning no rows then would look as if nothing were due.
    while v_round < 20 loop
        v_round := v_round + 1;
        v_due := array(
            select m.id
            from private.outbox as m
            where m.state in ('pending', 'claimed')
                and m.next_attempt_at <= p_now
                and (m.channel = any(p_channels) or m.expires_at <= p_now)
            order by m.next_attempt_at
            limit p_limit
            -- Concurrent dispatchers share the work and never get the same message.
            for update skip locked
        );
        exit when cardinality(v_due) = 0;
        return query
        with judged as materialized (
            select
                m.id,
                -- An expired claim counts as a failure: its dispatcher died, and the message may be the cause.
                m.failures + (m.state = 'claimed')::integer as failures,
                case
                    when m.expires_at <= p_now then 'expired'
                    when m.failures + (m.state = 'claimed')::integer >= private.max_failures() then 'lost'
                end as reason
            from private.outbox as m
            where m.id = any(v_due)
        ),

        moved as (
            update private.outbox as m
            set
                failures = j.failures,
                state = case when j.reason is null then 'claimed' else 'dead' end::private.message_state,
                settled_at = case when j.reason is not null then p_now end,
                error = case when j.reason is null then m.error else concat_ws(': ', j.reason, m.error) end,
                attempt = m.attempt + (j.reason is null)::integer,
                next_attempt_at = p_now + make_interval(secs => p_seconds)
            from judged as j
            where m.id = j.id
            returning m.id, m.user_id, m.notification_id, m.channel, m.attempt, m.device_id, m.state
        )

        select
            c.id,
            c.user_id,
            c.channel,
            c.attempt,
            -- The current address: it may have changed since the notification.
            coalesce(v.token, case when u.email_confirmed_at is not null then u.email::text end),
            c.device_id,
            c.notification_id,
            n.type,
            n.title,
            n.body,
            n.data,
            n.locale,
            s.sealed
        from moved as c
        inner join public.notifications as n on n.user_id = c.user_id and n.id = c.notification_id
        left join public.push_devices as v on v.user_id = c.user_id and v.id = c.device_id
        left join private.secrets as s
            on s.user_id = c.user_id and s.purpose = 'push_token' and s.subject = c.device_id
        left join auth.users as u on u.id = c.user_id and c.channel = 'email'
        where c.state = 'claimed';
        exit when found;
    end loop;
end;
$$;
comment on function private.claim_messages is 'See public.claim_messages.';

create function public.claim_messages(
    p_limit integer default 100,
    p_seconds integer default 60,
    p_channels public.message_channel [] default enum_range(null::public.message_channel)
)
returns table (
    id uuid,
    user_id uuid,
    channel public.message_channel,
    attempt integer,
    address text,
    device_id uuid,
    notification_id uuid,
    type public.notification_type,
    title text,
    body text,
    data jsonb,
    locale text,
    sealed text
)
language sql
security invoker
set search_path = ''
begin atomic
    select
        c.id, c.user_id, c.channel, c.attempt, c.address, c.device_id, c.notification_id, c.type, c.title, c.body, c.data,
        c.locale, c.sealed
    from private.claim_messages(p_limit, p_seconds, p_channels, now()) as c;
end;
comment on function public.claim_messages is
'For the service role only: claims up to p_limit (1 to 1000) due messages for p_seconds (1 to 900). Until then no other
dispatcher gets them; settle_messages reports each result, and what is not settled can be claimed again. address is the
push token or the confirmed mail address, null if there is none, or if the token is sealed: then it is in sealed. PT422
for a number out of range.';
