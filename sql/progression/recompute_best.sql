create function private.recompute_best(p_user uuid, p_exercises uuid[], p_from timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    with best as materialized (
        -- The latest time the best was beaten; a baseline that never was has nothing before it.
        select distinct on (s.exercise_id, s.record_type) s.*
        from private.exercise_scores as s
        where s.user_id = p_user
            and s.exercise_id = any(p_exercises)
            and s.started_at >= p_from
            and (s.previous_score is null or s.score > s.previous_score)
        order by s.exercise_id, s.record_type, s.started_at desc, s.session_id desc
    ),

    gone as (
        delete from public.personal_records as r
        where r.user_id = p_user
            and r.exercise_id = any(p_exercises)
            and p_from = '-infinity'
            and not exists (
                select from best as b where b.exercise_id = r.exercise_id and b.record_type = r.record_type
            )
    )

    insert into public.personal_records as r (
        id, user_id, exercise_id, record_type, value, previous_value, improvement_percentage, set_id, achieved_at
    )
    select
        private.stable_id('personal_record', concat_ws(':', p_user, b.exercise_id, b.record_type)),
        p_user,
        b.exercise_id,
        b.record_type,
        abs(b.score),
        abs(b.previous_score),
        private.improvement(b.score, b.previous_score),
        private.record_set(p_user, b.session_id, b.exercise_id, b.record_type, b.score),
        b.started_at
    from best as b
    on conflict (user_id, exercise_id, record_type) do update
    set
        value = excluded.value,
        previous_value = excluded.previous_value,
        improvement_percentage = excluded.improvement_percentage,
        set_id = excluded.set_id,
        achieved_at = excluded.achieved_at
    where (r.value, r.previous_value, r.set_id, r.achieved_at)
        is distinct from (excluded.value, excluded.previous_value, excluded.set_id, excluded.achieved_at);
end;
$$;
comment on function private.recompute_best is
'Derives personal_records of these exercises. From -infinity it is the definition; where workouts were only added, it is the
same from the first of them on, because each that moves a best beats one or is the first.';
