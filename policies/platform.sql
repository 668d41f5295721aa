-- Who may store which files where; who may receive which live events; temporary objects; the Data API's pre-request check.
-- Idempotent, because pg-delta ignores objects that the platform owns and `db diff` appends this file as a whole. No comments on
-- policies: they need the table's owner.
insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values
('plan-photos', 'plan-photos', false, 10485760, array['image/png', 'image/jpeg', 'image/webp', 'image/heic']),
('avatars', 'avatars', false, 2097152, array['image/png', 'image/jpeg', 'image/webp', 'image/heic'])
on conflict (id) do update
set name = excluded.name,
    public = excluded.public,
    file_size_limit = excluded.file_size_limit,
    allowed_mime_types = excluded.allowed_mime_types;

-- <user id>/<file>, folders below it allowed. A name with . or .. or an empty part is rejected even in the right folder:
-- something on the way may resolve it as a path.
drop policy if exists "see own pictures" on storage.objects;
create policy "see own pictures" on storage.objects
for select to authenticated using (
    bucket_id in ('plan-photos', 'avatars') and (storage.foldername(name))[1] = (select auth.uid()::text)
);
drop policy if exists "add own pictures" on storage.objects;
create policy "add own pictures" on storage.objects
for insert to authenticated with check (
    bucket_id in ('plan-photos', 'avatars')
    and (storage.foldername(name))[1] = (select auth.uid()::text)
    -- A token outlives its account for a while: no upload after the files were queued for deletion.
    and (select private.has_account())
    and name !~ '(^|/)\.{0,2}(/|$)'
    and private.has_room_for_file(bucket_id, name, id, metadata)
    -- Whoever has a signed URL uploads past these policies: for two hours, after the account's end and beyond its budget.
    and coalesce((select storage.operation()), '') not in ('storage.object.sign_upload_url', 'object.sign_upload_url')
);
drop policy if exists "replace own pictures" on storage.objects;
create policy "replace own pictures" on storage.objects
for update to authenticated using (
    bucket_id in ('plan-photos', 'avatars') and (storage.foldername(name))[1] = (select auth.uid()::text)
)
with check (
    bucket_id in ('plan-photos', 'avatars')
    and (storage.foldername(name))[1] = (select auth.uid()::text)
    -- A token outlives its account for a while: no upload after the files were queued for deletion.
    and (select private.has_account())
    and name !~ '(^|/)\.{0,2}(/|$)'
    and private.has_room_for_file(bucket_id, name, id, metadata)
    -- Whoever has a signed URL uploads past these policies: for two hours, after the account's end and beyond its budget.
    and coalesce((select storage.operation()), '') not in ('storage.object.sign_upload_url', 'object.sign_upload_url')
);
drop policy if exists "delete own pictures" on storage.objects;
create policy "delete own pictures" on storage.objects
for delete to authenticated using (
    bucket_id in ('plan-photos', 'avatars') and (storage.foldername(name))[1] = (select auth.uid()::text)
);
-- No OAuth app's token, see policies/apps.sql: Storage doesn't make the Data API's pre-request check.
drop policy if exists "not for apps" on storage.objects;
create policy "not for apps" on storage.objects
as restrictive for all to public using ((select (select auth.jwt()) ? 'client_id') is not true);

-- Live events: only for the user that the topic names, which the token alone decides: user:<id> and user:<id>:session:<id>. No
-- policy to insert: only the database sends.
drop policy if exists "hear own events" on realtime.messages;
create policy "hear own events" on realtime.messages
for select to authenticated using (
    extension = 'broadcast'
    and (select realtime.topic())
    ~ ('^user:' || (select auth.uid()) || '(:session:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$')
);
drop policy if exists "not for apps" on realtime.messages;
create policy "not for apps" on realtime.messages
as restrictive for all to public using ((select (select auth.jwt()) ? 'client_id') is not true);

-- Postgres resolves a name to a temporary type or table first, whatever the search path. Whoever can create one can make the
-- definer functions run their code; no request needs any. The owner keeps the right, as do the platform's own services.
do $$
begin
    execute format('revoke temporary on database %I from public', current_database());
    execute format(
        'grant temporary on database %I to supabase_auth_admin, supabase_storage_admin', current_database()
    );
end
$$;

-- The Data API calls this before every request, see sql/limits/write_limits.sql. On hosted `postgres` may set what PostgREST
-- reads from its role (supabase.com/docs/guides/api/securing-your-api); it takes effect at once.
alter role authenticator set "pgrst.db_pre_request" = 'gateway.check_request';
notify pgrst, 'reload config';

-- A request that has to wait for another one's lock holds a connection of the pool, so it gives up early (55P03) instead of after
-- the platform's 8 seconds.
alter role authenticator set lock_timeout = '2s';

-- Reads are mostly one user's own rows, a page each, from SSD or memory. Postgres' default of 4, meant for spinning disks, makes it
-- collect and sort all of a user's workouts rather than walk an index to the latest 20.
alter role authenticator set random_page_cost = 1.1;
alter role postgres set random_page_cost = 1.1;
