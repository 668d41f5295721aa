-- What was sent to log_workout and correct_workout, so that a request that arrives again is known.
create table private.workout_requests (
    user_id uuid not null,
    session_id uuid not null,
    content_hash bytea not null,
    created_at timestamptz not null default now(),
    primary key (user_id, session_id, content_hash),
    foreign key (user_id, session_id) references public.workout_sessions (user_id, id) on delete cascade
);
comment on table private.workout_requests is 'SHA-256 of each document a workout was written from.';

create function private.log_workout(p_user uuid, p_workout jsonb, p_now timestamptz)
returns jsonb
language plpgsql
security definer
set search_path = ''
-- Its statements are many and small, and one plan fits every user: planning them anew takes as long as running them.
set plan_cache_mode = force_generic_plan
as $$
declare
    v_id uuid;
    v_hash bytea := sha256(convert_to(p_workout::text, 'UTF8'));
    v_started timestamptz;
    v_ended timestamptz;
    v_plan_workout uuid;
    v_planned jsonb;
    v_sets public.session_exercises[];
    v_foretold record;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.check_workout_document(p_workout, p_now);
    v_id := (p_workout ->> 'id')::uuid;
    if exists (
        select from private.workout_requests as r
        where r.user_id = p_user and r.session_id = v_id and r.content_hash = v_hash
    ) then
        return private.workout_summary(p_user, v_id, p_now);
    elsif exists (select from public.workout_sessions as w where w.user_id = p_user and w.id = v_id) then
        perform private.fail(
            'PT409', 'this workout was logged with other content', jsonb_build_object('session_id', v_id),
            'Send correct_workout to replace it.'
        );
    end if;

    v_started := (p_workout ->> 'started_at')::timestamptz;
    v_ended := (p_workout ->> 'ended_at')::timestamptz;
    v_plan_workout := private.plan_link(p_user, p_workout);
    v_planned := private.planned_workout(p_user, v_plan_workout);
    v_sets := private.set_rows(p_user, p_workout);
    select f.* into v_foretold from private.foretell_workout(p_user, v_sets, v_started) as f;
    insert into public.workout_sessions (
        id, user_id, plan_workout_id, started_at, ended_at, status, notes, overall_feeling, timezone, name, location,
        planned, total_volume_kg, total_sets, energy_kcal
    )
    values (
        v_id,
        p_user,
        v_plan_workout,
        v_started,
        v_ended,
        'completed',
        p_workout ->> 'notes',
        (p_workout ->> 'overall_feeling')::public.feeling,
        coalesce(p_workout ->> 'timezone', private.zone_at(p_user, v_started)),
        coalesce(p_workout ->> 'name', v_planned ->> 'name'),
        (p_workout ->> 'location')::public.location,
        v_planned,
        v_foretold.volume_kg,
        v_foretold.sets,
        private.net_energy(p_user, v_foretold.met, v_started, extract(epoch from v_ended - v_started))
    )
    on conflict (id) do nothing;
    if not found then
        perform private.fail('PT404', 'no such workout', '{"field": "id"}');
    end if;
    insert into private.workout_requests (user_id, session_id, content_hash) values (p_user, v_id, v_hash);
    insert into public.session_exercises (
        id, workout_session_id, exercise_id, workout_plan_exercise_id, set_order, logged_reps, logged_weight_kg,
        logged_at, difficulty_rating, notes, user_id, set_type, duration_seconds, distance_m, rest_seconds,
        was_successful_for_progression, is_personal_record
    )
    select
        s.id, s.workout_session_id, s.exercise_id, s.workout_plan_exercise_id, s.set_order, s.logged_reps,
        s.logged_weight_kg, s.logged_at, s.difficulty_rating, s.notes, s.user_id, s.set_type, s.duration_seconds,
        s.distance_m, s.rest_seconds,
        case when s.id = any(v_foretold.successes) then true when s.id = any(v_foretold.failures) then false end,
        s.id = any(v_foretold.records)
    from unnest(v_sets) as s;
    return private.workout_summary(p_user, v_id, p_now);
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
'Writes a whole completed workout in one round trip and returns its summary; for clients that were offline, on any day. The
same document again writes nothing and returns the summary as the workout is worth now; another document with the same id is
PT409. PT422 and PT404 name the field: sets[3].logged_reps.';
