-- What the evaluator computes from the sets of one workout. Loops, because there is only a handful of sets and a subquery would
-- start an executor for each exercise.
create function private.meets_every_set(p_target private.target, p_amounts integer[])
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
    -- A missing planned set is null, which meets no target.
    if p_target.reps like '%,%' then
        for v_place in 1..p_target.sets loop
            if (p_amounts[v_place] >= private.target_amount(p_target.reps, v_place)) is not true then
                return false;
            end if;
        end loop;
        return true;
    end if;
    -- Only a list has different targets for different sets.
    return coalesce(
        cardinality(p_amounts) >= p_target.sets
        and private.target_amount(p_target.reps, 1) <= all (p_amounts[:p_target.sets]),
        false
    );
end;
$$;
comment on function private.meets_every_set is 'Whether every planned set has its repetitions, seconds or metres.';

create function private.sum_wanted(p_rules jsonb, p_target private.target)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
begin
    return coalesce(
        (p_rules -> 'total')::integer,
        p_target.sets * private.target_ceiling(p_target.reps),
        (select sum(private.target_amount(p_target.reps, s)) from generate_series(1, p_target.sets::integer) as s)::integer
    );
end;
$$;
comment on function private.sum_wanted is
'The repetitions that sum_of_reps requires over all sets: its total, else every set at the upper end of the range.';

create function private.pace(p_target_rir numeric, p_efforts numeric[])
returns integer
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_rir numeric;
begin
    if p_target_rir is null then
        return 1;
    end if;
    v_rir := 10 - (select max(e) from unnest(p_efforts) as e);
    return case
        when v_rir < p_target_rir - 1 then 0
        when v_rir >= p_target_rir + 2 then 2
        else 1
    end;
end;
$$;
comment on function private.pace is
'How many steps a success is worth, by its hardest set: none if it left more than 1 repetition fewer in reserve than planned, two
if it left at least 2 more, else one. Repetitions in reserve are 10 - RPE.';
