-- First loads from what somebody lifted: in the exercise itself within a year, or in another one.

create function private.strength_shown(p_user uuid, p_exercise_id uuid, p_at timestamptz)
returns private.shown_strength
language plpgsql
stable
set search_path = ''
as $$
declare
    -- An estimate older than three months says too little about current strength to be more than a guess.
    c_recent constant interval := interval '90 days';
    v_shown private.shown_strength;
    v_days_off integer;
begin
    v_shown.last_at := (
        select r.started_at
        from private.exercise_sessions as r
        where r.user_id = p_user
            and r.exercise_id = p_exercise_id
            and r.started_at > p_at - interval '1 year'
            and r.started_at <= p_at
            and r.estimated_1rm_kg > 0
        order by r.started_at desc
        limit 1
    );
    if v_shown.last_at is null then
        return null;
    end if;
    v_shown.is_recent := v_shown.last_at > p_at - c_recent;
    v_shown.estimated_1rm_kg := (
        select max(r.estimated_1rm_kg)
        from private.exercise_sessions as r
        where r.user_id = p_user
            and r.exercise_id = p_exercise_id
            and r.started_at > case when v_shown.is_recent then p_at else v_shown.last_at end - c_recent
            and r.started_at <= v_shown.last_at
    );
    v_shown.days := floor(extract(epoch from p_at - v_shown.last_at) / 86400);
    v_days_off := private.days_off(p_user, v_shown.last_at, p_at);
    v_shown.percent := case
        -- Others were trained meanwhile: only a break from training costs strength.
        when v_shown.is_recent then private.return_percent(v_days_off)
        when v_shown.days <= 180 then 70
        else 60
    end;
    v_shown.days := case when v_shown.is_recent then v_days_off else v_shown.days end;
    return v_shown;
end;
$$;
comment on function private.strength_shown is
'The best estimated 1RM of an exercise in the 90 days up to its last workout with one, at most a year ago, and the percentage of it to begin
with: after a break as in private.return_percent, after longer than 90 days without the exercise 70, after 180 60. Null without any.';

create function private.load_from_another(
    p_user uuid,
    p_exercise_id uuid,
    p_share private.first_load_shares,
    p_at timestamptz
)
returns private.found_load
language plpgsql
stable
set search_path = ''
as $$
declare
    -- As for shares of body weight.
    c_caution constant numeric := 0.85;
    c_of_six constant numeric := private.percent_of_1rm(6, 10);
    v_sex constant public.sex := (select p.sex from public.profiles as p where p.id = p_user);
    v_other record;
    v_shown private.shown_strength;
    v_ratio numeric;
    v_six numeric;
    v_found private.found_load;
begin
    -- What was measured before what follows from two shares, then what was trained last.
    select c.* into v_other
    from (
        select n.from_exercise_id, n.slope, n.intercept_kg, s as share, 1 as place
        from private.lift_predictions as n
        inner join private.first_load_shares as s on s.exercise_id = n.from_exercise_id
        where n.exercise_id = p_exercise_id
        union all
        select o.id, null, null, s, 2
        from public.exercises as e
        inner join public.exercises as o
            on
                o.movement_pattern = e.movement_pattern
                and o.mechanic = e.mechanic
                and (e.mechanic = 'compound' or o.primary_muscle_group = e.primary_muscle_group)
                -- A squat overhead isn't heavy because others are.
                and o.is_skill = e.is_skill
        inner join private.first_load_shares as s on s.exercise_id = o.id
        where e.id = p_exercise_id and o.id <> e.id
    ) as c
    cross join lateral (
        select r.started_at
        from private.exercise_sessions as r
        where r.user_id = p_user
            and r.exercise_id = c.from_exercise_id
            and r.started_at > p_at - interval '1 year'
            and r.started_at <= p_at
            and r.estimated_1rm_kg > 0
        order by r.started_at desc
        limit 1
    ) as t
    order by c.place, t.started_at desc, c.from_exercise_id
    limit 1;
    if not found then
        return null;
    end if;
    v_shown := private.strength_shown(p_user, v_other.from_exercise_id, p_at);
    v_ratio := case v_sex
        when 'male' then p_share.male / (v_other.share).male
        else p_share.female / (v_other.share).female
    end;
    -- The studies' lifters were strong: for weak ones their intercepts would be most of the load.
    v_six := v_shown.estimated_1rm_kg * v_shown.percent / 100 * c_of_six;
    v_found.estimated_1rm_kg := least(v_ratio * v_six, v_other.slope * v_six + v_other.intercept_kg) / c_of_six * c_caution;
    v_found.from_exercise_id := v_other.from_exercise_id;
    v_found.origin := 'another_lift';
    return v_found;
end;
$$;
comment on function private.load_from_another is
'The estimated 1RM to count on in an exercise by what was lifted in another within a year: by a measured relation, but not more than by the
shares of both; 15 % less for caution. Null without any such lift.';
