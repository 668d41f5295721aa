-- The loads of a gym in pounds whose equipment isn't known.

create function private.pound_loads(p_mechanic public.mechanic)
returns numeric[]
language plpgsql
immutable
set search_path = ''
as $$
begin
    return array(
        select round(i * case p_mechanic when 'isolation' then 2.5 else 5 end * 0.45359237, 3)
        -- Up to 2000 lb.
        from generate_series(0, case p_mechanic when 'isolation' then 800 else 400 end) as i
    );
end;
$$;
comment on function private.pound_loads is
'The loads assumed for an imperial gym without details: multiples of 5 lb, 2.5 lb for isolation.';

create function private.kilogram_weights()
returns numeric[]
language plpgsql
immutable
set search_path = ''
as $$
begin
    return array(select 2.0 * i from generate_series(0, 10) as i) || array(select 4.0 * i from generate_series(6, 50) as i);
end;
$$;
comment on function private.kilogram_weights is
'Kettlebells as they are cast in kilograms: by 2 kg up to 20, then by 4, up to 200. Sandbags and balls are sold like them.';

create function private.assumed_loads(p_exercise_id uuid, p_load numeric)
returns numeric[]
language plpgsql
stable
set search_path = ''
as $$
declare
    -- Clients round to 10 g.
    c_same constant numeric := 0.006;
    v_pounds constant numeric := p_load / 0.45359237;
    v_is_in_pounds boolean := abs(v_pounds - round(v_pounds)) * 0.45359237 <= c_same;
    v_is_fixed boolean;
    v_loads numeric[];
    -- How many of them aren't above it.
    v_place integer;
begin
    select private.pound_loads(e.mechanic), coalesce(q.are_fixed, false) into v_loads, v_is_fixed
    from public.exercises as e
    cross join lateral (
        select bool_and(n.load_type = 'fixed') as are_fixed
        from public.exercise_equipment as x
        inner join public.equipment as n on n.id = x.equipment_id and n.load_type is not null
        where x.exercise_id = e.id
    ) as q
    where e.id = p_exercise_id;
    if v_is_fixed and p_load is null then
        return array(
            select l.kg from unnest(v_loads) as l (kg)
            union
            select l.kg from unnest(private.kilogram_weights()) as l (kg)
            order by kg
        );
    elsif v_is_fixed and p_load % 1 = 0 then
        v_loads := private.kilogram_weights();
    elsif not coalesce(v_is_in_pounds, false) then
        return v_loads;
    end if;
    v_place := width_bucket(p_load + c_same, v_loads);
    if v_place = 0 or v_loads[v_place] < p_load - c_same then
        v_loads := v_loads[:v_place] || p_load || v_loads[v_place + 1:];
    end if;
    return v_loads;
end;
$$;
comment on function private.assumed_loads is
'The loads assumed for an exercise in an imperial gym, going on from this load (null: from any), in kilograms, ascending: multiples of 5 or
2.5 lb. Fixed weights come in kilograms too: who has one of whole kilograms goes on in kilograms. A load of whole pounds, or of whole
kilograms of a fixed weight, is there, because somebody typed it.';
