-- What was done to an account and its data: readable by its owner, immutable for everyone.
create table public.audit_events (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references public.profiles (id) on delete cascade,
    actor public.audit_actor not null,
    action public.audit_action not null,
    details jsonb not null default '{}' check (jsonb_typeof(details) = 'object' and pg_column_size(details) <= 4096),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table public.audit_events is
'Changes of an account''s state: roles, subscription, consents, plans made by others, deletions, exports. Append-only, even for the
service; deleted with its account or when its retention period ends (private.retention).';
comment on column public.audit_events.user_id is 'The user whose account it concerns.';
comment on column public.audit_events.actor is 'The kind of actor. No id: another person''s id is their personal data.';
comment on column public.audit_events.details is
'What changed; docs/privacy.md lists the keys of each action. Only ids, counts and fixed values, never text a person wrote.';

create index audit_events_user_id_created_at_idx on public.audit_events (user_id, created_at desc, id desc);
create index audit_events_created_at_idx on public.audit_events using brin (created_at);

create trigger append_only before update or delete on public.audit_events
for each row execute function private.append_only();
create trigger never_emptied before truncate on public.audit_events
for each statement execute function private.append_only();

create function private.audit_actor(p_subject uuid)
returns public.audit_actor
language plpgsql
stable
set search_path = ''
as $$
begin
    -- The role that PostgREST set for the request; jobs and operators have none.
    return case current_setting('role', true)
        when 'authenticated' then case when p_subject = auth.uid() then 'user' else 'admin' end
        when 'service_role' then 'service'
        else 'system'
    end::public.audit_actor;
end;
$$;
comment on function private.audit_actor is 'Who acts in this transaction, relative to the user it concerns.';

create function private.audit(p_user uuid, p_action public.audit_action, p_details jsonb, p_actor public.audit_actor default null)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- Nothing is recorded while the account itself is being deleted: private.account_deletions covers that.
    insert into public.audit_events (user_id, actor, action, details)
    select p.id, coalesce(p_actor, private.audit_actor(p_user)), p_action, jsonb_strip_nulls(p_details)
    from public.profiles as p
    where p.id = p_user;
end;
$$;
comment on function private.audit is 'Writes one event; p_actor null: whoever acts in this transaction.';

create function private.bounding_event(p_user uuid, p_actions public.audit_action[])
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select e.created_at
        from public.audit_events as e
        where e.user_id = p_user
            and e.created_at > now() - interval '24 hours'
            and e.action = any(p_actions)
            and e.actor in ('user', 'auth')
        order by e.created_at desc
        offset 199
        limit 1
    );
end;
$$;
comment on function private.bounding_event is
'Of events of these kinds that come from what the user does, 200 are enough in 24 hours: when the first of the latest 200 was, null if
there were fewer.';

create function private.refuse_many_events(p_user uuid, p_actions public.audit_action[])
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_first constant timestamptz := private.bounding_event(p_user, p_actions);
begin
    if v_first is not null then
        perform private.fail(
            'PT429', 'at most 200 of these in 24 hours',
            jsonb_build_object(
                'reason', 'rate_limited',
                'retry_after', greatest(ceil(extract(epoch from v_first + interval '24 hours' - now())), 1)::integer,
                'limit', 200
            ),
            'Retry in retry_after seconds. A consent can always be withdrawn.'
        );
    end if;
end;
$$;
comment on function private.refuse_many_events is
'PT429 with retry_after and limit if private.bounding_event says that these events are enough.';

create function private.audit_deletions()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- Twenty ids identify what a person deleted by hand; for bulk deletions the count is enough.
    insert into public.audit_events (user_id, actor, action, details)
    select
        p.id,
        private.audit_actor(p.id),
        tg_argv[0]::public.audit_action,
        jsonb_build_object('count', gone.count, 'ids', to_jsonb(gone.ids [1:20]))
    from (
        select o.user_id, count(*) as count, array_agg(o.id order by o.id) as ids from old_rows as o group by o.user_id
    ) as gone
    inner join public.profiles as p on p.id = gone.user_id
    -- Deleting is never refused, and each tombstone keeps its key and time.
    where private.audit_actor(p.id) <> 'user'
        or private.bounding_event(p.id, array[tg_argv[0]::public.audit_action]) is null;
    return null;
end;
$$;
comment on function private.audit_deletions is
'Statement trigger after delete, transition table old_rows: one event per user, {count, ids of the first twenty}, as long as
private.bounding_event allows. Argument: the action.';
