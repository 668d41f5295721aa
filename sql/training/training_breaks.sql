-- Days on which a user can't train as planned, or plans to train less. Facts: their effect on targets (easier) and streaks
-- (kept alive) is derived.
create table public.training_breaks (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
    kind public.break_kind not null,
    starts_on date not null check (starts_on between '2000-01-01' and '2100-01-01'),
    ends_on date check (ends_on between '2000-01-01' and '2101-01-01'),
    load_percent smallint not null default 70 check (load_percent between 40 and 100),
    sets_percent smallint not null default 100 check (sets_percent between 50 and 100),
    plan_id uuid,
    is_suggested boolean not null default false,
    notes text check (length(notes) <= 2000),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    counts_from date,
    counts_until date,
    foreign key (user_id, plan_id) references public.workout_plans (user_id, id) on delete set null (plan_id),
    constraint ends_after_it_starts check (ends_on >= starts_on),
    -- Not by a difference, which infinity doesn't have.
    constraint lasts_a_year_at_most check (ends_on <= least(starts_on, '2100-01-01') + 365)
);
comment on table public.training_breaks is
'Days of illness, injury or travel, and deload weeks; they may overlap. Deloads reduce what is prescribed, breaks keep streaks alive.';
comment on column public.training_breaks.starts_on is 'The first day, in the user''s local calendar.';
comment on column public.training_breaks.ends_on is
'The last day, inclusive. Null while the break is open; an open break ends by itself after 366 days.';
comment on column public.training_breaks.load_percent is 'Percent of each load prescribed during a deload, 40 to 100.';
comment on column public.training_breaks.sets_percent is 'Percent of the sets prescribed during a deload, 50 to 100.';
comment on column public.training_breaks.plan_id is
'The plan that scheduled this break. Null if the user made it, or if the plan was deleted after the break had begun.';
comment on column public.training_breaks.is_suggested is 'Whether Spotter proposed it because lifts had stalled. Written by the server.';
comment on column public.training_breaks.counts_from is
'The first of its days that keep streaks alive; null: all do. Days told more than 35 days late don''t. Written by the server.';
comment on column public.training_breaks.counts_until is 'The last of them; before counts_from if there are none.';

create index training_breaks_user_id_starts_on_idx on public.training_breaks (user_id, starts_on desc, id desc);
create index training_breaks_user_id_plan_id_idx on public.training_breaks (user_id, plan_id);

create trigger lock_caller before insert or update or delete on public.training_breaks
for each statement when (pg_trigger_depth() = 0) execute function private.lock_caller();
create trigger touch before update on public.training_breaks
for each row execute function private.touch();
create trigger keep_keys before update of id, user_id, created_at on public.training_breaks
for each row execute function private.freeze('id', 'user_id', 'created_at');
create trigger bury after delete on public.training_breaks
referencing old table as old_rows for each statement execute function private.bury('user_id', 'id');

create function private.break_end(p_starts_on date, p_ends_on date)
returns date
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
    return coalesce(p_ends_on, p_starts_on + 365);
end;
$$;
comment on function private.break_end is 'The last day of a break. An open one has a limit too, or it would keep a streak alive for ever.';
