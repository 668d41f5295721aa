create type public.message_sender as enum ('user', 'ai');
create type public.message_kind as enum ('chat', 'level_up', 'nudge');
create type public.message_engine as enum ('gemini', 'rules');

create table public.coach_conversations (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
    title text check (length(title) between 1 and 200),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (user_id, id)
);
comment on table public.coach_conversations is
'A conversation with the coach. The one with the user''s own id is the inbox of level-ups and nudges.';

create trigger touch before update on public.coach_conversations
for each row execute function private.touch();
create trigger bury after delete on public.coach_conversations
referencing old table as old_rows for each statement execute function private.bury('user_id', 'id');

create table public.ai_coach_messages (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references public.profiles (id) on delete cascade,
    session_id uuid not null,
    sender public.message_sender not null,
    content text not null check (length(content) between 1 and 20000),
    created_at timestamptz not null default now(),
    read_at timestamptz check (read_at between '2000-01-01Z' and '2100-01-01Z'),
    kind public.message_kind not null default 'chat',
    actions jsonb,
    engine public.message_engine,
    level integer check ((kind = 'level_up') = (level is not null)),
    updated_at timestamptz not null default now(),
    tone text check (length(tone) between 1 and 40),
    suggestions jsonb check (jsonb_typeof(suggestions) = 'array'),
    model text check (length(model) between 1 and 200),
    unique (user_id, id),
    foreign key (user_id, session_id) references public.coach_conversations (user_id, id) on delete cascade
);
comment on table public.ai_coach_messages is 'What user and coach said. Written by the server; clients mark messages as read.';
comment on column public.ai_coach_messages.session_id is 'The conversation.';
comment on column public.ai_coach_messages.actions is 'What the coach did: [{tool, arguments, status, result, change_id}].';
comment on column public.ai_coach_messages.suggestions is 'Suggested replies: a list of short texts.';
comment on column public.ai_coach_messages.tone is 'The tone of the answer: friendly, encouraging, celebrating, calm or serious.';
comment on column public.ai_coach_messages.model is 'The language model that wrote it; null if none did.';
comment on column public.ai_coach_messages.level is 'The level that a level_up congratulates on; one message per level, ever.';
create index ai_coach_messages_user_id_session_id_idx on public.ai_coach_messages (user_id, session_id, created_at desc, id desc);
-- Affinity counts them by day.
create index ai_coach_messages_user_id_created_at_idx on public.ai_coach_messages (user_id, created_at) where sender = 'user';
create unique index ai_coach_messages_level_key on public.ai_coach_messages (user_id, level) where kind = 'level_up';

create trigger touch before update on public.ai_coach_messages
for each row execute function private.touch();
create trigger bury after delete on public.ai_coach_messages
referencing old table as old_rows for each statement execute function private.bury('user_id', 'id');
