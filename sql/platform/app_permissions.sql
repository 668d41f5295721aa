-- Supabase Auth can act as an OAuth server. The token that it gives to an app has role and id of the user, plus the claim `client_id`:
-- without this list an app could do whatever its user can, down to delete_my_account. OAuth's scopes don't concern the database.
create table private.app_permissions (
    client_id text check (length(client_id) between 1 and 100),
    rpc text check (rpc ~ '^[a-z_0-9]{1,63}$'),
    primary key (client_id, rpc)
);
comment on table private.app_permissions is
'Which RPCs an OAuth app may call in the name of its users. Empty: an app reaches nothing. There is no such list for tables, files,
topics and functions, which no app reaches.';
comment on column private.app_permissions.client_id is 'The claim client_id of the app''s tokens.';
comment on column private.app_permissions.rpc is 'The name of a function in public.';

create function private.require_app_permission(p_client_id text)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    if not exists (
        select from private.app_permissions as p
        where p.client_id = p_client_id and '/rpc/' || p.rpc = current_setting('request.path', true)
    )
    then
        raise sqlstate '42501' using
            message = 'apps have no access', hint = 'Send the user''s own access token: an app''s has a client_id.';
    end if;
end;
$$;
comment on function private.require_app_permission is
'42501 unless private.app_permissions lets the app call the RPC of this request. For every token with the claim client_id, whatever its
value.';
