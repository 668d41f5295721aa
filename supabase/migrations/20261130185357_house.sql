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

CREATE TYPE "private"."load_reduction" AS ("reason_code" public.reason_code, "load_percent" numeric, "sets_percent" numeric, "inputs" jsonb);

CREATE TYPE "private"."notification_channels" AS ("inbox" boolean, "push" boolean, "email" boolean);

CREATE TYPE "private"."notification_declaration" AS ("category" public.notification_category, "is_reminder" boolean, "occasion" text, "data" text);

CREATE TYPE "private"."set_fault" AS ("place" bigint, "kind" text);

CREATE TYPE "private"."streak_at_day" AS ("streak" private.settled_streaks, "period_count" integer, "period_target" integer);

ALTER TYPE "private"."workout_document" ADD ATTRIBUTE "is_malformed" boolean CASCADE;

ALTER TYPE "private"."workout_document" ADD ATTRIBUTE "set_faults" private.set_fault[] CASCADE;

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
        perform private.fail('PT422', 'a window has two different ends', '{"field": "parameters.until"}');
    elsif not p_parameters -> 'weekdays' <@ '[1, 2, 3, 4, 5, 6, 7]' then
        perform private.fail('PT422', 'weekdays are 1 (Monday) to 7', '{"field": "parameters.weekdays"}');
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
        -- Done, but harder than planned: once more, from the load that was lifted.
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
                -- A set more is a whole step of work, however easy the last ones were.
                v_target.sets := least(v_target.sets + (v_rule -> 'step')::numeric, v_ceiling, 50);
                v_target.weight_kg := coalesce(p_load, v_target.weight_kg);
                v_result.reason_code := 'progressed';
        end case;
        -- What has reached its ceiling begins anew when something else moves.
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
        -- Nobody said one: the first workout that allows an estimate does.
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
    if not p_are_totalled then
        perform private.settle_totals(p_user, v_sessions, v_sets);
    end if;
    v_derived := private.derive_scores(p_user, v_sessions, v_sets, false);
    perform private.mark_scored_sets(p_user, v_sets);
    perform private.derive_rewards(p_user, v_derived);
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
    -- Sorted here, so that every exercise is one range of the primary key and what is left is one row each.
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
        if private.is_target_reps(v_line.value ->> 'target_reps') is false then
            perform private.fail(
                'PT422', 'target_reps is not valid', jsonb_build_object('field', v_line.path || '.target_reps'),
                'Write 5, 8-12, 5,5,5+, AMRAP, 30s or 400m.'
            );
        end if;
        perform private.check_progression(v_line.value -> 'progression', v_line.path || '.progression');
        if v_line.value ? 'exercise_id' then
            perform private.require_exercises(
                p_user, array[(v_line.value ->> 'exercise_id')::uuid], array[v_line.path || '.exercise_id']
            );
        end if;
    end loop;
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
                when 'PT409' then 'the workout takes no sets'
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
    -- With the plan, only the link goes: what the set was then, stays.
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
    -- What the plan asked for then stays, as long as it is the same day of the plan.
    v_planned := case
        when v_plan_workout is not distinct from v_session.plan_workout_id then v_session.planned
        else private.planned_workout(p_user, v_plan_workout)
    end;
    if v_workout.set_faults is not null then
        perform private.refuse_sets(p_user, p_workout, v_workout.set_faults);
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
    v_now numeric;
begin
    if v_rule is null or p_terms.is_assisted or (p_result.new_target).reps ~ '[sm]$' then
        return v_result;
    end if;
    v_now := (
        select max(private.estimated_1rm(p_loads[s], p_amounts[s], p_efforts[s]))
        from generate_series(1, cardinality(p_amounts)) as s
    );
    if v_now is null then
        return v_result;
    end if;
    -- Half a percent is less than the smallest step of most bars, and more than rounding.
    if v_result.reason_code = 'repeated_failure' then
        v_stalls := 0;
        -- The way back up is no stall: the next workout says what the best is.
        v_best := null;
    elsif v_best is null or v_now >= v_best * 1.005 then
        v_stalls := 0;
        v_best := greatest(v_now, v_best);
    -- Who did what was planned goes on, unless it was harder than planned.
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
        -- Without a step the target is what the plan was made with, whatever rules came later. Not even looked for otherwise.
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
        -- A streak that nothing happened to is as quickly folded on from where it was.
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
            'Let the user type: delete my account'
        );
    end if;
    -- Whoever writes for this user now is waited for, in the order in which all lock: the profile first. For update at once: who
    -- has a row that points at it and wants the user's lock next would wait for this, and this for them.
    perform from public.profiles as p where p.id = p_user for update;
    -- An account whose profile could never be made is deleted as well.
    delete from auth.users as u where u.id = p_user;
    if not found then
        perform private.fail('PT404', 'account not found', null, 'It is deleted already.');
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
        -- A break lasts a year at most.
        and b.starts_on between p_day - 366 and p_day
        and private.break_end(b.starts_on, b.ends_on) >= p_day
    order by b.load_percent * b.sets_percent, b.starts_on, b.id
    limit 1;
    return v_reduction;
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
        v_result := private.count_stalls(v_result, p_terms, p_amounts, p_loads, p_efforts);
    end if;
    if p_terms.buildable is not null then
        v_result := private.settled_load(v_result, p_target, p_terms);
    end if;
    return v_result;
end;
$function$;

