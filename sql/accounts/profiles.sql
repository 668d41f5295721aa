-- A user. Created on sign-up; only the server writes progress and subscription status (see the grants).
create table public.profiles (
    id uuid primary key references auth.users (id) on delete cascade,
    username text constraint username_is_readable check (username ~ '^[A-Za-z0-9_.]{3,30}$'),
    full_name text check (length(full_name) between 1 and 200),
    avatar_url text check (avatar_url ~ '^https://[!-~]+$' and length(avatar_url) <= 2048),
    onboarding_complete boolean not null default false,
    experience_points integer not null default 0 check (experience_points >= 0),
    level integer not null default 1 check (level >= 1),
    preferred_unit public.preferred_unit not null default 'metric',
    height_cm numeric(5, 1) check (height_cm between 50 and 280),
    current_goal_id uuid,
    subscription_status public.subscription_status not null default 'free',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    bio text check (length(bio) <= 1000),
    timezone text not null default 'UTC',
    date_of_birth date check (date_of_birth between '1900-01-01' and '2100-01-01'),
    sex public.sex,
    fitness_level public.fitness_level,
    default_rest_seconds integer not null default 120 check (default_rest_seconds between 0 and 3600),
    weekly_workout_target smallint check (weekly_workout_target between 1 and 7),
    week_starts_on smallint not null default 1 check (week_starts_on between 1 and 7),
    affinity_score integer not null default 0 check (affinity_score >= 0),
    locale public.catalog_locale
);
comment on table public.profiles is 'A user. One row each, created on sign-up.';
comment on column public.profiles.avatar_url is
'An https address. A picture in the bucket avatars has none that lasts: it is read from its path, <user id>/<file>, through a signed URL.';
comment on column public.profiles.username is 'Unique regardless of case. 3 to 30 letters, digits, _ and dots.';
comment on column public.profiles.experience_points is 'The sum of the user''s xp_events. Written by the server.';
comment on column public.profiles.level is 'Derived from experience_points. Written by the server.';
comment on column public.profiles.height_cm is 'Body height in centimetres.';
comment on column public.profiles.current_goal_id is
'The active row of user_goals. Kept by trigger; no foreign key, because it would be a second one between the two tables.';
comment on column public.profiles.subscription_status is
'Derived from the user''s subscriptions. Trial and active are premium; canceled is premium until the paid period ends.';
comment on column public.profiles.timezone is 'IANA name. A change applies from the next local midnight.';
comment on column public.profiles.weekly_workout_target is 'Training days per week. Null: as many as the active plan has, else 3.';
comment on column public.profiles.week_starts_on is 'First day of the user''s week, 1 Monday to 7 Sunday.';
comment on column public.profiles.locale is
'The language that exercises are named in. Null: English, and a search prefers no language.';
comment on column public.profiles.affinity_score is 'How well coach and user know each other. Written by the server.';

create unique index profiles_username_key on public.profiles (lower(username));

create trigger touch before update on public.profiles
for each row execute function private.touch();
create trigger keep_keys before update of id, created_at on public.profiles
for each row execute function private.freeze('id', 'created_at');
