-- A first load is looked for: the plan has none, and nothing is spoilt by another one.

create function private.searched_load(
    p_load numeric,
    p_short integer,
    -- Repetitions left beyond the planned ones; null: not told.
    p_spare numeric,
    p_is_eased boolean,
    p_is_lower boolean,
    p_terms private.terms
)
returns numeric
language plpgsql
immutable
set search_path = ''
as $$
declare
    -- Percent of the load, by what was left when two were planned to be: 6 and more, 4 or 5; none, three short (judgement, with half of
    -- what one repetition is worth to spare; legs take more). One left is about as planned, as it is for the verdict (private.pace), and
    -- people report one too few.
    v_percent constant numeric := case
        when p_short >= 3 then -20
        when p_short > 0 or p_spare <= -2 then -10
        when p_is_eased then 0
        when p_spare >= 4 then case when p_is_lower then 15 else 10 end
        when p_spare >= 2 then 5
        else 0
    end;
    v_step constant numeric := coalesce((private.load_rule(p_terms.rules) -> 'step')::numeric, 2.5);
    v_load numeric;
begin
    if v_percent = 0 then
        return p_load;
    elsif v_percent < 0 then
        return coalesce(nullif(private.lowered_load(p_load, -v_percent, p_terms), 0), p_load);
    elsif p_terms.buildable is not null then
        v_load := private.nearest_buildable(p_load, p_load * (1 + v_percent / 100), p_terms);
    else
        v_load := p_load + greatest(floor(p_load * v_percent / 100 / v_step), 1) * v_step;
    end if;
    return case when v_load between p_load and p_load * (private.hint_limits()).farthest_up then v_load else p_load end;
end;
$$;
comment on function private.searched_load is
'The load to try after a first set with an exercise: as it was where that was about as hard as planned, else 5 or 10 % more (15 with the
legs), 10 or 20 % less, of loads that can be built.';
