create table public.user_roles (
    user_id uuid not null references public.profiles (id) on delete cascade,
    role public.app_role not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (user_id, role)
);
comment on table public.user_roles is
'Users with extra rights. Written by admins only; never read from user_metadata, which users can write themselves.';

create trigger touch before update on public.user_roles
for each row execute function private.touch();
create trigger keep_keys before update of user_id, created_at on public.user_roles
for each row execute function private.freeze('user_id', 'created_at');

-- Takes no argument from the row, so that a policy evaluates it once per statement and not once per row; security definer, so
-- that the policy of user_roles itself can call it without infinite recursion (42P17).
create function private.has_role(p_role public.app_role)
returns boolean
language sql
stable
security definer
set search_path = ''
return exists (
    select from public.user_roles as r where r.user_id = (select auth.uid()) and r.role >= p_role
);
comment on function private.has_role is 'Whether the caller has this role or a higher one. For policies.';
