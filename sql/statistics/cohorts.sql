-- How strong similar people are, from those who agreed to be counted. Who is counted stands in cohort_lifts, one row a
-- person and lift; what is read is cohort_distributions, which exists for groups of twenty and more alone. A trigger
-- redraws a group with the statement that changes it, so a withdrawal is out of what is read when it is committed.

create table private.cohort_members (
    user_id uuid primary key references public.profiles (id) on delete cascade,
    refreshed_at timestamptz not null default '-infinity',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table private.cohort_members is 'Who agreed to cohort_statistics, and when their lifts were last looked at.';
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
comment on table private.cohort_lifts is 'What each member of a cohort lifts, as a multiple of their bodyweight.';
comment on column private.cohort_lifts.age_from is 'The decade of age: 20 is 20 to 29. 10 and 70 take everyone below and above.';
comment on column private.cohort_lifts.bodyweight_from_kg is 'The band of bodyweight: 80 is 80 up to 90 kg.';
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
'How strong a cohort is. A cohort of fewer than 20 people has no row: what isn''t stored can''t be told.';
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
'Waits for whoever else redraws cohorts. The next statement sees what they committed, so no drawing misses a withdrawal.';
