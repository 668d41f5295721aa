create function private.create_plan(
    p_user uuid,
    p_plan jsonb,
    p_author public.plan_author,
    p_now timestamptz
)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_id uuid;
    v_hash bytea;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.check_plan_document(p_user, p_plan);
    v_hash := sha256(convert_to(private.plan_content(p_plan)::text, 'UTF8'));
    v_id := coalesce((p_plan ->> 'id')::uuid, gen_random_uuid());

    -- Of two requests with the same id the second waits here for the first, and then finds its plan.
    insert into public.workout_plans
    select p.*
    from private.plan_row(p_user, p_plan || jsonb_build_object('id', v_id), p_author, p_now) as p
    on conflict (id) do nothing;
    if not found then
        if exists (
            select from private.plan_requests as r
            where r.user_id = p_user
                and r.plan_id = v_id
                -- Release 0.1 kept the hash of the text.
                and r.content_hash in (v_hash, sha256(convert_to(p_plan::text, 'UTF8')))
        ) then
            return v_id;
        elsif exists (select from public.workout_plans as p where p.user_id = p_user and p.id = v_id) then
            perform private.fail(
                'PT409', 'this id belongs to another plan', jsonb_build_object('field', 'id', 'id', v_id),
                'Use a new id, or edit the existing plan.'
            );
        end if;
        perform private.fail('PT404', 'plan not found', '{"field": "id"}');
    end if;

    perform private.refuse_deleted(p_user, 'workout_plans', v_id, jsonb_build_object('id', v_id), 'Use a new id.');

    insert into private.plan_requests (plan_id, user_id, content_hash) values (v_id, p_user, v_hash);
    perform private.insert_plan_days(p_user, v_id, p_plan -> 'days');
    return v_id;
end;
$$;
comment on function private.create_plan is 'See public.create_plan; p_author is its created_by.';

create function private.insert_plan_days(p_user uuid, p_plan_id uuid, p_days jsonb)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    with days as materialized (
        select coalesce((d.value ->> 'id')::uuid, gen_random_uuid()) as id, d.value, d.i
        from jsonb_array_elements(p_days) with ordinality as d (value, i)
    ),

    made as (
        insert into public.workout_plan_days
        select r.*
        from days as d
        cross join lateral private.plan_day_row(p_user, p_plan_id, d.value || jsonb_build_object('id', d.id)) as r
        order by d.i
    )

    insert into public.workout_plan_day_exercises
    select r.*
    from
        days as d
        cross join lateral jsonb_array_elements(d.value -> 'exercises') with ordinality as x (value, i)
        cross join lateral private.plan_exercise_row(p_user, d.id, x.value) as r
    order by d.i, x.i;
exception
    when unique_violation then
        perform private.fail(
            'PT409', 'the id of a day or exercise is already in use', '{"field": "days"}', 'Leave the ids out, or use new ones.'
        );
end;
$$;
comment on function private.insert_plan_days is 'Writes the days and exercises of a checked plan document.';

create function public.create_plan(p_plan jsonb)
returns uuid
language sql
security invoker
set search_path = ''
return private.create_plan((select auth.uid()), p_plan, 'user', now());
comment on function public.create_plan is
'Creates a plan with its days and exercises, all or nothing, inactive, and returns its id. The same content with the same id
again, however it is written, returns the id; other content with that id is PT409, and so is (reason deleted) the id of a
plan that was deleted. PT422 and PT404 name the field: days[2].exercises[0].target_reps.';
