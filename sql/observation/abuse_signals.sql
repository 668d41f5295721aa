-- What looks like probing, as counts by hour: who was refused how often, never what was asked for. Functions write it, because a refusal
-- of the database rolls back with whatever it would have noted.
create table private.abuse_signals (
    id bigint generated always as identity primary key,
    starts_at timestamptz not null,
    kind text not null check (kind in ('unauthorized', 'not_found', 'rate_limited')),
    user_id uuid references public.profiles (id) on delete cascade,
    address_hash text check (address_hash ~ '^[0-9a-f]{32}$'),
    seen integer not null check (seen > 0),
    check (user_id is null or address_hash is null),
    unique nulls not distinct (user_id, address_hash, kind, starts_at)
);
comment on table private.abuse_signals is
'Answers 401, 404 and 429 of functions by hour (UTC) and caller, kept for 30 days. Written by the service.';
comment on column private.abuse_signals.user_id is 'The caller, if signed in.';
comment on column private.abuse_signals.address_hash is
'Of other callers: an HMAC of the address and the day, under a key that the database doesn''t have. Null, like user_id, for callers that
were too many to tell apart.';

create index on private.abuse_signals (starts_at);

create function private.count_abuse_signals(p_signals jsonb, p_now timestamptz)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
    -- Addresses are cheap: beyond this many in an hour they are counted together.
    v_most constant integer := 1000;
    v_hour constant timestamptz := date_trunc('hour', p_now, 'UTC');
    v_known integer;
    v_counted integer;
begin
    perform private.require_service();
    if jsonb_typeof(p_signals) is distinct from 'array' or jsonb_array_length(p_signals) > 1000 then
        perform private.fail('PT422', 'p_signals must be an array of at most 1000 counts', '{"field": "p_signals", "max": 1000}');
    end if;
    perform private.check_shapes(p_signals, 'p_signals[]', $shape${
        "kind": {"type": "text", "max": 12, "pattern": "^(unauthorized|not_found|rate_limited)$", "required": true},
        "user_id": {"type": "uuid"},
        "address_hash": {"type": "text", "max": 32, "pattern": "^[0-9a-f]{32}$"},
        "seen": {"type": "integer", "min": 1, "max": 1000000, "required": true}
    }$shape$);
    select count(distinct s.address_hash) into v_known from private.abuse_signals as s where s.starts_at = v_hour;
    insert into private.abuse_signals as s (starts_at, kind, user_id, address_hash, seen)
    select v_hour, g.kind, g.user_id, g.address_hash, sum(g.seen)
    from (
        select
            r.kind,
            r.seen,
            p.id as user_id,
            case
                when p.id is not null then null
                when exists (
                    select from private.abuse_signals as k where k.starts_at = v_hour and k.address_hash = r.address_hash
                ) then r.address_hash
                when v_known + dense_rank() over (order by r.address_hash) <= v_most then r.address_hash
            end as address_hash
        from jsonb_to_recordset(p_signals) as r (kind text, user_id uuid, address_hash text, seen integer)
        -- An account that was deleted since is nobody.
        left join public.profiles as p on p.id = r.user_id
    ) as g
    group by g.kind, g.user_id, g.address_hash
    -- Two functions that write at once lock the same rows in the same order.
    order by g.user_id, g.address_hash, g.kind
    on conflict (user_id, address_hash, kind, starts_at) do update
    set seen = least(s.seen::bigint + excluded.seen, 2147483647);
    get diagnostics v_counted = row_count;
    return v_counted;
end;
$$;
comment on function private.count_abuse_signals is 'See public.count_abuse_signals.';

create function public.count_abuse_signals(p_signals jsonb)
returns integer
language sql
security invoker
set search_path = ''
return private.count_abuse_signals(p_signals, now());
comment on function public.count_abuse_signals is
'For the service role only: adds refusals to this hour''s counts, [{kind, user_id?, address_hash?, seen}], at most 1000. kind:
unauthorized, not_found or rate_limited; address_hash: 32 hexadecimal digits. Returns how many rows that made or changed.';
