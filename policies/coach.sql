alter table public.coach_conversations enable row level security;
grant select, delete on public.coach_conversations to authenticated, service_role;
create policy "read own conversations" on public.coach_conversations
for select to authenticated using ((select auth.uid()) = user_id);
-- The one that has the user's own id holds the congratulations, which stay.
create policy "delete own conversations, the inbox stays" on public.coach_conversations
for delete to authenticated using ((select auth.uid()) = user_id and id <> user_id);

alter table public.ai_coach_messages enable row level security;
grant select, delete on public.ai_coach_messages to authenticated, service_role;
-- Clients write no message, not even their own: coach-chat keeps both sides.
grant update (read_at) on public.ai_coach_messages to authenticated;
create policy "read own messages" on public.ai_coach_messages
for select to authenticated using ((select auth.uid()) = user_id);
create policy "mark own messages as read" on public.ai_coach_messages
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
-- A congratulation stays: it is what keeps the same level from being congratulated again.
create policy "delete own messages, level-ups stay" on public.ai_coach_messages
for delete to authenticated using ((select auth.uid()) = user_id and kind <> 'level_up');