CREATE OR REPLACE FUNCTION private.explain_prescription(p_user uuid, p_plan_exercise_id uuid, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_line record;
    v_current record;
    v_step public.prescriptions;
    v_unit public.preferred_unit;
begin
    perform private.require_caller(p_user);
    perform private.require_plan_exercise(p_user, p_plan_exercise_id);
    v_unit := (select p.preferred_unit from public.profiles as p where p.id = p_user);
    select x.exercise_id, e.name, x.progression into v_line
    from public.workout_plan_day_exercises as x
    inner join public.exercises as e on e.id = x.exercise_id
    where x.user_id = p_user and x.id = p_plan_exercise_id;
    select s.* into v_current
    from private.current_targets(p_user, array[p_plan_exercise_id], 'infinity') as s;
    v_step := private.latest_step(p_user, p_plan_exercise_id);

    return jsonb_build_object(
        'plan_exercise_id', p_plan_exercise_id,
        'exercise_id', v_line.exercise_id,
        'name', v_line.name,
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
        'progression', v_line.progression,
        'rules', (v_current.fact).rules,
        'today', to_jsonb(private.load_reduction_at(p_user, p_now, private.local_day(p_user, p_now))),
        'on_success', private.preview_step(p_user, p_plan_exercise_id, v_current.target, (v_current.fact).rules, true, p_now),
        'on_failure', private.preview_step(p_user, p_plan_exercise_id, v_current.target, (v_current.fact).rules, false, p_now),
        'history', private.step_history(p_user, p_plan_exercise_id, v_unit)
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
    -- Three in a row, unless a rule says otherwise; without a rule nothing moves.
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
            -- A target that is no stage was written by hand: it counts as the first.
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
    -- Two in reserve: a first day is to find out, not to fail.
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
            -- Beyond three months strength is a memory.
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
        'First time in this plan: your estimated 1RM is %s, so this load should let you do %s and leave %s in reserve.',
        private.load_text(p_1rm_kg, p_unit), p_reps, trim_scale(p_rir)
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
        -- What a plan is made with is brought to what can be built; what a person sets later stands as it is.
        if p_fact.set_at = '-infinity' then
            v_fact.target.weight_kg := private.snap(null, (v_fact.target).weight_kg, p_buildable);
        end if;
        return v_fact;
    end if;
    v_week := least(v_week, jsonb_array_length(v_fact.rules -> 'weeks'));
    -- A load without a training max is the heaviest of the week.
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
    -- The clock, not an argument: this is about what another transaction may be settling now. A day ahead, because that
    -- one may have begun later, or see this one end later than it began.
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
    -- A client can set the setting, but not become the owner of write_workout: its own writes always count.
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

CREATE OR REPLACE FUNCTION private.load_reduction_at(p_user uuid, p_at timestamp with time zone, p_day date)
 RETURNS private.load_reduction
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_week private.load_reduction := private.deload_reduction(p_user, p_day);
    v_body private.load_reduction := private.readiness_reduction(p_user, p_at);
begin
    if v_week.reason_code is null
        or v_body.load_percent * v_body.sets_percent < v_week.load_percent * v_week.sets_percent
    then
        return v_body;
    end if;
    return v_week;
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
            'PT409', 'this workout was logged with other content', jsonb_build_object('session_id', v_workout.id),
            'Send correct_workout to replace it.'
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
    -- Down to a whole number of steps, so that the way up meets the same loads.
    v_rule jsonb := private.load_rule(p_terms.rules);
    v_step numeric := case when v_rule ->> 'step_unit' = '%' then 2.5 else coalesce((v_rule -> 'step')::numeric, 2.5) end;
    v_load numeric := p_load * (1 - p_percent / 100);
begin
    if p_load is null then
        return null;
    elsif p_terms.is_assisted then
        -- Of no help at all there is no percentage.
        v_load := least(greatest(ceil(p_load * (1 + p_percent / 100) / v_step), 1) * v_step, 2000);
    else
        -- Where a step is all there is, by half kilograms.
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
    -- What a running workout is asked for was settled when it began.
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
                -- The bounds of the index: somewhere on Earth a day begins hours before it does in Greenwich, or after.
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
    v_lines uuid[];
begin
    for v_user, v_at in select n.user_id, min(n.valid_from) from new_rows as n group by n.user_id loop
        v_lines := array(
            select x.id
            from (
                select distinct l.exercise_id from public.workout_plan_day_exercises as l where l.user_id = v_user
            ) as e
            inner join public.workout_plan_day_exercises as x on x.user_id = v_user and x.exercise_id = e.exercise_id
            where exists (select from private.gear_changes(v_user, e.exercise_id, v_at))
        );
        if cardinality(v_lines) > 0 then
            perform private.mark_sets(v_user, private.recompute_targets(v_user, v_lines, v_at));
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
    -- Of an exercise or of what it needs: as JSON, because a row has only the columns of its own table.
    v_row jsonb := coalesce(to_jsonb(new), to_jsonb(old));
    v_user uuid := coalesce(v_row ->> 'created_by', v_row ->> 'user_id')::uuid;
    v_exercise uuid := coalesce(v_row ->> 'exercise_id', v_row ->> 'id')::uuid;
    v_lines uuid[];
begin
    if private.has_gear(v_user) and private.lock_user(v_user) then
        v_lines := array(
            select x.id from public.workout_plan_day_exercises as x
            where x.user_id = v_user and x.exercise_id = v_exercise
        );
        if cardinality(v_lines) > 0 then
            perform private.mark_sets(v_user, private.recompute_targets(v_user, v_lines, '-infinity'));
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
    -- A wave begins or ends, or gets another training max.
    v_is_other_wave boolean;
begin
    -- Nothing, or the load of the latest step alone: the fold wrote it. So it goes after most workouts, and needs no more
    -- looking up.
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
        -- The fold writes the load it arrived at; a person writes another one.
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
                -- The newest word counts: the load, not the training max it came from.
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
        -- As a rule it is what was written: no statement for each line of a plan then.
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

CREATE OR REPLACE FUNCTION private.raised_load(p_load numeric, p_step numeric, p_rule jsonb, p_terms private.terms)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    -- For help the ceiling is the least of it.
    v_end numeric := coalesce((p_rule -> 'ceiling')::numeric, case when p_terms.is_assisted then 0 else 2000 end);
    v_sign integer := case when p_terms.is_assisted then -1 else 1 end;
    v_step numeric := p_step;
    v_load numeric;
begin
    if (v_end - p_load) * v_sign <= 0 then
        return p_load;
    end if;
    if p_rule ->> 'step_unit' = '%' then
        -- Where nobody said what can be built, percents come in half kilograms.
        v_step := p_load * p_step / 100;
        if p_terms.buildable is null then
            v_step := greatest(round(v_step * 2) / 2, 0.5);
        end if;
    end if;
    v_load := private.nearest_buildable(p_load, p_load + least(v_step, abs(v_end - p_load)) * v_sign, p_terms);
    -- The next load that can be built may be beyond the ceiling, or there may be none: what was lifted elsewhere can be heavier
    -- than anything here.
    return case when (v_end - v_load) * v_sign < 0 or (v_load - p_load) * v_sign < 0 then p_load else v_load end;
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
        perform private.fail('PT422', 'it starts in the future', '{"field": "started_at"}');
    elsif v_workout.ended_at < v_workout.started_at then
        perform private.fail('PT422', 'it ends before it starts', '{"field": "ended_at"}');
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
    v_are_malformed boolean;
    v_have_ids_twice boolean;
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
        into v_workout.sets, v_workout.set_faults, v_have_ids_twice, v_are_malformed
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
                        when o.user_id <> p_user then 'not own'
                        when o.workout_session_id <> v_workout.id then 'in another workout'
                        when x.id is null and s.workout_plan_exercise_id is not null then 'unknown line'
                    end as kind
            ) as f;
    exception
        -- The latter is NaN's, which is a number and no whole one.
        when data_exception or feature_not_supported then
            perform private.check_shapes(p_workout -> 'sets', 'sets[]', private.set_shape());
            raise;
    end;
    if v_are_malformed then
        perform private.check_shapes(p_workout -> 'sets', 'sets[]', private.set_shape());
    end if;
    if v_have_ids_twice then
        v_workout.set_faults := v_workout.set_faults || array(
            select (s.place, 'id twice')::private.set_fault
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
    -- The days bound the walk along the key; the hours decide.
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
            format('Not well rested today: %s once more; the next step can wait.', private.target_text(p_today, p_unit))
        when 'readiness_deload' then
            case
                when (p_reduction.inputs -> 'soreness')::integer = 5 then format('Very sore today: %s.', v_change)
                else format('Worn out today: %s.', v_change)
            end
        when 'deload' then format('Light week until %s, as progress had stalled: %s.', p_reduction.inputs ->> 'ends_on', v_change)
        else format('Planned light week until %s: %s.', p_reduction.inputs ->> 'ends_on', v_change)
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
    -- Weeks cut otherwise are other weeks: what the old ones were worth is taken back.
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
        -- A workout names its day once an exercise.
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
        -- It changed whether, or when, the target was met.
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

    -- Once a day counts; what is told later in the day is added to it.
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
        -- What is as light as can be stays: no load at all would be another exercise.
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
    v_lines uuid[];
    v_from timestamptz;
begin
    if cardinality(p_sessions) = 0 or not private.lock_user(p_user) then
        return;
    end if;
    select array_agg(distinct s.workout_plan_exercise_id), min(w.started_at) into v_lines, v_from
    from public.workout_sessions as w
    inner join public.session_exercises as s on s.user_id = p_user and s.workout_session_id = w.id
    where w.user_id = p_user and w.id = any(p_sessions) and s.workout_plan_exercise_id is not null;
    if v_lines is not null then
        perform private.mark_sets(p_user, private.recompute_targets(p_user, v_lines, v_from));
    end if;
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
        order by f.place, f.kind
    loop
        case v_fault.kind
            when 'unknown exercise' then
                perform private.fail('PT404', 'exercise not found', jsonb_build_object('field', v_fault.path || '.exercise_id'));
            when 'missing measure' then
                perform private.fail(
                    'PT422', format('%s is required for this exercise', v_fault.missing),
                    jsonb_build_object('field', v_fault.path || '.' || v_fault.missing)
                );
            when 'id twice' then
                perform private.fail('PT422', 'the id is there twice', jsonb_build_object('field', v_fault.path || '.id'));
            when 'not own' then
                perform private.fail('PT404', 'set not found', jsonb_build_object('field', v_fault.path || '.id'));
            when 'in another workout' then
                perform private.fail('PT409', 'the set is in another workout', jsonb_build_object('field', v_fault.path || '.id'));
            when 'unknown line' then
                -- A workout logged offline is not lost because a line of its plan was deleted meanwhile.
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
    -- A week that has begun is part of the past: targets were judged by it.
    delete from public.training_breaks as b
    where b.user_id = p_plan.user_id and b.plan_id = p_plan.id and b.starts_on > v_today;

    insert into public.training_breaks (user_id, kind, starts_on, ends_on, plan_id)
    select p_plan.user_id, 'deload', w.starts_on, w.starts_on + 6, p_plan.id
    from public.profiles as p
    cross join lateral (
        select private.week_start(private.local_day(p.id, p_plan.activated_at), p.week_starts_on) + 7 * (n - 1) as starts_on
        -- A year for a plan without an end. The week of the activation is the first.
        from generate_series(p_plan.deload_every_weeks, coalesce(p_plan.total_weeks, 52), p_plan.deload_every_weeks) as n
    ) as w
    where p.id = p_plan.user_id and p_plan.is_active and w.starts_on > v_today;
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
        perform private.fail('PT422', 'must be a list of at most 100', '{"field": "p_results"}');
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
            -- What is left the database knows better than whoever removed it.
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
                -- 1, 2, 4 … minutes, an hour at most.
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
    -- One settlement at a time, or one that saw older facts could overwrite what another one made of newer ones. Nobody
    -- else waits here: who writes facts leaves a note in streak_changes and touches nothing settled.
    perform pg_advisory_xact_lock(hashtextextended('private.settle_streaks', 0));
    v_users := array(
        select p.id from public.profiles as p
        where p.id > p_after or p_after is null
        order by p.id
        limit p_limit
    );
    -- What is yet to come isn't settled: it can still change without a note.
    v_days := array_fill(private.settled_before(least(p_now, now())), array[cardinality(v_users)]);
    loop
        begin
            -- One statement, one snapshot: a note is taken away exactly when the fact it stands for was seen.
            with noted as (
                delete from private.streak_changes as c where c.user_id = any(v_users)
            )

            select array_agg(s::private.settled_streaks) into v_settled
            from (
                select w.* from private.weekly_streaks(v_users, v_days, true) as w
                union all
                select d.* from private.daily_streaks(v_users, v_days) as d
            ) as s;

            -- New ones first: they look at profiles, and who deletes an account holds its profile before what hangs on it.
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
    -- A load that was lifted elsewhere can be one that can't be built here; what a person asked for stands.
    if v_load is null or v_load is not distinct from p_target.weight_kg then
        return v_result;
    end if;
    v_result.new_target.weight_kg := private.nearest_buildable(
        case when p_terms.is_assisted then -1 else 1 end * 'infinity'::numeric, v_load, p_terms
    );
    return v_result;
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
    -- Week by week from the first: the same steps as in private.weekly_streaks, and those of missed weeks one by one.
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
            -- Who flew west may have trained in a week that is yet to come here, and below on such a day.
            and (o.week_start < p_week or o.is_met)
        union all
        -- The running week breaks nothing before it ends.
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
            '%s lifts have not moved for three workouts: a light week may get them going again.', jsonb_array_length(v_stalled)
        )
    );
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
        -- Held back is a step that has just been taken; another target isn't higher than last time.
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
                select o.week_start, o.is_met
                from private.streak_weeks as o
                where o.user_id = u.user_id
                    and o.week_start >= coalesce(s.settled_until, '-infinity')
                    -- Who flew west may have trained in a week that is yet to come here.
                    and (o.week_start < r.week_start or o.is_met and not p_is_settling)
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
                -- What the day asked for and nobody began.
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
        -- Written with the marks that were found for them. Another version of a row, in the transaction that inserted it, would
        -- have all its foreign keys checked again (60 checks for 20 sets).
        perform private.write_sets(p_workout.sets, private.marks_of(p_user, v_sets));
        perform private.derive_rewards(p_user, v_derived);
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
   FROM ( VALUES ('workouts'::public.achievement_metric,'workouts'::text,false,'{"from": {"max": 5, "type": "text", "pattern": "^([01]\\d|2[0-4]):[0-5]\\d$"}, "until": {"max": 5, "type": "text", "pattern": "^([01]\\d|2[0-4]):[0-5]\\d$"}, "planned": {"type": "boolean"}, "weekdays": {"max": 6, "min": 1, "type": "array"}}'::jsonb,'completed workouts with a working set'::text,'`from`, `until`: started in this window of the user''s local time, `until` excluded; over midnight if `until` is the earlier one · `weekdays`: 1 Monday … 7 · `planned`: started from a day of a plan, or not'::text), ('sets'::public.achievement_metric,'workouts'::text,false,'{}'::jsonb,'working sets'::text,''::text), ('volume_kg'::public.achievement_metric,'workouts'::text,false,'{}'::jsonb,'[volume](#what-a-set-counts-for)'::text,''::text), ('records'::public.achievement_metric,'workouts'::text,false,'{}'::jsonb,'[records](#records)'::text,''::text), ('exercises'::public.achievement_metric,'workouts'::text,false,'{}'::jsonb,'different exercises of which something could be measured: a load, repetitions, seconds, metres'::text,''::text), ('returns'::public.achievement_metric,'workouts'::text,false,'{"days": {"max": 3650, "min": 2, "type": "integer", "required": true}}'::jsonb,'workouts that came after a break'::text,'`days`: at least so many since the day of the workout before'::text), ('muscle_groups_in_week'::public.achievement_metric,'workouts'::text,true,'{"sets": {"max": 30, "min": 0.5, "type": "number", "required": true}}'::jsonb,'in the best week, muscle groups (chest, back, shoulders, biceps, triceps, legs, abs) with enough sets; a set counts 1 for its target, ½ for a helper'::text,'`sets`: enough'::text), ('distance_km'::public.achievement_metric,'workouts'::text,false,'{}'::jsonb,'metres of working sets / 1000'::text,''::text), ('cardio_minutes'::public.achievement_metric,'workouts'::text,false,'{}'::jsonb,'seconds of working sets of cardio exercises / 60'::text,''::text), ('weeks_on_target'::public.achievement_metric,'weeks'::text,false,'{}'::jsonb,'weeks that met their target'::text,''::text), ('weekly_streak'::public.achievement_metric,'weeks'::text,true,'{}'::jsonb,'the longest [streak](#streaks) of weeks, freezes and breaks included'::text,''::text), ('check_ins'::public.achievement_metric,'check_ins'::text,false,'{}'::jsonb,'days with a check-in'::text,''::text), ('plans'::public.achievement_metric,'plans'::text,false,'{}'::jsonb,'plans the user has'::text,''::text)) m(metric, source, takes_best, parameters, counts, takes);

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

