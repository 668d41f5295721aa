-- plan.changed, whether the user or the coach changed the plan: once per transaction and plan, though a plan is many rows.
-- Loads changed by progression do not count: they come with workout.completed.

create function private.announce_plans()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_told text := coalesce(current_setting('spotter.told_plans', true), '');
    v_plan record;
begin
    for v_plan in
        select distinct r.user_id, coalesce(r.plan_id, d.plan_id) as id
        from (
            select
                (j.row ->> 'user_id')::uuid as user_id,
                (j.row ->> case tg_table_name when 'workout_plans' then 'id' else 'plan_id' end)::uuid as plan_id,
                (j.row ->> 'plan_workout_id')::uuid as day_id
            from (select to_jsonb(t) as row from told_rows as t) as j
        ) as r
        left join public.workout_plan_days as d on d.user_id = r.user_id and d.id = r.day_id
        where coalesce(r.plan_id, d.plan_id) is not null
    loop
        if strpos(v_told, v_plan.id::text) = 0 then
            -- The last twenty are enough: only bulk loads change more plans in one transaction.
            v_told := right(v_told, 19 * 36) || v_plan.id;
            perform private.broadcast(v_plan.user_id, null, 'plan.changed', v_plan.id, now());
        end if;
    end loop;
    perform set_config('spotter.told_plans', v_told, true);
    return null;
end;
$$;
comment on function private.announce_plans is 'Statement trigger on plans, their days and exercises: broadcasts plan.changed.';

create trigger announce_insert after insert on public.workout_plans
referencing new table as told_rows for each statement when (pg_trigger_depth() = 0)
execute function private.announce_plans();
create trigger announce_update after update on public.workout_plans
referencing new table as told_rows for each statement when (pg_trigger_depth() = 0)
execute function private.announce_plans();
create trigger announce_delete after delete on public.workout_plans
referencing old table as told_rows for each statement when (pg_trigger_depth() = 0)
execute function private.announce_plans();

create trigger announce_insert after insert on public.workout_plan_days
referencing new table as told_rows for each statement when (pg_trigger_depth() = 0)
execute function private.announce_plans();
create trigger announce_update after update on public.workout_plan_days
referencing new table as told_rows for each statement when (pg_trigger_depth() = 0)
execute function private.announce_plans();
create trigger announce_delete after delete on public.workout_plan_days
referencing old table as told_rows for each statement when (pg_trigger_depth() = 0)
execute function private.announce_plans();

create trigger announce_insert after insert on public.workout_plan_day_exercises
referencing new table as told_rows for each statement when (pg_trigger_depth() = 0)
execute function private.announce_plans();
create trigger announce_update after update on public.workout_plan_day_exercises
referencing new table as told_rows for each statement
when (pg_trigger_depth() = 0 and not private.is_deriving())
execute function private.announce_plans();
create trigger announce_delete after delete on public.workout_plan_day_exercises
referencing old table as told_rows for each statement when (pg_trigger_depth() = 0)
execute function private.announce_plans();
