set local lock_timeout = '5s';
set local statement_timeout = '5min';

set local check_function_bodies = off;

DROP TRIGGER "follow_gear_new" ON "private"."gear_facts";

DROP TRIGGER "follow_gear" ON "private"."gear_facts";

DROP TRIGGER "follow_gear_new" ON "private"."gym_unit_facts";

DROP TRIGGER "follow_gear" ON "private"."gym_unit_facts";

DROP TRIGGER "settle_xp" ON "public"."check_ins";

DROP TRIGGER "follow_equipment_gone" ON "public"."exercise_equipment";

DROP TRIGGER "follow_equipment_new" ON "public"."exercise_equipment";

DROP TRIGGER "follow_mechanic" ON "public"."exercises";

DROP TRIGGER "recut_weeks" ON "public"."profiles";

DROP TRIGGER "announce_insert" ON "public"."session_exercises";

DROP TRIGGER "derive_inserted" ON "public"."session_exercises";

DROP TRIGGER "forget_success" ON "public"."session_exercises";

DROP TRIGGER "announce_update" ON "public"."workout_plan_day_exercises";

DROP TRIGGER "keep_targets_insert" ON "public"."workout_plan_day_exercises";

DROP TRIGGER "keep_targets" ON "public"."workout_plan_day_exercises";

DROP TRIGGER "total_up" ON "public"."workout_sessions";

-- squawk-ignore ban-drop-constraint
ALTER TABLE "private"."reminders" DROP CONSTRAINT "reminders_type_check";

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."after_workouts_changed"(uuid, uuid[], boolean, public.session_exercises[], private.scored_sets[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."asked_for"(uuid, uuid, private.easing, timestamp with time zone, public.preferred_unit);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."brief_wishes"(uuid);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."built"(numeric, numeric, private.terms);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."deload_easing"(uuid, date);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."eased"(private.target, private.easing, private.terms);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."easing_at"(uuid, timestamp with time zone, date);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."easing_text"(private.easing, jsonb, jsonb, public.preferred_unit);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."first_load"(uuid, uuid, private.target, numeric, numeric, numeric[], timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."first_load_text"(numeric, integer, numeric, public.preferred_unit);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."first_step"(private.target_facts, numeric[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."fold_days"(uuid[], date[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."fold_weeks"(uuid[], date[], boolean);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."follow_gear"();

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."follow_own_exercise"();

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."forget_success"();

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."hardest"(jsonb);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."imagine"(uuid, uuid, jsonb, timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."imagined_loads"(jsonb, private.target, integer);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."judge_again"(uuid, uuid[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."lay_out_deloads"(public.workout_plans, timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."lowered"(numeric, numeric, private.terms);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."mark_scored_sets"(uuid, private.scored_sets[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."marks_of"(uuid, private.scored_sets[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."notification_category"(public.notification_type);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."on_check_ins"();

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."on_target_change"();

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."operation_shape"(text);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."raised"(numeric, numeric, jsonb, private.terms);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."readiness_easing"(uuid, timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."readiness_of"(public.check_ins);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."rebuilt"(private.target, jsonb, jsonb, numeric[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."recompute_best"(uuid, uuid[], timestamp with time zone, private.scored_sets[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."recompute_exercise_sessions"(uuid, uuid[], private.scored_sets[], boolean);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."recompute_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."recut_weeks"(uuid);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."refuse_set_shapes"(jsonb);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."refuse_sets"(uuid, jsonb);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."refuse_workout"(jsonb);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."ride_wave"(private.evaluation, private.terms, integer[], numeric[], numeric[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."scored"(public.session_exercises[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."sets_of"(uuid, uuid[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."settle_next_streaks"(timestamp with time zone, integer);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."settle_totals"(uuid, uuid[], private.scored_sets[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."settled"(private.evaluation, private.target, private.terms);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."standing_targets"(uuid, uuid[], timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."streaks_on"(uuid, date, date);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."target_events"(uuid, uuid[], timestamp with time zone, boolean, private.scored_sets[], boolean);

-- squawk-ignore ban-drop-view
DROP VIEW "private"."scored_sets";

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."total_up"();

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."unsettle_streaks"(uuid, date);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."watch_stall"(private.evaluation, private.terms, integer[], numeric[], numeric[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."what_if"(uuid, uuid, private.target, jsonb, boolean, timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "public"."claim_messages"(integer, integer, public.message_channel[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "public"."claim_receipts"(integer);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."claim_receipts"(integer, timestamp with time zone);

-- squawk-ignore ban-drop-type
DROP TYPE "private"."easing";

-- squawk-ignore ban-drop-type
DROP TYPE "private"."standing_streak";

ALTER TYPE "private"."workout_document" DROP ATTRIBUTE "is_suspect" CASCADE;

CREATE TYPE "private"."derivation" AS ("sessions" uuid[], "change" private.change, "moved_sessions" uuid[], "moved_days" date[]);

CREATE TYPE "private"."load_reduction" AS ("reason_code" public.reason_code, "load_percent" numeric, "sets_percent" numeric, "inputs" jsonb);

CREATE TYPE "private"."notification_channels" AS ("inbox" boolean, "push" boolean, "email" boolean);

CREATE TYPE "private"."notification_declaration" AS ("category" public.notification_category, "is_reminder" boolean, "occasion" text, "data" text);

CREATE TYPE "private"."set_fault" AS ("place" bigint, "kind" text);

CREATE TYPE "private"."streak_at_day" AS ("streak" private.settled_streaks, "period_count" integer, "period_target" integer);

ALTER TYPE "private"."workout_document" ADD ATTRIBUTE "is_malformed" boolean CASCADE;

ALTER TYPE "private"."workout_document" ADD ATTRIBUTE "set_faults" private.set_fault[] CASCADE;

CREATE OR REPLACE FUNCTION gateway.check_request()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- Estimated counts come from the planner, whose statistics ignore row level security: they would reveal other users' row counts.
    if current_setting('request.headers', true) ~ 'count=(planned|estimated)' and current_setting('role') = 'authenticated' then
        perform private.fail('PT422', 'only exact counts are supported', jsonb_build_object('field', 'Prefer'), 'Use count=exact.');
    end if;
    -- Reading isn't limited, visitors can't write, and the service acts for many users.
    if current_setting('transaction_read_only') = 'off' and current_setting('role') = 'authenticated' then
        perform private.count_write(auth.uid(), now());
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.achievement_counter(p_metric public.achievement_metric, p_parameters jsonb)
 RETURNS smallint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_metric record;
    v_id smallint;
begin
    select m.source, m.takes_best, m.parameters into strict v_metric
    from private.achievement_metrics as m where m.metric = p_metric;
    perform private.check_shape(p_parameters, 'parameters', v_metric.parameters);
    if p_parameters ? 'from' <> p_parameters ? 'until' or p_parameters -> 'from' = p_parameters -> 'until' then
        perform private.fail('PT422', 'from and until must be given together and differ', '{"field": "parameters.until"}');
    elsif not p_parameters -> 'weekdays' <@ '[1, 2, 3, 4, 5, 6, 7]' then
        perform private.fail('PT422', 'weekdays must be 1 (Monday) to 7 (Sunday)', '{"field": "parameters.weekdays"}');
    end if;

    insert into private.achievement_counters (
        id, metric, parameters, source, takes_best, from_time, until_time, weekdays, is_planned, days, sets
    )
    select
        coalesce(max(o.id), 0) + 1,
        p_metric,
        p_parameters,
        v_metric.source,
        v_metric.takes_best,
        (p_parameters ->> 'from')::time,
        (p_parameters ->> 'until')::time,
        (
            select array_agg(d.day::smallint order by d.day)
            from jsonb_array_elements_text(p_parameters -> 'weekdays') as d (day)
        ),
        (p_parameters ->> 'planned')::boolean,
        (p_parameters ->> 'days')::smallint,
        (p_parameters ->> 'sets')::numeric
    from private.achievement_counters as o
    on conflict (metric, parameters) do nothing;
    select c.id into v_id from private.achievement_counters as c
    where c.metric = p_metric and c.parameters = p_parameters;
    return v_id;
end;
$function$;

CREATE OR REPLACE FUNCTION private.achievement_state(p_user uuid, p_sources text[], p_known private.achievement_totals DEFAULT NULL::private.achievement_totals, p_settle_before timestamp with time zone DEFAULT NULL::timestamp with time zone)
 RETURNS TABLE(achievement_id uuid, counter_id smallint, counted numeric, settled numeric, unlocked_at timestamp with time zone, session_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    return query
    with counters as materialized (
        select c.id, c.metric, c.source, c.takes_best, c.goal, coalesce(p_known.settled_counted[c.id], 0.0) as settled
        from private.achievement_counters as c
        -- A counter that had already reached its goal can't unlock anything more.
        where c.source = any(p_sources) and c.goal > coalesce(p_known.settled_counted[c.id], 0.0)
    ),

    amounts as (
        select a.*
        from private.workout_amounts(p_user, coalesce(p_known.settled_before, '-infinity')) as a
        where 'workouts' = any(p_sources)
        union all
        select a.*
        from private.muscle_amounts(p_user, coalesce(p_known.settled_week, '-infinity')) as a
        where exists (select from counters as c where c.metric = 'muscle_groups_in_week')
        union all
        select a.* from private.other_amounts(p_user, p_sources, p_known.settled_streak) as a
    ),

    running as materialized (
        select
            a.counter_id,
            a.happened_at,
            a.session_id,
            c.settled,
            case
                when c.takes_best then greatest(c.settled, max(a.amount) over so_far)
                else c.settled + sum(a.amount) over so_far
            end as reached
        from amounts as a
        inner join counters as c on c.id = a.counter_id
        window so_far as (
            partition by a.counter_id order by a.happened_at, a.session_id rows between unbounded preceding and current row
        )
    ),

    steps as (
        select
            r.*,
            lag(r.reached, 1, r.settled) over (
                partition by r.counter_id order by r.happened_at, r.session_id, r.reached
            ) as before
        from running as r
    ),

    totals as (
        select
            r.counter_id,
            max(r.reached) as reached,
            max(r.reached) filter (where r.happened_at < p_settle_before) as settled
        from running as r
        group by r.counter_id
    )

    select
        a.id,
        c.id,
        trim_scale(least(coalesce(t.reached, c.settled), c.goal)),
        coalesce(t.settled, c.settled),
        s.happened_at,
        case
            when c.source <> 'weeks' then s.session_id
            -- The week's target is met by the first workout of the day that completes it.
            else (
                select w.id from public.workout_sessions as w
                where w.user_id = p_user
                    and w.started_at = s.happened_at
                    and w.status = 'completed'
                    and w.total_sets > 0
                order by w.id
                limit 1
            )
        end
    from counters as c
    -- What was already unlocked by the settled counts stays as it is.
    inner join public.achievements as a on a.counter_id = c.id and a.target > c.settled
    left join totals as t on t.counter_id = c.id
    left join steps as s
        on s.counter_id = c.id
        and s.before < a.target
        and s.reached >= a.target
        and s.happened_at < coalesce(a.retired_at, 'infinity');
end;
$function$;

CREATE OR REPLACE FUNCTION private.achievements_of(p_user uuid)
 RETURNS TABLE(achievement_id uuid, progress numeric, unlocked_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    perform private.require_caller(p_user);
    if exists (
        select from private.achievement_totals as t
        where t.user_id = p_user and t.rules_version = coalesce((select r.version from private.achievement_rules as r), 0)
    ) then
        return query
        select a.id, least(t.counted[a.counter_id], a.target), o.unlocked_at
        from private.achievement_totals as t
        cross join public.achievements as a
        left join private.achievement_awards as o on o.user_id = p_user and o.achievement_id = a.id
        where t.user_id = p_user;
    else
        -- Not yet counted by the current rules: computed here until the next fact or settle_achievements stores it.
        return query
        select s.achievement_id, least(s.counted, a.target), s.unlocked_at
        from private.achievement_state(p_user, '{workouts, weeks, check_ins, plans}') as s
        inner join public.achievements as a on a.id = s.achievement_id;
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.activate_plan(p_user uuid, p_plan_id uuid, p_now timestamp with time zone)
 RETURNS public.workout_plans
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_plan public.workout_plans;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.require_plan(p_user, p_plan_id);
    update public.workout_plans as p set is_active = false
    where p.user_id = p_user and p.is_active and p.id <> p_plan_id;
    -- Activating the active plan changes nothing: it continues where it is.
    update public.workout_plans as p set is_active = true, archived_at = null, activated_at = p_now
    where p.user_id = p_user and p.id = p_plan_id and not p.is_active;
    select p.* into v_plan from public.workout_plans as p where p.user_id = p_user and p.id = p_plan_id;
    return v_plan;
end;
$function$;

CREATE OR REPLACE FUNCTION private.add_exercise(p_user uuid, p_operation jsonb, p_path text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_day uuid := (p_operation ->> 'plan_workout_id')::uuid;
    v_id uuid;
begin
    perform private.require_fitting_reps(
        (p_operation ->> 'exercise_id')::uuid, p_operation ->> 'target_reps', p_path
    );
    insert into public.workout_plan_day_exercises
    select r.*
    from
        (
            select coalesce(max(x.order_in_workout), 0) + 1 as place
            from public.workout_plan_day_exercises as x
            where x.user_id = p_user and x.plan_workout_id = v_day
        ) as last
        cross join lateral private.plan_exercise_row(
            p_user, v_day, p_operation || jsonb_build_object('order_in_workout', last.place)
        ) as r
    returning id into v_id;
    if jsonb_typeof(p_operation -> 'order_in_workout') = 'number' then
        perform private.place_exercise(p_user, v_id, (p_operation ->> 'order_in_workout')::numeric::integer);
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.add_goal(p_user uuid, p_operation jsonb, p_path text, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_today date := private.local_day(p_user, p_now);
begin
    if (p_operation ->> 'target_date')::date < v_today then
        perform private.fail('PT422', 'target_date is in the past', jsonb_build_object('field', p_path || '.target_date'));
    end if;
    insert into public.user_goals (user_id, goal_type, target_weight_kg, start_date, target_date)
    values (
        p_user, (p_operation ->> 'goal_type')::public.goal_type, (p_operation ->> 'target_weight_kg')::numeric, v_today,
        (p_operation ->> 'target_date')::date
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.add_measurement(p_user uuid, p_operation jsonb, p_path text, p_now timestamp with time zone)
 RETURNS uuid
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_id uuid;
    v_at timestamptz := coalesce((p_operation ->> 'logged_at')::timestamptz, p_now);
    v_metrics jsonb := nullif(p_operation -> 'other_metrics', 'null');
begin
    if v_at > p_now + interval '5 minutes' then
        perform private.fail('PT422', 'logged_at is in the future', jsonb_build_object('field', p_path || '.logged_at'));
    elsif not private.are_body_metrics(v_metrics) then
        perform private.fail(
            'PT422', 'other_metrics is not valid', jsonb_build_object('field', p_path || '.other_metrics'),
            'Centimetres of chest, waist, hips, neck, left_ and right_ biceps, thigh, calf, forearm.'
        );
    elsif num_nonnulls(p_operation ->> 'weight_kg', p_operation ->> 'body_fat_percentage', v_metrics) = 0 then
        perform private.fail('PT422', 'no measurement is given', jsonb_build_object('field', p_path || '.weight_kg'));
    end if;
    insert into public.body_measurements (user_id, logged_at, weight_kg, body_fat_percentage, other_metrics)
    values (
        p_user, v_at, (p_operation ->> 'weight_kg')::numeric, (p_operation ->> 'body_fat_percentage')::numeric, v_metrics
    )
    returning id into v_id;
    return v_id;
end;
$function$;

CREATE OR REPLACE FUNCTION private.advance(p_result private.evaluation, p_terms private.terms, p_amounts integer[], p_load numeric, p_pace integer)
 RETURNS private.evaluation
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_result private.evaluation := p_result;
    v_target private.target := p_result.new_target;
    v_rules jsonb := private.rule_list(p_terms.rules);
    v_rule jsonb;
    v_step numeric;
    v_ceiling numeric;
begin
    v_result.outcome := 'success';
    v_result.reason_code := 'held';
    v_result.failures := 0;
    if p_pace = 0 then
        -- Done, but harder than planned: repeat it, at the load that was lifted.
        v_result.rule := 'effort';
        v_result.new_target.weight_kg := coalesce(p_load, v_target.weight_kg);
        return v_result;
    end if;
    for v_place in 0..jsonb_array_length(v_rules) - 1 loop
        v_rule := v_rules -> v_place;
        v_step := (v_rule -> 'step')::numeric * p_pace;
        v_ceiling := (v_rule -> 'ceiling')::numeric;
        case v_rule ->> 'axis'
            when 'reps' then
                v_target.reps := private.more_reps(
                    v_target, p_amounts, v_step::integer, coalesce(v_ceiling, private.target_ceiling((p_terms.base).reps)),
                    v_rule ->> 'scope' = 'lowest_sets'
                );
                if v_target.reps is null then
                    v_target.reps := (p_result.new_target).reps;
                    continue;
                end if;
                v_target.weight_kg := coalesce(p_load, v_target.weight_kg);
                v_result.reason_code := 'reps_up';
            when 'load' then
                if p_amounts[v_target.sets] < (v_rule -> 'last_set_reps')::numeric then
                    v_result.rule := 'last_set';
                    continue;
                end if;
                continue when p_load is null;
                v_target.weight_kg := private.raised_load(p_load, v_step, v_rule, p_terms);
                continue when v_target.weight_kg = p_load;
                v_result.reason_code := 'progressed';
            else
                continue when v_target.sets >= coalesce(v_ceiling, 50);
                -- Not multiplied by the pace: one more set is a whole step, however easy the last ones were.
                v_target.sets := least(v_target.sets + (v_rule -> 'step')::numeric, v_ceiling, 50);
                v_target.weight_kg := coalesce(p_load, v_target.weight_kg);
                v_result.reason_code := 'progressed';
        end case;
        -- An axis that has reached its ceiling starts over when a later rule moves.
        if v_rule ->> 'axis' <> 'reps' and v_rules @> '[{"axis": "reps", "on_ceiling": "reset"}]' then
            v_target.reps := (p_terms.base).reps;
        end if;
        if v_rule ->> 'axis' = 'load' and v_rules @> '[{"axis": "sets", "on_ceiling": "reset"}]' then
            v_target.sets := (p_terms.base).sets;
        end if;
        v_result.rule := v_rule ->> 'axis';
        v_result.new_target := v_target;
        return v_result;
    end loop;
    return v_result;
end;
$function$;

CREATE OR REPLACE FUNCTION private.advance_achievements(p_user uuid, p_sessions uuid[], p_change private.change)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_known private.achievement_totals;
    v_before numeric [];
    v_now record;
    v_streak private.settled_streaks;
    -- The workout's week isn't part of the streak yet.
    v_is_open boolean;
    v_counted numeric [];
    v_step record;
    v_moved smallint [];
    v_awards private.award [];
begin
    if p_change.since is null then
        -- No workout counted, neither before nor after the change.
        return;
    end if;
    select t.* into v_known
    from private.achievement_totals as t
    where t.user_id = p_user and t.rules_version = coalesce((select r.version from private.achievement_rules as r), 0);
    if not found
        or p_change.is_correction
        or cardinality(p_sessions) > 1
        or p_change.since <= v_known.last_started_at
    then
        perform private.recompute_achievements(p_user, '{workouts, weeks}', p_change);
        return;
    end if;

    select
        w.week_start,
        t.met_at,
        exists (
            select from private.achievement_counters as c
            where c.metric = 'muscle_groups_in_week' and v_known.counted[c.id] < c.goal
        ) as counts_muscles
    into v_now
    from public.workout_sessions as s
    inner join public.profiles as p on p.id = s.user_id
    cross join lateral private.week_start(s.day, p.week_starts_on) as w (week_start)
    left join private.training_weeks as t on t.user_id = p_user and t.week_start = w.week_start
    where s.user_id = p_user and s.id = p_sessions[1] and s.total_sets > 0;
    if not found then
        -- Warm-up sets only.
        return;
    end if;
    v_before := v_known.counted;
    v_streak := v_known.streak;
    v_is_open := v_now.week_start >= coalesce(v_streak.settled_until, '-infinity');
    if v_is_open and v_now.met_at = p_change.since then
        v_streak := (select s.streak from private.streak_steps(p_user, v_streak) as s);
    elsif (
        v_is_open and v_now.met_at is null
        or v_now.week_start = v_streak.settled_until - 7 and v_now.met_at = v_known.last_met_at
    ) is not true then
        -- After crossing time zones, a later workout can have an earlier date.
        perform private.recompute_achievements(p_user, '{workouts, weeks}', p_change);
        return;
    end if;

    v_counted := v_before;
    for v_step in
        select c.id, c.goal, c.takes_best, a.amount
        from (
            select w.counter_id, w.amount from private.workout_amounts(p_user, p_change.since) as w
            union all
            -- The expensive metric is skipped once all its achievements are unlocked.
            select m.counter_id, m.amount
            from private.muscle_amounts(p_user, v_now.week_start) as m
            where v_now.counts_muscles
            union all
            select w.id, case when w.metric = 'weekly_streak' then v_streak.current_streak else 1 end
            from private.achievement_counters as w
            where w.source = 'weeks' and v_streak.settled_until is distinct from (v_known.streak).settled_until
        ) as a
        inner join private.achievement_counters as c on c.id = a.counter_id
        where v_before[c.id] < c.goal
    loop
        v_counted[v_step.id] := trim_scale(least(
            case
                when v_step.takes_best then greatest(v_counted[v_step.id], v_step.amount)
                else v_counted[v_step.id] + v_step.amount
            end,
            v_step.goal
        ));
        v_moved := v_moved || v_step.id;
    end loop;
    update private.achievement_totals as t
    set
        counted = v_counted,
        last_started_at = p_change.since,
        streak = v_streak,
        last_met_at = coalesce(v_now.met_at, t.last_met_at)
    where t.user_id = p_user;

    select array_agg((a.id, p_change.since)::private.award) into v_awards
    from public.achievements as a
    where a.counter_id = any(v_moved)
        and v_before[a.counter_id] < a.target
        and v_counted[a.counter_id] >= a.target
        and p_change.since < coalesce(a.retired_at, 'infinity');
    if v_awards is not null then
        insert into private.achievement_awards (user_id, achievement_id, unlocked_at, session_id)
        select p_user, a.achievement_id, a.unlocked_at, p_sessions[1] from unnest(v_awards) as a;
        perform private.settle_awards(p_user, array(select a.achievement_id from unnest(v_awards) as a), v_awards);
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.advance_wave(p_result private.evaluation, p_terms private.terms, p_amounts integer[], p_loads numeric[], p_efforts numeric[])
 RETURNS private.evaluation
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_result private.evaluation := p_result;
    v_target private.target := p_result.old_target;
    v_rules jsonb := p_terms.rules;
    v_max numeric := (p_result.state -> 'training_max_kg')::numeric;
    v_week integer := coalesce((p_result.state -> 'week')::integer, 1);
begin
    if v_max is null then
        -- No training max given: it comes from the first workout that allows an estimate.
        v_max := round(
            (
                select max(private.estimated_1rm(p_loads[s], p_amounts[s], p_efforts[s]))
                from generate_series(1, cardinality(p_amounts)) as s
            ) * (v_rules -> 'training_max_percent')::numeric / 100,
            3
        );
        v_result.reason_code := 'first_time';
        v_result.outcome := 'held';
        if v_max is null then
            return v_result;
        end if;
        v_max := least(v_max, 2000);
        v_week := 1;
    elsif exists (
        select from unnest(v_target.loads_kg) with ordinality as l (wanted, i)
        where l.i <= cardinality(p_loads) and coalesce(p_loads[l.i], 0) < l.wanted
    ) then
        v_result.outcome := 'held';
        v_result.reason_code := 'below_target';
        return v_result;
    elsif exists (
        select from generate_series(1, v_target.sets::integer) as s
        where coalesce(p_amounts[s], -1) < private.target_amount(v_target.reps, s)
    ) then
        v_result.outcome := 'failure';
        v_result.reason_code := 'missed_reps';
        v_result.failures := v_result.failures + 1;
        if v_result.failures < (v_rules -> 'after_failures')::integer then
            return v_result;
        end if;
        v_result.reason_code := 'repeated_failure';
        v_result.failures := 0;
        v_max := round(v_max * (1 - (v_rules -> 'deload_percent')::numeric / 100), 3);
        v_week := 1;
    else
        v_result.outcome := 'success';
        v_result.reason_code := 'progressed';
        v_result.failures := 0;
        v_week := v_week + 1;
        if v_week > jsonb_array_length(v_rules -> 'weeks') then
            v_week := 1;
            v_max := least(v_max + (v_rules -> 'cycle_increase_kg')::numeric, 2000);
        elsif v_rules -> 'weeks' -> (v_week - 1) ->> 'is_deload' = 'true' then
            v_result.reason_code := 'planned_deload';
        end if;
    end if;
    v_result.rule := 'wave';
    v_result.new_target := private.wave_target(v_rules, v_week, v_max, p_terms.buildable);
    v_result.state := v_result.state || jsonb_build_object('training_max_kg', v_max, 'week', v_week);
    return v_result;
end;
$function$;

CREATE OR REPLACE FUNCTION private.advanced_stats(p_user uuid, p_weeks integer, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_today date;
    v_this_week date;
    v_first_week date;
    v_whole_weeks integer;
    v_by_week record;
begin
    perform private.require_caller(p_user);
    perform private.require_premium(p_user, p_now);
    if p_weeks is null or p_weeks not between 1 and 52 then
        perform private.fail('PT422', 'p_weeks must be 1 to 52', '{"field": "p_weeks"}');
    end if;
    v_today := private.local_day(p_user, p_now);
    select
        private.week_start(v_today, p.week_starts_on),
        private.week_start(
            (
                select min(w.day) from public.workout_sessions as w
                where w.user_id = p_user and w.status = 'completed' and w.total_sets > 0
            ),
            p.week_starts_on
        )
    into v_this_week, v_first_week
    from public.profiles as p
    where p.id = p_user;
    -- Weeks before the first workout don't count; the current week is shown but not judged until it is over.
    v_first_week := least(greatest(coalesce(v_first_week, v_this_week), v_this_week - 7 * p_weeks), v_this_week);
    v_whole_weeks := (v_this_week - v_first_week) / 7;

    select
        jsonb_agg(
            jsonb_build_object(
                'week_start', w.week_start,
                'is_running', w.week_start = v_this_week,
                'workouts', w.workouts,
                'days', w.days,
                'target', w.target,
                'is_paused', w.is_paused,
                'sets', w.sets,
                'volume_kg', w.volume_kg,
                'duration_seconds', w.duration_seconds,
                'average_rpe', round(w.rpe_sum / nullif(w.rated_sets, 0), 2),
                'density_kg_per_minute', round(60 * w.volume_kg / nullif(w.lifting_seconds, 0), 2)
            )
            order by w.week_start
        ) as weeks,
        jsonb_build_object(
            'workouts', round(avg(w.workouts) filter (where w.is_over), 2),
            'days', round(avg(w.days) filter (where w.is_over), 2),
            'sets', round(avg(w.sets) filter (where w.is_over), 2),
            'volume_kg', round(avg(w.volume_kg) filter (where w.is_over), 3),
            'duration_seconds', round(avg(w.duration_seconds) filter (where w.is_over))
        ) as weekly_average,
        round(sum(w.rpe_sum) / nullif(sum(w.rated_sets), 0), 2) as average_rpe,
        round(60 * sum(w.volume_kg) / nullif(sum(w.lifting_seconds), 0), 2) as density,
        jsonb_build_object(
            'weeks', count(*) filter (where w.is_judged),
            'weeks_met', count(*) filter (where w.is_judged and w.days >= w.target),
            'planned_days', coalesce(sum(w.target) filter (where w.is_judged), 0),
            'planned_days_trained', coalesce(sum(least(w.days, w.target)) filter (where w.is_judged), 0),
            'share',
            round(
                sum(least(w.days, w.target)) filter (where w.is_judged) / sum(w.target) filter (where w.is_judged), 3
            )
        ) as consistency
    into v_by_week
    from (
        select
            o.*,
            o.week_start < v_this_week as is_over,
            -- As for the streak: a break excuses a week, but a week that met its target counts all the same.
            o.week_start < v_this_week and (o.days >= o.target or not o.is_paused) as is_judged
        from private.training_by_week(p_user, v_first_week, v_whole_weeks + 1) as o
    ) as w;

    return jsonb_build_object(
        'from', v_first_week,
        'to', v_this_week + 6,
        'by_week', v_by_week.weeks,
        'weekly_average', v_by_week.weekly_average,
        'average_rpe', v_by_week.average_rpe,
        'density_kg_per_minute', v_by_week.density,
        'muscles', private.muscle_volume(p_user, v_first_week, v_whole_weeks),
        'exercises', private.trend_documents(p_user, v_first_week, v_this_week + 6, v_today - 41),
        'consistency', v_by_week.consistency || private.training_rhythm(p_user, v_first_week, v_this_week + 6)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.affinity_at(p_user uuid, p_at timestamp with time zone)
 RETURNS TABLE(score integer, level text)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
#variable_conflict use_column
declare
    v_today date := private.local_day(p_user, p_at);
    -- Seven half-lives: an older point would count less than a hundredth.
    v_first date := v_today - 420;
begin
    with zones as materialized (
        select
            z.valid_from,
            lead(z.valid_from, 1, 'infinity') over (order by z.valid_from) as valid_to,
            z.timezone
        from (
            select c.valid_from, c.timezone from private.time_zone_changes as c where c.user_id = p_user
            union all
            select '-infinity', p.timezone from public.profiles as p
            where p.id = p_user
                and not exists (select from private.time_zone_changes as c where c.user_id = p_user)
        ) as z
    ),

    contacts as (
        select w.day, 5 as points
        from public.workout_sessions as w
        where w.user_id = p_user
            and w.day between v_first and v_today
            and w.status = 'completed'
            and w.total_sets > 0
            and w.started_at <= p_at
        group by w.day
        union all
        select c.day, 2
        from public.check_ins as c
        where c.user_id = p_user and c.day between v_first and v_today and c.created_at <= p_at
        union all
        select (m.created_at at time zone z.timezone)::date, least(count(*), 3)
        from public.ai_coach_messages as m
        inner join zones as z on m.created_at >= z.valid_from and m.created_at < z.valid_to
        where m.user_id = p_user
            and m.sender = 'user'
            and m.created_at > p_at - interval '422 days'
            and m.created_at <= p_at
        group by 1
    ),

    days as (
        select c.day, least(sum(c.points), 8) as points
        from contacts as c
        where c.day between v_first and v_today
        group by c.day
    )

    select round(100 * (1 - exp(-coalesce(sum(d.points * 0.5 ^ ((v_today - d.day) / 60.0)), 0) / 150)))::integer
    into score
    from days as d;
    level := case when score < 20 then 'new' when score < 50 then 'familiar' when score < 80 then 'close' else 'trusted' end;
    return next;
end;
$function$;

CREATE OR REPLACE FUNCTION private.after_billing_event(p_state private.subscription_state, p_event private.billing_events, p_grace interval)
 RETURNS private.subscription_state
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    s private.subscription_state := p_state;
    e private.billing_events := p_event;
    v_is_of_this_period boolean := coalesce(e.period_start <= s.period_start, true);
begin
    if e.effect = 'moved' then
        if s.users && e.users then
            s.users := e.moved_to;
        end if;
        return s;
    end if;
    if cardinality(e.users) > 0 then
        s.users := e.users;
    end if;
    if e.effect = 'noted'
        -- A refunded period stays refunded until a new payment.
        or s.status = 'refunded' and v_is_of_this_period and e.effect <> 'restored'
        -- Out-of-order event about an earlier period.
        or e.effect = 'expired' and e.period_end <= s.period_start
        or e.effect = 'refunded' and e.period_start < s.period_start
        -- A subscription that isn't active can't fail to renew.
        or e.effect = 'troubled' and s.status in ('pending', 'expired') and v_is_of_this_period
        or e.effect = 'settled' and s.status is null
    then
        return s;
    end if;

    if e.effect = 'refunded' then
        s.status := 'refunded';
        s.refunded_at := least(e.event_at, e.period_end);
        s.renews := false;
        return s;
    elsif e.effect = 'settled' then
        if s.status in ('pending', 'grace') then
            s.status := 'active';
            s.grace_end := null;
        end if;
        return s;
    end if;

    s.product_id := coalesce(e.product_id, s.product_id);
    s.store := coalesce(e.store, s.store);
    s.is_trial := coalesce(e.is_trial, s.is_trial);
    s.period_start := coalesce(e.period_start, s.period_start);
    s.period_end := case
        -- No end: a lifetime purchase.
        when e.effect = 'paid' then e.period_end
        when e.effect = 'expired' then coalesce(e.period_end, e.event_at)
        else coalesce(e.period_end, s.period_end)
    end;
    s.renews := case
        when e.effect in ('canceled', 'paused', 'expired') then false
        else coalesce(e.renews, s.renews)
    end;
    s.grace_end := case
        when e.effect = 'troubled' then
            coalesce(
                e.grace_end,
                case when s.status = 'grace' then s.grace_end end,
                -- RevenueCat sends the stores' grace period in another event; Stripe has none, so ours applies.
                case e.provider when 'stripe' then coalesce(e.period_start, e.event_at) + p_grace else e.period_end end
            )
        when e.effect = 'canceled' and s.status = 'grace' then s.grace_end
    end;
    s.status := case e.effect
        when 'pending' then 'pending'::public.billing_status
        when 'troubled' then 'grace'
        when 'canceled' then 'canceled'
        when 'paused' then 'paused'
        when 'expired' then 'expired'
        when 'extended' then
            case when s.status in ('trial', 'grace', 'paused', 'canceled') then s.status else 'active' end
        else case when s.is_trial then 'trial'::public.billing_status else 'active' end
    end;
    return s;
end;
$function$;

CREATE OR REPLACE FUNCTION private.after_quiet_hours(p_at timestamp with time zone, p_zone text, p_from time without time zone, p_to time without time zone)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_local timestamp := p_at at time zone p_zone;
    v_time time := v_local::time;
begin
    if p_from is null or p_to is null
        or p_from < p_to and not (v_time >= p_from and v_time < p_to)
        or p_from > p_to and not (v_time >= p_from or v_time < p_to)
    then
        return p_at;
    end if;
    -- When clocks go back during quiet hours, their end exists twice: never return a moment before p_at.
    return greatest(p_at, (v_local::date + (v_time >= p_to)::integer + p_to) at time zone p_zone);
end;
$function$;

CREATE OR REPLACE FUNCTION private.after_weight_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- The row trigger of user_goals recomputes the estimate.
    update public.user_goals as g set is_active = true
    where g.user_id = coalesce(new.user_id, old.user_id) and g.is_active;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.after_workouts_changed(p_user uuid, p_sessions uuid[], p_are_totalled boolean DEFAULT false)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_sessions uuid[];
    v_sets private.scored_sets[];
    v_derived private.derivation;
begin
    -- Nothing to derive once the profile is gone, i.e. while an account is being deleted.
    if not private.lock_user(p_user) then
        return;
    end if;
    -- A running workout has earned nothing yet; what a deleted one earned must be taken back.
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
    if not p_are_totalled then
        perform private.settle_totals(p_user, v_sessions, v_sets);
    end if;
    v_derived := private.derive_scores(p_user, v_sessions, v_sets, false);
    perform private.mark_scored_sets(p_user, v_sets);
    perform private.derive_rewards(p_user, v_derived, v_sets);
end;
$function$;

CREATE OR REPLACE FUNCTION private.alternative_exercises(p_user uuid, p_exercise_id uuid, p_limit integer)
 RETURNS TABLE(exercise_id uuid, score integer)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_wanted public.exercises;
    -- Before onboarding the equipment is unknown, so nothing is excluded.
    v_has_all boolean := not exists (
        select from public.profiles as p where p.id = p_user and p.onboarding_complete
    ) and not exists (select from public.user_equipment as u where u.user_id = p_user);
begin
    perform private.require_caller(p_user);
    if p_limit is null or p_limit not between 1 and 50 then
        perform private.fail('PT422', 'must be between 1 and 50', '{"field": "p_limit"}');
    end if;
    perform private.require_exercises(p_user, array[p_exercise_id], '{p_exercise_id}');
    select e.* into v_wanted from public.exercises as e where e.id = p_exercise_id;

    return query
    select
        e.id,
        -- The target muscle counts most: it is why the exercise is in the plan.
        (
            40 * (e.primary_muscle_group = v_wanted.primary_muscle_group)::integer
            + 30 * (e.movement_pattern = v_wanted.movement_pattern)::integer
            + 10 * (e.mechanic = v_wanted.mechanic)::integer
            + 5 * (e.tracking_type = v_wanted.tracking_type)::integer
            + 5 * (e.is_unilateral = v_wanted.is_unilateral)::integer
            + coalesce(3 * (e.difficulty = v_wanted.difficulty)::integer, 0)
            + coalesce(
                10 * cardinality(array(
                    select unnest(e.secondary_muscle_groups) intersect select unnest(v_wanted.secondary_muscle_groups)
                ))
                / nullif(cardinality(array(
                    select unnest(e.secondary_muscle_groups) union select unnest(v_wanted.secondary_muscle_groups)
                )), 0),
                10
            )
        ) as score
    from public.exercises as e
    where e.id <> v_wanted.id
        and e.is_active
        and e.exercise_type = v_wanted.exercise_type
        and (e.created_by is null or e.is_approved or e.created_by = p_user)
        and (
            e.primary_muscle_group = v_wanted.primary_muscle_group
            or (
                e.movement_pattern = v_wanted.movement_pattern
                and e.movement_pattern <> 'isolation'
                and e.primary_muscle_group = any(v_wanted.secondary_muscle_groups)
            )
        )
        and (v_has_all or not exists (
            select from public.exercise_equipment as x
            where x.exercise_id = e.id
                and not exists (
                    select from public.user_equipment as u
                    where u.user_id = p_user and u.equipment_id = x.equipment_id
                )
        ))
        and not exists (
            select from public.training_preferences as t where t.user_id = p_user and e.id = any(t.avoided_exercises)
        )
    order by score desc, e.name collate "C", e.id
    limit p_limit;
end;
$function$;

CREATE OR REPLACE FUNCTION private.announce_plans()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_told text := coalesce(current_setting('spotter.told_plans', true), '');
    v_plan record;
begin
    for v_plan in
        select distinct r.user_id, coalesce(r.plan_id, d.plan_id) as id
        from (
            select
                (j.row ->> 'user_id')::uuid as user_id,
                (j.row ->> case tg_table_name when 'workout_plans' then 'id' else 'plan_id' end)::uuid as plan_id,
                (j.row ->> 'plan_workout_id')::uuid as day_id
            from (select to_jsonb(t) as row from told_rows as t) as j
        ) as r
        left join public.workout_plan_days as d on d.user_id = r.user_id and d.id = r.day_id
        where coalesce(r.plan_id, d.plan_id) is not null
    loop
        if strpos(v_told, v_plan.id::text) = 0 then
            -- The last twenty are enough: only bulk loads change more plans in one transaction.
            v_told := right(v_told, 19 * 36) || v_plan.id;
            perform private.broadcast(v_plan.user_id, null, 'plan.changed', v_plan.id, now());
        end if;
    end loop;
    perform set_config('spotter.told_plans', v_told, true);
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.announce_sets()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_told record;
    v_event private.live_event := case tg_op
        when 'INSERT' then 'set.completed' when 'UPDATE' then 'set.corrected' else 'set.deleted'
    end::private.live_event;
begin
    for v_told in
        select
            w.user_id,
            case when w.status in ('started', 'paused') then w.id end as running_id,
            m.set_id,
            m.sets
        from (
            select r.user_id, r.workout_session_id, (array_agg(r.id order by r.set_order, r.id))[1] as set_id, count(*) as sets
            from told_rows as r
            group by r.user_id, r.workout_session_id
        ) as m
        inner join public.workout_sessions as w on w.user_id = m.user_id and w.id = m.workout_session_id
        -- A workout inserted with its sets is announced as a whole.
        where w.created_at < now()
    loop
        perform private.broadcast(v_told.user_id, v_told.running_id, v_event, v_told.set_id, now(), v_told.sets);
    end loop;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.announce_workout()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_event private.live_event := case
        when tg_op = 'DELETE' then 'workout.deleted'
        when tg_op = 'INSERT' or new.status <> old.status then
            case
                when new.status = 'paused' then 'workout.paused'
                when new.status = 'completed' then 'workout.completed'
                when new.status in ('canceled', 'abandoned') then 'workout.canceled'
                when tg_op = 'INSERT' then 'workout.started'
                else 'workout.resumed'
            end
        when new.rest_started_at is not null then 'rest.started'
        else 'rest.skipped'
    end::private.live_event;
    v_session public.workout_sessions := coalesce(new, old);
begin
    if v_event not in ('rest.started', 'rest.skipped') then
        perform private.broadcast(v_session.user_id, null, v_event, v_session.id, now());
    end if;
    -- No device can be listening to a workout that was just inserted, or that was already over.
    if tg_op = 'UPDATE' then
        perform private.broadcast(v_session.user_id, v_session.id, v_event, v_session.id, now());
    end if;
    return null;
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
    -- False if the request is finished already. A known answer came from this same call, whose response was lost.
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
            'PT409', 'another attempt is answering this request', '{"reason": "request_in_progress", "retry_after": 5}',
            'Send it again after retry_after seconds, with the same key.'
        );
    end if;
    return v_stored || jsonb_build_object('body', v_body);
end;
$function$;

CREATE OR REPLACE FUNCTION private.append_only()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- Allowed with their owner (the cascade runs when the profile is already deleted) and after their retention period.
    if tg_op = 'DELETE'
        and (
            not exists (select from public.profiles as p where p.id = old.user_id)
            or private.is_past_retention(tg_table_schema || '.' || tg_table_name, to_jsonb(old))
        )
    then
        return old;
    end if;
    raise sqlstate '42501' using message = format('%s is append-only', tg_table_name);
end;
$function$;

CREATE OR REPLACE FUNCTION private.apply_billing_event(p_event private.billing_events, p_now timestamp with time zone)
 RETURNS text
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_key text;
    v_users uuid [] := array[]::uuid [];
    v_user uuid;
    v_owner uuid;
begin
    if p_event.effect is null then
        return coalesce(p_event.reason, 'no effect');
    end if;
    if p_event.environment = 'sandbox' and not (select s.sandbox_counts from private.billing_settings as s) then
        return 'sandbox event';
    end if;
    foreach v_key in array private.subscriptions_touched(p_event) loop
        v_users := v_users || private.fold_subscription(p_event.provider, v_key, p_now);
    end loop;
    for v_user in select distinct u.id from unnest(v_users) as u (id) order by u.id loop
        perform private.settle_subscription_status(v_user, p_now);
    end loop;
    if p_event.effect = 'moved' then
        v_owner := private.user_named(p_event.moved_to);
        update private.billing_events as e set user_id = v_owner where e.id = p_event.id;
    else
        v_owner := (select e.user_id from private.billing_events as e where e.id = p_event.id);
    end if;
    return case when v_owner is null then 'no user has it' end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.approve_exercise(p_user uuid, p_exercise_id uuid)
 RETURNS public.exercises
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_exercise public.exercises;
begin
    perform private.require_caller(p_user);
    -- Reveals nothing to anybody else, not even which ids exist.
    if exists (select from public.user_roles as r where r.user_id = p_user and r.role >= 'moderator') then
        update public.exercises as e set is_approved = true where e.id = p_exercise_id returning e.* into v_exercise;
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
$function$;

CREATE OR REPLACE FUNCTION private.are_loads(p_loads numeric[], p_most integer)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    -- The upper bound also excludes NaN, which sorts above every number.
    return p_loads is null
        or cardinality(p_loads) = 0
        or cardinality(p_loads) <= p_most
        and array_ndims(p_loads) = 1
        and array_position(p_loads, null) is null
        and 0 < all(p_loads)
        and 500 >= all(p_loads);
end;
$function$;

CREATE OR REPLACE FUNCTION private.audit(p_user uuid, p_action public.audit_action, p_details jsonb, p_actor public.audit_actor DEFAULT NULL::public.audit_actor)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- Nothing is recorded while the account itself is being deleted: private.account_deletions covers that.
    insert into public.audit_events (user_id, actor, action, details)
    select p.id, coalesce(p_actor, private.audit_actor(p_user)), p_action, jsonb_strip_nulls(p_details)
    from public.profiles as p
    where p.id = p_user;
end;
$function$;

CREATE OR REPLACE FUNCTION private.audit_actor(p_subject uuid)
 RETURNS public.audit_actor
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    -- The role that PostgREST set for the request; jobs and operators have none.
    return case current_setting('role', true)
        when 'authenticated' then case when p_subject = auth.uid() then 'user' else 'admin' end
        when 'service_role' then 'service'
        else 'system'
    end::public.audit_actor;
end;
$function$;

CREATE OR REPLACE FUNCTION private.audit_deletions()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- Twenty ids identify what a person deleted by hand; for bulk deletions the count is enough.
    insert into public.audit_events (user_id, actor, action, details)
    select
        p.id,
        private.audit_actor(p.id),
        tg_argv[0]::public.audit_action,
        jsonb_build_object('count', gone.count, 'ids', to_jsonb(gone.ids [1:20]))
    from (
        select o.user_id, count(*) as count, array_agg(o.id order by o.id) as ids from old_rows as o group by o.user_id
    ) as gone
    inner join public.profiles as p on p.id = gone.user_id;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.audit_sign_in()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    if new.email is distinct from old.email then
        perform private.audit(new.id, 'email_changed', '{}', 'auth');
    end if;
    if new.encrypted_password is distinct from old.encrypted_password then
        perform private.audit(new.id, 'password_changed', '{}', 'auth');
    end if;
    return null;
exception
    when others then
        -- A failure to audit must never keep a user from changing a stolen password.
        raise warning 'could not write an audit event for %: %', new.id, sqlerrm;
        return null;
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
    -- Inserting an existing goal inserts nothing, so it mustn't deactivate another; if it becomes an update, that does.
    if new.is_active and not (tg_op = 'INSERT' and exists (select from public.user_goals as g where g.id = new.id)) then
        update public.user_goals as g set is_active = false
        where g.user_id = new.user_id and g.is_active and g.id <> new.id;
    end if;
    return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.begin_ai_request(p_user uuid, p_feature public.ai_feature, p_key text, p_request_hash text, p_seconds integer, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_key bytea := sha256(convert_to(p_key, 'UTF8'));
    v_about jsonb;
    v_request private.ai_requests;
    v_id uuid;
begin
    perform private.require_caller(p_user);
    perform private.check_shape(
        jsonb_build_object('p_feature', p_feature, 'p_key', p_key, 'p_request_hash', p_request_hash, 'p_seconds', p_seconds),
        null,
        $shape${
            "p_feature": {"type": "public.ai_feature", "required": true},
            "p_key": {"type": "text", "min": 1, "max": 255},
            "p_request_hash": {"type": "text", "min": 1, "max": 128, "required": true},
            "p_seconds": {"type": "integer", "min": 1, "max": 1000, "required": true}
        }$shape$
    );
    -- Serializes a user's requests here (a millisecond each): of two with the same key the second sees the first, and there is
    -- no other lock order to get wrong.
    perform private.require_account(p_user);
    perform private.require_premium(p_user, p_now);
    v_about := jsonb_build_object(
        'consented', exists (
            select from public.user_consents as c where c.user_id = p_user and c.purpose = 'ai' and c.granted
        ),
        'subscription_status', (private.entitlement_at(p_user, p_now)).status
    );

    select r.* into v_request
    from private.ai_requests as r
    where r.user_id = p_user and r.feature = p_feature and r.key_hash = v_key and r.kept_until > p_now;
    if found then
        if v_request.request_hash <> p_request_hash then
            perform private.fail(
                'PT409', 'this Idempotency-Key was already used with a different body', '{"reason": "idempotency_key_reused"}',
                'Use a new Idempotency-Key for a new request.'
            );
        elsif v_request.status is not null then
            return v_about || jsonb_build_object(
                'request_id', null, 'state', 'stored', 'status', v_request.status, 'body', v_request.body
            );
        elsif v_request.claimed_until > p_now then
            perform private.fail(
                'PT409', 'this request is still running',
                jsonb_build_object(
                    'reason', 'request_in_progress',
                    'retry_after', ceil(extract(epoch from v_request.claimed_until - p_now))::integer
                ),
                'Send it again after retry_after seconds, with the same key.'
            );
        end if;
    end if;

    perform private.give_back_dead_requests(p_user, p_now);
    perform private.require_unspent(p_user, p_feature, p_now);
    perform private.take_quota(p_user, p_feature, p_now);
    insert into private.ai_requests (
        user_id, feature, key_hash, request_hash, claimed_until, kept_until, charged_at, created_at
    )
    values (
        p_user, p_feature, v_key, p_request_hash,
        p_now + make_interval(secs => p_seconds), p_now + interval '24 hours', p_now, p_now
    )
    -- The row of an attempt that died, or of an expired answer.
    on conflict (user_id, feature, key_hash) do update
    set id = excluded.id,
        request_hash = excluded.request_hash,
        claimed_until = excluded.claimed_until,
        kept_until = excluded.kept_until,
        charged_at = excluded.charged_at,
        status = null,
        body = null,
        created_at = excluded.created_at
    returning id into v_id;
    return v_about || jsonb_build_object('request_id', v_id, 'state', 'started');
end;
$function$;

CREATE OR REPLACE FUNCTION private.begin_job_run(p_name text, p_now timestamp with time zone)
 RETURNS bigint
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_run bigint;
begin
    if not exists (select from private.jobs as j where j.name = p_name) then
        perform private.fail('PT404', format('there is no job %s', p_name), '{"field": "p_name"}');
    end if;
    -- A session lock, because it must outlive the batches' transactions; it is released if the session is killed.
    if not pg_try_advisory_lock(private.job_lock(p_name)) then
        insert into private.job_runs (job, as_of, ended_at, outcome) values (p_name, p_now, clock_timestamp(), 'busy');
        raise notice '% is running already', p_name;
        return null;
    end if;
    -- This session holds the lock, so any run still marked as running was killed.
    update private.job_runs as r set outcome = 'killed' where r.job = p_name and r.outcome = 'running';
    insert into private.job_runs (job, as_of) values (p_name, p_now) returning id into v_run;
    return v_run;
end;
$function$;

CREATE OR REPLACE FUNCTION private.best_lifts(p_user uuid, p_at timestamp with time zone)
 RETURNS TABLE(lift public.key_lift, exercise_id uuid, estimated_1rm_kg numeric, effective_reps numeric, achieved_on date)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return query
    select distinct on (k.lift) k.lift, k.exercise_id, s.estimated_1rm_kg, s.estimated_1rm_reps, s.day
    from private.key_lift_exercises as k
    -- Sorted and limited here, so that each exercise is one index range and yields at most one row.
    cross join lateral (
        select r.estimated_1rm_kg, r.estimated_1rm_reps, r.day, r.started_at
        from private.exercise_sessions as r
        where r.user_id = p_user and r.exercise_id = k.exercise_id
            and r.started_at > p_at - interval '1 year' and r.started_at <= p_at
            and r.estimated_1rm_kg is not null
        order by r.estimated_1rm_kg desc, r.started_at, r.session_id
        limit 1
    ) as s
    order by k.lift, s.estimated_1rm_kg desc, s.started_at, k.exercise_id;
end;
$function$;

CREATE OR REPLACE FUNCTION private.body_weight(p_user uuid, p_at timestamp with time zone)
 RETURNS numeric
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select w.weight_kg
        from (
            (
                select m.logged_at as at, true as is_measured, m.weight_kg from public.body_measurements as m
                where m.user_id = p_user and m.logged_at <= p_at and m.weight_kg is not null
                order by m.logged_at desc, m.id desc
                limit 1
            )
            union all
            (
                -- A check-in has no time of day: its weight counts from the start of its day.
                select c.day::timestamp at time zone c.timezone, false, c.weight_kg from public.check_ins as c
                where c.user_id = p_user and c.day <= (p_at at time zone c.timezone)::date and c.weight_kg is not null
                order by c.day desc
                limit 1
            )
        ) as w
        -- Of the same moment the measurement counts, as in private.bodyweight_progress.
        order by w.at desc, w.is_measured desc
        limit 1
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.bodyweight_progress(p_user uuid, p_from date, p_to date)
 RETURNS TABLE(day date, weight_kg numeric, mean_7_days_kg numeric)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
#variable_conflict use_column
begin
    perform private.require_caller(p_user);
    perform private.require_range(p_from, p_to);

    return query
    with zones as materialized (
        -- private.zone_at for all moments at once.
        select c.timezone, c.valid_from, lead(c.valid_from, 1, 'infinity') over (order by c.valid_from) as valid_to
        from private.time_zone_changes as c
        where c.user_id = p_user
        union all
        select p.timezone, '-infinity', 'infinity'
        from public.profiles as p
        where p.id = p_user
            and not exists (select from private.time_zone_changes as c where c.user_id = p_user)
    ),

    weighed as (
        select (m.logged_at at time zone z.timezone)::date as day, m.logged_at as at, m.id, m.weight_kg
        from public.body_measurements as m
        inner join zones as z on m.logged_at >= z.valid_from and m.logged_at < z.valid_to
        where m.user_id = p_user
            and m.weight_kg is not null
            -- A local date begins and ends at most 14 hours from that of UTC.
            and m.logged_at >= coalesce(p_from - 7, '-infinity'::date)::timestamp at time zone 'UTC'
            and m.logged_at < coalesce(p_to + 2, 'infinity'::date)::timestamp at time zone 'UTC'
        union all
        -- A check-in has no time of day: its weight counts from the beginning of its day, as in private.body_weight.
        select c.day, '-infinity', null, c.weight_kg
        from public.check_ins as c
        where c.user_id = p_user
            and c.weight_kg is not null
            and c.day between coalesce(p_from - 6, '-infinity'::date) and coalesce(p_to, 'infinity'::date)
    ),

    days as (
        select distinct on (w.day) w.day, w.weight_kg from weighed as w order by w.day, w.at desc, w.id desc
    ),

    means as (
        select
            d.day,
            d.weight_kg,
            round(avg(d.weight_kg) over (order by d.day range between '6 days' preceding and current row), 3) as mean
        from days as d
    ),

    latest as (
        select m.day, m.weight_kg, m.mean
        from means as m
        where m.day between coalesce(p_from, '-infinity') and coalesce(p_to, 'infinity')
        order by m.day desc
        limit 1000
    )

    select l.day, l.weight_kg, l.mean from latest as l order by l.day;
end;
$function$;

CREATE OR REPLACE FUNCTION private.bound_rows()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_limit integer := tg_argv[0]::integer;
    v_count bigint := (select count(*) from changed_rows);
begin
    if v_count > v_limit then
        perform private.fail(
            'PT422', format('at most %s rows per request', v_limit),
            jsonb_build_object('reason', 'too_many_rows', 'max', v_limit, 'rows', v_count),
            'Split them into several requests.'
        );
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.brief_condition(p_user uuid, p_day date)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return jsonb_build_object(
        'check_in', (
            select jsonb_build_object(
                'day', c.day, 'readiness', private.readiness_score(c), 'sleep', c.sleep, 'soreness', c.soreness,
                'energy', c.energy, 'mood', c.mood
            )
            from public.check_ins as c
            where c.user_id = p_user and c.day between p_day - 3 and p_day + 1
                and num_nonnulls(c.sleep, c.soreness, c.energy, c.mood) > 0
            order by c.day desc
            limit 1
        ),
        'breaks', (
            select coalesce(jsonb_agg(b.document order by b.starts_on desc, b.id), '[]')
            from (
                select
                    o.starts_on,
                    o.id,
                    jsonb_build_object(
                        'kind', o.kind, 'starts_on', o.starts_on, 'ends_on', o.ends_on, 'notes', left(o.notes, 200)
                    ) as document
                from public.training_breaks as o
                where o.user_id = p_user
                    and o.starts_on between p_day - 366 and p_day
                    and private.break_end(o.starts_on, o.ends_on) >= p_day
                order by o.starts_on desc, o.id
                limit 5
            ) as b
        )
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.brief_preferences(p_user uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select jsonb_build_object(
            'days_per_week', t.days_per_week,
            'minutes_per_session', t.minutes_per_session,
            'location', t.location,
            'liked_exercises', to_jsonb(t.liked_exercises[1:30]),
            -- All of them: an exercise that is left out here could be planned.
            'avoided_exercises', to_jsonb(t.avoided_exercises),
            'notes', left(t.notes, 500)
        )
        from public.training_preferences as t
        where t.user_id = p_user
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.broadcast(p_user uuid, p_session_id uuid, p_event private.live_event, p_id uuid, p_at timestamp with time zone, p_count bigint DEFAULT 1)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_payload jsonb := jsonb_build_object('id', p_id, 'at', p_at);
begin
    if p_count > 1 then
        v_payload := v_payload || jsonb_build_object('count', p_count);
    end if;
    -- Security definer: a client may not insert into realtime.messages, and realtime.send would only warn and lose the message.
    -- realtime.send catches its own errors, so a workout never fails because of a broadcast.
    perform realtime.send(
        v_payload, p_event::text, concat('user:', p_user, ':session:' || p_session_id), true
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.buildable_loads(p_user uuid, p_exercise_id uuid, p_at timestamp with time zone)
 RETURNS numeric[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_equipment uuid;
    v_loads numeric[];
    v_all numeric[];
begin
    for v_equipment in
        with bearers as (
            select q.id, q.load_type
            from public.exercise_equipment as x
            inner join public.equipment as q on q.id = x.equipment_id
            where x.exercise_id = p_exercise_id and q.load_type is not null
        )

        -- Plates next to a bar are to stand on. Without equipment that bears a load, plates hang on the body.
        select b.id from bearers as b
        where b.load_type <> 'plates' or not exists (select from bearers as o where o.load_type <> 'plates')
        union all
        select q.id from public.equipment as q
        where q.load_type = 'plates' and not exists (select from bearers)
    loop
        v_loads := (
            select f.loads_kg from private.gear_facts as f
            where f.user_id = p_user and f.equipment_id = v_equipment and f.valid_from <= p_at
            order by f.valid_from desc
            limit 1
        );
        v_all := case
            when v_all is null then v_loads
            when v_loads is null then v_all
            else array(
                select l.kg from unnest(v_all) as l (kg)
                union
                select l.kg from unnest(v_loads) as l (kg)
                order by kg
            )
        end;
    end loop;
    if v_all is null and private.gym_unit(p_user, p_at) = 'imperial' then
        return private.pound_loads((select e.mechanic from public.exercises as e where e.id = p_exercise_id));
    end if;
    return v_all;
end;
$function$;

CREATE OR REPLACE FUNCTION private.bury()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- A deleted account leaves nothing behind, tombstones included: no profile, no row.
    insert into private.tombstones (user_id, table_name, row_key)
    select
        p.id,
        tg_table_name,
        (select jsonb_object_agg(k.name, gone.data -> k.name) from unnest(tg_argv [1:]) as k (name))
    from (select to_jsonb(o) as data from old_rows as o) as gone
    inner join public.profiles as p on p.id = (gone.data ->> tg_argv[0])::uuid;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.change_exercise(p_user uuid, p_operation jsonb, p_path text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_id uuid := (p_operation ->> 'plan_exercise_id')::uuid;
    v_is_swap boolean := p_operation ->> 'op' = 'swap_exercise';
    v_line public.workout_plan_day_exercises;
begin
    update public.workout_plan_day_exercises as x
    set
        exercise_id = coalesce((p_operation ->> 'exercise_id')::uuid, x.exercise_id),
        target_sets = coalesce((p_operation ->> 'target_sets')::numeric, x.target_sets),
        target_reps = coalesce(p_operation ->> 'target_reps', x.target_reps),
        target_rest_seconds = coalesce((p_operation ->> 'target_rest_seconds')::numeric, x.target_rest_seconds),
        -- Load and training max of one exercise say nothing about another: the first load lifted sets the new one.
        current_suggested_weight_kg = coalesce(
            (p_operation ->> 'current_suggested_weight_kg')::numeric,
            case when not v_is_swap then x.current_suggested_weight_kg end
        ),
        on_success_weight_increase_kg = coalesce(
            (p_operation ->> 'on_success_weight_increase_kg')::numeric, x.on_success_weight_increase_kg
        ),
        progression = coalesce(
            nullif(p_operation -> 'progression', 'null'),
            case
                when v_is_swap and jsonb_typeof(x.progression) = 'object' then x.progression - 'training_max_kg'
                else x.progression
            end
        ),
        alternatives = case
            when v_is_swap
                then array_remove(x.alternatives, (p_operation ->> 'exercise_id')::uuid)
            else x.alternatives
        end,
        target_rir = coalesce((p_operation ->> 'target_rir')::numeric, x.target_rir),
        superset_group = coalesce((p_operation ->> 'superset_group')::numeric, x.superset_group),
        notes = coalesce(p_operation ->> 'notes', x.notes)
    where x.user_id = p_user and x.id = v_id
    returning x.* into v_line;
    if v_is_swap or p_operation ? 'target_reps' then
        perform private.require_fitting_reps(v_line.exercise_id, v_line.target_reps, p_path);
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_coach_answer(p_answer jsonb)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    perform private.check_shape(p_answer, null, $shape${
        "id": {"type": "uuid", "required": true},
        "session_id": {"type": "uuid", "required": true},
        "content": {"type": "text", "min": 1, "max": 20000, "required": true},
        "tone": {"type": "text", "min": 1, "max": 40},
        "suggestions": {"type": "array", "max": 10},
        "actions": {"type": "array", "max": 50},
        "engine": {"type": "public.message_engine", "required": true},
        "model": {"type": "text", "min": 1, "max": 200},
        "memories": {"type": "array", "max": 20}
    }$shape$);
    perform private.check_shapes(coalesce(nullif(p_answer -> 'memories', 'null'), '[]'), 'memories[]', $shape${
        "id": {"type": "uuid"},
        "content": {"type": "text", "min": 1, "max": 1000, "pattern": "\\S", "required": true},
        "kind": {"type": "public.memory_kind", "required": true},
        "importance": {"type": "integer", "min": 1, "max": 5, "required": true},
        "expires_at": {"type": "timestamp"},
        "embedding": {"type": "array", "min": 768, "max": 768},
        "embedding_model": {"type": "text", "min": 1, "max": 200}
    }$shape$);
    if exists (
        select from jsonb_array_elements(nullif(p_answer -> 'suggestions', 'null')) as s
        where jsonb_typeof(s.value) <> 'string' or length(s.value #>> '{}') not between 1 and 200
    ) then
        perform private.fail('PT422', 'suggestions must be texts of 1 to 200 characters', '{"field": "suggestions"}');
    elsif length((p_answer -> 'actions')::text) > 100000 then
        perform private.fail('PT422', 'actions are too large', '{"field": "actions"}');
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_load_count(p_count integer, p_field text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    if p_count > 2000 then
        perform private.fail(
            'PT422', 'too many different loads', jsonb_build_object('field', p_field, 'max', 2000),
            'Leave out the smallest plates, or an unused step.'
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_names(p_names jsonb, p_path text, p_type text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_index bigint;
begin
    if p_names is null or p_names = 'null'::jsonb then
        return;
    end if;
    if jsonb_typeof(p_names) <> 'array' then
        perform private.fail(
            'PT422', 'must be a list', jsonb_build_object('field', replace(p_path, '[]', ''))
        );
    end if;
    select e.i - 1 into v_index
    from jsonb_array_elements(p_names) with ordinality as e (value, i)
    where not coalesce(jsonb_typeof(e.value) = 'string' and pg_input_is_valid(e.value #>> '{}', p_type), false)
    order by e.i
    limit 1;
    if found then
        perform private.fail(
            'PT422', format('not a valid %s', replace(p_type, 'public.', '')),
            jsonb_build_object('field', regexp_replace(p_path, '\[\]$', format('[%s]', v_index)))
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_notation(p_items jsonb, p_path text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    for v_index in 0 .. jsonb_array_length(p_items) - 1 loop
        perform private.check_target_reps(p_items -> v_index ->> 'reps', format('%s[%s].reps', p_path, v_index));
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_operation(p_user uuid, p_operation jsonb, p_path text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_op text := p_operation ->> 'op';
    v_shape jsonb := private.operation_shapes() -> v_op;
    v_line record;
begin
    if jsonb_typeof(p_operation) is distinct from 'object' then
        perform private.fail('PT422', 'must be an object', jsonb_build_object('field', p_path));
    elsif v_shape is null then
        perform private.fail(
            'PT422', 'unknown operation', jsonb_build_object('field', p_path || '.op'), 'See docs/coach.md.'
        );
    end if;
    perform private.check_shape(
        p_operation,
        p_path,
        (
            select jsonb_object_agg(s.key, s.value - 'items')
            from jsonb_each(v_shape || '{"op": {"type": "text", "max": 40, "required": true}}') as s
        )
    );
    if v_op like 'update\_%'
        and jsonb_strip_nulls(p_operation) - array['op', 'plan_exercise_id', 'plan_workout_id', 'plan_id'] = '{}'
    then
        perform private.fail('PT422', 'nothing is changed', jsonb_build_object('field', p_path));
    end if;
    perform private.check_shapes(
        nullif(p_operation -> s.key, 'null'), format('%s.%s[]', p_path, s.key), s.value -> 'items'
    )
    from jsonb_each(v_shape) as s
    where s.value ? 'items';

    for v_line in
        select p_path as path, p_operation as value
        union all
        select format('%s.exercises[%s]', p_path, x.i - 1), x.value
        from jsonb_array_elements(nullif(p_operation -> 'exercises', 'null')) with ordinality as x (value, i)
    loop
        perform private.check_target_reps(v_line.value ->> 'target_reps', v_line.path || '.target_reps');
        perform private.check_progression(v_line.value -> 'progression', v_line.path || '.progression');
        if v_line.value ? 'exercise_id' then
            perform private.require_exercises(
                p_user, array[(v_line.value ->> 'exercise_id')::uuid], array[v_line.path || '.exercise_id']
            );
        end if;
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_outcomes(p_outcomes jsonb)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_fault record;
begin
    if jsonb_typeof(p_outcomes) is distinct from 'array' or jsonb_array_length(p_outcomes) not between 1 and 52 then
        perform private.fail(
            'PT422', 'must be a list of 1 to 52 workouts', '{"field": "p_outcomes"}', 'Send [{"reps": [12, 12, 11]}].'
        );
    end if;
    perform private.check_shapes(p_outcomes, 'p_outcomes[]', $shape${
        "reps": {"type": "array", "max": 50, "required": true},
        "rpe": {"type": "array", "max": 50},
        "loads_kg": {"type": "array", "max": 50},
        "weight_kg": {"type": "number", "min": 0, "max": 2000}
    }$shape$);

    select format('p_outcomes[%s].%s[%s]', o.i - 1, k.key, e.i - 1) as field, k.message into v_fault
    from jsonb_array_elements(p_outcomes) with ordinality as o (value, i)
    cross join lateral (
        values
        ('reps', 'must be a whole number of repetitions, seconds or metres from 0 to 100000', 0, 100000, 1.0),
        ('rpe', 'must be an RPE from 1 to 10 in steps of 0.5', 1, 10, 0.5),
        ('loads_kg', 'must be a load from 0 to 2000 kg', 0, 2000, 0.001)
    ) as k (key, message, lowest, highest, grain)
    cross join lateral jsonb_array_elements(
        case when jsonb_typeof(o.value -> k.key) = 'array' then o.value -> k.key else '[]' end
    ) with ordinality as e (value, i)
    where case jsonb_typeof(e.value)
        when 'number' then
            (e.value #>> '{}')::numeric not between k.lowest and k.highest or (e.value #>> '{}')::numeric % k.grain <> 0
        -- RPE and load may be null for some sets.
        when 'null' then k.key = 'reps'
        else true
    end
    order by o.i, k.key, e.i
    limit 1;
    if found then
        perform private.fail('PT422', v_fault.message, jsonb_build_object('field', v_fault.field));
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_percents(p_percents jsonb, p_path text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_index bigint;
begin
    select p.i - 1 into v_index
    from jsonb_array_elements(p_percents) with ordinality as p (value, i)
    where not coalesce(jsonb_typeof(p.value) = 'number' and (p.value #>> '{}')::numeric between 1 and 150, false)
    order by p.i
    limit 1;
    if found then
        perform private.fail(
            'PT422', 'a percentage must be between 1 and 150', jsonb_build_object('field', format('%s[%s]', p_path, v_index))
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_plan_document(p_user uuid, p_plan jsonb)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_exercise record;
begin
    perform private.check_shape(p_plan, null, private.plan_shape('plan'));
    perform private.check_shapes(p_plan -> 'days', 'days[]', private.plan_shape('day'));

    for v_day in 0 .. jsonb_array_length(p_plan -> 'days') - 1 loop
        perform private.check_names(
            p_plan -> 'days' -> v_day -> 'focus', format('days[%s].focus[]', v_day), 'public.muscle'
        );
        perform private.check_shapes(
            p_plan -> 'days' -> v_day -> 'exercises', format('days[%s].exercises[]', v_day),
            private.plan_shape('exercise')
        );
    end loop;

    for v_exercise in
        select
            format('days[%s].exercises[%s]', d.i - 1, x.i - 1) as path,
            x.value ->> 'target_reps' as target_reps,
            x.value -> 'progression' as progression,
            x.value -> 'alternatives' as alternatives
        from
            jsonb_array_elements(p_plan -> 'days') with ordinality as d (value, i)
            cross join lateral jsonb_array_elements(d.value -> 'exercises') with ordinality as x (value, i)
    loop
        perform private.check_target_reps(v_exercise.target_reps, v_exercise.path || '.target_reps');
        perform private.check_progression(v_exercise.progression, v_exercise.path || '.progression');
        perform private.check_names(v_exercise.alternatives, v_exercise.path || '.alternatives[]', 'uuid');
    end loop;

    perform private.require_exercises(p_user, f.ids, f.fields)
    from (
        select
            array_agg((x.value ->> 'exercise_id')::uuid order by d.i, x.i) as ids,
            array_agg(format('days[%s].exercises[%s].exercise_id', d.i - 1, x.i - 1) order by d.i, x.i) as fields
        from
            jsonb_array_elements(p_plan -> 'days') with ordinality as d (value, i)
            cross join lateral jsonb_array_elements(d.value -> 'exercises') with ordinality as x (value, i)
    ) as f;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_plan_exercise()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.check_target_reps(coalesce(new.target_reps, ''), 'target_reps');
    perform private.check_progression(new.progression, 'progression');
    if tg_op = 'UPDATE' and new.exercise_id <> old.exercise_id then
        perform private.require_exercises(new.user_id, array[new.exercise_id]);
    end if;
    return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_progression(p_progression jsonb, p_path text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_shape jsonb;
begin
    -- Nearly every exercise has a bare name, which needs no check: saves 0.1 ms each, twice.
    if p_progression is null
        or p_progression in ('null'::jsonb, '{"scheme": "double"}', '{"scheme": "linear"}', '{"scheme": "none"}')
    then
        return;
    end if;
    if jsonb_typeof(p_progression) = 'array' and jsonb_array_length(p_progression) between 1 and 10 then
        perform private.check_rules(p_progression, p_path);
    elsif jsonb_typeof(p_progression) = 'object' then
        v_shape := private.scheme_shape(p_progression ->> 'scheme');
        if v_shape is null then
            perform private.fail(
                'PT422', 'unknown scheme', jsonb_build_object('field', p_path || '.scheme'),
                'One of linear, double, sum_of_reps, percentage_wave, gzclp, none.'
            );
        end if;
        perform private.check_shape(p_progression, p_path, v_shape);
        if p_progression ->> 'scheme' = 'percentage_wave' then
            perform private.check_wave(p_progression, p_path);
        end if;
    else
        perform private.fail(
            'PT422', 'must be a list of 1 to 10 rules, or a scheme', jsonb_build_object('field', p_path)
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_rules(p_rules jsonb, p_path text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_fault record;
begin
    perform private.check_shapes(p_rules, p_path || '[]', $shape${
        "axis": {"type": "text", "max": 5, "pattern": "^(reps|load|sets)$", "required": true},
        "step": {"type": "number", "min": 0.001, "max": 100, "required": true},
        "step_unit": {"type": "text", "max": 2, "pattern": "^(kg|%)$"},
        "scope": {"type": "text", "max": 11, "pattern": "^(all_sets|lowest_sets)$"},
        "ceiling": {"type": "number", "min": 1, "max": 2000},
        "on_ceiling": {"type": "text", "max": 5, "pattern": "^reset$"},
        "last_set_reps": {"type": "integer", "min": 1, "max": 999},
        "after_failures": {"type": "integer", "min": 1, "max": 20},
        "on_failures": {"type": "text", "max": 6, "pattern": "^(deload|reset|switch)$"},
        "stages": {"type": "array", "min": 2, "max": 10},
        "restart_percent": {"type": "number", "min": 10, "max": 100},
        "deload_percent": {"type": "number", "min": 1, "max": 90},
        "after_stalls": {"type": "integer", "min": 2, "max": 20}
    }$shape$);

    for v_fault in
        select format('%s[%s].%s', p_path, r.i - 1, f.key) as field, f.message
        from jsonb_array_elements(p_rules) with ordinality as r (value, i)
        cross join lateral (
            values
            -- There is no half repetition or half set.
            ('step', 'step must be a whole number', r.value ->> 'axis' <> 'load' and (r.value ->> 'step')::numeric % 1 <> 0),
            ('ceiling', 'ceiling must be a whole number', r.value ->> 'axis' <> 'load' and (r.value ->> 'ceiling')::numeric % 1 <> 0),
            ('step_unit', 'only a load can increase by percent', r.value ->> 'axis' <> 'load' and r.value ->> 'step_unit' = '%'),
            ('scope', 'only repetitions can increase set by set', r.value ->> 'axis' <> 'reps' and r.value ->> 'scope' = 'lowest_sets'),
            (
                'stages', 'switch needs stages to switch to',
                r.value ->> 'on_failures' = 'switch' and coalesce(r.value -> 'stages', 'null') = 'null'
            )
        ) as f (key, message, is_fault)
        where f.is_fault
        order by r.i
        limit 1
    loop
        perform private.fail('PT422', v_fault.message, jsonb_build_object('field', v_fault.field));
    end loop;
    for v_index in 0 .. jsonb_array_length(p_rules) - 1 loop
        perform private.check_stages(p_rules -> v_index -> 'stages', format('%s[%s].stages', p_path, v_index));
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_sets(p_user uuid, p_sets uuid[])
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_fault record;
begin
    select
        s.id,
        case
            when e.id is null then 'PT404'
            when w.status not in ('started', 'paused', 'completed') then 'PT409'
            else 'PT422'
        end as code,
        case
            when e.id is null then 'exercise_id'
            when w.status not in ('started', 'paused', 'completed') then 'workout_session_id'
            else m.field
        end as field
    into v_fault
    from unnest(p_sets) as o (id)
    inner join public.session_exercises as s on s.id = o.id
    inner join public.workout_sessions as w on w.user_id = s.user_id and w.id = s.workout_session_id
    left join public.exercises as e
        on e.id = s.exercise_id and (e.created_by is null or e.is_approved or e.created_by = p_user)
    cross join lateral private.missing_measure(
        e.tracking_type, s.logged_reps, s.logged_weight_kg, s.duration_seconds, s.distance_m
    ) as m (field)
    where s.user_id = p_user
        and (e.id is null or w.status not in ('started', 'paused', 'completed') or m.field is not null)
    order by s.set_order, s.id
    limit 1;
    if found then
        perform private.fail(
            v_fault.code,
            case v_fault.code
                when 'PT404' then 'exercise not found'
                when 'PT409' then 'sets of this workout can''t be added or changed'
                else format('%s is required for this exercise', v_fault.field)
            end,
            jsonb_build_object('field', v_fault.field, 'set_id', v_fault.id)
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_shape(p_value jsonb, p_path text, p_shape jsonb)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    if p_value is null or jsonb_typeof(p_value) <> 'object' then
        perform private.fail('PT422', 'must be an object', jsonb_build_object('field', coalesce(p_path, '')));
    end if;
    perform private.check_shapes(jsonb_build_array(p_value), p_path, p_shape);
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_shapes(p_items jsonb, p_path text, p_shape jsonb)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_fault record;
begin
    -- One statement for all elements: 20 sets of 13 keys in 0.5 ms, where a loop took 3 ms.
    with rules as materialized (
        select
            r.key,
            r.value as rule,
            r.value ->> 'type' as type,
            (r.value ->> 'min')::numeric as min,
            (r.value ->> 'max')::numeric as max,
            r.value ->> 'pattern' as pattern
        from jsonb_each(p_shape) as r
    ),

    items as (
        select e.ordinality - 1 as i, e.value from jsonb_array_elements(p_items) with ordinality as e
    ),

    given as (
        select
            items.i,
            e.key,
            jsonb_typeof(e.value) as kind,
            e.value,
            e.value #>> '{}' as text,
            case when jsonb_typeof(e.value) = 'number' then (e.value #>> '{}')::numeric end as number
        from items
        cross join lateral jsonb_each(case when jsonb_typeof(items.value) = 'object' then items.value end) as e
        where e.value <> 'null'::jsonb or not p_shape ? e.key
    ),

    faults as (
        select items.i, null as key, 'must be an object' as reason, null::jsonb as rule
        from items
        where jsonb_typeof(items.value) <> 'object'
        union all
        select g.i, g.key, case when r.key is null then 'is unknown' else 'is not valid' end, r.rule
        from given as g
        left join rules as r on g.key = r.key
        where r.key is null
            or not coalesce(
                case r.type
                    when 'text' then
                        g.kind = 'string' and length(g.text) between coalesce(r.min, 0) and r.max
                        and coalesce(g.text ~ r.pattern, true)
                    when 'number' then g.number between r.min and r.max
                    when 'integer' then g.number between r.min and r.max and g.number = trunc(g.number)
                    -- Rate of perceived exertion: 1 to 10 in halves.
                    when 'rpe' then g.number between 1 and 10 and g.number * 2 = trunc(g.number * 2)
                    when 'boolean' then g.kind = 'boolean'
                    when 'object' then g.kind = 'object'
                    when 'array' then
                        case when g.kind = 'array' then
                            jsonb_array_length(g.value) between coalesce(r.min, 0) and r.max
                        end
                    when 'any' then true
                    -- The pattern excludes 'now', 'infinity' and years that later arithmetic would overflow on.
                    when 'timestamp' then
                        g.kind = 'string' and g.text ~ '^(19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d'
                        and pg_input_is_valid(g.text, 'timestamptz')
                    when 'date' then
                        g.kind = 'string' and g.text ~ '^(19|20)\d\d-\d\d-\d\d$' and pg_input_is_valid(g.text, 'date')
                    when 'timezone' then g.kind = 'string' and private.is_timezone(g.text)
                    else g.kind = 'string' and pg_input_is_valid(g.text, r.type)
                end,
                false
            )
        union all
        select items.i, r.key, 'is required', r.rule
        from items
        inner join rules as r on r.rule @> '{"required": true}'
        where coalesce(items.value -> r.key, 'null'::jsonb) = 'null'::jsonb
    )

    select f.i, f.key, f.reason, f.rule into v_fault from faults as f order by f.i, f.key limit 1;

    if found then
        perform private.fail(
            'PT422',
            format(
                '%s %s',
                coalesce(v_fault.key, format('%s[%s]', p_path, v_fault.i)), v_fault.reason
            ),
            jsonb_strip_nulls(jsonb_build_object(
                'field', concat_ws('.', replace(p_path, '[]', format('[%s]', v_fault.i)), v_fault.key),
                'expected', v_fault.rule - 'required'
            ))
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_target_reps(p_text text, p_path text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    if not private.is_target_reps(p_text) then
        perform private.fail(
            'PT422', regexp_replace(p_path, '^.*\.', '') || ' is not valid', jsonb_build_object('field', p_path),
            'Write 5, 8-12, 5,5,5+, AMRAP, 30s or 400m.'
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.claim_file_deletions(p_limit integer, p_seconds integer, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_claimed jsonb;
begin
    if p_limit is null or p_limit not between 1 and 100 then
        perform private.fail('PT422', 'p_limit must be 1 to 100', '{"field": "p_limit"}');
    elsif p_seconds is null or p_seconds not between 1 and 900 then
        perform private.fail('PT422', 'p_seconds must be 1 to 900', '{"field": "p_seconds"}');
    end if;
    with due as (
        select d.id
        from private.file_deletions as d
        where d.state = 'pending' and d.attempts < 10 and d.next_attempt_at <= p_now
        order by d.next_attempt_at, d.id
        limit p_limit
        for update skip locked
    ),

    claimed as (
        update private.file_deletions as d
        set
            attempt = gen_random_uuid(),
            attempts = d.attempts + 1,
            next_attempt_at = p_now + make_interval(secs => p_seconds)
        from due
        where d.id = due.id
        returning d.id, d.attempt, d.bucket_id, d.prefix
    )

    select
        jsonb_agg(jsonb_build_object(
            'id', c.id, 'attempt', c.attempt, 'bucket', c.bucket_id,
            -- Storage removes at most 1000 files per request.
            'paths', private.files_below(c.bucket_id, c.prefix, 1000)
        ))
    into v_claimed
    from claimed as c;
    return coalesce(v_claimed, '[]');
end;
$function$;

CREATE OR REPLACE FUNCTION private.claim_messages(p_limit integer, p_seconds integer, p_channels public.message_channel[], p_now timestamp with time zone)
 RETURNS TABLE(id uuid, user_id uuid, channel public.message_channel, attempt integer, address text, device_id uuid, notification_id uuid, type public.notification_type, title text, body text, data jsonb, locale text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
#variable_conflict use_column
declare
    v_due uuid[];
    v_round integer := 0;
begin
    if p_limit is null or p_limit not between 1 and 1000 then
        perform private.fail('PT422', 'p_limit must be 1 to 1000', '{"field": "p_limit"}');
    elsif p_seconds is null or p_seconds not between 1 and 900 then
        perform private.fail('PT422', 'p_seconds must be 1 to 900', '{"field": "p_seconds"}');
    end if;
    -- A round may find only messages to give up; returning no rows then would look as if nothing were due.
    while v_round < 20 loop
        v_round := v_round + 1;
        v_due := array(
            select m.id
            from private.outbox as m
            where m.state in ('pending', 'claimed')
                and m.next_attempt_at <= p_now
                and (m.channel = any(p_channels) or m.expires_at <= p_now)
            order by m.next_attempt_at
            limit p_limit
            -- Concurrent dispatchers share the work and never get the same message.
            for update skip locked
        );
        exit when cardinality(v_due) = 0;
        return query
        with judged as materialized (
            select
                m.id,
                -- An expired claim counts as a failure: its dispatcher died, and the message may be the cause.
                m.failures + (m.state = 'claimed')::integer as failures,
                case
                    when m.expires_at <= p_now then 'expired'
                    when m.failures + (m.state = 'claimed')::integer >= private.max_failures() then 'lost'
                end as reason
            from private.outbox as m
            where m.id = any(v_due)
        ),

        moved as (
            update private.outbox as m
            set
                failures = j.failures,
                state = case when j.reason is null then 'claimed' else 'dead' end::private.message_state,
                settled_at = case when j.reason is not null then p_now end,
                error = case when j.reason is null then m.error else concat_ws(': ', j.reason, m.error) end,
                attempt = m.attempt + (j.reason is null)::integer,
                next_attempt_at = p_now + make_interval(secs => p_seconds)
            from judged as j
            where m.id = j.id
            returning m.id, m.user_id, m.notification_id, m.channel, m.attempt, m.device_id, m.state
        )

        select
            c.id,
            c.user_id,
            c.channel,
            c.attempt,
            -- The current address: it may have changed since the notification.
            coalesce(v.token, case when u.email_confirmed_at is not null then u.email::text end),
            c.device_id,
            c.notification_id,
            n.type,
            n.title,
            n.body,
            n.data,
            n.locale
        from moved as c
        inner join public.notifications as n on n.user_id = c.user_id and n.id = c.notification_id
        left join public.push_devices as v on v.user_id = c.user_id and v.id = c.device_id
        left join auth.users as u on u.id = c.user_id and c.channel = 'email'
        where c.state = 'claimed';
        exit when found;
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.claim_receipts(p_limit integer, p_channels public.message_channel[], p_now timestamp with time zone)
 RETURNS TABLE(id uuid, ticket text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    if p_limit is null or p_limit not between 1 and 1000 then
        perform private.fail('PT422', 'p_limit must be 1 to 1000', '{"field": "p_limit"}');
    end if;
    return query
    with due as materialized (
        select m.id
        from private.outbox as m
        where m.receipt_due_at <= p_now and m.settled_at > p_now - interval '1 day' and m.channel = any(p_channels)
        order by m.receipt_due_at
        limit p_limit
        for update skip locked
    ),

    claimed as (
        update private.outbox as m
        set receipt_due_at = p_now + private.receipt_delay()
        from due as d
        where m.id = d.id
        returning m.id, m.provider_id
    )

    select c.id, c.provider_id from claimed as c;
end;
$function$;

CREATE OR REPLACE FUNCTION private.clear_success_mark()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- When the plan itself is deleted, the set only loses its link and keeps its mark.
    if exists (
        select from public.workout_plan_day_exercises as x
        where x.user_id = old.user_id and x.id = old.workout_plan_exercise_id
    ) then
        new.was_successful_for_progression := null;
    end if;
    return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.coach_context(p_user uuid, p_session_id uuid, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_profile public.profiles;
    v_zone text;
    v_day date;
    v_next jsonb;
begin
    perform private.require_caller(p_user);
    select p.* into v_profile from public.profiles as p where p.id = p_user;
    if v_profile.id is null then
        perform private.fail('PT404', 'account not found', null, 'Sign up, or finish onboarding.');
    elsif p_session_id is not null
        and not exists (
            select from public.coach_conversations as c where c.user_id = p_user and c.id = p_session_id
        )
    then
        perform private.fail('PT404', 'conversation not found', '{"field": "p_session_id"}');
    end if;
    v_zone := private.zone_at(p_user, p_now);
    v_day := (p_now at time zone v_zone)::date;
    v_next := private.next_workout(p_user, p_now);

    return jsonb_build_object(
        'now', jsonb_build_object(
            'day', v_day, 'time', to_char(p_now at time zone v_zone, 'HH24:MI'),
            'weekday', extract(isodow from v_day), 'timezone', v_zone
        ),
        'profile', jsonb_build_object(
            'full_name', left(v_profile.full_name, 100), 'preferred_unit', v_profile.preferred_unit,
            'fitness_level', v_profile.fitness_level, 'level', v_profile.level,
            'experience_points', v_profile.experience_points,
            'subscription_status', (private.entitlement_at(p_user, p_now)).status
        ),
        'goal', (
            select jsonb_build_object(
                'goal_type', g.goal_type, 'target_weight_kg', g.target_weight_kg, 'target_date', g.target_date,
                'estimated_completion_date', g.estimated_completion_date
            )
            from public.user_goals as g
            where g.user_id = p_user and g.is_active
        ),
        'affinity', (select to_jsonb(a) from private.affinity_at(p_user, p_now) as a),
        'next_workout', private.brief_workout(v_next),
        'plan', private.plan_outline(p_user, (v_next ->> 'plan_id')::uuid, (v_next ->> 'plan_workout_id')::uuid),
        'streaks', (
            select jsonb_agg(to_jsonb(s) - 'id' - 'last_incremented_at' order by s.streak_type)
            from private.streaks_at(p_user, p_now) as s
        ),
        'last_workout', (
            select jsonb_build_object(
                'day', w.day, 'name', left(w.name, 60), 'sets', w.total_sets, 'volume_kg', w.total_volume_kg,
                'overall_feeling', w.overall_feeling
            )
            from public.workout_sessions as w
            where w.user_id = p_user and w.status = 'completed' and w.total_sets > 0 and w.started_at <= p_now
            order by w.started_at desc, w.id desc
            limit 1
        ),
        'records', private.latest_records(p_user, 5),
        'check_in', (
            select to_jsonb(c) - array['user_id', 'timezone', 'notes', 'created_at', 'updated_at']
            from public.check_ins as c
            where c.user_id = p_user and c.day = v_day
        ),
        'injuries', private.remembered_injuries(p_user, p_now),
        'messages', private.recent_messages(p_user, p_session_id)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.column_values(p_document jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    -- A null means the default. Numbers were checked as whole, but JSON may write 4 as 4.0, which smallint can't read.
    return (
        select coalesce(
            jsonb_object_agg(
                v.key, case jsonb_typeof(v.value) when 'number' then to_jsonb(trim_scale(v.value::numeric)) else v.value end
            ),
            '{}'
        )
        from jsonb_each(p_document) as v
        where v.value <> 'null'
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.complete_onboarding(p_user uuid, p_profile jsonb, p_goal jsonb, p_equipment uuid[], p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_goal uuid;
    v_unknown integer;
begin
    perform private.require_caller(p_user);
    perform private.onboard_profile(p_user, p_profile, p_now);
    v_goal := private.onboard_goal(p_user, p_goal, p_now);

    select o.i into v_unknown
    from unnest(p_equipment) with ordinality as o (id, i)
    where not exists (select from public.equipment as e where e.id = o.id)
    order by o.i
    limit 1;
    if found then
        perform private.fail(
            'PT404', 'unknown equipment', jsonb_build_object('field', format('p_equipment[%s]', v_unknown - 1))
        );
    end if;
    -- Null leaves the equipment unchanged; an empty list means none.
    delete from public.user_equipment as u where u.user_id = p_user and not u.equipment_id = any(p_equipment);
    insert into public.user_equipment (user_id, equipment_id)
    select distinct p_user, o.id from unnest(p_equipment) as o (id)
    on conflict do nothing;

    return jsonb_build_object(
        'profile', (select to_jsonb(p) from public.profiles as p where p.id = p_user),
        'goal', (select to_jsonb(g) from public.user_goals as g where g.user_id = p_user and g.id = v_goal),
        'equipment', (
            select coalesce(jsonb_agg(u.equipment_id order by u.equipment_id), '[]')
            from public.user_equipment as u
            where u.user_id = p_user
        )
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.congratulate()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- No second congratulation for a level that was lost by a correction and reached again.
    if new.level <= coalesce(
        (select max(m.level) from public.ai_coach_messages as m where m.user_id = new.id and m.kind = 'level_up'), 1
    ) then
        return null;
    end if;
    insert into public.coach_conversations (id, user_id, title) values (new.id, new.id, 'News') on conflict do nothing;
    insert into public.ai_coach_messages (user_id, session_id, sender, content, kind, engine, level)
    values (
        new.id,
        new.id,
        'ai',
        format('Level %s! You have earned %s XP so far. Keep going.', new.level, new.experience_points),
        'level_up',
        'rules',
        new.level
    )
    on conflict do nothing;
    return null;
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
        perform private.fail('PT404', 'workout not found', '{"field": "id"}');
    elsif v_session.status <> 'completed' then
        perform private.refuse_state(v_session, 'corrected');
    end if;
    v_plan_workout := private.plan_link(p_user, v_workout.plan_workout_id);
    -- What the plan prescribed at the time is kept, as long as the plan day is the same.
    v_planned := case
        when v_plan_workout is not distinct from v_session.plan_workout_id then v_session.planned
        else private.planned_workout(p_user, v_plan_workout)
    end;
    if v_workout.set_faults is not null then
        perform private.refuse_sets(p_user, p_workout, v_workout.set_faults);
    end if;

    -- One statement, so that the triggers only see the final workout and don't take XP away just to give it back.
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

CREATE OR REPLACE FUNCTION private.count_stalls(p_result private.evaluation, p_terms private.terms, p_amounts integer[], p_loads numeric[], p_efforts numeric[])
 RETURNS private.evaluation
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_result private.evaluation := p_result;
    v_rule jsonb := jsonb_path_query_first(private.rule_list(p_terms.rules), '$[*] ? (exists(@.after_stalls))');
    v_best numeric := (p_result.state -> 'best_1rm_kg')::numeric;
    v_stalls integer := coalesce((p_result.state -> 'stalls')::integer, 0) + 1;
    v_current numeric;
begin
    if v_rule is null or p_terms.is_assisted or (p_result.new_target).reps ~ '[sm]$' then
        return v_result;
    end if;
    v_current := (
        select max(private.estimated_1rm(p_loads[s], p_amounts[s], p_efforts[s]))
        from generate_series(1, cardinality(p_amounts)) as s
    );
    if v_current is null then
        return v_result;
    end if;
    -- Half a percent is less than the smallest step on most bars, and more than a rounding error.
    if v_result.reason_code = 'repeated_failure' then
        v_stalls := 0;
        -- Building up again is not a stall: the next workout sets a new best.
        v_best := null;
    elsif v_best is null or v_current >= v_best * 1.005 then
        v_stalls := 0;
        v_best := greatest(v_current, v_best);
    -- After a success there is no deload, unless it was harder than planned.
    elsif v_stalls >= (v_rule -> 'after_stalls')::integer and (v_result.outcome <> 'success' or v_result.rule = 'effort') then
        v_result.new_target.weight_kg := private.lowered_load(
            (v_result.new_target).weight_kg, coalesce((v_rule -> 'deload_percent')::numeric, 10), p_terms
        );
        v_result.new_target.reps := (p_terms.base).reps;
        v_result.rule := 'stall';
        v_result.reason_code := 'deload';
        v_result.failures := 0;
        v_stalls := 0;
        v_best := null;
    end if;
    v_result.state := jsonb_strip_nulls(v_result.state || jsonb_build_object('best_1rm_kg', v_best, 'stalls', v_stalls));
    return v_result;
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
    -- A later start was written by a clock that was ahead: such a window is replaced, so that nobody is locked out.
    v_latest constant timestamptz := p_now + v_window;
    v_limit integer;
    v_retry_at timestamptz;
begin
    -- Lock the profile first, in the same mode as everywhere: with only a share lock, this would wait below for a concurrent account
    -- deletion, and that for this. A user's writes are serialized by this lock anyway.
    perform from public.profiles as p where p.id = p_user for no key update;
    if not found then
        -- No account, nothing to count: the called function reports that itself.
        return;
    end if;
    select l.writes into v_limit from private.write_limits as l where l.tier = private.limit_tier(p_user, p_now);
    if not found then
        return;
    end if;
    -- Checks and counts in one statement: of concurrent requests, each sees the count of the previous one.
    insert into private.write_use as u (user_id, starts_at, used)
    values (p_user, p_now, 1)
    on conflict (user_id) do update
    set starts_at = case when u.starts_at between v_oldest and v_latest then u.starts_at else p_now end,
        used = case when u.starts_at between v_oldest and v_latest then u.used + 1 else 1 end
    where u.used < v_limit or u.starts_at not between v_oldest and v_latest;
    if not found then
        v_retry_at := (select u.starts_at + v_window from private.write_use as u where u.user_id = p_user);
        perform private.fail(
            'PT429', format('at most %s changes in 15 minutes', v_limit),
            jsonb_build_object(
                'reason', 'rate_limited',
                'retry_after', ceil(extract(epoch from v_retry_at - p_now))::integer,
                'limit', v_limit
            ),
            'Retry in retry_after seconds. One request can carry many rows or a whole workout.'
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.create_plan(p_user uuid, p_plan jsonb, p_author public.plan_author, p_now timestamp with time zone)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_id uuid;
    v_hash bytea := sha256(convert_to(p_plan::text, 'UTF8'));
    v_known bytea;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.check_plan_document(p_user, p_plan);
    v_id := coalesce((p_plan ->> 'id')::uuid, gen_random_uuid());

    -- Of two requests with the same id the second waits here for the first, and then finds its plan.
    insert into public.workout_plans
    select p.*
    from private.plan_row(p_user, p_plan || jsonb_build_object('id', v_id), p_author, p_now) as p
    on conflict (id) do nothing;
    if not found then
        select r.content_hash into v_known from private.plan_requests as r where r.user_id = p_user and r.plan_id = v_id;
        if v_known = v_hash then
            return v_id;
        elsif exists (select from public.workout_plans as p where p.user_id = p_user and p.id = v_id) then
            perform private.fail(
                'PT409', 'this id belongs to another plan', jsonb_build_object('field', 'id', 'id', v_id),
                'Use a new id, or edit the existing plan.'
            );
        end if;
        perform private.fail('PT404', 'plan not found', '{"field": "id"}');
    end if;

    insert into private.plan_requests (plan_id, user_id, content_hash) values (v_id, p_user, v_hash);
    perform private.insert_plan_days(p_user, v_id, p_plan -> 'days');
    return v_id;
end;
$function$;

CREATE OR REPLACE FUNCTION private.cron_field(p_field text, p_min integer, p_max integer)
 RETURNS integer[]
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_part text;
    v_match text[];
    v_from integer;
    v_to integer;
    v_values integer[] := '{}'::integer[];
begin
    foreach v_part in array string_to_array(p_field, ',') loop
        -- A step needs a range or a star: pg_cron refuses 5/10.
        v_match := regexp_match(v_part, '^(?:(\d{1,2})|(?:\*|(\d{1,2})-(\d{1,2}))(?:/([1-9]\d?))?)$');
        if v_match is null then
            return null;
        end if;
        v_from := coalesce(v_match[1], v_match[2], p_min::text)::integer;
        v_to := coalesce(v_match[1], v_match[3], p_max::text)::integer;
        if v_from < p_min or v_to > p_max or v_from > v_to then
            return null;
        end if;
        v_values := v_values || array(select generate_series(v_from, v_to, coalesce(v_match[4], '1')::integer));
    end loop;
    return nullif(v_values, '{}');
end;
$function$;

CREATE OR REPLACE FUNCTION private.current_targets(p_user uuid, p_plan_exercises uuid[], p_before timestamp with time zone)
 RETURNS TABLE(plan_exercise_id uuid, fact private.target_facts, target private.target, failures smallint, state jsonb, reason_code public.reason_code, old_target jsonb, stepped_at timestamp with time zone)
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
        -- Without a step the target is the one the plan was created with, whatever rules came later. coalesce runs the subquery
        -- only then.
        coalesce(
            private.target_of(p.new_target),
            (
                select t.target from private.target_facts as t
                where t.user_id = p_user and t.plan_exercise_id = o.id and t.set_at = '-infinity'
            )
        ),
        coalesce(p.failures, 0::smallint),
        coalesce(
            p.state,
            (
                select t.state from private.target_facts as t
                where t.user_id = p_user and t.plan_exercise_id = o.id and t.set_at = '-infinity'
            )
        ),
        coalesce(p.reason_code, 'first_time'),
        p.old_target,
        p.effective_at
    from unnest(p_plan_exercises) as o (id)
    cross join lateral (
        select t as fact
        from private.target_facts as t
        where t.user_id = p_user and t.plan_exercise_id = o.id and t.set_at < p_before
        order by t.set_at desc
        limit 1
    ) as f
    left join lateral (
        select r.new_target, r.old_target, r.failures, r.state, r.reason_code, r.effective_at
        from public.prescriptions as r
        where r.user_id = p_user
            and r.plan_exercise_id = o.id
            and r.superseded_at is null
            and r.effective_at < p_before
        order by r.effective_at desc, r.session_id desc nulls last
        limit 1
    ) as p on true;
end;
$function$;

CREATE OR REPLACE FUNCTION private.daily_streaks(p_users uuid[], p_days date[])
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
            u.user_id, u.day, c.has_changed, s.settled_until, s.last_kept,
            coalesce(s.current_streak, 0) as current_streak,
            coalesce(s.longest_streak, 0) as longest_streak,
            d.days, d.are_kept
        from unnest(p_users, p_days) as u (user_id, day)
        -- `offset 0`, here and below: goes user by user through the index; otherwise a batch would scan all users' rows.
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
                select o.day, o.is_kept
                from private.streak_days as o
                where o.user_id = u.user_id and o.day >= coalesce(s.settled_until, '-infinity') and o.day < u.day
                union all
                select u.day, false
            ) as k
        ) as d
    loop
        v_streak := private.streak_after_days(
            (
                v_known.user_id, 'daily_login', v_known.settled_until, v_known.current_streak,
                v_known.longest_streak, 0, v_known.last_kept
            ),
            v_known.days,
            v_known.are_kept
        );
        -- An unchanged streak needs no write: folding on from its old settled state is just as fast.
        if v_known.has_changed
            or (v_streak.current_streak, v_streak.longest_streak, v_streak.last_kept)
            is distinct from (v_known.current_streak, v_known.longest_streak, v_known.last_kept)
        then
            v_streak.settled_until := v_known.day;
            return next v_streak;
        end if;
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.default_channels(p_category public.notification_category)
 RETURNS private.notification_channels
 LANGUAGE plpgsql
 IMMUTABLE STRICT
 SET search_path TO ''
AS $function$
begin
    case p_category
        when 'training', 'progress', 'coach' then return (true, true, false)::private.notification_channels;
        when 'account' then return (true, true, true)::private.notification_channels;
        else raise exception 'notification category % is not declared in private.default_channels', p_category;
    end case;
end;
$function$;

CREATE OR REPLACE FUNCTION private.delete_my_account(p_user uuid, p_confirm text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.require_caller(p_user);
    if p_confirm is distinct from 'delete my account' then
        perform private.fail(
            'PT422', 'not confirmed', '{"field": "p_confirm", "expected": "delete my account"}',
            'Ask the user to type: delete my account'
        );
    end if;
    -- Waits for concurrent writes of this user, in the common lock order: the profile first. FOR UPDATE right away: a transaction
    -- that has inserted a row referencing the profile and then takes the user's lock would otherwise deadlock with this one.
    perform from public.profiles as p where p.id = p_user for update;
    -- No check of the profile: an account without one is deleted too.
    delete from auth.users as u where u.id = p_user;
    if not found then
        perform private.fail('PT404', 'account not found', null, 'It has already been deleted.');
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.deload_reduction(p_user uuid, p_day date)
 RETURNS private.load_reduction
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_reduction private.load_reduction;
begin
    select
        case when b.is_suggested then 'deload' else 'planned_deload'::public.reason_code end,
        b.load_percent,
        b.sets_percent,
        jsonb_build_object('starts_on', b.starts_on, 'ends_on', private.break_end(b.starts_on, b.ends_on))
    into v_reduction
    from public.training_breaks as b
    where b.user_id = p_user
        and b.kind = 'deload'
        -- A break lasts at most a year.
        and b.starts_on between p_day - 366 and p_day
        and private.break_end(b.starts_on, b.ends_on) >= p_day
    order by b.load_percent * b.sets_percent, b.starts_on, b.id
    limit 1;
    return v_reduction;
end;
$function$;

CREATE OR REPLACE FUNCTION private.dots(p_sex public.sex, p_bodyweight_kg numeric, p_total_kg numeric)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
declare
    b numeric;
begin
    -- greatest(null, 40) is 40, so a missing bodyweight needs its own check.
    if p_bodyweight_kg is null then
        return null;
    elsif p_sex = 'male' then
        b := least(greatest(p_bodyweight_kg, 40), 210);
        return round(
            500 * p_total_kg
            / ((((-0.0000010930 * b + 0.0007391293) * b - 0.1918759221) * b + 24.0900756) * b - 307.75076),
            2
        );
    elsif p_sex = 'female' then
        b := least(greatest(p_bodyweight_kg, 40), 150);
        return round(
            500 * p_total_kg
            / ((((-0.0000010706 * b + 0.0005158568) * b - 0.1126655495) * b + 13.6175032) * b - 57.96288),
            2
        );
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.duplicate_plan(p_user uuid, p_plan_id uuid, p_new_plan_id uuid, p_now timestamp with time zone)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_id uuid := coalesce(p_new_plan_id, gen_random_uuid());
begin
    perform private.require_caller(p_user);
    perform private.require_plan(p_user, p_plan_id);

    insert into public.workout_plans
    select copy.*
    from
        public.workout_plans as p
        cross join lateral jsonb_populate_record(
            p,
            jsonb_build_object(
                'id', v_id,
                'name', left(p.name, 193) || ' (copy)',
                'created_by', 'user',
                'source_plan_id', p.id,
                'is_active', false,
                'activated_at', null,
                'archived_at', null,
                'created_at', p_now,
                'updated_at', now()
            )
        ) as copy
    where p.user_id = p_user and p.id = p_plan_id
    on conflict (id) do nothing;
    if not found then
        if exists (
            select from public.workout_plans as p
            where p.user_id = p_user and p.id = v_id and p.source_plan_id = p_plan_id
        ) then
            return v_id;
        end if;
        -- An id of another user's plan gets the same answer as one that doesn't exist.
        perform private.fail(
            case when exists (select from public.workout_plans as p where p.user_id = p_user and p.id = v_id)
                then 'PT409' else 'PT404'
            end,
            'this id can''t be used', '{"field": "p_new_plan_id"}', 'Use a new id.'
        );
    end if;

    with days as materialized (
        select d as original, gen_random_uuid() as new_id
        from public.workout_plan_days as d
        where d.user_id = p_user and d.plan_id = p_plan_id
    ),

    made as (
        insert into public.workout_plan_days
        select copy.*
        from
            days as d
            cross join lateral jsonb_populate_record(
                d.original,
                jsonb_build_object('id', d.new_id, 'plan_id', v_id, 'created_at', now(), 'updated_at', now())
            ) as copy
    )

    -- The copy starts with the present loads of the original.
    insert into public.workout_plan_day_exercises
    select copy.*
    from
        days as d
        inner join public.workout_plan_day_exercises as x on x.user_id = p_user and x.plan_workout_id = (d.original).id
        cross join lateral jsonb_populate_record(
            x,
            jsonb_build_object(
                'id', gen_random_uuid(), 'plan_workout_id', d.new_id, 'created_at', now(), 'updated_at', now()
            )
        ) as copy;
    return v_id;
end;
$function$;

CREATE OR REPLACE FUNCTION private.embedding_of(p_text text, p_field text)
 RETURNS extensions.halfvec
 LANGUAGE plpgsql
 IMMUTABLE STRICT
 SET search_path TO ''
AS $function$
declare
    v_embedding extensions.halfvec(768);
begin
    -- Room for 768 numbers of more than 30 characters; a longer text is not worth parsing.
    if length(p_text) <= 25000 then
        v_embedding := extensions.l2_normalize(p_text::extensions.halfvec(768));
    end if;
    if coalesce(extensions.l2_norm(v_embedding), 0) = 0 then
        perform private.fail('PT422', 'the vector has no direction', jsonb_build_object('field', p_field));
    end if;
    return v_embedding;
exception
    when data_exception then
        perform private.fail(
            'PT422', 'not a vector of 768 numbers', jsonb_build_object('field', p_field), 'Write [0.12,-0.5,…].'
        );
        return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.end_forgotten_workouts(p_now timestamp with time zone, p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_session record;
    v_ended integer := 0;
begin
    for v_session in
        select w.user_id, w.id
        from public.workout_sessions as w
        inner join public.profiles as p on w.user_id = p.id
        where w.status in ('started', 'paused') and w.started_at <= p_now - interval '24 hours'
        limit p_limit
        -- Users who are writing right now are left to the next run.
        for no key update of p skip locked
    loop
        if exists (
            select from private.scored_sets as s
            where s.user_id = v_session.user_id and s.session_id = v_session.id and s.is_performed
        ) then
            perform private.finish_workout(v_session.user_id, v_session.id, null, null, p_now);
        else
            update public.workout_sessions as w
            set
                status = 'abandoned',
                ended_at = w.started_at + interval '24 hours',
                paused_seconds = private.paused_until(w, p_now),
                paused_at = null,
                rest_started_at = null,
                rest_seconds = null
            where w.user_id = v_session.user_id and w.id = v_session.id and w.status in ('started', 'paused');
        end if;
        v_ended := v_ended + 1;
    end loop;
    return v_ended;
end;
$function$;

CREATE OR REPLACE FUNCTION private.entitlement_at(p_user uuid, p_at timestamp with time zone, OUT status public.subscription_status, OUT tier text)
 RETURNS record
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    -- The best of several. A canceled trial stays a trial: canceling mustn't raise its quota.
    select
        case
            when bool_or(s.status in ('active', 'grace')) then 'active'::public.subscription_status
            when bool_or(s.status = 'trial') then 'trial'
            when bool_or(true) then 'canceled'
            else 'free'
        end,
        case
            when bool_or(s.status in ('active', 'grace')) then 'active'
            when bool_or(s.status in ('paused', 'canceled') and not s.is_trial) then 'canceled'
            when bool_or(true) then 'trial'
            else 'free'
        end
    into entitlement_at.status, entitlement_at.tier
    from public.subscriptions as s
    where s.user_id = p_user
        and s.status in ('trial', 'active', 'grace', 'paused', 'canceled')
        and (s.access_until is null or s.access_until > p_at);
end;
$function$;

CREATE OR REPLACE FUNCTION private.estimated_completion(p_goal_type public.goal_type, p_level public.fitness_level, p_weight_kg numeric, p_target_weight_kg numeric, p_target_muscle_kg numeric, p_from date)
 RETURNS date
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_target numeric := coalesce(p_target_weight_kg, p_weight_kg + p_target_muscle_kg);
    v_rate numeric := case
        when v_target < p_weight_kg then 0.007
        when p_level = 'advanced' then 0.0025
        when p_level = 'intermediate' then 0.00375
        else 0.005
    end;
begin
    -- Strength, endurance and maintenance have no target weight.
    if p_goal_type not in ('lose_weight', 'gain_muscle') or v_target is null or p_weight_kg is null then
        return null;
    end if;
    -- Already reached.
    if (p_goal_type = 'lose_weight') = (v_target >= p_weight_kg) then
        return p_from;
    end if;
    return p_from + ceil(7 * abs(ln(v_target / p_weight_kg)) / v_rate)::integer;
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
        return private.advance_wave(v_result, p_terms, p_amounts, p_loads, p_efforts);
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
            -- Every set is within the range, but the total is not reached yet, so the load stays.
            v_result.outcome := 'held';
            v_result.reason_code := 'held';
            v_result.rule := 'sum_of_reps';
            v_result.failures := 0;
        else
            v_result := private.fall_back(v_result, p_terms);
        end if;
    end if;
    -- Few plans need either of these, and each call takes as long as evaluating one set.
    if p_terms.rules @? '$.**.after_stalls' then
        v_result := private.count_stalls(v_result, p_terms, p_amounts, p_loads, p_efforts);
    end if;
    if p_terms.buildable is not null then
        v_result := private.settled_load(v_result, p_target, p_terms);
    end if;
    return v_result;
end;
$function$;

CREATE OR REPLACE FUNCTION private.exercise_progress(p_user uuid, p_exercise_id uuid, p_from date, p_to date)
 RETURNS TABLE(day date, sets integer, best_weight_kg numeric, best_reps integer, estimated_1rm_kg numeric, confidence public.confidence, volume_kg numeric, best_duration_seconds integer, best_distance_m numeric)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
#variable_conflict use_column
begin
    perform private.require_caller(p_user);
    perform private.require_range(p_from, p_to);
    perform private.require_exercises(p_user, array[p_exercise_id], '{p_exercise_id}');

    return query
    with days as (
        select
            r.day,
            sum(r.working_sets)::integer as sets,
            -- Assistance is stored as a negative load: the least assistance is the best.
            abs(max(r.load_score)) as best_weight_kg,
            max(r.best_reps)::integer as best_reps,
            max(r.estimated_1rm_kg) as estimated_1rm_kg,
            (
                array_agg(r.estimated_1rm_reps order by r.estimated_1rm_kg desc, r.estimated_1rm_reps)
                filter (where r.estimated_1rm_kg is not null)
            )[1] as estimated_1rm_reps,
            sum(r.volume_kg) as volume_kg,
            max(r.duration_score)::integer as best_duration_seconds,
            max(r.distance_score) as best_distance_m
        from private.exercise_sessions as r
        where r.user_id = p_user
            and r.exercise_id = p_exercise_id
            and r.day between coalesce(p_from, '-infinity') and coalesce(p_to, 'infinity')
            and r.working_sets > 0
        group by r.day
        order by r.day desc
        limit 1000
    )

    select
        d.day, d.sets, d.best_weight_kg, d.best_reps, d.estimated_1rm_kg,
        private.estimate_confidence(d.estimated_1rm_reps), d.volume_kg, d.best_duration_seconds, d.best_distance_m
    from days as d
    order by d.day;
end;
$function$;

CREATE OR REPLACE FUNCTION private.exercise_trends(p_user uuid, p_from date, p_to date, p_stall_from date)
 RETURNS TABLE(exercise_id uuid, record_type public.record_type, workouts bigint, latest double precision, best double precision, latest_reps numeric, slope double precision, standard_error double precision, degrees integer, mean double precision, has_stalled boolean)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
#variable_conflict use_column
declare
    v_deloads datemultirange;
begin
    v_deloads := coalesce(
        (
            select range_agg(daterange(b.starts_on, private.break_end(b.starts_on, b.ends_on), '[]'))
            from public.training_breaks as b
            where b.user_id = p_user and b.kind = 'deload' and b.starts_on between p_from - 366 and p_to
        ),
        '{}'
    );

    return query
    with points as materialized (
        select
            r.exercise_id,
            e.tracking_type,
            r.estimated_1rm_reps,
            -- Cast to double precision once: regression functions take nothing else, and casting from numeric is slow.
            case e.tracking_type
                when 'weight_reps' then r.estimated_1rm_kg
                when 'reps_only' then r.reps_score
                when 'assisted' then r.load_score
                when 'duration' then r.duration_score
                else r.distance_score
            end::double precision as score,
            r.day,
            (r.day - p_from) / 7::double precision as week,
            r.started_at,
            r.session_id
        from public.workout_sessions as w
        inner join private.exercise_sessions as r on r.user_id = p_user and r.session_id = w.id
        inner join public.exercises as e on e.id = r.exercise_id
        where w.user_id = p_user
            and w.status = 'completed'
            and w.total_sets > 0
            and w.day between p_from and p_to
            -- Deloads are light on purpose and say nothing about strength.
            and not r.day <@ v_deloads
    ),

    numbered as (
        select p.*, row_number() over (partition by p.exercise_id order by p.started_at desc, p.session_id desc) as back
        from points as p
        where p.score is not null
    ),

    fitted as (
        select
            p.exercise_id,
            p.tracking_type,
            count(*) as workouts,
            max(p.score) filter (where p.back = 1) as latest,
            max(p.score) as best,
            max(p.estimated_1rm_reps) filter (where p.back = 1) as latest_reps,
            regr_slope(p.score, p.week) as slope,
            regr_sxx(p.score, p.week) as sxx,
            regr_syy(p.score, p.week) as syy,
            regr_sxy(p.score, p.week) as sxy,
            avg(p.score) as mean,
            count(*) filter (where p.back <= 3 and p.day >= p_stall_from) as latest_three,
            max(p.score) filter (where p.back <= 3) as best_of_three,
            max(p.score) filter (where p.back > 3 and p.day >= p_stall_from) as best_before
        from numbered as p
        group by p.exercise_id, p.tracking_type
    )

    select
        f.exercise_id,
        case f.tracking_type
            when 'weight_reps' then 'estimated_1rm'
            when 'reps_only' then 'max_reps'
            when 'assisted' then 'max_weight'
            when 'duration' then 'max_duration'
            else 'max_distance'
        end::public.record_type,
        f.workouts,
        f.latest,
        f.best,
        f.latest_reps,
        f.slope,
        case
            when f.workouts > 2
                then sqrt(greatest(f.syy - f.slope * f.sxy, 0) / (f.workouts - 2) / nullif(f.sxx, 0))
        end,
        f.workouts::integer - 2,
        f.mean,
        f.latest_three = 3 and coalesce(f.best_of_three < f.best_before + 0.005 * abs(f.best_before) - 1e-9, false)
    from fitted as f;
end;
$function$;

CREATE OR REPLACE FUNCTION private.expire_ai_requests(p_limit integer, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_user uuid;
    v_users integer := 0;
    v_windows integer;
begin
    if p_limit is null or p_limit not between 1 and 10000 then
        perform private.fail('PT422', 'p_limit must be 1 to 10000', '{"field": "p_limit"}');
    end if;
    for v_user in
        select distinct r.user_id from private.ai_requests as r
        where r.kept_until <= p_now
            or r.status is null and r.claimed_until <= p_now and r.charged_at is not null
        limit p_limit
    loop
        -- Locked users are left to the next run: nothing waits for this job, and it waits for nothing.
        perform from public.profiles as p where p.id = v_user for no key update skip locked;
        continue when not found;
        perform private.give_back_dead_requests(v_user, p_now);
        delete from private.ai_requests as r where r.user_id = v_user and r.kept_until <= p_now;
        v_users := v_users + 1;
    end loop;
    delete from private.quota_use as u
    where u.ctid = any(array(
        -- After two months no request can refer to a window any more.
        select o.ctid from private.quota_use as o
        where o.starts_on < private.quota_window('day', p_now) - 62
        limit p_limit
        for update skip locked
    ));
    get diagnostics v_windows = row_count;
    return jsonb_build_object('users', v_users, 'windows', v_windows);
end;
$function$;

CREATE OR REPLACE FUNCTION private.explain_prescription(p_user uuid, p_plan_exercise_id uuid, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_plan_exercise record;
    v_current record;
    v_step public.prescriptions;
    v_unit public.preferred_unit;
begin
    perform private.require_caller(p_user);
    perform private.require_plan_exercise(p_user, p_plan_exercise_id);
    v_unit := (select p.preferred_unit from public.profiles as p where p.id = p_user);
    select x.exercise_id, e.name, x.progression into v_plan_exercise
    from public.workout_plan_day_exercises as x
    inner join public.exercises as e on e.id = x.exercise_id
    where x.user_id = p_user and x.id = p_plan_exercise_id;
    select s.* into v_current
    from private.current_targets(p_user, array[p_plan_exercise_id], 'infinity') as s;
    v_step := private.latest_step(p_user, p_plan_exercise_id);

    return jsonb_build_object(
        'plan_exercise_id', p_plan_exercise_id,
        'exercise_id', v_plan_exercise.exercise_id,
        'name', v_plan_exercise.name,
        'target', private.target_json(v_current.target),
        'reason_code', v_current.reason_code,
        'reason', private.reason_text(
            v_current.reason_code, v_step.rule, v_step.inputs, v_step.old_target, private.target_json(v_current.target), v_unit
        ),
        'outcome', v_step.outcome,
        'rule', v_step.rule,
        'inputs', coalesce(v_step.inputs, '{}'),
        'old_target', v_step.old_target,
        'session_id', v_step.session_id,
        'effective_at', v_step.effective_at,
        'failures', v_current.failures,
        'state', v_current.state,
        'progression', v_plan_exercise.progression,
        'rules', (v_current.fact).rules,
        'today', to_jsonb(private.load_reduction_at(p_user, p_now, private.local_day(p_user, p_now))),
        'on_success', private.preview_step(p_user, p_plan_exercise_id, v_current.target, (v_current.fact).rules, true, p_now),
        'on_failure', private.preview_step(p_user, p_plan_exercise_id, v_current.target, (v_current.fact).rules, false, p_now),
        'history', private.step_history(p_user, p_plan_exercise_id, v_unit)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.export_account(p_user uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    -- No password hash and no tokens: the export must not let anyone sign in.
    return (
        select jsonb_build_object(
            'email', u.email,
            'phone', u.phone,
            'created_at', u.created_at,
            'email_confirmed_at', u.email_confirmed_at,
            'last_sign_in_at', u.last_sign_in_at,
            'user_metadata', u.raw_user_meta_data,
            'app_metadata', u.raw_app_meta_data,
            'identities', (
                select coalesce(jsonb_agg(
                    jsonb_build_object(
                        'provider', i.provider, 'identity_data', i.identity_data, 'created_at', i.created_at,
                        'last_sign_in_at', i.last_sign_in_at
                    ) order by i.created_at, i.id
                ), '[]')
                from auth.identities as i
                where i.user_id = u.id
            ),
            'sessions', (
                select coalesce(jsonb_agg(
                    jsonb_build_object(
                        'created_at', s.created_at, 'refreshed_at', s.refreshed_at, 'user_agent', s.user_agent, 'ip', host(s.ip)
                    ) order by s.created_at, s.id
                ), '[]')
                from auth.sessions as s
                where s.user_id = u.id
            )
        )
        from auth.users as u
        where u.id = p_user
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.export_my_data(p_user uuid, p_section text, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_table record;
    v_rows jsonb;
    v_sections jsonb := jsonb_build_object();
begin
    perform private.require_caller(p_user);
    if not exists (select from public.profiles as p where p.id = p_user) then
        perform private.fail('PT404', 'account not found', null, 'Sign up, or finish onboarding.');
    end if;
    if coalesce(p_section, 'account') = 'account' then
        v_sections := jsonb_build_object('account', private.export_account(p_user));
    end if;
    if coalesce(p_section, 'files') = 'files' then
        v_sections := v_sections || jsonb_build_object('files', private.export_files(p_user));
    end if;
    for v_table in
        select e.* from private.exported_tables() as e where coalesce(p_section, e.section) = e.section
    loop
        execute format(
            'select coalesce(jsonb_agg(to_jsonb(t) - %L order by %s), ''[]'') from %s as t where t.%I = $1',
            v_table.owner_column, v_table.sort_by, v_table.relation, v_table.owner_column
        )
        into v_rows
        using p_user;
        v_sections := v_sections || jsonb_build_object(v_table.section, v_rows);
    end loop;
    if v_sections = '{}' then
        perform private.fail(
            'PT422', 'unknown section',
            jsonb_build_object(
                'field', 'p_section',
                'expected', (
                    select jsonb_agg(s.name order by s.name)
                    from (
                        select e.section as name from private.exported_tables() as e
                        union all
                        values ('account'), ('files')
                    ) as s
                )
            )
        );
    end if;
    perform private.audit(p_user, 'data_exported', jsonb_build_object('section', p_section));
    return jsonb_build_object(
        'schema_version', 1, 'exported_at', p_now, 'user_id', p_user, 'sections', v_sections
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.exported_tables()
 RETURNS TABLE(section text, relation regclass, owner_column name, sort_by text)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
    select
        c.relname,
        c.oid,
        a.attname,
        coalesce(
            (
                select string_agg(format('t.%I', k.attname), ', ' order by i.place)
                from pg_catalog.pg_constraint as p
                cross join lateral unnest(p.conkey) with ordinality as i (attnum, place)
                inner join pg_catalog.pg_attribute as k on k.attrelid = p.conrelid and k.attnum = i.attnum
                where p.conrelid = c.oid and p.contype = 'p'
            ),
            'to_jsonb(t)'
        )
    from pg_catalog.pg_class as c
    inner join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p', 'v')
        and not c.relispartition
        and (
            c.relnamespace = 'public'::regnamespace
            -- What a person set, since when, and what they paid. Everything else in private is derived or serves one request.
            or c.relnamespace = 'private'::regnamespace
            and c.relname in (
                'billing_events', 'gear_facts', 'gym_unit_facts', 'target_facts', 'time_zone_changes', 'tombstones',
                'weekly_targets'
            )
        )
        and (
            a.attname = 'user_id'
            or (c.relname, a.attname) in (('profiles', 'id'), ('exercises', 'created_by'), ('plan_templates', 'created_by'))
        )
$function$;

CREATE OR REPLACE FUNCTION private.fail(p_code text, p_message text, p_details jsonb DEFAULT NULL::jsonb, p_hint text DEFAULT NULL::text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    -- Volatile on purpose: the planner may evaluate an immutable function with constant arguments early.
    -- An option of raise can't be null, so a missing one is the empty string, which is what PostgREST sends.
    raise exception using
        errcode = p_code,
        message = p_message,
        detail = coalesce(p_details::text, ''),
        hint = coalesce(p_hint, '');
end;
$function$;

CREATE OR REPLACE FUNCTION private.fall_back(p_result private.evaluation, p_terms private.terms)
 RETURNS private.evaluation
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_result private.evaluation := p_result;
    v_target private.target := p_result.new_target;
    v_rules jsonb := private.rule_list(p_terms.rules);
    v_rule jsonb := coalesce(
        jsonb_path_query_first(v_rules, '$[*] ? (exists(@.after_failures) || exists(@.on_failures))'),
        private.load_rule(p_terms.rules)
    );
    v_stage integer;
begin
    v_result.outcome := 'failure';
    v_result.reason_code := 'missed_reps';
    v_result.failures := p_result.failures + 1;
    -- Three in a row, unless a rule says otherwise; without a rule the target stays.
    if v_rule is null or v_result.failures < coalesce((v_rule -> 'after_failures')::integer, 3) then
        return v_result;
    end if;

    case coalesce(v_rule ->> 'on_failures', 'deload')
        when 'deload' then
            v_target.weight_kg := private.lowered_load(
                v_target.weight_kg, coalesce((v_rule -> 'deload_percent')::numeric, 10), p_terms
            );
            v_target.reps := (p_terms.base).reps;
        when 'reset' then
            v_target.reps := (p_terms.base).reps;
            v_target.sets := (p_terms.base).sets;
        else
            -- A target that matches no stage was written by hand and counts as the first stage.
            v_stage := coalesce(
                (
                    select s.i from jsonb_array_elements(v_rule -> 'stages') with ordinality as s (value, i)
                    where s.value ->> 'reps' = v_target.reps and (s.value -> 'sets')::integer = v_target.sets
                    limit 1
                ),
                1
            );
            if v_stage >= jsonb_array_length(v_rule -> 'stages') then
                v_stage := 0;
                v_target.weight_kg := private.lowered_load(
                    v_target.weight_kg, 100 - coalesce((v_rule -> 'restart_percent')::numeric, 85), p_terms
                );
            end if;
            v_target.sets := (v_rule -> 'stages' -> v_stage -> 'sets')::integer;
            v_target.reps := v_rule -> 'stages' -> v_stage ->> 'reps';
    end case;
    v_result.rule := coalesce(v_rule ->> 'on_failures', 'deload');
    v_result.reason_code := 'repeated_failure';
    v_result.failures := 0;
    v_result.new_target := v_target;
    return v_result;
end;
$function$;

CREATE OR REPLACE FUNCTION private.files_below(p_bucket_id text, p_prefix text, p_limit integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select coalesce(jsonb_agg(f.name), '[]')
        from (
            -- A prefix ends with its only slash, and 0 follows / in ASCII, so this is a range that the index of hosted projects on
            -- (bucket_id, name collate "C") serves.
            select o.name
            from storage.objects as o
            where o.bucket_id = p_bucket_id
                and o.name collate "C" >= p_prefix
                and o.name collate "C" < rtrim(p_prefix, '/') || '0'
            limit p_limit
        ) as f
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.fill_in(p_text text, p_data jsonb)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    -- In one pass: replaced values are not searched for placeholders again.
    return (
        select string_agg(case when w.i % 2 = 1 then w.part else coalesce(left(p_data ->> w.part, 100), '') end, '' order by w.i)
        from unnest(string_to_array(replace(p_text, '}', '{'), '{')) with ordinality as w (part, i)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.finish_ai_request(p_user uuid, p_request_id uuid, p_status integer, p_body jsonb, p_is_charged boolean, p_usage jsonb, p_now timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    -- Clients of the API send a JSON null for no body.
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
        perform private.fail('PT422', 'p_body must be at most 1 MiB', '{"field": "p_body", "max": 1048576}');
    end if;
    if not private.lock_user(p_user) then
        return false;
    end if;
    -- These calls were paid for, even if another attempt has taken the request over.
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
        -- Its quota was given back because the attempt seemed dead, but it has delivered after all.
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

CREATE OR REPLACE FUNCTION private.finish_workout(p_user uuid, p_session_id uuid, p_overall_feeling public.feeling, p_notes text, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_session public.workout_sessions := private.require_session(p_user, p_session_id);
begin
    if length(p_notes) > 5000 then
        perform private.fail('PT422', 'notes are too long', '{"field": "p_notes", "max": 5000}');
    end if;
    if v_session.status in ('started', 'paused') then
        -- A workout that the user forgot to finish still counts: it ends after 24 hours, the longest a workout can last.
        update public.workout_sessions as w
        set
            status = 'completed',
            ended_at = greatest(least(p_now, w.started_at + interval '24 hours'), w.started_at),
            paused_seconds = private.paused_until(v_session, p_now),
            paused_at = null,
            rest_started_at = null,
            rest_seconds = null,
            overall_feeling = coalesce(p_overall_feeling, w.overall_feeling),
            notes = coalesce(p_notes, w.notes)
        where w.user_id = p_user and w.id = p_session_id;
    elsif v_session.status <> 'completed' then
        perform private.refuse_state(v_session, 'finished');
    end if;
    return private.workout_summary(p_user, p_session_id, p_now);
end;
$function$;

CREATE OR REPLACE FUNCTION private.fold_subscription(p_provider public.billing_provider, p_key text, p_now timestamp with time zone)
 RETURNS uuid[]
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_settings private.billing_settings;
    v_event private.billing_events;
    v_events uuid [] := array[]::uuid [];
    v_state private.subscription_state;
    v_access_until timestamptz;
    v_owner uuid;
    v_before uuid;
    v_counts private.billing_event_state;
begin
    -- The second of two concurrent calls sees what the first stored.
    perform pg_advisory_xact_lock(hashtextextended(format('billing:%s:%s', p_provider, p_key), 0));
    select s.* into strict v_settings from private.billing_settings as s;
    for v_event in select e.* from private.events_of_subscription(p_provider, p_key) as e loop
        v_state := private.after_billing_event(v_state, v_event, v_settings.grace);
        v_events := v_events || v_event.id;
    end loop;
    v_access_until := private.access_end(v_state, v_settings.renewal_leeway);
    if v_state.status in ('trial', 'active', 'grace', 'paused', 'canceled') and v_access_until <= p_now then
        v_state.status := 'expired';
    end if;

    if v_state.status is not null then
        v_owner := private.user_named(v_state.users);
    end if;
    v_counts := case when v_owner is null then 'ignored'::private.billing_event_state else 'processed' end;

    -- Deleted and inserted again with the new owner, so that the previous owner gets a tombstone.
    delete from public.subscriptions as s
    where s.provider = p_provider and s.provider_subscription_id = p_key and s.user_id is distinct from v_owner
    returning s.user_id into v_before;
    if v_owner is not null then
        insert into public.subscriptions as s (
            id, user_id, provider, product_id, status, current_period_start, current_period_end, access_until, is_trial,
            renews, store, provider_subscription_id, created_at, updated_at
        )
        values (
            private.stable_id('subscription:' || p_provider, p_key), v_owner, p_provider, v_state.product_id,
            v_state.status, v_state.period_start, v_state.period_end, v_access_until, coalesce(v_state.is_trial, false),
            coalesce(v_state.renews, false) and v_state.status in ('trial', 'active', 'grace'), v_state.store, p_key,
            p_now, p_now
        )
        on conflict (provider, provider_subscription_id) do update
        set product_id = excluded.product_id,
            status = excluded.status,
            current_period_start = excluded.current_period_start,
            current_period_end = excluded.current_period_end,
            access_until = excluded.access_until,
            is_trial = excluded.is_trial,
            renews = excluded.renews,
            store = excluded.store;
    end if;
    -- Events being processed right now are skipped: the two would wait for each other.
    update private.billing_events as e
    set user_id = v_owner,
        state = case when e.state in ('processed', 'ignored') then v_counts else e.state end,
        error = case when e.state in ('processed', 'ignored') and v_owner is null then 'no user has it' end
    where e.id = any(array(
        select o.id from private.billing_events as o
        -- A transfer belongs to its receiver, whatever became of this subscription.
        where o.id = any(v_events) and o.effect <> 'moved'
            and (o.user_id is distinct from v_owner or o.state in ('processed', 'ignored') and o.state <> v_counts)
        for update skip locked
    ));
    return array_remove(array[v_owner, v_before], null);
end;
$function$;

CREATE OR REPLACE FUNCTION private.forget_billing()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- The user's events go by foreign key. A subscription they transferred belongs to its present owner, and stays.
    delete from private.billing_events as e where e.user_id is null and e.users @> array[old.id::text];
    return old;
end;
$function$;

CREATE OR REPLACE FUNCTION private.forget_billing_events(p_now timestamp with time zone, p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_count integer;
begin
    delete from private.billing_events as e
    where e.id = any(array(
        select o.id from private.billing_events as o
        -- A yearly subscription bought without an account is still found when its buyer signs up.
        where o.state = 'ignored' and o.received_at < p_now - interval '400 days'
        order by o.received_at
        limit p_limit
        for update skip locked
    ));
    get diagnostics v_count = row_count;
    return v_count;
end;
$function$;

CREATE OR REPLACE FUNCTION private.gear_of(p_user uuid)
 RETURNS TABLE(equipment_id uuid, loads_kg numeric[])
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    return query
    with parts as (
        select
            q.id,
            q.load_type,
            u.loads_kg,
            u.base_kg,
            u.step_kg,
            u.max_kg,
            -- A row without loads falls back to the preferences.
            num_nonnulls(u.base_kg, u.plates_kg, u.loads_kg, u.step_kg) > 0 as is_told,
            case
                when u.base_kg is not null then array[u.base_kg]
                when q.load_type = 'bar' then nullif(p.bars_kg, '{}')
                else '{0}'::numeric[]
            end as bases_kg,
            coalesce(u.plates_kg, case when q.load_type in ('bar', 'plates') then nullif(p.plates_kg, '{}') end) as plates_kg,
            case when q.load_type = 'dumbbell' then p.dumbbells_kg end as dumbbells_kg
        from public.equipment as q
        left join public.user_equipment as u on u.user_id = p_user and u.equipment_id = q.id
        left join public.training_preferences as p on p.user_id = p_user
        where q.load_type in ('bar', 'dumbbell', 'plates') or u.user_id is not null
    )

    select
        p.id,
        nullif(
            array(
                select distinct l.kg
                from unnest(
                    case
                        when p.bases_kg is not null and p.plates_kg is not null
                            then private.plate_loads(p.bases_kg, p.plates_kg, p.load_type is distinct from 'plates')
                    end
                    || case when p.step_kg is not null then private.stack_loads(coalesce(p.base_kg, 0), p.step_kg, p.max_kg) end
                    || case when p.is_told then p.loads_kg else p.dumbbells_kg end
                ) as l (kg)
                order by l.kg
            ),
            '{}'
        )
    from parts as p;
end;
$function$;

CREATE OR REPLACE FUNCTION private.give_back_dead_requests(p_user uuid, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_dead private.ai_requests;
begin
    for v_dead in
        select r.* from private.ai_requests as r
        where r.user_id = p_user and r.status is null and r.claimed_until <= p_now and r.charged_at is not null
    loop
        perform private.move_quota(p_user, v_dead.feature, v_dead.charged_at, -1);
        -- The row stays, because its key is still bound to its body.
        update private.ai_requests as r set charged_at = null where r.user_id = p_user and r.id = v_dead.id;
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.grant_access(p_user uuid, p_until timestamp with time zone, p_reason text, p_now timestamp with time zone)
 RETURNS public.subscriptions
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_given public.subscriptions;
    v_id uuid;
begin
    perform private.require_caller(p_user);
    perform private.check_shape(
        jsonb_build_object('p_until', p_until, 'p_reason', p_reason),
        null,
        $shape${
            "p_until": {"type": "timestamp"},
            "p_reason": {"type": "text", "min": 1, "max": 500, "required": true}
        }$shape$
    );
    perform private.require_account(p_user);
    -- An event like any other, so that there is a record of who granted what and why.
    v_id := (private.store_billing_event(
        'manual', gen_random_uuid()::text, 'GRANT', p_now, 'production',
        jsonb_build_object('user_id', p_user, 'until', p_until, 'reason', p_reason), p_now
    ) ->> 'id')::uuid;
    perform private.process_billing_event(p_now, v_id);
    select s.* into v_given
    from public.subscriptions as s
    where s.user_id = p_user and s.provider = 'manual' and s.provider_subscription_id = p_user::text;
    return v_given;
end;
$function$;

CREATE OR REPLACE FUNCTION private.highest_rpe(p_inputs jsonb)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select trim_scale(max(e.value::numeric))::text
        from jsonb_array_elements_text(p_inputs -> 'rpe') as e (value)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.index_exercise()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    delete from private.exercise_spellings where exercise_id = new.id;
    with spellings as (
        select private.search_fold(s.spelling) as folded, bool_and(s.is_alias) as is_alias
        from (
            select new.name as spelling, false as is_alias
            union all
            select a.alias, true from unnest(new.aliases) as a (alias)
        ) as s
        group by 1
    ),

    -- Spellings that differ only by a space are one: the first stands for both.
    kept as (
        select distinct on (replace(s.folded, ' ', '')) s.folded, s.is_alias
        from spellings as s
        where s.folded <> ''
        order by replace(s.folded, ' ', ''), s.is_alias
    ),

    stored as (
        insert into private.exercise_spellings (exercise_id, compact, is_alias, gram_count)
        select new.id, replace(k.folded, ' ', ''), k.is_alias, cardinality(private.search_grams(k.folded))
        from kept as k
        returning id, compact
    )

    insert into private.exercise_grams (visible_to, gram, spelling_id)
    select
        case when new.is_approved or new.created_by is null then '00000000-0000-0000-0000-000000000000'
        else new.created_by end,
        g.gram,
        s.id
    from stored as s
    inner join kept as k on replace(k.folded, ' ', '') = s.compact
    cross join unnest(private.search_grams(k.folded)) as g (gram);
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.initial_load(p_user uuid, p_exercise_id uuid, p_target private.target, p_rir numeric, p_step numeric, p_loads numeric[], p_at timestamp with time zone)
 RETURNS TABLE(load_kg numeric, estimated_1rm_kg numeric, reps integer, rir numeric)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_best numeric;
    v_reps integer := private.target_amount(p_target.reps, 1);
    -- Two in reserve: the first workout is for finding out, not for failing.
    v_rir numeric := coalesce(p_rir, 2);
    v_wanted numeric;
begin
    if p_target.reps ~ '([sm]|AMRAP)$' then
        return;
    end if;
    v_best := (
        select max(x.estimated_1rm_kg) from private.exercise_sessions as x
        where x.user_id = p_user
            and x.exercise_id = p_exercise_id
            -- An estimate older than three months says too little about current strength.
            and x.started_at > p_at - interval '90 days'
            and x.started_at <= p_at
    );
    v_wanted := v_best * private.percent_of_1rm(v_reps, 10 - v_rir);
    if v_wanted > 0 then
        return query select
            case
                when p_loads is null then floor(v_wanted / p_step) * p_step
                else private.snap(v_wanted, v_wanted, p_loads)
            end,
            v_best, v_reps, v_rir;
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.initial_load_text(p_1rm_kg numeric, p_reps integer, p_rir numeric, p_unit public.preferred_unit)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return format(
        'First time in this plan: your estimated 1RM is %s, so this load should let you do %s with %s in reserve.',
        private.load_text(p_1rm_kg, p_unit),
        case p_reps when 1 then '1 repetition' else p_reps || ' repetitions' end,
        trim_scale(p_rir)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.initial_target(p_fact private.target_facts, p_buildable numeric[])
 RETURNS private.target_facts
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_fact private.target_facts := p_fact;
    v_week integer := coalesce((p_fact.state -> 'week')::integer, 1);
    v_max numeric;
begin
    if private.scheme_of(v_fact.rules) <> 'percentage_wave' then
        -- The load a plan is created with is rounded to what can be built; a load the user sets later is kept.
        if p_fact.set_at = '-infinity' then
            v_fact.target.weight_kg := private.snap(null, (v_fact.target).weight_kg, p_buildable);
        end if;
        return v_fact;
    end if;
    v_week := least(v_week, jsonb_array_length(v_fact.rules -> 'weeks'));
    -- Without a training max, the load is taken as the heaviest of the week.
    v_max := coalesce(
        (v_fact.state -> 'training_max_kg')::numeric,
        (v_fact.rules -> 'training_max_kg')::numeric,
        round(
            (v_fact.target).weight_kg * 100
            / (
                select max(p.value::numeric)
                from jsonb_array_elements_text(v_fact.rules -> 'weeks' -> (v_week - 1) -> 'percents') as p
            ),
            3
        )
    );
    v_fact.state := '{}';
    if v_max is not null then
        v_max := least(v_max, 2000);
        v_fact.state := jsonb_build_object('training_max_kg', v_max, 'week', v_week);
        v_fact.target := private.wave_target(v_fact.rules, v_week, v_max, p_buildable);
    end if;
    return v_fact;
end;
$function$;

CREATE OR REPLACE FUNCTION private.insert_plan_days(p_user uuid, p_plan_id uuid, p_days jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    with days as materialized (
        select coalesce((d.value ->> 'id')::uuid, gen_random_uuid()) as id, d.value, d.i
        from jsonb_array_elements(p_days) with ordinality as d (value, i)
    ),

    made as (
        insert into public.workout_plan_days
        select r.*
        from days as d
        cross join lateral private.plan_day_row(p_user, p_plan_id, d.value || jsonb_build_object('id', d.id)) as r
        order by d.i
    )

    insert into public.workout_plan_day_exercises
    select r.*
    from
        days as d
        cross join lateral jsonb_array_elements(d.value -> 'exercises') with ordinality as x (value, i)
        cross join lateral private.plan_exercise_row(p_user, d.id, x.value) as r
    order by d.i, x.i;
exception
    when unique_violation then
        perform private.fail(
            'PT409', 'the id of a day or exercise is already in use', '{"field": "days"}', 'Leave the ids out, or use new ones.'
        );
end;
$function$;

CREATE OR REPLACE FUNCTION private.invalidate_settled_streaks(p_user uuid, p_day date)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- The real clock, not an argument: what matters is what another transaction may be settling right now. A day of margin,
    -- because that transaction may have begun later, or this one may commit long after it began.
    if p_day < private.settled_before(now() + interval '1 day') then
        insert into private.streak_changes (user_id) values (p_user);
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_deriving()
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
begin
    -- Whoever can run SQL can set the setting, but not become the owner of write_workout: plain writes always count.
    return current_user = 'postgres' and coalesce(current_setting('spotter.is_deriving', true), '') = 'on';
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_large_change(p_rows jsonb, p_before jsonb, p_after jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_touched integer;
    v_has_loss boolean;
begin
    -- A new place doesn't count. A row that is added or removed is null on one side.
    select
        count(*) filter (
            where b.value ->> 'table' = 'workout_plan_day_exercises'
                and (
                    'null' in (b.value -> 'row', p_after -> (b.i - 1)::integer -> 'row')
                    or (b.value -> 'row') - 'order_in_workout' <> '{}'
                )
        ),
        coalesce(
            bool_or(
                b.value ->> 'table' = 'workout_plan_day_exercises' and p_after -> (b.i - 1)::integer -> 'row' = 'null'
                or b.value ->> 'table' = 'workout_plan_days'
                and 'null' in (b.value -> 'row', p_after -> (b.i - 1)::integer -> 'row')
            ),
            false
        )
    into v_touched, v_has_loss
    from jsonb_array_elements(p_before) with ordinality as b (value, i);
    return v_has_loss
        or v_touched > 3
        or (
            v_touched > 1
            and v_touched * 3 > (
                select count(*) from jsonb_object_keys(p_rows) as r (key) where r.key like 'workout_plan_day_exercises %'
            )
        );
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_schedule(p_schedule text)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_fields text[] := string_to_array(p_schedule, ' ');
begin
    if p_schedule ~ '^([1-9]|[1-5]\d) seconds?$' then
        return true;
    end if;
    return cardinality(v_fields) = 5
        and private.cron_field(v_fields[1], 0, 59) is not null
        and private.cron_field(v_fields[2], 0, 23) is not null
        and private.cron_field(v_fields[3], 1, 31) is not null
        and private.cron_field(v_fields[4], 1, 12) is not null
        and private.cron_field(v_fields[5], 0, 6) is not null
        -- With both days given, cron runs when either matches, which hardly anyone expects.
        and '*' in (v_fields[3], v_fields[5]);
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_target_reps(p_text text)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO ''
AS $function$
begin
    -- [0-9], because under some collations \d takes the digits of every script.
    return case
        when p_text
            !~ '^([1-9][0-9]{0,2}(-[1-9][0-9]{0,2}|(,[1-9][0-9]{0,2}){0,19}\+?)|AMRAP|[1-9][0-9]{0,4}s|[1-9][0-9]{0,5}m)$'
            then false
        when p_text like '%-%' then split_part(p_text, '-', 1)::integer <= split_part(p_text, '-', 2)::integer
        else true
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_timezone(p_name text)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO ''
AS $function$
begin
    -- `at time zone` also accepts abbreviations (PST) and POSIX rules (Foo/Bar5), which are not IANA zones; looking
    -- the name up in pg_timezone_names reads every zone file (10 ms and more).
    if p_name !~ '^(UTC|GMT|[A-Za-z_]+(/[A-Za-z_-]+){1,2}|Etc/GMT(\+([0-9]|1[0-2])|-([0-9]|1[0-4])))$' then
        return false;
    end if;
    perform timestamptz '2000-01-01 00:00:00+00' at time zone p_name;
    return true;
exception
    when invalid_parameter_value then
        return false;
end;
$function$;

CREATE OR REPLACE FUNCTION private.job_command(p_name text, p_now timestamp with time zone DEFAULT NULL::timestamp with time zone)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    -- Not a procedure: one that commits can't set its search_path, which the database advisors rightly require.
    return format(
        'do $$ declare run bigint := private.begin_job_run(%L, %s); begin commit; '
        'while private.run_job_batch(run) loop commit; end loop; commit; perform private.end_job_run(run); end $$',
        p_name, coalesce(quote_literal(p_now) || '::timestamptz', 'now()')
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.job_health_at(p_now timestamp with time zone)
 RETURNS TABLE(name text, schedule text, runs_in text, due_at timestamp with time zone, is_due boolean, is_late boolean, is_running boolean, last_run_at timestamp with time zone, last_outcome private.job_outcome, last_done_at timestamp with time zone, last_rows bigint, last_seconds numeric, failures bigint, last_failed_at timestamp with time zone, last_error text)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return query
    select
        j.name,
        j.schedule,
        j.runs_in,
        d.due_at,
        d.due_at > coalesce(l.as_of, j.created_at),
        -- Ten minutes' grace to start and finish; so a job that runs every minute is late ten minutes after its last success.
        coalesce(d.overdue_at > coalesce(s.as_of, j.created_at), false),
        exists (
            select from pg_catalog.pg_locks as k
            where k.locktype = 'advisory'
                and k.database = (select b.oid from pg_catalog.pg_database as b where b.datname = current_database())
                and (k.classid::bigint << 32 | k.objid::bigint) = private.job_lock(j.name)
                and k.objsubid = 1
        ),
        l.as_of,
        l.outcome,
        s.as_of,
        s.rows,
        round(extract(epoch from s.ended_at - s.started_at), 3),
        (
            select count(*) from private.job_runs as r
            where r.job = j.name and r.outcome in ('failed', 'killed') and r.as_of <= p_now
                and (s.as_of is null or r.as_of > s.as_of)
        ),
        f.as_of,
        f.error_code || ': ' || f.error_message
    from private.jobs as j
    cross join lateral (
        select
            private.last_due(j.schedule, p_now) as due_at,
            private.last_due(j.schedule, p_now - interval '10 minutes') as overdue_at
    ) as d
    left join lateral (
        select r.* from private.job_runs as r
        where r.job = j.name and r.as_of <= p_now and r.outcome <> 'busy'
        order by r.as_of desc, r.id desc
        limit 1
    ) as l on true
    left join lateral (
        select r.* from private.job_runs as r
        where r.job = j.name and r.as_of <= p_now and r.outcome in ('done', 'unfinished')
        order by r.as_of desc, r.id desc
        limit 1
    ) as s on true
    left join lateral (
        select r.* from private.job_runs as r
        where r.job = j.name and r.as_of <= p_now and r.outcome = 'failed'
        order by r.as_of desc, r.id desc
        limit 1
    ) as f on true;
end;
$function$;

CREATE OR REPLACE FUNCTION private.keep_gear(p_user uuid, p_at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- When the account is deleted, nothing is recorded.
    if not private.lock_user(p_user) then
        return;
    end if;
    insert into private.gear_facts (user_id, equipment_id, valid_from, loads_kg)
    select p_user, coalesce(n.equipment_id, o.equipment_id), p_at, n.loads_kg
    from private.gear_of(p_user) as n
    full join (
        select distinct on (f.equipment_id) f.equipment_id, f.loads_kg
        from private.gear_facts as f
        where f.user_id = p_user
        order by f.equipment_id, f.valid_from desc
    ) as o on o.equipment_id = n.equipment_id
    where n.loads_kg is distinct from o.loads_kg
    on conflict (user_id, equipment_id, valid_from) do update set loads_kg = excluded.loads_kg;

    insert into private.gym_unit_facts (user_id, valid_from, unit)
    select p_user, p_at, n.unit
    from (
        select
            coalesce(
                (select t.gym_unit from public.training_preferences as t where t.user_id = p_user), p.preferred_unit
            ) as unit
        from public.profiles as p
        where p.id = p_user
    ) as n
    where n.unit <> private.gym_unit(p_user, 'infinity')
    on conflict (user_id, valid_from) do update set unit = excluded.unit;
end;
$function$;

CREATE OR REPLACE FUNCTION private.keep_vectors_with_consent()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- The share lock makes this and a withdrawal wait for each other, so no vector is stored after a withdrawal.
    perform from public.user_consents as c
    where c.user_id = new.user_id and c.purpose = 'ai' and c.granted
    for share;
    return case when found then new end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.known_change(p_user uuid, p_change jsonb)
 RETURNS public.plan_changes
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_change public.plan_changes;
begin
    select c.* into v_change from public.plan_changes as c where c.id = (p_change ->> 'id')::uuid;
    if v_change.id is not null and v_change.user_id <> p_user then
        perform private.fail('PT404', 'change not found', '{"field": "id"}');
    elsif v_change.id is not null
        and (v_change.summary, v_change.operations) is distinct from (p_change ->> 'summary', p_change -> 'operations')
    then
        perform private.fail('PT409', 'this id belongs to another change', '{"field": "id"}', 'Use a new id.');
    end if;
    return v_change;
end;
$function$;

CREATE OR REPLACE FUNCTION private.known_message(p_user uuid, p_message jsonb, p_sender public.message_sender)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_known public.ai_coach_messages;
begin
    select m.* into v_known from public.ai_coach_messages as m where m.id = (p_message ->> 'id')::uuid;
    if v_known.id is null then
        return null;
    elsif v_known.user_id <> p_user then
        perform private.fail('PT404', 'message not found', '{"field": "id"}');
    elsif (v_known.sender, v_known.content) is distinct from (p_sender, p_message ->> 'content')
        or v_known.session_id <> coalesce((p_message ->> 'session_id')::uuid, v_known.session_id)
    then
        perform private.fail('PT409', 'this id belongs to another message', '{"field": "id"}', 'Use a new id.');
    end if;
    return v_known.session_id;
end;
$function$;

CREATE OR REPLACE FUNCTION private.landmarks_of(p_user uuid)
 RETURNS TABLE(muscle_group text, min_sets numeric, max_sets numeric)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    return query
    select l.muscle_group, l.min_sets, l.max_sets
    from public.profiles as p
    -- An unknown level counts as beginner: recommending too little does less harm than too much.
    inner join private.volume_landmarks as l on l.fitness_level = coalesce(p.fitness_level, 'beginner')
    where p.id = p_user;
end;
$function$;

CREATE OR REPLACE FUNCTION private.last_due(p_schedule text, p_now timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_fields text[] := string_to_array(p_schedule, ' ');
    v_now timestamp := p_now at time zone 'UTC';
    v_day date := v_now::date;
    v_days integer[];
    v_months integer[];
    v_weekdays integer[];
    v_due timestamp;
begin
    if cardinality(v_fields) = 2 then
        return date_bin((v_fields[1] || ' seconds')::interval, p_now, timestamptz '2000-01-01 00:00:00+00');
    end if;
    v_days := private.cron_field(v_fields[3], 1, 31);
    v_months := private.cron_field(v_fields[4], 1, 12);
    v_weekdays := private.cron_field(v_fields[5], 0, 6);
    -- Four years back include a 29 February.
    for v_back in 0..1461 loop
        v_day := v_now::date - v_back;
        continue when extract(month from v_day) <> all(v_months)
            or extract(day from v_day) <> all(v_days)
            or extract(dow from v_day) <> all(v_weekdays);
        select max(v_day + make_time(h.hour, m.minute, 0))
        into v_due
        from unnest(private.cron_field(v_fields[2], 0, 23)) as h (hour)
        cross join unnest(private.cron_field(v_fields[1], 0, 59)) as m (minute)
        where v_day + make_time(h.hour, m.minute, 0) <= v_now;
        exit when v_due is not null;
    end loop;
    return v_due at time zone 'UTC';
end;
$function$;

CREATE OR REPLACE FUNCTION private.lightest(p_loads numeric[], p_is_assisted boolean)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_load numeric;
    v_lightest numeric;
begin
    -- Most users keep the load from set to set.
    if p_loads[1] = all (p_loads) then
        return p_loads[1];
    end if;
    foreach v_load in array coalesce(p_loads, '{}') loop
        if p_is_assisted then
            v_lightest := greatest(v_lightest, v_load);
        elsif v_load is null then
            return null;
        else
            v_lightest := least(v_lightest, v_load);
        end if;
    end loop;
    return v_lightest;
end;
$function$;

CREATE OR REPLACE FUNCTION private.limit_rows()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_user uuid;
    v_limit integer;
    v_count integer;
begin
    for v_user in
        execute format('select distinct n.%1$I from new_rows as n where n.%1$I is not null', tg_argv[0])
    loop
        -- A concurrent insert waits here and then counts these rows too.
        perform private.lock_user(v_user);
        v_limit := private.row_limit(tg_table_name, v_user);
        continue when v_limit is null;
        execute format(
            'select count(*) from (select from public.%I as t where t.%I = $1 limit $2) as o', tg_table_name, tg_argv[0]
        )
        into v_count
        using v_user, v_limit::bigint + 1;
        if v_count > v_limit then
            perform private.refuse_rows(tg_table_name, v_limit);
        end if;
    end loop;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.limit_workouts()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_workouts integer := (
        select count(*)
        from public.workout_sessions as w
        where w.user_id = new.user_id
            and w.day = new.day
            -- The index is by started_at; no time zone is more than 14 hours from UTC.
            and w.started_at >= new.day::timestamp at time zone 'UTC' - interval '14 hours'
            and w.started_at < (new.day + 1)::timestamp at time zone 'UTC' + interval '14 hours'
    );
begin
    -- Runs for every workout, so the limit is only looked up when it can matter: no limit is below 10.
    if v_workouts > 10 and v_workouts > private.row_limit('workout_sessions', new.user_id) then
        perform private.refuse_rows('workout_sessions', private.row_limit('workout_sessions', new.user_id));
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.load_reduction_at(p_user uuid, p_at timestamp with time zone, p_day date)
 RETURNS private.load_reduction
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_deload private.load_reduction := private.deload_reduction(p_user, p_day);
    v_check_in private.load_reduction := private.readiness_reduction(p_user, p_at);
begin
    if v_deload.reason_code is null
        or v_check_in.load_percent * v_check_in.sets_percent < v_deload.load_percent * v_deload.sets_percent
    then
        return v_check_in;
    end if;
    return v_deload;
end;
$function$;

CREATE OR REPLACE FUNCTION private.locked_change(p_user uuid, p_change_id uuid)
 RETURNS public.plan_changes
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_change public.plan_changes;
begin
    perform private.require_account(p_user);
    select c.* into v_change
    from public.plan_changes as c
    where c.user_id = p_user and c.id = p_change_id
    for update;
    if v_change.id is null then
        perform private.fail('PT404', 'change not found', '{"field": "p_change_id"}');
    end if;
    return v_change;
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
            'PT409', 'this workout was already logged with different content', jsonb_build_object('session_id', v_workout.id),
            'Call correct_workout to replace it.'
        );
    end if;

    v_plan_workout := private.plan_link(p_user, v_workout.plan_workout_id);
    v_planned := private.planned_workout(p_user, v_plan_workout);
    if v_workout.set_faults is not null then
        perform private.refuse_sets(p_user, p_workout, v_workout.set_faults);
    end if;
    if not private.write_workout(p_user, v_workout, v_plan_workout, v_planned) then
        perform private.fail('PT404', 'workout not found', '{"field": "id"}');
    end if;
    insert into private.workout_requests (user_id, session_id, content_hash) values (p_user, v_workout.id, v_hash);
    return private.workout_summary(p_user, v_workout.id, p_now);
end;
$function$;

CREATE OR REPLACE FUNCTION private.lowered_load(p_load numeric, p_percent numeric, p_terms private.terms)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    -- Rounded down to a whole number of steps, so that going up again uses the same loads.
    v_rule jsonb := private.load_rule(p_terms.rules);
    v_step numeric := case when v_rule ->> 'step_unit' = '%' then 2.5 else coalesce((v_rule -> 'step')::numeric, 2.5) end;
    v_load numeric := p_load * (1 - p_percent / 100);
begin
    if p_load is null then
        return null;
    elsif p_terms.is_assisted then
        -- A percentage of zero assistance is zero, so add at least one step.
        v_load := least(greatest(ceil(p_load * (1 + p_percent / 100) / v_step), 1) * v_step, 2000);
    else
        -- If that would leave nothing, round to half kilograms.
        v_load := coalesce(nullif(floor(v_load / v_step) * v_step, 0), nullif(floor(v_load * 2) / 2, 0), p_load);
    end if;
    return private.nearest_buildable(p_load, v_load, p_terms);
end;
$function$;

CREATE OR REPLACE FUNCTION private.match_memories(p_user uuid, p_query_embedding text, p_query_text text, p_match_count integer, p_model text, p_now timestamp with time zone)
 RETURNS TABLE(id uuid, content text, kind public.memory_kind, importance smallint, similarity double precision, score double precision, source_message_id uuid, expires_at timestamp with time zone, created_at timestamp with time zone, updated_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
#variable_conflict use_column
declare
    v_models text[];
begin
    perform private.require_caller(p_user);
    if p_match_count is null or p_match_count not between 1 and 50 then
        perform private.fail('PT422', 'p_match_count must be 1 to 50', '{"field": "p_match_count"}');
    elsif length(p_query_text) > 4000 then
        perform private.fail('PT422', 'the text is too long', '{"field": "p_query_text", "expected": {"max": 4000}}');
    elsif length(p_model) not between 1 and 200 then
        perform private.fail('PT422', 'p_model is not valid', '{"field": "p_model"}');
    end if;
    if p_query_embedding is not null and p_model is null then
        v_models := array(
            select distinct v.model from private.memory_vectors as v where v.user_id = p_user limit 2
        );
        if cardinality(v_models) > 1 then
            perform private.fail(
                'PT422', 'p_model is required', '{"field": "p_model"}',
                'There are memories of several models; vectors of different models can''t be compared.'
            );
        end if;
    end if;
    return query
    select
        m.id, m.content, m.kind, m.importance, f.similarity, f.score, m.source_message_id, m.expires_at, m.created_at,
        m.updated_at
    from private.find_memories(
        p_user,
        private.embedding_of(p_query_embedding, 'p_query_embedding'),
        coalesce(p_model, v_models[1]),
        p_query_text,
        p_match_count,
        p_now
    ) with ordinality as f (memory_id, similarity, score, place)
    inner join public.coach_memories as m on m.user_id = p_user and m.id = f.memory_id
    order by f.place;
end;
$function$;

CREATE OR REPLACE FUNCTION private.meets_every_set(p_target private.target, p_amounts integer[])
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    -- A missing planned set is null, which meets no target.
    if p_target.reps like '%,%' then
        for v_place in 1..p_target.sets loop
            if (p_amounts[v_place] >= private.target_amount(p_target.reps, v_place)) is not true then
                return false;
            end if;
        end loop;
        return true;
    end if;
    -- Only a list has different targets for different sets.
    return coalesce(
        cardinality(p_amounts) >= p_target.sets
        and private.target_amount(p_target.reps, 1) <= all (p_amounts[:p_target.sets]),
        false
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.memories_by_meaning(p_user uuid, p_embedding extensions.halfvec, p_model text, p_but_not uuid[])
 RETURNS private.found_memory[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
begin
    if p_embedding is null or p_model is null then
        return '{}'::private.found_memory[];
    end if;
    -- All vectors have length one, so the inner product is the cosine. 10,000 of them take 8 ms.
    return array(
        select (n.memory_id, -n.distance)::private.found_memory
        from (
            -- Computed once: sort and output would each multiply, 3 ms more.
            select v.memory_id, v.embedding operator(extensions.<#>) p_embedding as distance
            from private.memory_vectors as v
            where v.user_id = p_user and v.model = p_model and v.memory_id <> all(p_but_not)
            order by distance, v.memory_id
            limit 100
        ) as n
        order by n.distance, n.memory_id
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.memories_by_words(p_user uuid, p_text text, p_but_not uuid[])
 RETURNS private.found_memory[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_terms tsquery[] := private.search_terms(p_text);
    v_any tsquery;
    -- A statement of its own: inside the query it is counted once per hit, 110 ms instead of 6.
    v_memories integer := (select count(*) from private.memory_words as w where w.user_id = p_user);
begin
    if coalesce(cardinality(v_terms), 0) = 0 then
        return '{}'::private.found_memory[];
    end if;
    v_any := array_to_string(v_terms, ' | ')::tsquery;
    return array(
        with worded as materialized (
            select w.memory_id, w.words
            from private.memory_words as w
            where w.user_id = p_user and w.words @@ v_any and w.memory_id <> all(p_but_not)
        ),

        hits as materialized (
            select w.memory_id, t.i
            from worded as w
            cross join unnest(v_terms) with ordinality as t (term, i)
            where w.words @@ t.term
        ),

        -- Inverse document frequency as in BM25 (Robertson and Zaragoza 2009), among this user's memories: a rare word weighs
        -- more than a common one.
        weights as materialized (
            select h.i, ln(1 + (v_memories - count(*) + 0.5) / (count(*) + 0.5))::double precision as weight
            from hits as h group by h.i
        ),

        scored as materialized (
            select h.memory_id, sum(g.weight) as weight
            from hits as h inner join weights as g on g.i = h.i
            group by h.memory_id
        ),

        -- Of 2,600 hits only those that can be among the hundred are looked up: 8 ms instead of 12.
        best as materialized (
            select s.memory_id, s.weight from scored as s
            where s.weight >= coalesce((select x.weight from scored as x order by x.weight desc offset 99 limit 1), 0)
        )

        select (s.memory_id, s.weight)::private.found_memory
        from best as s
        inner join public.coach_memories as m on m.user_id = p_user and m.id = s.memory_id
        order by s.weight desc, m.importance desc, m.updated_at desc, m.id
        limit 100
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.more_reps(p_target private.target, p_amounts integer[], p_step integer, p_ceiling numeric, p_is_lowest_only boolean)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_unit text := coalesce(substring(p_target.reps from '[sm]$'), '');
    v_is_written boolean := p_target.reps ~ ',';
    -- The limits of the notation: 999 repetitions, 99999 seconds, 999999 metres, lists of 20 sets.
    v_max integer := least(p_ceiling, case v_unit when 's' then 99999 when 'm' then 999999 else 999 end);
    v_is_lowest_only boolean := coalesce(p_is_lowest_only, false);
    v_is_list boolean := v_is_written or v_is_lowest_only and v_unit = '' and p_target.sets <= 20;
    v_reps integer[] := array[]::integer[];
    v_min integer;
begin
    if p_target.reps = 'AMRAP' then
        return null;
    end if;
    -- Starts from what was done in the planned sets, as the load starts from the lowest one lifted; a list written in the plan is
    -- used as it is.
    for v_place in 1..p_target.sets loop
        v_reps[v_place] := case
            when v_is_written then private.target_amount(p_target.reps, v_place) else least(p_amounts[v_place], v_max)
        end;
        v_min := least(v_min, v_reps[v_place]);
    end loop;
    if v_min >= v_max then
        return null;
    elsif v_is_list then
        return (
            select string_agg(
                case
                    when r.reps < v_max and (r.reps = v_min or not v_is_lowest_only) then least(r.reps + p_step, v_max)
                    else r.reps
                end::text,
                ',' order by r.i
            )
            from unnest(v_reps[:20]) with ordinality as r (reps, i)
        )
        || substring(p_target.reps from '\+?$');
    end if;
    v_min := least(v_min + p_step, v_max);
    return case
        when v_unit = '' and v_min < p_ceiling and p_target.reps !~ '\+$' then v_min || '-' || v_max
        else v_min || substring(p_target.reps from '[sm+]?$')
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.move_change(p_change public.plan_changes, p_expected public.change_status, p_to public.change_status, p_now timestamp with time zone)
 RETURNS public.workout_plans
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_change public.plan_changes := p_change;
    v_plan public.workout_plans;
    v_rows jsonb;
    v_is_undo boolean := p_to = 'undone';
begin
    if v_change.status <> p_to then
        if v_change.status <> p_expected then
            perform private.fail(
                'PT409', format('the change is %s', v_change.status), jsonb_build_object('status', v_change.status)
            );
        end if;
        if p_to <> 'declined' then
            v_rows := private.rows_of(
                v_change.user_id,
                v_change.plan_id,
                array(
                    select (b.value ->> 'id')::uuid from jsonb_array_elements(v_change.before) as b
                    where b.value ->> 'table' = 'body_measurements'
                )
            );
            if v_is_undo then
                perform private.require_rows(v_rows, v_change.after, v_change.before);
                perform private.write_rows(v_change.user_id, v_change.after, v_change.before);
            else
                perform private.require_rows(v_rows, v_change.before, v_change.after);
                -- Training may have changed the load of what is removed: undo restores the load it had reached.
                v_change.before := (
                    select jsonb_agg(
                        case
                            when v_change.after -> (b.i - 1)::integer -> 'row' = 'null'
                                then b.value || jsonb_build_object(
                                    'row', v_rows -> ((b.value ->> 'table') || ' ' || (b.value ->> 'id'))
                                )
                            else b.value
                        end
                        order by b.i
                    )
                    from jsonb_array_elements(v_change.before) with ordinality as b (value, i)
                );
                perform private.write_rows(v_change.user_id, v_change.before, v_change.after);
            end if;
        end if;
        update public.plan_changes as c
        set status = p_to, before = v_change.before, decided_at = p_now
        where c.user_id = v_change.user_id and c.id = v_change.id;
    end if;
    select p.* into v_plan from public.workout_plans as p where p.user_id = v_change.user_id and p.id = v_change.plan_id;
    return v_plan;
end;
$function$;

CREATE OR REPLACE FUNCTION private.muscle_amounts(p_user uuid, p_from date)
 RETURNS TABLE(counter_id smallint, happened_at timestamp with time zone, session_id uuid, amount numeric)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    return query
    with sessions as materialized (
        select w.id, w.started_at, private.week_start(w.day, p.week_starts_on) as week_start
        from public.profiles as p
        inner join public.workout_sessions as w
            on w.user_id = p.id and w.day >= p_from and w.status = 'completed' and w.total_sets > 0
        where p.id = p_user
    ),

    rows as materialized (
        select s.week_start, s.started_at, s.id as session_id, r.exercise_id, r.working_sets
        from sessions as s
        inner join private.exercise_sessions as r on r.user_id = p_user and r.session_id = s.id and r.working_sets > 0
    ),

    groups as materialized (
        select m.muscle, m.group_name from public.muscle_groups as m where m.group_name not in ('full_body', 'cardio')
    ),

    -- A set counts 1 for its target and 0.5 for a helper; for a group, the higher of the two. Counted in halves, because
    -- adding integers takes a third of the time.
    shares as materialized (
        select m.exercise_id, g.group_name collate "C" as group_name, max(case when m.is_target then 2 else 1 end) as halves
        from (select distinct r.exercise_id from rows as r) as o
        inner join private.exercise_muscles as m on m.exercise_id = o.exercise_id
        inner join groups as g on g.muscle = m.muscle
        group by m.exercise_id, g.group_name
    ),

    trained as materialized (
        select r.week_start, r.started_at, r.session_id, s.group_name, sum(r.working_sets * s.halves)::integer as halves
        from rows as r
        inner join shares as s on s.exercise_id = r.exercise_id
        group by r.week_start, r.started_at, r.session_id, s.group_name
    ),

    summed as materialized (
        select
            t.week_start, t.started_at, t.session_id,
            sum(t.halves) over (partition by t.week_start, t.group_name order by t.started_at, t.session_id) as so_far,
            t.halves
        from trained as t
    ),

    minimums as materialized (
        select c.id, ceil(2 * c.sets)::bigint as halves
        from private.achievement_counters as c
        where c.metric = 'muscle_groups_in_week'
    )

    -- The workouts in which a group reached the minimum, numbered within their week.
    select
        l.id,
        s.started_at,
        s.session_id,
        row_number() over (partition by l.id, s.week_start order by s.started_at, s.session_id)::numeric
    from minimums as l
    inner join summed as s on s.so_far >= l.halves and s.so_far - s.halves < l.halves;
end;
$function$;

CREATE OR REPLACE FUNCTION private.muscles_worked(p_user uuid, p_from date, p_to date, p_now timestamp with time zone)
 RETURNS TABLE(day date, sets integer, volume_kg numeric, sets_by_muscle jsonb, volume_by_muscle jsonb, sets_by_group jsonb)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
#variable_conflict use_column
declare
    v_days private.day_range;
begin
    perform private.require_caller(p_user);
    v_days := private.require_year(p_from, p_to, private.local_day(p_user, p_now));

    return query
    with worked as materialized (
        -- Grouped by exercise, of which there are few: shares are then joined once per exercise, not once per workout.
        select
            r.exercise_id,
            array_agg(w.day) as days,
            array_agg(r.working_sets) as sets,
            array_agg(r.volume_kg) as volumes
        from public.workout_sessions as w
        inner join private.exercise_sessions as r on r.user_id = p_user and r.session_id = w.id
        where w.user_id = p_user
            and w.status = 'completed'
            and w.total_sets > 0
            and w.day between v_days.from_day and v_days.to_day
            and r.working_sets > 0
        group by r.exercise_id
    ),

    shares as materialized (
        select s.exercise_id, s.muscle::text as name, s.is_target, false as is_group
        from worked as w
        inner join private.exercise_muscles as s on s.exercise_id = w.exercise_id
        union all
        -- A set counts once for a group, however many of the group's muscles it trains.
        select s.exercise_id, g.group_name, bool_or(s.is_target), true
        from worked as w
        inner join private.exercise_muscles as s on s.exercise_id = w.exercise_id
        inner join public.muscle_groups as g on g.muscle = s.muscle
        group by s.exercise_id, g.group_name
    ),

    parts as (
        select
            d.day,
            s.name,
            s.is_group,
            sum(d.sets) filter (where s.is_target) as target_sets,
            sum(d.sets) filter (where not s.is_target) as helper_sets,
            sum(d.volume_kg) filter (where s.is_target and not s.is_group) as target_kg,
            sum(d.volume_kg) filter (where not s.is_target and not s.is_group) as helper_kg
        from worked as w
        inner join shares as s on s.exercise_id = w.exercise_id
        cross join lateral unnest(w.days, w.sets, w.volumes) as d (day, sets, volume_kg)
        group by d.day, s.name, s.is_group
    ),

    weighed as (
        select
            p.day,
            p.name,
            p.is_group,
            p.target_sets,
            p.target_kg,
            coalesce(p.target_sets, 0) + coalesce(p.helper_sets * 0.5, 0) as sets,
            round(coalesce(p.target_kg, 0) + coalesce(p.helper_kg * 0.5, 0), 3) as volume_kg
        from parts as p
    )

    select
        m.day,
        -- Every set has exactly one target muscle, so these sums count each set once.
        (sum(m.target_sets) filter (where not m.is_group))::integer,
        sum(m.target_kg) filter (where not m.is_group),
        jsonb_object_agg(m.name, m.sets) filter (where not m.is_group),
        jsonb_object_agg(m.name, m.volume_kg) filter (where not m.is_group),
        jsonb_object_agg(m.name, m.sets) filter (where m.is_group)
    from weighed as m
    group by m.day
    order by m.day;
end;
$function$;

CREATE OR REPLACE FUNCTION private.nearest_buildable(p_from numeric, p_wanted numeric, p_terms private.terms)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    if p_terms.buildable is null then
        return p_wanted;
    elsif p_terms.is_assisted then
        return -private.snap(
            -p_from, -p_wanted, array(select -l from unnest(p_terms.buildable) as l order by l desc)
        );
    end if;
    return private.snap(p_from, p_wanted, p_terms.buildable);
end;
$function$;

CREATE OR REPLACE FUNCTION private.next_day(p_user uuid, p_plan_id uuid, p_since timestamp with time zone)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    -- In the order of the plan.
    v_days uuid[] := array(
        select d.id
        from public.workout_plan_days as d
        where d.user_id = p_user and d.plan_id = p_plan_id
        order by d.week_number, d.order_in_plan, d.id
    );
    v_latest uuid;
begin
    -- Reads newest first and stops at the first match; joined to the days it would read every workout since p_since.
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

CREATE OR REPLACE FUNCTION private.next_reminder(p_user uuid, p_type public.notification_type, p_after timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_zone text := private.zone_at(p_user, p_after);
    v_weekdays smallint[] := private.plan_weekdays(p_user);
begin
    return (
        select t.at
        from public.profiles as p
        left join public.notification_settings as s on s.user_id = p.id
        cross join lateral (
            select o.day
            from (select (p_after at time zone v_zone)::date + g.i as day from generate_series(0, 8) as g (i)) as o
            where case p_type
                when 'week_empty' then o.day = private.week_start(o.day, p.week_starts_on) + 3
                when 'workout_due' then
                    exists (select from public.workout_plans as w where w.user_id = p.id and w.is_active)
                    and (v_weekdays is null or extract(isodow from o.day) = any(v_weekdays))
            end
            -- offset 0: the time zone is looked up for matching days only.
            offset 0
        ) as d
        -- A change of time zone takes effect at a midnight, so each day has one known zone.
        cross join lateral (
            select
                (d.day + coalesce(s.remind_at, '09:00')) at time zone private.zone_at(p.id, d.day::timestamp at time zone v_zone)
                as at
        ) as t
        where p.id = p_user and t.at > p_after
        order by t.at
        limit 1
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.next_workout(p_user uuid, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_plan public.workout_plans;
    v_running public.workout_sessions;
    v_day public.workout_plan_days;
    v_unit public.preferred_unit;
    v_at timestamptz;
    v_reduction private.load_reduction;
begin
    perform private.require_caller(p_user);
    select p.* into v_plan from public.workout_plans as p where p.user_id = p_user and p.is_active;
    if not found then
        return null;
    end if;
    select w.* into v_running
    from public.workout_sessions as w
    where w.user_id = p_user
        and w.status in ('started', 'paused')
        and w.plan_workout_id in (
            select d.id from public.workout_plan_days as d where d.user_id = p_user and d.plan_id = v_plan.id
        );
    select d.* into v_day
    from public.workout_plan_days as d
    where d.user_id = p_user
        and d.id = coalesce(v_running.plan_workout_id, private.next_day(p_user, v_plan.id, v_plan.activated_at));
    if not found then
        return null;
    end if;

    v_unit := (select p.preferred_unit from public.profiles as p where p.id = p_user);
    -- What a running workout prescribes was fixed when it started.
    v_at := coalesce(v_running.started_at, p_now);
    v_reduction := private.load_reduction_at(p_user, v_at, coalesce(v_running.day, private.local_day(p_user, p_now)));
    return jsonb_build_object(
        'plan_id', v_plan.id,
        'plan_workout_id', v_day.id,
        'name', v_day.name,
        'week_number', v_day.week_number,
        'session_id', v_running.id,
        'easing', case when v_reduction.reason_code is not null then to_jsonb(v_reduction) end,
        'deload', private.suggested_deload(p_user, p_now),
        'exercises', (
            select coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'plan_exercise_id', x.id,
                        'exercise_id', x.exercise_id,
                        'name', e.name,
                        'section', x.section,
                        'superset_group', x.superset_group,
                        'target_rest_seconds', x.target_rest_seconds,
                        'target_rir', x.target_rir,
                        'notes', x.notes
                    )
                    || private.todays_target(p_user, x.id, v_reduction, v_at, v_unit)
                    order by x.section, x.order_in_workout, x.id
                ),
                '[]'
            )
            from public.workout_plan_day_exercises as x
            inner join public.exercises as e on e.id = x.exercise_id
            where x.user_id = p_user and x.plan_workout_id = v_day.id
        )
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.next_zone_to_nudge(p_now timestamp with time zone)
 RETURNS private.nudged_zones
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_zone private.nudged_zones;
begin
    -- Skips through the index from zone to zone: a million profiles share a few hundred zones.
    with recursive zones (timezone) as (
        select min(p.timezone) from public.profiles as p
        union all
        select (select min(p.timezone) from public.profiles as p where p.timezone > z.timezone)
        from zones as z
        where z.timezone is not null
    )

    select z.timezone, l.at::date, case when n.day = l.at::date then n.reached end, false
    into v_zone
    from zones as z
    cross join lateral (select p_now at time zone z.timezone) as l (at)
    left join private.nudged_zones as n on n.timezone = z.timezone
    where z.timezone is not null
        -- People are awake, and there is time left to train.
        and extract(hour from l.at) between 10 and 19
        and (n.timezone is null or n.day < l.at::date or n.day = l.at::date and not n.is_done)
    order by z.timezone
    limit 1;
    return v_zone;
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
    v_due private.xp_due;
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
    -- Targets dated in the local future, from a clock that was ahead or before travelling west: the latest one replaces them.
    delete from private.weekly_targets as t where t.user_id = p_user and t.valid_from > v_today;
    if not found and v_target = private.weekly_target_at(p_user, v_today) then
        return;
    end if;
    insert into private.weekly_targets (user_id, valid_from, target)
    values (p_user, v_today, v_target)
    on conflict (user_id, valid_from) do update set target = excluded.target;
    v_due := private.recompute_weeks(
        p_user,
        v_today || array(
            select distinct w.day from public.workout_sessions as w
            where w.user_id = p_user and w.status = 'completed' and w.day > v_today
        )
    );
    if v_due.sources is not null then
        perform private.settle_xp(p_user, v_due.sources, v_due.claims);
    end if;
    perform private.recompute_achievements(p_user, '{weeks}');
end;
$function$;

CREATE OR REPLACE FUNCTION private.notification_declaration(p_type public.notification_type)
 RETURNS private.notification_declaration
 LANGUAGE plpgsql
 IMMUTABLE STRICT
 SET search_path TO ''
AS $function$
begin
    case p_type
        when 'workout_due' then
            return (
                'training', true, 'at the time of reminders, on a training day without training',
                '`plan_id`, `plan_workout_id`, `workout`'
            )::private.notification_declaration;
        when 'week_empty' then
            return (
                'training', true, 'on the fourth day of a week without training', '`week_start`, `days_left`'
            )::private.notification_declaration;
        when 'streak_at_risk' then
            return (
                'training', false, 'the coach nudges: the weekly streak is about to end',
                '`message_id`, `streak` (weeks), `count` (days missing)'
            )::private.notification_declaration;
        when 'level_up' then
            return (
                'progress', false, 'a level is reached, once per level', '`level`, `message_id`'
            )::private.notification_declaration;
        when 'record' then
            return (
                'progress', false, 'a workout beat personal records, once per workout',
                '`record_id`, `exercise_id`, `exercise`, `record_type`, `value`, `count` (how many)'
            )::private.notification_declaration;
        when 'achievement' then
            return (
                'progress', false, 'an achievement is unlocked, once', '`achievement_id`, `slug`, `name`, `xp`'
            )::private.notification_declaration;
        when 'plan_ready' then
            return (
                'coach', false, 'a plan was generated or imported', '`plan_id`, `plan`'
            )::private.notification_declaration;
        when 'premium_started' then
            return ('account', false, 'paid access begins', '')::private.notification_declaration;
        when 'premium_ended' then
            return ('account', false, 'paid access ends', '')::private.notification_declaration;
        else
            raise exception 'notification type % is not declared in private.notification_declaration', p_type;
    end case;
end;
$function$;

CREATE OR REPLACE FUNCTION private.notify(p_user uuid, p_type public.notification_type, p_data jsonb, p_dedupe_key text, p_at timestamp with time zone)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_category public.notification_category := (private.notification_declaration(p_type)).category;
    v_default private.notification_channels := private.default_channels(v_category);
    v_settings record;
    v_text record;
    v_id uuid;
    v_send_at timestamptz;
begin
    select
        coalesce(s.locale, d.locale, 'en') as locale,
        coalesce(c.inbox, v_default.inbox) as inbox,
        coalesce(c.push, v_default.push) and d.locale is not null as push,
        coalesce(c.email, v_default.email) as email,
        s.quiet_from,
        s.quiet_to
    into v_settings
    from public.profiles as p
    left join public.notification_settings as s on s.user_id = p.id
    left join public.notification_preferences as c on c.user_id = p.id and c.category = v_category
    left join lateral (
        select
            case when left(lower(o.locale), 2) in ('en', 'de', 'es') then left(lower(o.locale), 2) else 'en' end as locale
        from public.push_devices as o
        where o.user_id = p.id
        order by o.last_seen_at desc, o.id
        limit 1
    ) as d on true
    where p.id = p_user;
    if v_settings.locale is null or not (v_settings.inbox or v_settings.push or v_settings.email) then
        return null;
    end if;

    select t.title, t.body into v_text
    from private.notification_templates as t
    where t.type = p_type
        and t.locale in (v_settings.locale, 'en')
        and t.is_plural in ((p_data ->> 'count')::integer > 1, false)
    order by t.locale = v_settings.locale desc, t.is_plural desc
    limit 1;
    insert into public.notifications (user_id, type, title, body, data, created_at, category, locale, in_inbox, dedupe_key)
    values (
        p_user,
        p_type,
        private.fill_in(v_text.title, p_data),
        private.fill_in(v_text.body, p_data),
        p_data,
        p_at,
        v_category,
        v_settings.locale,
        v_settings.inbox,
        p_dedupe_key
    )
    on conflict (user_id, dedupe_key) do nothing
    returning id into v_id;
    if v_id is null then
        return null;
    end if;

    if v_settings.push or v_settings.email then
        v_send_at := p_at;
        if v_settings.quiet_from is not null then
            v_send_at := private.after_quiet_hours(
                p_at, private.zone_at(p_user, p_at), v_settings.quiet_from, v_settings.quiet_to
            );
        end if;
        insert into private.outbox (user_id, notification_id, channel, device_id, next_attempt_at, expires_at)
        select p_user, v_id, w.channel, w.device_id, v_send_at, v_send_at + w.keeps
        from (
            select
                ('push_' || d.platform::text)::public.message_channel as channel,
                d.id as device_id,
                -- A push that arrives a day late only confuses; a mail may be late.
                interval '12 hours' as keeps
            from public.push_devices as d
            where d.user_id = p_user and v_settings.push
            union all
            select 'email', null, interval '3 days' where v_settings.email
        ) as w;
    end if;
    if v_settings.inbox then
        perform private.broadcast(p_user, null, 'notification.new', v_id, p_at);
    end if;
    return v_id;
end;
$function$;

CREATE OR REPLACE FUNCTION private.nudge_streaks(p_now timestamp with time zone, p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_zone private.nudged_zones;
    v_users uuid[];
    v_seen integer := 0;
begin
    -- One run at a time, or two would work on the same zone.
    perform pg_advisory_xact_lock(hashtextextended('private.nudge_streaks', 0));
    while v_seen < p_limit loop
        v_zone := private.next_zone_to_nudge(p_now);
        exit when v_zone.timezone is null;
        v_users := array(
            select p.id from public.profiles as p
            where p.timezone = v_zone.timezone and (p.id > v_zone.reached or v_zone.reached is null)
            order by p.id
            limit p_limit - v_seen
        );
        if cardinality(v_users) < p_limit - v_seen then
            v_zone.is_done := true;
        else
            v_zone.reached := v_users[cardinality(v_users)];
        end if;
        perform private.write_nudges(v_users, p_now);
        insert into private.nudged_zones as n (timezone, day, reached, is_done)
        values (v_zone.timezone, v_zone.day, v_zone.reached, v_zone.is_done)
        on conflict (timezone) do update
        set day = excluded.day, reached = excluded.reached, is_done = excluded.is_done;
        v_seen := v_seen + cardinality(v_users);
    end loop;
    return v_seen;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_account_deleted()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    insert into private.account_deletions (account_hash, actor)
    values (
        sha256(uuid_send(old.id)),
        case when session_user = 'supabase_auth_admin' then 'auth' else private.audit_actor(old.id) end
    )
    on conflict (account_hash) do update set actor = excluded.actor, deleted_at = excluded.deleted_at;
    -- Every bucket, even if it is empty now: an upload may be in progress.
    insert into private.file_deletions (bucket_id, prefix)
    select b.id, old.id || '/' from storage.buckets as b
    on conflict (bucket_id, prefix) do nothing;
    -- Auth's own cascades delete sessions, tokens and identities, but not unfinished sign-ins: they have no foreign key.
    delete from auth.flow_state as f where f.user_id = old.id;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_breaks()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_user uuid := coalesce(new.user_id, old.user_id);
begin
    if private.lock_user(v_user) then
        perform private.recompute_pauses(v_user);
        perform private.invalidate_settled_streaks(v_user, least(old.starts_on, new.starts_on));
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_check_in_streak()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_user uuid := coalesce(new.user_id, old.user_id);
begin
    if private.lock_user(v_user) then
        perform private.invalidate_settled_streaks(v_user, coalesce(new.day, old.day));
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_check_in_weight_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- The weight applies from the start of the check-in's local day.
    perform private.recompute_energy(
        coalesce(new.user_id, old.user_id),
        coalesce(new.day, old.day)::timestamp at time zone coalesce(new.timezone, old.timezone)
    );
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_check_in_xp()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_user uuid := coalesce(new.user_id, old.user_id);
    v_source uuid := private.stable_id('check_in', v_user || ':' || coalesce(new.day, old.day));
begin
    if private.lock_user(v_user) then
        perform private.settle_xp(
            v_user,
            array[v_source],
            case when tg_op = 'INSERT' then private.claim('check_in', 'check_in', v_source, new.created_at) else '{}' end
        );
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_deload_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_user uuid := coalesce(new.user_id, old.user_id);
    v_first date := least(new.starts_on, old.starts_on);
    v_last date := greatest(private.break_end(new.starts_on, new.ends_on), private.break_end(old.starts_on, old.ends_on));
begin
    perform private.reevaluate_workouts(
        v_user,
        array(
            select w.id from public.workout_sessions as w
            where w.user_id = v_user
                and w.status = 'completed'
                and w.day between v_first and v_last
                -- Bounds for the index, wide enough for a local day in any time zone.
                and w.started_at between v_first - 2 and v_last + 3
        )
    );
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_equipment_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_user uuid;
    v_at timestamptz;
    v_plan_exercises uuid[];
begin
    for v_user, v_at in select n.user_id, min(n.valid_from) from new_rows as n group by n.user_id loop
        v_plan_exercises := array(
            select x.id
            from (
                select distinct l.exercise_id from public.workout_plan_day_exercises as l where l.user_id = v_user
            ) as e
            inner join public.workout_plan_day_exercises as x on x.user_id = v_user and x.exercise_id = e.exercise_id
            where exists (select from private.gear_changes(v_user, e.exercise_id, v_at))
        );
        if cardinality(v_plan_exercises) > 0 then
            perform private.mark_sets(v_user, private.recompute_targets(v_user, v_plan_exercises, v_at));
        end if;
    end loop;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_own_exercise_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    -- A row of exercises or exercise_equipment; as JSON, because they have different columns.
    v_row jsonb := coalesce(to_jsonb(new), to_jsonb(old));
    v_user uuid := coalesce(v_row ->> 'created_by', v_row ->> 'user_id')::uuid;
    v_exercise uuid := coalesce(v_row ->> 'exercise_id', v_row ->> 'id')::uuid;
    v_plan_exercises uuid[];
begin
    if private.has_gear(v_user) and private.lock_user(v_user) then
        v_plan_exercises := array(
            select x.id from public.workout_plan_day_exercises as x
            where x.user_id = v_user and x.exercise_id = v_exercise
        );
        if cardinality(v_plan_exercises) > 0 then
            perform private.mark_sets(v_user, private.recompute_targets(v_user, v_plan_exercises, '-infinity'));
        end if;
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_plan_deloads()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    if tg_op = 'DELETE' then
        old.is_active := false;
        perform private.schedule_deloads(old, now());
        return old;
    end if;
    perform private.schedule_deloads(
        new, case when new.is_active and not old.is_active then new.activated_at else now() end
    );
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_plan_edit()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_fact private.target_facts;
    v_current record;
    v_is_by_hand boolean;
    -- A wave starts, ends or gets a different training max.
    v_is_other_wave boolean;
begin
    -- Nothing changed, or only the load, to that of the latest step: the fold wrote it. That is the case after most workouts and
    -- needs no further queries.
    if tg_op = 'UPDATE'
        and (
            new.exercise_id, new.target_sets, new.target_reps, new.progression, new.on_success_weight_increase_kg,
            new.target_rir
        ) is not distinct from (
            old.exercise_id, old.target_sets, old.target_reps, old.progression, old.on_success_weight_increase_kg,
            old.target_rir
        )
        and (
            new.current_suggested_weight_kg is not distinct from old.current_suggested_weight_kg
            or new.current_suggested_weight_kg = (
                select (p.new_target ->> 'weight_kg')::numeric
                from public.prescriptions as p
                where p.user_id = new.user_id and p.plan_exercise_id = new.id and p.superseded_at is null
                order by p.effective_at desc, p.session_id desc nulls last
                limit 1
            )
        )
    then
        return null;
    end if;

    select
        new.user_id, new.id, case when tg_op = 'INSERT' then '-infinity'::timestamptz else now() end, true, new.exercise_id,
        (new.target_sets, new.target_reps, new.current_suggested_weight_kg, null)::private.target,
        private.rules_of(new.progression, new.on_success_weight_increase_kg, new.target_reps, e.mechanic),
        e.tracking_type = 'assisted', new.target_rir, '{}'::jsonb
    into v_fact
    from public.exercises as e
    where e.id = new.exercise_id;

    if tg_op = 'UPDATE' then
        select s.* into v_current from private.current_targets(new.user_id, array[new.id], 'infinity') as s;
        -- The fold writes the current target's load; any other load comes from the user.
        v_is_by_hand := new.current_suggested_weight_kg is distinct from (v_current.target).weight_kg;
        v_is_other_wave := 'percentage_wave' in (private.scheme_of(v_fact.rules), private.scheme_of((v_current.fact).rules))
        and (new.progression ->> 'scheme', new.progression -> 'training_max_kg')
        is distinct from (old.progression ->> 'scheme', old.progression -> 'training_max_kg');
        v_fact.moves_target := v_is_by_hand or v_is_other_wave or new.exercise_id <> old.exercise_id
        or (new.target_sets, new.target_reps) is distinct from (old.target_sets, old.target_reps);
        if not v_fact.moves_target
            and (new.progression, new.on_success_weight_increase_kg, new.target_rir)
            is not distinct from (old.progression, old.on_success_weight_increase_kg, old.target_rir)
        then
            return null;
        end if;
        if private.scheme_of(v_fact.rules) = 'percentage_wave' and not v_is_other_wave then
            if new.exercise_id = old.exercise_id then
                v_fact.state := v_current.state;
            end if;
            if v_is_by_hand then
                -- The latest decision wins: the load, not the training max it was derived from.
                v_fact.state := v_fact.state - 'training_max_kg';
                v_fact.rules := v_fact.rules - 'training_max_kg';
            end if;
        end if;
    end if;
    v_fact := private.initial_target(
        v_fact,
        case when private.has_gear(new.user_id) then private.buildable_loads(new.user_id, new.exercise_id, now()) end
    );

    insert into private.target_facts
    values (v_fact.*)
    on conflict (user_id, plan_exercise_id, set_at) do update
    set
        moves_target = target_facts.moves_target or excluded.moves_target,
        exercise_id = excluded.exercise_id,
        target = excluded.target,
        rules = excluded.rules,
        is_assisted = excluded.is_assisted,
        target_rir = excluded.target_rir,
        state = excluded.state;
    if tg_op = 'INSERT' then
        -- Usually the load is unchanged, which saves one statement per plan exercise.
        if new.current_suggested_weight_kg is distinct from (v_fact.target).weight_kg then
            update public.workout_plan_day_exercises as x
            set current_suggested_weight_kg = (v_fact.target).weight_kg
            where x.user_id = new.user_id and x.id = new.id;
        end if;
    elsif private.lock_user(new.user_id) then
        perform private.mark_sets(
            new.user_id, private.recompute_targets(new.user_id, array[new.id], v_fact.set_at)
        );
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_premium_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.try_to_notify(
        new.id,
        case when new.subscription_status = 'free' then 'premium_ended' else 'premium_started' end::public.notification_type,
        '{}',
        -- May happen many times, so each change has a key of its own.
        'premium:' || extract(epoch from now()),
        now()
    );
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_readiness_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_check_in public.check_ins := coalesce(new, old);
begin
    perform private.reevaluate_workouts(
        v_check_in.user_id,
        array(
            select w.id from public.workout_sessions as w
            where w.user_id = v_check_in.user_id
                and w.status = 'completed'
                and w.started_at >= v_check_in.created_at
                and w.started_at < v_check_in.created_at + interval '36 hours'
        )
    );
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_records_beaten()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_news record;
begin
    for v_news in
        select
            n.user_id,
            n.achieved_at,
            (array_agg(n.id order by n.improvement_percentage desc nulls last, n.id))[1] as best_id,
            count(*) as records
        from new_rows as n
        inner join old_rows as o on o.id = n.id
        -- Later and different: a workout beat the record. A correction that takes a record back is not notified.
        where n.achieved_at > o.achieved_at and n.value <> o.value and n.previous_value is not null
        group by n.user_id, n.achieved_at
    loop
        perform private.broadcast(v_news.user_id, null, 'record.achieved', v_news.best_id, now(), v_news.records);
        if private.is_news(v_news.achieved_at, now()) then
            perform private.try_to_notify(
                v_news.user_id,
                'record',
                jsonb_build_object(
                    'record_id', r.id,
                    'exercise_id', r.exercise_id,
                    'exercise', e.name,
                    'record_type', r.record_type,
                    'value', r.value,
                    'count', v_news.records
                ),
                'record:' || extract(epoch from v_news.achieved_at),
                now()
            )
            from public.personal_records as r
            inner join public.exercises as e on e.id = r.exercise_id
            where r.id = v_news.best_id;
        end if;
    end loop;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_sessions_updated()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_changed record;
begin
    for v_changed in
        -- Notes, moods and derived totals affect nothing, so updates made while deriving stop here.
        select n.user_id, array_agg(n.id) as sessions, bool_and(o.status <> 'completed') as are_new
        from new_rows as n
        inner join old_rows as o on o.id = n.id
        where 'completed' in (n.status, o.status)
            and (n.status, n.started_at, n.ended_at, n.paused_seconds, n.timezone)
            is distinct from (o.status, o.started_at, o.ended_at, o.paused_seconds, o.timezone)
        group by n.user_id
    loop
        perform private.after_workouts_changed(v_changed.user_id, v_changed.sessions, v_changed.are_new);
    end loop;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_sets_updated()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_changed record;
begin
    for v_changed in
        -- Derived columns, notes and rests affect nothing, so updates made while deriving stop here.
        select n.user_id, array_agg(n.id) as sets, array_agg(distinct n.workout_session_id) as sessions
        from new_rows as n
        inner join old_rows as o on o.id = n.id
        where (
            n.exercise_id, n.set_order, n.set_type, n.logged_reps, n.logged_weight_kg, n.duration_seconds, n.distance_m,
            n.difficulty_rating
        ) is distinct from (
            o.exercise_id, o.set_order, o.set_type, o.logged_reps, o.logged_weight_kg, o.duration_seconds, o.distance_m,
            o.difficulty_rating
        )
        -- A link that became null because its plan was deleted affects nothing: the targets were deleted too.
        or n.workout_plan_exercise_id is distinct from o.workout_plan_exercise_id
        and (
            n.workout_plan_exercise_id is not null
            or exists (
                select from public.workout_plan_day_exercises as x
                where x.user_id = o.user_id and x.id = o.workout_plan_exercise_id
            )
        )
        group by n.user_id
    loop
        perform private.check_sets(v_changed.user_id, v_changed.sets);
        perform private.after_workouts_changed(v_changed.user_id, v_changed.sessions);
    end loop;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_sign_up()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_zone text := new.raw_user_meta_data ->> 'timezone';
begin
    -- Metadata is whatever the client sent: only a usable name and time zone are taken from it.
    insert into public.profiles (id, full_name, timezone)
    values (
        new.id,
        nullif(left(trim(new.raw_user_meta_data ->> 'full_name'), 200), ''),
        case when private.is_timezone(v_zone) then v_zone else 'UTC' end
    )
    on conflict do nothing;
    return new;
exception
    when others then
        -- Sign-up must never fail because of us. complete_onboarding creates a missing profile.
        raise warning 'no profile made for %: %', new.id, sqlerrm;
        return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_timezone_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_zone_now text;
begin
    if not private.is_timezone(new.timezone) then
        perform private.fail(
            'PT422', 'unknown time zone', '{"field": "timezone"}', 'Send an IANA name such as Europe/Berlin.'
        );
    end if;
    -- Before onboarding the zone is a guess: the first one that the user sets applies to the past too.
    if tg_op = 'INSERT' or new.timezone = old.timezone or not old.onboarding_complete then
        return new;
    end if;

    v_zone_now := private.zone_at(new.id, now());
    -- The first change also records the previous zone; a second change on the same day replaces the first.
    insert into private.time_zone_changes (user_id, valid_from, timezone)
    values
    (new.id, '-infinity', old.timezone),
    (
        new.id,
        (((now() at time zone v_zone_now)::date + 1)::timestamp at time zone v_zone_now),
        new.timezone
    )
    on conflict (user_id, valid_from) do update
    set timezone = excluded.timezone
    where time_zone_changes.valid_from <> '-infinity';
    return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_week_start_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.recompute_all_weeks(new.id);
    perform private.recompute_achievements(new.id, '{workouts, weeks}');
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.onboard_goal(p_user uuid, p_goal jsonb, p_now timestamp with time zone)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_id uuid;
begin
    perform private.require_caller(p_user);
    perform private.check_shape(p_goal, 'p_goal', $shape${
        "id": {"type": "uuid"},
        "goal_type": {"type": "public.goal_type", "required": true},
        "target_weight_kg": {"type": "number", "min": 20, "max": 500},
        "target_muscle_kg": {"type": "number", "min": 0, "max": 50},
        "start_date": {"type": "date"},
        "target_date": {"type": "date"}
    }$shape$);
    if (p_goal ->> 'target_date')::date < coalesce((p_goal ->> 'start_date')::date, private.local_day(p_user, p_now)) then
        perform private.fail('PT422', 'the goal ends before it starts', '{"field": "p_goal.target_date"}');
    end if;

    -- A second onboarding replaces the active goal, unless the client sends another id.
    v_id := coalesce(
        (p_goal ->> 'id')::uuid,
        (select g.id from public.user_goals as g where g.user_id = p_user and g.is_active),
        gen_random_uuid()
    );
    insert into public.user_goals as g (id, user_id, goal_type, target_weight_kg, target_muscle_kg, start_date, target_date)
    values (
        v_id,
        p_user,
        (p_goal ->> 'goal_type')::public.goal_type,
        (p_goal ->> 'target_weight_kg')::numeric,
        (p_goal ->> 'target_muscle_kg')::numeric,
        (p_goal ->> 'start_date')::date,
        (p_goal ->> 'target_date')::date
    )
    on conflict (id) do update
    set
        goal_type = excluded.goal_type,
        target_weight_kg = excluded.target_weight_kg,
        target_muscle_kg = excluded.target_muscle_kg,
        start_date = excluded.start_date,
        target_date = excluded.target_date,
        is_active = true
    where g.user_id = p_user;
    if not found then
        perform private.fail('PT404', 'goal not found', '{"field": "p_goal.id"}');
    end if;
    return v_id;
end;
$function$;

CREATE OR REPLACE FUNCTION private.onboard_profile(p_user uuid, p_profile jsonb, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.require_caller(p_user);
    perform private.check_shape(p_profile, 'p_profile', $shape${
        "username": {"type": "text", "max": 30, "pattern": "^[A-Za-z0-9_.]{3,30}$"},
        "full_name": {"type": "text", "min": 1, "max": 200},
        "height_cm": {"type": "number", "min": 50, "max": 280},
        "weight_kg": {"type": "number", "min": 20, "max": 500},
        "date_of_birth": {"type": "date"},
        "sex": {"type": "public.sex"},
        "fitness_level": {"type": "public.fitness_level"},
        "timezone": {"type": "timezone"},
        "preferred_unit": {"type": "public.preferred_unit"},
        "weekly_workout_target": {"type": "integer", "min": 1, "max": 7}
    }$shape$);
    if (p_profile ->> 'date_of_birth')::date > p_now::date then
        perform private.fail('PT422', 'date of birth is in the future', '{"field": "p_profile.date_of_birth"}');
    end if;

    -- Sign-up creates the profile but goes through when that fails, so it may be missing.
    insert into public.profiles (id) select u.id from auth.users as u where u.id = p_user on conflict do nothing;
    perform private.require_account(p_user);
    update public.profiles as p
    set
        username = n.username,
        full_name = n.full_name,
        height_cm = n.height_cm,
        date_of_birth = n.date_of_birth,
        sex = n.sex,
        fitness_level = n.fitness_level,
        timezone = coalesce(n.timezone, p.timezone),
        preferred_unit = coalesce(n.preferred_unit, p.preferred_unit),
        weekly_workout_target = n.weekly_workout_target,
        onboarding_complete = true
    from
        public.profiles as o
        -- Keys that aren't sent keep the present value.
        cross join lateral jsonb_populate_record(o, p_profile) as n
    where p.id = p_user and o.id = p_user;

    if p_profile ->> 'weight_kg' is not null then
        insert into public.body_measurements (id, user_id, logged_at, weight_kg)
        values (private.stable_id('onboarding', p_user::text), p_user, p_now, (p_profile ->> 'weight_kg')::numeric)
        on conflict (id) do update set weight_kg = excluded.weight_kg, logged_at = excluded.logged_at;
    end if;
exception
    when unique_violation then
        perform private.fail(
            'PT409', 'this username is taken', '{"field": "p_profile.username"}', 'Choose another one.'
        );
end;
$function$;

CREATE OR REPLACE FUNCTION private.one_rep_max_table(p_user uuid, p_weight_kg numeric, p_reps numeric)
 RETURNS TABLE(formula text, one_rep_max_kg numeric, is_ours boolean)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.require_caller(p_user);
    if p_weight_kg is null or p_weight_kg <= 0 or p_weight_kg > 2000 then
        perform private.fail('PT422', 'p_weight_kg must be above 0 and at most 2000', '{"field": "p_weight_kg"}');
    end if;
    -- Beyond 36 the denominator of Brzycki's formula is no longer positive.
    if p_reps is null or p_reps not between 1 and 36 then
        perform private.fail('PT422', 'p_reps must be 1 to 36', '{"field": "p_reps"}');
    end if;

    return query
    select
        f.formula,
        round(p_weight_kg * f.factor, 2),
        f.formula in ('epley', 'brzycki') and p_reps > 1 and coalesce(round(p_weight_kg * f.factor, 3) = e.kg, false)
    from
        (
            values
            (1, 'epley', 1 + p_reps / 30),
            (2, 'brzycki', 36 / (37 - p_reps)),
            (3, 'lombardi', power(p_reps, 0.10)),
            (4, 'oconner', 1 + 0.025 * p_reps),
            (5, 'mayhew', 100 / (52.2 + 41.9 * exp(-0.055 * p_reps))),
            (6, 'wathan', 100 / (48.8 + 53.8 * exp(-0.075 * p_reps))),
            (7, 'lander', 100 / (101.3 - 2.67123 * p_reps))
        ) as f (place, formula, factor)
    cross join (select private.estimated_1rm(p_weight_kg, p_reps, null) as kg) as e
    order by f.place;
end;
$function$;

CREATE OR REPLACE FUNCTION private.operation_shapes()
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_id jsonb := '{"type": "uuid", "required": true}'::jsonb;
    -- Without a place an exercise goes to the end of its day.
    v_new_exercise jsonb := private.plan_shape('exercise') - array['id', 'alternatives']
    || '{"order_in_workout": {"type": "integer", "min": 1, "max": 100}}';
    -- The columns of a plan's exercise that operations set.
    v_targets jsonb := (
        select jsonb_object_agg(e.key, e.value - 'required')
        from jsonb_each(v_new_exercise - array['exercise_id', 'order_in_workout', 'section']) as e
    );
    v_day jsonb := $shape${
        "name": {"type": "text", "min": 1, "max": 200},
        "day_of_week": {"type": "integer", "min": 1, "max": 7},
        "order_in_plan": {"type": "integer", "min": 1, "max": 100}
    }$shape$::jsonb;
begin
    return jsonb_build_object(
        'update_exercise', v_targets || jsonb_build_object('plan_exercise_id', v_id),
        'swap_exercise', v_targets || jsonb_build_object('plan_exercise_id', v_id, 'exercise_id', v_id),
        'add_exercise', v_new_exercise || jsonb_build_object('plan_workout_id', v_id),
        'remove_exercise', jsonb_build_object('plan_exercise_id', v_id),
        'move_exercise', jsonb_build_object('plan_exercise_id', v_id) || $shape${
            "order_in_workout": {"type": "integer", "min": 1, "max": 100, "required": true}
        }$shape$::jsonb,
        'update_day', v_day || jsonb_build_object('plan_workout_id', v_id),
        'add_day', v_day || jsonb_build_object('plan_id', v_id) || $shape${
            "name": {"type": "text", "min": 1, "max": 200, "required": true}
        }$shape$::jsonb || jsonb_build_object(
            'exercises',
            '{"type": "array", "min": 1, "max": 50, "required": true}'::jsonb || jsonb_build_object('items', v_new_exercise)
        ),
        'remove_day', jsonb_build_object('plan_workout_id', v_id),
        'update_plan', jsonb_build_object('plan_id', v_id) || $shape${
            "name": {"type": "text", "min": 1, "max": 200},
            "description": {"type": "text", "max": 5000},
            "days_per_week": {"type": "integer", "min": 1, "max": 7}
        }$shape$::jsonb,
        'log_measurement', $shape${
            "logged_at": {"type": "timestamp"},
            "weight_kg": {"type": "number", "min": 20, "max": 500},
            "body_fat_percentage": {"type": "number", "min": 1, "max": 75},
            "other_metrics": {"type": "object"}
        }$shape$::jsonb,
        'set_goal', $shape${
            "goal_type": {"type": "public.goal_type", "required": true},
            "target_weight_kg": {"type": "number", "min": 20, "max": 500},
            "target_date": {"type": "date"}
        }$shape$::jsonb
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.outcome_loads(p_outcome jsonb, p_target private.target, p_sets integer)
 RETURNS numeric[]
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return array(
        select coalesce(
            (p_outcome -> 'loads_kg' ->> (s - 1))::numeric,
            (p_outcome ->> 'weight_kg')::numeric,
            p_target.loads_kg[least(s, cardinality(p_target.loads_kg))],
            p_target.weight_kg
        )
        from generate_series(1, p_sets) as s
        order by s
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.own_exercise_equipment()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- Overrides what the client sent. For an exercise that doesn't exist or is shared the row has no owner, and the
    -- policy rejects it.
    new.user_id := (
        select e.created_by from public.exercises as e where e.id = new.exercise_id and not e.is_approved
    );
    return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.pace(p_target_rir numeric, p_efforts numeric[])
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_rir numeric;
begin
    if p_target_rir is null then
        return 1;
    end if;
    v_rir := 10 - (select max(e) from unnest(p_efforts) as e);
    return case
        when v_rir < p_target_rir - 1 then 0
        when v_rir >= p_target_rir + 2 then 2
        else 1
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.payload_key(p_value jsonb)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return left(
        case jsonb_typeof(p_value)
            when 'string' then nullif(p_value #>> '{}', '')
            when 'number' then p_value #>> '{}'
            -- Stripe may send the object instead of its id.
            when 'object' then p_value ->> 'id'
        end,
        255
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.payload_names(p_value jsonb)
 RETURNS text[]
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    -- Some phones write uuids in capitals, but not consistently.
    return array(
        select case when pg_input_is_valid(u.name, 'uuid') then u.name::uuid::text else u.name end
        from unnest(private.payload_texts(p_value)) with ordinality as u (name, n)
        order by u.n
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.payload_time(p_value jsonb, p_per_second integer)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_seconds numeric;
begin
    if jsonb_typeof(p_value) is distinct from 'number' then
        return null;
    end if;
    v_seconds := (p_value #>> '{}')::numeric / p_per_second;
    -- Up to the end of the year 9999, the last that clients can parse.
    return case when v_seconds between 0 and 253402300799 then to_timestamp(v_seconds) end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.percent_of_1rm(p_reps numeric, p_rpe numeric)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
declare
    -- Repetitions possible after the first: those done and those in reserve.
    v_more numeric := p_reps - 1 + coalesce(10 - p_rpe, 0);
begin
    return case
        when p_reps < 1 or v_more < 0 then null
        when v_more = 0 then 1
        when v_more >= 16 then 0.5
        when v_more <= 2.92 then (0.347619 * v_more * v_more - 4.60714 * v_more + 99.9667) / 100
        else (97.0955 - 2.64249 * v_more) / 100
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.percentile_in(p_ratio numeric, p_ratios numeric[])
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
declare
    v_points numeric [] := private.percentile_points();
    v_place numeric := private.place_among(p_ratio, p_ratios);
    v_below integer := floor(v_place);
    -- Where many lift the same, several points are equal: take the middle, as if half of those lifters were weaker.
    v_first_equal integer := array_position(p_ratios, p_ratio);
begin
    return case
        when v_first_equal is not null then (v_points[v_first_equal] + v_points[v_below]) / 2
        when v_below = 0 then v_points[1] * v_place
        when v_below = cardinality(v_points) then v_points[v_below]
        else v_points[v_below] + (v_place - v_below) * (v_points[v_below + 1] - v_points[v_below])
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.plan_day_row(p_user uuid, p_plan_id uuid, p_day jsonb)
 RETURNS public.workout_plan_days
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    return jsonb_populate_record(
        null::public.workout_plan_days,
        jsonb_build_object('id', gen_random_uuid(), 'week_number', 1, 'focus', '[]'::jsonb)
        || private.column_values(p_day)
        || jsonb_build_object('user_id', p_user, 'plan_id', p_plan_id, 'created_at', now(), 'updated_at', now())
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.plan_exercise_row(p_user uuid, p_day_id uuid, p_exercise jsonb)
 RETURNS public.workout_plan_day_exercises
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    return jsonb_populate_record(
        null::public.workout_plan_day_exercises,
        jsonb_build_object('id', gen_random_uuid(), 'section', 'main', 'alternatives', '[]'::jsonb)
        || private.column_values(p_exercise)
        || jsonb_build_object('user_id', p_user, 'plan_workout_id', p_day_id, 'created_at', now(), 'updated_at', now())
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.plan_from_template(p_user uuid, p_template_id uuid, p_new_plan_id uuid, p_now timestamp with time zone)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_plan jsonb;
begin
    perform private.require_caller(p_user);
    select t.plan into v_plan
    from public.plan_templates as t
    where t.id = p_template_id and (t.is_published or t.created_by = p_user);
    if not found then
        perform private.fail('PT404', 'template not found', '{"field": "p_template_id"}');
    end if;
    return private.create_plan(
        p_user,
        v_plan || jsonb_build_object('id', coalesce(p_new_plan_id, gen_random_uuid())),
        'template',
        p_now
    );
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
        perform private.fail('PT404', 'day not found in your plans', '{"field": "plan_workout_id"}');
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.plan_of_operation(p_user uuid, p_operation jsonb, p_path text)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_field text;
    v_plan uuid;
begin
    if p_operation ? 'plan_exercise_id' then
        v_field := 'plan_exercise_id';
        select d.plan_id into v_plan
        from public.workout_plan_day_exercises as x
        inner join public.workout_plan_days as d on d.user_id = p_user and d.id = x.plan_workout_id
        where x.user_id = p_user and x.id = (p_operation ->> v_field)::uuid;
    elsif p_operation ? 'plan_workout_id' then
        v_field := 'plan_workout_id';
        select d.plan_id into v_plan
        from public.workout_plan_days as d
        where d.user_id = p_user and d.id = (p_operation ->> v_field)::uuid;
    elsif p_operation ? 'plan_id' then
        v_field := 'plan_id';
        select p.id into v_plan
        from public.workout_plans as p
        where p.user_id = p_user and p.id = (p_operation ->> v_field)::uuid;
    else
        return null;
    end if;
    if v_plan is null then
        perform private.fail('PT404', 'not found', jsonb_build_object('field', p_path || '.' || v_field));
    end if;
    return v_plan;
end;
$function$;

CREATE OR REPLACE FUNCTION private.plan_outline(p_user uuid, p_plan_id uuid, p_day_id uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        with lines as (
            select
                x.*,
                e.name as exercise,
                row_number() over (order by d.order_in_plan, d.id, x.section, x.order_in_workout, x.id) as place
            from public.workout_plan_days as d
            inner join public.workout_plan_day_exercises as x on x.user_id = p_user and x.plan_workout_id = d.id
            inner join public.exercises as e on e.id = x.exercise_id
            where d.user_id = p_user
                and d.plan_id = p_plan_id
                -- Of a plan of several weeks the current one.
                and d.week_number = (select o.week_number from public.workout_plan_days as o where o.id = p_day_id)
        )

        select jsonb_build_object(
            'plan_id', p.id,
            'name', left(p.name, 100),
            'days_per_week', p.days_per_week,
            'days', (
                select jsonb_agg(day.outline order by day.place)
                from (
                    select
                        min(l.place) as place,
                        jsonb_build_object(
                            'plan_workout_id', d.id,
                            'name', left(d.name, 60),
                            'day_of_week', d.day_of_week,
                            'exercises', jsonb_agg(
                                jsonb_build_object(
                                    'plan_exercise_id', l.id,
                                    'name', l.exercise,
                                    'sets', l.target_sets,
                                    'reps', l.target_reps,
                                    'weight_kg', l.current_suggested_weight_kg
                                )
                                order by l.place
                            )
                        ) as outline
                    from lines as l
                    inner join public.workout_plan_days as d on d.user_id = p_user and d.id = l.plan_workout_id
                    where l.place <= 40
                    group by d.id
                ) as day
            ),
            'left_out', (select greatest(count(*) - 40, 0) from lines as l)
        )
        from public.workout_plans as p
        where p.user_id = p_user and p.id = p_plan_id
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.plan_reminders(p_user uuid, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- The account is being deleted: its rows go by cascade.
    if not exists (select from public.profiles as p where p.id = p_user) then
        return;
    end if;
    with wanted as materialized (
        select k.type, private.next_reminder(p_user, k.type, p_now) as due_at
        from unnest(enum_range(null::public.notification_type)) as k (type)
        where (private.notification_declaration(k.type)).is_reminder
    ),

    gone as (
        delete from private.reminders as r
        using wanted as w
        where r.user_id = p_user and r.type = w.type and w.due_at is null
    )

    insert into private.reminders as r (user_id, type, due_at)
    select p_user, w.type, w.due_at from wanted as w where w.due_at is not null
    on conflict (user_id, type) do update set due_at = excluded.due_at where r.due_at <> excluded.due_at;
end;
$function$;

CREATE OR REPLACE FUNCTION private.plan_row(p_user uuid, p_plan jsonb, p_author public.plan_author, p_now timestamp with time zone)
 RETURNS public.workout_plans
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    return jsonb_populate_record(
        null::public.workout_plans,
        jsonb_build_object('id', gen_random_uuid())
        || private.column_values(p_plan)
        || jsonb_build_object(
            'user_id', p_user, 'created_by', p_author, 'is_active', false, 'created_at', p_now, 'updated_at', now()
        )
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.plan_shape(p_part text)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return case p_part
        when 'plan' then $shape${
            "id": {"type": "uuid"},
            "name": {"type": "text", "min": 1, "max": 200, "required": true},
            "plan_type": {"type": "public.plan_type", "required": true},
            "days_per_week": {"type": "integer", "min": 1, "max": 7, "required": true},
            "goal_type": {"type": "public.goal_type"},
            "description": {"type": "text", "max": 5000},
            "source_description": {"type": "text", "max": 5000},
            "total_weeks": {"type": "integer", "min": 1, "max": 52},
            "deload_every_weeks": {"type": "integer", "min": 3, "max": 12},
            "days": {"type": "array", "min": 1, "max": 100, "required": true}
        }$shape$::jsonb
        when 'day' then $shape${
            "id": {"type": "uuid"},
            "name": {"type": "text", "min": 1, "max": 200, "required": true},
            "day_of_week": {"type": "integer", "min": 1, "max": 7},
            "order_in_plan": {"type": "integer", "min": 1, "max": 1000, "required": true},
            "week_number": {"type": "integer", "min": 1, "max": 52},
            "focus": {"type": "array", "max": 22},
            "estimated_minutes": {"type": "integer", "min": 1, "max": 600},
            "exercises": {"type": "array", "max": 50, "required": true}
        }$shape$::jsonb
        when 'exercise' then $shape${
            "id": {"type": "uuid"},
            "exercise_id": {"type": "uuid", "required": true},
            "order_in_workout": {"type": "integer", "min": 1, "max": 1000, "required": true},
            "section": {"type": "public.plan_section"},
            "target_sets": {"type": "integer", "min": 1, "max": 50, "required": true},
            "target_reps": {"type": "text", "min": 1, "max": 100, "required": true},
            "target_rest_seconds": {"type": "integer", "min": 0, "max": 3600},
            "current_suggested_weight_kg": {"type": "number", "min": 0, "max": 2000},
            "on_success_weight_increase_kg": {"type": "number", "min": 0, "max": 100},
            "progression": {"type": "any"},
            "alternatives": {"type": "array", "max": 20},
            "superset_group": {"type": "integer", "min": 1, "max": 50},
            "target_rir": {"type": "number", "min": 0, "max": 10},
            "notes": {"type": "text", "max": 2000}
        }$shape$::jsonb
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.plate_loads(p_bases_kg numeric[], p_plates_kg numeric[], p_in_pairs boolean)
 RETURNS numeric[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_sums numeric[] := array[0];
    v_added numeric;
    -- 2000 kg is the most that a target may be; plates that hang on a body weigh a fraction of it.
    v_most integer := case when p_in_pairs then 2000 else 250 end;
begin
    -- One addition per pair, or two where its plates may be used singly.
    for v_added in
        select case when p_in_pairs then 2 else 1 end * private.exact_kg(p.kg)
        from unnest(p_plates_kg) as p (kg), generate_series(1, case when p_in_pairs then 1 else 2 end)
        order by 1 desc
    loop
        v_sums := array(
            select s.kg from unnest(v_sums) as s (kg)
            union
            select s.kg + v_added from unnest(v_sums) as s (kg) where s.kg + v_added <= v_most
        );
        -- A usual set of plates makes a few hundred loads; one of odd weights doubles them with every pair.
        perform private.check_load_count(cardinality(v_sums), 'plates_kg');
    end loop;
    return array(
        select distinct round(private.exact_kg(b.kg) + s.kg, 3)
        from unnest(p_bases_kg) as b (kg), unnest(v_sums) as s (kg)
        where private.exact_kg(b.kg) + s.kg <= v_most
        order by 1
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.preview_step(p_user uuid, p_plan_exercise_id uuid, p_target private.target, p_rules jsonb, p_is_success boolean, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_sum integer := case when private.scheme_of(p_rules) = 'sum_of_reps' then private.sum_wanted(p_rules, p_target) end;
begin
    return (
        select private.target_json(e.new_target) || jsonb_build_object('reason_code', e.reason_code)
        from private.simulate_outcomes(
            p_user, p_plan_exercise_id,
            jsonb_build_array(jsonb_build_object('reps', (
                select jsonb_agg(
                    case
                        when p_is_success then greatest(
                            private.target_amount(p_target.reps, s),
                            case when s = p_target.sets then (private.load_rule(p_rules) -> 'last_set_reps')::integer end,
                            case when v_sum > 0 then (v_sum + s - 1) / p_target.sets end
                        )
                        else private.target_amount(p_target.reps, s) - case when s = p_target.sets then 1 else 0 end
                    end
                    order by s
                )
                from generate_series(1, p_target.sets::integer) as s
            ))),
            p_now
        ) as e
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.process_billing_event(p_now timestamp with time zone, p_id uuid)
 RETURNS private.billing_event_state
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_event private.billing_events;
    v_ignored text;
begin
    -- Locked: another call is processing it.
    select e.* into v_event
    from private.billing_events as e
    where e.id = p_id and e.state = 'received'
    for update skip locked;
    if not found then
        return (select e.state from private.billing_events as e where e.id = p_id);
    end if;
    begin
        v_ignored := private.apply_billing_event(v_event, p_now);
        update private.billing_events as e
        set state = case when v_ignored is null then 'processed' else 'ignored' end::private.billing_event_state,
            error = v_ignored,
            processed_at = p_now,
            attempts = e.attempts + 1,
            next_attempt_at = null
        where e.id = p_id
        returning e.state into v_event.state;
    exception
        when others then
            update private.billing_events as e
            set state = case
                    when e.attempts + 1 >= coalesce((select s.max_attempts from private.billing_settings as s), 10) then 'dead'
                    else 'received'
                end::private.billing_event_state,
                error = left(format('%s: %s', sqlstate, sqlerrm), 1000),
                attempts = e.attempts + 1,
                -- 1, 2, 4, … minutes, at most 6 hours.
                next_attempt_at = p_now + least(make_interval(mins => (2 ^ e.attempts)::integer), interval '6 hours')
            where e.id = p_id
            returning e.state into v_event.state;
    end;
    return v_event.state;
end;
$function$;

CREATE OR REPLACE FUNCTION private.propose_plan_change(p_user uuid, p_change jsonb, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_change public.plan_changes;
    v_rows jsonb;
    v_rows_then jsonb;
    v_measurements uuid[] := '{}'::uuid[];
    v_plan uuid;
    v_path text;
    v_operation jsonb;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.check_shape(p_change, null, $shape${
        "id": {"type": "uuid"},
        "plan_id": {"type": "uuid"},
        "made_by": {"type": "public.change_author"},
        "summary": {"type": "text", "min": 1, "max": 1000, "required": true},
        "operations": {"type": "array", "min": 1, "max": 50, "required": true},
        "apply": {"type": "boolean", "required": true}
    }$shape$);
    v_change := private.known_change(p_user, p_change);
    if v_change.id is not null then
        return to_jsonb(v_change);
    end if;
    for i in 0 .. jsonb_array_length(p_change -> 'operations') - 1 loop
        v_operation := p_change -> 'operations' -> i;
        v_path := format('operations[%s]', i);
        perform private.check_operation(p_user, v_operation, v_path);
        v_plan := coalesce(v_plan, private.plan_of_operation(p_user, v_operation, v_path));
    end loop;
    if v_plan <> (p_change ->> 'plan_id')::uuid then
        perform private.fail('PT422', 'the operations are for another plan', '{"field": "plan_id"}');
    end if;

    v_rows := private.rows_of(p_user, v_plan, v_measurements);
    -- The operations are carried out for real; a change that has to wait is rolled back to here. Variables keep their values.
    begin
        for i in 0 .. jsonb_array_length(p_change -> 'operations') - 1 loop
            v_operation := p_change -> 'operations' -> i;
            v_path := format('operations[%s]', i);
            if private.plan_of_operation(p_user, v_operation, v_path) <> v_plan then
                perform private.fail(
                    'PT422', 'it is for another plan', jsonb_build_object('field', v_path), 'Propose one change per plan.'
                );
            end if;
            v_measurements := v_measurements || private.run_operation(p_user, v_operation, v_path, p_now);
        end loop;
        v_measurements := array_remove(v_measurements, null);
        v_rows_then := private.rows_of(p_user, v_plan, v_measurements);
        v_change.before := private.changed_rows(v_rows, v_rows_then);
        v_change.after := private.changed_rows(v_rows_then, v_rows);
        v_change.is_large := private.is_large_change(v_rows, v_change.before, v_change.after);
        if v_change.before = '[]' then
            perform private.fail('PT422', 'nothing is changed', '{"field": "operations"}');
        elsif v_plan is not null and not exists (
            select from public.workout_plan_days as d where d.user_id = p_user and d.plan_id = v_plan
        ) then
            perform private.fail('PT422', 'a plan needs at least one day', '{"field": "operations"}');
        end if;
        if v_change.is_large or not (p_change ->> 'apply')::boolean then
            raise sqlstate 'SP001';
        end if;
        v_change.status := 'applied';
    exception
        when sqlstate 'SP001' then
            v_change.status := 'proposed';
    end;

    insert into public.plan_changes (
        id, user_id, plan_id, made_by, status, summary, before, after, created_at, operations, is_large, decided_at
    )
    values (
        coalesce((p_change ->> 'id')::uuid, gen_random_uuid()), p_user, v_plan,
        coalesce((p_change ->> 'made_by')::public.change_author, 'coach_ai'), v_change.status, p_change ->> 'summary',
        v_change.before, v_change.after, p_now, p_change -> 'operations', v_change.is_large,
        case when v_change.status = 'applied' then p_now end
    )
    returning * into v_change;
    return to_jsonb(v_change);
end;
$function$;

CREATE OR REPLACE FUNCTION private.purge_cron_runs(p_now timestamp with time zone, p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_deleted integer := 0;
begin
    if to_regclass('cron.job_run_details') is not null then
        execute format(
            $query$
                delete from %1$s as r
                where r.runid in (select o.runid from %1$s as o order by o.runid limit $2)
                    and coalesce(r.end_time, r.start_time) < $1 - interval '7 days'
            $query$,
            to_regclass('cron.job_run_details')
        )
        using p_now, p_limit;
        get diagnostics v_deleted = row_count;
    end if;
    return v_deleted;
end;
$function$;

CREATE OR REPLACE FUNCTION private.purge_expired(p_now timestamp with time zone, p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_rule private.retention;
    v_deleted integer;
    v_purged integer := 0;
begin
    for v_rule in
        select r.* from private.retention as r where to_regclass(r.table_name) is not null order by r.table_name, r.time_column
    loop
        exit when v_purged >= p_limit;
        execute format(
            'with old as materialized ('
            'select o.tableoid, o.ctid from %1$s as o where o.%2$I < $1 limit $2 for update skip locked) '
            -- In a partitioned table a ctid is only unique within its partition.
            'delete from %1$s as t using old where t.ctid = old.ctid and t.tableoid = old.tableoid',
            v_rule.table_name::regclass, v_rule.time_column
        )
        -- Append-only tables check deletions by the real clock, so a run with p_now in the future must not try to delete more.
        using least(p_now, now()) - v_rule.keep, p_limit - v_purged;
        get diagnostics v_deleted = row_count;
        v_purged := v_purged + v_deleted;
    end loop;
    return v_purged;
end;
$function$;

CREATE OR REPLACE FUNCTION private.purge_job_runs(p_now timestamp with time zone, p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_deleted integer;
begin
    -- Ids increase with time, so the primary key finds the oldest runs.
    delete from private.job_runs as r
    where r.id in (select o.id from private.job_runs as o order by o.id limit p_limit)
        and r.started_at < p_now - interval '30 days' and r.outcome <> 'running';
    get diagnostics v_deleted = row_count;
    return v_deleted;
end;
$function$;

CREATE OR REPLACE FUNCTION private.raised_load(p_load numeric, p_step numeric, p_rule jsonb, p_terms private.terms)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    -- For assisted exercises the ceiling is the least assistance.
    v_ceiling numeric := coalesce((p_rule -> 'ceiling')::numeric, case when p_terms.is_assisted then 0 else 2000 end);
    v_sign integer := case when p_terms.is_assisted then -1 else 1 end;
    v_step numeric := p_step;
    v_load numeric;
begin
    if (v_ceiling - p_load) * v_sign <= 0 then
        return p_load;
    end if;
    if p_rule ->> 'step_unit' = '%' then
        -- If nothing is known about the equipment, a percentage is rounded to half kilograms.
        v_step := p_load * p_step / 100;
        if p_terms.buildable is null then
            v_step := greatest(round(v_step * 2) / 2, 0.5);
        end if;
    end if;
    v_load := private.nearest_buildable(p_load, p_load + least(v_step, abs(v_ceiling - p_load)) * v_sign, p_terms);
    -- The next buildable load may be beyond the ceiling, or there may be none: the load may have been lifted in another gym and be
    -- heavier than anything that can be built here.
    return case when (v_ceiling - v_load) * v_sign < 0 or (v_load - p_load) * v_sign < 0 then p_load else v_load end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.ranked_lift_document(p_lift private.ranked_lift, p_bodyweight_kg numeric, p_distribution text)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_tier public.strength_tier := private.strength_tier(p_lift.score);
    v_next public.strength_tier;
begin
    if v_tier < 'elite' then
        v_next := (enum_range(v_tier, null))[2];
    end if;
    return jsonb_build_object(
        'lift', p_lift.lift,
        'exercise_id', p_lift.exercise_id,
        'estimated_1rm_kg', p_lift.estimated_1rm_kg,
        'confidence', private.estimate_confidence(p_lift.effective_reps),
        'achieved_on', p_lift.achieved_on,
        'bodyweight_ratio', round(p_lift.ratio, 3),
        'score', round(p_lift.score, 1),
        'tier', v_tier,
        'next_tier', v_next,
        -- Rounded up, so that lifting it does reach the tier.
        'next_tier_kg', case when v_next is not null
            then ceil(10 * p_bodyweight_kg * p_lift.standard[array_position(enum_range('beginner', null::public.strength_tier), v_next)])
                / 10
        end,
        'tier_reason', p_lift.tier_reason,
        'tier_source', p_lift.standard_source,
        'percentile', round(p_lift.percentile, 1),
        'percentile_reason', p_lift.percentile_reason,
        'percentile_source', case when p_lift.percentile is not null then p_distribution end,
        'cohort_percentile', round(p_lift.cohort_percentile, 1),
        'cohort_people', p_lift.cohort_people,
        'cohort_reason', p_lift.cohort_reason
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.ranked_muscles(p_lifts private.ranked_lift[], p_distribution text)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        with trained as (
            -- A target muscle counts 1, a helper 0.5, as in muscles_worked.
            select
                l.lift, l.estimated_1rm_kg, l.score, l.tier_reason, l.percentile, l.percentile_reason, m.muscle, m.weight
            from unnest(p_lifts) as l
            inner join public.exercises as e on l.exercise_id = e.id
            cross join lateral (
                select e.primary_muscle_group, 1.0
                union all
                select h.muscle, 0.5 from unnest(e.secondary_muscle_groups) as h (muscle)
            ) as m (muscle, weight)
        ),

        muscles as (
            select
                t.muscle,
                sum(t.weight * t.score) / sum(t.weight) filter (where t.score is not null) as score,
                min(t.tier_reason) as tier_reason,
                sum(t.weight * t.percentile) / sum(t.weight) filter (where t.percentile is not null) as percentile,
                min(t.percentile_reason) as percentile_reason,
                (array_agg(t.estimated_1rm_kg order by t.weight desc, t.score desc nulls last, t.lift))[1] as kg,
                jsonb_agg(jsonb_build_object('lift', t.lift, 'weight', t.weight) order by t.weight desc, t.lift) as lifts
            from trained as t
            group by t.muscle
        )

        select coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'muscle', m.muscle,
                    'estimated_1rm_kg', m.kg,
                    'score', round(m.score, 1),
                    'tier', private.strength_tier(m.score),
                    'tier_reason', m.tier_reason,
                    'percentile', round(m.percentile, 1),
                    'percentile_reason', case when m.percentile is null then m.percentile_reason end,
                    'percentile_source', case when m.percentile is not null then p_distribution end,
                    'lifts', m.lifts
                )
                order by m.score desc nulls last, m.muscle
            ),
            '[]'
        )
        from muscles as m
    );
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
begin
    begin
        select
            d.id, d.plan_workout_id, d.started_at::timestamptz, d.ended_at::timestamptz, d.timezone, d.name, d.location,
            d.overall_feeling, d.notes, null::public.session_exercises[],
            p_workout is null
            or p_workout - (
                -- generated from private.workout_shape as keys
                '{id,plan_workout_id,started_at,ended_at,timezone,name,location,overall_feeling,notes,sets}'
                -- end generated
            )::text[] <> '{}'
            or p_workout @? (
                -- generated from private.workout_shape as a jsonpath of values of another type in $
                '$ ? (@.id.type() == "number" || @.plan_workout_id.type() == "number" ||
                    @.name.type() != "string" && @.name.type() != "null" ||
                    @.notes.type() != "string" && @.notes.type() != "null")'
                -- end generated
            )::jsonpath
            or (
                -- generated from private.workout_shape as conditions in d
                d.id is null
                or d.started_at is null
                or d.started_at !~ '^(19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d'
                or d.ended_at is null
                or d.ended_at !~ '^(19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d'
                or d.timezone is not null and not private.is_timezone(d.timezone)
                or length(d.name) not between 1 and 200
                or length(d.notes) not between 0 and 5000
                or case when jsonb_typeof(d.sets) = 'array' then jsonb_array_length(d.sets) > 500 else true end
                -- end generated
            ),
            null::private.set_fault[]
        into v_workout
        from jsonb_to_record(p_workout) as d (
            -- generated from private.workout_shape as columns
            id uuid, plan_workout_id uuid, started_at text, ended_at text, timezone text, name text,
            location public.location, overall_feeling public.feeling, notes text, sets jsonb
            -- end generated
        );
    exception
        when data_exception then
            perform private.check_shape(p_workout, null, private.workout_shape());
            raise;
    end;
    if v_workout.is_malformed then
        perform private.check_shape(p_workout, null, private.workout_shape());
    end if;
    if v_workout.started_at > p_now + interval '5 minutes' then
        perform private.fail('PT422', 'the workout starts in the future', '{"field": "started_at"}');
    elsif v_workout.ended_at < v_workout.started_at then
        perform private.fail('PT422', 'the workout ends before it starts', '{"field": "ended_at"}');
    elsif v_workout.ended_at > v_workout.started_at + interval '24 hours' then
        perform private.fail('PT422', 'a workout lasts 24 hours at most', '{"field": "ended_at"}');
    end if;
    return v_workout;
end;
$function$;

CREATE OR REPLACE FUNCTION private.read_revenuecat(p_type text, p_payload jsonb)
 RETURNS private.billing_fact
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_event jsonb := p_payload -> 'event';
    v_entitlement text := (select s.premium_entitlement from private.billing_settings as s);
    v_entitlements text [];
    v_fact private.billing_fact;
begin
    v_fact.users := private.payload_names(
        jsonb_build_array(v_event -> 'app_user_id')
        || case jsonb_typeof(v_event -> 'aliases') when 'array' then v_event -> 'aliases' else '[]'::jsonb end
        || jsonb_build_array(v_event -> 'original_app_user_id')
    );
    if p_type = 'TRANSFER' then
        v_fact.users := private.payload_names(v_event -> 'transferred_from');
        v_fact.moved_to := private.payload_names(v_event -> 'transferred_to');
        v_fact.effect := 'moved';
        v_fact.precedence := 9;
        return v_fact;
    end if;

    select e.effect, e.precedence into v_fact.effect, v_fact.precedence
    from (
        values
        ('PRODUCT_CHANGE', 'noted'::private.billing_effect, 1),
        ('INITIAL_PURCHASE', 'paid', 2),
        ('NON_RENEWING_PURCHASE', 'paid', 2),
        ('TEMPORARY_ENTITLEMENT_GRANT', 'paid', 2),
        ('RENEWAL', 'paid', 3),
        ('UNCANCELLATION', 'paid', 3),
        ('SUBSCRIPTION_EXTENDED', 'extended', 4),
        ('BILLING_ISSUE', 'troubled', 5),
        ('CANCELLATION', 'canceled', 6),
        ('SUBSCRIPTION_PAUSED', 'paused', 6),
        ('REFUND_REVERSED', 'restored', 8),
        ('EXPIRATION', 'expired', 10)
    ) as e (type, effect, precedence)
    where e.type = p_type;
    if not found then
        v_fact.reason := case p_type when 'TEST' then 'test event' else 'unknown type' end;
        return v_fact;
    end if;
    if p_type = 'CANCELLATION' then
        case v_event ->> 'cancel_reason'
            -- A refund ends access.
            when 'CUSTOMER_SUPPORT' then v_fact.effect := 'refunded'; v_fact.precedence := 7;
            -- Not a cancellation by the user: it accompanies BILLING_ISSUE, which has the end of the grace period.
            when 'BILLING_ERROR' then v_fact.effect := 'troubled';
            else null;
        end case;
    end if;

    v_entitlements := array_remove(
        private.payload_texts(v_event -> 'entitlement_ids') || private.payload_key(v_event -> 'entitlement_id'), null
    );
    if not coalesce(
        v_entitlement = any(v_entitlements),
        -- Consumables are bought the same way.
        p_type <> 'NON_RENEWING_PURCHASE' or cardinality(v_entitlements) > 0
    ) then
        v_fact.effect := null;
        v_fact.reason := 'not the premium entitlement';
        return v_fact;
    end if;

    v_fact.product_id := private.payload_key(v_event -> 'product_id');
    v_fact.subscription_key := coalesce(
        private.payload_key(v_event -> 'original_transaction_id'), private.payload_key(v_event -> 'transaction_id'),
        -- A grant made in RevenueCat has no transaction.
        left(concat_ws(':', v_fact.users[1], v_fact.product_id), 255)
    );
    v_fact.store := private.payload_key(v_event -> 'store');
    v_fact.is_trial := v_event ->> 'period_type' = 'TRIAL';
    v_fact.renews := p_type not in ('NON_RENEWING_PURCHASE', 'TEMPORARY_ENTITLEMENT_GRANT');
    v_fact.period_start := private.payload_time(v_event -> 'purchased_at_ms', 1000);
    v_fact.period_end := private.payload_time(v_event -> 'expiration_at_ms', 1000);
    if p_type = 'BILLING_ISSUE' then
        v_fact.grace_end := coalesce(
            private.payload_time(v_event -> 'grace_period_expiration_at_ms', 1000), v_fact.period_end
        );
    end if;
    return v_fact;
end;
$function$;

CREATE OR REPLACE FUNCTION private.read_stripe(p_type text, p_payload jsonb)
 RETURNS private.billing_fact
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_object jsonb := p_payload #> '{data,object}';
    v_fact private.billing_fact;
begin
    if p_type like 'customer.subscription.%' then
        return private.read_stripe_subscription(p_type, v_object);
    end if;
    v_fact.customer_key := private.payload_key(v_object -> 'customer');
    v_fact.subscription_key := coalesce(
        private.payload_key(v_object -> 'subscription'),
        private.payload_key(v_object #> '{parent,subscription_details,subscription}')
    );
    v_fact.users := private.payload_names(jsonb_build_array(
        v_object -> 'client_reference_id',
        v_object #> '{metadata,user_id}',
        v_object #> '{parent,subscription_details,metadata,user_id}',
        v_object #> '{subscription_details,metadata,user_id}'
    ));
    case
        when p_type = 'charge.refunded' then
            v_fact.document_key := private.payload_key(v_object -> 'invoice');
            v_fact.period_start := private.payload_time(v_object -> 'created', 1);
            v_fact.users := '{}';
            if v_object -> 'refunded' = 'true' then
                v_fact.effect := 'refunded';
                v_fact.precedence := 9;
            else
                v_fact.reason := 'partial refund';
            end if;
        when v_fact.subscription_key is null then
            v_fact.reason := 'not about a subscription';
        when p_type = 'checkout.session.completed' then
            v_fact.effect := 'noted';
            v_fact.precedence := 0;
        when p_type in ('invoice.paid', 'invoice.payment_failed') then
            v_fact.effect := case p_type when 'invoice.paid' then 'settled'::private.billing_effect else 'troubled' end;
            v_fact.precedence := case p_type when 'invoice.paid' then 5 else 3 end;
            v_fact.document_key := private.payload_key(v_object -> 'id');
        else
            v_fact.reason := 'unknown type';
    end case;
    return v_fact;
end;
$function$;

CREATE OR REPLACE FUNCTION private.read_stripe_subscription(p_type text, p_object jsonb)
 RETURNS private.billing_fact
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_status text := p_object ->> 'status';
    v_item jsonb;
    v_cancel_at timestamptz := private.payload_time(p_object -> 'cancel_at', 1);
    v_fact private.billing_fact;
begin
    -- Items may have their own periods: access lasts as long as the longest, the first of equal ones.
    select i.value into v_item
    from jsonb_array_elements(
        case jsonb_typeof(p_object #> '{items,data}') when 'array' then p_object #> '{items,data}' else '[]'::jsonb end
    ) with ordinality as i (value, place)
    order by private.payload_time(i.value -> 'current_period_end', 1) desc nulls last, i.place
    limit 1;

    v_fact.subscription_key := private.payload_key(p_object -> 'id');
    v_fact.customer_key := private.payload_key(p_object -> 'customer');
    v_fact.users := private.payload_names(jsonb_build_array(p_object #> '{metadata,user_id}'));
    v_fact.store := 'STRIPE';
    v_fact.product_id := coalesce(private.payload_key(v_item -> 'price'), private.payload_key(v_item -> 'plan'));
    v_fact.is_trial := v_status = 'trialing';
    v_fact.renews := true;
    v_fact.period_start := private.payload_time(
        coalesce(v_item -> 'current_period_start', p_object -> 'current_period_start'), 1
    );
    v_fact.period_end := private.payload_time(coalesce(v_item -> 'current_period_end', p_object -> 'current_period_end'), 1);
    case
        when v_status in ('active', 'trialing') and (v_cancel_at is not null or p_object -> 'cancel_at_period_end' = 'true') then
            v_fact.effect := 'canceled';
            v_fact.period_end := coalesce(v_cancel_at, v_fact.period_end);
            v_fact.precedence := 8;
        when v_status in ('active', 'trialing') then
            v_fact.effect := 'paid';
            v_fact.precedence := 7;
        when v_status = 'past_due' then
            v_fact.effect := 'troubled';
            v_fact.precedence := 4;
        when v_status = 'incomplete' then
            v_fact.effect := 'pending';
            v_fact.precedence := 2;
        when v_status in ('canceled', 'unpaid', 'paused', 'incomplete_expired') then
            -- paused: a trial that ended without a payment method.
            v_fact.effect := 'expired';
            v_fact.period_end := private.payload_time(p_object -> 'ended_at', 1);
            v_fact.precedence := 10;
        else
            v_fact.reason := 'unknown status';
    end case;
    if p_type = 'customer.subscription.created' then
        v_fact.precedence := 1;
    end if;
    return v_fact;
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
    v_is_malformed boolean;
    v_has_duplicate_ids boolean;
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
            array_agg((s.place, f.kind)::private.set_fault) filter (where f.kind is not null),
            count(distinct s.id) < count(*),
            bool_or(
                -- generated from private.set_shape as conditions in s
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
                or length(s.notes) not between 0 and 2000
                -- end generated
            )
            or p_workout -> 'sets' @? (
                -- generated from private.set_shape as a jsonpath of values of another type in $[*]
                '$[*] ? (@.id.type() == "number" || @.exercise_id.type() == "number" ||
                    @.workout_plan_exercise_id.type() == "number" || @.set_order.type() == "string" ||
                    @.logged_reps.type() == "string" || @.logged_weight_kg.type() == "string" ||
                    @.duration_seconds.type() == "string" || @.distance_m.type() == "string" ||
                    @.difficulty_rating.type() == "string" || @.rest_seconds.type() == "string" ||
                    @.notes.type() != "string" && @.notes.type() != "null")'
                -- end generated
            )::jsonpath
            or exists (
                select from jsonb_array_elements(p_workout -> 'sets') as k
                where k - (
                    -- generated from private.set_shape as keys
                    '{id,exercise_id,workout_plan_exercise_id,set_order,set_type,logged_reps,logged_weight_kg,
                        duration_seconds,distance_m,difficulty_rating,rest_seconds,logged_at,notes}'
                    -- end generated
                )::text[] <> '{}'
            )
        into v_workout.sets, v_workout.set_faults, v_has_duplicate_ids, v_is_malformed
        from
            rows from (
                jsonb_to_recordset(p_workout -> 'sets') as (
                    -- generated from private.set_shape as columns
                    id uuid, exercise_id uuid, workout_plan_exercise_id uuid, set_order numeric,
                    set_type public.set_type, logged_reps numeric, logged_weight_kg numeric,
                    duration_seconds numeric, distance_m numeric, difficulty_rating numeric,
                    rest_seconds numeric, logged_at text, notes text
                    -- end generated
                )
            ) with ordinality as s (
                -- generated from private.set_shape as names
                id, exercise_id, workout_plan_exercise_id, set_order, set_type, logged_reps,
                logged_weight_kg, duration_seconds, distance_m, difficulty_rating, rest_seconds,
                logged_at, notes
                -- end generated
                , place
            )
            left join public.exercises as e
                on e.id = s.exercise_id and (e.created_by is null or e.is_approved or e.created_by = p_user)
            left join public.workout_plan_day_exercises as x
                on x.user_id = p_user and x.id = s.workout_plan_exercise_id
            left join public.session_exercises as o on o.id = s.id
            cross join lateral (
                select
                    case
                        when e.id is null then 'unknown exercise'
                        when private.missing_measure(
                                e.tracking_type, s.logged_reps, s.logged_weight_kg, s.duration_seconds, s.distance_m
                            ) is not null then 'missing measure'
                        when o.user_id <> p_user then 'set of another user'
                        when o.workout_session_id <> v_workout.id then 'in another workout'
                        when x.id is null and s.workout_plan_exercise_id is not null then 'unknown plan exercise'
                    end as kind
            ) as f;
    exception
        -- feature_not_supported is raised for NaN, which is a number but can't be cast to an integer.
        when data_exception or feature_not_supported then
            perform private.check_shapes(p_workout -> 'sets', 'sets[]', private.set_shape());
            raise;
    end;
    if v_is_malformed then
        perform private.check_shapes(p_workout -> 'sets', 'sets[]', private.set_shape());
    end if;
    if v_has_duplicate_ids then
        v_workout.set_faults := v_workout.set_faults || array(
            select (s.place, 'duplicate id')::private.set_fault
            from (
                select e.place, count(*) over (partition by (e.value ->> 'id')::uuid) as times
                from jsonb_array_elements(p_workout -> 'sets') with ordinality as e (value, place)
            ) as s
            where s.times > 1
        );
    end if;
    return v_workout;
end;
$function$;

CREATE OR REPLACE FUNCTION private.readiness_reduction(p_user uuid, p_at timestamp with time zone)
 RETURNS private.load_reduction
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_check_in public.check_ins;
    v_readiness integer;
begin
    select c.* into v_check_in
    from public.check_ins as c
    -- The days limit the index scan; the hours decide.
    where c.user_id = p_user
        and c.day between p_at::date - 4 and p_at::date + 1
        and p_at >= c.created_at
        and p_at < c.created_at + interval '36 hours'
        and num_nonnulls(c.sleep, c.soreness, c.energy, c.mood) > 0
    order by c.created_at desc, c.day desc
    limit 1;
    if not found then
        return null;
    end if;
    v_readiness := private.readiness_score(v_check_in);
    if v_readiness <= 2 or v_check_in.soreness = 5 then
        return (
            case when v_readiness = 1 or v_check_in.soreness = 5 then 'readiness_deload' else 'readiness_hold'::public.reason_code end,
            case when v_readiness = 1 or v_check_in.soreness = 5 then 90 else 100 end,
            100,
            jsonb_strip_nulls(jsonb_build_object(
                'day', v_check_in.day, 'readiness', v_readiness, 'sleep', v_check_in.sleep, 'soreness', v_check_in.soreness,
                'energy', v_check_in.energy, 'mood', v_check_in.mood
            ))
        )::private.load_reduction;
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.readiness_score(p_check_in public.check_ins)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select round(avg(m.score))::integer
        from (
            values
            (p_check_in.sleep::numeric),
            (6 - p_check_in.soreness::numeric),
            (case when p_check_in.energy is not null then greatest(p_check_in.energy / 2.0, 1) end),
            (p_check_in.mood::numeric)
        ) as m (score)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.readiness_text(p_reduction private.load_reduction, p_usual jsonb, p_today jsonb, p_unit public.preferred_unit)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_change text := format(
        '%s instead of %s', private.target_text(p_today, p_unit), private.target_text(p_usual, p_unit)
    );
begin
    return case p_reduction.reason_code
        when 'readiness_hold' then
            format('Not well rested today: repeat %s; the next step can wait.', private.target_text(p_today, p_unit))
        when 'readiness_deload' then
            case
                when (p_reduction.inputs -> 'soreness')::integer = 5 then format('Very sore today: %s.', v_change)
                else format('Worn out today: %s.', v_change)
            end
        when 'deload' then format('Light week until %s because progress had stalled: %s.', p_reduction.inputs ->> 'ends_on', v_change)
        else format('Planned light week until %s: %s.', p_reduction.inputs ->> 'ends_on', v_change)
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.reason_text(p_reason public.reason_code, p_rule text, p_inputs jsonb, p_old jsonb, p_new jsonb, p_unit public.preferred_unit)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_old text := private.target_text(p_old, p_unit);
    v_new text := private.target_text(p_new, p_unit);
    v_load text := private.load_text((p_new ->> 'weight_kg')::numeric, p_unit);
    v_done text := replace(replace(trim(both '[]' from p_inputs ->> 'amounts'), 'null', '0'), ', ', '-');
begin
    return case p_reason
        when 'first_time' then
            case p_rule
                when 'wave' then format('This workout sets your training max: week 1 starts with %s.', v_new)
                else 'First time: start with a load you can lift with good form.'
            end
        when 'progressed' then
            case p_rule
                when 'load' then format('%s done: now %s.', v_old, v_load)
                when 'sets' then format('%s done: now %s sets.', v_old, p_new ->> 'sets')
                else format('%s done: next up is %s.', v_old, v_new)
            end
        when 'reps_up' then format('%s done: now aim for %s.', v_old, p_new ->> 'reps')
        when 'held' then
            case p_rule
                when 'effort' then
                    format('%s done, but at RPE %s, harder than planned: repeat it.', v_old, private.highest_rpe(p_inputs))
                when 'sum_of_reps' then
                    format('%s repetitions done: the load goes up once they reach the planned total.', v_done)
                when 'last_set' then format('%s done: the load goes up when the last set has enough repetitions.', v_old)
                else format('%s done; your plan keeps this target.', v_old)
            end
        when 'below_target' then format('Easier than %s: the target stays the same.', v_old)
        when 'missed_reps' then format('%s done of %s: try the same again.', v_done, v_old)
        when 'repeated_failure' then
            case p_rule
                when 'switch' then format('%s missed: now %s.', v_old, v_new)
                when 'wave' then format('%s missed again: the training max goes down, and week 1 starts with %s.', v_old, v_new)
                else format('%s missed as often as your plan allows: back to %s to build up again.', v_old, v_new)
            end
        when 'deload' then
            case p_rule
                when 'stall' then format('No progress in your last workouts: down to %s to build up again.', v_new)
                else 'You took an easier week because progress had stalled: the target stays the same.'
            end
        when 'planned_deload' then
            case p_rule
                when 'wave' then format('%s done: now a light week with %s.', v_old, v_new)
                else 'This was a planned light week: the target stays the same.'
            end
        when 'readiness_hold' then
            'You were not well rested that day: the workout doesn''t count against you, and the target stays the same.'
        when 'readiness_deload' then
            'You were worn out that day: the workout doesn''t count against you, and the target stays the same.'
        when 'manual' then
            case p_rule
                when 'gear' then format('The loads you can build have changed: the nearest is now %s.', v_load)
                else 'You set this target yourself.'
            end
        else 'Not trained last time: the target stays the same.'
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.rebuilt_target(p_target private.target, p_state jsonb, p_rules jsonb, p_buildable numeric[])
 RETURNS private.target
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_target private.target := p_target;
begin
    if private.scheme_of(p_rules) = 'percentage_wave' and p_state ? 'training_max_kg' then
        return private.wave_target(
            p_rules, (p_state -> 'week')::integer, (p_state -> 'training_max_kg')::numeric, p_buildable
        );
    end if;
    v_target.weight_kg := private.snap(null, v_target.weight_kg, p_buildable);
    return v_target;
end;
$function$;

CREATE OR REPLACE FUNCTION private.receipt_channels()
 RETURNS public.message_channel[]
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
RETURN '{push_expo}'::public.message_channel[];

CREATE OR REPLACE FUNCTION private.receive_billing_event(p_provider public.billing_provider, p_event_id text, p_type text, p_event_at timestamp with time zone, p_environment text, p_payload jsonb, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.check_shape(
        jsonb_build_object(
            'p_provider', p_provider, 'p_event_id', p_event_id, 'p_type', p_type, 'p_event_at', p_event_at,
            'p_environment', p_environment, 'p_payload', p_payload
        ),
        null,
        $shape${
            "p_provider": {"type": "text", "max": 20, "pattern": "^(revenuecat|stripe)$", "required": true},
            "p_event_id": {"type": "text", "min": 1, "max": 255, "required": true},
            "p_type": {"type": "text", "min": 1, "max": 255, "required": true},
            "p_event_at": {"type": "timestamp", "required": true},
            "p_environment": {"type": "private.billing_environment", "required": true},
            "p_payload": {"type": "object", "required": true}
        }$shape$
    );
    if octet_length(p_payload::text) > 1048576 then
        perform private.fail('PT422', 'an event must be at most 1 MiB', '{"field": "p_payload", "max": 1048576}');
    end if;
    return private.store_billing_event(
        p_provider, p_event_id, p_type, p_event_at, p_environment::private.billing_environment, p_payload, p_now
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.recent_messages(p_user uuid, p_session_id uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        with newest as (
            select m.*
            from public.ai_coach_messages as m
            where m.user_id = p_user and m.session_id = p_session_id
            order by m.created_at desc, m.id desc
            limit 20
        ),

        counted as (
            select
                n.*,
                sum(least(length(n.content), 1500)) over (order by n.created_at desc, n.id desc) as characters
            from newest as n
        )

        select
            coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'id', c.id,
                        'sender', c.sender,
                        'content', left(c.content, 1500),
                        'created_at', c.created_at,
                        -- A message without the actions taken in it would mislead.
                        'actions', (
                            select jsonb_agg(
                                jsonb_build_object(
                                    'tool', left(a.value ->> 'tool', 60),
                                    'status', left(a.value ->> 'status', 40),
                                    'change_id', left(a.value ->> 'change_id', 36)
                                )
                                order by a.i
                            )
                            from jsonb_array_elements(c.actions) with ordinality as a (value, i)
                            where a.i <= 6
                        )
                    )
                    order by c.created_at desc, c.id desc
                ),
                '[]'
            )
        from counted as c
        where c.characters <= 6000
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_achievements(p_user uuid, p_sources text[] DEFAULT '{workouts,weeks,check_ins,plans}'::text[], p_change private.change DEFAULT NULL::private.change)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_known private.achievement_totals;
    v_new private.achievement_totals;
    v_sources text [] := p_sources;
    -- The settled totals, if they are older than the change.
    v_settled private.achievement_totals;
    v_settling private.settling;
    v_step record;
    v_changed uuid [];
    v_awarded private.award [];
begin
    if not private.lock_user(p_user) then
        return;
    end if;
    select t.* into v_known from private.achievement_totals as t where t.user_id = p_user;
    v_new := v_known;
    v_new.user_id := p_user;
    v_new.rules_version := coalesce((select r.version from private.achievement_rules as r), 0);
    if v_known.rules_version is distinct from v_new.rules_version then
        -- Counted by other rules, or never: recount everything.
        v_sources := '{workouts, weeks, check_ins, plans}';
    elsif p_change.since >= v_known.settled_before
        and v_known.settled_week <= (select min(d.day) from unnest(p_change.days) as d (day))
    then
        v_settled := v_known;
    end if;
    if v_sources && '{workouts, weeks}' then
        -- Settle only when both workouts and weeks are recounted.
        v_settling := case when v_sources @> '{workouts, weeks}' then private.settling_of(p_user) end;
        if v_settled.settled_week > coalesce(v_settling.week_start, '-infinity') then
            v_settling := (v_settled.settled_week, v_settled.settled_before)::private.settling;
        end if;
        v_new.settled_week := v_settling.week_start;
        v_new.settled_before := v_settling.started_before;
        v_new.settled_streak := null;
    end if;
    if 'workouts' = any(v_sources) then
        v_new.last_started_at := (
            select max(w.started_at) from public.workout_sessions as w
            where w.user_id = p_user and w.status = 'completed' and w.total_sets > 0
        );
    end if;
    if 'weeks' = any(v_sources) then
        v_new.streak := coalesce(
            v_settled.settled_streak, (p_user, 'weekly_workout_completion', null, 0, 0, 0, null)::private.settled_streaks
        );
        v_new.last_met_at := (
            select t.met_at from private.training_weeks as t
            where t.user_id = p_user and t.week_start = (v_settled.settled_streak).settled_until - 7
        );
        if v_settling.week_start is not null then
            v_new.settled_streak := v_new.streak;
        end if;
        for v_step in
            select s.met_at, s.streak from private.streak_steps(p_user, v_settled.settled_streak) as s
        loop
            v_new.streak := v_step.streak;
            v_new.last_met_at := v_step.met_at;
            if v_new.last_met_at < v_settling.started_before then
                v_new.settled_streak := v_new.streak;
            end if;
        end loop;
    end if;

    with expected as materialized (
        select s.* from private.achievement_state(p_user, v_sources, v_settled, v_settling.started_before) as s
    ),

    counters as (
        select
            array_agg(coalesce(s.counted, v_known.counted[c.id], 0) order by c.id) as counted,
            array_agg(coalesce(s.settled, v_settled.settled_counted[c.id], 0) order by c.id) as settled
        from private.achievement_counters as c
        left join (
            select o.counter_id, max(o.counted) as counted, max(o.settled) as settled from expected as o group by o.counter_id
        ) as s on s.counter_id = c.id
    ),

    counted as (
        insert into private.achievement_totals (
            user_id, rules_version, counted, last_started_at, streak, last_met_at, settled_week, settled_before,
            settled_counted, settled_streak
        )
        select
            p_user, v_new.rules_version, coalesce(c.counted, '{}'), v_new.last_started_at, v_new.streak, v_new.last_met_at,
            v_new.settled_week, v_new.settled_before,
            case
                when v_settling.week_start is not null then c.settled
                when v_new.settled_week is not null then v_known.settled_counted
            end,
            v_new.settled_streak
        from counters as c
        on conflict (user_id) do update
        set
            rules_version = excluded.rules_version,
            counted = excluded.counted,
            last_started_at = excluded.last_started_at,
            streak = excluded.streak,
            last_met_at = excluded.last_met_at,
            settled_week = excluded.settled_week,
            settled_before = excluded.settled_before,
            settled_counted = excluded.settled_counted,
            settled_streak = excluded.settled_streak
    ),

    gone as (
        delete from private.achievement_awards as a
        using expected as s
        where a.user_id = p_user and a.achievement_id = s.achievement_id and s.unlocked_at is null
        returning a.achievement_id
    ),

    moved as (
        insert into private.achievement_awards as a (user_id, achievement_id, unlocked_at, session_id)
        select p_user, s.achievement_id, s.unlocked_at, s.session_id from expected as s where s.unlocked_at is not null
        on conflict (user_id, achievement_id) do update
        set unlocked_at = excluded.unlocked_at, session_id = excluded.session_id
        where (a.unlocked_at, a.session_id) is distinct from (excluded.unlocked_at, excluded.session_id)
        returning a.achievement_id, a.unlocked_at
    )

    select
        array(select m.achievement_id from moved as m union all select g.achievement_id from gone as g),
        array(select (m.achievement_id, m.unlocked_at)::private.award from moved as m)
    into v_changed, v_awarded;
    perform private.settle_awards(p_user, v_changed, v_awarded);
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_all_weeks(p_user uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_claimed uuid[];
    v_due private.xp_due;
begin
    -- With another first day these are different weeks, so the XP of the old ones is reversed.
    with gone as (
        delete from private.training_weeks as t where t.user_id = p_user returning t.week_start
    )

    select array_agg(private.week_source(p_user, g.week_start)) into v_claimed from gone as g;
    perform private.settle_xp(p_user, v_claimed, '{}');
    perform private.recompute_pauses(p_user);
    perform private.invalidate_settled_streaks(p_user, '-infinity');
    v_due := private.recompute_weeks(
        p_user,
        array(
            select distinct w.day from public.workout_sessions as w
            where w.user_id = p_user and w.status = 'completed' and w.total_sets > 0
        )
    );
    if v_due.sources is not null then
        perform private.settle_xp(p_user, v_due.sources, v_due.claims);
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_priors(p_user uuid, p_exercises uuid[], p_from timestamp with time zone)
 RETURNS TABLE(session_id uuid, day date)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    -- Workouts before p_from are unchanged: the last of them gives the best until then.
    return query
    with walked as materialized (
        select
            e.id as exercise_id,
            r.started_at,
            r.session_id,
            greatest(s.volume_kg, max(nullif(r.volume_kg, 0)) over before) as volume_kg,
            greatest(s.load_score, max(r.load_score) over before) as load_score,
            greatest(s.reps_score, max(r.reps_score) over before) as reps_score,
            greatest(s.estimated_1rm_kg, max(r.estimated_1rm_kg) over before) as estimated_1rm_kg,
            greatest(s.duration_score, max(r.duration_score) over before) as duration_score,
            greatest(s.distance_score, max(r.distance_score) over before) as distance_score
        from (select distinct o.id from unnest(p_exercises) as o (id)) as e
        cross join lateral (
            select o.*
            from private.exercise_sessions as o
            where o.user_id = p_user and o.exercise_id = e.id and o.started_at >= p_from
            offset 0
        ) as r
        left join lateral (
            select
                greatest(o.prior_volume_kg, nullif(o.volume_kg, 0)) as volume_kg,
                greatest(o.prior_load_score, o.load_score) as load_score,
                greatest(o.prior_reps_score, o.reps_score) as reps_score,
                greatest(o.prior_estimated_1rm_kg, o.estimated_1rm_kg) as estimated_1rm_kg,
                greatest(o.prior_duration_score, o.duration_score) as duration_score,
                greatest(o.prior_distance_score, o.distance_score) as distance_score
            from private.exercise_sessions as o
            where o.user_id = p_user and o.exercise_id = e.id and o.started_at < p_from
            order by o.started_at desc, o.session_id desc
            limit 1
        ) as s on true
        window before as (
            partition by e.id order by r.started_at, r.session_id
            rows between unbounded preceding and 1 preceding
        )
    ),

    changed as (
        update private.exercise_sessions as r
        set
            prior_volume_kg = w.volume_kg,
            prior_load_score = w.load_score,
            prior_reps_score = w.reps_score,
            prior_estimated_1rm_kg = w.estimated_1rm_kg,
            prior_duration_score = w.duration_score,
            prior_distance_score = w.distance_score
        from walked as w
        where r.user_id = p_user
            and r.exercise_id = w.exercise_id
            and r.started_at = w.started_at
            and r.session_id = w.session_id
            and (
                w.volume_kg, w.load_score, w.reps_score, w.estimated_1rm_kg, w.duration_score, w.distance_score
            ) is distinct from (
                r.prior_volume_kg, r.prior_load_score, r.prior_reps_score, r.prior_estimated_1rm_kg,
                r.prior_duration_score, r.prior_distance_score
            )
        returning r.session_id, r.day
    )

    select distinct c.session_id, c.day from changed as c;
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
    perform private.recompute_personal_records(p_user, v_exercises, '-infinity');
    perform private.recompute_targets(
        p_user,
        array(select x.id from public.workout_plan_day_exercises as x where x.user_id = p_user),
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
$function$;

CREATE OR REPLACE FUNCTION private.recompute_weeks(p_user uuid, p_days date[])
 RETURNS private.xp_due
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
    v_due private.xp_due;
begin
    for v_week, v_day in
        select w.week_start, min(d.day)
        from public.profiles as p
        -- Callers pass a workout's day once per exercise.
        cross join (select distinct o.day from unnest(p_days) as o (day)) as d
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
        -- Whether the target was met, or when, has changed.
        if v_known.met_at is distinct from v_trained_at[v_target] then
            v_due.sources := v_due.sources || private.week_source(p_user, v_week);
            if v_trained_at[v_target] is not null then
                v_due.claims := v_due.claims || private.claim(
                    'streak_kept', 'week', private.week_source(p_user, v_week), v_trained_at[v_target]
                );
            end if;
        end if;
    end loop;
    perform private.invalidate_settled_streaks(p_user, v_first_day);
    return v_due;
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_workout_xp(p_user uuid, p_days date[], p_sessions uuid[], p_due private.xp_due DEFAULT NULL::private.xp_due)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_sources uuid[];
    v_claims private.xp_claim[];
begin
    -- The cap is per day, so a day is computed as a whole, in the order of its workouts.
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
    perform private.settle_xp(p_user, p_sessions || v_sources || p_due.sources, v_claims || p_due.claims);
end;
$function$;

CREATE OR REPLACE FUNCTION private.record_ai_usage(p_user uuid, p_usage jsonb, p_now timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_count integer;
begin
    perform private.require_caller(p_user);
    perform private.check_shape(
        jsonb_build_object('p_usage', p_usage), null, '{"p_usage": {"type": "array", "max": 100, "required": true}}'
    );
    perform private.check_shapes(p_usage, 'p_usage[]', $shape${
        "id": {"type": "uuid"},
        "request_id": {"type": "uuid"},
        "feature": {"type": "public.ai_feature", "required": true},
        "model": {"type": "text", "min": 1, "max": 200, "required": true},
        "input_tokens": {"type": "integer", "min": 0, "max": 1000000000, "required": true},
        "output_tokens": {"type": "integer", "min": 0, "max": 1000000000, "required": true},
        "cost_usd": {"type": "number", "min": 0, "max": 10000, "required": true},
        "latency_ms": {"type": "integer", "min": 0, "max": 1000000000, "required": true},
        "outcome": {"type": "public.ai_outcome", "required": true}
    }$shape$);
    -- Record nothing for an account deleted in the meantime. The row lock makes a concurrent deletion and this wait for each other.
    perform from public.profiles as p where p.id = p_user for key share;
    if not found then
        return 0;
    end if;
    insert into public.ai_usage (
        id, user_id, feature, model, input_tokens, output_tokens, cost_usd, latency_ms, outcome, created_at, updated_at,
        request_id
    )
    select
        coalesce(u.id, gen_random_uuid()), p_user, u.feature, u.model, u.input_tokens, u.output_tokens, u.cost_usd,
        u.latency_ms, u.outcome, p_now, p_now, u.request_id
    from jsonb_to_recordset(p_usage) as u (
        id uuid,
        request_id uuid,
        feature public.ai_feature,
        model text,
        input_tokens integer,
        output_tokens integer,
        cost_usd numeric,
        latency_ms integer,
        outcome public.ai_outcome
    )
    on conflict (id) do nothing;
    get diagnostics v_count = row_count;
    return v_count;
end;
$function$;

CREATE OR REPLACE FUNCTION private.record_check_in(p_user uuid, p_check_in jsonb, p_timezone text, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_check_in jsonb := coalesce(nullif(p_check_in, 'null'), '{}');
    v_zone text;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.check_shape(v_check_in, 'p_check_in', $shape${
        "sleep": {"type": "integer", "min": 1, "max": 5},
        "soreness": {"type": "integer", "min": 1, "max": 5},
        "energy": {"type": "integer", "min": 1, "max": 10},
        "mood": {"type": "integer", "min": 1, "max": 5},
        "weight_kg": {"type": "number", "min": 20, "max": 500},
        "notes": {"type": "text", "max": 2000}
    }$shape$);
    if private.is_timezone(p_timezone) is false then
        perform private.fail('PT422', 'unknown time zone', '{"field": "p_timezone"}');
    end if;
    v_zone := coalesce(p_timezone, private.zone_at(p_user, p_now));

    -- One check-in per day counts; what a later one says is merged into it.
    insert into public.check_ins as c (user_id, day, timezone, sleep, soreness, energy, mood, weight_kg, notes, created_at)
    values (
        p_user,
        (p_now at time zone v_zone)::date,
        v_zone,
        (v_check_in ->> 'sleep')::numeric,
        (v_check_in ->> 'soreness')::numeric,
        (v_check_in ->> 'energy')::numeric,
        (v_check_in ->> 'mood')::numeric,
        (v_check_in ->> 'weight_kg')::numeric,
        v_check_in ->> 'notes',
        p_now
    )
    on conflict (user_id, day) do update
    set
        sleep = coalesce(excluded.sleep, c.sleep),
        soreness = coalesce(excluded.soreness, c.soreness),
        energy = coalesce(excluded.energy, c.energy),
        mood = coalesce(excluded.mood, c.mood),
        weight_kg = coalesce(excluded.weight_kg, c.weight_kg),
        notes = coalesce(excluded.notes, c.notes);
    return (
        select to_jsonb(s) || jsonb_build_object('user_id', p_user)
        from private.streaks_at(p_user, p_now) as s
        where s.streak_type = 'daily_login'
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.reduced_target(p_target private.target, p_reduction private.load_reduction, p_terms private.terms)
 RETURNS private.target
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_target private.target := p_target;
begin
    v_target.sets := greatest(round(p_target.sets * p_reduction.sets_percent / 100), 1);
    if p_reduction.load_percent < 100 then
        -- The lightest possible load stays: without any load it would be a different exercise.
        v_target.weight_kg := coalesce(
            nullif(private.lowered_load(p_target.weight_kg, 100 - p_reduction.load_percent, p_terms), 0), p_target.weight_kg
        );
        v_target.loads_kg := array(
            select coalesce(nullif(private.lowered_load(l.kg, 100 - p_reduction.load_percent, p_terms), 0), l.kg)
            from unnest(p_target.loads_kg) with ordinality as l (kg, i)
            order by l.i
        );
    end if;
    v_target.loads_kg := nullif(v_target.loads_kg[:v_target.sets], '{}');
    return v_target;
end;
$function$;

CREATE OR REPLACE FUNCTION private.reevaluate_workouts(p_user uuid, p_sessions uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_plan_exercises uuid[];
    v_from timestamptz;
begin
    if cardinality(p_sessions) = 0 or not private.lock_user(p_user) then
        return;
    end if;
    select array_agg(distinct s.workout_plan_exercise_id), min(w.started_at) into v_plan_exercises, v_from
    from public.workout_sessions as w
    inner join public.session_exercises as s on s.user_id = p_user and s.workout_session_id = w.id
    where w.user_id = p_user and w.id = any(p_sessions) and s.workout_plan_exercise_id is not null;
    if v_plan_exercises is not null then
        perform private.mark_sets(p_user, private.recompute_targets(p_user, v_plan_exercises, v_from));
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.refresh_cohorts(p_now timestamp with time zone, p_limit integer DEFAULT 500)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_members uuid [];
begin
    -- Before any row lock, so that a concurrent withdrawal waits for this batch and the two can't deadlock.
    perform private.lock_cohorts();
    -- A row being deleted is skipped, and one locked here can't be deleted before this batch is done.
    select array_agg(b.user_id)
    into v_members
    from (
        select m.user_id
        from private.cohort_members as m
        where m.refreshed_at < p_now - interval '20 hours'
        order by m.refreshed_at, m.user_id
        limit p_limit
        for update skip locked
    ) as b;
    if v_members is null then
        return 0;
    end if;

    with found as materialized (
        select
            p.id as user_id, b.lift, p.sex,
            private.age_band(p.date_of_birth, (p_now at time zone p.timezone)::date) as age_from,
            private.weight_band(w.kg) as bodyweight_from_kg, b.estimated_1rm_kg / w.kg as ratio
        from unnest(v_members) as m (user_id)
        inner join public.profiles as p on m.user_id = p.id and p.sex is not null and p.date_of_birth is not null
        cross join lateral (select private.recent_body_weight(p.id, p_now) as kg offset 0) as w
        cross join lateral private.best_lifts(p.id, p_now) as b
        where w.kg is not null
    ),

    gone as (
        delete from private.cohort_lifts as l
        where l.user_id = any(v_members)
            and not exists (select from found as f where f.user_id = l.user_id and f.lift = l.lift)
    )

    -- Unchanged lifts aren't written, so their cohorts aren't recomputed: few change overnight.
    insert into private.cohort_lifts as l (user_id, lift, sex, age_from, bodyweight_from_kg, ratio)
    select f.user_id, f.lift, f.sex, f.age_from, f.bodyweight_from_kg, f.ratio from found as f
    on conflict (user_id, lift) do update set
        sex = excluded.sex,
        age_from = excluded.age_from,
        bodyweight_from_kg = excluded.bodyweight_from_kg,
        ratio = excluded.ratio
    where (l.sex, l.age_from, l.bodyweight_from_kg, l.ratio)
        is distinct from (excluded.sex, excluded.age_from, excluded.bodyweight_from_kg, excluded.ratio);
    update private.cohort_members as m set refreshed_at = p_now where m.user_id = any(v_members);
    return cardinality(v_members);
end;
$function$;

CREATE OR REPLACE FUNCTION private.refuse_rows(p_table text, p_most integer)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    perform private.fail(
        'PT422', format('at most %s %s', p_most, replace(p_table, '_', ' ')),
        jsonb_build_object('reason', 'row_limit', 'table', p_table, 'max', p_most),
        'Delete some that you no longer use.'
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.refuse_sets(p_user uuid, p_workout jsonb, p_faults private.set_fault[])
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_fault record;
begin
    for v_fault in
        select
            f.kind,
            s.value,
            format('sets[%s]', f.place - 1) as path,
            private.missing_measure(
                e.tracking_type, (s.value ->> 'logged_reps')::numeric, (s.value ->> 'logged_weight_kg')::numeric,
                (s.value ->> 'duration_seconds')::numeric, (s.value ->> 'distance_m')::numeric
            ) as missing
        from unnest(p_faults) as f
        cross join lateral (select p_workout -> 'sets' -> (f.place - 1)::integer as value) as s
        left join public.exercises as e on e.id = (s.value ->> 'exercise_id')::uuid
        order by f.place, f.kind <> 'unknown exercise', f.kind <> 'duplicate id'
    loop
        case v_fault.kind
            when 'unknown exercise' then
                perform private.fail('PT404', 'exercise not found', jsonb_build_object('field', v_fault.path || '.exercise_id'));
            when 'missing measure' then
                perform private.fail(
                    'PT422', format('%s is required for this exercise', v_fault.missing),
                    jsonb_build_object('field', v_fault.path || '.' || v_fault.missing)
                );
            when 'duplicate id' then
                perform private.fail('PT422', 'another set has the same id', jsonb_build_object('field', v_fault.path || '.id'));
            when 'set of another user' then
                perform private.fail('PT404', 'set not found', jsonb_build_object('field', v_fault.path || '.id'));
            when 'in another workout' then
                perform private.fail('PT409', 'the set is in another workout', jsonb_build_object('field', v_fault.path || '.id'));
            when 'unknown plan exercise' then
                -- A workout logged offline must not be lost because an exercise of its plan was deleted meanwhile.
                if not private.was_deleted(
                    p_user, 'workout_plan_day_exercises', (v_fault.value ->> 'workout_plan_exercise_id')::uuid
                ) then
                    perform private.fail(
                        'PT404', 'exercise not found in your plans', jsonb_build_object('field', v_fault.path || '.workout_plan_exercise_id')
                    );
                end if;
        end case;
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.register_device(p_user uuid, p_platform public.push_platform, p_token text, p_app_version text, p_locale text, p_now timestamp with time zone)
 RETURNS public.push_devices
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_device public.push_devices;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.check_shape(
        jsonb_build_object(
            'p_platform', p_platform, 'p_token', p_token, 'p_app_version', p_app_version, 'p_locale', p_locale
        ),
        null,
        $shape${
            "p_platform": {"type": "text", "max": 10, "required": true},
            "p_token": {"type": "text", "min": 1, "max": 4096, "pattern": "^\\S+$", "required": true},
            "p_app_version": {"type": "text", "max": 50},
            "p_locale": {"type": "text", "max": 40, "pattern": "^[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8}){0,3}$"}
        }$shape$
    );
    -- Another account may register the token between the two statements: then delete that row and retry.
    loop
        -- Delete rather than transfer: its pending messages were meant for the other account.
        delete from public.push_devices as d where d.token = p_token and d.user_id <> p_user;
        insert into public.push_devices as d (user_id, platform, token, app_version, locale, last_seen_at)
        values (p_user, p_platform, p_token, p_app_version, p_locale, p_now)
        on conflict (token) do update
        set platform = excluded.platform,
            app_version = excluded.app_version,
            locale = excluded.locale,
            last_seen_at = excluded.last_seen_at
        where d.user_id = p_user
        returning d.* into v_device;
        exit when found;
    end loop;
    delete from public.push_devices as d
    where d.user_id = p_user
        and d.id in (
            select o.id from public.push_devices as o
            where o.user_id = p_user
            order by o.last_seen_at desc, o.id = v_device.id desc, o.id
            offset 20
        );
    return v_device;
end;
$function$;

CREATE OR REPLACE FUNCTION private.reminder(p_user uuid, p_type public.notification_type, p_at timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_today date := private.local_day(p_user, p_at);
    v_weekdays smallint[] := private.plan_weekdays(p_user);
    v_week date;
    v_plan public.workout_plans;
    v_last date;
    -- The last sign of training: a user who stopped long ago is not reminded every day.
    v_since date;
    v_gap integer;
begin
    -- Ill, injured or travelling: no training is due. A deload is training.
    if exists (
        select from public.training_breaks as b
        where b.user_id = p_user
            and b.kind <> 'deload'
            and b.starts_on <= v_today
            and v_today <= coalesce(b.ends_on, b.starts_on + 365)
    ) then
        return null;
    end if;
    v_week := (select private.week_start(v_today, p.week_starts_on) from public.profiles as p where p.id = p_user);
    v_last := (
        select max(w.day) from public.workout_sessions as w
        where w.user_id = p_user and w.status = 'completed' and w.total_sets > 0
    );
    select p.* into v_plan from public.workout_plans as p where p.user_id = p_user and p.is_active;
    v_since := greatest(v_last, private.local_day(p_user, v_plan.activated_at));

    case p_type
        when 'week_empty' then
            if v_today - v_since <= 35
                and (v_last is null or v_last < v_week)
                -- At most one reminder a day.
                and private.reminder(p_user, 'workout_due', p_at) is null
            then
                return jsonb_build_object('week_start', v_week, 'days_left', v_week + 7 - v_today);
            end if;
        when 'workout_due' then
            v_gap := 7 / v_plan.days_per_week;
            if v_today - v_since <= 14
                and (v_last is null or v_last < v_today)
                and coalesce(
                    extract(isodow from v_today) = any(v_weekdays),
                    -- Days without a weekday are 7 / days_per_week days apart.
                    v_today > v_since and (v_today - v_since) % v_gap = 0
                )
                and not exists (
                    select from public.workout_sessions as w where w.user_id = p_user and w.status in ('started', 'paused')
                )
            then
                return (
                    select jsonb_build_object('plan_id', d.plan_id, 'plan_workout_id', d.id, 'workout', d.name)
                    from public.workout_plan_days as d
                    where d.user_id = p_user and d.id = private.next_day(p_user, v_plan.id, v_plan.activated_at)
                );
            end if;
    end case;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.replace_steps(p_user uuid, p_plan_exercises uuid[], p_from timestamp with time zone, p_steps private.target_step[])
 RETURNS uuid[]
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_moved uuid[];
begin
    with wanted as materialized (
        select gen_random_uuid() as id, s.* from unnest(p_steps) as s
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
            and w.effective_at = s.effective_at
            and (
                w.session_id, w.rule, w.reason_code, w.inputs, w.old_target, w.new_target, w.outcome, w.failures, w.state
            )
            is not distinct from
            (
                s.session_id, s.rule, s.reason_code, s.inputs, s.old_target, s.new_target, s.outcome, s.failures, s.state
            )
    ),

    gone as (
        update public.prescriptions as p set superseded_at = now()
        where p.user_id = p_user
            and p.id in (select s.id from standing as s where s.id not in (select k.id from kept as k))
    ),

    made as (
        insert into public.prescriptions (
            user_id, plan_exercise_id, session_id, rule, reason_code, inputs, old_target, new_target, outcome, effective_at,
            failures, state
        )
        select
            p_user, w.plan_exercise_id, w.session_id, w.rule, w.reason_code, w.inputs, w.old_target, w.new_target, w.outcome,
            w.effective_at, w.failures, w.state
        from wanted as w
        where w.id not in (select k.wanted_id from kept as k)
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
                (select private.target_json(s.target) from private.current_targets(p_user, array[o.id], p_from) as s),
                -- Nothing precedes -infinity: the target the plan was created with.
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

CREATE OR REPLACE FUNCTION private.require_account(p_user uuid)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    if not private.lock_user(p_user) then
        perform private.fail('PT404', 'account not found', null, 'Sign up, or finish onboarding.');
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.require_conversation(p_user uuid, p_session_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    if p_session_id = p_user then
        perform private.fail(
            'PT422', 'the inbox takes no messages', '{"field": "session_id"}', 'Leave session_id out to begin a conversation.'
        );
    end if;
    -- Nor may it be the id of any user: their inbox has it, once their first congratulation has created it.
    if exists (select from public.coach_conversations as c where c.id = p_session_id and c.user_id <> p_user)
        or exists (select from public.profiles as p where p.id = p_session_id)
    then
        perform private.fail('PT404', 'conversation not found', '{"field": "session_id"}');
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.require_exercises(p_user uuid, p_exercises uuid[], p_fields text[] DEFAULT NULL::text[])
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION private.require_fitting_reps(p_exercise_id uuid, p_target_reps text, p_path text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_type public.tracking_type := (select e.tracking_type from public.exercises as e where e.id = p_exercise_id);
begin
    if not (
        case v_type
            when 'duration' then p_target_reps ~ 's$'
            when 'distance_duration' then p_target_reps ~ '[sm]$'
            else p_target_reps !~ '[sm]$'
        end
    ) then
        perform private.fail(
            'PT422', 'target_reps doesn''t fit the exercise',
            jsonb_build_object('field', p_path || '.target_reps', 'tracking_type', v_type),
            'Seconds (30s) for a hold, metres or seconds for a distance, repetitions for all others.'
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.require_plan(p_user uuid, p_plan_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    if not exists (select from public.workout_plans as p where p.user_id = p_user and p.id = p_plan_id) then
        perform private.fail('PT404', 'plan not found', '{"field": "p_plan_id"}');
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.require_plan_exercise(p_user uuid, p_plan_exercise_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    if not exists (
        select from public.workout_plan_day_exercises as x where x.user_id = p_user and x.id = p_plan_exercise_id
    ) then
        perform private.fail('PT404', 'plan exercise not found', '{"field": "p_plan_exercise_id"}');
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.require_premium(p_user uuid, p_at timestamp with time zone DEFAULT now())
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    if not exists (select from public.profiles as p where p.id = p_user) then
        perform private.fail('PT404', 'account not found', null, 'Sign up, or finish onboarding.');
    end if;
    if not private.is_premium(p_user, p_at) then
        perform private.fail('PT402', 'premium required', '{"feature": "premium"}', 'Subscribe, or start a trial.');
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.require_range(p_from date, p_to date)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    -- Date arithmetic fails with infinity and overflows near the limits of the type.
    if p_from not between '1900-01-01' and '2199-12-31' or p_to not between '1900-01-01' and '2199-12-31' then
        perform private.fail(
            'PT422', 'must be a date from 1900 to 2199',
            jsonb_build_object('field', case when p_from not between '1900-01-01' and '2199-12-31' then 'p_from' else 'p_to' end)
        );
    end if;
    if p_from > p_to then
        perform private.fail('PT422', 'p_from is after p_to', '{"field": "p_from"}');
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.require_rows(p_rows jsonb, p_from jsonb, p_to jsonb)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_fault record;
begin
    select f.value ->> 'table' as table_name, f.value ->> 'id' as id into v_fault
    from jsonb_array_elements(p_from) with ordinality as f (value, i)
    cross join lateral (select p_to -> (f.i - 1)::integer -> 'row' as wanted) as t
    cross join lateral (select p_rows -> ((f.value ->> 'table') || ' ' || (f.value ->> 'id')) as present) as r
    where case
        when f.value -> 'row' = 'null' then r.present is not null
        when r.present is null then true
        else exists (
            select from jsonb_each(f.value -> 'row') as c
            where c.value is distinct from r.present -> c.key
                -- Training changes it, which doesn't matter for a row that is removed.
                and not (t.wanted = 'null' and c.key = 'current_suggested_weight_kg')
        )
    end
    limit 1;
    if not found then
        -- Deleting a day deletes its exercises: one added since would be lost without being recorded.
        select 'workout_plan_day_exercises' as table_name, split_part(r.key, ' ', 2) as id into v_fault
        from jsonb_each(p_rows) as r
        inner join jsonb_array_elements(p_to) as t
            on t.value ->> 'table' = 'workout_plan_days'
            and t.value -> 'row' = 'null'
            and r.value ->> 'plan_workout_id' = t.value ->> 'id'
        where r.key like 'workout_plan_day_exercises %'
            and not exists (
                select from jsonb_array_elements(p_from) as f where f.value ->> 'id' = split_part(r.key, ' ', 2)
            )
        limit 1;
    end if;
    if found then
        perform private.fail(
            'PT409', 'it has changed since',
            jsonb_build_object('reason', 'changed_since', 'table', v_fault.table_name, 'id', v_fault.id),
            'Propose the change again.'
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.require_session(p_user uuid, p_session_id uuid)
 RETURNS public.workout_sessions
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_session public.workout_sessions;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    select w.* into v_session from public.workout_sessions as w where w.user_id = p_user and w.id = p_session_id;
    if not found then
        perform private.fail('PT404', 'workout not found', '{"field": "p_session_id"}');
    end if;
    return v_session;
end;
$function$;

CREATE OR REPLACE FUNCTION private.require_unspent(p_user uuid, p_feature public.ai_feature, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    -- Six turns and two embeddings: no answered request makes more paid calls.
    v_calls_per_request constant integer := 8;
    v_day date := private.quota_window('day', p_now);
    v_limit integer := v_calls_per_request * (
        select q.per_day from private.quotas as q where q.feature = p_feature and q.tier = private.quota_tier(p_user, p_now)
    );
begin
    if v_limit is not null and v_limit <= (
        select count(*)
        from public.ai_usage as u
        where u.user_id = p_user
            and u.created_at >= v_day::timestamp at time zone 'UTC'
            and u.created_at <= p_now
            and u.feature = p_feature
            and u.input_tokens + u.output_tokens > 0
    ) then
        perform private.fail(
            'PT429', 'too many failed requests today',
            jsonb_build_object(
                'reason', 'quota_exceeded',
                'window', 'day',
                'retry_after', ceil(extract(epoch from (v_day + 1)::timestamp at time zone 'UTC' - p_now))::integer
            ),
            'Try again when the day (UTC) ends, in retry_after seconds.'
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.require_year(p_from date, p_to date, p_today date)
 RETURNS private.day_range
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_from date;
    v_to date;
begin
    perform private.require_range(p_from, p_to);
    v_from := coalesce(p_from, coalesce(p_to, p_today) - 83);
    -- A user who travelled west can have workouts dated in the local future.
    v_to := coalesce(p_to, greatest(p_from, p_today + 1));
    if v_to - v_from > 366 then
        perform private.fail('PT422', 'at most 366 days at a time', '{"field": "p_from"}');
    end if;
    return (v_from, v_to)::private.day_range;
end;
$function$;

CREATE OR REPLACE FUNCTION private.reset_streaks(p_now timestamp with time zone, p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_settled integer := private.settle_streaks_batch(p_now, p_limit);
begin
    return v_settled + case when v_settled < p_limit then private.nudge_streaks(p_now, p_limit - v_settled) else 0 end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.retry_delay(p_failures integer)
 RETURNS interval
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    -- 30 s, 2 min, 8 min, 32 min, about 2 h. Half of it is random, so that messages that failed together are not retried
    -- together.
    return make_interval(secs => 30 * 4 ^ (p_failures - 1) * (0.5 + random() / 2));
end;
$function$;

CREATE OR REPLACE FUNCTION private.rows_of(p_user uuid, p_plan_id uuid, p_measurements uuid[])
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    -- Without what a change can't set: owner, times, derived columns, and what has an RPC of its own.
    return (
        select coalesce(jsonb_object_agg(r.table_name || ' ' || r.id, r.content), '{}')
        from (
            select 'workout_plans' as table_name, p.id, jsonb_build_object(
                'name', p.name, 'description', p.description, 'days_per_week', p.days_per_week
            ) as content
            from public.workout_plans as p
            where p.user_id = p_user and p.id = p_plan_id
            union all
            select 'workout_plan_days', d.id, to_jsonb(d) - array['user_id', 'created_at', 'updated_at']
            from public.workout_plan_days as d
            where d.user_id = p_user and d.plan_id = p_plan_id
            union all
            select 'workout_plan_day_exercises', x.id, to_jsonb(x) - array['user_id', 'created_at', 'updated_at']
            from public.workout_plan_days as d
            inner join public.workout_plan_day_exercises as x on x.user_id = p_user and x.plan_workout_id = d.id
            where d.user_id = p_user and d.plan_id = p_plan_id
            union all
            select 'body_measurements', m.id, to_jsonb(m) - array['user_id', 'created_at', 'updated_at']
            from public.body_measurements as m
            where m.user_id = p_user and m.id = any(p_measurements)
            union all
            select 'user_goals', g.id,
                to_jsonb(g) - array['user_id', 'created_at', 'updated_at', 'estimated_completion_date']
            from public.user_goals as g
            where g.user_id = p_user
        ) as r
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.rules_of(p_progression jsonb, p_increase_kg numeric, p_target_reps text, p_mechanic public.mechanic)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    -- A JSON null counts as left out.
    v_progression jsonb := nullif(jsonb_strip_nulls(p_progression), 'null');
    v_load jsonb;
    v_ceiling integer := private.target_ceiling(p_target_reps);
begin
    if jsonb_typeof(v_progression) = 'array' then
        return v_progression;
    end if;
    -- The default step: 2.5 kg for compound lifts, 1 kg for isolation.
    v_load := private.named_rule(
        v_progression,
        coalesce(
            nullif(p_increase_kg, 0), (v_progression -> 'step')::numeric, case p_mechanic when 'compound' then 2.5 else 1 end
        )
    );
    case v_progression ->> 'scheme'
        when 'linear' then
            return jsonb_build_array(v_load);
        when 'double' then
            if v_ceiling is null then
                return jsonb_build_array(v_load);
            end if;
            return jsonb_build_array(
                jsonb_build_object('axis', 'reps', 'step', 1, 'ceiling', v_ceiling, 'on_ceiling', 'reset'), v_load
            );
        when 'sum_of_reps' then
            return v_progression || jsonb_build_object('rules', jsonb_build_array(v_load));
        when 'percentage_wave' then
            return private.wave_rules(v_progression, p_increase_kg, p_target_reps);
        when 'gzclp' then
            return jsonb_build_array(v_load || private.tier_rule((v_progression -> 'tier')::integer));
        else
            -- An increase without a progression means linear.
            if v_progression is null and p_increase_kg > 0 then
                return jsonb_build_array(v_load);
            end if;
            return '[]'::jsonb;
    end case;
end;
$function$;

CREATE OR REPLACE FUNCTION private.run_job_batch(p_run bigint)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_job private.jobs;
    v_as_of timestamptz;
    v_rows integer;
    v_code text;
    v_message text;
    v_outcome private.job_outcome;
begin
    select r.as_of into v_as_of from private.job_runs as r where r.id = p_run;
    if v_as_of is null then
        return false;
    end if;
    select j.* into v_job from private.jobs as j inner join private.job_runs as r on r.job = j.name where r.id = p_run;
    begin
        execute format('select %s($1, $2)', v_job.batch_function) into v_rows using v_as_of, v_job.batch_size;
    exception
        -- "others" does not include query_canceled: a timeout, or a cancel by an operator.
        when query_canceled or others then
            get stacked diagnostics v_code = returned_sqlstate, v_message = message_text;
            update private.job_runs as r
            set outcome = 'failed', ended_at = clock_timestamp(), error_code = v_code, error_message = left(v_message, 1000)
            where r.id = p_run;
            raise warning '%: % (%)', v_job.name, v_message, v_code;
            return false;
    end;
    update private.job_runs as r
    set
        batches = r.batches + 1,
        rows = r.rows + v_rows,
        outcome = o.outcome,
        ended_at = case when o.outcome <> 'running' then clock_timestamp() end
    from (
        select
            i.id,
            case
                when v_rows < v_job.batch_size then 'done'
                when clock_timestamp() > i.started_at + make_interval(secs => v_job.max_seconds) then 'unfinished'
                else 'running'
            end::private.job_outcome as outcome
        from private.job_runs as i
        where i.id = p_run
    ) as o
    where r.id = o.id
    returning r.outcome into v_outcome;
    return v_outcome = 'running';
end;
$function$;

CREATE OR REPLACE FUNCTION private.run_operation(p_user uuid, p_operation jsonb, p_path text, p_now timestamp with time zone)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_op text := p_operation ->> 'op';
begin
    case v_op
        when 'update_exercise', 'swap_exercise' then
            perform private.change_exercise(p_user, p_operation, p_path);
        when 'add_exercise' then
            perform private.add_exercise(p_user, p_operation, p_path);
        when 'remove_exercise' then
            delete from public.workout_plan_day_exercises as x
            where x.user_id = p_user and x.id = (p_operation ->> 'plan_exercise_id')::uuid;
        when 'move_exercise' then
            perform private.place_exercise(
                p_user, (p_operation ->> 'plan_exercise_id')::uuid, (p_operation ->> 'order_in_workout')::numeric::integer
            );
        when 'update_day' then
            perform private.change_day(p_user, p_operation);
        when 'add_day' then
            perform private.add_day(p_user, p_operation, p_path);
        when 'remove_day' then
            delete from public.workout_plan_days as d
            where d.user_id = p_user and d.id = (p_operation ->> 'plan_workout_id')::uuid;
        when 'update_plan' then
            perform private.change_plan(p_user, p_operation);
        when 'log_measurement' then
            return private.add_measurement(p_user, p_operation, p_path, p_now);
        when 'set_goal' then
            perform private.add_goal(p_user, p_operation, p_path, p_now);
    end case;
    return null;
exception
    -- Check constraints of the tables.
    when check_violation or not_null_violation or numeric_value_out_of_range then
        perform private.fail('PT422', 'out of range', jsonb_build_object('field', p_path));
        return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.schedule_deloads(p_plan public.workout_plans, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_today date := private.local_day(p_plan.user_id, p_now);
begin
    -- A week that has begun stays: targets may already have been evaluated with it.
    delete from public.training_breaks as b
    where b.user_id = p_plan.user_id and b.plan_id = p_plan.id and b.starts_on > v_today;

    insert into public.training_breaks (user_id, kind, starts_on, ends_on, plan_id)
    select p_plan.user_id, 'deload', w.starts_on, w.starts_on + 6, p_plan.id
    from public.profiles as p
    cross join lateral (
        select private.week_start(private.local_day(p.id, p_plan.activated_at), p.week_starts_on) + 7 * (n - 1) as starts_on
        -- A year if the plan has no end. The week of activation is week 1.
        from generate_series(p_plan.deload_every_weeks, coalesce(p_plan.total_weeks, 52), p_plan.deload_every_weeks) as n
    ) as w
    where p.id = p_plan.user_id and p_plan.is_active and w.starts_on > v_today;
end;
$function$;

CREATE OR REPLACE FUNCTION private.schedule_jobs()
 RETURNS text
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_cron regnamespace := to_regnamespace('cron');
    v_job private.jobs;
    v_removed bigint;
    v_scheduled integer := 0;
begin
    select j.* into v_job from private.jobs as j where to_regprocedure(j.batch_function || '(timestamptz, integer)') is null;
    if found then
        perform private.fail('PT404', format('%s has no batch function %s', v_job.name, v_job.batch_function));
    end if;
    if v_cron is null then
        return 'pg_cron is not installed, so nothing is scheduled. Run the jobs externally, or create the extension and '
            'call private.schedule_jobs() again.';
    end if;
    for v_removed in execute format(
        $query$
            select c.jobid from %s.job as c
            where c.jobname like 'spotter:%%' and c.database = current_database()
                and not exists (
                    select from private.jobs as j where c.jobname = 'spotter:' || j.name and j.runs_in = 'database'
                )
        $query$,
        v_cron
    )
    loop
        execute format('select %s.unschedule($1)', v_cron) using v_removed;
    end loop;
    for v_job in select j.* from private.jobs as j where j.runs_in = 'database' order by j.name loop
        -- pg_cron updates a job whose name exists.
        execute format('select %s.schedule($1, $2, $3)', v_cron)
        using 'spotter:' || v_job.name, v_job.schedule, private.job_command(v_job.name);
        v_scheduled := v_scheduled + 1;
    end loop;
    return format('%s jobs are scheduled with pg_cron.', v_scheduled);
end;
$function$;

CREATE OR REPLACE FUNCTION private.search_exercises(p_user uuid, p_query text, p_muscles public.muscle[], p_equipment uuid[], p_difficulty public.difficulty, p_limit integer, p_after text)
 RETURNS TABLE(exercise_id uuid, score integer, cursor text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_browses boolean;
    v_after record;
begin
    perform private.require_caller(p_user);
    -- A query of only punctuation is like no query: the whole list, by name.
    v_browses := coalesce(private.search_fold(left(p_query, 200)), '') = '';
    if p_limit is null or p_limit not between 1 and 100 then
        perform private.fail('PT422', 'must be between 1 and 100', '{"field": "p_limit"}');
    end if;
    if length(p_query) > 200 then
        perform private.fail('PT422', 'must be at most 200 characters', '{"field": "p_query"}');
    end if;
    if cardinality(p_muscles) > 50 or cardinality(p_equipment) > 200 then
        perform private.fail(
            'PT422', 'too many values',
            jsonb_build_object('field', case when cardinality(p_muscles) > 50 then 'p_muscles' else 'p_equipment' end)
        );
    end if;
    select c.score, c.name, c.id into v_after from private.read_search_cursor(p_after) as c where p_after is not null;

    return query
    with candidates as (
        select m.exercise_id, m.score from private.match_spellings(p_user, p_query) as m where not v_browses
        union all
        select e.id, 0 from public.exercises as e where v_browses and (e.created_by is null or e.is_approved)
        union all
        select e.id, 0 from public.exercises as e where v_browses and e.created_by = p_user and not e.is_approved
    ),

    ranked as (
        select
            e.id,
            e.name,
            c.score
            + case when e.primary_muscle_group = any(p_muscles) then 60 else 0 end
            -- A user who filters by barbell doesn't want push-ups first.
            + case when p_equipment is not null and exists (
                select from public.exercise_equipment as x where x.exercise_id = e.id
            ) then 40 else 0 end as score
        from candidates as c
        inner join public.exercises as e on e.id = c.exercise_id
        where e.is_active
            and (e.created_by is null or e.is_approved or e.created_by = p_user)
            and (p_difficulty is null or e.difficulty = p_difficulty)
            and (p_muscles is null or e.primary_muscle_group = any(p_muscles) or e.secondary_muscle_groups && p_muscles)
            and (p_equipment is null or not exists (
                select from public.exercise_equipment as x
                where x.exercise_id = e.id and x.equipment_id <> all(array_remove(p_equipment, null))
            ))
    )

    select r.id, r.score, private.search_cursor(r.score, r.name, r.id)
    from ranked as r
    where p_after is null
        or (-r.score, r.name collate "C", r.id) > (-v_after.score, v_after.name collate "C", v_after.id)
    order by r.score desc, r.name collate "C", r.id
    limit p_limit;
end;
$function$;

CREATE OR REPLACE FUNCTION private.search_terms(p_text text)
 RETURNS tsquery[]
 LANGUAGE plpgsql
 IMMUTABLE STRICT
 SET search_path TO ''
AS $function$
begin
    -- The sixteen longest words, which tend to be the rarest: a search can't use all words of a long text.
    return array(
        select ('''' || replace(replace(w.lexeme, '\', '\\'), '''', '''''') || '''')::tsquery
        from unnest(to_tsvector('pg_catalog.english', p_text)) as w
        order by length(w.lexeme) desc, w.lexeme
        limit 16
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.seed_exercises(p_common jsonb, p_exercises jsonb)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_rows public.exercises [];
    v_written integer;
begin
    select array_agg(jsonb_populate_record(
        null::public.exercises,
        '{
            "secondary_muscle_groups": [], "aliases": [], "instructions": [], "exercise_type": "strength",
            "tracking_type": "weight_reps", "is_unilateral": false, "is_approved": true, "is_active": true
        }'::jsonb
        || jsonb_build_object('id', private.stable_id('exercise', given.value ->> 'slug'))
        || p_common
        || given.value
    ))
    into v_rows
    from jsonb_array_elements(p_exercises) as given;

    with written as (
        insert into public.exercises as e (
            id, name, description, primary_muscle_group, secondary_muscle_groups, difficulty, slug, aliases, instructions,
            movement_pattern, mechanic, tracking_type, exercise_type, is_unilateral, met, created_by, is_approved
        )
        select
            r.id, r.name, r.description, r.primary_muscle_group, r.secondary_muscle_groups, r.difficulty, r.slug,
            r.aliases, r.instructions, r.movement_pattern, r.mechanic, r.tracking_type, r.exercise_type, r.is_unilateral,
            r.met, null, true
        from unnest(v_rows) as r
        on conflict (id) do update set
            name = excluded.name,
            description = excluded.description,
            primary_muscle_group = excluded.primary_muscle_group,
            secondary_muscle_groups = excluded.secondary_muscle_groups,
            difficulty = excluded.difficulty,
            aliases = excluded.aliases,
            instructions = excluded.instructions,
            movement_pattern = excluded.movement_pattern,
            mechanic = excluded.mechanic,
            tracking_type = excluded.tracking_type,
            exercise_type = excluded.exercise_type,
            is_unilateral = excluded.is_unilateral,
            met = excluded.met
        -- An unchanged row is left alone: its updated_at tells clients what to fetch again.
        where (
            e.name, e.description, e.primary_muscle_group, e.secondary_muscle_groups, e.difficulty, e.aliases,
            e.instructions, e.movement_pattern, e.mechanic, e.tracking_type, e.exercise_type, e.is_unilateral, e.met
        ) is distinct from (
            excluded.name, excluded.description, excluded.primary_muscle_group, excluded.secondary_muscle_groups,
            excluded.difficulty, excluded.aliases, excluded.instructions, excluded.movement_pattern, excluded.mechanic,
            excluded.tracking_type, excluded.exercise_type, excluded.is_unilateral, excluded.met
        )
        returning e.id
    )

    select count(*)::integer into v_written from written;

    -- An unknown slug gives a null id, which the table rejects: a misspelt seed file fails.
    with needed as (
        select r.id as exercise_id, q.id as equipment_id
        from jsonb_array_elements(p_exercises) as given
        inner join unnest(v_rows) as r on r.slug = given.value ->> 'slug'
        cross join lateral jsonb_array_elements_text((p_common || given.value) -> 'equipment') as n (slug)
        left join public.equipment as q on q.slug = n.slug
    ),

    dropped as (
        delete from public.exercise_equipment as x
        using unnest(v_rows) as r
        where x.exercise_id = r.id
            and not exists (
                select from needed as n where n.exercise_id = x.exercise_id and n.equipment_id = x.equipment_id
            )
    )

    insert into public.exercise_equipment (exercise_id, equipment_id)
    select n.exercise_id, n.equipment_id from needed as n
    on conflict do nothing;
    return v_written;
end;
$function$;

CREATE OR REPLACE FUNCTION private.seed_template(p_template jsonb)
 RETURNS uuid
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_id uuid := private.stable_id('template', p_template ->> 'slug');
begin
    perform private.check_shape(p_template, null, $shape${
        "slug": {"type": "text", "min": 1, "max": 100, "required": true},
        "name": {"type": "text", "min": 1, "max": 200, "required": true},
        "description": {"type": "text", "max": 5000, "required": true},
        "goal_type": {"type": "public.goal_type"},
        "plan_type": {"type": "public.plan_type", "required": true},
        "days_per_week": {"type": "integer", "min": 1, "max": 7, "required": true},
        "difficulty": {"type": "public.difficulty"},
        "plan": {"type": "object", "required": true}
    }$shape$);
    insert into public.plan_templates as t (
        id, slug, name, description, goal_type, plan_type, days_per_week, difficulty, plan, is_published
    )
    select
        v_id, r.slug, r.name, r.description, r.goal_type, r.plan_type, r.days_per_week, r.difficulty,
        private.with_exercise_ids(p_template -> 'plan'), true
    from jsonb_populate_record(null::public.plan_templates, p_template) as r
    on conflict (id) do update set
        slug = excluded.slug,
        name = excluded.name,
        description = excluded.description,
        goal_type = excluded.goal_type,
        plan_type = excluded.plan_type,
        days_per_week = excluded.days_per_week,
        difficulty = excluded.difficulty,
        plan = excluded.plan
    -- Applying a seed again touches no unchanged row.
    where (t.name, t.description, t.goal_type, t.plan_type, t.days_per_week, t.difficulty, t.plan)
        is distinct from (
            excluded.name, excluded.description, excluded.goal_type, excluded.plan_type, excluded.days_per_week,
            excluded.difficulty, excluded.plan
        );
    return v_id;
end;
$function$;

CREATE OR REPLACE FUNCTION private.send_reminders(p_now timestamp with time zone, p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_due record;
    v_data jsonb;
    v_next timestamptz;
    v_checked integer := 0;
begin
    for v_due in
        select r.user_id, r.type, r.due_at
        from private.reminders as r
        where r.due_at <= p_now
        order by r.due_at
        limit p_limit
        for update skip locked
    loop
        v_checked := v_checked + 1;
        -- If the job did not run, a reminder of the morning is not sent in the evening.
        if v_due.due_at > p_now - interval '3 hours' then
            v_data := private.reminder(v_due.user_id, v_due.type, v_due.due_at);
            if v_data is not null then
                perform private.try_to_notify(
                    v_due.user_id,
                    v_due.type,
                    v_data,
                    format(
                        '%s:%s', v_due.type, coalesce(v_data ->> 'week_start', private.local_day(v_due.user_id, p_now)::text)
                    ),
                    p_now
                );
            end if;
        end if;
        v_next := private.next_reminder(v_due.user_id, v_due.type, p_now);
        if v_next is null then
            delete from private.reminders as r where r.user_id = v_due.user_id and r.type = v_due.type;
        else
            update private.reminders as r set due_at = v_next where r.user_id = v_due.user_id and r.type = v_due.type;
        end if;
    end loop;
    return v_checked;
end;
$function$;

CREATE OR REPLACE FUNCTION private.set_deriving(p_is_deriving boolean)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    perform set_config('spotter.is_deriving', case when p_is_deriving then 'on' else '' end, true);
end;
$function$;

CREATE OR REPLACE FUNCTION private.set_shape()
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
RETURN '{"id": {"type": "uuid", "required": true}, "notes": {"max": 2000, "type": "text"}, "set_type": {"type": "public.set_type"}, "logged_at": {"type": "timestamp"}, "set_order": {"max": 10000, "min": 1, "type": "integer", "required": true}, "distance_m": {"max": 1000000, "min": 0, "type": "number"}, "exercise_id": {"type": "uuid", "required": true}, "logged_reps": {"max": 1000, "min": 0, "type": "integer"}, "rest_seconds": {"max": 86400, "min": 0, "type": "integer"}, "duration_seconds": {"max": 86400, "min": 0, "type": "integer"}, "logged_weight_kg": {"max": 2000, "min": 0, "type": "number"}, "difficulty_rating": {"type": "rpe"}, "workout_plan_exercise_id": {"type": "uuid"}}'::jsonb;

CREATE OR REPLACE FUNCTION private.settle_achievements(p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_user uuid;
    v_settled integer := 0;
begin
    for v_user in
        select p.id
        from public.profiles as p
        left join private.achievement_totals as t on t.user_id = p.id
        where t.rules_version is distinct from coalesce((select r.version from private.achievement_rules as r), 0)
        limit p_limit
        -- Users locked by a workout being logged are recounted there.
        for no key update of p skip locked
    loop
        perform private.recompute_achievements(v_user);
        v_settled := v_settled + 1;
    end loop;
    return v_settled;
end;
$function$;

CREATE OR REPLACE FUNCTION private.settle_file_deletions(p_results jsonb, p_now timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_result record;
    v_settled integer := 0;
begin
    if p_results is null or jsonb_typeof(p_results) <> 'array' or jsonb_array_length(p_results) > 100 then
        perform private.fail('PT422', 'p_results must be an array of at most 100 results', '{"field": "p_results"}');
    end if;
    perform private.check_shapes(p_results, 'p_results[]', $shape${
        "id": {"type": "uuid", "required": true},
        "attempt": {"type": "uuid", "required": true},
        "removed": {"type": "integer", "min": 0, "max": 1000, "required": true},
        "error": {"type": "text", "max": 500}
    }$shape$);
    for v_result in
        select
            d.id,
            d.attempts,
            d.last_look_at,
            (r.value ->> 'removed')::integer as removed,
            r.value ->> 'error' as error,
            -- Whether the folder is empty is checked here, not taken from the caller.
            jsonb_array_length(private.files_below(d.bucket_id, d.prefix, 1)) = 0 as is_empty
        from jsonb_array_elements(p_results) as r (value)
        inner join private.file_deletions as d
            on d.id = (r.value ->> 'id')::uuid and d.attempt = (r.value ->> 'attempt')::uuid
        for update of d
    loop
        v_settled := v_settled + 1;
        update private.file_deletions as d
        set
            attempt = null,
            attempts = case when v_result.is_empty or v_result.removed > 0 then 0 else d.attempts end,
            error = v_result.error,
            next_attempt_at = case
                when v_result.is_empty then greatest(v_result.last_look_at, p_now)
                when v_result.removed > 0 then p_now
                -- 1, 2, 4 … minutes, at most an hour.
                else p_now + least(interval '1 minute' * 2 ^ (v_result.attempts - 1), interval '1 hour')
            end
        where d.id = v_result.id;
    end loop;
    return v_settled;
end;
$function$;

CREATE OR REPLACE FUNCTION private.settle_messages(p_results jsonb, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_settled integer;
begin
    if jsonb_typeof(p_results) is distinct from 'array' or jsonb_array_length(p_results) > 1000 then
        perform private.fail('PT422', 'p_results must be an array of at most 1000 results', '{"field": "p_results", "max": 1000}');
    end if;
    perform private.check_shapes(p_results, 'p_results[]', $shape${
        "id": {"type": "uuid", "required": true},
        "attempt": {"type": "integer", "min": 1, "max": 1000000, "required": true},
        "outcome": {"type": "text", "max": 20, "pattern": "^(delivered|retry|dead|token_gone|released)$", "required": true},
        "provider_id": {"type": "text", "max": 500},
        "error": {"type": "text", "max": 2000},
        "retry_after": {"type": "number", "min": 0, "max": 86400}
    }$shape$);

    with results as (
        select r.id, r.attempt, r.outcome, r.provider_id, left(r.error, 500) as error, r.retry_after
        from jsonb_to_recordset(p_results) as r (
            id uuid, attempt numeric, outcome text, provider_id text, error text,
            retry_after double precision
        )
    ),

    -- Results of lost claims are ignored. Locked in one order, so that two dispatchers cannot deadlock.
    held as materialized (
        select
            m.id,
            r.outcome,
            r.provider_id,
            r.error,
            r.retry_after,
            m.failures + (r.outcome = 'retry')::integer as failures
        from private.outbox as m
        inner join results as r on r.id = m.id and r.attempt = m.attempt
        where m.state = 'claimed'
        order by m.id
        for update of m
    ),

    judged as (
        select
            h.*,
            case
                when h.outcome = 'delivered' then 'delivered'
                when h.outcome = 'released' or h.outcome = 'retry' and h.failures < private.max_failures() then 'pending'
                else 'dead'
            end::private.message_state as state
        from held as h
    ),

    settled as (
        update private.outbox as m
        set
            state = j.state,
            settled_at = case when j.state <> 'pending' then p_now end,
            failures = j.failures,
            next_attempt_at = case j.outcome
                when 'retry' then p_now + greatest(private.retry_delay(j.failures), make_interval(secs => j.retry_after))
                else p_now
            end,
            provider_id = coalesce(j.provider_id, m.provider_id),
            receipt_due_at = case
                when j.state = 'delivered' and m.channel = any(private.receipt_channels()) and j.provider_id is not null
                    then p_now + private.receipt_delay()
            end,
            error = case when j.outcome in ('delivered', 'released') then m.error else j.error end
        from judged as j
        where m.id = j.id
        returning m.user_id, m.device_id, j.outcome
    ),

    -- Deletes the device's other messages as well.
    gone as (
        delete from public.push_devices as d
        using settled as s
        where s.outcome = 'token_gone' and d.user_id = s.user_id and d.id = s.device_id
    )

    select count(*) into v_settled from settled;
    return jsonb_build_object('settled', v_settled, 'ignored', jsonb_array_length(p_results) - v_settled);
end;
$function$;

CREATE OR REPLACE FUNCTION private.settle_receipts(p_results jsonb, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_settled integer;
begin
    if jsonb_typeof(p_results) is distinct from 'array' or jsonb_array_length(p_results) > 1000 then
        perform private.fail('PT422', 'p_results must be an array of at most 1000 results', '{"field": "p_results", "max": 1000}');
    end if;
    perform private.check_shapes(p_results, 'p_results[]', $shape${
        "id": {"type": "uuid", "required": true},
        "outcome": {"type": "text", "max": 20, "pattern": "^(delivered|retry|dead|token_gone)$", "required": true},
        "error": {"type": "text", "max": 2000}
    }$shape$);

    with results as (
        select r.id, r.outcome, left(r.error, 500) as error
        from jsonb_to_recordset(p_results) as r (id uuid, outcome text, error text)
    ),

    held as materialized (
        select m.id, r.outcome, r.error, m.failures + (r.outcome = 'retry')::integer as failures
        from private.outbox as m
        inner join results as r on r.id = m.id
        where m.state = 'delivered' and m.channel = any(private.receipt_channels())
        order by m.id
        for update of m
    ),

    judged as (
        select
            h.*,
            case
                when h.outcome = 'delivered' then 'delivered'
                when h.outcome = 'retry' and h.failures < private.max_failures() then 'pending'
                else 'dead'
            end::private.message_state as state
        from held as h
    ),

    settled as (
        update private.outbox as m
        set
            state = j.state,
            settled_at = case when j.state <> 'pending' then p_now end,
            failures = j.failures,
            next_attempt_at = case when j.state = 'pending' then p_now + private.retry_delay(j.failures) else p_now end,
            receipt_due_at = null,
            error = coalesce(j.error, m.error)
        from judged as j
        where m.id = j.id
        returning m.user_id, m.device_id, j.outcome
    ),

    gone as (
        delete from public.push_devices as d
        using settled as s
        where s.outcome = 'token_gone' and d.user_id = s.user_id and d.id = s.device_id
    )

    select count(*) into v_settled from settled;
    return jsonb_build_object('settled', v_settled, 'ignored', jsonb_array_length(p_results) - v_settled);
end;
$function$;

CREATE OR REPLACE FUNCTION private.settle_streaks(p_now timestamp with time zone, p_limit integer, p_after uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
declare
    v_users uuid[];
    v_days date[];
    v_settled private.settled_streaks[];
    v_attempts integer := 0;
begin
    if p_limit is null or p_limit not between 1 and 50000 then
        perform private.fail('PT422', 'p_limit must be 1 to 50000', '{"field": "p_limit"}');
    end if;
    -- One settlement at a time: otherwise one with an older snapshot could overwrite the result of a newer one. Nothing else
    -- waits for this lock: writers of facts only insert into streak_changes and never touch settled rows.
    perform pg_advisory_xact_lock(hashtextextended('private.settle_streaks', 0));
    v_users := array(
        select p.id from public.profiles as p
        where p.id > p_after or p_after is null
        order by p.id
        limit p_limit
    );
    -- The future isn't settled: it can still change without an entry in streak_changes.
    v_days := array_fill(private.settled_before(least(p_now, now())), array[cardinality(v_users)]);
    loop
        begin
            -- One statement, one snapshot: a change is deleted exactly when the fact behind it was seen.
            with seen_changes as (
                delete from private.streak_changes as c where c.user_id = any(v_users)
            )

            select array_agg(s::private.settled_streaks) into v_settled
            from (
                select w.* from private.weekly_streaks(v_users, v_days, true) as w
                union all
                select d.* from private.daily_streaks(v_users, v_days) as d
            ) as s;

            -- New rows first: their foreign key locks the profile, and deleting an account locks the profile before its children.
            insert into private.settled_streaks
            select s.* from unnest(v_settled) as s
            on conflict (user_id, streak_type) do nothing;
            insert into private.settled_streaks
            select s.*
            from unnest(v_settled) as s
            cross join lateral (
                select from private.settled_streaks as o
                where o.user_id = s.user_id and o.streak_type = s.streak_type and o is distinct from s
                offset 0
            ) as moved
            on conflict (user_id, streak_type) do update
            set settled_until = excluded.settled_until,
                current_streak = excluded.current_streak,
                longest_streak = excluded.longest_streak,
                freezes_available = excluded.freezes_available,
                last_kept = excluded.last_kept;
            exit;
        exception
            when foreign_key_violation then
                -- An account was deleted meanwhile; the next attempt no longer sees it.
                v_attempts := v_attempts + 1;
                if v_attempts >= 5 then
                    raise;
                end if;
        end;
    end loop;
    return jsonb_build_object(
        'users', cardinality(v_users),
        'settled', coalesce(cardinality(v_settled), 0),
        'next', case when cardinality(v_users) = p_limit then v_users[p_limit] end
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.settle_streaks_batch(p_now timestamp with time zone, p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_before date := private.settled_before(least(p_now, now()));
    v_round private.settling_round;
    v_batch jsonb;
    v_users integer := 0;
begin
    insert into private.settling_round (settled_before) values (v_before) on conflict do nothing;
    select r.* into v_round from private.settling_round as r for update;
    if v_before > v_round.settled_before then
        v_round := (true, v_before, v_round.reached, v_round.reached, false, false);
    end if;
    while not v_round.is_done and v_users < p_limit loop
        v_batch := private.settle_streaks(p_now, p_limit - v_users, v_round.reached);
        v_users := v_users + (v_batch ->> 'users')::integer;
        v_round.reached := (v_batch ->> 'next')::uuid;
        if v_round.reached is null then
            v_round.is_done := v_round.has_wrapped or v_round.began_after is null;
            v_round.has_wrapped := true;
        else
            v_round.is_done := v_round.has_wrapped and v_round.reached >= v_round.began_after;
        end if;
    end loop;
    update private.settling_round as r
    set
        settled_before = v_round.settled_before,
        began_after = v_round.began_after,
        reached = v_round.reached,
        has_wrapped = v_round.has_wrapped,
        is_done = v_round.is_done
    where r is distinct from v_round;
    return v_users;
end;
$function$;

CREATE OR REPLACE FUNCTION private.settle_xp(p_user uuid, p_sources uuid[], p_claims private.xp_claim[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- Fast path: most sources have no ledger entries yet, so there is nothing to compare.
    if not exists (
        select from unnest(p_sources) as o (id)
        -- `offset 0` keeps the planner on the source_id index: with any() it reads the user's whole ledger.
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

    -- A reversal has the same source as the entry it reverses, so one read by source finds both.
    with entries as materialized (
        select e.id, e.event_type, e.source_type, e.source_id, e.xp, e.rule_version, e.reverses_id
        from public.xp_events as e
        where e.user_id = p_user and e.source_id = any(p_sources)
    ),

    active as materialized (
        select e.*
        from entries as e
        where e.reverses_id is null and not exists (select from entries as r where r.reverses_id = e.id)
    ),

    claims as (
        select c.* from unnest(p_claims) as c where c.xp > 0
    )

    insert into public.xp_events (user_id, event_type, source_type, source_id, xp, rule_version, reverses_id)
    select p_user, s.event_type, s.source_type, s.source_id, -s.xp, s.rule_version, s.id
    from active as s
    where not exists (
        select from claims as c
        where c.event_type = s.event_type and c.source_id = s.source_id and c.xp = s.xp
    )
    union all
    select p_user, c.event_type, c.source_type, c.source_id, c.xp, c.rule_version, null
    from claims as c
    where not exists (
        select from active as s
        where c.event_type = s.event_type and c.source_id = s.source_id and c.xp = s.xp
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.settled_before(p_now timestamp with time zone)
 RETURNS date
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    -- Long past in every time zone: a device that was offline for a month changes nothing settled, and folding five weeks
    -- costs a reader less than falling back to the whole history after a late workout.
    return (p_now at time zone 'UTC')::date - 35;
end;
$function$;

CREATE OR REPLACE FUNCTION private.settled_load(p_result private.evaluation, p_target private.target, p_terms private.terms)
 RETURNS private.evaluation
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_result private.evaluation := p_result;
    v_load numeric := (p_result.new_target).weight_kg;
begin
    -- A load lifted in another gym may not be buildable here. A load that the user set is kept.
    if v_load is null or v_load is not distinct from p_target.weight_kg then
        return v_result;
    end if;
    v_result.new_target.weight_kg := private.nearest_buildable(
        case when p_terms.is_assisted then -1 else 1 end * 'infinity'::numeric, v_load, p_terms
    );
    return v_result;
end;
$function$;

CREATE OR REPLACE FUNCTION private.settling_of(p_user uuid)
 RETURNS private.settling
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_settling private.settling;
    v_last_before timestamptz;
    v_first_after timestamptz;
begin
    select private.week_start(w.day, p.week_starts_on) - 28 into v_settling.week_start
    from public.profiles as p
    inner join public.workout_sessions as w on w.user_id = p.id and w.status = 'completed' and w.total_sets > 0
    where p.id = p_user
    order by w.started_at desc
    limit 1;
    select w.started_at into v_last_before
    from public.workout_sessions as w
    where w.user_id = p_user and w.day < v_settling.week_start and w.status = 'completed' and w.total_sets > 0
    order by w.started_at desc
    limit 1;
    select min(w.started_at) into v_first_after
    from public.workout_sessions as w
    where w.user_id = p_user and w.day >= v_settling.week_start and w.status = 'completed' and w.total_sets > 0;
    -- After crossing time zones, a later workout can have an earlier date: then no moment separates the two.
    if v_last_before < v_first_after then
        v_settling.started_before := v_last_before + interval '1 microsecond';
        return v_settling;
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.simulate_outcomes(p_user uuid, p_plan_exercise_id uuid, p_outcomes jsonb, p_now timestamp with time zone)
 RETURNS SETOF private.evaluation
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_current record;
    v_terms private.terms;
    v_target private.target;
    v_failures smallint;
    v_state jsonb;
    v_outcome jsonb;
    v_result private.evaluation;
    v_amounts integer[];
begin
    select s.* into v_current
    from private.current_targets(p_user, array[p_plan_exercise_id], 'infinity') as s;
    v_terms := (
        (v_current.fact).rules, (v_current.fact).target, (v_current.fact).is_assisted, (v_current.fact).target_rir,
        private.buildable_loads(p_user, (v_current.fact).exercise_id, p_now)
    )::private.terms;
    v_target := v_current.target;
    v_failures := v_current.failures;
    v_state := v_current.state;

    for v_outcome in
        select o.value from jsonb_array_elements(p_outcomes) with ordinality as o (value, i) order by o.i
    loop
        v_amounts := array(
            select r.value::integer
            from jsonb_array_elements_text(v_outcome -> 'reps') with ordinality as r (value, i)
            order by r.i
        );
        v_result := private.evaluate(
            v_target, v_failures, v_state, v_terms, v_amounts,
            private.outcome_loads(v_outcome, v_target, cardinality(v_amounts)),
            array(
                select (v_outcome -> 'rpe' ->> (s - 1))::numeric from generate_series(1, cardinality(v_amounts)) as s order by s
            )
        );
        v_target := v_result.new_target;
        v_failures := v_result.failures;
        v_state := v_result.state;
        return next v_result;
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.simulate_progression(p_user uuid, p_plan_exercise_id uuid, p_outcomes jsonb, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_unit public.preferred_unit;
begin
    perform private.require_caller(p_user);
    perform private.require_plan_exercise(p_user, p_plan_exercise_id);
    perform private.check_outcomes(p_outcomes);
    v_unit := (select p.preferred_unit from public.profiles as p where p.id = p_user);
    return (
        select jsonb_agg(
            jsonb_build_object(
                'session', e.i,
                'outcome', e.outcome,
                'reason_code', e.reason_code,
                'reason', private.reason_text(
                    e.reason_code, e.rule, p_outcomes -> (e.i - 1)::integer
                    || jsonb_build_object('amounts', p_outcomes -> (e.i - 1)::integer -> 'reps'),
                    private.target_json(e.old_target), private.target_json(e.new_target), v_unit
                ),
                'target_sets', (e.new_target).sets,
                'target_reps', (e.new_target).reps,
                'weight_kg', (e.new_target).weight_kg
            )
            || case
                when (e.new_target).loads_kg is null then '{}'
                else jsonb_build_object('loads_kg', (e.new_target).loads_kg)
            end
            order by e.i
        )
        from private.simulate_outcomes(p_user, p_plan_exercise_id, p_outcomes, p_now)
            with ordinality as e (outcome, reason_code, rule, old_target, new_target, failures, state, i)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.skip_rest(p_user uuid, p_session_id uuid)
 RETURNS public.workout_sessions
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_session public.workout_sessions := private.require_session(p_user, p_session_id);
begin
    if v_session.status not in ('started', 'paused') then
        perform private.refuse_state(v_session, 'taken out of rest');
    end if;
    update public.workout_sessions as w set rest_started_at = null, rest_seconds = null
    where w.user_id = p_user and w.id = p_session_id
    returning w.* into v_session;
    return v_session;
end;
$function$;

CREATE OR REPLACE FUNCTION private.skip_workout(p_user uuid, p_plan_workout_id uuid, p_session_id uuid, p_now timestamp with time zone)
 RETURNS public.workout_sessions
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_session public.workout_sessions;
    v_planned jsonb;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    v_planned := private.planned_workout(p_user, p_plan_workout_id);
    select w.* into v_session from public.workout_sessions as w where w.user_id = p_user and w.id = p_session_id;
    if found then
        if v_session.status <> 'skipped' then
            perform private.refuse_state(v_session, 'skipped');
        end if;
        return v_session;
    end if;
    if v_planned is null then
        perform private.fail('PT404', 'day not found in your plans', '{"field": "p_plan_workout_id"}');
    end if;
    insert into public.workout_sessions as w (
        id, user_id, plan_workout_id, started_at, ended_at, status, timezone, name, planned
    )
    values (
        coalesce(p_session_id, gen_random_uuid()), p_user, p_plan_workout_id, p_now, p_now, 'skipped',
        private.zone_at(p_user, p_now), v_planned ->> 'name', v_planned
    )
    on conflict (id) do nothing
    returning w.* into v_session;
    if not found then
        perform private.fail('PT404', 'workout not found', '{"field": "p_session_id"}');
    end if;
    return v_session;
end;
$function$;

CREATE OR REPLACE FUNCTION private.snap(p_from numeric, p_wanted numeric, p_loads numeric[])
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    -- Steps, loads and lifted weights are each rounded to the gram: a sum in pounds may be off by 1.5 g.
    c_same constant numeric := 0.002;
    -- Bucket 0 is below the lightest, so v_place is the index of the heaviest load that isn't above.
    v_place integer;
begin
    if p_wanted is null or coalesce(cardinality(p_loads), 0) = 0 then
        return p_wanted;
    end if;
    v_place := width_bucket(p_wanted + c_same, p_loads);
    if p_from is null then
        return case
            when v_place = 0 then p_loads[1]
            when p_loads[v_place + 1] - p_wanted < p_wanted - p_loads[v_place] then p_loads[v_place + 1]
            else p_loads[v_place]
        end;
    elsif p_wanted > p_from then
        return case
            when p_loads[v_place] > p_from + c_same then p_loads[v_place]
            -- The next available load is more than wanted, but the only way up.
            else coalesce(p_loads[width_bucket(p_from + c_same, p_loads) + 1], p_loads[cardinality(p_loads)])
        end;
    end if;
    return coalesce(p_loads[nullif(v_place, 0)], least(p_loads[1], p_from));
end;
$function$;

CREATE OR REPLACE FUNCTION private.stack_loads(p_base_kg numeric, p_step_kg numeric, p_max_kg numeric)
 RETURNS numeric[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    perform private.check_load_count(((p_max_kg - p_base_kg) / p_step_kg)::integer, 'step_kg');
    return array(
        select round(private.exact_kg(p_base_kg) + i * private.exact_kg(p_step_kg), 3)
        -- Half a gram of tolerance, so that a stack in pounds reaches its rounded maximum.
        from generate_series(
            0, floor((p_max_kg + 0.0005 - private.exact_kg(p_base_kg)) / private.exact_kg(p_step_kg))::integer
        ) as i
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.stalled_lifts(p_user uuid, p_at timestamp with time zone)
 RETURNS TABLE(exercise_id uuid, name text, estimated_1rm_kg numeric, best_before_kg numeric)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
#variable_conflict use_column
declare
    v_since date;
begin
    -- After a light week, counting starts over.
    v_since := (
        select max(private.break_end(b.starts_on, b.ends_on))
        from public.training_breaks as b
        where b.user_id = p_user
            and b.kind = 'deload'
            and b.starts_on between p_at::date - 410 and private.local_day(p_user, p_at)
    );

    return query
    select e.id, e.name, s.latest_kg, s.before_kg
    from public.exercises as e
    cross join lateral (
        select
            count(*) filter (where r.place <= 3 and (r.day > v_since or v_since is null)) as counted,
            max(r.estimated_1rm_kg) filter (where r.place <= 3) as latest_kg,
            max(r.estimated_1rm_kg) filter (where r.place > 3) as before_kg
        from (
            select x.day, x.estimated_1rm_kg, row_number() over (order by x.started_at desc, x.session_id desc) as place
            from private.exercise_sessions as x
            where x.user_id = p_user
                and x.exercise_id = e.id
                and x.started_at > p_at - interval '6 weeks'
                and x.started_at <= p_at
                and x.estimated_1rm_kg is not null
                and not exists (
                    select from public.training_breaks as b
                    where b.user_id = p_user
                        and b.kind = 'deload'
                        and b.starts_on between x.day - 366 and x.day
                        and private.break_end(b.starts_on, b.ends_on) >= x.day
                )
        ) as r
    ) as s
    where e.id in (
        select l.exercise_id
        from public.workout_plans as p
        inner join public.workout_plan_days as d on d.user_id = p_user and d.plan_id = p.id
        inner join public.workout_plan_day_exercises as l on l.user_id = p_user and l.plan_workout_id = d.id
        where p.user_id = p_user and p.is_active and l.section = 'main'
    )
    and e.mechanic = 'compound'
    and s.counted = 3
    and s.latest_kg < s.before_kg * 1.005
    order by e.name, e.id;
end;
$function$;

CREATE OR REPLACE FUNCTION private.start_deload(p_user uuid, p_starts_on date, p_days integer, p_now timestamp with time zone)
 RETURNS public.training_breaks
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_starts_on date;
    v_break public.training_breaks;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    if p_days is null or p_days not between 1 and 28 then
        perform private.fail('PT422', 'a deload must last 1 to 28 days', '{"field": "p_days", "min": 1, "max": 28}');
    end if;
    v_starts_on := coalesce(p_starts_on, private.local_day(p_user, p_now));
    if v_starts_on not between private.local_day(p_user, p_now) - 366 and private.local_day(p_user, p_now) + 366 then
        perform private.fail(
            'PT422', 'a deload must start within a year of today', '{"field": "p_starts_on"}', 'Leave it out to start today.'
        );
    end if;

    -- A repeated request, or a week that the plan has already scheduled.
    select b.* into v_break
    from public.training_breaks as b
    where b.user_id = p_user
        and b.kind = 'deload'
        and b.starts_on between v_starts_on - 366 and v_starts_on
        and private.break_end(b.starts_on, b.ends_on) >= v_starts_on
    order by b.starts_on, b.id
    limit 1;
    if not found then
        insert into public.training_breaks (user_id, kind, starts_on, ends_on, is_suggested)
        values (
            p_user, 'deload', v_starts_on, v_starts_on + p_days - 1, private.suggested_deload(p_user, p_now) is not null
        )
        returning * into v_break;
    end if;
    return v_break;
end;
$function$;

CREATE OR REPLACE FUNCTION private.start_rest(p_user uuid, p_session_id uuid, p_now timestamp with time zone)
 RETURNS public.workout_sessions
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_session public.workout_sessions := private.require_session(p_user, p_session_id);
begin
    if v_session.status <> 'started' then
        perform private.refuse_state(v_session, 'put into rest');
    end if;
    update public.workout_sessions as w
    set
        rest_started_at = p_now,
        rest_seconds = coalesce(
            (
                select x.target_rest_seconds from public.workout_plan_day_exercises as x
                where x.user_id = p_user and x.id = w.current_plan_exercise_id
            ),
            (select p.default_rest_seconds from public.profiles as p where p.id = p_user)
        )
    where w.user_id = p_user and w.id = p_session_id
    returning w.* into v_session;
    return v_session;
end;
$function$;

CREATE OR REPLACE FUNCTION private.start_workout(p_user uuid, p_plan_workout_id uuid, p_session_id uuid, p_timezone text, p_now timestamp with time zone)
 RETURNS public.workout_sessions
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_session public.workout_sessions;
    v_planned jsonb;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    v_planned := private.planned_workout(p_user, p_plan_workout_id);
    select w.* into v_session from public.workout_sessions as w where w.user_id = p_user and w.id = p_session_id;
    if found then
        return v_session;
    end if;
    if p_plan_workout_id is not null and v_planned is null then
        perform private.fail('PT404', 'day not found in your plans', '{"field": "p_plan_workout_id"}');
    end if;
    if private.is_timezone(p_timezone) is false then
        perform private.fail('PT422', 'unknown time zone', '{"field": "p_timezone"}');
    end if;

    select w.* into v_session
    from public.workout_sessions as w
    where w.user_id = p_user and w.status in ('started', 'paused');
    if found then
        if p_session_id is null and v_session.plan_workout_id is not distinct from p_plan_workout_id then
            return v_session;
        end if;
        perform private.fail(
            'PT409', 'another workout is running', jsonb_build_object('session_id', v_session.id),
            'Finish or cancel it first.'
        );
    end if;

    insert into public.workout_sessions as w (
        id, user_id, plan_workout_id, started_at, status, timezone, name, planned
    )
    values (
        coalesce(p_session_id, gen_random_uuid()),
        p_user,
        p_plan_workout_id,
        p_now,
        'started',
        coalesce(p_timezone, private.zone_at(p_user, p_now)),
        v_planned ->> 'name',
        v_planned
    )
    on conflict (id) do nothing
    returning w.* into v_session;
    if not found then
        perform private.fail('PT404', 'workout not found', '{"field": "p_session_id"}');
    end if;
    return v_session;
end;
$function$;

CREATE OR REPLACE FUNCTION private.store_billing_event(p_provider public.billing_provider, p_event_id text, p_type text, p_event_at timestamp with time zone, p_environment private.billing_environment, p_payload jsonb, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_id uuid := private.stable_id('billing_event:' || p_provider, p_event_id);
begin
    -- Read at once, so that events stored before this one is processed find each other in any order.
    insert into private.billing_events (
        id, provider, event_id, type, environment, event_at, received_at, payload, next_attempt_at,
        effect, precedence, subscription_key, customer_key, document_key, users, moved_to, product_id, store, is_trial,
        renews, period_start, period_end, grace_end, reason
    )
    select
        v_id, p_provider, p_event_id, p_type, p_environment, p_event_at, p_now, p_payload, p_now,
        f.effect, f.precedence, f.subscription_key, f.customer_key, f.document_key, f.users, f.moved_to, f.product_id,
        f.store, f.is_trial, f.renews, f.period_start, f.period_end, f.grace_end, f.reason
    from private.read_billing_event(p_provider, p_type, p_payload) as f
    on conflict do nothing;
    return jsonb_build_object('id', v_id, 'is_new', found);
end;
$function$;

CREATE OR REPLACE FUNCTION private.store_coach_answer(p_user uuid, p_answer jsonb, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_session uuid;
    v_memories jsonb;
    v_affinity record;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.check_coach_answer(p_answer);
    v_session := (p_answer ->> 'session_id')::uuid;
    v_memories := coalesce(nullif(p_answer -> 'memories', 'null'), '[]');
    perform private.require_conversation(p_user, v_session);
    if private.known_message(p_user, p_answer, 'ai') is null then
        if not exists (select from public.coach_conversations as c where c.user_id = p_user and c.id = v_session) then
            perform private.fail('PT404', 'conversation not found', '{"field": "session_id"}');
        end if;
        insert into public.ai_coach_messages (
            id, user_id, session_id, sender, content, created_at, actions, engine, tone, suggestions, model
        )
        values (
            (p_answer ->> 'id')::uuid, p_user, v_session, 'ai', p_answer ->> 'content', p_now,
            coalesce(nullif(p_answer -> 'actions', 'null'), '[]'),
            (p_answer ->> 'engine')::public.message_engine,
            p_answer ->> 'tone',
            coalesce(nullif(p_answer -> 'suggestions', 'null'), '[]'),
            p_answer ->> 'model'
        );
        -- Touches updated_at: the conversation moves up in the list.
        update public.coach_conversations as c set title = c.title where c.user_id = p_user and c.id = v_session;
        perform private.store_memories(
            p_user,
            v_memories,
            (
                select m.id from public.ai_coach_messages as m
                where m.user_id = p_user and m.session_id = v_session and m.sender = 'user'
                order by m.created_at desc, m.id desc
                limit 1
            ),
            p_now
        );
    end if;

    select a.* into v_affinity from private.affinity_at(p_user, p_now) as a;
    update public.profiles as p set affinity_score = v_affinity.score
    where p.id = p_user and p.affinity_score <> v_affinity.score;
    return jsonb_build_object(
        'session_id', v_session,
        'message_id', (p_answer ->> 'id')::uuid,
        'memories', private.keep_answer_vectors(p_user, v_memories),
        'affinity', to_jsonb(v_affinity)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.store_memories(p_user uuid, p_memories jsonb, p_source uuid, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- Of duplicates in one answer the last counts. The same content as before renews that memory.
    insert into public.coach_memories as m (id, user_id, content, kind, importance, source_message_id, expires_at)
    select distinct on (private.memory_key(v.value ->> 'content'))
        coalesce((v.value ->> 'id')::uuid, gen_random_uuid()),
        p_user,
        v.value ->> 'content',
        (v.value ->> 'kind')::public.memory_kind,
        (v.value ->> 'importance')::numeric,
        p_source,
        (v.value ->> 'expires_at')::timestamptz
    from jsonb_array_elements(p_memories) with ordinality as v (value, i)
    order by private.memory_key(v.value ->> 'content'), v.i desc
    on conflict (user_id, private.memory_key(content)) do update
    set
        kind = excluded.kind,
        importance = excluded.importance,
        source_message_id = excluded.source_message_id,
        expires_at = excluded.expires_at;
    -- Beyond 10,000, delete expired memories first, then the least important and least recently said; injuries last.
    if (select count(*) from public.coach_memories as c where c.user_id = p_user) > 10000 then
        delete from public.coach_memories as m
        where m.user_id = p_user
            and m.id in (
                select o.id
                from public.coach_memories as o
                where o.user_id = p_user
                order by
                    coalesce(o.expires_at > p_now, true) desc, o.kind = 'injury' desc, o.importance desc, o.updated_at desc,
                    o.id
                offset 10000
            );
    end if;
exception
    when unique_violation then
        perform private.fail('PT409', 'an id is in use already', '{"field": "memories"}', 'Use new ids.');
end;
$function$;

CREATE OR REPLACE FUNCTION private.store_memory_vectors(p_user uuid, p_vectors jsonb)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_stored integer;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    if p_vectors is null or jsonb_typeof(p_vectors) <> 'array' or jsonb_array_length(p_vectors) > 100 then
        perform private.fail('PT422', 'must be a list of at most 100', '{"field": "p_vectors"}');
    end if;
    perform private.check_shapes(p_vectors, 'p_vectors[]', $shape${
        "id": {"type": "uuid", "required": true},
        "embedding": {"type": "array", "min": 768, "max": 768, "required": true},
        "model": {"type": "text", "min": 1, "max": 200, "required": true}
    }$shape$);
    -- The join leaves out memories that are gone or another user's.
    insert into private.memory_vectors (user_id, memory_id, model, embedding)
    select distinct on (m.id)
        p_user, m.id, v.value ->> 'model',
        private.embedding_of((v.value -> 'embedding')::text, format('p_vectors[%s].embedding', v.i - 1))
    from jsonb_array_elements(p_vectors) with ordinality as v (value, i)
    inner join public.coach_memories as m on m.user_id = p_user and m.id = (v.value ->> 'id')::uuid
    order by m.id, v.i desc
    on conflict (user_id, memory_id) do update set model = excluded.model, embedding = excluded.embedding;
    get diagnostics v_stored = row_count;
    return v_stored;
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
            -- Every fourth week of a streak earns a freeze; at most two are kept.
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

CREATE OR REPLACE FUNCTION private.streak_after_days(p_streak private.settled_streaks, p_days date[], p_are_kept boolean[])
 RETURNS private.settled_streaks
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_next date := p_streak.settled_until;
    v_current integer := p_streak.current_streak;
    v_longest integer := p_streak.longest_streak;
    v_last_kept date := p_streak.last_kept;
    v_day date;
begin
    for v_number in 1..cardinality(p_days) loop
        v_day := p_days[v_number];
        if v_day > v_next then
            v_current := 0;
        end if;
        -- A day may have several rows: two facts, or a fact during a break. It counts once.
        if p_are_kept[v_number] and v_day is distinct from v_last_kept then
            v_current := v_current + 1;
            v_longest := greatest(v_longest, v_current);
            v_last_kept := v_day;
        end if;
        v_next := v_day + 1;
    end loop;
    return (
        p_streak.user_id, p_streak.streak_type, v_next, v_current, v_longest, 0, v_last_kept
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
    -- Week by week from the first: the same steps as in private.weekly_streaks, but missed weeks one at a time.
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

CREATE OR REPLACE FUNCTION private.streaks_at(p_user uuid, p_at timestamp with time zone)
 RETURNS TABLE(id uuid, streak_type public.streak_type, current_streak integer, longest_streak integer, last_incremented_at timestamp with time zone, this_period_count integer, this_period_target integer, freezes_available integer)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
AS $function$
#variable_conflict use_column
begin
    perform private.require_caller(p_user);
    return query
    select
        private.stable_id('streak', p_user || ':' || (s.streak).streak_type),
        (s.streak).streak_type,
        (s.streak).current_streak,
        (s.streak).longest_streak,
        case (s.streak).streak_type
            when 'weekly_workout_completion' then (
                select t.met_at from private.training_weeks as t
                where t.user_id = p_user and t.week_start = (s.streak).last_kept
            )
            else (
                select min(d.kept_at) from private.streak_days as d
                where d.user_id = p_user and d.day = (s.streak).last_kept and d.is_kept
            )
        end,
        s.period_count,
        s.period_target,
        (s.streak).freezes_available
    from public.profiles as p
    cross join lateral private.local_day(p.id, p_at) as d (day)
    cross join lateral private.streaks_at_day(p.id, d.day, private.week_start(d.day, p.week_starts_on)) as s
    where p.id = p_user;
end;
$function$;

CREATE OR REPLACE FUNCTION private.streaks_at_day(p_user uuid, p_day date, p_week date)
 RETURNS SETOF private.streak_at_day
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
AS $function$
declare
    v_weekly private.settled_streaks := (p_user, 'weekly_workout_completion', null, 0, 0, 0, null)::private.settled_streaks;
    v_daily private.settled_streaks := (p_user, 'daily_login', null, 0, 0, 0, null)::private.settled_streaks;
    v_settled private.settled_streaks;
    v_weeks record;
    v_days record;
    v_period record;
begin
    for v_settled in
        select s.* from private.settled_streaks as s
        where s.user_id = p_user and not exists (select from private.streak_changes as c where c.user_id = p_user)
    loop
        if v_settled.streak_type = 'daily_login' then
            if v_settled.settled_until <= p_day then
                v_daily := v_settled;
            end if;
        elsif v_settled.settled_until <= p_week then
            v_weekly := v_settled;
        end if;
    end loop;

    select
        array_agg(k.week_start order by k.week_start, k.is_met) as weeks,
        array_agg(k.is_met order by k.week_start, k.is_met) as are_met
    into v_weeks
    from (
        select o.week_start, o.is_met
        from private.streak_weeks as o
        where o.user_id = p_user
            and o.week_start >= coalesce(v_weekly.settled_until, '-infinity')
            -- A user who travelled west can have workouts dated in the local future: in a later week here, on a later day below.
            and (o.week_start < p_week or o.is_met)
        union all
        -- The current week can't break the streak before it ends.
        select p_week, false
    ) as k;
    select
        array_agg(k.day order by k.day, k.is_kept) as days,
        array_agg(k.is_kept order by k.day, k.is_kept) as are_kept,
        max((k.day = p_day and k.is_kept)::integer) as kept_today
    into v_days
    from (
        select o.day, o.is_kept
        from private.streak_days as o
        where o.user_id = p_user
            and o.day >= coalesce(v_daily.settled_until, '-infinity')
            and (o.day < p_day or o.is_kept)
        union all
        select p_day, false
    ) as k;

    select t.training_days, t.target into v_period
    from private.training_weeks as t where t.user_id = p_user and t.week_start = p_week;
    return next (
        private.streak_after(v_weekly, v_weeks.weeks, v_weeks.are_met),
        coalesce(v_period.training_days, 0),
        coalesce(v_period.target, private.weekly_target_at(p_user, p_week + 6))
    )::private.streak_at_day;
    return next (
        private.streak_after_days(v_daily, v_days.days, v_days.are_kept), v_days.kept_today, 1
    )::private.streak_at_day;
end;
$function$;

CREATE OR REPLACE FUNCTION private.streaks_at_risk(p_users uuid[], p_now timestamp with time zone)
 RETURNS TABLE(user_id uuid, week_start date, current_streak integer, days_needed integer, days_left integer)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
#variable_conflict use_column
declare
    v_days date[];
    v_next_weeks date[];
begin
    select
        array_agg(d.day order by u.number),
        array_agg(private.week_start(d.day, p.week_starts_on) + 7 order by u.number)
    into v_days, v_next_weeks
    from unnest(p_users) with ordinality as u (user_id, number)
    inner join public.profiles as p on u.user_id = p.id
    cross join lateral private.local_day(p.id, p_now) as d (day);

    return query
    select s.user_id, w.week_start, s.current_streak, n.days_needed, n.days_left
    from private.weekly_streaks(p_users, v_days, false) as s
    -- The streak next week if nothing more happens, freezes and pauses included.
    inner join private.weekly_streaks(p_users, v_next_weeks, false) as f on s.user_id = f.user_id
    inner join unnest(p_users, v_days, v_next_weeks) as u (user_id, day, next_week) on s.user_id = u.user_id
    cross join lateral (select u.next_week - 7) as w (week_start)
    left join private.training_weeks as t on t.user_id = s.user_id and t.week_start = w.week_start
    cross join lateral (
        select
            coalesce(t.target, private.weekly_target_at(s.user_id, w.week_start + 6)) - coalesce(t.training_days, 0),
            -- Today is no day left once it was trained on.
            u.next_week - u.day - exists (
                select from public.workout_sessions as o
                where o.user_id = s.user_id and o.day = u.day and o.status = 'completed' and o.total_sets > 0
            )::integer
    ) as n (days_needed, days_left)
    where s.current_streak > 0 and f.current_streak = 0;
end;
$function$;

CREATE OR REPLACE FUNCTION private.strength_score(p_ratio numeric, p_standard numeric[])
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
begin
    -- Beyond elite there is no next tier to interpolate to, so the score grows in proportion to the load.
    return case
        when p_ratio >= p_standard[5] then 100 * p_ratio / p_standard[5]
        else 20 * private.place_among(p_ratio, p_standard)
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.strength_tier(p_score numeric)
 RETURNS public.strength_tier
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
begin
    -- least(null, 5) is 5, so a missing score needs its own check.
    return case
        when p_score is not null
            then (enum_range(null::public.strength_tier))[least(floor(p_score / 20), 5)::integer + 1]
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.subscriptions_touched(p_event private.billing_events)
 RETURNS text[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_keys text [];
begin
    if p_event.effect = 'moved' then
        with recursive hands (name) as (
            select u.name from unnest(p_event.users) as u (name)
            union
            -- Backwards: an earlier transfer may have brought it to them.
            select u.name
            from hands as h
            inner join private.billing_events as m
                on m.provider = p_event.provider and m.effect = 'moved' and m.moved_to @> array[h.name]
            cross join lateral unnest(m.users) as u (name)
        )

        select array_agg(distinct e.subscription_key) into v_keys
        from private.billing_events as e
        where e.provider = p_event.provider and e.users && array(select h.name from hands as h)
            and e.subscription_key is not null;
    elsif p_event.subscription_key is null then
        select array_agg(distinct e.subscription_key) into v_keys
        from private.billing_events as e
        where e.provider = p_event.provider and e.customer_key = p_event.customer_key
            and e.subscription_key is not null;
    else
        v_keys := array[p_event.subscription_key];
    end if;
    -- Sorted: several are always locked in this order.
    return array(select k.key from unnest(v_keys) as k (key) order by k.key);
end;
$function$;

CREATE OR REPLACE FUNCTION private.suggested_deload(p_user uuid, p_at timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_stalled jsonb;
begin
    if (private.deload_reduction(p_user, private.local_day(p_user, p_at))).reason_code is not null then
        return null;
    end if;
    v_stalled := (
        select jsonb_agg(to_jsonb(s) order by s.name, s.exercise_id) from private.stalled_lifts(p_user, p_at) as s
    );
    if v_stalled is null or jsonb_array_length(v_stalled) < 2 then
        return null;
    end if;
    return jsonb_build_object(
        'suggested', true,
        'exercises', v_stalled,
        'reason', format(
            '%s lifts have not progressed for three workouts: a light week may get them going again.', jsonb_array_length(v_stalled)
        )
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.t_quantile(p_degrees integer)
 RETURNS double precision
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO ''
AS $function$
declare
    z constant double precision := 1.959963984540054;
    n constant double precision := p_degrees;
begin
    return case
        when p_degrees < 1 then null
        -- Exact values where a series in 1/n is too inaccurate.
        when p_degrees <= 6
            then (array[12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912])[p_degrees]
        else
            z + (z ^ 3 + z) / (4 * n)
            + (5 * z ^ 5 + 16 * z ^ 3 + 3 * z) / (96 * n ^ 2)
            + (3 * z ^ 7 + 19 * z ^ 5 + 17 * z ^ 3 - 15 * z) / (384 * n ^ 3)
            + (79 * z ^ 9 + 776 * z ^ 7 + 1482 * z ^ 5 - 1920 * z ^ 3 - 945 * z) / (92160 * n ^ 4)
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.take_quota(p_user uuid, p_feature public.ai_feature, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_quota record;
begin
    for v_quota in
        select o.period, private.quota_window(o.period, p_now) as starts_on, o.max_requests
        from (select private.quota_tier(p_user, p_now) as tier) as t
        left join private.quotas as q on q.feature = p_feature and q.tier = t.tier
        -- A null limit is unlimited; a missing row allows nothing.
        cross join lateral (
            values
            ('month'::private.quota_period, case when q.tier is null then 0 else coalesce(q.per_month, 2147483647) end),
            ('day', case when q.tier is null then 0 else coalesce(q.per_day, 2147483647) end)
        ) as o (period, max_requests)
        -- The month first: if both are used up, its retry_after is the right one.
        order by o.period desc
    loop
        insert into private.quota_use as u (user_id, feature, period, starts_on, used)
        select p_user, p_feature, v_quota.period, v_quota.starts_on, 1
        where v_quota.max_requests > 0
        on conflict (user_id, feature, period, starts_on) do update
        set used = u.used + 1
        where u.used < v_quota.max_requests;
        if not found then
            perform private.fail(
                'PT429', 'the quota is used up',
                jsonb_build_object(
                    'reason', 'quota_exceeded',
                    'window', v_quota.period,
                    'retry_after', ceil(extract(epoch from
                        (v_quota.starts_on + ('1 ' || v_quota.period)::interval) at time zone 'UTC' - p_now
                    ))::integer
                ),
                'It resets when the window ends, in retry_after seconds.'
            );
        end if;
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.target_ceiling(p_text text)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO ''
AS $function$
begin
    return case when p_text like '%-%' then split_part(p_text, '-', 2)::integer end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.tier_rule(p_tier integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return case p_tier
        -- GZCLP: after a failed stage, fewer repetitions in more sets; after the last stage, the first again at 85 % of the load.
        when 1 then '{
            "after_failures": 1, "on_failures": "switch", "restart_percent": 85,
            "stages": [
                {"sets": 5, "reps": "3,3,3,3,3+"}, {"sets": 6, "reps": "2,2,2,2,2,2+"},
                {"sets": 10, "reps": "1,1,1,1,1,1,1,1,1,1+"}
            ]
        }'::jsonb
        when 2 then '{
            "after_failures": 1, "on_failures": "switch", "restart_percent": 85,
            "stages": [{"sets": 3, "reps": "10"}, {"sets": 3, "reps": "8"}, {"sets": 3, "reps": "6"}]
        }'
        else '{"last_set_reps": 25}'
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.todays_target(p_user uuid, p_plan_exercise_id uuid, p_reduction private.load_reduction, p_at timestamp with time zone, p_unit public.preferred_unit)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_current record;
    v_step public.prescriptions := private.latest_step(p_user, p_plan_exercise_id);
    v_mechanic public.mechanic;
    v_loads numeric[];
    v_first record;
    v_usual private.target;
    v_today private.target;
    v_code public.reason_code;
    v_reason text;
begin
    select s.* into v_current from private.current_targets(p_user, array[p_plan_exercise_id], 'infinity') as s;
    select e.mechanic into v_mechanic from public.exercises as e where e.id = (v_current.fact).exercise_id;
    v_loads := private.buildable_loads(p_user, (v_current.fact).exercise_id, p_at);
    v_code := v_current.reason_code;
    v_reason := private.reason_text(
        v_code, v_step.rule, v_step.inputs, v_step.old_target, private.target_json(v_current.target), p_unit
    );
    v_usual := v_current.target;
    if v_usual.weight_kg is null and not (v_current.fact).is_assisted then
        select f.* into v_first
        from private.initial_load(
            p_user, (v_current.fact).exercise_id, v_usual, (v_current.fact).target_rir,
            case v_mechanic when 'compound' then 2.5 else 1 end, v_loads, p_at
        ) as f;
        if found then
            v_usual.weight_kg := v_first.load_kg;
            v_reason := private.initial_load_text(v_first.estimated_1rm_kg, v_first.reps, v_first.rir, p_unit);
        end if;
    end if;

    v_today := case
        -- A hold takes back a step up just taken; any other target isn't higher than last time.
        when p_reduction.reason_code = 'readiness_hold' and v_code in ('progressed', 'reps_up')
            then private.target_of(v_step.old_target)
        when p_reduction.reason_code is not null and p_reduction.reason_code <> 'readiness_hold'
            then private.reduced_target(
                v_usual, p_reduction,
                (
                    (v_current.fact).rules, (v_current.fact).target, (v_current.fact).is_assisted,
                    (v_current.fact).target_rir, v_loads
                )::private.terms
            )
        else v_usual
    end;
    if v_today is distinct from v_usual then
        v_code := p_reduction.reason_code;
        v_reason := private.readiness_text(p_reduction, private.target_json(v_usual), private.target_json(v_today), p_unit);
    end if;
    return jsonb_build_object(
        'target_sets', v_today.sets,
        'target_reps', v_today.reps,
        'suggested_weight_kg', v_today.weight_kg,
        'loads_kg', v_today.loads_kg,
        'reason_code', v_code,
        'reason', v_reason,
        'standing', private.target_json(v_current.target)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.total_new_workout()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_totals record;
begin
    select t.* into v_totals from private.session_totals(new.user_id, new.id) as t;
    new.total_volume_kg := v_totals.volume_kg;
    new.total_sets := v_totals.sets;
    new.energy_kcal := private.net_energy(
        new.user_id, v_totals.met, new.started_at, extract(epoch from new.ended_at - new.started_at) - new.paused_seconds
    );
    return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.training_brief(p_user uuid, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_day date;
    v_this_week date;
begin
    perform private.require_caller(p_user);
    select private.local_day(p_user, p_now), private.week_start(private.local_day(p_user, p_now), p.week_starts_on)
    into v_day, v_this_week
    from public.profiles as p
    where p.id = p_user;
    if not found then
        perform private.fail('PT404', 'account not found', null, 'Sign up, or finish onboarding.');
    end if;

    return jsonb_strip_nulls(
        jsonb_build_object(
            'day', v_day,
            'person', private.brief_person(p_user, v_day, p_now),
            'goal', (
                select jsonb_build_object(
                    'goal_type', g.goal_type,
                    'target_weight_kg', trim_scale(g.target_weight_kg),
                    'target_muscle_kg', trim_scale(g.target_muscle_kg),
                    'start_date', g.start_date,
                    'target_date', g.target_date,
                    'estimated_completion_date', g.estimated_completion_date
                )
                from public.user_goals as g
                where g.user_id = p_user and g.is_active
            ),
            'preferences', private.brief_preferences(p_user),
            'equipment', (
                select coalesce(jsonb_agg(u.equipment_id order by u.equipment_id), '[]')
                from public.user_equipment as u
                where u.user_id = p_user
            ),
            'plan', private.brief_plan(p_user),
            'workouts', private.brief_workouts(p_user),
            'lifts', private.brief_lifts(p_user, v_day),
            'stalled', (
                select coalesce(jsonb_agg(s.exercise_id order by s.exercise_id), '[]')
                from private.stalled_lifts(p_user, p_now) as s
            ),
            'weekly_sets', private.brief_volume(p_user, v_this_week),
            'streaks', (
                select jsonb_object_agg(
                    s.streak_type,
                    jsonb_build_object(
                        'current', s.current_streak, 'longest', s.longest_streak,
                        'this_period', s.this_period_count, 'target', s.this_period_target
                    )
                )
                from private.streaks_at(p_user, p_now) as s
            ),
            'injuries', (
                select coalesce(jsonb_agg(left(i.memory ->> 'content', 300) order by i.place), '[]')
                from jsonb_array_elements(private.remembered_injuries(p_user, p_now)) with ordinality as i (memory, place)
            )
        )
        || private.brief_condition(p_user, v_day)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.training_calendar(p_user uuid, p_from date, p_to date, p_now timestamp with time zone)
 RETURNS TABLE(day date, sessions jsonb)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
#variable_conflict use_column
declare
    v_days private.day_range;
begin
    perform private.require_caller(p_user);
    v_days := private.require_year(p_from, p_to, private.local_day(p_user, p_now));

    return query
    select
        w.day,
        jsonb_agg(
            jsonb_build_object(
                'session_id', w.id,
                'plan_workout_id', w.plan_workout_id,
                'name', w.name,
                'status', w.status,
                'started_at', w.started_at,
                'duration_seconds', w.duration_seconds,
                'sets', w.total_sets,
                'volume_kg', w.total_volume_kg
            )
            order by w.started_at, w.id
        )
    from private.timed_workouts as w
    where w.user_id = p_user
        and w.status not in ('canceled', 'abandoned')
        and w.day between v_days.from_day and v_days.to_day
        -- The index is by started_at; a local date begins and ends at most 14 hours from that of UTC.
        and w.started_at >= (v_days.from_day - 1)::timestamp at time zone 'UTC'
        and w.started_at < (v_days.to_day + 2)::timestamp at time zone 'UTC'
    group by w.day
    order by w.day;
end;
$function$;

CREATE OR REPLACE FUNCTION private.try_to_notify(p_user uuid, p_type public.notification_type, p_data jsonb, p_dedupe_key text, p_at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.notify(p_user, p_type, p_data, p_dedupe_key, p_at);
exception
    when others then
        -- A workout must not fail because its user could not be notified.
        raise warning 'notification % for user % failed: %', p_type, p_user, sqlerrm;
end;
$function$;

CREATE OR REPLACE FUNCTION private.wave_rules(p_progression jsonb, p_increase_kg numeric, p_target_reps text)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return jsonb_build_object(
        'scheme', 'percentage_wave',
        'training_max_percent', 90, 'cycle_increase_kg', coalesce(nullif(p_increase_kg, 0), 2.5),
        'after_failures', 2, 'deload_percent', 10, 'round_kg', 2.5,
        'weeks', case
            when jsonb_typeof(p_progression -> 'percents') = 'array'
                then jsonb_build_array(jsonb_build_object('percents', p_progression -> 'percents', 'reps', p_target_reps))
            -- 5/3/1 (Wendler): three weeks of increasing load and a light one.
            else '[
                {"percents": [65, 75, 85], "reps": "5,5,5+"}, {"percents": [70, 80, 90], "reps": "3,3,3+"},
                {"percents": [75, 85, 95], "reps": "5,3,1+"},
                {"percents": [40, 50, 60], "reps": "5", "is_deload": true}
            ]'::jsonb
        end
    )
    || p_progression;
end;
$function$;

CREATE OR REPLACE FUNCTION private.wave_target(p_rules jsonb, p_week integer, p_training_max_kg numeric, p_buildable numeric[])
 RETURNS private.target
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    -- The rules may have fewer weeks than when the wave began.
    v_week jsonb := p_rules -> 'weeks' -> (least(p_week, jsonb_array_length(p_rules -> 'weeks')) - 1);
    v_round numeric := (p_rules -> 'round_kg')::numeric;
    v_loads numeric[] := array(
        select
            least(
                case
                    when p_buildable is null then round(p_training_max_kg * p.value::numeric / 100 / v_round) * v_round
                    else private.snap(null, p_training_max_kg * p.value::numeric / 100, p_buildable)
                end,
                2000
            )
        from jsonb_array_elements_text(v_week -> 'percents') with ordinality as p (value, i)
        order by p.i
    );
begin
    return (
        cardinality(v_loads), v_week ->> 'reps', (select max(l) from unnest(v_loads) as l), v_loads
    )::private.target;
end;
$function$;

CREATE OR REPLACE FUNCTION private.week_start(p_day date, p_starts_on smallint)
 RETURNS date
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
begin
    -- 0001-01-01 was a Monday.
    return p_day - (p_day - date '0001-01-01' + 8 - p_starts_on) % 7;
end;
$function$;

CREATE OR REPLACE FUNCTION private.weekly_sets(p_user uuid, p_first_week date, p_weeks integer)
 RETURNS TABLE(week_start date, muscle_group text, sets numeric, volume_kg numeric)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
#variable_conflict use_column
begin
    return query
    with worked as materialized (
        -- Grouped by exercise, of which there are few: shares are then joined once per exercise, not once per workout.
        select
            r.exercise_id,
            array_agg(p_first_week + (w.day - p_first_week) / 7 * 7) as weeks,
            array_agg(r.working_sets) as sets,
            array_agg(r.volume_kg) as volumes
        from public.workout_sessions as w
        inner join private.exercise_sessions as r on r.user_id = p_user and r.session_id = w.id
        where w.user_id = p_user
            and w.status = 'completed'
            and w.total_sets > 0
            and w.day between p_first_week and p_first_week + 7 * p_weeks - 1
            and r.working_sets > 0
        group by r.exercise_id
    ),

    shares as materialized (
        -- A set counts once for a group, however many of the group's muscles it trains.
        select s.exercise_id, g.muscle_group, bool_or(s.is_target) as is_target
        from worked as w
        inner join private.exercise_muscles as s on s.exercise_id = w.exercise_id
        inner join private.landmark_muscles as g on g.muscle = s.muscle
        group by s.exercise_id, g.muscle_group
    )

    select
        d.week_start,
        s.muscle_group,
        coalesce(sum(d.sets) filter (where s.is_target), 0)
        + coalesce(0.5 * sum(d.sets) filter (where not s.is_target), 0),
        round(
            coalesce(sum(d.volume_kg) filter (where s.is_target), 0)
            + coalesce(0.5 * sum(d.volume_kg) filter (where not s.is_target), 0),
            3
        )
    from worked as w
    inner join shares as s on s.exercise_id = w.exercise_id
    cross join lateral unnest(w.weeks, w.sets, w.volumes) as d (week_start, sets, volume_kg)
    group by d.week_start, s.muscle_group;
end;
$function$;

CREATE OR REPLACE FUNCTION private.weekly_streaks(p_users uuid[], p_days date[], p_is_settling boolean)
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
        -- `offset 0`, here and below: goes user by user through the index; otherwise a batch would scan all users' rows.
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
                select o.week_start, o.is_met
                from private.streak_weeks as o
                where o.user_id = u.user_id
                    and o.week_start >= coalesce(s.settled_until, '-infinity')
                    -- A user who travelled west can have workouts dated in the local future.
                    and (o.week_start < r.week_start or o.is_met and not p_is_settling)
                union all
                -- The current week can't break the streak before it ends.
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
        -- An unchanged streak needs no write: folding on from its old settled state is just as fast.
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

CREATE OR REPLACE FUNCTION private.workout_amounts(p_user uuid, p_from timestamp with time zone)
 RETURNS TABLE(counter_id smallint, happened_at timestamp with time zone, session_id uuid, amount numeric)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    return query
    with workouts as materialized (
        select
            w.id,
            w.started_at,
            w.day,
            (w.started_at at time zone w.timezone)::time as local_time,
            w.planned is not null as is_planned,
            w.total_sets,
            w.total_volume_kg,
            w.day - (
                select o.day from public.workout_sessions as o
                where o.user_id = p_user
                    and (o.started_at, o.id) < (w.started_at, w.id)
                    and o.status = 'completed'
                    and o.total_sets > 0
                order by o.started_at desc, o.id desc
                limit 1
            ) as days_since,
            x.records,
            x.new_exercises,
            -- Sets are read only if they have distance or duration, which most workouts don't.
            case when x.has_endurance then private.session_endurance(p_user, w.id) end as endurance
        from public.workout_sessions as w
        cross join lateral (
            select
                sum(r.records) as records,
                -- An exercise is new if something was measured for the first time.
                count(*) filter (
                    where num_nonnulls(
                        nullif(r.volume_kg, 0), r.load_score, r.reps_score, r.duration_score, r.distance_score
                    ) > 0
                    and num_nonnulls(
                        r.prior_volume_kg, r.prior_load_score, r.prior_reps_score, r.prior_duration_score,
                        r.prior_distance_score
                    ) = 0
                ) as new_exercises,
                coalesce(bool_or(num_nonnulls(r.duration_score, r.distance_score) > 0), false) as has_endurance
            from private.exercise_sessions as r
            where r.user_id = p_user and r.session_id = w.id
        ) as x
        where w.user_id = p_user and w.started_at >= p_from and w.status = 'completed' and w.total_sets > 0
    )

    select a.id, a.started_at, a.session_id, a.amount
    from (
        select
            c.id,
            m.started_at,
            m.id as session_id,
            case c.metric
                when 'workouts' then (
                    (
                        c.from_time is null
                        or case
                            when c.from_time < c.until_time then m.local_time >= c.from_time and m.local_time < c.until_time
                            -- A window across midnight.
                            else m.local_time >= c.from_time or m.local_time < c.until_time
                        end
                    )
                    and (c.weekdays is null or extract(isodow from m.day)::smallint = any(c.weekdays))
                    and (c.is_planned is null or c.is_planned = m.is_planned)
                )::integer
                when 'sets' then m.total_sets
                when 'volume_kg' then m.total_volume_kg
                when 'records' then m.records
                when 'exercises' then m.new_exercises
                when 'returns' then (m.days_since >= c.days)::integer
                when 'distance_km' then (m.endurance).distance_km
                when 'cardio_minutes' then (m.endurance).cardio_minutes
            end as amount
        from workouts as m
        cross join private.achievement_counters as c
        where c.source = 'workouts'
    ) as a
    where a.amount > 0;
end;
$function$;

CREATE OR REPLACE FUNCTION private.workout_progression(p_user uuid, p_session_id uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return coalesce(
        (
            select jsonb_agg(
                jsonb_build_object(
                    'plan_exercise_id', t.id,
                    'exercise_id', t.exercise_id,
                    'outcome', t.outcome,
                    'reason_code', t.reason_code,
                    'old_target', t.old_target,
                    'new_target', t.new_target
                )
                order by t.order_in_workout, t.id
            )
            from (
                select
                    x.id, x.exercise_id, x.order_in_workout, p.outcome, p.reason_code, p.old_target, p.new_target
                from public.prescriptions as p
                inner join public.workout_plan_day_exercises as x on x.user_id = p_user and x.id = p.plan_exercise_id
                where p.user_id = p_user and p.session_id = p_session_id and p.superseded_at is null
                union all
                -- Exercises of the plan day that were not trained.
                select
                    x.id, x.exercise_id, x.order_in_workout, 'none', 'not_trained', private.target_json(s.target),
                    private.target_json(s.target)
                from public.workout_sessions as w
                inner join public.workout_plan_day_exercises as x
                    on x.user_id = p_user and x.plan_workout_id = w.plan_workout_id and x.section = 'main'
                cross join lateral private.current_targets(p_user, array[x.id], 'infinity') as s
                where w.user_id = p_user
                    and w.id = p_session_id
                    and not exists (
                        select from public.prescriptions as p
                        where p.user_id = p_user
                            and p.session_id = p_session_id
                            and p.plan_exercise_id = x.id
                            and p.superseded_at is null
                    )
            ) as t
        ),
        '[]'
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.workout_shape()
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
RETURN '{"id": {"type": "uuid", "required": true}, "name": {"max": 200, "min": 1, "type": "text"}, "sets": {"max": 500, "type": "array", "required": true}, "notes": {"max": 5000, "type": "text"}, "ended_at": {"type": "timestamp", "required": true}, "location": {"type": "public.location"}, "timezone": {"type": "timezone"}, "started_at": {"type": "timestamp", "required": true}, "overall_feeling": {"type": "public.feeling"}, "plan_workout_id": {"type": "uuid"}}'::jsonb;

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
            round(avg(o.difficulty_rating) filter (where t.is_work), 2) as average_rpe,
            coalesce(sum(o.rest_seconds), 0) as rest_seconds
        from public.session_exercises as o
        inner join private.set_types as t on t.set_type = o.set_type
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
        -- Entries and their reversals cancel out, leaving what the workout is worth now.
        select x.event_type, sum(x.xp) as xp
        from (
            select p_session_id as id
            union all
            -- The workout with which the week's target was met also earned the week's XP.
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
                    'streak_type', (s.streak).streak_type,
                    'current_streak', (s.streak).current_streak,
                    'longest_streak', (s.streak).longest_streak,
                    'this_period_count', s.period_count,
                    'this_period_target', s.period_target
                )
                order by (s.streak).streak_type
            )
            from private.local_day(p_user, p_now) as d (day)
            cross join lateral private.streaks_at_day(
                p_user, d.day, private.week_start(d.day, v_session.week_starts_on)
            ) as s
        ),
        'records', v_records,
        'achievements', private.workout_achievements(p_user, p_session_id),
        'progression', private.workout_progression(p_user, p_session_id)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.write_nudges(p_users uuid[], p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    with at_risk as materialized (
        select r.*
        from private.streaks_at_risk(p_users, p_now) as r
        -- At most one day to spare; no message if the week can't be saved any more.
        where r.days_left - r.days_needed between 0 and 1
    ),

    here as (
        -- Skips users who are deleting their account.
        select p.id from public.profiles as p
        where p.id in (select r.user_id from at_risk as r)
        for key share skip locked
    ),

    nudged as (
        insert into private.streak_nudges (user_id, week_start, nudged_at)
        select r.user_id, r.week_start, p_now
        from at_risk as r
        inner join here as p on r.user_id = p.id
        on conflict do nothing
        returning user_id
    ),

    inboxes as (
        insert into public.coach_conversations (id, user_id, title)
        select n.user_id, n.user_id, 'News' from nudged as n
        on conflict do nothing
    )

    insert into public.ai_coach_messages (user_id, session_id, sender, content, kind, engine, created_at)
    select
        r.user_id,
        r.user_id,
        'ai',
        format(
            'Your streak of %s ends %s: %s %s it.',
            case r.current_streak when 1 then '1 week' else r.current_streak || ' weeks' end,
            case
                when r.week_start + 6 = private.local_day(r.user_id, p_now) then 'today'
                else 'on ' || to_char(r.week_start + 6, 'FMDay')
            end,
            case r.days_needed when 1 then 'one more day of training' else r.days_needed || ' more days of training' end,
            case r.days_needed when 1 then 'keeps' else 'keep' end
        ),
        'nudge',
        'rules',
        p_now
    from nudged as n
    inner join at_risk as r on n.user_id = r.user_id;
end;
$function$;

CREATE OR REPLACE FUNCTION private.write_rows(p_user uuid, p_from jsonb, p_to jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    -- Parents before children; no other table can be written.
    v_tables text[] := array[
        'workout_plans', 'workout_plan_days', 'workout_plan_day_exercises', 'body_measurements', 'user_goals'
    ];
    v_row record;
    v_columns text;
begin
    for v_row in
        select
            f.value ->> 'table' as table_name,
            (f.value ->> 'id')::uuid as id,
            nullif(f.value -> 'row', 'null') as present,
            nullif(p_to -> (f.i - 1)::integer -> 'row', 'null') as wanted
        from jsonb_array_elements(p_from) with ordinality as f (value, i)
        where f.value ->> 'table' = any(v_tables)
        order by array_position(v_tables, f.value ->> 'table'), f.i
    loop
        v_columns := (select string_agg(format('%I', c.key), ', ') from jsonb_object_keys(v_row.wanted) as c (key));
        if v_row.wanted is null then
            execute format('delete from public.%I where user_id = $1 and id = $2', v_row.table_name)
            using p_user, v_row.id;
        elsif v_row.present is null then
            execute format(
                'insert into public.%1$I (user_id, %2$s) select $1, %2$s from jsonb_populate_record(null::public.%1$I, $2)',
                v_row.table_name, v_columns
            )
            using p_user, v_row.wanted;
        else
            execute format(
                'update public.%1$I set (%2$s) = (select %2$s from jsonb_populate_record(null::public.%1$I, $3)) '
                'where user_id = $1 and id = $2',
                v_row.table_name, v_columns
            )
            using p_user, v_row.id, v_row.wanted;
        end if;
    end loop;
exception
    -- For example a day that is gone, an exercise that may no longer be used, or an id in use.
    when unique_violation or foreign_key_violation or check_violation or sqlstate 'PT404' or sqlstate 'PT422' then
        perform private.fail(
            'PT409', 'it has changed since', '{"reason": "changed_since"}', 'Propose the change again.'
        );
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
    v_derived private.derivation;
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
        perform private.set_deriving(true);
        v_derived := private.derive_scores(p_user, array[p_workout.id], v_sets, true);
        -- Inserted with their marks: updating a row in the transaction that inserted it checks all its foreign keys again (60
        -- checks for 20 sets).
        perform private.write_sets(p_workout.sets, private.marks_of(p_user, v_sets));
        perform private.derive_rewards(p_user, v_derived, v_sets);
        perform private.set_deriving(false);
    end if;
    return true;
end;
$function$;

CREATE OR REPLACE FUNCTION public.claim_messages(p_limit integer DEFAULT 100, p_seconds integer DEFAULT 60, p_channels public.message_channel[] DEFAULT enum_range(NULL::public.message_channel))
 RETURNS TABLE(id uuid, user_id uuid, channel public.message_channel, attempt integer, address text, device_id uuid, notification_id uuid, type public.notification_type, title text, body text, data jsonb, locale text)
 LANGUAGE sql
 SET search_path TO ''
BEGIN ATOMIC
 SELECT c.id,
     c.user_id,
     c.channel,
     c.attempt,
     c.address,
     c.device_id,
     c.notification_id,
     c.type,
     c.title,
     c.body,
     c.data,
     c.locale
    FROM private.claim_messages(claim_messages.p_limit, claim_messages.p_seconds, claim_messages.p_channels, now()) c(id, user_id, channel, attempt, address, device_id, notification_id, type, title, body, data, locale);
END;

CREATE OR REPLACE FUNCTION public.claim_receipts(p_limit integer DEFAULT 300, p_channels public.message_channel[] DEFAULT enum_range(NULL::public.message_channel))
 RETURNS TABLE(id uuid, ticket text)
 LANGUAGE sql
 SET search_path TO ''
BEGIN ATOMIC
 SELECT c.id,
     c.ticket
    FROM private.claim_receipts(claim_receipts.p_limit, claim_receipts.p_channels, now()) c(id, ticket);
END;

CREATE VIEW "private"."achievement_metrics" AS  SELECT metric,
    source,
    takes_best,
    parameters,
    counts,
    takes
   FROM ( VALUES ('workouts'::public.achievement_metric,'workouts'::text,false,'{"from": {"max": 5, "type": "text", "pattern": "^([01]\\d|2[0-4]):[0-5]\\d$"}, "until": {"max": 5, "type": "text", "pattern": "^([01]\\d|2[0-4]):[0-5]\\d$"}, "planned": {"type": "boolean"}, "weekdays": {"max": 6, "min": 1, "type": "array"}}'::jsonb,'completed workouts with a working set'::text,'`from`, `until`: started in this window of the user''s local time, `until` excluded; across midnight if `until` is earlier · `weekdays`: 1 Monday … 7 Sunday · `planned`: whether started from a plan day'::text), ('sets'::public.achievement_metric,'workouts'::text,false,'{}'::jsonb,'working sets'::text,''::text), ('volume_kg'::public.achievement_metric,'workouts'::text,false,'{}'::jsonb,'[volume](#what-a-set-counts-for)'::text,''::text), ('records'::public.achievement_metric,'workouts'::text,false,'{}'::jsonb,'[records](#records)'::text,''::text), ('exercises'::public.achievement_metric,'workouts'::text,false,'{}'::jsonb,'different exercises with something measured: a load, repetitions, seconds or metres'::text,''::text), ('returns'::public.achievement_metric,'workouts'::text,false,'{"days": {"max": 3650, "min": 2, "type": "integer", "required": true}}'::jsonb,'workouts after a break'::text,'`days`: the minimum number of days since the previous workout'::text), ('muscle_groups_in_week'::public.achievement_metric,'workouts'::text,true,'{"sets": {"max": 30, "min": 0.5, "type": "number", "required": true}}'::jsonb,'in the best week, muscle groups (chest, back, shoulders, biceps, triceps, legs, abs) with enough sets; a set counts 1 for its target, ½ for a helper'::text,'`sets`: how many sets are enough'::text), ('distance_km'::public.achievement_metric,'workouts'::text,false,'{}'::jsonb,'metres of working sets / 1000'::text,''::text), ('cardio_minutes'::public.achievement_metric,'workouts'::text,false,'{}'::jsonb,'seconds of working sets of cardio exercises / 60'::text,''::text), ('weeks_on_target'::public.achievement_metric,'weeks'::text,false,'{}'::jsonb,'weeks that met their target'::text,''::text), ('weekly_streak'::public.achievement_metric,'weeks'::text,true,'{}'::jsonb,'the longest weekly [streak](#streaks); freezes and breaks don''t end it'::text,''::text), ('check_ins'::public.achievement_metric,'check_ins'::text,false,'{}'::jsonb,'days with a check-in'::text,''::text), ('plans'::public.achievement_metric,'plans'::text,false,'{}'::jsonb,'plans the user has'::text,''::text)) m(metric, source, takes_best, parameters, counts, takes);

CREATE VIEW "private"."set_types" AS  SELECT set_type,
    is_work,
    is_judged
   FROM ( VALUES ('warmup'::public.set_type,false,false), ('working'::public.set_type,true,true), ('drop'::public.set_type,true,false), ('failure'::public.set_type,true,true)) m(set_type, is_work, is_judged);

CREATE VIEW "private"."scored_sets" AS  SELECT s.user_id,
    s.workout_session_id AS session_id,
    s.exercise_id,
    s.workout_plan_exercise_id AS plan_exercise_id,
    s.id,
    s.set_order,
    s.logged_reps,
    s.logged_weight_kg,
    s.duration_seconds,
    s.distance_m,
    s.difficulty_rating,
    s.is_personal_record,
    s.was_successful_for_progression,
    e.tracking_type,
    p.is_performed,
    t.is_judged AS is_planned,
    COALESCE(e.met,
        CASE e.exercise_type
            WHEN 'strength'::public.exercise_type THEN 5.0
            WHEN 'cardio'::public.exercise_type THEN 7.5
            ELSE 2.3
        END) AS met,
        CASE
            WHEN ((NOT t.is_work) OR (e.tracking_type = 'assisted'::public.tracking_type)) THEN (0)::numeric
            ELSE (COALESCE((s.logged_weight_kg * (s.logged_reps)::numeric), (0)::numeric) * (
            CASE
                WHEN e.is_unilateral THEN 2
                ELSE 1
            END)::numeric)
        END AS volume_kg,
        CASE
            WHEN (NOT p.is_performed) THEN NULL::numeric
            WHEN (e.tracking_type = 'weight_reps'::public.tracking_type) THEN NULLIF(s.logged_weight_kg, (0)::numeric)
            WHEN (e.tracking_type = 'assisted'::public.tracking_type) THEN (- s.logged_weight_kg)
            ELSE NULL::numeric
        END AS load_score,
        CASE
            WHEN (p.is_performed AND (e.tracking_type = 'reps_only'::public.tracking_type)) THEN s.logged_reps
            ELSE NULL::smallint
        END AS reps_score,
        CASE
            WHEN (p.is_performed AND (e.tracking_type = 'weight_reps'::public.tracking_type)) THEN private.estimated_1rm(s.logged_weight_kg, (s.logged_reps)::numeric, s.difficulty_rating)
            ELSE NULL::numeric
        END AS estimated_1rm_kg,
    ((s.logged_reps)::numeric + COALESCE(((10)::numeric - s.difficulty_rating), (0)::numeric)) AS effective_reps,
        CASE
            WHEN (p.is_performed AND (e.tracking_type = ANY (ARRAY['duration'::public.tracking_type, 'distance_duration'::public.tracking_type]))) THEN NULLIF(s.duration_seconds, 0)
            ELSE NULL::integer
        END AS duration_score,
        CASE
            WHEN (p.is_performed AND (e.tracking_type = 'distance_duration'::public.tracking_type)) THEN NULLIF(s.distance_m, (0)::numeric)
            ELSE NULL::numeric
        END AS distance_score
   FROM (((public.session_exercises s
     JOIN public.exercises e ON ((s.exercise_id = e.id)))
     JOIN private.set_types t ON ((s.set_type = t.set_type)))
     CROSS JOIN LATERAL ( SELECT (t.is_work AND ((COALESCE((s.logged_reps)::integer, 0) > 0) OR (COALESCE(s.duration_seconds, 0) > 0) OR (COALESCE(s.distance_m, (0)::numeric) > (0)::numeric))) AS is_performed) p);

CREATE OR REPLACE FUNCTION private.derive_rewards(p_user uuid, p_derived private.derivation, p_sets private.scored_sets[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_change private.change := p_derived.change;
begin
    perform private.recompute_personal_records(
        p_user,
        v_change.exercises,
        case when v_change.is_correction then '-infinity' else v_change.since end,
        case when v_change.is_latest then p_sets end
    );
    -- Other workouts need new marks only if their records or targets changed too.
    if not p_derived.moved_sessions <@ p_derived.sessions then
        perform private.mark_sets(
            p_user, array(select m.id from unnest(p_derived.moved_sessions) as m (id) where m.id <> all(p_derived.sessions))
        );
    end if;
    perform private.recompute_workout_xp(
        p_user, v_change.days || p_derived.moved_days, p_derived.sessions, private.recompute_weeks(p_user, v_change.days)
    );
    perform private.advance_achievements(p_user, p_derived.sessions, v_change);
end;
$function$;

CREATE OR REPLACE FUNCTION private.derive_scores(p_user uuid, p_sessions uuid[], p_sets private.scored_sets[], p_is_new boolean)
 RETURNS private.derivation
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_change private.change := private.recompute_exercise_sessions(p_user, p_sessions, p_sets, p_is_new);
    v_moved uuid[];
    v_moved_days date[];
    v_plan_exercises uuid[] := array(
        select distinct s.plan_exercise_id from unnest(p_sets) as s where s.plan_exercise_id is not null
    );
begin
    if not v_change.is_latest then
        select array_agg(m.session_id), array_agg(m.day) into v_moved, v_moved_days
        from private.recompute_priors(p_user, v_change.exercises, v_change.since) as m;
    end if;
    -- Also steps derived from sets that were deleted. Unless the workouts had exercises before, they had no steps either.
    if v_change.is_correction then
        v_plan_exercises := array(
            select p.id from unnest(v_plan_exercises) as p (id)
            union
            select p.plan_exercise_id from public.prescriptions as p
            where p.user_id = p_user and p.session_id = any(p_sessions) and p.superseded_at is null
        );
    end if;
    if cardinality(v_plan_exercises) > 0 then
        v_moved := v_moved || private.recompute_targets(
            p_user, v_plan_exercises, v_change.since, case when v_change.is_latest or p_is_new then p_sets end,
            v_change.is_latest
        );
    end if;
    return (p_sessions, v_change, v_moved, v_moved_days)::private.derivation;
end;
$function$;

CREATE OR REPLACE FUNCTION private.fold_targets(p_user uuid, p_plan_exercises uuid[], p_from timestamp with time zone, p_sets private.scored_sets[], p_is_undisturbed boolean)
 RETURNS private.target_step[]
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
    v_reduction private.load_reduction;
    v_cached_for timestamptz;
    v_cached private.load_reduction;
    v_result private.evaluation;
    v_old jsonb;
    -- A workout logged out of order, if it is all that changed: where it leaves the target as it was, later steps stay valid.
    v_late_session uuid := case when not p_is_undisturbed then p_sets[1].session_id end;
    v_is_first boolean;
    v_is_aside boolean;
    v_steps private.target_step[] := '{}'::private.target_step[];
begin
    for v_event in
        select
            e.*, b.fact as fact_before, b.target, b.failures, b.state, b.stepped_at
        from private.target_events(p_user, p_plan_exercises, p_from, v_has_gear, p_sets, p_is_undisturbed) as e
        left join private.current_targets(
            p_user, p_plan_exercises, case when p_is_undisturbed then 'infinity' else p_from end
        ) as b on b.plan_exercise_id = e.plan_exercise_id
        -- At the same time: the user's decision first, then changed equipment, then the workout.
        order by e.plan_exercise_id, e.happened_at, e.session_id nulls first, (e.fact).set_at, e.exercise_id
    loop
        if v_current is distinct from v_event.plan_exercise_id then
            if p_is_undisturbed and greatest((v_event.fact_before).set_at, v_event.stepped_at) >= p_from then
                return null;
            end if;
            v_current := v_event.plan_exercise_id;
            v_fact := v_event.fact_before;
            v_target := v_event.target;
            v_failures := coalesce(v_event.failures, 0);
            v_state := coalesce(v_event.state, '{}');
            v_is_first := v_late_session is not null;
            v_is_aside := false;
        end if;
        continue when v_is_aside;
        -- Sets of another exercise, swapped in for the day, say nothing about this one.
        continue when v_event.session_id is not null and v_event.exercise_id is distinct from v_fact.exercise_id;
        v_buildable := case when v_has_gear then private.buildable_loads(p_user, v_fact.exercise_id, v_event.happened_at) end;
        v_reduction := null;

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
                -- The reduction is the same for all exercises of a workout, so compute it once.
                if v_cached_for is distinct from v_event.happened_at then
                    v_cached := private.load_reduction_at(p_user, v_event.happened_at, v_event.day);
                    v_cached_for := v_event.happened_at;
                end if;
                v_reduction := v_cached;
            end if;
            if v_reduction.reason_code is not null then
                -- The day was to be easier than the target, so falling short is not a failure.
                v_result := (
                    'held', v_reduction.reason_code, null, v_result.old_target, v_result.old_target, v_failures, v_state
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
                null, 'manual', 'gear', v_target, private.rebuilt_target(v_target, v_state, v_fact.rules, v_buildable), v_failures,
                v_state
            )::private.evaluation;
            continue when v_result.new_target is not distinct from v_target;
        end if;
        if v_is_first then
            v_is_aside := v_event.session_id = v_late_session
            and (v_result.new_target, v_result.failures, v_result.state) is not distinct from (v_target, v_failures, v_state);
            v_is_first := false;
        end if;
        v_target := v_result.new_target;
        v_failures := v_result.failures;
        v_state := v_result.state;
        -- The target the plan was created with is the fold's initial value, not a step.
        continue when v_event.happened_at = '-infinity';

        v_old := private.target_json(v_result.old_target);
        v_steps := v_steps || (
            v_current,
            v_event.session_id,
            v_result.rule,
            v_result.reason_code,
            case
                when v_event.session_id is null then '{}'
                else jsonb_strip_nulls(jsonb_build_object(
                    'exercise_id', v_event.exercise_id,
                    'amounts', v_amounts,
                    'loads_kg', v_event.loads,
                    'rpe', case when num_nonnulls(variadic v_event.efforts) > 0 then v_event.efforts end,
                    'easing', v_reduction.inputs
                ))
            end,
            v_old,
            case when v_target is distinct from v_result.old_target then private.target_json(v_target) else v_old end,
            v_result.outcome,
            v_event.happened_at,
            v_failures,
            v_state,
            v_is_aside
        )::private.target_step;
    end loop;
    return v_steps;
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
    -- Even an update of no rows would fire the statement triggers.
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
    v_set record;
    v_exercise uuid;
    v_session uuid;
    -- What the next set has to beat: the best of all earlier workouts and of the earlier sets in this one. Without an earlier
    -- workout, this one is the baseline: comparing with null is never true.
    v_load numeric;
    v_reps numeric;
    v_1rm_kg numeric;
    v_duration numeric;
    v_distance numeric;
    v_is_record boolean;
    v_marks private.set_mark[];
begin
    for v_set in
        -- Subscripting an array of composites re-parses it, so unnest once.
        with sets as materialized (
            select
                s.id, s.session_id, s.exercise_id, s.plan_exercise_id, s.set_order, s.tracking_type, s.is_planned,
                s.logged_weight_kg, s.logged_reps, s.duration_seconds, s.distance_m, s.load_score, s.reps_score,
                s.estimated_1rm_kg, s.duration_score, s.distance_score, s.is_personal_record,
                s.was_successful_for_progression
            from unnest(p_sets) as s
        ),

        sessions as materialized (
            select distinct k.session_id as id from sets as k
        ),

        steps as materialized (
            select
                p.session_id,
                p.plan_exercise_id,
                (p.inputs ->> 'exercise_id')::uuid as exercise_id,
                p.old_target ->> 'reps' as reps,
                -- Only a list has different repetitions from set to set, and only a wave different loads.
                private.target_amount(p.old_target ->> 'reps', 1) as least,
                (p.old_target ->> 'weight_kg')::numeric as load_kg,
                p.old_target -> 'loads_kg' as loads_kg
            from sessions as o
            inner join public.prescriptions as p on p.user_id = p_user and p.session_id = o.id and p.superseded_at is null
        ),

        -- Materialized: without statistics the planner would query them again for each set (a tenth of the whole call).
        priors as materialized (
            select x.*
            from sessions as o
            -- The offset makes the planner use the session's index, whatever its statistics say.
            cross join lateral (
                select
                    e.session_id, e.exercise_id, e.prior_load_score, e.prior_reps_score, e.prior_estimated_1rm_kg,
                    e.prior_duration_score, e.prior_distance_score
                from private.exercise_sessions as e
                where e.user_id = p_user and e.session_id = o.id
                offset 0
            ) as x
        )

        select
            s.id, s.session_id, s.exercise_id, s.load_score, s.reps_score, s.estimated_1rm_kg, s.duration_score,
            s.distance_score, r.prior_load_score, r.prior_reps_score, r.prior_estimated_1rm_kg, r.prior_duration_score,
            r.prior_distance_score,
            s.is_personal_record as was_record,
            s.was_successful_for_progression as was_success,
            case
                -- The plan may have been deleted since: the set keeps its mark.
                when s.plan_exercise_id is null then s.was_successful_for_progression
                when p.session_id is not null
                    then coalesce(
                        case
                            when s.tracking_type = 'assisted' then s.logged_weight_kg <= a.load_kg
                            else coalesce(s.logged_weight_kg, 0) >= a.load_kg
                        end,
                        true
                    )
                    and coalesce(
                        case right(p.reps, 1)
                            when 's' then s.duration_seconds
                            when 'm' then s.distance_m
                            else s.logged_reps
                        end
                        >= case when p.reps like '%,%' then private.target_amount(p.reps, s.place) else p.least end,
                        false
                    )
            end as is_success
        from (
            select
                o.*,
                count(*) filter (where o.is_planned) over (
                    partition by o.session_id, o.exercise_id, o.plan_exercise_id order by o.set_order, o.id
                )::integer as place
            from sets as o
        ) as s
        inner join priors as r on r.session_id = s.session_id and r.exercise_id = s.exercise_id
        -- A set of another exercise, swapped in for the day, is not judged by the target.
        left join steps as p
            on s.is_planned
            and p.session_id = s.session_id
            and p.plan_exercise_id = s.plan_exercise_id
            and p.exercise_id = s.exercise_id
        cross join lateral (select coalesce((p.loads_kg ->> (s.place - 1))::numeric, p.load_kg) as load_kg) as a
        order by s.session_id, s.exercise_id, s.set_order, s.id
    loop
        if v_session is distinct from v_set.session_id or v_exercise is distinct from v_set.exercise_id then
            v_session := v_set.session_id;
            v_exercise := v_set.exercise_id;
            v_load := v_set.prior_load_score;
            v_reps := v_set.prior_reps_score;
            v_1rm_kg := v_set.prior_estimated_1rm_kg;
            v_duration := v_set.prior_duration_score;
            v_distance := v_set.prior_distance_score;
        end if;
        v_is_record := (
            v_set.load_score > v_load
            or v_set.reps_score > v_reps
            or v_set.estimated_1rm_kg > v_1rm_kg
            or v_set.duration_score > v_duration
            or v_set.distance_score > v_distance
        ) is true;
        if v_is_record then
            -- Not greatest(), which would turn a null baseline into a value.
            v_load := case when v_set.load_score > v_load then v_set.load_score else v_load end;
            v_reps := case when v_set.reps_score > v_reps then v_set.reps_score else v_reps end;
            v_1rm_kg := case when v_set.estimated_1rm_kg > v_1rm_kg then v_set.estimated_1rm_kg else v_1rm_kg end;
            v_duration := case when v_set.duration_score > v_duration then v_set.duration_score else v_duration end;
            v_distance := case when v_set.distance_score > v_distance then v_set.distance_score else v_distance end;
        end if;
        if v_is_record <> v_set.was_record or v_set.is_success is distinct from v_set.was_success then
            v_marks := v_marks || (v_set.id, v_is_record, v_set.is_success)::private.set_mark;
        end if;
    end loop;
    return v_marks;
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
                -- Of the sets with this estimate, the one with the fewest effective repetitions, as it is the most reliable.
                -- Arrays compare element by element, so nothing needs sorting.
                -(
                    max(array[s.estimated_1rm_kg, -s.effective_reps]) filter (where s.estimated_1rm_kg is not null)
                )[2] as estimated_1rm_reps,
                count(s.difficulty_rating) filter (where s.is_performed) as rated_sets,
                sum(s.difficulty_rating) filter (where s.is_performed) as rpe_sum
            from unnest(p_sets) as s
            group by s.session_id, s.exercise_id
        ) as r
        inner join public.workout_sessions as w on w.user_id = p_user and w.id = r.session_id and w.status = 'completed'
        -- The priors that recompute_priors would find for one new workout; set here, the row needs no second write.
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

CREATE OR REPLACE FUNCTION private.recompute_personal_records(p_user uuid, p_exercises uuid[], p_from timestamp with time zone, p_sets private.scored_sets[] DEFAULT NULL::private.scored_sets[])
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
    -- Not an upsert, which would lock (and so write to the WAL) every conflicting row. The user's lock is held anyway.
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
            -- The last time the best was beaten, or the baseline if it never was.
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
            -- Volume is reached with the last set, anything else with the first set that has the score.
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

CREATE OR REPLACE FUNCTION private.recompute_targets(p_user uuid, p_plan_exercises uuid[], p_from timestamp with time zone, p_sets private.scored_sets[] DEFAULT NULL::private.scored_sets[], p_are_latest boolean DEFAULT false)
 RETURNS uuid[]
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_steps private.target_step[];
    v_plan_exercises uuid[];
    v_loads numeric[];
begin
    -- The newest workout, with no later steps: there is nothing to compare with, and targets without a new step stay unchanged.
    if p_are_latest then
        v_steps := private.fold_targets(p_user, p_plan_exercises, p_from, p_sets, true);
    end if;
    if v_steps is not null then
        insert into public.prescriptions (
            user_id, plan_exercise_id, session_id, rule, reason_code, inputs, old_target, new_target, outcome, effective_at,
            failures, state
        )
        select
            p_user, s.plan_exercise_id, s.session_id, s.rule, s.reason_code, s.inputs, s.old_target, s.new_target, s.outcome,
            s.effective_at, s.failures, s.state
        from unnest(v_steps) as s;

        select array_agg(m.plan_exercise_id), array_agg(m.weight_kg)
        into v_plan_exercises, v_loads
        from (
            select distinct on (o.plan_exercise_id) o.plan_exercise_id, (o.new_target ->> 'weight_kg')::numeric as weight_kg
            from unnest(v_steps) as o
            order by o.plan_exercise_id, o.effective_at desc, o.session_id desc nulls last
        ) as m
        -- The offset keeps the planner from reading every plan exercise.
        cross join lateral (
            select from public.workout_plan_day_exercises as x
            where x.user_id = p_user
                and x.id = m.plan_exercise_id
                and x.current_suggested_weight_kg is distinct from m.weight_kg
            offset 0
        ) as x;
        -- Even an update of no rows would fire the statement triggers.
        if v_plan_exercises is not null then
            update public.workout_plan_day_exercises as x
            set current_suggested_weight_kg = m.weight_kg
            from unnest(v_plan_exercises, v_loads) as m (id, weight_kg)
            where x.user_id = p_user and x.id = any(v_plan_exercises) and x.id = m.id;
        end if;
        return null;
    end if;

    v_steps := private.fold_targets(p_user, p_plan_exercises, p_from, p_sets, false);
    return private.replace_steps(
        p_user,
        array(
            select o.id from unnest(p_plan_exercises) as o (id)
            where o.id not in (select s.plan_exercise_id from unnest(v_steps) as s where s.is_aside)
        ),
        p_from,
        v_steps
    );
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
            -- generated from private.scored_sets as a row
            s.user_id,
            s.workout_session_id,
            s.exercise_id,
            s.workout_plan_exercise_id,
            s.id,
            s.set_order,
            s.logged_reps,
            s.logged_weight_kg,
            s.duration_seconds,
            s.distance_m,
            s.difficulty_rating,
            s.is_personal_record,
            s.was_successful_for_progression,
            e.tracking_type,
            p.is_performed,
            t.is_judged,
            coalesce(e.met, case e.exercise_type when 'strength' then 5.0 when 'cardio' then 7.5 else 2.3 end),
            case
                when not t.is_work or e.tracking_type = 'assisted' then 0
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
            -- end generated
        )::private.scored_sets
        from unnest(p_sets) as s
        -- The offset keeps the planner from reading the whole catalogue for twenty rows.
        cross join lateral (
            select x.tracking_type, x.met, x.exercise_type, x.is_unilateral
            from public.exercises as x
            where x.id = s.exercise_id
            offset 0
        ) as e
        inner join private.set_types as t on t.set_type = s.set_type
        cross join lateral (
            select
                t.is_work
                and (
                    coalesce(s.logged_reps, 0) > 0 or coalesce(s.duration_seconds, 0) > 0 or coalesce(s.distance_m, 0) > 0
                ) as is_performed
        ) as p
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.sets_of(p_user uuid, p_sessions uuid[])
 RETURNS private.scored_sets[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    return array(
        select s.one
        from unnest(p_sessions) as o (id)
        -- The offset makes the planner use the session's index, whatever its statistics say.
        cross join lateral (
            select x as one from private.scored_sets as x where x.user_id = p_user and x.session_id = o.id offset 0
        ) as s
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
    v_changed record;
begin
    -- Even an update of no rows would fire the statement triggers.
    for v_changed in
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
        set total_volume_kg = v_changed.volume_kg, total_sets = v_changed.sets, energy_kcal = v_changed.kcal
        where w.user_id = p_user and w.id = v_changed.id;
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.target_events(p_user uuid, p_plan_exercises uuid[], p_from timestamp with time zone, p_has_gear boolean, p_sets private.scored_sets[], p_is_undisturbed boolean)
 RETURNS TABLE(plan_exercise_id uuid, happened_at timestamp with time zone, session_id uuid, exercise_id uuid, reps integer[], seconds integer[], metres integer[], loads numeric[], efforts numeric[], day date, fact private.target_facts)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    if p_sets is not null then
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
    if not p_is_undisturbed then
        return query
        -- From the sessions, which are few, to their sets: a plan exercise may have years of sets.
        with sessions as materialized (
            select w.id, w.started_at, w.day
            from public.workout_sessions as w
            where w.user_id = p_user
                and w.started_at >= p_from
                and w.status = 'completed'
                and w.id not in (select o.session_id from unnest(p_sets) as o)
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
        -- The offset makes the planner use the session's index, whatever its statistics say.
        cross join lateral (
            select x.*
            from public.session_exercises as x
            inner join private.set_types as t on t.set_type = x.set_type and t.is_judged
            where x.user_id = p_user
                and x.workout_session_id = w.id
                and x.workout_plan_exercise_id = any(p_plan_exercises)
            offset 0
        ) as s
        group by s.workout_plan_exercise_id, w.started_at, w.id, w.day, s.exercise_id;

        return query
        select f.plan_exercise_id, f.set_at, null::uuid, f.exercise_id, null::integer[], null::integer[], null::integer[],
            null::numeric[], null::numeric[], null::date, f
        from private.target_facts as f
        where f.user_id = p_user and f.plan_exercise_id = any(p_plan_exercises) and f.set_at >= p_from;
    end if;
    -- When the loads that can be built changed. The target the plan was created with already used the equipment of that day.
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

CREATE TRIGGER follow_gear_new AFTER INSERT ON private.gear_facts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.on_equipment_change();

CREATE TRIGGER follow_gear AFTER UPDATE ON private.gear_facts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.on_equipment_change();

CREATE TRIGGER follow_gear_new AFTER INSERT ON private.gym_unit_facts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.on_equipment_change();

CREATE TRIGGER follow_gear AFTER UPDATE ON private.gym_unit_facts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.on_equipment_change();

CREATE TRIGGER invalidate_settled_streaks AFTER INSERT OR DELETE ON public.check_ins FOR EACH ROW EXECUTE FUNCTION private.on_check_in_streak();

CREATE TRIGGER settle_xp AFTER INSERT OR DELETE ON public.check_ins FOR EACH ROW EXECUTE FUNCTION private.on_check_in_xp();

CREATE TRIGGER follow_equipment_gone AFTER DELETE ON public.exercise_equipment FOR EACH ROW WHEN ((old.user_id IS NOT NULL)) EXECUTE FUNCTION private.on_own_exercise_change();

CREATE TRIGGER follow_equipment_new AFTER INSERT ON public.exercise_equipment FOR EACH ROW WHEN ((new.user_id IS NOT NULL)) EXECUTE FUNCTION private.on_own_exercise_change();

CREATE TRIGGER follow_mechanic AFTER UPDATE OF mechanic ON public.exercises FOR EACH ROW WHEN (((new.created_by IS NOT NULL) AND (old.mechanic <> new.mechanic))) EXECUTE FUNCTION private.on_own_exercise_change();

CREATE TRIGGER recompute_all_weeks AFTER UPDATE OF week_starts_on ON public.profiles FOR EACH ROW WHEN ((old.week_starts_on <> new.week_starts_on)) EXECUTE FUNCTION private.on_week_start_change();

CREATE TRIGGER announce_insert AFTER INSERT ON public.session_exercises REFERENCING NEW TABLE AS told_rows FOR EACH STATEMENT WHEN (((pg_trigger_depth() = 0) AND (NOT private.is_deriving()))) EXECUTE FUNCTION private.announce_sets();

CREATE TRIGGER clear_success_mark BEFORE UPDATE OF workout_plan_exercise_id ON public.session_exercises FOR EACH ROW WHEN (((old.workout_plan_exercise_id IS NOT NULL) AND (new.workout_plan_exercise_id IS NULL))) EXECUTE FUNCTION private.clear_success_mark();

CREATE TRIGGER derive_inserted AFTER INSERT ON public.session_exercises REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((NOT private.is_deriving())) EXECUTE FUNCTION private.on_sets_inserted();

CREATE TRIGGER announce_update AFTER UPDATE ON public.workout_plan_day_exercises REFERENCING NEW TABLE AS told_rows FOR EACH STATEMENT WHEN (((pg_trigger_depth() = 0) AND (NOT private.is_deriving()))) EXECUTE FUNCTION private.announce_plans();

CREATE TRIGGER keep_targets_insert AFTER INSERT ON public.workout_plan_day_exercises FOR EACH ROW EXECUTE FUNCTION private.on_plan_edit();

CREATE TRIGGER keep_targets AFTER UPDATE OF exercise_id, target_sets, target_reps, current_suggested_weight_kg, progression, on_success_weight_increase_kg, target_rir ON public.workout_plan_day_exercises FOR EACH ROW WHEN ((NOT private.is_deriving())) EXECUTE FUNCTION private.on_plan_edit();

CREATE TRIGGER total_up BEFORE UPDATE OF status ON public.workout_sessions FOR EACH ROW WHEN (((new.status = 'completed'::public.session_status) AND (old.status <> 'completed'::public.session_status))) EXECUTE FUNCTION private.total_new_workout();

COMMENT ON COLUMN "private"."achievement_awards"."session_id" IS 'The workout that reached it; null for other facts. No foreign key: recomputed whenever workouts change.';

COMMENT ON COLUMN "private"."achievement_awards"."unlocked_at" IS 'When the fact that reached the target happened, not when it arrived: the start of the workout, else the time of check-in or plan.';

COMMENT ON COLUMN "private"."achievement_counters"."from_time" IS 'This and the following columns are the parameters, parsed once.';

COMMENT ON COLUMN "private"."achievement_counters"."goal" IS 'The highest target of its achievements. Counting stops there, so a full counter costs nothing more.';

COMMENT ON COLUMN "private"."achievement_counters"."source" IS 'The kind of facts it depends on.';

COMMENT ON COLUMN "private"."achievement_totals"."last_met_at" IS 'When that week met its target; null without one.';

COMMENT ON COLUMN "private"."achievement_totals"."last_started_at" IS 'The start of the latest workout counted, null without one: a later workout is added, anything else is recounted.';

COMMENT ON COLUMN "private"."achievement_totals"."rules_version" IS 'The version of achievement_rules it was counted by; if outdated, recount.';

COMMENT ON COLUMN "private"."achievement_totals"."settled_before" IS 'Exactly the workouts of the days before settled_week started before this moment.';

COMMENT ON COLUMN "private"."achievement_totals"."settled_counted" IS 'The values of the counters of workouts and weeks at that moment, not capped at their goal.';

COMMENT ON COLUMN "private"."achievement_totals"."settled_streak" IS 'The weekly streak after the last met week before settled_week.';

COMMENT ON COLUMN "private"."achievement_totals"."settled_week" IS 'The first day of a week some time ago: a change from then on needs no recount of anything before it.';

COMMENT ON COLUMN "private"."achievement_totals"."streak" IS 'The weekly streak after the last week that met its target.';

COMMENT ON COLUMN "private"."ai_requests"."charged_at" IS 'The request counts against the quota of the day and month that contain this moment. Null: it doesn''t count.';

COMMENT ON COLUMN "private"."ai_requests"."claimed_until" IS 'From then on the attempt can no longer be running, and another one may take over.';

COMMENT ON COLUMN "private"."ai_requests"."id" IS 'Identifies the attempt: taking a request over assigns a new id, so that the old attempt can no longer end it.';

COMMENT ON COLUMN "private"."ai_requests"."kept_until" IS 'When the key expires, and its answer with it.';

COMMENT ON COLUMN "private"."ai_requests"."request_hash" IS 'Hash of the request''s body, computed by the function: the same key with a different body is refused.';

COMMENT ON COLUMN "private"."billing_events"."effect" IS 'Null: no effect, or an unknown type.';

COMMENT ON COLUMN "private"."billing_events"."error" IS 'Why it was ignored, or how the last attempt failed.';

COMMENT ON COLUMN "private"."billing_events"."event_at" IS 'When it happened, by the provider''s clock. Events apply in this order.';

COMMENT ON COLUMN "private"."billing_events"."id" IS 'Derived from provider and event_id: the same event has the same id everywhere.';

COMMENT ON COLUMN "private"."billing_events"."moved_to" IS 'Of a transfer: the new owner.';

COMMENT ON COLUMN "private"."billing_events"."next_attempt_at" IS 'When the job tries it next. Null: nothing left to do.';

COMMENT ON COLUMN "private"."billing_events"."payload" IS 'As received, without names, addresses and attributes of people.';

COMMENT ON COLUMN "private"."billing_events"."period_start" IS 'Of a refund: when the refunded payment was made.';

COMMENT ON COLUMN "private"."billing_events"."state" IS 'received: to be processed. processed: it counts. ignored: it affects no user (error says why), which a later event may change.
dead: it failed too often.';

COMMENT ON COLUMN "private"."billing_events"."user_id" IS 'Whose subscription it counts for. Deleted with the account.';

COMMENT ON COLUMN "private"."billing_events"."users" IS 'The customer''s ids at the provider, best first: our user id, or an anonymous one. Of a transfer: the previous owner.';

COMMENT ON COLUMN "private"."billing_settings"."grace" IS 'How long access lasts after a failed payment where the provider names no end: Stripe, which retries for two weeks by default.';

COMMENT ON COLUMN "private"."billing_settings"."max_attempts" IS 'After this many failures an event is dead and needs an operator.';

COMMENT ON COLUMN "private"."billing_settings"."premium_entitlement" IS 'RevenueCat''s identifier of the entitlement that means premium. Null: any does; a lifetime purchase must name one all the same.';

COMMENT ON COLUMN "private"."billing_settings"."renewal_leeway" IS 'How long access outlasts the period of a renewing subscription, so that a late renewal event locks nobody out. RevenueCat
repeats a webhook for 2 h 35 min (5, 10, 20, 40 and 80 minutes).';

COMMENT ON COLUMN "private"."cohort_lifts"."age_from" IS 'The decade of age: 20 is 20 to 29. 10 includes everyone younger, 70 everyone older.';

COMMENT ON COLUMN "private"."cohort_lifts"."bodyweight_from_kg" IS 'The bodyweight band: 80 is 80 kg to just under 90 kg.';

COMMENT ON COLUMN "private"."distribution_versions"."population" IS 'Who the user is compared with, as shown to them.';

COMMENT ON COLUMN "private"."exercise_grams"."visible_to" IS 'First in the key, so that a search never reads custom names of other users. The nil uuid is everybody.';

COMMENT ON COLUMN "private"."exercise_sessions"."estimated_1rm_reps" IS 'Effective repetitions (reps + 10 - RPE) of the set that gave estimated_1rm_kg; they decide how far the estimate can be trusted.';

COMMENT ON COLUMN "private"."exercise_sessions"."records" IS 'How many previous bests were beaten; the first workout with a score beats none.';

COMMENT ON COLUMN "private"."exercise_sessions"."rpe_sum" IS 'The sum of their RPEs, so that a mean over several workouts weights every set equally; null without any.';

COMMENT ON COLUMN "private"."file_deletions"."attempt" IS 'The current claim: results of an older one are ignored.';

COMMENT ON COLUMN "private"."file_deletions"."attempts" IS 'Claims since a file was last removed.';

COMMENT ON COLUMN "private"."file_deletions"."last_look_at" IS 'Until then an empty folder is checked again: an upload that began before the account was deleted may still be in progress.';

COMMENT ON COLUMN "private"."file_deletions"."next_attempt_at" IS 'When it is due; while it is claimed, when the claim expires.';

COMMENT ON COLUMN "private"."file_deletions"."prefix" IS 'The folder, with a trailing slash: every file whose name begins with it.';

COMMENT ON COLUMN "private"."file_deletions"."state" IS 'dead: ten attempts in a row removed nothing; an operator has to look into it (docs/privacy.md).';

COMMENT ON COLUMN "private"."gear_facts"."loads_kg" IS 'In kilograms, ascending. Null: unknown from here on, so any load is allowed.';

COMMENT ON COLUMN "private"."job_runs"."as_of" IS 'The p_now of the run.';

COMMENT ON COLUMN "private"."job_runs"."error_code" IS 'The SQLSTATE. The failed batch was rolled back; earlier ones are committed.';

COMMENT ON COLUMN "private"."job_runs"."key" IS 'The key of the event that asked for the run; a repeated event continues the same run. Null: started by job_command.';

COMMENT ON COLUMN "private"."job_runs"."rows" IS 'How many rows its batches processed.';

COMMENT ON COLUMN "private"."jobs"."batch_function" IS 'private.<verb>_<noun>(p_now timestamptz, p_limit integer) returns integer: processes up to p_limit rows and returns how many.
Fewer than p_limit means nothing is left.';

COMMENT ON COLUMN "private"."jobs"."batch_size" IS 'The p_limit of each batch. A batch is one transaction.';

COMMENT ON COLUMN "private"."jobs"."max_seconds" IS 'No batch begins after this many seconds; the next run continues.';

COMMENT ON COLUMN "private"."jobs"."runs_in" IS 'database: started by pg_cron, or by the local scheduler where pg_cron is missing. lambda: started by EventBridge Scheduler.';

COMMENT ON COLUMN "private"."jobs"."schedule" IS 'The five cron fields in UTC, or "N seconds"; see private.is_schedule.';

COMMENT ON COLUMN "private"."memory_vectors"."model" IS 'The provider''s name of the embedding model.';

COMMENT ON COLUMN "private"."notification_templates"."is_plural" IS 'The text for several at once (data.count above 1); if there is none, the singular is used.';

COMMENT ON COLUMN "private"."nudged_zones"."day" IS 'The local date; the next one starts over.';

COMMENT ON COLUMN "private"."nudged_zones"."reached" IS 'The last user checked, in order of id. Null: none yet.';

COMMENT ON COLUMN "private"."outbox"."attempt" IS 'Number of the latest claim: only its holder may settle it.';

COMMENT ON COLUMN "private"."outbox"."failures" IS 'Failed attempts, lost claims included; after the sixth it is dead.';

COMMENT ON COLUMN "private"."outbox"."next_attempt_at" IS 'When it may be claimed; while claimed, when the claim ends.';

COMMENT ON COLUMN "private"."outbox"."provider_id" IS 'The provider''s id of the message.';

COMMENT ON COLUMN "private"."outbox"."receipt_due_at" IS 'When to ask the provider for the receipt of an accepted message; null if there is none to ask for.';

COMMENT ON COLUMN "private"."quota_use"."starts_on" IS 'The day, or the first day of the month, in UTC.';

COMMENT ON COLUMN "private"."quotas"."per_day" IS 'Null: unlimited.';

COMMENT ON COLUMN "private"."quotas"."per_month" IS 'Null: unlimited.';

COMMENT ON COLUMN "private"."quotas"."tier" IS 'The tier of private.entitlement_at, or admin for users with that role, whatever their subscription.';

COMMENT ON COLUMN "private"."retention"."reason" IS 'Why this period, as docs/privacy.md says it.';

COMMENT ON COLUMN "private"."retention"."table_name" IS 'With its schema. A table that this database doesn''t have is skipped.';

COMMENT ON COLUMN "private"."retention"."time_column" IS 'A timestamptz column; a row where it is null is kept.';

COMMENT ON COLUMN "private"."row_limits"."table_name" IS 'A table in public. For workout_sessions the limit is per local day.';

COMMENT ON COLUMN "private"."settled_streaks"."last_kept" IS 'The first day of the last week, or the last day, that extended the streak.';

COMMENT ON COLUMN "private"."settled_streaks"."settled_until" IS 'The first day of the first week, or the first day, that isn''t settled.';

COMMENT ON COLUMN "private"."settling_round"."began_after" IS 'The round began after this user, by id; null: with the first user.';

COMMENT ON COLUMN "private"."settling_round"."has_wrapped" IS 'Whether the round has passed the last user and continued from the first.';

COMMENT ON COLUMN "private"."settling_round"."reached" IS 'The last user settled; null: the next one is the first user.';

COMMENT ON COLUMN "private"."settling_round"."settled_before" IS 'The round settles the days before this one. A later date starts a new round.';

COMMENT ON COLUMN "private"."strength_distributions"."bodyweight_from_kg" IS 'The class includes lifters above this weight, up to and including the next class''s value.';

COMMENT ON COLUMN "private"."strength_distributions"."lifters" IS 'Sample size; each lifter counts with their best result in the class. At least 1,000, so that the first and the last percentile
are more than a single person.';

COMMENT ON COLUMN "private"."strength_standards"."ratios" IS 'One-repetition maximum / bodyweight at which each tier begins: beginner, novice, intermediate, advanced, elite.';

COMMENT ON COLUMN "private"."target_facts"."moves_target" IS 'False if only the rules changed: the target continues from where it was.';

COMMENT ON COLUMN "private"."tombstones"."row_key" IS 'The key columns of the deleted row, as JSON.';

COMMENT ON COLUMN "private"."volume_landmarks"."max_sets" IS 'More sets cost recovery for little gain.';

COMMENT ON COLUMN "private"."volume_landmarks"."min_sets" IS 'Fewer sets have little effect.';

COMMENT ON COLUMN "private"."write_limits"."tier" IS 'admin for users with that role, premium for paid access, free for everyone else.';

COMMENT ON COLUMN "private"."write_use"."starts_at" IS 'The first request of the window, which lasts 15 minutes. Windows are per user, so that clients don''t all retry at the same moment.';

COMMENT ON COLUMN "public"."achievements"."counter_id" IS 'Shared by all stages of an achievement, which differ only in their target.';

COMMENT ON COLUMN "public"."achievements"."parameters" IS 'For workouts {from, until: local time of the start, hh:mm; weekdays: [1 Monday … 7 Sunday]; planned: from a plan}; for returns
{days: the minimum since the previous workout}; for muscle_groups_in_week {sets: the minimum for each group}.';

COMMENT ON COLUMN "public"."achievements"."retired_at" IS 'Facts from this moment on no longer unlock it; null while it can be achieved.';

COMMENT ON COLUMN "public"."achievements"."slug" IS 'A stable name for code. The id is derived from it, so it never changes.';

COMMENT ON COLUMN "public"."achievements"."xp" IS 'The XP it earns, once.';

COMMENT ON COLUMN "public"."ai_coach_messages"."level" IS 'The level that a level_up congratulates on; one message per level, ever.';

COMMENT ON COLUMN "public"."ai_coach_messages"."model" IS 'The language model that wrote it; null if none did.';

COMMENT ON COLUMN "public"."ai_coach_messages"."suggestions" IS 'Suggested replies: a list of short texts.';

COMMENT ON COLUMN "public"."ai_coach_messages"."tone" IS 'The tone of the answer: friendly, encouraging, celebrating, calm or serious.';

COMMENT ON COLUMN "public"."ai_usage"."latency_ms" IS 'From the first byte sent to the last byte read, in milliseconds.';

COMMENT ON COLUMN "public"."ai_usage"."output_tokens" IS 'Includes thinking tokens, which are billed as output.';

COMMENT ON COLUMN "public"."ai_usage"."request_id" IS 'The request it was made for; one request may need several calls. No foreign key: requests are deleted after a day.';

COMMENT ON COLUMN "public"."audit_events"."actor" IS 'The kind of actor. No id: another person''s id is their personal data.';

COMMENT ON COLUMN "public"."audit_events"."details" IS 'What changed; docs/privacy.md lists the keys of each action. Only ids, counts and fixed values, never text a person wrote.';

COMMENT ON COLUMN "public"."audit_events"."user_id" IS 'The user whose account it concerns.';

COMMENT ON COLUMN "public"."check_ins"."day" IS 'The user''s local date.';

COMMENT ON COLUMN "public"."check_ins"."energy" IS '1 exhausted to 10 full of energy.';

COMMENT ON COLUMN "public"."check_ins"."timezone" IS 'The IANA zone of that local date.';

COMMENT ON COLUMN "public"."coach_memories"."expires_at" IS 'When it stops being found. Null: never.';

COMMENT ON COLUMN "public"."coach_memories"."importance" IS '1 (small talk) to 5 (never forget).';

COMMENT ON COLUMN "public"."coach_memories"."source_message_id" IS 'The user''s message it comes from; null once that conversation is deleted.';

COMMENT ON COLUMN "public"."equipment"."slug" IS 'The name in code: the id derives from it, so it never changes.';

COMMENT ON COLUMN "public"."exercise_equipment"."user_id" IS 'The owner of a custom exercise, the only one who may read and change the row. Null: everybody may read it. Kept by trigger.';

COMMENT ON COLUMN "public"."exercises"."instructions" IS 'One step per element, in order.';

COMMENT ON COLUMN "public"."exercises"."is_active" IS 'False: archived. Search no longer finds it, but history keeps it.';

COMMENT ON COLUMN "public"."exercises"."is_approved" IS 'Readable by everybody. Set by approve_exercise, never unset.';

COMMENT ON COLUMN "public"."exercises"."is_unilateral" IS 'Sets are logged for one side and done for both: volume counts twice.';

COMMENT ON COLUMN "public"."exercises"."primary_muscle_group" IS 'The target muscle: a set counts as one for it.';

COMMENT ON COLUMN "public"."exercises"."secondary_muscle_groups" IS 'Assisting muscles: a set counts as half a set for each.';

COMMENT ON COLUMN "public"."exercises"."slug" IS 'The name in code; null for custom exercises. Our ids derive from it.';

COMMENT ON COLUMN "public"."notification_preferences"."inbox" IS 'Whether they appear in public.notifications and are announced live.';

COMMENT ON COLUMN "public"."notification_settings"."locale" IS 'The language of notifications: en, de or es. Null: that of the device seen last, else English.';

COMMENT ON COLUMN "public"."notification_settings"."quiet_from" IS 'From this local time nothing is pushed or mailed; it waits until quiet_to. Both null: no quiet hours.';

COMMENT ON COLUMN "public"."notification_settings"."quiet_to" IS 'The end, exclusive; earlier than quiet_from if the quiet hours span midnight.';

COMMENT ON COLUMN "public"."notification_settings"."remind_at" IS 'Local time at which reminders are sent.';

COMMENT ON COLUMN "public"."notifications"."data" IS 'What to open, for the client: ids and names by type, see docs/notifications.md.';

COMMENT ON COLUMN "public"."notifications"."dedupe_key" IS 'Identifies the event, such as achievement:<id>.';

COMMENT ON COLUMN "public"."notifications"."in_inbox" IS 'False if the category is only pushed or mailed: the row is then hidden from its user.';

COMMENT ON COLUMN "public"."personal_records"."confidence" IS 'For estimated_1rm: high up to 5 effective repetitions, medium up to 10, low up to 12. Null for measured values.';

COMMENT ON COLUMN "public"."personal_records"."id" IS 'Computed from user, exercise and type, so it stays the same when the row is re-derived.';

COMMENT ON COLUMN "public"."personal_records"."improvement_percentage" IS 'Relative to previous_value; null if that is null or 0.';

COMMENT ON COLUMN "public"."personal_records"."previous_value" IS 'The best before that workout; null for a baseline, which the first workout with an exercise sets.';

COMMENT ON COLUMN "public"."personal_records"."set_id" IS 'The set that set the record; for max_volume, the last set of the workout. No foreign key: the row is re-derived whenever sets
change.';

COMMENT ON COLUMN "public"."personal_records"."value" IS 'Kilograms, repetitions, seconds or metres, by record_type; for assisted exercises, the least assistance.';

COMMENT ON COLUMN "public"."plan_changes"."after" IS 'The same rows afterwards. undo_plan_change goes back from here to before.';

COMMENT ON COLUMN "public"."plan_changes"."before" IS 'The rows that the change starts from: [{table, id, row}]. row has the columns that change, all of them if the row is removed, and
is null if it is added.';

COMMENT ON COLUMN "public"."plan_changes"."is_large" IS 'It waits for apply_plan_change: a day is added or removed, an exercise is removed, more than three exercises change, or more than
one and more than a third of the plan''s.';

COMMENT ON COLUMN "public"."plan_changes"."operations" IS 'The operations of the change: [{op, …}], see docs/coach.md.';

COMMENT ON COLUMN "public"."plan_changes"."plan_id" IS 'The plan that is changed; null if only a measurement or a goal is.';

COMMENT ON COLUMN "public"."plan_origins"."request" IS 'The request as the function received it.';

COMMENT ON COLUMN "public"."plan_origins"."sources" IS 'The sources that the engine names, one text or object each.';

COMMENT ON COLUMN "public"."plan_templates"."plan" IS 'Exactly what create_plan takes; validated on write.';

COMMENT ON COLUMN "public"."prescriptions"."effective_at" IS 'The start of the workout, or when the user or the equipment changed the target: the order in which steps are derived.';

COMMENT ON COLUMN "public"."prescriptions"."inputs" IS '{"exercise_id", "amounts": reps, seconds or metres of the working sets, "loads_kg", "rpe"} of the workout, and "easing" if an
easier day excused it.';

COMMENT ON COLUMN "public"."prescriptions"."new_target" IS '{"sets", "reps", "weight_kg"} after the step.';

COMMENT ON COLUMN "public"."prescriptions"."old_target" IS '{"sets", "reps", "weight_kg"} before the step, with "loads_kg" if the load differs from set to set.';

COMMENT ON COLUMN "public"."prescriptions"."rule" IS 'The axis of the rule that applied, or what the failures led to; null if none applied.';

COMMENT ON COLUMN "public"."prescriptions"."session_id" IS 'The workout that led to the step; null if the user or changed equipment did. No foreign key: the step outlives the workout.';

COMMENT ON COLUMN "public"."profiles"."current_goal_id" IS 'The active row of user_goals. Kept by trigger; no foreign key, because it would be a second one between the two tables.';

COMMENT ON COLUMN "public"."profiles"."level" IS 'Derived from experience_points. Written by the server.';

COMMENT ON COLUMN "public"."profiles"."subscription_status" IS 'Derived from the user''s subscriptions. Trial and active are premium; canceled is premium until the paid period ends.';

COMMENT ON COLUMN "public"."profiles"."username" IS 'Unique regardless of case. 3 to 30 letters, digits, _ and dots.';

COMMENT ON COLUMN "public"."profiles"."weekly_workout_target" IS 'Training days per week. Null: as many as the active plan has, else 3.';

COMMENT ON COLUMN "public"."push_devices"."platform" IS 'The push service that gave out the token.';

COMMENT ON COLUMN "public"."push_devices"."token" IS 'The push service''s token for the app on this device.';

COMMENT ON COLUMN "public"."session_exercises"."difficulty_rating" IS 'RPE, 1 to 10 in steps of 0.5.';

COMMENT ON COLUMN "public"."session_exercises"."is_personal_record" IS 'Whether the set beat every set before it. Never true in the first session with an exercise, which is the baseline. Derived.';

COMMENT ON COLUMN "public"."session_exercises"."logged_weight_kg" IS 'Load in kilograms; for assisted exercises, the assistance.';

COMMENT ON COLUMN "public"."session_exercises"."set_order" IS 'Order within the session, from 1. Not unique, so that two devices can log at once without losing a set; ties are ordered by id.';

COMMENT ON COLUMN "public"."subscriptions"."access_until" IS 'When access ends without further events: the period''s end, a little later while it renews, the end of the grace period while
payment fails. Null: never, or not begun.';

COMMENT ON COLUMN "public"."subscriptions"."renews" IS 'Whether it renews automatically, as far as is known.';

COMMENT ON COLUMN "public"."training_breaks"."ends_on" IS 'The last day, inclusive. Null while the break is open; an open break ends by itself after 366 days.';

COMMENT ON COLUMN "public"."training_breaks"."load_percent" IS 'Percent of each load prescribed during a deload, 40 to 100.';

COMMENT ON COLUMN "public"."training_breaks"."plan_id" IS 'The plan that scheduled this break. Null if the user made it, or if the plan was deleted after the break had begun.';

COMMENT ON COLUMN "public"."training_breaks"."sets_percent" IS 'Percent of the sets prescribed during a deload, 50 to 100.';

COMMENT ON COLUMN "public"."training_breaks"."starts_on" IS 'The first day, in the user''s local calendar.';

COMMENT ON COLUMN "public"."training_preferences"."avoided_exercises" IS 'Ids of exercises that are never planned.';

COMMENT ON COLUMN "public"."training_preferences"."bars_kg" IS 'Weights of the available bars, in kilograms.';

COMMENT ON COLUMN "public"."training_preferences"."dumbbells_kg" IS 'Weights of the available dumbbells, in kilograms.';

COMMENT ON COLUMN "public"."training_preferences"."gym_unit" IS 'The unit of the gym''s weights. Null: the profile''s preferred_unit. In an imperial gym loads are multiples of 5 lb (2.5 lb for
isolation) unless its equipment says otherwise.';

COMMENT ON COLUMN "public"."training_preferences"."liked_exercises" IS 'Ids of exercises. No foreign key: unknown ids are ignored.';

COMMENT ON COLUMN "public"."training_preferences"."plates_kg" IS 'Weights of the available plates, in kilograms; each entry is a pair.';

COMMENT ON COLUMN "public"."user_consents"."decided_at" IS 'When the user decided, by the server''s clock.';

COMMENT ON COLUMN "public"."user_consents"."version" IS 'Version of the text that was shown: letters, digits, dots, dashes and underscores.';

COMMENT ON COLUMN "public"."user_equipment"."loads_kg" IS 'Fixed loads in kilograms: dumbbells, kettlebells, pins of a stack.';

COMMENT ON COLUMN "public"."user_equipment"."step_kg" IS 'An even stack: from base_kg up to max_kg in steps of this many kilograms.';

COMMENT ON COLUMN "public"."user_goals"."estimated_completion_date" IS 'Computed from the last body weight and a sensible weekly rate; null for goals without a target weight.';

COMMENT ON COLUMN "public"."user_goals"."start_date" IS 'Default: the user''s local date.';

COMMENT ON COLUMN "public"."workout_plan_day_exercises"."alternatives" IS 'Ids of exercises to swap to.';

COMMENT ON COLUMN "public"."workout_plan_day_exercises"."current_suggested_weight_kg" IS 'Load for the next session in kilograms (for assisted exercises the assistance). Moved by progression; a client that writes it
sets the target by hand.';

COMMENT ON COLUMN "public"."workout_plan_day_exercises"."on_success_weight_increase_kg" IS 'Load increment in kilograms. Without a progression it means linear.';

COMMENT ON COLUMN "public"."workout_plan_day_exercises"."progression" IS 'A list of rules, of which the first that can still move applies, or a named scheme; see docs/progression.md.';

COMMENT ON COLUMN "public"."workout_plan_days"."day_of_week" IS '1 Monday to 7 Sunday. A label only: next_workout goes by order.';

COMMENT ON COLUMN "public"."workout_plan_days"."order_in_plan" IS 'Not unique: days are reordered one update at a time, possibly by two devices at once.';

COMMENT ON COLUMN "public"."workout_plans"."activated_at" IS 'When it last became active: next_workout ignores anything before.';

COMMENT ON COLUMN "public"."workout_plans"."archived_at" IS 'Set by archive_plan; activating the plan restores it.';

COMMENT ON COLUMN "public"."workout_plans"."deload_every_weeks" IS 'Every this many weeks since activation is a deload week: a row of training_breaks that its owner may move or delete. Null: none.';

COMMENT ON COLUMN "public"."workout_sessions"."current_plan_exercise_id" IS 'The plan exercise shown on the client''s screen; no foreign key.';

COMMENT ON COLUMN "public"."workout_sessions"."day" IS 'The user''s local date when it started.';

COMMENT ON COLUMN "public"."workout_sessions"."energy" IS '1 exhausted to 10 full of energy.';

COMMENT ON COLUMN "public"."workout_sessions"."paused_seconds" IS 'Time spent paused, not counting the current pause.';

COMMENT ON COLUMN "public"."workout_sessions"."planned" IS 'What the plan prescribed when the workout began, including names and targets, so that history is unaffected by plan changes.';

COMMENT ON COLUMN "public"."workout_sessions"."rest_seconds" IS 'Planned length of the current rest.';

COMMENT ON COLUMN "public"."workout_sessions"."timezone" IS 'The user''s IANA time zone when it started.';

COMMENT ON COLUMN "public"."workout_sessions"."total_sets" IS 'Sets other than warm-ups with at least one repetition, second or metre. Derived.';

COMMENT ON COLUMN "public"."workout_sessions"."total_volume_kg" IS 'Sum of load x reps over all but warm-up sets; unilateral exercises count twice, assistance doesn''t count. Derived.';

COMMENT ON COLUMN "public"."xp_events"."reverses_id" IS 'The entry that this one reverses.';

COMMENT ON COLUMN "public"."xp_events"."rule_version" IS 'The version in xp_rule_versions. No foreign key: versions are never deleted, and every workout writes to the ledger.';

COMMENT ON COLUMN "public"."xp_events"."source_id" IS 'The id of the workout, achievement or profile; for a week or a check-in an id derived from user and date. Its row may be gone.';

COMMENT ON COLUMN "public"."xp_rule_versions"."daily_cap" IS 'The most XP that the workouts of one local day can earn together. Weeks, check-ins, achievements and onboarding don''t count towards it.';

COMMENT ON FUNCTION "gateway"."check_request"() IS 'The Data API''s db_pre_request, in the transaction of each request and before its statement. A request that fails rolls its
count back: refused requests are free. Refuses estimated counts with PT422.';

COMMENT ON FUNCTION "private"."access_end"(private.subscription_state, interval) IS 'When the access that a subscription in this state gives ends or ended. Null: never, or not begun.';

COMMENT ON FUNCTION "private"."achievement_counter"(public.achievement_metric, jsonb) IS 'The counter of a metric with these parameters, created if missing. PT422 names a parameter that the metric doesn''t accept.';

COMMENT ON FUNCTION "private"."achievement_state"(uuid, text[], private.achievement_totals, timestamp with time zone) IS 'A user''s progress computed from the facts alone, from the first one in the order they happened: the definition. With p_known the
same, faster, but without achievements already unlocked by the settled counts.';

COMMENT ON FUNCTION "private"."achievements_of"(uuid) IS 'A user''s progress towards each achievement.';

COMMENT ON FUNCTION "private"."add_day"(uuid, jsonb, text) IS 'add_day: at the end of the plan unless a place in its last week is given.';

COMMENT ON FUNCTION "private"."add_exercise"(uuid, jsonb, text) IS 'add_exercise: at the end of its day unless a place is given.';

COMMENT ON FUNCTION "private"."add_goal"(uuid, jsonb, text, timestamp with time zone) IS 'set_goal: it becomes the active goal; the one before is kept, inactive.';

COMMENT ON FUNCTION "private"."advance"(private.evaluation, private.terms, integer[], numeric, integer) IS 'After a success: applies the first rule that can still move, by as many steps as the effort allows.';

COMMENT ON FUNCTION "private"."advance_achievements"(uuid, uuid[], private.change) IS 'Updates achievements after workouts changed: a single newest workout is added to the totals; for anything else the weeks it can
affect are recounted.';

COMMENT ON FUNCTION "private"."advance_wave"(private.evaluation, private.terms, integer[], numeric[], numeric[]) IS 'Evaluates one workout of a percentage wave. Success: on to the next week, and after the last week the training max goes up. As
many failures in a row as after_failures: the training max goes down and the wave starts over.';

COMMENT ON FUNCTION "private"."affinity_at"(uuid, timestamp with time zone) IS 'How well coach and user know each other at a moment: 0 to 100, and new (under 20), familiar (under 50), close (under 80) or
trusted. By local day 5 points for a workout, 2 for a check-in, 1 for each message to the coach up to 3; at most 8. A point has a half-life of
60 days; the sum S gives 100 x (1 - e^(-S/150)).';

COMMENT ON FUNCTION "private"."after_billing_event"(private.subscription_state, private.billing_events, interval) IS 'The state of a subscription after one more event; the only place that knows what an event does. Called in order of event time.';

COMMENT ON FUNCTION "private"."after_quiet_hours"(timestamp with time zone, text, time without time zone, time without time zone) IS 'The moment itself, or the end of the quiet hours it falls into. Local times in this IANA zone; p_from null: no quiet hours.';

COMMENT ON FUNCTION "private"."after_weight_change"() IS 'Row trigger on tables with a body weight: recomputes the estimate of the active goal.';

COMMENT ON FUNCTION "private"."after_workouts_changed"(uuid, uuid[], boolean) IS 'Derives everything that depends on these workouts after they were logged, changed or deleted: totals, records, targets, marks,
weeks, XP, achievements.';

COMMENT ON FUNCTION "private"."age_band"(date, date) IS 'The decade of age on a day, 10 (or younger) to 70 (or older); null without a date of birth.';

COMMENT ON FUNCTION "private"."announce_plans"() IS 'Statement trigger on plans, their days and exercises: broadcasts plan.changed.';

COMMENT ON FUNCTION "private"."announce_sets"() IS 'Statement trigger: broadcasts that sets were inserted, updated or deleted.';

COMMENT ON FUNCTION "private"."announce_workout"() IS 'Row trigger: workout.* goes to the user''s topic, and for a running workout also to its own topic; rest.* only to the latter.';

COMMENT ON FUNCTION "private"."append_only"() IS 'Row trigger before update or delete: rows stay as written until their owner is deleted or private.retention expires them.';

COMMENT ON FUNCTION "private"."apply_billing_event"(private.billing_events, timestamp with time zone) IS 'Applies a stored event: rebuilds its subscriptions and their owners'' status. Returns why it doesn''t count, or null.';

COMMENT ON FUNCTION "private"."are_loads"(numeric[], integer) IS 'Whether a list has at most this many entries, each a load above 0 and up to 500 kg.';

COMMENT ON FUNCTION "private"."audit"(uuid, public.audit_action, jsonb, public.audit_actor) IS 'Writes one event; p_actor null: whoever acts in this transaction.';

COMMENT ON FUNCTION "private"."audit_actor"(uuid) IS 'Who acts in this transaction, relative to the user it concerns.';

COMMENT ON FUNCTION "private"."audit_consent"() IS 'Row trigger on user_consents: records every decision once, with the version of the text it was about.';

COMMENT ON FUNCTION "private"."audit_deletions"() IS 'Statement trigger after delete, transition table old_rows: one event per user, {count, ids of the first twenty}. Argument: the action.';

COMMENT ON FUNCTION "private"."audit_generated_plan"() IS 'Row trigger on plan_origins: records a generated plan.';

COMMENT ON FUNCTION "private"."audit_plan_change"() IS 'Row trigger on plan_changes: records that a change proposed by the coach was applied or undone.';

COMMENT ON FUNCTION "private"."audit_role"() IS 'Row trigger on user_roles: changing a role is recorded as one revoked and one granted.';

COMMENT ON FUNCTION "private"."audit_sign_in"() IS 'Row trigger on auth.users: records that the email address or password changed, never their values.';

COMMENT ON FUNCTION "private"."audit_subscription"() IS 'Row trigger on profiles: records changes of the subscription''s status.';

COMMENT ON FUNCTION "private"."before_goal_change"() IS 'Row trigger on user_goals: one active goal per user, and the estimate.';

COMMENT ON FUNCTION "private"."begin_job_run"(text, timestamp with time zone) IS 'Takes the lock of a job and returns the id of its new run; null, with a notice, if another run holds the lock.';

COMMENT ON FUNCTION "private"."best_lifts"(uuid, timestamp with time zone) IS 'The best estimated one-repetition maximum of the last year in each key lift; ties: earliest first.';

COMMENT ON FUNCTION "private"."bound_rows"() IS 'Statement trigger after insert, update or delete, transition table changed_rows: PT422 for more rows than its argument. The triggers
are named all_at_once_… because triggers fire in order of name: this one before those that derive data from the rows.';

COMMENT ON FUNCTION "private"."break_end"(date, date) IS 'The last day of a break. An open one has a limit too, or it would keep a streak alive for ever.';

COMMENT ON FUNCTION "private"."brief_condition"(uuid, date) IS 'The last check-in of three days that has a rating, with its readiness 1 to 5, and the breaks of today.';

COMMENT ON FUNCTION "private"."brief_lifts"(uuid, date) IS 'The 8 exercises trained in most workouts of the last 12 weeks: how often, when last, best estimated 1RM in these weeks and ever.';

COMMENT ON FUNCTION "private"."brief_person"(uuid, date, timestamp with time zone) IS 'The user: level, age in years, sex, height, last weight, unit, training days a week. No name.';

COMMENT ON FUNCTION "private"."brief_plan"(uuid) IS 'The active plan, null if there is none: of the next week at most 7 days, of each day at most 12 main exercises.';

COMMENT ON FUNCTION "private"."brief_preferences"(uuid) IS 'The training preferences, null if there are none; at most 30 liked exercises and 500 characters of notes.';

COMMENT ON FUNCTION "private"."brief_volume"(uuid, date) IS 'Working sets by muscle group in each of the last four weeks, the current one last, and the landmarks to compare with.';

COMMENT ON FUNCTION "private"."brief_workout"(jsonb) IS 'The answer of next_workout, cut to what a conversation needs.';

COMMENT ON FUNCTION "private"."broadcast"(uuid, uuid, private.live_event, uuid, timestamp with time zone, bigint) IS 'Broadcasts an event to a user''s devices: {id, at}, or {id of one, at, count} for several rows. To the topic of a running workout,
without one to the user''s own topic. Best effort: a device that was offline refetches.';

COMMENT ON FUNCTION "private"."buildable_loads"(uuid, uuid, timestamp with time zone) IS 'The loads this user could make for an exercise at a moment, in kilograms, ascending; null: any load is allowed. They come from
the equipment that the exercise requires; with several pieces that bear a load, from all of them.';

COMMENT ON FUNCTION "private"."changed_rows"(jsonb, jsonb) IS 'The rows of p_from that differ in p_to: whole where a row is added or removed, else the columns that differ.';

COMMENT ON FUNCTION "private"."check_coach_answer"(jsonb) IS 'PT422 with the field at fault unless this is a valid answer.';

COMMENT ON FUNCTION "private"."check_names"(jsonb, text, text) IS 'Validates a list of enum values or ids; PT422 names the first invalid one.';

COMMENT ON FUNCTION "private"."check_notation"(jsonb, text) IS 'PT422 for the first of these objects whose "reps" is not a valid target_reps.';

COMMENT ON FUNCTION "private"."check_outcomes"(jsonb) IS 'PT422 with the field at fault if p_outcomes can''t be simulated.';

COMMENT ON FUNCTION "private"."check_percents"(jsonb, text) IS 'PT422 for the first entry that is not a percentage of a training max.';

COMMENT ON FUNCTION "private"."check_plan_document"(uuid, jsonb) IS 'PT422 with the invalid field unless this is a plan document; PT404 for an exercise this user may not use.';

COMMENT ON FUNCTION "private"."check_plan_exercise"() IS 'Row trigger: validates target_reps and progression, and that the owner may use the exercise.';

COMMENT ON FUNCTION "private"."check_plan_exercises"() IS 'Statement trigger after insert: exercises are ours, approved or the owner''s own (PT404), at most 50 per day.';

COMMENT ON FUNCTION "private"."check_progression"(jsonb, text) IS 'PT422 with the invalid field unless this is a rule list or a named scheme.';

COMMENT ON FUNCTION "private"."check_rules"(jsonb, text) IS 'PT422 with the invalid field unless these are rules.';

COMMENT ON FUNCTION "private"."check_sets"(uuid, uuid[]) IS 'Checks that no constraint can express: the user may use the exercise (PT404), the workout''s status allows changes to its sets
(PT409), the set has what the exercise''s tracking_type needs (PT422).';

COMMENT ON FUNCTION "private"."check_shape"(jsonb, text, jsonb) IS 'Validates one object against its shape; PT422 names the first invalid field. A null path is the top level.';

COMMENT ON FUNCTION "private"."check_shapes"(jsonb, text, jsonb) IS 'Validates every object of an array; PT422 names the first invalid field. In the path, [] stands for the index: days[0].exercises[].';

COMMENT ON FUNCTION "private"."check_stages"(jsonb, text) IS 'PT422 with the invalid field unless these are sets and reps to switch between.';

COMMENT ON FUNCTION "private"."check_target_reps"(text, text) IS 'PT422 with this field unless the text is in the notation of target_reps; null passes.';

COMMENT ON FUNCTION "private"."check_template"() IS 'Row trigger: validates the plan document of a template.';

COMMENT ON FUNCTION "private"."check_wave"(jsonb, text) IS 'PT422 with the invalid field unless the weeks of a percentage wave are valid.';

COMMENT ON FUNCTION "private"."claim"(public.xp_event_type, text, uuid, timestamp with time zone) IS 'One claim (in an array): the XP of an event at a moment, by the rules in force then. Null without a rule for it.';

COMMENT ON FUNCTION "private"."claim_receipts"(integer, public.message_channel[], timestamp with time zone) IS 'See public.claim_receipts.';

COMMENT ON FUNCTION "private"."clear_success_mark"() IS 'Row trigger on sets: a set that the user unlinks from its plan has no target any more.';

COMMENT ON FUNCTION "private"."close_receipts"(timestamp with time zone, integer) IS 'Batch function of a job: stops asking for receipts of messages sent a day ago; Expo keeps receipts for a day.';

COMMENT ON FUNCTION "private"."column_values"(jsonb) IS 'A document''s own keys as jsonb_populate_record can read them, without nulls.';

COMMENT ON FUNCTION "private"."count_stalls"(private.evaluation, private.terms, integer[], numeric[], numeric[]) IS 'If a rule has after_stalls: counts workouts in a row in which the estimated 1RM didn''t rise by 0.5 %. From after_stalls on, one
that is not a success, or was harder than planned, lowers the load.';

COMMENT ON FUNCTION "private"."count_write"(uuid, timestamp with time zone) IS 'Counts one writing request in the user''s 15-minute window; PT429 with retry_after and limit when the limit is reached.';

COMMENT ON FUNCTION "private"."create_plan"(uuid, jsonb, public.plan_author, timestamp with time zone) IS 'See public.create_plan; p_author is its created_by.';

COMMENT ON FUNCTION "private"."cron_field"(text, integer, integer) IS 'The numbers that a cron field stands for; null if it is invalid.';

COMMENT ON FUNCTION "private"."current_targets"(uuid, uuid[], timestamp with time zone) IS 'The targets of these plan exercises (no duplicates) as they were before a given time (infinity: now), with the failures in a row
and the reason.';

COMMENT ON FUNCTION "private"."daily_streaks"(uuid[], date[]) IS 'The daily streak of each user after all days before the given one: the settled state plus the days since. Streaks that haven''t
changed since they were settled are left out.';

COMMENT ON FUNCTION "private"."default_channels"(public.notification_category) IS 'The channels of a category for a user without a row in notification_preferences. Fails for a category that is not declared.';

COMMENT ON FUNCTION "private"."defer_exercise_checks"() IS 'Row trigger before delete on profiles: checks whether an exercise is still in use only after all rows of the account are gone.';

COMMENT ON FUNCTION "private"."delete_accounts_again"(timestamp with time zone, integer) IS 'For use after restoring a backup, once private.account_deletions has its rows from before the restore: deletes up to p_limit accounts
that had been deleted since the backup was made. Returns how many; fewer than p_limit means all are done.';

COMMENT ON FUNCTION "private"."deload_reduction"(uuid, date) IS 'How a deload week reduces a day, the strongest if several overlap; null outside a deload week.';

COMMENT ON FUNCTION "private"."derive_rewards"(uuid, private.derivation, private.scored_sets[]) IS 'Derives what follows from scores and targets, once the sets are written and marked: records, weeks, XP, achievements.';

COMMENT ON FUNCTION "private"."derive_scores"(uuid, uuid[], private.scored_sets[], boolean) IS 'Derives scores by exercise, prior bests and targets from these workouts; p_sets are all their sets. Returns the input of
derive_rewards. The caller holds the user''s lock.';

COMMENT ON FUNCTION "private"."dots"(public.sex, numeric, numeric) IS 'DOTS: points that make totals (squat + bench press + deadlift, kg) comparable across bodyweights, by Tim Konertz (BVDK, 2019);
bodyweight is clamped to 40 to 210 kg for men, 40 to 150 kg for women. Null for a sex without a formula.';

COMMENT ON FUNCTION "private"."embedding_of"(text, text) IS 'A vector from its text, normalised to length one; PT422 names the field.';

COMMENT ON FUNCTION "private"."end_forgotten_workouts"(timestamp with time zone, integer) IS 'For a job: ends at most p_limit workouts that started 24 hours ago or earlier, and returns how many. A workout with a working set
is completed, as if finished by hand; one without is abandoned.';

COMMENT ON FUNCTION "private"."end_job_run"(bigint) IS 'Releases the lock that begin_job_run took.';

COMMENT ON FUNCTION "private"."entitlement_at"(uuid, timestamp with time zone) IS 'The subscription_status of a user at a moment, which is also the tier for quotas: free, trial, active or canceled.';

COMMENT ON FUNCTION "private"."estimate_confidence"(numeric) IS 'How far an estimated 1RM can be trusted, by effective repetitions: high up to 5, medium up to 10, low up to 12, else null
(Reynolds 2006, J Strength Cond Res 20:584).';

COMMENT ON FUNCTION "private"."estimated_1rm"(numeric, numeric, numeric) IS 'One-repetition maximum in kilograms, estimated from a set. Repetitions in reserve (10 - RPE) count as done. For one repetition it
is the load itself; up to 12, the lower of Epley and Brzycki; beyond 12, where no formula holds (Reynolds 2006, J Strength Cond
Res 20:584), null.';

COMMENT ON FUNCTION "private"."estimated_completion"(public.goal_type, public.fitness_level, numeric, numeric, numeric, date) IS 'The day a body goal is reached at a sensible pace, from weights in kilograms; null for goals without a target weight.';

COMMENT ON FUNCTION "private"."evaluate"(private.target, integer, jsonb, private.terms, integer[], numeric[], numeric[]) IS 'The result of a workout for a target. Amounts are the reps, seconds or metres of the working sets in order, loads their
kilograms, efforts their RPEs. success: the lowest load is at the target and every planned set is done. held: below the target''s
load. none: no sets. Otherwise failure.';

COMMENT ON FUNCTION "private"."events_of_subscription"(public.billing_provider, text) IS 'All events of a subscription in the order in which they happened, transfers and refunds included.';

COMMENT ON FUNCTION "private"."exact_kg"(numeric) IS 'The exact weight behind kilograms rounded to the gram: whole quarter pounds come back unrounded, so that sums stay exact.';

COMMENT ON FUNCTION "private"."exercise_trends"(uuid, date, date, date) IS 'Linear regression (least squares) through the best of each workout in these days, deloads excluded, per exercise: slope per week
and its standard error (null below 3 workouts). Scores as in exercise_sessions: assistance is negative. has_stalled, as in
stalled_lifts: since p_stall_from the best of the 3 latest workouts is not 0.5 % above the best before them.';

COMMENT ON FUNCTION "private"."expire_ai_records"(timestamp with time zone, integer) IS 'For a job: see private.expire_ai_requests. Returns the sum of users and windows.';

COMMENT ON FUNCTION "private"."expire_ai_requests"(integer, timestamp with time zone) IS 'For a job: for up to p_limit users gives back the quota of requests that died and deletes expired requests (24 hours old); deletes
up to p_limit old windows. Returns {users, windows}, the numbers processed. Safe to repeat, interrupt or skip.';

COMMENT ON FUNCTION "private"."expire_subscriptions"(timestamp with time zone, integer) IS 'For a job: marks subscriptions whose access has ended as expired, and their users as free, at most p_limit; returns how many. Access
itself ended earlier, by the clock: this is for readers of the status.';

COMMENT ON FUNCTION "private"."export_account"(uuid) IS 'How the user signs in, and their current sessions.';

COMMENT ON FUNCTION "private"."export_files"(uuid) IS 'The user''s files; their contents are downloaded from Storage. 0 follows / in ASCII, so the prefix is a range that an index serves.';

COMMENT ON FUNCTION "private"."exported_tables"() IS 'The tables and views whose rows belong to a person: the name they are exported under, the owner''s column, and the sort order.';

COMMENT ON FUNCTION "private"."fall_back"(private.evaluation, private.terms) IS 'After a failure: the target stays until there are as many failures in a row as the rule allows (default 3). Then the load drops
by deload_percent (default 10), sets and reps are reset to the written target, or the next stage begins.';

COMMENT ON FUNCTION "private"."favourite_exercises"(uuid, integer) IS 'The exercises a user trained in the most workouts; ties: most recently trained first.';

COMMENT ON FUNCTION "private"."fill_in"(text, jsonb) IS 'The text with each {name} replaced by that key''s value, at most 100 characters each.';

COMMENT ON FUNCTION "private"."find_memories"(uuid, extensions.halfvec, text, text, integer, timestamp with time zone) IS 'The memories nearest to a vector of this model and to a text, best first, without expired ones. Null: that list is left out.';

COMMENT ON FUNCTION "private"."fold_subscription"(public.billing_provider, text, timestamp with time zone) IS 'Rebuilds the row of a subscription from its events: idempotent, and independent of the order in which they arrived.
Returns the users whose access may have changed, the owner first; empty when no user has it.';

COMMENT ON FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) IS 'The steps of these targets from a given time on, folded from the facts: workouts by (started_at, id), decisions by their time,
one plan exercise after the other. Null if p_is_undisturbed turns out to be wrong.';

COMMENT ON FUNCTION "private"."forget_billing"() IS 'Row trigger before delete: deletes events that name the account and belong to no user.';

COMMENT ON FUNCTION "private"."forget_billing_events"(timestamp with time zone, integer) IS 'For a job: deletes events that belonged to no user for 400 days, at most p_limit; returns how many. Others go with their user.';

COMMENT ON FUNCTION "private"."forget_expired_memories"(timestamp with time zone, integer) IS 'For a job: deletes at most p_limit expired memories with their words and vectors, and returns how many.';

COMMENT ON FUNCTION "private"."gear_of"(uuid) IS 'The loads that a user''s equipment makes now, by piece of equipment: as user_equipment has it, else bars, plates and dumbbells
of the preferences. Null where they are unknown.';

COMMENT ON FUNCTION "private"."give_back_dead_requests"(uuid, timestamp with time zone) IS 'Gives back the quota of requests that died without finishing: the function was killed or lost its connection. The caller holds the
user''s lock.';

COMMENT ON FUNCTION "private"."gym_unit"(uuid, timestamp with time zone) IS 'The unit of the weights that a user trained with at a moment.';

COMMENT ON FUNCTION "private"."has_account"() IS 'Whether the caller''s account still exists: a token outlives it for a while. For policies on the platform''s tables.';

COMMENT ON FUNCTION "private"."has_gear"(uuid) IS 'Whether the user''s loads were ever known; if not, any load is allowed.';

COMMENT ON FUNCTION "private"."highest_rpe"(jsonb) IS 'The highest RPE of a workout''s sets.';

COMMENT ON FUNCTION "private"."improvement"(numeric, numeric) IS 'Percent by which a score beats the previous one; null if that is null or 0.';

COMMENT ON FUNCTION "private"."index_exercise"() IS 'Row trigger after insert or update on exercises: rebuilds its spellings.';

COMMENT ON FUNCTION "private"."initial_load"(uuid, uuid, private.target, numeric, numeric, numeric[], timestamp with time zone) IS 'A starting load for a target without one, from the best estimated 1RM of the last 90 days and the RPE curve; no row without an
estimate.';

COMMENT ON FUNCTION "private"."initial_load_text"(numeric, integer, numeric, public.preferred_unit) IS 'How the first load follows from the estimated 1RM, as a sentence.';

COMMENT ON FUNCTION "private"."initial_target"(private.target_facts, numeric[]) IS 'A user''s decision, completed with the target and state that its rules start with. If a wave continues, p_fact.state has its
current week and training max.';

COMMENT ON FUNCTION "private"."invalidate_settled_streaks"(uuid, date) IS 'A fact of this day changed: the user''s settled streaks may be wrong from now on.';

COMMENT ON FUNCTION "private"."is_deriving"() IS 'Whether write_workout is writing what it has derived, in this transaction.';

COMMENT ON FUNCTION "private"."is_large_change"(jsonb, jsonb, jsonb) IS 'Whether a change waits for its user: an exercise is removed (its workouts lose their link to the plan, which undo can''t restore), a day
is added or removed, more than three exercises change, or more than one and more than a third of the plan''s.';

COMMENT ON FUNCTION "private"."is_news"(timestamp with time zone, timestamp with time zone) IS 'Whether a fact is recent enough to notify of: importing or recomputing a history sends no congratulations on the past.';

COMMENT ON FUNCTION "private"."is_past_retention"(text, jsonb) IS 'Whether a row is past its retention period. By the real clock, because append-only tables ask before they allow a delete.';

COMMENT ON FUNCTION "private"."is_premium"(uuid, timestamp with time zone) IS 'Whether the user has paid access at a moment, by default now.';

COMMENT ON FUNCTION "private"."is_schedule"(text) IS 'Whether this is a valid schedule: minute, hour, day of the month, month and day of the week (0 Sunday to 6) as numbers, lists,
ranges and steps, with at least one of the two days *; or "N seconds", 1 to 59.';

COMMENT ON FUNCTION "private"."is_timezone"(text) IS 'Whether the server knows an IANA time zone of this name.';

COMMENT ON FUNCTION "private"."job_command"(text, timestamp with time zone) IS 'The statement that runs a job, one transaction per batch, until nothing is left or its time is up; p_now null: the time of the run.
Exits at once if another run is in progress. Safe to kill, repeat or run late: the next run continues. Must not run inside a
transaction; in psql: select private.job_command(''settle_streaks'') \gexec';

COMMENT ON FUNCTION "private"."job_health_at"(timestamp with time zone) IS 'See private.job_health; as of p_now.';

COMMENT ON FUNCTION "private"."job_lock"(text) IS 'The key of the advisory lock that a run of this job holds.';

COMMENT ON FUNCTION "private"."keep_answer_vectors"(uuid, jsonb) IS 'Stores the vectors of an answer''s memories and returns the ids of these memories in their order; null for one that was not kept.';

COMMENT ON FUNCTION "private"."keep_gear"(uuid, timestamp with time zone) IS 'Records the loads that can be made from a moment on, where they differ from before.';

COMMENT ON FUNCTION "private"."keep_vectors_with_consent"() IS 'Row trigger before insert on memory_vectors: a request still running when its user withdraws consent stores no vectors.';

COMMENT ON FUNCTION "private"."known_change"(uuid, jsonb) IS 'The change with this id, null columns if there is none. PT409 if its content differs, PT404 if it is another user''s.';

COMMENT ON FUNCTION "private"."known_message"(uuid, jsonb, public.message_sender) IS 'The conversation of a message that is stored already, or null. PT409 if the stored message differs, PT404 if it is another user''s.';

COMMENT ON FUNCTION "private"."landmarks_of"(uuid) IS 'The range of weekly sets, by muscle group, in which this user builds muscle.';

COMMENT ON FUNCTION "private"."latest_records"(uuid, integer) IS 'The latest records that beat an earlier value; a first value is not one.';

COMMENT ON FUNCTION "private"."latest_step"(uuid, uuid) IS 'The step that led to the current target; null if the target is still the one the plan was created with.';

COMMENT ON FUNCTION "private"."level_of"(bigint, timestamp with time zone) IS 'The level for an amount of XP, by the thresholds in force at a moment.';

COMMENT ON FUNCTION "private"."lightest"(numeric[], boolean) IS 'The load of the easiest set: the lowest, or for assisted exercises the most assistance. If any set has no load it is null, unless
assisted.';

COMMENT ON FUNCTION "private"."limit_plan_days"() IS 'Statement trigger after insert: at most 100 days per plan.';

COMMENT ON FUNCTION "private"."limit_rows"() IS 'Statement trigger after insert, transition table new_rows; its argument is the owner''s column. PT422 when an owner has more rows than
private.row_limits allows, however they were inserted.';

COMMENT ON FUNCTION "private"."limit_tier"(uuid, timestamp with time zone) IS 'The tier whose limits apply to a user at a moment: admin, premium or free.';

COMMENT ON FUNCTION "private"."limit_workouts"() IS 'Row trigger after insert on workout_sessions, which are inserted one at a time: PT422 for more workouts in a local day than
private.row_limits allows. Writers of workouts already hold the user''s lock.';

COMMENT ON FUNCTION "private"."load_reduction_at"(uuid, timestamp with time zone, date) IS 'Why a workout starting at this time and local day is easier than its target, and by how much (percent of load and sets that
remain); null on an ordinary day. The stronger reduction applies; a deload week takes precedence over a readiness hold.';

COMMENT ON FUNCTION "private"."load_rule"(jsonb) IS 'The first rule for the load, whose step is the grid for raising and lowering loads; null without one.';

COMMENT ON FUNCTION "private"."load_text"(numeric, public.preferred_unit) IS 'A load for display, in kilograms or in pounds to a tenth.';

COMMENT ON FUNCTION "private"."local_day"(uuid, timestamp with time zone) IS 'The user''s local date at a moment.';

COMMENT ON FUNCTION "private"."lock_caller"() IS 'Statement trigger before client writes: takes the lock before any row is touched, so that two devices can''t deadlock.';

COMMENT ON FUNCTION "private"."lock_cohorts"() IS 'Serializes the recomputing of cohorts: the next statement sees what earlier ones committed, so no withdrawal is missed.';

COMMENT ON FUNCTION "private"."lock_user"(uuid) IS 'Serialises writers of one user until the transaction ends; false when the profile is gone. `no key update`, so that rows which
reference the profile can still be inserted.';

COMMENT ON FUNCTION "private"."locked_change"(uuid, uuid) IS 'This user''s change, locked; PT404 if there is none.';

COMMENT ON FUNCTION "private"."lowered_load"(numeric, numeric, private.terms) IS 'A load made easier by a percentage, rounded to the easier whole step and to what can be built.';

COMMENT ON FUNCTION "private"."mark_scored_sets"(uuid, private.scored_sets[]) IS 'Writes the marks found by marks_of; p_sets are all sets of one or more workouts.';

COMMENT ON FUNCTION "private"."marks_of"(uuid, private.scored_sets[]) IS 'Given all sets of one or more workouts, the sets whose marks have to change. A record is strictly above every earlier set by
(started_at, set_order, id); a success met the target of its day.';

COMMENT ON FUNCTION "private"."match_spellings"(uuid, text) IS 'Exercises with a name or alias similar to the query, scored 0 to 900.';

COMMENT ON FUNCTION "private"."max_failures"() IS 'The number of failed attempts after which a message is dead.';

COMMENT ON FUNCTION "private"."memories_by_words"(uuid, text, uuid[]) IS 'The hundred memories that share most words with a text, each weighed by how rare it is; ties: more important first, then
latest said.';

COMMENT ON FUNCTION "private"."memory_key"(text) IS 'Equal for texts that differ only in case, white space, full stops and exclamation marks.';

COMMENT ON FUNCTION "private"."memory_of"(uuid, text) IS 'The id of the memory with this content, found by the unique index; null if there is none.';

COMMENT ON FUNCTION "private"."missing_measure"(public.tracking_type, numeric, numeric, numeric, numeric) IS 'The column that a set of an exercise with this tracking_type needs and lacks; null if it has all it needs.';

COMMENT ON FUNCTION "private"."more_reps"(private.target, integer[], integer, numeric, boolean) IS 'The repetitions, seconds or metres to prescribe after a success, in target_reps notation; null if every set is at the ceiling or
the target is AMRAP. All sets go up by the step, or only the lowest ones.';

COMMENT ON FUNCTION "private"."move_change"(public.plan_changes, public.change_status, public.change_status, timestamp with time zone) IS 'Moves a change to a status and returns its plan (columns null if it has none); no effect if it has that status already. PT409 if its
status is not the expected one, or if the rows it starts from have changed since.';

COMMENT ON FUNCTION "private"."move_quota"(uuid, public.ai_feature, timestamp with time zone, integer) IS 'Adds p_by to the used quota of the day and month that contain p_at, regardless of limits; -1 gives a request back.';

COMMENT ON FUNCTION "private"."muscle_amounts"(uuid, date) IS 'How many muscle groups had enough sets in a week so far, at each workout in which a group got there, for the weeks from a day on.';

COMMENT ON FUNCTION "private"."muscle_ranking"(uuid, timestamp with time zone) IS 'See public.muscle_ranking; at a given moment.';

COMMENT ON FUNCTION "private"."muscle_volume"(uuid, date, integer) IS 'Sets per week by muscle group against the landmarks, for p_whole_weeks weeks and the one after them. sets_a_week is the mean of the
whole weeks, null without any. A week without a set of the group has no entry.';

COMMENT ON FUNCTION "private"."named_rule"(jsonb, numeric) IS 'The load rule of a named scheme, with the options it was given.';

COMMENT ON FUNCTION "private"."nearest_buildable"(numeric, numeric, private.terms) IS 'The buildable load to use when going from one load towards a wanted one (see private.snap).';

COMMENT ON FUNCTION "private"."next_day"(uuid, uuid, timestamp with time zone) IS 'The plan day after the latest completed or skipped one, wrapping around at the end.';

COMMENT ON FUNCTION "private"."next_reminder"(uuid, public.notification_type, timestamp with time zone) IS 'When to check next after a moment: for workout_due on the plan''s weekdays, or daily if it has none; for week_empty on the fourth
day of the user''s week. Null: never, in the current state.';

COMMENT ON FUNCTION "private"."next_zone_to_nudge"(timestamp with time zone) IS 'The zone to continue in and the last user checked there; all null if none is due.';

COMMENT ON FUNCTION "private"."note_weekly_target"(uuid, timestamp with time zone) IS 'Stores the weekly target in force from today on (the profile''s, else the active plan''s days per week, else 3) and re-derives
this week and any later one.';

COMMENT ON FUNCTION "private"."notification_declaration"(public.notification_type) IS 'What is declared of a type; its texts are in private.notification_templates. Fails for a type that is not declared.';

COMMENT ON FUNCTION "private"."notify"(uuid, public.notification_type, jsonb, text, timestamp with time zone) IS 'The only way to notify a user: writes the inbox and the outbox as the user''s preferences say, once per dedupe key, in the user''s
language; what falls into quiet hours is sent at their end. Returns the notification''s id, null if none was written.';

COMMENT ON FUNCTION "private"."nudge_streaks"(timestamp with time zone, integer) IS 'For a job: checks at most p_limit users not yet checked today where it is between 10:00 and 20:00, writes to those whose streak is
about to end, and returns how many it checked; fewer than p_limit means that none are left for now.';

COMMENT ON FUNCTION "private"."on_account_deleted"() IS 'Row trigger after delete on auth.users, whoever deletes: records the deletion without the id and queues the files.';

COMMENT ON FUNCTION "private"."on_achievement"() IS 'Row trigger on achievement_awards: one notification per achievement, however often it is recomputed.';

COMMENT ON FUNCTION "private"."on_achievement_facts"() IS 'Statement trigger, transition table moved_rows: recounts what depends on the kind of facts given as argument.';

COMMENT ON FUNCTION "private"."on_achievement_rules"() IS 'Row trigger after a rule is added or retired: from then on every user is recounted before anything is added.';

COMMENT ON FUNCTION "private"."on_ai_consent_withdrawn"() IS 'Row trigger on user_consents: withdrawing AI consent deletes the vectors a model made from the user''s memories. The memories
themselves stay, for the user to delete; begin_ai_request checks the consent on every request.';

COMMENT ON FUNCTION "private"."on_breaks"() IS 'Row trigger on training_breaks: recomputes the paused weeks and invalidates the settled streaks.';

COMMENT ON FUNCTION "private"."on_check_in_streak"() IS 'Row trigger: a check-in keeps the daily streak alive; deleting it may end the streak.';

COMMENT ON FUNCTION "private"."on_check_in_weight_change"() IS 'Row trigger on check_ins: re-derives the energy of later workouts.';

COMMENT ON FUNCTION "private"."on_check_in_xp"() IS 'Row trigger: a day with a check-in earns XP; deleting the check-in takes it back.';

COMMENT ON FUNCTION "private"."on_cohort_lifts"() IS 'Statement trigger after insert or delete: recomputes the distributions of the affected cohorts.';

COMMENT ON FUNCTION "private"."on_consent_written"() IS 'Row trigger: sets decided_at to the server''s time; repeating the same decision keeps it.';

COMMENT ON FUNCTION "private"."on_consents_for_cohorts"() IS 'Row trigger: users who consent to cohort_statistics are included from the next refresh on; withdrawal removes them at once.';

COMMENT ON FUNCTION "private"."on_deload_change"() IS 'Row trigger on breaks: re-evaluates the workouts of a deload week.';

COMMENT ON FUNCTION "private"."on_equipment_change"() IS 'Statement trigger on equipment facts: re-derives the targets of the affected plan exercises from the time of the change on.';

COMMENT ON FUNCTION "private"."on_gear_change"() IS 'Row trigger on equipment and preferences: records the loads that can be made, with the time.';

COMMENT ON FUNCTION "private"."on_level_up"() IS 'Row trigger on ai_coach_messages, which has one level_up message per level, ever.';

COMMENT ON FUNCTION "private"."on_measurement_change"() IS 'Row trigger on body_measurements: re-derives the energy of later workouts.';

COMMENT ON FUNCTION "private"."on_moved_cohort_lifts"() IS 'Statement trigger after update: recomputes the cohorts that members left and those they joined.';

COMMENT ON FUNCTION "private"."on_notifications_read"() IS 'Statement trigger: deletes pending messages of notifications that were read in the app.';

COMMENT ON FUNCTION "private"."on_nudge"() IS 'Row trigger on ai_coach_messages: a nudge of the coach is also a notification.';

COMMENT ON FUNCTION "private"."on_onboarding"() IS 'Row trigger on profiles: completing onboarding earns XP, once.';

COMMENT ON FUNCTION "private"."on_own_exercise_change"() IS 'Row trigger on a user''s own exercises: targets depend on the equipment they need and, through the default step in pounds, on
their mechanic (compound or isolation).';

COMMENT ON FUNCTION "private"."on_plan_days_changed"() IS 'Statement trigger on workout_plan_days: reschedules reminders.';

COMMENT ON FUNCTION "private"."on_plan_deloads"() IS 'Row trigger on plans: schedules deload weeks on activation or when the interval changes, and deletes those that haven''t begun
together with the plan.';

COMMENT ON FUNCTION "private"."on_plan_edit"() IS 'Row trigger: stores what the user sets as a fact with its time. Workouts that started before it no longer move the target.';

COMMENT ON FUNCTION "private"."on_plan_made"() IS 'Row trigger on plan_origins: notifies that a generated or imported plan is ready.';

COMMENT ON FUNCTION "private"."on_planned"() IS 'Row trigger: recounts after a correction that links a workout to a plan, or unlinks it, without changing its sets.';

COMMENT ON FUNCTION "private"."on_premium_changed"() IS 'Row trigger on profiles: notifies that paid access began or ended. Moves between trial, active and canceled notify nobody.';

COMMENT ON FUNCTION "private"."on_readiness_change"() IS 'Row trigger on check-ins: re-evaluates the workouts of the next 36 hours.';

COMMENT ON FUNCTION "private"."on_records_beaten"() IS 'Statement trigger on personal_records: one record.achieved and one notification per workout, however many records it set.';

COMMENT ON FUNCTION "private"."on_reminder_change"() IS 'Row trigger: reschedules the user''s reminders.';

COMMENT ON FUNCTION "private"."on_sessions_deleted"() IS 'Statement trigger: takes back what was derived from deleted workouts.';

COMMENT ON FUNCTION "private"."on_sessions_updated"() IS 'Statement trigger: derives from workouts that were finished or whose times changed.';

COMMENT ON FUNCTION "private"."on_sets_deleted"() IS 'Statement trigger: takes back what was derived from deleted sets.';

COMMENT ON FUNCTION "private"."on_sign_up"() IS 'Row trigger after insert on auth.users: creates the profile, and never makes sign-up fail.';

COMMENT ON FUNCTION "private"."on_timezone_change"() IS 'Row trigger on profiles: rejects an unknown zone and keeps the history of zones. A change applies from the next local midnight.';

COMMENT ON FUNCTION "private"."on_unit_change"() IS 'Row trigger on profiles: the gym''s unit is the user''s, unless the gym has its own.';

COMMENT ON FUNCTION "private"."on_week_start_change"() IS 'Row trigger on profiles: a different first day of the week re-derives all weeks.';

COMMENT ON FUNCTION "private"."on_weekly_target_change"() IS 'Row trigger on the sources of the weekly target: profiles and plans.';

COMMENT ON FUNCTION "private"."onboard_goal"(uuid, jsonb, timestamp with time zone) IS 'Creates or replaces the active goal; returns its id.';

COMMENT ON FUNCTION "private"."onboard_profile"(uuid, jsonb, timestamp with time zone) IS 'Updates the profile from onboarding; keys that aren''t sent keep the present value.';

COMMENT ON FUNCTION "private"."operation_shapes"() IS '{op: {key: rule}} of all operations, rules as in check_shape; items are the rules of an array''s elements.';

COMMENT ON FUNCTION "private"."other_amounts"(uuid, text[], private.settled_streaks) IS 'What weeks (after p_streak; null: all), check-ins and plans add to the counters.';

COMMENT ON FUNCTION "private"."outcome_loads"(jsonb, private.target, integer) IS 'The loads of a hypothetical workout: those given, else the target''s.';

COMMENT ON FUNCTION "private"."own_exercise_equipment"() IS 'Row trigger before insert: the row belongs to the owner of the exercise.';

COMMENT ON FUNCTION "private"."pace"(numeric, numeric[]) IS 'How many steps a success is worth, by its hardest set: none if it left more than 1 repetition fewer in reserve than planned, two
if it left at least 2 more, else one. Repetitions in reserve are 10 - RPE.';

COMMENT ON FUNCTION "private"."paused_until"(public.workout_sessions, timestamp with time zone) IS 'Seconds a session has been paused in total at a given time, including the current pause.';

COMMENT ON FUNCTION "private"."payload_key"(jsonb) IS 'The id in a field of a payload, or the id of the object in it.';

COMMENT ON FUNCTION "private"."payload_names"(jsonb) IS 'The customer ids in an array of a payload; ids of our users in our spelling.';

COMMENT ON FUNCTION "private"."payload_texts"(jsonb) IS 'The texts of an array in a payload; empty if it isn''t an array.';

COMMENT ON FUNCTION "private"."payload_time"(jsonb, integer) IS 'The moment of a payload''s Unix time, in units of 1/p_per_second seconds.';

COMMENT ON FUNCTION "private"."percent_of_1rm"(numeric, numeric) IS 'The fraction of the one-repetition maximum, 0.5 to 1, at which this many repetitions end at the given RPE (null: 10). Uses the
curve that OpenPowerlifting fitted to the RPE table: a parabola up to nearly three repetitions after the first, then a line. From
sixteen on it is no longer meaningful, so the result is 0.5. Null below one repetition.';

COMMENT ON FUNCTION "private"."percentile_in"(numeric, numeric[]) IS 'The percentage of lifters who are weaker, 0 to 99, interpolated between the stored points; 99 means 99 or more.';

COMMENT ON FUNCTION "private"."percentile_points"() IS 'The percentiles at which distributions are stored.';

COMMENT ON FUNCTION "private"."place_among"(numeric, numeric[]) IS 'How many of the increasing points a value has reached, plus the fraction of the way to the next. Below the first point the
fraction is measured from 0; beyond the last the result stays the number of points.';

COMMENT ON FUNCTION "private"."place_day"(uuid, uuid, integer) IS 'Moves a day to a place in its week (from 1); the others keep their order.';

COMMENT ON FUNCTION "private"."place_exercise"(uuid, uuid, integer) IS 'Moves an exercise to a place in its day (from 1); the others keep their order.';

COMMENT ON FUNCTION "private"."plan_day_row"(uuid, uuid, jsonb) IS 'The row of a new day, from a day of a plan document.';

COMMENT ON FUNCTION "private"."plan_exercise_row"(uuid, uuid, jsonb) IS 'The row of a new exercise, from an exercise of a plan document.';

COMMENT ON FUNCTION "private"."plan_link"(uuid, uuid) IS 'The plan day that a workout document names; null if it has been deleted since, PT404 if it never existed.';

COMMENT ON FUNCTION "private"."plan_of_operation"(uuid, jsonb, text) IS 'The plan that an operation changes; null if it changes none. PT404 unless what it names exists and is this user''s.';

COMMENT ON FUNCTION "private"."plan_outline"(uuid, uuid, uuid) IS 'The week of a plan that contains this day, with the ids that changes need: its first 40 exercises; left_out counts the others.';

COMMENT ON FUNCTION "private"."plan_reminders"(uuid, timestamp with time zone) IS 'Reschedules the user''s reminders: called when the time zone, week start, reminder time or active plan changed.';

COMMENT ON FUNCTION "private"."plan_row"(uuid, jsonb, public.plan_author, timestamp with time zone) IS 'The row of a new plan, from a plan document.';

COMMENT ON FUNCTION "private"."plan_shape"(text) IS 'The shape (see check_shapes) of a part of a plan document: plan, day or exercise.';

COMMENT ON FUNCTION "private"."plan_weekdays"(uuid) IS 'The weekdays (1 Monday … 7) of the active plan''s days; null if none of them has one.';

COMMENT ON FUNCTION "private"."planned_workout"(uuid, uuid) IS 'What a plan day prescribes, as stored in workout_sessions.planned; null for an unknown day.';

COMMENT ON FUNCTION "private"."plate_loads"(numeric[], numeric[], boolean) IS 'Every load that a base and any of the plates make, ascending. Each entry is a pair of plates: put on together, one a
side, up to 2000 kg; or singly, up to 250 kg. PT422 beyond 2000 loads.';

COMMENT ON FUNCTION "private"."pound_loads"(public.mechanic) IS 'The loads assumed for an imperial gym without details: multiples of 5 lb, 2.5 lb for isolation.';

COMMENT ON FUNCTION "private"."preview_step"(uuid, uuid, private.target, jsonb, boolean, timestamp with time zone) IS 'The target after the next workout if it does exactly what the rules require, or with the last set one repetition short.';

COMMENT ON FUNCTION "private"."process_billing_events"(timestamp with time zone, integer) IS 'For a job: processes stored events that aren''t processed yet, at most p_limit; returns how many. Failed ones are retried later.';

COMMENT ON FUNCTION "private"."purge_cron_runs"(timestamp with time zone, integer) IS 'For a job: deletes up to p_limit of pg_cron''s records older than 7 days and returns how many; 0 without pg_cron.';

COMMENT ON FUNCTION "private"."purge_expired"(timestamp with time zone, integer) IS 'For a job: deletes up to p_limit rows whose retention period has ended (private.retention). Returns how many; fewer than p_limit means
nothing is left.';

COMMENT ON FUNCTION "private"."purge_job_runs"(timestamp with time zone, integer) IS 'For a job: deletes up to p_limit runs older than 30 days and returns how many.';

COMMENT ON FUNCTION "private"."purge_notifications"(timestamp with time zone, integer) IS 'Batch function of a job: deletes messages settled 30 days ago, notifications read or never shown after 90 days, and all after a
year. Returns the number of deleted rows.';

COMMENT ON FUNCTION "private"."quota_tier"(uuid, timestamp with time zone) IS 'The tier whose quotas apply to a user at a moment: that of private.entitlement_at, or admin; null for an unknown user.';

COMMENT ON FUNCTION "private"."quota_window"(private.quota_period, timestamp with time zone) IS 'The first day of the day or month (UTC) that contains p_at.';

COMMENT ON FUNCTION "private"."raised_load"(numeric, numeric, jsonb, private.terms) IS 'The load after one step of a rule: harder, buildable and within the ceiling; the load unchanged if there is none.';

COMMENT ON FUNCTION "private"."ranked_lift_document"(private.ranked_lift, numeric, text) IS 'A ranked lift as the API returns it.';

COMMENT ON FUNCTION "private"."ranked_lifts"(uuid, timestamp with time zone, numeric) IS 'The key lifts of a user at a moment, each ranked against standards, competitors and similar people, as far as known.';

COMMENT ON FUNCTION "private"."ranked_muscles"(private.ranked_lift[], text) IS 'Lifts rolled up per muscle: score and percentile are means over the lifts that train it, weighted 1 where it is the target and
0.5 where it is a helper; the estimate is that of the lift that trains it most.';

COMMENT ON FUNCTION "private"."ranked_total"(private.ranked_lift[], public.sex, numeric) IS 'The total of squat, bench press and deadlift, with points comparable across bodyweights; null, with a reason, unless all are known.';

COMMENT ON FUNCTION "private"."read_billing_event"(public.billing_provider, text, jsonb) IS 'The meaning of an event, in terms of private.billing_effect.';

COMMENT ON FUNCTION "private"."read_document"(jsonb, timestamp with time zone) IS 'A workout document without its sets; PT422 with the field at fault if its shape is wrong or its times are impossible.';

COMMENT ON FUNCTION "private"."read_only"() IS 'Row trigger instead of a write to a read-only view: without it a client''s attempt raises 55000, a 500 of the Data API; with it
the client''s privileges are checked first.';

COMMENT ON FUNCTION "private"."read_revenuecat"(text, jsonb) IS 'The meaning of an event of RevenueCat. Accepts any payload and never fails.';

COMMENT ON FUNCTION "private"."read_search_cursor"(text) IS 'The position that a cursor stands for; PT422 for anything else.';

COMMENT ON FUNCTION "private"."read_stripe"(text, jsonb) IS 'The meaning of an event of Stripe. Accepts any payload and never fails.';

COMMENT ON FUNCTION "private"."read_stripe_subscription"(text, jsonb) IS 'The meaning of a subscription''s state, which every customer.subscription event contains.';

COMMENT ON FUNCTION "private"."read_workout"(uuid, jsonb, timestamp with time zone) IS 'A workout document and its sets as rows; PT422 with the field at fault if the shape is wrong. Anything else wrong with a set is
listed in set_faults, for refuse_sets. A link to a plan exercise that doesn''t exist becomes null.';

COMMENT ON FUNCTION "private"."readiness_reduction"(uuid, timestamp with time zone) IS 'How the last check-in of the past 36 hours reduces a workout: readiness 1 or soreness 5 by a tenth of the load, readiness 2 by
the last step up; null if it doesn''t.';

COMMENT ON FUNCTION "private"."readiness_score"(public.check_ins) IS 'Readiness to train according to a check-in, 1 to 5: the rounded mean of sleep, 6 - soreness, energy / 2 and mood, as far as they
were given. Null if none was.';

COMMENT ON FUNCTION "private"."readiness_text"(private.load_reduction, jsonb, jsonb, public.preferred_unit) IS 'Why a day prescribes less than the usual target, as a sentence.';

COMMENT ON FUNCTION "private"."reason_text"(public.reason_code, text, jsonb, jsonb, jsonb, public.preferred_unit) IS 'Why a step was taken, as a sentence, from the columns of prescriptions.';

COMMENT ON FUNCTION "private"."rebuilt_target"(private.target, jsonb, jsonb, numeric[]) IS 'A target with its loads replaced by the nearest that can be built now.';

COMMENT ON FUNCTION "private"."receipt_channels"() IS 'The channels whose provider says later, in a receipt, whether an accepted message arrived.';

COMMENT ON FUNCTION "private"."receipt_delay"() IS 'How long a provider has before it is asked for a receipt, and asked again.';

COMMENT ON FUNCTION "private"."recent_body_weight"(uuid, timestamp with time zone) IS 'Body weight in kilograms as last measured; null if that was more than 90 days ago, too old to compare strength by.';

COMMENT ON FUNCTION "private"."recent_messages"(uuid, uuid) IS 'The last messages of a conversation with their actions, newest first: at most 20, each cut to 1,500 characters, 6,000 in total.';

COMMENT ON FUNCTION "private"."recompute_achievements"(uuid, text[], private.change) IS 'Recounts what depends on these kinds of facts, awards what is reached, revokes what no longer is, and settles the XP of both.
With p_change it starts from the counts settled before the change; without it, from the first fact.';

COMMENT ON FUNCTION "private"."recompute_all_weeks"(uuid) IS 'Derives all weeks of a user again, from the first.';

COMMENT ON FUNCTION "private"."recompute_energy"(uuid, timestamp with time zone) IS 'Derives the energy of workouts from a given time on, after a change of body weight.';

COMMENT ON FUNCTION "private"."recompute_exercise_sessions"(uuid, uuid[], private.scored_sets[], boolean) IS 'Derives exercise_sessions of these workouts from their sets and returns what is affected. Call recompute_priors afterwards.';

COMMENT ON FUNCTION "private"."recompute_personal_records"(uuid, uuid[], timestamp with time zone, private.scored_sets[]) IS 'Derives personal_records of these exercises. From -infinity this is the definition. If workouts were only added, starting at the
first of them gives the same result, because a workout that changes a best beats the previous one or is the first. p_sets: all
sets of the workouts from then on, if already at hand; they are not read again.';

COMMENT ON FUNCTION "private"."recompute_priors"(uuid, uuid[], timestamp with time zone) IS 'Derives the prior bests of each workout from p_from on; returns the workouts whose prior bests changed. From -infinity this is
the definition; starting at the first changed workout gives the same result faster.';

COMMENT ON FUNCTION "private"."recompute_progress"(uuid) IS 'Derives everything for a user from the facts alone. This is the definition that every incremental path has to agree with.';

COMMENT ON FUNCTION "private"."recompute_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) IS 'Derives the targets of these plan exercises from p_from on: supersedes steps that are no longer valid, updates the suggested
load and returns the workouts whose steps changed. From -infinity this is the definition; starting at the first changed fact gives
the same result faster. For the newest workout it is fastest and returns null. Workouts whose sets are passed need not be written
yet.';

COMMENT ON FUNCTION "private"."recompute_weeks"(uuid, date[]) IS 'Derives the weeks that contain these days and returns the XP to settle for them.';

COMMENT ON FUNCTION "private"."recompute_workout_xp"(uuid, date[], uuid[], private.xp_due) IS 'Settles the XP of the workouts of these days, capped per day. p_sessions: workouts that may have moved out of these days.';

COMMENT ON FUNCTION "private"."redraw_cohorts"(private.cohort[]) IS 'Recomputes the distribution of each of these cohorts; those with too few people lose theirs.';

COMMENT ON FUNCTION "private"."reduced_target"(private.target, private.load_reduction, private.terms) IS 'A target reduced to a percentage of its load, rounded down to what can be built, and of its sets, at least one.';

COMMENT ON FUNCTION "private"."reevaluate_workouts"(uuid, uuid[]) IS 'Re-derives the targets trained in these workouts, from the first workout on.';

COMMENT ON FUNCTION "private"."refresh_cohorts"(timestamp with time zone, integer) IS 'For a job: refreshes the lifts of up to p_limit members last refreshed over 20 hours ago and returns how many; 0 once all are up to
date. Safe to repeat, to interrupt and to skip for a night. Workouts never wait for it.';

COMMENT ON FUNCTION "private"."refuse_rows"(text, integer) IS 'PT422: the user has reached the limit for this table.';

COMMENT ON FUNCTION "private"."refuse_sets"(uuid, jsonb, private.set_fault[]) IS 'Raises PT404, PT422 or PT409 with the field for the first faulty set. A link to a plan exercise that the user has deleted is not
a fault.';

COMMENT ON FUNCTION "private"."refuse_state"(public.workout_sessions, text) IS 'PT409: not possible in the session''s current state.';

COMMENT ON FUNCTION "private"."release_exercise_equipment"() IS 'Row trigger after update: the equipment of an approved exercise becomes readable too.';

COMMENT ON FUNCTION "private"."remembered_injuries"(uuid, timestamp with time zone) IS '[{content, since, last_said_at}]: the ten most important injuries that haven''t expired, in the user''s words, to be quoted as
such.';

COMMENT ON FUNCTION "private"."reminder"(uuid, public.notification_type, timestamp with time zone) IS 'The data of the reminder that is due at this moment, or null. None for a user who trained today, is training, ill or travelling, or
has not trained for long (workout_due 14 days, week_empty 35). Fails for a type that is no reminder.';

COMMENT ON FUNCTION "private"."replace_steps"(uuid, uuid[], timestamp with time zone, private.target_step[]) IS 'Makes p_steps the valid steps of p_plan_exercises from p_from on; steps of other plan exercises are only added. Equal steps
stay, others are superseded, and the suggested load is updated. Returns the workouts whose steps changed.';

COMMENT ON FUNCTION "private"."replay_billing_events"(timestamp with time zone, timestamp with time zone) IS 'For an operator: has the job''s next run read and process again all events received since a moment, dead ones included. Returns how
many. Safe to repeat: a subscription derives from its events.';

COMMENT ON FUNCTION "private"."require_account"(uuid) IS 'lock_user, but PT404 when the profile is gone: a token outlives its account for a while.';

COMMENT ON FUNCTION "private"."require_caller"(uuid) IS '42501 without a user, and for a client that names another user. The service role and jobs may name any user.';

COMMENT ON FUNCTION "private"."require_conversation"(uuid, uuid) IS 'PT404 for another user''s conversation, PT422 for the user''s inbox. An unknown id passes: clients may choose one.';

COMMENT ON FUNCTION "private"."require_exercises"(uuid, uuid[], text[]) IS 'PT404 unless every exercise is ours, approved or the user''s own; p_fields are their field names for the error.';

COMMENT ON FUNCTION "private"."require_fitting_reps"(uuid, text, text) IS 'PT422 unless the target is in the unit of the exercise: repetitions, seconds or metres.';

COMMENT ON FUNCTION "private"."require_plan_exercise"(uuid, uuid) IS 'PT404 unless the plan exercise belongs to the user.';

COMMENT ON FUNCTION "private"."require_premium"(uuid, timestamp with time zone) IS 'PT402 without paid access, PT404 when the account is gone. The second line of every premium RPC, after require_caller; the public
function''s comment begins with "Premium."';

COMMENT ON FUNCTION "private"."require_range"(date, date) IS 'PT422 unless both dates are from 1900 to 2199 and in order; null is an open end.';

COMMENT ON FUNCTION "private"."require_room"(uuid, uuid[]) IS 'PT422 if any of these workouts has more than 500 sets.';

COMMENT ON FUNCTION "private"."require_rows"(jsonb, jsonb, jsonb) IS 'PT409 unless the rows are still as p_from says; p_rows as rows_of returns them.';

COMMENT ON FUNCTION "private"."require_session"(uuid, uuid) IS 'Locks the user and returns the session; PT404 if the user has no such session.';

COMMENT ON FUNCTION "private"."require_unspent"(uuid, public.ai_feature, timestamp with time zone) IS 'PT429 once a day''s paid model calls for a feature reach what the whole daily quota could need. Only a user whose requests keep
failing gets here: pictures without a plan, conversations that end without an answer.';

COMMENT ON FUNCTION "private"."require_year"(date, date, date) IS 'The requested range, inclusive, at most a year: from p_from (null: 12 weeks ago) to p_to (null: today). Otherwise PT422.';

COMMENT ON FUNCTION "private"."reset_streaks"(timestamp with time zone, integer) IS 'For a job: continues the round that settles streaks, then nudges users whose streak is about to end.';

COMMENT ON FUNCTION "private"."retry_delay"(integer) IS 'How long to wait after the nth failure (1 …): up to 30 s times 4 to the power of n - 1.';

COMMENT ON FUNCTION "private"."rises"(numeric[]) IS 'Whether the values are strictly increasing and above 0.';

COMMENT ON FUNCTION "private"."row_limit"(text, uuid) IS 'How many rows of this table the user may own; null: unlimited.';

COMMENT ON FUNCTION "private"."rows_of"(uuid, uuid, uuid[]) IS '{"table id": row} that a change may touch: a plan with its days and exercises, the user''s goals, and these measurements.';

COMMENT ON FUNCTION "private"."rule_list"(jsonb) IS 'The ordered list of rules, also from a scheme that is an object with more than a list.';

COMMENT ON FUNCTION "private"."rules_of"(jsonb, numeric, text, public.mechanic) IS 'A progression as rules, with named schemes written out.';

COMMENT ON FUNCTION "private"."run_job_batch"(bigint) IS 'Runs one batch of a run and records its result or failure. Returns whether another batch should follow; false if p_run is null.';

COMMENT ON FUNCTION "private"."run_keyed_batch"(text, text, timestamp with time zone) IS 'Runs one batch of an externally driven job, recorded under the key of the event that asked for it. See public.reset_streaks.';

COMMENT ON FUNCTION "private"."run_operation"(uuid, jsonb, text, timestamp with time zone) IS 'Carries out a checked operation; returns the id of the measurement that it added, if any.';

COMMENT ON FUNCTION "private"."schedule_deloads"(public.workout_plans, timestamp with time zone) IS 'Replaces the future deload weeks of a plan by those it prescribes; none if it is inactive.';

COMMENT ON FUNCTION "private"."schedule_jobs"() IS 'Registers every job in private.jobs that runs in the database with pg_cron and unschedules removed ones; returns a summary. Call it
after seeding, as the role that is to run the jobs.';

COMMENT ON FUNCTION "private"."scheme_shape"(text) IS 'The settings of a named scheme; null for an unknown scheme.';

COMMENT ON FUNCTION "private"."scored"(public.session_exercises[]) IS 'The rows of private.scored_sets for sets that aren''t written yet, used to log a new workout. A test compares both.';

COMMENT ON FUNCTION "private"."search_cursor"(integer, text, uuid) IS 'The opaque cursor of a result row.';

COMMENT ON FUNCTION "private"."search_exercises"(uuid, text, public.muscle[], uuid[], public.difficulty, integer, text) IS 'See public.search_exercises. Custom exercises of other users are never read.';

COMMENT ON FUNCTION "private"."search_fold"(text) IS 'Lower case without accents and punctuation, words one space apart, so that spellings compare equal.';

COMMENT ON FUNCTION "private"."search_terms"(text) IS 'The words of a question, stemmed like those of memories, each as a query of its own.';

COMMENT ON FUNCTION "private"."seed_equipment"(jsonb) IS 'Creates or updates our equipment; returns how many rows changed.';

COMMENT ON FUNCTION "private"."seed_exercises"(jsonb, jsonb) IS 'Creates or updates our exercises with the equipment they need; p_common holds the keys that all of them share. The id derives
from the slug unless it is given. Returns how many changed.';

COMMENT ON FUNCTION "private"."seed_template"(jsonb) IS 'Writes one of our templates, published, and returns its id: derived from the slug, so the same file again changes nothing.
Takes {slug, name, description, goal_type?, plan_type, days_per_week, difficulty?, plan}, where plan is what create_plan
takes with "exercise": slug for exercise_id and slugs for alternatives. PT422 names the invalid field.';

COMMENT ON FUNCTION "private"."send_reminders"(timestamp with time zone, integer) IS 'Batch function of a job: checks the reminders that are due (by index, not every user), sends those that still apply and schedules the
next. Returns how many it checked. If it runs late or twice, no reminder is sent late or twice.';

COMMENT ON FUNCTION "private"."session_endurance"(uuid, uuid) IS 'The distance of a workout and the duration of its cardio exercises.';

COMMENT ON FUNCTION "private"."session_totals"(uuid, uuid) IS 'A workout''s volume in kilograms, its number of working sets and their mean MET.';

COMMENT ON FUNCTION "private"."set_deriving"(boolean) IS 'For write_workout: from here on in this transaction, is_deriving() says this.';

COMMENT ON FUNCTION "private"."set_shape"() IS 'The shape of a set in a workout document (see private.check_shapes).';

COMMENT ON FUNCTION "private"."sets_of"(uuid, uuid[]) IS 'The scored sets of these workouts. Scoring 20 sets takes as long as writing three, so callers pass the result on instead of
scoring twice.';

COMMENT ON FUNCTION "private"."settle_achievements"(integer) IS 'After the rules changed: recounts up to p_limit users not yet recounted and returns how many. Repeat, one transaction each, until
it returns 0. A user in a batch must wait for its end to log a workout, so keep batches to about a hundred.';

COMMENT ON FUNCTION "private"."settle_awards"(uuid, uuid[], private.award[]) IS 'Reconciles the ledger for the achievements in p_changed: those in p_awards earn their XP, the others nothing.';

COMMENT ON FUNCTION "private"."settle_streaks_batch"(timestamp with time zone, integer) IS 'For a job: settles the streaks of the next p_limit users of today''s round and returns how many; fewer once the round is done,
and 0 for the rest of the day.';

COMMENT ON FUNCTION "private"."settle_subscription_status"(uuid, timestamp with time zone) IS 'Updates profiles.subscription_status from the user''s subscriptions.';

COMMENT ON FUNCTION "private"."settle_totals"(uuid, uuid[], private.scored_sets[]) IS 'Derives volume, sets and energy of these workouts; p_sets are all their sets.';

COMMENT ON FUNCTION "private"."settle_xp"(uuid, uuid[], private.xp_claim[]) IS 'Reconciles the ledger with what these sources are worth now (p_claims): reverses entries that no longer apply, adds new ones.
The caller holds the user''s lock.';

COMMENT ON FUNCTION "private"."settled_before"(timestamp with time zone) IS 'A settlement at p_now settles the days before this date, the same for all users.';

COMMENT ON FUNCTION "private"."settled_load"(private.evaluation, private.target, private.terms) IS 'The evaluation with its new load replaced by one of p_terms.buildable: the next easier one, else the easiest.';

COMMENT ON FUNCTION "private"."settling_of"(uuid) IS 'The week four weeks before that of the latest workout, and a moment just after all workouts before it; null if there are none.';

COMMENT ON FUNCTION "private"."simulate_outcomes"(uuid, uuid, jsonb, timestamp with time zone) IS 'The evaluations of hypothetical workouts, one after the other, starting from the current target. Stable, so it can''t write.';

COMMENT ON FUNCTION "private"."snap"(numeric, numeric, numeric[]) IS 'The available load (ascending; null: any) to use for a wanted one. Up from p_from: the heaviest not above the wanted one, else
the next one up, else the heaviest. Down: the heaviest not above, else the lightest, never above p_from. Without p_from the
nearest, on a tie the lighter.';

COMMENT ON FUNCTION "private"."stable_id"(text, text) IS 'The id of something known by name (a seed row) or by position (a user''s week): the same on every installation.';

COMMENT ON FUNCTION "private"."stalled_lifts"(uuid, timestamp with time zone) IS 'The compound lifts of the active plan whose last three workouts didn''t raise the estimated 1RM by 0.5 % over the best before,
all within six weeks. Workouts in deload weeks don''t count; the last three must come after the latest deload week.';

COMMENT ON FUNCTION "private"."store_coach_answer"(uuid, jsonb, timestamp with time zone) IS 'Stores the coach''s answer and its memories; see public.store_coach_answer.';

COMMENT ON FUNCTION "private"."store_memories"(uuid, jsonb, uuid, timestamp with time zone) IS 'Writes checked memories [{id?, content, kind, importance, expires_at?}] and keeps at most 10,000 per user.';

COMMENT ON FUNCTION "private"."streak_after"(private.settled_streaks, date[], boolean[], date) IS 'A weekly streak after these weeks, in ascending order, each met or neutral (paused, running). Weeks missing between them, or after
settled_until, were missed: each uses up a freeze; without enough freezes the streak ends. The week p_unfinished isn''t over and
may still be missed.';

COMMENT ON FUNCTION "private"."streak_after_days"(private.settled_streaks, date[], boolean[]) IS 'A daily streak after these days, in ascending order, each kept or neutral. A gap between them, or after settled_until, ends it.';

COMMENT ON FUNCTION "private"."streak_steps"(uuid, private.settled_streaks) IS 'The weekly streak after each week that met its target, continuing from p_streak (null: from the first week).';

COMMENT ON FUNCTION "private"."streaks_at"(uuid, timestamp with time zone) IS 'Both streaks of a user at a moment.';

COMMENT ON FUNCTION "private"."streaks_at_day"(uuid, date, date) IS 'Both streaks of a user on a day of the week that begins on p_week: the settled state plus the weeks and days since. Also how much
of the current period is done, and its target.';

COMMENT ON FUNCTION "private"."streaks_at_risk"(uuid[], timestamp with time zone) IS 'The users whose weekly streak will break at the end of this week: on how many more days they have to train, and how many days
are left, including today unless they trained. Every user must have a profile.';

COMMENT ON FUNCTION "private"."strength_score"(numeric, numeric[]) IS 'A score comparable across lifts: 20 where beginner begins, 40 novice, 60 intermediate, 80 advanced, 100 elite, linear in
between; 0 for no load, and no upper limit.';

COMMENT ON FUNCTION "private"."strength_tier"(numeric) IS 'The tier of a score: untrained below 20, then a new tier every 20 points; null without a score.';

COMMENT ON FUNCTION "private"."subscriptions_touched"(private.billing_events) IS 'The keys of all subscriptions that an event may affect.';

COMMENT ON FUNCTION "private"."suggested_deload"(uuid, timestamp with time zone) IS '{"suggested", "exercises", "reason"} if at least two lifts have stalled outside a deload week; else null.';

COMMENT ON FUNCTION "private"."sum_wanted"(jsonb, private.target) IS 'The repetitions that sum_of_reps requires over all sets: its total, else every set at the upper end of the range.';

COMMENT ON FUNCTION "private"."sweep_file_deletions"(timestamp with time zone, integer) IS 'For a job: removes up to p_limit folders from the queue that are still empty at their last check, and marks as dead those that ten
attempts didn''t empty. Returns how many. Folders with files are left to the function delete-files.';

COMMENT ON FUNCTION "private"."t_quantile"(integer) IS 'The 97.5 % quantile of Student''s t: half the width of a 95 % interval in standard errors. Up to 6 degrees of freedom from a
table, beyond that by the series of Abramowitz and Stegun 26.7.5, with an error below 0.00005.';

COMMENT ON FUNCTION "private"."take_quota"(uuid, public.ai_feature, timestamp with time zone) IS 'Counts one request against the user''s daily and monthly quota of a feature; PT429 if either is used up, and then neither counts it.';

COMMENT ON FUNCTION "private"."target_amount"(text, integer) IS 'The minimum reps, seconds or metres of the p_set-th set (from 1); sets beyond a list take its last number.';

COMMENT ON FUNCTION "private"."target_events"(uuid, uuid[], timestamp with time zone, boolean, private.scored_sets[], boolean) IS 'Everything that can move the targets of these plan exercises from p_from on, unordered. Workouts whose sets are passed are not
read again and their sets need not be written yet.';

COMMENT ON FUNCTION "private"."target_json"(private.target) IS 'A target as JSON for the API: {"sets", "reps", "weight_kg"}, with "loads_kg" if the load differs from set to set.';

COMMENT ON FUNCTION "private"."target_of"(jsonb) IS 'A target from its JSON.';

COMMENT ON FUNCTION "private"."target_text"(jsonb, public.preferred_unit) IS 'A target for display: 3 x 8-12 at 60 kg.';

COMMENT ON FUNCTION "private"."this_week"(uuid, date) IS 'Days, volume and sets by muscle of the week that begins on this day, against the target and landmarks.';

COMMENT ON FUNCTION "private"."tier_rule"(integer) IS 'What GZCLP adds to the load rule: the stages in tiers 1 and 2, the repetitions of the last set in tier 3.';

COMMENT ON FUNCTION "private"."todays_target"(uuid, uuid, private.load_reduction, timestamp with time zone, public.preferred_unit) IS 'The part of next_workout for one exercise: today''s sets, repetitions and load, the reason, and the standing target, which doesn''t
change.';

COMMENT ON FUNCTION "private"."total_new_workout"() IS 'Row trigger on workout_sessions: sets the totals in the same write that completes the workout.';

COMMENT ON FUNCTION "private"."training_by_week"(uuid, date, integer) IS 'One row for each of p_weeks weeks from p_first_week (the first day of a week), even without training: workouts, days and their
target, whether a break paused the week, sets, volume, duration, duration of workouts with a volume, and the inputs of the mean RPE.';

COMMENT ON FUNCTION "private"."training_rhythm"(uuid, date, date) IS 'How regularly a user trained: days from one training day to the next, and training days per weekday (1 Monday … 7 Sunday).';

COMMENT ON FUNCTION "private"."trend_documents"(uuid, date, date, date) IS 'The trend of each exercise as the API returns it: slope per week with its standard error and 95 % interval, and the plateau.';

COMMENT ON FUNCTION "private"."trend_of"(double precision, double precision, double precision) IS 'The trend by the 95 % interval of a weekly slope: rising or falling if it excludes 0; flat if all of it is within half a percent
of the mean, the threshold that the stall rule uses; otherwise unclear.';

COMMENT ON FUNCTION "private"."try_to_notify"(uuid, public.notification_type, jsonb, text, timestamp with time zone) IS 'notify for triggers: an error becomes a warning, and the write goes on.';

COMMENT ON FUNCTION "private"."user_named"(text[]) IS 'The first of these names that is the id of an existing user. Providers also use other names for customers.';

COMMENT ON FUNCTION "private"."volume_status"(numeric, numeric, numeric) IS 'Whether a week''s sets are below, within or above the landmarks, inclusive.';

COMMENT ON FUNCTION "private"."was_deleted"(uuid, text, uuid) IS 'Whether the user had this row and deleted it. A workout logged offline must not be lost because its plan was deleted meanwhile.';

COMMENT ON FUNCTION "private"."wave_rules"(jsonb, numeric, text) IS 'A percentage wave with defaults for everything left out: 5/3/1 unless weeks are given.';

COMMENT ON FUNCTION "private"."wave_target"(jsonb, integer, numeric, numeric[]) IS 'The sets of one week (from 1) of a percentage wave with their loads: percentages of the training max, rounded to the nearest
buildable load, else to round_kg.';

COMMENT ON FUNCTION "private"."week_start"(date, smallint) IS 'The first day of the week that contains p_day; weeks begin on p_starts_on (1 Monday … 7 Sunday).';

COMMENT ON FUNCTION "private"."weekly_sets"(uuid, date, integer) IS 'Working sets and volume by week and landmark group, for p_weeks weeks from p_first_week (the first day of a week): a set counts 1 if
its target is in the group, 0.5 if only helpers are.';

COMMENT ON FUNCTION "private"."weekly_streaks"(uuid[], date[], boolean) IS 'The weekly streak of each user on a day: the settled state plus the weeks since. When settling, the current week and later ones
don''t count, and streaks that haven''t changed since they were settled are left out.';

COMMENT ON FUNCTION "private"."weight_band"(numeric) IS 'The 10 kg band of a bodyweight: 80 is 80 kg to just under 90 kg.';

COMMENT ON FUNCTION "private"."with_exercise_id"(jsonb) IS 'An exercise of a plan document with ids where the seed has slugs.';

COMMENT ON FUNCTION "private"."workout_achievements"(uuid, uuid) IS 'The achievements a workout unlocked, by the current facts; part of its summary.';

COMMENT ON FUNCTION "private"."workout_amounts"(uuid, timestamp with time zone) IS 'What each workout with a working set, from a moment on, adds to each counter. muscle_groups_in_week has private.muscle_amounts.';

COMMENT ON FUNCTION "private"."workout_progression"(uuid, uuid) IS 'How a workout changed the targets of its plan day, in the order of the plan.';

COMMENT ON FUNCTION "private"."workout_shape"() IS 'The shape of a workout document (see private.check_shapes); set_shape describes its sets.';

COMMENT ON FUNCTION "private"."workout_summary"(uuid, uuid, timestamp with time zone) IS 'The result of a completed workout: gained XP, records and progression according to the current facts; total XP, level and streaks
as they are now.';

COMMENT ON FUNCTION "private"."write_nudges"(uuid[], timestamp with time zone) IS 'Adds one unread nudge a week to the inbox of each of these users whose weekly streak is about to end but can be saved.';

COMMENT ON FUNCTION "private"."write_rows"(uuid, jsonb, jsonb) IS 'Writes the rows of a change as p_to says, all or nothing; PT409 if that is no longer possible.';

COMMENT ON FUNCTION "private"."write_sets"(public.session_exercises[], private.set_mark[]) IS 'Inserts validated sets with their marks.';

COMMENT ON FUNCTION "private"."write_workout"(uuid, private.workout_document, uuid, jsonb) IS 'Writes a completed workout whose sets are validated, and derives what depends on it; false if the id is taken. The caller holds
the user''s lock.';

COMMENT ON FUNCTION "private"."zone_at"(uuid, timestamp with time zone) IS 'The user''s IANA zone at a moment.';

COMMENT ON FUNCTION "public"."activate_plan"(uuid) IS 'Makes this the caller''s only active plan and returns it; an archived plan is restored. PT404 plan not found.';

COMMENT ON FUNCTION "public"."advanced_stats"(integer) IS 'Premium. The last p_weeks whole weeks (not before the first workout) and the current one: by_week, weekly_average, average_rpe,
density, sets per week by muscle group against the landmarks, per exercise the trend with its 95 % interval and whether it has
stalled, and consistency. PT402 without premium, PT422 unless p_weeks is 1 to 52.';

COMMENT ON FUNCTION "public"."alternative_exercises"(uuid, integer) IS 'Exercises for the same muscle or movement with the caller''s equipment, without avoided ones, best first. Before onboarding
all equipment counts as available. PT404 for an exercise that isn''t readable, PT422 for a p_limit outside 1 to 50.';

COMMENT ON FUNCTION "public"."apply_plan_change"(uuid) IS 'Applies a proposed change and returns the plan (its columns null where only a measurement or a goal changes); no effect if it is
applied already. PT404 change not found, PT409 it was declined or undone, or what it changes has changed since.';

COMMENT ON FUNCTION "public"."approve_exercise"(uuid) IS 'For moderators: publishes a custom exercise for good; its author can no longer change it. PT409 if its name is taken.';

COMMENT ON FUNCTION "public"."archive_plan"(uuid) IS 'Archives a plan and returns it; its history stays. activate_plan restores it. PT404 plan not found.';

COMMENT ON FUNCTION "public"."begin_ai_request"(uuid, public.ai_feature, text, text, integer) IS 'For the service only, before an AI function does its work: checks premium (PT402), the Idempotency-Key (null: none) and the quota
(PT429 with retry_after and window) in one transaction. The claim lasts p_seconds; after that the function can no longer be running
and another attempt may take over. Returns {request_id, state, status, body, consented, subscription_status}: state is started, or
stored with the answer to replay. PT409 with reason request_in_progress (and retry_after) or idempotency_key_reused.';

COMMENT ON FUNCTION "public"."bodyweight_progress"(date, date) IS 'One row per day with a body weight, oldest first: the last weight of the day, from body_measurements, else from the check-in, and
the mean of these over the seven days that end with it. Days from p_from to p_to inclusive, null: open; at most the latest
1,000 days. PT422 for a range that ends before it begins.';

COMMENT ON FUNCTION "public"."cancel_workout"(uuid) IS 'Ends a running workout without counting it and returns the session; its sets stay readable. PT404 workout not found, PT409
already over (delete a completed workout instead).';

COMMENT ON FUNCTION "public"."claim_file_deletions"(integer, integer) IS 'For the service only: claims folders whose files are to be deleted, [{id, attempt, bucket, paths: up to 1000}]. The claim is exclusive
for p_seconds; then they are due again. After removing the paths, call settle_file_deletions.';

COMMENT ON FUNCTION "public"."claim_messages"(integer, integer, public.message_channel[]) IS 'For the service role only: claims up to p_limit (1 to 1000) due messages for p_seconds (1 to 900). Until then no other
dispatcher gets them; settle_messages reports each result, and what is not settled can be claimed again. address is the
push token or the confirmed mail address, null if there is none. PT422 for a number out of range.';

COMMENT ON FUNCTION "public"."claim_receipts"(integer, public.message_channel[]) IS 'For the service role only: up to p_limit (1 to 1000) messages of these channels whose receipt should be available by now, with
their tickets. What is not settled is returned again after a quarter of an hour, for a day. PT422 for a number out of range.';

COMMENT ON FUNCTION "public"."coach_context"(uuid) IS 'The facts a coach needs to answer: now (the user''s day and time), profile, goal, affinity, next_workout, plan (its current
week), streaks, last_workout, records, check_in of today, injuries, and the last messages of the conversation, newest first; bounded
in size. PT404 for a conversation that isn''t the caller''s.';

COMMENT ON FUNCTION "public"."complete_onboarding"(jsonb, jsonb, uuid[]) IS 'Writes profile, goal and equipment at once and returns {profile, goal, equipment}; repeating it replaces. p_profile may
carry weight_kg, which becomes a body measurement. The goal has its estimated_completion_date: weeks =
|ln(target weight / weight)| / weekly rate (losing 0.7 %, gaining 0.25 to 0.5 % by level). PT422 names the field at fault,
PT409 a username that is taken, PT404 unknown equipment. A null p_equipment leaves the equipment unchanged.';

COMMENT ON FUNCTION "public"."correct_workout"(jsonb) IS 'Replaces the facts of a completed workout, including times and sets, and returns the summary as if it had been logged that way.
What the document leaves out is deleted. PT404 workout not found, PT409 not completed, PT422 names the field at fault.';

COMMENT ON FUNCTION "public"."create_plan"(jsonb) IS 'Creates a plan with its days and exercises, all or nothing, inactive, and returns its id. The same document with the same id
again returns the id; another one with that id is PT409. PT422 and PT404 name the field: days[2].exercises[0].target_reps.';

COMMENT ON FUNCTION "public"."decline_plan_change"(uuid) IS 'Declines a proposed change and returns the plan, which stays as it is; no effect if it is declined already. PT404 change not
found, PT409 it was applied or undone.';

COMMENT ON FUNCTION "public"."delete_files"(text) IS 'For the service, before it claims folders: removes empty ones from the queue and gives up those that can''t be emptied. p_key, 1 to 200
characters, identifies the event that asks for it. Returns {outcome, rows}, as reset_streaks does.';

COMMENT ON FUNCTION "public"."delete_my_account"(text) IS 'Permanently deletes the caller''s account: all rows and sign-ins at once, files within an hour. p_confirm must be "delete my account",
else PT422. Exercises of theirs approved for the catalog stay in it. A token that is still valid then gets PT404.';

COMMENT ON FUNCTION "public"."duplicate_plan"(uuid, uuid) IS 'Copies one of the caller''s plans with its loads as they are now, inactive, and returns the new id; the same new id again
returns it. PT404 plan not found, PT409 the new id belongs to another plan.';

COMMENT ON FUNCTION "public"."equipment_required"(public.exercises) IS 'Computed column of exercises: display names of the required equipment; for ids embed exercise_equipment.';

COMMENT ON FUNCTION "public"."exercise_progress"(uuid, date, date) IS 'One row per day on which the caller trained the exercise, oldest first: working sets, the best of the day and its volume. Days
from p_from to p_to inclusive, null: open; at most the latest 1,000 days. Loads in kilograms; for assisted exercises the least
assistance. PT404 if the exercise is not found, PT422 for a range that ends before it begins.';

COMMENT ON FUNCTION "public"."explain_prescription"(uuid) IS 'Why the next target of a plan exercise is what it is: {target, reason_code, reason (a sentence), rule, inputs (the workout that
led to it), old_target, failures, state, rules, today (the reduction, if today is an easier day), on_success and on_failure (the
target after that), history (the last ten steps)}. PT404 if the exercise is not in a plan of the caller.';

COMMENT ON FUNCTION "public"."export_my_data"(text) IS 'Everything about the caller {schema_version, exported_at, user_id, sections: {account, files, and the rows of each table}}; with
p_section only that section. Rows have all columns except the owner''s id. No passwords or tokens. Free.';

COMMENT ON FUNCTION "public"."finish_ai_request"(uuid, uuid, integer, jsonb, boolean, jsonb) IS 'For the service only, with the request_id from begin_ai_request: stores the answer to replay for the same key, or frees the key if
p_body is null; gives the quota back unless p_is_charged. p_usage: model calls that record_ai_usage may not have recorded yet.
Returns whether this call ended the request; false, with the request unchanged, if it had already ended, was taken over or isn''t
the user''s.';

COMMENT ON FUNCTION "public"."finish_workout"(uuid, public.feeling, text) IS 'Completes a running workout and returns its summary: duration, volume, mean RPE, rest, energy, XP, streaks, records and
progression. For a completed workout it returns the same summary, so two devices can finish it at once. PT404 workout not found,
PT409 skipped or canceled.';

COMMENT ON FUNCTION "public"."grant_access"(uuid, timestamp with time zone, text) IS 'For the service role only: gives a user premium until a moment (null: for good; a past one revokes it), for support. The last
call counts. Returns the resulting subscription of provider manual.';

COMMENT ON FUNCTION "public"."log_workout"(jsonb) IS 'Writes a whole completed workout, on any day, in one round trip and returns its summary; for clients that were offline. Sending the
same document again writes nothing and returns the current summary; a different document with the same id is PT409. PT422 and
PT404 name the field: sets[3].logged_reps.';

COMMENT ON FUNCTION "public"."match_memories"(text, text, integer, text) IS 'The caller''s memories by meaning and by words together, best first, exact. p_query_embedding is a vector of 768 numbers as text
([0.1,…]) of the embedding model p_model, which is required once there are memories of several models; null: by words only. No
text: by meaning only. p_match_count 1 to 50. similarity: the cosine, null where only words matched.';

COMMENT ON FUNCTION "public"."muscle_ranking"() IS 'Premium. How strong the caller is: the best estimates of the last year in the key lifts, each with score, tier, percentile and
their sources, rolled up per muscle, and DOTS for the total. What can''t be computed is null, with a reason.';

COMMENT ON FUNCTION "public"."muscles_worked"(date, date) IS 'One row per day with a workout, oldest first: its working sets and volume, sets_by_muscle {"chest": 4.5}, volume_by_muscle (kg) and
sets_by_group (as in muscle_groups). A set counts 1 for the exercise''s target and 0.5 for each helper, as does its volume, so the
muscles add up to more than the day; for a group it counts once. Days from p_from (null: 12 weeks ago) to p_to (null: today),
inclusive, at most a year. PT422 for a longer range, or one that ends before it begins.';

COMMENT ON FUNCTION "public"."next_workout"() IS 'The next day of the caller''s active plan with what each exercise prescribes today and why: the standing target, eased after a bad
night or in a deload week, with a load that can be built. While a workout of the plan is running, its day and session_id; null
without an active plan. "deload" suggests a light week when lifts have stalled.';

COMMENT ON FUNCTION "public"."one_rep_max_table"(numeric, numeric) IS 'The one-rep max of a set by seven published formulas, for comparison. is_ours marks the one that records and statistics use, the
lower of Epley and Brzycki; none for a single repetition, which is the load itself, nor beyond twelve, where none is reliable.';

COMMENT ON FUNCTION "public"."pause_workout"(uuid) IS 'Stops the clock of a running workout and returns the session. PT404 workout not found, PT409 not running.';

COMMENT ON FUNCTION "public"."plan_from_template"(uuid, uuid) IS 'Creates an inactive plan of the caller from a published template and returns its id; the same new id again returns it. PT404
template not found, PT409 the new id is in use.';

COMMENT ON FUNCTION "public"."process_billing_event"(uuid) IS 'For the service role only, with the id that store_billing_event returned: applies the event. Returns its state: processed, ignored (it
says nothing about a user of ours), received (it failed, or another does it: the job tries again) or dead. It can be repeated.';

COMMENT ON FUNCTION "public"."propose_plan_change"(uuid, jsonb) IS 'For the service role only: stores a change {id?, plan_id?, made_by?, summary, operations, apply} as a row of plan_changes. With
apply a small one is applied at once; a large one stays proposed. The same id with the same change returns the row as it is now.
PT404, PT422 name the field: operations[2].target_sets; PT409 the id belongs to another change.';

COMMENT ON FUNCTION "public"."read_all_notifications"() IS 'Marks everything in the caller''s inbox as read and returns the number of notifications marked. For a single one update its read_at.';

COMMENT ON FUNCTION "public"."record_ai_usage"(uuid, jsonb) IS 'For the service only: records model calls [{id?, request_id?, feature, model, input_tokens, output_tokens, cost_usd, latency_ms,
outcome}]. Returns how many were new: an existing id is left unchanged, so it is safe to repeat.';

COMMENT ON FUNCTION "public"."record_check_in"(jsonb, text) IS 'Checks in for today with {sleep?, soreness?, energy?, mood?, weight_kg?, notes?} and returns the daily_login streak. One check-in
per day counts; a later one is merged into it. PT422 names the invalid field.';

COMMENT ON FUNCTION "public"."register_device"(public.push_platform, text, text, text) IS 'Registers this device for push messages and returns its row. Call it at every start of the app: a known token updates its row,
a token of another account moves to the caller. The 20 devices seen last are kept. PT422 names the field.';

COMMENT ON FUNCTION "public"."reset_streaks"(text) IS 'For the service: settles streaks and writes nudges, one batch per call. p_key, 1 to 200 characters, identifies the event that asks for
it. Returns {outcome, rows}: unfinished: call again; done: also if that event was handled before; busy: another call is running.
The next event continues with whatever is left.';

COMMENT ON FUNCTION "public"."resume_workout"(uuid) IS 'Restarts the clock of a paused workout and returns the session. PT404 workout not found, PT409 not paused.';

COMMENT ON FUNCTION "public"."search_exercises"(text, public.muscle[], uuid[], public.difficulty, integer, text) IS 'Finds exercises by name or alias, tolerating typos, best first; without a query all of them, by name. p_muscles: exercises with
any of them as target or assisting muscle, targets first. p_equipment: the available equipment; exercises that need anything
else are left out. p_after: the cursor of the last row. PT422 beyond 100 rows or 200 characters, and for an invalid cursor.';

COMMENT ON FUNCTION "public"."settle_file_deletions"(jsonb) IS 'For the service only: reports the results of claims [{id, attempt, removed: how many files, error?}]. An empty folder is checked once
more and then forgotten; any other is due again, at once if files were removed, otherwise with increasing delays. Returns how many
claims were still valid.';

COMMENT ON FUNCTION "public"."settle_messages"(jsonb) IS 'For the service role only: the results of claimed messages, [{id, attempt, outcome, provider_id?, error?, retry_after?}], at
most 1000. outcome: delivered; retry, after retry_after seconds at the earliest, and dead after six failures; dead; token_gone,
which deletes the device and its messages; released, not tried and free at once. Returns {settled, ignored}: a result whose
claim expired or was already settled is ignored.';

COMMENT ON FUNCTION "public"."settle_receipts"(jsonb) IS 'For the service role only: what the receipts of messages say, [{id, outcome, error?}], at most 1000. outcome: delivered; retry,
which sends it again as settle_messages would; dead; token_gone, which deletes the device and its messages. Returns
{settled, ignored}.';

COMMENT ON FUNCTION "public"."settle_streaks"(integer, uuid) IS 'For the service: settles the streaks of p_limit users after p_after, by id. Returns {users, settled, next}: how many users were
checked, how many streaks had changed, and p_after for the next batch (null after the last). Streaks are correct without it; it
keeps them fast to read. Safe to repeat, interrupt or skip, and no workout waits for it.';

COMMENT ON FUNCTION "public"."simulate_progression"(uuid, jsonb) IS 'The targets that would follow from hypothetical workouts: p_outcomes is a list of 1 to 52 {"reps": per set (seconds or metres if
the target counts those), "rpe"?: per set, "weight_kg"? or "loads_kg"? (default: the target''s)}. Returns a list of {session,
outcome, reason_code, reason, target_sets, target_reps, weight_kg, loads_kg?}, each the target after that workout. Uses the same
evaluator as real workouts; writes nothing. PT404 if the exercise is not in a plan of the caller, PT422 names the field.';

COMMENT ON FUNCTION "public"."skip_rest"(uuid) IS 'Ends the rest and returns the session. PT404 workout not found, PT409 the workout is over.';

COMMENT ON FUNCTION "public"."skip_workout"(uuid, uuid) IS 'Skips a day of a plan: next_workout continues after it. Returns the skipped session, also when repeated with the same
p_session_id. PT404 day not found, PT409 the id belongs to a workout that was not skipped.';

COMMENT ON FUNCTION "public"."start_deload"(date, integer) IS 'Starts a deload of p_days days (1 to 28), by default today, and returns its row of training_breaks; if that day is already in a
deload, returns that one. is_suggested if next_workout suggests one now. load_percent is 70 unless changed. PT422 names the field.';

COMMENT ON FUNCTION "public"."start_dispatch"(text) IS 'For the service only: records a run of the dispatcher and stops asking for push receipts that are too old.
p_key, 1 to 200 characters, identifies the event that asks for it. Returns {outcome, rows}, as reset_streaks does.';

COMMENT ON FUNCTION "public"."start_rest"(uuid) IS 'Starts a rest and returns the session. The rest lasts as long as the current plan exercise prescribes, else the profile''s
default. PT404 workout not found, PT409 not running.';

COMMENT ON FUNCTION "public"."start_workout"(uuid, uuid, text) IS 'Starts a workout, from a plan day or free, and returns the session. An existing id returns that session; without an id, the
running session if it is for the same day. PT409 with the session_id while another workout runs, PT404 day not found, PT422
unknown time zone.';

COMMENT ON FUNCTION "public"."store_billing_event"(public.billing_provider, text, text, timestamp with time zone, text, jsonb) IS 'For the service role only: stores an event of revenuecat or stripe with a valid signature, once however often it is sent.
p_environment is production or sandbox. Returns {id, is_new}; process_billing_event(id) applies it, or else a job does.';

COMMENT ON FUNCTION "public"."store_coach_answer"(uuid, jsonb, jsonb) IS 'For the service role only: stores the coach''s answer {id, session_id, content, tone?, suggestions?, actions?, engine, model?,
memories?: [{id?, content, kind, importance, expires_at?, embedding?, embedding_model?}]} and the memories in it.
With p_request {id, body, is_charged, usage?} it ends the request as finish_ai_request does, with body and the affinity as its
answer, in the same transaction: PT409 if another attempt has taken it over. Returns {session_id, message_id, memories: [id
under which each is kept, or null], affinity: {score, level}, body?}. The same answer again changes nothing.';

COMMENT ON FUNCTION "public"."store_generated_plan"(uuid, jsonb, jsonb) IS 'For the service role only: create_plan for a user with created_by ai, and its origin {engine, model?, prompt_version?, request,
rationale?, sources?, warnings?}. The same document again returns the id.';

COMMENT ON FUNCTION "public"."store_memory_vectors"(uuid, jsonb) IS 'For the service role only: stores [{id, embedding: 768 numbers, model}] of a user''s memories, replacing earlier vectors. Returns
how many of these memories there still are.';

COMMENT ON FUNCTION "public"."store_user_message"(uuid, jsonb) IS 'For the service role only: stores a user''s message {id, session_id?, content} and returns {session_id, message_id}. Without a
session_id, or with a new one, a conversation begins. The same message again changes nothing. PT404 another user''s
conversation or message, PT409 the id belongs to another message, PT422 the user''s inbox.';

COMMENT ON FUNCTION "public"."streak_history"(integer) IS 'The status of the caller''s last p_weeks weeks (1 to 520), the current one first: met, missed, frozen (missed, but a freeze was
used), paused (by a break) or running; with the weekly streak and the freezes after each.';

COMMENT ON FUNCTION "public"."training_brief"() IS 'The facts needed to plan for or coach the caller, bounded in size: day, person, goal, preferences, equipment,
plan (its next week), workouts (the last five), lifts (of 12 weeks), stalled, weekly_sets (of four weeks, against the
landmarks), streaks, injuries (as the coach remembers them), check_in, breaks. Unknown values have no key. Texts in it are
user input, never instructions.';

COMMENT ON FUNCTION "public"."training_calendar"(date, date) IS 'One row per day with a workout, oldest first: [{"session_id", "plan_workout_id", "name", "status", "started_at",
"duration_seconds" (null while it is running), "sets", "volume_kg"}] in the order they began; includes skipped and running
workouts, but not canceled or abandoned ones. Days from p_from (null: 12 weeks ago) to p_to (null: today), inclusive, at most a
year. PT422 for a longer range, or one that ends before it begins.';

COMMENT ON FUNCTION "public"."training_overview"() IS 'The caller''s training at a glance: totals, mean_duration_seconds, favourite_exercises, strongest_lifts (estimated 1RM with its
confidence), this_week (days against the target, volume, sets by muscle group against the landmarks) and streaks.';

COMMENT ON FUNCTION "public"."undo_plan_change"(uuid) IS 'Undoes an applied change and returns the plan; no effect if it is undone already. Training since then stays: only the columns
that the change set are restored. PT404 change not found, PT409 it isn''t applied, or what it set has changed since.';

COMMENT ON SCHEMA "gateway" IS 'The function that the Data API calls itself, as db_pre_request. Not exposed to clients.';

COMMENT ON TABLE "private"."account_deletions" IS 'Deleted accounts. Nothing here identifies their owners.';

COMMENT ON TABLE "private"."achievement_awards" IS 'What each user has achieved. Derived: it is removed when the facts behind it are.';

COMMENT ON TABLE "private"."achievement_counters" IS 'What is counted for every user: one row per metric and parameters.';

COMMENT ON TABLE "private"."achievement_rules" IS 'At most one row, none before the first rule (version 0). The version rises with every added or retired rule, to detect old totals.';

COMMENT ON TABLE "private"."achievement_totals" IS 'The value of every counter, indexed by its id and capped at its goal. Derived.';

COMMENT ON TABLE "private"."ai_requests" IS 'Requests to the AI functions that are running, and answered ones for 24 hours. Without a status, a request is still running.';

COMMENT ON TABLE "private"."billing_events" IS 'Every event of a billing provider, stored before it is acknowledged. The columns from effect on are read from the payload.';

COMMENT ON TABLE "private"."cohort_distributions" IS 'How strong a cohort is. A cohort of fewer than 20 people has no row: what isn''t stored can''t leak.';

COMMENT ON TABLE "private"."cohort_lifts" IS 'What each cohort member lifts, as a multiple of their bodyweight.';

COMMENT ON TABLE "private"."cohort_members" IS 'Users who consented to cohort_statistics, and when their lifts were last refreshed.';

COMMENT ON TABLE "private"."distribution_versions" IS 'Where the percentiles come from. The highest version is in force; older ones are kept so that earlier results can be explained.';

COMMENT ON TABLE "private"."exercise_sessions" IS 'One row per completed workout and exercise: working sets, volume, the best scores and the previous bests. Derived; no foreign
keys to facts, so that after a workout is deleted its row still shows what has to be recomputed.';

COMMENT ON TABLE "private"."file_deletions" IS 'Folders of deleted accounts, one row per bucket; a row is deleted once nothing is left below its prefix. The only place that keeps
the id of a deleted account, for a quarter of an hour or until its files are deleted.';

COMMENT ON TABLE "private"."gear_facts" IS 'The loads that a piece of equipment could make from each moment on. Without a row they are unknown.';

COMMENT ON TABLE "private"."gym_unit_facts" IS 'The unit of the weights a user trains with from each moment on; metric before the first row. A gym''s own unit takes
precedence over the profile''s.';

COMMENT ON TABLE "private"."job_runs" IS 'The runs of each job, kept for 30 days. Updated after every batch.';

COMMENT ON TABLE "private"."jobs" IS 'The jobs of this installation. Seeded; private.schedule_jobs() registers them with pg_cron. See docs/jobs.md.';

COMMENT ON TABLE "private"."key_lift_exercises" IS 'Which exercises count as which key lift: the lift itself and equally hard variants, none that allows more load.';

COMMENT ON TABLE "private"."memory_vectors" IS 'The embedding of a memory: 768 numbers, length one. Models'' vectors can''t be compared with each other.';

COMMENT ON TABLE "private"."memory_words" IS 'The words of a memory, stemmed as English. Questions are stemmed by the same rule, so other languages match too.';

COMMENT ON TABLE "private"."notification_templates" IS 'The texts of notifications by language, from supabase/seed. {name} is replaced by that key of data.';

COMMENT ON TABLE "private"."nudged_zones" IS 'How far the search for streaks at risk has come today, by time zone.';

COMMENT ON TABLE "private"."outbox" IS 'Push messages and mails, each with one chain of attempts: pending, claimed, then delivered or dead.';

COMMENT ON TABLE "private"."paused_weeks" IS 'Weeks with four or more days of breaks: missing their target doesn''t end a streak. Derived from training_breaks.';

COMMENT ON TABLE "private"."plan_requests" IS 'SHA-256 of the document each plan was created from.';

COMMENT ON TABLE "private"."quota_use" IS 'How many requests count against the quota of a window: taken when a request begins, given back if it fails.';

COMMENT ON TABLE "private"."quotas" IS 'How many requests to an AI function a user may make per day and per month (UTC). Seeded. A tier without a row may make none.';

COMMENT ON TABLE "private"."reminders" IS 'The next moment at which a reminder may be due, per user and type that is declared as a reminder.';

COMMENT ON TABLE "private"."retention" IS 'Retention periods: a row is deleted when its time_column is older than keep. A table that isn''t listed keeps its rows until
their user or account is deleted. Seeded.';

COMMENT ON TABLE "private"."row_limits" IS 'How many rows of a table a user may own. Seeded. A table without a row has no limit. Users over a limit keep their rows.';

COMMENT ON TABLE "private"."settled_streaks" IS 'The streaks of a user after all weeks or days before settled_until. Derived.';

COMMENT ON TABLE "private"."settling_round" IS 'Progress of the daily round that settles streaks: a single row.';

COMMENT ON TABLE "private"."streak_changes" IS 'Users whose facts changed in a period that may be settled. While a user has a row here, their settled streaks are ignored.';

COMMENT ON TABLE "private"."streak_nudges" IS 'The weeks in which a user was told that the weekly streak is about to end. Kept when the user deletes the message, so that it isn''t
sent again.';

COMMENT ON TABLE "private"."strength_distributions" IS 'How strong the lifters of a sex and bodyweight class are, by lift. Generated by local/strength_distributions.py.';

COMMENT ON TABLE "private"."strength_standards" IS 'The multiples of bodyweight at which each tier of a lift begins, by sex. The highest version is in force.';

COMMENT ON TABLE "private"."target_facts" IS 'The target and the rules of a plan exercise as the user set them. Those it was created with have set_at -infinity, so that they
precede every workout, whatever its date.';

COMMENT ON TABLE "private"."time_zone_changes" IS 'The zone from each moment on. Without a row the profile''s zone has always applied.';

COMMENT ON TABLE "private"."tombstones" IS 'One row per deleted row of a synchronised table: its key, never its content.';

COMMENT ON TABLE "private"."training_weeks" IS 'One row per week with a workout: the days trained and the target. Derived.';

COMMENT ON TABLE "private"."volume_landmarks" IS 'The range of weekly sets, by muscle group, in which a person of this level builds muscle. Seeded.';

COMMENT ON TABLE "private"."weekly_targets" IS 'The target of training days per week, from each date on; 3 before the first row.';

COMMENT ON TABLE "private"."write_limits" IS 'How many writing requests to the Data API a user may make in 15 minutes. Seeded. A tier without a row has no limit: a missing seed must
not stop the app.';

COMMENT ON TABLE "private"."write_use" IS 'The writing requests of a user in their latest window. One row per user, overwritten: nothing to clean up.';

COMMENT ON TABLE "public"."achievements" IS 'What can be achieved: a target for a metric. Not writable by clients. What counts never changes; an outdated rule is retired and
replaced by a new one.';

COMMENT ON TABLE "public"."ai_usage" IS 'Every model call made for a user, including failed ones. Append-only; contains no prompt or answer text.';

COMMENT ON TABLE "public"."audit_events" IS 'Changes of an account''s state: roles, subscription, consents, plans made by others, deletions, exports. Append-only, even for the
service; deleted with its account or when its retention period ends (private.retention).';

COMMENT ON TABLE "public"."body_measurements" IS 'Body weight, body fat and lengths as measured.';

COMMENT ON TABLE "public"."check_ins" IS 'How a user felt on a day. One per day; created by record_check_in, edited by plain update.';

COMMENT ON TABLE "public"."coach_conversations" IS 'A conversation with the coach. The one with the user''s own id is the inbox of level-ups and nudges.';

COMMENT ON TABLE "public"."coach_memories" IS 'What the coach remembers of a user, at most 10,000. Written by the server; users read them, and delete what the coach should forget.';

COMMENT ON TABLE "public"."equipment" IS 'Training equipment. Written by us only; bodyweight exercises need none.';

COMMENT ON TABLE "public"."exercise_equipment" IS 'The equipment an exercise requires, all of it together. No row: bodyweight.';

COMMENT ON TABLE "public"."level_thresholds" IS 'The XP at which each level is reached; in version 1, 100 x (level - 1) squared.';

COMMENT ON TABLE "public"."notification_preferences" IS 'The channels a user wants for a category of notifications: inbox, push, mail. Without a row: inbox and push; for account also
mail.';

COMMENT ON TABLE "public"."notification_settings" IS 'One row per user who has set something: language, quiet hours, reminder time. Without a row the defaults apply.';

COMMENT ON TABLE "public"."notifications" IS 'The inbox. Written by the server (private.notify); clients mark as read and delete. Kept for a year, 90 days once read.';

COMMENT ON TABLE "public"."personal_records" IS 'A user''s all-time bests by exercise and record type. Derived from the sets.';

COMMENT ON TABLE "public"."plan_origins" IS 'The origin of a plan that wasn''t entered by hand: the engine, the request and the reasons.';

COMMENT ON TABLE "public"."plan_templates" IS 'A plan document that plan_from_template turns into a user''s own plan. Never trained directly.';

COMMENT ON TABLE "public"."prescriptions" IS 'Every step of a target and why it was taken. Append-only: when facts change, a step that is no longer valid gets
superseded_at, and the valid one is added.';

COMMENT ON TABLE "public"."profiles" IS 'A user. One row each, created on sign-up.';

COMMENT ON TABLE "public"."push_devices" IS 'Devices that receive push messages. Written by register_device; deleted by the client on sign-out, or when the provider
reports the token as gone.';

COMMENT ON TABLE "public"."session_exercises" IS 'One set of an exercise in a workout. The exercise''s tracking_type decides which of reps, load, duration and distance it needs.';

COMMENT ON TABLE "public"."subscriptions" IS 'Present state of a subscription that a user bought or was granted. Written only by billing, from the provider''s events; a user
may have several.';

COMMENT ON TABLE "public"."training_breaks" IS 'Days of illness, injury or travel, and deload weeks; they may overlap. Deloads reduce what is prescribed, breaks keep streaks alive.';

COMMENT ON TABLE "public"."training_preferences" IS 'How a user likes to train, and the weights available to them.';

COMMENT ON TABLE "public"."user_consents" IS 'What a user consented to. No row, no consent; a withdrawal (granted false, or the row deleted) takes effect at once.';

COMMENT ON TABLE "public"."user_equipment" IS 'A user''s equipment, and the loads it can make. No row, once onboarded: bodyweight only.';

COMMENT ON TABLE "public"."user_goals" IS 'A user''s body goal. One is active; activating another deactivates the previous one.';

COMMENT ON TABLE "public"."user_roles" IS 'Users with extra rights. Written by admins only; never read from user_metadata, which users can write themselves.';

COMMENT ON TABLE "public"."workout_plan_day_exercises" IS 'An exercise of a plan''s day, with its target.';

COMMENT ON TABLE "public"."workout_plans" IS 'A training plan of one user. Created by create_plan, duplicate_plan or plan_from_template; at most one is active.';

COMMENT ON TABLE "public"."xp_events" IS 'The XP ledger, append-only: experience_points is always its sum. What no longer applies is reversed by a separate entry.';

COMMENT ON TABLE "public"."xp_rule_versions" IS 'The versions of the XP rules and levels, and when each takes effect.';

COMMENT ON TABLE "public"."xp_rules" IS 'XP by version and event: a workout with a working set, each different exercise in it, each record, each week that met its
target, each day with a check-in. Never per set.';

COMMENT ON TYPE "private"."billing_fact" IS 'The meaning of one event, in the same terms for every provider. The columns of private.billing_events document the fields.';

COMMENT ON TYPE "private"."notification_declaration" IS 'is_reminder: private.reminders schedules it. occasion and data: when it is sent and the keys of its data, for docs/notifications.md.';

COMMENT ON TYPE "private"."subscription_state" IS 'The state of a subscription while its events are applied one by one.';

COMMENT ON TYPE "private"."workout_document" IS 'A workout as sent by a client, parsed.';

COMMENT ON TYPE "public"."achievement_metric" IS 'What an achievement counts, see docs/progression.md. muscle_groups_in_week and weekly_streak take the best value, the others add up.';

COMMENT ON TYPE "public"."confidence" IS 'How far an estimated one-repetition maximum can be trusted, by the repetitions it is based on.';

COMMENT ON TYPE "public"."load_type" IS 'How a load is made: plates in pairs on a bar, dumbbells, loose plates, a machine''s stack or sled, fixed weights.';

COMMENT ON TYPE "public"."tracking_type" IS 'Which of reps, load, duration and distance a set has. For assisted the load is the assistance: less is better.';

COMMENT ON VIEW "private"."achievement_metrics" IS 'Each metric: the kind of facts it depends on, whether the best value counts or the sum, the shape of its parameters, and its
description in docs/progression.md.';

COMMENT ON VIEW "private"."ai_cost_by_day" IS 'One row per day (UTC), AI function, model and outcome, for operators: calls, users, tokens, US dollars, and the median and 95th
percentile of latency in milliseconds.';

COMMENT ON VIEW "private"."exercise_muscles" IS 'The muscles of each exercise: its target and its helpers.';

COMMENT ON VIEW "private"."exercise_scores" IS 'The best score of each workout by exercise and record type, the best of all earlier workouts, and for estimated_1rm the
effective repetitions it is based on.';

COMMENT ON VIEW "private"."job_health" IS 'One row per job, for operators and the local scheduler. due_at: when it was last due by its schedule. is_due: no run has begun since.
is_late: it was due ten or more minutes ago and hasn''t succeeded since. last_done_at: the last success (done or unfinished), which
last_rows and last_seconds belong to. failures: failed or killed runs since then.';

COMMENT ON VIEW "private"."landmark_muscles" IS 'The landmark group of each muscle. Forearms, hip adductors and abductors, and neck have none.';

COMMENT ON VIEW "private"."queue_ages" IS 'One row per queue, for operators. waiting: not yet processed; due: of these, ready to be processed now; oldest_due_seconds: how long the
oldest of them has been due (a claimed item is due when its claim expires); dead: given up, needs an operator.';

COMMENT ON VIEW "private"."quota_use_by_day" IS 'One row per day (UTC) and AI function, for operators: how many users used it, how often, and how many reached the daily limit of the
tier they have now. Kept for two months.';

COMMENT ON VIEW "private"."record_events" IS 'One row for each workout, exercise and record type in which the best of all earlier workouts was beaten.';

COMMENT ON VIEW "private"."scored_sets" IS 'Every set with its volume and with its score for each type of record.';

COMMENT ON VIEW "private"."set_types" IS 'What a set counts towards, by type. is_work: volume, records, totals and effort. is_judged: compared with the target of its day.';

COMMENT ON VIEW "private"."streak_days" IS 'How each day counts for the daily streak: kept by a workout or a check-in, or neutral during a break. One row per reason.';

COMMENT ON VIEW "private"."streak_weeks" IS 'How each week counts for the weekly streak: met, or neutral if paused. A row for each; a week without a row was missed.';

COMMENT ON VIEW "private"."timed_workouts" IS 'Every session with its duration in seconds, without pauses; null while it is running.';

COMMENT ON VIEW "private"."write_use_by_tier" IS 'One row per tier, for operators: users with an open 15-minute window, their writing requests in it, and how many reached the limit.';

COMMENT ON VIEW "public"."muscle_groups" IS 'Every muscle with its coarse group: chest, back, shoulders, biceps, triceps, legs, abs, full_body, cardio.';

COMMENT ON VIEW "public"."streaks" IS 'The caller''s streaks, always up to date: 0 once a streak is broken. Weeks and days are in the user''s time zone.
freezes_available, 0 to 2: how many missed weeks the streak survives; every fourth week earns one. Always 0 for daily_login.';

COMMENT ON VIEW "public"."user_achievements" IS 'Every achievement with the caller''s progress. progress is capped at target; unlocked_at is null until then, and again if the facts
behind it are deleted.';

REVOKE ALL ON FUNCTION "private"."advance_wave"(private.evaluation, private.terms, integer[], numeric[], numeric[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."advance_wave"(private.evaluation, private.terms, integer[], numeric[], numeric[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."after_workouts_changed"(uuid, uuid[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."after_workouts_changed"(uuid, uuid[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."brief_preferences"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."brief_preferences"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."check_target_reps"(text, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."check_target_reps"(text, text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."claim_receipts"(integer, public.message_channel[], timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."claim_receipts"(integer, public.message_channel[], timestamp with time zone) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."clear_success_mark"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."clear_success_mark"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."column_values"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."column_values"(jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."count_stalls"(private.evaluation, private.terms, integer[], numeric[], numeric[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."count_stalls"(private.evaluation, private.terms, integer[], numeric[], numeric[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."current_targets"(uuid, uuid[], timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."current_targets"(uuid, uuid[], timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."daily_streaks"(uuid[], date[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."daily_streaks"(uuid[], date[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."default_channels"(public.notification_category) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."default_channels"(public.notification_category) TO "postgres";

REVOKE ALL ON FUNCTION "private"."deload_reduction"(uuid, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."deload_reduction"(uuid, date) TO "postgres";

REVOKE ALL ON FUNCTION "private"."derive_rewards"(uuid, private.derivation, private.scored_sets[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."derive_rewards"(uuid, private.derivation, private.scored_sets[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."derive_scores"(uuid, uuid[], private.scored_sets[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."derive_scores"(uuid, uuid[], private.scored_sets[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."highest_rpe"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."highest_rpe"(jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."initial_load"(uuid, uuid, private.target, numeric, numeric, numeric[], timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."initial_load"(uuid, uuid, private.target, numeric, numeric, numeric[], timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."initial_load_text"(numeric, integer, numeric, public.preferred_unit) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."initial_load_text"(numeric, integer, numeric, public.preferred_unit) TO "postgres";

REVOKE ALL ON FUNCTION "private"."initial_target"(private.target_facts, numeric[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."initial_target"(private.target_facts, numeric[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."invalidate_settled_streaks"(uuid, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."invalidate_settled_streaks"(uuid, date) TO "postgres";

REVOKE ALL ON FUNCTION "private"."is_deriving"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."is_deriving"() TO "authenticated", "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."load_reduction_at"(uuid, timestamp with time zone, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."load_reduction_at"(uuid, timestamp with time zone, date) TO "postgres";

REVOKE ALL ON FUNCTION "private"."lowered_load"(numeric, numeric, private.terms) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."lowered_load"(numeric, numeric, private.terms) TO "postgres";

REVOKE ALL ON FUNCTION "private"."mark_scored_sets"(uuid, private.scored_sets[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."mark_scored_sets"(uuid, private.scored_sets[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."marks_of"(uuid, private.scored_sets[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."marks_of"(uuid, private.scored_sets[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."nearest_buildable"(numeric, numeric, private.terms) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."nearest_buildable"(numeric, numeric, private.terms) TO "postgres";

REVOKE ALL ON FUNCTION "private"."notification_declaration"(public.notification_type) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."notification_declaration"(public.notification_type) TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_check_in_streak"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_check_in_streak"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_check_in_xp"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_check_in_xp"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_equipment_change"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_equipment_change"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_own_exercise_change"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_own_exercise_change"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_plan_edit"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_plan_edit"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."operation_shapes"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."operation_shapes"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."outcome_loads"(jsonb, private.target, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."outcome_loads"(jsonb, private.target, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."plan_day_row"(uuid, uuid, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."plan_day_row"(uuid, uuid, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."plan_exercise_row"(uuid, uuid, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."plan_exercise_row"(uuid, uuid, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."plan_row"(uuid, jsonb, public.plan_author, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."plan_row"(uuid, jsonb, public.plan_author, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."plan_shape"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."plan_shape"(text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."preview_step"(uuid, uuid, private.target, jsonb, boolean, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."preview_step"(uuid, uuid, private.target, jsonb, boolean, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."raised_load"(numeric, numeric, jsonb, private.terms) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."raised_load"(numeric, numeric, jsonb, private.terms) TO "postgres";

REVOKE ALL ON FUNCTION "private"."readiness_reduction"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."readiness_reduction"(uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."readiness_score"(public.check_ins) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."readiness_score"(public.check_ins) TO "postgres";

REVOKE ALL ON FUNCTION "private"."readiness_text"(private.load_reduction, jsonb, jsonb, public.preferred_unit) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."readiness_text"(private.load_reduction, jsonb, jsonb, public.preferred_unit) TO "postgres";

REVOKE ALL ON FUNCTION "private"."rebuilt_target"(private.target, jsonb, jsonb, numeric[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."rebuilt_target"(private.target, jsonb, jsonb, numeric[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."receipt_channels"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."receipt_channels"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."recompute_all_weeks"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."recompute_all_weeks"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."recompute_exercise_sessions"(uuid, uuid[], private.scored_sets[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."recompute_exercise_sessions"(uuid, uuid[], private.scored_sets[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."recompute_personal_records"(uuid, uuid[], timestamp with time zone, private.scored_sets[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."recompute_personal_records"(uuid, uuid[], timestamp with time zone, private.scored_sets[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."recompute_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."recompute_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."reduced_target"(private.target, private.load_reduction, private.terms) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."reduced_target"(private.target, private.load_reduction, private.terms) TO "postgres";

REVOKE ALL ON FUNCTION "private"."reevaluate_workouts"(uuid, uuid[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."reevaluate_workouts"(uuid, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."refuse_sets"(uuid, jsonb, private.set_fault[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."refuse_sets"(uuid, jsonb, private.set_fault[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."schedule_deloads"(public.workout_plans, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."schedule_deloads"(public.workout_plans, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."scored"(public.session_exercises[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."scored"(public.session_exercises[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."set_deriving"(boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."set_deriving"(boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."set_shape"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."set_shape"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."sets_of"(uuid, uuid[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."sets_of"(uuid, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."settle_streaks_batch"(timestamp with time zone, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."settle_streaks_batch"(timestamp with time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."settle_totals"(uuid, uuid[], private.scored_sets[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."settle_totals"(uuid, uuid[], private.scored_sets[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."settled_load"(private.evaluation, private.target, private.terms) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."settled_load"(private.evaluation, private.target, private.terms) TO "postgres";

REVOKE ALL ON FUNCTION "private"."simulate_outcomes"(uuid, uuid, jsonb, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."simulate_outcomes"(uuid, uuid, jsonb, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."streaks_at_day"(uuid, date, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."streaks_at_day"(uuid, date, date) TO "postgres";

REVOKE ALL ON FUNCTION "private"."target_events"(uuid, uuid[], timestamp with time zone, boolean, private.scored_sets[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."target_events"(uuid, uuid[], timestamp with time zone, boolean, private.scored_sets[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."todays_target"(uuid, uuid, private.load_reduction, timestamp with time zone, public.preferred_unit) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."todays_target"(uuid, uuid, private.load_reduction, timestamp with time zone, public.preferred_unit) TO "postgres";

REVOKE ALL ON FUNCTION "private"."total_new_workout"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."total_new_workout"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."weekly_streaks"(uuid[], date[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."weekly_streaks"(uuid[], date[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."workout_shape"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."workout_shape"() TO "postgres";

REVOKE ALL ON FUNCTION "public"."claim_messages"(integer, integer, public.message_channel[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."claim_messages"(integer, integer, public.message_channel[]) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "public"."claim_receipts"(integer, public.message_channel[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."claim_receipts"(integer, public.message_channel[]) TO "postgres", "service_role";

GRANT USAGE ON TYPE "private"."derivation" TO "postgres";

GRANT USAGE ON TYPE "private"."load_reduction" TO "postgres";

GRANT USAGE ON TYPE "private"."notification_channels" TO "postgres";

GRANT USAGE ON TYPE "private"."notification_declaration" TO "postgres";

GRANT USAGE ON TYPE "private"."set_fault" TO "postgres";

GRANT USAGE ON TYPE "private"."streak_at_day" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."achievement_metrics" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."scored_sets" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."set_types" TO "postgres";

-- The job's function has another name. The seed says it too, but comes after the migration.
update private.jobs set batch_function = 'private.settle_streaks_batch' where batch_function = 'private.settle_next_streaks';
