-- The reason for a target as a sentence for the user.

create function private.load_text(p_kg numeric, p_unit public.preferred_unit)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
    return case p_unit
        when 'imperial' then trim_scale(round(p_kg / 0.45359237, 1)) || ' lb'
        else trim_scale(p_kg) || ' kg'
    end;
end;
$$;
comment on function private.load_text is 'A load for display, in kilograms or in pounds to a tenth.';

create function private.target_text(p_target jsonb, p_unit public.preferred_unit)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
    return format('%s x %s', p_target ->> 'sets', p_target ->> 'reps')
    || coalesce(
        (
            select ' at ' || string_agg(private.load_text(l.value::numeric, p_unit), ', ' order by l.i)
            from jsonb_array_elements_text(p_target -> 'loads_kg') with ordinality as l (value, i)
        ),
        ' at ' || private.load_text((p_target ->> 'weight_kg')::numeric, p_unit),
        ''
    );
end;
$$;
comment on function private.target_text is 'A target for display: 3 x 8-12 at 60 kg.';

create function private.lifted_target(p_old jsonb, p_inputs jsonb)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_asked constant numeric := (p_old ->> 'weight_kg')::numeric;
    v_least numeric;
    v_most numeric;
begin
    select min(l.value::numeric), max(l.value::numeric) into v_least, v_most
    from jsonb_array_elements_text(p_inputs -> 'loads_kg') as l (value);
    -- Less is harder with assistance only: elsewhere nobody gets on with less than was asked for.
    return case
        when p_old ? 'loads_kg' then p_old
        when v_least > v_asked + 0.06 then p_old || jsonb_build_object('weight_kg', v_least)
        when v_most < v_asked - 0.06 then p_old || jsonb_build_object('weight_kg', v_most)
        else p_old
    end;
end;
$$;
comment on function private.lifted_target is
'A target with the load that was lifted instead where every set was harder than asked for, as after a break by who lifts as before it.';

create function private.reason_text(
    p_reason public.reason_code,
    p_rule text,
    p_inputs jsonb,
    p_old jsonb,
    p_new jsonb,
    p_unit public.preferred_unit
)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_old text := private.target_text(p_old, p_unit);
    v_new text := private.target_text(p_new, p_unit);
    v_load text := private.load_text((p_new ->> 'weight_kg')::numeric, p_unit);
    v_done text := replace(replace(trim(both '[]' from coalesce(p_inputs ->> 'deciding', p_inputs ->> 'amounts')), 'null', '0'), ', ', '-');
