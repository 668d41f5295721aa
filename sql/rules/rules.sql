-- Writes a progression out in full: either a list of rules, of which the first that can still move applies, or an object for the
-- two schemes that judge a workout by more than its weakest set.

create function private.named_rule(p_progression jsonb, p_step numeric)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
    return jsonb_build_object('axis', 'load', 'step', p_step)
    || coalesce(
        (
            select jsonb_object_agg(o.key, o.value) from jsonb_each(p_progression) as o
            where o.key in ('step_unit', 'ceiling', 'floor', 'most_percent', 'after_failures', 'deload_percent', 'after_stalls')
        ),
        '{}'
    );
end;
$$;
comment on function private.named_rule is 'The load rule of a named scheme, with the options it was given.';

create function private.tier_rule(p_tier integer)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
    return case p_tier
        -- GZCLP: after a failed stage, fewer repetitions in more sets; after the last stage, the first again at 85 % of the load.
        when 1 then '{
            "after_failures": 1, "on_failures": "switch", "restart_percent": 85,
            "stages": [
                {"sets": 5, "reps": "3,3,3,3,3+"}, {"sets": 6, "reps": "2,2,2,2,2,2+"},
                {"sets": 10, "reps": "1,1,1,1,1,1,1,1,1,1+"}
            ]
        }'::jsonb
        when 2 then '{
            "after_failures": 1, "on_failures": "switch", "restart_percent": 85,
            "stages": [{"sets": 3, "reps": "10"}, {"sets": 3, "reps": "8"}, {"sets": 3, "reps": "6"}]
        }'
        else '{"last_set_reps": 25}'
    end;
end;
$$;
comment on function private.tier_rule is
'What GZCLP adds to the load rule: the stages in tiers 1 and 2, the repetitions of the last set in tier 3.';

create function private.wave_rules(p_progression jsonb, p_increase_kg numeric, p_target_reps text)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
    return jsonb_build_object(
        'scheme', 'percentage_wave',
        'training_max_percent', 90, 'cycle_increase_kg', coalesce(nullif(p_increase_kg, 0), 2.5),
        'after_failures', 2, 'deload_percent', 10, 'round_kg', 2.5,
        'weeks', case
            when jsonb_typeof(p_progression -> 'percents') = 'array'
                then jsonb_build_array(jsonb_build_object('percents', p_progression -> 'percents', 'reps', p_target_reps))
            -- 5/3/1 (Wendler): three weeks of increasing load and a light one.
            else '[
                {"percents": [65, 75, 85], "reps": "5,5,5+"}, {"percents": [70, 80, 90], "reps": "3,3,3+"},
                {"percents": [75, 85, 95], "reps": "5,3,1+"},
                {"percents": [40, 50, 60], "reps": "5", "is_deload": true}
            ]'::jsonb
        end
    )
    || p_progression;
end;
$$;
comment on function private.wave_rules is 'A percentage wave with defaults for everything left out: 5/3/1 unless weeks are given.';

create function private.rules_of(
    p_progression jsonb,
    p_increase_kg numeric,
    p_target_reps text,
    p_mechanic public.mechanic,
    p_limits jsonb default '{}'
)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
    -- A JSON null counts as left out.
    v_progression jsonb := nullif(jsonb_strip_nulls(p_progression), 'null');
    v_load jsonb;
    v_ceiling integer := private.target_ceiling(p_target_reps);
begin
    if jsonb_typeof(v_progression) = 'array' then
        return v_progression;
    end if;
    -- The default step: 2.5 kg for compound lifts, 1 kg for isolation.
    v_load := private.named_rule(
        v_progression,
        coalesce(
            nullif(p_increase_kg, 0), (v_progression -> 'step')::numeric, case p_mechanic when 'compound' then 2.5 else 1 end
        )
    );
    -- GZCLP has stages for what is too heavy.
    if v_progression ->> 'scheme' is distinct from 'gzclp' then
        v_load := p_limits || v_load;
    end if;
    case v_progression ->> 'scheme'
        when 'linear' then
            return jsonb_build_array(v_load);
        when 'double' then
            if v_ceiling is null then
                return jsonb_build_array(v_load);
            end if;
            return jsonb_build_array(
                jsonb_build_object('axis', 'reps', 'step', 1, 'ceiling', v_ceiling, 'on_ceiling', 'reset'), v_load
            );
        when 'sum_of_reps' then
            return v_progression || jsonb_build_object('rules', jsonb_build_array(v_load));
        when 'percentage_wave' then
            return private.wave_rules(v_progression, p_increase_kg, p_target_reps);
        when 'gzclp' then
            return jsonb_build_array(v_load || private.tier_rule((v_progression -> 'tier')::integer));
        else
            -- An increase without a progression means linear.
            if v_progression is null and p_increase_kg > 0 then
                return jsonb_build_array(v_load);
            end if;
            return '[]'::jsonb;
    end case;
end;
$$;
comment on function private.rules_of is
'A progression as rules, with named schemes written out. p_limits: private.load_limits of the exercise.';

create function private.load_limits(p_exercise_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    -- A load on the body is a share of neither: 2.5 kg on a belt are 3 % for whom they are all that is added.
    return (
        select case
            when count(*) = 0 or bool_or(e.bodyweight_share is not null) then '{}'
            -- 20 kg: a bar as in most gyms; whose bar is lighter tells it with their gear. The smallest plates on it are 12.5 % more.
            when bool_or(q.slug = 'barbell') then '{"most_percent": 12.5, "floor": 20}'::jsonb
            else '{"most_percent": 10}'
        end
        from public.exercise_equipment as x
        inner join public.equipment as q on q.id = x.equipment_id
        inner join public.exercises as e on e.id = x.exercise_id
        where x.exercise_id = p_exercise_id and q.load_type is not null
    );
end;
$$;
comment on function private.load_limits is
'What a load rule of a named scheme gets for this exercise: most_percent, the largest share of the load that a step may be before
repetitions come first (ACSM 2009, 10.1249/MSS.0b013e3181915670: 2 to 10 %), and floor, the kilograms of an empty bar.';
