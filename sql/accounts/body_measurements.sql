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
        or length(m.value::text) > 40
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
    is_from_onboarding boolean not null default false,
    constraint measures_something check (num_nonnulls(weight_kg, body_fat_percentage, other_metrics) > 0)
);
comment on table public.body_measurements is 'Body weight, body fat and lengths as measured.';
comment on column public.body_measurements.weight_kg is 'Body weight in kilograms.';
comment on column public.body_measurements.other_metrics is
'Lengths in centimetres: chest, waist, hips, neck, left_ and right_ biceps, thigh, calf, forearm.';
comment on column public.body_measurements.is_from_onboarding is
'Whether complete_onboarding wrote it, and replaces it when it is repeated. Written by the server.';

create unique index body_measurements_onboarding_key on public.body_measurements (user_id) where is_from_onboarding;
create index body_measurements_user_id_logged_at_idx on public.body_measurements (user_id, logged_at desc, id desc);

create trigger touch before update on public.body_measurements
for each row execute function private.touch();
create trigger keep_keys before update of id, user_id, created_at on public.body_measurements
for each row execute function private.freeze('id', 'user_id', 'created_at');
create trigger bury after delete on public.body_measurements
referencing old table as old_rows for each statement execute function private.bury('user_id', 'id');
