-- What a set that was done is to the sets that were planned, while the workout is still running. Together with what follows, the deciding
-- sets may be others: the verdict is made at the end.

create function private.is_harder(p_load numeric, p_than numeric, p_terms private.terms)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
    return coalesce(p_load, 0) * case when p_terms.is_assisted then -1 else 1 end
    > p_than * case when p_terms.is_assisted then -1 else 1 end
    + case when p_than > 0 then private.load_tolerance(p_than, p_terms) else 0 end;
end;
$$;
comment on function private.is_harder is
'Whether a load is harder than another by more than the tolerance; for assisted exercises, whether it is less help.';

create function private.is_easier(p_load numeric, p_than numeric, p_terms private.terms)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
    return coalesce(p_load, 0) * case when p_terms.is_assisted then -1 else 1 end
    < p_than * case when p_terms.is_assisted then -1 else 1 end
    - case when p_than > 0 then private.load_tolerance(p_than, p_terms) else 0 end;
end;
$$;
comment on function private.is_easier is
'Whether a load is easier than another by more than the tolerance; for assisted exercises, whether it is more help.';

create function private.is_ramp_up(p_loads numeric[], p_place integer, p_wanted numeric, p_terms private.terms)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_share constant numeric := (private.hint_limits()).ramp_share;
begin
    -- A ramp rises from set to set. Two at the same load are work with less.
    return case
        when p_terms.is_assisted then p_loads[p_place] >= p_wanted / v_share and p_loads[p_place] > p_wanted
        else coalesce(p_loads[p_place], 0) <= p_wanted * v_share
    end
    and (p_place = 1 or private.is_harder(p_loads[p_place], p_loads[p_place - 1], p_terms))
    and (p_place = cardinality(p_loads) or private.is_harder(p_loads[p_place + 1], p_loads[p_place], p_terms));
end;
$$;
comment on function private.is_ramp_up is
'Whether a set far below the wanted load was on the way up to it: heavier than the one before and lighter than the one after.';

create function private.set_kind(
    p_work private.hint_work,
    p_set integer,
    p_wanted numeric,
    p_amounts integer[],
    p_loads numeric[],
    p_efforts numeric[],
    p_place integer,
    p_probes integer
)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_target constant private.target := p_work.target;
    v_terms constant private.terms := p_work.terms;
    v_least constant integer := private.target_amount(v_target.reps, p_set);
    v_load constant numeric := p_loads[p_place];
begin
    if p_wanted is not null and (p_set = 1 or v_target.loads_kg is not null) and private.is_easier(v_load, p_wanted, v_terms) then
        if private.is_ramp_up(p_loads, p_place, p_wanted, v_terms)
            -- Of a wave every set has its own load, and the verdict passes over what is far from it.
            or p_set > 1 and v_load <= p_wanted * (private.hint_limits()).ramp_share
        then
            return 'ramp_up';
        end if;
    end if;
    if p_work.is_first then
        return case
            -- The search ends with the first set that fits.
            when p_set = 1
                and p_probes < (private.hint_limits()).probes
                -- What can't be done is too much of anything; that more can be done says something of a load that is all that is lifted.
                and (
                    private.is_searchable(p_work, v_load)
                    or v_load > 0 and p_amounts[p_place] < v_least and v_target.reps !~ '[sm]$|AMRAP'
                )
                and private.searched_load(
                    v_load, v_least - p_amounts[p_place],
                    private.spare_reps(p_work, p_amounts[p_place], v_least, p_efforts[p_place]), p_work.is_eased, p_work.is_lower,
                    v_terms
                ) <> v_load
                then 'probe'
            else 'planned'
        end;
    elsif p_wanted is null then
        return 'planned';
    elsif private.is_easier(v_load, p_wanted, v_terms) then
        return 'lighter';
    elsif not private.is_harder(v_load, p_wanted, v_terms) then
        return 'planned';
    elsif p_amounts[p_place] >= v_least
        or private.is_worth_the_target(v_target, v_terms, p_wanted, p_amounts[p_place], v_load)
    then
        return 'heavier';
    end if;
    return 'extra';
end;
$$;
comment on function private.set_kind is
'What the set at a place is when the p_set-th planned one is due at the wanted load: planned, lighter or heavier, which are that set;
ramp_up, extra (heavier, and not done) or probe (finding a first load), which are not.';

create function private.spare_reps(p_work private.hint_work, p_amount integer, p_least integer, p_effort numeric)
returns numeric
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_spare constant numeric := 10 - p_effort - coalesce((p_work.terms).target_rir, (private.hint_limits()).usual_rir);
begin
    -- Who went on to the limit within the range could have stopped earlier.
    return case when v_spare < 0 then least(v_spare + greatest(p_amount - p_least, 0), 0) else v_spare end;
end;
$$;
comment on function private.spare_reps is
'Repetitions left beyond the planned ones after a set, by its RPE; below 0: so many fewer than planned, had it ended at the least that it
was to have. Null without an RPE.';

create function private.is_searchable(p_work private.hint_work, p_load numeric)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
    -- By repetitions and a load that is all that is lifted.
    return coalesce(p_load, 0) > 0
        and not (p_work.terms).is_assisted
        and not p_work.is_on_body
        and (p_work.target).reps !~ '[sm]$|AMRAP';
end;
$$;
comment on function private.is_searchable is 'Whether a first load can be looked for by what was left in reserve.';
