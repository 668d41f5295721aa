-- The loads a user could make, over time: targets use the equipment of their time, so new plates don't change the past.
create table private.gear_facts (
    user_id uuid not null references public.profiles (id) on delete cascade,
    equipment_id uuid not null references public.equipment (id) on delete cascade,
    valid_from timestamptz not null,
    loads_kg numeric(7, 3)[],
    primary key (user_id, equipment_id, valid_from)
);
comment on table private.gear_facts is
'The loads that a piece of equipment could make from each moment on. Without a row they are unknown.';
comment on column private.gear_facts.loads_kg is 'In kilograms, ascending. Null: unknown from here on, so any load is allowed.';
create index gear_facts_equipment_id_idx on private.gear_facts (equipment_id);

create table private.gym_unit_facts (
    user_id uuid not null references public.profiles (id) on delete cascade,
    valid_from timestamptz not null,
    unit public.preferred_unit not null,
    primary key (user_id, valid_from)
);
comment on table private.gym_unit_facts is
'The unit of the weights a user trains with from each moment on; metric before the first row. A gym''s own unit takes
precedence over the profile''s.';

create function private.gear_of(p_user uuid, p_equipment uuid[] default null)
returns table (equipment_id uuid, loads_kg numeric[])
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
    return query
    with parts as (
        select
            q.id,
            q.load_type,
            u.loads_kg,
            u.base_kg,
            u.step_kg,
            u.max_kg,
            -- A row without loads falls back to the preferences.
            num_nonnulls(u.base_kg, u.plates_kg, u.loads_kg, u.step_kg) > 0 as is_told,
            case
                when u.base_kg is not null then array[u.base_kg]
                when q.load_type = 'bar' then nullif(p.bars_kg, '{}')
                else '{0}'::numeric[]
            end as bases_kg,
            coalesce(u.plates_kg, case when q.load_type in ('bar', 'plates') then nullif(p.plates_kg, '{}') end) as plates_kg,
            case when q.load_type = 'dumbbell' then p.dumbbells_kg end as dumbbells_kg
        from public.equipment as q
        left join public.user_equipment as u on u.user_id = p_user and u.equipment_id = q.id
        left join public.training_preferences as p on p.user_id = p_user
        where (q.load_type in ('bar', 'dumbbell', 'plates') or u.user_id is not null)
            and (p_equipment is null or q.id = any(p_equipment))
    )

    select
        p.id,
        private.bounded_loads(
            array(
                select distinct l.kg
                from unnest(
                    case
                        when p.bases_kg is not null and p.plates_kg is not null
                            then private.plate_loads(p.bases_kg, p.plates_kg, p.load_type is distinct from 'plates')
                    end
                    || case when p.step_kg is not null then private.stack_loads(coalesce(p.base_kg, 0), p.step_kg, p.max_kg) end
                    || case when p.is_told then p.loads_kg else p.dumbbells_kg end
                ) as l (kg)
                order by l.kg
            )
        )
    from parts as p;
end;
$$;
comment on function private.gear_of is
'The loads that a user''s equipment makes now, by piece of equipment: as user_equipment has it, else bars, plates and dumbbells
of the preferences. Null where they are unknown. Of all pieces, or of these. PT422 beyond 2000 loads of a piece.';
