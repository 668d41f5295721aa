-- A file can arrive after its account's folders were emptied: an upload that took longer than a quarter of an hour, or one by a URL that
-- an operator signed. Nothing but its name then says whose it was.
create function private.queue_ownerless_files(p_now timestamptz, p_limit integer)
returns integer
language plpgsql
set search_path = ''
as $$
declare
    -- Every quarter of an hour another 16th of all folders, those whose id begins with this digit: a million files are looked through in
    -- four hours, 0.1 s at a time.
    v_digit constant text := to_hex((date_part('epoch', p_now) / 900)::bigint % 16);
    v_queued integer;
begin
    insert into private.file_deletions (bucket_id, prefix, next_attempt_at, last_look_at)
    select f.bucket_id, f.folder || '/', p_now, p_now + interval '15 minutes'
    from (
        select distinct o.bucket_id, split_part(o.name, '/', 1) as folder
        from storage.buckets as b
        inner join storage.objects as o
            on o.bucket_id = b.id
            -- As in private.files_below: a range that the index of hosted projects serves. After f comes g.
            and o.name collate "C" >= v_digit
            and o.name collate "C" < chr(ascii(v_digit) + 1)
    ) as f
    -- Other folders than users' are the operator's own.
    where f.folder ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        and not exists (
            select from auth.users as u
            where u.id = case when f.folder ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then f.folder::uuid end
        )
        and not exists (
            select from private.file_deletions as d where d.bucket_id = f.bucket_id and d.prefix = f.folder || '/'
        )
    limit p_limit
    on conflict (bucket_id, prefix) do nothing;
    get diagnostics v_queued = row_count;
    return v_queued;
end;
$$;
comment on function private.queue_ownerless_files is
'Queues up to p_limit folders of users without an account, and returns how many. One call looks at those whose id begins with one hex
digit, which p_now chooses: all are looked at in 16 quarters of an hour.';
