create function private.has_account()
returns boolean
language sql
stable
security definer
set search_path = ''
return exists (select from public.profiles as p where p.id = (select auth.uid()));
comment on function private.has_account is
'Whether the caller''s account still exists: a token outlives it for a while. For policies on the platform''s tables.';
