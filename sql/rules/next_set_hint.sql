-- The next set of an exercise from the sets done so far in this workout. Reads no tables: a live workout and a what-if use the same.

create function private.set_reps(p_target private.target, p_set integer, p_is_open boolean)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
    return case
        when p_target.reps ~ ',' then private.target_amount(p_target.reps, p_set)::text
        else rtrim(p_target.reps, '+')
    end
    || case when p_is_open and p_target.reps ~ '\+$' then '+' else '' end;
end;
$$;
comment on function private.set_reps is 'What a target asks of one of its sets: 5, 8-12, 5+, AMRAP, 30s, 400m.';

create function private.next_set_hint(
    p_work private.hint_work,
    p_amounts integer[],
    p_loads numeric[],
    p_efforts numeric[]
)
returns private.set_hint
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_target constant private.target := p_work.target;
    v_tally constant private.set_tally := private.tally_sets(p_work, p_amounts, p_loads, p_efforts);
    v_last constant integer := v_tally.last_place;
    v_spare constant numeric := private.spare_reps(p_work, p_amounts[v_last], v_tally.last_least, p_efforts[v_last]);
    v_is_open boolean;
    v_least integer;
    v_most integer;
    v_rir numeric := 10 - p_efforts[v_last];
    v_left integer;
    v_hint private.set_hint;
begin
    v_hint.set_number := v_tally.set_number;
    v_hint.of_sets := v_tally.of_sets;
    v_hint.inputs := case when p_work.is_eased then '{"is_eased": true}' else '{}' end::jsonb;
    if v_tally.set_number > v_tally.of_sets then
        v_hint.rule := 'done';
        return v_hint;
    end if;

    -- As many as possible is nothing for a day that is to be easy.
    v_is_open := v_target.reps = 'AMRAP'
    or v_target.reps ~ '\+$' and v_tally.set_number = v_target.sets and not p_work.is_eased and v_tally.less_percent is null;
    v_hint.reps := private.set_reps(v_target, v_tally.set_number, v_is_open);
    v_least := private.target_amount(v_target.reps, v_tally.set_number);
    v_most := coalesce(private.target_ceiling(v_target.reps), v_least);
    v_hint.rule := case when v_is_open then 'amrap' else 'planned' end;
    v_hint.weight_kg := private.hinted_load(p_work, v_tally.set_number, v_tally.less_percent);
    if private.scheme_of((p_work.terms).rules) = 'sum_of_reps'
        and v_target.reps !~ '[sm,]|AMRAP'
        -- On an easier day the sum isn't to be reached.
        and not p_work.is_eased
        and v_tally.less_percent is null
    then
        -- Its share of what all sets together are to reach.
        v_left := private.sum_wanted((p_work.terms).rules, v_target) - v_tally.total;
        v_hint.inputs := v_hint.inputs || jsonb_build_object('reps_to_go', greatest(v_left, 0));
        v_least := greatest(
            v_least,
            -- 999 is the most that the notation has.
            least(ceil(v_left::numeric / (v_tally.of_sets - v_tally.set_number + 1))::integer, private.target_ceiling(v_target.reps), 999)
        );
        v_hint.reps := v_least || case when v_least < v_most then '-' || v_most else substring(v_hint.reps from '\+?$') end;
        v_most := greatest(v_least, v_most);
    end if;
    if v_last is null then
        v_hint.expected := v_least;
        return v_hint;
    end if;

    case
        when p_work.is_first and v_tally.last_kind = 'probe' then
            v_hint.weight_kg := private.searched_load(
                p_loads[v_last], v_tally.last_least - p_amounts[v_last], v_spare, p_work.is_eased, p_work.is_lower,
                p_work.terms
            );
            v_hint.rule := 'finding_load';
        when v_tally.less_percent is not null then
            v_hint.rule := 'bad_day';
            if p_work.is_first then
                v_hint.weight_kg := coalesce(
                    nullif(private.lowered_load(p_loads[v_tally.bad_place], v_tally.less_percent, p_work.terms), 0), p_loads[v_last]
                );
            elsif private.is_easier(p_loads[v_last], v_hint.weight_kg, p_work.terms) then
                -- Of a wave the next set would be heavier than the one that was too much.
                v_hint.weight_kg := case
                    when v_target.loads_kg is null or v_last > v_tally.bad_place then p_loads[v_last]
                    else coalesce(nullif(private.lowered_load(p_loads[v_last], v_tally.less_percent, p_work.terms), 0), p_loads[v_last])
                end;
            end if;
        when p_work.is_first then
            v_hint.weight_kg := p_loads[v_last];
        when v_target.loads_kg is not null then
            null;
        when v_tally.last_kind = 'lighter' then
            -- Somebody who went lighter goes on so, unless the planned load can be done too.
            if (
                v_spare >= 0
                and coalesce(
                    private.reps_left_to_do(p_work, p_amounts[v_last], v_rir, p_loads[v_last], v_hint.weight_kg) >= v_least, true
                )
            ) is not true then
                v_hint.weight_kg := p_loads[v_last];
                v_hint.rule := 'lighter';
            end if;
        when v_tally.last_kind = 'heavier' then
            v_hint.rule := 'heavier';
            if v_spare >= 0 and not p_work.is_eased then
                v_hint.weight_kg := p_loads[v_last];
            end if;
        else
            null;
    end case;

    v_hint.inputs := v_hint.inputs || jsonb_strip_nulls(jsonb_build_object(
        'done', p_amounts[v_last], 'done_kg', p_loads[v_last], 'rpe', p_efforts[v_last],
        'less_percent', v_tally.less_percent, 'first_set', p_amounts[v_tally.bad_place],
        'planned_kg', private.hinted_load(p_work, v_tally.set_number, null), 'planned_sets', v_target.sets
    ));
    if v_target.reps ~ '[sm]$' then
        v_hint.expected := least(v_least, greatest(coalesce(p_amounts[v_last], v_least), 1));
    else
        -- Fewer than wanted, or fewer than before, without a word about effort: that was the limit.
        if v_rir is null and v_tally.last_kind <> 'heavier' and (p_amounts[v_last] < v_tally.last_least or v_tally.is_falling) then
            v_rir := 0;
        end if;
        v_hint.expected := private.expected_reps(
            p_work, v_least, v_most, v_is_open, p_amounts[v_last], v_rir,
            private.reps_left_to_do(p_work, p_amounts[v_last], v_rir, p_loads[v_last], v_hint.weight_kg)
        );
    end if;
    v_hint.rule := case
        when v_hint.rule not in ('planned', 'amrap') then v_hint.rule
        when v_hint.expected < v_least then 'fatigue'
        when v_is_open then v_hint.rule
        when v_spare >= (private.hint_limits()).easy_rir and not p_work.is_eased and v_target.reps !~ '[sm]$'
            then case when v_hint.expected > p_amounts[v_last] then 'more_reps' else 'easy' end
        else v_hint.rule
    end;
    return v_hint;
end;
$$;
comment on function private.next_set_hint is
'The next set of an exercise after these working sets (reps, seconds or metres, kilograms, RPEs, in order; left and right paired), from
today''s target and the rules of its plan. The load moves within a workout only on a bad day and while a first load is looked for: steps
are for the next workout, by private.evaluate. Rule done: all planned sets are.';
