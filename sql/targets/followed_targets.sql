-- Which lines of plans follow which target, and when: their facts tell.

create function private.targets_of(p_user uuid, p_plan_exercises uuid[])
returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
begin
    return array(
        select distinct f.target_id from private.target_facts as f
        where f.user_id = p_user and f.plan_exercise_id = any(p_plan_exercises)
    );
end;
$$;
comment on function private.targets_of is 'All targets that these lines of plans follow or have followed.';

create function private.target_at(p_user uuid, p_plan_exercise_id uuid, p_at timestamptz)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select f.target_id from private.target_facts as f
        where f.user_id = p_user and f.plan_exercise_id = p_plan_exercise_id and f.set_at <= p_at
        order by f.set_at desc
        limit 1
    );
end;
$$;
comment on function private.target_at is 'The target that a line of a plan followed at a time.';

create type private.target_time as (
    target_id uuid,
    plan_exercise_id uuid,
    exercise_id uuid,
    since timestamptz,
    until timestamptz
);

create function private.target_times(p_user uuid, p_targets uuid[])
returns setof private.target_time
language plpgsql
stable
set search_path = ''
as $$
begin
    return query
    select f.target_id, f.plan_exercise_id, f.exercise_id, f.set_at, f.until
    from (
        select
            t.plan_exercise_id, t.target_id, t.exercise_id, t.set_at,
            lead(t.set_at, 1, 'infinity') over (partition by t.plan_exercise_id order by t.set_at) as until
        from private.target_facts as t
        where t.user_id = p_user
            and t.plan_exercise_id in (
                select o.plan_exercise_id from private.target_facts as o
                where o.user_id = p_user and o.target_id = any(p_targets)
            )
    ) as f
    where f.target_id = any(p_targets);
end;
$$;
comment on function private.target_times is
'When which line followed these targets, with the exercise it had: a row from each fact to the next.';

create function private.fact_at(p_user uuid, p_target_id uuid, p_set_at timestamptz)
returns private.target_facts
language plpgsql
stable
set search_path = ''
as $$
declare
    v_fact private.target_facts;
begin
    select t.* into v_fact
    from private.target_facts as t
    where t.user_id = p_user and t.target_id = p_target_id and t.set_at = p_set_at
    order by t.moves_target desc, (t.target).weight_kg desc nulls last, t.plan_exercise_id
    limit 1;
    return v_fact;
end;
$$;
comment on function private.fact_at is
'What the user said of a target at a moment: of lines that were written together, the one that moves it, with a load if one has any.';

create function private.target_since(p_user uuid, p_target_id uuid)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select min(case when f.set_at = '-infinity' then x.created_at else f.set_at end)
        from private.target_facts as f
        inner join public.workout_plan_day_exercises as x on x.user_id = p_user and x.id = f.plan_exercise_id
        where f.user_id = p_user and f.target_id = p_target_id
    );
end;
$$;
comment on function private.target_since is 'When the first line of a target came into its plan.';
