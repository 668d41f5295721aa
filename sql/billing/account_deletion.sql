create function private.forget_billing()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- The user's events go by foreign key. A subscription they transferred belongs to its present owner, and stays.
    delete from private.billing_events as e where e.user_id is null and e.users @> array[old.id::text];
    return old;
end;
$$;
comment on function private.forget_billing is 'Row trigger before delete: deletes events that name the account and belong to no user.';

create trigger forget_billing before delete on public.profiles
for each row execute function private.forget_billing();
