create function private.is_premium(p_user uuid)
returns boolean
language sql
stable
set search_path = ''
return coalesce(
    (select p.subscription_status in ('trial', 'active') from public.profiles as p where p.id = p_user),
    false
);
comment on function private.is_premium is 'Whether the user has paid access now.';

create function private.require_premium(p_user uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    if not exists (select from public.profiles as p where p.id = p_user) then
        perform private.fail('PT404', 'no such account', null, 'Sign up, or finish onboarding.');
    end if;
    if not private.is_premium(p_user) then
        perform private.fail('PT402', 'premium is needed', '{"feature": "premium"}', 'Subscribe, or start a trial.');
    end if;
end;
$$;
comment on function private.require_premium is
'PT402 without paid access, PT404 once the account is gone: every premium function begins with it.';
