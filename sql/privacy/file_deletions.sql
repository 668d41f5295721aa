-- Files to delete. Storage refuses to delete their rows in SQL (42501), and that would leave the bytes behind anyway, so a
-- function works through this queue with the Storage API.
create table private.file_deletions (
    id uuid primary key default gen_random_uuid(),
    bucket_id text not null,
    prefix text not null check (prefix ~ '^[^/]+/$'),
    state private.file_deletion_state not null default 'pending',
    attempt uuid,
    attempts smallint not null default 0,
    next_attempt_at timestamptz not null default now(),
    last_look_at timestamptz not null default now() + interval '15 minutes',
    error text check (length(error) <= 500),
    created_at timestamptz not null default now(),
    unique (bucket_id, prefix)
);
comment on table private.file_deletions is
'Folders of deleted accounts, one row per bucket; a row is deleted once nothing is left below its prefix. The only place that keeps
the id of a deleted account, for a quarter of an hour or until its files are deleted.';
comment on column private.file_deletions.prefix is 'The folder, with a trailing slash: every file whose name begins with it.';
comment on column private.file_deletions.state is
'dead: ten attempts in a row removed nothing; an operator has to look into it (docs/privacy.md).';
comment on column private.file_deletions.attempt is 'The current claim: results of an older one are ignored.';
comment on column private.file_deletions.attempts is 'Claims since a file was last removed.';
comment on column private.file_deletions.next_attempt_at is 'When it is due; while it is claimed, when the claim expires.';
comment on column private.file_deletions.last_look_at is
'Until then an empty folder is checked again: an upload that began before the account was deleted may still be in progress.';
create index file_deletions_next_attempt_at_idx on private.file_deletions (next_attempt_at) where state = 'pending';

create function private.files_below(p_bucket_id text, p_prefix text, p_limit integer)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select coalesce(jsonb_agg(f.name), '[]')
        from (
            -- A prefix ends with its only slash, and 0 follows / in ASCII, so this is a range that the index of hosted projects on
            -- (bucket_id, name collate "C") serves.
            select o.name
            from storage.objects as o
            where o.bucket_id = p_bucket_id
                and o.name collate "C" >= p_prefix
                and o.name collate "C" < rtrim(p_prefix, '/') || '0'
            limit p_limit
        ) as f
    );
end;
$$;
comment on function private.files_below is 'The names of at most p_limit files whose name begins with the prefix.';

create function private.claim_file_deletions(p_limit integer, p_seconds integer, p_now timestamptz)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_claimed jsonb;
begin
    perform private.require_service();
    if p_limit is null or p_limit not between 1 and 100 then
        perform private.fail('PT422', 'p_limit must be 1 to 100', '{"field": "p_limit"}');
    elsif p_seconds is null or p_seconds not between 1 and 900 then
        perform private.fail('PT422', 'p_seconds must be 1 to 900', '{"field": "p_seconds"}');
    end if;
    with due as (
        select d.id
        from private.file_deletions as d
        where d.state = 'pending' and d.attempts < 10 and d.next_attempt_at <= p_now
        order by d.next_attempt_at, d.id
        limit p_limit
        for update skip locked
    ),

    claimed as (
        update private.file_deletions as d
        set
            attempt = gen_random_uuid(),
            attempts = d.attempts + 1,
            next_attempt_at = p_now + make_interval(secs => p_seconds)
        from due
        where d.id = due.id
        returning d.id, d.attempt, d.bucket_id, d.prefix
    )

    select
        jsonb_agg(jsonb_build_object(
            'id', c.id, 'attempt', c.attempt, 'bucket', c.bucket_id,
            -- Storage removes at most 1000 files per request.
            'paths', private.files_below(c.bucket_id, c.prefix, 1000)
        ))
    into v_claimed
    from claimed as c;
    return coalesce(v_claimed, '[]');
end;
$$;
comment on function private.claim_file_deletions is 'See public.claim_file_deletions.';

create function public.claim_file_deletions(p_limit integer, p_seconds integer)
returns jsonb
language sql
security invoker
set search_path = ''
return private.claim_file_deletions(p_limit, p_seconds, now());
comment on function public.claim_file_deletions is
'For the service only: claims folders whose files are to be deleted, [{id, attempt, bucket, paths: up to 1000}]. The claim is exclusive
for p_seconds; then they are due again. After removing the paths, call settle_file_deletions.';
