create function private.limit_tier(p_user uuid, p_at timestamptz)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
    return case
        when exists (select from public.user_roles as r where r.user_id = p_user and r.role = 'admin') then 'admin'
        -- As in private.is_premium, whose call would take as long again.
        when exists (
            select from public.subscriptions as s
            where s.user_id = p_user
                and s.status in ('trial', 'active', 'grace', 'paused', 'canceled')
                and (s.access_until is null or s.access_until > p_at)
        ) then 'premium'
        else 'free'
    end;
end;
$$;
comment on function private.limit_tier is 'The tier whose limits apply to a user at a moment: admin, premium or free.';
