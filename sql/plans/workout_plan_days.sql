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
comment on column public.workout_plan_days.day_of_week is '1 Monday to 7 Sunday. A label only: next_workout goes by order.';
comment on column public.workout_plan_days.order_in_plan is
'Not unique: days are reordered one update at a time, possibly by two devices at once.';

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
comment on function private.limit_plan_days is 'Statement trigger after insert: at most 100 days per plan.';

create trigger limit_plan_days after insert on public.workout_plan_days
referencing new table as new_rows for each statement execute function private.limit_plan_days();
