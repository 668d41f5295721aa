create function private.apply_plan_change(p_user uuid, p_change_id uuid, p_now timestamptz)
returns public.workout_plans
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.require_caller(p_user);
    return private.move_change(private.locked_change(p_user, p_change_id), 'proposed', 'applied', p_now);
end;
$$;
comment on function private.apply_plan_change is 'See public.apply_plan_change.';

create function public.apply_plan_change(p_change_id uuid)
returns public.workout_plans
language sql
security invoker
set search_path = ''
return private.apply_plan_change((select auth.uid()), p_change_id, now());
comment on function public.apply_plan_change is
'Applies a proposed change and returns the plan (its columns null where only a measurement or a goal changes); no effect if it is
applied already. PT404 change not found, PT409 it was declined or undone, or what it changes has changed since.';

create function private.decline_plan_change(p_user uuid, p_change_id uuid, p_now timestamptz)
returns public.workout_plans
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.require_caller(p_user);
    return private.move_change(private.locked_change(p_user, p_change_id), 'proposed', 'declined', p_now);
end;
$$;
comment on function private.decline_plan_change is 'See public.decline_plan_change.';

create function public.decline_plan_change(p_change_id uuid)
returns public.workout_plans
language sql
security invoker
set search_path = ''
return private.decline_plan_change((select auth.uid()), p_change_id, now());
comment on function public.decline_plan_change is
'Declines a proposed change and returns the plan, which stays as it is; no effect if it is declined already. PT404 change not
found, PT409 it was applied or undone.';

create function private.undo_plan_change(p_user uuid, p_change_id uuid, p_now timestamptz)
returns public.workout_plans
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.require_caller(p_user);
    return private.move_change(private.locked_change(p_user, p_change_id), 'applied', 'undone', p_now);
end;
$$;
comment on function private.undo_plan_change is 'See public.undo_plan_change.';

create function public.undo_plan_change(p_change_id uuid)
returns public.workout_plans
language sql
security invoker
set search_path = ''
return private.undo_plan_change((select auth.uid()), p_change_id, now());
comment on function public.undo_plan_change is
'Undoes an applied change and returns the plan; no effect if it is undone already. Training since then stays: only the columns
that the change set are restored. PT404 change not found, PT409 it isn''t applied, or what it set has changed since.';
