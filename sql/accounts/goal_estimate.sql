-- When a body goal will be reached. Body weight is assumed to change by a constant percentage each week, so that
-- weeks = |ln(target / current)| / rate. At these rates the loss is mostly fat and the gain mostly muscle:
--   losing   0.7 % a week (Garthe 2011, 10.1123/ijsnem.21.2.97: it kept more muscle than 1.4 %)
--   gaining  0.5 % a week for beginners, 0.375 % and 0.25 % with experience (Iraki 2019, 10.3390/sports7070154)
-- A target of muscle mass counts as that much body weight gained.
create function private.estimated_completion(
    p_goal_type public.goal_type,
    p_level public.fitness_level,
    p_weight_kg numeric,
    p_target_weight_kg numeric,
    p_target_muscle_kg numeric,
    p_from date
)
returns date
language plpgsql
immutable
set search_path = ''
as $$
declare
    -- Muscle is gained, so it is no target of losing weight.
    v_target numeric := coalesce(
        p_target_weight_kg, case when p_goal_type = 'gain_muscle' then p_weight_kg + p_target_muscle_kg end
    );
    v_rate numeric := case
        when v_target < p_weight_kg then 0.007
        when p_level = 'advanced' then 0.0025
        when p_level = 'intermediate' then 0.00375
        else 0.005
    end;
begin
    -- Strength, endurance and maintenance have no target weight.
    if p_goal_type not in ('lose_weight', 'gain_muscle') or v_target is null or p_weight_kg is null then
        return null;
    end if;
    -- Already reached.
    if (p_goal_type = 'lose_weight') = (v_target >= p_weight_kg) then
        return p_from;
    end if;
    return p_from + ceil(7 * abs(ln(v_target / p_weight_kg)) / v_rate)::integer;
end;
$$;
comment on function private.estimated_completion is
'The day a body goal is reached at a sensible pace, from weights in kilograms; null for goals without a target weight.';
