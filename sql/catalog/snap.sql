create function private.snap(p_from numeric, p_wanted numeric, p_loads numeric[])
returns numeric
language plpgsql
immutable
set search_path = ''
as $$
declare
    -- Steps, loads and lifted weights are each rounded to the gram: a sum in pounds may be off by 1.5 g.
    c_same constant numeric := 0.002;
    -- Bucket 0 is below the lightest, so v_place is the index of the heaviest load that isn't above.
    v_place integer;
begin
    if p_wanted is null or coalesce(cardinality(p_loads), 0) = 0 then
        return p_wanted;
    end if;
    v_place := width_bucket(p_wanted + c_same, p_loads);
    if p_from is null then
        return case
            when v_place = 0 then p_loads[1]
            when p_loads[v_place + 1] - p_wanted < p_wanted - p_loads[v_place] then p_loads[v_place + 1]
            else p_loads[v_place]
        end;
    elsif p_wanted > p_from then
        return case
            when p_loads[v_place] > p_from + c_same then p_loads[v_place]
            -- The next available load is more than wanted, but the only way up.
            else coalesce(p_loads[width_bucket(p_from + c_same, p_loads) + 1], p_loads[cardinality(p_loads)])
        end;
    end if;
    return coalesce(p_loads[nullif(v_place, 0)], least(p_loads[1], p_from));
end;
$$;
comment on function private.snap is
'The available load (ascending; null: any) to use for a wanted one. Up from p_from: the heaviest not above the wanted one, else
the next one up, else the heaviest. Down: the heaviest not above, else the lightest, never above p_from. Without p_from the
nearest, on a tie the lighter.';
