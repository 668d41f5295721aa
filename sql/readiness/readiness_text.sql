-- The reason why today is easier than the target, as a sentence for the user.

create function private.readiness_text(p_reduction private.load_reduction, p_usual jsonb, p_today jsonb, p_unit public.preferred_unit)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_change text := format(
        '%s instead of %s', private.target_text(p_today, p_unit), private.target_text(p_usual, p_unit)
    );
begin
    return case p_reduction.reason_code
        when 'readiness_hold' then
            format('Not well rested today: repeat %s; the next step can wait.', private.target_text(p_today, p_unit))
        when 'readiness_deload' then
            case
                when (p_reduction.inputs -> 'soreness')::integer = 5 then format('Very sore today: %s.', v_change)
                else format('Worn out today: %s.', v_change)
            end
        when 'complaint' then format('Light today: %s.', v_change)
        when 'deload' then format('Light week until %s because progress had stalled: %s.', p_reduction.inputs ->> 'ends_on', v_change)
        else format('Planned light week until %s: %s.', p_reduction.inputs ->> 'ends_on', v_change)
    end;
end;
$$;
comment on function private.readiness_text is 'Why a day prescribes less than the usual target, as a sentence.';
