create function private.recompute_progress(p_user uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_sessions uuid[];
    v_sets private.scored_sets[];
    v_exercises uuid[];
begin
    if not private.lock_user(p_user) then
        return;
    end if;
    v_sessions := array(
        select w.id from public.workout_sessions as w
        where w.user_id = p_user and w.status in ('completed', 'duplicate')
        union
        select r.session_id from private.exercise_sessions as r where r.user_id = p_user
    );
    v_sets := private.sets_of(p_user, v_sessions);
    perform private.settle_totals(p_user, v_sessions, v_sets);
    perform private.recompute_exercise_sessions(p_user, v_sessions, v_sets);
    v_exercises := array(
        select r.exercise_id from private.exercise_sessions as r where r.user_id = p_user
        union
        select p.exercise_id from public.personal_records as p where p.user_id = p_user
    );
    perform private.recompute_priors(p_user, v_exercises, '-infinity');
    perform private.recompute_personal_records(p_user, v_exercises, '-infinity');
    perform private.recompute_targets(
        p_user,
        array(select distinct f.target_id from private.target_facts as f where f.user_id = p_user),
        '-infinity'
    );
    perform private.mark_sets(p_user, v_sessions);
    perform private.recompute_all_weeks(p_user);
    perform private.recompute_workout_xp(
        p_user,
        array(
            select distinct w.day from public.workout_sessions as w
            where w.user_id = p_user and w.status = 'completed'
        ),
        array(
            select distinct e.source_id from public.xp_events as e
            where e.user_id = p_user and e.source_type = 'workout'
        )
    );
    perform private.recompute_achievements(p_user);
end;
$$;
comment on function private.recompute_progress is
'Derives everything for a user from the facts alone. This is the definition that every incremental path has to agree with.';
