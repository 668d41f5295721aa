create function private.keep_gear(p_user uuid, p_at timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- When the account is deleted, nothing is recorded.
    if not private.lock_user(p_user) then
        return;
    end if;
    insert into private.gear_facts (user_id, equipment_id, valid_from, loads_kg)
    select p_user, coalesce(n.equipment_id, o.equipment_id), p_at, n.loads_kg
    from private.gear_of(p_user) as n
    full join (
        select distinct on (f.equipment_id) f.equipment_id, f.loads_kg
        from private.gear_facts as f
        where f.user_id = p_user
        order by f.equipment_id, f.valid_from desc
    ) as o on o.equipment_id = n.equipment_id
    where n.loads_kg is distinct from o.loads_kg
    on conflict (user_id, equipment_id, valid_from) do update set loads_kg = excluded.loads_kg;

    insert into private.gym_unit_facts (user_id, valid_from, unit)
    select p_user, p_at, n.unit
    from (
        select
            coalesce(
                (select t.gym_unit from public.training_preferences as t where t.user_id = p_user), p.preferred_unit
            ) as unit
        from public.profiles as p
        where p.id = p_user
    ) as n
    where n.unit <> private.gym_unit(p_user, 'infinity')
    on conflict (user_id, valid_from) do update set unit = excluded.unit;
end;
$$;
comment on function private.keep_gear is 'Records the loads that can be made from a moment on, where they differ from before.';

create function private.gym_unit(p_user uuid, p_at timestamptz)
returns public.preferred_unit
language plpgsql
stable
set search_path = ''
as $$
begin
    return coalesce(
        (
            select f.unit from private.gym_unit_facts as f
            where f.user_id = p_user and f.valid_from <= p_at
            order by f.valid_from desc
            limit 1
        ),
        'metric'
    );
end;
$$;
comment on function private.gym_unit is 'The unit of the weights that a user trained with at a moment.';

create function private.on_gear_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.keep_gear(coalesce(new.user_id, old.user_id), now());
    return null;
end;
$$;
comment on function private.on_gear_change is
'Row trigger on equipment and preferences: records the loads that can be made, with the time.';

create function private.on_unit_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.keep_gear(new.id, now());
    return null;
end;
$$;
comment on function private.on_unit_change is 'Row trigger on profiles: the gym''s unit is the user''s, unless the gym has its own.';

create trigger keep_gear_new after insert on public.user_equipment
for each row when (num_nonnulls(new.base_kg, new.plates_kg, new.loads_kg, new.step_kg) > 0)
execute function private.on_gear_change();
create trigger keep_gear_gone after delete on public.user_equipment
for each row when (num_nonnulls(old.base_kg, old.plates_kg, old.loads_kg, old.step_kg) > 0)
execute function private.on_gear_change();
create trigger keep_gear after update of base_kg, plates_kg, loads_kg, step_kg, max_kg on public.user_equipment
for each row when (
    old.base_kg is distinct from new.base_kg
    or old.plates_kg is distinct from new.plates_kg
    or old.loads_kg is distinct from new.loads_kg
    or old.step_kg is distinct from new.step_kg
    or old.max_kg is distinct from new.max_kg
)
execute function private.on_gear_change();
create trigger keep_gear after insert or delete or update of bars_kg, plates_kg, dumbbells_kg, gym_unit
on public.training_preferences
for each row execute function private.on_gear_change();
create trigger keep_gear_new after insert on public.profiles
for each row when (new.preferred_unit = 'imperial')
execute function private.on_unit_change();
create trigger keep_gear after update of preferred_unit on public.profiles
for each row when (old.preferred_unit <> new.preferred_unit)
execute function private.on_unit_change();
