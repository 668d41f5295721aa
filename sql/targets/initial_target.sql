create function private.initial_target(p_fact private.target_facts, p_buildable numeric[])
returns private.target_facts
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_fact private.target_facts := p_fact;
    v_week integer := coalesce((p_fact.state -> 'week')::integer, 1);
    v_max numeric;
begin
    if private.scheme_of(v_fact.rules) <> 'percentage_wave' then
        -- The load a plan is created with is rounded to what can be built; a load the user sets later is kept.
        if p_fact.set_at = '-infinity' then
            v_fact.target.weight_kg := private.snap(null, (v_fact.target).weight_kg, p_buildable);
        end if;
        return v_fact;
    end if;
    v_week := least(v_week, jsonb_array_length(v_fact.rules -> 'weeks'));
    -- Without a training max, the load is taken as the heaviest of the week.
    v_max := coalesce(
        (v_fact.state -> 'training_max_kg')::numeric,
        (v_fact.rules -> 'training_max_kg')::numeric,
        round(
            (v_fact.target).weight_kg * 100
            / (
                select max(p.value::numeric)
                from jsonb_array_elements_text(v_fact.rules -> 'weeks' -> (v_week - 1) -> 'percents') as p
            ),
            3
        )
    );
    v_fact.state := '{}';
    if v_max is not null then
        v_max := least(v_max, 2000);
        v_fact.state := jsonb_build_object('training_max_kg', v_max, 'week', v_week);
        v_fact.target := private.wave_target(v_fact.rules, v_week, v_max, p_buildable);
    end if;
    return v_fact;
end;
$$;
comment on function private.initial_target is
'A user''s decision, completed with the target and state that its rules start with. If a wave continues, p_fact.state has its
current week and training max.';
