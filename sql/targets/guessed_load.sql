-- A first load from who somebody is. Reads no tables.

create function private.reference_weight(p_lifter private.lifter)
returns numeric
language plpgsql
immutable
set search_path = ''
as $$
begin
    -- What is above a BMI of 27 is rarely muscle. Without a height, the weight of somebody tall at that BMI.
    return case
        when p_lifter.weight_kg is not null then least(
            p_lifter.weight_kg,
            case
                when p_lifter.height_cm is not null then 27 * (p_lifter.height_cm / 100) ^ 2
                when p_lifter.sex = 'male' then 90
                else 75
            end
        )
    end;
end;
$$;
comment on function private.reference_weight is
'Body weight as far as it says something of strength, in kilograms: up to a BMI of 27, without a height up to 90 kg (men) or 75 kg.
Null without a weight.';

create function private.level_factor(p_level public.fitness_level, p_is_lower boolean)
returns numeric
language plpgsql
immutable
set search_path = ''
as $$
begin
    -- A tier below what somebody claims to be (judgement).
    return case p_level
        when 'intermediate' then case when p_is_lower then 1.8 else 1.3 end
        when 'advanced' then case when p_is_lower then 2.2 else 1.6 end
        else 1
    end;
end;
$$;
comment on function private.level_factor is
'How much more than a beginner somebody of a level is asked for at first; 1 where it isn''t told.';

create function private.age_factor(p_age integer)
returns numeric
language plpgsql
immutable
set search_path = ''
as $$
begin
    -- Judgement, a little below what the bench press loses from decade to decade in Cooper's norms.
    return case
        when p_age < 16 then 0.65
        when p_age < 18 then 0.85
        when p_age < 40 then 1
        when p_age < 50 then 0.85
        when p_age < 60 then 0.75
        when p_age < 70 then 0.65
        when p_age < 80 then 0.55
        when p_age >= 80 then 0.45
        -- Not told: as in the forties.
        else 0.85
    end;
end;
$$;
comment on function private.age_factor is 'The share of a young adult''s load for an age in years; null: not told.';

create function private.guessed_load(
    p_lifter private.lifter,
    p_share private.first_load_shares,
    p_is_lower boolean,
    -- Whether a joint that the exercise loads is injured.
    p_is_hurt boolean default false
)
returns numeric
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_load constant numeric := private.reference_weight(p_lifter)
    -- Whose sex isn't told begins with less.
    * case p_lifter.sex when 'male' then p_share.male else p_share.female end
    * private.level_factor(p_lifter.fitness_level, p_is_lower)
    * private.age_factor(p_lifter.age)
    * case when p_is_hurt then 0.5 else 1 end;
begin
    -- Children learn the movement.
    return case when p_lifter.age < 14 then least(v_load, 5) else v_load end;
end;
$$;
comment on function private.guessed_load is
'A guess at a first load in kilograms, before it is rounded to what there is: body weight up to a BMI of 27, times the exercise''s share,
level and age; half with an injured joint, at most 5 kg below 14 years. Null without a body weight or a share.';