CREATE TYPE "private"."derivation" AS ("sessions" uuid[], "sets" private.scored_sets[], "change" private.change, "moved_sessions" uuid[], "moved_days" date[]);

CREATE OR REPLACE FUNCTION private.derive_rewards(p_user uuid, p_derived private.derivation)
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
        case when v_change.is_latest then p_derived.sets end
    );
    -- Targets moved with these workouts alone, unless later ones hang on them.
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
    -- Steps that hang on sets which are gone. Without exercises before there were no steps either.
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
    return (p_sessions, p_sets, v_change, v_moved, v_moved_days)::private.derivation;
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
    v_eased_at timestamptz;
    v_reduced private.load_reduction;
    v_result private.evaluation;
    v_old jsonb;
    -- The workout that came late, and all that changed: what it leaves as it was goes on as it did.
    v_late uuid := case when not p_is_undisturbed then p_sets[1].session_id end;
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
        -- A decision comes before other plates of the same moment, and both before a workout.
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
            v_is_first := v_late is not null;
            v_is_aside := false;
        end if;
        continue when v_is_aside;
        -- Sets of another exercise, swapped in for a day, say nothing about this one.
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
                -- One day eases all its exercises alike.
                if v_eased_at is distinct from v_event.happened_at then
                    v_reduced := private.load_reduction_at(p_user, v_event.happened_at, v_event.day);
                    v_eased_at := v_event.happened_at;
                end if;
                v_reduction := v_reduced;
            end if;
            if v_reduction.reason_code is not null then
                -- An easier day was due: what was missing counts for nothing.
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
            v_is_aside := v_event.session_id = v_late
            and (v_result.new_target, v_result.failures, v_result.state) is not distinct from (v_target, v_failures, v_state);
            v_is_first := false;
        end if;
        v_target := v_result.new_target;
        v_failures := v_result.failures;
        v_state := v_result.state;
        -- What the plan was made with is where the fold begins, not a step of it.
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
    v_set record;
    v_exercise uuid;
    v_session uuid;
    -- What the next set has to beat: the best of all workouts before, then of the sets before in this one. Without a best
    -- before, the workout is the baseline and null beats nothing.
    v_load numeric;
    v_reps numeric;
    v_1rm_kg numeric;
    v_duration numeric;
    v_distance numeric;
    v_is_record boolean;
    v_marks private.set_mark[];
