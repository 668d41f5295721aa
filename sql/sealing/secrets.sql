-- Values that the database only keeps: sealed by a function, for one place, under a version of the purpose's data key.
create table private.secrets (
    user_id uuid not null references public.profiles (id) on delete cascade,
    purpose private.sealing_purpose not null,
    subject uuid not null,
    sealed text not null check (length(sealed) <= 24000 and sealed ~ '^v1\|[1-9][0-9]{0,8}\|[A-Za-z0-9_-]{16}\|[A-Za-z0-9_-]+$'),
    key_version integer not null check (split_part(sealed, '|', 2) = key_version::text),
    created_at timestamptz not null,
    rotated_at timestamptz not null,
    primary key (user_id, purpose, subject),
    foreign key (purpose, key_version) references private.data_keys (purpose, version)
);
comment on table private.secrets is
'Sealed values by owner, purpose and subject (of push_token: the device). They open in their own row only.';
comment on column private.secrets.sealed is 'v1|version of the data key|nonce|ciphertext: shared/ops/sealing.py.';
create index secrets_purpose_key_version_idx on private.secrets (purpose, key_version);

create function private.store_secret(
    p_user uuid,
    p_purpose private.sealing_purpose,
    p_subject uuid,
    p_sealed text,
    p_now timestamptz
)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
    insert into private.secrets as s (user_id, purpose, subject, sealed, key_version, created_at, rotated_at)
    select p_user, p_purpose, p_subject, p_sealed, k.version, p_now, p_now
    from private.data_keys as k
    where k.purpose = p_purpose and k.version::text = split_part(p_sealed, '|', 2)
    on conflict (user_id, purpose, subject) do update
    set sealed = excluded.sealed, key_version = excluded.key_version, rotated_at = excluded.rotated_at
    where s.key_version < excluded.key_version;
    return found;
end;
$$;
comment on function private.store_secret is
'Stores a sealed value, or replaces one of an earlier version. False: there is none such, or its data key is gone.';

create function private.forget_old_data_keys(p_purpose private.sealing_purpose)
returns void
language plpgsql
set search_path = ''
as $$
begin
    delete from private.data_keys as k
    where k.purpose = p_purpose
        and k.version < (select max(l.version) from private.data_keys as l where l.purpose = p_purpose)
        and not exists (select from private.secrets as s where s.purpose = p_purpose and s.key_version = k.version);
end;
$$;
comment on function private.forget_old_data_keys is 'Deletes data keys that nothing is sealed with and that won''t be used again.';
