create function private.audit_new_accounts()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into public.audit_events (user_id, actor, action)
    select n.id, 'auth', 'account_created' from new_rows as n;
    return null;
end;
$$;
comment on function private.audit_new_accounts is 'Statement trigger after insert on profiles, transition table new_rows.';

create trigger audit_new after insert on public.profiles
referencing new table as new_rows for each statement execute function private.audit_new_accounts();

create function private.audit_sign_in()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- Changing them is never refused.
    if new.email is distinct from old.email and private.bounding_event(new.id, '{email_changed}') is null then
        perform private.audit(new.id, 'email_changed', '{}', 'auth');
    end if;
    if new.encrypted_password is distinct from old.encrypted_password
        and private.bounding_event(new.id, '{password_changed}') is null
    then
        perform private.audit(new.id, 'password_changed', '{}', 'auth');
    end if;
    return null;
exception
    when others then
        -- A failure to audit must never keep a user from changing a stolen password.
        raise warning 'could not write an audit event for %: %', new.id, sqlerrm;
        return null;
end;
$$;
comment on function private.audit_sign_in is
'Row trigger on auth.users: records that the email address or password changed, never their values; as long as
private.bounding_event allows.';

create trigger audit_sign_in after update on auth.users
for each row
when (
    new.email is distinct from old.email or new.encrypted_password is distinct from old.encrypted_password
)
execute function private.audit_sign_in();

create function private.audit_role()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    if tg_op <> 'INSERT' then
        perform private.audit(old.user_id, 'role_revoked', jsonb_build_object('role', old.role));
    end if;
    if tg_op <> 'DELETE' then
        perform private.audit(new.user_id, 'role_granted', jsonb_build_object('role', new.role));
    end if;
    return null;
end;
$$;
comment on function private.audit_role is 'Row trigger on user_roles: changing a role is recorded as one revoked and one granted.';

create trigger audit_given_or_taken after insert or delete on public.user_roles
for each row execute function private.audit_role();
create trigger audit_changed after update of role on public.user_roles
for each row when (new.role is distinct from old.role) execute function private.audit_role();

create function private.audit_subscription()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.audit(
        new.id, 'subscription_changed', jsonb_build_object('from', old.subscription_status, 'to', new.subscription_status)
    );
    return null;
end;
$$;
comment on function private.audit_subscription is 'Row trigger on profiles: records changes of the subscription''s status.';

create trigger audit_subscription after update of subscription_status on public.profiles
for each row when (new.subscription_status is distinct from old.subscription_status)
execute function private.audit_subscription();

create function private.audit_consent()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    if tg_op = 'DELETE' then
        if old.granted then
            perform private.audit(
                old.user_id, 'consent_withdrawn', jsonb_build_object('purpose', old.purpose, 'version', old.version)
            );
        end if;
    elsif tg_op = 'INSERT' or (new.granted, new.version) is distinct from (old.granted, old.version) then
        if new.granted or tg_op = 'INSERT' or not old.granted then
            perform private.refuse_many_events(new.user_id, '{consent_given, consent_withdrawn}');
        end if;
        perform private.audit(
            new.user_id,
            case when new.granted then 'consent_given'::public.audit_action else 'consent_withdrawn' end,
            jsonb_build_object('purpose', new.purpose, 'version', new.version)
        );
    end if;
    return null;
end;
$$;
comment on function private.audit_consent is
'Row trigger on user_consents: records every decision once, with the version of the text it was about. PT429 for one more than
private.bounding_event allows, unless it withdraws a consent.';

create trigger audit after insert or update or delete on public.user_consents
for each row execute function private.audit_consent();
