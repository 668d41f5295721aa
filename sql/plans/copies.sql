create function private.duplicate_plan(p_user uuid, p_plan_id uuid, p_new_plan_id uuid, p_now timestamptz)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_id uuid := coalesce(p_new_plan_id, gen_random_uuid());
begin
    perform private.require_caller(p_user);
    perform private.require_plan(p_user, p_plan_id);

    insert into public.workout_plans
    select copy.*
    from
        public.workout_plans as p
        cross join lateral jsonb_populate_record(
            p,
            jsonb_build_object(
                'id', v_id,
                'name', left(p.name, 193) || ' (copy)',
                'created_by', 'user',
                'source_plan_id', p.id,
                'is_active', false,
                'activated_at', null,
                'archived_at', null,
                'created_at', p_now,
                'updated_at', now()
            )
        ) as copy
    where p.user_id = p_user and p.id = p_plan_id
    on conflict (id) do nothing;
    if not found then
        if exists (
            select from public.workout_plans as p
            where p.user_id = p_user and p.id = v_id and p.source_plan_id = p_plan_id
        ) then
            return v_id;
        end if;
        -- An id of another user's plan gets the same answer as one that doesn't exist.
        perform private.fail(
            case when exists (select from public.workout_plans as p where p.user_id = p_user and p.id = v_id)
                then 'PT409' else 'PT404'
            end,
            'this id can''t be used', '{"field": "p_new_plan_id"}', 'Use a new id.'
        );
    end if;

    perform private.refuse_deleted(p_user, 'workout_plans', v_id, '{"field": "p_new_plan_id"}', 'Use a new id.');

    with days as materialized (
        select d as original, gen_random_uuid() as new_id
        from public.workout_plan_days as d
        where d.user_id = p_user and d.plan_id = p_plan_id
    ),

    made as (
        insert into public.workout_plan_days
        select copy.*
        from
            days as d
            cross join lateral jsonb_populate_record(
                d.original,
                jsonb_build_object('id', d.new_id, 'plan_id', v_id, 'created_at', now(), 'updated_at', now())
            ) as copy
    )

    -- The copy starts with the present loads of the original.
    insert into public.workout_plan_day_exercises
    select copy.*
    from
        days as d
        inner join public.workout_plan_day_exercises as x on x.user_id = p_user and x.plan_workout_id = (d.original).id
        cross join lateral jsonb_populate_record(
            x,
            jsonb_build_object(
                'id', gen_random_uuid(), 'plan_workout_id', d.new_id, 'created_at', now(), 'updated_at', now()
            )
        ) as copy;
    return v_id;
end;
$$;
comment on function private.duplicate_plan is 'See public.duplicate_plan.';

create function public.duplicate_plan(p_plan_id uuid, p_new_plan_id uuid default null)
returns uuid
language sql
security invoker
set search_path = ''
return private.duplicate_plan((select auth.uid()), p_plan_id, p_new_plan_id, now());
comment on function public.duplicate_plan is
'Copies one of the caller''s plans with its loads as they are now, inactive, and returns the new id; the same new id again
returns it. PT404 plan not found, PT409 the new id belongs to another plan or (reason deleted) to one that was deleted.';

create function private.plan_from_template(p_user uuid, p_template_id uuid, p_new_plan_id uuid, p_now timestamptz)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_plan jsonb;
begin
    perform private.require_caller(p_user);
    select t.plan into v_plan
    from public.plan_templates as t
    where t.id = p_template_id and (t.is_published or t.created_by = p_user);
    if not found then
        perform private.fail('PT404', 'template not found', '{"field": "p_template_id"}');
    end if;
    return private.create_plan(
        p_user,
        v_plan || jsonb_build_object('id', coalesce(p_new_plan_id, gen_random_uuid())),
        'template',
        p_now
    );
end;
$$;
comment on function private.plan_from_template is 'See public.plan_from_template.';

create function public.plan_from_template(p_template_id uuid, p_new_plan_id uuid default null)
returns uuid
language sql
security invoker
set search_path = ''
return private.plan_from_template((select auth.uid()), p_template_id, p_new_plan_id, now());
comment on function public.plan_from_template is
'Creates an inactive plan of the caller from a published template and returns its id; the same new id again returns it. PT404
template not found, PT409 the new id is in use.';
