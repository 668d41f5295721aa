-- sql/platform/schemas.sql
-- The API is `public`. What runs with more rights than its caller, and what clients may not read,
-- stands in `private`, on which no client role has USAGE: wrappers and policies reach it through
-- parsed bodies, which need EXECUTE alone.
create schema if not exists private;
comment on schema private is 'Definer functions and helper tables. Not exposed; no client role has USAGE.';

-- policies/defaults.sql
-- Nothing is granted by default: old projects grant ALL on new objects to the API roles, newer ones grant nothing, and
-- both have to end the same. From here on every grant is written. Only the form without `in schema` takes the
-- execute right of public away.
alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from anon, authenticated, service_role;
revoke all on schema private from public, anon, authenticated, service_role;

-- sql/platform/timezones.sql
create function private.is_timezone(p_name text)
returns boolean
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
begin
    -- `at time zone` also takes abbreviations (PST) and POSIX rules (Foo/Bar5), which are no places; looking the
    -- name up in pg_timezone_names reads every zone file (10 ms and more).
    if p_name !~ '^(UTC|GMT|[A-Za-z_]+(/[A-Za-z_-]+){1,2}|Etc/GMT(\+([0-9]|1[0-2])|-([0-9]|1[0-4])))$' then
        return false;
    end if;
    perform timestamptz '2000-01-01 00:00:00+00' at time zone p_name;
    return true;
exception
    when invalid_parameter_value then
        return false;
end;
$$;
comment on function private.is_timezone is 'Whether this is an IANA time zone that this server knows.';

