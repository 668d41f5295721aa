create extension if not exists vector with schema extensions;

-- Exact search over one user's vectors. An approximate index (HNSW) is searched first and filtered by user
-- afterwards: most hits would be other users', and too few would be left.
create table private.memory_vectors (
    user_id uuid not null,
    memory_id uuid not null,
    model text not null check (length(model) between 1 and 200),
    embedding extensions.halfvec(768) not null,
    primary key (user_id, memory_id),
    foreign key (user_id, memory_id) references public.coach_memories (user_id, id) on delete cascade
);
-- Stored in the row: by default 1.5 KB would be moved out, one more look-up for each of 10,000.
alter table private.memory_vectors alter column embedding set storage plain;
comment on table private.memory_vectors is
'The embedding of a memory: 768 numbers, length one. Models'' vectors can''t be compared with each other.';
comment on column private.memory_vectors.model is 'The provider''s name of the embedding model.';

create function private.embedding_of(p_text text, p_field text)
returns extensions.halfvec
language plpgsql
immutable
strict
set search_path = ''
as $$
declare
    v_embedding extensions.halfvec(768);
begin
    -- Room for 768 numbers of more than 30 characters; a longer text is not worth parsing.
    if length(p_text) <= 25000 then
        v_embedding := extensions.l2_normalize(p_text::extensions.halfvec(768));
    end if;
    if coalesce(extensions.l2_norm(v_embedding), 0) = 0 then
        perform private.fail('PT422', 'the vector has no direction', jsonb_build_object('field', p_field));
    end if;
    return v_embedding;
exception
    when data_exception then
        perform private.fail(
            'PT422', 'not a vector of 768 numbers', jsonb_build_object('field', p_field), 'Write [0.12,-0.5,…].'
        );
        return null;
end;
$$;
comment on function private.embedding_of is 'A vector from its text, normalised to length one; PT422 names the field.';

create function private.store_memory_vectors(p_user uuid, p_vectors jsonb)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_stored integer;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    if p_vectors is null or jsonb_typeof(p_vectors) <> 'array' or jsonb_array_length(p_vectors) > 100 then
        perform private.fail('PT422', 'must be a list of at most 100', '{"field": "p_vectors"}');
    end if;
    perform private.check_shapes(p_vectors, 'p_vectors[]', $shape${
        "id": {"type": "uuid", "required": true},
        "embedding": {"type": "array", "min": 768, "max": 768, "required": true},
        "model": {"type": "text", "min": 1, "max": 200, "required": true}
    }$shape$);
    -- The join leaves out memories that are gone or another user's.
    insert into private.memory_vectors (user_id, memory_id, model, embedding)
    select distinct on (m.id)
        p_user, m.id, v.value ->> 'model',
        private.embedding_of((v.value -> 'embedding')::text, format('p_vectors[%s].embedding', v.i - 1))
    from jsonb_array_elements(p_vectors) with ordinality as v (value, i)
    inner join public.coach_memories as m on m.user_id = p_user and m.id = (v.value ->> 'id')::uuid
    order by m.id, v.i desc
    on conflict (user_id, memory_id) do update set model = excluded.model, embedding = excluded.embedding;
    get diagnostics v_stored = row_count;
    return v_stored;
end;
$$;
comment on function private.store_memory_vectors is 'See public.store_memory_vectors.';

create function public.store_memory_vectors(p_user_id uuid, p_vectors jsonb)
returns integer
language sql
security invoker
set search_path = ''
return private.store_memory_vectors(p_user_id, p_vectors);
comment on function public.store_memory_vectors is
'For the service role only: stores [{id, embedding: 768 numbers, model}] of a user''s memories, replacing earlier vectors. Returns
how many of these memories there still are.';
