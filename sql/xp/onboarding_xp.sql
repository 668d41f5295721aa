create function private.on_onboarding()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.settle_xp(new.id, array[new.id], private.claim('onboarding', 'profile', new.id, now()));
    return null;
end;
$$;
comment on function private.on_onboarding is 'Row trigger on profiles: completing onboarding earns XP, once.';

create trigger reward_onboarding after update of onboarding_complete on public.profiles
for each row when (new.onboarding_complete and not old.onboarding_complete)
execute function private.on_onboarding();
