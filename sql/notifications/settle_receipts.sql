create function private.settle_receipts(p_results jsonb, p_now timestamptz)
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
        "outcome": {"type": "text", "max": 20, "pattern": "^(delivered|retry|dead|token_gone)$", "required": true},
        "error": {"type": "text", "max": 2000}
    }$shape$);

    with results as (
        select r.id, r.outcome, left(r.error, 500) as error
        from jsonb_to_recordset(p_results) as r (id uuid, outcome text, error text)
    ),

    held as materialized (
        select m.id, r.outcome, r.error, m.failures + (r.outcome = 'retry')::integer as failures
        from private.outbox as m
        inner join results as r on r.id = m.id
        where m.state = 'delivered' and m.channel = any(private.receipt_channels())
        order by m.id
        for update of m
    ),

    judged as (
        select
            h.*,
            case
                when h.outcome = 'delivered' then 'delivered'
                when h.outcome = 'retry' and h.failures < private.max_failures() then 'pending'
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
            next_attempt_at = case when j.state = 'pending' then p_now + private.retry_delay(j.failures) else p_now end,
            receipt_due_at = null,
            error = coalesce(j.error, m.error)
        from judged as j
        where m.id = j.id
        returning m.user_id, m.device_id, j.outcome
    ),

    gone as (
        delete from public.push_devices as d
        using settled as s
        where s.outcome = 'token_gone' and d.user_id = s.user_id and d.id = s.device_id
    )

    select count(*) into v_settled from settled;
    return jsonb_build_object('settled', v_settled, 'ignored', jsonb_array_length(p_results) - v_settled);
end;
$$;
comment on function private.settle_receipts is 'See public.settle_receipts.';

create function public.settle_receipts(p_results jsonb)
returns jsonb
language sql
security invoker
set search_path = ''
return private.settle_receipts(p_results, now());
comment on function public.settle_receipts is
'For the service role only: what the receipts of messages say, [{id, outcome, error?}], at most 1000. outcome: delivered; retry,
which sends it again as settle_messages would; dead; token_gone, which deletes the device and its messages. Returns
{settled, ignored}.';
