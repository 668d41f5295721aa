create table public.user_goals (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
    goal_type public.goal_type not null,
    target_weight_kg numeric(6, 3) check (target_weight_kg between 20 and 500),
    target_muscle_kg numeric(5, 3) check (target_muscle_kg between 0 and 50),
    start_date date not null check (start_date between '2000-01-01' and '2100-01-01'),
    target_date date check (target_date between '2000-01-01' and '2100-01-01'),
    estimated_completion_date date,
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint aims_forward check (target_date >= start_date)
);
comment on table public.user_goals is 'A user''s body goal. One is active; activating another deactivates the previous one.';
comment on column public.user_goals.start_date is 'Default: the user''s local date.';
comment on column public.user_goals.estimated_completion_date is
'Computed from the last body weight and a sensible weekly rate; null for goals without a target weight.';

create unique index user_goals_one_active_key on public.user_goals (user_id) where is_active;
create index user_goals_user_id_created_at_idx on public.user_goals (user_id, created_at desc, id desc);

create trigger touch before update on public.user_goals
for each row execute function private.touch();
create trigger keep_keys before update of id, user_id, created_at on public.user_goals
for each row execute function private.freeze('id', 'user_id', 'created_at');
create trigger bury after delete on public.user_goals
referencing old table as old_rows for each statement execute function private.bury('user_id', 'id');

create function private.before_goal_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_today date := private.local_day(new.user_id, now());
begin
    new.start_date := coalesce(new.start_date, v_today);
    if tg_op = 'INSERT'
        or (new.goal_type, new.target_weight_kg, new.target_muscle_kg)
        is distinct from (old.goal_type, old.target_weight_kg, old.target_muscle_kg)
    then
        perform private.check_goal_direction(
            new.user_id, new.id, new.goal_type, new.target_weight_kg, new.target_muscle_kg, new.start_date, now(), ''
        );
    end if;
    new.estimated_completion_date := private.estimated_completion(
        new.goal_type,
        (select p.fitness_level from public.profiles as p where p.id = new.user_id),
        private.body_weight(new.user_id, now()),
        new.target_weight_kg,
        new.target_muscle_kg,
        greatest(new.start_date, v_today)
    );
    -- Inserting an existing goal inserts nothing, so it mustn't deactivate another; if it becomes an update, that does.
    if new.is_active and not (tg_op = 'INSERT' and exists (select from public.user_goals as g where g.id = new.id)) then
        update public.user_goals as g set is_active = false
        where g.user_id = new.user_id and g.is_active and g.id <> new.id;
    end if;
    return new;
end;
$$;
comment on function private.before_goal_change is 'Row trigger on user_goals: one active goal per user, its direction, and the estimate.';

create trigger before_goal_change before insert or update on public.user_goals
for each row execute function private.before_goal_change();

create function private.after_goal_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid := coalesce(new.user_id, old.user_id);
begin
    update public.profiles as p
    set current_goal_id = (select g.id from public.user_goals as g where g.user_id = v_user and g.is_active)
    where p.id = v_user
        and p.current_goal_id is distinct from (
            select g.id from public.user_goals as g where g.user_id = v_user and g.is_active
        );
    return null;
end;
$$;
comment on function private.after_goal_change is 'Row trigger on user_goals: profiles.current_goal_id follows the active goal.';

create trigger after_goal_change after insert or update of is_active or delete on public.user_goals
for each row execute function private.after_goal_change();

create function private.estimate_goals(p_users uuid[])
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- The row trigger of user_goals recomputes the estimate.
    update public.user_goals as g set is_active = true where g.user_id = any(p_users) and g.is_active;
end;
$$;
comment on function private.estimate_goals is 'Recomputes the estimates of the active goals of these users, after a change of body weight.';

create function private.goals_follow_measurements()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    if tg_op = 'UPDATE' then
        perform private.estimate_goals(array(
            select n.user_id from new_rows as n inner join old_rows as o on o.id = n.id
            where (n.weight_kg, n.logged_at) is distinct from (o.weight_kg, o.logged_at)
        ));
    elsif tg_op = 'INSERT' then
        perform private.estimate_goals(array(select n.user_id from new_rows as n));
    else
        perform private.estimate_goals(array(select o.user_id from old_rows as o));
    end if;
    return null;
end;
$$;
comment on function private.goals_follow_measurements is 'Statement trigger on body_measurements: goals follow the body weight.';

create trigger goal_follows_weight_new after insert on public.body_measurements
referencing new table as new_rows for each statement execute function private.goals_follow_measurements();
create trigger goal_follows_weight_gone after delete on public.body_measurements
referencing old table as old_rows for each statement execute function private.goals_follow_measurements();
create trigger goal_follows_weight after update on public.body_measurements
referencing old table as old_rows new table as new_rows for each statement execute function private.goals_follow_measurements();

create function private.goals_follow_check_ins()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    if tg_op = 'UPDATE' then
        perform private.estimate_goals(array(
            select n.user_id from new_rows as n inner join old_rows as o on o.user_id = n.user_id and o.day = n.day
            where n.weight_kg is distinct from o.weight_kg
        ));
    elsif tg_op = 'INSERT' then
        perform private.estimate_goals(array(select n.user_id from new_rows as n where n.weight_kg is not null));
    else
        perform private.estimate_goals(array(select o.user_id from old_rows as o where o.weight_kg is not null));
    end if;
    return null;
end;
$$;
comment on function private.goals_follow_check_ins is 'Statement trigger on check_ins: goals follow the body weight.';

create trigger goal_follows_weight_new after insert on public.check_ins
referencing new table as new_rows for each statement execute function private.goals_follow_check_ins();
create trigger goal_follows_weight_gone after delete on public.check_ins
referencing old table as old_rows for each statement execute function private.goals_follow_check_ins();
create trigger goal_follows_weight after update on public.check_ins
referencing old table as old_rows new table as new_rows for each statement execute function private.goals_follow_check_ins();
