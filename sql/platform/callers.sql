-- The first line of every private function that a public wrapper calls.
create function private.require_caller(p_user uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    -- current_setting('role') is what PostgREST set for the request; current_user is already the definer here.
    -- A plain <> would let a null through.
    if p_user is null
        or (
            current_setting('role', true) in ('anon', 'authenticated')
            and p_user is distinct from auth.uid()
        )
    then
        raise sqlstate '42501' using message = 'sign in first', hint = 'Send the user''s access token.';
    end if;
end;
$$;
comment on function private.require_caller is
'42501 without a user, and for a client that names another user. The service role and jobs may name any user.';
