create function private.on_check_in_xp()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid := coalesce(new.user_id, old.user_id);
    v_source uuid := private.stable_id('check_in', v_user || ':' || coalesce(new.day, old.day));
begin
    if private.lock_user(v_user) then
        perform private.settle_xp(
            v_user,
            array[v_source],
            case when tg_op = 'INSERT' then private.claim('check_in', 'check_in', v_source, new.created_at) else '{}' end
        );
    end if;
    return null;
end;
$$;
comment on function private.on_check_in_xp is 'Row trigger: a day with a check-in earns XP; deleting the check-in takes it back.';

create trigger settle_xp after insert or delete on public.check_ins
for each row execute function private.on_check_in_xp();
