create type public.change_author as enum ('user', 'coach_ai', 'coach');
create type public.change_status as enum ('proposed', 'applied', 'declined', 'undone');

-- Changes made on a user's behalf, which the user can see, decline and undo.
create table public.plan_changes (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references public.profiles (id) on delete cascade,
    plan_id uuid,
    made_by public.change_author not null default 'coach_ai',
    status public.change_status not null default 'proposed',
    summary text not null check (length(summary) between 1 and 1000),
    before jsonb not null,
    after jsonb not null,
    created_at timestamptz not null default now(),
    operations jsonb not null,
    is_large boolean not null,
    decided_at timestamptz,
    updated_at timestamptz not null default now(),
    unique (user_id, id),
    foreign key (user_id, plan_id) references public.workout_plans (user_id, id) on delete cascade
);
comment on table public.plan_changes is
'Changes of plans, measurements and goals that the coach proposed or made. apply_plan_change, decline_plan_change and
undo_plan_change decide; the server writes.';
comment on column public.plan_changes.plan_id is 'The plan that is changed; null if only a measurement or a goal is.';
comment on column public.plan_changes.before is
'The rows that the change starts from: [{table, id, row}]. row has the columns that change, all of them if the row is removed, and
is null if it is added.';
comment on column public.plan_changes.after is 'The same rows afterwards. undo_plan_change goes back from here to before.';
comment on column public.plan_changes.operations is 'The operations of the change: [{op, …}], see docs/coach.md.';
comment on column public.plan_changes.is_large is
'It waits for apply_plan_change: a day is added or removed, an exercise is removed, more than three exercises change, or more than
one and more than a third of the plan''s.';
comment on column public.plan_changes.decided_at is 'When it was last applied, declined or undone.';

create index plan_changes_user_id_created_at_idx on public.plan_changes (user_id, created_at desc, id desc);
create index plan_changes_user_id_plan_id_idx on public.plan_changes (user_id, plan_id);

create trigger touch before update on public.plan_changes
for each row execute function private.touch();
create trigger keep_keys before update of
id, user_id, plan_id, made_by, summary, operations, is_large, created_at on public.plan_changes
for each row execute function private.freeze(
    'id', 'user_id', 'plan_id', 'made_by', 'summary', 'operations', 'is_large', 'created_at'
);
create trigger bury after delete on public.plan_changes
referencing old table as old_rows for each statement execute function private.bury('user_id', 'id');
