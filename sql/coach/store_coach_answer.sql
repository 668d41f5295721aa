create function private.check_coach_answer(p_answer jsonb)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    perform private.check_shape(p_answer, null, $shape${
        "id": {"type": "uuid", "required": true},
        "session_id": {"type": "uuid", "required": true},
        "content": {"type": "text", "min": 1, "max": 20000, "required": true},
        "tone": {"type": "text", "min": 1, "max": 40},
        "suggestions": {"type": "array", "max": 10},
        "actions": {"type": "array", "max": 50},
        "engine": {"type": "public.message_engine", "required": true},
        "model": {"type": "text", "min": 1, "max": 200},
        "memories": {"type": "array", "max": 20},
        "complaints": {"type": "array", "max": 20}
    }$shape$);
    perform private.check_shapes(coalesce(nullif(p_answer -> 'complaints', 'null'), '[]'), 'complaints[]', $shape${
        "body_part": {"type": "public.body_part", "required": true},
        "condition": {"type": "public.health_condition"},
        "days": {"type": "integer", "min": 1, "max": 366, "required": true},
        "is_over": {"type": "boolean"}
    }$shape$);
    perform private.check_shapes(coalesce(nullif(p_answer -> 'memories', 'null'), '[]'), 'memories[]', $shape${
        "id": {"type": "uuid"},
        "content": {"type": "text", "min": 1, "max": 1000, "pattern": "\\S", "required": true},
        "kind": {"type": "public.memory_kind", "required": true},
        "importance": {"type": "integer", "min": 1, "max": 5, "required": true},
        "expires_at": {"type": "timestamp"},
        "embedding": {"type": "array", "min": 768, "max": 768},
        "embedding_model": {"type": "text", "min": 1, "max": 200}
    }$shape$);
    if exists (
        select from jsonb_array_elements(nullif(p_answer -> 'suggestions', 'null')) as s
        where jsonb_typeof(s.value) <> 'string' or length(s.value #>> '{}') not between 1 and 200
    ) then
        perform private.fail('PT422', 'suggestions must be texts of 1 to 200 characters', '{"field": "suggestions"}');
    elsif length((p_answer -> 'actions')::text) > 100000 then
        perform private.fail('PT422', 'actions are too large', '{"field": "actions"}');
    end if;
end;
$$;
comment on function private.check_coach_answer is 'PT422 with the field at fault unless this is a valid answer.';

create function private.store_coach_answer(p_user uuid, p_answer jsonb, p_now timestamptz)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_session uuid;
    v_memories jsonb;
    v_affinity record;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.check_coach_answer(p_answer);
    v_session := (p_answer ->> 'session_id')::uuid;
    v_memories := coalesce(nullif(p_answer -> 'memories', 'null'), '[]');
    perform private.require_conversation(p_user, v_session);
    if private.known_message(p_user, p_answer, 'ai') is null then
        if not exists (select from public.coach_conversations as c where c.user_id = p_user and c.id = v_session) then
            perform private.fail('PT404', 'conversation not found', '{"field": "session_id"}');
        end if;
        insert into public.ai_coach_messages (
            id, user_id, session_id, sender, content, created_at, actions, engine, tone, suggestions, model
        )
        values (
            (p_answer ->> 'id')::uuid, p_user, v_session, 'ai', p_answer ->> 'content', p_now,
            coalesce(nullif(p_answer -> 'actions', 'null'), '[]'),
            (p_answer ->> 'engine')::public.message_engine,
            p_answer ->> 'tone',
            coalesce(nullif(p_answer -> 'suggestions', 'null'), '[]'),
            p_answer ->> 'model'
        );
        -- Touches updated_at: the conversation moves up in the list.
        update public.coach_conversations as c set title = c.title where c.user_id = p_user and c.id = v_session;
        perform private.store_memories(
            p_user,
            v_memories,
            (
                select m.id from public.ai_coach_messages as m
                where m.user_id = p_user and m.session_id = v_session and m.sender = 'user'
                order by m.created_at desc, m.id desc
                limit 1
            ),
            p_now
        );
        perform private.store_complaints(p_user, coalesce(nullif(p_answer -> 'complaints', 'null'), '[]'), p_now);
    end if;

    select a.* into v_affinity from private.affinity_at(p_user, p_now) as a;
    update public.profiles as p set affinity_score = v_affinity.score
    where p.id = p_user and p.affinity_score <> v_affinity.score;
    return jsonb_build_object(
        'session_id', v_session,
        'message_id', (p_answer ->> 'id')::uuid,
        'memories', private.keep_answer_vectors(p_user, v_memories),
        'affinity', to_jsonb(v_affinity)
    );
end;
$$;
comment on function private.store_coach_answer is
'Stores the coach''s answer and its memories; see public.store_coach_answer.';

create function private.keep_answer_vectors(p_user uuid, p_memories jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_ids uuid[] := array(
        select private.memory_of(p_user, v.value ->> 'content')
        from jsonb_array_elements(p_memories) with ordinality as v (value, i)
        order by v.i
    );
begin
    insert into private.memory_vectors (user_id, memory_id, model, embedding)
    select distinct on (v_ids[v.i])
        p_user, v_ids[v.i], v.value ->> 'embedding_model',
        private.embedding_of((v.value -> 'embedding')::text, format('memories[%s].embedding', v.i - 1))
    from jsonb_array_elements(p_memories) with ordinality as v (value, i)
    where v_ids[v.i] is not null
        and jsonb_typeof(v.value -> 'embedding') = 'array'
        and jsonb_typeof(v.value -> 'embedding_model') = 'string'
    order by v_ids[v.i], v.i desc
    on conflict (user_id, memory_id) do update set model = excluded.model, embedding = excluded.embedding;
    return to_jsonb(v_ids);
end;
$$;
comment on function private.keep_answer_vectors is
'Stores the vectors of an answer''s memories and returns the ids of these memories in their order; null for one that was not kept.';