begin
    for v_set in
        -- Each look into an array of rows takes them all apart.
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
                -- Only a list asks for another number from set to set, and only a wave for another load.
                private.target_amount(p.old_target ->> 'reps', 1) as least,
                (p.old_target ->> 'weight_kg')::numeric as load_kg,
                p.old_target -> 'loads_kg' as loads_kg
            from sessions as o
            inner join public.prescriptions as p on p.user_id = p_user and p.session_id = o.id and p.superseded_at is null
        ),

        -- Materialized: in a database without statistics the planner would look for them again with each set (a tenth of a call).
        priors as materialized (
            select x.*
            from sessions as o
            -- The offset keeps the planner on the index of the session, whatever its statistics say.
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
                -- The plan it was judged by may be gone: what it said then stays.
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
        -- A set of another exercise, swapped in for the day, was not what the target is about.
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
            -- Not greatest(): a baseline stays one.
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

CREATE OR REPLACE FUNCTION private.recompute_targets(p_user uuid, p_plan_exercises uuid[], p_from timestamp with time zone, p_sets private.scored_sets[] DEFAULT NULL::private.scored_sets[], p_are_latest boolean DEFAULT false)
 RETURNS uuid[]
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_steps private.target_step[];
    v_lines uuid[];
    v_loads numeric[];
begin
    -- The newest workout, and no step stood since: nothing to compare, and what has no new step stays where it is.
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
        into v_lines, v_loads
        from (
            select distinct on (o.plan_exercise_id) o.plan_exercise_id, (o.new_target ->> 'weight_kg')::numeric as weight_kg
            from unnest(v_steps) as o
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
        -- The offset keeps the planner on the index of the session, whatever its statistics say.
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
        -- From the sessions, which are few, to their sets: a plan's exercise may have years of them.
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
        -- The offset keeps the planner on the index of the session, whatever its statistics say.
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

COMMENT ON COLUMN "private"."exercise_grams"."visible_to" IS 'First in the key, so that a search never reads custom names of other users. The nil uuid is everybody.';

COMMENT ON COLUMN "private"."gear_facts"."loads_kg" IS 'In kilograms, ascending. Null: unknown from here on, so any load is allowed.';

COMMENT ON COLUMN "private"."memory_vectors"."model" IS 'The provider''s name of the embedding model.';

COMMENT ON COLUMN "private"."notification_templates"."is_plural" IS 'The text for several at once (data.count above 1); if there is none, the singular is used.';

COMMENT ON COLUMN "private"."nudged_zones"."day" IS 'The local date; the next one starts over.';

COMMENT ON COLUMN "private"."nudged_zones"."reached" IS 'The last user checked, in order of id. Null: none yet.';

COMMENT ON COLUMN "private"."outbox"."attempt" IS 'Number of the latest claim: only its holder may settle it.';

COMMENT ON COLUMN "private"."outbox"."failures" IS 'Failed attempts, lost claims included; after the sixth it is dead.';

COMMENT ON COLUMN "private"."outbox"."next_attempt_at" IS 'When it may be claimed; while claimed, when the claim ends.';

COMMENT ON COLUMN "private"."outbox"."provider_id" IS 'The provider''s id of the message.';

COMMENT ON COLUMN "private"."outbox"."receipt_due_at" IS 'When to ask the provider for the receipt of an accepted message; null if there is none to ask for.';

COMMENT ON COLUMN "private"."retention"."reason" IS 'Why this period, as docs/privacy.md says it.';

COMMENT ON COLUMN "private"."retention"."table_name" IS 'With its schema. A table that this database doesn''t have is skipped.';

COMMENT ON COLUMN "private"."retention"."time_column" IS 'A timestamptz column; a row where it is null is kept.';

COMMENT ON COLUMN "private"."tombstones"."row_key" IS 'The key columns of the deleted row, as JSON.';

COMMENT ON COLUMN "public"."ai_coach_messages"."level" IS 'The level that a level_up congratulates on; one message per level, ever.';

COMMENT ON COLUMN "public"."ai_coach_messages"."model" IS 'The language model that wrote it; null if none did.';

COMMENT ON COLUMN "public"."ai_coach_messages"."suggestions" IS 'Suggested replies: a list of short texts.';

COMMENT ON COLUMN "public"."ai_coach_messages"."tone" IS 'The tone of the answer: friendly, encouraging, celebrating, calm or serious.';

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

COMMENT ON COLUMN "public"."profiles"."current_goal_id" IS 'The active row of user_goals. Kept by trigger; no foreign key, because it would be a second one between the two tables.';

COMMENT ON COLUMN "public"."profiles"."level" IS 'Derived from experience_points. Written by the server.';

COMMENT ON COLUMN "public"."profiles"."subscription_status" IS 'Derived from the user''s subscriptions. Trial and active are premium; canceled is premium until the paid period ends.';

COMMENT ON COLUMN "public"."profiles"."username" IS 'Unique regardless of case. 3 to 30 letters, digits, _ and dots.';

COMMENT ON COLUMN "public"."profiles"."weekly_workout_target" IS 'Training days per week. Null: as many as the active plan has, else 3.';

COMMENT ON COLUMN "public"."push_devices"."platform" IS 'The push service that gave out the token.';

COMMENT ON COLUMN "public"."push_devices"."token" IS 'The push service''s token for the app on this device.';

COMMENT ON COLUMN "public"."subscriptions"."access_until" IS 'When access ends without further events: the period''s end, a little later while it renews, the end of the grace period while
payment fails. Null: never, or not begun.';

COMMENT ON COLUMN "public"."subscriptions"."renews" IS 'Whether it renews automatically, as far as is known.';

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

COMMENT ON FUNCTION "private"."access_end"(private.subscription_state, interval) IS 'When the access that a subscription in this state gives ends or ended. Null: never, or not begun.';

COMMENT ON FUNCTION "private"."add_day"(uuid, jsonb, text) IS 'add_day: at the end of the plan unless a place in its last week is given.';

COMMENT ON FUNCTION "private"."add_exercise"(uuid, jsonb, text) IS 'add_exercise: at the end of its day unless a place is given.';

COMMENT ON FUNCTION "private"."add_goal"(uuid, jsonb, text, timestamp with time zone) IS 'set_goal: it becomes the active goal; the one before is kept, inactive.';

COMMENT ON FUNCTION "private"."advance_wave"(private.evaluation, private.terms, integer[], numeric[], numeric[]) IS 'One workout of a percentage wave: done, the next week comes, after the last one a higher training max; failed as often in a row as
after_failures, the training max goes down and the wave begins anew.';

COMMENT ON FUNCTION "private"."affinity_at"(uuid, timestamp with time zone) IS 'How well coach and user know each other at a moment: 0 to 100, and new (under 20), familiar (under 50), close (under 80) or
trusted. By local day 5 points for a workout, 2 for a check-in, 1 for each message to the coach up to 3; at most 8. A point has a half-life of
60 days; the sum S gives 100 x (1 - e^(-S/150)).';

COMMENT ON FUNCTION "private"."after_billing_event"(private.subscription_state, private.billing_events, interval) IS 'The state of a subscription after one more event; the only place that knows what an event does. Called in order of event time.';

COMMENT ON FUNCTION "private"."after_quiet_hours"(timestamp with time zone, text, time without time zone, time without time zone) IS 'The moment itself, or the end of the quiet hours it falls into. Local times in this IANA zone; p_from null: no quiet hours.';

COMMENT ON FUNCTION "private"."after_weight_change"() IS 'Row trigger on tables with a body weight: recomputes the estimate of the active goal.';

COMMENT ON FUNCTION "private"."after_workouts_changed"(uuid, uuid[], boolean) IS 'Derives all that hangs on these workouts, logged, changed or deleted: totals, records, targets, marks, weeks, XP,
achievements.';

COMMENT ON FUNCTION "private"."announce_plans"() IS 'Statement trigger on plans, their days and exercises: broadcasts plan.changed.';

COMMENT ON FUNCTION "private"."announce_sets"() IS 'Statement trigger: broadcasts that sets were inserted, updated or deleted.';

COMMENT ON FUNCTION "private"."announce_workout"() IS 'Row trigger: workout.* goes to the user''s topic, and for a running workout also to its own topic; rest.* only to the latter.';

COMMENT ON FUNCTION "private"."append_only"() IS 'Row trigger before update or delete: rows stay as written until their owner is deleted or private.retention expires them.';

COMMENT ON FUNCTION "private"."apply_billing_event"(private.billing_events, timestamp with time zone) IS 'Applies a stored event: rebuilds its subscriptions and their owners'' status. Returns why it doesn''t count, or null.';

COMMENT ON FUNCTION "private"."are_loads"(numeric[], integer) IS 'Whether a list has at most this many entries, each a load above 0 and up to 500 kg.';

COMMENT ON FUNCTION "private"."before_goal_change"() IS 'Row trigger on user_goals: one active goal per user, and the estimate.';

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

COMMENT ON FUNCTION "private"."check_percents"(jsonb, text) IS 'PT422 for the first entry that is not a percentage of a training max.';

COMMENT ON FUNCTION "private"."check_plan_document"(uuid, jsonb) IS 'PT422 with the invalid field unless this is a plan document; PT404 for an exercise this user may not use.';

COMMENT ON FUNCTION "private"."check_plan_exercise"() IS 'Row trigger: validates target_reps and progression, and that the owner may use the exercise.';

COMMENT ON FUNCTION "private"."check_plan_exercises"() IS 'Statement trigger after insert: exercises are ours, approved or the owner''s own (PT404), at most 50 per day.';

COMMENT ON FUNCTION "private"."check_progression"(jsonb, text) IS 'PT422 with the invalid field unless this is a rule list or a named scheme.';

COMMENT ON FUNCTION "private"."check_rules"(jsonb, text) IS 'PT422 with the invalid field unless these are rules.';

COMMENT ON FUNCTION "private"."check_shape"(jsonb, text, jsonb) IS 'Validates one object against its shape; PT422 names the first invalid field. A null path is the top level.';

COMMENT ON FUNCTION "private"."check_shapes"(jsonb, text, jsonb) IS 'Validates every object of an array; PT422 names the first invalid field. In the path, [] stands for the index: days[0].exercises[].';

COMMENT ON FUNCTION "private"."check_stages"(jsonb, text) IS 'PT422 with the invalid field unless these are sets and reps to switch between.';

COMMENT ON FUNCTION "private"."check_target_reps"(text, text) IS 'PT422 with this field unless the text is in the notation of target_reps; null passes.';

COMMENT ON FUNCTION "private"."check_template"() IS 'Row trigger: validates the plan document of a template.';

COMMENT ON FUNCTION "private"."check_wave"(jsonb, text) IS 'PT422 with the invalid field unless the weeks of a percentage wave are valid.';

COMMENT ON FUNCTION "private"."claim_receipts"(integer, public.message_channel[], timestamp with time zone) IS 'See public.claim_receipts.';

COMMENT ON FUNCTION "private"."clear_success_mark"() IS 'Row trigger on sets: one that a person takes out of its plan has no target any more.';

COMMENT ON FUNCTION "private"."close_receipts"(timestamp with time zone, integer) IS 'Batch function of a job: stops asking for receipts of messages sent a day ago; Expo keeps receipts for a day.';

COMMENT ON FUNCTION "private"."column_values"(jsonb) IS 'A document''s own keys as jsonb_populate_record can read them, without nulls.';

COMMENT ON FUNCTION "private"."count_stalls"(private.evaluation, private.terms, integer[], numeric[], numeric[]) IS 'Counts workouts in a row in which the estimated 1RM didn''t rise by 0.5 %, where a rule has after_stalls; as many without a
success among them at the end take the load down.';

COMMENT ON FUNCTION "private"."create_plan"(uuid, jsonb, public.plan_author, timestamp with time zone) IS 'See public.create_plan; p_author is its created_by.';

COMMENT ON FUNCTION "private"."current_targets"(uuid, uuid[], timestamp with time zone) IS 'The targets of a plan''s exercises, each given once, as they stood before a moment (infinity: now), the failures in a row, and
why they are so.';

COMMENT ON FUNCTION "private"."daily_streaks"(uuid[], date[]) IS 'The daily streak of each user as all days before one make it: what is settled, and the days since. Streaks that stand as they
were settled are left out.';

COMMENT ON FUNCTION "private"."default_channels"(public.notification_category) IS 'The channels of a category for a user without a row in notification_preferences. Fails for a category that is not declared.';

COMMENT ON FUNCTION "private"."deload_reduction"(uuid, date) IS 'What a deload week takes off a day, the strongest if several meet; null outside of one.';

COMMENT ON FUNCTION "private"."derive_rewards"(uuid, private.derivation) IS 'Derives what follows from scores and targets, once the sets are written and marked: records, weeks, XP, achievements.';

COMMENT ON FUNCTION "private"."derive_scores"(uuid, uuid[], private.scored_sets[], boolean) IS 'Derives from these workouts, of which p_sets are all sets: scores by exercise, what had to be beaten, targets. Returns what
derive_rewards goes on with. The caller holds the user''s lock.';

COMMENT ON FUNCTION "private"."embedding_of"(text, text) IS 'A vector from its text, normalised to length one; PT422 names the field.';

COMMENT ON FUNCTION "private"."entitlement_at"(uuid, timestamp with time zone) IS 'The subscription_status of a user at a moment, which is also the tier for quotas: free, trial, active or canceled.';

COMMENT ON FUNCTION "private"."estimated_completion"(public.goal_type, public.fitness_level, numeric, numeric, numeric, date) IS 'The day a body goal is reached at a sensible pace, from weights in kilograms; null for goals without a target weight.';

COMMENT ON FUNCTION "private"."events_of_subscription"(public.billing_provider, text) IS 'All events of a subscription in the order in which they happened, transfers and refunds included.';

COMMENT ON FUNCTION "private"."exact_kg"(numeric) IS 'The exact weight behind kilograms rounded to the gram: whole quarter pounds come back unrounded, so that sums stay exact.';

COMMENT ON FUNCTION "private"."expire_subscriptions"(timestamp with time zone, integer) IS 'For a job: marks subscriptions whose access has ended as expired, and their users as free, at most p_limit; returns how many. Access
itself ended earlier, by the clock: this is for readers of the status.';

COMMENT ON FUNCTION "private"."fill_in"(text, jsonb) IS 'The text with each {name} replaced by that key''s value, at most 100 characters each.';

COMMENT ON FUNCTION "private"."find_memories"(uuid, extensions.halfvec, text, text, integer, timestamp with time zone) IS 'The memories nearest to a vector of this model and to a text, best first, without expired ones. Null: that list is left out.';

COMMENT ON FUNCTION "private"."fold_subscription"(public.billing_provider, text, timestamp with time zone) IS 'Rebuilds the row of a subscription from its events: idempotent, and independent of the order in which they arrived.
Returns the users whose access may have changed, the owner first; empty when no user has it.';

COMMENT ON FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) IS 'The steps of these targets from a moment on, as the facts have them: workouts by (started_at, id), decisions by their time,
line after line. Null if they were thought undisturbed and are not.';

COMMENT ON FUNCTION "private"."forget_billing"() IS 'Row trigger before delete: deletes events that name the account and belong to no user.';

COMMENT ON FUNCTION "private"."forget_billing_events"(timestamp with time zone, integer) IS 'For a job: deletes events that belonged to no user for 400 days, at most p_limit; returns how many. Others go with their user.';

COMMENT ON FUNCTION "private"."forget_expired_memories"(timestamp with time zone, integer) IS 'For a job: deletes at most p_limit expired memories with their words and vectors, and returns how many.';

COMMENT ON FUNCTION "private"."gear_of"(uuid) IS 'The loads that a user''s equipment makes now, by piece of equipment: as user_equipment has it, else bars, plates and dumbbells
of the preferences. Null where they are unknown.';

COMMENT ON FUNCTION "private"."gym_unit"(uuid, timestamp with time zone) IS 'The unit of the weights that a user trained with at a moment.';

COMMENT ON FUNCTION "private"."has_account"() IS 'Whether the caller''s account still exists: a token outlives it for a while. For policies on the platform''s tables.';

COMMENT ON FUNCTION "private"."has_gear"(uuid) IS 'Whether the user''s loads were ever known; if not, any load is allowed.';

COMMENT ON FUNCTION "private"."index_exercise"() IS 'Row trigger after insert or update on exercises: rebuilds its spellings.';

COMMENT ON FUNCTION "private"."initial_load"(uuid, uuid, private.target, numeric, numeric, numeric[], timestamp with time zone) IS 'A load to begin with where a target has none, from the best estimated 1RM of the last 90 days and the RPE curve; no row without one.';

COMMENT ON FUNCTION "private"."initial_load_text"(numeric, integer, numeric, public.preferred_unit) IS 'How a first load follows from the estimated 1RM, in a sentence.';

COMMENT ON FUNCTION "private"."initial_target"(private.target_facts, numeric[]) IS 'A person''s decision with the target and the memory its rules begin with. Of a wave that goes on it has the week and the training
max it has come to.';

COMMENT ON FUNCTION "private"."invalidate_settled_streaks"(uuid, date) IS 'A fact of this day changed: what is settled of the user may no longer hold.';

COMMENT ON FUNCTION "private"."is_deriving"() IS 'Whether write_workout is writing what it has derived, in this transaction.';

COMMENT ON FUNCTION "private"."is_large_change"(jsonb, jsonb, jsonb) IS 'Whether a change waits for its user: an exercise is removed (its workouts lose their link to the plan, which undo can''t restore), a day
is added or removed, more than three exercises change, or more than one and more than a third of the plan''s.';

COMMENT ON FUNCTION "private"."is_news"(timestamp with time zone, timestamp with time zone) IS 'Whether a fact is recent enough to notify of: importing or recomputing a history sends no congratulations on the past.';

COMMENT ON FUNCTION "private"."is_past_retention"(text, jsonb) IS 'Whether a row is past its retention period. By the real clock, because append-only tables ask before they allow a delete.';

COMMENT ON FUNCTION "private"."is_premium"(uuid, timestamp with time zone) IS 'Whether the user has paid access at a moment, by default now.';

COMMENT ON FUNCTION "private"."is_timezone"(text) IS 'Whether the server knows an IANA time zone of this name.';

COMMENT ON FUNCTION "private"."keep_answer_vectors"(uuid, jsonb) IS 'Stores the vectors of an answer''s memories and returns the ids of these memories in their order; null for one that was not kept.';

COMMENT ON FUNCTION "private"."keep_gear"(uuid, timestamp with time zone) IS 'Records the loads that can be made from a moment on, where they differ from before.';

COMMENT ON FUNCTION "private"."known_change"(uuid, jsonb) IS 'The change with this id, null columns if there is none. PT409 if its content differs, PT404 if it is another user''s.';

COMMENT ON FUNCTION "private"."known_message"(uuid, jsonb, public.message_sender) IS 'The conversation of a message that is stored already, or null. PT409 if the stored message differs, PT404 if it is another user''s.';

COMMENT ON FUNCTION "private"."latest_records"(uuid, integer) IS 'The latest records that beat an earlier value; a first value is not one.';

COMMENT ON FUNCTION "private"."limit_plan_days"() IS 'Statement trigger after insert: at most 100 days per plan.';

COMMENT ON FUNCTION "private"."load_reduction_at"(uuid, timestamp with time zone, date) IS 'Why a workout that starts at a moment of a local day may be easier than its target, and by how much (percent of load and sets that
remain); null on an ordinary day. The stronger reduction counts, a deload week before a hold.';

