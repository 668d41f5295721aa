-- How strong similar people are, from members: users who consented and are eligible. cohort_lifts is their state by night. Once a
-- week private.publish_cohorts takes a snapshot: cohort_distributions, of groups of fifty or more, and cohort_places, who is in it.
-- Nothing else changes what is shown: before and after any one person's join or withdrawal it is the same. Most of a group can be
-- accounts of one attacker, who then knows everyone's lift but one: so what is published is drawn at random (cohort_ratios.sql).

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
comment on table private.cohort_lifts is 'What each eligible cohort member lifts, as a multiple of their bodyweight.';
comment on column private.cohort_lifts.age_from is 'The decade of age: 20 is 20 to 29. 10 includes everyone younger, 70 everyone older.';
comment on column private.cohort_lifts.bodyweight_from_kg is 'The bodyweight band: 80 is 80 kg to just under 90 kg.';
create index cohort_lifts_cohort_idx on private.cohort_lifts (lift, sex, age_from, bodyweight_from_kg, ratio);

create trigger touch before update on private.cohort_lifts
for each row execute function private.touch();

create type private.cohort as (
    lift public.key_lift,
    sex public.sex,
    age_from smallint,
    bodyweight_from_kg smallint
);

create table private.cohort_distributions (
    lift public.key_lift not null,
    sex public.sex not null,
    age_from smallint not null,
    bodyweight_from_kg smallint not null,
    people integer not null constraint nobody_is_told_apart check (people >= 50),
    ratios numeric [] not null constraint one_ratio_a_point check (cardinality(ratios) = 5),
    published_at timestamptz not null,
    primary key (lift, sex, age_from, bodyweight_from_kg)
);
comment on table private.cohort_distributions is
'How strong a cohort was when it was last published. A cohort of fewer than 50 people is never published: what isn''t stored can''t
leak.';
comment on column private.cohort_distributions.ratios is
'Load / bodyweight at each of private.cohort_points(), drawn by private.noisy_ratios when it was published.';
comment on column private.cohort_distributions.published_at is
'The snapshot its ratios were drawn for. A cohort that keeps its numbers keeps this.';

create table private.cohort_places (
    user_id uuid not null references private.cohort_members (user_id) on delete cascade,
    lift public.key_lift not null,
    sex public.sex not null,
    age_from smallint not null,
    bodyweight_from_kg smallint not null,
    ratio numeric not null,
    primary key (user_id, lift)
);
comment on table private.cohort_places is
'Who is in which published distribution, and with what: what the next snapshot is compared with. Deleted with the membership.';
create index cohort_places_cohort_idx on private.cohort_places (lift, sex, age_from, bodyweight_from_kg);

create table private.cohort_snapshots (
    taken_at timestamptz primary key
);
comment on table private.cohort_snapshots is 'When cohorts were published.';

create table private.cohort_standings (
    user_id uuid primary key references public.profiles (id) on delete cascade,
    snapshot timestamptz not null,
    lifts jsonb not null,
    answers jsonb not null default '[]'
);
comment on table private.cohort_standings is
'Where a user stood when they were compared with a snapshot, once. What they log later moves nothing until a cohort is published
anew, so that nobody can feel for the numbers of others by changing their own.';
comment on column private.cohort_standings.lifts is 'What muscle_ranking answers: {lift: {percentile, people}}.';
comment on column private.cohort_standings.answers is
'Every answer the user got from a distribution that still stands, as an array of private.cohort_answer: who comes back to a cohort
by another sex, weight or age gets the old one.';
create index cohort_standings_snapshot_idx on private.cohort_standings (snapshot);

create type private.cohort_answer as (
    lift public.key_lift,
    sex public.sex,
    age_from smallint,
    bodyweight_from_kg smallint,
    published_at timestamptz,
    percentile numeric,
    people integer
);
