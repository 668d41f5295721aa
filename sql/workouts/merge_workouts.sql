create function private.require_mergeable(
    p_keep public.workout_sessions,
    p_other public.workout_sessions
)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    if p_keep.status not in ('completed', 'duplicate') then
        perform private.refuse_state(p_keep, 'merged');
    elsif p_other.status not in ('completed', 'duplicate') then
        perform private.refuse_state(p_other, 'merged');
    elsif p_keep.id is distinct from p_other.duplicate_of
        and p_other.id is distinct from p_keep.duplicate_of
        and greatest(p_keep.started_at, p_other.started_at) > least(p_keep.ended_at, p_other.ended_at)
    then
        perform private.fail(
            'PT422', 'only workouts at the same time can be merged', '{"field": "p_other", "reason": "not_overlapping"}',
            'Correct the times of one first, or delete it.'
        );
    end if;
end;
$$;
comment on function private.require_mergeable is
'PT409 unless both workouts are completed or duplicates; PT422 unless one is marked as the other''s duplicate or their times meet.';

create function private.merge_sessions(
    p_user uuid,
    p_keep public.workout_sessions,
    p_other public.workout_sessions
)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_day constant uuid := coalesce(p_keep.plan_workout_id, p_other.plan_workout_id);
    -- Links that were found for a day hold for that day only.
    v_is_same_day constant boolean := p_other.plan_workout_id is not distinct from v_day;
    v_counts constant boolean := 'completed' in (p_keep.status, p_other.status);
begin
    -- One statement, so that the triggers only see what results.
    -- A set's place is its number among those of its exercise. A left and a right set have the same place, and one without a side
    -- is at the place of both.
    with kept as (
        select
            s.*,
            count(*) filter (where s.side is null) over w + case s.side
                when 'left' then count(*) filter (where s.side = 'left') over w
                when 'right' then count(*) filter (where s.side = 'right') over w
                else greatest(
                    count(*) filter (where s.side = 'left') over w, count(*) filter (where s.side = 'right') over w
                )
            end as place
        from public.session_exercises as s
        where s.user_id = p_user and s.workout_session_id = p_keep.id
        window w as (partition by s.exercise_id order by s.set_order, s.id)
    ),

    others as (
        select
            s.*,
            case when v_is_same_day or not s.is_linked then s.workout_plan_exercise_id end as link,
            count(*) filter (where s.side is null) over w + case s.side
                when 'left' then count(*) filter (where s.side = 'left') over w
                when 'right' then count(*) filter (where s.side = 'right') over w
                else greatest(
                    count(*) filter (where s.side = 'left') over w, count(*) filter (where s.side = 'right') over w
                )
            end as place
        from public.session_exercises as s
        where s.user_id = p_user and s.workout_session_id = p_other.id
        window w as (partition by s.exercise_id order by s.set_order, s.id)
    ),

    session as (
        update public.workout_sessions as w
        set
            status = case when v_counts then 'completed'::public.session_status else w.status end,
            duplicate_of = case when not v_counts then w.duplicate_of end,
            plan_workout_id = v_day,
            planned = coalesce(w.planned, case when v_is_same_day then p_other.planned end),
            notes = coalesce(nullif(w.notes, ''), p_other.notes),
            overall_feeling = coalesce(w.overall_feeling, p_other.overall_feeling),
            name = coalesce(w.name, p_other.name),
            scheduled_for = coalesce(w.scheduled_for, p_other.scheduled_for),
            location = coalesce(w.location, p_other.location),
            mood_before = coalesce(w.mood_before, p_other.mood_before),
            mood_after = coalesce(w.mood_after, p_other.mood_after),
            energy = coalesce(w.energy, p_other.energy),
            -- Told in time by either.
            is_history = w.is_history and p_other.is_history
        where w.user_id = p_user and w.id = p_keep.id
    ),

    followers as (
        update public.workout_sessions as w
        set duplicate_of = p_keep.id
        where w.user_id = p_user and w.duplicate_of = p_other.id and w.id <> p_keep.id
    ),

    filled as (
        update public.session_exercises as s
        set
            difficulty_rating = coalesce(s.difficulty_rating, o.difficulty_rating),
            duration_seconds = coalesce(s.duration_seconds, o.duration_seconds),
            distance_m = coalesce(s.distance_m, o.distance_m),
            rest_seconds = coalesce(s.rest_seconds, o.rest_seconds),
            notes = coalesce(nullif(s.notes, ''), o.notes),
            workout_plan_exercise_id = coalesce(s.workout_plan_exercise_id, o.link),
            is_linked = case when s.workout_plan_exercise_id is null then o.link is not null and o.is_linked else s.is_linked end
        from kept as k
        inner join others as o
            on o.exercise_id = k.exercise_id
            and o.place = k.place
            and (o.logged_reps, o.logged_weight_kg, o.side) is not distinct from (k.logged_reps, k.logged_weight_kg, k.side)
        where s.user_id = p_user
            and s.id = k.id
            and (
                k.difficulty_rating is null and o.difficulty_rating is not null
                or k.duration_seconds is null and o.duration_seconds is not null
                or k.distance_m is null and o.distance_m is not null
                or k.rest_seconds is null and o.rest_seconds is not null
                or nullif(k.notes, '') is null and o.notes is not null
                or k.workout_plan_exercise_id is null and o.link is not null
            )
    ),

    -- A device that gave up early has the first sets only. Under ids of their own: a device may read of the deletion of the others after these.
    added as (
        insert into public.session_exercises (
            workout_session_id, exercise_id, workout_plan_exercise_id, set_order, logged_reps, logged_weight_kg, logged_at,
            difficulty_rating, notes, user_id, set_type, duration_seconds, distance_m, rest_seconds, side, is_linked
        )
        select
            p_keep.id, o.exercise_id, o.link,
            least(
                coalesce((select max(k.set_order) from kept as k), 0) + row_number() over (order by o.set_order, o.id), 10000
            ),
            o.logged_reps, o.logged_weight_kg, o.logged_at, o.difficulty_rating, o.notes, p_user, o.set_type,
            o.duration_seconds, o.distance_m, o.rest_seconds, o.side, o.link is not null and o.is_linked
        from others as o
        where not exists (
            select from kept as k
            where k.exercise_id = o.exercise_id
                and k.place = o.place
                and (k.side is null or o.side is null or k.side = o.side)
        )
    )

    delete from public.workout_sessions as w where w.user_id = p_user and w.id = p_other.id;
