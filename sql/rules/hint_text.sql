-- The reason for a next set as a sentence for the user.

create function private.amount_text(p_amount integer, p_reps text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
    return case
        when p_reps ~ 's$' then p_amount || ' s'
        when p_reps ~ 'm$' then p_amount || ' m'
        when p_amount = 1 then '1 repetition'
        else p_amount || ' repetitions'
    end;
end;
$$;
comment on function private.amount_text is 'An amount for display, in what a target counts: repetitions, seconds or metres.';

create function private.hint_text(p_hint private.set_hint, p_terms private.terms, p_today text, p_unit public.preferred_unit)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_load constant text := private.load_text(nullif(p_hint.weight_kg, 0), p_unit);
    v_done constant text := private.amount_text((p_hint.inputs -> 'done')::integer, p_hint.reps);
    v_expected constant text := private.amount_text(p_hint.expected, p_hint.reps);
    v_left constant text := trim_scale(10 - (p_hint.inputs -> 'rpe')::numeric)::text;
    v_goal constant text := private.load_rule(p_terms.rules) ->> 'last_set_reps';
begin
    return case p_hint.rule
        when 'done' then 'All planned sets are done.'
        when 'amrap' then concat_ws(
            ' ',
            case
                when p_hint.reps = 'AMRAP' then 'As many as you can with good form.'
                else format('As many as you can with good form, at least %s.', rtrim(p_hint.reps, '+'))
            end,
            case
                when p_hint.reps = 'AMRAP' and (p_hint.inputs -> 'is_eased')::boolean then 'Leave three in reserve: this is an easier day.'
                else 'Stop when you could do one more.'
            end,
            'With ' || v_goal || ' the load goes up.'
        )
        when 'bad_day' then concat_ws(
            ' ',
            case
                when (p_hint.inputs -> 'less_percent')::numeric < (private.hint_limits()).less_for_reps
                    then 'The first set was much harder than planned.'
                else 'The first set was well short of your plan.'
            end,
            format(
                'Not your day: %s%s.',
                case
                    when v_load is null or p_hint.weight_kg = (p_hint.inputs -> 'planned_kg')::numeric
                        then format('do about %s', v_expected)
                    else format('go on with %s', v_load)
                end,
                case when p_hint.of_sets < (p_hint.inputs -> 'planned_sets')::integer then ', and a set less' else '' end
            ),
            -- After missed repetitions the verdict is the plan's.
            case when (p_hint.inputs -> 'less_percent')::numeric < (private.hint_limits()).less_for_reps then 'The target stays.' end
        )
        when 'fatigue' then
            case
                when p_hint.reps ~ '[sm]$' then format('You stopped at %s: about as much can be expected of this one.', v_done)
                else format('By your last set about %s can be expected of this one.', v_expected)
            end
        when 'more_reps' then
            format('You had %s left: keep the load and aim for %s.', v_left, v_expected)
        when 'easy' then
            format('You had %s left. Keep the load today: it gets harder from one workout to the next.', v_left)
        when 'lighter' then format('Lighter than planned: stay with %s. The target stays.', coalesce(v_load, 'it'))
        when 'heavier' then
            case
                when p_hint.weight_kg = (p_hint.inputs -> 'done_kg')::numeric
                    then format('Heavier than planned, and it went well: stay with %s.', v_load)
                else format('Heavier than planned: back to %s.', coalesce(v_load, 'no load'))
            end
        when 'other_side' then 'The other side: the same again.'
        when 'finding_load' then
            case
                when private.is_harder(p_hint.weight_kg, (p_hint.inputs -> 'done_kg')::numeric, p_terms)
                    then format('You had %s left: find your load with %s.', v_left, v_load)
                else format('Too heavy to begin with: find your load with %s.', v_load)
            end
        else
            case
                when p_hint.set_number = 1 then p_today
                when p_hint.inputs ? 'reps_to_go'
                    then case
                        when p_hint.inputs -> 'reps_to_go' = '0' then 'The total is reached: one set more, as planned.'
                        else format('As planned: %s repetitions to go.', p_hint.inputs ->> 'reps_to_go')
                    end
                else format('As planned: set %s of %s.', p_hint.set_number, p_hint.of_sets)
            end
    end;
end;
$$;
comment on function private.hint_text is 'Why the next set is what it is, in a sentence; p_today: the reason of today''s target.';