COMMENT ON FUNCTION "private"."local_day"(uuid, timestamp with time zone) IS 'The user''s local date at a moment.';

COMMENT ON FUNCTION "private"."lock_caller"() IS 'Statement trigger before client writes: takes the lock before any row is touched, so that two devices can''t deadlock.';

COMMENT ON FUNCTION "private"."lock_user"(uuid) IS 'Serialises writers of one user until the transaction ends; false when the profile is gone. `no key update`, so that rows which
reference the profile can still be inserted.';

COMMENT ON FUNCTION "private"."locked_change"(uuid, uuid) IS 'This user''s change, locked; PT404 if there is none.';

COMMENT ON FUNCTION "private"."lowered_load"(numeric, numeric, private.terms) IS 'A load made easier by a percentage: down to a whole step, and buildable.';

COMMENT ON FUNCTION "private"."mark_scored_sets"(uuid, private.scored_sets[]) IS 'Marks these sets, all of some workouts, as marks_of finds them.';

COMMENT ON FUNCTION "private"."marks_of"(uuid, private.scored_sets[]) IS 'Of all sets of some workouts those whose marks are to change. A record was strictly above every set before it by (started_at,
set_order, id); a success met the target of its day.';

COMMENT ON FUNCTION "private"."match_spellings"(uuid, text) IS 'Exercises with a name or alias similar to the query, scored 0 to 900.';

COMMENT ON FUNCTION "private"."max_failures"() IS 'The number of failed attempts after which a message is dead.';

COMMENT ON FUNCTION "private"."memories_by_words"(uuid, text, uuid[]) IS 'The hundred memories that share most words with a text, each weighed by how rare it is; ties: more important first, then
latest said.';

COMMENT ON FUNCTION "private"."memory_key"(text) IS 'Equal for texts that differ only in case, white space, full stops and exclamation marks.';

COMMENT ON FUNCTION "private"."memory_of"(uuid, text) IS 'The id of the memory with this content, found by the unique index; null if there is none.';

COMMENT ON FUNCTION "private"."move_change"(public.plan_changes, public.change_status, public.change_status, timestamp with time zone) IS 'Moves a change to a status and returns its plan (columns null if it has none); no effect if it has that status already. PT409 if its
status is not the expected one, or if the rows it starts from have changed since.';

COMMENT ON FUNCTION "private"."nearest_buildable"(numeric, numeric, private.terms) IS 'The load that can be built on the way from one load to a wanted one.';

COMMENT ON FUNCTION "private"."next_reminder"(uuid, public.notification_type, timestamp with time zone) IS 'When to check next after a moment: for workout_due on the plan''s weekdays, or daily if it has none; for week_empty on the fourth
day of the user''s week. Null: never, in the current state.';

COMMENT ON FUNCTION "private"."next_zone_to_nudge"(timestamp with time zone) IS 'The zone to continue in and the last user checked there; all null if none is due.';

COMMENT ON FUNCTION "private"."notification_declaration"(public.notification_type) IS 'What is declared of a type; its texts are in private.notification_templates. Fails for a type that is not declared.';

COMMENT ON FUNCTION "private"."notify"(uuid, public.notification_type, jsonb, text, timestamp with time zone) IS 'The only way to notify a user: writes the inbox and the outbox as the user''s preferences say, once per dedupe key, in the user''s
language; what falls into quiet hours is sent at their end. Returns the notification''s id, null if none was written.';

COMMENT ON FUNCTION "private"."nudge_streaks"(timestamp with time zone, integer) IS 'For a job: checks at most p_limit users not yet checked today where it is between 10:00 and 20:00, writes to those whose streak is
about to end, and returns how many it checked; fewer than p_limit means that none are left for now.';

COMMENT ON FUNCTION "private"."on_achievement"() IS 'Row trigger on achievement_awards: one notification per achievement, however often it is recomputed.';

COMMENT ON FUNCTION "private"."on_check_in_streak"() IS 'Row trigger: a check-in keeps the daily streak, as long as it is there.';

COMMENT ON FUNCTION "private"."on_check_in_xp"() IS 'Row trigger: a day with a check-in is worth XP, as long as the check-in is there.';

COMMENT ON FUNCTION "private"."on_consent_written"() IS 'Row trigger: sets decided_at to the server''s time; repeating the same decision keeps it.';

COMMENT ON FUNCTION "private"."on_equipment_change"() IS 'Statement trigger on what could be built: the targets of the plans'' exercises that it concerns are derived anew from there.';

COMMENT ON FUNCTION "private"."on_gear_change"() IS 'Row trigger on equipment and preferences: records the loads that can be made, with the time.';

COMMENT ON FUNCTION "private"."on_level_up"() IS 'Row trigger on ai_coach_messages, which has one level_up message per level, ever.';

COMMENT ON FUNCTION "private"."on_notifications_read"() IS 'Statement trigger: deletes pending messages of notifications that were read in the app.';

COMMENT ON FUNCTION "private"."on_nudge"() IS 'Row trigger on ai_coach_messages: a nudge of the coach is also a notification.';

COMMENT ON FUNCTION "private"."on_own_exercise_change"() IS 'Row trigger on a user''s own exercises: targets follow what they need and whether they isolate, which the pounds'' step goes by.';

COMMENT ON FUNCTION "private"."on_plan_days_changed"() IS 'Statement trigger on workout_plan_days: reschedules reminders.';

COMMENT ON FUNCTION "private"."on_plan_edit"() IS 'Row trigger: keeps what a person sets as a fact with its time. Workouts that started before it no longer move the target.';

COMMENT ON FUNCTION "private"."on_plan_made"() IS 'Row trigger on plan_origins: notifies that a generated or imported plan is ready.';

COMMENT ON FUNCTION "private"."on_premium_changed"() IS 'Row trigger on profiles: notifies that paid access began or ended. Moves between trial, active and canceled notify nobody.';

COMMENT ON FUNCTION "private"."on_records_beaten"() IS 'Statement trigger on personal_records: one record.achieved and one notification per workout, however many records it set.';

COMMENT ON FUNCTION "private"."on_reminder_change"() IS 'Row trigger: reschedules the user''s reminders.';

COMMENT ON FUNCTION "private"."on_sign_up"() IS 'Row trigger after insert on auth.users: creates the profile, and never makes sign-up fail.';

COMMENT ON FUNCTION "private"."on_timezone_change"() IS 'Row trigger on profiles: rejects an unknown zone and keeps the history of zones. A change applies from the next local midnight.';

COMMENT ON FUNCTION "private"."on_unit_change"() IS 'Row trigger on profiles: the gym''s unit is the user''s, unless the gym has its own.';

COMMENT ON FUNCTION "private"."onboard_goal"(uuid, jsonb, timestamp with time zone) IS 'Creates or replaces the active goal; returns its id.';

COMMENT ON FUNCTION "private"."onboard_profile"(uuid, jsonb, timestamp with time zone) IS 'Updates the profile from onboarding; keys that aren''t sent keep the present value.';

COMMENT ON FUNCTION "private"."operation_shapes"() IS '{op: {key: rule}} of all operations, rules as in check_shape; items are the rules of an array''s elements.';

COMMENT ON FUNCTION "private"."outcome_loads"(jsonb, private.target, integer) IS 'The loads of a told workout: as told, else those of the target.';

COMMENT ON FUNCTION "private"."own_exercise_equipment"() IS 'Row trigger before insert: the row belongs to the owner of the exercise.';

COMMENT ON FUNCTION "private"."payload_key"(jsonb) IS 'The id in a field of a payload, or the id of the object in it.';

COMMENT ON FUNCTION "private"."payload_names"(jsonb) IS 'The customer ids in an array of a payload; ids of our users in our spelling.';

