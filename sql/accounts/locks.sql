-- One lock order: the user's profile row is locked before any derived state is written.
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
'Serialises writers of one user until the transaction ends; false when the profile is gone. `no key update`, so that rows which
reference the profile can still be inserted.';

create function private.require_account(p_user uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
    if not private.lock_user(p_user) then
        perform private.fail('PT404', 'account not found', null, 'Sign up, or finish onboarding.');
    end if;
end;
$$;
comment on function private.require_account is
'lock_user, but PT404 when the profile is gone: a token outlives its account for a while.';

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
'Statement trigger before client writes: takes the lock before any row is touched, so that two devices can''t deadlock.';
