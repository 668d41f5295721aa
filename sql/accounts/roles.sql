create table public.user_roles (
    user_id uuid not null references public.profiles (id) on delete cascade,
    role public.app_role not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (user_id, role)
);
comment on table public.user_roles is
'Who may do more than a user. Written by admins alone; never taken from user_metadata, which its user can write.';

create trigger touch before update on public.user_roles
for each row execute function private.touch();
create trigger keep_keys before update of user_id, created_at on public.user_roles
for each row execute function private.freeze('user_id', 'created_at');

-- No argument from the row, so that a policy asks once a statement and not once a row; a definer, so that the policy
-- of user_roles itself may ask without going in circles (42P17).
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
