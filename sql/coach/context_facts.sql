create function private.brief_workout(p_workout jsonb)
returns jsonb
language plpgsql
immutable
strict
set search_path = ''
as $$
begin
    return jsonb_build_object(
        'plan_id', p_workout -> 'plan_id',
        'plan_workout_id', p_workout -> 'plan_workout_id',
        'name', left(p_workout ->> 'name', 60),
        'session_id', p_workout -> 'session_id',
        'exercises', (
            select coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'plan_exercise_id', x.value -> 'plan_exercise_id',
                        'name', x.value -> 'name',
                        'sets', x.value -> 'target_sets',
                        'reps', x.value -> 'target_reps',
                        'weight_kg', x.value -> 'suggested_weight_kg',
                        'reason', left(x.value ->> 'reason', 200)
                    )
                    order by x.i
                ),
                '[]'
            )
            from jsonb_array_elements(p_workout -> 'exercises') with ordinality as x (value, i)
            where x.i <= 15
        )
    );
end;
$$;
comment on function private.brief_workout is 'The answer of next_workout, cut to what a conversation needs.';

create function private.latest_records(p_user uuid, p_limit integer)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select
            coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'exercise', e.name, 'record_type', r.record_type, 'distance_m', r.distance_m,
                        'load_kg', r.load_kg, 'value', r.value, 'previous_value', r.previous_value, 'achieved_at', r.achieved_at
                    )
                    order by r.achieved_at desc, e.name, r.record_type, r.distance_m, r.load_kg
                ),
                '[]'
            )
        from (
            select p.*
            from public.personal_records as p
            where p.user_id = p_user and p.previous_value is not null and not private.is_with_body(p.record_type)
            order by p.achieved_at desc, p.exercise_id, p.record_type, p.distance_m, p.load_kg
            limit p_limit
        ) as r
        inner join public.exercises as e on e.id = r.exercise_id
    );
end;
$$;
comment on function private.latest_records is 'The latest records that beat an earlier value; a first value is not one.';
