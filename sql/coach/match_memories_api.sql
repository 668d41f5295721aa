create function private.match_memories(
    p_user uuid,
    p_query_embedding text,
    p_query_text text,
    p_match_count integer,
    p_model text,
    p_now timestamptz
)
returns table (
    id uuid,
    content text,
    kind public.memory_kind,
    importance smallint,
    similarity double precision,
    score double precision,
    source_message_id uuid,
    expires_at timestamptz,
    created_at timestamptz,
    updated_at timestamptz
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
    v_models text[];
begin
    perform private.require_caller(p_user);
    if p_match_count is null or p_match_count not between 1 and 50 then
        perform private.fail('PT422', 'p_match_count must be 1 to 50', '{"field": "p_match_count"}');
    elsif length(p_query_text) > 4000 then
        perform private.fail('PT422', 'the text is too long', '{"field": "p_query_text", "expected": {"max": 4000}}');
    elsif length(p_model) not between 1 and 200 then
        perform private.fail('PT422', 'p_model is not valid', '{"field": "p_model"}');
    end if;
    if p_query_embedding is not null and p_model is null then
        v_models := array(
            select distinct v.model from private.memory_vectors as v where v.user_id = p_user limit 2
        );
        if cardinality(v_models) > 1 then
            perform private.fail(
                'PT422', 'p_model is required', '{"field": "p_model"}',
                'There are memories of several models; vectors of different models can''t be compared.'
            );
        end if;
    end if;
    return query
    select
        m.id, m.content, m.kind, m.importance, f.similarity, f.score, m.source_message_id, m.expires_at, m.created_at,
        m.updated_at
    from private.find_memories(
        p_user,
        private.embedding_of(p_query_embedding, 'p_query_embedding'),
        coalesce(p_model, v_models[1]),
        p_query_text,
        p_match_count,
        p_now
    ) with ordinality as f (memory_id, similarity, score, place)
    inner join public.coach_memories as m on m.user_id = p_user and m.id = f.memory_id
    order by f.place;
end;
$$;
comment on function private.match_memories is 'See public.match_memories.';

create function public.match_memories(
    p_query_embedding text default null,
    p_query_text text default null,
    p_match_count integer default 10,
    p_model text default null
)
returns table (
    id uuid,
    content text,
    kind public.memory_kind,
    importance smallint,
    similarity double precision,
    score double precision,
    source_message_id uuid,
    expires_at timestamptz,
    created_at timestamptz,
    updated_at timestamptz
)
language sql
stable
security invoker
set search_path = ''
begin atomic
    select
        m.id, m.content, m.kind, m.importance, m.similarity, m.score, m.source_message_id, m.expires_at, m.created_at,
        m.updated_at
    from private.match_memories(
        (select auth.uid()), p_query_embedding, p_query_text, p_match_count, p_model, now()
    ) as m;
end;
comment on function public.match_memories is
'The caller''s memories by meaning and by words together, best first, exact. p_query_embedding is a vector of 768 numbers as text
([0.1,…]) of the embedding model p_model, which is required once there are memories of several models; null: by words only. No
text: by meaning only. p_match_count 1 to 50. similarity: the cosine, null where only words matched.';
