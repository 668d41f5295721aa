-- The answer is stored and its request finished in one transaction: after an answer alone, a retry of the request would
-- produce a second one.
create function private.answer_coach_request(p_user uuid, p_answer jsonb, p_request jsonb, p_now timestamptz)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_request jsonb := nullif(p_request, 'null');
    v_is_known boolean;
    v_stored jsonb;
    v_body jsonb;
begin
    perform private.require_caller(p_user);
    if v_request is not null then
        perform private.check_shape(v_request, 'p_request', $shape${
            "id": {"type": "uuid", "required": true},
            "body": {"type": "object", "required": true},
            "is_charged": {"type": "boolean", "required": true},
            "usage": {"type": "array", "max": 100}
        }$shape$);
    end if;
    perform private.require_account(p_user);
    v_is_known := exists (
        select from public.ai_coach_messages as m where m.user_id = p_user and m.id::text = p_answer ->> 'id'
    );
    v_stored := private.store_coach_answer(p_user, p_answer, p_now);
    if v_request is null then
        return v_stored;
    end if;
    v_body := v_request -> 'body' || jsonb_build_object('affinity', v_stored -> 'affinity');
    -- False if the request is finished already. A known answer came from this same call, whose response was lost.
    if not private.finish_ai_request(
        p_user,
        (v_request ->> 'id')::uuid,
        200,
        v_body,
        (v_request ->> 'is_charged')::boolean,
        coalesce(nullif(v_request -> 'usage', 'null'), '[]'),
        p_now
    ) and not v_is_known then
        perform private.fail(
            'PT409', 'another attempt is answering this request', '{"reason": "request_in_progress", "retry_after": 5}',
            'Send it again after retry_after seconds, with the same key.'
        );
    end if;
    return v_stored || jsonb_build_object('body', v_body);
end;
$$;
comment on function private.answer_coach_request is 'See public.store_coach_answer.';

create function public.store_coach_answer(p_user_id uuid, p_answer jsonb, p_request jsonb default null)
returns jsonb
language sql
security invoker
set search_path = ''
return private.answer_coach_request(p_user_id, p_answer, p_request, now());
comment on function public.store_coach_answer is
'For the service role only: stores the coach''s answer {id, session_id, content, tone?, suggestions?, actions?, engine, model?,
memories?: [{id?, content, kind, importance, expires_at?, embedding?, embedding_model?}]} and the memories in it.
With p_request {id, body, is_charged, usage?} it ends the request as finish_ai_request does, with body and the affinity as its
answer, in the same transaction: PT409 if another attempt has taken it over. Returns {session_id, message_id, memories: [id
under which each is kept, or null], affinity: {score, level}, body?}. The same answer again changes nothing.';
