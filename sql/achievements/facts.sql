-- Triggers for facts other than workouts. Workouts are counted by workouts/after_workouts_changed.sql; when the weekly target or
-- the first day of the week changes, workouts/on_weekly_target_change.sql and on_week_start_change.sql recount.
create function private.on_achievement_facts()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid;
begin
    for v_user in select distinct m.user_id from moved_rows as m loop
        perform private.recompute_achievements(v_user, array[tg_argv[0]]);
    end loop;
    return null;
end;
$$;
comment on function private.on_achievement_facts is
'Statement trigger, transition table moved_rows: recounts what depends on the kind of facts given as argument.';

create trigger count_inserted after insert on public.check_ins
referencing new table as moved_rows for each statement execute function private.on_achievement_facts('check_ins');
create trigger count_deleted after delete on public.check_ins
referencing old table as moved_rows for each statement execute function private.on_achievement_facts('check_ins');
create trigger count_inserted after insert on public.workout_plans
referencing new table as moved_rows for each statement execute function private.on_achievement_facts('plans');
create trigger count_deleted after delete on public.workout_plans
referencing old table as moved_rows for each statement execute function private.on_achievement_facts('plans');

-- Statement triggers fire after row triggers, so the paused weeks are already recomputed.
create trigger recount_streaks_inserted after insert on public.training_breaks
referencing new table as moved_rows for each statement execute function private.on_achievement_facts('weeks');
create trigger recount_streaks_updated after update on public.training_breaks
referencing new table as moved_rows for each statement execute function private.on_achievement_facts('weeks');
create trigger recount_streaks_deleted after delete on public.training_breaks
referencing old table as moved_rows for each statement execute function private.on_achievement_facts('weeks');

create function private.on_planned()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.recompute_achievements(new.user_id, '{workouts}');
    return null;
end;
$$;
comment on function private.on_planned is
'Row trigger: recounts after a correction that links a workout to a plan, or unlinks it, without changing its sets.';

create trigger count_anew after update of planned on public.workout_sessions
for each row when (new.status = 'completed' and (old.planned is null) <> (new.planned is null))
execute function private.on_planned();
