create function private.plan_link(p_user uuid, p_id uuid)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
    if p_id is null
        or exists (select from public.workout_plan_days as d where d.user_id = p_user and d.id = p_id)
    then
        return p_id;
    end if;
    if not private.was_deleted(p_user, 'workout_plan_days', p_id) then
        perform private.fail('PT404', 'day not found in your plans', '{"field": "plan_workout_id"}');
    end if;
    return null;
end;
$$;
comment on function private.plan_link is
'The plan day that a workout document names; null if it has been deleted since, PT404 if it never existed.';
