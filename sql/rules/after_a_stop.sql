-- What goes on more slowly where the lifter was stopped before.

create function private.was_missed_near(p_state jsonb, p_load numeric)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
    return coalesce(p_load >= (p_state -> 'missed_kg')::numeric * 0.95, false);
end;
$$;
comment on function private.was_missed_near is
'Whether repetitions were last missed at a load that this one is within 5 % of, or above: then the next step is prepared by repetitions.';

create function private.is_to_repeat(p_state jsonb, p_target private.target, p_load numeric, p_terms private.terms)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
    -- Novices take a step a workout, intermediates one a week: whoever was stopped at this load is no novice with it any more. Of a
    -- list no repetition would prepare the step.
    return not p_terms.is_assisted
        and p_target.reps ~ '[,sm]|AMRAP'
        and coalesce(p_load >= (p_state -> 'cut_kg')::numeric * 0.95, false)
        and coalesce((p_state -> 'done')::integer, 0) < least((p_state -> 'cuts')::integer, 2);
end;
$$;
comment on function private.is_to_repeat is
'Whether a load near the one that led to a cut is to be done once more before it goes up, where repetitions can''t prepare the step: once
after the first cut, twice after more.';

create function private.restored_target(p_target private.target, p_amounts integer[], p_state jsonb, p_terms private.terms)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_reps constant integer := private.target_amount(p_target.reps, 1);
    v_base constant integer := private.target_amount((p_terms.base).reps, 1);
    v_done constant integer := (select min(a.amount) from unnest(p_amounts) as a (amount));
begin
    if (p_state -> 'is_changed')::boolean is not true or p_target.reps ~ ',|AMRAP' then
        return null;
    elsif v_reps < v_base then
        return jsonb_build_object(
            'sets', p_target.sets,
            'reps', case
                when v_done + 1 >= v_base then (p_terms.base).reps
                else regexp_replace(p_target.reps, '^[0-9]+', greatest(v_done + 1, v_reps)::text)
            end
        );
    elsif p_target.sets < (p_terms.base).sets then
        return jsonb_build_object('sets', p_target.sets + 1, 'reps', p_target.reps);
    end if;
    return null;
end;
$$;
comment on function private.restored_target is
'After a success with less than the plan has, because the same load had stopped the lifter again: the repetitions, then the sets with
which it goes on towards the plan; null when it is back.';
