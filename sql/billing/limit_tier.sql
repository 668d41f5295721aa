create function private.limit_tier(p_user uuid, p_at timestamptz)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
    return case
        when exists (select from public.user_roles as r where r.user_id = p_user and r.role = 'admin') then 'admin'
        when private.is_premium(p_user, p_at) then 'premium'
        else 'free'
    end;
end;
$$;
comment on function private.limit_tier is 'The tier whose limits apply to a user at a moment: admin, premium or free.';
