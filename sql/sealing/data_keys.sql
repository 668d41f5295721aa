-- What functions seal with. Only KMS (locally a key file) can unwrap a data key, so the database holds nothing that opens what it
-- stores: docs/security.md, "Encryption".
create type private.sealing_purpose as enum ('push_token');

create table private.data_keys (
    purpose private.sealing_purpose not null,
    version integer not null check (version between 1 and 999999999),
    -- In two: Postgres gives the one check back in other words, to which no migration leads.
    wrapped text not null check (length(wrapped) <= 8192) check (wrapped ~ '^[A-Za-z0-9_-]+$'),
    created_at timestamptz not null,
    retired_at timestamptz,
    primary key (purpose, version)
);
comment on table private.data_keys is
'Data keys, wrapped by a key that the database never sees. The latest of a purpose seals; earlier ones open until all is re-sealed.';
comment on column private.data_keys.wrapped is 'As the key service returned it, in base64url.';
comment on column private.data_keys.retired_at is 'Set by rotate_data_key: the next function that seals adds a version.';

create function private.purpose_named(p_purpose text)
returns private.sealing_purpose
language plpgsql
immutable
set search_path = ''
as $$
begin
    if not coalesce(pg_input_is_valid(p_purpose, 'private.sealing_purpose'), false) then
        perform private.fail('PT422', 'p_purpose must be a purpose of sealing', '{"field": "p_purpose"}');
    end if;
    return p_purpose::private.sealing_purpose;
end;
$$;
comment on function private.purpose_named is 'The purpose of that name, or PT422.';

create function private.data_keys_of(p_purpose text, p_now timestamptz)
returns table (version integer, wrapped text, seals boolean)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
    v_purpose private.sealing_purpose;
begin
    perform private.require_service();
    v_purpose := private.purpose_named(p_purpose);
    return query
    select
        k.version,
        k.wrapped,
        k.retired_at is null
        and k.created_at > p_now - interval '90 days'
        and k.version = max(k.version) over ()
    from private.data_keys as k
    where k.purpose = v_purpose
    order by k.version;
end;
$$;
comment on function private.data_keys_of is 'See public.data_keys_of.';

create function public.data_keys_of(p_purpose text)
returns table (version integer, wrapped text, seals boolean)
language sql
security invoker
set search_path = ''
begin atomic
    select k.version, k.wrapped, k.seals from private.data_keys_of(p_purpose, now()) as k;
end;
comment on function public.data_keys_of is
'For the service role only: the wrapped data keys of a purpose (push_token), by version. seals: new values are sealed with this
one; if none is, it is time for add_data_key: after 90 days, or after an operator''s private.rotate_data_key.';

create function private.add_data_key(p_purpose text, p_wrapped text, p_after integer, p_now timestamptz)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_purpose private.sealing_purpose;
begin
    perform private.require_service();
    v_purpose := private.purpose_named(p_purpose);
    perform private.check_shape(
        jsonb_build_object('p_wrapped', p_wrapped, 'p_after', p_after),
        null,
        $shape${
            "p_wrapped": {"type": "text", "min": 1, "max": 8192, "pattern": "^[A-Za-z0-9_-]+$", "required": true},
            "p_after": {"type": "integer", "min": 0, "max": 999999998, "required": true}
        }$shape$
    );
    -- Of two functions that noticed at once, one adds it; the other uses that.
    insert into private.data_keys (purpose, version, wrapped, created_at)
    select v_purpose, p_after + 1, p_wrapped, p_now
    where p_after = coalesce((select max(k.version) from private.data_keys as k where k.purpose = v_purpose), 0)
    on conflict do nothing;
    return (select max(k.version) from private.data_keys as k where k.purpose = v_purpose);
end;
$$;
comment on function private.add_data_key is 'See public.add_data_key.';

create function public.add_data_key(p_purpose text, p_wrapped text, p_after integer)
returns integer
language sql
security invoker
set search_path = ''
return private.add_data_key(p_purpose, p_wrapped, p_after, now());
comment on function public.add_data_key is
'For the service role only: adds the data key that follows version p_after (0: the first), wrapped by the key service, in base64url.
If there is a later version by now, nothing happens. Returns the latest version; read data_keys_of again.';

create function private.rotate_data_key(p_purpose private.sealing_purpose, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
begin
    update private.data_keys as k set retired_at = p_now where k.purpose = p_purpose and k.retired_at is null;
end;
$$;
comment on function private.rotate_data_key is
'For an operator: the next run of the function that seals for this purpose makes a new data key, and re-seals with it.';
