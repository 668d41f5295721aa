-- Proof that an account was deleted, also used to delete it again after a backup is restored. Stores no id: 122 random bits
-- can't be recovered from their hash, but a given id can be checked against it.
create table private.account_deletions (
    account_hash bytea primary key,
    actor public.audit_actor not null,
    deleted_at timestamptz not null default now()
);
comment on table private.account_deletions is 'Deleted accounts. Nothing here identifies their owners.';
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
    -- Every bucket, even if it is empty now: an upload may be in progress.
    insert into private.file_deletions (bucket_id, prefix)
    select b.id, old.id || '/' from storage.buckets as b
    on conflict (bucket_id, prefix) do nothing;
    -- Auth's own cascades delete sessions, tokens and identities, but not unfinished sign-ins: they have no foreign key.
    delete from auth.flow_state as f where f.user_id = old.id;
    return null;
end;
$$;
comment on function private.on_account_deleted is
'Row trigger after delete on auth.users, whoever deletes: records the deletion without the id and queues the files.';

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
            'Ask the user to type: delete my account'
        );
    end if;
    -- Waits for concurrent writes of this user, in the common lock order: the profile first. FOR UPDATE right away: a transaction
    -- that has inserted a row referencing the profile and then takes the user's lock would otherwise deadlock with this one.
    perform from public.profiles as p where p.id = p_user for update;
    -- No check of the profile: an account without one is deleted too.
    delete from auth.users as u where u.id = p_user;
    if not found then
        perform private.fail('PT404', 'account not found', null, 'It has already been deleted.');
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
'Permanently deletes the caller''s account: all rows and sign-ins at once, files within an hour. p_confirm must be "delete my account",
else PT422. Exercises of theirs approved for the catalog stay in it. A token that is still valid then gets PT404.';

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
'For use after restoring a backup, once private.account_deletions has its rows from before the restore: deletes up to p_limit accounts
that had been deleted since the backup was made. Returns how many; fewer than p_limit means all are done.';
