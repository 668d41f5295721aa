create function private.record_set(
    p_user uuid,
    p_session_id uuid,
    p_exercise_id uuid,
    p_type public.record_type,
    p_score numeric
)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select s.id
        from private.scored_sets as s
        where s.user_id = p_user
            and s.session_id = p_session_id
            and s.exercise_id = p_exercise_id
            and case p_type
                when 'max_weight' then s.load_score = p_score
                when 'max_reps' then s.reps_score = p_score
                when 'estimated_1rm' then s.estimated_1rm_kg = p_score
                when 'max_duration' then s.duration_score = p_score
                when 'max_distance' then s.distance_score = p_score
                else s.is_performed
            end
        order by
            -- A volume is reached with the last set, anything else with the first that has it.
            case when p_type = 'max_volume' then -s.set_order else s.set_order end,
            s.id
        limit 1
    );
end;
$$;
comment on function private.record_set is 'The set of a workout that reached this score.';
