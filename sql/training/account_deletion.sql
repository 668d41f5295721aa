-- Deleting an account cascades to its custom exercises and to the sets and plans that use them, in no defined order.
create function private.defer_exercise_checks()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
    set constraints
        public.session_exercises_exercise_id_fkey, public.workout_plan_day_exercises_exercise_id_fkey deferred;
    return old;
end;
$$;
comment on function private.defer_exercise_checks is
'Row trigger before delete on profiles: checks whether an exercise is still in use only after all rows of the account are gone.';

create trigger defer_exercise_checks before delete on public.profiles
for each row execute function private.defer_exercise_checks();
