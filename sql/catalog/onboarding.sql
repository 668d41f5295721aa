-- Onboarding writes profile, goal and equipment; it is here because equipment belongs to the catalogue.
create function private.complete_onboarding(
    p_user uuid,
    p_profile jsonb,
    p_goal jsonb,
    p_equipment uuid[],
    p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_goal uuid;
    v_unknown integer;
begin
    perform private.require_caller(p_user);
    perform private.onboard_profile(p_user, p_profile, p_now);
    v_goal := private.onboard_goal(p_user, p_goal, p_now);

    select o.i into v_unknown
    from unnest(p_equipment) with ordinality as o (id, i)
    where not exists (select from public.equipment as e where e.id = o.id)
    order by o.i
    limit 1;
    if found then
        perform private.fail(
            'PT404', 'unknown equipment', jsonb_build_object('field', format('p_equipment[%s]', v_unknown - 1))
        );
    end if;
    -- Null leaves the equipment unchanged; an empty list means none.
    delete from public.user_equipment as u where u.user_id = p_user and not u.equipment_id = any(p_equipment);
    insert into public.user_equipment (user_id, equipment_id)
    select distinct p_user, o.id from unnest(p_equipment) as o (id)
    on conflict do nothing;

    return jsonb_build_object(
        'profile', (select to_jsonb(p) from public.profiles as p where p.id = p_user),
        'goal', (select to_jsonb(g) from public.user_goals as g where g.user_id = p_user and g.id = v_goal),
        'equipment', (
            select coalesce(jsonb_agg(u.equipment_id order by u.equipment_id), '[]')
            from public.user_equipment as u
            where u.user_id = p_user
        )
    );
end;
$$;
comment on function private.complete_onboarding is 'See public.complete_onboarding.';

create function public.complete_onboarding(p_profile jsonb, p_goal jsonb, p_equipment uuid[])
returns jsonb
language sql
security invoker
set search_path = ''
return private.complete_onboarding((select auth.uid()), p_profile, p_goal, p_equipment, now());
comment on function public.complete_onboarding is
'Writes profile, goal and equipment at once and returns {profile, goal, equipment}; repeating it replaces. p_profile may
carry weight_kg, which becomes a body measurement. The goal has its estimated_completion_date: weeks =
|ln(target weight / weight)| / weekly rate (losing 0.7 %, gaining 0.25 to 0.5 % by level). PT422 names the field at fault,
PT409 a username that is taken, PT404 unknown equipment. A null p_equipment leaves the equipment unchanged.';
