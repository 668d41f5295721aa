-- A push token is in clear from its registration to the dispatcher's next run, at most a minute later. Then only its SHA-256 is
-- left beside the device, by which a registration finds it, and the sealed token in private.secrets.

create function private.forget_tokens()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    delete from private.secrets as s
    using old_rows as o
    where s.user_id = o.user_id and s.purpose = 'push_token' and s.subject = o.id;
    return null;
end;
$$;
comment on function private.forget_tokens is 'Statement trigger: deletes the sealed tokens of deleted devices.';

create trigger forget_tokens after delete on public.push_devices
referencing old table as old_rows for each statement execute function private.forget_tokens();

create function private.tokens_to_seal(p_limit integer)
returns table (user_id uuid, device_id uuid, token text, sealed text)
language plpgsql
stable
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
    (select d.user_id, d.id, d.token, null::text from public.push_devices as d where d.token is not null limit p_limit)
    union all
    (
        select s.user_id, s.subject, null::text, s.sealed
        from private.secrets as s
        where s.purpose = 'push_token'
            and s.key_version < (select max(k.version) from private.data_keys as k where k.purpose = 'push_token')
        limit p_limit
    )
    limit p_limit;
end;
$$;
comment on function private.tokens_to_seal is 'See public.tokens_to_seal.';

create function public.tokens_to_seal(p_limit integer default 1000)
returns table (user_id uuid, device_id uuid, token text, sealed text)
language sql
security invoker
set search_path = ''
begin atomic
    select t.user_id, t.device_id, t.token, t.sealed from private.tokens_to_seal(p_limit) as t;
end;
comment on function public.tokens_to_seal is
'For the service role only: up to p_limit (1 to 1000) push tokens that are in clear (token) or sealed with an earlier data key
(sealed). seal_tokens takes them back. PT422 for a number out of range.';

create function private.seal_tokens(p_tokens jsonb, p_now timestamptz)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_given record;
    v_sealed integer := 0;
begin
    perform private.require_service();
    if jsonb_typeof(p_tokens) is distinct from 'array' or jsonb_array_length(p_tokens) > 1000 then
        perform private.fail('PT422', 'p_tokens must be an array of at most 1000 tokens', '{"field": "p_tokens", "max": 1000}');
    end if;
    perform private.check_shapes(p_tokens, 'p_tokens[]', $shape${
        "user_id": {"type": "uuid", "required": true},
        "device_id": {"type": "uuid", "required": true},
        "sealed": {"type": "text", "max": 24000, "pattern": "^v1\\|[1-9][0-9]{0,8}\\|[A-Za-z0-9_-]{16}\\|[A-Za-z0-9_-]+$"}
    }$shape$);
    -- As whoever deletes an account: first the account, then its devices.
    perform from public.profiles as p
    where p.id in (select r.user_id from jsonb_to_recordset(p_tokens) as r (user_id uuid))
    order by p.id
    for key share;
    -- The row lock keeps a device from being deleted between the two statements, which would leave its token behind.
    for v_given in
        select d.user_id, d.id, r.sealed
        from jsonb_to_recordset(p_tokens) as r (user_id uuid, device_id uuid, sealed text)
        inner join public.push_devices as d on d.user_id = r.user_id and d.id = r.device_id
        order by d.id
        for no key update of d
    loop
        if v_given.sealed is null then
            delete from public.push_devices as d where d.id = v_given.id;
        elsif private.store_secret(v_given.user_id, 'push_token', v_given.id, v_given.sealed, p_now) then
            update public.push_devices as d set token = null where d.id = v_given.id and d.token is not null;
            v_sealed := v_sealed + 1;
        end if;
    end loop;
    perform private.forget_old_data_keys('push_token');
    return v_sealed;
end;
$$;
comment on function private.seal_tokens is 'See public.seal_tokens.';

create function public.seal_tokens(p_tokens jsonb)
returns integer
language sql
security invoker
set search_path = ''
return private.seal_tokens(p_tokens, now());
comment on function public.seal_tokens is
'For the service role only: sealed push tokens, [{user_id, device_id, sealed?}], at most 1000. A token in clear is deleted, one
sealed with an earlier data key replaced; what came too late is ignored. Without sealed the device is deleted: its token can''t be
opened, and its app registers it again. Returns how many were stored.';
