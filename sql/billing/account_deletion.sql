create function private.forget_billing()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- What counts for the user goes by its foreign key. What they gave away counts for whoever has it now, and stays.
    delete from private.billing_events as e where e.user_id is null and e.users @> array[old.id::text];
    return old;
end;
$$;
comment on function private.forget_billing is 'Row trigger before delete: with an account go the events that name it and count for nobody.';

create trigger forget_billing before delete on public.profiles
for each row execute function private.forget_billing();
