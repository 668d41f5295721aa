create function private.decide_duplicates(p_user uuid, p_sessions uuid[])
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_session public.workout_sessions;
    v_duplicate_of uuid;
begin
    for v_session in
        select w.* from public.workout_sessions as w
        where w.user_id = p_user and w.id = any(p_sessions) and w.status = 'duplicate'
        -- As they were told: the first to count may have the others as its duplicates.
        order by w.created_at, w.id
    loop
        v_duplicate_of := private.likely_duplicate_of(p_user, v_session.id, v_session.started_at, v_session.ended_at);
        if v_duplicate_of is null or v_duplicate_of is distinct from v_session.duplicate_of then
            update public.workout_sessions as w
            set
                status = case when v_duplicate_of is null then 'completed'::public.session_status else 'duplicate' end,
                duplicate_of = v_duplicate_of
            where w.user_id = p_user and w.id = v_session.id;
        end if;
    end loop;
end;
$$;
comment on function private.decide_duplicates is
'Decides anew whether these are duplicates, as far as they are marked; what is none counts, as if it was told now. The caller holds the
user''s lock.';

create function private.release_duplicates(p_user uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_duplicates uuid[] := array(
        select w.id from public.workout_sessions as w
        where w.user_id = p_user and w.status = 'duplicate' and w.duplicate_of is null
    );
begin
    if cardinality(v_duplicates) > 0 then
        perform private.decide_duplicates(p_user, v_duplicates);
    end if;
end;
$$;
comment on function private.release_duplicates is
'Decides anew about duplicates whose other workout was deleted: the training happened, so one of them counts instead.';
