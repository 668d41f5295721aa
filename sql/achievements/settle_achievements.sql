create function private.settle_achievements(p_limit integer, p_now timestamptz default now())
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid;
    v_settled integer := 0;
begin
    for v_user in
        select p.id
        from public.profiles as p
        left join private.achievement_totals as t on t.user_id = p.id
        where t.rules_version is distinct from coalesce((select r.version from private.achievement_rules as r), 0)
            and not private.has_fault('settle_achievements', p.id, p_now)
        limit p_limit
        -- Users locked by a workout being logged are recounted there.
        for no key update of p skip locked
    loop
        begin
            perform private.recompute_achievements(v_user);
        exception
            when others then
                perform private.note_fault('settle_achievements', v_user, p_now, sqlstate, sqlerrm);
        end;
        v_settled := v_settled + 1;
    end loop;
    return v_settled;
end;
$$;
comment on function private.settle_achievements is
'After the rules changed: recounts up to p_limit users not yet recounted and returns how many. Repeat, one transaction each, until
it returns 0. A user in a batch must wait for its end to log a workout, so keep batches to about a hundred.';
