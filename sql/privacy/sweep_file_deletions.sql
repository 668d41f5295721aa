create function private.sweep_file_deletions(p_now timestamptz, p_limit integer)
returns integer
language plpgsql
set search_path = ''
as $$
declare
    v_done integer;
begin
    with due as (
        select
            d.id,
            d.attempts >= 10 as is_spent,
            jsonb_array_length(private.files_below(d.bucket_id, d.prefix, 1)) = 0 as is_empty
        from private.file_deletions as d
        where d.state = 'pending'
            and d.next_attempt_at <= p_now
            and (d.attempts >= 10 or d.last_look_at <= p_now)
        limit p_limit
        for update skip locked
    ),

    empty as (
        delete from private.file_deletions as d using due where d.id = due.id and due.is_empty returning d.id
    ),

    spent as (
        update private.file_deletions as d
        set state = 'dead', attempt = null
        from due
        where d.id = due.id and due.is_spent and not due.is_empty
        returning d.id
    )

    select count(*) into v_done from (select e.id from empty as e union all select s.id from spent as s) as done;
    return v_done + private.queue_ownerless_files(p_now, p_limit - v_done);
end;
$$;
comment on function private.sweep_file_deletions is
'For a job: removes up to p_limit folders from the queue that are still empty at their last check, marks as dead those that ten attempts
didn''t empty, and queues those with files and without an account. Returns how many. Folders with files are left to the function
delete-files.';