-- sql/platform/callers.sql
-- The first line of every private function that a public wrapper calls.
create function private.require_caller(p_user uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    -- current_setting('role') is what PostgREST set for the request; current_user is already the definer here.
    -- A plain <> would let a null through.
    if p_user is null
        or (
            current_setting('role', true) in ('anon', 'authenticated')
            and p_user is distinct from (select auth.uid())
        )
    then
        raise sqlstate '42501' using message = 'sign in first', hint = 'Send the user''s access token.';
    end if;
end;
$$;
comment on function private.require_caller is
'Refuses (42501) a missing user, and a client who names someone else than itself. Service and jobs may name anyone.';

-- sql/platform/errors.sql
create function private.fail(
    p_code text,
    p_message text,
    p_details jsonb default null,
    p_hint text default null
)
returns void
language plpgsql
set search_path = ''
as $$
begin
    -- Volatile on purpose: the planner may call an immutable function with constants before it is needed.
    -- An option of raise may not be null, so absent ones go as the empty string, as PostgREST shows them.
    raise exception using
        errcode = p_code,
        message = p_message,
        detail = coalesce(p_details::text, ''),
        hint = coalesce(p_hint, '');
end;
$$;
comment on function private.fail is
'Ends the request with a stable code: PT404, PT409, PT422, PT402 or PT429. PostgREST takes the last three digits as the
status. Details are JSON as text: {"field": …}, {"retry_after": seconds}.';

-- sql/platform/ids.sql
create function private.stable_id(p_kind text, p_key text)
returns uuid
language sql
immutable
strict
parallel safe
set search_path = ''
return md5(p_kind || ':' || p_key)::uuid;
comment on function private.stable_id is
'The id of a thing that is known by its name (a seed row) or by its place (a user''s week): the same on every installation.';

-- sql/platform/input.sql
-- What a client sends as JSON is checked here as a whole, before anything is written, so that every fault names its
-- field. A shape maps each known key to what its value must be:
--   {"type": "text|uuid|integer|number|boolean|timestamp|date|timezone|rpe|object|array|any" or an enum's name,
--    "min", "max": of a number; of the length of a text or an array, "required": true, "pattern": of a text}
-- A JSON null counts as absent.

create function private.check_shapes(p_items jsonb, p_path text, p_shape jsonb)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_fault record;
begin
    -- One statement for all elements: 20 sets of 13 keys in 0.5 ms, where a loop took 3 ms.
    with rules as materialized (
        select
            r.key,
            r.value as rule,
            r.value ->> 'type' as type,
            (r.value ->> 'min')::numeric as min,
            (r.value ->> 'max')::numeric as max,
            r.value ->> 'pattern' as pattern
        from jsonb_each(p_shape) as r
    ),

    items as (
        select e.ordinality - 1 as i, e.value from jsonb_array_elements(p_items) with ordinality as e
    ),

    given as (
        select
            items.i,
            e.key,
            jsonb_typeof(e.value) as kind,
            e.value,
            e.value #>> '{}' as text,
            case when jsonb_typeof(e.value) = 'number' then (e.value #>> '{}')::numeric end as number
        from items
        cross join lateral jsonb_each(case when jsonb_typeof(items.value) = 'object' then items.value end) as e
        where e.value <> 'null'::jsonb or not p_shape ? e.key
    ),

    faults as (
        select items.i, null as key, 'must be an object' as reason, null::jsonb as rule
        from items
        where jsonb_typeof(items.value) <> 'object'
        union all
        select g.i, g.key, case when r.key is null then 'is not known' else 'is not valid' end, r.rule
        from given as g
        left join rules as r on g.key = r.key
        where r.key is null
            or not coalesce(
                case r.type
                    when 'text' then
                        g.kind = 'string' and length(g.text) between coalesce(r.min, 0) and r.max
                        and coalesce(g.text ~ r.pattern, true)
                    when 'number' then g.number between r.min and r.max
                    when 'integer' then g.number between r.min and r.max and g.number = trunc(g.number)
                    -- Rate of perceived exertion: 1 to 10 in halves.
                    when 'rpe' then g.number between 1 and 10 and g.number * 2 = trunc(g.number * 2)
                    when 'boolean' then g.kind = 'boolean'
                    when 'object' then g.kind = 'object'
                    when 'array' then
                        case when g.kind = 'array' then
                            jsonb_array_length(g.value) between coalesce(r.min, 0) and r.max
                        end
                    when 'any' then true
                    -- The pattern keeps out now, infinity and years that later arithmetic can't hold.
                    when 'timestamp' then
                        g.kind = 'string' and g.text ~ '^(19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d'
                        and pg_input_is_valid(g.text, 'timestamptz')
                    when 'date' then
                        g.kind = 'string' and g.text ~ '^(19|20)\d\d-\d\d-\d\d$' and pg_input_is_valid(g.text, 'date')
                    when 'timezone' then g.kind = 'string' and private.is_timezone(g.text)
                    else g.kind = 'string' and pg_input_is_valid(g.text, r.type)
                end,
                false
            )
        union all
        select items.i, r.key, 'is required', r.rule
        from items
        inner join rules as r on r.rule @> '{"required": true}'
        where coalesce(items.value -> r.key, 'null'::jsonb) = 'null'::jsonb
    )

    select f.i, f.key, f.reason, f.rule into v_fault from faults as f order by f.i, f.key limit 1;

    if found then
        perform private.fail(
            'PT422',
            format(
                '%s %s',
                coalesce(v_fault.key, format('%s[%s]', p_path, v_fault.i)), v_fault.reason
            ),
            jsonb_strip_nulls(jsonb_build_object(
                'field', concat_ws('.', replace(p_path, '[]', format('[%s]', v_fault.i)), v_fault.key),
                'expected', v_fault.rule - 'required'
            ))
        );
    end if;
end;
$$;
comment on function private.check_shapes is
'Checks every object of an array; PT422 names the first fault. In the path, [] stands for the index: days[0].exercises[].';

create function private.check_shape(p_value jsonb, p_path text, p_shape jsonb)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    if p_value is null or jsonb_typeof(p_value) <> 'object' then
        perform private.fail('PT422', 'an object is needed', jsonb_build_object('field', coalesce(p_path, '')));
    end if;
    perform private.check_shapes(jsonb_build_array(p_value), p_path, p_shape);
end;
$$;
comment on function private.check_shape is 'Checks one object against its shape; PT422 names the first fault. Path null: the top.';

-- sql/platform/rows.sql
-- What every table of the API does with its rows: keep updated_at, freeze what may not move, remember what went.

create function private.touch()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
    new.updated_at := now();
    return new;
end;
$$;
comment on function private.touch is 'Row trigger before update: updated_at is the time of the last change.';

create function private.freeze()
returns trigger
language plpgsql
-- Clients can't reach private.fail by name.
security definer
set search_path = ''
as $$
declare
    v_column text;
    v_old jsonb := to_jsonb(old);
    v_new jsonb := to_jsonb(new);
begin
    -- An upsert sets every column it sends, so an unchanged value has to pass.
    foreach v_column in array tg_argv loop
        if v_new -> v_column is distinct from v_old -> v_column then
            perform private.fail(
                'PT422', format('%s can''t be changed', v_column), jsonb_build_object('field', v_column)
            );
        end if;
    end loop;
    return new;
end;
$$;
comment on function private.freeze is 'Row trigger before update: the columns named as arguments keep their value, else PT422.';

create function private.append_only()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
    -- With their owner, rows go: the cascade runs when the profile is already gone.
    if tg_op = 'DELETE' and not exists (select from public.profiles as p where p.id = old.user_id) then
        return old;
    end if;
    raise sqlstate '42501' using message = format('%s is append-only', tg_table_name);
end;
$$;
comment on function private.append_only is 'Row trigger before update or delete: the ledger keeps what it has, until its owner is deleted.';

create function private.read_only()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
    raise sqlstate '42501' using message = format('%s is read-only', tg_table_name);
end;
$$;
comment on function private.read_only is
'Row trigger instead of a write to a view that can take none: without it a client''s attempt is Postgres'' 55000, a 500 to
the Data API; with it permission is asked first.';

-- sql/platform/tombstones.sql
-- What was deleted, so that a change feed can tell the other devices. Nothing but keys is kept.
create table private.tombstones (
    id bigint generated always as identity primary key,
    user_id uuid not null references auth.users (id) on delete cascade,
    table_name text not null,
    row_key jsonb not null,
    deleted_at timestamptz not null default now()
);
comment on table private.tombstones is 'One row a deleted row of a synchronised table: its key, never its content.';
comment on column private.tombstones.row_key is 'The key columns of the row that went, as JSON.';
create index tombstones_user_id_id_idx on private.tombstones (user_id, id);

create function private.bury()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- A deleted account leaves nothing behind, tombstones included, so there the trigger is silent.
    insert into private.tombstones (user_id, table_name, row_key)
    select
        p.id,
        tg_table_name,
        (select jsonb_object_agg(k.name, gone.data -> k.name) from unnest(tg_argv [1:]) as k (name))
    from (select to_jsonb(o) as data from old_rows as o) as gone
    inner join public.profiles as p on p.id = (gone.data ->> tg_argv[0])::uuid;
    return null;
end;
$$;
comment on function private.bury is
'Statement trigger after delete, transition table old_rows. Arguments: the owner column, then the key columns to keep.';

-- sql/accounts/types.sql
create type public.goal_type as enum ('lose_weight', 'gain_muscle', 'maintain', 'improve_strength', 'endurance');
create type public.preferred_unit as enum ('metric', 'imperial');
create type public.sex as enum ('female', 'male', 'other');
create type public.fitness_level as enum ('beginner', 'intermediate', 'advanced');
create type public.difficulty as enum ('beginner', 'intermediate', 'advanced');
create type public.subscription_status as enum ('free', 'trial', 'active', 'canceled');
create type public.app_role as enum ('user', 'moderator', 'admin');
create type public.location as enum ('home', 'gym', 'outdoor', 'other');

-- sql/accounts/profiles.sql
-- A person. Made on sign-up; what it earned and what it pays for is written by the server alone (see the grants).
create table public.profiles (
    id uuid primary key references auth.users (id) on delete cascade,
    username text constraint username_is_readable check (username ~ '^[A-Za-z0-9_.]{3,30}$'),
    full_name text check (length(full_name) between 1 and 200),
    avatar_url text check (length(avatar_url) <= 2048),
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
    affinity_score integer not null default 0 check (affinity_score >= 0)
);
comment on table public.profiles is 'A person who trains. One row a user, made on sign-up.';
comment on column public.profiles.username is 'Unique whatever the case. 3 to 30 letters, digits, _ and dots.';
comment on column public.profiles.experience_points is 'The sum of the user''s xp_events. Written by the server.';
comment on column public.profiles.level is 'Follows from experience_points. Written by the server.';
comment on column public.profiles.height_cm is 'Body height in centimetres.';
comment on column public.profiles.current_goal_id is
'The active row of user_goals. A trigger keeps it; no foreign key, which would be a second one between the two tables.';
comment on column public.profiles.subscription_status is 'Trial and active are premium. Written by billing alone.';
comment on column public.profiles.timezone is 'IANA name. A change applies from the next local midnight.';
comment on column public.profiles.weekly_workout_target is 'Training days a week. Null: as many as the active plan has, else 3.';
comment on column public.profiles.week_starts_on is 'First day of the user''s week, 1 Monday to 7 Sunday.';
comment on column public.profiles.affinity_score is 'How well coach and user know each other. Written by the server.';

create unique index profiles_username_key on public.profiles (lower(username));

create trigger touch before update on public.profiles
for each row execute function private.touch();
create trigger keep_keys before update of id, created_at on public.profiles
for each row execute function private.freeze('id', 'created_at');

-- sql/accounts/check_ins.sql
create table public.check_ins (
    user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
    day date not null,
    timezone text not null,
    sleep smallint check (sleep between 1 and 5),
    soreness smallint check (soreness between 1 and 5),
    energy smallint check (energy between 1 and 10),
    mood smallint check (mood between 1 and 5),
    weight_kg numeric(6, 3) check (weight_kg between 20 and 500),
    notes text check (length(notes) <= 2000),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (user_id, day)
);
comment on table public.check_ins is 'How a user felt on a day. One a day; made by record_check_in, edited by plain update.';
comment on column public.check_ins.day is 'The date where the user was.';
comment on column public.check_ins.timezone is 'The IANA zone the day was counted in.';
comment on column public.check_ins.sleep is '1 bad to 5 very good.';
comment on column public.check_ins.soreness is '1 none to 5 severe.';
comment on column public.check_ins.energy is '1 exhausted to 10 full of it.';
comment on column public.check_ins.mood is '1 bad to 5 very good.';

create trigger touch before update on public.check_ins
for each row execute function private.touch();
create trigger keep_keys before update of user_id, day, timezone, created_at on public.check_ins
for each row execute function private.freeze('user_id', 'day', 'timezone', 'created_at');
create trigger bury after delete on public.check_ins
referencing old table as old_rows for each statement execute function private.bury('user_id', 'day');

-- sql/accounts/body_measurements.sql
create function private.are_body_metrics(p_metrics jsonb)
returns boolean
language sql
immutable
set search_path = ''
return p_metrics is null or (
    jsonb_typeof(p_metrics) = 'object'
    and not exists (
        select from jsonb_each(case when jsonb_typeof(p_metrics) = 'object' then p_metrics end) as m
        where m.key not in (
            'chest', 'waist', 'hips', 'neck', 'left_biceps', 'right_biceps', 'left_thigh', 'right_thigh',
            'left_calf', 'right_calf', 'left_forearm', 'right_forearm'
        )
        or jsonb_typeof(m.value) <> 'number'
        or case when jsonb_typeof(m.value) = 'number' then (m.value #>> '{}')::numeric not between 1 and 400 end
    )
);
comment on function private.are_body_metrics is 'Whether every key is a known place on the body and every value 1 to 400 cm.';

create table public.body_measurements (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
    logged_at timestamptz not null default now() check (logged_at between '2000-01-01Z' and '2100-01-01Z'),
    weight_kg numeric(6, 3) check (weight_kg between 20 and 500),
    body_fat_percentage numeric(4, 1) check (body_fat_percentage between 1 and 75),
    other_metrics jsonb check (private.are_body_metrics(other_metrics)),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint measures_something check (num_nonnulls(weight_kg, body_fat_percentage, other_metrics) > 0)
);
comment on table public.body_measurements is 'What the scales and the tape said.';
comment on column public.body_measurements.weight_kg is 'Body weight in kilograms.';
comment on column public.body_measurements.other_metrics is
'Lengths in centimetres: chest, waist, hips, neck, left_ and right_ biceps, thigh, calf, forearm.';

create index body_measurements_user_id_logged_at_idx on public.body_measurements (user_id, logged_at desc, id desc);

create trigger touch before update on public.body_measurements
for each row execute function private.touch();
create trigger keep_keys before update of id, user_id, created_at on public.body_measurements
for each row execute function private.freeze('id', 'user_id', 'created_at');
create trigger bury after delete on public.body_measurements
referencing old table as old_rows for each statement execute function private.bury('user_id', 'id');

-- sql/accounts/body_weight.sql
create function private.body_weight(p_user uuid, p_at timestamptz)
returns numeric
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select w.weight_kg
        from (
            (
                select m.logged_at as at, m.weight_kg from public.body_measurements as m
                where m.user_id = p_user and m.logged_at <= p_at and m.weight_kg is not null
                order by m.logged_at desc, m.id desc
                limit 1
            )
            union all
            (
                -- A check-in has no hour: its weight holds from the beginning of its day.
                select c.day::timestamp at time zone c.timezone, c.weight_kg from public.check_ins as c
                where c.user_id = p_user and c.day <= (p_at at time zone c.timezone)::date and c.weight_kg is not null
                order by c.day desc
                limit 1
            )
        ) as w
        order by w.at desc
        limit 1
    );
end;
$$;
comment on function private.body_weight is 'Body weight in kilograms as last measured at or before a moment; null if never.';

-- sql/accounts/entitlements.sql
create function private.is_premium(p_user uuid)
returns boolean
language sql
stable
set search_path = ''
return coalesce(
    (select p.subscription_status in ('trial', 'active') from public.profiles as p where p.id = p_user),
    false
);
comment on function private.is_premium is 'Whether the user has paid access now.';

create function private.require_premium(p_user uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    if not private.is_premium(p_user) then
        perform private.fail('PT402', 'premium is needed', '{"feature": "premium"}', 'Subscribe, or start a trial.');
    end if;
end;
$$;
comment on function private.require_premium is 'PT402 without paid access: every premium function begins with it.';

-- sql/accounts/goal_estimate.sql
-- When will the goal be reached? Body weight is assumed to change by a steady share of itself each week, so that
-- weeks = |ln(target / current)| / rate. The rates are those at which mostly fat goes and mostly muscle comes:
--   losing   0.7 % a week (Garthe 2011, 10.1123/ijsnem.21.2.97: it kept more muscle than 1.4 %)
--   gaining  0.5 % a week for beginners, 0.375 % and 0.25 % with experience (Iraki 2019, 10.3390/sports7070154)
-- A wish for muscle alone is reckoned as that much body weight gained.
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
    v_target numeric := coalesce(p_target_weight_kg, p_weight_kg + p_target_muscle_kg);
    v_rate numeric := case
        when v_target < p_weight_kg then 0.007
        when p_level = 'advanced' then 0.0025
        when p_level = 'intermediate' then 0.00375
        else 0.005
    end;
begin
    -- Strength, endurance and staying as one is have no body weight to arrive at.
    if p_goal_type not in ('lose_weight', 'gain_muscle') or v_target is null or p_weight_kg is null then
        return null;
    end if;
    -- Already there: the goal asks for what is.
    if (p_goal_type = 'lose_weight') = (v_target >= p_weight_kg) then
        return p_from;
    end if;
    return p_from + ceil(7 * abs(ln(v_target / p_weight_kg)) / v_rate)::integer;
end;
$$;
comment on function private.estimated_completion is
'The day a body goal is reached at a sensible pace, from weights in kilograms; null where no weight decides it.';

-- sql/accounts/locks.sql
-- One lock order: whoever writes derived state holds its user's profile row first.
create function private.lock_user(p_user uuid)
returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform from public.profiles as p where p.id = p_user for no key update;
    return found;
end;
$$;
comment on function private.lock_user is
'Waits for the user''s other writers until the transaction ends; false when the profile is gone. No key update: rows that
point at the profile can still be inserted meanwhile.';

create function private.require_account(p_user uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
    if not private.lock_user(p_user) then
        perform private.fail('PT404', 'no such account', null, 'Sign up, or finish onboarding.');
    end if;
end;
$$;
comment on function private.require_account is
'Locks the user like lock_user; PT404 when the profile is gone: a token lives on for a while after its account.';

create function private.lock_caller()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.lock_user((select auth.uid()));
    return null;
end;
$$;
comment on function private.lock_caller is
'Statement trigger before a write of facts: takes the lock before any row is touched, so that two devices can''t deadlock.';

-- sql/accounts/onboarding.sql
create function private.onboard_profile(p_user uuid, p_profile jsonb, p_now timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.require_caller(p_user);
    perform private.check_shape(p_profile, 'p_profile', $shape${
        "username": {"type": "text", "max": 30, "pattern": "^[A-Za-z0-9_.]{3,30}$"},
        "full_name": {"type": "text", "min": 1, "max": 200},
        "height_cm": {"type": "number", "min": 50, "max": 280},
        "weight_kg": {"type": "number", "min": 20, "max": 500},
        "date_of_birth": {"type": "date"},
        "sex": {"type": "public.sex"},
        "fitness_level": {"type": "public.fitness_level"},
        "timezone": {"type": "timezone"},
        "preferred_unit": {"type": "public.preferred_unit"},
        "weekly_workout_target": {"type": "integer", "min": 1, "max": 7}
    }$shape$);
    if (p_profile ->> 'date_of_birth')::date > p_now::date then
        perform private.fail('PT422', 'born in the future', '{"field": "p_profile.date_of_birth"}');
    end if;

    -- Sign-up makes the profile, but is never allowed to fail over it.
    insert into public.profiles (id) select u.id from auth.users as u where u.id = p_user on conflict do nothing;
    perform private.require_account(p_user);
    update public.profiles as p
    set
        username = n.username,
        full_name = n.full_name,
        height_cm = n.height_cm,
        date_of_birth = n.date_of_birth,
        sex = n.sex,
        fitness_level = n.fitness_level,
        timezone = coalesce(n.timezone, p.timezone),
        preferred_unit = coalesce(n.preferred_unit, p.preferred_unit),
        weekly_workout_target = n.weekly_workout_target,
        onboarding_complete = true
    from
        public.profiles as o
        -- Keys that aren't sent keep what is there.
        cross join lateral jsonb_populate_record(o, p_profile) as n
    where p.id = p_user and o.id = p_user;

    if p_profile ->> 'weight_kg' is not null then
        insert into public.body_measurements (id, user_id, logged_at, weight_kg)
        values (private.stable_id('onboarding', p_user::text), p_user, p_now, (p_profile ->> 'weight_kg')::numeric)
        on conflict (id) do update set weight_kg = excluded.weight_kg, logged_at = excluded.logged_at;
    end if;
exception
    when unique_violation then
        perform private.fail(
            'PT409', 'this username is taken', '{"field": "p_profile.username"}', 'Choose another one.'
        );
end;
$$;
comment on function private.onboard_profile is 'Writes what a person tells of itself; keys that aren''t sent keep what is there.';

create function private.onboard_goal(p_user uuid, p_goal jsonb, p_now timestamptz)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_id uuid;
begin
    perform private.require_caller(p_user);
    perform private.check_shape(p_goal, 'p_goal', $shape${
        "id": {"type": "uuid"},
        "goal_type": {"type": "public.goal_type", "required": true},
        "target_weight_kg": {"type": "number", "min": 20, "max": 500},
        "target_muscle_kg": {"type": "number", "min": 0, "max": 50},
        "start_date": {"type": "date"},
        "target_date": {"type": "date"}
    }$shape$);
    if (p_goal ->> 'target_date')::date < coalesce((p_goal ->> 'start_date')::date, private.local_day(p_user, p_now)) then
        perform private.fail('PT422', 'the goal ends before it starts', '{"field": "p_goal.target_date"}');
    end if;

    -- Onboarding again replaces the goal it made, unless the client names another.
    v_id := coalesce(
        (p_goal ->> 'id')::uuid,
        (select g.id from public.user_goals as g where g.user_id = p_user and g.is_active),
        gen_random_uuid()
    );
    insert into public.user_goals as g (id, user_id, goal_type, target_weight_kg, target_muscle_kg, start_date, target_date)
    values (
        v_id,
        p_user,
        (p_goal ->> 'goal_type')::public.goal_type,
        (p_goal ->> 'target_weight_kg')::numeric,
        (p_goal ->> 'target_muscle_kg')::numeric,
        (p_goal ->> 'start_date')::date,
        (p_goal ->> 'target_date')::date
    )
    on conflict (id) do update
    set
        goal_type = excluded.goal_type,
        target_weight_kg = excluded.target_weight_kg,
        target_muscle_kg = excluded.target_muscle_kg,
        start_date = excluded.start_date,
        target_date = excluded.target_date,
        is_active = true
    where g.user_id = p_user;
    if not found then
        perform private.fail('PT404', 'no such goal', '{"field": "p_goal.id"}');
    end if;
    return v_id;
end;
$$;
comment on function private.onboard_goal is 'Makes or replaces the active goal; returns its id.';

-- sql/accounts/roles.sql
create table public.user_roles (
    user_id uuid not null references public.profiles (id) on delete cascade,
    role public.app_role not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (user_id, role)
);
comment on table public.user_roles is
'Who may do more than a user. Written by admins alone; never taken from user_metadata, which its user can write.';

create trigger touch before update on public.user_roles
for each row execute function private.touch();
create trigger keep_keys before update of user_id, created_at on public.user_roles
for each row execute function private.freeze('user_id', 'created_at');

-- No argument from the row, so that a policy asks once a statement and not once a row; a definer, so that the policy
-- of user_roles itself may ask without going in circles (42P17).
create function private.has_role(p_role public.app_role)
returns boolean
language sql
stable
security definer
set search_path = ''
return exists (
    select from public.user_roles as r where r.user_id = (select auth.uid()) and r.role >= p_role
);
comment on function private.has_role is 'Whether the caller has this role or a higher one. For policies.';

-- sql/accounts/sign_up.sql
create function private.on_sign_up()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_zone text := new.raw_user_meta_data ->> 'timezone';
begin
    -- Metadata is whatever the client sent: names and a zone are taken if they are usable, and nothing else ever is.
    insert into public.profiles (id, full_name, timezone)
    values (
        new.id,
        nullif(left(trim(new.raw_user_meta_data ->> 'full_name'), 200), ''),
        case when private.is_timezone(v_zone) then v_zone else 'UTC' end
    )
    on conflict do nothing;
    return new;
exception
    when others then
        -- Sign-up may never fail because of us. complete_onboarding makes a profile that is missing.
        raise warning 'no profile made for %: %', new.id, sqlerrm;
        return new;
end;
$$;
comment on function private.on_sign_up is 'Row trigger after insert on auth.users: makes the profile, and never makes sign-up fail.';

create trigger on_sign_up after insert on auth.users
for each row execute function private.on_sign_up();

-- sql/accounts/time_zones.sql
-- Which zone a user lived in, and since when: a day already lived keeps its date.
create table private.time_zone_changes (
    user_id uuid not null references public.profiles (id) on delete cascade,
    valid_from timestamptz not null,
    timezone text not null,
    primary key (user_id, valid_from)
);
comment on table private.time_zone_changes is 'The zone from each moment on. Without a row the profile''s zone has always held.';

create function private.zone_at(p_user uuid, p_at timestamptz)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
    return coalesce(
        (
            select c.timezone from private.time_zone_changes as c
            where c.user_id = p_user and c.valid_from <= p_at
            order by c.valid_from desc
            limit 1
        ),
        (select p.timezone from public.profiles as p where p.id = p_user)
    );
end;
$$;
comment on function private.zone_at is 'The IANA zone in which the user lived at a moment.';

create function private.local_day(p_user uuid, p_at timestamptz)
returns date
language plpgsql
stable
set search_path = ''
as $$
begin
    return (p_at at time zone private.zone_at(p_user, p_at))::date;
end;
$$;
comment on function private.local_day is 'The date on the user''s wall at a moment.';

create function private.on_timezone_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_zone_now text;
begin
    if not private.is_timezone(new.timezone) then
        perform private.fail(
            'PT422', 'no such time zone', '{"field": "timezone"}', 'Send an IANA name such as Europe/Berlin.'
        );
    end if;
    -- Before onboarding the zone is a guess: what the person says then has always held.
    if tg_op = 'INSERT' or new.timezone = old.timezone or not old.onboarding_complete then
        return new;
    end if;

    v_zone_now := private.zone_at(new.id, now());
    -- The first change writes down what held before; a second one on the same day replaces the first.
    insert into private.time_zone_changes (user_id, valid_from, timezone)
    values
    (new.id, '-infinity', old.timezone),
    (
        new.id,
        (((now() at time zone v_zone_now)::date + 1)::timestamp at time zone v_zone_now),
        new.timezone
    )
    on conflict (user_id, valid_from) do update
    set timezone = excluded.timezone
    where time_zone_changes.valid_from <> '-infinity';
    return new;
end;
$$;
comment on function private.on_timezone_change is
'Row trigger on profiles: refuses an unknown zone, keeps the history of zones. A change holds from the next local midnight.';

create trigger keep_time_zones_insert before insert on public.profiles
for each row execute function private.on_timezone_change();
create trigger keep_time_zones before update of timezone on public.profiles
for each row execute function private.on_timezone_change();

-- sql/accounts/training_preferences.sql
create table public.training_preferences (
    user_id uuid primary key default auth.uid() references public.profiles (id) on delete cascade,
    days_per_week smallint check (days_per_week between 1 and 7),
    minutes_per_session smallint check (minutes_per_session between 10 and 300),
    location public.location,
    liked_exercises uuid[] not null default '{}' check (cardinality(liked_exercises) <= 200),
    avoided_exercises uuid[] not null default '{}' check (cardinality(avoided_exercises) <= 200),
    bars_kg numeric(7, 3)[] not null default '{}' check (cardinality(bars_kg) <= 20),
    plates_kg numeric(7, 3)[] not null default '{}' check (cardinality(plates_kg) <= 50),
    dumbbells_kg numeric(7, 3)[] not null default '{}' check (cardinality(dumbbells_kg) <= 100),
    notes text check (length(notes) <= 2000),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    -- The upper bound keeps out NaN too, which is above every number.
    constraint loads_are_sensible check (
        0 < all(bars_kg) and 0 < all(plates_kg) and 0 < all(dumbbells_kg)
        and 500 >= all(bars_kg) and 500 >= all(plates_kg) and 500 >= all(dumbbells_kg)
    )
);
comment on table public.training_preferences is 'How a user likes to train, and which loads there are to build with.';
comment on column public.training_preferences.liked_exercises is 'Ids of exercises. No foreign key: an id that went is ignored.';
comment on column public.training_preferences.avoided_exercises is 'Ids of exercises never to be planned.';
comment on column public.training_preferences.bars_kg is 'Weights of the bars at hand, in kilograms.';
comment on column public.training_preferences.plates_kg is 'Weights of the plates at hand, in kilograms; each stands for a pair.';
comment on column public.training_preferences.dumbbells_kg is 'Weights of the dumbbells at hand, in kilograms.';

create trigger touch before update on public.training_preferences
for each row execute function private.touch();
create trigger keep_keys before update of user_id, created_at on public.training_preferences
for each row execute function private.freeze('user_id', 'created_at');
create trigger bury after delete on public.training_preferences
referencing old table as old_rows for each statement execute function private.bury('user_id', 'user_id');

-- sql/accounts/user_goals.sql
create table public.user_goals (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
    goal_type public.goal_type not null,
    target_weight_kg numeric(6, 3) check (target_weight_kg between 20 and 500),
    target_muscle_kg numeric(5, 3) check (target_muscle_kg between 0 and 50),
    start_date date not null check (start_date between '2000-01-01' and '2100-01-01'),
    target_date date check (target_date between '2000-01-01' and '2100-01-01'),
    estimated_completion_date date,
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint aims_forward check (target_date >= start_date)
);
comment on table public.user_goals is 'What a user wants of its body. One is active; making another active rests the one before.';
comment on column public.user_goals.start_date is 'Left out: today where the user is.';
comment on column public.user_goals.estimated_completion_date is
'Computed from the last body weight and a sensible weekly rate; null where no weight decides it.';

create unique index user_goals_one_active_key on public.user_goals (user_id) where is_active;
create index user_goals_user_id_created_at_idx on public.user_goals (user_id, created_at desc, id desc);

create trigger touch before update on public.user_goals
for each row execute function private.touch();
create trigger keep_keys before update of id, user_id, created_at on public.user_goals
for each row execute function private.freeze('id', 'user_id', 'created_at');
create trigger bury after delete on public.user_goals
referencing old table as old_rows for each statement execute function private.bury('user_id', 'id');

create function private.before_goal_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_today date := private.local_day(new.user_id, now());
begin
    new.start_date := coalesce(new.start_date, v_today);
    new.estimated_completion_date := private.estimated_completion(
        new.goal_type,
        (select p.fitness_level from public.profiles as p where p.id = new.user_id),
        private.body_weight(new.user_id, now()),
        new.target_weight_kg,
        new.target_muscle_kg,
        greatest(new.start_date, v_today)
    );
    if new.is_active then
        update public.user_goals as g set is_active = false
        where g.user_id = new.user_id and g.is_active and g.id <> new.id;
    end if;
    return new;
end;
$$;
comment on function private.before_goal_change is 'Row trigger on user_goals: one active goal a user, and the estimate.';

create trigger before_goal_change before insert or update on public.user_goals
for each row execute function private.before_goal_change();

create function private.after_goal_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid := coalesce(new.user_id, old.user_id);
begin
    update public.profiles as p
    set current_goal_id = (select g.id from public.user_goals as g where g.user_id = v_user and g.is_active)
    where p.id = v_user
        and p.current_goal_id is distinct from (
            select g.id from public.user_goals as g where g.user_id = v_user and g.is_active
        );
    return null;
end;
$$;
comment on function private.after_goal_change is 'Row trigger on user_goals: profiles.current_goal_id follows the active goal.';

create trigger after_goal_change after insert or update of is_active or delete on public.user_goals
for each row execute function private.after_goal_change();

create function private.after_weight_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- The row trigger of user_goals reckons anew.
    update public.user_goals as g set is_active = true
    where g.user_id = coalesce(new.user_id, old.user_id) and g.is_active;
    return null;
end;
$$;
comment on function private.after_weight_change is 'Row trigger where a body weight is kept: the active goal''s estimate follows.';

create trigger goal_follows_weight after insert or update of weight_kg, logged_at or delete on public.body_measurements
for each row execute function private.after_weight_change();
create trigger goal_follows_weight after insert or update of weight_kg or delete on public.check_ins
for each row execute function private.after_weight_change();

-- sql/catalog/types.sql
create type public.muscle as enum (
    'chest', 'lats', 'upper_back', 'lower_back', 'traps', 'front_delts', 'side_delts', 'rear_delts', 'biceps', 'triceps',
    'forearms', 'abs', 'obliques', 'glutes', 'quads', 'hamstrings', 'adductors', 'abductors', 'calves', 'neck',
    'full_body', 'cardio'
);
create type public.movement_pattern as enum (
    'squat', 'hinge', 'lunge', 'horizontal_push', 'vertical_push', 'horizontal_pull', 'vertical_pull', 'carry', 'rotation',
    'isolation', 'locomotion'
);
create type public.mechanic as enum ('compound', 'isolation');
create type public.tracking_type as enum ('weight_reps', 'reps_only', 'assisted', 'duration', 'distance_duration');
create type public.exercise_type as enum ('strength', 'cardio', 'flexibility', 'balance');

comment on type public.tracking_type is
'Which of reps, load, duration and distance a set has. For assisted the load is the help given: less is better.';

create view public.muscle_groups
with (security_invoker = true) as
select
    m.muscle,
    case
        when m.muscle in ('chest', 'triceps', 'full_body', 'cardio') then m.muscle::text
        -- The neck has no group of its own; its strongest mover is the upper trapezius.
        when m.muscle in ('lats', 'upper_back', 'lower_back', 'traps', 'neck') then 'back'
        when m.muscle in ('front_delts', 'side_delts', 'rear_delts') then 'shoulders'
        -- What bends the elbow also grips, and trains on the same day.
        when m.muscle in ('biceps', 'forearms') then 'biceps'
        when m.muscle in ('abs', 'obliques') then 'abs'
        else 'legs'
    end as group_name
from unnest(enum_range(null::public.muscle)) as m (muscle);
comment on view public.muscle_groups is
'Every muscle with the coarse group it counts to: chest, back, shoulders, biceps, triceps, legs, abs, full_body, cardio.';

create trigger read_only instead of insert or update or delete on public.muscle_groups
for each row execute function private.read_only();

-- sql/catalog/exercises.sql
-- What can be trained. Ours have no owner; a custom one is its owner's until a moderator approves it for everybody.
create table public.exercises (
    id uuid primary key default gen_random_uuid(),
    name text not null,
    description text check (length(description) <= 2000),
    primary_muscle_group public.muscle not null,
    secondary_muscle_groups public.muscle [] not null default '{}',
    image_url text check (length(image_url) <= 2048),
    difficulty public.difficulty,
    slug text unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 100),
    aliases text [] not null default '{}',
    instructions text [] not null default '{}',
    movement_pattern public.movement_pattern not null,
    mechanic public.mechanic not null,
    tracking_type public.tracking_type not null default 'weight_reps',
    exercise_type public.exercise_type not null default 'strength',
    is_unilateral boolean not null default false,
    met numeric(4, 1) check (met between 1 and 25),
    created_by uuid default auth.uid() references public.profiles (id) on delete cascade,
    is_approved boolean not null default false,
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint name_is_readable check (
        length(name) between 1 and 100 and name = btrim(name) and name !~ '[[:cntrl:]]'
    ),
    constraint helpers_are_bounded check (
        cardinality(secondary_muscle_groups) <= 12
        and array_position(secondary_muscle_groups, null) is null
        and not primary_muscle_group = any(secondary_muscle_groups)
    ),
    constraint aliases_are_bounded check (
        cardinality(aliases) <= 20
        and array_position(aliases, null) is null
        and length(array_to_string(aliases, '')) <= 1000
    ),
    constraint instructions_are_bounded check (
        cardinality(instructions) <= 30
        and array_position(instructions, null) is null
        and length(array_to_string(instructions, '')) <= 10000
    ),
    constraint ours_have_a_slug check (slug is not null or created_by is not null or is_approved)
);
comment on table public.exercises is 'The catalogue: ours, approved ones, and each user''s own.';
comment on column public.exercises.primary_muscle_group is 'Its target: a set counts as one for it.';
comment on column public.exercises.secondary_muscle_groups is 'Its helpers: a set counts as half a one for each.';
comment on column public.exercises.slug is 'A name for code; null for custom ones. The id of ours is made of it.';
comment on column public.exercises.aliases is 'Other names it is searched by.';
comment on column public.exercises.instructions is 'One step an element, in order.';
comment on column public.exercises.is_unilateral is 'Sets are of one side and done for both: volume counts twice.';
comment on column public.exercises.met is 'Metabolic equivalent by the 2024 Compendium of Physical Activities; null where it lists none.';
comment on column public.exercises.created_by is 'Whose custom exercise it is; null: ours.';
comment on column public.exercises.is_approved is 'Readable by everybody. Set by approve_exercise, never taken back.';
comment on column public.exercises.is_active is 'False: archived. It can''t be found any more, but history keeps it.';

-- A name stands for one exercise among those that everybody sees, and for one of each owner's.
create unique index exercises_public_name_key on public.exercises (lower(name)) where created_by is null or is_approved;
create unique index exercises_own_name_key on public.exercises (created_by, lower(name));

create trigger touch before update on public.exercises
for each row execute function private.touch();
create trigger keep_keys before update of id, created_at on public.exercises
for each row execute function private.freeze('id', 'created_at');
-- The one way to another owner is to none: an approved exercise outlives its author's account.
create trigger keep_owner before update of created_by on public.exercises
for each row when (not (old.is_approved and new.created_by is null))
execute function private.freeze('created_by');
-- What its sets hold, and how they count, follows from these two.
create trigger keep_kind before update of tracking_type, is_unilateral on public.exercises
for each row when (old.created_by is not null)
execute function private.freeze('tracking_type', 'is_unilateral');
create trigger bury after delete on public.exercises
referencing old table as old_rows for each statement execute function private.bury('created_by', 'id');

-- sql/catalog/search_index.sql
-- What search_exercises reads: every name and alias, cut into trigrams. An index of our own, because pg_trgm isn't
-- everywhere, and plain tables and byte-wise case give the same answer on every installation.

create function private.search_fold(p_text text)
returns text
language sql
immutable
strict
parallel safe
set search_path = ''
return btrim(regexp_replace(
    -- Accents go, apostrophes join, all other punctuation of ASCII and Unicode separates.
    regexp_replace(
        translate(
            lower(normalize(p_text, nfkd) collate "C"),
            'ØøŁłĐđıΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩςАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ',
            'oolldδiαβγδεζηθικλμνξοπρστυφχψωσабвгдежзийклмнопрстуфхцчшщъыьэюя'
        ) collate "C",
        '[\u0300-\u036f''’]', '', 'g'
    ),
    '[ -/:-@[-`{-¿\u2010-\u206f]+', ' ', 'g'
));
comment on function private.search_fold is
'Lower case without accents and punctuation, words one space apart: what two spellings have in common.';

create function private.search_grams(p_folded text)
returns text []
language sql
immutable
strict
parallel safe
set search_path = ''
return array(
    -- How each word begins. Nothing folded contains a ^.
    select '^' || left(w.word, b.length)
    from regexp_split_to_table(p_folded, ' ') as w (word)
    cross join generate_series(1, 2) as b (length)
    where w.word <> ''
    union
    -- All threes of the whole without its spaces, so that "benchpress", "bench press" and "bench-press" are one.
    select substr(c.compact, i.start, 3)
    from (select replace(p_folded, ' ', '') as compact) as c
    cross join generate_series(1, length(c.compact) - 2) as i (start)
);
comment on function private.search_grams is 'The trigrams of a folded spelling, and the beginnings of its words.';

create table private.exercise_spellings (
    id bigint generated always as identity primary key,
    exercise_id uuid not null references public.exercises (id) on delete cascade,
    compact text not null,
    is_alias boolean not null,
    gram_count integer not null
);
comment on table private.exercise_spellings is 'Every name and alias of every exercise, folded. Kept by trigger.';
create index exercise_spellings_exercise_id_idx on private.exercise_spellings (exercise_id);

create table private.exercise_grams (
    visible_to uuid not null,
    gram text not null,
    spelling_id bigint not null references private.exercise_spellings (id) on delete cascade,
    primary key (visible_to, gram, spelling_id)
);
comment on table private.exercise_grams is 'Which spellings contain a trigram: the index that a search counts in.';
comment on column private.exercise_grams.visible_to is
'Leads the key, so that a search never touches what others named theirs. The nil uuid is everybody.';
create index exercise_grams_spelling_id_idx on private.exercise_grams (spelling_id);

create function private.index_exercise()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    delete from private.exercise_spellings where exercise_id = new.id;
    with spellings as (
        select private.search_fold(s.spelling) as folded, bool_and(s.is_alias) as is_alias
        from (
            select new.name as spelling, false as is_alias
            union all
            select a.alias, true from unnest(new.aliases) as a (alias)
        ) as s
        group by 1
    ),

    -- Two spellings that differ by a space alone are one: the first stands for both.
    kept as (
        select distinct on (replace(s.folded, ' ', '')) s.folded, s.is_alias
        from spellings as s
        where s.folded <> ''
        order by replace(s.folded, ' ', ''), s.is_alias
    ),

    stored as (
        insert into private.exercise_spellings (exercise_id, compact, is_alias, gram_count)
        select new.id, replace(k.folded, ' ', ''), k.is_alias, cardinality(private.search_grams(k.folded))
        from kept as k
        returning id, compact
    )

    insert into private.exercise_grams (visible_to, gram, spelling_id)
    select
        case when new.is_approved or new.created_by is null then '00000000-0000-0000-0000-000000000000'
        else new.created_by end,
        g.gram,
        s.id
    from stored as s
    inner join kept as k on replace(k.folded, ' ', '') = s.compact
    cross join unnest(private.search_grams(k.folded)) as g (gram);
    return null;
end;
$$;
comment on function private.index_exercise is 'Row trigger after insert or update on exercises: renews its spellings.';

create trigger index_new_name after insert on public.exercises
for each row execute function private.index_exercise();
create trigger index_changed_name after update of name, aliases, created_by, is_approved on public.exercises
for each row
when (
    (old.name, old.aliases, old.created_by, old.is_approved)
    is distinct from (new.name, new.aliases, new.created_by, new.is_approved)
)
execute function private.index_exercise();

-- sql/catalog/alternatives.sql
create function private.alternative_exercises(p_user uuid, p_exercise_id uuid, p_limit integer)
returns table (exercise_id uuid, score integer)
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_wanted public.exercises;
    -- Before onboarding nobody has said what there is, so nothing is ruled out.
    v_has_all boolean := not exists (
        select from public.profiles as p where p.id = p_user and p.onboarding_complete
    ) and not exists (select from public.user_equipment as u where u.user_id = p_user);
begin
    perform private.require_caller(p_user);
    if p_limit is null or p_limit not between 1 and 50 then
        perform private.fail('PT422', 'between 1 and 50', '{"field": "p_limit"}');
    end if;
    perform private.require_exercises(p_user, array[p_exercise_id], '{p_exercise_id}');
    select e.* into v_wanted from public.exercises as e where e.id = p_exercise_id;

    return query
    select
        e.id,
        -- The target weighs most: it is why the exercise is in the plan.
        (
            40 * (e.primary_muscle_group = v_wanted.primary_muscle_group)::integer
            + 30 * (e.movement_pattern = v_wanted.movement_pattern)::integer
            + 10 * (e.mechanic = v_wanted.mechanic)::integer
            + 5 * (e.tracking_type = v_wanted.tracking_type)::integer
            + 5 * (e.is_unilateral = v_wanted.is_unilateral)::integer
            + coalesce(3 * (e.difficulty = v_wanted.difficulty)::integer, 0)
            + coalesce(
                10 * cardinality(array(
                    select unnest(e.secondary_muscle_groups) intersect select unnest(v_wanted.secondary_muscle_groups)
                ))
                / nullif(cardinality(array(
                    select unnest(e.secondary_muscle_groups) union select unnest(v_wanted.secondary_muscle_groups)
                )), 0),
                10
            )
        ) as score
    from public.exercises as e
    where e.id <> v_wanted.id
        and e.is_active
        and e.exercise_type = v_wanted.exercise_type
        and (e.created_by is null or e.is_approved or e.created_by = p_user)
        and (
            e.primary_muscle_group = v_wanted.primary_muscle_group
            or (
                e.movement_pattern = v_wanted.movement_pattern
                and e.movement_pattern <> 'isolation'
                and e.primary_muscle_group = any(v_wanted.secondary_muscle_groups)
            )
        )
        and (v_has_all or not exists (
            select from public.exercise_equipment as x
            where x.exercise_id = e.id
                and not exists (
                    select from public.user_equipment as u
                    where u.user_id = p_user and u.equipment_id = x.equipment_id
                )
        ))
        and not exists (
            select from public.training_preferences as t where t.user_id = p_user and e.id = any(t.avoided_exercises)
        )
    order by score desc, e.name collate "C", e.id
    limit p_limit;
end;
$$;
comment on function private.alternative_exercises is 'See public.alternative_exercises.';

create function public.alternative_exercises(p_exercise_id uuid, p_limit integer default 5)
returns setof public.exercises
language sql
stable
security invoker
set search_path = ''
begin atomic
    -- All of them is what the type asks for.
    select e.* -- noqa: AM04
    from private.alternative_exercises((select auth.uid()), p_exercise_id, p_limit) as a
    inner join public.exercises as e on a.exercise_id = e.id
    order by a.score desc, e.name collate "C", e.id;
end;
comment on function public.alternative_exercises is
'What trains the same muscle or movement with the equipment the caller has, avoided ones left out, best first. Before
onboarding everything counts as at hand. PT404 for an exercise that isn''t readable, PT422 for a p_limit beyond 1 to 50.';

-- sql/catalog/equipment.sql
create table public.equipment (
    id uuid primary key default gen_random_uuid(),
    name text not null,
    description text check (length(description) <= 1000),
    image_url text check (length(image_url) <= 2048),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 100),
    constraint equipment_name_key unique (name),
    constraint name_is_readable check (length(name) between 1 and 100 and name = btrim(name))
);
comment on table public.equipment is 'What one can train with. Written by us alone; bodyweight needs none of it.';
comment on column public.equipment.slug is 'A name for code: the id is made of it, so it never changes.';

create trigger touch before update on public.equipment
for each row execute function private.touch();
create trigger keep_keys before update of id, slug, created_at on public.equipment
for each row execute function private.freeze('id', 'slug', 'created_at');

create table public.user_equipment (
    user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
    equipment_id uuid not null references public.equipment (id) on delete cascade,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (user_id, equipment_id)
);
comment on table public.user_equipment is 'What a user can train with. No row, once onboarded: nothing but the own body.';

create index user_equipment_equipment_id_idx on public.user_equipment (equipment_id);

create trigger touch before update on public.user_equipment
for each row execute function private.touch();
create trigger keep_keys before update of user_id, equipment_id, created_at on public.user_equipment
for each row execute function private.freeze('user_id', 'equipment_id', 'created_at');
create trigger bury after delete on public.user_equipment
referencing old table as old_rows for each statement execute function private.bury('user_id', 'user_id', 'equipment_id');

-- sql/catalog/exercise_equipment.sql
create table public.exercise_equipment (
    exercise_id uuid not null references public.exercises (id) on delete cascade,
    equipment_id uuid not null references public.equipment (id),
    user_id uuid,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (exercise_id, equipment_id)
);
comment on table public.exercise_equipment is 'What an exercise can''t be done without: all of it, together. No row: bodyweight.';
-- A policy on a column of its own row costs 1 ms where one that asks the exercise costs 100. No foreign key: the
-- exercise already has one, and this follows it.
comment on column public.exercise_equipment.user_id is
'Who alone may read and change the row: the owner of a custom exercise. Null: everybody may read it. Kept by trigger.';

create index exercise_equipment_equipment_id_idx on public.exercise_equipment (equipment_id);

create function private.own_exercise_equipment()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- Whatever the client says. Of an exercise that isn't there, or is everybody's, the row has no owner, and the
    -- policy refuses it.
    new.user_id := (
        select e.created_by from public.exercises as e where e.id = new.exercise_id and not e.is_approved
    );
    return new;
end;
$$;
comment on function private.own_exercise_equipment is 'Row trigger before insert: the link belongs to whom the exercise belongs.';

create function private.release_exercise_equipment()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    update public.exercise_equipment set user_id = null where exercise_id = new.id;
    return null;
end;
$$;
comment on function private.release_exercise_equipment is 'Row trigger after update: an approved exercise shows its equipment too.';

create trigger own before insert on public.exercise_equipment
for each row execute function private.own_exercise_equipment();
create trigger touch before update on public.exercise_equipment
for each row execute function private.touch();
create trigger keep_keys before update of exercise_id, equipment_id, created_at on public.exercise_equipment
for each row execute function private.freeze('exercise_id', 'equipment_id', 'created_at');
create trigger bury after delete on public.exercise_equipment
referencing old table as old_rows for each statement
execute function private.bury('user_id', 'exercise_id', 'equipment_id');
create trigger release_equipment after update of is_approved on public.exercises
for each row when (new.is_approved and not old.is_approved)
execute function private.release_exercise_equipment();

create function public.equipment_required(exercise public.exercises)
returns text []
language sql
stable
set search_path = ''
return array(
    select q.name
    from public.exercise_equipment as x
    inner join public.equipment as q on x.equipment_id = q.id
    where x.exercise_id = (exercise).id
    order by q.name
);
comment on function public.equipment_required is
'Computed column of exercises: the names of all it needs, to show; ids come with an embed of exercise_equipment.';

-- sql/catalog/exercise_limit.sql
create function private.limit_custom_exercises()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- Far beyond what anybody trains, and near enough to keep one account from filling the index.
    if exists (
        select from (select distinct n.created_by from new_rows as n where n.created_by is not null) as o
        where (select count(*) from public.exercises as e where e.created_by = o.created_by) > 500
    ) then
        perform private.fail(
            'PT409', 'at most 500 custom exercises', '{"field": "id"}', 'Delete those that aren''t used any more.'
        );
    end if;
    return null;
end;
$$;
comment on function private.limit_custom_exercises is
'Statement trigger after insert on exercises, transition table new_rows: nobody has more than 500 of their own.';

create trigger limit_custom after insert on public.exercises
referencing new table as new_rows for each statement execute function private.limit_custom_exercises();

-- sql/catalog/onboarding.sql
-- Onboarding tells three things at once; it stands here because equipment belongs to the catalogue.
create function private.complete_onboarding(
    p_user uuid,
    p_profile jsonb,
    p_goal jsonb,
    p_equipment uuid[],
    p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_goal uuid;
    v_unknown integer;
begin
    perform private.require_caller(p_user);
    perform private.onboard_profile(p_user, p_profile, p_now);
    v_goal := private.onboard_goal(p_user, p_goal, p_now);

    select o.i into v_unknown
    from unnest(p_equipment) with ordinality as o (id, i)
    where not exists (select from public.equipment as e where e.id = o.id)
    order by o.i
    limit 1;
    if found then
        perform private.fail(
            'PT404', 'no such equipment', jsonb_build_object('field', format('p_equipment[%s]', v_unknown - 1))
        );
    end if;
    -- Null leaves the equipment as it is; an empty list says there is none.
    delete from public.user_equipment as u where u.user_id = p_user and not u.equipment_id = any(p_equipment);
    insert into public.user_equipment (user_id, equipment_id)
    select distinct p_user, o.id from unnest(p_equipment) as o (id)
    on conflict do nothing;

    return jsonb_build_object(
        'profile', (select to_jsonb(p) from public.profiles as p where p.id = p_user),
        'goal', (select to_jsonb(g) from public.user_goals as g where g.user_id = p_user and g.id = v_goal),
        'equipment', (
            select coalesce(jsonb_agg(u.equipment_id order by u.equipment_id), '[]')
            from public.user_equipment as u
            where u.user_id = p_user
        )
    );
end;
$$;
comment on function private.complete_onboarding is 'See public.complete_onboarding.';

create function public.complete_onboarding(p_profile jsonb, p_goal jsonb, p_equipment uuid[])
returns jsonb
language sql
security invoker
set search_path = ''
return private.complete_onboarding((select auth.uid()), p_profile, p_goal, p_equipment, now());
comment on function public.complete_onboarding is
'Writes profile, goal and equipment at once and returns {profile, goal, equipment}; doing it again replaces. p_profile may
carry weight_kg, which becomes a body measurement. The goal has its estimated_completion_date: weeks =
|ln(target weight / weight)| / weekly rate (losing 0.7 %, gaining 0.25 to 0.5 % by level). PT422 names the field at fault,
PT409 a username that is taken, PT404 unknown equipment. A null p_equipment keeps what is there.';

-- sql/catalog/search.sql
create function private.search_exercises(
    p_user uuid,
    p_query text,
    p_muscles public.muscle [],
    p_equipment uuid [],
    p_difficulty public.difficulty,
    p_limit integer,
    p_after text
)
returns table (exercise_id uuid, score integer, cursor text)
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_browses boolean;
    v_after record;
begin
    perform private.require_caller(p_user);
    -- A query of punctuation alone asks for nothing, like none at all: the whole list, by name.
    v_browses := coalesce(private.search_fold(left(p_query, 200)), '') = '';
    if p_limit is null or p_limit not between 1 and 100 then
        perform private.fail('PT422', 'between 1 and 100 at a time', '{"field": "p_limit"}');
    end if;
    if length(p_query) > 200 then
        perform private.fail('PT422', 'at most 200 characters', '{"field": "p_query"}');
    end if;
    if cardinality(p_muscles) > 50 or cardinality(p_equipment) > 200 then
        perform private.fail(
            'PT422', 'too many to choose from',
            jsonb_build_object('field', case when cardinality(p_muscles) > 50 then 'p_muscles' else 'p_equipment' end)
        );
    end if;
    select c.score, c.name, c.id into v_after from private.read_search_cursor(p_after) as c where p_after is not null;

    return query
    with candidates as (
        select m.exercise_id, m.score from private.match_spellings(p_user, p_query) as m where not v_browses
        union all
        select e.id, 0 from public.exercises as e where v_browses and (e.created_by is null or e.is_approved)
        union all
        select e.id, 0 from public.exercises as e where v_browses and e.created_by = p_user and not e.is_approved
    ),

    ranked as (
        select
            e.id,
            e.name,
            c.score
            + case when e.primary_muscle_group = any(p_muscles) then 60 else 0 end
            -- Who names a barbell is not after push-ups first.
            + case when p_equipment is not null and exists (
                select from public.exercise_equipment as x where x.exercise_id = e.id
            ) then 40 else 0 end as score
        from candidates as c
        inner join public.exercises as e on e.id = c.exercise_id
        where e.is_active
            and (e.created_by is null or e.is_approved or e.created_by = p_user)
            and (p_difficulty is null or e.difficulty = p_difficulty)
            and (p_muscles is null or e.primary_muscle_group = any(p_muscles) or e.secondary_muscle_groups && p_muscles)
            and (p_equipment is null or not exists (
                select from public.exercise_equipment as x
                where x.exercise_id = e.id and x.equipment_id <> all(array_remove(p_equipment, null))
            ))
    )

    select r.id, r.score, private.search_cursor(r.score, r.name, r.id)
    from ranked as r
    where p_after is null
        or (-r.score, r.name collate "C", r.id) > (-v_after.score, v_after.name collate "C", v_after.id)
    order by r.score desc, r.name collate "C", r.id
    limit p_limit;
end;
$$;
comment on function private.search_exercises is 'See public.search_exercises. What others have of their own is never looked at.';

create function public.search_exercises(
    p_query text default null,
    p_muscles public.muscle [] default null,
    p_equipment uuid [] default null,
    p_difficulty public.difficulty default null,
    p_limit integer default 20,
    p_after text default null
)
returns table (
    id uuid,
    name text,
    description text,
    primary_muscle_group public.muscle,
    secondary_muscle_groups public.muscle [],
    image_url text,
    difficulty public.difficulty,
    slug text,
    aliases text [],
    instructions text [],
    movement_pattern public.movement_pattern,
    mechanic public.mechanic,
    tracking_type public.tracking_type,
    exercise_type public.exercise_type,
    is_unilateral boolean,
    met numeric,
    created_by uuid,
    is_approved boolean,
    is_active boolean,
    created_at timestamptz,
    updated_at timestamptz,
    equipment_required text [],
    score double precision,
    cursor text
)
language sql
stable
security invoker
set search_path = ''
begin atomic
    -- Read again as the caller: what policies hide stays hidden whatever the search found.
    select
        e.id, e.name, e.description, e.primary_muscle_group, e.secondary_muscle_groups, e.image_url, e.difficulty, e.slug,
        e.aliases, e.instructions, e.movement_pattern, e.mechanic, e.tracking_type, e.exercise_type, e.is_unilateral,
        e.met, e.created_by, e.is_approved, e.is_active, e.created_at, e.updated_at, public.equipment_required(e),
        found.score / 1000.0::double precision, found.cursor
    from private.search_exercises(
        (select auth.uid()), p_query, p_muscles, p_equipment, p_difficulty, p_limit, p_after
    ) as found
    inner join public.exercises as e on found.exercise_id = e.id
    order by found.score desc, e.name collate "C", e.id;
end;
comment on function public.search_exercises is
'Finds exercises by name or alias, typing errors forgiven, best first; without a query all of them, by name. p_muscles: any of
them is target or helper, targets first. p_equipment: what is at hand; what needs anything else is left out. p_after: the
cursor of the last row. PT422 beyond 100 rows or 200 characters, and for a cursor that is none.';

-- sql/catalog/search_cursor.sql
-- A place in a list ordered by (score desc, name, id), as text that a client hands back unread.

create function private.search_cursor(p_score integer, p_name text, p_id uuid)
returns text
language sql
immutable
set search_path = ''
return encode(convert_to(jsonb_build_array(p_score, p_name, p_id)::text, 'UTF8'), 'hex');
comment on function private.search_cursor is 'The opaque cursor of a row found.';

create function private.read_search_cursor(
    p_cursor text,
    out score integer,
    out name text,
    out id uuid
)
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_parts jsonb;
begin
    v_parts := convert_from(decode(p_cursor, 'hex'), 'UTF8')::jsonb;
    score := (v_parts ->> 0)::integer;
    name := v_parts ->> 1;
    id := (v_parts ->> 2)::uuid;
    if num_nulls(score, name, id) > 0 then
        raise data_exception;
    end if;
exception
    when data_exception then
        perform private.fail(
            'PT422', 'not a cursor of this search', '{"field": "p_after"}', 'Send the cursor of the last row you have.'
        );
end;
$$;
comment on function private.read_search_cursor is 'Where a cursor points to; PT422 for anything that is none.';

-- sql/catalog/search_matches.sql
-- Scores are thousandths. 900 is the very name; what shares trigrams with the query comes below, by how much of the
-- query it contains and, less, by how little else; 100 are kept for how well the filters fit.

create function private.match_spellings(p_user uuid, p_query text)
returns table (exercise_id uuid, score integer)
language sql
stable
set search_path = ''
begin atomic
    with query as (
        select replace(f.folded, ' ', '') as compact, private.search_grams(f.folded) as grams
        from (select private.search_fold(p_query) as folded) as f
    ),

    hits as (
        select g.spelling_id, count(*)::integer as shared, cardinality(q.grams) as asked
        from query as q
        inner join private.exercise_grams as g on g.gram = any(q.grams)
        where g.visible_to in ('00000000-0000-0000-0000-000000000000', p_user)
        group by g.spelling_id, q.grams
        -- Two letters changed places in a word of five leave 40 % of its trigrams.
        having count(*) * 100 >= cardinality(q.grams) * 35
    )

    select
        s.exercise_id,
        max(
            case
                when s.compact = q.compact then 900
                else 650 * h.shared / h.asked + 150 * h.shared / s.gram_count
                    + case when starts_with(s.compact, q.compact) then 80 else 0 end
            end - case when s.is_alias then 5 else 0 end
        )::integer
    from hits as h
    inner join private.exercise_spellings as s on h.spelling_id = s.id
    cross join query as q
    group by s.exercise_id;
end;
comment on function private.match_spellings is 'Exercises whose name or alias is like the query, with 0 to 900 for how much.';

-- sql/catalog/seed_exercises.sql
-- How seed files and `spotter catalog import` write what is ours: by slug, as often as one likes.

create function private.seed_equipment(p_equipment jsonb)
returns integer
language sql
set search_path = ''
begin atomic
    with written as (
        insert into public.equipment as e (id, slug, name, description)
        select private.stable_id('equipment', given.slug), given.slug, given.name, given.description
        from jsonb_to_recordset(p_equipment) as given (slug text, name text, description text)
        on conflict (id) do update set name = excluded.name, description = excluded.description
        where (e.name, e.description) is distinct from (excluded.name, excluded.description)
        returning e.id
    )

    select count(*)::integer from written;
end;
comment on function private.seed_equipment is 'Makes or renews our equipment; returns how many rows changed.';

create function private.seed_exercises(p_common jsonb, p_exercises jsonb)
returns integer
language plpgsql
set search_path = ''
as $$
declare
    v_rows public.exercises [];
    v_written integer;
begin
    select array_agg(jsonb_populate_record(
        null::public.exercises,
        '{
            "secondary_muscle_groups": [], "aliases": [], "instructions": [], "exercise_type": "strength",
            "tracking_type": "weight_reps", "is_unilateral": false, "is_approved": true, "is_active": true
        }'::jsonb
        || jsonb_build_object('id', private.stable_id('exercise', given.value ->> 'slug'))
        || p_common
        || given.value
    ))
    into v_rows
    from jsonb_array_elements(p_exercises) as given;

    with written as (
        insert into public.exercises as e (
            id, name, description, primary_muscle_group, secondary_muscle_groups, difficulty, slug, aliases, instructions,
            movement_pattern, mechanic, tracking_type, exercise_type, is_unilateral, met, created_by, is_approved
        )
        select
            r.id, r.name, r.description, r.primary_muscle_group, r.secondary_muscle_groups, r.difficulty, r.slug,
            r.aliases, r.instructions, r.movement_pattern, r.mechanic, r.tracking_type, r.exercise_type, r.is_unilateral,
            r.met, null, true
        from unnest(v_rows) as r
        on conflict (id) do update set
            name = excluded.name,
            description = excluded.description,
            primary_muscle_group = excluded.primary_muscle_group,
            secondary_muscle_groups = excluded.secondary_muscle_groups,
            difficulty = excluded.difficulty,
            aliases = excluded.aliases,
            instructions = excluded.instructions,
            movement_pattern = excluded.movement_pattern,
            mechanic = excluded.mechanic,
            tracking_type = excluded.tracking_type,
            exercise_type = excluded.exercise_type,
            is_unilateral = excluded.is_unilateral,
            met = excluded.met
        -- An unchanged row is left alone: its updated_at tells clients what to fetch again.
        where (
            e.name, e.description, e.primary_muscle_group, e.secondary_muscle_groups, e.difficulty, e.aliases,
            e.instructions, e.movement_pattern, e.mechanic, e.tracking_type, e.exercise_type, e.is_unilateral, e.met
        ) is distinct from (
            excluded.name, excluded.description, excluded.primary_muscle_group, excluded.secondary_muscle_groups,
            excluded.difficulty, excluded.aliases, excluded.instructions, excluded.movement_pattern, excluded.mechanic,
            excluded.tracking_type, excluded.exercise_type, excluded.is_unilateral, excluded.met
        )
        returning e.id
    )

    select count(*)::integer into v_written from written;

    -- An unknown slug gives a null id, which the table refuses: a misspelt seed file fails.
    with needed as (
        select r.id as exercise_id, q.id as equipment_id
        from jsonb_array_elements(p_exercises) as given
        inner join unnest(v_rows) as r on r.slug = given.value ->> 'slug'
        cross join lateral jsonb_array_elements_text((p_common || given.value) -> 'equipment') as n (slug)
        left join public.equipment as q on q.slug = n.slug
    ),

    dropped as (
        delete from public.exercise_equipment as x
        using unnest(v_rows) as r
        where x.exercise_id = r.id
            and not exists (
                select from needed as n where n.exercise_id = x.exercise_id and n.equipment_id = x.equipment_id
            )
    )

    insert into public.exercise_equipment (exercise_id, equipment_id)
    select n.exercise_id, n.equipment_id from needed as n
    on conflict do nothing;
    return v_written;
end;
$$;
comment on function private.seed_exercises is
'Makes or renews exercises of ours with the equipment they need; p_common holds what all of them share. The id is made of the
slug unless it is given. Returns how many changed.';

-- sql/catalog/visibility.sql
create function private.require_exercises(p_user uuid, p_exercises uuid [], p_fields text [] default null)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_fault bigint;
begin
    select given.i into v_fault
    from unnest(p_exercises) with ordinality as given (id, i)
    left join public.exercises as e
        on e.id = given.id and (e.created_by is null or e.is_approved or e.created_by = p_user)
    where e.id is null
    order by given.i
    limit 1;
    if found then
        perform private.fail(
            'PT404', 'no such exercise', jsonb_build_object('field', coalesce(p_fields[v_fault], 'exercise_id'))
        );
    end if;
end;
$$;
comment on function private.require_exercises is
'PT404 unless every exercise is ours, approved or the user''s own; p_fields name the place of each for the answer.';

create function private.approve_exercise(p_user uuid, p_exercise_id uuid)
returns public.exercises
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_exercise public.exercises;
begin
    perform private.require_caller(p_user);
    -- To anybody else the function tells nothing, not even which ids there are.
    if exists (select from public.user_roles as r where r.user_id = p_user and r.role >= 'moderator') then
        update public.exercises as e set is_approved = true where e.id = p_exercise_id returning e.* into v_exercise;
    end if;
    if v_exercise.id is null then
        perform private.fail('PT404', 'no such exercise', '{"field": "p_exercise_id"}');
    end if;
    return v_exercise;
exception
    when unique_violation then
        perform private.fail(
            'PT409', 'the catalogue has an exercise of this name', '{"field": "p_exercise_id"}', 'Have it renamed first.'
        );
        return null;
end;
$$;
comment on function private.approve_exercise is 'See public.approve_exercise.';

create function public.approve_exercise(p_exercise_id uuid)
returns public.exercises
language sql
security invoker
set search_path = ''
return private.approve_exercise((select auth.uid()), p_exercise_id);
comment on function public.approve_exercise is
'For moderators: makes a custom exercise everybody''s, for good; its author can''t change it any more. PT409 if its name is taken.';

create function private.adopt_exercises()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    update public.exercises set created_by = null where created_by = old.id and is_approved;
    return old;
end;
$$;
comment on function private.adopt_exercises is
'Row trigger before delete on profiles: approved exercises stay, because others train with them.';

create trigger adopt_exercises before delete on public.profiles
for each row execute function private.adopt_exercises();

-- sql/plans/types.sql
create type public.plan_type as enum (
    'full_body', 'upper_lower', 'push_pull_legs', 'split', 'bodyweight', 'cardio', 'other'
);
create type public.plan_author as enum ('user', 'ai', 'coach', 'template');
create type public.plan_section as enum ('warmup', 'main', 'cooldown');
create type public.plan_engine as enum ('gemini', 'rules', 'parser');

-- sql/plans/workout_plans.sql
create table public.workout_plans (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
    name text not null check (length(name) between 1 and 200),
    description text check (length(description) <= 5000),
    goal_type public.goal_type,
    plan_type public.plan_type not null,
    days_per_week smallint not null check (days_per_week between 1 and 7),
    created_by public.plan_author not null default 'user',
    source_description text check (length(source_description) <= 5000),
    is_active boolean not null default false,
    created_at timestamptz not null default now(),
    total_weeks smallint check (total_weeks between 1 and 52),
    source_plan_id uuid,
    archived_at timestamptz,
    activated_at timestamptz,
    updated_at timestamptz not null default now(),
    unique (user_id, id),
    foreign key (user_id, source_plan_id) references public.workout_plans (user_id, id)
    on delete set null (source_plan_id),
    constraint active_plans_are_not_archived check (not (is_active and archived_at is not null))
);
comment on table public.workout_plans is 'A training plan of one user. Made by create_plan and its kin; one is active.';
comment on column public.workout_plans.source_plan_id is 'The plan this one was duplicated from.';
comment on column public.workout_plans.activated_at is 'When it last became active: next_workout looks no further back.';
comment on column public.workout_plans.archived_at is 'Put away by archive_plan; activating it brings it back.';

create unique index workout_plans_one_active_key on public.workout_plans (user_id) where is_active;
create index workout_plans_user_id_created_at_idx on public.workout_plans (user_id, created_at desc, id desc);
create index workout_plans_user_id_source_plan_id_idx on public.workout_plans (user_id, source_plan_id);

create trigger touch before update on public.workout_plans
for each row execute function private.touch();
create trigger keep_keys before update of id, user_id, created_at on public.workout_plans
for each row execute function private.freeze('id', 'user_id', 'created_at');
create trigger bury after delete on public.workout_plans
referencing old table as old_rows for each statement execute function private.bury('user_id', 'id');

-- What create_plan was sent, so that the same request again is told from another one with its id.
create table private.plan_requests (
    plan_id uuid primary key,
    user_id uuid not null,
    content_hash bytea not null,
    foreign key (user_id, plan_id) references public.workout_plans (user_id, id) on delete cascade
);
comment on table private.plan_requests is 'SHA-256 of the document each plan was made from.';
create index plan_requests_user_id_plan_id_idx on private.plan_requests (user_id, plan_id);

-- sql/plans/workout_plan_days.sql
create table public.workout_plan_days (
    id uuid primary key default gen_random_uuid(),
    plan_id uuid not null,
    name text not null check (length(name) between 1 and 200),
    day_of_week smallint check (day_of_week between 1 and 7),
    order_in_plan smallint not null check (order_in_plan between 1 and 1000),
    user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
    week_number smallint not null default 1 check (week_number between 1 and 52),
    focus public.muscle[] not null default '{}' check (cardinality(focus) <= 22),
    estimated_minutes smallint check (estimated_minutes between 1 and 600),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (user_id, id),
    foreign key (user_id, plan_id) references public.workout_plans (user_id, id) on delete cascade
);
comment on table public.workout_plan_days is 'One workout of a plan. Trained in the order of week_number, order_in_plan, id.';
comment on column public.workout_plan_days.day_of_week is '1 Monday to 7 Sunday: a label, next_workout goes by order.';
comment on column public.workout_plan_days.order_in_plan is
'Not unique: days are reordered one update at a time, and two devices may do so at once.';

create index workout_plan_days_user_id_plan_id_idx on public.workout_plan_days (
    user_id, plan_id, week_number, order_in_plan
);

create trigger touch before update on public.workout_plan_days
for each row execute function private.touch();
create trigger keep_keys before update of id, user_id, created_at, plan_id on public.workout_plan_days
for each row execute function private.freeze('id', 'user_id', 'created_at', 'plan_id');
create trigger bury after delete on public.workout_plan_days
referencing old table as old_rows for each statement execute function private.bury('user_id', 'id');

create function private.limit_plan_days()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    if exists (
        select from public.workout_plan_days as d
        where (d.user_id, d.plan_id) in (select n.user_id, n.plan_id from new_rows as n)
        group by d.user_id, d.plan_id
        having count(*) > 100
    ) then
        perform private.fail('PT422', 'a plan has at most 100 days', '{"field": "days", "max": 100}');
    end if;
    return null;
end;
$$;
comment on function private.limit_plan_days is 'Statement trigger after insert: at most 100 days a plan.';

create trigger limit_plan_days after insert on public.workout_plan_days
referencing new table as new_rows for each statement execute function private.limit_plan_days();

-- sql/plans/copies.sql
create function private.duplicate_plan(p_user uuid, p_plan_id uuid, p_new_plan_id uuid, p_now timestamptz)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_id uuid := coalesce(p_new_plan_id, gen_random_uuid());
begin
    perform private.require_caller(p_user);
    perform private.require_plan(p_user, p_plan_id);

    insert into public.workout_plans (
        id, user_id, name, description, goal_type, plan_type, days_per_week, created_by, source_description,
        total_weeks, source_plan_id, created_at
    )
    select
        v_id, p_user, left(p.name, 193) || ' (copy)', p.description, p.goal_type, p.plan_type, p.days_per_week,
        'user', p.source_description, p.total_weeks, p.id, p_now
    from public.workout_plans as p
    where p.user_id = p_user and p.id = p_plan_id
    on conflict (id) do nothing;
    if not found then
        if exists (
            select from public.workout_plans as p
            where p.user_id = p_user and p.id = v_id and p.source_plan_id = p_plan_id
        ) then
            return v_id;
        end if;
        -- Another user's plan is not told from one that isn't there.
        perform private.fail(
            case when exists (select from public.workout_plans as p where p.user_id = p_user and p.id = v_id)
                then 'PT409' else 'PT404'
            end,
            'this id can''t be used', '{"field": "p_new_plan_id"}', 'Use a new id.'
        );
    end if;

    with days as materialized (
        select d.*, gen_random_uuid() as new_id
        from public.workout_plan_days as d
        where d.user_id = p_user and d.plan_id = p_plan_id
    ),

    made as (
        insert into public.workout_plan_days (
            id, plan_id, user_id, name, day_of_week, order_in_plan, week_number, focus, estimated_minutes
        )
        select
            d.new_id, v_id, p_user, d.name, d.day_of_week, d.order_in_plan, d.week_number, d.focus,
            d.estimated_minutes
        from days as d
    )

    -- The copy starts where the original stands today: with the loads its owner has arrived at.
    insert into public.workout_plan_day_exercises (
        plan_workout_id, user_id, exercise_id, order_in_workout, target_sets, target_reps, target_rest_seconds,
        current_suggested_weight_kg, on_success_weight_increase_kg, section, progression, alternatives,
        superset_group, target_rir, notes
    )
    select
        d.new_id, p_user, x.exercise_id, x.order_in_workout, x.target_sets, x.target_reps, x.target_rest_seconds,
        x.current_suggested_weight_kg, x.on_success_weight_increase_kg, x.section, x.progression, x.alternatives,
        x.superset_group, x.target_rir, x.notes
    from
        days as d
        inner join public.workout_plan_day_exercises as x on x.user_id = p_user and x.plan_workout_id = d.id;
    return v_id;
end;
$$;
comment on function private.duplicate_plan is 'See public.duplicate_plan.';

create function public.duplicate_plan(p_plan_id uuid, p_new_plan_id uuid default null)
returns uuid
language sql
security invoker
set search_path = ''
return private.duplicate_plan((select auth.uid()), p_plan_id, p_new_plan_id, now());
comment on function public.duplicate_plan is
'Copies one of the caller''s plans with its loads as they are now, inactive, and returns the new id; the same new id again
returns it. PT404 no such plan, PT409 the new id is another plan''s.';

create function private.plan_from_template(p_user uuid, p_template_id uuid, p_new_plan_id uuid, p_now timestamptz)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_plan jsonb;
begin
    perform private.require_caller(p_user);
    select t.plan into v_plan
    from public.plan_templates as t
    where t.id = p_template_id and (t.is_published or t.created_by = p_user);
    if not found then
        perform private.fail('PT404', 'no such template', '{"field": "p_template_id"}');
    end if;
    return private.create_plan(
        p_user,
        v_plan || jsonb_build_object('id', coalesce(p_new_plan_id, gen_random_uuid())),
        'template',
        p_now
    );
end;
$$;
comment on function private.plan_from_template is 'See public.plan_from_template.';

create function public.plan_from_template(p_template_id uuid, p_new_plan_id uuid default null)
returns uuid
language sql
security invoker
set search_path = ''
return private.plan_from_template((select auth.uid()), p_template_id, p_new_plan_id, now());
comment on function public.plan_from_template is
'Makes a published template the caller''s own plan, inactive, and returns its id; the same new id again returns it. PT404 no
such template, PT409 the new id is in use.';

-- sql/plans/create_plan.sql
create function private.create_plan(
    p_user uuid,
    p_plan jsonb,
    p_author public.plan_author,
    p_now timestamptz
)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_id uuid;
    v_hash bytea := sha256(convert_to(p_plan::text, 'UTF8'));
    v_known bytea;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.check_plan_document(p_user, p_plan);
    v_id := coalesce((p_plan ->> 'id')::uuid, gen_random_uuid());

    -- Two requests with one id: the second waits here for the first, and then finds its plan.
    insert into public.workout_plans (
        id, user_id, name, description, goal_type, plan_type, days_per_week, created_by, source_description,
        total_weeks, created_at
    )
    values (
        v_id,
        p_user,
        p_plan ->> 'name',
        p_plan ->> 'description',
        (p_plan ->> 'goal_type')::public.goal_type,
        (p_plan ->> 'plan_type')::public.plan_type,
        (p_plan ->> 'days_per_week')::numeric,
        p_author,
        p_plan ->> 'source_description',
        (p_plan ->> 'total_weeks')::numeric,
        p_now
    )
    on conflict (id) do nothing;
    if not found then
        select r.content_hash into v_known from private.plan_requests as r where r.user_id = p_user and r.plan_id = v_id;
        if v_known = v_hash then
            return v_id;
        elsif exists (select from public.workout_plans as p where p.user_id = p_user and p.id = v_id) then
            perform private.fail(
                'PT409', 'this id has another plan', jsonb_build_object('field', 'id', 'id', v_id),
                'Use a new id, or edit the plan that is there.'
            );
        end if;
        perform private.fail('PT404', 'no such plan', '{"field": "id"}');
    end if;

    insert into private.plan_requests (plan_id, user_id, content_hash) values (v_id, p_user, v_hash);
    perform private.insert_plan_days(p_user, v_id, p_plan -> 'days');
    return v_id;
end;
$$;
comment on function private.create_plan is 'See public.create_plan; p_author says who made the plan.';

create function private.insert_plan_days(p_user uuid, p_plan_id uuid, p_days jsonb)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- Numbers were checked as whole; JSON may still write 4 as 4.0, which only numeric reads.
    with days as materialized (
        select coalesce((d.value ->> 'id')::uuid, gen_random_uuid()) as id, d.value, d.i
        from jsonb_array_elements(p_days) with ordinality as d (value, i)
    ),

    made as (
        insert into public.workout_plan_days (
            id, plan_id, user_id, name, day_of_week, order_in_plan, week_number, focus, estimated_minutes
        )
        select
            d.id,
            p_plan_id,
            p_user,
            d.value ->> 'name',
            (d.value ->> 'day_of_week')::numeric,
            (d.value ->> 'order_in_plan')::numeric,
            coalesce((d.value ->> 'week_number')::numeric, 1),
            array(
                select f.name::public.muscle
                from jsonb_array_elements_text(nullif(d.value -> 'focus', 'null')) with ordinality as f (name, i)
                order by f.i
            ),
            (d.value ->> 'estimated_minutes')::numeric
        from days as d
        order by d.i
    )

    insert into public.workout_plan_day_exercises (
        id, plan_workout_id, user_id, exercise_id, order_in_workout, target_sets, target_reps, target_rest_seconds,
        current_suggested_weight_kg, on_success_weight_increase_kg, section, progression, alternatives,
        superset_group, target_rir, notes
    )
    select
        coalesce((x.value ->> 'id')::uuid, gen_random_uuid()),
        d.id,
        p_user,
        (x.value ->> 'exercise_id')::uuid,
        (x.value ->> 'order_in_workout')::numeric,
        (x.value ->> 'target_sets')::numeric,
        x.value ->> 'target_reps',
        (x.value ->> 'target_rest_seconds')::numeric,
        (x.value ->> 'current_suggested_weight_kg')::numeric,
        (x.value ->> 'on_success_weight_increase_kg')::numeric,
        coalesce((x.value ->> 'section')::public.plan_section, 'main'),
        nullif(x.value -> 'progression', 'null'),
        array(
            select a.id::uuid
            from jsonb_array_elements_text(nullif(x.value -> 'alternatives', 'null')) with ordinality as a (id, i)
            order by a.i
        ),
        (x.value ->> 'superset_group')::numeric,
        (x.value ->> 'target_rir')::numeric,
        x.value ->> 'notes'
    from
        days as d
        cross join lateral jsonb_array_elements(d.value -> 'exercises') with ordinality as x (value, i)
    order by d.i, x.i;
exception
    when unique_violation then
        perform private.fail(
            'PT409', 'an id of a day or an exercise is in use', '{"field": "days"}', 'Leave ids out, or make new ones.'
        );
end;
$$;
comment on function private.insert_plan_days is 'Writes the days and exercises of a checked plan document.';

create function public.create_plan(p_plan jsonb)
returns uuid
language sql
security invoker
set search_path = ''
return private.create_plan((select auth.uid()), p_plan, 'user', now());
comment on function public.create_plan is
'Makes a plan with its days and exercises, all or nothing, inactive, and returns its id. The same document with the same id
again returns the id; another one with that id is PT409. PT422 and PT404 name the field: days[2].exercises[0].target_reps.';

-- sql/plans/generated_plans.sql
create function private.store_generated_plan(p_user uuid, p_plan jsonb, p_origin jsonb, p_now timestamptz)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_id uuid;
begin
    perform private.require_caller(p_user);
    perform private.check_shape(p_origin, 'p_origin', $shape${
        "engine": {"type": "public.plan_engine", "required": true},
        "model": {"type": "text", "max": 200},
        "prompt_version": {"type": "text", "max": 100},
        "request": {"type": "object", "required": true},
        "rationale": {"type": "text", "max": 20000},
        "sources": {"type": "array", "max": 100},
        "warnings": {"type": "array", "max": 100}
    }$shape$);
    v_id := private.create_plan(p_user, p_plan, 'ai', p_now);
    insert into public.plan_origins (
        plan_id, user_id, engine, model, prompt_version, request, rationale, sources, warnings
    )
    values (
        v_id,
        p_user,
        (p_origin ->> 'engine')::public.plan_engine,
        p_origin ->> 'model',
        p_origin ->> 'prompt_version',
        p_origin -> 'request',
        p_origin ->> 'rationale',
        coalesce(nullif(p_origin -> 'sources', 'null'), '[]'),
        coalesce(nullif(p_origin -> 'warnings', 'null'), '[]')
    )
    on conflict (plan_id) do nothing;
    return v_id;
end;
$$;
comment on function private.store_generated_plan is 'See public.store_generated_plan.';

create function public.store_generated_plan(p_user_id uuid, p_plan jsonb, p_origin jsonb)
returns uuid
language sql
security invoker
set search_path = ''
return private.store_generated_plan(p_user_id, p_plan, p_origin, now());
comment on function public.store_generated_plan is
'For the service role alone: create_plan for a user with created_by ai, and where it came from {engine, model?,
prompt_version?, request, rationale?, sources?, warnings?}. The same document again returns the id.';

-- sql/plans/plan_documents.sql
-- A plan as create_plan takes it and as templates keep it.

create function private.check_plan_document(p_user uuid, p_plan jsonb)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_exercise record;
begin
    perform private.check_shape(p_plan, null, $shape${
        "id": {"type": "uuid"},
        "name": {"type": "text", "min": 1, "max": 200, "required": true},
        "plan_type": {"type": "public.plan_type", "required": true},
        "days_per_week": {"type": "integer", "min": 1, "max": 7, "required": true},
        "goal_type": {"type": "public.goal_type"},
        "description": {"type": "text", "max": 5000},
        "source_description": {"type": "text", "max": 5000},
        "total_weeks": {"type": "integer", "min": 1, "max": 52},
        "days": {"type": "array", "min": 1, "max": 100, "required": true}
    }$shape$);
    perform private.check_shapes(p_plan -> 'days', 'days[]', $shape${
        "id": {"type": "uuid"},
        "name": {"type": "text", "min": 1, "max": 200, "required": true},
        "day_of_week": {"type": "integer", "min": 1, "max": 7},
        "order_in_plan": {"type": "integer", "min": 1, "max": 1000, "required": true},
        "week_number": {"type": "integer", "min": 1, "max": 52},
        "focus": {"type": "array", "max": 22},
        "estimated_minutes": {"type": "integer", "min": 1, "max": 600},
        "exercises": {"type": "array", "max": 50, "required": true}
    }$shape$);

    for v_day in 0 .. jsonb_array_length(p_plan -> 'days') - 1 loop
        perform private.check_names(
            p_plan -> 'days' -> v_day -> 'focus', format('days[%s].focus[]', v_day), 'public.muscle'
        );
        perform private.check_shapes(
            p_plan -> 'days' -> v_day -> 'exercises', format('days[%s].exercises[]', v_day),
            $shape${
                "id": {"type": "uuid"},
                "exercise_id": {"type": "uuid", "required": true},
                "order_in_workout": {"type": "integer", "min": 1, "max": 1000, "required": true},
                "section": {"type": "public.plan_section"},
                "target_sets": {"type": "integer", "min": 1, "max": 50, "required": true},
                "target_reps": {"type": "text", "min": 1, "max": 100, "required": true},
                "target_rest_seconds": {"type": "integer", "min": 0, "max": 3600},
                "current_suggested_weight_kg": {"type": "number", "min": 0, "max": 2000},
                "on_success_weight_increase_kg": {"type": "number", "min": 0, "max": 100},
                "progression": {"type": "any"},
                "alternatives": {"type": "array", "max": 20},
                "superset_group": {"type": "integer", "min": 1, "max": 50},
                "target_rir": {"type": "number", "min": 0, "max": 10},
                "notes": {"type": "text", "max": 2000}
            }$shape$
        );
    end loop;

    for v_exercise in
        select
            format('days[%s].exercises[%s]', d.i - 1, x.i - 1) as path,
            x.value ->> 'target_reps' as target_reps,
            x.value -> 'progression' as progression,
            x.value -> 'alternatives' as alternatives
        from
            jsonb_array_elements(p_plan -> 'days') with ordinality as d (value, i)
            cross join lateral jsonb_array_elements(d.value -> 'exercises') with ordinality as x (value, i)
    loop
        if not private.is_target_reps(v_exercise.target_reps) then
            perform private.fail(
                'PT422', 'target_reps is not valid', jsonb_build_object('field', v_exercise.path || '.target_reps'),
                'Write 5, 8-12, 5,5,5+, AMRAP, 30s or 400m.'
            );
        end if;
        perform private.check_progression(v_exercise.progression, v_exercise.path || '.progression');
        perform private.check_names(v_exercise.alternatives, v_exercise.path || '.alternatives[]', 'uuid');
    end loop;

    perform private.require_exercises(p_user, f.ids, f.fields)
    from (
        select
            array_agg((x.value ->> 'exercise_id')::uuid order by d.i, x.i) as ids,
            array_agg(format('days[%s].exercises[%s].exercise_id', d.i - 1, x.i - 1) order by d.i, x.i) as fields
        from
            jsonb_array_elements(p_plan -> 'days') with ordinality as d (value, i)
            cross join lateral jsonb_array_elements(d.value -> 'exercises') with ordinality as x (value, i)
    ) as f;
end;
$$;
comment on function private.check_plan_document is
'PT422 with the field at fault unless this is a plan document; PT404 for an exercise this user may not use.';

create function private.check_names(p_names jsonb, p_path text, p_type text)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_index bigint;
begin
    if p_names is null or p_names = 'null'::jsonb then
        return;
    end if;
    if jsonb_typeof(p_names) <> 'array' then
        perform private.fail(
            'PT422', 'a list is needed', jsonb_build_object('field', replace(p_path, '[]', ''))
        );
    end if;
    select e.i - 1 into v_index
    from jsonb_array_elements(p_names) with ordinality as e (value, i)
    where not coalesce(jsonb_typeof(e.value) = 'string' and pg_input_is_valid(e.value #>> '{}', p_type), false)
    order by e.i
    limit 1;
    if found then
        perform private.fail(
            'PT422', format('not a %s', p_type),
            jsonb_build_object('field', regexp_replace(p_path, '\[\]$', format('[%s]', v_index)))
        );
    end if;
end;
$$;
comment on function private.check_names is 'Checks a list of enum values or ids; PT422 names the first fault.';

-- sql/plans/plan_origins.sql
create table public.plan_origins (
    plan_id uuid primary key,
    user_id uuid not null references public.profiles (id) on delete cascade,
    engine public.plan_engine not null,
    model text check (length(model) <= 200),
    prompt_version text check (length(prompt_version) <= 100),
    request jsonb not null check (pg_column_size(request) <= 65536),
    rationale text check (length(rationale) <= 20000),
    sources jsonb not null default '[]' check (jsonb_typeof(sources) = 'array' and pg_column_size(sources) <= 65536),
    warnings jsonb not null default '[]' check (jsonb_typeof(warnings) = 'array' and pg_column_size(warnings) <= 65536),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    foreign key (user_id, plan_id) references public.workout_plans (user_id, id) on delete cascade
);
comment on table public.plan_origins is 'Where a plan that nobody typed came from: which engine, asked what, and why so.';
comment on column public.plan_origins.request is 'What was asked for, as the function was sent it.';
comment on column public.plan_origins.sources is 'What the engine says it drew on, one text or object each.';
comment on column public.plan_origins.warnings is 'What the user should know about the plan, one text or object each.';
create index plan_origins_user_id_plan_id_idx on public.plan_origins (user_id, plan_id);

create trigger touch before update on public.plan_origins
for each row execute function private.touch();
create trigger bury after delete on public.plan_origins
referencing old table as old_rows for each statement execute function private.bury('user_id', 'plan_id');

-- sql/plans/plan_states.sql
create function private.require_plan(p_user uuid, p_plan_id uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    if not exists (select from public.workout_plans as p where p.user_id = p_user and p.id = p_plan_id) then
        perform private.fail('PT404', 'no such plan', '{"field": "p_plan_id"}');
    end if;
end;
$$;
comment on function private.require_plan is 'PT404 unless the plan is this user''s.';

create function private.activate_plan(p_user uuid, p_plan_id uuid, p_now timestamptz)
returns public.workout_plans
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_plan public.workout_plans;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.require_plan(p_user, p_plan_id);
    update public.workout_plans as p set is_active = false
    where p.user_id = p_user and p.is_active and p.id <> p_plan_id;
    -- Activating the active plan changes nothing: it goes on where it stands.
    update public.workout_plans as p set is_active = true, archived_at = null, activated_at = p_now
    where p.user_id = p_user and p.id = p_plan_id and not p.is_active;
    select p.* into v_plan from public.workout_plans as p where p.user_id = p_user and p.id = p_plan_id;
    return v_plan;
end;
$$;
comment on function private.activate_plan is 'See public.activate_plan.';

create function public.activate_plan(p_plan_id uuid)
returns public.workout_plans
language sql
security invoker
set search_path = ''
return private.activate_plan((select auth.uid()), p_plan_id, now());
comment on function public.activate_plan is
'Makes this the caller''s one active plan and returns it; an archived one comes back. PT404 no such plan.';

create function private.archive_plan(p_user uuid, p_plan_id uuid, p_now timestamptz)
returns public.workout_plans
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_plan public.workout_plans;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.require_plan(p_user, p_plan_id);
    update public.workout_plans as p set is_active = false, archived_at = coalesce(p.archived_at, p_now)
    where p.user_id = p_user and p.id = p_plan_id
    returning p.* into v_plan;
    return v_plan;
end;
$$;
comment on function private.archive_plan is 'See public.archive_plan.';

create function public.archive_plan(p_plan_id uuid)
returns public.workout_plans
language sql
security invoker
set search_path = ''
return private.archive_plan((select auth.uid()), p_plan_id, now());
comment on function public.archive_plan is
'Puts a plan away and returns it; its history stays. activate_plan brings it back. PT404 no such plan.';

-- sql/plans/plan_templates.sql
create table public.plan_templates (
    id uuid primary key default gen_random_uuid(),
    slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 100),
    name text not null check (length(name) between 1 and 200),
    description text not null check (length(description) <= 5000),
    goal_type public.goal_type,
    plan_type public.plan_type not null,
    days_per_week smallint not null check (days_per_week between 1 and 7),
    difficulty public.difficulty,
    plan jsonb not null,
    is_published boolean not null default false,
    created_by uuid references public.profiles (id) on delete set null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table public.plan_templates is
'A plan as a document, ready to be made anyone''s own by plan_from_template. Never trained directly.';
comment on column public.plan_templates.plan is 'Exactly what create_plan takes; checked when written.';
comment on column public.plan_templates.created_by is 'Null: ours.';
create index plan_templates_created_by_idx on public.plan_templates (created_by);

create trigger touch before update on public.plan_templates
for each row execute function private.touch();
create trigger keep_keys before update of id, created_at on public.plan_templates
for each row execute function private.freeze('id', 'created_at');

create function private.check_template()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.check_plan_document(new.created_by, new.plan);
    return new;
end;
$$;
comment on function private.check_template is 'Row trigger: a template is what create_plan would take.';

create trigger check_template before insert or update of plan on public.plan_templates
for each row execute function private.check_template();

-- sql/plans/progression_rules.sql
create function private.check_progression(p_progression jsonb, p_path text)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    if p_progression is null or p_progression = 'null'::jsonb then
        return;
    end if;
    if jsonb_typeof(p_progression) = 'array' and jsonb_array_length(p_progression) between 1 and 10 then
        perform private.check_shapes(p_progression, p_path || '[]', $shape${
            "axis": {"type": "text", "max": 5, "pattern": "^(reps|load|sets)$", "required": true},
            "step": {"type": "number", "min": 0.001, "max": 100, "required": true},
            "step_unit": {"type": "text", "max": 2, "pattern": "^(kg|%)$"},
            "scope": {"type": "text", "max": 11, "pattern": "^(all_sets|lowest_sets)$"},
            "ceiling": {"type": "number", "min": 1, "max": 2000},
            "on_ceiling": {"type": "text", "max": 5, "pattern": "^reset$"},
            "after_failures": {"type": "integer", "min": 1, "max": 20},
            "on_failures": {"type": "text", "max": 6, "pattern": "^(deload|reset|switch)$"},
            "deload_percent": {"type": "number", "min": 1, "max": 90}
        }$shape$);
        perform private.fail(
            'PT422', format('%s is whole', k.key),
            jsonb_build_object('field', format('%s[%s].%s', p_path, r.i - 1, k.key))
        )
        from jsonb_array_elements(p_progression) with ordinality as r (value, i)
        cross join unnest(array['step', 'ceiling']) as k (key)
        -- Half a repetition can't be done, nor half a set.
        where r.value ->> 'axis' <> 'load' and (r.value ->> k.key)::numeric % 1 <> 0;
    elsif jsonb_typeof(p_progression) = 'object' then
        -- What else a scheme takes is its own affair; none is larger than this.
        if p_progression ->> 'scheme' is null
            or p_progression ->> 'scheme' not in ('linear', 'double', 'sum_of_reps', 'percentage_wave', 'none')
        then
            perform private.fail('PT422', 'no such scheme', jsonb_build_object('field', p_path || '.scheme'));
        end if;
        if p_progression ->> 'scheme' in ('linear', 'double', 'none') then
            perform private.check_shape(
                p_progression,
                p_path,
                '{"scheme": {"type": "text", "max": 20}, "step": {"type": "number", "min": 0.001, "max": 100}}'
            );
        end if;
        if pg_column_size(p_progression) > 4096 then
            perform private.fail('PT422', 'too large', jsonb_build_object('field', p_path));
        end if;
    else
        perform private.fail(
            'PT422', 'a list of 1 to 10 rules or a scheme is needed', jsonb_build_object('field', p_path)
        );
    end if;
end;
$$;
comment on function private.check_progression is 'PT422 with the field at fault unless this is a rule list or a named scheme.';

-- sql/plans/seed_template.sql
-- Seed files name exercises by slug, so that a person can read them; the stored document holds ids, as create_plan wants.
create function private.exercise_id(p_slug text)
returns uuid
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
    v_id uuid;
begin
    select e.id into v_id from public.exercises as e where e.slug = p_slug and e.created_by is null;
    if not found then
        perform private.fail(
            'PT422', format('no exercise has the slug %s', p_slug),
            jsonb_build_object('field', 'exercise', 'slug', p_slug)
        );
    end if;
    return v_id;
end;
$$;
comment on function private.exercise_id is 'The id of one of our exercises by its slug; PT422 for an unknown one.';

create function private.with_exercise_id(p_line jsonb)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
    v_line jsonb := p_line - 'exercise' || jsonb_build_object('exercise_id', private.exercise_id(p_line ->> 'exercise'));
begin
    if p_line ? 'alternatives' then
        v_line := v_line || jsonb_build_object('alternatives', array(
            select private.exercise_id(other.slug)
            from jsonb_array_elements_text(p_line -> 'alternatives') with ordinality as other (slug, place)
            order by other.place
        ));
    end if;
    return v_line;
end;
$$;
comment on function private.with_exercise_id is 'A line of a plan''s day with ids where the seed has slugs.';

create function private.with_exercise_ids(p_plan jsonb)
returns jsonb
language sql
stable
security invoker
set search_path = ''
return jsonb_set(
    p_plan,
    '{days}',
    (
        select jsonb_agg(
            jsonb_set(
                day.value,
                '{exercises}',
                (
                    select jsonb_agg(private.with_exercise_id(line.value) order by line.ordinality)
                    from jsonb_array_elements(day.value -> 'exercises') with ordinality as line
                )
            )
            order by day.ordinality
        )
        from jsonb_array_elements(p_plan -> 'days') with ordinality as day
    )
);
comment on function private.with_exercise_ids is 'A plan document with ids where the seed has slugs.';

create function private.seed_template(p_template jsonb)
returns uuid
language plpgsql
security invoker
set search_path = ''
as $$
declare
    v_id uuid := private.stable_id('template', p_template ->> 'slug');
begin
    perform private.check_shape(p_template, null, $shape${
        "slug": {"type": "text", "min": 1, "max": 100, "required": true},
        "name": {"type": "text", "min": 1, "max": 200, "required": true},
        "description": {"type": "text", "max": 5000, "required": true},
        "goal_type": {"type": "public.goal_type"},
        "plan_type": {"type": "public.plan_type", "required": true},
        "days_per_week": {"type": "integer", "min": 1, "max": 7, "required": true},
        "difficulty": {"type": "public.difficulty"},
        "plan": {"type": "object", "required": true}
    }$shape$);
    insert into public.plan_templates as t (
        id, slug, name, description, goal_type, plan_type, days_per_week, difficulty, plan, is_published
    )
    select
        v_id, r.slug, r.name, r.description, r.goal_type, r.plan_type, r.days_per_week, r.difficulty,
        private.with_exercise_ids(p_template -> 'plan'), true
    from jsonb_to_record(p_template) as r (
        slug text,
        name text,
        description text,
        goal_type public.goal_type,
        plan_type public.plan_type,
        days_per_week smallint,
        difficulty public.difficulty
    )
    on conflict (id) do update set
        slug = excluded.slug,
        name = excluded.name,
        description = excluded.description,
        goal_type = excluded.goal_type,
        plan_type = excluded.plan_type,
        days_per_week = excluded.days_per_week,
        difficulty = excluded.difficulty,
        plan = excluded.plan
    -- A seed that is applied again touches nothing it doesn't change.
    where (t.name, t.description, t.goal_type, t.plan_type, t.days_per_week, t.difficulty, t.plan)
        is distinct from (
            excluded.name, excluded.description, excluded.goal_type, excluded.plan_type, excluded.days_per_week,
            excluded.difficulty, excluded.plan
        );
    return v_id;
end;
$$;
comment on function private.seed_template is
'Writes one of our templates, published, and returns its id: made of the slug, so the same file again changes nothing.
Takes {slug, name, description, goal_type?, plan_type, days_per_week, difficulty?, plan}, where plan is what create_plan
takes with "exercise": slug for exercise_id and slugs for alternatives. PT422 names what is wrong.';

-- sql/plans/target_reps.sql
-- target_reps is written as people write it: 5 · 8-12 · 5,5,5+ · AMRAP · 30s (seconds) · 400m (metres).

create function private.is_target_reps(p_text text)
returns boolean
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
begin
    return p_text ~ '^([1-9]\d{0,2}-[1-9]\d{0,2}|[1-9]\d{0,2}(,[1-9]\d{0,2}){0,19}\+?|AMRAP|[1-9]\d{0,4}s|[1-9]\d{0,5}m)$'
    and case
        when p_text ~ '^\d+-\d+$' then split_part(p_text, '-', 1)::integer <= split_part(p_text, '-', 2)::integer
        else true
    end;
end;
$$;
comment on function private.is_target_reps is 'Whether a text is in the notation of target_reps.';

create function private.target_amount(p_text text, p_set integer)
returns integer
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
begin
    return case
        when p_text = 'AMRAP' then 1
        when p_text ~ '[sm]$' then rtrim(p_text, 'sm')::integer
        when p_text ~ '-' then split_part(p_text, '-', 1)::integer
        else coalesce(
            nullif(split_part(rtrim(p_text, '+'), ',', p_set), ''), split_part(rtrim(p_text, '+'), ',', -1)
        )::integer
    end;
end;
$$;
comment on function private.target_amount is
'The least reps, seconds or metres that the p_set-th set needs (from 1); sets beyond a list need its last number.';

create function private.target_ceiling(p_text text)
returns integer
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
begin
    return case when p_text ~ '^\d+-\d+$' then split_part(p_text, '-', 2)::integer end;
end;
$$;
comment on function private.target_ceiling is 'The upper end of a range such as 8-12; null where there is none.';

-- sql/plans/workout_plan_day_exercises.sql
create table public.workout_plan_day_exercises (
    id uuid primary key default gen_random_uuid(),
    plan_workout_id uuid not null,
    exercise_id uuid not null references public.exercises (id) deferrable,
    order_in_workout smallint not null check (order_in_workout between 1 and 1000),
    target_sets smallint not null check (target_sets between 1 and 50),
    target_reps text not null,
    target_rest_seconds smallint check (target_rest_seconds between 0 and 3600),
    current_suggested_weight_kg numeric(7, 3) check (current_suggested_weight_kg between 0 and 2000),
    on_success_weight_increase_kg numeric(7, 3) check (on_success_weight_increase_kg between 0 and 100),
    user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
    section public.plan_section not null default 'main',
    progression jsonb,
    alternatives uuid[] not null default '{}' check (cardinality(alternatives) <= 20),
    superset_group smallint check (superset_group between 1 and 50),
    target_rir numeric(3, 1) check (target_rir between 0 and 10),
    notes text check (length(notes) <= 2000),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (user_id, id),
    foreign key (user_id, plan_workout_id) references public.workout_plan_days (user_id, id) on delete cascade
);
comment on table public.workout_plan_day_exercises is 'An exercise of a plan''s day, with the target a person set.';
comment on column public.workout_plan_day_exercises.target_reps is 'As people write it: 5, 8-12, 5,5,5+, AMRAP, 30s, 400m.';
comment on column public.workout_plan_day_exercises.current_suggested_weight_kg is
'Load for the next session in kilograms (for assisted exercises the help). Progression moves it; a client that sets it
sets the target by hand.';
comment on column public.workout_plan_day_exercises.on_success_weight_increase_kg is
'Step of the load in kilograms. Without a progression it means linear.';
comment on column public.workout_plan_day_exercises.progression is
'A list of rules, the first that can still move moves, or a named scheme; see docs/progression.md.';
comment on column public.workout_plan_day_exercises.alternatives is 'Ids of exercises to swap in.';
comment on column public.workout_plan_day_exercises.target_rir is 'Repetitions to leave in reserve.';

create index workout_plan_day_exercises_user_id_plan_workout_id_idx on public.workout_plan_day_exercises (
    user_id, plan_workout_id, order_in_workout
);
create index workout_plan_day_exercises_exercise_id_idx on public.workout_plan_day_exercises (exercise_id);

create trigger touch before update on public.workout_plan_day_exercises
for each row execute function private.touch();
create trigger keep_keys before update of id, user_id, created_at, plan_workout_id on public.workout_plan_day_exercises
for each row execute function private.freeze('id', 'user_id', 'created_at', 'plan_workout_id');
create trigger bury after delete on public.workout_plan_day_exercises
referencing old table as old_rows for each statement execute function private.bury('user_id', 'id');

create function private.check_plan_exercise()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    if private.is_target_reps(new.target_reps) is not true then
        perform private.fail(
            'PT422', 'target_reps is not valid', '{"field": "target_reps"}',
            'Write 5, 8-12, 5,5,5+, AMRAP, 30s or 400m.'
        );
    end if;
    perform private.check_progression(new.progression, 'progression');
    if tg_op = 'UPDATE' and new.exercise_id <> old.exercise_id then
        perform private.require_exercises(new.user_id, array[new.exercise_id]);
    end if;
    return new;
end;
$$;
comment on function private.check_plan_exercise is
'Row trigger: the notation of target_reps, the shape of progression, and an exercise that the owner may use.';

create trigger check_plan_exercise before insert or update of target_reps, progression, exercise_id
on public.workout_plan_day_exercises
for each row execute function private.check_plan_exercise();

create function private.check_plan_exercises()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid;
begin
    for v_user in select distinct n.user_id from new_rows as n loop
        perform private.require_exercises(
            v_user, array(select n.exercise_id from new_rows as n where n.user_id = v_user)
        );
    end loop;
    if exists (
        select from public.workout_plan_day_exercises as x
        where (x.user_id, x.plan_workout_id) in (select n.user_id, n.plan_workout_id from new_rows as n)
        group by x.user_id, x.plan_workout_id
        having count(*) > 50
    ) then
        perform private.fail('PT422', 'a day has at most 50 exercises', '{"field": "exercises", "max": 50}');
    end if;
    return null;
end;
$$;
comment on function private.check_plan_exercises is
'Statement trigger after insert: exercises are ours, approved or the owner''s own (PT404), at most 50 a day.';

create trigger check_plan_exercises after insert on public.workout_plan_day_exercises
referencing new table as new_rows for each statement execute function private.check_plan_exercises();

-- sql/training/types.sql
create type public.session_status as enum (
    'planned', 'started', 'paused', 'completed', 'skipped', 'canceled', 'abandoned'
);
create type public.feeling as enum ('easy', 'moderate', 'hard', 'very_hard');
create type public.set_type as enum ('warmup', 'working', 'drop', 'failure');

-- sql/training/set_checks.sql
create function private.missing_measure(
    p_tracking public.tracking_type,
    p_reps numeric,
    p_weight_kg numeric,
    p_duration_seconds numeric,
    p_distance_m numeric
)
returns text
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
    return case
        when p_tracking in ('weight_reps', 'reps_only', 'assisted') and p_reps is null then 'logged_reps'
        when p_tracking in ('weight_reps', 'assisted') and p_weight_kg is null then 'logged_weight_kg'
        when p_tracking = 'duration' and p_duration_seconds is null then 'duration_seconds'
        when p_tracking = 'distance_duration' and p_distance_m is null and p_duration_seconds is null then 'distance_m'
    end;
end;
$$;
comment on function private.missing_measure is
'The column that a set of this kind of exercise still needs; null when it has all.';

create function private.check_sets(p_user uuid, p_sets uuid[], p_sessions uuid[])
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_fault record;
begin
    select
        s.id,
        case
            when e.id is null then 'PT404'
            when w.status not in ('started', 'paused', 'completed') then 'PT409'
            else 'PT422'
        end as code,
        case
            when e.id is null then 'exercise_id'
            when w.status not in ('started', 'paused', 'completed') then 'workout_session_id'
            else m.field
        end as field
    into v_fault
    from unnest(p_sets) as o (id)
    inner join public.session_exercises as s on s.id = o.id
    inner join public.workout_sessions as w on w.user_id = s.user_id and w.id = s.workout_session_id
    left join public.exercises as e
        on e.id = s.exercise_id and (e.created_by is null or e.is_approved or e.created_by = p_user)
    cross join lateral private.missing_measure(
        e.tracking_type, s.logged_reps, s.logged_weight_kg, s.duration_seconds, s.distance_m
    ) as m (field)
    where s.user_id = p_user
        and (e.id is null or w.status not in ('started', 'paused', 'completed') or m.field is not null)
    order by s.set_order, s.id
    limit 1;
    if found then
        perform private.fail(
            v_fault.code,
            case v_fault.code
                when 'PT404' then 'no such exercise'
                when 'PT409' then 'the workout takes no sets'
                else format('%s is needed for this exercise', v_fault.field)
            end,
            jsonb_build_object('field', v_fault.field, 'set_id', v_fault.id)
        );
    end if;

    if exists (
        select from unnest(p_sessions) as o (id)
        where (
            select count(*) from public.session_exercises as s where s.user_id = p_user and s.workout_session_id = o.id
        ) > 500
    ) then
        perform private.fail('PT422', 'a workout has at most 500 sets', '{"field": "sets", "max": 500}');
    end if;
end;
$$;
comment on function private.check_sets is
'What no constraint can say: an exercise the user may use (PT404), a workout that takes sets (PT409), what its tracking_type
needs (PT422), 500 sets a workout (PT422).';

-- sql/training/workout_sessions.sql
-- One visit to the gym. Sets hang on it; everything else about it is derived from them.
create table public.workout_sessions (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
    plan_workout_id uuid,
    started_at timestamptz not null default now(),
    ended_at timestamptz,
    status public.session_status not null default 'started',
    notes text check (length(notes) <= 5000),
    overall_feeling public.feeling,
    timezone text not null,
    name text check (length(name) between 1 and 200),
    scheduled_for timestamptz check (scheduled_for between '2000-01-01Z' and '2100-01-01Z'),
    location public.location,
    mood_before smallint check (mood_before between 1 and 5),
    mood_after smallint check (mood_after between 1 and 5),
    energy smallint check (energy between 1 and 10),
    paused_at timestamptz,
    paused_seconds integer not null default 0 check (paused_seconds >= 0),
    current_plan_exercise_id uuid,
    rest_started_at timestamptz,
    rest_seconds integer check (rest_seconds between 0 and 3600),
    total_volume_kg numeric(12, 3) not null default 0,
    energy_kcal integer,
    -- A fact's day never moves: it is cut in the zone the session was lived in.
    day date not null generated always as ((started_at at time zone timezone)::date) stored,
    total_sets smallint not null default 0,
    planned jsonb,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    -- The owner leads every key, so a child can't belong to anyone else.
    unique (user_id, id),
    foreign key (user_id, plan_workout_id) references public.workout_plan_days (user_id, id)
    on delete set null (plan_workout_id),
    constraint ends_after_it_starts check (ended_at >= started_at),
    constraint lasts_a_day_at_most check (ended_at <= started_at + interval '24 hours'),
    constraint ended_when_over check (
        (ended_at is null) = (status in ('planned', 'started', 'paused')) or status = 'abandoned'
    )
);
comment on table public.workout_sessions is 'A workout as it happened: started, paused, completed, skipped or canceled.';
comment on column public.workout_sessions.timezone is 'IANA zone of the user when it started.';
comment on column public.workout_sessions.day is 'The date on the user''s wall when it started.';
comment on column public.workout_sessions.mood_before is '1 bad to 5 very good.';
comment on column public.workout_sessions.mood_after is '1 bad to 5 very good.';
comment on column public.workout_sessions.energy is '1 exhausted to 10 full of it.';
comment on column public.workout_sessions.paused_seconds is 'Time spent paused, the running pause not counted.';
comment on column public.workout_sessions.current_plan_exercise_id is 'Where the client''s screen stands; no foreign key.';
comment on column public.workout_sessions.rest_seconds is 'How long the running rest is to take.';
comment on column public.workout_sessions.total_volume_kg is
'Load times reps of all but warm-up sets; one-sided exercises twice, help (assisted) not at all. Derived.';
comment on column public.workout_sessions.energy_kcal is 'Net of rest: (MET - 1) x kg x hours. Null without a body weight. Derived.';
comment on column public.workout_sessions.total_sets is 'Working sets in which something was done. Derived.';
comment on column public.workout_sessions.planned is
'What the plan asked for when the workout began, names and targets included: history stays true when the plan changes.';

create unique index workout_sessions_one_running_key on public.workout_sessions (user_id)
where status in ('started', 'paused');
create index workout_sessions_user_id_started_at_idx on public.workout_sessions (user_id, started_at desc, id desc);
create index workout_sessions_user_id_day_idx on public.workout_sessions (user_id, day)
where status = 'completed' and total_sets > 0;
create index workout_sessions_user_id_plan_workout_id_idx on public.workout_sessions (user_id, plan_workout_id);

create trigger lock_caller before insert or update or delete on public.workout_sessions
for each statement when (pg_trigger_depth() = 0) execute function private.lock_caller();
create trigger touch before update on public.workout_sessions
for each row execute function private.touch();
create trigger keep_keys before update of id, user_id, created_at on public.workout_sessions
for each row execute function private.freeze('id', 'user_id', 'created_at');
create trigger bury after delete on public.workout_sessions
referencing old table as old_rows for each statement execute function private.bury('user_id', 'id');

-- sql/training/session_exercises.sql
-- The facts of facts: one row a set. Whatever is earned follows from these rows.
create table public.session_exercises (
    id uuid primary key default gen_random_uuid(),
    workout_session_id uuid not null,
    exercise_id uuid not null references public.exercises (id) deferrable,
    workout_plan_exercise_id uuid,
    set_order smallint not null check (set_order between 1 and 10000),
    logged_reps smallint check (logged_reps between 0 and 1000),
    logged_weight_kg numeric(7, 3) check (logged_weight_kg between 0 and 2000),
    logged_at timestamptz not null default now() check (logged_at between '2000-01-01Z' and '2100-01-01Z'),
    difficulty_rating numeric(3, 1)
    check (difficulty_rating between 1 and 10 and difficulty_rating * 2 = trunc(difficulty_rating * 2)),
    notes text check (length(notes) <= 2000),
    was_successful_for_progression boolean,
    -- No foreign key of its own: the session leads to the owner, and the check would run with every set.
    user_id uuid not null default auth.uid(),
    set_type public.set_type not null default 'working',
    duration_seconds integer check (duration_seconds between 0 and 86400),
    distance_m numeric(9, 2) check (distance_m between 0 and 1000000),
    rest_seconds integer check (rest_seconds between 0 and 86400),
    is_personal_record boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    foreign key (user_id, workout_session_id) references public.workout_sessions (user_id, id) on delete cascade,
    foreign key (user_id, workout_plan_exercise_id) references public.workout_plan_day_exercises (user_id, id)
    on delete set null (workout_plan_exercise_id)
)
-- Derived columns are written after the insert; room on the page keeps that off the indexes.
with (fillfactor = 85);
comment on table public.session_exercises is
'One set of an exercise in a workout. Which of reps, load, duration and distance it needs follows from the exercise''s
tracking_type.';
comment on column public.session_exercises.set_order is
'Order within the session, from 1. Not unique: two devices may log at once, and no set is lost over it; the id decides.';
comment on column public.session_exercises.logged_weight_kg is 'Load in kilograms; for assisted exercises the help.';
comment on column public.session_exercises.difficulty_rating is 'RPE, 1 to 10 in halves.';
comment on column public.session_exercises.rest_seconds is 'Rest taken before the set.';
comment on column public.session_exercises.was_successful_for_progression is
'Whether the set met the target of its day; null without a target. Derived.';
comment on column public.session_exercises.is_personal_record is
'Whether the set was above every set before it, the first session with the exercise apart. Derived.';

create index session_exercises_user_id_session_idx on public.session_exercises (
    user_id, workout_session_id, set_order, id
);
-- The exercise leads, for its foreign key; every query here gives both columns.
create index session_exercises_exercise_id_user_id_idx on public.session_exercises (exercise_id, user_id);
create index session_exercises_user_id_plan_exercise_idx on public.session_exercises (
    user_id, workout_plan_exercise_id
);

create trigger lock_caller before insert or update or delete on public.session_exercises
for each statement when (pg_trigger_depth() = 0) execute function private.lock_caller();
-- Who derives sets updated_at by itself: twenty calls fewer a workout.
create trigger touch before update on public.session_exercises
for each row when (new.updated_at = old.updated_at) execute function private.touch();
create trigger keep_keys before update of id, user_id, created_at, workout_session_id on public.session_exercises
for each row execute function private.freeze('id', 'user_id', 'created_at', 'workout_session_id');
create trigger bury after delete on public.session_exercises
referencing old table as old_rows for each statement execute function private.bury('user_id', 'id');

-- sql/training/account_deletion.sql
-- An account's custom exercises and the sets and plans made of them go by cascades that know no order between them.
create function private.defer_exercise_checks()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
    set constraints
        public.session_exercises_exercise_id_fkey, public.workout_plan_day_exercises_exercise_id_fkey deferred;
    return old;
end;
$$;
comment on function private.defer_exercise_checks is
'Row trigger before delete on profiles: whether an exercise is in use is asked when all that the account owned is gone.';

create trigger defer_exercise_checks before delete on public.profiles
for each row execute function private.defer_exercise_checks();

-- sql/training/corrections.sql
create function private.correct_workout(p_user uuid, p_workout jsonb, p_now timestamptz)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_session public.workout_sessions;
    v_plan_workout uuid;
    v_planned jsonb;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.check_workout_document(p_user, p_workout, p_now);
    select w.* into v_session
    from public.workout_sessions as w
    where w.user_id = p_user and w.id = (p_workout ->> 'id')::uuid;
    if not found then
        perform private.fail('PT404', 'no such workout', '{"field": "id"}');
    elsif v_session.status <> 'completed' then
        perform private.refuse_state(v_session, 'corrected');
    end if;
    v_plan_workout := private.plan_link(p_user, p_workout);
    -- What the plan asked for then stays, as long as it is the same day of the plan.
    v_planned := case
        when v_plan_workout is not distinct from v_session.plan_workout_id then v_session.planned
        else private.planned_workout(p_user, v_plan_workout)
    end;
    perform private.require_free_sets(p_user, p_workout);

    -- One statement, so that the triggers see the workout only as it shall be: no XP is taken and given back between.
    with rows as materialized (
        select s.* from private.set_rows(p_user, p_workout) as s
    ),

    session as (
        update public.workout_sessions as w
        set
            plan_workout_id = v_plan_workout,
            started_at = (p_workout ->> 'started_at')::timestamptz,
            ended_at = (p_workout ->> 'ended_at')::timestamptz,
            paused_seconds = least(
                w.paused_seconds,
                extract(
                    epoch from (p_workout ->> 'ended_at')::timestamptz - (p_workout ->> 'started_at')::timestamptz
                )::integer
            ),
            notes = p_workout ->> 'notes',
            overall_feeling = (p_workout ->> 'overall_feeling')::public.feeling,
            timezone = coalesce(p_workout ->> 'timezone', w.timezone),
            name = coalesce(p_workout ->> 'name', v_planned ->> 'name'),
            location = (p_workout ->> 'location')::public.location,
            planned = v_planned
        where w.user_id = p_user and w.id = v_session.id
    ),

    gone as (
        delete from public.session_exercises as s
        where s.user_id = p_user
            and s.workout_session_id = v_session.id
            and s.id not in (select r.id from rows as r)
    )

    insert into public.session_exercises as s (
        id, workout_session_id, exercise_id, workout_plan_exercise_id, set_order, logged_reps, logged_weight_kg,
        logged_at, difficulty_rating, notes, user_id, set_type, duration_seconds, distance_m, rest_seconds
    )
    select
        r.id, r.workout_session_id, r.exercise_id, r.workout_plan_exercise_id, r.set_order, r.logged_reps,
        r.logged_weight_kg, r.logged_at, r.difficulty_rating, r.notes, r.user_id, r.set_type, r.duration_seconds,
        r.distance_m, r.rest_seconds
    from rows as r
    on conflict (id) do update
    set
        exercise_id = excluded.exercise_id,
        workout_plan_exercise_id = excluded.workout_plan_exercise_id,
        set_order = excluded.set_order,
        logged_reps = excluded.logged_reps,
        logged_weight_kg = excluded.logged_weight_kg,
        logged_at = excluded.logged_at,
        difficulty_rating = excluded.difficulty_rating,
        notes = excluded.notes,
        set_type = excluded.set_type,
        duration_seconds = excluded.duration_seconds,
        distance_m = excluded.distance_m,
        rest_seconds = excluded.rest_seconds
    where s.user_id = p_user;

    insert into private.workout_requests (user_id, session_id, content_hash)
    values (p_user, v_session.id, sha256(convert_to(p_workout::text, 'UTF8')))
    on conflict do nothing;
    return private.workout_summary(p_user, v_session.id, p_now);
end;
$$;
comment on function private.correct_workout is 'See public.correct_workout.';

create function public.correct_workout(p_workout jsonb)
returns jsonb
language sql
security invoker
set search_path = ''
return private.correct_workout((select auth.uid()), p_workout, now());
comment on function public.correct_workout is
'Replaces the facts of a completed workout, times and sets included, and returns its summary as if it had been logged so.
What the document leaves out is gone. PT404 no such workout, PT409 it is not completed, PT422 names the field at fault.';

-- sql/training/endings.sql
create function private.cancel_workout(p_user uuid, p_session_id uuid, p_now timestamptz)
returns public.workout_sessions
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_session public.workout_sessions := private.require_session(p_user, p_session_id);
begin
    if v_session.status = 'canceled' then
        return v_session;
    elsif v_session.status not in ('started', 'paused') then
        perform private.refuse_state(v_session, 'canceled');
    end if;
    update public.workout_sessions as w
    set
        status = 'canceled',
        ended_at = greatest(least(p_now, w.started_at + interval '24 hours'), w.started_at),
        paused_seconds = private.paused_until(v_session, p_now),
        paused_at = null,
        rest_started_at = null,
        rest_seconds = null
    where w.user_id = p_user and w.id = p_session_id
    returning w.* into v_session;
    return v_session;
end;
$$;
comment on function private.cancel_workout is 'See public.cancel_workout.';

create function public.cancel_workout(p_session_id uuid)
returns public.workout_sessions
language sql
security invoker
set search_path = ''
return private.cancel_workout((select auth.uid()), p_session_id, now());
comment on function public.cancel_workout is
'Ends a running workout that shall not count and returns the session; its sets stay readable. PT404 no such workout, PT409
it is over already: delete a completed one instead.';

create function private.skip_workout(p_user uuid, p_plan_workout_id uuid, p_session_id uuid, p_now timestamptz)
returns public.workout_sessions
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_session public.workout_sessions;
    v_planned jsonb;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    v_planned := private.planned_workout(p_user, p_plan_workout_id);
    select w.* into v_session from public.workout_sessions as w where w.user_id = p_user and w.id = p_session_id;
    if found then
        if v_session.status <> 'skipped' then
            perform private.refuse_state(v_session, 'skipped');
        end if;
        return v_session;
    end if;
    if v_planned is null then
        perform private.fail('PT404', 'no such day in your plans', '{"field": "p_plan_workout_id"}');
    end if;
    insert into public.workout_sessions as w (
        id, user_id, plan_workout_id, started_at, ended_at, status, timezone, name, planned
    )
    values (
        coalesce(p_session_id, gen_random_uuid()), p_user, p_plan_workout_id, p_now, p_now, 'skipped',
        private.zone_at(p_user, p_now), v_planned ->> 'name', v_planned
    )
    on conflict (id) do nothing
    returning w.* into v_session;
    if not found then
        perform private.fail('PT404', 'no such workout', '{"field": "p_session_id"}');
    end if;
    return v_session;
end;
$$;
comment on function private.skip_workout is 'See public.skip_workout.';

create function public.skip_workout(p_plan_workout_id uuid, p_session_id uuid default null)
returns public.workout_sessions
language sql
security invoker
set search_path = ''
return private.skip_workout((select auth.uid()), p_plan_workout_id, p_session_id, now());
comment on function public.skip_workout is
'Leaves a day of a plan out: next_workout goes on after it. Returns the skipped session; the same p_session_id again returns
it. PT404 no such day, PT409 the id is a workout that was not skipped.';

create function private.finish_workout(
    p_user uuid,
    p_session_id uuid,
    p_overall_feeling public.feeling,
    p_notes text,
    p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
-- Its statements are many and small, and one plan fits every user: planning them anew takes as long as running them.
set plan_cache_mode = force_generic_plan
as $$
declare
    v_session public.workout_sessions := private.require_session(p_user, p_session_id);
begin
    if length(p_notes) > 5000 then
        perform private.fail('PT422', 'notes are too long', '{"field": "p_notes", "max": 5000}');
    end if;
    if v_session.status in ('started', 'paused') then
        -- Who forgot to finish loses nothing: the workout ends when the longest one would.
        update public.workout_sessions as w
        set
            status = 'completed',
            ended_at = greatest(least(p_now, w.started_at + interval '24 hours'), w.started_at),
            paused_seconds = private.paused_until(v_session, p_now),
            paused_at = null,
            rest_started_at = null,
            rest_seconds = null,
            overall_feeling = coalesce(p_overall_feeling, w.overall_feeling),
            notes = coalesce(p_notes, w.notes)
        where w.user_id = p_user and w.id = p_session_id;
    elsif v_session.status <> 'completed' then
        perform private.refuse_state(v_session, 'finished');
    end if;
    return private.workout_summary(p_user, p_session_id, p_now);
end;
$$;
comment on function private.finish_workout is 'See public.finish_workout.';

create function public.finish_workout(
    p_session_id uuid,
    p_overall_feeling public.feeling default null,
    p_notes text default null
)
returns jsonb
language sql
security invoker
set search_path = ''
return private.finish_workout((select auth.uid()), p_session_id, p_overall_feeling, p_notes, now());
comment on function public.finish_workout is
'Completes a running workout and returns its summary: duration, volume, mean RPE, rest, energy, XP, streaks, records and
progression. On a completed one it returns the same summary, so two devices may finish at once. PT404 no such workout, PT409
it was skipped or canceled.';

-- sql/training/facts.sql
-- Facts move what is derived from them. Whichever way a set or a session was written, by one of our functions, by plain
-- CRUD or by hand in SQL, these triggers see it, once a statement.

create function private.on_sets_inserted()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_new record;
begin
    for v_new in
        select n.user_id, array_agg(n.id) as sets, array_agg(distinct n.workout_session_id) as sessions
        from new_rows as n
        group by n.user_id
    loop
        perform private.check_sets(v_new.user_id, v_new.sets, v_new.sessions);
        perform private.after_workouts_changed(v_new.user_id, v_new.sessions);
    end loop;
    return null;
end;
$$;
comment on function private.on_sets_inserted is 'Statement trigger: checks new sets and derives from those of completed workouts.';

create function private.on_sets_updated()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_moved record;
begin
    for v_moved in
        -- Derived columns, notes and rests move nothing, so the fold's own updates end here.
        select n.user_id, array_agg(n.id) as sets, array_agg(distinct n.workout_session_id) as sessions
        from new_rows as n
        inner join old_rows as o on o.id = n.id
        where (
            n.exercise_id, n.set_order, n.set_type, n.logged_reps, n.logged_weight_kg, n.duration_seconds, n.distance_m,
            n.difficulty_rating
        ) is distinct from (
            o.exercise_id, o.set_order, o.set_type, o.logged_reps, o.logged_weight_kg, o.duration_seconds, o.distance_m,
            o.difficulty_rating
        )
        -- A link that was cut because the plan went moves nothing: its targets went with it.
        or n.workout_plan_exercise_id is distinct from o.workout_plan_exercise_id
        and (
            n.workout_plan_exercise_id is not null
            or exists (
                select from public.workout_plan_day_exercises as x
                where x.user_id = o.user_id and x.id = o.workout_plan_exercise_id
            )
        )
        group by n.user_id
    loop
        perform private.check_sets(v_moved.user_id, v_moved.sets, v_moved.sessions);
        perform private.after_workouts_changed(v_moved.user_id, v_moved.sessions);
    end loop;
    return null;
end;
$$;
comment on function private.on_sets_updated is 'Statement trigger: checks changed sets and derives from those of completed workouts.';

create function private.on_sets_deleted()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid;
begin
    for v_user in select distinct o.user_id from old_rows as o loop
        perform private.after_workouts_changed(
            v_user, array(select distinct o.workout_session_id from old_rows as o where o.user_id = v_user)
        );
    end loop;
    return null;
end;
$$;
comment on function private.on_sets_deleted is 'Statement trigger: what hung on deleted sets goes. Sets of a deleted session go with it.';

create function private.on_sessions_updated()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_moved record;
begin
    for v_moved in
        -- Notes, moods and derived totals move nothing, so the fold's own updates end here.
        select n.user_id, array_agg(n.id) as sessions
        from new_rows as n
        inner join old_rows as o on o.id = n.id
        where 'completed' in (n.status, o.status)
            and (n.status, n.started_at, n.ended_at, n.paused_seconds, n.timezone)
            is distinct from (o.status, o.started_at, o.ended_at, o.paused_seconds, o.timezone)
        group by n.user_id
    loop
        perform private.after_workouts_changed(v_moved.user_id, v_moved.sessions);
    end loop;
    return null;
end;
$$;
comment on function private.on_sessions_updated is 'Statement trigger: finishing a workout, and correcting its times, derives anew.';

create function private.on_sessions_deleted()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid;
begin
    for v_user in select distinct o.user_id from old_rows as o loop
        perform private.after_workouts_changed(
            v_user, array(select o.id from old_rows as o where o.user_id = v_user and o.status = 'completed')
        );
    end loop;
    return null;
end;
$$;
comment on function private.on_sessions_deleted is 'Statement trigger: what hung on deleted workouts goes.';

create trigger derive_inserted after insert on public.session_exercises
referencing new table as new_rows for each statement execute function private.on_sets_inserted();
create trigger derive_updated after update on public.session_exercises
referencing old table as old_rows new table as new_rows for each statement execute function private.on_sets_updated();
create trigger derive_deleted after delete on public.session_exercises
referencing old table as old_rows for each statement execute function private.on_sets_deleted();
create trigger derive_updated after update on public.workout_sessions
referencing old table as old_rows new table as new_rows for each statement execute function private.on_sessions_updated();
create trigger derive_deleted after delete on public.workout_sessions
referencing old table as old_rows for each statement execute function private.on_sessions_deleted();

-- sql/training/logged_workouts.sql
-- What was sent to log_workout and correct_workout, so that a request that arrives again is known.
create table private.workout_requests (
    user_id uuid not null,
    session_id uuid not null,
    content_hash bytea not null,
    created_at timestamptz not null default now(),
    primary key (user_id, session_id, content_hash),
    foreign key (user_id, session_id) references public.workout_sessions (user_id, id) on delete cascade
);
comment on table private.workout_requests is 'SHA-256 of each document a workout was written from.';

create function private.log_workout(p_user uuid, p_workout jsonb, p_now timestamptz)
returns jsonb
language plpgsql
security definer
set search_path = ''
-- Its statements are many and small, and one plan fits every user: planning them anew takes as long as running them.
set plan_cache_mode = force_generic_plan
as $$
declare
    v_id uuid;
    v_hash bytea := sha256(convert_to(p_workout::text, 'UTF8'));
    v_started timestamptz;
    v_plan_workout uuid;
    v_planned jsonb;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.check_workout_document(p_user, p_workout, p_now);
    v_id := (p_workout ->> 'id')::uuid;
    if exists (
        select from private.workout_requests as r
        where r.user_id = p_user and r.session_id = v_id and r.content_hash = v_hash
    ) then
        return private.workout_summary(p_user, v_id, p_now);
    elsif exists (select from public.workout_sessions as w where w.user_id = p_user and w.id = v_id) then
        perform private.fail(
            'PT409', 'this workout was logged with other content', jsonb_build_object('session_id', v_id),
            'Send correct_workout to replace it.'
        );
    end if;

    v_started := (p_workout ->> 'started_at')::timestamptz;
    v_plan_workout := private.plan_link(p_user, p_workout);
    v_planned := private.planned_workout(p_user, v_plan_workout);
    perform private.require_free_sets(p_user, p_workout);
    insert into public.workout_sessions (
        id, user_id, plan_workout_id, started_at, ended_at, status, notes, overall_feeling, timezone, name, location,
        planned
    )
    values (
        v_id,
        p_user,
        v_plan_workout,
        v_started,
        (p_workout ->> 'ended_at')::timestamptz,
        'completed',
        p_workout ->> 'notes',
        (p_workout ->> 'overall_feeling')::public.feeling,
        coalesce(p_workout ->> 'timezone', private.zone_at(p_user, v_started)),
        coalesce(p_workout ->> 'name', v_planned ->> 'name'),
        (p_workout ->> 'location')::public.location,
        v_planned
    )
    on conflict (id) do nothing;
    if not found then
        perform private.fail('PT404', 'no such workout', '{"field": "id"}');
    end if;
    insert into private.workout_requests (user_id, session_id, content_hash) values (p_user, v_id, v_hash);
    insert into public.session_exercises (
        id, workout_session_id, exercise_id, workout_plan_exercise_id, set_order, logged_reps, logged_weight_kg,
        logged_at, difficulty_rating, notes, user_id, set_type, duration_seconds, distance_m, rest_seconds,
        was_successful_for_progression
    )
    select
        s.id, s.workout_session_id, s.exercise_id, s.workout_plan_exercise_id, s.set_order, s.logged_reps,
        s.logged_weight_kg, s.logged_at, s.difficulty_rating, s.notes, s.user_id, s.set_type, s.duration_seconds,
        s.distance_m, s.rest_seconds, f.is_success
    from private.set_rows(p_user, p_workout) as s
    left join private.foretold_successes(p_user, p_workout) as f on f.id = s.id;
    return private.workout_summary(p_user, v_id, p_now);
end;
$$;
comment on function private.log_workout is 'See public.log_workout.';

create function public.log_workout(p_workout jsonb)
returns jsonb
language sql
security invoker
set search_path = ''
return private.log_workout((select auth.uid()), p_workout, now());
comment on function public.log_workout is
'Writes a whole completed workout in one round trip and returns its summary; for clients that were offline, on any day. The
same document again writes nothing and returns the summary as the workout is worth now; another document with the same id is
PT409. PT422 and PT404 name the field: sets[3].logged_reps.';

-- sql/training/pauses.sql
create function private.pause_workout(p_user uuid, p_session_id uuid, p_now timestamptz)
returns public.workout_sessions
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_session public.workout_sessions := private.require_session(p_user, p_session_id);
begin
    if v_session.status = 'paused' then
        return v_session;
    elsif v_session.status <> 'started' then
        perform private.refuse_state(v_session, 'paused');
    end if;
    update public.workout_sessions as w
    set status = 'paused', paused_at = p_now, rest_started_at = null, rest_seconds = null
    where w.user_id = p_user and w.id = p_session_id
    returning w.* into v_session;
    return v_session;
end;
$$;
comment on function private.pause_workout is 'See public.pause_workout.';

create function public.pause_workout(p_session_id uuid)
returns public.workout_sessions
language sql
security invoker
set search_path = ''
return private.pause_workout((select auth.uid()), p_session_id, now());
comment on function public.pause_workout is
'Stops the clock of a running workout and returns the session. PT404 no such workout, PT409 it isn''t running.';

create function private.resume_workout(p_user uuid, p_session_id uuid, p_now timestamptz)
returns public.workout_sessions
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_session public.workout_sessions := private.require_session(p_user, p_session_id);
begin
    if v_session.status = 'started' then
        return v_session;
    elsif v_session.status <> 'paused' then
        perform private.refuse_state(v_session, 'resumed');
    end if;
    update public.workout_sessions as w
    set
        status = 'started',
        paused_at = null,
        paused_seconds = private.paused_until(v_session, p_now)
    where w.user_id = p_user and w.id = p_session_id
    returning w.* into v_session;
    return v_session;
end;
$$;
comment on function private.resume_workout is 'See public.resume_workout.';

create function private.paused_until(p_session public.workout_sessions, p_at timestamptz)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
begin
    return p_session.paused_seconds
    + greatest(coalesce(extract(epoch from least(p_at, p_session.started_at + interval '24 hours') - p_session.paused_at), 0), 0)::integer;
end;
$$;
comment on function private.paused_until is 'Seconds a session had been paused by a moment, the running pause included.';

create function public.resume_workout(p_session_id uuid)
returns public.workout_sessions
language sql
security invoker
set search_path = ''
return private.resume_workout((select auth.uid()), p_session_id, now());
comment on function public.resume_workout is
'Starts the clock of a paused workout again and returns the session. PT404 no such workout, PT409 it isn''t paused.';

create function private.start_rest(p_user uuid, p_session_id uuid, p_now timestamptz)
returns public.workout_sessions
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_session public.workout_sessions := private.require_session(p_user, p_session_id);
begin
    if v_session.status <> 'started' then
        perform private.refuse_state(v_session, 'rested in');
    end if;
    update public.workout_sessions as w
    set
        rest_started_at = p_now,
        rest_seconds = coalesce(
            (
                select x.target_rest_seconds from public.workout_plan_day_exercises as x
                where x.user_id = p_user and x.id = w.current_plan_exercise_id
            ),
            (select p.default_rest_seconds from public.profiles as p where p.id = p_user)
        )
    where w.user_id = p_user and w.id = p_session_id
    returning w.* into v_session;
    return v_session;
end;
$$;
comment on function private.start_rest is 'See public.start_rest.';

create function public.start_rest(p_session_id uuid)
returns public.workout_sessions
language sql
security invoker
set search_path = ''
return private.start_rest((select auth.uid()), p_session_id, now());
comment on function public.start_rest is
'Begins a rest: as long as the current exercise of the plan asks for, else as the profile does. Returns the session.
PT404 no such workout, PT409 it isn''t running.';

create function private.skip_rest(p_user uuid, p_session_id uuid)
returns public.workout_sessions
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_session public.workout_sessions := private.require_session(p_user, p_session_id);
begin
    if v_session.status not in ('started', 'paused') then
        perform private.refuse_state(v_session, 'rested in');
    end if;
    update public.workout_sessions as w set rest_started_at = null, rest_seconds = null
    where w.user_id = p_user and w.id = p_session_id
    returning w.* into v_session;
    return v_session;
end;
$$;
comment on function private.skip_rest is 'See public.skip_rest.';

create function public.skip_rest(p_session_id uuid)
returns public.workout_sessions
language sql
security invoker
set search_path = ''
return private.skip_rest((select auth.uid()), p_session_id);
comment on function public.skip_rest is
'Ends the rest and returns the session. PT404 no such workout, PT409 it is over.';

-- sql/training/planned_workout.sql
create function private.planned_workout(p_user uuid, p_plan_workout_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select jsonb_build_object(
            'plan_id', d.plan_id,
            'plan_name', p.name,
            'name', d.name,
            'exercises', coalesce((
                select jsonb_agg(
                    jsonb_build_object(
                        'plan_exercise_id', x.id,
                        'exercise_id', x.exercise_id,
                        'name', e.name,
                        'section', x.section,
                        'target_sets', x.target_sets,
                        'target_reps', x.target_reps,
                        'suggested_weight_kg', x.current_suggested_weight_kg
                    )
                    order by x.order_in_workout, x.id
                )
                from public.workout_plan_day_exercises as x
                inner join public.exercises as e on e.id = x.exercise_id
                where x.user_id = p_user and x.plan_workout_id = d.id
            ), '[]')
        )
        from public.workout_plan_days as d
        inner join public.workout_plans as p on p.user_id = d.user_id and p.id = d.plan_id
        where d.user_id = p_user and d.id = p_plan_workout_id
    );
end;
$$;
comment on function private.planned_workout is 'What the plan asks for on a day, as history keeps it; null for no such day.';

-- sql/training/running.sql
-- A running workout and what can be done with it. Each function repeats well: in the state it leads to, it returns.

create function private.require_session(p_user uuid, p_session_id uuid)
returns public.workout_sessions
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_session public.workout_sessions;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    select w.* into v_session from public.workout_sessions as w where w.user_id = p_user and w.id = p_session_id;
    if not found then
        perform private.fail('PT404', 'no such workout', '{"field": "p_session_id"}');
    end if;
    return v_session;
end;
$$;
comment on function private.require_session is 'The user''s session, its owner locked; PT404 otherwise.';

create function private.refuse_state(p_session public.workout_sessions, p_verb text)
returns void
language plpgsql
set search_path = ''
as $$
begin
    perform private.fail(
        'PT409', format('a workout that is %s can''t be %s', p_session.status, p_verb),
        jsonb_build_object('status', p_session.status, 'session_id', p_session.id)
    );
end;
$$;
comment on function private.refuse_state is 'PT409: the session''s state says no.';

create function private.start_workout(
    p_user uuid,
    p_plan_workout_id uuid,
    p_session_id uuid,
    p_timezone text,
    p_now timestamptz
)
returns public.workout_sessions
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_session public.workout_sessions;
    v_planned jsonb;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    v_planned := private.planned_workout(p_user, p_plan_workout_id);
    select w.* into v_session from public.workout_sessions as w where w.user_id = p_user and w.id = p_session_id;
    if found then
        return v_session;
    end if;
    if p_plan_workout_id is not null and v_planned is null then
        perform private.fail('PT404', 'no such day in your plans', '{"field": "p_plan_workout_id"}');
    end if;
    if private.is_timezone(p_timezone) is false then
        perform private.fail('PT422', 'no such time zone', '{"field": "p_timezone"}');
    end if;

    select w.* into v_session
    from public.workout_sessions as w
    where w.user_id = p_user and w.status in ('started', 'paused');
    if found then
        if p_session_id is null and v_session.plan_workout_id is not distinct from p_plan_workout_id then
            return v_session;
        end if;
        perform private.fail(
            'PT409', 'another workout is running', jsonb_build_object('session_id', v_session.id),
            'Finish or cancel it first.'
        );
    end if;

    insert into public.workout_sessions as w (
        id, user_id, plan_workout_id, started_at, status, timezone, name, planned
    )
    values (
        coalesce(p_session_id, gen_random_uuid()),
        p_user,
        p_plan_workout_id,
        p_now,
        'started',
        coalesce(p_timezone, private.zone_at(p_user, p_now)),
        v_planned ->> 'name',
        v_planned
    )
    on conflict (id) do nothing
    returning w.* into v_session;
    if not found then
        perform private.fail('PT404', 'no such workout', '{"field": "p_session_id"}');
    end if;
    return v_session;
end;
$$;
comment on function private.start_workout is 'See public.start_workout.';

create function public.start_workout(
    p_plan_workout_id uuid default null,
    p_session_id uuid default null,
    p_timezone text default null
)
returns public.workout_sessions
language sql
security invoker
set search_path = ''
return private.start_workout((select auth.uid()), p_plan_workout_id, p_session_id, p_timezone, now());
comment on function public.start_workout is
'Starts a workout, of a plan''s day or free, and returns the session. A known id returns that session; without an id the
running one if it is for the same day. PT409 with its session_id while another runs, PT404 no such day, PT422 time zone.';

-- sql/training/session_energy.sql
-- Energy net of rest, (MET - 1) x kg x hours, with the mean MET of the exercises by their sets. Where the catalogue has
-- no figure, the 2024 Compendium's for the kind of exercise stands in: 5.0 resistance (02052), 7.5 jogging, 2.3 stretching.
create function private.session_energy(p_user uuid, p_session_id uuid)
returns integer
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select
            round(
                (t.met - 1) * private.body_weight(p_user, w.started_at)
                * greatest(extract(epoch from w.ended_at - w.started_at) - w.paused_seconds, 0) / 3600
            )::integer
        from
            public.workout_sessions as w
            cross join lateral (
                select
                    avg(coalesce(e.met, case e.exercise_type when 'strength' then 5.0 when 'cardio' then 7.5 else 2.3 end)) as met
                from public.session_exercises as s
                inner join public.exercises as e on e.id = s.exercise_id
                where s.user_id = p_user
                    and s.workout_session_id = p_session_id
                    and s.set_type <> 'warmup'
                    and (
                        coalesce(s.logged_reps, 0) > 0 or coalesce(s.duration_seconds, 0) > 0 or coalesce(s.distance_m, 0) > 0
                    )
            ) as t
        where w.user_id = p_user and w.id = p_session_id
    );
end;
$$;
comment on function private.session_energy is 'Kilocalories of a workout net of rest; null without a body weight or working sets.';

create function private.recompute_energy(p_user uuid, p_from timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    update public.workout_sessions as w set energy_kcal = e.kcal
    from (
        select o.id, private.session_energy(p_user, o.id) as kcal
        from public.workout_sessions as o
        where o.user_id = p_user and o.status = 'completed' and o.started_at >= p_from
    ) as e
    where w.user_id = p_user and w.id = e.id and w.energy_kcal is distinct from e.kcal;
end;
$$;
comment on function private.recompute_energy is 'Derives the energy of the workouts from a moment on: their body weight became another.';

create function private.on_measurement_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.recompute_energy(
        coalesce(new.user_id, old.user_id), least(new.logged_at, old.logged_at)
    );
    return null;
end;
$$;
comment on function private.on_measurement_change is 'Row trigger on body_measurements: the energy of later workouts follows.';

create function private.on_check_in_weight_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- The weight holds from the start of its day where the user was.
    perform private.recompute_energy(
        coalesce(new.user_id, old.user_id),
        coalesce(new.day, old.day)::timestamp at time zone coalesce(new.timezone, old.timezone)
    );
    return null;
end;
$$;
comment on function private.on_check_in_weight_change is 'Row trigger on check_ins: the energy of later workouts follows.';

create trigger energy_follows_weight after insert or update of weight_kg, logged_at or delete on public.body_measurements
for each row execute function private.on_measurement_change();
create trigger energy_follows_weight_gained after insert on public.check_ins
for each row when (new.weight_kg is not null) execute function private.on_check_in_weight_change();
create trigger energy_follows_weight_changed after update of weight_kg on public.check_ins
for each row when (new.weight_kg is distinct from old.weight_kg) execute function private.on_check_in_weight_change();
create trigger energy_follows_weight_lost after delete on public.check_ins
for each row when (old.weight_kg is not null) execute function private.on_check_in_weight_change();

-- sql/training/workout_documents.sql
-- A whole workout as log_workout and correct_workout take it.

create function private.check_workout_document(p_user uuid, p_workout jsonb, p_now timestamptz)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_started timestamptz;
    v_ended timestamptz;
    v_fault record;
begin
    perform private.check_shape(p_workout, null, $shape${
        "id": {"type": "uuid", "required": true},
        "plan_workout_id": {"type": "uuid"},
        "started_at": {"type": "timestamp", "required": true},
        "ended_at": {"type": "timestamp", "required": true},
        "timezone": {"type": "timezone"},
        "name": {"type": "text", "min": 1, "max": 200},
        "location": {"type": "public.location"},
        "overall_feeling": {"type": "public.feeling"},
        "notes": {"type": "text", "max": 5000},
        "sets": {"type": "array", "max": 500, "required": true}
    }$shape$);
    v_started := (p_workout ->> 'started_at')::timestamptz;
    v_ended := (p_workout ->> 'ended_at')::timestamptz;
    if v_started > p_now + interval '5 minutes' then
        perform private.fail('PT422', 'it starts in the future', '{"field": "started_at"}');
    elsif v_ended < v_started then
        perform private.fail('PT422', 'it ends before it starts', '{"field": "ended_at"}');
    elsif v_ended > v_started + interval '24 hours' then
        perform private.fail('PT422', 'a workout lasts 24 hours at most', '{"field": "ended_at"}');
    end if;

    perform private.check_shapes(p_workout -> 'sets', 'sets[]', $shape${
        "id": {"type": "uuid", "required": true},
        "exercise_id": {"type": "uuid", "required": true},
        "workout_plan_exercise_id": {"type": "uuid"},
        "set_order": {"type": "integer", "min": 1, "max": 10000, "required": true},
        "set_type": {"type": "public.set_type"},
        "logged_reps": {"type": "integer", "min": 0, "max": 1000},
        "logged_weight_kg": {"type": "number", "min": 0, "max": 2000},
        "duration_seconds": {"type": "integer", "min": 0, "max": 86400},
        "distance_m": {"type": "number", "min": 0, "max": 1000000},
        "difficulty_rating": {"type": "rpe"},
        "rest_seconds": {"type": "integer", "min": 0, "max": 86400},
        "logged_at": {"type": "timestamp"},
        "notes": {"type": "text", "max": 2000}
    }$shape$);

    -- The triggers check this too, for plain CRUD; here the answer can name the place in the document.
    select
        s.i - 1 as i,
        case when e.id is null then 'exercise_id' when s.copies > 1 then 'id' else m.field end as field,
        case when e.id is null then 'PT404' else 'PT422' end as code,
        case
            when e.id is null then 'no such exercise'
            when s.copies > 1 then 'the id is there twice'
            else format('%s is needed for this exercise', m.field)
        end as reason
    into v_fault
    from
        (
            select
                o.i,
                o.value,
                count(*) over (partition by (o.value ->> 'id')::uuid) as copies
            from jsonb_array_elements(p_workout -> 'sets') with ordinality as o (value, i)
        ) as s
        left join public.exercises as e
            on e.id = (s.value ->> 'exercise_id')::uuid
            and (e.created_by is null or e.is_approved or e.created_by = p_user)
        cross join lateral (
            select
                private.missing_measure(
                    e.tracking_type,
                    (s.value ->> 'logged_reps')::numeric,
                    (s.value ->> 'logged_weight_kg')::numeric,
                    (s.value ->> 'duration_seconds')::numeric,
                    (s.value ->> 'distance_m')::numeric
                ) as field
        ) as m
    where e.id is null or s.copies > 1 or m.field is not null
    order by s.i
    limit 1;
    if found then
        perform private.fail(
            v_fault.code, v_fault.reason, jsonb_build_object('field', format('sets[%s].%s', v_fault.i, v_fault.field))
        );
    end if;
end;
$$;
comment on function private.check_workout_document is
'PT422 with the field at fault unless this is a workout document; PT404 for an exercise this user may not use.';

create function private.was_deleted(p_user uuid, p_table text, p_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
    return exists (
        select from private.tombstones as t
        where t.user_id = p_user and t.table_name = p_table and t.row_key = jsonb_build_object('id', p_id)
    );
end;
$$;
comment on function private.was_deleted is
'Whether the user once had this row and deleted it: a workout logged offline is not lost because its plan went meanwhile.';

-- sql/training/workout_rows.sql
-- From a checked workout document to rows.

create function private.plan_link(p_user uuid, p_workout jsonb)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
    v_id uuid := (p_workout ->> 'plan_workout_id')::uuid;
begin
    if v_id is null
        or exists (select from public.workout_plan_days as d where d.user_id = p_user and d.id = v_id)
    then
        return v_id;
    end if;
    if not private.was_deleted(p_user, 'workout_plan_days', v_id) then
        perform private.fail('PT404', 'no such day in your plans', '{"field": "plan_workout_id"}');
    end if;
    return null;
end;
$$;
comment on function private.plan_link is
'The day of a plan that a workout document names; null when it was deleted meanwhile, PT404 when it never was.';

create function private.set_rows(p_user uuid, p_workout jsonb)
returns setof public.session_exercises
language plpgsql
stable
set search_path = ''
as $$
declare
    v_fault record;
begin
    select s.i - 1 as i into v_fault
    from jsonb_array_elements(p_workout -> 'sets') with ordinality as s (value, i)
    left join public.workout_plan_day_exercises as x
        on x.user_id = p_user and x.id = (s.value ->> 'workout_plan_exercise_id')::uuid
    where s.value ->> 'workout_plan_exercise_id' is not null
        -- A case, because only few links are missing and looking for a tombstone is slow.
        and case
            when x.id is null then
                not private.was_deleted(
                    p_user, 'workout_plan_day_exercises', (s.value ->> 'workout_plan_exercise_id')::uuid
                )
            else false
        end
    order by s.i
    limit 1;
    if found then
        perform private.fail(
            'PT404', 'no such exercise in your plans',
            jsonb_build_object('field', format('sets[%s].workout_plan_exercise_id', v_fault.i))
        );
    end if;

    return query
    select
        s.id,
        (p_workout ->> 'id')::uuid,
        s.exercise_id,
        x.id,
        s.set_order::smallint,
        s.logged_reps::smallint,
        s.logged_weight_kg::numeric(7, 3),
        coalesce(s.logged_at, (p_workout ->> 'ended_at')::timestamptz),
        s.difficulty_rating::numeric(3, 1),
        s.notes,
        null::boolean,
        p_user,
        coalesce(s.set_type, 'working'),
        s.duration_seconds::integer,
        s.distance_m::numeric(9, 2),
        s.rest_seconds::integer,
        false,
        now(),
        now()
    from
        jsonb_to_recordset(p_workout -> 'sets') as s (
            -- Whole numbers were checked as such; JSON may still write 5 as 5.0, which only numeric reads.
            id uuid, exercise_id uuid, workout_plan_exercise_id uuid, set_order numeric, logged_reps numeric,
            logged_weight_kg numeric, logged_at timestamptz, difficulty_rating numeric, notes text,
            set_type public.set_type, duration_seconds numeric, distance_m numeric, rest_seconds numeric
        )
        left join public.workout_plan_day_exercises as x
            on x.user_id = p_user and x.id = s.workout_plan_exercise_id;
end;
$$;
comment on function private.set_rows is 'The sets of a checked workout document as rows.';

create function private.require_free_sets(p_user uuid, p_workout jsonb)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_fault record;
begin
    select s.i - 1 as i, e.user_id = p_user as is_own into v_fault
    from jsonb_array_elements(p_workout -> 'sets') with ordinality as s (value, i)
    inner join public.session_exercises as e on e.id = (s.value ->> 'id')::uuid
    where e.user_id <> p_user or e.workout_session_id <> (p_workout ->> 'id')::uuid
    order by s.i
    limit 1;
    if found then
        perform private.fail(
            case when v_fault.is_own then 'PT409' else 'PT404' end,
            case when v_fault.is_own then 'the set is in another workout' else 'no such set' end,
            jsonb_build_object('field', format('sets[%s].id', v_fault.i))
        );
    end if;
end;
$$;
comment on function private.require_free_sets is 'PT409 for set ids of another workout, PT404 for another user''s.';

-- sql/progression/types.sql
create type public.record_type as enum (
    'max_weight', 'max_reps', 'max_volume', 'estimated_1rm', 'max_duration', 'max_distance'
);
create type public.streak_type as enum ('weekly_workout_completion', 'daily_login');
create type public.xp_event_type as enum (
    'workout_completed', 'exercise_logged', 'personal_record', 'streak_kept', 'check_in', 'achievement', 'onboarding'
);
create type public.outcome as enum ('success', 'held', 'failure', 'none');
create type public.reason_code as enum (
    'first_time', 'progressed', 'reps_up', 'held', 'below_target', 'missed_reps', 'repeated_failure', 'deload',
    'planned_deload', 'readiness_hold', 'readiness_deload', 'manual', 'not_trained'
);

-- sql/progression/estimated_1rm.sql
-- In plpgsql, as other small functions that run once a row: an expression there costs a sixth of a call of a SQL function
-- that can't be inlined (3 against 18 microseconds).
create function private.estimated_1rm(p_weight_kg numeric, p_reps numeric, p_rpe numeric)
returns numeric
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
    v_reps numeric := p_reps + coalesce(10 - p_rpe, 0);
begin
    return case
        when p_weight_kg <= 0 or p_reps < 1 or v_reps > 12 then null
        when v_reps = 1 then p_weight_kg
        else round(p_weight_kg * least(1 + v_reps / 30, 36 / (37 - v_reps)), 3)
    end;
end;
$$;
comment on function private.estimated_1rm is
'One-repetition maximum in kilograms from a set. Repetitions in reserve (10 - RPE) count as done; one is the load itself;
then the lower of Epley and Brzycki; null beyond 12, where no formula holds (Reynolds 2006, J Strength Cond Res 20:584).';

-- sql/progression/prescriptions.sql
create table public.prescriptions (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null,
    plan_exercise_id uuid not null,
    session_id uuid,
    rule text,
    reason_code public.reason_code not null,
    inputs jsonb not null,
    old_target jsonb not null,
    new_target jsonb not null,
    created_at timestamptz not null default now(),
    superseded_at timestamptz,
    outcome public.outcome,
    effective_at timestamptz not null,
    failures smallint not null default 0,
    updated_at timestamptz not null default now(),
    foreign key (user_id, plan_exercise_id)
    references public.workout_plan_day_exercises (user_id, id) on delete cascade
);
comment on table public.prescriptions is
'Every step of a target and why it was taken. Append-only: when facts change, a step that no longer holds gets
superseded_at, and the one that holds is added.';
comment on column public.prescriptions.session_id is
'The workout that led to it; null when a person did. No foreign key: the step stays when the workout goes.';
comment on column public.prescriptions.rule is 'The axis of the rule that moved, or what the failures led to; null if nothing moved.';
comment on column public.prescriptions.inputs is '{"exercise_id", "amounts": reps, seconds or metres of the working sets, "loads_kg"}.';
comment on column public.prescriptions.old_target is '{"sets", "reps", "weight_kg"} before the step.';
comment on column public.prescriptions.new_target is '{"sets", "reps", "weight_kg"} from it on.';
comment on column public.prescriptions.effective_at is 'The start of the workout, or when the person set it: the order of the fold.';
comment on column public.prescriptions.failures is 'Failures in a row so far.';

create index prescriptions_user_id_plan_exercise_id_idx on public.prescriptions (
    user_id, plan_exercise_id, effective_at desc, session_id desc
);
create index prescriptions_user_id_session_id_idx on public.prescriptions (user_id, session_id)
where superseded_at is null;

create trigger touch before update on public.prescriptions
for each row execute function private.touch();
create trigger keep_keys before update of
id, user_id, plan_exercise_id, session_id, rule, reason_code, inputs, old_target, new_target, created_at, outcome,
effective_at, failures on public.prescriptions
for each row execute function private.freeze(
    'id', 'user_id', 'plan_exercise_id', 'session_id', 'rule', 'reason_code', 'inputs', 'old_target', 'new_target',
    'created_at', 'outcome', 'effective_at', 'failures'
);

-- sql/progression/scored_sets.sql
-- The one definition of what a set counts for. A view, because the planner sees through it where a function would be
-- called once a row.
create view private.scored_sets as
select
    s.user_id,
    s.workout_session_id as session_id,
    s.exercise_id,
    s.workout_plan_exercise_id as plan_exercise_id,
    s.id,
    s.set_order,
    s.logged_reps,
    s.logged_weight_kg,
    s.duration_seconds,
    s.distance_m,
    s.is_personal_record,
    s.was_successful_for_progression,
    e.tracking_type,
    p.is_performed,
    -- A drop set is lighter on purpose: it says nothing about a target.
    s.set_type in ('working', 'failure') as is_planned,
    case
        -- Help is not lifted, and warm-up is not training.
        when s.set_type = 'warmup' or e.tracking_type = 'assisted' then 0
        else coalesce(s.logged_weight_kg * s.logged_reps, 0) * case when e.is_unilateral then 2 else 1 end
    end as volume_kg,
    -- Scores compare: more is better. Of help less is better, so its score is negative.
    case
        when not p.is_performed then null
        when e.tracking_type = 'weight_reps' then nullif(s.logged_weight_kg, 0)
        when e.tracking_type = 'assisted' then -s.logged_weight_kg
    end as load_score,
    case when p.is_performed and e.tracking_type = 'reps_only' then s.logged_reps end as reps_score,
    case
        when p.is_performed and e.tracking_type = 'weight_reps'
            then private.estimated_1rm(s.logged_weight_kg, s.logged_reps, s.difficulty_rating)
    end as estimated_1rm_kg,
    case
        when p.is_performed and e.tracking_type in ('duration', 'distance_duration') then nullif(s.duration_seconds, 0)
    end as duration_score,
    case when p.is_performed and e.tracking_type = 'distance_duration' then nullif(s.distance_m, 0) end as distance_score
from
    public.session_exercises as s
    inner join public.exercises as e on s.exercise_id = e.id
    cross join lateral (
        select
            s.set_type <> 'warmup'
            and (
                coalesce(s.logged_reps, 0) > 0 or coalesce(s.duration_seconds, 0) > 0 or coalesce(s.distance_m, 0) > 0
            ) as is_performed
    ) as p;
comment on view private.scored_sets is 'Every set with its volume and with its score for each type of record.';

-- sql/progression/targets.sql
-- Sets, reps and load to aim for. Reps are written as in target_reps; double progression narrows a range as it moves
-- (8-12, 10-12, 12).
create type private.target as (sets smallint, reps text, weight_kg numeric(7, 3));

create function private.target_json(p_target private.target)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
    return jsonb_build_object('sets', p_target.sets, 'reps', p_target.reps, 'weight_kg', p_target.weight_kg);
end;
$$;
comment on function private.target_json is 'A target as the API shows it: {"sets", "reps", "weight_kg"}.';

create function private.target_of(p_json jsonb)
returns private.target
language plpgsql
immutable
strict
set search_path = ''
as $$
begin
    return (
        (p_json ->> 'sets')::smallint, p_json ->> 'reps', (p_json ->> 'weight_kg')::numeric
    )::private.target;
end;
$$;
comment on function private.target_of is 'A target from how the API shows it.';

create function private.meets_target(
    p_target jsonb,
    p_place bigint,
    p_is_assisted boolean,
    p_weight_kg numeric,
    p_reps numeric,
    p_duration_seconds numeric,
    p_distance_m numeric
)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
    return coalesce(
        case
            when p_is_assisted then p_weight_kg <= (p_target ->> 'weight_kg')::numeric
            else coalesce(p_weight_kg, 0) >= (p_target ->> 'weight_kg')::numeric
        end,
        true
    )
    and coalesce(
        case
            when p_target ->> 'reps' like '%s' then p_duration_seconds
            when p_target ->> 'reps' like '%m' then p_distance_m
            else p_reps
        end
        >= private.target_amount(p_target ->> 'reps', p_place::integer),
        false
    );
end;
$$;
comment on function private.meets_target is
'Whether a set meets a target at its place among the planned sets (from 1): load, and reps, seconds or metres.';

-- What a person set, and when: facts of the fold like the workouts.
create table private.target_facts (
    user_id uuid not null,
    plan_exercise_id uuid not null,
    set_at timestamptz not null,
    moves_target boolean not null,
    exercise_id uuid not null,
    target private.target not null,
    rules jsonb not null,
    is_assisted boolean not null,
    primary key (user_id, plan_exercise_id, set_at),
    foreign key (user_id, plan_exercise_id)
    references public.workout_plan_day_exercises (user_id, id) on delete cascade
);
comment on table private.target_facts is
'The target and the rules of a plan''s exercise as a person set them. What it was made with holds from -infinity: it precedes
every workout, whatever its date.';
comment on column private.target_facts.moves_target is 'False when only the rules changed: the target goes on where it stood.';

create function private.rules_of(
    p_progression jsonb,
    p_increase_kg numeric,
    p_target_reps text,
    p_mechanic public.mechanic
)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
    -- Steps where nobody said one: 2.5 kg for compound lifts, 1 kg for isolation.
    v_load jsonb := jsonb_build_object(
        'axis', 'load',
        'step', coalesce(
            nullif(p_increase_kg, 0),
            (p_progression -> 'step')::numeric,
            case p_mechanic when 'compound' then 2.5 else 1 end
        )
    );
    v_ceiling integer := private.target_ceiling(p_target_reps);
begin
    if jsonb_typeof(p_progression) = 'array' then
        return p_progression;
    end if;
    case p_progression ->> 'scheme'
        when 'linear' then
            return jsonb_build_array(v_load);
        when 'double' then
            if v_ceiling is null then
                return jsonb_build_array(v_load);
            end if;
            return jsonb_build_array(
                jsonb_build_object('axis', 'reps', 'step', 1, 'ceiling', v_ceiling, 'on_ceiling', 'reset'), v_load
            );
        else
            -- An increase alone means linear; a scheme that this version doesn't know holds.
            if p_progression is null and p_increase_kg > 0 then
                return jsonb_build_array(v_load);
            end if;
            return '[]'::jsonb;
    end case;
end;
$$;
comment on function private.rules_of is 'The ordered rules that a progression stands for, named schemes written out.';

-- sql/progression/evaluate.sql
-- One workout against one target. The same evaluator serves finishing, recomputing and simulating: it knows no tables.

create type private.evaluation as (
    outcome public.outcome,
    reason_code public.reason_code,
    rule text,
    -- The target it was held against: a null load becomes the first load lifted.
    old_target private.target,
    new_target private.target,
    failures smallint
);

create function private.evaluate(
    p_target private.target,
    p_failures integer,
    p_rules jsonb,
    p_base_reps text,
    p_is_assisted boolean,
    p_amounts integer[],
    p_loads numeric[]
)
returns private.evaluation
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_target private.target := p_target;
    v_result private.evaluation;
    -- Of help more is easier: the lightest set is the one with the most help.
    v_load numeric := (
        select case when p_is_assisted then max(l) else min(l) end from unnest(p_loads) as l
    );
    v_is_met boolean;
begin
    v_target.weight_kg := coalesce(v_target.weight_kg, p_loads[1]);
    v_result.old_target := v_target;
    v_result.new_target := v_target;
    v_result.failures := p_failures;

    if cardinality(p_amounts) = 0 then
        v_result.outcome := 'none';
        v_result.reason_code := 'not_trained';
        return v_result;
    end if;
    if v_target.weight_kg is not null and v_load is distinct from v_target.weight_kg
        and (coalesce(v_load, 0) < v_target.weight_kg) <> p_is_assisted
    then
        v_result.outcome := 'held';
        v_result.reason_code := 'below_target';
        return v_result;
    end if;

    -- A planned set that is missing has null, which meets nothing.
    v_is_met := (
        select bool_and(coalesce(p_amounts[s] >= private.target_amount(v_target.reps, s), false))
        from generate_series(1, v_target.sets::integer) as s
    );
    if v_is_met then
        return private.advance(v_result, p_rules, p_base_reps, p_is_assisted, p_amounts, v_load);
    end if;
    return private.fall_back(v_result, p_rules, p_base_reps, p_is_assisted);
end;
$$;
comment on function private.evaluate is
'What a workout made of a target. Amounts are reps, seconds or metres of the working sets in order, loads their kilograms. Lowest
load at the target and every planned set done: success; below the target''s load: held; else failure; without sets: none.';

-- sql/progression/recompute_exercises.sql
-- What moved when workouts changed: everything from this moment on, of these exercises, is derived anew.
create type private.change as (
    since timestamptz,
    exercises uuid[],
    days date[],
    -- Something was there before, so bests may sink too.
    is_correction boolean,
    -- One new workout and none of its exercises trained since: what it had to beat is known already.
    is_latest boolean
);

create function private.recompute_exercise_sessions(p_user uuid, p_sessions uuid[])
returns private.change
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_before record;
    v_after record;
begin
    with gone as (
        delete from private.exercise_sessions as r
        where r.user_id = p_user and r.session_id = any(p_sessions)
        returning r.started_at, r.exercise_id, r.day
    )

    select min(g.started_at) as since, array_agg(g.exercise_id) as exercises, array_agg(g.day) as days
    into v_before
    from gone as g;

    with made as (
        insert into private.exercise_sessions (
            user_id, exercise_id, started_at, session_id, day, working_sets, volume_kg, load_score, reps_score,
            estimated_1rm_kg, duration_score, distance_score, prior_volume_kg, prior_load_score, prior_reps_score,
            prior_estimated_1rm_kg, prior_duration_score, prior_distance_score
        )
        select
            p_user, r.exercise_id, r.started_at, r.session_id, r.day, r.working_sets, r.volume_kg, r.load_score,
            r.reps_score, r.estimated_1rm_kg, r.duration_score, r.distance_score,
            greatest(b.prior_volume_kg, nullif(b.volume_kg, 0)),
            greatest(b.prior_load_score, b.load_score),
            greatest(b.prior_reps_score, b.reps_score),
            greatest(b.prior_estimated_1rm_kg, b.estimated_1rm_kg),
            greatest(b.prior_duration_score, b.duration_score),
            greatest(b.prior_distance_score, b.distance_score)
        from (
            select
                s.exercise_id,
                w.started_at,
                w.id as session_id,
                w.day,
                count(*) filter (where s.is_performed) as working_sets,
                sum(s.volume_kg) as volume_kg,
                max(s.load_score) as load_score,
                max(s.reps_score) as reps_score,
                max(s.estimated_1rm_kg) as estimated_1rm_kg,
                max(s.duration_score) as duration_score,
                max(s.distance_score) as distance_score
            from unnest(p_sessions) as o (id)
            inner join public.workout_sessions as w on w.user_id = p_user and w.id = o.id and w.status = 'completed'
            -- The offset keeps the planner on the index of the session, whatever its statistics say.
            cross join lateral (
                select x.* from private.scored_sets as x where x.user_id = p_user and x.session_id = o.id offset 0
            ) as s
            group by w.id, s.exercise_id
        ) as r
        -- recompute_priors would find the same for one new workout; written at once, its row isn't touched again.
        left join lateral (
            select p.*
            from private.exercise_sessions as p
            where p.user_id = p_user and p.exercise_id = r.exercise_id and p.started_at < r.started_at
            order by p.started_at desc, p.session_id desc
            limit 1
        ) as b on true
        returning session_id, started_at, exercise_id, day, volume_kg, working_sets
    ),

    totals as (
        update public.workout_sessions as w
        set
            total_volume_kg = t.volume_kg,
            total_sets = t.sets,
            energy_kcal = case when t.sets > 0 then private.session_energy(p_user, w.id) end
        from (
            select o.id, coalesce(sum(m.volume_kg), 0) as volume_kg, coalesce(sum(m.working_sets), 0) as sets
            from unnest(p_sessions) as o (id)
            left join made as m on m.session_id = o.id
            group by o.id
        ) as t
        where w.user_id = p_user and w.id = t.id and w.status = 'completed'
    )

    select min(m.started_at) as since, array_agg(m.exercise_id) as exercises, array_agg(m.day) as days
    into v_after
    from made as m;

    return (
        least(v_before.since, v_after.since),
        array(
            select e.id from unnest(v_before.exercises) as e (id) union select e.id from unnest(v_after.exercises) as e (id)
        ),
        array(select d.day from unnest(v_before.days) as d (day) union select d.day from unnest(v_after.days) as d (day)),
        v_before.since is not null,
        v_before.since is null
        and cardinality(p_sessions) = 1
        and not exists (
            select from unnest(v_after.exercises) as e (id)
            inner join private.exercise_sessions as r
                on r.user_id = p_user and r.exercise_id = e.id and r.started_at >= v_after.since
            where r.session_id <> p_sessions[1]
        )
    )::private.change;
end;
$$;
comment on function private.recompute_exercise_sessions is
'Derives the exercises and the totals of these workouts from their sets, and says what moved. recompute_priors has to follow.';

-- sql/progression/weekly_targets.sql
-- How many days a week a user meant to train, and since when: a week is judged by what held at its end.
create table private.weekly_targets (
    user_id uuid not null references public.profiles (id) on delete cascade,
    valid_from date not null,
    target smallint not null check (target between 1 and 7),
    primary key (user_id, valid_from)
);
comment on table private.weekly_targets is 'The target of training days a week from each day on; 3 before the first row.';

create function private.weekly_target_at(p_user uuid, p_day date)
returns smallint
language plpgsql
stable
set search_path = ''
as $$
begin
    return coalesce(
        (
            select t.target from private.weekly_targets as t
            where t.user_id = p_user and t.valid_from <= p_day
            order by t.valid_from desc
            limit 1
        ),
        3
    );
end;
$$;
comment on function private.weekly_target_at is 'The training days a week the user aimed for on a day.';

create function private.note_weekly_target(p_user uuid, p_now timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_today date;
    v_target smallint;
begin
    if not private.lock_user(p_user) then
        return;
    end if;
    v_today := private.local_day(p_user, p_now);
    v_target := coalesce(
        (select p.weekly_workout_target from public.profiles as p where p.id = p_user),
        (select w.days_per_week from public.workout_plans as w where w.user_id = p_user and w.is_active),
        3
    );
    if v_target = private.weekly_target_at(p_user, v_today) then
        return;
    end if;
    insert into private.weekly_targets (user_id, valid_from, target)
    values (p_user, v_today, v_target)
    on conflict (user_id, valid_from) do update set target = excluded.target;
    perform private.recompute_weeks(p_user, array[v_today]);
end;
$$;
comment on function private.note_weekly_target is
'Keeps the target as it is from today on (the profile''s, else the active plan''s days, else 3) and judges this week anew.';

create function private.on_weekly_target_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.note_weekly_target(
        case when tg_table_name = 'profiles' then (to_jsonb(new) ->> 'id')::uuid
        else (coalesce(to_jsonb(new), to_jsonb(old)) ->> 'user_id')::uuid end,
        now()
    );
    return null;
end;
$$;
comment on function private.on_weekly_target_change is 'Row trigger where the weekly target comes from: profiles and plans.';

create trigger note_weekly_target after update of weekly_workout_target on public.profiles
for each row when (old.weekly_workout_target is distinct from new.weekly_workout_target)
execute function private.on_weekly_target_change();
create trigger note_weekly_target after update of is_active, days_per_week on public.workout_plans
for each row when (
    (old.is_active or new.is_active)
    and (old.is_active, old.days_per_week) is distinct from (new.is_active, new.days_per_week)
)
execute function private.on_weekly_target_change();
create trigger note_weekly_target_deleted after delete on public.workout_plans
for each row when (old.is_active) execute function private.on_weekly_target_change();

-- sql/progression/xp_rules.sql
-- What is worth how much, by version: what happened under one version keeps its worth when the next one comes.
create table public.xp_rule_versions (
    version integer primary key check (version > 0),
    valid_from timestamptz not null unique,
    daily_cap integer not null check (daily_cap > 0),
    description text not null check (length(description) <= 1000)
);
comment on table public.xp_rule_versions is 'The versions of the XP rules and levels, and since when each holds.';
comment on column public.xp_rule_versions.daily_cap is
'The most XP that the workouts of one local day earn together. Weeks, check-ins and onboarding come on top.';

create table public.xp_rules (
    version integer not null references public.xp_rule_versions (version) on delete cascade,
    event_type public.xp_event_type not null,
    xp integer not null check (xp between 0 and 100000),
    primary key (version, event_type)
);
comment on table public.xp_rules is
'XP by version and event: a workout with a working set, each different exercise in it, each record, each week that met its
target, each day with a check-in. Never by set.';

create table public.level_thresholds (
    version integer not null references public.xp_rule_versions (version) on delete cascade,
    level integer not null check (level > 0),
    min_xp integer not null check (min_xp >= 0),
    primary key (version, level)
);
comment on table public.level_thresholds is 'The XP from which each level is reached; version 1: 100 x (level - 1) squared.';

create function private.xp_version(p_at timestamptz)
returns integer
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select v.version from public.xp_rule_versions as v
        where v.valid_from <= p_at
        order by v.valid_from desc
        limit 1
    );
end;
$$;
comment on function private.xp_version is 'The version of the rules in force at a moment.';

create function private.level_of(p_xp bigint, p_at timestamptz)
returns integer
language plpgsql
stable
set search_path = ''
as $$
begin
    return coalesce(
        (
            select max(t.level) from public.level_thresholds as t
            where t.version = private.xp_version(p_at) and t.min_xp <= p_xp
        ),
        1
    );
end;
$$;
comment on function private.level_of is 'The level that so much XP makes, by the thresholds in force at a moment.';

-- sql/progression/settle_xp.sql
-- What something is worth now, to be compared with what the ledger says.
create type private.xp_claim as (
    event_type public.xp_event_type,
    source_type text,
    source_id uuid,
    xp integer,
    rule_version integer
);

create function private.settle_xp(p_user uuid, p_sources uuid[], p_claims private.xp_claim[])
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- A reversal has the source of what it reverses, so one look at the sources finds both.
    with entries as materialized (
        select e.id, e.event_type, e.source_type, e.source_id, e.xp, e.rule_version, e.reverses_id
        from public.xp_events as e
        where e.user_id = p_user and e.source_id = any(p_sources)
    ),

    standing as materialized (
        select e.*
        from entries as e
        where e.reverses_id is null and not exists (select from entries as r where r.reverses_id = e.id)
    ),

    claims as (
        select c.* from unnest(p_claims) as c where c.xp > 0
    )

    insert into public.xp_events (user_id, event_type, source_type, source_id, xp, rule_version, reverses_id)
    select p_user, s.event_type, s.source_type, s.source_id, -s.xp, s.rule_version, s.id
    from standing as s
    where not exists (
        select from claims as c
        where c.event_type = s.event_type and c.source_id = s.source_id and c.xp = s.xp
    )
    union all
    select p_user, c.event_type, c.source_type, c.source_id, c.xp, c.rule_version, null
    from claims as c
    where not exists (
        select from standing as s
        where c.event_type = s.event_type and c.source_id = s.source_id and c.xp = s.xp
    );
end;
$$;
comment on function private.settle_xp is
'Brings the ledger to what these sources are worth now: what no longer holds is reversed, what is new is added. The caller
holds the user''s lock.';

create function private.claim(
    p_event public.xp_event_type,
    p_source_type text,
    p_source_id uuid,
    p_at timestamptz
)
returns private.xp_claim[]
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select array_agg((p_event, p_source_type, p_source_id, r.xp, r.version)::private.xp_claim)
        from public.xp_rules as r
        where r.version = private.xp_version(p_at) and r.event_type = p_event
    );
end;
$$;
comment on function private.claim is 'One thing that happened at a moment, with its worth by the rules of then.';

-- sql/progression/training_weeks.sql
create table private.training_weeks (
    user_id uuid not null references public.profiles (id) on delete cascade,
    week_start date not null,
    training_days smallint not null,
    target smallint not null,
    -- When the day that met the target was trained; null until then.
    met_at timestamptz,
    primary key (user_id, week_start)
);
comment on table private.training_weeks is 'One row a week with a workout: the days trained and the target. Derived.';

create function private.week_start(p_day date, p_starts_on smallint)
returns date
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
    return p_day - (extract(isodow from p_day)::integer - p_starts_on + 7) % 7;
end;
$$;
comment on function private.week_start is 'The first day of a day''s week, which begins on p_starts_on (1 Monday … 7 Sunday).';

create function private.week_source(p_user uuid, p_week_start date)
returns uuid
language plpgsql
immutable
set search_path = ''
as $$
begin
    return private.stable_id('week', p_user || ':' || p_week_start);
end;
$$;
comment on function private.week_source is 'The source_id of a week in xp_events.';

create function private.recompute_weeks(p_user uuid, p_days date[])
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_starts_on smallint;
    v_weeks date[];
    v_sources uuid[];
    v_claims private.xp_claim[] := '{}'::private.xp_claim[];
    v_week record;
begin
    select p.week_starts_on into v_starts_on from public.profiles as p where p.id = p_user;
    v_weeks := array(select distinct private.week_start(d.day, v_starts_on) from unnest(p_days) as d (day));

    for v_week in
        with days as (
            select o.week_start, w.day, min(w.started_at) as trained_at
            from unnest(v_weeks) as o (week_start)
            inner join public.workout_sessions as w
                on w.user_id = p_user
                and w.day between o.week_start and o.week_start + 6
                and w.status = 'completed'
                and w.total_sets > 0
            group by o.week_start, w.day
        ),

        wanted as materialized (
            select
                d.week_start,
                count(*) as training_days,
                t.target,
                (array_agg(d.trained_at order by d.day))[t.target] as met_at
            from days as d
            cross join lateral private.weekly_target_at(p_user, d.week_start + 6) as t (target)
            group by d.week_start, t.target
        ),

        gone as (
            delete from private.training_weeks as t
            where t.user_id = p_user
                and t.week_start = any(v_weeks)
                and t.week_start not in (select w.week_start from wanted as w)
        ),

        made as (
            insert into private.training_weeks as t (user_id, week_start, training_days, target, met_at)
            select p_user, w.week_start, w.training_days, w.target, w.met_at from wanted as w
            on conflict (user_id, week_start) do update
            set training_days = excluded.training_days, target = excluded.target, met_at = excluded.met_at
            where (t.training_days, t.target, t.met_at)
                is distinct from (excluded.training_days, excluded.target, excluded.met_at)
        )

        -- The weeks in which it changed whether, or when, the target was met.
        select o.week_start, w.met_at
        from unnest(v_weeks) as o (week_start)
        left join private.training_weeks as t on t.user_id = p_user and t.week_start = o.week_start
        left join wanted as w on w.week_start = o.week_start
        where t.met_at is distinct from w.met_at
    loop
        v_sources := v_sources || private.week_source(p_user, v_week.week_start);
        if v_week.met_at is not null then
            v_claims := v_claims || private.claim(
                'streak_kept', 'week', private.week_source(p_user, v_week.week_start), v_week.met_at
            );
        end if;
    end loop;
    if v_sources is not null then
        perform private.settle_xp(p_user, v_sources, v_claims);
    end if;
end;
$$;
comment on function private.recompute_weeks is 'Derives the weeks of these days, and what they are worth.';

-- sql/progression/advance.sql
create function private.advance(
    p_result private.evaluation,
    p_rules jsonb,
    p_base_reps text,
    p_is_assisted boolean,
    p_amounts integer[],
    p_load numeric
)
returns private.evaluation
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_result private.evaluation := p_result;
    v_target private.target := p_result.new_target;
    v_rule jsonb;
    v_step numeric;
    v_ceiling numeric;
    v_least integer;
begin
    v_result.outcome := 'success';
    v_result.reason_code := 'held';
    v_result.failures := 0;
    for v_rule in select r.value from jsonb_array_elements(p_rules) with ordinality as r (value, i) order by r.i loop
        v_step := (v_rule -> 'step')::numeric;
        v_ceiling := (v_rule -> 'ceiling')::numeric;
        case v_rule ->> 'axis'
            when 'reps' then
                v_ceiling := coalesce(v_ceiling, private.target_ceiling(p_base_reps));
                -- From what was done in the weakest planned set, as the load goes from the lowest one lifted.
                v_least := (
                    select min(p_amounts[s]) from generate_series(1, v_target.sets::integer) as s
                );
                continue when v_target.reps !~ '^\d+(-\d+)?$' or v_least >= v_ceiling;
                v_least := least(v_least + v_step, v_ceiling);
                v_target.reps := case when v_least < v_ceiling then v_least || '-' || v_ceiling else v_least::text end;
                v_target.weight_kg := coalesce(p_load, v_target.weight_kg);
                v_result.reason_code := 'reps_up';
            when 'load' then
                continue when p_load is null or p_load >= v_ceiling or p_is_assisted and p_load = 0;
                v_step := case when v_rule ->> 'step_unit' = '%' then p_load * v_step / 100 else v_step end;
                v_target.weight_kg := least(
                    greatest(p_load + case when p_is_assisted then -v_step else v_step end, 0), coalesce(v_ceiling, 2000)
                );
                v_target.reps := case when p_rules @> '[{"on_ceiling": "reset"}]' then p_base_reps else v_target.reps end;
                v_result.reason_code := 'progressed';
            else
                continue when v_target.sets >= coalesce(v_ceiling, 50);
                v_target.sets := least(v_target.sets + v_step, v_ceiling, 50);
                v_target.weight_kg := coalesce(p_load, v_target.weight_kg);
                v_result.reason_code := 'progressed';
        end case;
        v_result.rule := v_rule ->> 'axis';
        v_result.new_target := v_target;
        return v_result;
    end loop;
    return v_result;
end;
$$;
comment on function private.advance is 'After a success: the first rule that can still move moves.';

-- sql/progression/after_workouts_changed.sql
-- The one place where facts of training become progress. Called by the triggers of sessions and sets, whichever way a
-- fact was written.
create function private.after_workouts_changed(p_user uuid, p_sessions uuid[])
returns void
language plpgsql
security definer
set search_path = ''
-- Its statements are many and small, and one plan fits every user: planning them anew takes as long as running them.
set plan_cache_mode = force_generic_plan
as $$
declare
    v_sessions uuid[];
    v_change private.change;
    v_moved uuid[];
    v_moved_days date[];
    v_plan_exercises uuid[];
begin
    -- Derivation does nothing once the profile is gone, so that an account can be deleted.
    if not private.lock_user(p_user) then
        return;
    end if;
    -- A running workout has earned nothing yet; a deleted one leaves something to take back.
    v_sessions := array(
        select o.id
        from unnest(p_sessions) as o (id)
        left join public.workout_sessions as w on w.user_id = p_user and w.id = o.id
        where w.id is null or w.status = 'completed'
    );
    if cardinality(v_sessions) = 0 then
        return;
    end if;

    v_change := private.recompute_exercise_sessions(p_user, v_sessions);
    if not v_change.is_latest then
        select array_agg(m.session_id), array_agg(m.day) into v_moved, v_moved_days
        from private.recompute_priors(p_user, v_change.exercises, v_change.since) as m;
    end if;
    perform private.recompute_best(
        p_user, v_change.exercises, case when v_change.is_correction then '-infinity' else v_change.since end
    );
    v_plan_exercises := array(
        select s.workout_plan_exercise_id from public.session_exercises as s
        where s.user_id = p_user and s.workout_session_id = any(v_sessions) and s.workout_plan_exercise_id is not null
        union
        select p.plan_exercise_id from public.prescriptions as p
        where p.user_id = p_user and p.session_id = any(v_sessions) and p.superseded_at is null
    );
    if cardinality(v_plan_exercises) > 0 then
        v_moved := v_moved || private.recompute_targets(p_user, v_plan_exercises, v_change.since);
    end if;
    perform private.mark_sets(p_user, v_sessions || v_moved);
    perform private.recompute_weeks(p_user, v_change.days);
    perform private.recompute_workout_xp(p_user, v_change.days || v_moved_days, v_sessions);
end;
$$;
comment on function private.after_workouts_changed is
'Derives all that hangs on these workouts, logged, changed or deleted: totals, records, targets, marks, weeks, XP.';

-- sql/progression/check_in.sql
create function private.record_check_in(
    p_user uuid,
    p_check_in jsonb,
    p_timezone text,
    p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_check_in jsonb := coalesce(nullif(p_check_in, 'null'), '{}');
    v_zone text;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.check_shape(v_check_in, 'p_check_in', $shape${
        "sleep": {"type": "integer", "min": 1, "max": 5},
        "soreness": {"type": "integer", "min": 1, "max": 5},
        "energy": {"type": "integer", "min": 1, "max": 10},
        "mood": {"type": "integer", "min": 1, "max": 5},
        "weight_kg": {"type": "number", "min": 20, "max": 500},
        "notes": {"type": "text", "max": 2000}
    }$shape$);
    if private.is_timezone(p_timezone) is false then
        perform private.fail('PT422', 'no such time zone', '{"field": "p_timezone"}');
    end if;
    v_zone := coalesce(p_timezone, private.zone_at(p_user, p_now));

    -- Once a day counts; what is told later in the day is added to it.
    insert into public.check_ins as c (user_id, day, timezone, sleep, soreness, energy, mood, weight_kg, notes, created_at)
    values (
        p_user,
        (p_now at time zone v_zone)::date,
        v_zone,
        (v_check_in ->> 'sleep')::numeric,
        (v_check_in ->> 'soreness')::numeric,
        (v_check_in ->> 'energy')::numeric,
        (v_check_in ->> 'mood')::numeric,
        (v_check_in ->> 'weight_kg')::numeric,
        v_check_in ->> 'notes',
        p_now
    )
    on conflict (user_id, day) do update
    set
        sleep = coalesce(excluded.sleep, c.sleep),
        soreness = coalesce(excluded.soreness, c.soreness),
        energy = coalesce(excluded.energy, c.energy),
        mood = coalesce(excluded.mood, c.mood),
        weight_kg = coalesce(excluded.weight_kg, c.weight_kg),
        notes = coalesce(excluded.notes, c.notes);
    return (
        select to_jsonb(s) || jsonb_build_object('user_id', p_user, 'freezes_available', 0)
        from private.streaks_at(p_user, p_now) as s
        where s.streak_type = 'daily_login'
    );
end;
$$;
comment on function private.record_check_in is 'See public.record_check_in.';

create function public.record_check_in(p_check_in jsonb default null, p_timezone text default null)
returns jsonb
language sql
security invoker
set search_path = ''
return private.record_check_in((select auth.uid()), p_check_in, p_timezone, now());
comment on function public.record_check_in is
'Says how today is {sleep?, soreness?, energy?, mood?, weight_kg?, notes?} and returns the daily_login streak. One check-in a
day counts; a later one adds to it. PT422 names the field at fault.';

create function private.on_check_ins()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid := coalesce(new.user_id, old.user_id);
    v_source uuid := private.stable_id('check_in', v_user || ':' || coalesce(new.day, old.day));
begin
    if private.lock_user(v_user) then
        perform private.settle_xp(
            v_user,
            array[v_source],
            case when tg_op = 'INSERT' then private.claim('check_in', 'check_in', v_source, new.created_at) else '{}' end
        );
    end if;
    return null;
end;
$$;
comment on function private.on_check_ins is 'Row trigger: a day with a check-in is worth XP as long as the check-in is there.';

create trigger settle_xp after insert or delete on public.check_ins
for each row execute function private.on_check_ins();

create function private.on_onboarding()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.settle_xp(new.id, array[new.id], private.claim('onboarding', 'profile', new.id, now()));
    return null;
end;
$$;
comment on function private.on_onboarding is 'Row trigger on profiles: onboarding is worth XP, once.';

create trigger reward_onboarding after update of onboarding_complete on public.profiles
for each row when (new.onboarding_complete and not old.onboarding_complete)
execute function private.on_onboarding();

-- sql/progression/exercise_sessions.sql
-- What a completed workout made of each exercise: the step between sets and everything that looks at history.
create table private.exercise_sessions (
    user_id uuid not null references public.profiles (id) on delete cascade,
    exercise_id uuid not null,
    started_at timestamptz not null,
    session_id uuid not null,
    day date not null,
    working_sets smallint not null,
    volume_kg numeric(12, 3) not null,
    load_score numeric,
    reps_score numeric,
    estimated_1rm_kg numeric,
    duration_score numeric,
    distance_score numeric,
    -- The best of all workouts before, so that appending looks one row back and not through years.
    prior_volume_kg numeric,
    prior_load_score numeric,
    prior_reps_score numeric,
    prior_estimated_1rm_kg numeric,
    prior_duration_score numeric,
    prior_distance_score numeric,
    records smallint not null generated always as (
        coalesce((volume_kg > prior_volume_kg)::integer, 0)
        + coalesce((load_score > prior_load_score)::integer, 0)
        + coalesce((reps_score > prior_reps_score)::integer, 0)
        + coalesce((estimated_1rm_kg > prior_estimated_1rm_kg)::integer, 0)
        + coalesce((duration_score > prior_duration_score)::integer, 0)
        + coalesce((distance_score > prior_distance_score)::integer, 0)
    ) stored,
    primary key (user_id, exercise_id, started_at, session_id)
);
comment on table private.exercise_sessions is
'One row a completed workout and exercise: working sets, volume, the best scores and the best before. Derived; without foreign
keys to facts, so that it still tells what a deleted workout had.';
comment on column private.exercise_sessions.records is 'How many bests were beaten; the first workout with a score beats none.';
create index exercise_sessions_user_id_session_id_idx on private.exercise_sessions (user_id, session_id);

create view private.exercise_scores as
select r.user_id, r.exercise_id, r.started_at, r.session_id, r.day, t.record_type, t.score, t.previous_score
from
    private.exercise_sessions as r
    cross join lateral (
        values
        ('max_weight'::public.record_type, r.load_score, r.prior_load_score),
        ('max_reps', r.reps_score, r.prior_reps_score),
        ('max_volume', nullif(r.volume_kg, 0), r.prior_volume_kg),
        ('estimated_1rm', r.estimated_1rm_kg, r.prior_estimated_1rm_kg),
        ('max_duration', r.duration_score, r.prior_duration_score),
        ('max_distance', r.distance_score, r.prior_distance_score)
    ) as t (record_type, score, previous_score)
where t.score is not null;
comment on view private.exercise_scores is
'The best score of each workout by exercise and type of record, and the best of all workouts before.';

-- What XP is given for, and what a summary tells. Without anything before it, a score is a baseline and no record.
create view private.record_events as
select s.user_id, s.exercise_id, s.record_type, s.session_id, s.started_at, s.day, s.score, s.previous_score
from private.exercise_scores as s
where s.score > s.previous_score;
comment on view private.record_events is
'One row a workout, exercise and type in which the best of all workouts before was beaten.';

-- sql/progression/fall_back.sql
create function private.fall_back(
    p_result private.evaluation,
    p_rules jsonb,
    p_base_reps text,
    p_is_assisted boolean
)
returns private.evaluation
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_result private.evaluation := p_result;
    v_target private.target := p_result.new_target;
    v_rule jsonb := coalesce(
        (
            select r.value from jsonb_array_elements(p_rules) with ordinality as r (value, i)
            where r.value ? 'after_failures' or r.value ? 'on_failures'
            order by r.i
            limit 1
        ),
        jsonb_path_query_first(p_rules, '$[*] ? (@.axis == "load")')
    );
    v_step numeric;
begin
    v_result.outcome := 'failure';
    v_result.reason_code := 'missed_reps';
    v_result.failures := p_result.failures + 1;
    -- Three in a row, unless a rule says otherwise; without a rule nothing moves.
    if v_rule is null or v_result.failures < coalesce((v_rule -> 'after_failures')::integer, 3) then
        return v_result;
    end if;

    case coalesce(v_rule ->> 'on_failures', 'deload')
        when 'deload' then
            -- Down to a whole number of steps, so that the way up meets the same loads.
            v_step := case
                when v_rule ->> 'axis' = 'load' and v_rule ->> 'step_unit' is distinct from '%' then (v_rule -> 'step')::numeric
                else 2.5
            end;
            v_target.weight_kg := case
                when p_is_assisted then
                    ceil(v_target.weight_kg * (1 + coalesce((v_rule -> 'deload_percent')::numeric, 10) / 100) / v_step) * v_step
                else
                    floor(v_target.weight_kg * (1 - coalesce((v_rule -> 'deload_percent')::numeric, 10) / 100) / v_step) * v_step
            end;
            v_target.reps := p_base_reps;
        when 'reset' then
            v_target.reps := p_base_reps;
        else
            return v_result;
    end case;
    v_result.rule := coalesce(v_rule ->> 'on_failures', 'deload');
    v_result.reason_code := 'repeated_failure';
    v_result.failures := 0;
    v_result.new_target := v_target;
    return v_result;
end;
$$;
comment on function private.fall_back is
'After a failure: the target holds, until as many in a row as the rule allows (3); then 10 % of the load comes off.';

-- sql/progression/fold.sql
create function private.target_events(p_user uuid, p_plan_exercises uuid[], p_from timestamptz)
returns table (
    plan_exercise_id uuid,
    happened_at timestamptz,
    session_id uuid,
    exercise_id uuid,
    -- Of a workout:
    amounts integer[],
    loads numeric[],
    -- Of a person's decision:
    fact private.target_facts
)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
    return query
    -- From the sessions, which are few, to their sets: a plan's exercise may have years of them.
    with sessions as materialized (
        select w.id, w.started_at
        from public.workout_sessions as w
        where w.user_id = p_user and w.started_at >= p_from and w.status = 'completed'
    )

    select
        s.workout_plan_exercise_id,
        w.started_at,
        w.id,
        s.exercise_id,
        array_agg(
            floor(
                case
                    when (f.target).reps like '%s' then s.duration_seconds
                    when (f.target).reps like '%m' then s.distance_m
                    else s.logged_reps
                end
            )::integer
            order by s.set_order, s.id
        ),
        array_agg(s.logged_weight_kg order by s.set_order, s.id),
        null::private.target_facts
    from sessions as w
    -- The offset keeps the planner on the index of the session, whatever its statistics say.
    cross join lateral (
        select x.*
        from public.session_exercises as x
        where x.user_id = p_user
            and x.workout_session_id = w.id
            and x.workout_plan_exercise_id = any(p_plan_exercises)
            -- A drop set is lighter on purpose.
            and x.set_type in ('working', 'failure')
        offset 0
    ) as s
    -- What is counted, the target of then says.
    cross join lateral (
        select t.target from private.target_facts as t
        where t.user_id = p_user and t.plan_exercise_id = s.workout_plan_exercise_id and t.set_at <= w.started_at
        order by t.set_at desc
        limit 1
    ) as f
    group by s.workout_plan_exercise_id, w.started_at, w.id, s.exercise_id
    union all
    select f.plan_exercise_id, f.set_at, null, f.exercise_id, null, null, f
    from private.target_facts as f
    where f.user_id = p_user and f.plan_exercise_id = any(p_plan_exercises) and f.set_at >= p_from;
end;
$$;
comment on function private.target_events is 'What can move the targets of a plan''s exercises, from a moment on, in no order.';

create function private.fold_targets(p_user uuid, p_plan_exercises uuid[], p_from timestamptz)
returns setof public.prescriptions
language plpgsql
stable
set search_path = ''
as $$
declare
    v_event record;
    v_current uuid;
    v_fact private.target_facts;
    v_target private.target;
    v_failures smallint;
    v_result private.evaluation;
    v_row public.prescriptions;
begin
    for v_event in
        select
            o.id as plan_exercise_id, b.fact as fact_before, b.target, b.failures, e.happened_at, e.session_id,
            e.exercise_id, e.amounts, e.loads, e.fact
        from unnest(p_plan_exercises) as o (id)
        inner join private.target_events(p_user, p_plan_exercises, p_from) as e on e.plan_exercise_id = o.id
        left join private.standing_targets(p_user, p_plan_exercises, p_from) as b on b.plan_exercise_id = o.id
        -- A decision comes before a workout that starts in the same moment.
        order by o.id, e.happened_at, e.session_id nulls first, e.exercise_id
    loop
        if v_current is distinct from v_event.plan_exercise_id then
            v_current := v_event.plan_exercise_id;
            v_fact := v_event.fact_before;
            v_target := v_event.target;
            v_failures := coalesce(v_event.failures, 0);
        end if;

        if v_event.session_id is null then
            v_fact := v_event.fact;
            continue when not v_fact.moves_target;
            v_result := (
                null, 'manual', null, coalesce(v_target, v_fact.target), v_fact.target, 0
            )::private.evaluation;
        else
            -- Sets of another exercise, swapped in for a day, say nothing about this one.
            continue when v_event.exercise_id is distinct from v_fact.exercise_id;
            v_result := private.evaluate(
                v_target, v_failures, v_fact.rules, (v_fact.target).reps, v_fact.is_assisted, v_event.amounts, v_event.loads
            );
        end if;
        v_target := v_result.new_target;
        v_failures := v_result.failures;
        -- What the plan was made with is where the fold begins, not a step of it.
        continue when v_event.happened_at = '-infinity';

        v_row.id := gen_random_uuid();
        v_row.user_id := p_user;
        v_row.plan_exercise_id := v_current;
        v_row.session_id := v_event.session_id;
        v_row.rule := v_result.rule;
        v_row.reason_code := v_result.reason_code;
        v_row.inputs := case
            when v_event.session_id is null then '{}'
            else jsonb_build_object(
                'exercise_id', v_event.exercise_id, 'amounts', to_jsonb(v_event.amounts), 'loads_kg', to_jsonb(v_event.loads)
            )
        end;
        v_row.old_target := private.target_json(v_result.old_target);
        v_row.new_target := private.target_json(v_result.new_target);
        v_row.outcome := v_result.outcome;
        v_row.effective_at := v_event.happened_at;
        v_row.failures := v_result.failures;
        v_row.created_at := now();
        v_row.updated_at := now();
        return next v_row;
    end loop;
end;
$$;
comment on function private.fold_targets is
'The steps of these targets from a moment on, as the facts have them: workouts by (started_at, id), decisions by their time.';

-- sql/progression/foretold_successes.sql
-- mark_sets has the last word on which sets met their target. But updating a row in the transaction that inserted it checks
-- all its foreign keys again, 60 checks a workout; so log_workout writes at once what will be found (8.3 instead of 11.7 ms).
create function private.foretold_successes(p_user uuid, p_workout jsonb)
returns table (id uuid, is_success boolean)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
    return query
    with sets as materialized (
        select s.*, row_number() over here as place, first_value(s.logged_weight_kg) over here as first_load_kg
        from jsonb_to_recordset(p_workout -> 'sets') as s (
            id uuid, exercise_id uuid, workout_plan_exercise_id uuid, set_order numeric, logged_reps numeric,
            logged_weight_kg numeric(7, 3), set_type public.set_type, duration_seconds numeric, distance_m numeric(9, 2)
        )
        where s.workout_plan_exercise_id is not null and coalesce(s.set_type, 'working') in ('working', 'failure')
        window here as (partition by s.workout_plan_exercise_id, s.exercise_id order by s.set_order, s.id)
    )

    select
        s.id,
        private.meets_target(
            private.target_json(
                ((t.target).sets, (t.target).reps, coalesce((t.target).weight_kg, s.first_load_kg))::private.target
            ),
            s.place,
            (t.fact).is_assisted,
            s.logged_weight_kg,
            s.logged_reps,
            s.duration_seconds,
            s.distance_m
        )
    from private.standing_targets(
        p_user,
        array(select distinct o.workout_plan_exercise_id from sets as o),
        (p_workout ->> 'started_at')::timestamptz
    ) as t
    inner join sets as s
        on s.workout_plan_exercise_id = t.plan_exercise_id and s.exercise_id = (t.fact).exercise_id;
end;
$$;
comment on function private.foretold_successes is 'Which planned sets of a checked workout document will be found to meet their target.';

-- sql/progression/forget_success.sql
create function private.forget_success()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- With the plan, only the link goes: what the set was then, stays.
    if exists (
        select from public.workout_plan_day_exercises as x
        where x.user_id = old.user_id and x.id = old.workout_plan_exercise_id
    ) then
        new.was_successful_for_progression := null;
    end if;
    return new;
end;
$$;
comment on function private.forget_success is 'Row trigger on sets: one that a person takes out of its plan has no target any more.';

create trigger forget_success before update of workout_plan_exercise_id on public.session_exercises
for each row when (old.workout_plan_exercise_id is not null and new.workout_plan_exercise_id is null)
execute function private.forget_success();

-- sql/progression/mark_sets.sql
create function private.mark_sets(p_user uuid, p_sessions uuid[])
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    with sessions as materialized (
        select distinct o.id from unnest(p_sessions) as o (id)
    ),

    steps as materialized (
        select p.session_id, p.plan_exercise_id, p.old_target, (p.inputs ->> 'exercise_id')::uuid as exercise_id
        from sessions as o
        inner join public.prescriptions as p on p.user_id = p_user and p.session_id = o.id and p.superseded_at is null
    ),

    judged as materialized (
        select
            s.id,
            s.is_personal_record as was_record,
            s.was_successful_for_progression as was_success,
            -- Above the best of all workouts before and above every set before in this one; without a best before, the
            -- workout is the baseline.
            coalesce(
                s.load_score > r.prior_load_score and s.load_score > coalesce(max(s.load_score) over before, '-infinity')
                or s.reps_score > r.prior_reps_score
                and s.reps_score > coalesce(max(s.reps_score) over before, -1)
                or s.estimated_1rm_kg > r.prior_estimated_1rm_kg
                and s.estimated_1rm_kg > coalesce(max(s.estimated_1rm_kg) over before, '-infinity')
                or s.duration_score > r.prior_duration_score
                and s.duration_score > coalesce(max(s.duration_score) over before, -1)
                or s.distance_score > r.prior_distance_score
                and s.distance_score > coalesce(max(s.distance_score) over before, '-infinity'),
                false
            ) as is_record,
            case
                -- The plan it was judged by is gone: what it said then stays.
                when s.plan_exercise_id is null then s.was_successful_for_progression
                -- A set of another exercise, swapped in for the day, was not what the target is about.
                when s.is_planned and s.exercise_id = p.exercise_id then
                    private.meets_target(
                        p.old_target,
                        count(*) filter (where s.is_planned and s.exercise_id = p.exercise_id) over before_here,
                        s.tracking_type = 'assisted',
                        s.logged_weight_kg,
                        s.logged_reps,
                        s.duration_seconds,
                        s.distance_m
                    )
            end as is_success
        from sessions as o
        -- The offset keeps the planner on the index of the session, whatever its statistics say.
        cross join lateral (
            select x.* from private.scored_sets as x where x.user_id = p_user and x.session_id = o.id offset 0
        ) as s
        inner join lateral (
            select x.* from private.exercise_sessions as x where x.user_id = p_user and x.session_id = o.id offset 0
        ) as r on r.exercise_id = s.exercise_id
        left join steps as p on p.session_id = o.id and p.plan_exercise_id = s.plan_exercise_id
        window
            before as (
                partition by s.session_id, s.exercise_id order by s.set_order, s.id
                rows between unbounded preceding and 1 preceding
            ),
            before_here as (
                partition by s.session_id, s.plan_exercise_id order by s.set_order, s.id
            )
    )

    update public.session_exercises as s
    set is_personal_record = j.is_record, was_successful_for_progression = j.is_success, updated_at = now()
    from judged as j
    where s.id = j.id
        and s.user_id = p_user
        and (j.was_record <> j.is_record or j.was_success is distinct from j.is_success);
end;
$$;
comment on function private.mark_sets is
'Marks, in these workouts, the sets that were strictly above every set before them by (started_at, set_order, id), and those
that met the target of their day.';

-- sql/progression/next_workout.sql
create function private.reason_text(
    p_reason public.reason_code,
    p_old jsonb,
    p_new jsonb
)
returns text
language sql
immutable
set search_path = ''
return case p_reason
    when 'first_time' then 'First time: start with a load you can lift with good form.'
    when 'progressed' then
        case
            when p_old ->> 'weight_kg' is distinct from p_new ->> 'weight_kg'
                then format(
                    'Every set done at %s kg: now %s kg.',
                    trim_scale((p_old ->> 'weight_kg')::numeric), trim_scale((p_new ->> 'weight_kg')::numeric)
                )
            else format('Every set done: now %s sets.', p_new ->> 'sets')
        end
    when 'reps_up' then format('Every set done: now aim for %s.', p_new ->> 'reps')
    when 'held' then 'Every set done; your plan keeps this target.'
    when 'below_target' then 'Last time was lighter than planned: the target stays.'
    when 'missed_reps' then 'Some repetitions were missing: the same again.'
    when 'repeated_failure' then
        format('Missed several times in a row: back to %s kg to build up again.', trim_scale((p_new ->> 'weight_kg')::numeric))
    when 'manual' then 'You set this target yourself.'
    when 'not_trained' then 'Not trained last time: the target stays.'
    else 'An easier time to recover.'
end;
comment on function private.reason_text is 'Why a target is what it is, in a sentence.';

create function private.next_day(p_user uuid, p_plan_id uuid, p_since timestamptz)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        with days as (
            select d.id, row_number() over (order by d.week_number, d.order_in_plan, d.id) as place
            from public.workout_plan_days as d
            where d.user_id = p_user and d.plan_id = p_plan_id
        ),

        latest as (
            select d.place
            from public.workout_sessions as w
            inner join days as d on d.id = w.plan_workout_id
            where w.user_id = p_user and w.status in ('completed', 'skipped') and w.started_at >= p_since
            order by w.started_at desc, w.id desc
            limit 1
        )

        select d.id
        from days as d
        -- The first after the latest, else the first of all.
        order by d.place > coalesce((select l.place from latest as l), 0) desc, d.place
        limit 1
    );
end;
$$;
comment on function private.next_day is 'The day of a plan after that of its latest completed or skipped workout, wrapping.';

create function private.next_workout(p_user uuid)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_plan public.workout_plans;
    v_running public.workout_sessions;
    v_day public.workout_plan_days;
begin
    perform private.require_caller(p_user);
    select p.* into v_plan from public.workout_plans as p where p.user_id = p_user and p.is_active;
    if not found then
        return null;
    end if;
    select w.* into v_running
    from public.workout_sessions as w
    where w.user_id = p_user
        and w.status in ('started', 'paused')
        and w.plan_workout_id in (
            select d.id from public.workout_plan_days as d where d.user_id = p_user and d.plan_id = v_plan.id
        );
    select d.* into v_day
    from public.workout_plan_days as d
    where d.user_id = p_user
        and d.id = coalesce(v_running.plan_workout_id, private.next_day(p_user, v_plan.id, v_plan.activated_at));
    if not found then
        return null;
    end if;

    return jsonb_build_object(
        'plan_id', v_plan.id,
        'plan_workout_id', v_day.id,
        'name', v_day.name,
        'week_number', v_day.week_number,
        'session_id', v_running.id,
        'exercises', (
            select coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'plan_exercise_id', x.id,
                        'exercise_id', x.exercise_id,
                        'name', e.name,
                        'section', x.section,
                        'superset_group', x.superset_group,
                        'target_sets', (s.target).sets,
                        'target_reps', (s.target).reps,
                        'suggested_weight_kg', (s.target).weight_kg,
                        'target_rest_seconds', x.target_rest_seconds,
                        'target_rir', x.target_rir,
                        'notes', x.notes,
                        'reason_code', s.reason_code,
                        'reason', private.reason_text(
                            s.reason_code, s.old_target, private.target_json(s.target)
                        )
                    )
                    order by x.section, x.order_in_workout, x.id
                ),
                '[]'
            )
            from public.workout_plan_day_exercises as x
            inner join public.exercises as e on e.id = x.exercise_id
            cross join lateral private.standing_targets(p_user, array[x.id], 'infinity') as s
            where x.user_id = p_user and x.plan_workout_id = v_day.id
        )
    );
end;
$$;
comment on function private.next_workout is 'See public.next_workout.';

create function public.next_workout()
returns jsonb
language sql
stable
security invoker
set search_path = ''
return private.next_workout((select auth.uid()));
comment on function public.next_workout is
'The next day of the caller''s active plan with the target of each exercise and the reason for it; the day of the running
workout with its session_id while there is one; null without an active plan.';

-- sql/progression/personal_records.sql
create table public.personal_records (
    user_id uuid not null references public.profiles (id) on delete cascade,
    exercise_id uuid not null references public.exercises (id) on delete cascade,
    record_type public.record_type not null,
    value numeric(12, 3) not null,
    previous_value numeric(12, 3),
    improvement_percentage numeric(10, 2),
    set_id uuid,
    achieved_at timestamptz not null,
    -- Not (user_id, exercise_id, record_type): a primary key that holds two foreign keys is a many-to-many link to the
    -- Data API, and every embed of profiles and exercises would be ambiguous (PGRST201).
    id uuid primary key,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (user_id, exercise_id, record_type)
);
comment on table public.personal_records is 'The best a user ever did, by exercise and type. Derived from the sets.';
comment on column public.personal_records.value is
'Kilograms, repetitions, seconds or metres by record_type; for assisted exercises the least help.';
comment on column public.personal_records.previous_value is
'The best before that workout; null for a baseline, which is what the first workout with an exercise sets.';
comment on column public.personal_records.improvement_percentage is 'Over previous_value; null where there is none or it is 0.';
comment on column public.personal_records.set_id is
'The set that did it; for max_volume the last of the workout. No foreign key: the row is derived anew whenever sets change.';
comment on column public.personal_records.id is 'Made of user, exercise and type: the same whenever it is derived.';
comment on column public.personal_records.achieved_at is 'When the workout started.';
create index personal_records_exercise_id_idx on public.personal_records (exercise_id);

create trigger touch before update on public.personal_records
for each row execute function private.touch();
create trigger bury after delete on public.personal_records
referencing old table as old_rows for each statement
execute function private.bury('user_id', 'exercise_id', 'record_type');

create function private.improvement(p_score numeric, p_previous numeric)
returns numeric
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
    return round(100 * (p_score - p_previous) / nullif(abs(p_previous), 0), 2);
end;
$$;
comment on function private.improvement is 'Percent by which a score beats the one before; null without one, or over 0.';

-- sql/progression/recompute.sql
create function private.recompute_progress(p_user uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_sessions uuid[];
    v_exercises uuid[];
begin
    if not private.lock_user(p_user) then
        return;
    end if;
    v_sessions := array(
        select w.id from public.workout_sessions as w where w.user_id = p_user and w.status = 'completed'
        union
        select r.session_id from private.exercise_sessions as r where r.user_id = p_user
    );
    perform private.recompute_exercise_sessions(p_user, v_sessions);
    v_exercises := array(
        select r.exercise_id from private.exercise_sessions as r where r.user_id = p_user
        union
        select p.exercise_id from public.personal_records as p where p.user_id = p_user
    );
    perform private.recompute_priors(p_user, v_exercises, '-infinity');
    perform private.recompute_best(p_user, v_exercises, '-infinity');
    perform private.recompute_targets(
        p_user,
        array(select x.id from public.workout_plan_day_exercises as x where x.user_id = p_user),
        '-infinity'
    );
    perform private.mark_sets(p_user, v_sessions);
    perform private.recut_weeks(p_user);
    perform private.recompute_workout_xp(
        p_user,
        array(
            select distinct w.day from public.workout_sessions as w
            where w.user_id = p_user and w.status = 'completed'
        ),
        array(
            select distinct e.source_id from public.xp_events as e
            where e.user_id = p_user and e.source_type = 'workout'
        )
    );
end;
$$;
comment on function private.recompute_progress is
'Derives everything of a user from the facts alone: the definition that every shorter path has to agree with.';

-- sql/progression/recompute_best.sql
create function private.recompute_best(p_user uuid, p_exercises uuid[], p_from timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    with best as materialized (
        -- The latest time the best was beaten; a baseline that never was has nothing before it.
        select distinct on (s.exercise_id, s.record_type) s.*
        from private.exercise_scores as s
        where s.user_id = p_user
            and s.exercise_id = any(p_exercises)
            and s.started_at >= p_from
            and (s.previous_score is null or s.score > s.previous_score)
        order by s.exercise_id, s.record_type, s.started_at desc, s.session_id desc
    ),

    gone as (
        delete from public.personal_records as r
        where r.user_id = p_user
            and r.exercise_id = any(p_exercises)
            and p_from = '-infinity'
            and not exists (
                select from best as b where b.exercise_id = r.exercise_id and b.record_type = r.record_type
            )
    )

    insert into public.personal_records as r (
        id, user_id, exercise_id, record_type, value, previous_value, improvement_percentage, set_id, achieved_at
    )
    select
        private.stable_id('personal_record', concat_ws(':', p_user, b.exercise_id, b.record_type)),
        p_user,
        b.exercise_id,
        b.record_type,
        abs(b.score),
        abs(b.previous_score),
        private.improvement(b.score, b.previous_score),
        private.record_set(p_user, b.session_id, b.exercise_id, b.record_type, b.score),
        b.started_at
    from best as b
    on conflict (user_id, exercise_id, record_type) do update
    set
        value = excluded.value,
        previous_value = excluded.previous_value,
        improvement_percentage = excluded.improvement_percentage,
        set_id = excluded.set_id,
        achieved_at = excluded.achieved_at
    where (r.value, r.previous_value, r.set_id, r.achieved_at)
        is distinct from (excluded.value, excluded.previous_value, excluded.set_id, excluded.achieved_at);
end;
$$;
comment on function private.recompute_best is
'Derives personal_records of these exercises. From -infinity it is the definition; where workouts were only added, it is the
same from the first of them on, because each that moves a best beats one or is the first.';

-- sql/progression/recompute_priors.sql
create function private.recompute_priors(p_user uuid, p_exercises uuid[], p_from timestamptz)
returns table (session_id uuid, day date)
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
    -- Workouts before p_from stand as they are: the last of them says what the best until then was.
    return query
    with walked as materialized (
        select
            e.id as exercise_id,
            r.started_at,
            r.session_id,
            greatest(s.volume_kg, max(nullif(r.volume_kg, 0)) over before) as volume_kg,
            greatest(s.load_score, max(r.load_score) over before) as load_score,
            greatest(s.reps_score, max(r.reps_score) over before) as reps_score,
            greatest(s.estimated_1rm_kg, max(r.estimated_1rm_kg) over before) as estimated_1rm_kg,
            greatest(s.duration_score, max(r.duration_score) over before) as duration_score,
            greatest(s.distance_score, max(r.distance_score) over before) as distance_score
        from (select distinct o.id from unnest(p_exercises) as o (id)) as e
        cross join lateral (
            select o.*
            from private.exercise_sessions as o
            where o.user_id = p_user and o.exercise_id = e.id and o.started_at >= p_from
            offset 0
        ) as r
        left join lateral (
            select
                greatest(o.prior_volume_kg, nullif(o.volume_kg, 0)) as volume_kg,
                greatest(o.prior_load_score, o.load_score) as load_score,
                greatest(o.prior_reps_score, o.reps_score) as reps_score,
                greatest(o.prior_estimated_1rm_kg, o.estimated_1rm_kg) as estimated_1rm_kg,
                greatest(o.prior_duration_score, o.duration_score) as duration_score,
                greatest(o.prior_distance_score, o.distance_score) as distance_score
            from private.exercise_sessions as o
            where o.user_id = p_user and o.exercise_id = e.id and o.started_at < p_from
            order by o.started_at desc, o.session_id desc
            limit 1
        ) as s on true
        window before as (
            partition by e.id order by r.started_at, r.session_id
            rows between unbounded preceding and 1 preceding
        )
    ),

    changed as (
        update private.exercise_sessions as r
        set
            prior_volume_kg = w.volume_kg,
            prior_load_score = w.load_score,
            prior_reps_score = w.reps_score,
            prior_estimated_1rm_kg = w.estimated_1rm_kg,
            prior_duration_score = w.duration_score,
            prior_distance_score = w.distance_score
        from walked as w
        where r.user_id = p_user
            and r.exercise_id = w.exercise_id
            and r.started_at = w.started_at
            and r.session_id = w.session_id
            and (
                w.volume_kg, w.load_score, w.reps_score, w.estimated_1rm_kg, w.duration_score, w.distance_score
            ) is distinct from (
                r.prior_volume_kg, r.prior_load_score, r.prior_reps_score, r.prior_estimated_1rm_kg,
                r.prior_duration_score, r.prior_distance_score
            )
        returning r.session_id, r.day
    )

    select distinct c.session_id, c.day from changed as c;
end;
$$;
comment on function private.recompute_priors is
'Derives from p_from on what had to be beaten in each workout; returns the workouts in which that changed. From -infinity it is the
definition; from the first changed workout it is the same in less time.';

-- sql/progression/recompute_targets.sql
create function private.recompute_targets(p_user uuid, p_plan_exercises uuid[], p_from timestamptz)
returns uuid[]
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_moved uuid[];
begin
    with wanted as materialized (
        select f.* from private.fold_targets(p_user, p_plan_exercises, p_from) as f
    ),

    standing as materialized (
        select p.*
        from public.prescriptions as p
        where p.user_id = p_user
            and p.plan_exercise_id = any(p_plan_exercises)
            and p.superseded_at is null
            and p.effective_at >= p_from
    ),

    kept as materialized (
        select s.id, w.id as wanted_id
        from standing as s
        inner join wanted as w
            on w.plan_exercise_id = s.plan_exercise_id
            and (w.session_id, w.rule, w.reason_code, w.inputs, w.old_target, w.new_target, w.outcome, w.effective_at, w.failures)
            is not distinct from
            (s.session_id, s.rule, s.reason_code, s.inputs, s.old_target, s.new_target, s.outcome, s.effective_at, s.failures)
    ),

    gone as (
        update public.prescriptions as p set superseded_at = now()
        where p.user_id = p_user
            and p.id in (select s.id from standing as s where s.id not in (select k.id from kept as k))
    ),

    made as (
        insert into public.prescriptions
        select w.* from wanted as w where w.id not in (select k.wanted_id from kept as k)
    ),

    final as (
        select
            o.id,
            coalesce(
                (
                    select w.new_target
                    from wanted as w
                    where w.plan_exercise_id = o.id
                    order by w.effective_at desc, w.session_id desc nulls last
                    limit 1
                ),
                (select private.target_json(s.target) from private.standing_targets(p_user, array[o.id], p_from) as s),
                -- Before -infinity nothing stood: what the plan was made with.
                (
                    select private.target_json(t.target)
                    from private.target_facts as t
                    where t.user_id = p_user and t.plan_exercise_id = o.id and t.set_at = '-infinity'
                )
            ) as target
        from unnest(p_plan_exercises) as o (id)
    ),

    loads as (
        update public.workout_plan_day_exercises as x
        set current_suggested_weight_kg = (f.target ->> 'weight_kg')::numeric
        from final as f
        where x.user_id = p_user
            and x.id = f.id
            and x.current_suggested_weight_kg is distinct from (f.target ->> 'weight_kg')::numeric
    )

    select array_agg(m.session_id) into v_moved
    from (
        select s.session_id from standing as s where s.id not in (select k.id from kept as k)
        union
        select w.session_id from wanted as w where w.id not in (select k.wanted_id from kept as k)
    ) as m
    where m.session_id is not null;
    return v_moved;
end;
$$;
comment on function private.recompute_targets is
'Derives the targets of these exercises of plans from p_from on: steps that no longer hold are superseded, and the load of the
next session follows; returns the workouts whose steps changed. From -infinity it is the definition; from the first changed fact it is the same in less time.';

-- sql/progression/record_sets.sql
create function private.record_set(
    p_user uuid,
    p_session_id uuid,
    p_exercise_id uuid,
    p_type public.record_type,
    p_score numeric
)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select s.id
        from private.scored_sets as s
        where s.user_id = p_user
            and s.session_id = p_session_id
            and s.exercise_id = p_exercise_id
            and case p_type
                when 'max_weight' then s.load_score = p_score
                when 'max_reps' then s.reps_score = p_score
                when 'estimated_1rm' then s.estimated_1rm_kg = p_score
                when 'max_duration' then s.duration_score = p_score
                when 'max_distance' then s.distance_score = p_score
                else s.is_performed
            end
        order by
            -- A volume is reached with the last set, anything else with the first that has it.
            case when p_type = 'max_volume' then -s.set_order else s.set_order end,
            s.id
        limit 1
    );
end;
$$;
comment on function private.record_set is 'The set of a workout that reached this score.';

-- sql/progression/recut_weeks.sql
create function private.recut_weeks(p_user uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_claimed uuid[];
begin
    -- Weeks cut otherwise are other weeks: what the old ones were worth is taken back.
    with gone as (
        delete from private.training_weeks as t where t.user_id = p_user returning t.week_start
    )

    select array_agg(private.week_source(p_user, g.week_start)) into v_claimed from gone as g;
    perform private.settle_xp(p_user, v_claimed, '{}');
    perform private.recompute_weeks(
        p_user,
        array(
            select distinct w.day from public.workout_sessions as w
            where w.user_id = p_user and w.status = 'completed' and w.total_sets > 0
        )
    );
end;
$$;
comment on function private.recut_weeks is 'Derives all weeks of a user, from the first.';

create function private.on_week_start_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.recut_weeks(new.id);
    return null;
end;
$$;
comment on function private.on_week_start_change is 'Row trigger on profiles: another first day cuts all weeks anew.';

create trigger recut_weeks after update of week_starts_on on public.profiles
for each row when (old.week_starts_on <> new.week_starts_on) execute function private.on_week_start_change();

-- sql/progression/standing_targets.sql
create function private.standing_targets(p_user uuid, p_plan_exercises uuid[], p_before timestamptz)
returns table (
    plan_exercise_id uuid,
    -- The rules in force.
    fact private.target_facts,
    target private.target,
    failures smallint,
    reason_code public.reason_code,
    old_target jsonb
)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
    return query
    select
        o.id,
        f.fact,
        -- Without a step the target is what the plan was made with, whatever rules came later.
        coalesce(private.target_of(p.new_target), m.target),
        coalesce(p.failures, 0::smallint),
        coalesce(p.reason_code, 'first_time'),
        p.old_target
    from (select distinct u.id from unnest(p_plan_exercises) as u (id)) as o
    cross join lateral (
        select t as fact
        from private.target_facts as t
        where t.user_id = p_user and t.plan_exercise_id = o.id and t.set_at < p_before
        order by t.set_at desc
        limit 1
    ) as f
    inner join private.target_facts as m
        on m.user_id = p_user and m.plan_exercise_id = o.id and m.set_at = '-infinity'
    left join lateral (
        select r.new_target, r.old_target, r.failures, r.reason_code
        from public.prescriptions as r
        where r.user_id = p_user
            and r.plan_exercise_id = o.id
            and r.superseded_at is null
            and r.effective_at < p_before
        order by r.effective_at desc, r.session_id desc nulls last
        limit 1
    ) as p on true;
end;
$$;
comment on function private.standing_targets is
'The targets of a plan''s exercises as they stood before a moment (infinity: now), the failures in a row, and why they are so.';

-- sql/progression/streak_runs.sql
create function private.weekly_streak(p_user uuid, p_at timestamptz)
returns table (
    current_streak integer,
    longest_streak integer,
    last_incremented_at timestamptz,
    this_period_count integer,
    this_period_target integer
)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
    return query
    with today as (
        select private.week_start(private.local_day(p_user, p_at), p.week_starts_on) as week_start
        from public.profiles as p
        where p.id = p_user
    ),

    runs as (
        select max(r.week_start) as last_week, count(*)::integer as weeks, max(r.met_at) as met_at
        from (
            select
                t.week_start,
                t.met_at,
                t.week_start - 7 * (row_number() over (order by t.week_start))::integer as run
            from private.training_weeks as t
            where t.user_id = p_user and t.met_at is not null
        ) as r
        group by r.run
    )

    select
        -- The running week adds to a streak once it is met, and breaks none before it ends.
        -- Who flew west may have trained in a week, or on a day, that is yet to come here.
        coalesce(
            (select r.weeks from runs as r where r.last_week >= d.week_start - 7 order by r.last_week desc limit 1), 0
        ),
        coalesce((select max(r.weeks) from runs as r), 0),
        (select max(r.met_at) from runs as r),
        coalesce(
            (
                select t.training_days from private.training_weeks as t
                where t.user_id = p_user and t.week_start = d.week_start
            ),
            0
        )::integer,
        private.weekly_target_at(p_user, d.week_start + 6)::integer
    from today as d;
end;
$$;
comment on function private.weekly_streak is 'The streak of weeks that met their target, as it stands at a moment.';

create function private.daily_streak(p_user uuid, p_at timestamptz)
returns table (
    current_streak integer,
    longest_streak integer,
    last_incremented_at timestamptz,
    this_period_count integer,
    this_period_target integer
)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
    return query
    -- Days alone come from the indexes; times are looked up for the last one only.
    with days as materialized (
        select w.day from public.workout_sessions as w
        where w.user_id = p_user and w.status = 'completed' and w.total_sets > 0
        union
        select c.day from public.check_ins as c where c.user_id = p_user
    ),

    runs as materialized (
        select max(r.day) as last_day, count(*)::integer as days
        from (select d.day, d.day - (row_number() over (order by d.day))::integer as run from days as d) as r
        group by r.run
    ),

    latest as materialized (
        select r.* from runs as r order by r.last_day desc limit 1
    )

    select
        coalesce((select l.days from latest as l where l.last_day >= t.day - 1), 0),
        coalesce((select max(r.days) from runs as r), 0),
        (
            select least(
                (
                    select min(w.started_at) from public.workout_sessions as w
                    where w.user_id = p_user and w.day = l.last_day and w.status = 'completed' and w.total_sets > 0
                ),
                (select c.created_at from public.check_ins as c where c.user_id = p_user and c.day = l.last_day)
            )
            from latest as l
        ),
        (exists (select from days as d where d.day = t.day))::integer,
        1
    from private.local_day(p_user, p_at) as t (day);
end;
$$;
comment on function private.daily_streak is 'The streak of days with a check-in or a workout, as it stands at a moment.';

-- sql/progression/streaks.sql
create function private.streaks_at(p_user uuid, p_at timestamptz)
returns table (
    id uuid,
    streak_type public.streak_type,
    current_streak integer,
    longest_streak integer,
    last_incremented_at timestamptz,
    this_period_count integer,
    this_period_target integer
)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
    perform private.require_caller(p_user);
    return query
    select
        private.stable_id('streak', p_user || ':weekly_workout_completion'),
        'weekly_workout_completion'::public.streak_type, s.*
    from private.weekly_streak(p_user, p_at) as s
    union all
    select private.stable_id('streak', p_user || ':daily_login'), 'daily_login'::public.streak_type, s.*
    from private.daily_streak(p_user, p_at) as s;
end;
$$;
comment on function private.streaks_at is 'Both streaks of a user as they stand at a moment.';

create view public.streaks
with (security_invoker = true) as
select
    s.id,
    p.id as user_id,
    s.streak_type,
    s.current_streak,
    s.longest_streak,
    s.last_incremented_at,
    s.this_period_count,
    s.this_period_target,
    0 as freezes_available
from
    public.profiles as p
    cross join lateral private.streaks_at(p.id, now()) as s;
comment on view public.streaks is
'The caller''s streaks, right at any moment: 0 once one is broken. Weeks and days are the user''s own.';

create trigger read_only instead of insert or update or delete on public.streaks
for each row execute function private.read_only();

-- sql/progression/target_changes.sql
create function private.on_target_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_at timestamptz := case when tg_op = 'INSERT' then '-infinity'::timestamptz else now() end;
    v_moves boolean := true;
    v_standing private.target;
begin
    if tg_op = 'UPDATE' then
        v_standing := (select s.target from private.standing_targets(new.user_id, array[new.id], 'infinity') as s);
        -- The fold writes the load it arrived at; a person writes another one.
        v_moves := new.exercise_id <> old.exercise_id
            or (new.target_sets, new.target_reps) is distinct from (old.target_sets, old.target_reps)
            or new.current_suggested_weight_kg is distinct from v_standing.weight_kg;
        if not v_moves
            and (new.progression, new.on_success_weight_increase_kg)
            is not distinct from (old.progression, old.on_success_weight_increase_kg)
        then
            return null;
        end if;
    end if;

    insert into private.target_facts (
        user_id, plan_exercise_id, set_at, moves_target, exercise_id, target, rules, is_assisted
    )
    select
        new.user_id,
        new.id,
        v_at,
        v_moves,
        new.exercise_id,
        (new.target_sets, new.target_reps, new.current_suggested_weight_kg)::private.target,
        private.rules_of(new.progression, new.on_success_weight_increase_kg, new.target_reps, e.mechanic),
        e.tracking_type = 'assisted'
    from public.exercises as e
    where e.id = new.exercise_id
    on conflict (user_id, plan_exercise_id, set_at) do update
    set
        moves_target = target_facts.moves_target or excluded.moves_target,
        exercise_id = excluded.exercise_id,
        target = excluded.target,
        rules = excluded.rules,
        is_assisted = excluded.is_assisted;
    if tg_op = 'UPDATE' and private.lock_user(new.user_id) then
        perform private.mark_sets(
            new.user_id, private.recompute_targets(new.user_id, array[new.id], v_at)
        );
    end if;
    return null;
end;
$$;
comment on function private.on_target_change is
'Row trigger: keeps what a person sets as a fact with its time. Workouts that started before it no longer move the target.';

create trigger keep_targets_insert after insert on public.workout_plan_day_exercises
for each row execute function private.on_target_change();
create trigger keep_targets after update of
exercise_id, target_sets, target_reps, current_suggested_weight_kg, progression, on_success_weight_increase_kg
on public.workout_plan_day_exercises
for each row when (
    (
        old.exercise_id, old.target_sets, old.target_reps, old.current_suggested_weight_kg, old.progression,
        old.on_success_weight_increase_kg
    ) is distinct from (
        new.exercise_id, new.target_sets, new.target_reps, new.current_suggested_weight_kg, new.progression,
        new.on_success_weight_increase_kg
    )
)
execute function private.on_target_change();

-- sql/progression/workout_summary.sql
create function private.workout_progression(p_user uuid, p_session_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    return coalesce(
        (
            select jsonb_agg(
                jsonb_build_object(
                    'plan_exercise_id', t.id,
                    'exercise_id', t.exercise_id,
                    'outcome', t.outcome,
                    'reason_code', t.reason_code,
                    'old_target', t.old_target,
                    'new_target', t.new_target
                )
                order by t.order_in_workout, t.id
            )
            from (
                select
                    x.id, x.exercise_id, x.order_in_workout, p.outcome, p.reason_code, p.old_target, p.new_target
                from public.prescriptions as p
                inner join public.workout_plan_day_exercises as x on x.user_id = p_user and x.id = p.plan_exercise_id
                where p.user_id = p_user and p.session_id = p_session_id and p.superseded_at is null
                union all
                -- What the day asked for and nobody began.
                select
                    x.id, x.exercise_id, x.order_in_workout, 'none', 'not_trained', private.target_json(s.target),
                    private.target_json(s.target)
                from public.workout_sessions as w
                inner join public.workout_plan_day_exercises as x
                    on x.user_id = p_user and x.plan_workout_id = w.plan_workout_id and x.section = 'main'
                cross join lateral private.standing_targets(p_user, array[x.id], 'infinity') as s
                where w.user_id = p_user
                    and w.id = p_session_id
                    and not exists (
                        select from public.prescriptions as p
                        where p.user_id = p_user
                            and p.session_id = p_session_id
                            and p.plan_exercise_id = x.id
                            and p.superseded_at is null
                    )
            ) as t
        ),
        '[]'
    );
end;
$$;
comment on function private.workout_progression is 'What a workout made of the targets of its day, in the order of the plan.';

create function private.workout_summary(p_user uuid, p_session_id uuid, p_now timestamptz)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_session public.workout_sessions;
    v_profile public.profiles;
    v_sets record;
    v_xp record;
    v_records jsonb;
begin
    perform private.require_caller(p_user);
    select w.* into v_session from public.workout_sessions as w where w.user_id = p_user and w.id = p_session_id;
    select p.* into v_profile from public.profiles as p where p.id = p_user;

    select
        round(avg(s.difficulty_rating) filter (where s.set_type <> 'warmup'), 2) as average_rpe,
        coalesce(sum(s.rest_seconds), 0) as rest_seconds
    into v_sets
    from public.session_exercises as s
    where s.user_id = p_user and s.workout_session_id = p_session_id;

    select
        coalesce(sum(e.xp), 0)::integer as gained,
        coalesce(
            jsonb_agg(jsonb_build_object('event_type', e.event_type, 'xp', e.xp) order by e.event_type)
            filter (where e.xp <> 0),
            '[]'
        ) as events
    into v_xp
    from (
        -- Entries and their reversals cancel out: what is left is what the workout is worth now.
        select x.event_type, sum(x.xp) as xp
        from public.xp_events as x
        where x.user_id = p_user
            and x.source_id in (
                select p_session_id
                union all
                -- The workout that met its week's target earned the week too.
                select private.week_source(p_user, t.week_start)
                from private.training_weeks as t
                where t.user_id = p_user
                    and t.week_start = private.week_start(v_session.day, v_profile.week_starts_on)
                    and t.met_at = v_session.started_at
            )
        group by x.event_type
    ) as e;

    select coalesce(
        jsonb_agg(
            jsonb_build_object(
                'exercise_id', e.exercise_id,
                'record_type', e.record_type,
                'value', abs(e.score),
                'previous_value', abs(e.previous_score),
                'improvement_percentage', private.improvement(e.score, e.previous_score)
            )
            order by e.exercise_id, e.record_type
        ),
        '[]'
    ) into v_records
    from private.record_events as e
    where e.user_id = p_user and e.session_id = p_session_id;

    return jsonb_build_object(
        'session_id', p_session_id,
        'duration_seconds',
        greatest(extract(epoch from v_session.ended_at - v_session.started_at)::integer - v_session.paused_seconds, 0),
        'total_volume_kg', v_session.total_volume_kg,
        'sets', v_session.total_sets,
        'average_rpe', v_sets.average_rpe,
        'total_rest_seconds', v_sets.rest_seconds,
        'energy_kcal', v_session.energy_kcal,
        'xp', jsonb_build_object(
            'gained', v_xp.gained,
            'total', v_profile.experience_points,
            'level', v_profile.level,
            'leveled_up', v_profile.level > private.level_of(v_profile.experience_points - v_xp.gained, p_now),
            'events', v_xp.events
        ),
        'streaks', (
            select jsonb_agg(
                jsonb_build_object(
                    'streak_type', s.streak_type,
                    'current_streak', s.current_streak,
                    'longest_streak', s.longest_streak,
                    'this_period_count', s.this_period_count,
                    'this_period_target', s.this_period_target
                )
                order by s.streak_type
            )
            from private.streaks_at(p_user, p_now) as s
        ),
        'records', v_records,
        'progression', private.workout_progression(p_user, p_session_id)
    );
end;
$$;
comment on function private.workout_summary is
'What a completed workout is worth: gained XP, records and progression as the facts have them now; total, level and streaks as
they stand.';

-- sql/progression/workout_xp.sql
create function private.recompute_workout_xp(p_user uuid, p_days date[], p_sessions uuid[])
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_sources uuid[];
    v_claims private.xp_claim[];
begin
    -- The cap is a day's, so a day is reckoned as a whole, in the order in which it was trained.
    with sessions as (
        select w.id, w.day, w.started_at, private.xp_version(w.started_at) as version
        from public.workout_sessions as w
        where w.user_id = p_user and w.day = any(p_days) and w.status = 'completed' and w.total_sets > 0
    ),

    earned as (
        select s.id, s.day, s.started_at, r.version, r.event_type, v.daily_cap, r.xp * n.times as xp
        from sessions as s
        cross join lateral (
            select count(*) filter (where x.working_sets > 0) as exercises, sum(x.records) as records
            from private.exercise_sessions as x
            where x.user_id = p_user and x.session_id = s.id
        ) as x
        cross join lateral (
            values
            ('workout_completed'::public.xp_event_type, 1), ('exercise_logged', x.exercises), ('personal_record', x.records)
        ) as n (event_type, times)
        inner join public.xp_rules as r on r.version = s.version and r.event_type = n.event_type
        inner join public.xp_rule_versions as v on v.version = s.version
    ),

    capped as (
        select
            e.*,
            least(e.daily_cap, sum(e.xp) over day_so_far) - least(e.daily_cap, sum(e.xp) over day_so_far - e.xp) as capped_xp
        from earned as e
        window day_so_far as (
            partition by e.day order by e.started_at, e.id, e.event_type rows between unbounded preceding and current row
        )
    )

    select
        array_agg(distinct c.id),
        array_agg((c.event_type, 'workout', c.id, c.capped_xp, c.version)::private.xp_claim)
    into v_sources, v_claims
    from capped as c;
    perform private.settle_xp(p_user, p_sessions || v_sources, v_claims);
end;
$$;
comment on function private.recompute_workout_xp is
'Settles what the workouts of these days are worth, capped by day; p_sessions are workouts that may have left these days.';

-- sql/progression/xp_events.sql
create table public.xp_events (
    id uuid not null default gen_random_uuid(),
    user_id uuid not null references public.profiles (id) on delete cascade,
    event_type public.xp_event_type not null,
    source_type text not null check (source_type in ('workout', 'week', 'check_in', 'achievement', 'profile')),
    source_id uuid not null,
    xp integer not null,
    rule_version integer not null,
    created_at timestamptz not null default now(),
    reverses_id uuid,
    updated_at timestamptz not null default now(),
    primary key (user_id, id),
    -- An entry is reversed at most once.
    unique (user_id, reverses_id),
    foreign key (user_id, reverses_id) references public.xp_events (user_id, id) on delete cascade
);
comment on table public.xp_events is
'The ledger of XP, append-only: its sum is experience_points, always. What no longer holds is reversed by an entry of its own.';
comment on column public.xp_events.source_id is
'The workout; for a week, a check-in or the profile an id made of the user and the date. What it named may be gone.';
comment on column public.xp_events.rule_version is
'Of xp_rule_versions. No foreign key: versions are never deleted, and the ledger is written with every workout.';
comment on column public.xp_events.reverses_id is 'The entry this one takes back.';

create index xp_events_user_id_source_id_idx on public.xp_events (user_id, source_id);
create index xp_events_user_id_created_at_idx on public.xp_events (user_id, created_at desc, id desc);

create trigger append_only before update or delete on public.xp_events
for each row execute function private.append_only();

create function private.on_xp_events()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    if not exists (select from new_rows) then
        return null;
    end if;
    update public.profiles as p
    set
        experience_points = p.experience_points + n.xp,
        level = private.level_of(p.experience_points + n.xp, now())
    from (select o.user_id, sum(o.xp) as xp from new_rows as o group by o.user_id) as n
    where p.id = n.user_id;
    return null;
end;
$$;
comment on function private.on_xp_events is 'Statement trigger: experience_points and level follow the ledger.';

create trigger add_up after insert on public.xp_events
referencing new table as new_rows for each statement execute function private.on_xp_events();

-- sql/coach/level_ups.sql
create function private.congratulate()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- A level that was lost to a correction and won again is not congratulated twice.
    if new.level <= coalesce(
        (select max(m.level) from public.ai_coach_messages as m where m.user_id = new.id and m.kind = 'level_up'), 1
    ) then
        return null;
    end if;
    insert into public.coach_conversations (id, user_id, title) values (new.id, new.id, 'News') on conflict do nothing;
    insert into public.ai_coach_messages (user_id, session_id, sender, content, kind, engine, level)
    values (
        new.id,
        new.id,
        'ai',
        format('Level %s! You have earned %s XP so far. Keep going.', new.level, new.experience_points),
        'level_up',
        'rules',
        new.level
    )
    on conflict do nothing;
    return null;
end;
$$;
comment on function private.congratulate is 'Row trigger on profiles: a new level puts one unread congratulation into the inbox.';

create trigger congratulate after update of level on public.profiles
for each row when (new.level > old.level) execute function private.congratulate();

-- sql/coach/messages.sql
create type public.message_sender as enum ('user', 'ai');
create type public.message_kind as enum ('chat', 'level_up', 'nudge');
create type public.message_engine as enum ('gemini', 'rules');

create table public.coach_conversations (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
    title text check (length(title) between 1 and 200),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (user_id, id)
);
comment on table public.coach_conversations is
'A conversation with the coach. Level-ups and nudges go to one a user, whose id is the user''s.';

create trigger touch before update on public.coach_conversations
for each row execute function private.touch();
create trigger bury after delete on public.coach_conversations
referencing old table as old_rows for each statement execute function private.bury('user_id', 'id');

create table public.ai_coach_messages (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references public.profiles (id) on delete cascade,
    session_id uuid not null,
    sender public.message_sender not null,
    content text not null check (length(content) between 1 and 20000),
    created_at timestamptz not null default now(),
    read_at timestamptz check (read_at between '2000-01-01Z' and '2100-01-01Z'),
    kind public.message_kind not null default 'chat',
    actions jsonb,
    engine public.message_engine,
    level integer check ((kind = 'level_up') = (level is not null)),
    updated_at timestamptz not null default now(),
    foreign key (user_id, session_id) references public.coach_conversations (user_id, id) on delete cascade
);
comment on table public.ai_coach_messages is 'What user and coach said. Written by the server; clients mark messages as read.';
comment on column public.ai_coach_messages.session_id is 'The conversation.';
comment on column public.ai_coach_messages.actions is 'What the coach did: [{tool, arguments, status, result, change_id}].';
comment on column public.ai_coach_messages.level is 'The level a level_up congratulates on: one message a level, ever.';
create index ai_coach_messages_user_id_session_id_idx on public.ai_coach_messages (user_id, session_id, created_at desc, id desc);
create unique index ai_coach_messages_level_key on public.ai_coach_messages (user_id, level) where kind = 'level_up';

create trigger touch before update on public.ai_coach_messages
for each row execute function private.touch();
create trigger bury after delete on public.ai_coach_messages
referencing old table as old_rows for each statement execute function private.bury('user_id', 'id');

-- policies/accounts.sql
-- What runs inside check constraints, policies and wrappers is called as the client.
grant execute on function private.are_body_metrics(jsonb) to authenticated, service_role;
grant execute on function private.has_role(public.app_role) to authenticated, service_role;

alter table public.profiles enable row level security;
grant select on public.profiles to authenticated, service_role;
grant update (
    username, full_name, avatar_url, preferred_unit, height_cm, bio, timezone, date_of_birth, sex, fitness_level,
    default_rest_seconds, weekly_workout_target, week_starts_on
) on public.profiles to authenticated;
-- Not insert: sign-up makes the row. Not delete: delete_my_account does more. Not experience_points, level,
-- subscription_status, affinity_score, onboarding_complete: the server's alone.
grant update (subscription_status) on public.profiles to service_role;
create policy "read own profile" on public.profiles
for select to authenticated using ((select auth.uid()) = id);
create policy "update own profile" on public.profiles
for update to authenticated using ((select auth.uid()) = id) with check ((select auth.uid()) = id);

alter table public.user_roles enable row level security;
grant select, delete on public.user_roles to authenticated, service_role;
grant insert (user_id, role), update (user_id, role) on public.user_roles to authenticated, service_role;
create policy "read own roles, admins all" on public.user_roles
for select to authenticated
using ((select auth.uid()) = user_id or (select private.has_role('admin')));
create policy "admins give roles" on public.user_roles
for insert to authenticated with check ((select private.has_role('admin')));
create policy "admins change roles" on public.user_roles
for update to authenticated
using ((select private.has_role('admin'))) with check ((select private.has_role('admin')));
create policy "admins take roles" on public.user_roles
for delete to authenticated using ((select private.has_role('admin')));

alter table public.user_goals enable row level security;
grant select, delete on public.user_goals to authenticated, service_role;
grant
insert (id, user_id, goal_type, target_weight_kg, target_muscle_kg, start_date, target_date, is_active),
update (id, user_id, goal_type, target_weight_kg, target_muscle_kg, start_date, target_date, is_active)
on public.user_goals to authenticated;
create policy "read own goals" on public.user_goals
for select to authenticated using ((select auth.uid()) = user_id);
create policy "set own goals" on public.user_goals
for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "change own goals" on public.user_goals
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "drop own goals" on public.user_goals
for delete to authenticated using ((select auth.uid()) = user_id);

alter table public.training_preferences enable row level security;
grant select, delete on public.training_preferences to authenticated, service_role;
grant
insert (
    user_id, days_per_week, minutes_per_session, location, liked_exercises, avoided_exercises, bars_kg, plates_kg,
    dumbbells_kg, notes
),
update (
    user_id, days_per_week, minutes_per_session, location, liked_exercises, avoided_exercises, bars_kg, plates_kg,
    dumbbells_kg, notes
)
on public.training_preferences to authenticated;
create policy "read own preferences" on public.training_preferences
for select to authenticated using ((select auth.uid()) = user_id);
create policy "set own preferences" on public.training_preferences
for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "change own preferences" on public.training_preferences
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "drop own preferences" on public.training_preferences
for delete to authenticated using ((select auth.uid()) = user_id);

alter table public.body_measurements enable row level security;
grant select, delete on public.body_measurements to authenticated, service_role;
grant
insert (id, user_id, logged_at, weight_kg, body_fat_percentage, other_metrics),
update (id, user_id, logged_at, weight_kg, body_fat_percentage, other_metrics)
on public.body_measurements to authenticated;
create policy "read own measurements" on public.body_measurements
for select to authenticated using ((select auth.uid()) = user_id);
create policy "log own measurements" on public.body_measurements
for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "correct own measurements" on public.body_measurements
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "delete own measurements" on public.body_measurements
for delete to authenticated using ((select auth.uid()) = user_id);

alter table public.check_ins enable row level security;
grant select, delete on public.check_ins to authenticated, service_role;
-- Not insert, day or timezone: which day it is, record_check_in decides.
grant update (sleep, soreness, energy, mood, weight_kg, notes) on public.check_ins to authenticated;
create policy "read own check-ins" on public.check_ins
for select to authenticated using ((select auth.uid()) = user_id);
create policy "edit own check-ins" on public.check_ins
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "delete own check-ins" on public.check_ins
for delete to authenticated using ((select auth.uid()) = user_id);

-- Private tables: no client role reads them, and the policy says so.
alter table private.tombstones enable row level security;
create policy "nobody" on private.tombstones for select to public using (false);
alter table private.time_zone_changes enable row level security;
create policy "nobody" on private.time_zone_changes for select to public using (false);

grant execute on function private.complete_onboarding(uuid, jsonb, jsonb, uuid[], timestamptz)
to authenticated, service_role;
grant execute on function public.complete_onboarding(jsonb, jsonb, uuid[]) to authenticated;

-- policies/catalog.sql
alter table public.equipment enable row level security;
grant select on public.equipment to authenticated;
grant select, insert, update, delete on public.equipment to service_role;
create policy "read equipment" on public.equipment
for select to authenticated using (true);

alter table public.user_equipment enable row level security;
grant select, delete on public.user_equipment to authenticated, service_role;
grant insert (user_id, equipment_id), update (user_id, equipment_id) on public.user_equipment to authenticated;
create policy "read own equipment" on public.user_equipment
for select to authenticated using ((select auth.uid()) = user_id);
create policy "add own equipment" on public.user_equipment
for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "repeat own equipment" on public.user_equipment
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "drop own equipment" on public.user_equipment
for delete to authenticated using ((select auth.uid()) = user_id);

alter table public.exercises enable row level security;
grant select, delete on public.exercises to authenticated;
-- Not slug: it names what is ours. Not is_approved: approve_exercise alone.
grant
insert (
    id, name, description, primary_muscle_group, secondary_muscle_groups, image_url, difficulty, aliases, instructions,
    movement_pattern, mechanic, tracking_type, exercise_type, is_unilateral, met, created_by, is_active
),
update (
    id, name, description, primary_muscle_group, secondary_muscle_groups, image_url, difficulty, aliases, instructions,
    movement_pattern, mechanic, tracking_type, exercise_type, is_unilateral, met, created_by, is_active
)
on public.exercises to authenticated;
grant select, insert, update, delete on public.exercises to service_role;
-- Moderators read what they are asked to approve.
create policy "read ours, approved and own" on public.exercises
for select to authenticated using (
    created_by is null or is_approved or (select auth.uid()) = created_by or (select private.has_role('moderator'))
);
create policy "add own exercises" on public.exercises
for insert to authenticated with check ((select auth.uid()) = created_by);
-- Once approved it is what others train with: its author may neither change nor delete it.
create policy "change own exercises" on public.exercises
for update to authenticated
using ((select auth.uid()) = created_by and not is_approved) with check ((select auth.uid()) = created_by);
create policy "delete own exercises" on public.exercises
for delete to authenticated using ((select auth.uid()) = created_by and not is_approved);

alter table public.exercise_equipment enable row level security;
grant select, delete on public.exercise_equipment to authenticated;
-- Not user_id: it follows the exercise.
grant insert (exercise_id, equipment_id), update (exercise_id, equipment_id) on public.exercise_equipment to authenticated;
grant select, insert, update, delete on public.exercise_equipment to service_role;
create policy "read of readable exercises" on public.exercise_equipment
for select to authenticated using (
    user_id is null or (select auth.uid()) = user_id or (select private.has_role('moderator'))
);
create policy "add to own exercises" on public.exercise_equipment
for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "repeat on own exercises" on public.exercise_equipment
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "take from own exercises" on public.exercise_equipment
for delete to authenticated using ((select auth.uid()) = user_id);

grant select on public.muscle_groups to authenticated, service_role;
grant execute on function public.equipment_required(public.exercises) to authenticated, service_role;
grant execute on function private.approve_exercise(uuid, uuid) to authenticated;
grant execute on function public.approve_exercise(uuid) to authenticated;

-- Private tables: no client role reads them, and the policy says so.
alter table private.exercise_spellings enable row level security;
create policy "nobody" on private.exercise_spellings for all to public using (false);
alter table private.exercise_grams enable row level security;
create policy "nobody" on private.exercise_grams for all to public using (false);

grant execute on function private.search_exercises(
    uuid, text, public.muscle [], uuid [], public.difficulty, integer, text
) to authenticated;
grant execute on function public.search_exercises(
    text, public.muscle [], uuid [], public.difficulty, integer, text
) to authenticated;
grant execute on function private.alternative_exercises(uuid, uuid, integer) to authenticated;
grant execute on function public.alternative_exercises(uuid, integer) to authenticated;

-- policies/coach.sql
alter table public.coach_conversations enable row level security;
grant select, delete on public.coach_conversations to authenticated, service_role;
create policy "read own conversations" on public.coach_conversations
for select to authenticated using ((select auth.uid()) = user_id);
-- The one that has the user's own id holds the congratulations, which stay.
create policy "delete own conversations, the inbox stays" on public.coach_conversations
for delete to authenticated using ((select auth.uid()) = user_id and id <> user_id);

alter table public.ai_coach_messages enable row level security;
grant select, delete on public.ai_coach_messages to authenticated, service_role;
-- Clients write no message, not even their own: coach-chat keeps both sides.
grant update (read_at) on public.ai_coach_messages to authenticated;
create policy "read own messages" on public.ai_coach_messages
for select to authenticated using ((select auth.uid()) = user_id);
create policy "mark own messages as read" on public.ai_coach_messages
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
-- A congratulation stays: it is what keeps the same level from being congratulated again.
create policy "delete own messages, level-ups stay" on public.ai_coach_messages
for delete to authenticated using ((select auth.uid()) = user_id and kind <> 'level_up');

-- policies/plans.sql
alter table public.workout_plans enable row level security;
grant select, delete on public.workout_plans to authenticated, service_role;
-- Not insert: a plan comes whole, by create_plan and its kin. Not is_active, archived_at: activate_plan, archive_plan.
grant update (
    name, description, goal_type, plan_type, days_per_week, source_description, total_weeks
) on public.workout_plans to authenticated;
create policy "read own plans" on public.workout_plans
for select to authenticated using ((select auth.uid()) = user_id);
create policy "edit own plans" on public.workout_plans
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "delete own plans" on public.workout_plans
for delete to authenticated using ((select auth.uid()) = user_id);

alter table public.workout_plan_days enable row level security;
grant select, delete on public.workout_plan_days to authenticated, service_role;
grant
insert (id, user_id, plan_id, name, day_of_week, order_in_plan, week_number, focus, estimated_minutes),
update (id, user_id, plan_id, name, day_of_week, order_in_plan, week_number, focus, estimated_minutes)
on public.workout_plan_days to authenticated;
create policy "read own plan days" on public.workout_plan_days
for select to authenticated using ((select auth.uid()) = user_id);
create policy "add own plan days" on public.workout_plan_days
for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "edit own plan days" on public.workout_plan_days
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "delete own plan days" on public.workout_plan_days
for delete to authenticated using ((select auth.uid()) = user_id);

alter table public.workout_plan_day_exercises enable row level security;
grant select, delete on public.workout_plan_day_exercises to authenticated, service_role;
grant
insert (
    id, user_id, plan_workout_id, exercise_id, order_in_workout, target_sets, target_reps, target_rest_seconds,
    current_suggested_weight_kg, on_success_weight_increase_kg, section, progression, alternatives, superset_group,
    target_rir, notes
),
update (
    id, user_id, plan_workout_id, exercise_id, order_in_workout, target_sets, target_reps, target_rest_seconds,
    current_suggested_weight_kg, on_success_weight_increase_kg, section, progression, alternatives, superset_group,
    target_rir, notes
)
on public.workout_plan_day_exercises to authenticated;
create policy "read own plan exercises" on public.workout_plan_day_exercises
for select to authenticated using ((select auth.uid()) = user_id);
create policy "add own plan exercises" on public.workout_plan_day_exercises
for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "edit own plan exercises" on public.workout_plan_day_exercises
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "delete own plan exercises" on public.workout_plan_day_exercises
for delete to authenticated using ((select auth.uid()) = user_id);

alter table public.plan_templates enable row level security;
grant select, delete on public.plan_templates to authenticated, service_role;
grant
insert (id, slug, name, description, goal_type, plan_type, days_per_week, difficulty, plan, is_published),
update (id, slug, name, description, goal_type, plan_type, days_per_week, difficulty, plan, is_published)
on public.plan_templates to authenticated;
create policy "read published templates, admins all" on public.plan_templates
for select to authenticated using (is_published or (select private.has_role('admin')));
create policy "admins write templates" on public.plan_templates
for insert to authenticated with check ((select private.has_role('admin')));
create policy "admins edit templates" on public.plan_templates
for update to authenticated
using ((select private.has_role('admin'))) with check ((select private.has_role('admin')));
create policy "admins delete templates" on public.plan_templates
for delete to authenticated using ((select private.has_role('admin')));

alter table public.plan_origins enable row level security;
-- Read only: written with the plan, by store_generated_plan.
grant select on public.plan_origins to authenticated, service_role;
create policy "read origins of own plans" on public.plan_origins
for select to authenticated using ((select auth.uid()) = user_id);

alter table private.plan_requests enable row level security;
create policy "nobody" on private.plan_requests for select to public using (false);

grant execute on function private.create_plan(uuid, jsonb, public.plan_author, timestamptz) to authenticated;
grant execute on function public.create_plan(jsonb) to authenticated;
grant execute on function private.duplicate_plan(uuid, uuid, uuid, timestamptz) to authenticated;
grant execute on function public.duplicate_plan(uuid, uuid) to authenticated;
grant execute on function private.plan_from_template(uuid, uuid, uuid, timestamptz) to authenticated;
grant execute on function public.plan_from_template(uuid, uuid) to authenticated;
grant execute on function private.activate_plan(uuid, uuid, timestamptz) to authenticated;
grant execute on function public.activate_plan(uuid) to authenticated;
grant execute on function private.archive_plan(uuid, uuid, timestamptz) to authenticated;
grant execute on function public.archive_plan(uuid) to authenticated;
grant execute on function private.store_generated_plan(uuid, jsonb, jsonb, timestamptz) to service_role;
grant execute on function public.store_generated_plan(uuid, jsonb, jsonb) to service_role;

-- policies/progression.sql
-- Everything here is derived: clients read, nobody writes by hand.
alter table public.personal_records enable row level security;
grant select on public.personal_records to authenticated, service_role;
create policy "read own records" on public.personal_records
for select to authenticated using ((select auth.uid()) = user_id);

alter table public.prescriptions enable row level security;
grant select on public.prescriptions to authenticated, service_role;
create policy "read own prescriptions" on public.prescriptions
for select to authenticated using ((select auth.uid()) = user_id);

alter table public.xp_events enable row level security;
grant select on public.xp_events to authenticated, service_role;
create policy "read own ledger" on public.xp_events
for select to authenticated using ((select auth.uid()) = user_id);

-- The rules are the same for everybody and no secret.
alter table public.xp_rule_versions enable row level security;
grant select on public.xp_rule_versions to authenticated, service_role;
create policy "read the rules" on public.xp_rule_versions for select to authenticated using (true);
alter table public.xp_rules enable row level security;
grant select on public.xp_rules to authenticated, service_role;
create policy "read the rules" on public.xp_rules for select to authenticated using (true);
alter table public.level_thresholds enable row level security;
grant select on public.level_thresholds to authenticated, service_role;
create policy "read the levels" on public.level_thresholds for select to authenticated using (true);

grant select on public.streaks to authenticated, service_role;
grant execute on function private.streaks_at(uuid, timestamptz) to authenticated, service_role;

alter table private.exercise_sessions enable row level security;
create policy "nobody" on private.exercise_sessions for select to public using (false);
alter table private.target_facts enable row level security;
create policy "nobody" on private.target_facts for select to public using (false);
alter table private.weekly_targets enable row level security;
create policy "nobody" on private.weekly_targets for select to public using (false);
alter table private.training_weeks enable row level security;
create policy "nobody" on private.training_weeks for select to public using (false);

grant execute on function private.next_workout(uuid) to authenticated;
grant execute on function public.next_workout() to authenticated;
grant execute on function private.record_check_in(uuid, jsonb, text, timestamptz) to authenticated;
grant execute on function public.record_check_in(jsonb, text) to authenticated;

-- policies/training.sql
alter table public.workout_sessions enable row level security;
grant select, delete on public.workout_sessions to authenticated, service_role;
-- Not insert: a session begins with start_workout, log_workout or skip_workout. Not status, times, timezone or totals:
-- they move through their kin.
grant update (
    name, notes, overall_feeling, location, mood_before, mood_after, energy, scheduled_for, current_plan_exercise_id
) on public.workout_sessions to authenticated;
create policy "read own sessions" on public.workout_sessions
for select to authenticated using ((select auth.uid()) = user_id);
create policy "annotate own sessions" on public.workout_sessions
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "delete own sessions" on public.workout_sessions
for delete to authenticated using ((select auth.uid()) = user_id);

alter table public.session_exercises enable row level security;
grant select, delete on public.session_exercises to authenticated, service_role;
-- Not was_successful_for_progression, is_personal_record: derived.
grant
insert (
    id, user_id, workout_session_id, exercise_id, workout_plan_exercise_id, set_order, logged_reps, logged_weight_kg,
    logged_at, difficulty_rating, notes, set_type, duration_seconds, distance_m, rest_seconds
),
update (
    id, user_id, workout_session_id, exercise_id, workout_plan_exercise_id, set_order, logged_reps, logged_weight_kg,
    logged_at, difficulty_rating, notes, set_type, duration_seconds, distance_m, rest_seconds
)
on public.session_exercises to authenticated;
create policy "read own sets" on public.session_exercises
for select to authenticated using ((select auth.uid()) = user_id);
create policy "log own sets" on public.session_exercises
for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "correct own sets" on public.session_exercises
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "delete own sets" on public.session_exercises
for delete to authenticated using ((select auth.uid()) = user_id);

alter table private.workout_requests enable row level security;
create policy "nobody" on private.workout_requests for select to public using (false);

grant execute on function private.start_workout(uuid, uuid, uuid, text, timestamptz) to authenticated;
grant execute on function public.start_workout(uuid, uuid, text) to authenticated;
grant execute on function private.pause_workout(uuid, uuid, timestamptz) to authenticated;
grant execute on function public.pause_workout(uuid) to authenticated;
grant execute on function private.resume_workout(uuid, uuid, timestamptz) to authenticated;
grant execute on function public.resume_workout(uuid) to authenticated;
grant execute on function private.start_rest(uuid, uuid, timestamptz) to authenticated;
grant execute on function public.start_rest(uuid) to authenticated;
grant execute on function private.skip_rest(uuid, uuid) to authenticated;
grant execute on function public.skip_rest(uuid) to authenticated;
grant execute on function private.cancel_workout(uuid, uuid, timestamptz) to authenticated;
grant execute on function public.cancel_workout(uuid) to authenticated;
grant execute on function private.skip_workout(uuid, uuid, uuid, timestamptz) to authenticated;
grant execute on function public.skip_workout(uuid, uuid) to authenticated;
grant execute on function private.finish_workout(uuid, uuid, public.feeling, text, timestamptz) to authenticated;
grant execute on function public.finish_workout(uuid, public.feeling, text) to authenticated;
grant execute on function private.log_workout(uuid, jsonb, timestamptz) to authenticated;
grant execute on function public.log_workout(jsonb) to authenticated;
grant execute on function private.correct_workout(uuid, jsonb, timestamptz) to authenticated;
grant execute on function public.correct_workout(jsonb) to authenticated;
