create table public.ai_usage (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references public.profiles (id) on delete cascade,
    feature public.ai_feature not null,
    model text not null check (length(model) between 1 and 200),
    input_tokens integer not null check (input_tokens >= 0),
    output_tokens integer not null check (output_tokens >= 0),
    cost_usd numeric(13, 8) not null check (cost_usd between 0 and 10000),
    latency_ms integer not null check (latency_ms >= 0),
    outcome public.ai_outcome not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    request_id uuid
);
comment on table public.ai_usage is
'Every model call made for a user, including failed ones. Append-only; contains no prompt or answer text.';
comment on column public.ai_usage.output_tokens is 'Includes thinking tokens, which are billed as output.';
comment on column public.ai_usage.cost_usd is 'US dollars, by the prices in force when the call was made.';
comment on column public.ai_usage.latency_ms is 'From the first byte sent to the last byte read, in milliseconds.';
comment on column public.ai_usage.request_id is
'The request it was made for; one request may need several calls. No foreign key: requests are deleted after a day.';
create index ai_usage_user_id_created_at_idx on public.ai_usage (user_id, created_at desc, id desc);
-- For the purge: rows are inserted in order of time, so a few kilobytes of index are enough to find the old ones.
create index ai_usage_created_at_idx on public.ai_usage using brin (created_at);

create trigger append_only before update or delete on public.ai_usage
for each row execute function private.append_only();

create function private.record_ai_usage(p_user uuid, p_usage jsonb, p_now timestamptz)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_count integer;
begin
    perform private.require_caller(p_user);
    perform private.check_shape(
        jsonb_build_object('p_usage', p_usage), null, '{"p_usage": {"type": "array", "max": 100, "required": true}}'
    );
    perform private.check_shapes(p_usage, 'p_usage[]', $shape${
        "id": {"type": "uuid"},
        "request_id": {"type": "uuid"},
        "feature": {"type": "public.ai_feature", "required": true},
        "model": {"type": "text", "min": 1, "max": 200, "required": true},
        "input_tokens": {"type": "integer", "min": 0, "max": 1000000000, "required": true},
        "output_tokens": {"type": "integer", "min": 0, "max": 1000000000, "required": true},
        "cost_usd": {"type": "number", "min": 0, "max": 10000, "required": true},
        "latency_ms": {"type": "integer", "min": 0, "max": 1000000000, "required": true},
        "outcome": {"type": "public.ai_outcome", "required": true}
    }$shape$);
    -- Record nothing for an account deleted in the meantime. The row lock makes a concurrent deletion and this wait for each other.
    perform from public.profiles as p where p.id = p_user for key share;
    if not found then
        return 0;
    end if;
    with recorded as (
        insert into public.ai_usage (
            id, user_id, feature, model, input_tokens, output_tokens, cost_usd, latency_ms, outcome, created_at, updated_at,
            request_id
        )
        select
            coalesce(u.id, gen_random_uuid()), p_user, u.feature, u.model, u.input_tokens, u.output_tokens, u.cost_usd,
            u.latency_ms, u.outcome, p_now, p_now, u.request_id
        from jsonb_to_recordset(p_usage) as u (
            id uuid,
            request_id uuid,
            feature public.ai_feature,
            model text,
            input_tokens integer,
            output_tokens integer,
            cost_usd numeric,
            latency_ms integer,
            outcome public.ai_outcome
        )
        on conflict (id) do nothing
        returning feature, input_tokens + output_tokens > 0 as is_paid
    ),

    -- For private.require_unspent, which counts what other accounts with this subscription have spent as well.
    counted as (
        insert into private.subscription_use as s (subscription, feature, period, starts_on, calls)
        select o.subscription, o.feature, 'day', private.quota_window('day', p_now), o.calls
        from (
            select
                r.feature,
                count(*) as calls,
                private.quota_subscription(p_user, private.quota_tier(p_user, p_now), r.feature, p_now) as subscription
            from recorded as r
            where r.is_paid
            group by r.feature
            order by r.feature
        ) as o
        where o.subscription is not null
        on conflict (subscription, feature, period, starts_on) do update
        set calls = s.calls + excluded.calls
    )

    select count(*) into v_count from recorded as r;
    return v_count;
end;
$$;
comment on function private.record_ai_usage is 'See public.record_ai_usage.';

create function public.record_ai_usage(p_user_id uuid, p_usage jsonb)
returns integer
language sql
security invoker
set search_path = ''
return private.record_ai_usage(p_user_id, p_usage, now());
comment on function public.record_ai_usage is
'For the service only: records model calls [{id?, request_id?, feature, model, input_tokens, output_tokens, cost_usd, latency_ms,
outcome}]. Returns how many were new: an existing id is left unchanged, so it is safe to repeat.';
