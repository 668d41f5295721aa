create function private.store_memories(p_user uuid, p_memories jsonb, p_source uuid, p_now timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- Of duplicates in one answer the last counts. The same content as before renews that memory.
    insert into public.coach_memories as m (id, user_id, content, kind, importance, source_message_id, expires_at)
    select distinct on (private.memory_key(v.value ->> 'content'))
        coalesce((v.value ->> 'id')::uuid, gen_random_uuid()),
        p_user,
        v.value ->> 'content',
        (v.value ->> 'kind')::public.memory_kind,
        (v.value ->> 'importance')::numeric,
        p_source,
        private.read_moment(v.value ->> 'expires_at', private.zone_at(p_user, p_now))
    from jsonb_array_elements(p_memories) with ordinality as v (value, i)
    order by private.memory_key(v.value ->> 'content'), v.i desc
    on conflict (user_id, private.memory_key(content)) do update
    set
        kind = excluded.kind,
        importance = excluded.importance,
        source_message_id = excluded.source_message_id,
        expires_at = excluded.expires_at;
    -- Beyond 10,000, delete expired memories first, then the least important and least recently said; injuries last.
    if (select count(*) from public.coach_memories as c where c.user_id = p_user) > 10000 then
        delete from public.coach_memories as m
        where m.user_id = p_user
            and m.id in (
                select o.id
                from public.coach_memories as o
                where o.user_id = p_user
                order by
                    coalesce(o.expires_at > p_now, true) desc, o.kind = 'injury' desc, o.importance desc, o.updated_at desc,
                    o.id
                offset 10000
            );
    end if;
exception
    when unique_violation then
        perform private.fail('PT409', 'an id is in use already', '{"field": "memories"}', 'Use new ids.');
end;
$$;
comment on function private.store_memories is
'Writes checked memories [{id?, content, kind, importance, expires_at?}] and keeps at most 10,000 per user.';
