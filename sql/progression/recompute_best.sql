create function private.recompute_best(
    p_user uuid,
    p_exercises uuid[],
    p_from timestamptz,
    p_sets private.scored_sets [] default null
)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    -- The latest time the best was beaten; a baseline that never was has nothing before it.
    v_best private.exercise_scores[] := array(
        select distinct on (s.exercise_id, s.record_type) s
        from private.exercise_scores as s
        where s.user_id = p_user
            and s.exercise_id = any(p_exercises)
            and s.started_at >= p_from
            and (s.previous_score is null or s.score > s.previous_score)
        order by s.exercise_id, s.record_type, s.started_at desc, s.session_id desc
    );
    v_sets private.scored_sets[] := coalesce(
        p_sets, private.sets_of(p_user, array(select distinct b.session_id from unnest(v_best) as b))
    );
begin
    with wanted as materialized (
        select distinct on (b.exercise_id, b.record_type) b.*, s.id as set_id
        from unnest(v_best) as b
        inner join unnest(v_sets) as s
            on s.session_id = b.session_id
            and s.exercise_id = b.exercise_id
            and case b.record_type
                when 'max_weight' then s.load_score = b.score
                when 'max_reps' then s.reps_score = b.score
                when 'estimated_1rm' then s.estimated_1rm_kg = b.score
                when 'max_duration' then s.duration_score = b.score
                when 'max_distance' then s.distance_score = b.score
                else s.is_performed
            end
        -- A volume is reached with the last set, anything else with the first that has it.
        order by
            b.exercise_id, b.record_type, case when b.record_type = 'max_volume' then -s.set_order else s.set_order end, s.id
    ),

    -- Not an upsert: it would lock, and log, every row that it updates. The user's lock is held anyway.
    beaten as (
        update public.personal_records as r
        set
            value = abs(w.score),
            previous_value = abs(w.previous_score),
            improvement_percentage = private.improvement(w.score, w.previous_score),
            set_id = w.set_id,
            achieved_at = w.started_at,
            confidence = private.estimate_confidence(w.effective_reps),
            updated_at = now()
        from wanted as w
        where r.user_id = p_user
            and r.exercise_id = w.exercise_id
            and r.record_type = w.record_type
            and (r.value, r.previous_value, r.set_id, r.achieved_at, r.confidence) is distinct from (
                abs(w.score), abs(w.previous_score), w.set_id, w.started_at, private.estimate_confidence(w.effective_reps)
            )
    )

    insert into public.personal_records (
        id, user_id, exercise_id, record_type, value, previous_value, improvement_percentage, set_id, achieved_at,
        confidence
    )
    select
        private.stable_id('personal_record', concat_ws(':', p_user, w.exercise_id, w.record_type)),
        p_user,
        w.exercise_id,
        w.record_type,
        abs(w.score),
        abs(w.previous_score),
        private.improvement(w.score, w.previous_score),
        w.set_id,
        w.started_at,
        private.estimate_confidence(w.effective_reps)
    from wanted as w
    where not exists (
        select from public.personal_records as r
        where r.user_id = p_user and r.exercise_id = w.exercise_id and r.record_type = w.record_type
    );

    if p_from = '-infinity' then
        delete from public.personal_records as r
        where r.user_id = p_user
            and r.exercise_id = any(p_exercises)
            and not exists (
                select from private.exercise_scores as s
                where s.user_id = p_user and s.exercise_id = r.exercise_id and s.record_type = r.record_type
            );
    end if;
end;
$$;
comment on function private.recompute_best is
'Derives personal_records of these exercises. From -infinity it is the definition; where workouts were only added, it is the
same from the first of them on, because each that moves a best beats one or is the first.
The sets of all workouts from then on, if they are known, need not be read again.';
