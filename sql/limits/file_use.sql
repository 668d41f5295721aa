-- Files are few and uploads are rare, so they are counted when it matters. On hosted projects storage.objects can have policies of
-- ours, but no triggers.

create function private.file_use(p_user uuid, p_but_bucket text default null, p_but_name text default null)
returns table (files bigint, bytes bigint)
language plpgsql
stable
set search_path = ''
as $$
begin
    return query
    select count(*), coalesce(sum((o.metadata ->> 'size')::bigint), 0)::bigint
    from storage.buckets as b
    inner join storage.objects as o
        on o.bucket_id = b.id
        -- As in private.files_below: a range that the index of hosted projects serves.
        and o.name collate "C" >= p_user || '/'
        and o.name collate "C" < p_user || '0'
    where (b.id, o.name) is distinct from (p_but_bucket, p_but_name);
end;
$$;
comment on function private.file_use is 'How many files a user has in all buckets, and their bytes, but for one of them.';

create function private.has_room_for_file(p_bucket text, p_name text, p_id uuid, p_metadata jsonb)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_user uuid := auth.uid();
    v_bytes bigint := coalesce(
        (p_metadata ->> 'size')::bigint,
        (p_metadata ->> 'contentLength')::bigint,
        -- Hosted Storage asks before it has read the file.
        (select b.file_size_limit from storage.buckets as b where b.id = p_bucket),
        0
    );
    v_budget private.budgets;
    v_use record;
begin
    -- No lock, so two uploads at once can pass together (docs/limits.md). Storage asks in a transaction of its own and stores the file
    -- afterwards, so none would help; and uploads that wait for one hold connections that everybody needs.
    select b.* into v_budget from private.budgets as b where b.tier = private.limit_tier(v_user, now());
    if not found
        -- A file that is renamed, or replaced by a smaller one.
        or exists (select from storage.objects as o where o.id = p_id and (o.metadata ->> 'size')::bigint >= v_bytes)
    then
        return true;
    end if;
    select u.* into v_use from private.file_use(v_user, p_bucket, p_name) as u;
    return v_use.files < v_budget.files and v_use.bytes + v_bytes <= v_budget.file_bytes;
end;
$$;
comment on function private.has_room_for_file is
'For policies on storage.objects: whether the caller may keep this file besides those they have. A file whose size isn''t known yet
counts as the largest that its bucket takes.';
