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
    return v_done;
end;
$$;
comment on function private.sweep_file_deletions is
'For a job: forgets p_limit folders at most in which nothing is left after their last look, and gives up those that ten attempts
didn''t empty. Returns how many. What has files is for the function delete_files.';
