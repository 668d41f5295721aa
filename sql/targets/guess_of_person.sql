-- First loads from who somebody is, as they told it.

create function private.lifter_at(p_user uuid, p_at timestamptz)
returns private.lifter
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select (
            -- Told after it, it says as much.
            private.day_weight(p_user, p_at), p.height_cm, p.sex, p.fitness_level,
            extract(year from age(p_at at time zone p.timezone, p.date_of_birth))
        )::private.lifter
        from public.profiles as p
        where p.id = p_user
    );
end;
$$;
comment on function private.lifter_at is
'What is known of a user that tells how strong they may be: the last body weight, and the age in years.';

create function private.guess_of_person(
    p_exercise_id uuid,
    p_lifter private.lifter,
    p_share private.first_load_shares
)
returns numeric
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select private.guessed_load(p_lifter, p_share, private.is_lower_body(e.movement_pattern, e.primary_muscle_group))
        from public.exercises as e
        where e.id = p_exercise_id
    );
end;
$$;
comment on function private.guess_of_person is 'private.guessed_load for an exercise of the catalogue.';

create function private.lighter_exercise(p_user uuid, p_share private.first_load_shares, p_lifter private.lifter, p_at timestamptz)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_share constant private.first_load_shares := private.first_load_share(p_share.lighter_exercise_id);
    v_load constant numeric := private.load_to_hand(
        private.guess_of_person(p_share.lighter_exercise_id, p_lifter, v_share),
        private.load_kind(p_share.lighter_exercise_id),
        private.buildable_loads(p_user, p_share.lighter_exercise_id, p_at)
    );
begin
    return (
        select jsonb_build_object('exercise_id', e.id, 'name', e.name, 'weight_kg', v_load)
        from public.exercises as e
        where e.id = p_share.lighter_exercise_id and e.is_active and v_load is not null
    );
end;
$$;
comment on function private.lighter_exercise is
'What trains the same with less than an empty bar, {exercise_id, name, weight_kg}; null without any, or where that is too heavy, too.';
