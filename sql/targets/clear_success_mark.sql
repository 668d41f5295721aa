create function private.clear_success_mark()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- When the plan itself is deleted, the set only loses its link and keeps its mark.
    if exists (
        select from public.workout_plan_day_exercises as x
        where x.user_id = old.user_id and x.id = old.workout_plan_exercise_id
    ) then
        new.was_successful_for_progression := null;
    end if;
    return new;
end;
$$;
comment on function private.clear_success_mark is 'Row trigger on sets: a set that the user unlinks from its plan has no target any more.';

create trigger clear_success_mark before update of workout_plan_exercise_id on public.session_exercises
for each row when (old.workout_plan_exercise_id is not null and new.workout_plan_exercise_id is null)
execute function private.clear_success_mark();
