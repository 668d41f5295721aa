-- Which sets of a workout decide about its target. A plan asks for N sets; lifters also ramp up, back off, and add sets. Of the sets at
-- the target's load, the N that fit best decide; all others are extra, so that a set more never makes a verdict worse.

create type private.deciding as (
    -- met: N sets have their load and amount. heavier: what some lack in repetitions they have in load, which the estimated 1RM can't
    -- compare. below: too light. missing: anything else.
    verdict text,
    -- The reps, seconds or metres of the deciding sets, in order; fewer than N if there weren't more.
    amounts integer[],
    -- The load to go on from: the easiest of the deciding sets, and the target's where it was within the tolerance.
    load_kg numeric,
    efforts numeric[],
    -- The amounts as they were done, where heavier sets are taken as the target's.
    done integer[]
);

create function private.deciding_sets(
    p_target private.target,
    p_terms private.terms,
    p_amounts integer[],
    p_loads numeric[],
    p_efforts numeric[],
    -- The repetitions that all sets together must reach; null: each set its own.
    p_sum integer
)
returns private.deciding
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_count constant integer := cardinality(p_amounts);
    v_sign constant integer := case when p_terms.is_assisted then -1 else 1 end;
    v_wanted numeric := p_target.weight_kg;
    v_tolerance numeric;
    v_loads numeric[] := p_loads;
    v_amounts integer[] := p_amounts;
    v_places integer[] := '{}'::integer[];
    v_pool integer[];
    v_chosen integer[];
    v_load numeric;
begin
    -- What most workouts are: the planned sets, all at the target's load.
    if v_count = p_target.sets and p_sum is null and cardinality(array_remove(p_loads, v_wanted)) = 0
        and private.meets_every_set(p_target, p_amounts)
    then
        return ('met', p_amounts, v_wanted, p_efforts, p_amounts)::private.deciding;
    end if;

    v_wanted := coalesce(v_wanted, private.first_load(p_target, p_terms, p_amounts, p_loads, p_efforts));
    v_tolerance := case when v_wanted > 0 then private.load_tolerance(v_wanted, p_terms) else 0 end;
    for v_place in 1 .. v_count loop
        if v_wanted is not null then
            v_loads[v_place] := coalesce(v_loads[v_place], 0);
            if abs(v_loads[v_place] - v_wanted) <= v_tolerance then
                v_loads[v_place] := v_wanted;
            end if;
            continue when v_loads[v_place] * v_sign < v_wanted * v_sign;
            if p_target.weight_kg is null and v_loads[v_place] <> v_wanted
                and private.is_found_too_hard(p_target, p_terms, p_amounts[v_place], p_efforts[v_place])
            then
                -- A load that was found too hard isn't the one to go on from, but whoever did it could have done that.
                continue when v_amounts[v_place] < private.target_amount(p_target.reps, 1);
                v_loads[v_place] := v_wanted;
            end if;
            if private.is_worth_the_target(p_target, p_terms, v_wanted, v_amounts[v_place], v_loads[v_place]) then
                v_amounts[v_place] := private.target_amount(p_target.reps, 1);
                v_loads[v_place] := v_wanted;
            end if;
        end if;
        v_places := v_places || v_place;
    end loop;

    -- From the hardest load down, the first at which enough sets have their amount.
    for v_load in
        select l.kg from unnest(v_loads) with ordinality as l (kg, place)
        where l.place = any(v_places)
        group by l.kg
        order by l.kg * v_sign desc nulls last
    loop
        v_pool := array(
            select o.place from unnest(v_places) as o (place)
            where v_load is null or v_loads[o.place] * v_sign >= v_load * v_sign
            order by o.place
        );
        if p_sum is not null then
            v_chosen := case when (select sum(v_amounts[o.place]) from unnest(v_pool) as o (place)) >= p_sum then v_pool end;
        else
            v_chosen := private.matching_sets(p_target, v_amounts, v_pool);
        end if;
        if v_chosen is not null then
            return (
                'met',
                array(select v_amounts[o.place] from unnest(v_chosen) with ordinality as o (place, i) order by o.i),
                v_load,
                private.easiest_efforts(p_target, v_amounts, p_efforts, v_pool),
                array(select p_amounts[o.place] from unnest(v_chosen) with ordinality as o (place, i) order by o.i)
            )::private.deciding;
        end if;
    end loop;

    v_chosen := array(
        select o.place
        from (
            select s.place from unnest(v_places) as s (place)
            order by v_amounts[s.place] desc nulls last, s.place
            limit case when p_sum is null then p_target.sets end
        ) as o
        order by o.place
    );
    return (
        case
            -- Whoever missed at the target's load and went on with less missed it; whoever began with less did not try.
            when v_count > cardinality(v_places) and cardinality(v_places) < p_target.sets and not exists (
                select from unnest(v_places) as o (place)
                where v_loads[o.place] = v_wanted
                    and o.place < (select max(l.place) from generate_series(1, v_count) as l (place) where l.place <> all(v_places))
                    -- Of a list every set has its own.
                    and v_amounts[o.place] < case
                        when p_target.reps ~ ',' then private.target_amount(p_target.reps, least(o.place, p_target.sets))
                        else least(private.target_amount(p_target.reps, 1), private.target_amount((p_terms.base).reps, 1))
                    end
            )
                then 'below'
            when (
                select count(*) from unnest(v_places) as o (place)
                where v_amounts[o.place] >= private.target_amount(p_target.reps, 1)
                    or v_amounts[o.place] > 0 and v_loads[o.place] * v_sign > v_wanted * v_sign
            ) >= p_target.sets
                then 'heavier'
            else 'missing'
        end,
        array(select v_amounts[o.place] from unnest(v_chosen) with ordinality as o (place, i) order by o.i),
        v_wanted,
        array(select p_efforts[o.place] from unnest(v_chosen) with ordinality as o (place, i) order by o.i),
        array(select p_amounts[o.place] from unnest(v_chosen) with ordinality as o (place, i) order by o.i)
    )::private.deciding;