COMMENT ON FUNCTION "private"."payload_texts"(jsonb) IS 'The texts of an array in a payload; empty if it isn''t an array.';

COMMENT ON FUNCTION "private"."payload_time"(jsonb, integer) IS 'The moment of a payload''s Unix time, in units of 1/p_per_second seconds.';

COMMENT ON FUNCTION "private"."place_day"(uuid, uuid, integer) IS 'Moves a day to a place in its week (from 1); the others keep their order.';

COMMENT ON FUNCTION "private"."place_exercise"(uuid, uuid, integer) IS 'Moves an exercise to a place in its day (from 1); the others keep their order.';

COMMENT ON FUNCTION "private"."plan_day_row"(uuid, uuid, jsonb) IS 'The row of a new day, from a day of a plan document.';

COMMENT ON FUNCTION "private"."plan_exercise_row"(uuid, uuid, jsonb) IS 'The row of a new exercise, from an exercise of a plan document.';

COMMENT ON FUNCTION "private"."plan_of_operation"(uuid, jsonb, text) IS 'The plan that an operation changes; null if it changes none. PT404 unless what it names exists and is this user''s.';

COMMENT ON FUNCTION "private"."plan_outline"(uuid, uuid, uuid) IS 'The week of a plan that contains this day, with the ids that changes need: its first 40 exercises; left_out counts the others.';

COMMENT ON FUNCTION "private"."plan_reminders"(uuid, timestamp with time zone) IS 'Reschedules the user''s reminders: called when the time zone, week start, reminder time or active plan changed.';

COMMENT ON FUNCTION "private"."plan_row"(uuid, jsonb, public.plan_author, timestamp with time zone) IS 'The row of a new plan, from a plan document.';

COMMENT ON FUNCTION "private"."plan_shape"(text) IS 'The shape (see check_shapes) of a part of a plan document: plan, day or exercise.';

COMMENT ON FUNCTION "private"."plan_weekdays"(uuid) IS 'The weekdays (1 Monday … 7) of the active plan''s days; null if none of them has one.';

COMMENT ON FUNCTION "private"."planned_workout"(uuid, uuid) IS 'What the plan asks for on a day, as history keeps it; null for an unknown day.';

COMMENT ON FUNCTION "private"."plate_loads"(numeric[], numeric[], boolean) IS 'Every load that a base and any of the plates make, ascending. Each entry is a pair of plates: put on together, one a
side, up to 2000 kg; or singly, up to 250 kg. PT422 beyond 2000 loads.';

COMMENT ON FUNCTION "private"."pound_loads"(public.mechanic) IS 'The loads assumed for an imperial gym without details: multiples of 5 lb, 2.5 lb for isolation.';

COMMENT ON FUNCTION "private"."preview_step"(uuid, uuid, private.target, jsonb, boolean, timestamp with time zone) IS 'The target after the next workout: with all that its rules ask for and no more, or with the last set one repetition short.';

COMMENT ON FUNCTION "private"."process_billing_events"(timestamp with time zone, integer) IS 'For a job: processes stored events that aren''t processed yet, at most p_limit; returns how many. Failed ones are retried later.';

COMMENT ON FUNCTION "private"."purge_notifications"(timestamp with time zone, integer) IS 'Batch function of a job: deletes messages settled 30 days ago, notifications read or never shown after 90 days, and all after a
year. Returns the number of deleted rows.';

COMMENT ON FUNCTION "private"."raised_load"(numeric, numeric, jsonb, private.terms) IS 'The load after a step of a rule: harder, buildable, within its ceiling; the load itself when there is none such.';

COMMENT ON FUNCTION "private"."read_billing_event"(public.billing_provider, text, jsonb) IS 'The meaning of an event, in terms of private.billing_effect.';

COMMENT ON FUNCTION "private"."read_only"() IS 'Row trigger instead of a write to a read-only view: without it a client''s attempt raises 55000, a 500 of the Data API; with it
the client''s privileges are checked first.';

COMMENT ON FUNCTION "private"."read_revenuecat"(text, jsonb) IS 'The meaning of an event of RevenueCat. Accepts any payload and never fails.';

COMMENT ON FUNCTION "private"."read_search_cursor"(text) IS 'The position that a cursor stands for; PT422 for anything else.';

COMMENT ON FUNCTION "private"."read_stripe"(text, jsonb) IS 'The meaning of an event of Stripe. Accepts any payload and never fails.';

COMMENT ON FUNCTION "private"."read_stripe_subscription"(text, jsonb) IS 'The meaning of a subscription''s state, which every customer.subscription event contains.';

COMMENT ON FUNCTION "private"."read_workout"(uuid, jsonb, timestamp with time zone) IS 'A workout document and its sets as rows; PT422 with the field at fault unless it has their shape. What else is wrong with a set
stands in set_faults, for refuse_sets. A line of a plan that isn''t there is left out.';

COMMENT ON FUNCTION "private"."readiness_reduction"(uuid, timestamp with time zone) IS 'What the last check-in, for 36 hours, takes off a workout: readiness 1 or soreness 5 a tenth of the load, readiness 2 the last
step up; null when it takes nothing.';

COMMENT ON FUNCTION "private"."readiness_score"(public.check_ins) IS 'How ready for training a check-in says one is, 1 to 5: the rounded mean of sleep, 6 - soreness, energy / 2 and mood, of those that
were given. Null when none was.';

COMMENT ON FUNCTION "private"."readiness_text"(private.load_reduction, jsonb, jsonb, public.preferred_unit) IS 'Why a day asks for less than the usual target, in a sentence.';

COMMENT ON FUNCTION "private"."rebuilt_target"(private.target, jsonb, jsonb, numeric[]) IS 'A target with the loads that can be built from now on, the nearest to what it asked for.';

COMMENT ON FUNCTION "private"."receipt_channels"() IS 'The channels whose provider says later, in a receipt, whether an accepted message arrived.';

COMMENT ON FUNCTION "private"."receipt_delay"() IS 'How long a provider has before it is asked for a receipt, and asked again.';

COMMENT ON FUNCTION "private"."recent_messages"(uuid, uuid) IS 'The last messages of a conversation with their actions, newest first: at most 20, each cut to 1,500 characters, 6,000 in total.';

COMMENT ON FUNCTION "private"."recompute_all_weeks"(uuid) IS 'Derives all weeks of a user, from the first.';

COMMENT ON FUNCTION "private"."recompute_exercise_sessions"(uuid, uuid[], private.scored_sets[], boolean) IS 'Derives the exercises of these workouts from their sets, and says what moved. recompute_priors has to follow.';

COMMENT ON FUNCTION "private"."recompute_personal_records"(uuid, uuid[], timestamp with time zone, private.scored_sets[]) IS 'Derives personal_records of these exercises. From -infinity it is the definition; where workouts were only added, it is the
same from the first of them on, because each that moves a best beats one or is the first.
The sets of all workouts from then on, if they are known, need not be read again.';

COMMENT ON FUNCTION "private"."recompute_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) IS 'Derives the targets of these exercises of plans from p_from on: steps that no longer hold are superseded, and the load of the
next session follows; returns the workouts whose steps changed. From -infinity it is the definition; from the first changed fact
it is the same in less time, and in the least after the newest workout, of which it returns null. Workouts whose sets are given
need not be written yet.';

COMMENT ON FUNCTION "private"."reduced_target"(private.target, private.load_reduction, private.terms) IS 'A target at a percentage of its load, rounded down to what can be built, and of its sets, at least one.';

COMMENT ON FUNCTION "private"."reevaluate_workouts"(uuid, uuid[]) IS 'Derives the targets anew that these workouts trained, from the first of them on.';

COMMENT ON FUNCTION "private"."refuse_sets"(uuid, jsonb, private.set_fault[]) IS 'Refuses the first of these sets that is at fault: PT404, PT422 or PT409 with its field. A link to a line of a plan that the user has
deleted is no fault.';

COMMENT ON FUNCTION "private"."release_exercise_equipment"() IS 'Row trigger after update: the equipment of an approved exercise becomes readable too.';

COMMENT ON FUNCTION "private"."remembered_injuries"(uuid, timestamp with time zone) IS '[{content, since, last_said_at}]: the ten most important injuries that haven''t expired, in the user''s words, to be quoted as
such.';

COMMENT ON FUNCTION "private"."reminder"(uuid, public.notification_type, timestamp with time zone) IS 'The data of the reminder that is due at this moment, or null. None for a user who trained today, is training, ill or travelling, or
has not trained for long (workout_due 14 days, week_empty 35). Fails for a type that is no reminder.';

COMMENT ON FUNCTION "private"."replay_billing_events"(timestamp with time zone, timestamp with time zone) IS 'For an operator: has the job''s next run read and process again all events received since a moment, dead ones included. Returns how
many. Safe to repeat: a subscription derives from its events.';

COMMENT ON FUNCTION "private"."require_account"(uuid) IS 'lock_user, but PT404 when the profile is gone: a token outlives its account for a while.';

COMMENT ON FUNCTION "private"."require_caller"(uuid) IS '42501 without a user, and for a client that names another user. The service role and jobs may name any user.';

COMMENT ON FUNCTION "private"."require_conversation"(uuid, uuid) IS 'PT404 for another user''s conversation, PT422 for the user''s inbox. An unknown id passes: clients may choose one.';

COMMENT ON FUNCTION "private"."require_exercises"(uuid, uuid[], text[]) IS 'PT404 unless every exercise is ours, approved or the user''s own; p_fields are their field names for the error.';

COMMENT ON FUNCTION "private"."require_fitting_reps"(uuid, text, text) IS 'PT422 unless the target is in the unit of the exercise: repetitions, seconds or metres.';

COMMENT ON FUNCTION "private"."require_premium"(uuid, timestamp with time zone) IS 'PT402 without paid access, PT404 when the account is gone. The second line of every premium RPC, after require_caller; the public
function''s comment begins with "Premium."';

COMMENT ON FUNCTION "private"."require_rows"(jsonb, jsonb, jsonb) IS 'PT409 unless the rows are still as p_from says; p_rows as rows_of returns them.';

COMMENT ON FUNCTION "private"."retry_delay"(integer) IS 'How long to wait after the nth failure (1 …): up to 30 s times 4 to the power of n - 1.';

COMMENT ON FUNCTION "private"."rows_of"(uuid, uuid, uuid[]) IS '{"table id": row} that a change may touch: a plan with its days and exercises, the user''s goals, and these measurements.';

