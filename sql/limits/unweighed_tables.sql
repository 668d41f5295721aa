-- Tables with few rows for a user, which aren't weighed, but leave a tombstone for each row that is deleted and made again.

create function private.refuse_full_history()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid;
    v_full jsonb;
begin
    for v_user in
        select distinct n.user_id from new_rows as n
        -- To refuse a consent is always possible; private.audit_consent bounds how often.
        where to_jsonb(n) ->> 'granted' is distinct from 'false'
    loop
        v_full := private.history_fullness(v_user);
        if v_full is not null then
            perform private.refuse_growth(v_full);
        end if;
    end loop;
    return null;
end;
$$;
comment on function private.refuse_full_history is
'Statement trigger after insert, transition table new_rows: PT422 if the owner''s history is over its budget. An upsert that finds its row
inserts none.';

do $$
declare
    v_table text;
begin
    -- Every other table that private.bury is on is weighed, or written by the server for something that is (records, notifications),
    -- or for a provider's event (subscriptions).
    foreach v_table in array array[
        'user_consents', 'notification_preferences', 'notification_settings', 'training_preferences', 'push_devices'
    ]
    loop
        execute format(
            'create trigger check_history after insert on public.%I referencing new table as new_rows '
            'for each statement execute function private.refuse_full_history()',
            v_table
        );
    end loop;
end
$$;
