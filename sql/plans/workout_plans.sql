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
    deload_every_weeks smallint check (deload_every_weeks between 3 and 12),
    unique (user_id, id),
    foreign key (user_id, source_plan_id) references public.workout_plans (user_id, id)
    on delete set null (source_plan_id),
    constraint active_plans_are_not_archived check (not (is_active and archived_at is not null))
);
comment on table public.workout_plans is
'A training plan of one user. Created by create_plan, duplicate_plan or plan_from_template; at most one is active.';
comment on column public.workout_plans.source_plan_id is 'The plan this one was duplicated from.';
comment on column public.workout_plans.activated_at is 'When it last became active: next_workout ignores anything before.';
comment on column public.workout_plans.deload_every_weeks is
'Every this many weeks since activation is a deload week: a row of training_breaks that its owner may move or delete. Null: none.';
comment on column public.workout_plans.archived_at is 'Set by archive_plan; activating the plan restores it.';

create unique index workout_plans_one_active_key on public.workout_plans (user_id) where is_active;
create index workout_plans_user_id_created_at_idx on public.workout_plans (user_id, created_at desc, id desc);
create index workout_plans_user_id_source_plan_id_idx on public.workout_plans (user_id, source_plan_id);

create trigger touch before update on public.workout_plans
for each row execute function private.touch();
create trigger keep_keys before update of id, user_id, created_at on public.workout_plans
for each row execute function private.freeze('id', 'user_id', 'created_at');
create trigger bury after delete on public.workout_plans
referencing old table as old_rows for each statement execute function private.bury('user_id', 'id');

-- Hashes of what create_plan's documents say, to tell a repeated request from another one with the same id.
create table private.plan_requests (
    plan_id uuid primary key,
    user_id uuid not null,
    content_hash bytea not null,
    foreign key (user_id, plan_id) references public.workout_plans (user_id, id) on delete cascade
);
comment on table private.plan_requests is 'SHA-256 of what the document said from which each plan was created.';
create index plan_requests_user_id_plan_id_idx on private.plan_requests (user_id, plan_id);
