create function private.on_week_start_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.recompute_all_weeks(new.id);
    perform private.recompute_achievements(new.id, '{workouts, weeks}');
    return null;
end;
$$;
comment on function private.on_week_start_change is 'Row trigger on profiles: a different first day of the week re-derives all weeks.';

create trigger recompute_all_weeks after update of week_starts_on on public.profiles
for each row when (old.week_starts_on <> new.week_starts_on) execute function private.on_week_start_change();