end;
$$;
comment on function private.deciding_sets is
'Of the working sets of a workout (amounts, kilograms, RPEs, in order) those that decide about a target, and how they compare with it.';

create function private.first_load(
    p_target private.target,
    p_terms private.terms,
    p_amounts integer[],
    p_loads numeric[],
    p_efforts numeric[]
)
returns numeric
language plpgsql
immutable
set search_path = ''
as $$
begin
    if cardinality(p_amounts) <= p_target.sets and (
        cardinality(array_remove(p_loads, p_loads[1])) = 0
        or private.is_found_too_hard(p_target, p_terms, p_amounts[1], p_efforts[1]) is not true
    ) then
        return p_loads[1];
    end if;
    -- Whoever did more sets than planned ramped up: as many of the hardest as were planned, of those that were done.
    return (
        select l.kg
        from unnest(p_loads, p_amounts, p_efforts) with ordinality as l (kg, amount, effort, place)
        order by
            private.is_found_too_hard(p_target, p_terms, l.amount, l.effort) is true,
            (l.amount >= private.target_amount(p_target.reps, 1)) is true desc,
            l.kg * case when p_terms.is_assisted then -1 else 1 end desc nulls last,
            l.place
        -- Of fewer than planned, the last of those.
        offset least(
            p_target.sets,
            greatest(
                (
                    select count(*) from unnest(p_amounts, p_efforts) as o (amount, effort)
                    where private.is_found_too_hard(p_target, p_terms, o.amount, o.effort) is not true
                ),
                1
            )
        ) - 1
        limit 1
    );
end;
$$;
comment on function private.first_load is
'The load that a target without one takes from its first workout: one that left about as many in reserve as planned, where that was told.';

create function private.is_found_too_hard(
    p_target private.target,
    p_terms private.terms,
    p_amount integer,
    p_effort numeric
)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
    -- As in private.searched_load: with two fewer left than planned, less is tried next. Who went on to the limit within the range could
    -- have stopped earlier.
    return p_target.reps !~ '[sm]$|AMRAP'
        and 10 - p_effort - coalesce(p_terms.target_rir, (private.hint_limits()).usual_rir)
        + greatest(coalesce(p_amount, 0) - private.target_amount(p_target.reps, 1), 0) <= -2;
end;
$$;
comment on function private.is_found_too_hard is
'Whether a set left two repetitions fewer than planned, had it ended at the least that it was to have; not told without an RPE.';

create function private.is_worth_the_target(
    p_target private.target,
    p_terms private.terms,
    p_wanted numeric,
    p_amount integer,
    p_load numeric
)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_amount constant integer := private.target_amount(p_target.reps, 1);
begin
    -- Far heavier sets are another exercise, and of a plate on a belt the estimate says nothing.
    return p_load > p_wanted
        and p_load <= p_wanted * 1.25
        and p_amount < v_amount
        and not p_terms.is_assisted
        -- Neither seconds nor metres have an estimate, and of a list every set has its own.
        and p_target.reps !~ '[sm,]'
        and coalesce(
            private.estimated_1rm(p_load, p_amount, null) >= private.estimated_1rm(p_wanted, v_amount, null), false
        );
end;
$$;
comment on function private.is_worth_the_target is
'Whether a heavier set with fewer repetitions than planned is worth as much as the planned one, by the estimated 1RM.';

create function private.matching_sets(p_target private.target, p_amounts integer[], p_pool integer[])
returns integer[]
language plpgsql
immutable
set search_path = ''
as $$
declare
    -- Of a list the order counts.
    v_is_list constant boolean := p_target.reps ~ ',';
    v_rest integer[] := p_pool;
    v_chosen integer[] := '{}'::integer[];
    v_next integer;
begin
    for v_set in 1 .. p_target.sets loop
        v_next := (
            select o.place from unnest(v_rest) as o (place)
            where p_amounts[o.place] >= private.target_amount(p_target.reps, v_set)
            order by
                -- The best; but of a list the earliest, which leaves most for the rest, and the best for last where that one is open.
                case
                    when p_target.reps !~ '[,+]' or v_set = p_target.sets and p_target.reps ~ '\+$' then p_amounts[o.place]
                end desc,
                o.place
            limit 1
        );
        if v_next is null then
            return null;
        end if;
        v_chosen := v_chosen || v_next;
        v_rest := array(
            select o.place from unnest(v_rest) as o (place)
            where case when v_is_list then o.place > v_next else o.place <> v_next end
        );
    end loop;
    return case when p_target.reps ~ '[,+]' then v_chosen else array(select o.place from unnest(v_chosen) as o (place) order by o.place) end;
end;
$$;
comment on function private.matching_sets is
'The places of as many sets as planned that each have their amount, those with the most where it makes no other difference; null if
there aren''t as many.';

create function private.easiest_efforts(
    p_target private.target,
    p_amounts integer[],
    p_efforts numeric[],
    p_pool integer[]
)
returns numeric[]
language plpgsql
immutable
set search_path = ''
as $$
begin
    -- Any of them would have done: the hard one was extra.
    return array(
        select p_efforts[o.place] from unnest(p_pool) as o (place)
        where p_amounts[o.place] >= private.target_amount(p_target.reps, 1)
        order by p_efforts[o.place] nulls first, o.place
        limit p_target.sets
    );
end;
$$;
comment on function private.easiest_efforts is 'The RPEs by which a success is judged: of the sets that met the target, the easiest.';
