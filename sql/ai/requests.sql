-- Requests to the AI functions: makes them safe to repeat, and records whether they count against the quota.
create table private.ai_requests (
    user_id uuid not null references public.profiles (id) on delete cascade,
    id uuid not null default gen_random_uuid(),
    feature public.ai_feature not null,
    key_hash bytea,
    request_hash text not null,
    claimed_until timestamptz not null,
    kept_until timestamptz not null,
    charged_at timestamptz,
    charged_to bytea,
    status smallint check (status between 200 and 599),
    body jsonb check (octet_length(body::text) <= 1048576),
    created_at timestamptz not null,
    primary key (user_id, id),
    -- Nulls are distinct, so any number of requests without a key can coexist.
    unique (user_id, feature, key_hash),
    constraint is_stored_whole check ((status is null) = (body is null))
);
comment on table private.ai_requests is
'Requests to the AI functions that are running, and answered ones for 24 hours. Without a status, a request is still running.';
comment on column private.ai_requests.id is
'Identifies the attempt: taking a request over assigns a new id, so that the old attempt can no longer end it.';
comment on column private.ai_requests.key_hash is 'SHA-256 of the Idempotency-Key. Null: none was sent, and nothing is replayed.';
comment on column private.ai_requests.request_hash is
'Hash of the request''s body, computed by the function: the same key with a different body is refused.';
comment on column private.ai_requests.claimed_until is
'From then on the attempt can no longer be running, and another one may take over.';
comment on column private.ai_requests.kept_until is 'When the key expires, and its answer with it.';
comment on column private.ai_requests.charged_at is
'The request counts against the quota of the day and month that contain this moment. Null: it doesn''t count.';
comment on column private.ai_requests.charged_to is
'The subscription, as in private.subscription_use, that it counts against as well. Null: none gave the tier.';
comment on column private.ai_requests.body is 'The answer, exactly as it was sent.';
create index ai_requests_kept_until_idx on private.ai_requests (kept_until);
create index ai_requests_claimed_until_idx on private.ai_requests (claimed_until) where status is null;

create function private.give_back_dead_requests(p_user uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_dead private.ai_requests;
begin
    for v_dead in
        select r.* from private.ai_requests as r
        where r.user_id = p_user and r.status is null and r.claimed_until <= p_now and r.charged_at is not null
    loop
        perform private.move_quota(p_user, v_dead.charged_to, v_dead.feature, v_dead.charged_at, -1);
        -- The row stays, because its key is still bound to its body.
        update private.ai_requests as r set charged_at = null where r.user_id = p_user and r.id = v_dead.id;
    end loop;
end;
$$;
comment on function private.give_back_dead_requests is
'Gives back the quota of requests that died without finishing: the function was killed or lost its connection. The caller holds the
user''s lock.';

create function private.expire_ai_requests(p_limit integer, p_now timestamptz)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_user uuid;
    v_users integer := 0;
    v_windows integer;
    v_more integer;
begin
    if p_limit is null or p_limit not between 1 and 10000 then
        perform private.fail('PT422', 'p_limit must be 1 to 10000', '{"field": "p_limit"}');
    end if;
    for v_user in
        select distinct r.user_id from private.ai_requests as r
        where (
            r.kept_until <= p_now
            or r.status is null and r.claimed_until <= p_now and r.charged_at is not null
        )
        and not private.has_fault('expire_ai_records', r.user_id, p_now)
        limit p_limit
    loop
        -- Locked users are left to the next run: nothing waits for this job, and it waits for nothing.
        perform from public.profiles as p where p.id = v_user for no key update skip locked;
        continue when not found;
        begin
            perform private.give_back_dead_requests(v_user, p_now);
            delete from private.ai_requests as r where r.user_id = v_user and r.kept_until <= p_now;
        exception
            when others then
                perform private.note_fault('expire_ai_records', v_user, p_now, sqlstate, sqlerrm);
        end;
        v_users := v_users + 1;
    end loop;
    delete from private.quota_use as u
    where u.ctid = any(array(
        -- After two months no request can refer to a window any more.
        select o.ctid from private.quota_use as o
        where o.starts_on < private.quota_window('day', p_now) - 62
        limit p_limit
        for update skip locked
    ));
    get diagnostics v_windows = row_count;
    delete from private.subscription_use as u
    where u.ctid = any(array(
        select o.ctid from private.subscription_use as o
        where o.starts_on < private.quota_window('day', p_now) - 62
        limit p_limit
        for update skip locked
    ));
    get diagnostics v_more = row_count;
    return jsonb_build_object('users', v_users, 'windows', v_windows + v_more);
end;
$$;
comment on function private.expire_ai_requests is
'For a job: for up to p_limit users gives back the quota of requests that died and deletes expired requests (24 hours old); deletes
up to p_limit old windows. Returns {users, windows}, the numbers processed. Safe to repeat, interrupt or skip.';
