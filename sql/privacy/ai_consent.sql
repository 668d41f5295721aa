create function private.on_ai_consent_withdrawn()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    delete from private.memory_vectors as v where v.user_id = old.user_id;
    return null;
end;
$$;
comment on function private.on_ai_consent_withdrawn is
'Row trigger on user_consents: what a model made of the user''s words goes with the consent that it was made by. The words stay,
the user''s own to delete; begin_ai_request asks for the consent anew each time.';

create trigger forget_vectors after update of granted on public.user_consents
for each row when (old.purpose = 'ai' and old.granted and not new.granted)
execute function private.on_ai_consent_withdrawn();
create trigger forget_vectors_on_delete after delete on public.user_consents
for each row when (old.purpose = 'ai' and old.granted)
execute function private.on_ai_consent_withdrawn();

create function private.keep_vectors_with_consent()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- The share lock makes a withdrawal wait, or this wait for it: no vector comes in behind it.
    perform from public.user_consents as c
    where c.user_id = new.user_id and c.purpose = 'ai' and c.granted
    for share;
    return case when found then new end;
end;
$$;
comment on function private.keep_vectors_with_consent is
'Row trigger before insert on memory_vectors: a request that was running when its user withdrew stores nothing of the model''s.';

create trigger keep_with_consent before insert on private.memory_vectors
for each row execute function private.keep_vectors_with_consent();
