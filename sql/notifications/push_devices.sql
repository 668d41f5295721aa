create table public.push_devices (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references public.profiles (id) on delete cascade,
    platform public.push_platform not null,
    token text check (length(token) <= 4096 and token ~ '^\S+$'),
    -- A token identifies the device, which is signed in to one account at a time. It is random, so its hash tells nothing of it.
    token_hash bytea not null unique check (octet_length(token_hash) = 32),
    app_version text check (length(app_version) <= 50),
    locale text check (locale ~ '^[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8}){0,3}$'),
    last_seen_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (user_id, id)
);
comment on table public.push_devices is
'Devices that receive push messages. Written by register_device; deleted by the client on sign-out, or when the provider
reports the token as gone.';
comment on column public.push_devices.platform is 'The push service that gave out the token.';
comment on column public.push_devices.token is
'The push service''s token for the app on this device, until it is sealed within a minute or so; then null. A device is known by
its id.';
comment on column public.push_devices.token_hash is 'SHA-256 of the token.';
comment on column public.push_devices.locale is 'The language of the device, such as de-AT.';
create index push_devices_user_id_last_seen_at_idx on public.push_devices (user_id, last_seen_at desc);
create index push_devices_unsealed_idx on public.push_devices (id) where token is not null;

create trigger touch before update on public.push_devices
for each row execute function private.touch();
create trigger bury after delete on public.push_devices
referencing old table as old_rows for each statement execute function private.bury('user_id', 'id');

create function private.register_device(
    p_user uuid,
    p_platform public.push_platform,
    p_token text,
    p_app_version text,
    p_locale text,
    p_now timestamptz
)
returns public.push_devices
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_device public.push_devices;
    v_hash bytea := sha256(convert_to(p_token, 'UTF8'));
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.check_shape(
        jsonb_build_object(
            'p_platform', p_platform, 'p_token', p_token, 'p_app_version', p_app_version, 'p_locale', p_locale
        ),
        null,
        $shape${
            "p_platform": {"type": "text", "max": 10, "required": true},
            "p_token": {"type": "text", "min": 1, "max": 4096, "pattern": "^\\S+$", "required": true},
            "p_app_version": {"type": "text", "max": 50},
            "p_locale": {"type": "text", "max": 40, "pattern": "^[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8}){0,3}$"}
        }$shape$
    );
    -- Another account may register the token between the two statements: then delete that row and retry.
    loop
        -- Delete rather than transfer: its pending messages were meant for the other account.
        delete from public.push_devices as d where d.token_hash = v_hash and d.user_id <> p_user;
        insert into public.push_devices as d (user_id, platform, token, token_hash, app_version, locale, last_seen_at)
        values (p_user, p_platform, p_token, v_hash, p_app_version, p_locale, p_now)
        on conflict (token_hash) do update
        set platform = excluded.platform,
            -- Sealed already, unless its data key was lost and an operator has deleted what it sealed.
            token = case
                when not exists (
                    select from private.secrets as s
                    where s.user_id = p_user and s.purpose = 'push_token' and s.subject = d.id
                ) then excluded.token
            end,
            app_version = excluded.app_version,
            locale = excluded.locale,
            last_seen_at = excluded.last_seen_at
        where d.user_id = p_user
        returning d.* into v_device;
        exit when found;
    end loop;
    delete from public.push_devices as d
    where d.user_id = p_user
        and d.id in (
            select o.id from public.push_devices as o
            where o.user_id = p_user
            order by o.last_seen_at desc, o.id = v_device.id desc, o.id
            offset 20
        );
    return v_device;
end;
$$;
comment on function private.register_device is 'See public.register_device.';

create function public.register_device(
    p_platform public.push_platform,
    p_token text,
    p_app_version text default null,
    p_locale text default null
)
returns public.push_devices
language sql
security invoker
set search_path = ''
return private.register_device((select auth.uid()), p_platform, p_token, p_app_version, p_locale, now());
comment on function public.register_device is
'Registers this device for push messages and returns its row. Call it at every start of the app: a known token updates its row,
a token of another account moves to the caller. The 20 devices seen last are kept. Keep the id: the token is sealed soon, and is
null from then on. PT422 names the field.';
