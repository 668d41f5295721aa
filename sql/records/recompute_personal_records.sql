create function private.recompute_personal_records(
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
    v_sets private.scored_sets[] := p_sets;
    v_from timestamptz := p_from;
begin
    if v_sets is null then
        -- More with a heavier load, told late, takes a later record from a lighter one without being one at that load.
        if exists (
            select from private.exercise_sessions as r
            where r.user_id = p_user and r.exercise_id = any(p_exercises) and r.amounts is not null
        ) then
            v_from := '-infinity';
        end if;
        v_sets := private.sets_of(
            p_user,
            array(
                select distinct b.session_id
                from (
                    select distinct on (s.exercise_id, s.record_type, s.distance_m, s.load_kg) s.session_id
                    from private.exercise_scores as s
                    where s.user_id = p_user
                        and s.exercise_id = any(p_exercises)
                        and s.started_at >= v_from
                        and s.is_kept
                        and (s.previous_score is null or s.is_beaten)
                    order by s.exercise_id, s.record_type, s.distance_m, s.load_kg, s.started_at desc, s.session_id desc
                ) as b
            )
        );
    end if;
    -- Not an upsert, which would lock (and so write to the WAL) every conflicting row. The user's lock is held anyway.
    merge into public.personal_records as r
    using (
        with beaten as materialized (
            select
                s.exercise_id, s.record_type, s.distance_m, s.load_kg, s.amount, s.body_kg, s.started_at, s.session_id, s.score,
                s.previous_score, s.effective_reps
            from private.exercise_scores as s
            where s.user_id = p_user
                and s.exercise_id = any(p_exercises)
                and s.started_at >= v_from
                and s.is_kept
                and (s.previous_score is null or s.is_beaten)
        )

        select
            b.exercise_id,
            b.record_type,
            b.distance_m,
            b.load_kg,
            case when b.record_type <> 'max_volume_with_body' and private.is_with_body(b.record_type) then b.body_kg end as body_kg,
            b.started_at,
            b.set_id,
            abs(b.score) as value,
            abs(b.previous_score) as previous_value,
            private.improvement(b.score, b.previous_score) as improvement_percentage,
            private.estimate_confidence(b.effective_reps) as confidence
        from (
            -- The last time the best was beaten, or the baseline if it never was.
            select distinct on (o.exercise_id, o.record_type, o.distance_m, o.load_kg) o.*, s.id as set_id
            from beaten as o
            inner join unnest(v_sets) as s
                on s.session_id = o.session_id
                and s.exercise_id = o.exercise_id
                and case o.record_type
                    when 'max_weight' then s.load_score = o.score
                    when 'max_reps' then s.reps_score = o.score
                    when 'estimated_1rm' then s.estimated_1rm_kg = o.score
                    when 'max_duration' then s.duration_score = o.score
                    when 'max_distance' then s.distance_score = o.score
                    when 'best_pace' then s.pace_score = o.score
                    when 'best_time' then private.time_at(s.times, (100 * o.distance_m)::integer) = -o.score
                    when 'max_volume' then s.is_performed
                    when 'max_volume_with_body' then s.is_performed
                    when 'max_weight_with_body' then s.is_performed and greatest(o.body_kg + s.added_kg, 0) = o.score
                    when 'estimated_1rm_with_body'
                        then s.is_performed
                        and private.estimated_1rm(o.body_kg + s.added_kg, s.logged_reps, s.difficulty_rating) = o.score
                    else s.amount = o.amount
                end
            -- Volume is reached with the last set, anything else with the first set that has the score.
            order by
                o.exercise_id, o.record_type, o.distance_m, o.load_kg, o.started_at desc, o.session_id desc,
                case when o.record_type in ('max_volume', 'max_volume_with_body') then -s.set_order else s.set_order end, s.id
        ) as b
    ) as w
        on r.user_id = p_user
            and r.exercise_id = w.exercise_id
            and r.record_type = w.record_type
            and (r.distance_m, r.load_kg) is not distinct from (w.distance_m, w.load_kg)
    when matched
        and (r.value, r.previous_value, r.set_id, r.achieved_at, r.confidence, r.body_kg)
        is distinct from (w.value, w.previous_value, w.set_id, w.started_at, w.confidence, w.body_kg)
    then update set
        value = w.value,
        previous_value = w.previous_value,
        improvement_percentage = w.improvement_percentage,
        set_id = w.set_id,
        achieved_at = w.started_at,
        confidence = w.confidence,
        body_kg = w.body_kg,
        updated_at = now()
    when not matched then insert (
        id, user_id, exercise_id, record_type, distance_m, load_kg, value, previous_value, improvement_percentage, set_id,
        achieved_at, confidence, body_kg
    )
    values (
        private.stable_id('personal_record', concat_ws(':', p_user, w.exercise_id, w.record_type, w.distance_m, w.load_kg)),
        p_user, w.exercise_id, w.record_type, w.distance_m, w.load_kg, w.value, w.previous_value,
        w.improvement_percentage, w.set_id, w.started_at, w.confidence, w.body_kg
    );

    if v_from = '-infinity' then
        delete from public.personal_records as r
        where r.user_id = p_user
            and r.exercise_id = any(p_exercises)
            and not exists (
                select from private.exercise_scores as s
                where s.user_id = p_user
                    and s.exercise_id = r.exercise_id
                    and s.record_type = r.record_type
                    and (s.distance_m, s.load_kg) is not distinct from (r.distance_m, r.load_kg)
                    and s.is_kept
            );
    end if;
end;
$$;
comment on function private.recompute_personal_records is
'Derives personal_records of these exercises. From -infinity this is the definition. If workouts were only added, starting at the
first of them gives the same result, because a workout that changes a best beats the previous one or is the first. p_sets: all
sets of the workouts from then on, if already at hand; they are not read again.';
