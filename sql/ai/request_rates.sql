-- How fast a user may send requests to an AI function, answered by rule or not: only answers of the model use a quota, but a rule's
-- answer takes a function's processor as well. Rows are data: supabase/seed/quotas.sql.
create table private.ai_rates (
    feature public.ai_feature primary key,
    requests integer not null check (requests > 0)
);
comment on table private.ai_rates is
'How many requests to an AI function a user may begin in five minutes. Seeded. A feature without a row has no limit: a missing seed must
not stop the app.';

create table private.ai_rate_use (
    user_id uuid not null references public.profiles (id) on delete cascade,
    feature public.ai_feature not null,
    starts_at timestamptz not null,
    used integer not null check (used > 0),
    primary key (user_id, feature)
);
comment on table private.ai_rate_use is
'The requests of a user in their latest five minutes, by feature. One row each, overwritten: nothing to clean up.';

create function private.refuse_rate(p_limit integer, p_retry_after interval)
returns void
language plpgsql
set search_path = ''
as $$
begin
    perform private.fail(
        'PT429', format('at most %s requests in five minutes', p_limit),
        jsonb_build_object(
            'reason', 'rate_limited', 'retry_after', greatest(1, ceil(extract(epoch from p_retry_after)))::integer, 'limit', p_limit
        ),
        'Retry in retry_after seconds.'
    );
end;
$$;
comment on function private.refuse_rate is 'PT429: too many requests to an AI function in five minutes.';

create function private.rate_used(p_user uuid, p_feature public.ai_feature, p_now timestamptz)
returns private.ai_rate_use
language plpgsql
stable
set search_path = ''
as $$
declare
    v_window constant interval := interval '5 minutes';
    v_limit constant integer := (select r.requests from private.ai_rates as r where r.feature = p_feature);
    v_use private.ai_rate_use;
begin
    select u.* into v_use from private.ai_rate_use as u where u.user_id = p_user and u.feature = p_feature;
    -- A window that begins in the future was written by a clock that was ahead.
    if not found or v_use.starts_at not between p_now - v_window and p_now then
        return (p_user, p_feature, p_now, 0)::private.ai_rate_use;
    end if;
    if v_use.used >= v_limit then
        perform private.refuse_rate(v_limit, v_use.starts_at + v_window - p_now);
    end if;
    return v_use;
end;
$$;
comment on function private.rate_used is
'What a user has used of a feature''s rate in the five minutes that began with its first request; PT429 with retry_after if that is all.
Without a rate there is no end.';

create function private.take_rate(p_user uuid, p_feature public.ai_feature, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_use constant private.ai_rate_use := private.rate_used(p_user, p_feature, p_now);
begin
    insert into private.ai_rate_use as u (user_id, feature, starts_at, used)
    values (p_user, p_feature, v_use.starts_at, v_use.used + 1)
    on conflict (user_id, feature) do update set starts_at = excluded.starts_at, used = excluded.used;
end;
$$;
comment on function private.take_rate is
'Counts a request that is admitted, whatever becomes of its answer; PT429 with retry_after. The caller holds the user''s lock.';
