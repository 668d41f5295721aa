create function private.alternative_exercises(p_user uuid, p_exercise_id uuid, p_limit integer)
returns table (exercise_id uuid, score integer)
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_wanted public.exercises;
    -- Before onboarding the equipment is unknown, so nothing is excluded.
    v_has_all boolean := not exists (
        select from public.profiles as p where p.id = p_user and p.onboarding_complete
    ) and not exists (select from public.user_equipment as u where u.user_id = p_user);
begin
    perform private.require_caller(p_user);
    if p_limit is null or p_limit not between 1 and 50 then
        perform private.fail('PT422', 'must be between 1 and 50', '{"field": "p_limit"}');
    end if;
    perform private.require_exercises(p_user, array[p_exercise_id], '{p_exercise_id}');
    select e.* into v_wanted from public.exercises as e where e.id = p_exercise_id;

    return query
    select
        e.id,
        -- The target muscle counts most: it is why the exercise is in the plan.
        (
            40 * (e.primary_muscle_group = v_wanted.primary_muscle_group)::integer
            + 30 * (e.movement_pattern = v_wanted.movement_pattern)::integer
            + 10 * (e.mechanic = v_wanted.mechanic)::integer
            + 5 * (e.tracking_type = v_wanted.tracking_type)::integer
            + 5 * (e.is_unilateral = v_wanted.is_unilateral)::integer
            + coalesce(3 * (e.difficulty = v_wanted.difficulty)::integer, 0)
            + coalesce(
                10 * cardinality(array(
                    select unnest(e.secondary_muscle_groups) intersect select unnest(v_wanted.secondary_muscle_groups)
                ))
                / nullif(cardinality(array(
                    select unnest(e.secondary_muscle_groups) union select unnest(v_wanted.secondary_muscle_groups)
                )), 0),
                10
            )
        ) as score
    from public.exercises as e
    where e.id <> v_wanted.id
        and e.is_active
        and e.exercise_type = v_wanted.exercise_type
        and (e.created_by is null or e.is_approved or e.created_by = p_user)
        and (
            e.primary_muscle_group = v_wanted.primary_muscle_group
            or (
                e.movement_pattern = v_wanted.movement_pattern
                and e.movement_pattern <> 'isolation'
                and e.primary_muscle_group = any(v_wanted.secondary_muscle_groups)
            )
        )
        and (v_has_all or not exists (
            select from public.exercise_equipment as x
            where x.exercise_id = e.id
                and not exists (
                    select from public.user_equipment as u
                    where u.user_id = p_user and u.equipment_id = x.equipment_id
                )
        ))
        and not exists (
            select from public.training_preferences as t where t.user_id = p_user and e.id = any(t.avoided_exercises)
        )
    order by score desc, e.name collate "C", e.id
    limit p_limit;
end;
$$;
comment on function private.alternative_exercises is 'See public.alternative_exercises.';

create function public.alternative_exercises(p_exercise_id uuid, p_limit integer default 5)
returns setof public.exercises
language sql
stable
security invoker
set search_path = ''
begin atomic
    -- The return type needs every column.
    select e.* -- noqa: AM04
    from private.alternative_exercises((select auth.uid()), p_exercise_id, p_limit) as a
    inner join public.exercises as e on a.exercise_id = e.id
    order by a.score desc, e.name collate "C", e.id;
end;
comment on function public.alternative_exercises is
'Exercises for the same muscle or movement with the caller''s equipment, without avoided ones, best first. Before onboarding
all equipment counts as available. PT404 for an exercise that isn''t readable, PT422 for a p_limit outside 1 to 50.';
