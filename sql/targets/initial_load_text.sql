-- A first load as clients and users are told of it.

create function private.lighter_than_there_is(p_found private.found_load)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
    return case
        when p_found.lightest_kg is not null then jsonb_build_object(
            'weight_kg', round(p_found.wanted_kg, 1),
            'lightest_kg', p_found.lightest_kg,
            'exercise_id', p_found.lighter -> 'exercise_id',
            'name', p_found.lighter -> 'name',
            'exercise_weight_kg', p_found.lighter -> 'weight_kg'
        )
    end;
end;
$$;
comment on function private.lighter_than_there_is is
'A guess below the lightest load there is, for the API: {weight_kg: the guess, lightest_kg, exercise_id, name, exercise_weight_kg: what
trains the same with less}, the last three null without any. Null where the guess can be loaded.';

create function private.initial_load_text(
    p_found private.found_load,
    -- Null: seconds or metres.
    p_reps integer,
    p_rir numeric,
    p_unit public.preferred_unit
)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
    v_load constant text := private.load_text(p_found.load_kg, p_unit);
    v_origin text;
begin
    if p_found.origin = 'shown' then
        return format(
            'First time in this plan: your estimated 1RM is %s,%s so this load should let you do %s with %s in reserve.',
            private.load_text(p_found.estimated_1rm_kg, p_unit),
            case
                when p_found.percent < 100
                    then format(' taken as %s %% of it after %s days without training,', p_found.percent, p_found.days)
                else ''
            end,
            case p_reps when 1 then '1 repetition' else p_reps || ' repetitions' end,
            trim_scale(p_rir)
        );
    end if;
    v_origin := case p_found.origin
        when 'long_ago' then 'what you lifted ' || p_found.days || ' days ago'
        when 'another_lift' then
            'what you lift in the ' || (select e.name from public.exercises as e where e.id = p_found.from_exercise_id)
        else 'your weight'
        || case
            when p_found.knows_age and p_found.knows_level then ', age and level'
            when p_found.knows_age then ' and age'
            when p_found.knows_level then ' and level'
            else ''
        end
    end;
    if v_load is null then
        return format(
            'A guess from %s: about %s, less than the lightest load here, %s. Use a lighter %s%s.',
            v_origin,
            case p_unit
                when 'imperial' then round(p_found.wanted_kg / 0.45359237) || ' lb'
                else round(p_found.wanted_kg) || ' kg'
            end,
            private.load_text(p_found.lightest_kg, p_unit),
            case when p_found.is_bar then 'bar' else 'weight' end,
            ', or ' || (p_found.lighter ->> 'name') || ' with '
            || private.load_text((p_found.lighter ->> 'weight_kg')::numeric, p_unit)
        );
    end if;
    return format('A guess from %s: %s. ', v_origin, v_load)
    || case
        when p_reps is null then 'Stop while your form is good.'
        else format('Leave %s in reserve; the next set follows from it.', trim_scale(p_rir))
    end;
end;
$$;
comment on function private.initial_load_text is 'What the first load follows from, as a sentence; that it is a guess, where it is one.';
