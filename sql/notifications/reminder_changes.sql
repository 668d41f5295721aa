-- Triggers that reschedule reminders.

create function private.on_reminder_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.plan_reminders(
        case
            when tg_table_name = 'profiles' then (to_jsonb(new) ->> 'id')::uuid
            else (coalesce(to_jsonb(new), to_jsonb(old)) ->> 'user_id')::uuid
        end,
        now()
    );
    return null;
end;
$$;
comment on function private.on_reminder_change is 'Row trigger: reschedules the user''s reminders.';

create trigger plan_reminders after update of timezone, week_starts_on, onboarding_complete on public.profiles
for each row when (
    new.onboarding_complete
    and (
        old.timezone is distinct from new.timezone
        or old.week_starts_on is distinct from new.week_starts_on
        or old.onboarding_complete is distinct from new.onboarding_complete
    )
)
execute function private.on_reminder_change();
create trigger plan_reminders after insert or update of remind_at or delete on public.notification_settings
for each row execute function private.on_reminder_change();
create trigger plan_reminders after update of is_active on public.workout_plans
for each row when (old.is_active <> new.is_active) execute function private.on_reminder_change();
create trigger plan_reminders_deleted after delete on public.workout_plans
for each row when (old.is_active) execute function private.on_reminder_change();

create function private.on_plan_days_changed()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.plan_reminders(p.user_id, now())
    from public.workout_plans as p
    where p.is_active and (p.user_id, p.id) in (select m.user_id, m.plan_id from moved_rows as m);
    return null;
end;
$$;
comment on function private.on_plan_days_changed is 'Statement trigger on workout_plan_days: reschedules reminders.';

create trigger plan_reminders_insert after insert on public.workout_plan_days
referencing new table as moved_rows for each statement execute function private.on_plan_days_changed();
create trigger plan_reminders_update after update on public.workout_plan_days
referencing new table as moved_rows for each statement execute function private.on_plan_days_changed();
create trigger plan_reminders_delete after delete on public.workout_plan_days
referencing old table as moved_rows for each statement execute function private.on_plan_days_changed();
