create function private.require_exercises(p_user uuid, p_exercises uuid [], p_fields text [] default null)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_fault bigint;
begin
    select given.i into v_fault
    from unnest(p_exercises) with ordinality as given (id, i)
    left join public.exercises as e
        on e.id = given.id and (e.created_by is null or e.is_approved or e.created_by = p_user)
    where e.id is null
    order by given.i
    limit 1;
    if found then
        perform private.fail(
            'PT404', 'exercise not found', jsonb_build_object('field', coalesce(p_fields[v_fault], 'exercise_id'))
        );
    end if;
end;
$$;
comment on function private.require_exercises is
'PT404 unless every exercise is ours, approved or the user''s own; p_fields are their field names for the error.';

create function private.approve_exercise(p_user uuid, p_exercise_id uuid, p_updated_at timestamptz default null)
returns public.exercises
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_exercise public.exercises;
begin
    perform private.require_caller(p_user);
    -- Reveals nothing to anybody else, not even which ids exist.
    if exists (select from public.user_roles as r where r.user_id = p_user and r.role >= 'moderator') then
        update public.exercises as e set is_approved = true
        -- Already approved, it can't have changed: a repeated request gets the first answer.
        where e.id = p_exercise_id and (p_updated_at is null or e.updated_at = p_updated_at or e.is_approved)
        returning e.* into v_exercise;
        if not found and exists (select from public.exercises as e where e.id = p_exercise_id) then
            perform private.fail(
                'PT409', 'the exercise has changed since', '{"field": "p_updated_at", "reason": "changed_since"}',
                'Read it again.'
            );
        end if;
    end if;
    if v_exercise.id is null then
        perform private.fail('PT404', 'exercise not found', '{"field": "p_exercise_id"}');
    end if;
    return v_exercise;
exception
    when unique_violation then
        perform private.fail(
            'PT409', 'an exercise of this name is already in the catalogue', '{"field": "p_exercise_id"}', 'Rename it first.'
        );
        return null;
end;
$$;
comment on function private.approve_exercise is 'See public.approve_exercise.';

create function public.approve_exercise(p_exercise_id uuid, p_updated_at timestamptz default null)
returns public.exercises
language sql
security invoker
set search_path = ''
return private.approve_exercise((select auth.uid()), p_exercise_id, p_updated_at);
comment on function public.approve_exercise is
'For moderators: publishes a custom exercise for good; its author can no longer change it. p_updated_at: its updated_at as the
moderator read it, so that nothing is published that nobody has read. PT409 if it has changed since, or its name is taken.';

create function private.adopt_exercises()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    update public.exercises set created_by = null where created_by = old.id and is_approved;
    return old;
end;
$$;
comment on function private.adopt_exercises is
'Row trigger before delete on profiles: approved exercises stay, because others train with them.';

create trigger adopt_exercises before delete on public.profiles
for each row execute function private.adopt_exercises();
