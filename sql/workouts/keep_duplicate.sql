create function private.keep_duplicate(p_user uuid, p_session_id uuid, p_now timestamptz)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_session public.workout_sessions := private.require_session(p_user, p_session_id);
begin
    if v_session.status = 'duplicate' then
        -- It is stored already: an account that is full may still say what it was.
        perform private.set_weighing('late');
        update public.workout_sessions as w
        set status = 'completed', duplicate_of = null
        where w.user_id = p_user and w.id = p_session_id;
        perform private.set_weighing('');
    elsif v_session.status <> 'completed' then
        perform private.refuse_state(v_session, 'kept');
    end if;
    return private.workout_summary(p_user, p_session_id, p_now);
end;
$$;
comment on function private.keep_duplicate is 'See public.keep_duplicate.';

create function public.keep_duplicate(p_session_id uuid)
returns jsonb
language sql
security invoker
set search_path = ''
return private.keep_duplicate((select auth.uid()), p_session_id, now());
comment on function public.keep_duplicate is
'Says that a likely duplicate was a workout of its own: from now on it counts, like one that is told late. Returns its summary, for a
workout that counts already too. It isn''t marked again, however it is corrected. PT404 workout not found, PT409 neither a duplicate nor
completed.';
