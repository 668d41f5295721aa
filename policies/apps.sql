alter table private.app_permissions enable row level security;
create policy "nobody" on private.app_permissions for select to public using (false);

-- An OAuth app's token has the role and the id of its user, so every policy would let it in. A restrictive policy on every table of the
-- API keeps it out, below the pre-request check, which other services than the Data API don't make. `to public`: other roles too.
do $$
declare
    v_table regclass;
begin
    for v_table in
        select c.oid::regclass from pg_class as c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        order by c.relname
    loop
        execute format(
            'create policy "not for apps" on %s as restrictive for all to public '
            -- Once a statement, both selects: the outer keeps rows from looking into the claims, the inner is what advisors ask for.
            'using ((select (select auth.jwt()) ? ''client_id'') is not true)',
            v_table
        );
    end loop;
end
$$;
