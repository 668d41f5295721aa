-- Facts that move achievements beside workouts. These come through after_workouts_changed; weekly targets and the first
-- day of the week call recompute_achievements where the weeks are derived.
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
'Statement trigger, transition table moved_rows: counts anew what hangs on the kind of facts given as argument.';

create trigger count_inserted after insert on public.check_ins
referencing new table as moved_rows for each statement execute function private.on_achievement_facts('check_ins');
create trigger count_deleted after delete on public.check_ins
referencing old table as moved_rows for each statement execute function private.on_achievement_facts('check_ins');
create trigger count_inserted after insert on public.workout_plans
referencing new table as moved_rows for each statement execute function private.on_achievement_facts('plans');
create trigger count_deleted after delete on public.workout_plans
referencing old table as moved_rows for each statement execute function private.on_achievement_facts('plans');

-- Statement triggers come after row triggers: which weeks are paused is known by then.
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
'Row trigger: a correction makes a workout one of a plan, or no longer, though none of its sets changed.';

create trigger count_anew after update of planned on public.workout_sessions
for each row when (new.status = 'completed' and (old.planned is null) <> (new.planned is null))
execute function private.on_planned();
