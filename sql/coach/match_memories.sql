-- By meaning and by words, joined by reciprocal rank fusion: each list gives 1 / (60 + place). Cormack, Clarke and
-- Büttcher (SIGIR 2009) found 60 to be a good constant whatever the lists.
create type private.found_memory as (memory_id uuid, likeness double precision);

create function private.memories_by_meaning(
    p_user uuid, p_embedding extensions.halfvec, p_model text, p_but_not uuid[]
)
returns private.found_memory[]
language plpgsql
stable
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
begin
    if p_embedding is null or p_model is null then
        return '{}'::private.found_memory[];
    end if;
    -- All vectors have length one, so the inner product is the cosine. 10,000 of them take 8 ms.
    return array(
        select (n.memory_id, -n.distance)::private.found_memory
        from (
            -- Computed once: sort and output would each multiply, 3 ms more.
            select v.memory_id, v.embedding operator(extensions.<#>) p_embedding as distance
            from private.memory_vectors as v
            where v.user_id = p_user and v.model = p_model and v.memory_id <> all(p_but_not)
            order by distance, v.memory_id
            limit 100
        ) as n
        order by n.distance, n.memory_id
    );
end;
$$;
comment on function private.memories_by_meaning is 'The hundred memories nearest to a vector of this model, exact.';

create function private.search_terms(p_text text)
returns tsquery[]
language plpgsql
immutable
strict
set search_path = ''
as $$
begin
    -- The sixteen longest words, which tend to be the rarest: a search can't use all words of a long text.
    return array(
        select ('''' || replace(replace(w.lexeme, '\', '\\'), '''', '''''') || '''')::tsquery
        from unnest(to_tsvector('pg_catalog.english', p_text)) as w
        order by length(w.lexeme) desc, w.lexeme
        limit 16
    );
end;
$$;
comment on function private.search_terms is 'The words of a question, stemmed like those of memories, each as a query of its own.';

create function private.memories_by_words(p_user uuid, p_text text, p_but_not uuid[])
returns private.found_memory[]
language plpgsql
stable
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
declare
    v_terms tsquery[] := private.search_terms(p_text);
    v_any tsquery;
    -- A statement of its own: inside the query it is counted once per hit, 110 ms instead of 6.
    v_memories integer := (select count(*) from private.memory_words as w where w.user_id = p_user);
begin
    if coalesce(cardinality(v_terms), 0) = 0 then
        return '{}'::private.found_memory[];
    end if;
    v_any := array_to_string(v_terms, ' | ')::tsquery;
    return array(
        with worded as materialized (
            select w.memory_id, w.words
            from private.memory_words as w
            where w.user_id = p_user and w.words @@ v_any and w.memory_id <> all(p_but_not)
        ),

        hits as materialized (
            select w.memory_id, t.i
            from worded as w
            cross join unnest(v_terms) with ordinality as t (term, i)
            where w.words @@ t.term
        ),

        -- Inverse document frequency as in BM25 (Robertson and Zaragoza 2009), among this user's memories: a rare word weighs
        -- more than a common one.
        weights as materialized (
            select h.i, ln(1 + (v_memories - count(*) + 0.5) / (count(*) + 0.5))::double precision as weight
            from hits as h group by h.i
        ),

        scored as materialized (
            select h.memory_id, sum(g.weight) as weight
            from hits as h inner join weights as g on g.i = h.i
            group by h.memory_id
        ),

        -- Of 2,600 hits only those that can be among the hundred are looked up: 8 ms instead of 12.
        best as materialized (
            select s.memory_id, s.weight from scored as s
            where s.weight >= coalesce((select x.weight from scored as x order by x.weight desc offset 99 limit 1), 0)
        )

        select (s.memory_id, s.weight)::private.found_memory
        from best as s
        inner join public.coach_memories as m on m.user_id = p_user and m.id = s.memory_id
        order by s.weight desc, m.importance desc, m.updated_at desc, m.id
        limit 100
    );
end;
$$;
comment on function private.memories_by_words is
'The hundred memories that share most words with a text, each weighed by how rare it is; ties: more important first, then
latest said.';

create function private.find_memories(
    p_user uuid, p_embedding extensions.halfvec, p_model text, p_text text, p_count integer, p_now timestamptz
)
returns table (memory_id uuid, similarity double precision, score double precision)
language plpgsql
stable
rows 12 -- not 1,000, to which all of a user's memories would be joined
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
    v_expired uuid[] := array(
        select m.id from public.coach_memories as m where m.user_id = p_user and m.expires_at <= p_now
    );
    v_near private.found_memory[] := private.memories_by_meaning(p_user, p_embedding, p_model, v_expired);
    v_worded private.found_memory[] := private.memories_by_words(p_user, p_text, v_expired);
begin
    return query
    select f.memory_id, max(f.similarity), sum(1.0 / (60 + f.place))::double precision
    from (
        select n.memory_id, n.likeness as similarity, n.place
        from unnest(v_near) with ordinality as n (memory_id, likeness, place)
        union all
        select w.memory_id, null, w.place
        from unnest(v_worded) with ordinality as w (memory_id, likeness, place)
    ) as f
    inner join public.coach_memories as m on m.user_id = p_user and m.id = f.memory_id
    group by f.memory_id, m.importance, m.updated_at
    order by sum(1.0 / (60 + f.place)) desc, m.importance desc, m.updated_at desc, f.memory_id
    limit p_count;
end;
$$;
comment on function private.find_memories is
'The memories nearest to a vector of this model and to a text, best first, without expired ones. Null: that list is left out.';
