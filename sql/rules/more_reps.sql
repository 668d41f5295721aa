-- What a success asks for next in repetitions, seconds or metres.

create function private.is_double(p_rule jsonb, p_target private.target, p_ceiling numeric)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
    return p_ceiling is not null
        and p_rule ->> 'on_ceiling' = 'reset'
        and (p_rule -> 'step')::numeric = 1
        and p_rule ->> 'scope' is distinct from 'lowest_sets'
        and p_target.reps !~ '[,sm+]';
end;
$$;
comment on function private.is_double is
'Whether a rule for repetitions is double progression, however it is written: one by one through a range, which then begins again.';

create function private.weakest_set(p_target private.target, p_amounts integer[])
returns integer
language plpgsql
immutable
set search_path = ''
as $$
begin
    -- Where a sum counts there may be more sets than planned, or fewer.
    return coalesce(
        (select a.amount from unnest(p_amounts) as a (amount) order by a.amount desc nulls last offset p_target.sets - 1 limit 1), 0
    );
end;
$$;
comment on function private.weakest_set is
'The fewest repetitions of the planned number of sets, those with the most; 0 where there are fewer sets.';

create function private.is_first_time(p_target private.target, p_amounts integer[], p_state jsonb)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
    -- The weakest set says what every set can be asked for. One more in each would be three more in all, each time nearer to failure.
    return private.weakest_set(p_target, p_amounts) > private.target_amount(p_target.reps, 1)
        or coalesce((p_state -> 'done')::integer, 0) = 0;
end;
$$;
comment on function private.is_first_time is
'Whether the repetitions of the weakest set are to be asked for again, a further one in any of the sets being enough: they are more than
were asked for, or were asked for once. state.done counts.';

create function private.aimed(
    p_result private.evaluation,
    p_reps text,
    p_rule text,
    p_is_again boolean,
    p_amounts integer[]
)
returns private.evaluation
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_result private.evaluation := p_result;
    v_least constant integer := private.weakest_set(p_result.new_target, p_amounts);
begin
    v_result.state := v_result.state - 'done';
    if p_is_again and v_least <= private.target_amount((p_result.new_target).reps, 1) then
        v_result.state := v_result.state || '{"done": 1}';
    end if;
    if v_least > coalesce((v_result.state -> 'reached')::integer, 0) then
        v_result.state := v_result.state - 'tries' || jsonb_build_object('reached', v_least);
    end if;
    v_result.rule := case when p_reps = (p_result.new_target).reps then 'once_more' else p_rule end;
    v_result.reason_code := case when p_reps = (p_result.new_target).reps then 'held' else 'reps_up'::public.reason_code end;
    v_result.new_target.reps := p_reps;
    return v_result;
end;
$$;
comment on function private.aimed is
'The evaluation of a success that moves the repetitions to aim for: rule once_more where they are the same again, which state.done
remembers; more than state.reached, the most that the weakest set had at this load, ends the tries (private.on_the_way).';

create function private.more_reps(
    p_target private.target,
    p_amounts integer[],
    p_step integer,
    p_ceiling numeric,
    p_is_lowest_only boolean
)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_unit text := coalesce(substring(p_target.reps from '[sm]$'), '');
    v_is_written boolean := p_target.reps ~ ',';
    -- The limits of the notation: 999 repetitions, 99999 seconds, 999999 metres, lists of 20 sets.
    v_max integer := least(p_ceiling, case v_unit when 's' then 99999 when 'm' then 999999 else 999 end);
    v_is_lowest_only boolean := coalesce(p_is_lowest_only, false);
    v_is_list boolean := v_is_written or v_is_lowest_only and v_unit = '' and p_target.sets <= 20;
    v_reps integer[] := array[]::integer[];
    v_min integer;
begin
    if p_target.reps = 'AMRAP' then
        return null;
    end if;
    -- Starts from what was done in the planned sets, as the load starts from the lowest one lifted; a list written in the plan is
    -- used as it is.
    for v_place in 1..p_target.sets loop
        v_reps[v_place] := case
            when v_is_written then private.target_amount(p_target.reps, v_place) else least(p_amounts[v_place], v_max)
        end;
        v_min := least(v_min, v_reps[v_place]);
    end loop;
    if v_min >= v_max then
        return null;
    elsif v_is_list then
        return (
            select string_agg(
                case
                    when r.reps < v_max and (r.reps = v_min or not v_is_lowest_only) then least(r.reps + p_step, v_max)
                    else r.reps
                end::text,
                ',' order by r.i
            )
            from unnest(v_reps[:20]) with ordinality as r (reps, i)
        )
        || substring(p_target.reps from '\+?$');
    end if;
    v_min := least(v_min + p_step, v_max);
    return case
        when v_unit = '' and v_min < p_ceiling and p_target.reps !~ '\+$' then v_min || '-' || v_max
        else v_min || substring(p_target.reps from '[sm+]?$')
    end;
end;
$$;
comment on function private.more_reps is
'The repetitions, seconds or metres to prescribe after a success, in target_reps notation; null if every set is at the ceiling or
the target is AMRAP. All sets go up by the step, or only the lowest ones.';

create function private.reps_at_ceiling(p_target private.target, p_amounts integer[], p_terms private.terms)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_rule constant jsonb := jsonb_path_query_first(private.rule_list(p_terms.rules), '$[*] ? (@.axis == "reps")');
    v_ceiling constant integer := coalesce((v_rule -> 'ceiling')::numeric, private.target_ceiling((p_terms.base).reps));
begin
    if v_rule is null or p_target.reps ~ ',|AMRAP' or (private.target_amount(p_target.reps, 1) < v_ceiling) is not true
        or v_ceiling > (select min(a.amount) from unnest(p_amounts) as a (amount))
    then
        return null;
    end if;
    return v_ceiling || substring(p_target.reps from '[sm+]?$');
end;
$$;
comment on function private.reps_at_ceiling is
'The ceiling as repetitions to aim for, if every set reached it and less is asked for; else null.';
