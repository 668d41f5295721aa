-- Paid access, decided in one place from the subscriptions and the clock. profiles.subscription_status mirrors it.

create function private.entitlement_at(p_user uuid, p_at timestamptz, out status public.subscription_status, out tier text)
language plpgsql
stable
set search_path = ''
as $$
begin
    -- The best of several. A canceled trial stays a trial: canceling mustn't raise its quota.
    select
        case
            when bool_or(s.status in ('active', 'grace')) then 'active'::public.subscription_status
            when bool_or(s.status = 'trial') then 'trial'
            when bool_or(true) then 'canceled'
            else 'free'
        end,
        case
            when bool_or(s.status in ('active', 'grace')) then 'active'
            when bool_or(s.status in ('paused', 'canceled') and not s.is_trial) then 'canceled'
            when bool_or(true) then 'trial'
            else 'free'
        end
    into entitlement_at.status, entitlement_at.tier
    from public.subscriptions as s
    where s.user_id = p_user
        and s.status in ('trial', 'active', 'grace', 'paused', 'canceled')
        and (s.access_until is null or s.access_until > p_at);
end;
$$;
comment on function private.entitlement_at is
'The subscription_status of a user at a moment, which is also the tier for quotas: free, trial, active or canceled.';

create function private.is_premium(p_user uuid, p_at timestamptz default now())
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
    return exists (
        select from public.subscriptions as s
        where s.user_id = p_user
            and s.status in ('trial', 'active', 'grace', 'paused', 'canceled')
            and (s.access_until is null or s.access_until > p_at)
    );
end;
$$;
comment on function private.is_premium is 'Whether the user has paid access at a moment, by default now.';

create function private.require_premium(p_user uuid, p_at timestamptz default now())
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    if not exists (select from public.profiles as p where p.id = p_user) then
        perform private.fail('PT404', 'account not found', null, 'Sign up, or finish onboarding.');
    end if;
    if not private.is_premium(p_user, p_at) then
        perform private.fail('PT402', 'premium required', '{"feature": "premium"}', 'Subscribe, or start a trial.');
    end if;
end;
$$;
comment on function private.require_premium is
'PT402 without paid access, PT404 when the account is gone. The second line of every premium RPC, after require_caller; the public
function''s comment begins with "Premium."';

create function private.settle_subscription_status(p_user uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_status public.subscription_status;
begin
    if private.lock_user(p_user) then
        v_status := (private.entitlement_at(p_user, p_now)).status;
        update public.profiles as p
        set subscription_status = v_status
        where p.id = p_user and p.subscription_status <> v_status;
    end if;
end;
$$;
comment on function private.settle_subscription_status is 'Updates profiles.subscription_status from the user''s subscriptions.';
