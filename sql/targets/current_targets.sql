create function private.current_targets(p_user uuid, p_targets uuid[], p_before timestamptz)
returns table (
    target_id uuid,
    -- The rules in force.
    fact private.target_facts,
    target private.target,
    failures smallint,
    state jsonb,
    reason_code public.reason_code,
    old_target jsonb,
    -- When the last step was taken; null without one.
    stepped_at timestamptz,
    -- When it was last trained, if the user hasn't decided about it since.
    trained_at timestamptz
)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
    return query
    select
        o.id,
        f.fact,
        -- Without a step the target is the one the plan was created with, whatever rules came later. coalesce runs the subquery
        -- only then.
        coalesce(
            private.target_of(p.new_target),
            (private.fact_at(p_user, o.id, '-infinity')).target
        ),
        coalesce(p.failures, 0::smallint),
        coalesce(p.state, (private.fact_at(p_user, o.id, '-infinity')).state),
        coalesce(p.reason_code, 'first_time'),
        p.old_target,
        p.effective_at,
        case
            when p.session_id is not null then p.effective_at
            when p.rule = 'gear'
                then (
                    select
                        case
                            when g.session_id is not null then g.effective_at
                            else (private.fact_at(p_user, o.id, g.effective_at)).trained_at
                        end
                    from public.prescriptions as g
                    where g.user_id = p_user
                        and g.target_id = o.id
                        and g.superseded_at is null
                        and g.effective_at < p_before
                        and g.rule is distinct from 'gear'
                    order by g.effective_at desc, g.session_id desc nulls last
                    limit 1
                )
            when p.effective_at is not null then (private.fact_at(p_user, o.id, p.effective_at)).trained_at
        end
    from unnest(p_targets) as o (id)
    cross join lateral (
        -- As private.fact_at, of the latest moment.
        select t as fact
        from private.target_facts as t
        where t.user_id = p_user and t.target_id = o.id and t.set_at < p_before
        order by t.set_at desc, t.moves_target desc, (t.target).weight_kg desc nulls last, t.plan_exercise_id
        limit 1
    ) as f
    left join lateral (
        select r.new_target, r.old_target, r.failures, r.state, r.reason_code, r.effective_at, r.session_id, r.rule
        from public.prescriptions as r
        where r.user_id = p_user
            and r.target_id = o.id
            and r.superseded_at is null
            and r.effective_at < p_before
        order by r.effective_at desc, r.session_id desc nulls last
        limit 1
    ) as p on true;
end;
$$;
comment on function private.current_targets is
'These targets (no duplicates) as they were before a given time (infinity: now), with the failures in a row and the reason. No row for one
that did not exist yet.';
