create function private.require_plan(p_user uuid, p_plan_id uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    if not exists (select from public.workout_plans as p where p.user_id = p_user and p.id = p_plan_id) then
        perform private.fail('PT404', 'plan not found', '{"field": "p_plan_id"}');
    end if;
end;
$$;
comment on function private.require_plan is 'PT404 unless the plan is this user''s.';

create function private.activate_plan(p_user uuid, p_plan_id uuid, p_now timestamptz)
returns public.workout_plans
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_plan public.workout_plans;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.require_plan(p_user, p_plan_id);
    -- A time more in the row, which no full account is refused for.
    perform private.set_weighing('late');
    update public.workout_plans as p set is_active = false
    where p.user_id = p_user and p.is_active and p.id <> p_plan_id;
    -- Activating the active plan changes nothing: it continues where it is.
    update public.workout_plans as p set is_active = true, archived_at = null, activated_at = p_now
    where p.user_id = p_user and p.id = p_plan_id and not p.is_active;
    perform private.set_weighing('');
    select p.* into v_plan from public.workout_plans as p where p.user_id = p_user and p.id = p_plan_id;
    return v_plan;
end;
$$;
comment on function private.activate_plan is 'See public.activate_plan.';

create function public.activate_plan(p_plan_id uuid)
returns public.workout_plans
language sql
security invoker
set search_path = ''
return private.activate_plan((select auth.uid()), p_plan_id, now());
comment on function public.activate_plan is
'Makes this the caller''s only active plan and returns it; an archived plan is restored. PT404 plan not found.';

create function private.archive_plan(p_user uuid, p_plan_id uuid, p_now timestamptz)
returns public.workout_plans
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_plan public.workout_plans;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.require_plan(p_user, p_plan_id);
    perform private.set_weighing('late');
    update public.workout_plans as p set is_active = false, archived_at = coalesce(p.archived_at, p_now)
    where p.user_id = p_user and p.id = p_plan_id
    returning p.* into v_plan;
    perform private.set_weighing('');
    return v_plan;
end;
$$;
comment on function private.archive_plan is 'See public.archive_plan.';

create function public.archive_plan(p_plan_id uuid)
returns public.workout_plans
language sql
security invoker
set search_path = ''
return private.archive_plan((select auth.uid()), p_plan_id, now());
comment on function public.archive_plan is
'Archives a plan and returns it; its history stays. activate_plan restores it. PT404 plan not found.';
