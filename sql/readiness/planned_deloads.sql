-- A plan's deload weeks are stored as rows when it becomes active, so that the user can see, move and delete them in advance.
create function private.schedule_deloads(p_plan public.workout_plans, p_now timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_today date := private.local_day(p_plan.user_id, p_now);
begin
    -- A week that has begun stays: targets may already have been evaluated with it.
    delete from public.training_breaks as b
    where b.user_id = p_plan.user_id and b.plan_id = p_plan.id and b.starts_on > v_today;

    insert into public.training_breaks (user_id, kind, starts_on, ends_on, plan_id, created_at)
    select p_plan.user_id, 'deload', w.starts_on, w.starts_on + 6, p_plan.id, p_now
    from public.profiles as p
    cross join lateral (
        select private.week_start(private.local_day(p.id, p_plan.activated_at), p.week_starts_on) + 7 * (n - 1) as starts_on
        -- A year if the plan has no end. The week of activation is week 1.
        from generate_series(p_plan.deload_every_weeks, coalesce(p_plan.total_weeks, 52), p_plan.deload_every_weeks) as n
    ) as w
    where p.id = p_plan.user_id and p_plan.is_active and w.starts_on > v_today;
end;
$$;
comment on function private.schedule_deloads is
'Replaces the future deload weeks of a plan by those it prescribes; none if it is inactive.';

create function private.on_plan_deloads()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    if tg_op = 'DELETE' then
        old.is_active := false;
        perform private.schedule_deloads(old, now());
        return old;
    end if;
    perform private.schedule_deloads(
        new, case when new.is_active and not old.is_active then new.activated_at else now() end
    );
    return null;
end;
$$;
comment on function private.on_plan_deloads is
'Row trigger on plans: schedules deload weeks on activation or when the interval changes, and deletes those that haven''t begun
together with the plan.';

create trigger lay_out_deloads after update of is_active, deload_every_weeks, total_weeks on public.workout_plans
for each row when (
    old.is_active is distinct from new.is_active
    or old.deload_every_weeks is distinct from new.deload_every_weeks
    or old.total_weeks is distinct from new.total_weeks
)
execute function private.on_plan_deloads();
create trigger take_deloads_back before delete on public.workout_plans
for each row execute function private.on_plan_deloads();
