-- How strong similar people are, from users who consented. cohort_lifts has one row per person and lift; only
-- cohort_distributions is shown, and only groups of twenty or more have a row there. A trigger recomputes a group in the
-- statement that changes it, so a withdrawal takes effect when it is committed.

create table private.cohort_members (
    user_id uuid primary key references public.profiles (id) on delete cascade,
    refreshed_at timestamptz not null default '-infinity',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table private.cohort_members is 'Users who consented to cohort_statistics, and when their lifts were last refreshed.';
create index cohort_members_refreshed_at_idx on private.cohort_members (refreshed_at);

create trigger touch before update on private.cohort_members
for each row execute function private.touch();

create table private.cohort_lifts (
    user_id uuid not null references private.cohort_members (user_id) on delete cascade,
    lift public.key_lift not null,
    sex public.sex not null,
    age_from smallint not null,
    bodyweight_from_kg smallint not null,
    ratio numeric not null check (ratio > 0),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (user_id, lift)
);
comment on table private.cohort_lifts is 'What each cohort member lifts, as a multiple of their bodyweight.';
comment on column private.cohort_lifts.age_from is 'The decade of age: 20 is 20 to 29. 10 includes everyone younger, 70 everyone older.';
comment on column private.cohort_lifts.bodyweight_from_kg is 'The bodyweight band: 80 is 80 kg to just under 90 kg.';
create index cohort_lifts_cohort_idx on private.cohort_lifts (lift, sex, age_from, bodyweight_from_kg, ratio);

create trigger touch before update on private.cohort_lifts
for each row execute function private.touch();

create table private.cohort_distributions (
    lift public.key_lift not null,
    sex public.sex not null,
    age_from smallint not null,
    bodyweight_from_kg smallint not null,
    people integer not null constraint nobody_is_told_apart check (people >= 20),
    ratios numeric [] not null,
    primary key (lift, sex, age_from, bodyweight_from_kg)
);
comment on table private.cohort_distributions is
'How strong a cohort is. A cohort of fewer than 20 people has no row: what isn''t stored can''t leak.';
comment on column private.cohort_distributions.ratios is 'Load / bodyweight at each of private.percentile_points().';

create function private.lock_cohorts()
returns void
language plpgsql
set search_path = ''
as $$
begin
    perform pg_advisory_xact_lock(hashtext('private.cohort_distributions'));
end;
$$;
comment on function private.lock_cohorts is
'Serializes the recomputing of cohorts: the next statement sees what earlier ones committed, so no withdrawal is missed.';
