-- From a checked plan document to the rows of its tables, by name: a key is the column of its name (see plan_shape). A row is
-- inserted whole, so the defaults of the columns that a document may leave out stand here as well; a test compares them.

create function private.column_values(p_document jsonb)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
    -- A null means the default, and so does an empty text. Numbers were checked as whole, but JSON may write 4 as 4.0, which
    -- smallint can't read.
    return (
        select coalesce(
            jsonb_object_agg(
                v.key, case jsonb_typeof(v.value) when 'number' then to_jsonb(trim_scale(v.value::numeric)) else v.value end
            ),
            '{}'
        )
        from jsonb_each(p_document) as v
        where v.value not in ('null', '""')
    );
end;
$$;
comment on function private.column_values is 'A document''s own keys as jsonb_populate_record can read them, without nulls and "".';

create function private.plan_row(p_user uuid, p_plan jsonb, p_author public.plan_author, p_now timestamptz)
returns public.workout_plans
language plpgsql
volatile
set search_path = ''
as $$
begin
    return jsonb_populate_record(
        null::public.workout_plans,
        jsonb_build_object('id', gen_random_uuid())
        || private.column_values(p_plan)
        || jsonb_build_object(
            'user_id', p_user, 'created_by', p_author, 'is_active', false, 'created_at', p_now, 'updated_at', now()
        )
    );
end;
$$;
comment on function private.plan_row is 'The row of a new plan, from a plan document.';

create function private.plan_day_row(p_user uuid, p_plan_id uuid, p_day jsonb)
returns public.workout_plan_days
language plpgsql
volatile
set search_path = ''
as $$
begin
    return jsonb_populate_record(
        null::public.workout_plan_days,
        jsonb_build_object('id', gen_random_uuid(), 'week_number', 1, 'focus', '[]'::jsonb)
        || private.column_values(p_day)
        || jsonb_build_object('user_id', p_user, 'plan_id', p_plan_id, 'created_at', now(), 'updated_at', now())
    );
end;
$$;
comment on function private.plan_day_row is 'The row of a new day, from a day of a plan document.';

create function private.plan_exercise_row(p_user uuid, p_day_id uuid, p_exercise jsonb)
returns public.workout_plan_day_exercises
language plpgsql
volatile
set search_path = ''
as $$
begin
    return jsonb_populate_record(
        null::public.workout_plan_day_exercises,
        jsonb_build_object('id', gen_random_uuid(), 'section', 'main', 'alternatives', '[]'::jsonb)
        || private.column_values(p_exercise)
        || jsonb_build_object('user_id', p_user, 'plan_workout_id', p_day_id, 'created_at', now(), 'updated_at', now())
    );
end;
$$;
comment on function private.plan_exercise_row is 'The row of a new exercise, from an exercise of a plan document.';
