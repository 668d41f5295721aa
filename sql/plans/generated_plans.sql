create function private.store_generated_plan(p_user uuid, p_plan jsonb, p_origin jsonb, p_now timestamptz)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_id uuid;
    v_large text;
begin
    perform private.require_caller(p_user);
    perform private.check_shape(p_origin, 'p_origin', $shape${
        "engine": {"type": "public.plan_engine", "required": true},
        "model": {"type": "text", "max": 200},
        "prompt_version": {"type": "text", "max": 100},
        "request": {"type": "object", "required": true},
        "rationale": {"type": "text", "max": 20000},
        "sources": {"type": "array", "max": 100},
        "warnings": {"type": "array", "max": 100}
    }$shape$);
    -- As text too: 1e10000 takes a few bytes until somebody reads it.
    select k.key into v_large
    from jsonb_each(p_origin) as k
    where k.key in ('request', 'sources', 'warnings') and greatest(length(k.value::text), pg_column_size(k.value)) > 65536
    limit 1;
    if found then
        perform private.fail('PT422', format('%s is too large', v_large), jsonb_build_object('field', 'p_origin.' || v_large));
    end if;
    v_id := private.create_plan(p_user, p_plan, 'ai', p_now);
    insert into public.plan_origins (
        plan_id, user_id, engine, model, prompt_version, request, rationale, sources, warnings
    )
    values (
        v_id,
        p_user,
        (p_origin ->> 'engine')::public.plan_engine,
        p_origin ->> 'model',
        p_origin ->> 'prompt_version',
        p_origin -> 'request',
        p_origin ->> 'rationale',
        coalesce(nullif(p_origin -> 'sources', 'null'), '[]'),
        coalesce(nullif(p_origin -> 'warnings', 'null'), '[]')
    )
    on conflict (plan_id) do nothing;
    return v_id;
end;
$$;
comment on function private.store_generated_plan is 'See public.store_generated_plan.';

create function public.store_generated_plan(p_user_id uuid, p_plan jsonb, p_origin jsonb)
returns uuid
language sql
security invoker
set search_path = ''
return private.store_generated_plan(p_user_id, p_plan, p_origin, now());
comment on function public.store_generated_plan is
'For the service role only: create_plan for a user with created_by ai, and its origin {engine, model?, prompt_version?, request,
rationale?, sources?, warnings?}. The same document again returns the id.';