begin
    return case p_reason
        when 'first_time' then
            case p_rule
                when 'wave' then format('This workout sets your training max: week 1 starts with %s.', v_new)
                when 'reps_only' then 'First time: stop each set while you could still do two more with good form.'
                when 'duration' then 'First time: hold it for as long as your form stays good.'
                when 'distance_duration' then 'First time: go at a pace at which you could still talk.'
                when 'assisted' then 'First time: take as much help as you need for good form.'
                else 'First time: start with a load you can lift with good form.'
            end
        when 'progressed' then
            case p_rule
                when 'load' then format('%s done: now %s.', private.target_text(private.lifted_target(p_old, p_inputs), p_unit), v_load)
                when 'sets' then format('%s done: now %s sets.', v_old, p_new ->> 'sets')
                when 'sum_of_reps' then format('%s repetitions done: now %s.', v_done, v_load)
                when 'wave_twice' then
                    format('%s done, and your last sets showed more: the training max goes up by two steps, now %s.', v_old, v_new)
                else format('%s done: next up is %s.', v_old, v_new)
            end
        when 'reps_up' then
            case p_rule
                when 'back_to_plan' then format('%s done: on towards your plan with %s.', v_old, v_new)
                when 'reps_before_load' then
                    format('%s done. The next load is a large step up, so first aim for %s.', v_old, p_new ->> 'reps')
                when 'reps_after_miss' then
                    format('%s done. You were stopped near this load before, so first aim for %s.', v_old, p_new ->> 'reps')
                else format('%s done: now aim for %s.', v_old, p_new ->> 'reps')
            end
        when 'held' then
            case p_rule
                when 'effort' then
                    format('%s done, but at RPE %s, harder than planned: repeat it.', v_old, private.highest_rpe(p_inputs))
                when 'sum_of_reps' then
                    format('%s repetitions done: the load goes up once they reach the planned total.', v_done)
                when 'last_set' then format('%s done: the load goes up when the last set has enough repetitions.', v_old)
                when 'once_more' then
                    case
                        when p_new ->> 'reps' ~ '[,sm]'
                            then format('%s done. This is near where you were stopped before: once more before it goes up.', v_old)
                        else format('%s done: once more, with at least one repetition more in total.', v_old)
                    end
                when 'on_the_way' then format('%s done, within your range: now get to %s.', v_done, v_new)
                when 'stuck' then
                    format(
                        '%s done, within your range, but no more than before. Rest 3 minutes between sets, sleep and eat enough, or add a set;'
                        ' then get to %s.',
                        v_done, v_new
                    )
                when 'heavier' then format('Heavier than %s, with fewer repetitions: the target stays the same.', v_old)
                when 'ceiling' then
                    format('%s done, and there is no harder step. To go on, add a set or swap it for a harder variation.', v_old)
                else format('%s done; your plan keeps this target.', v_old)
            end
        when 'below_target' then format('Easier than %s: the target stays the same.', v_old)
        when 'missed_reps' then format('%s done of %s: try the same again.', v_done, v_old)
        when 'repeated_failure' then
            case p_rule
                when 'switch' then format('%s missed: now %s.', v_old, v_new)
                when 'wave' then format('%s missed again: the training max goes down, and week 1 starts with %s.', v_old, v_new)
                when 'fewer_sets' then format('%s missed again: fewer sets, so that each can be done: %s. Rest 3 minutes between them.', v_old, v_new)
                when 'fewer_reps' then format('%s missed again: from what you can do now, %s, you will get there.', v_old, v_new)
                when 'easier_variation' then
                    format('%s missed again, and less of it would hardly train you: swap it for an easier variation.', v_old)
                else format('%s missed as often as your plan allows: back to %s to build up again.', v_old, v_new)
            end
        when 'deload' then
            case p_rule
                when 'stall' then format('No progress in your last workouts: down to %s to build up again.', v_new)
                else 'You took an easier week because progress had stalled: the target stays the same.'
            end
        when 'planned_deload' then
            case p_rule
                when 'wave' then format('%s done: now a light week with %s.', v_old, v_new)
                else 'This was a planned light week: the target stays the same.'
            end
        when 'readiness_hold' then
            'You were not well rested that day: the workout doesn''t count against you, and the target stays the same.'
        when 'readiness_deload' then
            'You were worn out that day: the workout doesn''t count against you, and the target stays the same.'
        when 'complaint' then
            'It was to be kept light because of what hurts: the workout doesn''t count against you, and the target stays the same.'
        when 'after_break' then
            case p_rule
                when 'held' then
                    format('The first time after %s days without training doesn''t count against you: %s.', p_inputs ->> 'days', v_new)
                else format('Back after %s days without training: begin with %s. You will soon be where you were.', p_inputs ->> 'days', v_new)
            end
        when 'manual' then
            case p_rule
                when 'gear' then format('The loads you can build have changed: the nearest is now %s.', v_load)
                when 'swap' then format('The exercise was changed: now %s.', v_new)
                when 'kept' then 'Your plan was changed here: the target stays the same.'
                else 'You set this target yourself.'
            end
        else 'Not trained last time: the target stays the same.'
    end;
end;
$$;
comment on function private.reason_text is
'Why a step was taken, as a sentence, from the columns of prescriptions.';

create function private.highest_rpe(p_inputs jsonb)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
    return (
        select trim_scale(max(e.value::numeric))::text
        from jsonb_array_elements_text(p_inputs -> 'rpe') as e (value)
    );
end;
$$;
comment on function private.highest_rpe is 'The highest RPE of a workout''s sets.';