COMMENT ON FUNCTION "private"."run_operation"(uuid, jsonb, text, timestamp with time zone) IS 'Carries out a checked operation; returns the id of the measurement that it added, if any.';

COMMENT ON FUNCTION "private"."schedule_deloads"(public.workout_plans, timestamp with time zone) IS 'Makes the deload weeks of a plan that are still to come what the plan says; none unless it is active.';

COMMENT ON FUNCTION "private"."scheme_shape"(text) IS 'The settings of a named scheme; null for an unknown scheme.';

COMMENT ON FUNCTION "private"."scored"(public.session_exercises[]) IS 'The view''s rows for sets that aren''t written yet: the short path of a new workout, and a test holds both against each other.';

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

COMMENT ON FUNCTION "private"."set_deriving"(boolean) IS 'For write_workout: from here on in this transaction, is_deriving() says this.';

COMMENT ON FUNCTION "private"."set_shape"() IS 'The shape of a set in a workout document (see private.check_shapes).';

COMMENT ON FUNCTION "private"."sets_of"(uuid, uuid[]) IS 'The scored sets of these workouts. Scoring 20 sets takes as long as writing three: who needs them twice passes them on.';

COMMENT ON FUNCTION "private"."settle_streaks_batch"(timestamp with time zone, integer) IS 'For a job: settles the streaks of the p_limit users who are next in today''s round, and returns how many; fewer when the round
is done. The rest of the day there is nothing to do.';

COMMENT ON FUNCTION "private"."settle_subscription_status"(uuid, timestamp with time zone) IS 'Updates profiles.subscription_status from the user''s subscriptions.';

COMMENT ON FUNCTION "private"."settle_totals"(uuid, uuid[], private.scored_sets[]) IS 'Derives volume, sets and energy of these workouts from all their sets.';

COMMENT ON FUNCTION "private"."settled_load"(private.evaluation, private.target, private.terms) IS 'An evaluation whose new load is one of p_terms.buildable: the next easier one, else the easiest there is.';

COMMENT ON FUNCTION "private"."simulate_outcomes"(uuid, uuid, jsonb, timestamp with time zone) IS 'The evaluations that told workouts would get one after the other, from the standing target on. Stable: it can''t write.';

COMMENT ON FUNCTION "private"."snap"(numeric, numeric, numeric[]) IS 'The available load (ascending; null: any) to use for a wanted one. Up from p_from: the heaviest not above the wanted one, else
the next one up, else the heaviest. Down: the heaviest not above, else the lightest, never above p_from. Without p_from the
nearest, on a tie the lighter.';

COMMENT ON FUNCTION "private"."stable_id"(text, text) IS 'The id of something known by name (a seed row) or by position (a user''s week): the same on every installation.';

COMMENT ON FUNCTION "private"."store_coach_answer"(uuid, jsonb, timestamp with time zone) IS 'Stores the coach''s answer and its memories; see public.store_coach_answer.';

COMMENT ON FUNCTION "private"."store_memories"(uuid, jsonb, uuid, timestamp with time zone) IS 'Writes checked memories [{id?, content, kind, importance, expires_at?}] and keeps at most 10,000 per user.';

COMMENT ON FUNCTION "private"."streaks_at_day"(uuid, date, date) IS 'Both streaks of a user on a day of the week that begins on p_week: what is settled, and the weeks and days since. With how much of
this period is done, and how much is asked for.';

COMMENT ON FUNCTION "private"."streaks_at_risk"(uuid[], timestamp with time zone) IS 'The users whose weekly streak will break at the end of this week: on how many more days they have to train, and how many days
are left, including today unless they trained. Every user must have a profile.';

COMMENT ON FUNCTION "private"."subscriptions_touched"(private.billing_events) IS 'The keys of all subscriptions that an event may affect.';

COMMENT ON FUNCTION "private"."target_amount"(text, integer) IS 'The minimum reps, seconds or metres of the p_set-th set (from 1); sets beyond a list take its last number.';

COMMENT ON FUNCTION "private"."target_events"(uuid, uuid[], timestamp with time zone, boolean, private.scored_sets[], boolean) IS 'What can move the targets of a plan''s exercises, from a moment on, in no order. Workouts whose sets are known
need not be read again, nor be written yet.';

COMMENT ON FUNCTION "private"."todays_target"(uuid, uuid, private.load_reduction, timestamp with time zone, public.preferred_unit) IS 'What next_workout says of an exercise: sets, repetitions and load of today, why, and the standing target, which stays as it is.';

COMMENT ON FUNCTION "private"."total_new_workout"() IS 'Row trigger on workout_sessions: a workout gets its totals in the same write that completes it.';

COMMENT ON FUNCTION "private"."try_to_notify"(uuid, public.notification_type, jsonb, text, timestamp with time zone) IS 'notify for triggers: an error becomes a warning, and the write goes on.';

COMMENT ON FUNCTION "private"."user_named"(text[]) IS 'The first of these names that is the id of an existing user. Providers also use other names for customers.';

COMMENT ON FUNCTION "private"."weekly_streaks"(uuid[], date[], boolean) IS 'The weekly streak of each user as it stands on a day: what is settled, and the weeks since. When settling, nothing of the week
that runs, or of later ones, counts, and streaks that stand as they were settled are left out.';

COMMENT ON FUNCTION "private"."with_exercise_id"(jsonb) IS 'An exercise of a plan document with ids where the seed has slugs.';

COMMENT ON FUNCTION "private"."workout_shape"() IS 'The shape of a workout document (see private.check_shapes); its sets have one of their own.';

COMMENT ON FUNCTION "private"."write_nudges"(uuid[], timestamp with time zone) IS 'Adds one unread nudge a week to the inbox of each of these users whose weekly streak is about to end but can be saved.';

COMMENT ON FUNCTION "private"."write_rows"(uuid, jsonb, jsonb) IS 'Writes the rows of a change as p_to says, all or nothing; PT409 if that is no longer possible.';

COMMENT ON FUNCTION "private"."zone_at"(uuid, timestamp with time zone) IS 'The user''s IANA zone at a moment.';

COMMENT ON FUNCTION "public"."activate_plan"(uuid) IS 'Makes this the caller''s only active plan and returns it; an archived plan is restored. PT404 plan not found.';

COMMENT ON FUNCTION "public"."alternative_exercises"(uuid, integer) IS 'Exercises for the same muscle or movement with the caller''s equipment, without avoided ones, best first. Before onboarding
all equipment counts as available. PT404 for an exercise that isn''t readable, PT422 for a p_limit outside 1 to 50.';

COMMENT ON FUNCTION "public"."apply_plan_change"(uuid) IS 'Applies a proposed change and returns the plan (its columns null where only a measurement or a goal changes); no effect if it is
applied already. PT404 change not found, PT409 it was declined or undone, or what it changes has changed since.';

COMMENT ON FUNCTION "public"."approve_exercise"(uuid) IS 'For moderators: publishes a custom exercise for good; its author can no longer change it. PT409 if its name is taken.';

COMMENT ON FUNCTION "public"."archive_plan"(uuid) IS 'Archives a plan and returns it; its history stays. activate_plan restores it. PT404 plan not found.';

COMMENT ON FUNCTION "public"."cancel_workout"(uuid) IS 'Ends a running workout that shall not count and returns the session; its sets stay readable. PT404 workout not found, PT409
it is over already: delete a completed one instead.';

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

COMMENT ON FUNCTION "public"."correct_workout"(jsonb) IS 'Replaces the facts of a completed workout, times and sets included, and returns its summary as if it had been logged so.
What the document leaves out is gone. PT404 workout not found, PT409 it is not completed, PT422 names the field at fault.';

COMMENT ON FUNCTION "public"."create_plan"(jsonb) IS 'Creates a plan with its days and exercises, all or nothing, inactive, and returns its id. The same document with the same id
again returns the id; another one with that id is PT409. PT422 and PT404 name the field: days[2].exercises[0].target_reps.';

COMMENT ON FUNCTION "public"."decline_plan_change"(uuid) IS 'Declines a proposed change and returns the plan, which stays as it is; no effect if it is declined already. PT404 change not
found, PT409 it was applied or undone.';

COMMENT ON FUNCTION "public"."duplicate_plan"(uuid, uuid) IS 'Copies one of the caller''s plans with its loads as they are now, inactive, and returns the new id; the same new id again
returns it. PT404 plan not found, PT409 the new id belongs to another plan.';

COMMENT ON FUNCTION "public"."equipment_required"(public.exercises) IS 'Computed column of exercises: display names of the required equipment; for ids embed exercise_equipment.';

COMMENT ON FUNCTION "public"."finish_workout"(uuid, public.feeling, text) IS 'Completes a running workout and returns its summary: duration, volume, mean RPE, rest, energy, XP, streaks, records and
progression. On a completed one it returns the same summary, so two devices may finish at once. PT404 workout not found, PT409
it was skipped or canceled.';

COMMENT ON FUNCTION "public"."grant_access"(uuid, timestamp with time zone, text) IS 'For the service role only: gives a user premium until a moment (null: for good; a past one revokes it), for support. The last
call counts. Returns the resulting subscription of provider manual.';

COMMENT ON FUNCTION "public"."match_memories"(text, text, integer, text) IS 'The caller''s memories by meaning and by words together, best first, exact. p_query_embedding is a vector of 768 numbers as text
([0.1,…]) of the embedding model p_model, which is required once there are memories of several models; null: by words only. No
text: by meaning only. p_match_count 1 to 50. similarity: the cosine, null where only words matched.';

COMMENT ON FUNCTION "public"."pause_workout"(uuid) IS 'Stops the clock of a running workout and returns the session. PT404 workout not found, PT409 it isn''t running.';

COMMENT ON FUNCTION "public"."plan_from_template"(uuid, uuid) IS 'Creates an inactive plan of the caller from a published template and returns its id; the same new id again returns it. PT404
template not found, PT409 the new id is in use.';

COMMENT ON FUNCTION "public"."process_billing_event"(uuid) IS 'For the service role only, with the id that store_billing_event returned: applies the event. Returns its state: processed, ignored (it
says nothing about a user of ours), received (it failed, or another does it: the job tries again) or dead. It can be repeated.';

