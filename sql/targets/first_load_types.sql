-- What first loads follow from.

create type private.lifter as (
    weight_kg numeric,
    height_cm numeric,
    sex public.sex,
    fitness_level public.fitness_level,
    age integer
);

create type private.found_load as (
    -- Null: the lightest there is would be too heavy.
    load_kg numeric,
    -- Before it was rounded to what there is.
    wanted_kg numeric,
    -- shown: recent workouts with the exercise; long_ago: older ones; another_lift; person.
    origin text,
    estimated_1rm_kg numeric,
    days integer,
    percent integer,
    from_exercise_id uuid,
    knows_age boolean,
    knows_level boolean,
    lightest_kg numeric,
    is_bar boolean,
    -- {"exercise_id", "name", "weight_kg"}: what trains the same with less.
    lighter jsonb
);

create type private.shown_strength as (
    estimated_1rm_kg numeric,
    last_at timestamptz,
    days integer,
    percent integer,
    is_recent boolean
);