end;
$$;
comment on function private.merge_sessions is
'Gives a workout what it lacks of another, and deletes the other. The result counts if either did.';

create function private.merge_workouts(p_user uuid, p_keep uuid, p_other uuid, p_now timestamptz)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_keep public.workout_sessions;
    v_other public.workout_sessions;
    -- Kept with what the workout was written from, so that a repeat is known.
    v_hash constant bytea := sha256(convert_to('merged ' || p_other::text, 'UTF8'));
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    if p_keep = p_other then
        perform private.fail('PT422', 'a workout can''t be merged with itself', '{"field": "p_other"}');
    end if;
    select w.* into v_keep from public.workout_sessions as w where w.user_id = p_user and w.id = p_keep;
    if not found then
        perform private.fail('PT404', 'workout not found', '{"field": "p_keep"}');
    end if;
    select w.* into v_other from public.workout_sessions as w where w.user_id = p_user and w.id = p_other;
    if not found then
        if exists (
            select from private.workout_requests as r
            where r.user_id = p_user and r.session_id = p_keep and r.content_hash = v_hash
        ) then
            return private.workout_summary(p_user, p_keep, p_now);
        end if;
        perform private.fail('PT404', 'workout not found', '{"field": "p_other"}');
    end if;
    perform private.require_mergeable(v_keep, v_other);
    -- Two become one: not refused to an account that is full.
    perform private.set_weighing('late');
    perform private.merge_sessions(p_user, v_keep, v_other);
    -- The day may be the other's.
    select w.* into v_keep from public.workout_sessions as w where w.user_id = p_user and w.id = p_keep;
    perform private.link_session(p_user, v_keep);
    insert into private.workout_requests (user_id, session_id, content_hash)
    values (p_user, p_keep, v_hash)
    on conflict do nothing;
    perform private.set_weighing('');
    return private.workout_summary(p_user, p_keep, p_now);
end;
$$;
comment on function private.merge_workouts is 'See public.merge_workouts.';

create function public.merge_workouts(p_keep uuid, p_other uuid)
returns jsonb
language sql
security invoker
set search_path = ''
return private.merge_workouts((select auth.uid()), p_keep, p_other, now());
comment on function public.merge_workouts is
'Makes two tellings of one training one workout, and returns its summary. p_keep keeps its times and sets and takes what it lacks from
p_other: the sets at places that it lacks, so all of an exercise that it has none of, and the fourth and fifth where it has three; in
sets of the same place, repetitions, load and side their missing RPE, duration,
distance, rest, notes and plan exercise; plan day, name, notes, feeling, moods, energy and location. Then p_other is deleted. The
result counts if either did. Repeated, it returns the summary again. PT404 workout not found, PT409 one is still running, skipped or
canceled, PT422 the same workout twice, or two that neither are marked nor meet in time.';
