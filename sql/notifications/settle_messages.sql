create function private.retry_delay(p_failures integer)
returns interval
language plpgsql
volatile
set search_path = ''
as $$
begin
    -- 30 s, 2 min, 8 min, 32 min, about 2 h. Half of it is random, so that messages that failed together are not retried
    -- together.
    return make_interval(secs => 30 * 4 ^ (p_failures - 1) * (0.5 + random() / 2));
end;
$$;
comment on function private.retry_delay is 'How long to wait after the nth failure (1 …): up to 30 s times 4 to the power of n - 1.';

create function private.settle_messages(p_results jsonb, p_now timestamptz)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_settled integer;
begin
    perform private.require_service();
    if jsonb_typeof(p_results) is distinct from 'array' or jsonb_array_length(p_results) > 1000 then
        perform private.fail('PT422', 'p_results must be an array of at most 1000 results', '{"field": "p_results", "max": 1000}');
    end if;
    perform private.check_shapes(p_results, 'p_results[]', $shape${
        "id": {"type": "uuid", "required": true},
        "attempt": {"type": "integer", "min": 1, "max": 1000000, "required": true},
        "outcome": {"type": "text", "max": 20, "pattern": "^(delivered|retry|dead|token_gone|released)$", "required": true},
        "provider_id": {"type": "text", "max": 500},
        "error": {"type": "text", "max": 2000},
        "retry_after": {"type": "number", "min": 0, "max": 86400}
    }$shape$);

    with results as (
        select r.id, r.attempt, r.outcome, r.provider_id, left(r.error, 500) as error, r.retry_after
        from jsonb_to_recordset(p_results) as r (
            id uuid, attempt numeric, outcome text, provider_id text, error text,
            retry_after double precision
        )
    ),

    -- Results of lost claims are ignored. Locked in one order, so that two dispatchers cannot deadlock.
    held as materialized (
        select
            m.id,
            r.outcome,
            r.provider_id,
            r.error,
            r.retry_after,
            m.failures + (r.outcome = 'retry')::integer as failures
        from private.outbox as m
        inner join results as r on r.id = m.id and r.attempt = m.attempt
        where m.state = 'claimed'
        order by m.id
        for update of m
    ),

    judged as (
        select
            h.*,
            case
                when h.outcome = 'delivered' then 'delivered'
                when h.outcome = 'released' or h.outcome = 'retry' and h.failures < private.max_failures() then 'pending'
                else 'dead'
            end::private.message_state as state
        from held as h
    ),

    settled as (
        update private.outbox as m
        set
            state = j.state,
            settled_at = case when j.state <> 'pending' then p_now end,
            failures = j.failures,
            next_attempt_at = case j.outcome
                when 'retry' then p_now + greatest(private.retry_delay(j.failures), make_interval(secs => j.retry_after))
                else p_now
            end,
            provider_id = coalesce(j.provider_id, m.provider_id),
            receipt_due_at = case
                when j.state = 'delivered' and m.channel = any(private.receipt_channels()) and j.provider_id is not null
                    then p_now + private.receipt_delay()
            end,
            error = case when j.outcome in ('delivered', 'released') then m.error else j.error end
        from judged as j
        where m.id = j.id
        returning m.user_id, m.device_id, j.outcome
    ),

    -- Deletes the device's other messages as well.
    gone as (
        delete from public.push_devices as d
        using settled as s
        where s.outcome = 'token_gone' and d.user_id = s.user_id and d.id = s.device_id
    )

    select count(*) into v_settled from settled;
    return jsonb_build_object('settled', v_settled, 'ignored', jsonb_array_length(p_results) - v_settled);
end;
$$;
comment on function private.settle_messages is 'See public.settle_messages.';

create function public.settle_messages(p_results jsonb)
returns jsonb
language sql
security invoker
set search_path = ''
return private.settle_messages(p_results, now());
comment on function public.settle_messages is
'For the service role only: the results of claimed messages, [{id, attempt, outcome, provider_id?, error?, retry_after?}], at
most 1000. outcome: delivered; retry, after retry_after seconds at the earliest, and dead after six failures; dead; token_gone,
which deletes the device and its messages; released, not tried and free at once. Returns {settled, ignored}: a result whose
claim expired or was already settled is ignored.';
