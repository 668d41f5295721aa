-- Proof that an account was deleted, and how a restored backup learns of it. No id: 122 random bits can't be guessed from their
-- hash, but whoever shows the id can be answered.
create table private.account_deletions (
    account_hash bytea primary key,
    actor public.audit_actor not null,
    deleted_at timestamptz not null default now()
);
comment on table private.account_deletions is 'Accounts that were deleted. Nothing here says whose they were.';
comment on column private.account_deletions.account_hash is 'SHA-256 of the 16 bytes of the user''s id.';
create index account_deletions_deleted_at_idx on private.account_deletions using brin (deleted_at);

create function private.on_account_deleted()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into private.account_deletions (account_hash, actor)
    values (
        sha256(uuid_send(old.id)),
        case when session_user = 'supabase_auth_admin' then 'auth' else private.audit_actor(old.id) end
    )
    on conflict (account_hash) do update set actor = excluded.actor, deleted_at = excluded.deleted_at;
    -- Every bucket, whatever is in it now: an upload may be on its way.
    insert into private.file_deletions (bucket_id, prefix)
    select b.id, old.id || '/' from storage.buckets as b
    on conflict (bucket_id, prefix) do nothing;
    -- Sessions, tokens and identities go by Auth's own cascades; of a sign-in that was never finished it knows no owner.
    delete from auth.flow_state as f where f.user_id = old.id;
    return null;
end;
$$;
comment on function private.on_account_deleted is
'Row trigger after delete on auth.users, whoever deletes: notes it without the id, and queues the files.';

create trigger on_account_deleted after delete on auth.users
for each row execute function private.on_account_deleted();

create function private.delete_my_account(p_user uuid, p_confirm text)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.require_caller(p_user);
    if p_confirm is distinct from 'delete my account' then
        perform private.fail(
            'PT422', 'not confirmed', '{"field": "p_confirm", "expected": "delete my account"}',
            'Let the user type: delete my account'
        );
    end if;
    -- Whoever writes for this user now is waited for, in the order in which all lock: the profile first. For update at once: who
    -- has a row that points at it and wants the user's lock next would wait for this, and this for them.
    perform from public.profiles as p where p.id = p_user for update;
    -- An account whose profile could never be made is deleted as well.
    delete from auth.users as u where u.id = p_user;
    if not found then
        perform private.fail('PT404', 'account not found', null, 'It is deleted already.');
    end if;
end;
$$;
comment on function private.delete_my_account is 'See public.delete_my_account.';

create function public.delete_my_account(p_confirm text)
returns void
language sql
security invoker
set search_path = ''
return private.delete_my_account((select auth.uid()), p_confirm);
comment on function public.delete_my_account is
'Deletes the caller''s account for good: all rows and sign-ins at once, files within the hour. p_confirm is the words "delete my
account", else PT422. An exercise of theirs that was approved stays, as ours. A token still valid finds nobody (PT404).';

create function private.delete_accounts_again(p_now timestamptz, p_limit integer)
returns integer
language plpgsql
set search_path = ''
as $$
declare
    v_deleted integer;
begin
    delete from auth.users as u
    where u.id in (
        select r.id
        from auth.users as r
        inner join private.account_deletions as d on d.account_hash = sha256(uuid_send(r.id)) and d.deleted_at <= p_now
        limit p_limit
    );
    get diagnostics v_deleted = row_count;
    return v_deleted;
end;
$$;
comment on function private.delete_accounts_again is
'After a backup was restored, with private.account_deletions as it was before: deletes p_limit of the accounts that had been deleted
since the backup was made. Returns how many; less than p_limit is all.';
