alter table public.notifications enable row level security;
grant select, delete on public.notifications to authenticated, service_role;
-- No insert: only the server writes to the inbox.
grant update (read_at) on public.notifications to authenticated;
create policy "read own inbox" on public.notifications
for select to authenticated using ((select auth.uid()) = user_id and in_inbox);
create policy "mark own notifications as read" on public.notifications
for update to authenticated using ((select auth.uid()) = user_id and in_inbox)
with check ((select auth.uid()) = user_id and in_inbox);
create policy "empty own inbox" on public.notifications
for delete to authenticated using ((select auth.uid()) = user_id and in_inbox);

alter table public.notification_settings enable row level security;
grant select, delete on public.notification_settings to authenticated, service_role;
grant
insert (user_id, locale, quiet_from, quiet_to, remind_at),
update (user_id, locale, quiet_from, quiet_to, remind_at)
on public.notification_settings to authenticated;
create policy "read own notification settings" on public.notification_settings
for select to authenticated using ((select auth.uid()) = user_id);
create policy "make own notification settings" on public.notification_settings
for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "change own notification settings" on public.notification_settings
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "reset own notification settings" on public.notification_settings
for delete to authenticated using ((select auth.uid()) = user_id);

alter table public.notification_preferences enable row level security;
grant select, delete on public.notification_preferences to authenticated, service_role;
grant
insert (user_id, category, inbox, push, email),
update (user_id, category, inbox, push, email)
on public.notification_preferences to authenticated;
create policy "read own notification preferences" on public.notification_preferences
for select to authenticated using ((select auth.uid()) = user_id);
create policy "state own notification preferences" on public.notification_preferences
for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "change own notification preferences" on public.notification_preferences
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "reset own notification preferences" on public.notification_preferences
for delete to authenticated using ((select auth.uid()) = user_id);

alter table public.push_devices enable row level security;
-- No insert or update: register_device also removes a token from the user who had it before.
grant select, delete on public.push_devices to authenticated, service_role;
create policy "read own devices" on public.push_devices
for select to authenticated using ((select auth.uid()) = user_id);
create policy "sign own devices out" on public.push_devices
for delete to authenticated using ((select auth.uid()) = user_id);

alter table private.outbox enable row level security;
create policy "nobody" on private.outbox for select to public using (false);
alter table private.notification_templates enable row level security;
create policy "nobody" on private.notification_templates for select to public using (false);
alter table private.reminders enable row level security;
create policy "nobody" on private.reminders for select to public using (false);

grant execute on function private.register_device(uuid, public.push_platform, text, text, text, timestamptz) to authenticated;
grant execute on function public.register_device(public.push_platform, text, text, text) to authenticated;
grant execute on function private.read_all_notifications(uuid, timestamptz) to authenticated;
grant execute on function public.read_all_notifications() to authenticated;
-- All users' addresses and texts: for the dispatcher only.
grant execute on function private.claim_messages(integer, integer, public.message_channel [], timestamptz) to service_role;
grant execute on function public.claim_messages(integer, integer, public.message_channel []) to service_role;
grant execute on function private.settle_messages(jsonb, timestamptz) to service_role;
grant execute on function public.settle_messages(jsonb) to service_role;
grant execute on function private.claim_receipts(integer, public.message_channel [], timestamptz) to service_role;
grant execute on function public.claim_receipts(integer, public.message_channel []) to service_role;
grant execute on function private.settle_receipts(jsonb, timestamptz) to service_role;
grant execute on function public.settle_receipts(jsonb) to service_role;
grant execute on function private.tokens_to_seal(integer) to service_role;
grant execute on function public.tokens_to_seal(integer) to service_role;
grant execute on function private.seal_tokens(jsonb, timestamptz) to service_role;
grant execute on function public.seal_tokens(jsonb) to service_role;
