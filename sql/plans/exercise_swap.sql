-- Another exercise in a line of a plan. Load, training max and ceiling of a load belong to the exercise they were made with: 100 kg of
-- bench press are no start for dumbbells. Whoever changes the exercise, by whichever way, changes it through this trigger.

create function private.fits_reps(p_type public.tracking_type, p_reps text)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
    return case p_type
        when 'duration' then p_reps ~ 's$'
        when 'distance_duration' then p_reps ~ '[sm]$'
        else p_reps !~ '[sm]$'
    end;
end;
$$;
comment on function private.fits_reps is
'Whether target_reps is in a unit that an exercise can have: repetitions, seconds or metres.';

create function private.usual_reps(p_type public.tracking_type, p_kind public.exercise_type)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
    return case
        when p_type not in ('duration', 'distance_duration') then '8-12'
        -- Intervals of five minutes.
        when p_kind = 'cardio' then '300s'
        -- As the planner has them: a beginner's hold, a carry.
        when p_type = 'duration' then '30s'
        else '40m'
    end;
end;
$$;
comment on function private.usual_reps is 'The target_reps of an exercise of which nothing else is known.';

create function private.progression_of_another(p_progression jsonb, p_has_other_unit boolean)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
    if p_has_other_unit and (
        p_progression ->> 'scheme' in ('gzclp', 'percentage_wave') or jsonb_path_exists(p_progression, '$[*].stages')
    )
    then
        -- They have repetitions of their own.
        return '{"scheme": "none"}'::jsonb;
    elsif jsonb_typeof(p_progression) = 'array' then
        return (
            select jsonb_agg(
                case when p_has_other_unit and r.value ->> 'axis' = 'reps' or r.value ->> 'axis' = 'load' then r.value - 'ceiling' else r.value end
                order by r.i
            )
            from jsonb_array_elements(p_progression) with ordinality as r (value, i)
        );
    end if;
    return case when jsonb_typeof(p_progression) = 'object' then p_progression - array['training_max_kg', 'ceiling'] else p_progression end;
end;
$$;
comment on function private.progression_of_another is
'A progression without what it knows of the exercise it was written for: training max and ceilings. One with repetitions of its own
ends where the new exercise is counted in another unit.';

create function private.on_exercise_swap()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_type public.tracking_type;
    v_kind public.exercise_type;
    v_has_other_unit boolean := false;
begin
    select e.tracking_type, e.exercise_type into v_type, v_kind from public.exercises as e where e.id = new.exercise_id;
    -- What the same statement changes is the user's word. An unchanged value is no word: an app that saves a whole line sends the old
    -- exercise's load with the new one.
    if new.current_suggested_weight_kg = old.current_suggested_weight_kg then
        new.current_suggested_weight_kg := null;
    end if;
    if new.target_reps = old.target_reps and not private.fits_reps(v_type, new.target_reps) then
        new.target_reps := private.usual_reps(v_type, v_kind);
        v_has_other_unit := true;
    end if;
    if new.progression is not distinct from old.progression then
        new.progression := private.progression_of_another(new.progression, v_has_other_unit);
    end if;
    if new.alternatives = old.alternatives then
        new.alternatives := array_remove(new.alternatives, new.exercise_id);
    end if;
    return new;
end;
$$;
comment on function private.on_exercise_swap is
'Row trigger before another exercise: takes out the load, repetitions in a unit that it can''t have, training max and ceilings, unless
the same statement changes them.';

-- After check_plan_exercise, which refuses an exercise that isn't the user's to use.
create trigger drop_load before update of exercise_id on public.workout_plan_day_exercises
for each row when (new.exercise_id <> old.exercise_id)
execute function private.on_exercise_swap();