COMMENT ON FUNCTION "public"."propose_plan_change"(uuid, jsonb) IS 'For the service role only: stores a change {id?, plan_id?, made_by?, summary, operations, apply} as a row of plan_changes. With
apply a small one is applied at once; a large one stays proposed. The same id with the same change returns the row as it is now.
PT404, PT422 name the field: operations[2].target_sets; PT409 the id belongs to another change.';

COMMENT ON FUNCTION "public"."read_all_notifications"() IS 'Marks everything in the caller''s inbox as read and returns the number of notifications marked. For a single one update its read_at.';

COMMENT ON FUNCTION "public"."register_device"(public.push_platform, text, text, text) IS 'Registers this device for push messages and returns its row. Call it at every start of the app: a known token updates its row,
a token of another account moves to the caller. The 20 devices seen last are kept. PT422 names the field.';

COMMENT ON FUNCTION "public"."resume_workout"(uuid) IS 'Starts the clock of a paused workout again and returns the session. PT404 workout not found, PT409 it isn''t paused.';

COMMENT ON FUNCTION "public"."search_exercises"(text, public.muscle[], uuid[], public.difficulty, integer, text) IS 'Finds exercises by name or alias, tolerating typos, best first; without a query all of them, by name. p_muscles: exercises with
any of them as target or assisting muscle, targets first. p_equipment: the available equipment; exercises that need anything
else are left out. p_after: the cursor of the last row. PT422 beyond 100 rows or 200 characters, and for an invalid cursor.';

COMMENT ON FUNCTION "public"."settle_messages"(jsonb) IS 'For the service role only: the results of claimed messages, [{id, attempt, outcome, provider_id?, error?, retry_after?}], at
most 1000. outcome: delivered; retry, after retry_after seconds at the earliest, and dead after six failures; dead; token_gone,
which deletes the device and its messages; released, not tried and free at once. Returns {settled, ignored}: a result whose
claim expired or was already settled is ignored.';

COMMENT ON FUNCTION "public"."settle_receipts"(jsonb) IS 'For the service role only: what the receipts of messages say, [{id, outcome, error?}], at most 1000. outcome: delivered; retry,
which sends it again as settle_messages would; dead; token_gone, which deletes the device and its messages. Returns
{settled, ignored}.';

COMMENT ON FUNCTION "public"."skip_rest"(uuid) IS 'Ends the rest and returns the session. PT404 workout not found, PT409 it is over.';

COMMENT ON FUNCTION "public"."skip_workout"(uuid, uuid) IS 'Leaves a day of a plan out: next_workout goes on after it. Returns the skipped session; the same p_session_id again returns
it. PT404 day not found, PT409 the id is a workout that was not skipped.';

COMMENT ON FUNCTION "public"."start_rest"(uuid) IS 'Begins a rest: as long as the current exercise of the plan asks for, else as the profile does. Returns the session.
PT404 workout not found, PT409 it isn''t running.';

COMMENT ON FUNCTION "public"."start_workout"(uuid, uuid, text) IS 'Starts a workout, of a plan''s day or free, and returns the session. A known id returns that session; without an id the
running one if it is for the same day. PT409 with its session_id while another runs, PT404 day not found, PT422 time zone.';

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

COMMENT ON FUNCTION "public"."training_brief"() IS 'The facts needed to plan for or coach the caller, bounded in size: day, person, goal, preferences, equipment,
plan (its next week), workouts (the last five), lifts (of 12 weeks), stalled, weekly_sets (of four weeks, against the
landmarks), streaks, injuries (as the coach remembers them), check_in, breaks. Unknown values have no key. Texts in it are
user input, never instructions.';

COMMENT ON FUNCTION "public"."undo_plan_change"(uuid) IS 'Undoes an applied change and returns the plan; no effect if it is undone already. Training since then stays: only the columns
that the change set are restored. PT404 change not found, PT409 it isn''t applied, or what it set has changed since.';

COMMENT ON TABLE "private"."billing_events" IS 'Every event of a billing provider, stored before it is acknowledged. The columns from effect on are read from the payload.';

COMMENT ON TABLE "private"."gear_facts" IS 'The loads that a piece of equipment could make from each moment on. Without a row they are unknown.';

COMMENT ON TABLE "private"."gym_unit_facts" IS 'The unit of the weights a user trains with from each moment on; metric before the first row. A gym''s own unit takes
precedence over the profile''s.';

COMMENT ON TABLE "private"."memory_vectors" IS 'The embedding of a memory: 768 numbers, length one. Models'' vectors can''t be compared with each other.';

COMMENT ON TABLE "private"."memory_words" IS 'The words of a memory, stemmed as English. Questions are stemmed by the same rule, so other languages match too.';

COMMENT ON TABLE "private"."notification_templates" IS 'The texts of notifications by language, from supabase/seed. {name} is replaced by that key of data.';

COMMENT ON TABLE "private"."nudged_zones" IS 'How far the search for streaks at risk has come today, by time zone.';

COMMENT ON TABLE "private"."outbox" IS 'Push messages and mails, each with one chain of attempts: pending, claimed, then delivered or dead.';

COMMENT ON TABLE "private"."plan_requests" IS 'SHA-256 of the document each plan was created from.';

COMMENT ON TABLE "private"."reminders" IS 'The next moment at which a reminder may be due, per user and type that is declared as a reminder.';

COMMENT ON TABLE "private"."retention" IS 'Retention periods: a row is deleted when its time_column is older than keep. A table that isn''t listed keeps its rows until
their user or account is deleted. Seeded.';

COMMENT ON TABLE "private"."streak_nudges" IS 'The weeks in which a user was told that the weekly streak is about to end. Kept when the user deletes the message, so that it isn''t
sent again.';

COMMENT ON TABLE "private"."time_zone_changes" IS 'The zone from each moment on. Without a row the profile''s zone has always applied.';

COMMENT ON TABLE "private"."tombstones" IS 'One row per deleted row of a synchronised table: its key, never its content.';

COMMENT ON TABLE "public"."body_measurements" IS 'Body weight, body fat and lengths as measured.';

COMMENT ON TABLE "public"."check_ins" IS 'How a user felt on a day. One per day; created by record_check_in, edited by plain update.';

COMMENT ON TABLE "public"."coach_conversations" IS 'A conversation with the coach. The one with the user''s own id is the inbox of level-ups and nudges.';

COMMENT ON TABLE "public"."coach_memories" IS 'What the coach remembers of a user, at most 10,000. Written by the server; users read them, and delete what the coach should forget.';

COMMENT ON TABLE "public"."equipment" IS 'Training equipment. Written by us only; bodyweight exercises need none.';

COMMENT ON TABLE "public"."exercise_equipment" IS 'The equipment an exercise requires, all of it together. No row: bodyweight.';

COMMENT ON TABLE "public"."notification_preferences" IS 'The channels a user wants for a category of notifications: inbox, push, mail. Without a row: inbox and push; for account also
mail.';

COMMENT ON TABLE "public"."notification_settings" IS 'One row per user who has set something: language, quiet hours, reminder time. Without a row the defaults apply.';

COMMENT ON TABLE "public"."notifications" IS 'The inbox. Written by the server (private.notify); clients mark as read and delete. Kept for a year, 90 days once read.';

COMMENT ON TABLE "public"."plan_origins" IS 'The origin of a plan that wasn''t entered by hand: the engine, the request and the reasons.';

COMMENT ON TABLE "public"."plan_templates" IS 'A plan document that plan_from_template turns into a user''s own plan. Never trained directly.';

COMMENT ON TABLE "public"."profiles" IS 'A user. One row each, created on sign-up.';

COMMENT ON TABLE "public"."push_devices" IS 'Devices that receive push messages. Written by register_device; deleted by the client on sign-out, or when the provider
reports the token as gone.';

COMMENT ON TABLE "public"."subscriptions" IS 'Present state of a subscription that a user bought or was granted. Written only by billing, from the provider''s events; a user
may have several.';

COMMENT ON TABLE "public"."training_preferences" IS 'How a user likes to train, and the weights available to them.';

COMMENT ON TABLE "public"."user_consents" IS 'What a user consented to. No row, no consent; a withdrawal (granted false, or the row deleted) takes effect at once.';

COMMENT ON TABLE "public"."user_equipment" IS 'A user''s equipment, and the loads it can make. No row, once onboarded: bodyweight only.';

COMMENT ON TABLE "public"."user_goals" IS 'A user''s body goal. One is active; activating another deactivates the previous one.';

COMMENT ON TABLE "public"."user_roles" IS 'Users with extra rights. Written by admins only; never read from user_metadata, which users can write themselves.';

COMMENT ON TABLE "public"."workout_plan_day_exercises" IS 'An exercise of a plan''s day, with its target.';

COMMENT ON TABLE "public"."workout_plans" IS 'A training plan of one user. Created by create_plan, duplicate_plan or plan_from_template; at most one is active.';

COMMENT ON TYPE "private"."billing_fact" IS 'The meaning of one event, in the same terms for every provider. The columns of private.billing_events document the fields.';

COMMENT ON TYPE "private"."notification_declaration" IS 'is_reminder: private.reminders schedules it. occasion and data: when it is sent and the keys of its data, for docs/notifications.md.';

COMMENT ON TYPE "private"."subscription_state" IS 'The state of a subscription while its events are applied one by one.';

COMMENT ON TYPE "public"."load_type" IS 'How a load is made: plates in pairs on a bar, dumbbells, loose plates, a machine''s stack or sled, fixed weights.';

COMMENT ON TYPE "public"."tracking_type" IS 'Which of reps, load, duration and distance a set has. For assisted the load is the assistance: less is better.';

COMMENT ON VIEW "private"."achievement_metrics" IS 'Each metric: the kind of facts that move it, whether the best value counts or the sum, the shape of its parameters, and what
docs/progression.md says of it.';

COMMENT ON VIEW "private"."scored_sets" IS 'Every set with its volume and with its score for each type of record.';

COMMENT ON VIEW "private"."set_types" IS 'What a set counts as, by its type. is_work: towards volume, records, totals and effort. is_judged: against the target of its day.';

COMMENT ON VIEW "public"."muscle_groups" IS 'Every muscle with its coarse group: chest, back, shoulders, biceps, triceps, legs, abs, full_body, cardio.';

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

REVOKE ALL ON FUNCTION "private"."derive_rewards"(uuid, private.derivation) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."derive_rewards"(uuid, private.derivation) TO "postgres";

REVOKE ALL ON FUNCTION "private"."derive_scores"(uuid, uuid[], private.scored_sets[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."derive_scores"(uuid, uuid[], private.scored_sets[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) TO "postgres";

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
