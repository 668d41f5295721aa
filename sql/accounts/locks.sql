-- One lock order: whoever writes derived state holds its user's profile row first.
create function private.lock_user(p_user uuid)
returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform from public.profiles as p where p.id = p_user for no key update;
    return found;
end;
$$;
comment on function private.lock_user is
'Waits for the user''s other writers until the transaction ends; false when the profile is gone. No key update: rows that
point at the profile can still be inserted meanwhile.';

create function private.require_account(p_user uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
    if not private.lock_user(p_user) then
        perform private.fail('PT404', 'no such account', null, 'Sign up, or finish onboarding.');
    end if;
end;
$$;
comment on function private.require_account is
'Locks the user like lock_user; PT404 when the profile is gone: a token lives on for a while after its account.';

create function private.lock_caller()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform from public.profiles as p where p.id = (select auth.uid()) for no key update;
    return null;
end;
$$;
comment on function private.lock_caller is
'Statement trigger before a write of facts: takes the lock before any row is touched, so that two devices can''t deadlock.';
