-- Suggested loads are only those that the user's equipment can make.

create function private.has_gear(p_user uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
    return exists (select from private.gear_facts as f where f.user_id = p_user)
        or exists (select from private.gym_unit_facts as f where f.user_id = p_user);
end;
$$;
comment on function private.has_gear is 'Whether the user''s loads were ever known; if not, any load is allowed.';

create function private.buildable_loads(p_user uuid, p_exercise_id uuid, p_at timestamptz, p_load numeric default null)
returns numeric[]
language plpgsql
stable
set search_path = ''
as $$
declare
    v_equipment uuid;
    v_loads numeric[];
    v_all numeric[];
begin
    for v_equipment in
        with bearers as (
            select q.id, q.load_type
            from public.exercise_equipment as x
            inner join public.equipment as q on q.id = x.equipment_id
            where x.exercise_id = p_exercise_id and q.load_type is not null
        )

        -- Plates next to a bar are to stand on. Without equipment that bears a load, plates hang on the body.
        select b.id from bearers as b
        where b.load_type <> 'plates' or not exists (select from bearers as o where o.load_type <> 'plates')
        union all
        select q.id from public.equipment as q
        where q.load_type = 'plates' and not exists (select from bearers)
    loop
        v_loads := (
            select f.loads_kg from private.gear_facts as f
            where f.user_id = p_user and f.equipment_id = v_equipment and f.valid_from <= p_at
            order by f.valid_from desc
            limit 1
        );
        v_all := case
            when v_all is null then v_loads
            when v_loads is null then v_all
            else array(
                select l.kg from unnest(v_all) as l (kg)
                union
                select l.kg from unnest(v_loads) as l (kg)
                order by kg
            )
        end;
    end loop;
    if v_all is null and private.gym_unit(p_user, p_at) = 'imperial' then
        return private.assumed_loads(p_exercise_id, p_load);
    end if;
    return v_all;
end;
$$;
comment on function private.buildable_loads is
'The loads this user could make for an exercise at a moment, in kilograms, ascending; null: any load is allowed. They come from
the equipment that the exercise requires; with several pieces that bear a load, from all of them. Where a gym in pounds hasn''t told its
equipment, p_load is the load to go on from (see private.assumed_loads).';

create function private.gear_changes(p_user uuid, p_exercise_id uuid, p_from timestamptz)
returns setof timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
    return query
    with moments as (
        select f.valid_from from private.gear_facts as f
        where f.user_id = p_user
            and f.valid_from >= p_from
            -- What bears a load: what the exercise requires, or plates that hang on the body.
            and (
                f.equipment_id in (select x.equipment_id from public.exercise_equipment as x where x.exercise_id = p_exercise_id)
                or f.equipment_id in (select q.id from public.equipment as q where q.load_type = 'plates')
            )
        union
        select f.valid_from from private.gym_unit_facts as f where f.user_id = p_user and f.valid_from >= p_from
    ),

    -- Once a moment: making the loads is what costs.
    after as materialized (
        select m.valid_from, private.buildable_loads(p_user, p_exercise_id, m.valid_from) as loads_kg from moments as m
    )

    select c.valid_from
    from (
        select
            a.valid_from,
            a.loads_kg,
            case
                when row_number() over w > 1 then lag(a.loads_kg) over w
                else private.buildable_loads(p_user, p_exercise_id, a.valid_from - interval '1 microsecond')
            end as before_kg
        from after as a
        window w as (order by a.valid_from)
    ) as c
    where c.loads_kg is distinct from c.before_kg
    order by c.valid_from;
end;
$$;
comment on function private.gear_changes is 'The moments from p_from on at which the loads for an exercise changed, ascending.';
