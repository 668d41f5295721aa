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
'A plan document that plan_from_template turns into a user''s own plan. Never trained directly.';
comment on column public.plan_templates.plan is 'Exactly what create_plan takes; validated on write.';
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
comment on function private.check_template is 'Row trigger: validates the plan document of a template.';

create trigger check_template before insert or update of plan on public.plan_templates
for each row execute function private.check_template();
