set local lock_timeout = '5s';
set local statement_timeout = '5min';

set local check_function_bodies = off;

-- Not compared by pg-delta. Locally it is there already: there only the superuser may create it.
create extension if not exists vector with schema extensions;

CREATE TABLE "private"."ai_requests" ("user_id" uuid NOT NULL, "id" uuid NOT NULL DEFAULT gen_random_uuid(), "key_hash" bytea, "request_hash" text NOT NULL, "claimed_until" timestamp with time zone NOT NULL, "kept_until" timestamp with time zone NOT NULL, "charged_at" timestamp with time zone, "status" smallint, "body" jsonb, "created_at" timestamp with time zone NOT NULL, CONSTRAINT "ai_requests_body_check" CHECK ((octet_length((body)::text) <= 1048576)), CONSTRAINT "ai_requests_pkey" PRIMARY KEY (user_id, id), CONSTRAINT "ai_requests_status_check" CHECK (((status >= 200) AND (status <= 599))), CONSTRAINT "is_stored_whole" CHECK (((status IS NULL) = (body IS NULL))));

ALTER TABLE "private"."ai_requests" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."memory_vectors" ("user_id" uuid NOT NULL, "memory_id" uuid NOT NULL, "model" text NOT NULL, "embedding" extensions.halfvec(768) NOT NULL, CONSTRAINT "memory_vectors_model_check" CHECK (((length(model) >= 1) AND (length(model) <= 200))), CONSTRAINT "memory_vectors_pkey" PRIMARY KEY (user_id, memory_id));

ALTER TABLE "private"."memory_vectors" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."memory_words" ("user_id" uuid NOT NULL, "memory_id" uuid NOT NULL, "words" tsvector NOT NULL, CONSTRAINT "memory_words_pkey" PRIMARY KEY (user_id, memory_id));

ALTER TABLE "private"."memory_words" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."quota_use" ("user_id" uuid NOT NULL, "starts_on" date NOT NULL, "used" integer NOT NULL, CONSTRAINT "quota_use_used_check" CHECK ((used >= 0)));

ALTER TABLE "private"."quota_use" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."quotas" ("tier" text NOT NULL, "per_day" integer, "per_month" integer, CONSTRAINT "quotas_per_day_check" CHECK ((per_day >= 0)), CONSTRAINT "quotas_per_month_check" CHECK ((per_month >= 0)), CONSTRAINT "quotas_tier_check" CHECK ((tier = ANY (ARRAY['free'::text, 'trial'::text, 'active'::text, 'canceled'::text, 'admin'::text]))));

ALTER TABLE "private"."quotas" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "public"."ai_usage" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "user_id" uuid NOT NULL, "model" text NOT NULL, "input_tokens" integer NOT NULL, "output_tokens" integer NOT NULL, "cost_usd" numeric(13,8) NOT NULL, "latency_ms" integer NOT NULL, "created_at" timestamp with time zone NOT NULL DEFAULT now(), "updated_at" timestamp with time zone NOT NULL DEFAULT now(), "request_id" uuid, CONSTRAINT "ai_usage_cost_usd_check" CHECK (((cost_usd >= (0)::numeric) AND (cost_usd <= (10000)::numeric))), CONSTRAINT "ai_usage_input_tokens_check" CHECK ((input_tokens >= 0)), CONSTRAINT "ai_usage_latency_ms_check" CHECK ((latency_ms >= 0)), CONSTRAINT "ai_usage_model_check" CHECK (((length(model) >= 1) AND (length(model) <= 200))), CONSTRAINT "ai_usage_output_tokens_check" CHECK ((output_tokens >= 0)), CONSTRAINT "ai_usage_pkey" PRIMARY KEY (id));

ALTER TABLE "public"."ai_usage" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "public"."coach_memories" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "user_id" uuid NOT NULL, "content" text NOT NULL, "importance" smallint NOT NULL DEFAULT 3, "source_message_id" uuid, "expires_at" timestamp with time zone, "created_at" timestamp with time zone NOT NULL DEFAULT now(), "updated_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "coach_memories_content_check" CHECK (((length(content) >= 1) AND (length(content) <= 1000))), CONSTRAINT "coach_memories_expires_at_check" CHECK (((expires_at >= '2000-01-01 00:00:00+00'::timestamp with time zone) AND (expires_at <= '2100-01-01 00:00:00+00'::timestamp with time zone))), CONSTRAINT "coach_memories_importance_check" CHECK (((importance >= 1) AND (importance <= 5))), CONSTRAINT "coach_memories_pkey" PRIMARY KEY (id), CONSTRAINT "coach_memories_user_id_id_key" UNIQUE (user_id, id));

ALTER TABLE "public"."coach_memories" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "public"."plan_changes" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "user_id" uuid NOT NULL, "plan_id" uuid, "summary" text NOT NULL, "before" jsonb NOT NULL, "after" jsonb NOT NULL, "created_at" timestamp with time zone NOT NULL DEFAULT now(), "operations" jsonb NOT NULL, "is_large" boolean NOT NULL, "decided_at" timestamp with time zone, "updated_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "plan_changes_pkey" PRIMARY KEY (id), CONSTRAINT "plan_changes_summary_check" CHECK (((length(summary) >= 1) AND (length(summary) <= 1000))), CONSTRAINT "plan_changes_user_id_id_key" UNIQUE (user_id, id));

ALTER TABLE "public"."plan_changes" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "public"."ai_coach_messages" ADD COLUMN "tone" text;

ALTER TABLE "public"."ai_coach_messages" ADD COLUMN "suggestions" jsonb;

ALTER TABLE "public"."ai_coach_messages" ADD COLUMN "model" text;

CREATE TYPE "private"."found_memory" AS ("memory_id" uuid, "likeness" double precision);

CREATE TYPE "private"."quota_period" AS ENUM ('day', 'month');

-- squawk-ignore adding-required-field
ALTER TABLE "private"."quota_use" ADD COLUMN "period" private.quota_period NOT NULL;

CREATE TYPE "public"."ai_feature" AS ENUM ('generate_plan', 'import_plan', 'coach_chat');

-- squawk-ignore adding-required-field
ALTER TABLE "private"."ai_requests" ADD COLUMN "feature" public.ai_feature NOT NULL;

-- squawk-ignore adding-required-field
ALTER TABLE "private"."quota_use" ADD COLUMN "feature" public.ai_feature NOT NULL;

-- squawk-ignore adding-required-field
ALTER TABLE "private"."quotas" ADD COLUMN "feature" public.ai_feature NOT NULL;

-- squawk-ignore adding-required-field
ALTER TABLE "public"."ai_usage" ADD COLUMN "feature" public.ai_feature NOT NULL;

CREATE TYPE "public"."ai_outcome" AS ENUM ('ok', 'blocked', 'truncated', 'malformed', 'rejected', 'timeout', 'unavailable', 'rate_limited', 'error');

-- squawk-ignore adding-required-field
ALTER TABLE "public"."ai_usage" ADD COLUMN "outcome" public.ai_outcome NOT NULL;

CREATE TYPE "public"."change_author" AS ENUM ('user', 'coach_ai', 'coach');

-- squawk-ignore adding-required-field
ALTER TABLE "public"."plan_changes" ADD COLUMN "made_by" public.change_author NOT NULL DEFAULT 'coach_ai'::public.change_author;

CREATE TYPE "public"."change_status" AS ENUM ('proposed', 'applied', 'declined', 'undone');

-- squawk-ignore adding-required-field
ALTER TABLE "public"."plan_changes" ADD COLUMN "status" public.change_status NOT NULL DEFAULT 'proposed'::public.change_status;

CREATE TYPE "public"."memory_kind" AS ENUM ('fact', 'preference', 'injury', 'goal', 'event');

-- squawk-ignore adding-required-field
ALTER TABLE "public"."coach_memories" ADD COLUMN "kind" public.memory_kind NOT NULL;

