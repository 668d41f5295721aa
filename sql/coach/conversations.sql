-- Messages of both sides are identified by their id: one that is sent twice is stored once.

create function private.require_conversation(p_user uuid, p_session_id uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    if p_session_id = p_user then
        perform private.fail(
            'PT422', 'the inbox takes no messages', '{"field": "session_id"}', 'Leave session_id out to begin a conversation.'
        );
    end if;
    -- Nor may it be the id of any user: their inbox has it, once their first congratulation has created it.
    if exists (select from public.coach_conversations as c where c.id = p_session_id and c.user_id <> p_user)
        or exists (select from public.profiles as p where p.id = p_session_id)
    then
        perform private.fail('PT404', 'conversation not found', '{"field": "session_id"}');
    end if;
end;
$$;
comment on function private.require_conversation is
'PT404 for another user''s conversation, PT422 for the user''s inbox. An unknown id passes: clients may choose one.';

create function private.known_message(
    p_user uuid, p_message jsonb, p_sender public.message_sender
)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
    v_known public.ai_coach_messages;
begin
    select m.* into v_known from public.ai_coach_messages as m where m.id = (p_message ->> 'id')::uuid;
    if v_known.id is null then
        return null;
    elsif v_known.user_id <> p_user then
        perform private.fail('PT404', 'message not found', '{"field": "id"}');
    elsif (v_known.sender, v_known.content) is distinct from (p_sender, p_message ->> 'content')
        or v_known.session_id <> coalesce((p_message ->> 'session_id')::uuid, v_known.session_id)
    then
        perform private.fail('PT409', 'this id belongs to another message', '{"field": "id"}', 'Use a new id.');
    end if;
    return v_known.session_id;
end;
$$;
comment on function private.known_message is
'The conversation of a message that is stored already, or null. PT409 if the stored message differs, PT404 if it is another user''s.';

create function private.store_user_message(p_user uuid, p_message jsonb, p_now timestamptz)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_session uuid;
    v_rate constant integer := (select r.requests from private.ai_rates as r where r.feature = 'coach_chat');
    v_messages integer;
    v_first timestamptz;
begin
    perform private.require_caller(p_user);
    perform set_config('lock_timeout', '2s', true);
    perform private.require_account(p_user);
    perform private.check_shape(p_message, null, $shape${
        "id": {"type": "uuid", "required": true},
        "session_id": {"type": "uuid"},
        "content": {"type": "text", "min": 1, "max": 20000, "pattern": "\\S", "required": true}
    }$shape$);
    perform private.require_conversation(p_user, (p_message ->> 'session_id')::uuid);

    v_session := private.known_message(p_user, p_message, 'user');
    if v_session is null then
        -- Beyond the quota urgent messages are answered without begin_ai_request, so what is stored is counted here.
        select count(*), min(m.created_at) into v_messages, v_first
        from public.ai_coach_messages as m
        where m.user_id = p_user and m.sender = 'user' and m.created_at > p_now - interval '5 minutes';
        if v_messages >= v_rate then
            perform private.refuse_rate(v_rate, v_first + interval '5 minutes' - p_now);
        end if;
        v_session := coalesce((p_message ->> 'session_id')::uuid, gen_random_uuid());
        insert into public.coach_conversations as c (id, user_id, title)
        values (v_session, p_user, left(btrim(regexp_replace(p_message ->> 'content', '\s+', ' ', 'g')), 80))
        on conflict (id) do update set title = coalesce(c.title, excluded.title)
        where c.user_id = p_user;
        -- Begun by somebody else since require_conversation looked.
        if not found then
            perform private.fail('PT404', 'conversation not found', '{"field": "session_id"}');
        end if;
        insert into public.ai_coach_messages (id, user_id, session_id, sender, content, created_at)
        values ((p_message ->> 'id')::uuid, p_user, v_session, 'user', p_message ->> 'content', p_now);
    end if;
    return jsonb_build_object('session_id', v_session, 'message_id', (p_message ->> 'id')::uuid);
end;
$$;
comment on function private.store_user_message is 'See public.store_user_message.';

create function public.store_user_message(p_user_id uuid, p_message jsonb)
returns jsonb
language sql
security invoker
set search_path = ''
return private.store_user_message(p_user_id, p_message, now());
comment on function public.store_user_message is
'For the service role only: stores a user''s message {id, session_id?, content} and returns {session_id, message_id}. Without a
session_id, or with a new one, a conversation begins. The same message again changes nothing. PT404 another user''s
conversation or message, PT409 the id belongs to another message, PT422 the user''s inbox, PT429 too many in five minutes.';
