create type private.set_mark as (id uuid, is_record boolean, is_success boolean);

create function private.mark_scored_sets(p_user uuid, p_sets private.scored_sets [])
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_marks private.set_mark[];
begin
    with sessions as materialized (
        select distinct k.session_id as id from unnest(p_sets) as k
    ),

    steps as materialized (
        select p.session_id, p.plan_exercise_id, p.old_target, (p.inputs ->> 'exercise_id')::uuid as exercise_id
        from sessions as o
        inner join public.prescriptions as p on p.user_id = p_user and p.session_id = o.id and p.superseded_at is null
    ),

    priors as materialized (
        select x.*
        from sessions as o
        -- The offset keeps the planner on the index of the session, whatever its statistics say.
        cross join lateral (
            select e.* from private.exercise_sessions as e where e.user_id = p_user and e.session_id = o.id offset 0
        ) as x
    ),

    judged as materialized (
        select
            s.id,
            s.is_personal_record as was_record,
            s.was_successful_for_progression as was_success,
            -- Above the best of all workouts before and above every set before in this one; without a best before, the
            -- workout is the baseline.
            coalesce(
                s.load_score > r.prior_load_score and s.load_score > coalesce(max(s.load_score) over before, '-infinity')
                or s.reps_score > r.prior_reps_score
                and s.reps_score > coalesce(max(s.reps_score) over before, -1)
                or s.estimated_1rm_kg > r.prior_estimated_1rm_kg
                and s.estimated_1rm_kg > coalesce(max(s.estimated_1rm_kg) over before, '-infinity')
                or s.duration_score > r.prior_duration_score
                and s.duration_score > coalesce(max(s.duration_score) over before, -1)
                or s.distance_score > r.prior_distance_score
                and s.distance_score > coalesce(max(s.distance_score) over before, '-infinity'),
                false
            ) as is_record,
            case
                -- The plan it was judged by is gone: what it said then stays.
                when s.plan_exercise_id is null then s.was_successful_for_progression
                -- A set of another exercise, swapped in for the day, was not what the target is about.
                when s.is_planned and s.exercise_id = p.exercise_id then
                    private.meets_target(
                        p.old_target,
                        count(*) filter (where s.is_planned and s.exercise_id = p.exercise_id) over before_here,
                        s.tracking_type = 'assisted',
                        s.logged_weight_kg,
                        s.logged_reps,
                        s.duration_seconds,
                        s.distance_m
                    )
            end as is_success
        from unnest(p_sets) as s
        inner join priors as r on r.session_id = s.session_id and r.exercise_id = s.exercise_id
        left join steps as p on p.session_id = s.session_id and p.plan_exercise_id = s.plan_exercise_id
        window
            before as (
                partition by s.session_id, s.exercise_id order by s.set_order, s.id
                rows between unbounded preceding and 1 preceding
            ),
            before_here as (
                partition by s.session_id, s.plan_exercise_id order by s.set_order, s.id
            )
    )

    select array_agg((j.id, j.is_record, j.is_success)::private.set_mark)
    into v_marks
    from judged as j
    where j.was_record <> j.is_record or j.was_success is distinct from j.is_success;
    -- An update of no row would still take its triggers along.
    if v_marks is not null then
        update public.session_exercises as s
        set is_personal_record = m.is_record, was_successful_for_progression = m.is_success, updated_at = now()
        from unnest(v_marks) as m
        where s.id = m.id and s.user_id = p_user;
    end if;
end;
$$;
comment on function private.mark_scored_sets is
'Marks, of all sets of some workouts, those that were strictly above every set before them by (started_at, set_order, id), and those
that met the target of their day.';

create function private.mark_sets(p_user uuid, p_sessions uuid[])
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.mark_scored_sets(
        p_user, private.sets_of(p_user, array(select distinct o.id from unnest(p_sessions) as o (id)))
    );
end;
$$;
comment on function private.mark_sets is 'mark_scored_sets for these workouts.';
