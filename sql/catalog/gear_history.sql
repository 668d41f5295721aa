create function private.keep_gear(p_user uuid, p_at timestamptz, p_equipment uuid[] default null)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    -- Each moment is an event of every fold of targets from then on. Who moves in, or corrects a slip, needs two or three a day.
    v_most_a_day constant integer := 3;
    v_day constant timestamptz := date_trunc('day', p_at at time zone 'UTC') at time zone 'UTC';
begin
    -- When the account is deleted, nothing is recorded.
    if not private.lock_user(p_user) then
        return;
    end if;
    insert into private.gear_facts (user_id, equipment_id, valid_from, loads_kg)
    select p_user, coalesce(n.equipment_id, o.equipment_id), case when d.changes < v_most_a_day then p_at else o.valid_from end, n.loads_kg
    from private.gear_of(p_user, p_equipment) as n
    full join (
        select distinct on (f.equipment_id) f.equipment_id, f.loads_kg, f.valid_from
        from private.gear_facts as f
        where f.user_id = p_user and (p_equipment is null or f.equipment_id = any(p_equipment))
        order by f.equipment_id, f.valid_from desc
    ) as o on o.equipment_id = n.equipment_id
    cross join lateral (
        select count(*) as changes from private.gear_facts as f
        where f.user_id = p_user and f.equipment_id = o.equipment_id and f.valid_from between v_day and p_at
    ) as d
    where n.loads_kg is distinct from o.loads_kg
    on conflict (user_id, equipment_id, valid_from) do update set loads_kg = excluded.loads_kg;

    insert into private.gym_unit_facts (user_id, valid_from, unit)
    select p_user, case when d.changes < v_most_a_day then p_at else d.latest end, n.unit
    from (
        select
            coalesce(
                (select t.gym_unit from public.training_preferences as t where t.user_id = p_user), p.preferred_unit
            ) as unit
        from public.profiles as p
        where p.id = p_user
    ) as n
    cross join (
        select count(*) as changes, max(f.valid_from) as latest from private.gym_unit_facts as f
        where f.user_id = p_user and f.valid_from between v_day and p_at
    ) as d
    where n.unit <> private.gym_unit(p_user, 'infinity')
    on conflict (user_id, valid_from) do update set unit = excluded.unit;
end;
$$;
comment on function private.keep_gear is
'Records the loads that can be made from a moment on, where they differ from before: of all equipment, or of the pieces that changed.
A day (UTC) keeps three changes of a piece, and of the gym''s unit; a further one takes the place of the third.';

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
    -- The preferences aren't weighed, but what is recorded of them is.
    if tg_op <> 'DELETE' then
        perform private.check_budget(new.user_id, 'body');
    end if;
    return null;
end;
$$;
comment on function private.on_gear_change is
'Row trigger on preferences, one row a user: records the loads that can be made, with the time. PT422 if the account is full.';

create function private.on_own_equipment_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid;
    v_equipment uuid[];
begin
    if tg_op = 'INSERT' then
        for v_user, v_equipment in
            select n.user_id, array_agg(n.equipment_id) from new_rows as n
            where num_nonnulls(n.base_kg, n.plates_kg, n.loads_kg, n.step_kg) > 0
            group by n.user_id
        loop
            perform private.keep_gear(v_user, now(), v_equipment);
        end loop;
    elsif tg_op = 'DELETE' then
        for v_user, v_equipment in
            select o.user_id, array_agg(o.equipment_id) from old_rows as o
            where num_nonnulls(o.base_kg, o.plates_kg, o.loads_kg, o.step_kg) > 0
            group by o.user_id
        loop
            perform private.keep_gear(v_user, now(), v_equipment);
        end loop;
    else
        for v_user, v_equipment in
            select n.user_id, array_agg(n.equipment_id) from new_rows as n
            inner join old_rows as o on o.user_id = n.user_id and o.equipment_id = n.equipment_id
            where (n.base_kg, n.plates_kg, n.loads_kg, n.step_kg, n.max_kg)
                is distinct from (o.base_kg, o.plates_kg, o.loads_kg, o.step_kg, o.max_kg)
            group by n.user_id
        loop
            perform private.keep_gear(v_user, now(), v_equipment);
        end loop;
    end if;
    return null;
end;
$$;
comment on function private.on_own_equipment_change is
'Statement trigger on user_equipment: records the loads that can be made, once however many pieces change.';

create function private.on_unit_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- The unit changes no loads.
    perform private.keep_gear(new.id, now(), '{}');
    return null;
end;
$$;
comment on function private.on_unit_change is 'Row trigger on profiles: the gym''s unit is the user''s, unless the gym has its own.';

create trigger keep_gear_new after insert on public.user_equipment
referencing new table as new_rows for each statement execute function private.on_own_equipment_change();
create trigger keep_gear_gone after delete on public.user_equipment
referencing old table as old_rows for each statement execute function private.on_own_equipment_change();
create trigger keep_gear after update on public.user_equipment
referencing old table as old_rows new table as new_rows
for each statement execute function private.on_own_equipment_change();
create trigger keep_gear after insert or delete or update of bars_kg, plates_kg, dumbbells_kg, gym_unit
on public.training_preferences
for each row execute function private.on_gear_change();
create trigger keep_gear_new after insert on public.profiles
for each row when (new.preferred_unit = 'imperial')
execute function private.on_unit_change();
create trigger keep_gear after update of preferred_unit on public.profiles
for each row when (old.preferred_unit <> new.preferred_unit)
execute function private.on_unit_change();
