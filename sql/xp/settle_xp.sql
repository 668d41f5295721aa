create function private.settle_xp(p_user uuid, p_sources uuid[], p_claims private.xp_claim[])
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- Fast path: most sources have no ledger entries yet, so there is nothing to compare.
    if not exists (
        select from unnest(p_sources) as o (id)
        -- `offset 0` keeps the planner on the source_id index: with any() it reads the user's whole ledger.
        cross join lateral (
            select from public.xp_events as e where e.user_id = p_user and e.source_id = o.id offset 0
        ) as e
    ) then
        insert into public.xp_events (user_id, event_type, source_type, source_id, xp, rule_version)
        select p_user, c.event_type, c.source_type, c.source_id, c.xp, c.rule_version
        from unnest(p_claims) as c
        where c.xp > 0;
        return;
    end if;

    -- A reversal has the same source as the entry it reverses, so one read by source finds both.
    with entries as materialized (
        select e.id, e.event_type, e.source_type, e.source_id, e.xp, e.rule_version, e.reverses_id
        from public.xp_events as e
        where e.user_id = p_user and e.source_id = any(p_sources)
    ),

    active as materialized (
        select e.*
        from entries as e
        where e.reverses_id is null and not exists (select from entries as r where r.reverses_id = e.id)
    ),

    claims as (
        select c.* from unnest(p_claims) as c where c.xp > 0
    )

    insert into public.xp_events (user_id, event_type, source_type, source_id, xp, rule_version, reverses_id)
    select p_user, s.event_type, s.source_type, s.source_id, -s.xp, s.rule_version, s.id
    from active as s
    where not exists (
        select from claims as c
        where c.event_type = s.event_type and c.source_id = s.source_id and c.xp = s.xp
    )
    union all
    select p_user, c.event_type, c.source_type, c.source_id, c.xp, c.rule_version, null
    from claims as c
    where not exists (
        select from active as s
        where c.event_type = s.event_type and c.source_id = s.source_id and c.xp = s.xp
    );
end;
$$;
comment on function private.settle_xp is
'Reconciles the ledger with what these sources are worth now (p_claims): reverses entries that no longer apply, adds new ones.
The caller holds the user''s lock.';

create function private.claim(
    p_event public.xp_event_type,
    p_source_type text,
    p_source_id uuid,
    p_at timestamptz
)
returns private.xp_claim[]
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select array_agg((p_event, p_source_type, p_source_id, r.xp, r.version)::private.xp_claim)
        from public.xp_rules as r
        where r.version = private.xp_version(p_at) and r.event_type = p_event
    );
end;
$$;
comment on function private.claim is
'One claim (in an array): the XP of an event at a moment, by the rules in force then. Null without a rule for it.';
