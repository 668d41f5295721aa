create function private.grant_access(p_user uuid, p_until timestamptz, p_reason text, p_now timestamptz)
returns public.subscriptions
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_given public.subscriptions;
    v_id uuid;
begin
    perform private.require_caller(p_user);
    perform private.check_shape(
        jsonb_build_object('p_until', p_until, 'p_reason', p_reason),
        null,
        $shape${
            "p_until": {"type": "timestamp"},
            "p_reason": {"type": "text", "min": 1, "max": 500, "required": true}
        }$shape$
    );
    perform private.require_account(p_user);
    -- An event like any other, so that there is a record of who granted what and why.
    v_id := (private.store_billing_event(
        'manual', gen_random_uuid()::text, 'GRANT', p_now, 'production',
        jsonb_build_object('user_id', p_user, 'until', p_until, 'reason', p_reason), p_now
    ) ->> 'id')::uuid;
    perform private.process_billing_event(p_now, v_id);
    select s.* into v_given
    from public.subscriptions as s
    where s.user_id = p_user and s.provider = 'manual' and s.provider_subscription_id = p_user::text;
    return v_given;
end;
$$;
comment on function private.grant_access is 'See public.grant_access.';

create function public.grant_access(p_user_id uuid, p_until timestamptz, p_reason text)
returns public.subscriptions
language sql
security invoker
set search_path = ''
return private.grant_access(p_user_id, p_until, p_reason, now());
comment on function public.grant_access is
'For the service role only: gives a user premium until a moment (null: for good; a past one revokes it), for support. The last
call counts. Returns the resulting subscription of provider manual.';
