-- The loads that plates make. Pure arithmetic on kilograms.

create function private.exact_kg(p_kg numeric)
returns numeric
language plpgsql
immutable
set search_path = ''
as $$
declare
    -- A quarter of the pound of 1959, 0.45359237 kg.
    c_quarter constant numeric := 0.1133980925;
    v_quarters numeric := round(p_kg / c_quarter);
begin
    -- Grams can't hold pounds: 45 lb are stored as 20.412 kg, and three of those would be a gram more than 135 lb.
    -- A multiple of 50 g was meant in kilograms, though 11 kg are also 97 quarter pounds to the gram.
    return case
        when p_kg % 0.05 <> 0 and round(v_quarters * c_quarter, 3) = p_kg then v_quarters * c_quarter
        else p_kg
    end;
end;
$$;
comment on function private.exact_kg is
'The exact weight behind kilograms rounded to the gram: whole quarter pounds come back unrounded, so that sums stay exact.';

create function private.plate_loads(p_bases_kg numeric[], p_plates_kg numeric[], p_in_pairs boolean)
returns numeric[]
language plpgsql
stable
set search_path = ''
as $$
declare
    v_sums numeric[] := array[0];
    v_added numeric;
    -- 2000 kg is the most that a target may be; plates that hang on a body weigh a fraction of it.
    v_most integer := case when p_in_pairs then 2000 else 250 end;
begin
    -- One addition per pair, or two where its plates may be used singly.
    for v_added in
        select case when p_in_pairs then 2 else 1 end * private.exact_kg(p.kg)
        from unnest(p_plates_kg) as p (kg), generate_series(1, case when p_in_pairs then 1 else 2 end)
        order by 1 desc
    loop
        v_sums := array(
            select s.kg from unnest(v_sums) as s (kg)
            union
            select s.kg + v_added from unnest(v_sums) as s (kg) where s.kg + v_added <= v_most
        );
        -- A usual set of plates makes a few hundred loads; one of odd weights doubles them with every pair.
        perform private.check_load_count(cardinality(v_sums), 'plates_kg');
    end loop;
    return array(
        select distinct round(private.exact_kg(b.kg) + s.kg, 3)
        from unnest(p_bases_kg) as b (kg), unnest(v_sums) as s (kg)
        where private.exact_kg(b.kg) + s.kg <= v_most
        order by 1
    );
end;
$$;
comment on function private.plate_loads is
'Every load that a base and any of the plates make, ascending. Each entry is a pair of plates: put on together, one a
side, up to 2000 kg; or singly, up to 250 kg. PT422 beyond 2000 loads.';

create function private.bounded_loads(p_loads_kg numeric[])
returns numeric[]
language plpgsql
stable
set search_path = ''
as $$
begin
    -- Each base has all the sums of the plates, and a stack and single loads come on top.
    perform private.check_load_count(cardinality(p_loads_kg), 'plates_kg');
    return nullif(p_loads_kg, '{}');
end;
$$;
comment on function private.bounded_loads is 'The loads of one piece of equipment, null for none. PT422 beyond 2000.';

create function private.stack_loads(p_base_kg numeric, p_step_kg numeric, p_max_kg numeric)
returns numeric[]
language plpgsql
stable
set search_path = ''
as $$
begin
    perform private.check_load_count(((p_max_kg - p_base_kg) / p_step_kg)::integer, 'step_kg');
    return array(
        select round(private.exact_kg(p_base_kg) + i * private.exact_kg(p_step_kg), 3)
        -- Half a gram of tolerance, so that a stack in pounds reaches its rounded maximum.
        from generate_series(
            0, floor((p_max_kg + 0.0005 - private.exact_kg(p_base_kg)) / private.exact_kg(p_step_kg))::integer
        ) as i
    );
end;
$$;
comment on function private.stack_loads is 'The loads of an even stack, ascending. PT422 beyond 2000 loads.';

create function private.check_load_count(p_count integer, p_field text)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    if p_count > 2000 then
        perform private.fail(
            'PT422', 'too many different loads', jsonb_build_object('field', p_field, 'max', 2000),
            'Leave out the smallest plates, or an unused step.'
        );
    end if;
end;
$$;
comment on function private.check_load_count is 'PT422 for more than 2000 different loads of one piece of equipment.';
