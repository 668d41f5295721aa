-- Hashes of what was sent to log_workout and correct_workout, to recognize a repeated request after later changes too.
create table private.workout_requests (
    user_id uuid not null,
    session_id uuid not null,
    content_hash bytea not null,
    created_at timestamptz not null default now(),
    primary key (user_id, session_id, content_hash),
    foreign key (user_id, session_id) references public.workout_sessions (user_id, id) on delete cascade
);
comment on table private.workout_requests is 'SHA-256 of what each document said from which a workout was written.';

create function private.log_workout(p_user uuid, p_workout jsonb, p_now timestamptz)
returns jsonb
language plpgsql
security definer
set search_path = ''
-- Many small statements whose plan is the same for every user: planning them each time takes as long as running them.
set plan_cache_mode = force_generic_plan
as $$
declare
    v_workout private.workout_document;
    v_plan_workout uuid;
    v_planned jsonb;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    v_workout := private.read_workout(p_user, p_workout, p_now);
    if exists (select from public.workout_sessions as w where w.user_id = p_user and w.id = v_workout.id) then
        if exists (
            select from private.workout_requests as r
            where r.user_id = p_user
                and r.session_id = v_workout.id
                -- Release 0.1 kept the hash of the text.
                and r.content_hash in (v_workout.content_hash, sha256(convert_to(p_workout::text, 'UTF8')))
        ) or private.is_stored(p_user, v_workout) then
            return private.workout_summary(p_user, v_workout.id, p_now);
        end if;
        perform private.fail(
            'PT409', 'this workout was already logged with different content', jsonb_build_object('session_id', v_workout.id),
            'Call correct_workout to replace it.'
        );
    elsif v_workout.restore is not true and private.was_deleted(p_user, 'workout_sessions', v_workout.id) then
        perform private.fail(
            'PT409', 'this workout was deleted', jsonb_build_object('reason', 'deleted', 'session_id', v_workout.id),
            'Send it with "restore": true to log it again.'
        );
    end if;

    v_plan_workout := private.plan_link(p_user, v_workout.plan_workout_id);
    v_planned := private.planned_workout(p_user, v_plan_workout);
    if v_workout.set_faults is not null then
        perform private.refuse_sets(p_user, p_workout, v_workout.set_faults);
    end if;
    if not private.write_workout(p_user, v_workout, v_plan_workout, v_planned, p_now) then
        perform private.fail('PT404', 'workout not found', '{"field": "id"}');
    end if;
    return private.workout_summary(p_user, v_workout.id, p_now);
end;
$$;
comment on function private.log_workout is 'See public.log_workout.';

create function public.log_workout(p_workout jsonb)
returns jsonb
language sql
security invoker
set search_path = ''
return private.log_workout((select auth.uid()), p_workout, now());
comment on function public.log_workout is
'Writes a whole completed workout, on any day, in one round trip and returns its summary; for clients that were offline. Sending the
same content again, however it is written, writes nothing and returns the current summary; other content with the same id is PT409.
One that the user has deleted is PT409 with reason deleted, unless the document says "restore": true. PT422 and PT404 name the field:
sets[3].logged_reps.';
