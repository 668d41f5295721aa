create function private.on_sign_up()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_zone text := new.raw_user_meta_data ->> 'timezone';
begin
    -- Metadata is whatever the client sent: only a usable name and time zone are taken from it.
    insert into public.profiles (id, full_name, timezone, created_at)
    values (
        new.id,
        nullif(left(trim(new.raw_user_meta_data ->> 'full_name'), 200), ''),
        case when private.is_timezone(v_zone) then v_zone else 'UTC' end,
        coalesce(new.created_at, now())
    )
    on conflict do nothing;
    return new;
exception
    when others then
        -- Sign-up must never fail because of us. complete_onboarding creates a missing profile.
        raise warning 'no profile made for %: %', new.id, sqlerrm;
        return new;
end;
$$;
comment on function private.on_sign_up is 'Row trigger after insert on auth.users: creates the profile, and never makes sign-up fail.';

create trigger on_sign_up after insert on auth.users
for each row execute function private.on_sign_up();
