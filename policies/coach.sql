grant execute on function private.training_brief(uuid, timestamptz) to authenticated;
grant execute on function public.training_brief() to authenticated;

alter table public.coach_conversations enable row level security;
grant select, delete on public.coach_conversations to authenticated, service_role;
create policy "read own conversations" on public.coach_conversations
for select to authenticated using ((select auth.uid()) = user_id);
-- The conversation with the user's own id holds the congratulations, which stay.
create policy "delete own conversations, the inbox stays" on public.coach_conversations
for delete to authenticated using ((select auth.uid()) = user_id and id <> user_id);

alter table public.ai_coach_messages enable row level security;
grant select, delete on public.ai_coach_messages to authenticated, service_role;
-- Clients write no messages, not even their own: coach-chat stores both sides.
grant update (read_at) on public.ai_coach_messages to authenticated;
create policy "read own messages" on public.ai_coach_messages
for select to authenticated using ((select auth.uid()) = user_id);
create policy "mark own messages as read" on public.ai_coach_messages
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
-- A congratulation stays: it prevents a second one for the same level.
create policy "delete own messages, level-ups stay" on public.ai_coach_messages
for delete to authenticated using ((select auth.uid()) = user_id and kind <> 'level_up');

alter table public.coach_memories enable row level security;
-- Read and delete. Not write: the coach stores memories from a conversation, with their vectors.
grant select, delete on public.coach_memories to authenticated, service_role;
create policy "read own memories" on public.coach_memories
for select to authenticated using ((select auth.uid()) = user_id);
create policy "make the coach forget" on public.coach_memories
for delete to authenticated using ((select auth.uid()) = user_id);

alter table private.memory_words enable row level security;
create policy "nobody" on private.memory_words for select to public using (false);
alter table private.memory_vectors enable row level security;
create policy "nobody" on private.memory_vectors for select to public using (false);

alter table private.streak_nudges enable row level security;
create policy "nobody" on private.streak_nudges for select to public using (false);
alter table private.nudged_zones enable row level security;
create policy "nobody" on private.nudged_zones for select to public using (false);

grant execute on function private.match_memories(uuid, text, text, integer, text, timestamptz) to authenticated;
grant execute on function public.match_memories(text, text, integer, text) to authenticated;
grant execute on function private.coach_context(uuid, uuid, timestamptz) to authenticated;
grant execute on function public.coach_context(uuid) to authenticated;
-- Only the server writes both sides of a conversation.
grant execute on function private.store_user_message(uuid, jsonb, timestamptz) to service_role;
grant execute on function public.store_user_message(uuid, jsonb) to service_role;
grant execute on function private.answer_coach_request(uuid, jsonb, jsonb, timestamptz) to service_role;
grant execute on function public.store_coach_answer(uuid, jsonb, jsonb) to service_role;
grant execute on function private.store_memory_vectors(uuid, jsonb) to service_role;
grant execute on function public.store_memory_vectors(uuid, jsonb) to service_role;

alter table public.plan_changes enable row level security;
-- Read only: proposed by the server, decided by apply_plan_change, decline_plan_change and undo_plan_change.
grant select on public.plan_changes to authenticated, service_role;
create policy "read own plan changes" on public.plan_changes
for select to authenticated using ((select auth.uid()) = user_id);

grant execute on function private.propose_plan_change(uuid, jsonb, timestamptz) to service_role;
grant execute on function public.propose_plan_change(uuid, jsonb) to service_role;
grant execute on function private.apply_plan_change(uuid, uuid, timestamptz) to authenticated;
grant execute on function public.apply_plan_change(uuid) to authenticated;
grant execute on function private.decline_plan_change(uuid, uuid, timestamptz) to authenticated;
grant execute on function public.decline_plan_change(uuid) to authenticated;
grant execute on function private.undo_plan_change(uuid, uuid, timestamptz) to authenticated;
grant execute on function public.undo_plan_change(uuid) to authenticated;
