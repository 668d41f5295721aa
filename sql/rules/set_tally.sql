-- What the sets of a running workout come to: which planned set is due, and whether the day is a bad one.

create function private.hinted_load(p_work private.hint_work, p_set integer, p_less_percent numeric)
returns numeric
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_load constant numeric := coalesce((p_work.target).loads_kg[p_set], (p_work.target).weight_kg);
    v_eased numeric;
begin
    if p_less_percent is null or coalesce(v_load, 0) = 0 then
        return v_load;
    end if;
    v_eased := nullif(private.lowered_load(v_load, p_less_percent, p_work.terms), 0);
    -- Where the next lighter load is much lighter than asked for, fewer repetitions are nearer (as in private.cut_or_change).
    return case
        when (p_work.terms).is_assisted or v_eased >= v_load * (0.9 - p_less_percent / 100) then coalesce(v_eased, v_load)
        else v_load
    end;
end;
$$;
comment on function private.hinted_load is
'The load of a planned set today, on a bad day with a percentage taken off where a load near that can be built.';

create function private.bad_day_percent(p_work private.hint_work, p_amount integer, p_effort numeric)
returns numeric
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_limit constant private.hint_limits := private.hint_limits();
    v_floor constant integer := least(
        private.target_amount((p_work.target).reps, 1), private.target_amount(((p_work.terms).base).reps, 1), p_work.floor_reps
    );
begin
    return case
        when (p_work.target).reps ~ '[sm]$' then null
        when p_amount <= v_floor - v_limit.bad_short or p_amount = 0 then v_limit.less_for_reps
        -- Only where the plan says how hard it is to be: then the verdict holds such a workout too (private.pace).
        when (p_work.terms).target_rir is not null
            and private.spare_reps(p_work, p_amount, private.target_amount((p_work.target).reps, 1), p_effort) <= -v_limit.bad_rpe
            then v_limit.less_for_rpe
    end;
end;
$$;
comment on function private.bad_day_percent is
'What to take off the load after a first working set far below the plan, in percent; null: it wasn''t.';

create function private.tally_sets(p_work private.hint_work, p_amounts integer[], p_loads numeric[], p_efforts numeric[])
returns private.set_tally
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_sets constant integer := (p_work.target).sets;
    v_tally private.set_tally;
    v_kind text;
    v_wanted numeric;
    v_probes integer := 0;
begin
    v_tally.set_number := 1;
    v_tally.of_sets := v_sets;
    v_tally.is_falling := false;
    v_tally.total := 0;
    for v_place in 1 .. coalesce(cardinality(p_amounts), 0) loop
        v_wanted := private.hinted_load(p_work, v_tally.set_number, v_tally.less_percent);
        v_kind := private.set_kind(p_work, v_tally.set_number, v_wanted, p_amounts, p_loads, p_efforts, v_place, v_probes);
        continue when v_kind in ('ramp_up', 'extra');
        v_tally.is_falling := coalesce(
            p_amounts[v_place] < p_amounts[v_tally.last_place]
            -- Who stopped where the set ends was not stopped.
            and (
                (p_work.target).reps = 'AMRAP'
                or p_amounts[v_place] < coalesce(
                    private.target_ceiling((p_work.target).reps), private.target_amount((p_work.target).reps, v_tally.set_number)
                )
            )
            and not private.is_harder(p_loads[v_place], coalesce(p_loads[v_tally.last_place], 0), p_work.terms)
            and not private.is_easier(p_loads[v_place], coalesce(p_loads[v_tally.last_place], 0), p_work.terms),
            false
        );
        v_tally.last_place := v_place;
        v_tally.last_kind := v_kind;
        v_tally.last_least := private.target_amount((p_work.target).reps, v_tally.set_number);
        if v_kind = 'probe' then
            v_probes := v_probes + 1;
            continue;
        end if;
        if v_tally.set_number = 1 and v_kind <> 'heavier' then
            v_tally.less_percent := private.bad_day_percent(p_work, p_amounts[v_place], p_efforts[v_place]);
            if v_tally.less_percent is not null then
                v_tally.bad_place := v_place;
                -- A set less, but not fewer than two; and where the first one was done, only with a lighter load, for the verdict takes
                -- less at the planned load for a miss.
                if v_tally.less_percent >= (private.hint_limits()).less_for_reps
                    or private.is_easier(
                        private.hinted_load(p_work, 2, v_tally.less_percent), private.hinted_load(p_work, 2, null), p_work.terms
                    )
                then
                    v_tally.of_sets := greatest(v_sets - 1, least(v_sets, 2));
                end if;
            end if;
        elsif v_kind = 'heavier' and v_tally.less_percent is not null
            and not private.is_easier(p_loads[v_place], private.hinted_load(p_work, v_tally.set_number, null), p_work.terms)
        then
            -- The planned load after all, with its repetitions: the day wasn't bad.
            v_tally.less_percent := null;
            v_tally.of_sets := v_sets;
            v_tally.last_kind := 'planned';
        end if;
        v_tally.total := v_tally.total + coalesce(p_amounts[v_place], 0);
        v_tally.set_number := v_tally.set_number + 1;
    end loop;
    return v_tally;
end;
$$;
comment on function private.tally_sets is
'Which planned set is due after these working sets (amounts, kilograms, RPEs, in order), and what they say about the day.';
