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
comment on table public.plan_origins is 'The origin of a plan that wasn''t entered by hand: the engine, the request and the reasons.';
comment on column public.plan_origins.request is 'The request as the function received it.';
comment on column public.plan_origins.sources is 'The sources that the engine names, one text or object each.';
comment on column public.plan_origins.warnings is 'What the user should know about the plan, one text or object each.';
create index plan_origins_user_id_plan_id_idx on public.plan_origins (user_id, plan_id);

create trigger touch before update on public.plan_origins
for each row execute function private.touch();
create trigger bury after delete on public.plan_origins
referencing old table as old_rows for each statement execute function private.bury('user_id', 'plan_id');
