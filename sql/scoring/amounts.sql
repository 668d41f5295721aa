-- How much was done at a load, where nothing else tells: more repetitions than estimates hold for, repetitions without a load or with
-- help, and how long or far a load was held or carried. Load and amount are one number, so that the best of a history fit into a small
-- array: grams × 10^9 + repetitions, seconds or centimetres. Help counts as a negative load.

create function private.amount_of(p_code bigint)
returns bigint
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
    -- The modulus has the sign of the load.
    return (p_code % 1000000000 + 1000000000) % 1000000000;
end;
$$;
comment on function private.amount_of is 'The repetitions, seconds or centimetres of an amount at a load.';

create function private.load_of(p_code bigint)
returns numeric
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
    return trim_scale((p_code - private.amount_of(p_code)) / 1000000000 / 1000.0);
end;
$$;
comment on function private.load_of is 'The kilograms of an amount at a load; negative for help.';

create function private.amount_before(p_prior bigint[], p_code bigint)
returns bigint
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
    v_load constant bigint := p_code - private.amount_of(p_code);
    -- What clients round is the same load: 0.06 kg.
    v_rounding constant bigint := 60000000000;
    v_best bigint := 0;
    v_code bigint;
begin
    -- Heaviest first.
    foreach v_code in array coalesce(p_prior, '{}') loop
        exit when v_code < v_load - v_rounding;
        v_best := greatest(v_best, private.amount_of(v_code));
        if v_code < v_load + v_rounding + 1000000000 then
            return v_best;
        end if;
    end loop;
    return null;
end;
$$;
comment on function private.amount_before is
'The most that best_amounts have at this load or a heavier one; null if this load isn''t among them.';

create function private.best_amounts(p_amounts bigint[], p_others bigint[])
returns bigint[]
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
    if p_others is null or p_others <@ p_amounts then
        return p_amounts;
    end if;
    return array(
        select max(o.code)
        from unnest(p_amounts || p_others) as o (code)
        group by o.code - private.amount_of(o.code)
        order by max(o.code) desc
        -- Every row of exercise_sessions holds them.
        limit 50
    );
end;
$$;
comment on function private.best_amounts is
'The most of both at each load, heaviest first and at most 50. p_amounts: from this function, or null.';

create function private.beaten_amounts(p_amounts bigint[], p_prior bigint[])
returns integer
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
declare
    v_code bigint;
    v_beaten integer := 0;
begin
    foreach v_code in array p_amounts loop
        if private.amount_of(v_code) > 1.001 * private.amount_before(p_prior, v_code) then
            v_beaten := v_beaten + 1;
        end if;
    end loop;
    return v_beaten;
end;
$$;
comment on function private.beaten_amounts is 'How many of these amounts are records over best_amounts, by more than 0.1 %.';
