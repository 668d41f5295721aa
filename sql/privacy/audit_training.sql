-- Plans that someone other than their owner made or changed, and deletions.

create function private.audit_generated_plan()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.audit(
        new.user_id, 'plan_generated', jsonb_build_object('plan_id', new.plan_id, 'engine', new.engine, 'model', new.model)
    );
    return null;
end;
$$;
comment on function private.audit_generated_plan is 'Row trigger on plan_origins: records a generated plan.';

create trigger audit after insert on public.plan_origins
for each row execute function private.audit_generated_plan();

create function private.audit_plan_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.audit(
        new.user_id,
        case new.status when 'applied' then 'plan_change_applied'::public.audit_action else 'plan_change_undone' end,
        jsonb_build_object('change_id', new.id, 'plan_id', new.plan_id, 'made_by', new.made_by)
    );
    return null;
end;
$$;
comment on function private.audit_plan_change is
'Row trigger on plan_changes: records that a change proposed by the coach was applied or undone.';

create trigger audit_made after insert on public.plan_changes
for each row when (new.status = 'applied') execute function private.audit_plan_change();
create trigger audit_decided after update of status on public.plan_changes
for each row when (new.status in ('applied', 'undone') and new.status is distinct from old.status)
execute function private.audit_plan_change();

create trigger audit_deleted after delete on public.workout_plans
referencing old table as old_rows for each statement execute function private.audit_deletions('plan_deleted');
create trigger audit_deleted after delete on public.workout_sessions
referencing old table as old_rows for each statement execute function private.audit_deletions('workout_deleted');
create trigger audit_deleted after delete on public.coach_conversations
referencing old table as old_rows for each statement execute function private.audit_deletions('conversation_deleted');
