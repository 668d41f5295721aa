set local lock_timeout = '5s';
set local statement_timeout = '5min';

set local check_function_bodies = off;

REVOKE ALL ON FUNCTION "private"."store_coach_answer"(uuid, jsonb, timestamp with time zone) FROM "service_role";

DROP TRIGGER "lock_caller" ON "public"."body_measurements";

DROP TRIGGER "announce_insert" ON "public"."session_exercises";

DROP TRIGGER "derive_inserted" ON "public"."session_exercises";

DROP TRIGGER "lock_caller" ON "public"."session_exercises";

DROP TRIGGER "lock_caller" ON "public"."user_goals";

DROP TRIGGER "announce_update" ON "public"."workout_plan_day_exercises";

DROP TRIGGER "lock_caller" ON "public"."workout_sessions";

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."after_workouts_changed"(uuid, uuid[], boolean);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."check_workout_document"(jsonb, timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."foretell_workout"(uuid, public.session_exercises[], timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."is_news"(timestamp with time zone, timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."meets_target"(jsonb, bigint, boolean, numeric, numeric, numeric, numeric);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."plan_link"(uuid, jsonb);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."recompute_exercise_sessions"(uuid, uuid[], private.scored_sets[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."recompute_targets"(uuid, uuid[], timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."set_rows"(uuid, jsonb);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."settle_totals"(uuid, uuid[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."streak_after"(private.settled_streaks, date, date, boolean);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."target_events"(uuid, uuid[], timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "public"."finish_ai_request"(uuid, uuid, integer, jsonb, boolean);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."finish_ai_request"(uuid, uuid, integer, jsonb, boolean, timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "public"."store_coach_answer"(uuid, jsonb);

-- squawk-ignore ban-drop-type
DROP TYPE "private"."foretold_workout";

CREATE TYPE "private"."workout_document" AS ("id" uuid, "plan_workout_id" uuid, "started_at" timestamp with time zone, "ended_at" timestamp with time zone, "timezone" text, "name" text, "location" public.location, "overall_feeling" public.feeling, "notes" text, "sets" public.session_exercises[], "is_suspect" boolean);

CREATE OR REPLACE FUNCTION gateway.check_request()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- An estimate is the planner's, who knows how many rows each of the busiest users has and asks no policy: it would tell.
    if current_setting('request.headers', true) ~ 'count=(planned|estimated)' and current_setting('role') = 'authenticated' then
        perform private.fail('PT422', 'counts are exact', jsonb_build_object('field', 'Prefer'), 'Ask for count=exact.');
    end if;
    -- Reading is not limited; visitors can write nothing; the service acts for many.
    if current_setting('transaction_read_only') = 'off' and current_setting('role') = 'authenticated' then
        perform private.count_write(auth.uid(), now());
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.after_workouts_changed(p_user uuid, p_sessions uuid[], p_are_totalled boolean DEFAULT false, p_sets public.session_exercises[] DEFAULT NULL::public.session_exercises[], p_scored private.scored_sets[] DEFAULT NULL::private.scored_sets[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_sessions uuid[];
    v_sets private.scored_sets[];
    v_are_written boolean := p_sets is null;
    v_change private.change;
    v_moved uuid[];
    v_moved_days date[];
    v_plan_exercises uuid[];
begin
    if v_are_written then
        -- Derivation does nothing once the profile is gone, so that an account can be deleted.
        if not private.lock_user(p_user) then
            return;
        end if;
        -- A running workout has earned nothing yet; a deleted one leaves something to take back.
        v_sessions := array(
            select o.id
            from unnest(p_sessions) as o (id)
            left join public.workout_sessions as w on w.user_id = p_user and w.id = o.id
            where w.id is null or w.status = 'completed'
        );
        if cardinality(v_sessions) = 0 then
            return;
        end if;
        v_sets := private.sets_of(p_user, v_sessions);
    else
        v_sessions := p_sessions;
        v_sets := p_scored;
    end if;
    if not p_are_totalled then
        perform private.settle_totals(p_user, v_sessions, v_sets);
    end if;
    v_change := private.recompute_exercise_sessions(p_user, v_sessions, v_sets, not v_are_written);
    if not v_change.is_latest then
        if not v_are_written then
            -- Workouts after it are derived from the tables.
            perform private.write_sets(p_sets);
            v_are_written := true;
        end if;
        select array_agg(m.session_id), array_agg(m.day) into v_moved, v_moved_days
        from private.recompute_priors(p_user, v_change.exercises, v_change.since) as m;
    end if;
    perform private.recompute_best(
        p_user,
        v_change.exercises,
        case when v_change.is_correction then '-infinity' else v_change.since end,
        case when v_change.is_latest then v_sets end
    );
    v_plan_exercises := array(
        select distinct s.plan_exercise_id from unnest(v_sets) as s where s.plan_exercise_id is not null
    );
    -- Steps that hang on sets which are gone. Without exercises before there were no steps either.
    if v_change.is_correction then
        v_plan_exercises := array(
            select p.id from unnest(v_plan_exercises) as p (id)
            union
            select p.plan_exercise_id from public.prescriptions as p
            where p.user_id = p_user and p.session_id = any(v_sessions) and p.superseded_at is null
        );
    end if;
    if cardinality(v_plan_exercises) > 0 then
        v_moved := v_moved || private.recompute_targets(
            p_user, v_plan_exercises, v_change.since, case when v_change.is_latest then v_sets end
        );
    end if;
    if v_are_written then
        perform private.mark_scored_sets(p_user, v_sets);
    else
        perform private.write_sets(p_sets, private.marks_of(p_user, v_sets));
    end if;
    -- Targets moved with these workouts alone, unless later ones hang on them.
    if not v_moved <@ v_sessions then
        perform private.mark_sets(p_user, array(select m.id from unnest(v_moved) as m (id) where m.id <> all(v_sessions)));
    end if;
    perform private.recompute_weeks(p_user, v_change.days);
    perform private.recompute_workout_xp(p_user, v_change.days || v_moved_days, v_sessions);
    perform private.advance_achievements(p_user, v_sessions, v_change);
end;
$function$;

CREATE OR REPLACE FUNCTION private.answer_coach_request(p_user uuid, p_answer jsonb, p_request jsonb, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_request jsonb := nullif(p_request, 'null');
    v_is_known boolean;
    v_stored jsonb;
    v_body jsonb;
begin
    perform private.require_caller(p_user);
    if v_request is not null then
        perform private.check_shape(v_request, 'p_request', $shape${
            "id": {"type": "uuid", "required": true},
            "body": {"type": "object", "required": true},
            "is_charged": {"type": "boolean", "required": true},
            "usage": {"type": "array", "max": 100}
        }$shape$);
    end if;
    perform private.require_account(p_user);
    v_is_known := exists (
        select from public.ai_coach_messages as m where m.user_id = p_user and m.id::text = p_answer ->> 'id'
    );
    v_stored := private.store_coach_answer(p_user, p_answer, p_now);
    if v_request is null then
        return v_stored;
    end if;
    v_body := v_request -> 'body' || jsonb_build_object('affinity', v_stored -> 'affinity');
    -- False for an answer that is known: it came by this very call, whose own answer was lost on the way.
    if not private.finish_ai_request(
        p_user,
        (v_request ->> 'id')::uuid,
        200,
        v_body,
        (v_request ->> 'is_charged')::boolean,
        coalesce(nullif(v_request -> 'usage', 'null'), '[]'),
        p_now
    ) and not v_is_known then
        perform private.fail(
            'PT409', 'another attempt answers this request', '{"reason": "request_in_progress", "retry_after": 5}',
            'Send it again after retry_after seconds, with the same key.'
        );
    end if;
    return v_stored || jsonb_build_object('body', v_body);
end;
$function$;

CREATE OR REPLACE FUNCTION private.before_goal_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_today date := private.local_day(new.user_id, now());
begin
    new.start_date := coalesce(new.start_date, v_today);
    new.estimated_completion_date := private.estimated_completion(
        new.goal_type,
        (select p.fitness_level from public.profiles as p where p.id = new.user_id),
        private.body_weight(new.user_id, now()),
        new.target_weight_kg,
        new.target_muscle_kg,
        greatest(new.start_date, v_today)
    );
    -- An insert of a goal that is there already inserts nothing: it mustn't rest another. If it becomes an update, that does.
    if new.is_active and not (tg_op = 'INSERT' and exists (select from public.user_goals as g where g.id = new.id)) then
        update public.user_goals as g set is_active = false
        where g.user_id = new.user_id and g.is_active and g.id <> new.id;
    end if;
    return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.correct_workout(p_user uuid, p_workout jsonb, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_session public.workout_sessions;
    v_workout private.workout_document;
    v_plan_workout uuid;
    v_planned jsonb;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    v_workout := private.read_workout(p_user, p_workout, p_now);
    select w.* into v_session
    from public.workout_sessions as w
    where w.user_id = p_user and w.id = v_workout.id;
    if not found then
        perform private.fail('PT404', 'no such workout', '{"field": "id"}');
    elsif v_session.status <> 'completed' then
        perform private.refuse_state(v_session, 'corrected');
    end if;
    v_plan_workout := private.plan_link(p_user, v_workout.plan_workout_id);
    -- What the plan asked for then stays, as long as it is the same day of the plan.
    v_planned := case
        when v_plan_workout is not distinct from v_session.plan_workout_id then v_session.planned
        else private.planned_workout(p_user, v_plan_workout)
    end;
    if v_workout.is_suspect then
        perform private.refuse_sets(p_user, p_workout);
    end if;

    -- One statement, so that the triggers see the workout only as it shall be: no XP is taken and given back between.
    with session as (
        update public.workout_sessions as w
        set
            plan_workout_id = v_plan_workout,
            started_at = v_workout.started_at,
            ended_at = v_workout.ended_at,
            paused_seconds = least(
                w.paused_seconds, extract(epoch from v_workout.ended_at - v_workout.started_at)::integer
            ),
            notes = v_workout.notes,
            overall_feeling = v_workout.overall_feeling,
            timezone = coalesce(v_workout.timezone, w.timezone),
            name = coalesce(v_workout.name, v_planned ->> 'name'),
            location = v_workout.location,
            planned = v_planned
        where w.user_id = p_user and w.id = v_session.id
    ),

    gone as (
        delete from public.session_exercises as s
        where s.user_id = p_user
            and s.workout_session_id = v_session.id
            and s.id not in (select r.id from unnest(v_workout.sets) as r)
    )

    insert into public.session_exercises as s (
        id, workout_session_id, exercise_id, workout_plan_exercise_id, set_order, logged_reps, logged_weight_kg,
        logged_at, difficulty_rating, notes, user_id, set_type, duration_seconds, distance_m, rest_seconds
    )
    select
        r.id, r.workout_session_id, r.exercise_id, r.workout_plan_exercise_id, r.set_order, r.logged_reps,
        r.logged_weight_kg, r.logged_at, r.difficulty_rating, r.notes, r.user_id, r.set_type, r.duration_seconds,
        r.distance_m, r.rest_seconds
    from unnest(v_workout.sets) as r
    on conflict (id) do update
    set
        exercise_id = excluded.exercise_id,
        workout_plan_exercise_id = excluded.workout_plan_exercise_id,
        set_order = excluded.set_order,
        logged_reps = excluded.logged_reps,
        logged_weight_kg = excluded.logged_weight_kg,
        logged_at = excluded.logged_at,
        difficulty_rating = excluded.difficulty_rating,
        notes = excluded.notes,
        set_type = excluded.set_type,
        duration_seconds = excluded.duration_seconds,
        distance_m = excluded.distance_m,
        rest_seconds = excluded.rest_seconds
    where s.user_id = p_user;

    insert into private.workout_requests (user_id, session_id, content_hash)
    values (p_user, v_session.id, sha256(convert_to(p_workout::text, 'UTF8')))
    on conflict do nothing;
    return private.workout_summary(p_user, v_session.id, p_now);
end;
$function$;

CREATE OR REPLACE FUNCTION private.count_write(p_user uuid, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_window constant interval := interval '15 minutes';
    v_oldest constant timestamptz := p_now - v_window + interval '1 microsecond';
    -- A window that begins later was begun by a clock that was ahead: nobody waits for that time to come.
    v_latest constant timestamptz := p_now + v_window;
    v_most integer;
    v_again timestamptz;
begin
    -- The profile first, and as everywhere: with a share of it, this would wait below for whoever deletes the account, and they
    -- for this. All of a user's writes pass here one by one anyhow.
    perform from public.profiles as p where p.id = p_user for no key update;
    if not found then
        -- No account, nothing to count: what is called says so itself.
        return;
    end if;
    select l.writes into v_most from private.write_limits as l where l.tier = private.limit_tier(p_user, p_now);
    if not found then
        return;
    end if;
    -- Asks and counts in one statement: of requests at the same moment, each sees the count of the one before.
    insert into private.write_use as u (user_id, starts_at, used)
    values (p_user, p_now, 1)
    on conflict (user_id) do update
    set starts_at = case when u.starts_at between v_oldest and v_latest then u.starts_at else p_now end,
        used = case when u.starts_at between v_oldest and v_latest then u.used + 1 else 1 end
    where u.used < v_most or u.starts_at not between v_oldest and v_latest;
    if not found then
        v_again := (select u.starts_at + v_window from private.write_use as u where u.user_id = p_user);
        perform private.fail(
            'PT429', format('at most %s changes in 15 minutes', v_most),
            jsonb_build_object(
                'reason', 'rate_limited',
                'retry_after', ceil(extract(epoch from v_again - p_now))::integer,
                'limit', v_most
            ),
            'Send it again in retry_after seconds; many rows or a whole workout fit in one request.'
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.evaluate(p_target private.target, p_failures integer, p_state jsonb, p_terms private.terms, p_amounts integer[], p_loads numeric[], p_efforts numeric[])
 RETURNS private.evaluation
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_scheme text := private.scheme_of(p_terms.rules);
    v_target private.target := p_target;
    v_result private.evaluation;
    v_load numeric := private.lightest(p_loads, p_terms.is_assisted);
    v_is_met boolean;
    v_is_summed boolean := false;
begin
    if v_scheme <> 'percentage_wave' then
        v_target.weight_kg := coalesce(v_target.weight_kg, p_loads[1]);
        v_target.loads_kg := null;
    end if;
    v_result.old_target := v_target;
    v_result.new_target := v_target;
    v_result.failures := p_failures;
    v_result.state := p_state;

    if coalesce(cardinality(p_amounts), 0) = 0 then
        v_result.outcome := 'none';
        v_result.reason_code := 'not_trained';
        return v_result;
    end if;
    if v_scheme = 'percentage_wave' then
        return private.ride_wave(v_result, p_terms, p_amounts, p_loads, p_efforts);
    end if;
    if v_target.weight_kg is not null and v_load is distinct from v_target.weight_kg
        and (coalesce(v_load, 0) < v_target.weight_kg) <> p_terms.is_assisted
    then
        v_result.outcome := 'held';
        v_result.reason_code := 'below_target';
    else
        v_is_met := private.meets_every_set(v_target, p_amounts);
        if v_scheme = 'sum_of_reps' then
            v_is_summed := (select sum(a) from unnest(p_amounts) as a) >= private.sum_wanted(p_terms.rules, v_target);
        end if;
        if v_is_summed or v_is_met and v_scheme = 'rules' then
            v_result := private.advance(
                v_result, p_terms, p_amounts, v_load, private.pace(p_terms.target_rir, p_efforts[:v_target.sets])
            );
        elsif v_is_met then
            -- On the way to the sum: every set is good for the range, and the load stays until the sum is reached.
            v_result.outcome := 'held';
            v_result.reason_code := 'held';
            v_result.rule := 'sum_of_reps';
            v_result.failures := 0;
        else
            v_result := private.fall_back(v_result, p_terms);
        end if;
    end if;
    -- Few plans have either, and each call takes as long as looking at a set of three.
    if p_terms.rules @? '$.**.after_stalls' then
        v_result := private.watch_stall(v_result, p_terms, p_amounts, p_loads, p_efforts);
    end if;
    if p_terms.buildable is not null then
        v_result := private.settled(v_result, p_target, p_terms);
    end if;
    return v_result;
end;
$function$;

CREATE OR REPLACE FUNCTION private.finish_ai_request(p_user uuid, p_request_id uuid, p_status integer, p_body jsonb, p_is_charged boolean, p_usage jsonb, p_now timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    -- A JSON null is what a client of the API sends for none.
    v_body jsonb := nullif(p_body, 'null');
    v_request private.ai_requests;
begin
    perform private.require_caller(p_user);
    perform private.check_shape(
        jsonb_build_object('p_request_id', p_request_id, 'p_status', p_status, 'p_is_charged', p_is_charged),
        null,
        $shape${
            "p_request_id": {"type": "uuid", "required": true},
            "p_status": {"type": "integer", "min": 200, "max": 599, "required": true},
            "p_is_charged": {"type": "boolean", "required": true}
        }$shape$
    );
    if octet_length(v_body::text) > 1048576 then
        perform private.fail('PT422', 'an answer has at most 1 MiB', '{"field": "p_body", "max": 1048576}');
    end if;
    if not private.lock_user(p_user) then
        return false;
    end if;
    -- Paid for, whoever has taken the request over meanwhile.
    if p_usage <> '[]' then
        perform private.record_ai_usage(p_user, p_usage, p_now);
    end if;
    select r.* into v_request
    from private.ai_requests as r
    where r.user_id = p_user and r.id = p_request_id and r.status is null;
    if not found then
        return false;
    end if;

    if p_is_charged and v_request.charged_at is null then
        -- Given back because it seemed dead; it did deliver, only late.
        perform private.move_quota(p_user, v_request.feature, p_now, 1);
    elsif not p_is_charged and v_request.charged_at is not null then
        perform private.move_quota(p_user, v_request.feature, v_request.charged_at, -1);
    end if;
    if v_body is null or v_request.key_hash is null then
        delete from private.ai_requests as r where r.user_id = p_user and r.id = p_request_id;
    else
        update private.ai_requests as r
        set status = p_status, body = v_body, charged_at = case when p_is_charged then coalesce(r.charged_at, p_now) end
        where r.user_id = p_user and r.id = p_request_id;
    end if;
    return true;
end;
$function$;

CREATE OR REPLACE FUNCTION private.fold_days(p_users uuid[], p_days date[], p_is_settling boolean)
 RETURNS SETOF private.settled_streaks
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_known record;
    v_day date;
    v_next date;
    v_current integer;
    v_longest integer;
    v_last_kept date;
    v_streak private.settled_streaks;
begin
    for v_known in
        select
            u.user_id, u.day as running, c.has_changed, s.settled_until, s.last_kept,
            coalesce(s.current_streak, 0) as current_streak,
            coalesce(s.longest_streak, 0) as longest_streak,
            d.days, d.are_kept
        from unnest(p_users, p_days) as u (user_id, day)
        -- `offset 0`, here and below: user by user through the index, or a batch would read everybody's rows.
        cross join lateral (select from public.profiles as o where o.id = u.user_id offset 0) as p
        cross join lateral (
            select exists (select from private.streak_changes as o where o.user_id = u.user_id) as has_changed offset 0
        ) as c
        left join lateral (
            select o.* from private.settled_streaks as o
            where o.user_id = u.user_id and o.streak_type = 'daily_login' and not c.has_changed
            offset 0
        ) as s on s.settled_until <= u.day
        cross join lateral (
            select
                array_agg(k.day order by k.day, k.is_kept) as days,
                array_agg(k.is_kept order by k.day, k.is_kept) as are_kept
            from (
                select o.day, true as is_kept
                from public.workout_sessions as o
                where o.user_id = u.user_id
                    and o.day >= coalesce(s.settled_until, '-infinity')
                    -- Who flew west may have trained on a day that is yet to come here.
                    and o.day < case when p_is_settling then u.day else 'infinity' end
                    and o.status = 'completed'
                    and o.total_sets > 0
                union all
                select o.day, true
                from public.check_ins as o
                where o.user_id = u.user_id
                    and o.day >= coalesce(s.settled_until, '-infinity')
                    and o.day < case when p_is_settling then u.day else 'infinity' end
                union all
                -- Who is ill, hurt or away can't come every day; a deload keeps nobody from it.
                select g.day::date, false
                from public.training_breaks as o
                cross join lateral generate_series(
                    greatest(o.starts_on, s.settled_until)::timestamp,
                    least(private.break_end(o.starts_on, o.ends_on), u.day - 1)::timestamp,
                    interval '1 day'
                ) as g (day)
                where o.user_id = u.user_id and o.kind <> 'deload'
                union all
                -- Today breaks nothing before it is over.
                select u.day, false
            ) as k
        ) as d
    loop
        v_next := v_known.settled_until;
        v_current := v_known.current_streak;
        v_longest := v_known.longest_streak;
        v_last_kept := v_known.last_kept;
        for v_number in 1..cardinality(v_known.days) loop
            v_day := v_known.days[v_number];
            if v_day > v_next then
                v_current := 0;
            end if;
            -- Two facts of one day, and a day of a break on which something was done, are one day.
            if v_known.are_kept[v_number] and v_day is distinct from v_last_kept then
                v_current := v_current + 1;
                v_longest := greatest(v_longest, v_current);
                v_last_kept := v_day;
            end if;
            v_next := v_day + 1;
        end loop;
        -- A streak that nothing happened to is as quickly folded on from where it was.
        if not p_is_settling or v_known.has_changed
            or (v_current, v_longest, v_last_kept)
            is distinct from (v_known.current_streak, v_known.longest_streak, v_known.last_kept)
        then
            v_streak := (v_known.user_id, 'daily_login', v_known.running, v_current, v_longest, 0, v_last_kept);
            return next v_streak;
        end if;
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.fold_targets(p_user uuid, p_plan_exercises uuid[], p_from timestamp with time zone, p_sets private.scored_sets[])
 RETURNS SETOF public.prescriptions
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_has_gear boolean := private.has_gear(p_user);
    v_event record;
    v_current uuid;
    v_fact private.target_facts;
    v_target private.target;
    v_amounts integer[];
    v_failures smallint;
    v_state jsonb;
    v_buildable numeric[];
    v_easing private.easing;
    v_eased_at timestamptz;
    v_eased private.easing;
    v_result private.evaluation;
    v_row public.prescriptions;
begin
    for v_event in
        select
            e.*, b.fact as fact_before, b.target, b.failures, b.state
        from private.target_events(p_user, p_plan_exercises, p_from, v_has_gear, p_sets) as e
        left join private.standing_targets(p_user, p_plan_exercises, p_from) as b
            on b.plan_exercise_id = e.plan_exercise_id
        -- A decision comes before other plates of the same moment, and both before a workout.
        order by e.plan_exercise_id, e.happened_at, e.session_id nulls first, (e.fact).set_at, e.exercise_id
    loop
        if v_current is distinct from v_event.plan_exercise_id then
            v_current := v_event.plan_exercise_id;
            v_fact := v_event.fact_before;
            v_target := v_event.target;
            v_failures := coalesce(v_event.failures, 0);
            v_state := coalesce(v_event.state, '{}');
        end if;
        -- Sets of another exercise, swapped in for a day, say nothing about this one.
        continue when v_event.session_id is not null and v_event.exercise_id is distinct from v_fact.exercise_id;
        v_buildable := case when v_has_gear then private.buildable_loads(p_user, v_fact.exercise_id, v_event.happened_at) end;
        v_easing := null;

        if v_event.session_id is not null then
            v_amounts := case
                when (v_fact.target).reps like '%s' then v_event.seconds
                when (v_fact.target).reps like '%m' then v_event.metres
                else v_event.reps
            end;
            v_result := private.evaluate(
                v_target, v_failures, v_state,
                (v_fact.rules, v_fact.target, v_fact.is_assisted, v_fact.target_rir, v_buildable)::private.terms,
                v_amounts, v_event.loads, v_event.efforts
            );
            if v_result.outcome = 'failure' or v_result.reason_code in ('below_target', 'deload') then
                -- One day eases all its exercises alike.
                if v_eased_at is distinct from v_event.happened_at then
                    v_eased := private.easing_at(p_user, v_event.happened_at, v_event.day);
                    v_eased_at := v_event.happened_at;
                end if;
                v_easing := v_eased;
            end if;
            if v_easing.reason_code is not null then
                -- An easier day was due: what was missing counts for nothing.
                v_result := (
                    'held', v_easing.reason_code, null, v_result.old_target, v_result.old_target, v_failures, v_state
                )::private.evaluation;
            end if;
        elsif (v_event.fact).set_at is not null then
            v_fact := v_event.fact;
            continue when not v_fact.moves_target;
            v_result := (
                null, 'manual', null, coalesce(v_target, v_fact.target), v_fact.target, 0, v_fact.state
            )::private.evaluation;
        else
            v_result := (
                null, 'manual', 'gear', v_target, private.rebuilt(v_target, v_state, v_fact.rules, v_buildable), v_failures,
                v_state
            )::private.evaluation;
            continue when v_result.new_target is not distinct from v_target;
        end if;
        v_target := v_result.new_target;
        v_failures := v_result.failures;
        v_state := v_result.state;
        -- What the plan was made with is where the fold begins, not a step of it.
        continue when v_event.happened_at = '-infinity';

        -- By name: where columns came later, a migrated table has them in another order.
        v_row.id := gen_random_uuid();
        v_row.user_id := p_user;
        v_row.plan_exercise_id := v_current;
        v_row.session_id := v_event.session_id;
        v_row.rule := v_result.rule;
        v_row.reason_code := v_result.reason_code;
        v_row.inputs := case
            when v_event.session_id is null then '{}'
            else jsonb_strip_nulls(jsonb_build_object(
                'exercise_id', v_event.exercise_id,
                'amounts', to_jsonb(v_amounts),
                'loads_kg', to_jsonb(v_event.loads),
                'rpe', case when num_nonnulls(variadic v_event.efforts) > 0 then to_jsonb(v_event.efforts) end,
                'easing', v_easing.inputs
            ))
        end;
        v_row.old_target := private.target_json(v_result.old_target);
        v_row.new_target := private.target_json(v_result.new_target);
        v_row.outcome := v_result.outcome;
        v_row.effective_at := v_event.happened_at;
        v_row.failures := v_result.failures;
        v_row.state := v_result.state;
        v_row.created_at := now();
        v_row.updated_at := now();
        return next v_row;
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.fold_weeks(p_users uuid[], p_days date[], p_is_settling boolean)
 RETURNS SETOF private.settled_streaks
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_known record;
    v_streak private.settled_streaks;
begin
    for v_known in
        select
            u.user_id, r.week_start as running, c.has_changed, s.settled_until, s.last_kept,
            coalesce(s.current_streak, 0) as current_streak,
            coalesce(s.longest_streak, 0) as longest_streak,
            coalesce(s.freezes_available, 0) as freezes_available,
            w.weeks, w.are_met
        from unnest(p_users, p_days) as u (user_id, day)
        -- `offset 0`, here and below: user by user through the index, or a batch would read everybody's rows.
        cross join lateral (
            select o.week_starts_on from public.profiles as o where o.id = u.user_id offset 0
        ) as p
        cross join lateral private.week_start(u.day, p.week_starts_on) as r (week_start)
        cross join lateral (
            select exists (select from private.streak_changes as o where o.user_id = u.user_id) as has_changed offset 0
        ) as c
        left join lateral (
            select o.* from private.settled_streaks as o
            where o.user_id = u.user_id and o.streak_type = 'weekly_workout_completion' and not c.has_changed
            offset 0
        ) as s on s.settled_until <= r.week_start
        cross join lateral (
            select
                array_agg(k.week_start order by k.week_start, k.is_met) as weeks,
                array_agg(k.is_met order by k.week_start, k.is_met) as are_met
            from (
                select t.week_start, true as is_met
                from private.training_weeks as t
                where t.user_id = u.user_id
                    and t.week_start >= coalesce(s.settled_until, '-infinity')
                    -- Who flew west may have trained in a week that is yet to come here.
                    and t.week_start < case when p_is_settling then r.week_start else 'infinity' end
                    and t.met_at is not null
                union all
                select o.week_start, false
                from private.paused_weeks as o
                where o.user_id = u.user_id
                    and o.week_start >= coalesce(s.settled_until, '-infinity')
                    and o.week_start < r.week_start
                union all
                -- The running week breaks nothing before it ends.
                select r.week_start, false
            ) as k
        ) as w
    loop
        v_streak := private.streak_after(
            (
                v_known.user_id, 'weekly_workout_completion', v_known.settled_until, v_known.current_streak,
                v_known.longest_streak, v_known.freezes_available, v_known.last_kept
            ),
            v_known.weeks,
            v_known.are_met,
            case when p_is_settling then v_known.running end
        );
        -- A streak that nothing happened to is as quickly folded on from where it was.
        if not p_is_settling or v_known.has_changed
            or (v_streak.current_streak, v_streak.longest_streak, v_streak.freezes_available, v_streak.last_kept)
            is distinct from
            (v_known.current_streak, v_known.longest_streak, v_known.freezes_available, v_known.last_kept)
        then
            return next v_streak;
        end if;
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_news(p_at timestamp with time zone, p_now timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return p_at > p_now - interval '2 days';
end;
$function$;

CREATE OR REPLACE FUNCTION private.log_workout(p_user uuid, p_workout jsonb, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_hash bytea := sha256(convert_to(p_workout::text, 'UTF8'));
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
            where r.user_id = p_user and r.session_id = v_workout.id and r.content_hash = v_hash
        ) then
            return private.workout_summary(p_user, v_workout.id, p_now);
        end if;
        perform private.fail(
            'PT409', 'this workout was logged with other content', jsonb_build_object('session_id', v_workout.id),
            'Send correct_workout to replace it.'
        );
    end if;

    v_plan_workout := private.plan_link(p_user, v_workout.plan_workout_id);
    v_planned := private.planned_workout(p_user, v_plan_workout);
    if v_workout.is_suspect then
        perform private.refuse_sets(p_user, p_workout);
    end if;
    if not private.write_workout(p_user, v_workout, v_plan_workout, v_planned) then
        perform private.fail('PT404', 'no such workout', '{"field": "id"}');
    end if;
    insert into private.workout_requests (user_id, session_id, content_hash) values (p_user, v_workout.id, v_hash);
    return private.workout_summary(p_user, v_workout.id, p_now);
end;
$function$;

CREATE OR REPLACE FUNCTION private.mark_scored_sets(p_user uuid, p_sets private.scored_sets[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_marks private.set_mark[] := private.marks_of(p_user, p_sets);
begin
    -- An update of no row would still take its triggers along.
    if v_marks is not null then
        update public.session_exercises as s
        set is_personal_record = m.is_record, was_successful_for_progression = m.is_success, updated_at = now()
        from unnest(v_marks) as m
        where s.id = m.id and s.user_id = p_user;
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.marks_of(p_user uuid, p_sets private.scored_sets[])
 RETURNS private.set_mark[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_marks private.set_mark[];
begin
    -- Each look into an array of rows takes them all apart.
    with sets as materialized (
        select
            s.id, s.session_id, s.exercise_id, s.plan_exercise_id, s.set_order, s.tracking_type, s.is_planned,
            s.logged_weight_kg, s.logged_reps, s.duration_seconds, s.distance_m, s.load_score, s.reps_score,
            s.estimated_1rm_kg, s.duration_score, s.distance_score, s.is_personal_record, s.was_successful_for_progression
        from unnest(p_sets) as s
    ),

    sessions as materialized (
        select distinct k.session_id as id from sets as k
    ),

    steps as materialized (
        select p.session_id, p.plan_exercise_id, p.old_target, (p.inputs ->> 'exercise_id')::uuid as exercise_id
        from sessions as o
        inner join public.prescriptions as p on p.user_id = p_user and p.session_id = o.id and p.superseded_at is null
    ),

    priors as materialized (
        select x.*
        from sessions as o
        -- The offset keeps the planner on the index of the session, whatever its statistics say.
        cross join lateral (
            select e.* from private.exercise_sessions as e where e.user_id = p_user and e.session_id = o.id offset 0
        ) as x
    ),

    records as materialized (
        -- Above the best of all workouts before and above every set before in this one; without a best before, the workout is
        -- the baseline. Sets that aren't above that best stand in nobody's way.
        select o.id
        from (
            select
                s.id,
                s.load_score > r.prior_load_score and s.load_score > coalesce(max(s.load_score) over before, '-infinity')
                or s.reps_score > r.prior_reps_score
                and s.reps_score > coalesce(max(s.reps_score) over before, -1)
                or s.estimated_1rm_kg > r.prior_estimated_1rm_kg
                and s.estimated_1rm_kg > coalesce(max(s.estimated_1rm_kg) over before, '-infinity')
                or s.duration_score > r.prior_duration_score
                and s.duration_score > coalesce(max(s.duration_score) over before, -1)
                or s.distance_score > r.prior_distance_score
                and s.distance_score > coalesce(max(s.distance_score) over before, '-infinity') as is_record
            from sets as s
            inner join priors as r on r.session_id = s.session_id and r.exercise_id = s.exercise_id
            where s.load_score > r.prior_load_score
                or s.reps_score > r.prior_reps_score
                or s.estimated_1rm_kg > r.prior_estimated_1rm_kg
                or s.duration_score > r.prior_duration_score
                or s.distance_score > r.prior_distance_score
            window before as (
                partition by s.session_id, s.exercise_id order by s.set_order, s.id
                rows between unbounded preceding and 1 preceding
            )
        ) as o
        where o.is_record
    ),

    lines as (
        select
            any_value(p.old_target) as old_target,
            bool_or(s.tracking_type = 'assisted') as is_assisted,
            array_agg(s.id order by s.set_order, s.id) as sets,
            array_agg(s.logged_weight_kg order by s.set_order, s.id) as weights_kg,
            array_agg(s.logged_reps order by s.set_order, s.id) as reps,
            array_agg(s.duration_seconds order by s.set_order, s.id) as durations_seconds,
            array_agg(s.distance_m order by s.set_order, s.id) as distances_m
        from sets as s
        -- A set of another exercise, swapped in for the day, was not what the target is about.
        inner join steps as p
            on p.session_id = s.session_id and p.plan_exercise_id = s.plan_exercise_id and p.exercise_id = s.exercise_id
        where s.is_planned
        group by p.session_id, p.plan_exercise_id
    ),

    aimed as materialized (
        select
            unnest(l.sets) as id,
            unnest(private.meets_target(
                l.old_target, l.is_assisted, l.weights_kg, l.reps, l.durations_seconds, l.distances_m
            )) as is_success
        from lines as l
    ),

    judged as (
        select
            s.id,
            s.is_personal_record as was_record,
            s.was_successful_for_progression as was_success,
            s.id in (select r.id from records as r) as is_record,
            -- The plan it was judged by may be gone: what it said then stays.
            case when s.plan_exercise_id is null then s.was_successful_for_progression else a.is_success end as is_success
        from sets as s
        inner join priors as r on r.session_id = s.session_id and r.exercise_id = s.exercise_id
        left join aimed as a on a.id = s.id
    )

    select array_agg((j.id, j.is_record, j.is_success)::private.set_mark)
    into v_marks
    from judged as j
    where j.was_record <> j.is_record or j.was_success is distinct from j.is_success;
    return v_marks;
end;
$function$;

CREATE OR REPLACE FUNCTION private.meets_every_set(p_target private.target, p_amounts integer[])
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    -- Only in a list the sets differ.
    v_is_list boolean := p_target.reps ~ ',';
    v_wanted integer := private.target_amount(p_target.reps, 1);
begin
    for v_place in 1..p_target.sets loop
        if v_is_list then
            v_wanted := private.target_amount(p_target.reps, v_place);
        end if;
        -- A planned set that is missing has null, which meets nothing.
        if (p_amounts[v_place] >= v_wanted) is not true then
            return false;
        end if;
    end loop;
    return true;
end;
$function$;

CREATE OR REPLACE FUNCTION private.meets_target(p_target jsonb, p_is_assisted boolean, p_weights_kg numeric[], p_reps smallint[], p_durations_seconds integer[], p_distances_m numeric[])
 RETURNS boolean[]
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_reps text := p_target ->> 'reps';
    v_load numeric := (p_target ->> 'weight_kg')::numeric;
    v_loads jsonb := p_target -> 'loads_kg';
    v_least integer;
    v_are_met boolean[];
begin
    for v_place in 1..coalesce(cardinality(p_weights_kg), 0) loop
        -- Only a list asks for another number from set to set.
        if v_place = 1 or v_reps like '%,%' then
            v_least := private.target_amount(v_reps, v_place);
        end if;
        if v_loads is not null then
            v_load := coalesce(v_loads ->> (v_place - 1), p_target ->> 'weight_kg')::numeric;
        end if;
        v_are_met[v_place] := coalesce(
            case
                when p_is_assisted then p_weights_kg[v_place] <= v_load
                else coalesce(p_weights_kg[v_place], 0) >= v_load
            end,
            true
        )
        and coalesce(
            case
                when v_reps like '%s' then p_durations_seconds[v_place]
                when v_reps like '%m' then p_distances_m[v_place]
                else p_reps[v_place]
            end
            >= v_least,
            false
        );
    end loop;
    return v_are_met;
end;
$function$;

CREATE OR REPLACE FUNCTION private.next_day(p_user uuid, p_plan_id uuid, p_since timestamp with time zone)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    -- In their order.
    v_days uuid[] := array(
        select d.id
        from public.workout_plan_days as d
        where d.user_id = p_user and d.plan_id = p_plan_id
        order by d.week_number, d.order_in_plan, d.id
    );
    v_latest uuid;
begin
    -- Newest first, it ends with the first that is found: joined to the days it would read every workout since p_since.
    select w.plan_workout_id into v_latest
    from public.workout_sessions as w
    where w.user_id = p_user
        and w.started_at >= p_since
        and w.status in ('completed', 'skipped')
        and w.plan_workout_id = any(v_days)
    order by w.started_at desc, w.id desc
    limit 1;
    return v_days[coalesce(array_position(v_days, v_latest), 0) % nullif(cardinality(v_days), 0) + 1];
end;
$function$;

CREATE OR REPLACE FUNCTION private.note_weekly_target(p_user uuid, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_today date;
    v_target smallint;
begin
    if not private.lock_user(p_user) then
        return;
    end if;
    v_today := private.local_day(p_user, p_now);
    v_target := coalesce(
        (select p.weekly_workout_target from public.profiles as p where p.id = p_user),
        (select w.days_per_week from public.workout_plans as w where w.user_id = p_user and w.is_active),
        3
    );
    -- Noted by a clock that was ahead, or before a move to the west: the last word counts.
    delete from private.weekly_targets as t where t.user_id = p_user and t.valid_from > v_today;
    if not found and v_target = private.weekly_target_at(p_user, v_today) then
        return;
    end if;
    insert into private.weekly_targets (user_id, valid_from, target)
    values (p_user, v_today, v_target)
    on conflict (user_id, valid_from) do update set target = excluded.target;
    perform private.recompute_weeks(
        p_user,
        v_today || array(
            select distinct w.day from public.workout_sessions as w
            where w.user_id = p_user and w.status = 'completed' and w.day > v_today
        )
    );
    perform private.recompute_achievements(p_user, '{weeks}');
end;
$function$;

CREATE OR REPLACE FUNCTION private.plan_link(p_user uuid, p_id uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    if p_id is null
        or exists (select from public.workout_plan_days as d where d.user_id = p_user and d.id = p_id)
    then
        return p_id;
    end if;
    if not private.was_deleted(p_user, 'workout_plan_days', p_id) then
        perform private.fail('PT404', 'no such day in your plans', '{"field": "plan_workout_id"}');
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.read_document(p_workout jsonb, p_now timestamp with time zone)
 RETURNS private.workout_document
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_workout private.workout_document;
    v_is_odd boolean;
begin
    begin
        select
            d.id, d.plan_workout_id, d.started_at, d.ended_at, d.timezone, d.name, d.location, d.overall_feeling, d.notes,
            null::public.session_exercises[], null::boolean
        into v_workout
        from jsonb_to_record(p_workout) as d (
            id uuid, plan_workout_id uuid, started_at timestamptz, ended_at timestamptz, timezone text, name text,
            location public.location, overall_feeling public.feeling, notes text
        );
        v_is_odd := p_workout is null
            or p_workout - '{id,plan_workout_id,started_at,ended_at,timezone,name,location,overall_feeling,notes,sets}'::text[] <> '{}'
            -- Of another type, and yet readable: a number as an id, anything as a text.
            or p_workout @? '$ ? (@.id.type() == "number" || @.plan_workout_id.type() == "number"
                || @.name.type() != "string" && @.name.type() != "null"
                || @.notes.type() != "string" && @.notes.type() != "null")'
            or v_workout.id is null
            or not coalesce(p_workout ->> 'started_at' ~ '^(19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d', false)
            or not coalesce(p_workout ->> 'ended_at' ~ '^(19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d', false)
            or v_workout.timezone is not null and not private.is_timezone(v_workout.timezone)
            or length(v_workout.name) not between 1 and 200
            or length(v_workout.notes) > 5000
            or case
                when jsonb_typeof(p_workout -> 'sets') = 'array' then jsonb_array_length(p_workout -> 'sets') > 500
                else true
            end;
    exception
        when data_exception then
            perform private.refuse_workout(p_workout);
            raise;
    end;
    if v_is_odd then
        perform private.refuse_workout(p_workout);
    end if;
    if v_workout.started_at > p_now + interval '5 minutes' then
        perform private.fail('PT422', 'it starts in the future', '{"field": "started_at"}');
    elsif v_workout.ended_at < v_workout.started_at then
        perform private.fail('PT422', 'it ends before it starts', '{"field": "ended_at"}');
    elsif v_workout.ended_at > v_workout.started_at + interval '24 hours' then
        perform private.fail('PT422', 'a workout lasts 24 hours at most', '{"field": "ended_at"}');
    end if;
    return v_workout;
end;
$function$;

CREATE OR REPLACE FUNCTION private.read_workout(p_user uuid, p_workout jsonb, p_now timestamp with time zone)
 RETURNS private.workout_document
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_workout private.workout_document := private.read_document(p_workout, p_now);
    v_are_odd boolean;
begin
    begin
        select
            coalesce(
                array_agg(
                    (
                        s.id, v_workout.id, s.exercise_id, x.id, s.set_order, s.logged_reps, s.logged_weight_kg,
                        coalesce(s.logged_at::timestamptz, v_workout.ended_at), s.difficulty_rating, s.notes, null, p_user,
                        coalesce(s.set_type, 'working'), s.duration_seconds, s.distance_m, s.rest_seconds, false, now(),
                        now()
                    )::public.session_exercises
                ),
                '{}'
            ),
            bool_or(
                s.id is null
                or s.exercise_id is null
                or s.set_order is null
                or s.set_order not between 1 and 10000 or s.set_order <> trunc(s.set_order)
                or s.logged_reps not between 0 and 1000 or s.logged_reps <> trunc(s.logged_reps)
                or s.logged_weight_kg not between 0 and 2000
                or s.duration_seconds not between 0 and 86400 or s.duration_seconds <> trunc(s.duration_seconds)
                or s.distance_m not between 0 and 1000000
                or s.difficulty_rating not between 1 and 10 or s.difficulty_rating * 2 <> trunc(s.difficulty_rating * 2)
                or s.rest_seconds not between 0 and 86400 or s.rest_seconds <> trunc(s.rest_seconds)
                or s.logged_at !~ '^(19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d'
                or length(s.notes) > 2000
            )
            or p_workout -> 'sets' @? '$[*] ? (@.set_order.type() == "string" || @.logged_reps.type() == "string"
                || @.logged_weight_kg.type() == "string" || @.duration_seconds.type() == "string"
                || @.distance_m.type() == "string" || @.difficulty_rating.type() == "string"
                || @.rest_seconds.type() == "string" || @.id.type() == "number" || @.exercise_id.type() == "number"
                || @.workout_plan_exercise_id.type() == "number" || @.notes.type() != "string" && @.notes.type() != "null")'
            or exists (
                select from jsonb_array_elements(p_workout -> 'sets') as k
                where k - '{id,exercise_id,workout_plan_exercise_id,set_order,set_type,logged_reps,logged_weight_kg,'
                    'duration_seconds,distance_m,difficulty_rating,rest_seconds,logged_at,notes}'::text[] <> '{}'
            ),
            count(distinct s.id) < count(*)
            or bool_or(
                e.id is null
                or private.missing_measure(
                    e.tracking_type, s.logged_reps, s.logged_weight_kg, s.duration_seconds, s.distance_m
                ) is not null
                or x.id is null and s.workout_plan_exercise_id is not null
                or o.user_id <> p_user
                or o.workout_session_id <> v_workout.id
            )
        into v_workout.sets, v_are_odd, v_workout.is_suspect
        from
            jsonb_to_recordset(p_workout -> 'sets') as s (
                -- JSON may write whole numbers as 5.0, which only numeric reads.
                id uuid, exercise_id uuid, workout_plan_exercise_id uuid, set_order numeric, logged_reps numeric,
                logged_weight_kg numeric, logged_at text, difficulty_rating numeric, notes text,
                set_type public.set_type, duration_seconds numeric, distance_m numeric, rest_seconds numeric
            )
            left join public.exercises as e
                on e.id = s.exercise_id and (e.created_by is null or e.is_approved or e.created_by = p_user)
            left join public.workout_plan_day_exercises as x
                on x.user_id = p_user and x.id = s.workout_plan_exercise_id
            left join public.session_exercises as o on o.id = s.id;
    exception
        -- The latter is NaN's, which is a number and no whole one.
        when data_exception or feature_not_supported then
            perform private.refuse_set_shapes(p_workout -> 'sets');
            raise;
    end;
    if v_are_odd then
        perform private.refuse_set_shapes(p_workout -> 'sets');
    end if;
    return v_workout;
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_best(p_user uuid, p_exercises uuid[], p_from timestamp with time zone, p_sets private.scored_sets[] DEFAULT NULL::private.scored_sets[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_sets private.scored_sets[] := p_sets;
begin
    if v_sets is null then
        v_sets := private.sets_of(
            p_user,
            array(
                select distinct b.session_id
                from (
                    select distinct on (s.exercise_id, s.record_type) s.session_id
                    from private.exercise_scores as s
                    where s.user_id = p_user
                        and s.exercise_id = any(p_exercises)
                        and s.started_at >= p_from
                        and (s.previous_score is null or s.score > s.previous_score)
                    order by s.exercise_id, s.record_type, s.started_at desc, s.session_id desc
                ) as b
            )
        );
    end if;
    -- Not an upsert: it would lock, and log, every row that it updates. The user's lock is held anyway.
    merge into public.personal_records as r
    using (
        with beaten as materialized (
            select s.*
            from private.exercise_scores as s
            where s.user_id = p_user
                and s.exercise_id = any(p_exercises)
                and s.started_at >= p_from
                and (s.previous_score is null or s.score > s.previous_score)
        )

        select
            b.exercise_id,
            b.record_type,
            b.started_at,
            b.set_id,
            abs(b.score) as value,
            abs(b.previous_score) as previous_value,
            private.improvement(b.score, b.previous_score) as improvement_percentage,
            private.estimate_confidence(b.effective_reps) as confidence
        from (
            -- The latest time the best was beaten; a baseline that never was has nothing before it.
            select distinct on (o.exercise_id, o.record_type) o.*, s.id as set_id
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
                    else s.is_performed
                end
            -- A volume is reached with the last set, anything else with the first that has it.
            order by
                o.exercise_id, o.record_type, o.started_at desc, o.session_id desc,
                case when o.record_type = 'max_volume' then -s.set_order else s.set_order end, s.id
        ) as b
    ) as w
        on r.user_id = p_user and r.exercise_id = w.exercise_id and r.record_type = w.record_type
    when matched
        and (r.value, r.previous_value, r.set_id, r.achieved_at, r.confidence)
        is distinct from (w.value, w.previous_value, w.set_id, w.started_at, w.confidence)
    then update set
        value = w.value,
        previous_value = w.previous_value,
        improvement_percentage = w.improvement_percentage,
        set_id = w.set_id,
        achieved_at = w.started_at,
        confidence = w.confidence,
        updated_at = now()
    when not matched then insert (
        id, user_id, exercise_id, record_type, value, previous_value, improvement_percentage, set_id, achieved_at,
        confidence
    )
    values (
        private.stable_id('personal_record', concat_ws(':', p_user, w.exercise_id, w.record_type)),
        p_user, w.exercise_id, w.record_type, w.value, w.previous_value, w.improvement_percentage, w.set_id, w.started_at,
        w.confidence
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
$function$;

CREATE OR REPLACE FUNCTION private.recompute_energy(p_user uuid, p_from timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_sessions uuid[] := array(
        select w.id from public.workout_sessions as w
        where w.user_id = p_user and w.status = 'completed' and w.started_at >= p_from
    );
begin
    perform private.settle_totals(p_user, v_sessions, private.sets_of(p_user, v_sessions));
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_exercise_sessions(p_user uuid, p_sessions uuid[], p_sets private.scored_sets[], p_are_new boolean DEFAULT false)
 RETURNS private.change
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_before private.change;
    v_after record;
    v_change private.change;
begin
    if not p_are_new then
        with gone as (
            delete from private.exercise_sessions as r
            where r.user_id = p_user and r.session_id = any(p_sessions)
            returning r.started_at, r.exercise_id, r.day
        )

        select min(g.started_at), array_agg(g.exercise_id), array_agg(g.day), null::boolean, null::boolean
        into v_before
        from gone as g;
    end if;

    with made as (
        insert into private.exercise_sessions (
            user_id, exercise_id, started_at, session_id, day, working_sets, volume_kg, load_score, reps_score,
            estimated_1rm_kg, duration_score, distance_score, best_reps, estimated_1rm_reps, rated_sets, rpe_sum,
            prior_volume_kg, prior_load_score, prior_reps_score, prior_estimated_1rm_kg, prior_duration_score,
            prior_distance_score
        )
        select
            p_user, r.exercise_id, w.started_at, r.session_id, w.day, r.working_sets, r.volume_kg, r.load_score,
            r.reps_score, r.estimated_1rm_kg, r.duration_score, r.distance_score, r.best_reps, r.estimated_1rm_reps,
            r.rated_sets, r.rpe_sum,
            greatest(b.prior_volume_kg, nullif(b.volume_kg, 0)),
            greatest(b.prior_load_score, b.load_score),
            greatest(b.prior_reps_score, b.reps_score),
            greatest(b.prior_estimated_1rm_kg, b.estimated_1rm_kg),
            greatest(b.prior_duration_score, b.duration_score),
            greatest(b.prior_distance_score, b.distance_score)
        from (
            select
                s.session_id,
                s.exercise_id,
                count(*) filter (where s.is_performed) as working_sets,
                sum(s.volume_kg) as volume_kg,
                max(s.load_score) as load_score,
                max(s.reps_score) as reps_score,
                max(s.estimated_1rm_kg) as estimated_1rm_kg,
                max(s.duration_score) as duration_score,
                max(s.distance_score) as distance_score,
                max(s.logged_reps) filter (where s.is_performed) as best_reps,
                -- The most trustworthy of the sets that gave the estimate. Arrays compare item by item: nothing to sort.
                -(
                    max(array[s.estimated_1rm_kg, -s.effective_reps]) filter (where s.estimated_1rm_kg is not null)
                )[2] as estimated_1rm_reps,
                count(s.difficulty_rating) filter (where s.is_performed) as rated_sets,
                sum(s.difficulty_rating) filter (where s.is_performed) as rpe_sum
            from unnest(p_sets) as s
            group by s.session_id, s.exercise_id
        ) as r
        inner join public.workout_sessions as w on w.user_id = p_user and w.id = r.session_id and w.status = 'completed'
        -- recompute_priors would find the same for one new workout; written at once, its row isn't touched again.
        left join lateral (
            select p.*
            from private.exercise_sessions as p
            where p.user_id = p_user and p.exercise_id = r.exercise_id and p.started_at < w.started_at
            order by p.started_at desc, p.session_id desc
            limit 1
        ) as b on true
        returning started_at, exercise_id, day
    )

    select
        n.*,
        cardinality(p_sessions) = 1 and not exists (
            select from public.workout_sessions as w
            where w.user_id = p_user
                and w.started_at >= n.since
                and w.status = 'completed'
                and w.id <> p_sessions[1]
        ) as is_latest
    into v_after
    from (
        select min(m.started_at) as since, array_agg(m.exercise_id) as exercises, array_agg(m.day) as days from made as m
    ) as n;

    v_change.is_correction := v_before.since is not null;
    if v_change.is_correction then
        v_change.since := least(v_before.since, v_after.since);
        v_change.exercises := array(select distinct e.id from unnest(v_before.exercises || v_after.exercises) as e (id));
        v_change.days := array(select distinct d.day from unnest(v_before.days || v_after.days) as d (day));
        v_change.is_latest := false;
    else
        v_change.since := v_after.since;
        v_change.exercises := coalesce(v_after.exercises, '{}');
        v_change.days := coalesce(v_after.days, '{}');
        v_change.is_latest := v_after.is_latest;
    end if;
    return v_change;
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_progress(p_user uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_sessions uuid[];
    v_sets private.scored_sets[];
    v_exercises uuid[];
begin
    if not private.lock_user(p_user) then
        return;
    end if;
    v_sessions := array(
        select w.id from public.workout_sessions as w where w.user_id = p_user and w.status = 'completed'
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
    perform private.recompute_best(p_user, v_exercises, '-infinity');
    perform private.recompute_targets(
        p_user,
        array(select x.id from public.workout_plan_day_exercises as x where x.user_id = p_user),
        '-infinity'
    );
    perform private.mark_sets(p_user, v_sessions);
    perform private.recut_weeks(p_user);
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
$function$;

CREATE OR REPLACE FUNCTION private.recompute_targets(p_user uuid, p_plan_exercises uuid[], p_from timestamp with time zone, p_sets private.scored_sets[] DEFAULT NULL::private.scored_sets[])
 RETURNS uuid[]
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_lines uuid[];
    v_loads numeric[];
    v_moved uuid[];
begin
    -- New workouts, and no step stood since: nothing to compare, and what has no new step stays where it is.
    if p_sets is not null and not exists (
        select from public.prescriptions as p
        where p.user_id = p_user
            and p.plan_exercise_id = any(p_plan_exercises)
            and p.effective_at >= p_from
            and p.superseded_at is null
    ) then
        with made as (
            insert into public.prescriptions
            select f.* from private.fold_targets(p_user, p_plan_exercises, p_from, p_sets) as f
            returning plan_exercise_id, session_id, effective_at, (new_target ->> 'weight_kg')::numeric as weight_kg
        )

        select array_agg(m.plan_exercise_id), array_agg(m.weight_kg)
        into v_lines, v_loads
        from (
            select distinct on (o.plan_exercise_id) o.plan_exercise_id, o.weight_kg
            from made as o
            order by o.plan_exercise_id, o.effective_at desc, o.session_id desc nulls last
        ) as m
        -- The offset keeps the planner from reading all lines there are.
        cross join lateral (
            select from public.workout_plan_day_exercises as x
            where x.user_id = p_user
                and x.id = m.plan_exercise_id
                and x.current_suggested_weight_kg is distinct from m.weight_kg
            offset 0
        ) as x;
        -- An update of no row would still take its triggers along.
        if v_lines is not null then
            update public.workout_plan_day_exercises as x
            set current_suggested_weight_kg = m.weight_kg
            from unnest(v_lines, v_loads) as m (id, weight_kg)
            where x.user_id = p_user and x.id = any(v_lines) and x.id = m.id;
        end if;
        return null;
    end if;

    with wanted as materialized (
        select f.* from private.fold_targets(p_user, p_plan_exercises, p_from, p_sets) as f
    ),

    standing as materialized (
        select p.*
        from public.prescriptions as p
        where p.user_id = p_user
            and p.plan_exercise_id = any(p_plan_exercises)
            and p.superseded_at is null
            and p.effective_at >= p_from
    ),

    kept as materialized (
        select s.id, w.id as wanted_id
        from standing as s
        inner join wanted as w
            on w.plan_exercise_id = s.plan_exercise_id
            and (
                w.session_id, w.rule, w.reason_code, w.inputs, w.old_target, w.new_target, w.outcome, w.effective_at, w.failures,
                w.state
            )
            is not distinct from
            (
                s.session_id, s.rule, s.reason_code, s.inputs, s.old_target, s.new_target, s.outcome, s.effective_at, s.failures,
                s.state
            )
    ),

    gone as (
        update public.prescriptions as p set superseded_at = now()
        where p.user_id = p_user
            and p.id in (select s.id from standing as s where s.id not in (select k.id from kept as k))
    ),

    made as (
        insert into public.prescriptions
        select w.* from wanted as w where w.id not in (select k.wanted_id from kept as k)
    ),

    final as (
        select
            o.id,
            coalesce(
                (
                    select w.new_target
                    from wanted as w
                    where w.plan_exercise_id = o.id
                    order by w.effective_at desc, w.session_id desc nulls last
                    limit 1
                ),
                (select private.target_json(s.target) from private.standing_targets(p_user, array[o.id], p_from) as s),
                -- Before -infinity nothing stood: what the plan was made with.
                (
                    select private.target_json(t.target)
                    from private.target_facts as t
                    where t.user_id = p_user and t.plan_exercise_id = o.id and t.set_at = '-infinity'
                )
            ) as target
        from unnest(p_plan_exercises) as o (id)
    ),

    loads as (
        update public.workout_plan_day_exercises as x
        set current_suggested_weight_kg = (f.target ->> 'weight_kg')::numeric
        from final as f
        where x.user_id = p_user
            and x.id = f.id
            and x.current_suggested_weight_kg is distinct from (f.target ->> 'weight_kg')::numeric
    )

    select array_agg(m.session_id) into v_moved
    from (
        select s.session_id from standing as s where s.id not in (select k.id from kept as k)
        union
        select w.session_id from wanted as w where w.id not in (select k.wanted_id from kept as k)
    ) as m
    where m.session_id is not null;
    return v_moved;
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_weeks(p_user uuid, p_days date[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_week date;
    v_day date;
    v_first_day date;
    -- When the first workout of each day began.
    v_trained_at timestamptz[];
    v_target smallint;
    v_known private.training_weeks;
    v_sources uuid[];
    v_claims private.xp_claim[] := '{}'::private.xp_claim[];
begin
    for v_week, v_day in
        select w.week_start, min(d.day)
        from public.profiles as p
        cross join unnest(p_days) as d (day)
        cross join lateral private.week_start(d.day, p.week_starts_on) as w (week_start)
        where p.id = p_user
        group by w.week_start
    loop
        v_first_day := least(v_first_day, v_day);
        v_trained_at := array(
            select min(w.started_at)
            from public.workout_sessions as w
            where w.user_id = p_user
                and w.day between v_week and v_week + 6
                and w.status = 'completed'
                and w.total_sets > 0
            group by w.day
            order by w.day
        );
        v_target := private.weekly_target_at(p_user, v_week + 6);
        select t.* into v_known from private.training_weeks as t where t.user_id = p_user and t.week_start = v_week;
        if cardinality(v_trained_at) = 0 then
            delete from private.training_weeks as t where t.user_id = p_user and t.week_start = v_week;
        elsif v_known.user_id is null then
            insert into private.training_weeks (user_id, week_start, training_days, target, met_at)
            values (p_user, v_week, cardinality(v_trained_at), v_target, v_trained_at[v_target]);
        elsif (v_known.training_days, v_known.target, v_known.met_at)
            is distinct from (cardinality(v_trained_at), v_target, v_trained_at[v_target])
        then
            update private.training_weeks as t
            set training_days = cardinality(v_trained_at), target = v_target, met_at = v_trained_at[v_target]
            where t.user_id = p_user and t.week_start = v_week;
        end if;
        -- It changed whether, or when, the target was met.
        if v_known.met_at is distinct from v_trained_at[v_target] then
            v_sources := v_sources || private.week_source(p_user, v_week);
            if v_trained_at[v_target] is not null then
                v_claims := v_claims || private.claim(
                    'streak_kept', 'week', private.week_source(p_user, v_week), v_trained_at[v_target]
                );
            end if;
        end if;
    end loop;
    perform private.unsettle_streaks(p_user, v_first_day);
    if v_sources is not null then
        perform private.settle_xp(p_user, v_sources, v_claims);
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_workout_xp(p_user uuid, p_days date[], p_sessions uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_sources uuid[];
    v_claims private.xp_claim[];
begin
    -- The cap is a day's, so a day is reckoned as a whole, in the order in which it was trained.
    with sessions as (
        select w.id, w.day, w.started_at, private.xp_version(w.started_at) as version
        from public.workout_sessions as w
        where w.user_id = p_user and w.day = any(p_days) and w.status = 'completed' and w.total_sets > 0
    ),

    earned as (
        select s.id, s.day, s.started_at, r.version, r.event_type, v.daily_cap, r.xp * n.times as xp
        from sessions as s
        cross join lateral (
            select count(*) filter (where x.working_sets > 0) as exercises, sum(x.records) as records
            from private.exercise_sessions as x
            where x.user_id = p_user and x.session_id = s.id
        ) as x
        cross join lateral (
            values
            ('workout_completed'::public.xp_event_type, 1), ('exercise_logged', x.exercises), ('personal_record', x.records)
        ) as n (event_type, times)
        inner join public.xp_rules as r on r.version = s.version and r.event_type = n.event_type
        inner join public.xp_rule_versions as v on v.version = s.version
    ),

    capped as (
        select
            e.*,
            least(e.daily_cap, sum(e.xp) over day_so_far) - least(e.daily_cap, sum(e.xp) over day_so_far - e.xp) as capped_xp
        from earned as e
        window day_so_far as (
            partition by e.day order by e.started_at, e.id, e.event_type rows between unbounded preceding and current row
        )
    )

    select
        array_agg(c.id),
        array_agg((c.event_type, 'workout', c.id, c.capped_xp, c.version)::private.xp_claim)
    into v_sources, v_claims
    from capped as c;
    perform private.settle_xp(p_user, p_sessions || v_sources, v_claims);
end;
$function$;

CREATE OR REPLACE FUNCTION private.refuse_set_shapes(p_sets jsonb)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    perform private.check_shapes(p_sets, 'sets[]', $shape${
        "id": {"type": "uuid", "required": true},
        "exercise_id": {"type": "uuid", "required": true},
        "workout_plan_exercise_id": {"type": "uuid"},
        "set_order": {"type": "integer", "min": 1, "max": 10000, "required": true},
        "set_type": {"type": "public.set_type"},
        "logged_reps": {"type": "integer", "min": 0, "max": 1000},
        "logged_weight_kg": {"type": "number", "min": 0, "max": 2000},
        "duration_seconds": {"type": "integer", "min": 0, "max": 86400},
        "distance_m": {"type": "number", "min": 0, "max": 1000000},
        "difficulty_rating": {"type": "rpe"},
        "rest_seconds": {"type": "integer", "min": 0, "max": 86400},
        "logged_at": {"type": "timestamp"},
        "notes": {"type": "text", "max": 2000}
    }$shape$);
end;
$function$;

CREATE OR REPLACE FUNCTION private.refuse_workout(p_workout jsonb)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    perform private.check_shape(p_workout, null, $shape${
        "id": {"type": "uuid", "required": true},
        "plan_workout_id": {"type": "uuid"},
        "started_at": {"type": "timestamp", "required": true},
        "ended_at": {"type": "timestamp", "required": true},
        "timezone": {"type": "timezone"},
        "name": {"type": "text", "min": 1, "max": 200},
        "location": {"type": "public.location"},
        "overall_feeling": {"type": "public.feeling"},
        "notes": {"type": "text", "max": 5000},
        "sets": {"type": "array", "max": 500, "required": true}
    }$shape$);
end;
$function$;

CREATE OR REPLACE FUNCTION private.scored(p_sets public.session_exercises[])
 RETURNS private.scored_sets[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return array(
        select (
            s.user_id, s.workout_session_id, s.exercise_id, s.workout_plan_exercise_id, s.id, s.set_order, s.logged_reps,
            s.logged_weight_kg, s.duration_seconds, s.distance_m, s.difficulty_rating, s.is_personal_record,
            s.was_successful_for_progression, e.tracking_type, p.is_performed,
            s.set_type in ('working', 'failure'),
            coalesce(e.met, case e.exercise_type when 'strength' then 5.0 when 'cardio' then 7.5 else 2.3 end),
            case
                when s.set_type = 'warmup' or e.tracking_type = 'assisted' then 0
                else coalesce(s.logged_weight_kg * s.logged_reps, 0) * case when e.is_unilateral then 2 else 1 end
            end,
            case
                when not p.is_performed then null
                when e.tracking_type = 'weight_reps' then nullif(s.logged_weight_kg, 0)
                when e.tracking_type = 'assisted' then -s.logged_weight_kg
            end,
            case when p.is_performed and e.tracking_type = 'reps_only' then s.logged_reps end,
            case
                when p.is_performed and e.tracking_type = 'weight_reps'
                    then private.estimated_1rm(s.logged_weight_kg, s.logged_reps, s.difficulty_rating)
            end,
            s.logged_reps + coalesce(10 - s.difficulty_rating, 0),
            case
                when p.is_performed and e.tracking_type in ('duration', 'distance_duration') then nullif(s.duration_seconds, 0)
            end,
            case when p.is_performed and e.tracking_type = 'distance_duration' then nullif(s.distance_m, 0) end
        )::private.scored_sets
        from unnest(p_sets) as s
        -- The offset keeps the planner from reading the whole catalogue for twenty rows.
        cross join lateral (
            select x.tracking_type, x.met, x.exercise_type, x.is_unilateral
            from public.exercises as x
            where x.id = s.exercise_id
            offset 0
        ) as e
        cross join lateral (
            select
                s.set_type <> 'warmup'
                and (
                    coalesce(s.logged_reps, 0) > 0 or coalesce(s.duration_seconds, 0) > 0 or coalesce(s.distance_m, 0) > 0
                ) as is_performed
        ) as p
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.settle_totals(p_user uuid, p_sessions uuid[], p_sets private.scored_sets[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_moved record;
begin
    -- An update of no row would still take its triggers along.
    for v_moved in
        select n.*
        from (
            select
                w.id, w.total_volume_kg, w.total_sets, w.energy_kcal,
                coalesce(t.volume_kg, 0) as volume_kg,
                coalesce(t.sets, 0) as sets,
                private.net_energy(
                    p_user, t.met, w.started_at, extract(epoch from w.ended_at - w.started_at) - w.paused_seconds
                ) as kcal
            from public.workout_sessions as w
            left join (
                select
                    s.session_id,
                    sum(s.volume_kg) as volume_kg,
                    count(*) filter (where s.is_performed) as sets,
                    avg(s.met) filter (where s.is_performed) as met
                from unnest(p_sets) as s
                group by s.session_id
            ) as t on t.session_id = w.id
            where w.user_id = p_user and w.id = any(p_sessions) and w.status = 'completed'
        ) as n
        where (n.total_volume_kg, n.total_sets, n.energy_kcal) is distinct from (n.volume_kg, n.sets, n.kcal)
    loop
        update public.workout_sessions as w
        set total_volume_kg = v_moved.volume_kg, total_sets = v_moved.sets, energy_kcal = v_moved.kcal
        where w.user_id = p_user and w.id = v_moved.id;
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.settle_xp(p_user uuid, p_sources uuid[], p_claims private.xp_claim[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- Of most sources the ledger knows nothing yet, and there is nothing to compare.
    if not exists (
        select from unnest(p_sources) as o (id)
        -- The offset keeps the planner on the index of the source: with any() it reads the whole ledger of the user.
        cross join lateral (
            select from public.xp_events as e where e.user_id = p_user and e.source_id = o.id offset 0
        ) as e
    ) then
        insert into public.xp_events (user_id, event_type, source_type, source_id, xp, rule_version)
        select p_user, c.event_type, c.source_type, c.source_id, c.xp, c.rule_version
        from unnest(p_claims) as c
        where c.xp > 0;
        return;
    end if;

    -- A reversal has the source of what it reverses, so one look at the sources finds both.
    with entries as materialized (
        select e.id, e.event_type, e.source_type, e.source_id, e.xp, e.rule_version, e.reverses_id
        from public.xp_events as e
        where e.user_id = p_user and e.source_id = any(p_sources)
    ),

    standing as materialized (
        select e.*
        from entries as e
        where e.reverses_id is null and not exists (select from entries as r where r.reverses_id = e.id)
    ),

    claims as (
        select c.* from unnest(p_claims) as c where c.xp > 0
    )

    insert into public.xp_events (user_id, event_type, source_type, source_id, xp, rule_version, reverses_id)
    select p_user, s.event_type, s.source_type, s.source_id, -s.xp, s.rule_version, s.id
    from standing as s
    where not exists (
        select from claims as c
        where c.event_type = s.event_type and c.source_id = s.source_id and c.xp = s.xp
    )
    union all
    select p_user, c.event_type, c.source_type, c.source_id, c.xp, c.rule_version, null
    from claims as c
    where not exists (
        select from standing as s
        where c.event_type = s.event_type and c.source_id = s.source_id and c.xp = s.xp
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.settled(p_result private.evaluation, p_target private.target, p_terms private.terms)
 RETURNS private.evaluation
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_result private.evaluation := p_result;
    v_load numeric := (p_result.new_target).weight_kg;
begin
    -- A load that was lifted elsewhere can be one that can't be built here; what a person asked for stands.
    if v_load is null or v_load is not distinct from p_target.weight_kg then
        return v_result;
    end if;
    v_result.new_target.weight_kg := private.built(
        case when p_terms.is_assisted then -1 else 1 end * 'infinity'::numeric, v_load, p_terms
    );
    return v_result;
end;
$function$;

CREATE OR REPLACE FUNCTION private.standing_targets(p_user uuid, p_plan_exercises uuid[], p_before timestamp with time zone)
 RETURNS TABLE(plan_exercise_id uuid, fact private.target_facts, target private.target, failures smallint, state jsonb, reason_code public.reason_code, old_target jsonb)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    return query
    select
        o.id,
        f.fact,
        -- Without a step the target is what the plan was made with, whatever rules came later.
        coalesce(private.target_of(p.new_target), m.target),
        coalesce(p.failures, 0::smallint),
        coalesce(p.state, m.state),
        coalesce(p.reason_code, 'first_time'),
        p.old_target
    from (select distinct u.id from unnest(p_plan_exercises) as u (id)) as o
    cross join lateral (
        select t as fact
        from private.target_facts as t
        where t.user_id = p_user and t.plan_exercise_id = o.id and t.set_at < p_before
        order by t.set_at desc
        limit 1
    ) as f
    left join lateral (
        select r.new_target, r.old_target, r.failures, r.state, r.reason_code
        from public.prescriptions as r
        where r.user_id = p_user
            and r.plan_exercise_id = o.id
            and r.superseded_at is null
            and r.effective_at < p_before
        order by r.effective_at desc, r.session_id desc nulls last
        limit 1
    ) as p on true
    left join lateral (
        select t.target, t.state
        from private.target_facts as t
        where p.new_target is null and t.user_id = p_user and t.plan_exercise_id = o.id and t.set_at = '-infinity'
        -- Not even looked for where there is a step.
        offset 0
    ) as m on true;
end;
$function$;

CREATE OR REPLACE FUNCTION private.streak_after(p_streak private.settled_streaks, p_weeks date[], p_are_met boolean[], p_unfinished date DEFAULT NULL::date)
 RETURNS private.settled_streaks
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_next date := p_streak.settled_until;
    v_current integer := p_streak.current_streak;
    v_longest integer := p_streak.longest_streak;
    v_freezes integer := p_streak.freezes_available;
    v_last_kept date := p_streak.last_kept;
    v_week date;
    v_missed integer;
begin
    for v_number in 1..cardinality(p_weeks) loop
        v_week := p_weeks[v_number];
        v_missed := (v_week - v_next) / 7;
        if v_missed > v_freezes then
            v_current := 0;
            v_freezes := 0;
        elsif v_missed > 0 then
            v_freezes := v_freezes - v_missed;
        end if;
        if p_are_met[v_number] then
            v_current := v_current + 1;
            v_longest := greatest(v_longest, v_current);
            v_last_kept := v_week;
            -- Every fourth week of a streak earns a freeze, and two can be kept.
            if v_current % 4 = 0 then
                v_freezes := least(v_freezes + 1, 2);
            end if;
        end if;
        v_next := greatest(v_next, case when v_week = p_unfinished then v_week else v_week + 7 end);
    end loop;
    return (
        p_streak.user_id, p_streak.streak_type, v_next, v_current, v_longest, v_freezes, v_last_kept
    )::private.settled_streaks;
end;
$function$;

CREATE OR REPLACE FUNCTION private.streak_history(p_user uuid, p_weeks integer, p_at timestamp with time zone)
 RETURNS TABLE(week_start date, status public.week_status, training_days integer, target integer, current_streak integer, freezes_available integer)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
#variable_conflict use_column
declare
    v_running date;
    v_week record;
    v_before integer;
    v_streak private.settled_streaks;
begin
    perform private.require_caller(p_user);
    if p_weeks is null or p_weeks not between 1 and 520 then
        perform private.fail('PT422', 'p_weeks must be 1 to 520', '{"field": "p_weeks"}');
    end if;
    select private.week_start(private.local_day(p_user, p_at), p.week_starts_on) into v_running
    from public.profiles as p where p.id = p_user;
    v_streak := (
        p_user, 'weekly_workout_completion'::public.streak_type, null, 0, 0, 0, null
    )::private.settled_streaks;
    -- Week by week from the first: the same steps as in private.fold_weeks, and those of missed weeks one by one.
    for v_week in
        select g.day::date as week_start, t.training_days, t.target, t.met_at, w.week_start is not null as is_paused
        from generate_series(
            (
                select least(min(o.week_start), v_running)::timestamp from private.training_weeks as o
                where o.user_id = p_user
            ),
            (
                select greatest(max(o.week_start), v_running)::timestamp from private.training_weeks as o
                where o.user_id = p_user
            ),
            interval '7 days'
        ) as g (day)
        left join private.training_weeks as t on t.user_id = p_user and t.week_start = g.day::date
        left join private.paused_weeks as w on w.user_id = p_user and w.week_start = g.day::date
        order by g.day
    loop
        v_before := v_streak.freezes_available;
        status := case
            when v_week.met_at is not null then 'met'::public.week_status
            when v_week.is_paused then 'paused'
            when v_week.week_start >= v_running then 'running'
        end;
        v_streak := private.streak_after(
            v_streak,
            array[case when status is null then v_week.week_start + 7 else v_week.week_start end],
            array[v_week.met_at is not null],
            v_week.week_start + 7
        );
        if v_week.week_start > v_running - 7 * p_weeks then
            week_start := v_week.week_start;
            status := coalesce(
                status, case when v_streak.freezes_available < v_before then 'frozen' else 'missed' end::public.week_status
            );
            training_days := coalesce(v_week.training_days, 0);
            target := coalesce(v_week.target, private.weekly_target_at(p_user, v_week.week_start + 6));
            current_streak := v_streak.current_streak;
            freezes_available := v_streak.freezes_available;
            return next;
        end if;
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.streak_steps(p_user uuid, p_streak private.settled_streaks)
 RETURNS SETOF private.streak_step
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_week record;
    v_streak private.settled_streaks := coalesce(
        p_streak, (p_user, 'weekly_workout_completion', null, 0, 0, 0, null)::private.settled_streaks
    );
begin
    for v_week in
        select coalesce(t.week_start, w.week_start) as week_start, t.met_at
        from (
            select o.week_start, o.met_at from private.training_weeks as o
            where o.user_id = p_user
                and o.met_at is not null
                and o.week_start >= coalesce((p_streak).settled_until, '-infinity')
        ) as t
        full join (
            select o.week_start from private.paused_weeks as o
            where o.user_id = p_user and o.week_start >= coalesce((p_streak).settled_until, '-infinity')
        ) as w on w.week_start = t.week_start
        order by 1
    loop
        v_streak := private.streak_after(v_streak, array[v_week.week_start], array[v_week.met_at is not null]);
        if v_week.met_at is not null then
            return next (v_week.met_at, v_streak)::private.streak_step;
        end if;
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.streaks_at(p_user uuid, p_at timestamp with time zone)
 RETURNS TABLE(id uuid, streak_type public.streak_type, current_streak integer, longest_streak integer, last_incremented_at timestamp with time zone, this_period_count integer, this_period_target integer, freezes_available integer)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
AS $function$
#variable_conflict use_column
declare
    v_day date;
    v_week date;
begin
    perform private.require_caller(p_user);
    select d.day, private.week_start(d.day, p.week_starts_on)
    into v_day, v_week
    from public.profiles as p
    cross join lateral private.local_day(p_user, p_at) as d (day)
    where p.id = p_user;
    if v_week is null then
        return;
    end if;
    return query
    select
        private.stable_id('streak', p_user || ':weekly_workout_completion'),
        w.streak_type,
        w.current_streak,
        w.longest_streak,
        k.met_at,
        k.training_days,
        private.weekly_target_at(p_user, v_week + 6)::integer,
        w.freezes_available
    from
        private.fold_weeks(array[p_user], array[v_day], false) as w
        cross join lateral (
            select
                max(t.met_at) filter (where t.week_start = w.last_kept) as met_at,
                coalesce(max(t.training_days) filter (where t.week_start = v_week), 0)::integer as training_days
            from private.training_weeks as t
            where t.user_id = p_user and t.week_start in (w.last_kept, v_week)
        ) as k
    union all
    select
        private.stable_id('streak', p_user || ':daily_login'),
        d.streak_type,
        d.current_streak,
        d.longest_streak,
        k.kept_at,
        k.kept_today,
        1,
        0
    from
        private.fold_days(array[p_user], array[v_day], false) as d
        cross join lateral (
            select
                min(o.kept_at) filter (where o.day = d.last_kept) as kept_at,
                count(distinct o.day) filter (where o.day = v_day)::integer as kept_today
            from (
                select w.day, w.started_at as kept_at
                from public.workout_sessions as w
                where w.user_id = p_user
                    and w.day in (d.last_kept, v_day)
                    and w.status = 'completed'
                    and w.total_sets > 0
                union all
                select c.day, c.created_at from public.check_ins as c
                where c.user_id = p_user and c.day in (d.last_kept, v_day)
            ) as o
        ) as k;
end;
$function$;

CREATE OR REPLACE FUNCTION private.target_amount(p_text text, p_set integer)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO ''
AS $function$
begin
    return case
        when p_text = 'AMRAP' then 1
        when p_text like '%s' or p_text like '%m' then rtrim(p_text, 'sm')::integer
        when p_text like '%-%' then split_part(p_text, '-', 1)::integer
        else coalesce(
            nullif(split_part(rtrim(p_text, '+'), ',', p_set), ''), split_part(rtrim(p_text, '+'), ',', -1)
        )::integer
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.target_events(p_user uuid, p_plan_exercises uuid[], p_from timestamp with time zone, p_has_gear boolean, p_sets private.scored_sets[])
 RETURNS TABLE(plan_exercise_id uuid, happened_at timestamp with time zone, session_id uuid, exercise_id uuid, reps integer[], seconds integer[], metres integer[], loads numeric[], efforts numeric[], day date, fact private.target_facts)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    if p_sets is null then
        return query
        -- From the sessions, which are few, to their sets: a plan's exercise may have years of them.
        with sessions as materialized (
            select w.id, w.started_at, w.day
            from public.workout_sessions as w
            where w.user_id = p_user and w.started_at >= p_from and w.status = 'completed'
        )

        select
            s.workout_plan_exercise_id,
            w.started_at,
            w.id,
            s.exercise_id,
            array_agg(s.logged_reps::integer order by s.set_order, s.id),
            array_agg(s.duration_seconds order by s.set_order, s.id),
            array_agg(floor(s.distance_m)::integer order by s.set_order, s.id),
            array_agg(s.logged_weight_kg order by s.set_order, s.id),
            array_agg(s.difficulty_rating order by s.set_order, s.id),
            w.day,
            null::private.target_facts
        from sessions as w
        -- The offset keeps the planner on the index of the session, whatever its statistics say.
        cross join lateral (
            select x.*
            from public.session_exercises as x
            where x.user_id = p_user
                and x.workout_session_id = w.id
                and x.workout_plan_exercise_id = any(p_plan_exercises)
                -- A drop set is lighter on purpose.
                and x.set_type in ('working', 'failure')
            offset 0
        ) as s
        group by s.workout_plan_exercise_id, w.started_at, w.id, w.day, s.exercise_id;
    else
        return query
        select
            s.plan_exercise_id, w.started_at, w.id, s.exercise_id, s.reps, s.seconds, s.metres, s.loads, s.efforts, w.day,
            null::private.target_facts
        from (
            select
                o.plan_exercise_id,
                o.session_id,
                o.exercise_id,
                array_agg(o.logged_reps::integer order by o.set_order, o.id) as reps,
                array_agg(o.duration_seconds order by o.set_order, o.id) as seconds,
                array_agg(floor(o.distance_m)::integer order by o.set_order, o.id) as metres,
                array_agg(o.logged_weight_kg order by o.set_order, o.id) as loads,
                array_agg(o.difficulty_rating order by o.set_order, o.id) as efforts
            from unnest(p_sets) as o
            where o.plan_exercise_id = any(p_plan_exercises) and o.is_planned
            group by o.plan_exercise_id, o.session_id, o.exercise_id
        ) as s
        inner join public.workout_sessions as w on w.user_id = p_user and w.id = s.session_id and w.status = 'completed';
    end if;

    return query
    select f.plan_exercise_id, f.set_at, null::uuid, f.exercise_id, null::integer[], null::integer[], null::integer[],
        null::numeric[], null::numeric[], null::date, f
    from private.target_facts as f
    where f.user_id = p_user and f.plan_exercise_id = any(p_plan_exercises) and f.set_at >= p_from;
    -- From when on other loads could be built. What the plan was made with knew the gear of its day.
    if p_has_gear then
        return query
        select x.id, g.changed_at, null::uuid, x.exercise_id, null::integer[], null::integer[], null::integer[],
            null::numeric[], null::numeric[], null::date, null::private.target_facts
        from public.workout_plan_day_exercises as x
        cross join lateral private.gear_changes(p_user, x.exercise_id, greatest(p_from, x.created_at)) as g (changed_at)
        where x.user_id = p_user and x.id = any(p_plan_exercises);
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.workout_summary(p_user uuid, p_session_id uuid, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_session record;
    v_xp record;
    v_records jsonb;
begin
    perform private.require_caller(p_user);
    select
        w.started_at, w.ended_at, w.day, w.paused_seconds, w.total_volume_kg, w.total_sets, w.energy_kcal,
        p.experience_points, p.level, p.week_starts_on, s.average_rpe, s.rest_seconds
    into v_session
    from public.workout_sessions as w
    inner join public.profiles as p on p.id = w.user_id
    cross join lateral (
        select
            round(avg(o.difficulty_rating) filter (where o.set_type <> 'warmup'), 2) as average_rpe,
            coalesce(sum(o.rest_seconds), 0) as rest_seconds
        from public.session_exercises as o
        where o.user_id = p_user and o.workout_session_id = p_session_id
    ) as s
    where w.user_id = p_user and w.id = p_session_id;

    select
        coalesce(sum(e.xp), 0)::integer as gained,
        coalesce(
            jsonb_agg(jsonb_build_object('event_type', e.event_type, 'xp', e.xp) order by e.event_type)
            filter (where e.xp <> 0),
            '[]'
        ) as events
    into v_xp
    from (
        -- Entries and their reversals cancel out: what is left is what the workout is worth now.
        select x.event_type, sum(x.xp) as xp
        from (
            select p_session_id as id
            union all
            -- The workout that met its week's target earned the week too.
            select private.week_source(p_user, t.week_start)
            from private.training_weeks as t
            where t.user_id = p_user
                and t.week_start = private.week_start(v_session.day, v_session.week_starts_on)
                and t.met_at = v_session.started_at
            union all
            select a.achievement_id from private.achievement_awards as a
            where a.user_id = p_user and a.session_id = p_session_id
        ) as o
        -- The offset keeps the planner from reading the whole ledger of the user.
        cross join lateral (
            select e.event_type, e.xp from public.xp_events as e
            where e.user_id = p_user and e.source_id = o.id
            offset 0
        ) as x
        group by x.event_type
    ) as e;

    select coalesce(
        jsonb_agg(
            jsonb_build_object(
                'exercise_id', e.exercise_id,
                'record_type', e.record_type,
                'value', abs(e.score),
                'previous_value', abs(e.previous_score),
                'improvement_percentage', private.improvement(e.score, e.previous_score),
                'confidence', private.estimate_confidence(e.effective_reps)
            )
            order by e.exercise_id, e.record_type
        ),
        '[]'
    ) into v_records
    from private.record_events as e
    where e.user_id = p_user and e.session_id = p_session_id;

    return jsonb_build_object(
        'session_id', p_session_id,
        'duration_seconds',
        greatest(extract(epoch from v_session.ended_at - v_session.started_at)::integer - v_session.paused_seconds, 0),
        'total_volume_kg', v_session.total_volume_kg,
        'sets', v_session.total_sets,
        'average_rpe', v_session.average_rpe,
        'total_rest_seconds', v_session.rest_seconds,
        'energy_kcal', v_session.energy_kcal,
        'xp', jsonb_build_object(
            'gained', v_xp.gained,
            'total', v_session.experience_points,
            'level', v_session.level,
            'leveled_up', v_session.level > private.level_of(v_session.experience_points - v_xp.gained, p_now),
            'events', v_xp.events
        ),
        'streaks', (
            select jsonb_agg(
                jsonb_build_object(
                    'streak_type', s.streak_type,
                    'current_streak', s.current_streak,
                    'longest_streak', s.longest_streak,
                    'this_period_count', s.this_period_count,
                    'this_period_target', s.this_period_target
                )
                order by s.streak_type
            )
            from private.streaks_at(p_user, p_now) as s
        ),
        'records', v_records,
        'achievements', private.workout_achievements(p_user, p_session_id),
        'progression', private.workout_progression(p_user, p_session_id)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.write_sets(p_sets public.session_exercises[], p_marks private.set_mark[] DEFAULT NULL::private.set_mark[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    insert into public.session_exercises (
        id, workout_session_id, exercise_id, workout_plan_exercise_id, set_order, logged_reps, logged_weight_kg,
        logged_at, difficulty_rating, notes, user_id, set_type, duration_seconds, distance_m, rest_seconds,
        was_successful_for_progression, is_personal_record
    )
    select
        s.id, s.workout_session_id, s.exercise_id, s.workout_plan_exercise_id, s.set_order, s.logged_reps,
        s.logged_weight_kg, s.logged_at, s.difficulty_rating, s.notes, s.user_id, s.set_type, s.duration_seconds,
        s.distance_m, s.rest_seconds, m.is_success, coalesce(m.is_record, false)
    from unnest(p_sets) as s
    left join unnest(p_marks) as m on m.id = s.id;
end;
$function$;

CREATE OR REPLACE FUNCTION private.write_workout(p_user uuid, p_workout private.workout_document, p_plan_workout_id uuid, p_planned jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_sets private.scored_sets[] := private.scored(p_workout.sets);
    v_totals record;
begin
    select
        coalesce(sum(s.volume_kg), 0) as volume_kg,
        count(*) filter (where s.is_performed) as sets,
        avg(s.met) filter (where s.is_performed) as met
    into v_totals
    from unnest(v_sets) as s;
    insert into public.workout_sessions (
        id, user_id, plan_workout_id, started_at, ended_at, status, notes, overall_feeling, timezone, name, location,
        planned, total_volume_kg, total_sets, energy_kcal
    )
    values (
        p_workout.id, p_user, p_plan_workout_id, p_workout.started_at, p_workout.ended_at, 'completed', p_workout.notes,
        p_workout.overall_feeling, coalesce(p_workout.timezone, private.zone_at(p_user, p_workout.started_at)),
        coalesce(p_workout.name, p_planned ->> 'name'), p_workout.location, p_planned, v_totals.volume_kg, v_totals.sets,
        private.net_energy(
            p_user, v_totals.met, p_workout.started_at, extract(epoch from p_workout.ended_at - p_workout.started_at)
        )
    )
    on conflict (id) do nothing;
    if not found then
        return false;
    end if;
    if cardinality(p_workout.sets) > 0 then
        -- Until the end of this function the triggers of sets and plans leave to it what they would do themselves.
        perform set_config('spotter.is_deriving', 'on', true);
        perform private.after_workouts_changed(p_user, array[p_workout.id], true, p_workout.sets, v_sets);
        perform set_config('spotter.is_deriving', '', true);
    end if;
    return true;
end;
$function$;

CREATE OR REPLACE FUNCTION public.finish_ai_request(p_user_id uuid, p_request_id uuid, p_status integer, p_body jsonb, p_is_charged boolean, p_usage jsonb DEFAULT '[]'::jsonb)
 RETURNS boolean
 LANGUAGE sql
 SET search_path TO ''
RETURN private.finish_ai_request(p_user_id, p_request_id, p_status, p_body, p_is_charged, p_usage, now());

CREATE OR REPLACE FUNCTION public.store_coach_answer(p_user_id uuid, p_answer jsonb, p_request jsonb DEFAULT NULL::jsonb)
 RETURNS jsonb
 LANGUAGE sql
 SET search_path TO ''
RETURN private.answer_coach_request(p_user_id, p_answer, p_request, now());

CREATE TRIGGER lock_caller BEFORE INSERT OR DELETE OR UPDATE ON public.body_measurements FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.lock_caller();

CREATE TRIGGER announce_insert AFTER INSERT ON public.session_exercises REFERENCING NEW TABLE AS told_rows FOR EACH STATEMENT WHEN (((pg_trigger_depth() = 0) AND (current_setting('spotter.is_deriving'::text, true) IS DISTINCT FROM 'on'::text))) EXECUTE FUNCTION private.announce_sets();

CREATE TRIGGER derive_inserted AFTER INSERT ON public.session_exercises REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (((CURRENT_USER = 'authenticated'::name) OR (current_setting('spotter.is_deriving'::text, true) IS DISTINCT FROM 'on'::text))) EXECUTE FUNCTION private.on_sets_inserted();

CREATE TRIGGER lock_caller BEFORE INSERT OR DELETE OR UPDATE ON public.session_exercises FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.lock_caller();

CREATE TRIGGER lock_caller BEFORE INSERT OR DELETE OR UPDATE ON public.user_goals FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.lock_caller();

CREATE TRIGGER announce_update AFTER UPDATE ON public.workout_plan_day_exercises REFERENCING NEW TABLE AS told_rows FOR EACH STATEMENT WHEN (((pg_trigger_depth() = 0) AND (current_setting('spotter.is_deriving'::text, true) IS DISTINCT FROM 'on'::text))) EXECUTE FUNCTION private.announce_plans();

CREATE TRIGGER lock_caller BEFORE INSERT OR DELETE OR UPDATE ON public.workout_sessions FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.lock_caller();

COMMENT ON FUNCTION "gateway"."check_request"() IS 'The Data API''s db_pre_request, in the transaction of each request and before its statement. What fails afterwards takes its count back
with it: refused requests are free. Refuses estimated counts, PT422.';

COMMENT ON FUNCTION "private"."after_workouts_changed"(uuid, uuid[], boolean, public.session_exercises[], private.scored_sets[]) IS 'Derives all that hangs on these workouts, logged, changed or deleted: totals, records, targets, marks, weeks, XP,
achievements.';

COMMENT ON FUNCTION "private"."answer_coach_request"(uuid, jsonb, jsonb, timestamp with time zone) IS 'See public.store_coach_answer.';

COMMENT ON FUNCTION "private"."finish_ai_request"(uuid, uuid, integer, jsonb, boolean, jsonb, timestamp with time zone) IS 'See public.finish_ai_request.';

COMMENT ON FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[]) IS 'The steps of these targets from a moment on, as the facts have them: workouts by (started_at, id), decisions by their time.';

COMMENT ON FUNCTION "private"."is_news"(timestamp with time zone, timestamp with time zone) IS 'Whether it is recent enough to be told: a history that is imported, or counted anew, congratulates nobody on the past.';

COMMENT ON FUNCTION "private"."mark_scored_sets"(uuid, private.scored_sets[]) IS 'Marks these sets, all of some workouts, as marks_of finds them.';

COMMENT ON FUNCTION "private"."marks_of"(uuid, private.scored_sets[]) IS 'Of all sets of some workouts those whose marks are to change. A record was strictly above every set before it by (started_at,
set_order, id); a success met the target of its day.';

COMMENT ON FUNCTION "private"."meets_target"(jsonb, boolean, numeric[], smallint[], integer[], numeric[]) IS 'Which of the planned sets of an exercise, in their order, meet its target: load, and reps, seconds or metres. All at once, because
twenty calls take as long as writing two sets.';

COMMENT ON FUNCTION "private"."note_weekly_target"(uuid, timestamp with time zone) IS 'Keeps the target as it is from today on (the profile''s, else the active plan''s days, else 3) and judges this week, and any
later one, anew.';

COMMENT ON FUNCTION "private"."plan_link"(uuid, uuid) IS 'The day of a plan that a workout document names; null when it was deleted meanwhile, PT404 when it never was.';

COMMENT ON FUNCTION "private"."read_document"(jsonb, timestamp with time zone) IS 'A workout document without its sets; PT422 with the field at fault unless it is one and happened when it could.';

COMMENT ON FUNCTION "private"."read_workout"(uuid, jsonb, timestamp with time zone) IS 'A workout document and its sets as rows; PT422 with the field at fault unless it is one. A line of a plan that isn''t there is
left out: refuse_sets tells a deleted one from one that never was.';

COMMENT ON FUNCTION "private"."recompute_exercise_sessions"(uuid, uuid[], private.scored_sets[], boolean) IS 'Derives the exercises of these workouts from their sets, and says what moved. recompute_priors has to follow.';

COMMENT ON FUNCTION "private"."recompute_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[]) IS 'Derives the targets of these exercises of plans from p_from on: steps that no longer hold are superseded, and the load of the
next session follows; returns the workouts whose steps changed, except those of p_sets. From -infinity it is the definition; from
the first changed fact it is the same in less time, and in the least where workouts were only added whose sets are given.';

COMMENT ON FUNCTION "private"."refuse_set_shapes"(jsonb) IS 'PT422 with the field at fault unless these are the sets of a workout document. What they name is looked up by read_sets.';

COMMENT ON FUNCTION "private"."refuse_workout"(jsonb) IS 'PT422 with the field at fault unless this is a workout document; its sets are for refuse_set_shapes.';

COMMENT ON FUNCTION "private"."scored"(public.session_exercises[]) IS 'The view''s rows for sets that aren''t written yet: the short path of a new workout, and a test holds both against each other.';

COMMENT ON FUNCTION "private"."settle_totals"(uuid, uuid[], private.scored_sets[]) IS 'Derives volume, sets and energy of these workouts from all their sets.';

COMMENT ON FUNCTION "private"."settled"(private.evaluation, private.target, private.terms) IS 'An evaluation whose new load is one of p_terms.buildable: the next easier one, else the easiest there is.';

COMMENT ON FUNCTION "private"."store_coach_answer"(uuid, jsonb, timestamp with time zone) IS 'Keeps what the coach said and what is worth remembering of it; see public.store_coach_answer.';

COMMENT ON FUNCTION "private"."streak_after"(private.settled_streaks, date[], boolean[], date) IS 'A weekly streak after these weeks, in their order, each met or neutral (paused, running). The weeks between settled_until and one
of them were missed: a freeze goes for each, or else the streak ends. The week p_unfinished is not over: it may still be missed.';

COMMENT ON FUNCTION "private"."target_events"(uuid, uuid[], timestamp with time zone, boolean, private.scored_sets[]) IS 'What can move the targets of a plan''s exercises, from a moment on, in no order. The sets of all workouts from then on, if they are
known, need not be read again.';

COMMENT ON FUNCTION "private"."write_sets"(public.session_exercises[], private.set_mark[]) IS 'Inserts checked sets with their marks.';

COMMENT ON FUNCTION "private"."write_workout"(uuid, private.workout_document, uuid, jsonb) IS 'Writes a completed workout as read, its sets checked, and derives what hangs on it; false when the id is taken. The caller holds
the user''s lock.';

COMMENT ON FUNCTION "public"."finish_ai_request"(uuid, uuid, integer, jsonb, boolean, jsonb) IS 'For the service alone, with what begin_ai_request returned: stores the answer for whoever sends the key again, or with p_body
null frees the key; gives the quota back unless p_is_charged. With it go the calls of models that record_ai_usage may not have
written down yet, p_usage. Returns whether this call ended the request: false, and of the request nothing changes, when it had
ended before, was taken over or isn''t the user''s.';

COMMENT ON FUNCTION "public"."store_coach_answer"(uuid, jsonb, jsonb) IS 'For the service role alone: keeps what the coach said {id, session_id, content, tone?, suggestions?, actions?, engine, model?,
memories?: [{id?, content, kind, importance, expires_at?, embedding?, embedding_model?}]} and what is worth remembering of it.
With p_request {id, body, is_charged, usage?} it ends the request as finish_ai_request does, with body and the affinity as its
answer, in the same transaction: PT409 where another attempt has taken it over. Returns {session_id, message_id, memories: [id
under which each is kept, or null], affinity: {score, level}, body?}. The same answer again changes nothing.';

COMMENT ON TYPE "private"."workout_document" IS 'A workout as a client sent it, read.';

REVOKE ALL ON FUNCTION "private"."after_workouts_changed"(uuid, uuid[], boolean, public.session_exercises[], private.scored_sets[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."after_workouts_changed"(uuid, uuid[], boolean, public.session_exercises[], private.scored_sets[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."answer_coach_request"(uuid, jsonb, jsonb, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."answer_coach_request"(uuid, jsonb, jsonb, timestamp with time zone) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."finish_ai_request"(uuid, uuid, integer, jsonb, boolean, jsonb, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."finish_ai_request"(uuid, uuid, integer, jsonb, boolean, jsonb, timestamp with time zone) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."is_news"(timestamp with time zone, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."is_news"(timestamp with time zone, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."marks_of"(uuid, private.scored_sets[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."marks_of"(uuid, private.scored_sets[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."meets_target"(jsonb, boolean, numeric[], smallint[], integer[], numeric[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."meets_target"(jsonb, boolean, numeric[], smallint[], integer[], numeric[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."plan_link"(uuid, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."plan_link"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."read_document"(jsonb, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."read_document"(jsonb, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."read_workout"(uuid, jsonb, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."read_workout"(uuid, jsonb, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."recompute_exercise_sessions"(uuid, uuid[], private.scored_sets[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."recompute_exercise_sessions"(uuid, uuid[], private.scored_sets[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."recompute_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."recompute_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."refuse_set_shapes"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."refuse_set_shapes"(jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."refuse_workout"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."refuse_workout"(jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."scored"(public.session_exercises[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."scored"(public.session_exercises[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."settle_totals"(uuid, uuid[], private.scored_sets[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."settle_totals"(uuid, uuid[], private.scored_sets[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."streak_after"(private.settled_streaks, date[], boolean[], date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."streak_after"(private.settled_streaks, date[], boolean[], date) TO "postgres";

REVOKE ALL ON FUNCTION "private"."target_events"(uuid, uuid[], timestamp with time zone, boolean, private.scored_sets[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."target_events"(uuid, uuid[], timestamp with time zone, boolean, private.scored_sets[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."write_sets"(public.session_exercises[], private.set_mark[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."write_sets"(public.session_exercises[], private.set_mark[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."write_workout"(uuid, private.workout_document, uuid, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."write_workout"(uuid, private.workout_document, uuid, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "public"."finish_ai_request"(uuid, uuid, integer, jsonb, boolean, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."finish_ai_request"(uuid, uuid, integer, jsonb, boolean, jsonb) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "public"."store_coach_answer"(uuid, jsonb, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."store_coach_answer"(uuid, jsonb, jsonb) TO "postgres", "service_role";

GRANT USAGE ON TYPE "private"."workout_document" TO "postgres";