CREATE OR REPLACE FUNCTION private.add_day(p_user uuid, p_operation jsonb, p_path text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_id uuid := gen_random_uuid();
    v_plan uuid := (p_operation ->> 'plan_id')::uuid;
    v_last public.workout_plan_days;
begin
    perform private.require_fitting_reps(
        (x.value ->> 'exercise_id')::uuid, x.value ->> 'target_reps', format('%s.exercises[%s]', p_path, x.i - 1)
    )
    from jsonb_array_elements(p_operation -> 'exercises') with ordinality as x (value, i);
    select d.* into v_last
    from public.workout_plan_days as d
    where d.user_id = p_user and d.plan_id = v_plan
    order by d.week_number desc, d.order_in_plan desc
    limit 1;
    perform private.insert_plan_days(
        p_user,
        v_plan,
        jsonb_build_array(
            jsonb_build_object(
                'id', v_id,
                'name', p_operation ->> 'name',
                'day_of_week', p_operation -> 'day_of_week',
                'order_in_plan', coalesce(v_last.order_in_plan, 0) + 1,
                'week_number', coalesce(v_last.week_number, 1),
                'exercises', (
                    select jsonb_agg(
                        jsonb_build_object('order_in_workout', x.i) || jsonb_strip_nulls(x.value) order by x.i
                    )
                    from jsonb_array_elements(p_operation -> 'exercises') with ordinality as x (value, i)
                )
            )
        )
    );
    if jsonb_typeof(p_operation -> 'order_in_plan') = 'number' then
        perform private.place_day(p_user, v_id, (p_operation ->> 'order_in_plan')::numeric::integer);
    end if;
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
    insert into public.workout_plan_day_exercises (
        plan_workout_id, user_id, exercise_id, order_in_workout, section, target_sets, target_reps, target_rest_seconds,
        current_suggested_weight_kg, on_success_weight_increase_kg, progression, superset_group, target_rir, notes
    )
    values (
        v_day, p_user, (p_operation ->> 'exercise_id')::uuid,
        coalesce(
            (
                select max(x.order_in_workout) from public.workout_plan_day_exercises as x
                where x.user_id = p_user and x.plan_workout_id = v_day
            ),
            0
        ) + 1,
        coalesce((p_operation ->> 'section')::public.plan_section, 'main'),
        (p_operation ->> 'target_sets')::numeric, p_operation ->> 'target_reps',
        (p_operation ->> 'target_rest_seconds')::numeric,
        (p_operation ->> 'current_suggested_weight_kg')::numeric,
        (p_operation ->> 'on_success_weight_increase_kg')::numeric,
        nullif(p_operation -> 'progression', 'null'),
        (p_operation ->> 'superset_group')::numeric,
        (p_operation ->> 'target_rir')::numeric,
        p_operation ->> 'notes'
    )
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
        perform private.fail('PT422', 'that day is past', jsonb_build_object('field', p_path || '.target_date'));
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
        perform private.fail('PT422', 'that is yet to come', jsonb_build_object('field', p_path || '.logged_at'));
    elsif not private.are_body_metrics(v_metrics) then
        perform private.fail(
            'PT422', 'other_metrics is not valid', jsonb_build_object('field', p_path || '.other_metrics'),
            'Centimetres of chest, waist, hips, neck, left_ and right_ biceps, thigh, calf, forearm.'
        );
    elsif num_nonnulls(p_operation ->> 'weight_kg', p_operation ->> 'body_fat_percentage', v_metrics) = 0 then
        perform private.fail('PT422', 'nothing is measured', jsonb_build_object('field', p_path || '.weight_kg'));
    end if;
    insert into public.body_measurements (user_id, logged_at, weight_kg, body_fat_percentage, other_metrics)
    values (
        p_user, v_at, (p_operation ->> 'weight_kg')::numeric, (p_operation ->> 'body_fat_percentage')::numeric, v_metrics
    )
    returning id into v_id;
    return v_id;
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
    -- Seven half-lives: what came before would count less than a hundredth.
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

CREATE OR REPLACE FUNCTION private.apply_plan_change(p_user uuid, p_change_id uuid, p_now timestamp with time zone)
 RETURNS public.workout_plans
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.require_caller(p_user);
    return private.move_change(private.locked_change(p_user, p_change_id), 'proposed', 'applied', p_now);
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
    -- All requests of a user pass here one after the other (a millisecond each): of two with one key the second sees
    -- the first, and no order of locks is left to get wrong.
    perform private.require_account(p_user);
    perform private.require_premium(p_user);
    v_about := jsonb_build_object(
        'consented', exists (
            select from public.user_consents as c where c.user_id = p_user and c.purpose = 'ai' and c.granted
        ),
        'subscription_status', (select p.subscription_status from public.profiles as p where p.id = p_user)
    );

    select r.* into v_request
    from private.ai_requests as r
    where r.user_id = p_user and r.feature = p_feature and r.key_hash = v_key and r.kept_until > p_now;
    if found then
        if v_request.request_hash <> p_request_hash then
            perform private.fail(
                'PT409', 'this key was sent with another body', '{"reason": "idempotency_key_reused"}',
                'Make a new Idempotency-Key for a new request.'
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
    -- Of an attempt that died, or an answer that is forgotten by now.
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
                'day', c.day, 'readiness', private.readiness_of(c), 'sleep', c.sleep, 'soreness', c.soreness,
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

CREATE OR REPLACE FUNCTION private.brief_lifts(p_user uuid, p_day date)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
begin
    return (
        with trained as (
            select
                r.exercise_id,
                count(*) as workouts,
                max(r.day) as last_day,
                max(r.estimated_1rm_kg) as estimated_1rm_kg
            from public.workout_sessions as w
            inner join private.exercise_sessions as r on r.user_id = p_user and r.session_id = w.id
            where w.user_id = p_user
                and w.status = 'completed'
                and w.total_sets > 0
                and w.day between p_day - 83 and p_day + 1
                and r.working_sets > 0
            group by r.exercise_id
            order by count(*) desc, max(r.day) desc, r.exercise_id
            limit 8
        )

        select coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'exercise_id', t.exercise_id,
                    'name', left(e.name, 80),
                    'workouts', t.workouts,
                    'last_day', t.last_day,
                    'estimated_1rm_kg', round(t.estimated_1rm_kg, 1),
                    'record_1rm_kg', round(b.value, 1)
                )
                order by t.workouts desc, t.last_day desc, t.exercise_id
            ),
            '[]'
        )
        from trained as t
        inner join public.exercises as e on e.id = t.exercise_id
        left join public.personal_records as b
            on b.user_id = p_user and b.exercise_id = t.exercise_id and b.record_type = 'estimated_1rm'
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.brief_person(p_user uuid, p_day date, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select jsonb_build_object(
            'fitness_level', p.fitness_level,
            'age', extract(year from age(p_day, p.date_of_birth))::integer,
            'sex', p.sex,
            'height_cm', trim_scale(p.height_cm),
            'weight_kg', trim_scale(private.body_weight(p_user, p_now)),
            'preferred_unit', p.preferred_unit,
            'weekly_workout_target', private.weekly_target_at(p_user, p_day)
        )
        from public.profiles as p
        where p.id = p_user
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.brief_plan(p_user uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_plan public.workout_plans;
    v_next public.workout_plan_days;
begin
    select p.* into v_plan from public.workout_plans as p where p.user_id = p_user and p.is_active;
    if not found then
        return null;
    end if;
    select d.* into v_next
    from public.workout_plan_days as d
    where d.user_id = p_user and d.id = private.next_day(p_user, v_plan.id, v_plan.activated_at);
    return jsonb_build_object(
        'plan_id', v_plan.id,
        'name', left(v_plan.name, 80),
        'plan_type', v_plan.plan_type,
        'goal_type', v_plan.goal_type,
        'days_per_week', v_plan.days_per_week,
        'activated_on', private.local_day(p_user, v_plan.activated_at),
        'week_number', v_next.week_number,
        'next_day', v_next.id,
        'days', (
            with days as (
                select d.id, d.name, d.order_in_plan
                from public.workout_plan_days as d
                where d.user_id = p_user and d.plan_id = v_plan.id and d.week_number = v_next.week_number
                order by d.order_in_plan, d.id
                limit 7
            )

            select jsonb_agg(
                jsonb_build_object('plan_workout_id', d.id, 'name', left(d.name, 80), 'exercises', l.lines)
                order by d.order_in_plan, d.id
            )
            from days as d
            left join lateral (
                select jsonb_agg(x.line order by x.order_in_workout, x.id) as lines
                from (
                    select
                        s.id,
                        s.order_in_workout,
                        jsonb_build_object(
                            'exercise_id', s.exercise_id,
                            'name', left(e.name, 80),
                            'target_sets', s.target_sets,
                            'target_reps', s.target_reps,
                            'weight_kg', trim_scale(s.current_suggested_weight_kg)
                        ) as line
                    from public.workout_plan_day_exercises as s
                    inner join public.exercises as e on e.id = s.exercise_id
                    where s.user_id = p_user and s.plan_workout_id = d.id and s.section = 'main'
                    order by s.order_in_workout, s.id
                    limit 12
                ) as x
            ) as l on true
        )
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.brief_volume(p_user uuid, p_this_week date)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return jsonb_build_object(
        'first_week', p_this_week - 21,
        'muscle_groups', (
            with weeks as (
                select l.muscle_group, l.min_sets, l.max_sets, p_this_week - 21 + 7 * n.i as week_start
                from private.landmarks_of(p_user) as l
                cross join generate_series(0, 3) as n (i)
            )

            select jsonb_agg(g.document order by g.muscle_group)
            from (
                select
                    w.muscle_group,
                    jsonb_build_object(
                        'muscle_group', w.muscle_group,
                        'sets', jsonb_agg(trim_scale(coalesce(s.sets, 0)) order by w.week_start),
                        'min_sets', trim_scale(w.min_sets),
                        'max_sets', trim_scale(w.max_sets)
                    ) as document
                from weeks as w
                left join private.weekly_sets(p_user, p_this_week - 21, 4) as s
                    on s.muscle_group = w.muscle_group and s.week_start = w.week_start
                group by w.muscle_group, w.min_sets, w.max_sets
            ) as g
        )
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.brief_wishes(p_user uuid)
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
            -- All of them: one that was left out would be planned.
            'avoided_exercises', to_jsonb(t.avoided_exercises),
            'notes', left(t.notes, 500)
        )
        from public.training_preferences as t
        where t.user_id = p_user
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.brief_workout(p_workout jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE STRICT
 SET search_path TO ''
AS $function$
begin
    return jsonb_build_object(
        'plan_id', p_workout -> 'plan_id',
        'plan_workout_id', p_workout -> 'plan_workout_id',
        'name', left(p_workout ->> 'name', 60),
        'session_id', p_workout -> 'session_id',
        'exercises', (
            select coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'plan_exercise_id', x.value -> 'plan_exercise_id',
                        'name', x.value -> 'name',
                        'sets', x.value -> 'target_sets',
                        'reps', x.value -> 'target_reps',
                        'weight_kg', x.value -> 'suggested_weight_kg',
                        'reason', left(x.value ->> 'reason', 200)
                    )
                    order by x.i
                ),
                '[]'
            )
            from jsonb_array_elements(p_workout -> 'exercises') with ordinality as x (value, i)
            where x.i <= 15
        )
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.brief_workouts(p_user uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select coalesce(jsonb_agg(w.document order by w.started_at desc, w.id desc), '[]')
        from (
            select
                t.started_at,
                t.id,
                jsonb_build_object(
                    'day', t.day,
                    'name', left(coalesce(t.name, d.name), 80),
                    'minutes', round(t.duration_seconds / 60.0)::integer,
                    'sets', t.total_sets,
                    'volume_kg', round(t.total_volume_kg),
                    'overall_feeling', s.overall_feeling
                ) as document
            from private.timed_workouts as t
            inner join public.workout_sessions as s on s.user_id = p_user and s.id = t.id
            left join public.workout_plan_days as d on d.user_id = p_user and d.id = t.plan_workout_id
            where t.user_id = p_user and t.status = 'completed' and t.total_sets > 0
            order by t.started_at desc, t.id desc
            limit 5
        ) as w
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.change_day(p_user uuid, p_operation jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_id uuid := (p_operation ->> 'plan_workout_id')::uuid;
begin
    update public.workout_plan_days as d
    set
        name = coalesce(p_operation ->> 'name', d.name),
        day_of_week = coalesce((p_operation ->> 'day_of_week')::numeric, d.day_of_week)
    where d.user_id = p_user and d.id = v_id;
    if jsonb_typeof(p_operation -> 'order_in_plan') = 'number' then
        perform private.place_day(p_user, v_id, (p_operation ->> 'order_in_plan')::numeric::integer);
    end if;
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
        -- The load of one exercise says nothing about another, nor does its training max: the first load lifted will.
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

CREATE OR REPLACE FUNCTION private.change_plan(p_user uuid, p_operation jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    update public.workout_plans as p
    set
        name = coalesce(p_operation ->> 'name', p.name),
        description = coalesce(p_operation ->> 'description', p.description),
        days_per_week = coalesce((p_operation ->> 'days_per_week')::numeric, p.days_per_week)
    where p.user_id = p_user and p.id = (p_operation ->> 'plan_id')::uuid;
end;
$function$;

CREATE OR REPLACE FUNCTION private.changed_rows(p_from jsonb, p_to jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'table', split_part(k.key, ' ', 1),
                    'id', split_part(k.key, ' ', 2),
                    'row', case
                        when p_from -> k.key is null or p_to -> k.key is null then p_from -> k.key
                        else (
                            select jsonb_object_agg(c.key, c.value)
                            from jsonb_each(p_from -> k.key) as c
                            where c.value is distinct from p_to -> k.key -> c.key
                        )
                    end
                )
                order by k.key
            ),
            '[]'
        )
        from (select jsonb_object_keys(p_from) as key union select jsonb_object_keys(p_to)) as k
        where p_from -> k.key is distinct from p_to -> k.key
    );
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
        perform private.fail('PT422', 'suggestions are short texts', '{"field": "suggestions"}');
    elsif length((p_answer -> 'actions')::text) > 100000 then
        perform private.fail('PT422', 'actions are too large', '{"field": "actions"}');
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_operation(p_user uuid, p_operation jsonb, p_path text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_shape jsonb;
    v_line record;
begin
    if jsonb_typeof(p_operation) is distinct from 'object' then
        perform private.fail('PT422', 'an object is needed', jsonb_build_object('field', p_path));
    end if;
    v_shape := private.operation_shape(nullif(p_operation ->> 'op', 'day_exercise'));
    if v_shape is null then
        perform private.fail(
            'PT422', 'no such operation', jsonb_build_object('field', p_path || '.op'), 'See docs/coach.md.'
        );
    end if;
    perform private.check_shape(p_operation, p_path, v_shape);
    if p_operation ->> 'op' ~ '^(update|swap|add)_(exercise|day|plan)$'
        and jsonb_strip_nulls(p_operation) - array['op', 'plan_exercise_id', 'plan_workout_id', 'plan_id'] = '{}'
    then
        perform private.fail('PT422', 'nothing is changed', jsonb_build_object('field', p_path));
    end if;
    if p_operation ->> 'op' = 'add_day' then
        perform private.check_shapes(
            p_operation -> 'exercises', p_path || '.exercises[]', private.operation_shape('day_exercise') - 'op'
        );
    end if;

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

CREATE OR REPLACE FUNCTION private.check_progression(p_progression jsonb, p_path text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_shape jsonb;
begin
    -- A bare name, which is what nearly every exercise has, leaves nothing to check: 0.1 ms less for each, twice.
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
                'PT422', 'no such scheme', jsonb_build_object('field', p_path || '.scheme'),
                'One of linear, double, sum_of_reps, percentage_wave, gzclp, none.'
            );
        end if;
        perform private.check_shape(p_progression, p_path, v_shape);
        if p_progression ->> 'scheme' = 'percentage_wave' then
            perform private.check_wave(p_progression, p_path);
        end if;
    else
        perform private.fail(
            'PT422', 'a list of 1 to 10 rules or a scheme is needed', jsonb_build_object('field', p_path)
        );
    end if;
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
        perform private.fail('PT404', 'no such account', null, 'Sign up, or finish onboarding.');
    elsif p_session_id is not null
        and not exists (
            select from public.coach_conversations as c where c.user_id = p_user and c.id = p_session_id
        )
    then
        perform private.fail('PT404', 'no such conversation', '{"field": "p_session_id"}');
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
            'experience_points', v_profile.experience_points, 'subscription_status', v_profile.subscription_status
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

CREATE OR REPLACE FUNCTION private.decline_plan_change(p_user uuid, p_change_id uuid, p_now timestamp with time zone)
 RETURNS public.workout_plans
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.require_caller(p_user);
    return private.move_change(private.locked_change(p_user, p_change_id), 'proposed', 'declined', p_now);
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
    -- 768 numbers of up to 22 characters; longer ones could only be too many.
    if length(p_text) <= 25000 then
        v_embedding := extensions.l2_normalize(p_text::extensions.halfvec(768));
    end if;
    if coalesce(extensions.l2_norm(v_embedding), 0) = 0 then
        perform private.fail('PT422', 'not a direction in 768 dimensions', jsonb_build_object('field', p_field));
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
        -- Who is busy is left to the next run: nobody waits for this job, nor it for anybody.
        perform from public.profiles as p where p.id = v_user for no key update skip locked;
        continue when not found;
        perform private.give_back_dead_requests(v_user, p_now);
        delete from private.ai_requests as r where r.user_id = v_user and r.kept_until <= p_now;
        v_users := v_users + 1;
    end loop;
    delete from private.quota_use as u
    where u.ctid = any(array(
        -- Two months on, no window that began then can be asked about.
        select o.ctid from private.quota_use as o
        where o.starts_on < private.quota_window('day', p_now) - 62
        limit p_limit
        for update skip locked
    ));
    get diagnostics v_windows = row_count;
    return jsonb_build_object('users', v_users, 'windows', v_windows);
end;
$function$;

CREATE OR REPLACE FUNCTION private.find_memories(p_user uuid, p_embedding extensions.halfvec, p_model text, p_text text, p_count integer, p_now timestamp with time zone)
 RETURNS TABLE(memory_id uuid, similarity double precision, score double precision)
 LANGUAGE plpgsql
 STABLE ROWS 12
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
#variable_conflict use_column
declare
    v_expired uuid[] := array(
        select m.id from public.coach_memories as m where m.user_id = p_user and m.expires_at <= p_now
    );
    v_near private.found_memory[] := private.memories_by_meaning(p_user, p_embedding, p_model, v_expired);
    v_worded private.found_memory[] := private.memories_by_words(p_user, p_text, v_expired);
begin
    return query
    select f.memory_id, max(f.similarity), sum(1.0 / (60 + f.place))::double precision
    from (
        select n.memory_id, n.likeness as similarity, n.place
        from unnest(v_near) with ordinality as n (memory_id, likeness, place)
        union all
        select w.memory_id, null, w.place
        from unnest(v_worded) with ordinality as w (memory_id, likeness, place)
    ) as f
    inner join public.coach_memories as m on m.user_id = p_user and m.id = f.memory_id
    group by f.memory_id, m.importance, m.updated_at
    order by sum(1.0 / (60 + f.place)) desc, m.importance desc, m.updated_at desc, f.memory_id
    limit p_count;
end;
$function$;

CREATE OR REPLACE FUNCTION private.finish_ai_request(p_user uuid, p_request_id uuid, p_status integer, p_body jsonb, p_is_charged boolean, p_now timestamp with time zone)
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
        -- The row stays: its key still belongs to its body.
        update private.ai_requests as r set charged_at = null where r.user_id = p_user and r.id = v_dead.id;
    end loop;
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
    -- Where an exercise stands is no great matter. What comes and goes has null on one side.
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

CREATE OR REPLACE FUNCTION private.keep_answer_vectors(p_user uuid, p_memories jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_ids uuid[] := array(
        select private.memory_of(p_user, v.value ->> 'content')
        from jsonb_array_elements(p_memories) with ordinality as v (value, i)
        order by v.i
    );
begin
    insert into private.memory_vectors (user_id, memory_id, model, embedding)
    select distinct on (v_ids[v.i])
        p_user, v_ids[v.i], v.value ->> 'embedding_model',
        private.embedding_of((v.value -> 'embedding')::text, format('memories[%s].embedding', v.i - 1))
    from jsonb_array_elements(p_memories) with ordinality as v (value, i)
    where v_ids[v.i] is not null
        and jsonb_typeof(v.value -> 'embedding') = 'array'
        and jsonb_typeof(v.value -> 'embedding_model') = 'string'
    order by v_ids[v.i], v.i desc
    on conflict (user_id, memory_id) do update set model = excluded.model, embedding = excluded.embedding;
    return to_jsonb(v_ids);
end;
$function$;

CREATE OR REPLACE FUNCTION private.keep_memory_words()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    insert into private.memory_words (user_id, memory_id, words)
    values (new.user_id, new.id, to_tsvector('pg_catalog.english', new.content));
    return null;
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
        perform private.fail('PT404', 'no such change', '{"field": "id"}');
    elsif v_change.id is not null
        and (v_change.summary, v_change.operations) is distinct from (p_change ->> 'summary', p_change -> 'operations')
    then
        perform private.fail('PT409', 'this id has another change', '{"field": "id"}', 'Use a new id.');
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
        perform private.fail('PT404', 'no such message', '{"field": "id"}');
    elsif (v_known.sender, v_known.content) is distinct from (p_sender, p_message ->> 'content')
        or v_known.session_id <> coalesce((p_message ->> 'session_id')::uuid, v_known.session_id)
    then
        perform private.fail('PT409', 'this id has another message', '{"field": "id"}', 'Use a new id.');
    end if;
    return v_known.session_id;
end;
$function$;

CREATE OR REPLACE FUNCTION private.latest_records(p_user uuid, p_limit integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select
            coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'exercise', e.name, 'record_type', r.record_type, 'value', r.value,
                        'previous_value', r.previous_value, 'achieved_at', r.achieved_at
                    )
                    order by r.achieved_at desc, e.name, r.record_type
                ),
                '[]'
            )
        from (
            select p.*
            from public.personal_records as p
            where p.user_id = p_user and p.previous_value is not null
            order by p.achieved_at desc, p.exercise_id, p.record_type
            limit p_limit
        ) as r
        inner join public.exercises as e on e.id = r.exercise_id
    );
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
        perform private.fail('PT404', 'no such change', '{"field": "p_change_id"}');
    end if;
    return v_change;
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
                'PT422', 'which model is the vector of?', '{"field": "p_model"}',
                'There are memories of several models, and vectors of two models can''t be compared.'
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
    -- All have length one, so the inner product is the cosine. 10,000 of them: 8 ms.
    return array(
        select (n.memory_id, -n.distance)::private.found_memory
        from (
            -- Once: the sort and what comes out of it would each multiply, 3 ms more.
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
    -- On its own: inside the query it was counted once a hit, 110 ms instead of 6.
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

        -- Inverse document frequency as in BM25 (Robertson and Zaragoza 2009), among what this user has: a rare word says
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

        -- Of 2,600 hits only those that may be among the hundred are looked up: 8 ms instead of 12.
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

CREATE OR REPLACE FUNCTION private.memory_key(p_content text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO ''
AS $function$
begin
    return md5(lower(btrim(regexp_replace(p_content, '[\s.!]+', ' ', 'g'))));
end;
$function$;

CREATE OR REPLACE FUNCTION private.memory_of(p_user uuid, p_content text)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select m.id from public.coach_memories as m
        where m.user_id = p_user and private.memory_key(m.content) = private.memory_key(p_content)
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
                -- Training may have moved the load of what goes: undoing brings back the one that was reached.
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

CREATE OR REPLACE FUNCTION private.move_quota(p_user uuid, p_feature public.ai_feature, p_at timestamp with time zone, p_by integer)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    insert into private.quota_use as u (user_id, feature, period, starts_on, used)
    select p_user, p_feature, o.period, private.quota_window(o.period, p_at), greatest(p_by, 0)
    from unnest(enum_range(null::private.quota_period)) as o (period)
    on conflict (user_id, feature, period, starts_on) do update
    set used = greatest(u.used + p_by, 0);
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_target_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_fact private.target_facts;
    v_standing record;
    v_is_by_hand boolean;
    -- A wave begins or ends, or gets another training max.
    v_is_other_wave boolean;
begin
    -- The load of the latest step alone: the fold wrote it. So it goes after most workouts, and needs no more looking up.
    if tg_op = 'UPDATE'
        and (
            new.exercise_id, new.target_sets, new.target_reps, new.progression, new.on_success_weight_increase_kg,
            new.target_rir
        ) is not distinct from (
            old.exercise_id, old.target_sets, old.target_reps, old.progression, old.on_success_weight_increase_kg,
            old.target_rir
        )
        and new.current_suggested_weight_kg = (
            select (p.new_target ->> 'weight_kg')::numeric
            from public.prescriptions as p
            where p.user_id = new.user_id and p.plan_exercise_id = new.id and p.superseded_at is null
            order by p.effective_at desc, p.session_id desc nulls last
            limit 1
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
        select s.* into v_standing from private.standing_targets(new.user_id, array[new.id], 'infinity') as s;
        -- The fold writes the load it arrived at; a person writes another one.
        v_is_by_hand := new.current_suggested_weight_kg is distinct from (v_standing.target).weight_kg;
        v_is_other_wave := 'percentage_wave' in (private.scheme_of(v_fact.rules), private.scheme_of((v_standing.fact).rules))
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
                v_fact.state := v_standing.state;
            end if;
            if v_is_by_hand then
                -- The newest word counts: the load, not the training max it came from.
                v_fact.state := v_fact.state - 'training_max_kg';
                v_fact.rules := v_fact.rules - 'training_max_kg';
            end if;
        end if;
    end if;
    v_fact := private.first_step(
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

CREATE OR REPLACE FUNCTION private.operation_shape(p_op text)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_id jsonb := '{"type": "uuid", "required": true}'::jsonb;
    v_exercise jsonb := $shape${
        "order_in_workout": {"type": "integer", "min": 1, "max": 100},
        "section": {"type": "public.plan_section"},
        "target_sets": {"type": "integer", "min": 1, "max": 50, "required": true},
        "target_reps": {"type": "text", "min": 1, "max": 100, "required": true},
        "target_rest_seconds": {"type": "integer", "min": 0, "max": 3600},
        "current_suggested_weight_kg": {"type": "number", "min": 0, "max": 2000},
        "on_success_weight_increase_kg": {"type": "number", "min": 0, "max": 100},
        "progression": {"type": "any"},
        "target_rir": {"type": "number", "min": 0, "max": 10},
        "superset_group": {"type": "integer", "min": 1, "max": 50},
        "notes": {"type": "text", "max": 2000}
    }$shape$::jsonb;
    v_day jsonb := $shape${
        "name": {"type": "text", "min": 1, "max": 200},
        "day_of_week": {"type": "integer", "min": 1, "max": 7},
        "order_in_plan": {"type": "integer", "min": 1, "max": 100}
    }$shape$::jsonb;
    v_optional jsonb := v_exercise - array['order_in_workout', 'section']
    || '{"target_sets": {"type": "integer", "min": 1, "max": 50}, "target_reps": {"type": "text", "min": 1, "max": 100}}';
begin
    return '{"op": {"type": "text", "max": 40, "required": true}}' || case p_op
        when 'update_exercise' then v_optional || jsonb_build_object('plan_exercise_id', v_id)
        when 'swap_exercise' then v_optional || jsonb_build_object('plan_exercise_id', v_id, 'exercise_id', v_id)
        when 'add_exercise' then v_exercise || jsonb_build_object('plan_workout_id', v_id, 'exercise_id', v_id)
        when 'remove_exercise' then jsonb_build_object('plan_exercise_id', v_id)
        when 'move_exercise' then jsonb_build_object(
            'plan_exercise_id', v_id, 'order_in_workout', '{"type": "integer", "min": 1, "max": 100, "required": true}'::jsonb
        )
        when 'update_day' then v_day || jsonb_build_object('plan_workout_id', v_id)
        when 'add_day' then v_day || jsonb_build_object('plan_id', v_id) || $shape${
            "name": {"type": "text", "min": 1, "max": 200, "required": true},
            "exercises": {"type": "array", "min": 1, "max": 50, "required": true}
        }$shape$
        when 'day_exercise' then v_exercise || jsonb_build_object('exercise_id', v_id)
        when 'remove_day' then jsonb_build_object('plan_workout_id', v_id)
        when 'update_plan' then jsonb_build_object('plan_id', v_id) || $shape${
            "name": {"type": "text", "min": 1, "max": 200},
            "description": {"type": "text", "max": 5000},
            "days_per_week": {"type": "integer", "min": 1, "max": 7}
        }$shape$
        when 'log_measurement' then $shape${
            "logged_at": {"type": "timestamp"},
            "weight_kg": {"type": "number", "min": 20, "max": 500},
            "body_fat_percentage": {"type": "number", "min": 1, "max": 75},
            "other_metrics": {"type": "object"}
        }$shape$
        when 'set_goal' then $shape${
            "goal_type": {"type": "public.goal_type", "required": true},
            "target_weight_kg": {"type": "number", "min": 20, "max": 500},
            "target_date": {"type": "date"}
        }$shape$
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.place_day(p_user uuid, p_day uuid, p_place integer)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    update public.workout_plan_days as d
    set order_in_plan = p.place
    from (
        select o.id, o.n + (o.n >= p_place)::integer as place
        from (
            select n.id, row_number() over (order by n.order_in_plan, n.id) as n
            from public.workout_plan_days as n
            inner join public.workout_plan_days as mine
                on mine.user_id = p_user
                and mine.id = p_day
                and n.plan_id = mine.plan_id
                and n.week_number = mine.week_number
            where n.user_id = p_user and n.id <> p_day
        ) as o
        union all
        select p_day, p_place
    ) as p
    where d.user_id = p_user and d.id = p.id and d.order_in_plan <> p.place;
end;
$function$;

CREATE OR REPLACE FUNCTION private.place_exercise(p_user uuid, p_line uuid, p_place integer)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    update public.workout_plan_day_exercises as x
    set order_in_workout = p.place
    from (
        select o.id, o.n + (o.n >= p_place)::integer as place
        from (
            select n.id, row_number() over (order by n.order_in_workout, n.id) as n
            from public.workout_plan_day_exercises as n
            inner join public.workout_plan_day_exercises as mine
                on mine.user_id = p_user and mine.id = p_line and n.plan_workout_id = mine.plan_workout_id
            where n.user_id = p_user and n.id <> p_line
        ) as o
        union all
        select p_line, p_place
    ) as p
    where x.user_id = p_user and x.id = p.id and x.order_in_workout <> p.place;
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
        perform private.fail('PT404', 'no such thing', jsonb_build_object('field', p_path || '.' || v_field));
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
                -- Of a plan of several weeks the one that is on.
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
        perform private.fail('PT422', 'the operations are of another plan', '{"field": "plan_id"}');
    end if;

    v_rows := private.rows_of(p_user, v_plan, v_measurements);
    -- The operations are carried out as they would be; what has to wait is rolled back to here. Variables stay.
    begin
        for i in 0 .. jsonb_array_length(p_change -> 'operations') - 1 loop
            v_operation := p_change -> 'operations' -> i;
            v_path := format('operations[%s]', i);
            if private.plan_of_operation(p_user, v_operation, v_path) <> v_plan then
                perform private.fail(
                    'PT422', 'it is of another plan', jsonb_build_object('field', v_path), 'Propose one change a plan.'
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
            perform private.fail('PT422', 'a plan keeps at least one day', '{"field": "operations"}');
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

CREATE OR REPLACE FUNCTION private.quota_tier(p_user uuid)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select
            case
                when exists (select from public.user_roles as r where r.user_id = p.id and r.role = 'admin') then 'admin'
                else p.subscription_status::text
            end
        from public.profiles as p
        where p.id = p_user
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.quota_window(p_period private.quota_period, p_at timestamp with time zone)
 RETURNS date
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return date_trunc(p_period::text, p_at at time zone 'UTC')::date;
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
                        -- What was done belongs to what was said: one without the other misleads.
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
    -- An account that was deleted meanwhile keeps no books; whoever is being deleted waits for this, or this for them.
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

CREATE OR REPLACE FUNCTION private.remembered_injuries(p_user uuid, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select
            coalesce(
                jsonb_agg(
                    jsonb_build_object('content', m.content, 'since', m.created_at, 'last_said_at', m.updated_at)
                    order by m.importance desc, m.updated_at desc, m.id
                ),
                '[]'
            )
        from (
            select i.*
            from public.coach_memories as i
            where i.user_id = p_user and i.kind = 'injury' and coalesce(i.expires_at > p_now, true)
            order by i.importance desc, i.updated_at desc, i.id
            limit 10
        ) as m
    );
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
            'PT422', 'nobody answers here', '{"field": "session_id"}', 'Leave session_id out to begin a conversation.'
        );
    end if;
    -- Nor may it be anybody's inbox, which has its user's id from the first congratulation on, and isn't there before.
    if exists (select from public.coach_conversations as c where c.id = p_session_id and c.user_id <> p_user)
        or exists (select from public.profiles as p where p.id = p_session_id)
    then
        perform private.fail('PT404', 'no such conversation', '{"field": "session_id"}');
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
            'Seconds (30s) for what is held, metres or seconds for what is covered, repetitions for the rest.'
        );
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
                -- Training moves it; of a row that goes it decides nothing.
                and not (t.wanted = 'null' and c.key = 'current_suggested_weight_kg')
        )
    end
    limit 1;
    if not found then
        -- A day takes its exercises along: those that came since would be lost without a trace.
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
            'PT409', 'it was changed since',
            jsonb_build_object('reason', 'changed_since', 'table', v_fault.table_name, 'id', v_fault.id),
            'Have the change proposed anew.'
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.require_unspent(p_user uuid, p_feature public.ai_feature, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    -- Six turns and two embeddings: no request that is answered pays for more.
    v_calls_of_one constant integer := 8;
    v_day date := private.quota_window('day', p_now);
    v_most integer := v_calls_of_one * (
        select q.per_day from private.quotas as q where q.feature = p_feature and q.tier = private.quota_tier(p_user)
    );
begin
    if v_most is not null and v_most <= (
        select count(*)
        from public.ai_usage as u
        where u.user_id = p_user
            and u.created_at >= v_day::timestamp at time zone 'UTC'
            and u.created_at <= p_now
            and u.feature = p_feature
            and u.input_tokens + u.output_tokens > 0
    ) then
        perform private.fail(
            'PT429', 'too much was asked that came to nothing',
            jsonb_build_object(
                'reason', 'quota_exceeded',
                'window', 'day',
                'retry_after', ceil(extract(epoch from (v_day + 1)::timestamp at time zone 'UTC' - p_now))::integer
            ),
            'It can be asked again when the day ends, in retry_after seconds.'
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.rows_of(p_user uuid, p_plan_id uuid, p_measurements uuid[])
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    -- Left out is what a change can't set: whose it is, when, and what is derived or has an RPC of its own.
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
    -- What the tables themselves refuse.
    when check_violation or not_null_violation or numeric_value_out_of_range then
        perform private.fail('PT422', 'it is out of bounds', jsonb_build_object('field', p_path));
        return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.search_terms(p_text text)
 RETURNS tsquery[]
 LANGUAGE plpgsql
 IMMUTABLE STRICT
 SET search_path TO ''
AS $function$
begin
    -- A long text has more words than a search can use: sixteen, the longest, which as a rule are the rarest.
    return array(
        select ('''' || replace(replace(w.lexeme, '\', '\\'), '''', '''''') || '''')::tsquery
        from unnest(to_tsvector('pg_catalog.english', p_text)) as w
        order by length(w.lexeme) desc, w.lexeme
        limit 16
    );
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
            perform private.fail('PT404', 'no such conversation', '{"field": "session_id"}');
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
        -- The conversation moves up in the list.
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
    -- Said twice in one answer: the last word counts. The same content again is the same memory, said anew.
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
    -- Beyond 10,000 go those that expired, then what matters least and was said longest ago; injuries last.
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
        perform private.fail('PT409', 'an id is in use', '{"field": "memories"}', 'Use new ids.');
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
        perform private.fail('PT422', 'a list of at most 100 is needed', '{"field": "p_vectors"}');
    end if;
    perform private.check_shapes(p_vectors, 'p_vectors[]', $shape${
        "id": {"type": "uuid", "required": true},
        "embedding": {"type": "array", "min": 768, "max": 768, "required": true},
        "model": {"type": "text", "min": 1, "max": 200, "required": true}
    }$shape$);
    -- What was forgotten meanwhile, and what isn't this user's, has no memory to join.
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

CREATE OR REPLACE FUNCTION private.store_user_message(p_user uuid, p_message jsonb, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_session uuid;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.check_shape(p_message, null, $shape${
        "id": {"type": "uuid", "required": true},
        "session_id": {"type": "uuid"},
        "content": {"type": "text", "min": 1, "max": 20000, "pattern": "\\S", "required": true}
    }$shape$);
    perform private.require_conversation(p_user, (p_message ->> 'session_id')::uuid);

    v_session := private.known_message(p_user, p_message, 'user');
    if v_session is null then
        v_session := coalesce((p_message ->> 'session_id')::uuid, gen_random_uuid());
        insert into public.coach_conversations as c (id, user_id, title)
        values (v_session, p_user, left(btrim(regexp_replace(p_message ->> 'content', '\s+', ' ', 'g')), 80))
        on conflict (id) do update set title = coalesce(c.title, excluded.title);
        insert into public.ai_coach_messages (id, user_id, session_id, sender, content, created_at)
        values ((p_message ->> 'id')::uuid, p_user, v_session, 'user', p_message ->> 'content', p_now);
    end if;
    return jsonb_build_object('session_id', v_session, 'message_id', (p_message ->> 'id')::uuid);
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
        select o.period, private.quota_window(o.period, p_now) as starts_on, o.most
        from (select private.quota_tier(p_user) as tier) as t
        left join private.quotas as q on q.feature = p_feature and q.tier = t.tier
        -- Null is without limit where there is a row, and nothing at all where there is none.
        cross join lateral (
            values
            ('month'::private.quota_period, case when q.tier is null then 0 else coalesce(q.per_month, 2147483647) end),
            ('day', case when q.tier is null then 0 else coalesce(q.per_day, 2147483647) end)
        ) as o (period, most)
        -- The month first: where both are used up, it says how long to wait.
        order by o.period desc
    loop
        insert into private.quota_use as u (user_id, feature, period, starts_on, used)
        select p_user, p_feature, v_quota.period, v_quota.starts_on, 1
        where v_quota.most > 0
        on conflict (user_id, feature, period, starts_on) do update
        set used = u.used + 1
        where u.used < v_quota.most;
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
                'It is full again when the window ends, in retry_after seconds.'
            );
        end if;
    end loop;
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
        perform private.fail('PT404', 'no such account', null, 'Sign up, or finish onboarding.');
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
            'preferences', private.brief_wishes(p_user),
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

CREATE OR REPLACE FUNCTION private.undo_plan_change(p_user uuid, p_change_id uuid, p_now timestamp with time zone)
 RETURNS public.workout_plans
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.require_caller(p_user);
    return private.move_change(private.locked_change(p_user, p_change_id), 'applied', 'undone', p_now);
end;
$function$;

CREATE OR REPLACE FUNCTION private.write_rows(p_user uuid, p_from jsonb, p_to jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    -- Parents before children; nothing else can be named.
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
    -- A day that is gone, an exercise that may not be used any more, an id that was taken.
    when unique_violation or foreign_key_violation or check_violation or sqlstate 'PT404' or sqlstate 'PT422' then
        perform private.fail(
            'PT409', 'it was changed since', '{"reason": "changed_since"}', 'Have the change proposed anew.'
        );
end;
$function$;

CREATE OR REPLACE FUNCTION public.apply_plan_change(p_change_id uuid)
 RETURNS public.workout_plans
 LANGUAGE sql
 SET search_path TO ''
RETURN private.apply_plan_change((SELECT auth.uid() AS uid), p_change_id, now());

CREATE OR REPLACE FUNCTION public.begin_ai_request(p_user_id uuid, p_feature public.ai_feature, p_key text, p_request_hash text, p_seconds integer)
 RETURNS jsonb
 LANGUAGE sql
 SET search_path TO ''
RETURN private.begin_ai_request(p_user_id, p_feature, p_key, p_request_hash, p_seconds, now());

CREATE OR REPLACE FUNCTION public.coach_context(p_session_id uuid DEFAULT NULL::uuid)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO ''
RETURN private.coach_context((SELECT auth.uid() AS uid), p_session_id, now());

CREATE OR REPLACE FUNCTION public.decline_plan_change(p_change_id uuid)
 RETURNS public.workout_plans
 LANGUAGE sql
 SET search_path TO ''
RETURN private.decline_plan_change((SELECT auth.uid() AS uid), p_change_id, now());

CREATE OR REPLACE FUNCTION public.finish_ai_request(p_user_id uuid, p_request_id uuid, p_status integer, p_body jsonb, p_is_charged boolean)
 RETURNS boolean
 LANGUAGE sql
 SET search_path TO ''
RETURN private.finish_ai_request(p_user_id, p_request_id, p_status, p_body, p_is_charged, now());

CREATE OR REPLACE FUNCTION public.match_memories(p_query_embedding text DEFAULT NULL::text, p_query_text text DEFAULT NULL::text, p_match_count integer DEFAULT 10, p_model text DEFAULT NULL::text)
 RETURNS TABLE(id uuid, content text, kind public.memory_kind, importance smallint, similarity double precision, score double precision, source_message_id uuid, expires_at timestamp with time zone, created_at timestamp with time zone, updated_at timestamp with time zone)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
BEGIN ATOMIC
 SELECT m.id,
     m.content,
     m.kind,
     m.importance,
     m.similarity,
     m.score,
     m.source_message_id,
     m.expires_at,
     m.created_at,
     m.updated_at
    FROM private.match_memories(( SELECT auth.uid() AS uid), match_memories.p_query_embedding, match_memories.p_query_text, match_memories.p_match_count, match_memories.p_model, now()) m(id, content, kind, importance, similarity, score, source_message_id, expires_at, created_at, updated_at);
END;

CREATE OR REPLACE FUNCTION public.propose_plan_change(p_user_id uuid, p_change jsonb)
 RETURNS jsonb
 LANGUAGE sql
 SET search_path TO ''
RETURN private.propose_plan_change(p_user_id, p_change, now());

CREATE OR REPLACE FUNCTION public.record_ai_usage(p_user_id uuid, p_usage jsonb)
 RETURNS integer
 LANGUAGE sql
 SET search_path TO ''
RETURN private.record_ai_usage(p_user_id, p_usage, now());

CREATE OR REPLACE FUNCTION public.store_coach_answer(p_user_id uuid, p_answer jsonb)
 RETURNS jsonb
 LANGUAGE sql
 SET search_path TO ''
RETURN private.store_coach_answer(p_user_id, p_answer, now());

CREATE OR REPLACE FUNCTION public.store_memory_vectors(p_user_id uuid, p_vectors jsonb)
 RETURNS integer
 LANGUAGE sql
 SET search_path TO ''
RETURN private.store_memory_vectors(p_user_id, p_vectors);

CREATE OR REPLACE FUNCTION public.store_user_message(p_user_id uuid, p_message jsonb)
 RETURNS jsonb
 LANGUAGE sql
 SET search_path TO ''
RETURN private.store_user_message(p_user_id, p_message, now());

CREATE OR REPLACE FUNCTION public.training_brief()
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO ''
RETURN private.training_brief((SELECT auth.uid() AS uid), now());

CREATE OR REPLACE FUNCTION public.undo_plan_change(p_change_id uuid)
 RETURNS public.workout_plans
 LANGUAGE sql
 SET search_path TO ''
RETURN private.undo_plan_change((SELECT auth.uid() AS uid), p_change_id, now());

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."ai_requests" ADD CONSTRAINT "ai_requests_user_id_feature_key_hash_key" UNIQUE (user_id, feature, key_hash);

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."ai_requests" ADD CONSTRAINT "ai_requests_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."quota_use" ADD CONSTRAINT "quota_use_pkey" PRIMARY KEY (user_id, feature, period, starts_on);

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."quota_use" ADD CONSTRAINT "quota_use_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."quotas" ADD CONSTRAINT "quotas_pkey" PRIMARY KEY (feature, tier);

-- The columns are new and null everywhere; congratulations are all that stands here: one quick look.
-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "public"."ai_coach_messages" ADD CONSTRAINT "ai_coach_messages_model_check" CHECK (((length(model) >= 1) AND (length(model) <= 200)));

-- The columns are new and null everywhere; congratulations are all that stands here: one quick look.
-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "public"."ai_coach_messages" ADD CONSTRAINT "ai_coach_messages_suggestions_check" CHECK ((jsonb_typeof(suggestions) = 'array'::text));

-- The columns are new and null everywhere; congratulations are all that stands here: one quick look.
-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "public"."ai_coach_messages" ADD CONSTRAINT "ai_coach_messages_tone_check" CHECK (((length(tone) >= 1) AND (length(tone) <= 40)));

-- The columns are new and null everywhere; congratulations are all that stands here: one quick look.
-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "public"."ai_coach_messages" ADD CONSTRAINT "ai_coach_messages_user_id_id_key" UNIQUE (user_id, id);

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "public"."ai_usage" ADD CONSTRAINT "ai_usage_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "public"."coach_memories" ADD CONSTRAINT "coach_memories_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."memory_vectors" ADD CONSTRAINT "memory_vectors_user_id_memory_id_fkey" FOREIGN KEY (user_id, memory_id) REFERENCES public.coach_memories(user_id, id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."memory_words" ADD CONSTRAINT "memory_words_user_id_memory_id_fkey" FOREIGN KEY (user_id, memory_id) REFERENCES public.coach_memories(user_id, id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "public"."coach_memories" ADD CONSTRAINT "coach_memories_user_id_source_message_id_fkey" FOREIGN KEY (user_id, source_message_id) REFERENCES public.ai_coach_messages(user_id, id) ON DELETE SET NULL (source_message_id);

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "public"."plan_changes" ADD CONSTRAINT "plan_changes_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "public"."plan_changes" ADD CONSTRAINT "plan_changes_user_id_plan_id_fkey" FOREIGN KEY (user_id, plan_id) REFERENCES public.workout_plans(user_id, id) ON DELETE CASCADE;

CREATE INDEX ai_requests_claimed_until_idx ON private.ai_requests USING btree (claimed_until) WHERE (status IS NULL);

CREATE INDEX ai_requests_kept_until_idx ON private.ai_requests USING btree (kept_until);

CREATE INDEX quota_use_starts_on_idx ON private.quota_use USING btree (starts_on);

CREATE INDEX ai_coach_messages_user_id_created_at_idx ON public.ai_coach_messages USING btree (user_id, created_at) WHERE (sender = 'user'::public.message_sender);

CREATE INDEX ai_usage_user_id_created_at_idx ON public.ai_usage USING btree (user_id, created_at DESC, id DESC);

CREATE INDEX coach_memories_user_id_created_at_idx ON public.coach_memories USING btree (user_id, created_at DESC, id DESC);

CREATE INDEX coach_memories_user_id_expires_at_idx ON public.coach_memories USING btree (user_id, expires_at) WHERE (expires_at IS NOT NULL);

CREATE INDEX coach_memories_user_id_source_message_id_idx ON public.coach_memories USING btree (user_id, source_message_id);

CREATE INDEX plan_changes_user_id_created_at_idx ON public.plan_changes USING btree (user_id, created_at DESC, id DESC);

CREATE INDEX plan_changes_user_id_plan_id_idx ON public.plan_changes USING btree (user_id, plan_id);

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.ai_usage FOR EACH ROW EXECUTE FUNCTION private.append_only();

CREATE TRIGGER bury AFTER DELETE ON public.coach_memories REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.bury('user_id', 'id');

CREATE TRIGGER keep_keys BEFORE UPDATE OF id, user_id, created_at, content ON public.coach_memories FOR EACH ROW EXECUTE FUNCTION private."freeze"('id', 'user_id', 'created_at', 'content');

CREATE TRIGGER keep_words AFTER INSERT ON public.coach_memories FOR EACH ROW EXECUTE FUNCTION private.keep_memory_words();

CREATE TRIGGER touch BEFORE UPDATE ON public.coach_memories FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER bury AFTER DELETE ON public.plan_changes REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.bury('user_id', 'id');

CREATE TRIGGER keep_keys BEFORE UPDATE OF id, user_id, plan_id, made_by, summary, operations, is_large, created_at ON public.plan_changes FOR EACH ROW EXECUTE FUNCTION private."freeze"('id', 'user_id', 'plan_id', 'made_by', 'summary', 'operations', 'is_large', 'created_at');

CREATE TRIGGER touch BEFORE UPDATE ON public.plan_changes FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE POLICY "nobody" ON "private"."ai_requests" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."memory_vectors" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."memory_words" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."quota_use" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."quotas" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "read own usage" ON "public"."ai_usage" FOR SELECT TO "authenticated" USING ((( SELECT auth.uid() AS uid) = user_id));

CREATE POLICY "make the coach forget" ON "public"."coach_memories" FOR DELETE TO "authenticated" USING ((( SELECT auth.uid() AS uid) = user_id));

CREATE POLICY "read own memories" ON "public"."coach_memories" FOR SELECT TO "authenticated" USING ((( SELECT auth.uid() AS uid) = user_id));

CREATE POLICY "read own plan changes" ON "public"."plan_changes" FOR SELECT TO "authenticated" USING ((( SELECT auth.uid() AS uid) = user_id));

COMMENT ON COLUMN "private"."ai_requests"."body" IS 'The answer, exactly as it was sent.';

COMMENT ON COLUMN "private"."ai_requests"."charged_at" IS 'The moment in whose windows the request counts against the quota. Null: it doesn''t count.';

COMMENT ON COLUMN "private"."ai_requests"."claimed_until" IS 'When the attempt can no longer be running: from then on another one may take over.';

COMMENT ON COLUMN "private"."ai_requests"."id" IS 'Of the attempt: who takes a request over has a new one, so that the old attempt ends nothing.';

COMMENT ON COLUMN "private"."ai_requests"."kept_until" IS 'When the key is forgotten, its answer with it.';

COMMENT ON COLUMN "private"."ai_requests"."key_hash" IS 'SHA-256 of the Idempotency-Key. Null: none was sent, and nothing is replayed.';

COMMENT ON COLUMN "private"."ai_requests"."request_hash" IS 'Of the request''s body, as the function makes it: the same key with another body is refused.';

COMMENT ON COLUMN "private"."memory_vectors"."model" IS 'The embedding model, by its name at the provider.';

COMMENT ON COLUMN "private"."quota_use"."starts_on" IS 'The day, or the first day of the month, of UTC.';

COMMENT ON COLUMN "private"."quotas"."per_day" IS 'Null: as many as they like.';

COMMENT ON COLUMN "private"."quotas"."per_month" IS 'Null: as many as they like.';

COMMENT ON COLUMN "private"."quotas"."tier" IS 'A subscription_status; admin for whoever has that role, whatever the subscription.';

COMMENT ON COLUMN "public"."ai_coach_messages"."model" IS 'The language model that wrote it; null where none did.';

COMMENT ON COLUMN "public"."ai_coach_messages"."suggestions" IS 'What the user might say next: a list of short texts.';

COMMENT ON COLUMN "public"."ai_coach_messages"."tone" IS 'How the answer is meant, as the persona names it.';

COMMENT ON COLUMN "public"."ai_usage"."cost_usd" IS 'US dollars, by the prices in force when the call was made.';

COMMENT ON COLUMN "public"."ai_usage"."latency_ms" IS 'From the first byte sent to the last one read, in milliseconds.';

COMMENT ON COLUMN "public"."ai_usage"."output_tokens" IS 'Thinking included: it is paid for as output.';

COMMENT ON COLUMN "public"."ai_usage"."request_id" IS 'The request it was made for: one may need several calls. No foreign key: requests are forgotten after a day.';

COMMENT ON COLUMN "public"."coach_memories"."expires_at" IS 'From then on it is not found any more. Null: it stays true.';

COMMENT ON COLUMN "public"."coach_memories"."importance" IS '1 small talk to 5 never to be forgotten.';

COMMENT ON COLUMN "public"."coach_memories"."source_message_id" IS 'What the user had said; null once that conversation is deleted.';

COMMENT ON COLUMN "public"."coach_memories"."updated_at" IS 'When it was last said.';

COMMENT ON COLUMN "public"."plan_changes"."after" IS 'What is there afterwards: the same rows. undo_plan_change goes from here back to before.';

COMMENT ON COLUMN "public"."plan_changes"."before" IS 'What has to be there for the change to be applied: [{table, id, row}]. row has the columns that change, all of them where the row
goes, and is null where it comes.';

COMMENT ON COLUMN "public"."plan_changes"."decided_at" IS 'When it was last applied, declined or undone.';

COMMENT ON COLUMN "public"."plan_changes"."is_large" IS 'It waits for apply_plan_change: a day or an exercise goes, more than three exercises change, or more than a third of the plan''s.';

COMMENT ON COLUMN "public"."plan_changes"."operations" IS 'What was asked for: [{op, …}], see docs/coach.md.';

COMMENT ON COLUMN "public"."plan_changes"."plan_id" IS 'The plan that is changed; null where only a measurement or a goal is.';

COMMENT ON FUNCTION "private"."add_day"(uuid, jsonb, text) IS 'add_day: at the end of the plan unless a place in its last week is named.';

COMMENT ON FUNCTION "private"."add_exercise"(uuid, jsonb, text) IS 'add_exercise: at the end of its day unless a place is named.';

COMMENT ON FUNCTION "private"."add_goal"(uuid, jsonb, text, timestamp with time zone) IS 'set_goal: it becomes the active one, and the one before rests.';

COMMENT ON FUNCTION "private"."add_measurement"(uuid, jsonb, text, timestamp with time zone) IS 'log_measurement; returns the id of the row.';

COMMENT ON FUNCTION "private"."affinity_at"(uuid, timestamp with time zone) IS 'How well coach and user know each other at a moment: 0 to 100, and new (under 20), familiar (under 50), close (under 80) or
trusted. By local day 5 points for a workout, 2 for a check-in, 1 for each message to the coach up to 3; at most 8. A point is worth half
after 60 days; the sum S gives 100 x (1 - e^(-S/150)).';

COMMENT ON FUNCTION "private"."apply_plan_change"(uuid, uuid, timestamp with time zone) IS 'See public.apply_plan_change.';

COMMENT ON FUNCTION "private"."begin_ai_request"(uuid, public.ai_feature, text, text, integer, timestamp with time zone) IS 'See public.begin_ai_request.';

COMMENT ON FUNCTION "private"."brief_condition"(uuid, date) IS 'How the user is: the last check-in of three days that says so, with its readiness 1 to 5, and the breaks that run today.';

COMMENT ON FUNCTION "private"."brief_lifts"(uuid, date) IS 'The 8 exercises trained in most workouts of the last 12 weeks: how often, when last, the best estimated 1RM of these weeks and ever.';

COMMENT ON FUNCTION "private"."brief_person"(uuid, date, timestamp with time zone) IS 'Who trains: level, age in years, sex, height, last weight, unit, training days a week. No name.';

COMMENT ON FUNCTION "private"."brief_plan"(uuid) IS 'The active plan: of the week that comes next 7 days at most, of each day the main exercises, 12 at most; null without a plan.';

COMMENT ON FUNCTION "private"."brief_volume"(uuid, date) IS 'Working sets by muscle group in each of the last four weeks, the running one last, and the landmarks that they compare with.';

COMMENT ON FUNCTION "private"."brief_wishes"(uuid) IS 'How the user likes to train; null without a word about it. 30 liked exercises and 500 letters of notes at most.';

COMMENT ON FUNCTION "private"."brief_workout"(jsonb) IS 'What next_workout answers, as short as a conversation needs it.';

COMMENT ON FUNCTION "private"."brief_workouts"(uuid) IS 'The last five workouts, the latest first.';

COMMENT ON FUNCTION "private"."change_day"(uuid, jsonb) IS 'update_day.';

COMMENT ON FUNCTION "private"."change_exercise"(uuid, jsonb, text) IS 'update_exercise and swap_exercise.';

COMMENT ON FUNCTION "private"."change_plan"(uuid, jsonb) IS 'update_plan.';

COMMENT ON FUNCTION "private"."changed_rows"(jsonb, jsonb) IS 'The rows of p_from that are others in p_to: whole where they come or go, else the columns that differ.';

COMMENT ON FUNCTION "private"."check_coach_answer"(jsonb) IS 'PT422 with the field at fault unless this is an answer of the coach.';

COMMENT ON FUNCTION "private"."check_operation"(uuid, jsonb, text) IS 'PT422 with the field at fault (operations[2].target_sets) unless this is an operation; PT404 for an exercise the user may not use.';

COMMENT ON FUNCTION "private"."coach_context"(uuid, uuid, timestamp with time zone) IS 'See public.coach_context.';

COMMENT ON FUNCTION "private"."decline_plan_change"(uuid, uuid, timestamp with time zone) IS 'See public.decline_plan_change.';

COMMENT ON FUNCTION "private"."embedding_of"(text, text) IS 'A vector from its text, brought to length one; PT422 names the field.';

COMMENT ON FUNCTION "private"."expire_ai_requests"(integer, timestamp with time zone) IS 'For a job: of p_limit users at most, gives back the quota of requests that died and forgets those answered a day ago; deletes
p_limit old windows at most. Returns {users, windows}, how many it did. It can be repeated, stopped and left out.';

COMMENT ON FUNCTION "private"."find_memories"(uuid, extensions.halfvec, text, text, integer, timestamp with time zone) IS 'The memories nearest to a vector of this model and to a text, best first; those that expired never. Null: that list is left out.';

COMMENT ON FUNCTION "private"."finish_ai_request"(uuid, uuid, integer, jsonb, boolean, timestamp with time zone) IS 'See public.finish_ai_request.';

COMMENT ON FUNCTION "private"."give_back_dead_requests"(uuid, timestamp with time zone) IS 'Gives back what requests took that ended without a word: the function was killed, or the network. The caller holds the user''s lock.';

COMMENT ON FUNCTION "private"."is_large_change"(jsonb, jsonb, jsonb) IS 'Whether a change waits for its user: an exercise goes (its workouts lose their link to the plan, which undoing can''t give back), a day
comes or goes, more than three exercises change, or more than one and more than a third of the plan''s.';

COMMENT ON FUNCTION "private"."keep_answer_vectors"(uuid, jsonb) IS 'Writes the vectors that came with an answer and returns the ids under which its memories are kept, in their order; null for one that
was not worth keeping.';

COMMENT ON FUNCTION "private"."keep_memory_words"() IS 'Row trigger after insert: a memory''s content never changes, so neither do its words.';

COMMENT ON FUNCTION "private"."known_change"(uuid, jsonb) IS 'The change that was proposed under this id, or nothing. PT409 if it was another one, PT404 if another user''s.';

COMMENT ON FUNCTION "private"."known_message"(uuid, jsonb, public.message_sender) IS 'The conversation of a message that is kept already, or null. PT409 if its id has another message, PT404 if another user''s.';

COMMENT ON FUNCTION "private"."latest_records"(uuid, integer) IS 'The records broken last. A baseline, which was broken by nobody, is none.';

COMMENT ON FUNCTION "private"."locked_change"(uuid, uuid) IS 'A change of this user''s, locked; PT404 if there is none.';

COMMENT ON FUNCTION "private"."match_memories"(uuid, text, text, integer, text, timestamp with time zone) IS 'See public.match_memories.';

COMMENT ON FUNCTION "private"."memories_by_meaning"(uuid, extensions.halfvec, text, uuid[]) IS 'The hundred memories nearest to a vector of this model, exact.';

COMMENT ON FUNCTION "private"."memories_by_words"(uuid, text, uuid[]) IS 'The hundred memories that share most words with a text, each weighed by how rare it is; of equals the more important, then the one
said last.';

COMMENT ON FUNCTION "private"."memory_key"(text) IS 'The same for texts that differ in case, white space, full stops and exclamation marks alone.';

COMMENT ON FUNCTION "private"."memory_of"(uuid, text) IS 'The id of the memory that says this, by its index; null if there is none.';

COMMENT ON FUNCTION "private"."move_change"(public.plan_changes, public.change_status, public.change_status, timestamp with time zone) IS 'Brings a change to a status and returns its plan (columns null if it has none); where it is already, nothing happens. PT409 from another
status than the expected one, or if what it goes from was changed since.';

COMMENT ON FUNCTION "private"."move_quota"(uuid, public.ai_feature, timestamp with time zone, integer) IS 'Adds to what is used of the windows in which a moment lies, whatever the limit: -1 gives a request back.';

COMMENT ON FUNCTION "private"."operation_shape"(text) IS 'The keys of an operation, for check_shape; null if there is no such operation. day_exercise is one of add_day''s exercises.';

COMMENT ON FUNCTION "private"."place_day"(uuid, uuid, integer) IS 'Puts a day at a place of its week (from 1); the others keep their order around it.';

COMMENT ON FUNCTION "private"."place_exercise"(uuid, uuid, integer) IS 'Puts an exercise at a place of its day (from 1); the others keep their order around it.';

COMMENT ON FUNCTION "private"."plan_of_operation"(uuid, jsonb, text) IS 'The plan that an operation changes; null if it changes none. PT404 unless what it names is this user''s and still there.';

COMMENT ON FUNCTION "private"."plan_outline"(uuid, uuid, uuid) IS 'The week of a plan that this day is in, with the ids that changes need: its first 40 exercises, left_out says how many more.';

COMMENT ON FUNCTION "private"."propose_plan_change"(uuid, jsonb, timestamp with time zone) IS 'See public.propose_plan_change.';

COMMENT ON FUNCTION "private"."quota_tier"(uuid) IS 'Whose quotas hold for a user: a subscription_status, or admin; null for nobody.';

COMMENT ON FUNCTION "private"."quota_window"(private.quota_period, timestamp with time zone) IS 'The first day of the window of this length in which a moment lies.';

COMMENT ON FUNCTION "private"."recent_messages"(uuid, uuid) IS 'The last of a conversation, newest first: at most 20, each cut to 1,500 characters, 6,000 altogether; with what the coach did.';

COMMENT ON FUNCTION "private"."record_ai_usage"(uuid, jsonb, timestamp with time zone) IS 'See public.record_ai_usage.';

COMMENT ON FUNCTION "private"."remembered_injuries"(uuid, timestamp with time zone) IS '[{content, since, last_said_at}]: the ten most important injuries that the coach knows of and that haven''t expired. The user''s
words, to be quoted as such.';

COMMENT ON FUNCTION "private"."require_conversation"(uuid, uuid) IS 'PT404 for somebody else''s conversation, PT422 for the user''s inbox. An unknown id passes: the client may choose it.';

COMMENT ON FUNCTION "private"."require_fitting_reps"(uuid, text, text) IS 'PT422 unless the target counts what the exercise is counted in: repetitions, seconds or metres.';

COMMENT ON FUNCTION "private"."require_rows"(jsonb, jsonb, jsonb) IS 'PT409 unless the rows still are what a change goes from; p_rows as rows_of returns them.';

COMMENT ON FUNCTION "private"."require_unspent"(uuid, public.ai_feature, timestamp with time zone) IS 'PT429 once a day''s calls of models for a feature, those that were paid for, are as many as all of the day''s quota could have needed. Only
who keeps asking for what comes to nothing gets here: a picture without a plan, a talk that ends without an answer.';

COMMENT ON FUNCTION "private"."rows_of"(uuid, uuid, uuid[]) IS '{"table id": row} of what a change may touch: a plan with its days and exercises, the user''s goals, and these measurements.';

COMMENT ON FUNCTION "private"."run_operation"(uuid, jsonb, text, timestamp with time zone) IS 'Carries out a checked operation; returns the id of a measurement that it made.';

COMMENT ON FUNCTION "private"."search_terms"(text) IS 'The words of a question, stemmed like those of memories, each a query of its own.';

COMMENT ON FUNCTION "private"."store_coach_answer"(uuid, jsonb, timestamp with time zone) IS 'See public.store_coach_answer.';

COMMENT ON FUNCTION "private"."store_memories"(uuid, jsonb, uuid, timestamp with time zone) IS 'Writes checked memories [{id?, content, kind, importance, expires_at?}] and keeps to 10,000 a user.';

COMMENT ON FUNCTION "private"."store_memory_vectors"(uuid, jsonb) IS 'See public.store_memory_vectors.';

COMMENT ON FUNCTION "private"."store_user_message"(uuid, jsonb, timestamp with time zone) IS 'See public.store_user_message.';

COMMENT ON FUNCTION "private"."take_quota"(uuid, public.ai_feature, timestamp with time zone) IS 'Counts one request of a feature against the user''s day and month; PT429 when either is used up, and then neither counts it.';

COMMENT ON FUNCTION "private"."training_brief"(uuid, timestamp with time zone) IS 'See public.training_brief.';

COMMENT ON FUNCTION "private"."undo_plan_change"(uuid, uuid, timestamp with time zone) IS 'See public.undo_plan_change.';

COMMENT ON FUNCTION "private"."write_rows"(uuid, jsonb, jsonb) IS 'Makes the rows of a change what p_to says, all or nothing; PT409 where they can''t be that any more.';

COMMENT ON FUNCTION "public"."apply_plan_change"(uuid) IS 'Makes a proposed change and returns the plan (its columns null where only a measurement or a goal changes); applied already,
nothing happens. PT404 no such change, PT409 it was declined or undone, or what it changes was changed since.';

COMMENT ON FUNCTION "public"."begin_ai_request"(uuid, public.ai_feature, text, text, integer) IS 'For the service alone, before an AI function does its work: premium (PT402), the Idempotency-Key (null: none) and the quota
(PT429 with retry_after and window) in one transaction. The claim holds p_seconds; then the function can''t be running any more
and another attempt may take over. Returns {request_id, state, status, body, consented, subscription_status}: state started, or
stored with the answer to send again. PT409 with reason request_in_progress (and retry_after) or idempotency_key_reused.';

COMMENT ON FUNCTION "public"."coach_context"(uuid) IS 'What a coach should know before it answers: now (the user''s day and time), profile, goal, affinity, next_workout, plan (the week that
is on), streaks, last_workout, records, check_in of today, injuries, and the last messages of the conversation, newest first. Small
by design. PT404 for a conversation that isn''t the caller''s.';

COMMENT ON FUNCTION "public"."decline_plan_change"(uuid) IS 'Refuses a proposed change and returns the plan, which stays as it is; declined already, nothing happens. PT404 no such change,
PT409 it was applied or undone.';

COMMENT ON FUNCTION "public"."finish_ai_request"(uuid, uuid, integer, jsonb, boolean) IS 'For the service alone, with what begin_ai_request returned: stores the answer for whoever sends the key again, or with p_body
null frees the key; gives the quota back unless p_is_charged. Returns whether this call ended the request: false, and nothing
changes, when it had ended before, was taken over or isn''t the user''s.';

COMMENT ON FUNCTION "public"."match_memories"(text, text, integer, text) IS 'The caller''s memories by meaning and by words together, best first, exact. p_query_embedding is a vector of 768 numbers as text
([0.1,…]) of the embedding model p_model, which has to be named once memories of several models are kept; null: by words alone. No
text: by meaning alone. p_match_count 1 to 50. similarity: the cosine, null where the vector didn''t find it.';

COMMENT ON FUNCTION "public"."propose_plan_change"(uuid, jsonb) IS 'For the service role alone: a change {id?, plan_id?, made_by?, summary, operations, apply} as a row of plan_changes. With apply a
small one is applied at once; a large one stays proposed all the same. The same id with the same change again returns it as it
stands. PT404, PT422 name the field: operations[2].target_sets; PT409 the id has another change.';

COMMENT ON FUNCTION "public"."record_ai_usage"(uuid, jsonb) IS 'For the service alone: writes down calls of models [{id?, request_id?, feature, model, input_tokens, output_tokens, cost_usd,
latency_ms, outcome}]. Returns how many were new: an id already there is left alone, so that it can be repeated.';

COMMENT ON FUNCTION "public"."store_coach_answer"(uuid, jsonb) IS 'For the service role alone: keeps what the coach said {id, session_id, content, tone?, suggestions?, actions?, engine, model?,
memories?: [{id?, content, kind, importance, expires_at?, embedding?, embedding_model?}]} and what is worth remembering of it. Returns
{session_id, message_id, memories: [id under which each is kept, or null], affinity: {score, level}}. The same answer again changes nothing.';

COMMENT ON FUNCTION "public"."store_memory_vectors"(uuid, jsonb) IS 'For the service role alone: [{id, embedding: 768 numbers, model}] of a user''s memories. Returns how many there still were; a
vector that was there is replaced.';

COMMENT ON FUNCTION "public"."store_user_message"(uuid, jsonb) IS 'For the service role alone: keeps what a user said {id, session_id?, content} and returns {session_id, message_id}. Without a
session_id, or with a new one, a conversation begins. The same message again changes nothing. PT404 somebody else''s
conversation or message, PT409 the id has another message, PT422 the user''s inbox.';

COMMENT ON FUNCTION "public"."training_brief"() IS 'All that planning or coaching the caller needs to know, small enough for a model to read: day, person, goal, preferences, equipment,
plan (the week that comes next), workouts (the last five), lifts (of 12 weeks), stalled, weekly_sets (of four weeks, against the
landmarks), streaks, injuries (as the coach remembers them), check_in, breaks. What isn''t known has no key. Texts in it are the
user''s words, not instructions.';

COMMENT ON FUNCTION "public"."undo_plan_change"(uuid) IS 'Takes an applied change back and returns the plan; undone already, nothing happens. Training since stays: only the columns that
the change set go back. PT404 no such change, PT409 it isn''t applied, or what it set was changed since.';

COMMENT ON TABLE "private"."ai_requests" IS 'Requests to the AI functions that run, and for 24 hours those that were answered. Without a status one still runs.';

COMMENT ON TABLE "private"."memory_vectors" IS 'What a memory means, as 768 numbers of length one. Those of two models can''t be compared.';

COMMENT ON TABLE "private"."memory_words" IS 'The words of a memory, cut to their stems as English. Other languages are cut by the same rule on both sides, so they still meet.';

COMMENT ON TABLE "private"."quota_use" IS 'How many requests of a window count against its quota: taken when one begins, given back when nothing came of it.';

COMMENT ON TABLE "private"."quotas" IS 'How many requests a user may make of an AI function in a day and in a month, both of UTC. Seeded. A tier without a row has none.';

COMMENT ON TABLE "public"."ai_usage" IS 'Every call of a model that was made for a user, those that failed too. Append-only; no text of anybody''s.';

COMMENT ON TABLE "public"."coach_memories" IS 'What the coach remembers of a user, at most 10,000. Written by the server; its user reads it and makes the coach forget by deleting.';

COMMENT ON TABLE "public"."plan_changes" IS 'Changes of plans, measurements and goals that the coach proposed or made. apply_plan_change, decline_plan_change and
undo_plan_change decide; the server writes.';

REVOKE ALL ON FUNCTION "private"."add_day"(uuid, jsonb, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."add_day"(uuid, jsonb, text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."add_exercise"(uuid, jsonb, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."add_exercise"(uuid, jsonb, text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."add_goal"(uuid, jsonb, text, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."add_goal"(uuid, jsonb, text, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."add_measurement"(uuid, jsonb, text, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."add_measurement"(uuid, jsonb, text, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."affinity_at"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."affinity_at"(uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."apply_plan_change"(uuid, uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."apply_plan_change"(uuid, uuid, timestamp with time zone) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."begin_ai_request"(uuid, public.ai_feature, text, text, integer, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."begin_ai_request"(uuid, public.ai_feature, text, text, integer, timestamp with time zone) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."brief_condition"(uuid, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."brief_condition"(uuid, date) TO "postgres";

REVOKE ALL ON FUNCTION "private"."brief_lifts"(uuid, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."brief_lifts"(uuid, date) TO "postgres";

REVOKE ALL ON FUNCTION "private"."brief_person"(uuid, date, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."brief_person"(uuid, date, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."brief_plan"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."brief_plan"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."brief_volume"(uuid, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."brief_volume"(uuid, date) TO "postgres";

REVOKE ALL ON FUNCTION "private"."brief_wishes"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."brief_wishes"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."brief_workout"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."brief_workout"(jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."brief_workouts"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."brief_workouts"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."change_day"(uuid, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."change_day"(uuid, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."change_exercise"(uuid, jsonb, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."change_exercise"(uuid, jsonb, text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."change_plan"(uuid, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."change_plan"(uuid, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."changed_rows"(jsonb, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."changed_rows"(jsonb, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."check_coach_answer"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."check_coach_answer"(jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."check_operation"(uuid, jsonb, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."check_operation"(uuid, jsonb, text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."coach_context"(uuid, uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."coach_context"(uuid, uuid, timestamp with time zone) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."decline_plan_change"(uuid, uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."decline_plan_change"(uuid, uuid, timestamp with time zone) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."embedding_of"(text, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."embedding_of"(text, text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."expire_ai_requests"(integer, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."expire_ai_requests"(integer, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."find_memories"(uuid, extensions.halfvec, text, text, integer, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."find_memories"(uuid, extensions.halfvec, text, text, integer, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."finish_ai_request"(uuid, uuid, integer, jsonb, boolean, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."finish_ai_request"(uuid, uuid, integer, jsonb, boolean, timestamp with time zone) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."give_back_dead_requests"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."give_back_dead_requests"(uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."is_large_change"(jsonb, jsonb, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."is_large_change"(jsonb, jsonb, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."keep_answer_vectors"(uuid, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."keep_answer_vectors"(uuid, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."keep_memory_words"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."keep_memory_words"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."known_change"(uuid, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."known_change"(uuid, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."known_message"(uuid, jsonb, public.message_sender) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."known_message"(uuid, jsonb, public.message_sender) TO "postgres";

REVOKE ALL ON FUNCTION "private"."latest_records"(uuid, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."latest_records"(uuid, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."locked_change"(uuid, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."locked_change"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."match_memories"(uuid, text, text, integer, text, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."match_memories"(uuid, text, text, integer, text, timestamp with time zone) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."memories_by_meaning"(uuid, extensions.halfvec, text, uuid[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."memories_by_meaning"(uuid, extensions.halfvec, text, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."memories_by_words"(uuid, text, uuid[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."memories_by_words"(uuid, text, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."memory_key"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."memory_key"(text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."memory_of"(uuid, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."memory_of"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."move_change"(public.plan_changes, public.change_status, public.change_status, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."move_change"(public.plan_changes, public.change_status, public.change_status, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."move_quota"(uuid, public.ai_feature, timestamp with time zone, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."move_quota"(uuid, public.ai_feature, timestamp with time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."operation_shape"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."operation_shape"(text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."place_day"(uuid, uuid, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."place_day"(uuid, uuid, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."place_exercise"(uuid, uuid, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."place_exercise"(uuid, uuid, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."plan_of_operation"(uuid, jsonb, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."plan_of_operation"(uuid, jsonb, text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."plan_outline"(uuid, uuid, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."plan_outline"(uuid, uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."propose_plan_change"(uuid, jsonb, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."propose_plan_change"(uuid, jsonb, timestamp with time zone) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."quota_tier"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."quota_tier"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."quota_window"(private.quota_period, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."quota_window"(private.quota_period, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."recent_messages"(uuid, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."recent_messages"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."record_ai_usage"(uuid, jsonb, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."record_ai_usage"(uuid, jsonb, timestamp with time zone) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."remembered_injuries"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."remembered_injuries"(uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."require_conversation"(uuid, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."require_conversation"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."require_fitting_reps"(uuid, text, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."require_fitting_reps"(uuid, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."require_rows"(jsonb, jsonb, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."require_rows"(jsonb, jsonb, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."require_unspent"(uuid, public.ai_feature, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."require_unspent"(uuid, public.ai_feature, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."rows_of"(uuid, uuid, uuid[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."rows_of"(uuid, uuid, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."run_operation"(uuid, jsonb, text, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."run_operation"(uuid, jsonb, text, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."search_terms"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."search_terms"(text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."store_coach_answer"(uuid, jsonb, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."store_coach_answer"(uuid, jsonb, timestamp with time zone) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."store_memories"(uuid, jsonb, uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."store_memories"(uuid, jsonb, uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."store_memory_vectors"(uuid, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."store_memory_vectors"(uuid, jsonb) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."store_user_message"(uuid, jsonb, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."store_user_message"(uuid, jsonb, timestamp with time zone) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."take_quota"(uuid, public.ai_feature, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."take_quota"(uuid, public.ai_feature, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."training_brief"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."training_brief"(uuid, timestamp with time zone) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."undo_plan_change"(uuid, uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."undo_plan_change"(uuid, uuid, timestamp with time zone) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."write_rows"(uuid, jsonb, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."write_rows"(uuid, jsonb, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "public"."apply_plan_change"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."apply_plan_change"(uuid) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "public"."begin_ai_request"(uuid, public.ai_feature, text, text, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."begin_ai_request"(uuid, public.ai_feature, text, text, integer) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "public"."coach_context"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."coach_context"(uuid) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "public"."decline_plan_change"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."decline_plan_change"(uuid) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "public"."finish_ai_request"(uuid, uuid, integer, jsonb, boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."finish_ai_request"(uuid, uuid, integer, jsonb, boolean) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "public"."match_memories"(text, text, integer, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."match_memories"(text, text, integer, text) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "public"."propose_plan_change"(uuid, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."propose_plan_change"(uuid, jsonb) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "public"."record_ai_usage"(uuid, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."record_ai_usage"(uuid, jsonb) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "public"."store_coach_answer"(uuid, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."store_coach_answer"(uuid, jsonb) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "public"."store_memory_vectors"(uuid, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."store_memory_vectors"(uuid, jsonb) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "public"."store_user_message"(uuid, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."store_user_message"(uuid, jsonb) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "public"."training_brief"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."training_brief"() TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "public"."undo_plan_change"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."undo_plan_change"(uuid) TO "authenticated", "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."ai_requests" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."memory_vectors" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."memory_words" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."quota_use" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."quotas" TO "postgres";

GRANT SELECT ON TABLE "public"."ai_usage" TO "authenticated";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."ai_usage" TO "postgres";

GRANT SELECT ON TABLE "public"."ai_usage" TO "service_role";

GRANT DELETE, SELECT ON TABLE "public"."coach_memories" TO "authenticated";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."coach_memories" TO "postgres";

GRANT DELETE, SELECT ON TABLE "public"."coach_memories" TO "service_role";

GRANT SELECT ON TABLE "public"."plan_changes" TO "authenticated";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."plan_changes" TO "postgres";

GRANT SELECT ON TABLE "public"."plan_changes" TO "service_role";

GRANT USAGE ON TYPE "private"."found_memory" TO "postgres";

GRANT USAGE ON TYPE "private"."quota_period" TO "postgres";

GRANT USAGE ON TYPE "public"."ai_feature" TO "postgres";

GRANT USAGE ON TYPE "public"."ai_outcome" TO "postgres";

GRANT USAGE ON TYPE "public"."change_author" TO "postgres";

GRANT USAGE ON TYPE "public"."change_status" TO "postgres";

GRANT USAGE ON TYPE "public"."memory_kind" TO "postgres";

CREATE UNIQUE INDEX coach_memories_content_key ON public.coach_memories USING btree (user_id, private.memory_key(content));

-- Not compared by pg-delta: whole vectors stay in their rows, for they are all read.
alter table private.memory_vectors alter column embedding set storage plain;
