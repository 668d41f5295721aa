create type private.award as (achievement_id uuid, unlocked_at timestamptz);

create function private.settle_awards(p_user uuid, p_changed uuid [], p_awards private.award [])
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    if cardinality(p_changed) > 0 then
        perform private.settle_xp(
            p_user,
            p_changed,
            array(
                select ('achievement', 'achievement', a.id, a.xp, private.xp_version(o.unlocked_at))::private.xp_claim
                from unnest(p_awards) as o
                inner join public.achievements as a on a.id = o.achievement_id
            )
        );
    end if;
end;
$$;
comment on function private.settle_awards is
'Reconciles the ledger for the achievements in p_changed: those in p_awards earn their XP, the others nothing.';
