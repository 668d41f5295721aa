-- An account's custom exercises and the sets and plans made of them go by cascades that know no order between them.
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
'Row trigger before delete on profiles: whether an exercise is in use is asked when all that the account owned is gone.';

create trigger defer_exercise_checks before delete on public.profiles
for each row execute function private.defer_exercise_checks();
