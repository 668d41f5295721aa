-- The first load where the plan gives none: from what the user lifted, in this exercise or another, else from who they are. Derived
-- whenever it is asked for, and stored nowhere.

create function private.initial_load(
    p_user uuid,
    p_exercise_id uuid,
    p_target private.target,
    p_rir numeric,
    p_step numeric,
    p_loads numeric[],
    p_at timestamptz
)
returns private.found_load
language plpgsql
stable
set search_path = ''
as $$
declare
    -- Two in reserve: the first workout is for finding out, not for failing.
    v_percent constant numeric := private.percent_of_1rm(private.target_amount(p_target.reps, 1), 10 - coalesce(p_rir, 2));
    v_is_counted constant boolean := p_target.reps !~ '[sm]$';
    v_share private.first_load_shares;
    v_lifter private.lifter;
    v_shown private.shown_strength;
    v_kind text;
    v_found private.found_load;
begin
    if p_target.reps ~ 'AMRAP$' then
        return null;
    end if;
    v_shown := case when v_is_counted then private.strength_shown(p_user, p_exercise_id, p_at) end;
    v_found.estimated_1rm_kg := v_shown.estimated_1rm_kg;
    v_found.days := v_shown.days;
    v_found.percent := v_shown.percent;
    v_found.wanted_kg := v_shown.estimated_1rm_kg * v_shown.percent / 100 * v_percent;
    if v_shown.is_recent then
        v_found.origin := 'shown';
        v_found.load_kg := case
            when p_loads is null then nullif(floor(v_found.wanted_kg / p_step) * p_step, 0)
            else private.snap(v_found.wanted_kg, v_found.wanted_kg, p_loads)
        end;
        return case when v_found.load_kg is not null then v_found end;
    end if;

    v_kind := private.load_kind(p_exercise_id);
    v_share := private.first_load_share(p_exercise_id);
    if v_found.wanted_kg is not null then
        v_found.origin := 'long_ago';
    elsif v_share.male is null then
        return null;
    elsif v_is_counted
        -- Swings aren't heavy because deadlifts are.
        and v_kind is distinct from 'kettlebell' and v_kind is distinct from 'ball'
        and exists (select from private.exercise_sessions as r where r.user_id = p_user)
    then
        v_found := private.load_from_another(p_user, p_exercise_id, v_share, p_at);
        v_found.wanted_kg := v_found.estimated_1rm_kg * v_percent;
    end if;
    if v_found.wanted_kg is null then
        v_lifter := private.lifter_at(p_user, p_at);
        v_found.origin := 'person';
        v_found.wanted_kg := private.guess_of_person(p_exercise_id, v_lifter, v_share);
        v_found.knows_age := v_lifter.age is not null;
        v_found.knows_level := v_lifter.fitness_level is not null;
    end if;
    if v_found.wanted_kg is null then
        return null;
    end if;
    v_found.load_kg := private.load_to_hand(v_found.wanted_kg, v_kind, p_loads);
    if v_found.load_kg is null then
        v_found.lightest_kg := private.lightest_load(v_kind, p_loads);
        v_found.is_bar := v_kind in ('bar', 'short_bar', 'landmine');
        v_found.lighter := private.lighter_exercise(
            p_user, v_share, coalesce(v_lifter, private.lifter_at(p_user, p_at)), p_at
        );
    end if;
    return v_found;
end;
$$;
comment on function private.initial_load is
'A starting load for a target without one: from the exercise''s own workouts of a year and the RPE curve, else from another lift, else a
guess from body weight, sex, height, level and age. Without a load where the lightest there is would be too heavy; null where nothing tells, for
as many as possible, and for what has no load.';
