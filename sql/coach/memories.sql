-- What the coach remembers. People and models write these texts, so they are quoted to the model as data, never as instructions.
create type public.memory_kind as enum ('fact', 'preference', 'injury', 'goal', 'event');

create table public.coach_memories (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references public.profiles (id) on delete cascade,
    content text not null check (length(content) between 1 and 1000),
    kind public.memory_kind not null,
    importance smallint not null default 3 check (importance between 1 and 5),
    source_message_id uuid,
    expires_at timestamptz check (expires_at between '2000-01-01Z' and '2100-01-01Z'),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (user_id, id),
    foreign key (user_id, source_message_id) references public.ai_coach_messages (user_id, id)
    on delete set null (source_message_id)
);
comment on table public.coach_memories is
'What the coach remembers of a user, at most 10,000. Written by the server; users read them, and delete what the coach should forget.';
comment on column public.coach_memories.importance is '1 (small talk) to 5 (never forget).';
comment on column public.coach_memories.source_message_id is 'The user''s message it comes from; null once that conversation is deleted.';
comment on column public.coach_memories.expires_at is 'When it stops being found. Null: never.';
comment on column public.coach_memories.updated_at is 'When it was last said.';

create index coach_memories_user_id_created_at_idx on public.coach_memories (user_id, created_at desc, id desc);
create index coach_memories_user_id_source_message_id_idx on public.coach_memories (user_id, source_message_id);
-- The few to leave out of a search.
create index coach_memories_user_id_expires_at_idx on public.coach_memories (user_id, expires_at) where expires_at is not null;

create function private.memory_key(p_content text)
returns text
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
begin
    return md5(lower(btrim(regexp_replace(p_content, '[\s.!]+', ' ', 'g'))));
end;
$$;
comment on function private.memory_key is 'Equal for texts that differ only in case, white space, full stops and exclamation marks.';

create unique index coach_memories_content_key on public.coach_memories (user_id, private.memory_key(content));

create function private.memory_of(p_user uuid, p_content text)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select m.id from public.coach_memories as m
        where m.user_id = p_user and private.memory_key(m.content) = private.memory_key(p_content)
    );
end;
$$;
comment on function private.memory_of is 'The id of the memory with this content, found by the unique index; null if there is none.';

create trigger touch before update on public.coach_memories
for each row execute function private.touch();
create trigger keep_keys before update of id, user_id, created_at, content on public.coach_memories
for each row execute function private.freeze('id', 'user_id', 'created_at', 'content');
create trigger bury after delete on public.coach_memories
referencing old table as old_rows for each statement execute function private.bury('user_id', 'id');

-- The words of each memory, so that a search needn't parse 10,000 texts.
create table private.memory_words (
    user_id uuid not null,
    memory_id uuid not null,
    words tsvector not null,
    primary key (user_id, memory_id),
    foreign key (user_id, memory_id) references public.coach_memories (user_id, id) on delete cascade
);
comment on table private.memory_words is
'The words of a memory, stemmed as English. Questions are stemmed by the same rule, so other languages match too.';

create function private.keep_memory_words()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into private.memory_words (user_id, memory_id, words)
    values (new.user_id, new.id, to_tsvector('pg_catalog.english', new.content));
    return null;
end;
$$;
comment on function private.keep_memory_words is 'Row trigger after insert: a memory''s content never changes, so neither do its words.';

create trigger keep_words after insert on public.coach_memories
for each row execute function private.keep_memory_words();

create function private.remembered_injuries(p_user uuid, p_now timestamptz)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select
            coalesce(
                jsonb_agg(
                    jsonb_build_object('content', m.content, 'since', m.created_at, 'last_said_at', m.updated_at)
                    order by m.importance desc, m.updated_at desc, m.id
                ),
                '[]'
            )
        from (
            select i.*
            from public.coach_memories as i
            where i.user_id = p_user and i.kind = 'injury' and coalesce(i.expires_at > p_now, true)
            order by i.importance desc, i.updated_at desc, i.id
            limit 10
        ) as m
    );
end;
$$;
comment on function private.remembered_injuries is
'[{content, since, last_said_at}]: the ten most important injuries that haven''t expired, in the user''s words, to be quoted as
such.';
