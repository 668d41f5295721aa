create function private.mark_scored_sets(p_user uuid, p_sets private.scored_sets [])
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_marks private.set_mark[] := private.marks_of(p_user, p_sets);
begin
    -- Even an update of no rows would fire the statement triggers.
    if v_marks is not null then
        update public.session_exercises as s
        set is_personal_record = m.is_record, was_successful_for_progression = m.is_success, updated_at = now()
        from unnest(v_marks) as m
        where s.id = m.id and s.user_id = p_user;
    end if;
end;
$$;
comment on function private.mark_scored_sets is 'Writes the marks found by marks_of; p_sets are all sets of one or more workouts.';

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
