create function private.purge_expired(p_now timestamptz, p_limit integer)
returns integer
language plpgsql
set search_path = ''
as $$
declare
    v_rule private.retention;
    v_deleted integer;
    v_purged integer := 0;
begin
    for v_rule in
        select r.* from private.retention as r where to_regclass(r.table_name) is not null order by r.table_name, r.time_column
    loop
        exit when v_purged >= p_limit;
        execute format(
            'with old as materialized ('
            'select o.tableoid, o.ctid from %1$s as o where o.%2$I < $1 limit $2 for update skip locked) '
            -- In a partitioned table a ctid is only unique within its partition.
            'delete from %1$s as t using old where t.ctid = old.ctid and t.tableoid = old.tableoid',
            v_rule.table_name::regclass, v_rule.time_column
        )
        -- Append-only tables check deletions by the real clock, so a run with p_now in the future must not try to delete more.
        using least(p_now, now()) - v_rule.keep, p_limit - v_purged;
        get diagnostics v_deleted = row_count;
        v_purged := v_purged + v_deleted;
    end loop;
    return v_purged;
end;
$$;
comment on function private.purge_expired is
'For a job: deletes up to p_limit rows whose retention period has ended (private.retention). Returns how many; fewer than p_limit means
nothing is left.';
