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
'Row trigger on user_consents: withdrawing AI consent deletes the vectors a model made from the user''s memories. The memories
themselves stay, for the user to delete; begin_ai_request checks the consent on every request.';

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
    -- The share lock makes this and a withdrawal wait for each other, so no vector is stored after a withdrawal.
    perform from public.user_consents as c
    where c.user_id = new.user_id and c.purpose = 'ai' and c.granted
    for share;
    return case when found then new end;
end;
$$;
comment on function private.keep_vectors_with_consent is
'Row trigger before insert on memory_vectors: a request still running when its user withdraws consent stores no vectors.';

create trigger keep_with_consent before insert on private.memory_vectors
for each row execute function private.keep_vectors_with_consent();
