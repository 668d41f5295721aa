set local lock_timeout = '5s';
set local statement_timeout = '5min';

set local check_function_bodies = off;

REVOKE ALL ("subscription_status") ON TABLE "public"."profiles" FROM "service_role";

DROP TRIGGER "limit_custom" ON "public"."exercises";

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."is_premium"(uuid);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."limit_custom_exercises"();

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."quota_tier"(uuid);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."require_premium"(uuid);

CREATE SCHEMA "gateway";

CREATE TABLE "private"."account_deletions" ("account_hash" bytea NOT NULL, "deleted_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "account_deletions_pkey" PRIMARY KEY (account_hash));

ALTER TABLE "private"."account_deletions" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."billing_events" ("id" uuid NOT NULL, "event_id" text NOT NULL, "type" text NOT NULL, "event_at" timestamp with time zone NOT NULL, "received_at" timestamp with time zone NOT NULL, "payload" jsonb NOT NULL, "processed_at" timestamp with time zone, "attempts" smallint NOT NULL DEFAULT 0, "next_attempt_at" timestamp with time zone, "error" text, "user_id" uuid, "precedence" smallint, "subscription_key" text, "customer_key" text, "document_key" text, "users" text[], "moved_to" text[], "product_id" text, "store" text, "is_trial" boolean, "renews" boolean, "period_start" timestamp with time zone, "period_end" timestamp with time zone, "grace_end" timestamp with time zone, "reason" text, CONSTRAINT "billing_events_payload_check" CHECK ((octet_length((payload)::text) <= 1048576)), CONSTRAINT "billing_events_pkey" PRIMARY KEY (id));

ALTER TABLE "private"."billing_events" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."billing_settings" ("is_single" boolean NOT NULL DEFAULT true, "sandbox_counts" boolean NOT NULL DEFAULT false, "premium_entitlement" text, "renewal_leeway" interval NOT NULL DEFAULT '03:00:00'::interval, "grace" interval NOT NULL DEFAULT '7 days'::interval, "max_attempts" smallint NOT NULL DEFAULT 10, CONSTRAINT "billing_settings_grace_check" CHECK (((grace >= '00:00:00'::interval) AND (grace <= '60 days'::interval))), CONSTRAINT "billing_settings_is_single_check" CHECK (is_single), CONSTRAINT "billing_settings_max_attempts_check" CHECK (((max_attempts >= 1) AND (max_attempts <= 50))), CONSTRAINT "billing_settings_pkey" PRIMARY KEY (is_single), CONSTRAINT "billing_settings_premium_entitlement_check" CHECK (((length(premium_entitlement) >= 1) AND (length(premium_entitlement) <= 255))), CONSTRAINT "billing_settings_renewal_leeway_check" CHECK (((renewal_leeway >= '00:00:00'::interval) AND (renewal_leeway <= '3 days'::interval))));

ALTER TABLE "private"."billing_settings" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."file_deletions" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "bucket_id" text NOT NULL, "prefix" text NOT NULL, "attempt" uuid, "attempts" smallint NOT NULL DEFAULT 0, "next_attempt_at" timestamp with time zone NOT NULL DEFAULT now(), "last_look_at" timestamp with time zone NOT NULL DEFAULT (now() + '00:15:00'::interval), "error" text, "created_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "file_deletions_bucket_id_prefix_key" UNIQUE (bucket_id, prefix), CONSTRAINT "file_deletions_error_check" CHECK ((length(error) <= 500)), CONSTRAINT "file_deletions_pkey" PRIMARY KEY (id), CONSTRAINT "file_deletions_prefix_check" CHECK ((prefix ~ '^[^/]+/$'::text)));

ALTER TABLE "private"."file_deletions" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."job_runs" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "job" text NOT NULL, "key" text, "as_of" timestamp with time zone NOT NULL, "started_at" timestamp with time zone NOT NULL DEFAULT clock_timestamp(), "ended_at" timestamp with time zone, "batches" integer NOT NULL DEFAULT 0, "rows" bigint NOT NULL DEFAULT 0, "error_code" text, "error_message" text, CONSTRAINT "job_runs_job_key_key" UNIQUE (job, key), CONSTRAINT "job_runs_key_check" CHECK (((length(key) >= 1) AND (length(key) <= 200))), CONSTRAINT "job_runs_pkey" PRIMARY KEY (id));

ALTER TABLE "private"."job_runs" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."jobs" ("name" text NOT NULL, "schedule" text NOT NULL, "batch_function" text NOT NULL, "batch_size" integer NOT NULL, "description" text NOT NULL, "runs_in" text NOT NULL DEFAULT 'database'::text, "max_seconds" integer NOT NULL DEFAULT 90, "created_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "jobs_batch_function_check" CHECK ((batch_function ~ '^private\.[a-z][a-z0-9_]*$'::text)), CONSTRAINT "jobs_batch_size_check" CHECK (((batch_size >= 1) AND (batch_size <= 50000))), CONSTRAINT "jobs_description_check" CHECK (((length(description) >= 1) AND (length(description) <= 500))), CONSTRAINT "jobs_max_seconds_check" CHECK (((max_seconds >= 1) AND (max_seconds <= 600))), CONSTRAINT "jobs_name_check" CHECK ((name ~ '^[a-z][a-z_]{2,49}$'::text)), CONSTRAINT "jobs_pkey" PRIMARY KEY (name), CONSTRAINT "jobs_runs_in_check" CHECK ((runs_in = ANY (ARRAY['database'::text, 'lambda'::text]))));

ALTER TABLE "private"."jobs" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."notification_templates" ("locale" text NOT NULL, "is_plural" boolean NOT NULL DEFAULT false, "title" text NOT NULL, "body" text NOT NULL, CONSTRAINT "notification_templates_body_check" CHECK (((length(body) >= 1) AND (length(body) <= 500))), CONSTRAINT "notification_templates_locale_check" CHECK ((locale = ANY (ARRAY['en'::text, 'de'::text, 'es'::text]))), CONSTRAINT "notification_templates_title_check" CHECK (((length(title) >= 1) AND (length(title) <= 100))));

ALTER TABLE "private"."notification_templates" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."nudged_zones" ("timezone" text NOT NULL, "day" date NOT NULL, "reached" uuid, "is_done" boolean NOT NULL DEFAULT false, CONSTRAINT "nudged_zones_pkey" PRIMARY KEY (timezone));

ALTER TABLE "private"."nudged_zones" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."outbox" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "user_id" uuid NOT NULL, "notification_id" uuid NOT NULL, "device_id" uuid, "next_attempt_at" timestamp with time zone NOT NULL, "expires_at" timestamp with time zone NOT NULL, "attempt" integer NOT NULL DEFAULT 0, "failures" smallint NOT NULL DEFAULT 0, "provider_id" text, "error" text, "settled_at" timestamp with time zone, "receipt_due_at" timestamp with time zone, "created_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "outbox_pkey" PRIMARY KEY (id));

ALTER TABLE "private"."outbox" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."reminders" ("user_id" uuid NOT NULL, "due_at" timestamp with time zone NOT NULL);

ALTER TABLE "private"."reminders" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."retention" ("table_name" text NOT NULL, "time_column" text NOT NULL, "keep" interval NOT NULL, "reason" text NOT NULL, CONSTRAINT "retention_keep_check" CHECK ((keep >= '1 day'::interval)), CONSTRAINT "retention_pkey" PRIMARY KEY (table_name, time_column), CONSTRAINT "retention_reason_check" CHECK (((length(reason) >= 1) AND (length(reason) <= 500))), CONSTRAINT "retention_table_name_check" CHECK ((table_name ~ '^[a-z_]+\.[a-z_]+$'::text)), CONSTRAINT "retention_time_column_check" CHECK ((time_column ~ '^[a-z_]+$'::text)));

ALTER TABLE "private"."retention" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."row_limits" ("table_name" text NOT NULL, "free" integer NOT NULL, "premium" integer NOT NULL, CONSTRAINT "row_limits_check" CHECK ((premium >= free)), CONSTRAINT "row_limits_free_check" CHECK ((free >= 10)), CONSTRAINT "row_limits_pkey" PRIMARY KEY (table_name));

ALTER TABLE "private"."row_limits" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."settling_round" ("is_only" boolean NOT NULL DEFAULT true, "settled_before" date NOT NULL, "began_after" uuid, "reached" uuid, "has_wrapped" boolean NOT NULL DEFAULT false, "is_done" boolean NOT NULL DEFAULT false, CONSTRAINT "settling_round_is_only_check" CHECK (is_only), CONSTRAINT "settling_round_pkey" PRIMARY KEY (is_only));

ALTER TABLE "private"."settling_round" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."streak_nudges" ("user_id" uuid NOT NULL, "week_start" date NOT NULL, "nudged_at" timestamp with time zone NOT NULL, CONSTRAINT "streak_nudges_pkey" PRIMARY KEY (user_id, week_start));

ALTER TABLE "private"."streak_nudges" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."write_limits" ("tier" text NOT NULL, "writes" integer NOT NULL, CONSTRAINT "write_limits_pkey" PRIMARY KEY (tier), CONSTRAINT "write_limits_tier_check" CHECK ((tier = ANY (ARRAY['free'::text, 'premium'::text, 'admin'::text]))), CONSTRAINT "write_limits_writes_check" CHECK ((writes > 0)));

ALTER TABLE "private"."write_limits" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."write_use" ("user_id" uuid NOT NULL, "starts_at" timestamp with time zone NOT NULL, "used" integer NOT NULL, CONSTRAINT "write_use_pkey" PRIMARY KEY (user_id), CONSTRAINT "write_use_used_check" CHECK ((used > 0)));

ALTER TABLE "private"."write_use" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "private"."write_use" SET (fillfactor=50);

CREATE TABLE "public"."audit_events" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "user_id" uuid NOT NULL, "details" jsonb NOT NULL DEFAULT '{}'::jsonb, "created_at" timestamp with time zone NOT NULL DEFAULT now(), "updated_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "audit_events_details_check" CHECK (((jsonb_typeof(details) = 'object'::text) AND (pg_column_size(details) <= 4096))), CONSTRAINT "audit_events_pkey" PRIMARY KEY (id));

ALTER TABLE "public"."audit_events" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "public"."notification_preferences" ("inbox" boolean NOT NULL DEFAULT true, "push" boolean NOT NULL DEFAULT true, "email" boolean NOT NULL DEFAULT false, "created_at" timestamp with time zone NOT NULL DEFAULT now(), "updated_at" timestamp with time zone NOT NULL DEFAULT now(), "user_id" uuid NOT NULL DEFAULT auth.uid());

ALTER TABLE "public"."notification_preferences" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "public"."notification_settings" ("locale" text, "quiet_from" time without time zone, "quiet_to" time without time zone, "remind_at" time without time zone NOT NULL DEFAULT '09:00:00'::time without time zone, "created_at" timestamp with time zone NOT NULL DEFAULT now(), "updated_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "notification_settings_locale_check" CHECK ((locale = ANY (ARRAY['en'::text, 'de'::text, 'es'::text]))), CONSTRAINT "quiet_hours_have_two_ends" CHECK ((((quiet_from IS NULL) = (quiet_to IS NULL)) AND (quiet_from <> quiet_to))), "user_id" uuid NOT NULL DEFAULT auth.uid(), CONSTRAINT "notification_settings_pkey" PRIMARY KEY (user_id));

ALTER TABLE "public"."notification_settings" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "public"."notifications" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "user_id" uuid NOT NULL, "title" text NOT NULL, "body" text NOT NULL, "data" jsonb NOT NULL, "read_at" timestamp with time zone, "created_at" timestamp with time zone NOT NULL DEFAULT now(), "locale" text NOT NULL, "in_inbox" boolean NOT NULL, "dedupe_key" text NOT NULL, "updated_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "notifications_body_check" CHECK (((length(body) >= 1) AND (length(body) <= 2000))), CONSTRAINT "notifications_data_check" CHECK (((jsonb_typeof(data) = 'object'::text) AND (pg_column_size(data) <= 4096))), CONSTRAINT "notifications_dedupe_key_check" CHECK (((length(dedupe_key) >= 1) AND (length(dedupe_key) <= 200))), CONSTRAINT "notifications_pkey" PRIMARY KEY (id), CONSTRAINT "notifications_read_at_check" CHECK (((read_at >= '2000-01-01 00:00:00+00'::timestamp with time zone) AND (read_at <= '2100-01-01 00:00:00+00'::timestamp with time zone))), CONSTRAINT "notifications_title_check" CHECK (((length(title) >= 1) AND (length(title) <= 300))), CONSTRAINT "notifications_user_id_dedupe_key_key" UNIQUE (user_id, dedupe_key), CONSTRAINT "notifications_user_id_id_key" UNIQUE (user_id, id));

ALTER TABLE "public"."notifications" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "public"."push_devices" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "user_id" uuid NOT NULL, "token" text NOT NULL, "app_version" text, "locale" text, "last_seen_at" timestamp with time zone NOT NULL DEFAULT now(), "created_at" timestamp with time zone NOT NULL DEFAULT now(), "updated_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "push_devices_app_version_check" CHECK ((length(app_version) <= 50)), CONSTRAINT "push_devices_locale_check" CHECK ((locale ~ '^[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8}){0,3}$'::text)), CONSTRAINT "push_devices_pkey" PRIMARY KEY (id), CONSTRAINT "push_devices_token_check" CHECK (((length(token) <= 4096) AND (token ~ '^\S+$'::text))), CONSTRAINT "push_devices_token_key" UNIQUE (token), CONSTRAINT "push_devices_user_id_id_key" UNIQUE (user_id, id));

ALTER TABLE "public"."push_devices" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "public"."subscriptions" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "user_id" uuid NOT NULL, "product_id" text, "current_period_start" timestamp with time zone, "current_period_end" timestamp with time zone, "access_until" timestamp with time zone, "is_trial" boolean NOT NULL, "renews" boolean NOT NULL, "store" text, "provider_subscription_id" text NOT NULL, "created_at" timestamp with time zone NOT NULL DEFAULT now(), "updated_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "subscriptions_pkey" PRIMARY KEY (id));

ALTER TABLE "public"."subscriptions" ENABLE ROW LEVEL SECURITY;

CREATE TYPE "private"."billing_effect" AS ENUM ('noted', 'pending', 'paid', 'settled', 'extended', 'restored', 'paused', 'troubled', 'canceled', 'refunded', 'expired', 'moved');

-- squawk-ignore adding-required-field
ALTER TABLE "private"."billing_events" ADD COLUMN "effect" private.billing_effect;

CREATE TYPE "private"."billing_environment" AS ENUM ('production', 'sandbox');

-- squawk-ignore adding-required-field
ALTER TABLE "private"."billing_events" ADD COLUMN "environment" private.billing_environment NOT NULL;

CREATE TYPE "private"."billing_event_state" AS ENUM ('received', 'processed', 'ignored', 'dead');

-- squawk-ignore adding-required-field
ALTER TABLE "private"."billing_events" ADD COLUMN "state" private.billing_event_state NOT NULL DEFAULT 'received'::private.billing_event_state;

CREATE TYPE "private"."billing_fact" AS ("effect" private.billing_effect, "precedence" smallint, "subscription_key" text, "customer_key" text, "document_key" text, "users" text[], "moved_to" text[], "product_id" text, "store" text, "is_trial" boolean, "renews" boolean, "period_start" timestamp with time zone, "period_end" timestamp with time zone, "grace_end" timestamp with time zone, "reason" text);

CREATE TYPE "private"."file_deletion_state" AS ENUM ('pending', 'dead');

-- squawk-ignore adding-required-field
ALTER TABLE "private"."file_deletions" ADD COLUMN "state" private.file_deletion_state NOT NULL DEFAULT 'pending'::private.file_deletion_state;

CREATE TYPE "private"."job_outcome" AS ENUM ('running', 'done', 'unfinished', 'failed', 'killed', 'busy');

-- squawk-ignore adding-required-field
ALTER TABLE "private"."job_runs" ADD COLUMN "outcome" private.job_outcome NOT NULL DEFAULT 'running'::private.job_outcome;

CREATE TYPE "private"."live_event" AS ENUM ('workout.started', 'workout.paused', 'workout.resumed', 'workout.completed', 'workout.canceled', 'workout.deleted', 'set.completed', 'set.corrected', 'set.deleted', 'rest.started', 'rest.skipped', 'record.achieved', 'level.up', 'plan.changed', 'notification.new');

CREATE TYPE "private"."message_state" AS ENUM ('pending', 'claimed', 'delivered', 'dead');

-- squawk-ignore adding-required-field
ALTER TABLE "private"."outbox" ADD COLUMN "state" private.message_state NOT NULL DEFAULT 'pending'::private.message_state;

CREATE TYPE "public"."audit_action" AS ENUM ('account_created', 'email_changed', 'password_changed', 'role_granted', 'role_revoked', 'subscription_changed', 'consent_given', 'consent_withdrawn', 'plan_generated', 'plan_change_applied', 'plan_change_undone', 'plan_deleted', 'workout_deleted', 'conversation_deleted', 'data_exported');

-- squawk-ignore adding-required-field
ALTER TABLE "public"."audit_events" ADD COLUMN "action" public.audit_action NOT NULL;

CREATE TYPE "public"."audit_actor" AS ENUM ('user', 'admin', 'service', 'auth', 'system');

-- squawk-ignore adding-required-field
ALTER TABLE "private"."account_deletions" ADD COLUMN "actor" public.audit_actor NOT NULL;

-- squawk-ignore adding-required-field
ALTER TABLE "public"."audit_events" ADD COLUMN "actor" public.audit_actor NOT NULL;

CREATE TYPE "public"."billing_provider" AS ENUM ('revenuecat', 'stripe', 'manual');

-- squawk-ignore adding-required-field
ALTER TABLE "private"."billing_events" ADD COLUMN "provider" public.billing_provider NOT NULL;

-- squawk-ignore adding-required-field
ALTER TABLE "public"."subscriptions" ADD COLUMN "provider" public.billing_provider NOT NULL;

CREATE TYPE "public"."billing_status" AS ENUM ('pending', 'trial', 'active', 'grace', 'paused', 'canceled', 'refunded', 'expired');

-- squawk-ignore adding-required-field
ALTER TABLE "public"."subscriptions" ADD COLUMN "status" public.billing_status NOT NULL;

CREATE TYPE "private"."subscription_state" AS ("status" public.billing_status, "users" text[], "product_id" text, "store" text, "is_trial" boolean, "renews" boolean, "period_start" timestamp with time zone, "period_end" timestamp with time zone, "grace_end" timestamp with time zone, "refunded_at" timestamp with time zone);

CREATE TYPE "public"."message_channel" AS ENUM ('push_fcm', 'push_expo', 'email');

-- squawk-ignore adding-required-field
ALTER TABLE "private"."outbox" ADD COLUMN "channel" public.message_channel NOT NULL;

CREATE TYPE "public"."notification_category" AS ENUM ('training', 'progress', 'coach', 'account');

-- squawk-ignore adding-required-field
ALTER TABLE "public"."notification_preferences" ADD COLUMN "category" public.notification_category NOT NULL;

-- squawk-ignore adding-required-field
ALTER TABLE "public"."notifications" ADD COLUMN "category" public.notification_category NOT NULL;

CREATE TYPE "public"."notification_type" AS ENUM ('workout_due', 'week_empty', 'streak_at_risk', 'level_up', 'record', 'achievement', 'plan_ready', 'premium_started', 'premium_ended');

-- squawk-ignore adding-required-field
ALTER TABLE "private"."notification_templates" ADD COLUMN "type" public.notification_type NOT NULL;

-- squawk-ignore adding-required-field
ALTER TABLE "private"."reminders" ADD COLUMN "type" public.notification_type NOT NULL;

-- squawk-ignore adding-required-field
ALTER TABLE "public"."notifications" ADD COLUMN "type" public.notification_type NOT NULL;

CREATE TYPE "public"."push_platform" AS ENUM ('fcm', 'expo');

-- squawk-ignore adding-required-field
ALTER TABLE "public"."push_devices" ADD COLUMN "platform" public.push_platform NOT NULL;

CREATE OR REPLACE FUNCTION gateway.check_request()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- Reading is not limited; visitors can write nothing; the service acts for many.
    if current_setting('transaction_read_only') = 'off' and current_setting('role') = 'authenticated' then
        perform private.count_write(auth.uid(), now());
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.access_end(p_state private.subscription_state, p_leeway interval)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return case
        when p_state.status in ('trial', 'active') then
            p_state.period_end + case when p_state.renews then p_leeway else interval '0' end
        when p_state.status = 'grace' then coalesce(p_state.grace_end, p_state.period_end)
        when p_state.status in ('canceled', 'paused') then greatest(p_state.period_end, p_state.grace_end)
        when p_state.status = 'refunded' then p_state.refunded_at
        when p_state.status = 'expired' then p_state.period_end
    end;
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
        perform private.fail('PT422', 'between 1 and 52 weeks', '{"field": "p_weeks"}');
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
    -- Nobody is judged for the weeks before the first workout; the running week is shown, and judged when it is over.
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
            -- As for the streak: a break excuses a week, and takes nothing from one that was met.
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
        -- What was paid back stays so until something new is paid, whatever else is said about it.
        or s.status = 'refunded' and v_is_of_this_period and e.effect <> 'restored'
        -- Late words about an earlier period.
        or e.effect = 'expired' and e.period_end <= s.period_start
        or e.effect = 'refunded' and e.period_start < s.period_start
        -- What isn't there can't fail to be renewed.
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
        -- Without an end: bought for good.
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
                -- RevenueCat tells the grace of its stores in another event; Stripe has none, so ours counts.
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
    -- Where the clock is put back while it is quiet, the end may come twice: never before the moment itself.
    return greatest(p_at, (v_local::date + (v_time >= p_to)::integer + p_to) at time zone p_zone);
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
            -- The last twenty will do: more plans a transaction are a load, not a person.
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
        -- A workout that came with its sets was told as a whole.
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
    -- To a workout that only now came to be, or that was over before, no device can be listening.
    if tg_op = 'UPDATE' then
        perform private.broadcast(v_session.user_id, v_session.id, v_event, v_session.id, now());
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.append_only()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- With their owner, rows go: the cascade runs when the profile is already gone. And at the end of their time.
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
        return 'a sandbox';
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
    return case when v_owner is null then 'nobody of ours has it' end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.audit(p_user uuid, p_action public.audit_action, p_details jsonb, p_actor public.audit_actor DEFAULT NULL::public.audit_actor)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- What goes together with its account leaves no trace of it here: private.account_deletions has that.
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
    -- What PostgREST set for the request; a job and an operator have none.
    return case current_setting('role', true)
        when 'authenticated' then case when p_subject = auth.uid() then 'user' else 'admin' end
        when 'service_role' then 'service'
        else 'system'
    end::public.audit_actor;
end;
$function$;

CREATE OR REPLACE FUNCTION private.audit_consent()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    if tg_op = 'DELETE' then
        if old.granted then
            perform private.audit(
                old.user_id, 'consent_withdrawn', jsonb_build_object('purpose', old.purpose, 'version', old.version)
            );
        end if;
    elsif tg_op = 'INSERT' or (new.granted, new.version) is distinct from (old.granted, old.version) then
        perform private.audit(
            new.user_id,
            case when new.granted then 'consent_given'::public.audit_action else 'consent_withdrawn' end,
            jsonb_build_object('purpose', new.purpose, 'version', new.version)
        );
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.audit_deletions()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- Twenty ids say which rows a person deleted by hand; of a sweep, how many is enough.
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

CREATE OR REPLACE FUNCTION private.audit_generated_plan()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.audit(
        new.user_id, 'plan_generated', jsonb_build_object('plan_id', new.plan_id, 'engine', new.engine, 'model', new.model)
    );
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.audit_new_accounts()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    insert into public.audit_events (user_id, actor, action)
    select n.id, 'auth', 'account_created' from new_rows as n;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.audit_plan_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.audit(
        new.user_id,
        case new.status when 'applied' then 'plan_change_applied'::public.audit_action else 'plan_change_undone' end,
        jsonb_build_object('change_id', new.id, 'plan_id', new.plan_id, 'made_by', new.made_by)
    );
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.audit_role()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    if tg_op <> 'INSERT' then
        perform private.audit(old.user_id, 'role_revoked', jsonb_build_object('role', old.role));
    end if;
    if tg_op <> 'DELETE' then
        perform private.audit(new.user_id, 'role_granted', jsonb_build_object('role', new.role));
    end if;
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
        -- Nobody may be kept from changing a stolen password because of us.
        raise warning 'no audit event for %: %', new.id, sqlerrm;
        return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.audit_subscription()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.audit(
        new.id, 'subscription_changed', jsonb_build_object('from', old.subscription_status, 'to', new.subscription_status)
    );
    return null;
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
    -- Of the session, for it has to outlive the batches' transactions; who kills the session frees it, too.
    if not pg_try_advisory_lock(private.job_lock(p_name)) then
        insert into private.job_runs (job, as_of, ended_at, outcome) values (p_name, p_now, clock_timestamp(), 'busy');
        raise notice '% is running already', p_name;
        return null;
    end if;
    -- Nobody else holds the lock, so whoever still seems to be running isn't.
    update private.job_runs as r set outcome = 'killed' where r.job = p_name and r.outcome = 'running';
    insert into private.job_runs (job, as_of) values (p_name, p_now) returning id into v_run;
    return v_run;
end;
$function$;

CREATE OR REPLACE FUNCTION private.bound_rows()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_most integer := tg_argv[0]::integer;
    v_count bigint := (select count(*) from changed_rows);
begin
    if v_count > v_most then
        perform private.fail(
            'PT422', format('at most %s rows at once', v_most),
            jsonb_build_object('reason', 'too_many_rows', 'max', v_most, 'rows', v_count),
            'Send them in parts.'
        );
    end if;
    return null;
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
    -- As definer: the client may not insert there, and realtime.send would lose the message with no more than a warning.
    -- It catches what goes wrong itself, so nobody's workout fails because nobody could be told of it.
    perform realtime.send(
        v_payload, p_event::text, concat('user:', p_user, ':session:' || p_session_id), true
    );
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
            -- Storage removes 1000 names at most in one request.
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
    -- A round may find nothing but what has to be given up, and an empty answer would look as if nothing were left.
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
            -- Two dispatchers at once share the work and never a message.
            for update skip locked
        );
        exit when cardinality(v_due) = 0;
        return query
        with judged as materialized (
            select
                m.id,
                -- A claim that ran out is an attempt that failed: its dispatcher died, and the message may be why.
                m.failures + (m.state = 'claimed')::integer as failures,
                case
                    when m.expires_at <= p_now then 'expired'
                    when m.failures + (m.state = 'claimed')::integer >= private.max_failures() then 'lost'
                end as end_of_it
            from private.outbox as m
            where m.id = any(v_due)
        ),

        moved as (
            update private.outbox as m
            set
                failures = j.failures,
                state = case when j.end_of_it is null then 'claimed' else 'dead' end::private.message_state,
                settled_at = case when j.end_of_it is not null then p_now end,
                error = case when j.end_of_it is null then m.error else concat_ws(': ', j.end_of_it, m.error) end,
                attempt = m.attempt + (j.end_of_it is null)::integer,
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
            -- As it is now: an address that was changed since is the one to write to.
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

CREATE OR REPLACE FUNCTION private.claim_receipts(p_limit integer, p_now timestamp with time zone)
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
        where m.receipt_due_at <= p_now and m.settled_at > p_now - interval '1 day'
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

CREATE OR REPLACE FUNCTION private.close_receipts(p_now timestamp with time zone, p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_closed integer;
begin
    update private.outbox as m set receipt_due_at = null
    where m.id in (
        select o.id from private.outbox as o
        where o.receipt_due_at <= p_now and o.settled_at <= p_now - interval '1 day'
        order by o.receipt_due_at
        limit p_limit
        for update skip locked
    );
    get diagnostics v_closed = row_count;
    return v_closed;
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

CREATE OR REPLACE FUNCTION private.count_write(p_user uuid, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_window constant interval := interval '15 minutes';
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
    set starts_at = case when u.starts_at > p_now - v_window then u.starts_at else p_now end,
        used = case when u.starts_at > p_now - v_window then u.used + 1 else 1 end
    where u.used < v_most or u.starts_at <= p_now - v_window;
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
        -- A step goes with a range or a star: pg_cron refuses 5/10.
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

CREATE OR REPLACE FUNCTION private.delete_accounts_again(p_now timestamp with time zone, p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_deleted integer;
begin
    delete from auth.users as u
    where u.id in (
        select r.id
        from auth.users as r
        inner join private.account_deletions as d on d.account_hash = sha256(uuid_send(r.id)) and d.deleted_at <= p_now
        limit p_limit
    );
    get diagnostics v_deleted = row_count;
    return v_deleted;
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
        perform private.fail('PT404', 'no such account', null, 'It is deleted already.');
    end if;
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
        -- Who is writing just now is left to the next run.
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

CREATE OR REPLACE FUNCTION private.end_job_run(p_run bigint)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    perform pg_advisory_unlock(private.job_lock(r.job)) from private.job_runs as r where r.id = p_run;
end;
$function$;

CREATE OR REPLACE FUNCTION private.entitlement_at(p_user uuid, p_at timestamp with time zone, OUT status public.subscription_status, OUT tier text)
 RETURNS record
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    -- The best of several. A trial stays one when it is canceled: its quota mustn't grow by that.
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

CREATE OR REPLACE FUNCTION private.events_of_subscription(p_provider public.billing_provider, p_key text)
 RETURNS SETOF private.billing_events
 LANGUAGE sql
 STABLE
 SET search_path TO ''
BEGIN ATOMIC
 WITH RECURSIVE counting AS NOT MATERIALIZED (
          SELECT e_1.id,
             e_1.provider,
             e_1.event_id,
             e_1.type,
             e_1.environment,
             e_1.event_at,
             e_1.received_at,
             e_1.payload,
             e_1.state,
             e_1.processed_at,
             e_1.attempts,
             e_1.next_attempt_at,
             e_1.error,
             e_1.user_id,
             e_1.effect,
             e_1.precedence,
             e_1.subscription_key,
             e_1.customer_key,
             e_1.document_key,
             e_1.users,
             e_1.moved_to,
             e_1.product_id,
             e_1.store,
             e_1.is_trial,
             e_1.renews,
             e_1.period_start,
             e_1.period_end,
             e_1.grace_end,
             e_1.reason
            FROM private.billing_events e_1
           WHERE ((e_1.provider = events_of_subscription.p_provider) AND (e_1.effect IS NOT NULL) AND ((e_1.environment = 'production'::private.billing_environment) OR ( SELECT s.sandbox_counts
                    FROM private.billing_settings s)))
         ), own AS MATERIALIZED (
          SELECT c.id,
             c.provider,
             c.event_id,
             c.type,
             c.environment,
             c.event_at,
             c.received_at,
             c.payload,
             c.state,
             c.processed_at,
             c.attempts,
             c.next_attempt_at,
             c.error,
             c.user_id,
             c.effect,
             c.precedence,
             c.subscription_key,
             c.customer_key,
             c.document_key,
             c.users,
             c.moved_to,
             c.product_id,
             c.store,
             c.is_trial,
             c.renews,
             c.period_start,
             c.period_end,
             c.grace_end,
             c.reason
            FROM counting c
           WHERE (c.subscription_key = events_of_subscription.p_key)
         ), hands(name) AS (
          SELECT u.name
            FROM (own o
              CROSS JOIN LATERAL unnest(o.users) u(name))
         UNION
          SELECT u.name
            FROM ((hands h
              JOIN counting m ON (((m.effect = 'moved'::private.billing_effect) AND (m.users @> ARRAY[h.name]))))
              CROSS JOIN LATERAL unnest(m.moved_to) u(name))
         ), found(id) AS (
          SELECT o.id
            FROM own o
         UNION ALL
          SELECT m.id
            FROM counting m
           WHERE ((m.effect = 'moved'::private.billing_effect) AND (m.users && ARRAY( SELECT h.name
                    FROM hands h)))
         UNION ALL
          SELECT r.id
            FROM counting r
           WHERE ((r.effect = 'refunded'::private.billing_effect) AND (r.subscription_key IS NULL) AND (r.customer_key = ANY (ARRAY( SELECT o.customer_key
                    FROM own o))) AND ((r.document_key IS NULL) OR (r.document_key = ANY (ARRAY( SELECT o.document_key
                    FROM own o)))))
         )
  SELECT e.*::private.billing_events AS e
    FROM private.billing_events e
   WHERE (e.id IN ( SELECT f.id
            FROM found f))
   ORDER BY e.event_at, e.precedence, e.event_id;
END;

CREATE OR REPLACE FUNCTION private.expire_ai_records(p_now timestamp with time zone, p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_expired jsonb := private.expire_ai_requests(p_limit, p_now);
begin
    return (v_expired ->> 'users')::integer + (v_expired ->> 'windows')::integer;
end;
$function$;

CREATE OR REPLACE FUNCTION private.expire_subscriptions(p_now timestamp with time zone, p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_due public.subscriptions;
    v_users uuid [] := array[]::uuid [];
    v_user uuid;
    v_count integer := 0;
begin
    for v_due in
        select s.* from public.subscriptions as s
        where s.status in ('trial', 'active', 'grace', 'paused', 'canceled') and s.access_until <= p_now
        order by s.access_until
        limit p_limit
    loop
        v_users := v_users || private.fold_subscription(v_due.provider, v_due.provider_subscription_id, p_now);
        v_count := v_count + 1;
    end loop;
    for v_user in select distinct u.id from unnest(v_users) as u (id) order by u.id loop
        perform private.settle_subscription_status(v_user, p_now);
    end loop;
    return v_count;
end;
$function$;

CREATE OR REPLACE FUNCTION private.export_account(p_user uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    -- No password, not even its hash, and no token: who has the export must not be able to sign in by it.
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

CREATE OR REPLACE FUNCTION private.export_files(p_user uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'bucket', o.bucket_id, 'path', o.name, 'bytes', o.metadata -> 'size', 'type', o.metadata ->> 'mimetype',
                    'created_at', o.created_at
                ) order by o.bucket_id, o.name
            ),
            '[]'
        )
        from storage.objects as o
        where o.bucket_id in (select b.id from storage.buckets as b)
            and o.name collate "C" >= p_user || '/'
            and o.name collate "C" < p_user || '0'
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
        perform private.fail('PT404', 'no such account', null, 'Sign up, or finish onboarding.');
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
            'PT422', 'no such section',
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
            -- What a person set and since when, and paid. The rest of private is derived from it, or serves one request.
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
            -- A prefix ends with its only slash, and 0 follows / in ASCII: a range that hosted's index on (bucket_id, name
            -- collate "C") serves.
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
    -- In one pass: what stands in for a name isn't searched for names again.
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
    -- Whoever comes second sees what the first has stored.
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

    -- It goes and comes again with another owner, so that the one who had it finds a tombstone.
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
    -- Those that somebody processes at this moment are left to them: they would wait for each other.
    update private.billing_events as e
    set user_id = v_owner,
        state = case when e.state in ('processed', 'ignored') then v_counts else e.state end,
        error = case when e.state in ('processed', 'ignored') and v_owner is null then 'nobody of ours has it' end
    where e.id = any(array(
        select o.id from private.billing_events as o
        -- A transfer is its receiver's, whatever became of this one.
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
    -- What counts for the user goes by its foreign key. What they gave away counts for whoever has it now, and stays.
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
        -- A year's subscription that was bought without an account is still found when its buyer signs up.
        where o.state = 'ignored' and o.received_at < p_now - interval '400 days'
        order by o.received_at
        limit p_limit
        for update skip locked
    ));
    get diagnostics v_count = row_count;
    return v_count;
end;
$function$;

CREATE OR REPLACE FUNCTION private.forget_expired_memories(p_now timestamp with time zone, p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_forgotten integer;
begin
    delete from public.coach_memories as m
    where m.id = any(array(
        select o.id from public.coach_memories as o
        where o.expires_at <= p_now
        order by o.expires_at
        limit p_limit
        for update skip locked
    ));
    get diagnostics v_forgotten = row_count;
    return v_forgotten;
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
    -- An event like any other, so that it is told who gave what and why.
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

CREATE OR REPLACE FUNCTION private.has_account()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
RETURN (EXISTS (SELECT FROM public.profiles p WHERE (p.id = (SELECT auth.uid() AS uid))));

CREATE OR REPLACE FUNCTION private.is_news(p_at timestamp with time zone, p_now timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
RETURN (p_at > (p_now - '2 days'::interval));

CREATE OR REPLACE FUNCTION private.is_past_retention(p_table text, p_row jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    return exists (
        select from private.retention as r
        where r.table_name = p_table and (p_row ->> r.time_column)::timestamptz < now() - r.keep
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_premium(p_user uuid, p_at timestamp with time zone DEFAULT now())
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return exists (
        select from public.subscriptions as s
        where s.user_id = p_user
            and s.status in ('trial', 'active', 'grace', 'paused', 'canceled')
            and (s.access_until is null or s.access_until > p_at)
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
        -- Cron takes either when both are named, which hardly anybody expects.
        and '*' in (v_fields[3], v_fields[5]);
end;
$function$;

CREATE OR REPLACE FUNCTION private.job_command(p_name text, p_now timestamp with time zone DEFAULT NULL::timestamp with time zone)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    -- No procedure: one that commits may have no search_path of its own, and the advisors rightly ask for that.
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
        -- Ten minutes to begin and to be done; a job of every minute is late ten minutes after its last success.
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

CREATE OR REPLACE FUNCTION private.job_lock(p_name text)
 RETURNS bigint
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return hashtextextended('private.run_job:' || p_name, 0);
end;
$function$;

CREATE OR REPLACE FUNCTION private.keep_vectors_with_consent()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- The share lock makes a withdrawal wait, or this wait for it: no vector comes in behind it.
    perform from public.user_consents as c
    where c.user_id = new.user_id and c.purpose = 'ai' and c.granted
    for share;
    return case when found then new end;
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
    -- Four years find a 29 February.
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

CREATE OR REPLACE FUNCTION private.limit_rows()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_user uuid;
    v_most integer;
    v_count integer;
begin
    for v_user in
        execute format('select distinct n.%1$I from new_rows as n where n.%1$I is not null', tg_argv[0])
    loop
        -- Who adds at the same moment waits, and then counts these too.
        perform private.lock_user(v_user);
        v_most := private.row_limit(tg_table_name, v_user);
        continue when v_most is null;
        execute format(
            'select count(*) from (select from public.%I as t where t.%I = $1 limit $2) as o', tg_table_name, tg_argv[0]
        )
        into v_count
        using v_user, v_most::bigint + 1;
        if v_count > v_most then
            perform private.refuse_rows(tg_table_name, v_most);
        end if;
    end loop;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.limit_tier(p_user uuid, p_at timestamp with time zone)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return case
        when exists (select from public.user_roles as r where r.user_id = p_user and r.role = 'admin') then 'admin'
        when private.is_premium(p_user, p_at) then 'premium'
        else 'free'
    end;
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
            -- The index is by time; no zone is more than 14 hours from UTC.
            and w.started_at >= new.day::timestamp at time zone 'UTC' - interval '14 hours'
            and w.started_at < (new.day + 1)::timestamp at time zone 'UTC' + interval '14 hours'
    );
begin
    -- On the way of every workout: nothing is asked before it can matter, and no limit is below 10.
    if v_workouts > 10 and v_workouts > private.row_limit('workout_sessions', new.user_id) then
        perform private.refuse_rows('workout_sessions', private.row_limit('workout_sessions', new.user_id));
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.max_failures()
 RETURNS smallint
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
RETURN (6)::smallint;

CREATE OR REPLACE FUNCTION private.muscle_ranking(p_user uuid, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_bodyweight_kg numeric;
    v_sex public.sex;
    v_lifts private.ranked_lift [];
    v_distribution private.distribution_versions;
begin
    perform private.require_caller(p_user);
    perform private.require_premium(p_user, p_now);
    v_bodyweight_kg := private.recent_body_weight(p_user, p_now);
    v_sex := (select p.sex from public.profiles as p where p.id = p_user);
    v_lifts := array(select l from private.ranked_lifts(p_user, p_now, v_bodyweight_kg) as l);
    select v.* into v_distribution from private.distribution_versions as v order by v.version desc limit 1;

    return jsonb_build_object(
        'sex', v_sex,
        'bodyweight_kg', v_bodyweight_kg,
        'lifts', (
            select jsonb_agg(
                private.ranked_lift_document(l, v_bodyweight_kg, v_distribution.source) order by l.lift
            )
            from unnest(v_lifts) as l
        ),
        'muscles', private.ranked_muscles(v_lifts, v_distribution.source),
        'total', private.ranked_total(v_lifts, v_sex, v_bodyweight_kg),
        'distribution', jsonb_build_object(
            'version', v_distribution.version, 'source', v_distribution.source, 'population', v_distribution.population
        )
    );
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
                else
                    exists (select from public.workout_plans as w where w.user_id = p.id and w.is_active)
                    and (v_weekdays is null or extract(isodow from o.day) = any(v_weekdays))
            end
            -- The zones of the other days needn't be looked up.
            offset 0
        ) as d
        -- A change of zone holds from a midnight on: in which one the day will be lived is known.
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

CREATE OR REPLACE FUNCTION private.next_zone_to_nudge(p_now timestamp with time zone)
 RETURNS private.nudged_zones
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_zone private.nudged_zones;
begin
    -- From zone to zone through the index: a million profiles live in a few hundred.
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
        -- People are up, and there is some day left.
        and extract(hour from l.at) between 10 and 19
        and (n.timezone is null or n.day < l.at::date or n.day = l.at::date and not n.is_done)
    order by z.timezone
    limit 1;
    return v_zone;
end;
$function$;

CREATE OR REPLACE FUNCTION private.notification_category(p_type public.notification_type)
 RETURNS public.notification_category
 LANGUAGE plpgsql
 IMMUTABLE STRICT
 SET search_path TO ''
AS $function$
begin
    return case p_type
        when 'workout_due' then 'training'
        when 'week_empty' then 'training'
        when 'streak_at_risk' then 'training'
        when 'level_up' then 'progress'
        when 'record' then 'progress'
        when 'achievement' then 'progress'
        when 'plan_ready' then 'coach'
        else 'account'
    end::public.notification_category;
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
    v_category public.notification_category := private.notification_category(p_type);
    v_wish record;
    v_words record;
    v_id uuid;
    v_send_at timestamptz;
begin
    select
        coalesce(s.locale, d.locale, 'en') as locale,
        coalesce(c.inbox, true) as inbox,
        coalesce(c.push, true) and d.locale is not null as push,
        coalesce(c.email, v_category = 'account') as email,
        s.quiet_from,
        s.quiet_to
    into v_wish
    from public.profiles as p
    left join public.notification_settings as s on s.user_id = p.id
    left join public.notification_preferences as c on c.user_id = p.id and c.category = v_category
    left join lateral (
        select
            case when left(lower(o.locale), 2) in ('en', 'de', 'es') then left(lower(o.locale), 2) else 'en' end as locale
        from public.push_devices as o
        where o.user_id = p.id
        order by o.last_seen_at desc
        limit 1
    ) as d on true
    where p.id = p_user;
    if v_wish.locale is null or not (v_wish.inbox or v_wish.push or v_wish.email) then
        return null;
    end if;

    select t.title, t.body into v_words
    from private.notification_templates as t
    where t.type = p_type
        and t.locale in (v_wish.locale, 'en')
        and t.is_plural in ((p_data ->> 'count')::integer > 1, false)
    order by t.locale = v_wish.locale desc, t.is_plural desc
    limit 1;
    insert into public.notifications (user_id, type, title, body, data, created_at, category, locale, in_inbox, dedupe_key)
    values (
        p_user,
        p_type,
        private.fill_in(v_words.title, p_data),
        private.fill_in(v_words.body, p_data),
        p_data,
        p_at,
        v_category,
        v_wish.locale,
        v_wish.inbox,
        p_dedupe_key
    )
    on conflict (user_id, dedupe_key) do nothing
    returning id into v_id;
    if v_id is null then
        return null;
    end if;

    if v_wish.push or v_wish.email then
        v_send_at := p_at;
        if v_wish.quiet_from is not null then
            v_send_at := private.after_quiet_hours(
                p_at, private.zone_at(p_user, p_at), v_wish.quiet_from, v_wish.quiet_to
            );
        end if;
        insert into private.outbox (user_id, notification_id, channel, device_id, next_attempt_at, expires_at)
        select p_user, v_id, w.channel, w.device_id, v_send_at, v_send_at + w.keeps
        from (
            select
                case d.platform when 'fcm' then 'push_fcm' else 'push_expo' end::public.message_channel as channel,
                d.id as device_id,
                -- A push that comes the next day only puzzles; a mail may be late.
                interval '12 hours' as keeps
            from public.push_devices as d
            where d.user_id = p_user and v_wish.push
            union all
            select 'email', null, interval '3 days' where v_wish.email
        ) as w;
    end if;
    if v_wish.inbox then
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
    -- One at a time, or two would go through the same zone.
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
    -- Every bucket, whatever is in it now: an upload may be on its way.
    insert into private.file_deletions (bucket_id, prefix)
    select b.id, old.id || '/' from storage.buckets as b
    on conflict (bucket_id, prefix) do nothing;
    -- Sessions, tokens and identities go by Auth's own cascades; of a sign-in that was never finished it knows no owner.
    delete from auth.flow_state as f where f.user_id = old.id;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_achievement()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    if private.is_news(new.unlocked_at, now()) then
        perform private.try_to_notify(
            new.user_id,
            'achievement',
            jsonb_build_object('achievement_id', a.id, 'slug', a.slug, 'name', a.name, 'xp', a.xp),
            'achievement:' || a.id,
            now()
        )
        from public.achievements as a
        where a.id = new.achievement_id;
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_ai_consent_withdrawn()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    delete from private.memory_vectors as v where v.user_id = old.user_id;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_level_up()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.broadcast(new.user_id, null, 'level.up', new.user_id, now());
    perform private.try_to_notify(
        new.user_id, 'level_up', jsonb_build_object('level', new.level, 'message_id', new.id), 'level_up:' || new.level, now()
    );
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_notifications_read()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    delete from private.outbox as m
    using new_rows as n, old_rows as o
    where o.id = n.id
        and o.read_at is null
        and n.read_at is not null
        and m.user_id = n.user_id
        and m.notification_id = n.id
        and m.state = 'pending';
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_nudge()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.try_to_notify(
        new.user_id,
        'streak_at_risk',
        jsonb_build_object(
            'message_id', new.id,
            'streak', s.current_streak,
            'count', greatest(s.this_period_target - s.this_period_count, 1)
        ),
        'streak_at_risk:' || new.id,
        new.created_at
    )
    from private.streaks_at(new.user_id, new.created_at) as s
    where s.streak_type = 'weekly_workout_completion';
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_plan_days_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.plan_reminders(p.user_id, now())
    from public.workout_plans as p
    where p.is_active and (p.user_id, p.id) in (select m.user_id, m.plan_id from moved_rows as m);
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_plan_made()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.try_to_notify(
        new.user_id,
        'plan_ready',
        jsonb_build_object('plan_id', p.id, 'plan', p.name),
        'plan_ready:' || p.id,
        now()
    )
    from public.workout_plans as p
    where p.user_id = new.user_id and p.id = new.plan_id;
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
        -- It may come and go often.
        'premium:' || extract(epoch from now()),
        now()
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
        -- Later and other than before: a workout that beat the best. What a correction takes back is no news.
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

CREATE OR REPLACE FUNCTION private.on_reminder_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.plan_reminders(
        case
            when tg_table_name = 'profiles' then (to_jsonb(new) ->> 'id')::uuid
            else (coalesce(to_jsonb(new), to_jsonb(old)) ->> 'user_id')::uuid
        end,
        now()
    );
    return null;
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
            -- Stripe can send the object where others send its id.
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
    -- Some phones write a uuid in capitals, and not everywhere.
    return array(
        select case when pg_input_is_valid(u.name, 'uuid') then u.name::uuid::text else u.name end
        from unnest(private.payload_texts(p_value)) with ordinality as u (name, n)
        order by u.n
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.payload_texts(p_value jsonb)
 RETURNS text[]
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return array(
        select left(t.text, 255)
        from (
            select t.value #>> '{}' as text, t.ordinality
            from jsonb_array_elements(case jsonb_typeof(p_value) when 'array' then p_value else '[]'::jsonb end)
                with ordinality as t (value, ordinality)
            where jsonb_typeof(t.value) = 'string'
        ) as t
        where t.text <> ''
        order by t.ordinality
        limit 100
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
    -- To the end of the year 9999, the last that clients can read.
    return case when v_seconds between 0 and 253402300799 then to_timestamp(v_seconds) end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.plan_reminders(p_user uuid, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- With its profile, everything of an account goes.
    if not exists (select from public.profiles as p where p.id = p_user) then
        return;
    end if;
    with wanted as materialized (
        select k.type, private.next_reminder(p_user, k.type, p_now) as due_at
        from (values ('workout_due'::public.notification_type), ('week_empty')) as k (type)
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

CREATE OR REPLACE FUNCTION private.plan_weekdays(p_user uuid)
 RETURNS smallint[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select array_agg(distinct d.day_of_week) filter (where d.day_of_week is not null)
        from public.workout_plans as p
        inner join public.workout_plan_days as d on d.user_id = p.user_id and d.plan_id = p.id
        where p.user_id = p_user and p.is_active
        having count(*) > 0
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
    -- Whoever has it locked is at it.
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

CREATE OR REPLACE FUNCTION private.process_billing_events(p_now timestamp with time zone, p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_id uuid;
    v_count integer := 0;
begin
    for v_id in
        select e.id from private.billing_events as e
        where e.state = 'received' and e.next_attempt_at <= p_now
        order by e.next_attempt_at
        limit p_limit
        for update skip locked
    loop
        perform private.process_billing_event(p_now, v_id);
        v_count := v_count + 1;
    end loop;
    return v_count;
end;
$function$;

CREATE OR REPLACE FUNCTION private.purge_cron_runs(p_now timestamp with time zone, p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_gone integer := 0;
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
        get diagnostics v_gone = row_count;
    end if;
    return v_gone;
end;
$function$;

CREATE OR REPLACE FUNCTION private.purge_expired(p_now timestamp with time zone, p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_rule private.retention;
    v_some integer;
    v_purged integer := 0;
begin
    for v_rule in
        select r.* from private.retention as r where to_regclass(r.table_name) is not null order by r.table_name, r.time_column
    loop
        exit when v_purged >= p_limit;
        execute format(
            'with old as materialized ('
            'select o.tableoid, o.ctid from %1$s as o where o.%2$I < $1 limit $2 for update skip locked) '
            -- In a partitioned table a ctid says nothing without its partition.
            'delete from %1$s as t using old where t.ctid = old.ctid and t.tableoid = old.tableoid',
            v_rule.table_name::regclass, v_rule.time_column
        )
        -- Append-only tables go by the real clock: a run that is ahead of it finds less, and fails nowhere.
        using least(p_now, now()) - v_rule.keep, p_limit - v_purged;
        get diagnostics v_some = row_count;
        v_purged := v_purged + v_some;
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
    v_gone integer;
begin
    -- Ids follow the time, so the oldest are found without an index of their own.
    delete from private.job_runs as r
    where r.id in (select o.id from private.job_runs as o order by o.id limit p_limit)
        and r.started_at < p_now - interval '30 days' and r.outcome <> 'running';
    get diagnostics v_gone = row_count;
    return v_gone;
end;
$function$;

CREATE OR REPLACE FUNCTION private.purge_notifications(p_now timestamp with time zone, p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_messages integer;
    v_notifications integer;
begin
    delete from private.outbox as m
    where m.id in (
        select o.id from private.outbox as o
        where o.state in ('delivered', 'dead') and o.settled_at < p_now - interval '30 days'
        order by o.settled_at
        limit p_limit
    );
    get diagnostics v_messages = row_count;
    delete from public.notifications as n
    where n.id in (
        select o.id from public.notifications as o
        where o.created_at < p_now - interval '90 days'
            and (o.read_at is not null or not o.in_inbox or o.created_at < p_now - interval '365 days')
        order by o.created_at
        limit p_limit - v_messages
    );
    get diagnostics v_notifications = row_count;
    return v_messages + v_notifications;
end;
$function$;

CREATE OR REPLACE FUNCTION private.quota_tier(p_user uuid, p_at timestamp with time zone)
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
                else (private.entitlement_at(p.id, p_at)).tier
            end
        from public.profiles as p
        where p.id = p_user
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.read_all_notifications(p_user uuid, p_now timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_read integer;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    update public.notifications as n set read_at = p_now
    where n.user_id = p_user and n.in_inbox and n.read_at is null;
    get diagnostics v_read = row_count;
    return v_read;
end;
$function$;

CREATE OR REPLACE FUNCTION private.read_billing_event(p_provider public.billing_provider, p_type text, p_payload jsonb)
 RETURNS private.billing_fact
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_fact private.billing_fact;
begin
    case p_provider
        when 'revenuecat' then
            v_fact := private.read_revenuecat(p_type, p_payload);
        when 'stripe' then
            v_fact := private.read_stripe(p_type, p_payload);
        when 'manual' then
            v_fact.effect := 'paid';
            v_fact.precedence := 2;
            v_fact.subscription_key := p_payload ->> 'user_id';
            v_fact.users := array[p_payload ->> 'user_id'];
            v_fact.is_trial := false;
            v_fact.renews := false;
            v_fact.period_end := (p_payload ->> 'until')::timestamptz;
    end case;
    return v_fact;
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
        v_fact.reason := case p_type when 'TEST' then 'a test event' else 'unknown type' end;
        return v_fact;
    end if;
    if p_type = 'CANCELLATION' then
        case v_event ->> 'cancel_reason'
            -- Money went back: access goes with it.
            when 'CUSTOMER_SUPPORT' then v_fact.effect := 'refunded'; v_fact.precedence := 7;
            -- Nobody canceled: it comes along with BILLING_ISSUE, which knows the end of the grace.
            when 'BILLING_ERROR' then v_fact.effect := 'troubled';
            else null;
        end case;
    end if;

    v_entitlements := array_remove(
        private.payload_texts(v_event -> 'entitlement_ids') || private.payload_key(v_event -> 'entitlement_id'), null
    );
    if not coalesce(
        v_entitlement = any(v_entitlements),
        -- Coins are bought like that too.
        p_type <> 'NON_RENEWING_PURCHASE' or cardinality(v_entitlements) > 0
    ) then
        v_fact.effect := null;
        v_fact.reason := 'not premium''s entitlement';
        return v_fact;
    end if;

    v_fact.product_id := private.payload_key(v_event -> 'product_id');
    v_fact.subscription_key := coalesce(
        private.payload_key(v_event -> 'original_transaction_id'), private.payload_key(v_event -> 'transaction_id'),
        -- A grant of RevenueCat's own has no transaction.
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
                v_fact.reason := 'a part of the money only';
            end if;
        when v_fact.subscription_key is null then
            v_fact.reason := 'about no subscription';
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
    -- Items may have periods of their own: access lasts as long as the longest.
    select i.value into v_item
    from jsonb_array_elements(
        case jsonb_typeof(p_object #> '{items,data}') when 'array' then p_object #> '{items,data}' else '[]'::jsonb end
    ) as i (value)
    order by private.payload_time(i.value -> 'current_period_end', 1) desc nulls last
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
            -- paused: a trial that ended without a means of payment.
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

CREATE OR REPLACE FUNCTION private.receipt_delay()
 RETURNS interval
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
RETURN '00:15:00'::interval;

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
        perform private.fail('PT422', 'an event has at most 1 MiB', '{"field": "p_payload", "max": 1048576}');
    end if;
    return private.store_billing_event(
        p_provider, p_event_id, p_type, p_event_at, p_environment::private.billing_environment, p_payload, p_now
    );
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
        'Delete those that aren''t used any more.'
    );
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
    -- Somebody else may register it between the two statements, and is the one before, then.
    loop
        -- Deleted and not handed over: what waits for it was meant for somebody else.
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
    -- The last sign of training: who has gone for long is not called back day after day.
    v_since date;
    v_gap integer;
begin
    -- Ill, injured or away: no training is due. A deload is training.
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

    if p_type = 'week_empty' then
        if v_today - v_since <= 35
            and (v_last is null or v_last < v_week)
            -- One reminder a day is enough.
            and private.reminder(p_user, 'workout_due', p_at) is null
        then
            return jsonb_build_object('week_start', v_week, 'days_left', v_week + 7 - v_today);
        end if;
        return null;
    end if;

    v_gap := 7 / v_plan.days_per_week;
    if v_today - v_since <= 14
        and (v_last is null or v_last < v_today)
        and coalesce(
            extract(isodow from v_today) = any(v_weekdays),
            -- Days without names: as far apart as so many fit into a week.
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
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.replay_billing_events(p_since timestamp with time zone, p_now timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_count integer;
begin
    update private.billing_events as e
    set (
            effect, precedence, subscription_key, customer_key, document_key, users, moved_to, product_id, store, is_trial,
            renews, period_start, period_end, grace_end, reason
        ) = (select f.* from private.read_billing_event(e.provider, e.type, e.payload) as f),
        state = 'received', attempts = 0, next_attempt_at = p_now, error = null
    where e.received_at >= p_since;
    get diagnostics v_count = row_count;
    return v_count;
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
        perform private.fail('PT404', 'no such account', null, 'Sign up, or finish onboarding.');
    end if;
    if not private.is_premium(p_user, p_at) then
        perform private.fail('PT402', 'premium is needed', '{"feature": "premium"}', 'Subscribe, or start a trial.');
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
        select q.per_day from private.quotas as q where q.feature = p_feature and q.tier = private.quota_tier(p_user, p_now)
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

CREATE OR REPLACE FUNCTION private.reset_streaks(p_now timestamp with time zone, p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_settled integer := private.settle_next_streaks(p_now, p_limit);
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
    -- 30 s, 2 min, 8 min, 32 min, about 2 h. Half of it is left to chance, so that what failed together isn't tried again
    -- together.
    return make_interval(secs => 30 * 4 ^ (p_failures - 1) * (0.5 + random() / 2));
end;
$function$;

CREATE OR REPLACE FUNCTION private.row_limit(p_table text, p_user uuid)
 RETURNS integer
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select case when private.limit_tier(p_user, now()) = 'free' then l.free else l.premium end
        from private.row_limits as l
        where l.table_name = p_table
    );
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
        -- "others" leaves out that somebody, or a time limit, canceled it.
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

CREATE OR REPLACE FUNCTION private.run_keyed_batch(p_name text, p_key text, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_job private.jobs;
    v_outcome private.job_outcome;
    v_rows integer;
begin
    perform private.check_shape(
        jsonb_build_object('p_key', p_key), null, '{"p_key": {"type": "text", "min": 1, "max": 200, "required": true}}'
    );
    select j.* into strict v_job from private.jobs as j where j.name = p_name;
    if not pg_try_advisory_xact_lock(private.job_lock(p_name)) then
        return jsonb_build_object('outcome', 'busy', 'rows', 0);
    end if;
    insert into private.job_runs (job, key, as_of) values (p_name, p_key, p_now) on conflict do nothing;
    select r.outcome into v_outcome from private.job_runs as r where r.job = p_name and r.key = p_key;
    if v_outcome = 'done' then
        return jsonb_build_object('outcome', 'done', 'rows', 0);
    end if;
    execute format('select %s($1, $2)', v_job.batch_function) into v_rows using p_now, v_job.batch_size;
    update private.job_runs as r
    set
        batches = r.batches + 1,
        rows = r.rows + v_rows,
        outcome = case when v_rows < v_job.batch_size then 'done' else 'unfinished' end::private.job_outcome,
        ended_at = clock_timestamp()
    where r.job = p_name and r.key = p_key
    returning r.outcome into v_outcome;
    return jsonb_build_object('outcome', v_outcome, 'rows', v_rows);
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
    v_gone bigint;
    v_told integer := 0;
begin
    select j.* into v_job from private.jobs as j where to_regprocedure(j.batch_function || '(timestamptz, integer)') is null;
    if found then
        perform private.fail('PT404', format('%s has no batch function %s', v_job.name, v_job.batch_function));
    end if;
    if v_cron is null then
        return 'pg_cron is not installed: nothing is scheduled here. Run the jobs from outside, or create the extension and '
            'call private.schedule_jobs() again.';
    end if;
    for v_gone in execute format(
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
        execute format('select %s.unschedule($1)', v_cron) using v_gone;
    end loop;
    for v_job in select j.* from private.jobs as j where j.runs_in = 'database' order by j.name loop
        -- A name that pg_cron knows is changed, not added again.
        execute format('select %s.schedule($1, $2, $3)', v_cron)
        using 'spotter:' || v_job.name, v_job.schedule, private.job_command(v_job.name);
        v_told := v_told + 1;
    end loop;
    return format('%s jobs are scheduled with pg_cron.', v_told);
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
    v_looked integer := 0;
begin
    for v_due in
        select r.user_id, r.type, r.due_at
        from private.reminders as r
        where r.due_at <= p_now
        order by r.due_at
        limit p_limit
        for update skip locked
    loop
        v_looked := v_looked + 1;
        -- Nobody is told in the evening what was due in the morning, because a job didn't run.
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
    return v_looked;
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
        perform private.fail('PT422', 'a list of at most 100 is needed', '{"field": "p_results"}');
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
        perform private.fail('PT422', 'at most 1000 results are needed', '{"field": "p_results", "max": 1000}');
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

    -- Who lost the claim has no say any more. Locked in one order, so that two dispatchers can't block each other.
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
                when j.state = 'delivered' and m.channel = 'push_expo' and j.provider_id is not null
                    then p_now + private.receipt_delay()
            end,
            error = case when j.outcome in ('delivered', 'released') then m.error else j.error end
        from judged as j
        where m.id = j.id
        returning m.user_id, m.device_id, j.outcome
    ),

    -- Its other messages go with it.
    gone as (
        delete from public.push_devices as d
        using settled as s
        where s.outcome = 'token_gone' and d.user_id = s.user_id and d.id = s.device_id
    )

    select count(*) into v_settled from settled;
    return jsonb_build_object('settled', v_settled, 'ignored', jsonb_array_length(p_results) - v_settled);
end;
$function$;

CREATE OR REPLACE FUNCTION private.settle_next_achievements(p_now timestamp with time zone, p_limit integer)
 RETURNS integer
 LANGUAGE sql
 SET search_path TO ''
RETURN CASE WHEN (p_now IS NOT NULL) THEN private.settle_achievements(p_limit) ELSE NULL::integer END;

CREATE OR REPLACE FUNCTION private.settle_next_streaks(p_now timestamp with time zone, p_limit integer)
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
        perform private.fail('PT422', 'at most 1000 results are needed', '{"field": "p_results", "max": 1000}');
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
        where m.state = 'delivered' and m.channel = 'push_expo'
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

CREATE OR REPLACE FUNCTION private.settle_subscription_status(p_user uuid, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_status public.subscription_status;
begin
    if private.lock_user(p_user) then
        v_status := (private.entitlement_at(p_user, p_now)).status;
        update public.profiles as p
        set subscription_status = v_status
        where p.id = p_user and p.subscription_status <> v_status;
    end if;
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
    -- It is read at once, so that events stored before this one's processing find each other in every order.
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
    from private.fold_weeks(p_users, v_days, false) as s
    -- What is true next week if nothing more happens: freezes and pauses have had their say.
    inner join private.fold_weeks(p_users, v_next_weeks, false) as f on s.user_id = f.user_id
    inner join unnest(p_users, v_days, v_next_weeks) as u (user_id, day, next_week) on s.user_id = u.user_id
    cross join lateral (select u.next_week - 7) as w (week_start)
    left join private.training_weeks as t on t.user_id = s.user_id and t.week_start = w.week_start
    cross join lateral (
        select
            coalesce(t.target, private.weekly_target_at(s.user_id, w.week_start + 6)) - coalesce(t.training_days, 0),
            -- Today counts once.
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
            -- Backwards: it may have come to them by an earlier transfer.
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
    -- Sorted: whoever locks several does it in this order.
    return array(select k.key from unnest(v_keys) as k (key) order by k.key);
end;
$function$;

CREATE OR REPLACE FUNCTION private.sweep_file_deletions(p_now timestamp with time zone, p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_done integer;
begin
    with due as (
        select
            d.id,
            d.attempts >= 10 as is_spent,
            jsonb_array_length(private.files_below(d.bucket_id, d.prefix, 1)) = 0 as is_empty
        from private.file_deletions as d
        where d.state = 'pending'
            and d.next_attempt_at <= p_now
            and (d.attempts >= 10 or d.last_look_at <= p_now)
        limit p_limit
        for update skip locked
    ),

    empty as (
        delete from private.file_deletions as d using due where d.id = due.id and due.is_empty returning d.id
    ),

    spent as (
        update private.file_deletions as d
        set state = 'dead', attempt = null
        from due
        where d.id = due.id and due.is_spent and not due.is_empty
        returning d.id
    )

    select count(*) into v_done from (select e.id from empty as e union all select s.id from spent as s) as done;
    return v_done;
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
        from (select private.quota_tier(p_user, p_now) as tier) as t
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
        -- No workout fails because its user couldn't be told of what came of it.
        raise warning 'no % for %: %', p_type, p_user, sqlerrm;
end;
$function$;

CREATE OR REPLACE FUNCTION private.user_named(p_names text[])
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select p.id
        from unnest(p_names) with ordinality as u (name, n)
        inner join public.profiles as p on p.id = case when pg_input_is_valid(u.name, 'uuid') then u.name::uuid end
        order by u.n
        limit 1
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
        -- One day more than it takes: to whom the week is lost already nobody says so.
        where r.days_left - r.days_needed between 0 and 1
    ),

    here as (
        -- Who deletes the account meanwhile is passed over.
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

CREATE OR REPLACE FUNCTION public.claim_file_deletions(p_limit integer, p_seconds integer)
 RETURNS jsonb
 LANGUAGE sql
 SET search_path TO ''
RETURN private.claim_file_deletions(p_limit, p_seconds, now());

CREATE OR REPLACE FUNCTION public.claim_messages(p_limit integer DEFAULT 100, p_seconds integer DEFAULT 60, p_channels public.message_channel[] DEFAULT '{push_fcm,push_expo,email}'::public.message_channel[])
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

CREATE OR REPLACE FUNCTION public.claim_receipts(p_limit integer DEFAULT 300)
 RETURNS TABLE(id uuid, ticket text)
 LANGUAGE sql
 SET search_path TO ''
BEGIN ATOMIC
 SELECT c.id,
     c.ticket
    FROM private.claim_receipts(claim_receipts.p_limit, now()) c(id, ticket);
END;

CREATE OR REPLACE FUNCTION public.delete_files(p_key text)
 RETURNS jsonb
 LANGUAGE sql
 SET search_path TO ''
RETURN private.run_keyed_batch('delete_files'::text, p_key, now());

CREATE OR REPLACE FUNCTION public.delete_my_account(p_confirm text)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
RETURN private.delete_my_account((SELECT auth.uid() AS uid), p_confirm);

CREATE OR REPLACE FUNCTION public.export_my_data(p_section text DEFAULT NULL::text)
 RETURNS jsonb
 LANGUAGE sql
 SET search_path TO ''
RETURN private.export_my_data((SELECT auth.uid() AS uid), p_section, now());

CREATE OR REPLACE FUNCTION public.grant_access(p_user_id uuid, p_until timestamp with time zone, p_reason text)
 RETURNS public.subscriptions
 LANGUAGE sql
 SET search_path TO ''
RETURN private.grant_access(p_user_id, p_until, p_reason, now());

CREATE OR REPLACE FUNCTION public.process_billing_event(p_id uuid)
 RETURNS text
 LANGUAGE sql
 SET search_path TO ''
RETURN private.process_billing_event(now(), p_id);

CREATE OR REPLACE FUNCTION public.read_all_notifications()
 RETURNS integer
 LANGUAGE sql
 SET search_path TO ''
RETURN private.read_all_notifications((SELECT auth.uid() AS uid), now());

CREATE OR REPLACE FUNCTION public.register_device(p_platform public.push_platform, p_token text, p_app_version text DEFAULT NULL::text, p_locale text DEFAULT NULL::text)
 RETURNS public.push_devices
 LANGUAGE sql
 SET search_path TO ''
RETURN private.register_device((SELECT auth.uid() AS uid), p_platform, p_token, p_app_version, p_locale, now());

CREATE OR REPLACE FUNCTION public.reset_streaks(p_key text)
 RETURNS jsonb
 LANGUAGE sql
 SET search_path TO ''
RETURN private.run_keyed_batch('reset_streaks'::text, p_key, now());

CREATE OR REPLACE FUNCTION public.settle_file_deletions(p_results jsonb)
 RETURNS integer
 LANGUAGE sql
 SET search_path TO ''
RETURN private.settle_file_deletions(p_results, now());

CREATE OR REPLACE FUNCTION public.settle_messages(p_results jsonb)
 RETURNS jsonb
 LANGUAGE sql
 SET search_path TO ''
RETURN private.settle_messages(p_results, now());

CREATE OR REPLACE FUNCTION public.settle_receipts(p_results jsonb)
 RETURNS jsonb
 LANGUAGE sql
 SET search_path TO ''
RETURN private.settle_receipts(p_results, now());

CREATE OR REPLACE FUNCTION public.start_dispatch(p_key text)
 RETURNS jsonb
 LANGUAGE sql
 SET search_path TO ''
RETURN private.run_keyed_batch('dispatch_notifications'::text, p_key, now());

CREATE OR REPLACE FUNCTION public.store_billing_event(p_provider public.billing_provider, p_event_id text, p_type text, p_event_at timestamp with time zone, p_environment text, p_payload jsonb)
 RETURNS jsonb
 LANGUAGE sql
 SET search_path TO ''
RETURN private.receive_billing_event(p_provider, p_event_id, p_type, p_event_at, p_environment, p_payload, now());

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."billing_events" ADD CONSTRAINT "billing_events_provider_event_id_key" UNIQUE (provider, event_id);

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."billing_events" ADD CONSTRAINT "billing_events_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."job_runs" ADD CONSTRAINT "ends_when_over" CHECK (((ended_at IS NULL) = (outcome = ANY (ARRAY['running'::private.job_outcome, 'killed'::private.job_outcome]))));

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."job_runs" ADD CONSTRAINT "fails_with_a_reason" CHECK (((error_code IS NULL) = (outcome <> 'failed'::private.job_outcome)));

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."job_runs" ADD CONSTRAINT "job_runs_job_fkey" FOREIGN KEY (job) REFERENCES private.jobs(name) ON UPDATE CASCADE ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."notification_templates" ADD CONSTRAINT "notification_templates_pkey" PRIMARY KEY (type, locale, is_plural);

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."outbox" ADD CONSTRAINT "outbox_user_id_notification_id_channel_device_id_key" UNIQUE (user_id, notification_id, channel, device_id);

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."outbox" ADD CONSTRAINT "pushes_have_a_device" CHECK (((channel = 'email'::public.message_channel) = (device_id IS NULL)));

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."outbox" ADD CONSTRAINT "settled_when_over" CHECK (((settled_at IS NOT NULL) = (state = ANY (ARRAY['delivered'::private.message_state, 'dead'::private.message_state]))));

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."reminders" ADD CONSTRAINT "reminders_pkey" PRIMARY KEY (user_id, type);

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."reminders" ADD CONSTRAINT "reminders_type_check" CHECK ((type = ANY (ARRAY['workout_due'::public.notification_type, 'week_empty'::public.notification_type])));

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."reminders" ADD CONSTRAINT "reminders_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."streak_nudges" ADD CONSTRAINT "streak_nudges_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."write_use" ADD CONSTRAINT "write_use_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "public"."audit_events" ADD CONSTRAINT "audit_events_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "public"."notifications" ADD CONSTRAINT "notifications_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."outbox" ADD CONSTRAINT "outbox_user_id_notification_id_fkey" FOREIGN KEY (user_id, notification_id) REFERENCES public.notifications(user_id, id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "public"."push_devices" ADD CONSTRAINT "push_devices_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."outbox" ADD CONSTRAINT "outbox_user_id_device_id_fkey" FOREIGN KEY (user_id, device_id) REFERENCES public.push_devices(user_id, id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "public"."subscriptions" ADD CONSTRAINT "subscriptions_provider_provider_subscription_id_key" UNIQUE (provider, provider_subscription_id);

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "public"."subscriptions" ADD CONSTRAINT "subscriptions_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

CREATE VIEW "private"."ai_cost_by_day" WITH (security_invoker=true) AS  SELECT ((created_at AT TIME ZONE 'UTC'::text))::date AS day,
    feature,
    model,
    outcome,
    count(*) AS calls,
    count(DISTINCT user_id) AS users,
    sum(input_tokens) AS input_tokens,
    sum(output_tokens) AS output_tokens,
    sum(cost_usd) AS cost_usd,
    percentile_disc((0.5)::double precision) WITHIN GROUP (ORDER BY latency_ms) AS median_ms,
    percentile_disc((0.95)::double precision) WITHIN GROUP (ORDER BY latency_ms) AS p95_ms
   FROM public.ai_usage u
  GROUP BY (((created_at AT TIME ZONE 'UTC'::text))::date), feature, model, outcome;

CREATE VIEW "private"."job_health" WITH (security_invoker=true) AS  SELECT name,
    schedule,
    runs_in,
    due_at,
    is_due,
    is_late,
    is_running,
    last_run_at,
    last_outcome,
    last_done_at,
    last_rows,
    last_seconds,
    failures,
    last_failed_at,
    last_error
   FROM private.job_health_at(now()) h(name, schedule, runs_in, due_at, is_due, is_late, is_running, last_run_at, last_outcome, last_done_at, last_rows, last_seconds, failures, last_failed_at, last_error);

CREATE VIEW "private"."queue_ages" WITH (security_invoker=true) AS  SELECT queue,
    count(*) FILTER (WHERE is_waiting) AS waiting,
    count(*) FILTER (WHERE (is_waiting AND (due_at <= now()))) AS due,
    (COALESCE(EXTRACT(epoch FROM (now() - min(due_at) FILTER (WHERE (is_waiting AND (due_at <= now()))))), (0)::numeric))::integer AS oldest_due_seconds,
    count(*) FILTER (WHERE is_dead) AS dead
   FROM ( SELECT 'messages'::text AS queue,
            (m.state = ANY (ARRAY['pending'::private.message_state, 'claimed'::private.message_state])) AS is_waiting,
            (m.state = 'dead'::private.message_state) AS is_dead,
            m.next_attempt_at AS due_at
           FROM private.outbox m
          WHERE (m.state <> 'delivered'::private.message_state)
        UNION ALL
         SELECT 'billing events'::text AS queue,
            (e.state = 'received'::private.billing_event_state) AS is_waiting,
            (e.state = 'dead'::private.billing_event_state) AS is_dead,
            e.next_attempt_at AS due_at
           FROM private.billing_events e
          WHERE (e.state = ANY (ARRAY['received'::private.billing_event_state, 'dead'::private.billing_event_state]))
        UNION ALL
         SELECT 'files to delete'::text AS queue,
            (f.state = 'pending'::private.file_deletion_state) AS is_waiting,
            (f.state = 'dead'::private.file_deletion_state) AS is_dead,
            f.next_attempt_at AS due_at
           FROM private.file_deletions f
        UNION ALL
         SELECT o.name AS queue,
            false AS is_waiting,
            false AS is_dead,
            NULL::timestamp with time zone AS due_at
           FROM unnest(ARRAY['messages'::text, 'billing events'::text, 'files to delete'::text]) o(name)) q
  GROUP BY queue;

CREATE VIEW "private"."quota_use_by_day" WITH (security_invoker=true) AS  SELECT u.starts_on AS day,
    u.feature,
    count(*) FILTER (WHERE (u.used > 0)) AS users,
    sum(u.used) AS requests,
    max(u.used) AS most_of_a_user,
    count(*) FILTER (WHERE ((u.used > 0) AND (u.used >= q.per_day))) AS users_at_limit
   FROM (private.quota_use u
     LEFT JOIN private.quotas q ON (((u.feature = q.feature) AND (q.tier = private.quota_tier(u.user_id, now())))))
  WHERE (u.period = 'day'::private.quota_period)
  GROUP BY u.starts_on, u.feature;

CREATE VIEW "private"."write_use_by_tier" WITH (security_invoker=true) AS  SELECT l.tier,
    l.writes AS most,
    count(u.user_id) AS users,
    COALESCE(sum(u.used), (0)::bigint) AS writes,
    count(*) FILTER (WHERE (u.used >= l.writes)) AS users_at_limit
   FROM (private.write_limits l
     LEFT JOIN private.write_use u ON (((u.starts_at > (now() - '00:15:00'::interval)) AND (private.limit_tier(u.user_id, now()) = l.tier))))
  GROUP BY l.tier, l.writes;

CREATE INDEX account_deletions_deleted_at_idx ON private.account_deletions USING brin (deleted_at);

CREATE INDEX billing_events_customer_idx ON private.billing_events USING btree (customer_key) WHERE (customer_key IS NOT NULL);

CREATE INDEX billing_events_due_idx ON private.billing_events USING btree (next_attempt_at) WHERE (state = 'received'::private.billing_event_state);

CREATE INDEX billing_events_ignored_idx ON private.billing_events USING btree (received_at) WHERE (state = 'ignored'::private.billing_event_state);

CREATE INDEX billing_events_moved_to_idx ON private.billing_events USING gin (moved_to);

CREATE INDEX billing_events_subscription_idx ON private.billing_events USING btree (provider, subscription_key, event_at);

CREATE INDEX billing_events_user_id_idx ON private.billing_events USING btree (user_id);

CREATE INDEX billing_events_users_idx ON private.billing_events USING gin (users);

CREATE INDEX file_deletions_next_attempt_at_idx ON private.file_deletions USING btree (next_attempt_at) WHERE (state = 'pending'::private.file_deletion_state);

CREATE INDEX job_runs_job_as_of_idx ON private.job_runs USING btree (job, as_of DESC);

CREATE INDEX outbox_due_idx ON private.outbox USING btree (next_attempt_at) WHERE (state = ANY (ARRAY['pending'::private.message_state, 'claimed'::private.message_state]));

CREATE INDEX outbox_receipt_due_at_idx ON private.outbox USING btree (receipt_due_at) WHERE (receipt_due_at IS NOT NULL);

CREATE INDEX outbox_settled_at_idx ON private.outbox USING btree (settled_at) WHERE (state = ANY (ARRAY['delivered'::private.message_state, 'dead'::private.message_state]));

CREATE INDEX outbox_user_id_device_id_idx ON private.outbox USING btree (user_id, device_id);

CREATE INDEX reminders_due_at_idx ON private.reminders USING btree (due_at);

CREATE INDEX tombstones_deleted_at_idx ON private.tombstones USING brin (deleted_at);

CREATE INDEX ai_usage_created_at_idx ON public.ai_usage USING brin (created_at);

CREATE INDEX audit_events_created_at_idx ON public.audit_events USING brin (created_at);

CREATE INDEX audit_events_user_id_created_at_idx ON public.audit_events USING btree (user_id, created_at DESC, id DESC);

CREATE INDEX coach_memories_expires_at_idx ON public.coach_memories USING btree (expires_at) WHERE (expires_at IS NOT NULL);

CREATE INDEX notifications_created_at_idx ON public.notifications USING btree (created_at);

CREATE INDEX notifications_user_id_created_at_idx ON public.notifications USING btree (user_id, created_at DESC, id DESC) WHERE in_inbox;

CREATE INDEX profiles_timezone_id_idx ON public.profiles USING btree (timezone, id);

CREATE INDEX push_devices_user_id_last_seen_at_idx ON public.push_devices USING btree (user_id, last_seen_at DESC);

CREATE INDEX subscriptions_to_expire_idx ON public.subscriptions USING btree (access_until) WHERE (status = ANY (ARRAY['trial'::public.billing_status, 'active'::public.billing_status, 'grace'::public.billing_status, 'paused'::public.billing_status, 'canceled'::public.billing_status]));

CREATE INDEX subscriptions_user_id_idx ON public.subscriptions USING btree (user_id, access_until);

CREATE TRIGGER audit_sign_in AFTER UPDATE ON auth.users FOR EACH ROW WHEN ((((new.email)::text IS DISTINCT FROM (old.email)::text) OR ((new.encrypted_password)::text IS DISTINCT FROM (old.encrypted_password)::text))) EXECUTE FUNCTION private.audit_sign_in();

CREATE TRIGGER on_account_deleted AFTER DELETE ON auth.users FOR EACH ROW EXECUTE FUNCTION private.on_account_deleted();

CREATE TRIGGER tell AFTER INSERT ON private.achievement_awards FOR EACH ROW EXECUTE FUNCTION private.on_achievement();

CREATE TRIGGER keep_with_consent BEFORE INSERT ON private.memory_vectors FOR EACH ROW EXECUTE FUNCTION private.keep_vectors_with_consent();

CREATE TRIGGER all_at_once_delete AFTER DELETE ON public.ai_coach_messages REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_insert AFTER INSERT ON public.ai_coach_messages REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_update AFTER UPDATE ON public.ai_coach_messages REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER lock_caller BEFORE DELETE OR UPDATE ON public.ai_coach_messages FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.lock_caller();

CREATE TRIGGER tell_level_up AFTER INSERT ON public.ai_coach_messages FOR EACH ROW WHEN ((new.kind = 'level_up'::public.message_kind)) EXECUTE FUNCTION private.on_level_up();

CREATE TRIGGER tell_nudge AFTER INSERT ON public.ai_coach_messages FOR EACH ROW WHEN ((new.kind = 'nudge'::public.message_kind)) EXECUTE FUNCTION private.on_nudge();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.audit_events FOR EACH ROW EXECUTE FUNCTION private.append_only();

CREATE TRIGGER never_emptied BEFORE TRUNCATE ON public.audit_events FOR EACH STATEMENT EXECUTE FUNCTION private.append_only();

CREATE TRIGGER all_at_once_delete AFTER DELETE ON public.body_measurements REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_insert AFTER INSERT ON public.body_measurements REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_update AFTER UPDATE ON public.body_measurements REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER limit_rows AFTER INSERT ON public.body_measurements REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION private.limit_rows('user_id');

CREATE TRIGGER lock_caller BEFORE DELETE OR UPDATE ON public.body_measurements FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.lock_caller();

CREATE TRIGGER all_at_once_delete AFTER DELETE ON public.check_ins REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_insert AFTER INSERT ON public.check_ins REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_update AFTER UPDATE ON public.check_ins REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER lock_caller BEFORE DELETE OR UPDATE ON public.check_ins FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.lock_caller();

CREATE TRIGGER all_at_once_delete AFTER DELETE ON public.coach_conversations REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_insert AFTER INSERT ON public.coach_conversations REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_update AFTER UPDATE ON public.coach_conversations REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER audit_deleted AFTER DELETE ON public.coach_conversations REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.audit_deletions('conversation_deleted');

CREATE TRIGGER limit_rows AFTER INSERT ON public.coach_conversations REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION private.limit_rows('user_id');

CREATE TRIGGER lock_caller BEFORE DELETE OR UPDATE ON public.coach_conversations FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.lock_caller();

CREATE TRIGGER all_at_once_delete AFTER DELETE ON public.coach_memories REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_insert AFTER INSERT ON public.coach_memories REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_update AFTER UPDATE ON public.coach_memories REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER lock_caller BEFORE DELETE OR UPDATE ON public.coach_memories FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.lock_caller();

CREATE TRIGGER all_at_once_delete AFTER DELETE ON public.exercise_equipment REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_insert AFTER INSERT ON public.exercise_equipment REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_update AFTER UPDATE ON public.exercise_equipment REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER lock_caller BEFORE DELETE OR UPDATE ON public.exercise_equipment FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.lock_caller();

CREATE TRIGGER all_at_once_delete AFTER DELETE ON public.exercises REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_insert AFTER INSERT ON public.exercises REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_update AFTER UPDATE ON public.exercises REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER limit_rows AFTER INSERT ON public.exercises REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION private.limit_rows('created_by');

CREATE TRIGGER lock_caller BEFORE DELETE OR UPDATE ON public.exercises FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.lock_caller();

CREATE TRIGGER all_at_once_delete AFTER DELETE ON public.notification_preferences REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_insert AFTER INSERT ON public.notification_preferences REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_update AFTER UPDATE ON public.notification_preferences REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER bury AFTER DELETE ON public.notification_preferences REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.bury('user_id', 'category');

CREATE TRIGGER lock_caller BEFORE DELETE OR UPDATE ON public.notification_preferences FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.lock_caller();

CREATE TRIGGER touch BEFORE UPDATE ON public.notification_preferences FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER bury AFTER DELETE ON public.notification_settings REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.bury('user_id', 'user_id');

CREATE TRIGGER lock_caller BEFORE DELETE OR UPDATE ON public.notification_settings FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.lock_caller();

CREATE TRIGGER plan_reminders AFTER INSERT OR DELETE OR UPDATE OF remind_at ON public.notification_settings FOR EACH ROW EXECUTE FUNCTION private.on_reminder_change();

CREATE TRIGGER touch BEFORE UPDATE ON public.notification_settings FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER all_at_once_delete AFTER DELETE ON public.notifications REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_insert AFTER INSERT ON public.notifications REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_update AFTER UPDATE ON public.notifications REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER bury AFTER DELETE ON public.notifications REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.bury('user_id', 'id');

CREATE TRIGGER cancel_messages AFTER UPDATE ON public.notifications REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.on_notifications_read();

CREATE TRIGGER lock_caller BEFORE DELETE OR UPDATE ON public.notifications FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.lock_caller();

CREATE TRIGGER touch BEFORE UPDATE ON public.notifications FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER tell AFTER UPDATE ON public.personal_records REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.on_records_beaten();

CREATE TRIGGER audit_decided AFTER UPDATE OF status ON public.plan_changes FOR EACH ROW WHEN (((new.status = ANY (ARRAY['applied'::public.change_status, 'undone'::public.change_status])) AND (new.status IS DISTINCT FROM old.status))) EXECUTE FUNCTION private.audit_plan_change();

CREATE TRIGGER audit_made AFTER INSERT ON public.plan_changes FOR EACH ROW WHEN ((new.status = 'applied'::public.change_status)) EXECUTE FUNCTION private.audit_plan_change();

CREATE TRIGGER audit AFTER INSERT ON public.plan_origins FOR EACH ROW EXECUTE FUNCTION private.audit_generated_plan();

CREATE TRIGGER tell AFTER INSERT ON public.plan_origins FOR EACH ROW EXECUTE FUNCTION private.on_plan_made();

CREATE TRIGGER all_at_once_delete AFTER DELETE ON public.plan_templates REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_insert AFTER INSERT ON public.plan_templates REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_update AFTER UPDATE ON public.plan_templates REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER audit_new AFTER INSERT ON public.profiles REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.audit_new_accounts();

CREATE TRIGGER audit_subscription AFTER UPDATE OF subscription_status ON public.profiles FOR EACH ROW WHEN ((new.subscription_status IS DISTINCT FROM old.subscription_status)) EXECUTE FUNCTION private.audit_subscription();

CREATE TRIGGER forget_billing BEFORE DELETE ON public.profiles FOR EACH ROW EXECUTE FUNCTION private.forget_billing();

CREATE TRIGGER plan_reminders AFTER UPDATE OF timezone, week_starts_on, onboarding_complete ON public.profiles FOR EACH ROW WHEN ((new.onboarding_complete AND ((old.timezone IS DISTINCT FROM new.timezone) OR (old.week_starts_on IS DISTINCT FROM new.week_starts_on) OR (old.onboarding_complete IS DISTINCT FROM new.onboarding_complete)))) EXECUTE FUNCTION private.on_reminder_change();

CREATE TRIGGER tell_premium AFTER UPDATE OF subscription_status ON public.profiles FOR EACH ROW WHEN (((old.subscription_status = 'free'::public.subscription_status) <> (new.subscription_status = 'free'::public.subscription_status))) EXECUTE FUNCTION private.on_premium_changed();

CREATE TRIGGER all_at_once_delete AFTER DELETE ON public.push_devices REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_insert AFTER INSERT ON public.push_devices REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_update AFTER UPDATE ON public.push_devices REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER bury AFTER DELETE ON public.push_devices REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.bury('user_id', 'id');

CREATE TRIGGER lock_caller BEFORE DELETE OR UPDATE ON public.push_devices FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.lock_caller();

CREATE TRIGGER touch BEFORE UPDATE ON public.push_devices FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER all_at_once_delete AFTER DELETE ON public.session_exercises REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_insert AFTER INSERT ON public.session_exercises REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_update AFTER UPDATE ON public.session_exercises REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER announce_delete AFTER DELETE ON public.session_exercises REFERENCING OLD TABLE AS told_rows FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION private.announce_sets();

CREATE TRIGGER announce_insert AFTER INSERT ON public.session_exercises REFERENCING NEW TABLE AS told_rows FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION private.announce_sets();

CREATE TRIGGER announce_update AFTER UPDATE ON public.session_exercises REFERENCING NEW TABLE AS told_rows FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION private.announce_sets();

CREATE TRIGGER bury AFTER DELETE ON public.subscriptions REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.bury('user_id', 'id');

CREATE TRIGGER touch BEFORE UPDATE ON public.subscriptions FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER all_at_once_delete AFTER DELETE ON public.training_breaks REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_insert AFTER INSERT ON public.training_breaks REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_update AFTER UPDATE ON public.training_breaks REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER limit_rows AFTER INSERT ON public.training_breaks REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION private.limit_rows('user_id');

CREATE TRIGGER all_at_once_delete AFTER DELETE ON public.user_consents REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_insert AFTER INSERT ON public.user_consents REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_update AFTER UPDATE ON public.user_consents REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.user_consents FOR EACH ROW EXECUTE FUNCTION private.audit_consent();

CREATE TRIGGER forget_vectors_on_delete AFTER DELETE ON public.user_consents FOR EACH ROW WHEN (((old.purpose = 'ai'::public.consent_purpose) AND old.granted)) EXECUTE FUNCTION private.on_ai_consent_withdrawn();

CREATE TRIGGER forget_vectors AFTER UPDATE OF granted ON public.user_consents FOR EACH ROW WHEN (((old.purpose = 'ai'::public.consent_purpose) AND old.granted AND (NOT new.granted))) EXECUTE FUNCTION private.on_ai_consent_withdrawn();

CREATE TRIGGER lock_caller BEFORE DELETE OR UPDATE ON public.user_consents FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.lock_caller();

CREATE TRIGGER all_at_once_delete AFTER DELETE ON public.user_equipment REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_insert AFTER INSERT ON public.user_equipment REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_update AFTER UPDATE ON public.user_equipment REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_delete AFTER DELETE ON public.user_goals REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_insert AFTER INSERT ON public.user_goals REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_update AFTER UPDATE ON public.user_goals REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER limit_rows AFTER INSERT ON public.user_goals REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION private.limit_rows('user_id');

CREATE TRIGGER lock_caller BEFORE DELETE OR UPDATE ON public.user_goals FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.lock_caller();

CREATE TRIGGER all_at_once_delete AFTER DELETE ON public.user_roles REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_insert AFTER INSERT ON public.user_roles REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_update AFTER UPDATE ON public.user_roles REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER audit_changed AFTER UPDATE OF role ON public.user_roles FOR EACH ROW WHEN ((new.role IS DISTINCT FROM old.role)) EXECUTE FUNCTION private.audit_role();

CREATE TRIGGER audit_given_or_taken AFTER INSERT OR DELETE ON public.user_roles FOR EACH ROW EXECUTE FUNCTION private.audit_role();

CREATE TRIGGER all_at_once_delete AFTER DELETE ON public.workout_plan_day_exercises REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_insert AFTER INSERT ON public.workout_plan_day_exercises REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_update AFTER UPDATE ON public.workout_plan_day_exercises REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER announce_delete AFTER DELETE ON public.workout_plan_day_exercises REFERENCING OLD TABLE AS told_rows FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION private.announce_plans();

CREATE TRIGGER announce_insert AFTER INSERT ON public.workout_plan_day_exercises REFERENCING NEW TABLE AS told_rows FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION private.announce_plans();

CREATE TRIGGER announce_update AFTER UPDATE ON public.workout_plan_day_exercises REFERENCING NEW TABLE AS told_rows FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION private.announce_plans();

CREATE TRIGGER lock_caller BEFORE DELETE OR UPDATE ON public.workout_plan_day_exercises FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.lock_caller();

CREATE TRIGGER all_at_once_delete AFTER DELETE ON public.workout_plan_days REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_insert AFTER INSERT ON public.workout_plan_days REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_update AFTER UPDATE ON public.workout_plan_days REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER announce_delete AFTER DELETE ON public.workout_plan_days REFERENCING OLD TABLE AS told_rows FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION private.announce_plans();

CREATE TRIGGER announce_insert AFTER INSERT ON public.workout_plan_days REFERENCING NEW TABLE AS told_rows FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION private.announce_plans();

CREATE TRIGGER announce_update AFTER UPDATE ON public.workout_plan_days REFERENCING NEW TABLE AS told_rows FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION private.announce_plans();

CREATE TRIGGER lock_caller BEFORE DELETE OR UPDATE ON public.workout_plan_days FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.lock_caller();

CREATE TRIGGER plan_reminders_delete AFTER DELETE ON public.workout_plan_days REFERENCING OLD TABLE AS moved_rows FOR EACH STATEMENT EXECUTE FUNCTION private.on_plan_days_changed();

CREATE TRIGGER plan_reminders_insert AFTER INSERT ON public.workout_plan_days REFERENCING NEW TABLE AS moved_rows FOR EACH STATEMENT EXECUTE FUNCTION private.on_plan_days_changed();

CREATE TRIGGER plan_reminders_update AFTER UPDATE ON public.workout_plan_days REFERENCING NEW TABLE AS moved_rows FOR EACH STATEMENT EXECUTE FUNCTION private.on_plan_days_changed();

CREATE TRIGGER all_at_once_delete AFTER DELETE ON public.workout_plans REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_insert AFTER INSERT ON public.workout_plans REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_update AFTER UPDATE ON public.workout_plans REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER announce_delete AFTER DELETE ON public.workout_plans REFERENCING OLD TABLE AS told_rows FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION private.announce_plans();

CREATE TRIGGER announce_insert AFTER INSERT ON public.workout_plans REFERENCING NEW TABLE AS told_rows FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION private.announce_plans();

CREATE TRIGGER announce_update AFTER UPDATE ON public.workout_plans REFERENCING NEW TABLE AS told_rows FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION private.announce_plans();

CREATE TRIGGER audit_deleted AFTER DELETE ON public.workout_plans REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.audit_deletions('plan_deleted');

CREATE TRIGGER limit_rows AFTER INSERT ON public.workout_plans REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION private.limit_rows('user_id');

CREATE TRIGGER lock_caller BEFORE DELETE OR UPDATE ON public.workout_plans FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.lock_caller();

CREATE TRIGGER plan_reminders_deleted AFTER DELETE ON public.workout_plans FOR EACH ROW WHEN (old.is_active) EXECUTE FUNCTION private.on_reminder_change();

CREATE TRIGGER plan_reminders AFTER UPDATE OF is_active ON public.workout_plans FOR EACH ROW WHEN ((old.is_active <> new.is_active)) EXECUTE FUNCTION private.on_reminder_change();

CREATE TRIGGER all_at_once_delete AFTER DELETE ON public.workout_sessions REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_insert AFTER INSERT ON public.workout_sessions REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER all_at_once_update AFTER UPDATE ON public.workout_sessions REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'authenticated'::name)) EXECUTE FUNCTION private.bound_rows('500');

CREATE TRIGGER announce_delete AFTER DELETE ON public.workout_sessions FOR EACH ROW WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION private.announce_workout();

CREATE TRIGGER announce_insert AFTER INSERT ON public.workout_sessions FOR EACH ROW WHEN ((new.status = ANY (ARRAY['started'::public.session_status, 'completed'::public.session_status]))) EXECUTE FUNCTION private.announce_workout();

CREATE TRIGGER announce_update AFTER UPDATE ON public.workout_sessions FOR EACH ROW WHEN (((new.status <> old.status) OR ((new.rest_started_at IS DISTINCT FROM old.rest_started_at) AND (new.status = ANY (ARRAY['started'::public.session_status, 'paused'::public.session_status]))))) EXECUTE FUNCTION private.announce_workout();

CREATE TRIGGER audit_deleted AFTER DELETE ON public.workout_sessions REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.audit_deletions('workout_deleted');

CREATE TRIGGER limit_rows AFTER INSERT ON public.workout_sessions FOR EACH ROW EXECUTE FUNCTION private.limit_workouts();

CREATE POLICY "nobody" ON "private"."account_deletions" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."billing_events" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."billing_settings" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."file_deletions" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."job_runs" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."jobs" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."notification_templates" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."nudged_zones" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."outbox" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."reminders" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."retention" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."row_limits" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."settling_round" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."streak_nudges" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."write_limits" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."write_use" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "read what was done to one's own" ON "public"."audit_events" FOR SELECT TO "authenticated" USING ((( SELECT auth.uid() AS uid) = user_id));

CREATE POLICY "empty own inbox" ON "public"."notifications" FOR DELETE TO "authenticated" USING (((( SELECT auth.uid() AS uid) = user_id) AND in_inbox));

CREATE POLICY "mark own notifications as read" ON "public"."notifications" FOR UPDATE TO "authenticated" USING (((( SELECT auth.uid() AS uid) = user_id) AND in_inbox)) WITH CHECK (((( SELECT auth.uid() AS uid) = user_id) AND in_inbox));

CREATE POLICY "read own inbox" ON "public"."notifications" FOR SELECT TO "authenticated" USING (((( SELECT auth.uid() AS uid) = user_id) AND in_inbox));

CREATE POLICY "read own devices" ON "public"."push_devices" FOR SELECT TO "authenticated" USING ((( SELECT auth.uid() AS uid) = user_id));

CREATE POLICY "sign own devices out" ON "public"."push_devices" FOR DELETE TO "authenticated" USING ((( SELECT auth.uid() AS uid) = user_id));

CREATE POLICY "read own subscriptions" ON "public"."subscriptions" FOR SELECT TO "authenticated" USING ((( SELECT auth.uid() AS uid) = user_id));

COMMENT ON COLUMN "private"."account_deletions"."account_hash" IS 'SHA-256 of the 16 bytes of the user''s id.';

COMMENT ON COLUMN "private"."billing_events"."customer_key" IS 'Stripe''s customer, by which a refund finds its subscription.';

COMMENT ON COLUMN "private"."billing_events"."document_key" IS 'Stripe''s invoice, by which a refund finds its subscription.';

COMMENT ON COLUMN "private"."billing_events"."effect" IS 'Null: it does nothing, or nobody knows its type.';

COMMENT ON COLUMN "private"."billing_events"."error" IS 'Why it is ignored, or how the last attempt failed.';

COMMENT ON COLUMN "private"."billing_events"."event_at" IS 'When it happened, by the provider''s clock. Events count in this order.';

COMMENT ON COLUMN "private"."billing_events"."id" IS 'Made of provider and event_id: the same event has the same id everywhere.';

COMMENT ON COLUMN "private"."billing_events"."moved_to" IS 'Of a transfer: who has it now.';

COMMENT ON COLUMN "private"."billing_events"."next_attempt_at" IS 'When the job tries it next. Null: it has been dealt with.';

COMMENT ON COLUMN "private"."billing_events"."payload" IS 'As it came, without names, addresses and attributes of people.';

COMMENT ON COLUMN "private"."billing_events"."period_start" IS 'Of a refund: when what is paid back was paid.';

COMMENT ON COLUMN "private"."billing_events"."precedence" IS 'The order of events of the same moment, smaller first: Stripe''s clock has seconds, RevenueCat sends several at once.';

COMMENT ON COLUMN "private"."billing_events"."reason" IS 'Why it has no effect.';

COMMENT ON COLUMN "private"."billing_events"."state" IS 'received: still to be processed. processed: it counts. ignored: it says nothing about a user of ours (error says why), which a
later event may change. dead: it failed too often.';

COMMENT ON COLUMN "private"."billing_events"."subscription_key" IS 'The subscription it is about. Null for a transfer, and some refunds.';

COMMENT ON COLUMN "private"."billing_events"."user_id" IS 'Whose subscription it counts for. With the account goes the event.';

COMMENT ON COLUMN "private"."billing_events"."users" IS 'Who has it, as the provider knows them, best first: our user''s id, or an anonymous one. Of a transfer: who has it no longer.';

COMMENT ON COLUMN "private"."billing_settings"."grace" IS 'How long a failed payment leaves access where the provider names no end: Stripe, which tries again for two weeks by default.';

COMMENT ON COLUMN "private"."billing_settings"."max_attempts" IS 'After so many failures an event is dead: somebody has to look at it.';

COMMENT ON COLUMN "private"."billing_settings"."premium_entitlement" IS 'RevenueCat''s identifier of the entitlement that means premium. Null: each does; a purchase without end must name one all the same.';

COMMENT ON COLUMN "private"."billing_settings"."renewal_leeway" IS 'How long access outlives the period of a subscription that renews, so that late news of the renewal locks nobody out. RevenueCat
repeats a webhook for 2 h 35 min (5, 10, 20, 40 and 80 minutes).';

COMMENT ON COLUMN "private"."billing_settings"."sandbox_counts" IS 'Whether purchases of a store''s sandbox and of Stripe''s test mode give access. Never in production: they cost nothing.';

COMMENT ON COLUMN "private"."file_deletions"."attempt" IS 'The claim in force: an older one settles nothing.';

COMMENT ON COLUMN "private"."file_deletions"."attempts" IS 'Claims since something was last removed.';

COMMENT ON COLUMN "private"."file_deletions"."last_look_at" IS 'Before it an empty folder is looked at again: Storage may be taking a file whose upload began before the account went.';

COMMENT ON COLUMN "private"."file_deletions"."next_attempt_at" IS 'Due from then on; while it is claimed, when the claim runs out.';

COMMENT ON COLUMN "private"."file_deletions"."prefix" IS 'The folder with its slash: every file whose name begins so.';

COMMENT ON COLUMN "private"."file_deletions"."state" IS 'dead: ten attempts in a row removed nothing. Somebody has to look (docs/privacy.md).';

COMMENT ON COLUMN "private"."job_runs"."as_of" IS 'The moment that the run takes for now.';

COMMENT ON COLUMN "private"."job_runs"."error_code" IS 'SQLSTATE. The failed batch left nothing; those before it stay.';

COMMENT ON COLUMN "private"."job_runs"."key" IS 'Of the event that asked for the run; the same event again is the same run. Null: pg_cron''s.';

COMMENT ON COLUMN "private"."job_runs"."rows" IS 'How many rows its batches did.';

COMMENT ON COLUMN "private"."jobs"."batch_function" IS 'private.<verb>_<noun>(p_now timestamptz, p_limit integer) returns integer: does p_limit rows at most and returns how many it did.
Fewer than p_limit: nothing is left.';

COMMENT ON COLUMN "private"."jobs"."batch_size" IS 'The p_limit of a batch, each of which is a transaction.';

COMMENT ON COLUMN "private"."jobs"."max_seconds" IS 'No batch begins later than that; the next run goes on.';

COMMENT ON COLUMN "private"."jobs"."runs_in" IS 'database: started by pg_cron, or by the local scheduler where that is missing. lambda: by EventBridge Scheduler.';

COMMENT ON COLUMN "private"."jobs"."schedule" IS 'Five fields of cron in UTC, or N seconds: see private.is_schedule.';

COMMENT ON COLUMN "private"."notification_templates"."is_plural" IS 'The words for several at once (data.count above 1); where there are none, those for one are taken.';

COMMENT ON COLUMN "private"."nudged_zones"."day" IS 'The date there; on the next one it begins anew.';

COMMENT ON COLUMN "private"."nudged_zones"."reached" IS 'The last user who was looked at, by id. Null: nobody yet.';

COMMENT ON COLUMN "private"."outbox"."attempt" IS 'Number of the latest claim: only who holds that one may settle it.';

COMMENT ON COLUMN "private"."outbox"."error" IS 'Why the last attempt failed.';

COMMENT ON COLUMN "private"."outbox"."expires_at" IS 'Not worth sending after this moment.';

COMMENT ON COLUMN "private"."outbox"."failures" IS 'Attempts that came to nothing, lost claims included; with the sixth it is dead.';

COMMENT ON COLUMN "private"."outbox"."next_attempt_at" IS 'When it may be claimed; while it is claimed, when the claim ends.';

COMMENT ON COLUMN "private"."outbox"."provider_id" IS 'What the provider calls the message.';

COMMENT ON COLUMN "private"."outbox"."receipt_due_at" IS 'When to ask Expo what came of a message that it took; null where nothing is left to ask.';

COMMENT ON COLUMN "private"."quotas"."tier" IS 'As private.entitlement_at tells it; admin for whoever has that role, whatever the subscription.';

COMMENT ON COLUMN "private"."retention"."reason" IS 'Why so long, in words for docs/privacy.md.';

COMMENT ON COLUMN "private"."retention"."table_name" IS 'With its schema. One that this database doesn''t have is passed over.';

COMMENT ON COLUMN "private"."retention"."time_column" IS 'A timestamptz of the row; null means the row stays.';

COMMENT ON COLUMN "private"."row_limits"."table_name" IS 'A table of public; of workout_sessions it is the workouts of one day.';

COMMENT ON COLUMN "private"."settling_round"."began_after" IS 'The user after whom the round began, by id; null: at the first.';

COMMENT ON COLUMN "private"."settling_round"."has_wrapped" IS 'Whether it has gone past the last user and on from the first.';

COMMENT ON COLUMN "private"."settling_round"."reached" IS 'The last user that was settled; null: the next is the first.';

COMMENT ON COLUMN "private"."settling_round"."settled_before" IS 'What the round settles: the days before this one. A later day is a new round.';

COMMENT ON COLUMN "private"."write_limits"."tier" IS 'admin for whoever has that role, premium for paid access, free for the rest.';

COMMENT ON COLUMN "private"."write_use"."starts_at" IS 'The first request of the window, which lasts 15 minutes. Each user has its own, so that not everybody tries again at once.';

COMMENT ON COLUMN "public"."audit_events"."actor" IS 'Who did it, by kind: another person''s id would be theirs to show.';

COMMENT ON COLUMN "public"."audit_events"."details" IS 'What changed, by key; which keys an action has is in docs/privacy.md. Ids and values of enums, never text of anybody''s.';

COMMENT ON COLUMN "public"."audit_events"."user_id" IS 'Whom it concerns.';

COMMENT ON COLUMN "public"."notification_preferences"."inbox" IS 'Whether it shows among public.notifications, and is announced live.';

COMMENT ON COLUMN "public"."notification_settings"."locale" IS 'The language of what is written: en, de or es. Null: that of the device seen last, else English.';

COMMENT ON COLUMN "public"."notification_settings"."quiet_from" IS 'From this time on the user''s clock nothing is pushed or mailed; it waits until quiet_to. Both null: no quiet hours.';

COMMENT ON COLUMN "public"."notification_settings"."quiet_to" IS 'The end, exclusive; before quiet_from where the night lies between.';

COMMENT ON COLUMN "public"."notification_settings"."remind_at" IS 'When reminders come, on the user''s clock.';

COMMENT ON COLUMN "public"."notifications"."data" IS 'What it is about, for the client to open: ids and names by type, see docs/notifications.md.';

COMMENT ON COLUMN "public"."notifications"."dedupe_key" IS 'Names what happened, such as record:<workout>.';

COMMENT ON COLUMN "public"."notifications"."in_inbox" IS 'False where the category is only pushed or mailed: then the row isn''t shown to its user.';

COMMENT ON COLUMN "public"."notifications"."locale" IS 'The language of title and body.';

COMMENT ON COLUMN "public"."profiles"."subscription_status" IS 'Follows from the user''s subscriptions. Trial and active are premium; canceled stays so until the paid period ends.';

COMMENT ON COLUMN "public"."push_devices"."locale" IS 'The language of the device, such as de-AT.';

COMMENT ON COLUMN "public"."push_devices"."platform" IS 'Who delivers: Firebase Cloud Messaging, or Expo.';

COMMENT ON COLUMN "public"."push_devices"."token" IS 'The provider''s address of the app on this device.';

COMMENT ON COLUMN "public"."subscriptions"."access_until" IS 'When access ends unless more is heard: the period''s end, a little later while it renews, the end of the grace while payment fails.
Null: never, or not begun.';

COMMENT ON COLUMN "public"."subscriptions"."current_period_end" IS 'When the paid period ends. Null: never.';

COMMENT ON COLUMN "public"."subscriptions"."is_trial" IS 'Whether the current period is a free trial.';

COMMENT ON COLUMN "public"."subscriptions"."product_id" IS 'The store''s product, or Stripe''s price.';

COMMENT ON COLUMN "public"."subscriptions"."provider_subscription_id" IS 'RevenueCat: the original transaction. Stripe: the subscription. manual: the user.';

COMMENT ON COLUMN "public"."subscriptions"."renews" IS 'Whether it will renew by itself, as far as is known.';

COMMENT ON COLUMN "public"."subscriptions"."status" IS 'trial, active, grace (a payment failed, the provider tries again), canceled (won''t renew) and paused (at the period''s end) give
access until access_until; pending (not paid yet), refunded and expired give none.';

COMMENT ON COLUMN "public"."subscriptions"."store" IS 'Where it was bought: APP_STORE, PLAY_STORE, STRIPE, …';

COMMENT ON FUNCTION "gateway"."check_request"() IS 'The Data API''s db_pre_request, in the transaction of each request and before its statement. What fails afterwards takes its count back
with it: refused requests are free.';

COMMENT ON FUNCTION "private"."access_end"(private.subscription_state, interval) IS 'When the access ends, or ended, that a subscription in this state gives. Null: never, or not begun.';

COMMENT ON FUNCTION "private"."after_billing_event"(private.subscription_state, private.billing_events, interval) IS 'A subscription after one more event: the one place that knows what an event does. Events come in the order in which they happened.';

COMMENT ON FUNCTION "private"."after_quiet_hours"(timestamp with time zone, text, time without time zone, time without time zone) IS 'The moment itself, or the end of the quiet hours that it lies in. Local times in this IANA zone; p_from null: none.';

COMMENT ON FUNCTION "private"."announce_plans"() IS 'Statement trigger on plans, their days and exercises: plan.changed, with the plan''s id.';

COMMENT ON FUNCTION "private"."announce_sets"() IS 'Statement trigger: tells of sets that came, changed or went.';

COMMENT ON FUNCTION "private"."announce_workout"() IS 'Row trigger: workout.* goes to the user''s topic, and what happens to a running one to the workout''s own, too; rest.* only there.';

COMMENT ON FUNCTION "private"."append_only"() IS 'Row trigger before update or delete: the ledger keeps what it has until its owner is deleted, or private.retention lets it go.';

COMMENT ON FUNCTION "private"."apply_billing_event"(private.billing_events, timestamp with time zone) IS 'Lets a stored event count: its subscriptions and their owners'' status are made anew. Returns why it doesn''t count, or null.';

COMMENT ON FUNCTION "private"."audit"(uuid, public.audit_action, jsonb, public.audit_actor) IS 'Writes one event, by whoever acts now unless an actor is named.';

COMMENT ON FUNCTION "private"."audit_actor"(uuid) IS 'Who acts in this transaction, seen from the one whom it concerns.';

COMMENT ON FUNCTION "private"."audit_consent"() IS 'Row trigger on user_consents: every decision once, with the text that it was about.';

COMMENT ON FUNCTION "private"."audit_deletions"() IS 'Statement trigger after delete, transition table old_rows: one event a user, {count, ids of the first twenty}. Argument: the action.';

COMMENT ON FUNCTION "private"."audit_generated_plan"() IS 'Row trigger on plan_origins: a plan that nobody typed.';

COMMENT ON FUNCTION "private"."audit_new_accounts"() IS 'Statement trigger after insert on profiles, transition table new_rows.';

COMMENT ON FUNCTION "private"."audit_plan_change"() IS 'Row trigger on plan_changes: what the coach proposed took effect, or was taken back.';

COMMENT ON FUNCTION "private"."audit_role"() IS 'Row trigger on user_roles: a role that was changed is one revoked and one granted.';

COMMENT ON FUNCTION "private"."audit_sign_in"() IS 'Row trigger on auth.users: that address or password changed, never what they are.';

COMMENT ON FUNCTION "private"."audit_subscription"() IS 'Row trigger on profiles: what is paid for changed.';

COMMENT ON FUNCTION "private"."begin_job_run"(text, timestamp with time zone) IS 'Takes the lock of a job and returns the id of its new run; null, and says so, while another has it.';

COMMENT ON FUNCTION "private"."bound_rows"() IS 'Statement trigger after insert, update or delete, transition table changed_rows: PT422 for more rows than its argument. It hangs under
the name all_at_once, because triggers fire by name: before what is derived from the rows.';

COMMENT ON FUNCTION "private"."broadcast"(uuid, uuid, private.live_event, uuid, timestamp with time zone, bigint) IS 'Tells the devices of a user that something happened: {id, at}, with several rows at once {id of one, at, count}. To the topic of
a running workout, or without one to the user''s own. Best effort: who was away refetches.';

COMMENT ON FUNCTION "private"."claim_file_deletions"(integer, integer, timestamp with time zone) IS 'See public.claim_file_deletions.';

COMMENT ON FUNCTION "private"."claim_messages"(integer, integer, public.message_channel[], timestamp with time zone) IS 'See public.claim_messages.';

COMMENT ON FUNCTION "private"."claim_receipts"(integer, timestamp with time zone) IS 'See public.claim_receipts.';

COMMENT ON FUNCTION "private"."close_receipts"(timestamp with time zone, integer) IS 'Batch function of a job: asks no longer for receipts of messages that left a day ago, as long as Expo keeps them.';

COMMENT ON FUNCTION "private"."count_write"(uuid, timestamp with time zone) IS 'Counts one writing request against the user''s 15 minutes; PT429 with retry_after and limit when they are used up.';

COMMENT ON FUNCTION "private"."cron_field"(text, integer, integer) IS 'The numbers that one field of a cron schedule stands for; null if it is not valid.';

COMMENT ON FUNCTION "private"."delete_accounts_again"(timestamp with time zone, integer) IS 'After a backup was restored, with private.account_deletions as it was before: deletes p_limit of the accounts that had been deleted
since the backup was made. Returns how many; less than p_limit is all.';

COMMENT ON FUNCTION "private"."delete_my_account"(uuid, text) IS 'See public.delete_my_account.';

COMMENT ON FUNCTION "private"."end_forgotten_workouts"(timestamp with time zone, integer) IS 'For a job: ends p_limit workouts at most that began 24 hours ago or earlier, and returns how many. Who did a working set has
completed it, as if finished by hand; without one it is abandoned.';

COMMENT ON FUNCTION "private"."end_job_run"(bigint) IS 'Lets go of the lock that begin_job_run took.';

COMMENT ON FUNCTION "private"."entitlement_at"(uuid, timestamp with time zone) IS 'The subscription_status of a user at a moment, and the tier by which quotas are counted: free, trial, active or canceled.';

COMMENT ON FUNCTION "private"."events_of_subscription"(public.billing_provider, text) IS 'All events that count for a subscription in the order in which they happened, transfers and refunds included.';

COMMENT ON FUNCTION "private"."expire_ai_records"(timestamp with time zone, integer) IS 'For a job: see private.expire_ai_requests. Returns users and windows together.';

COMMENT ON FUNCTION "private"."expire_subscriptions"(timestamp with time zone, integer) IS 'For a job: shows subscriptions whose access has ended as expired, and their users as free, p_limit at most; returns how many. Access
itself has ended before, by the clock: this is for who reads the status.';

COMMENT ON FUNCTION "private"."export_account"(uuid) IS 'How the user signs in, and where they are signed in now.';

COMMENT ON FUNCTION "private"."export_files"(uuid) IS 'Which files the user has; the files themselves are downloaded from Storage. 0 follows / in ASCII: a range that an index serves.';

COMMENT ON FUNCTION "private"."export_my_data"(uuid, text, timestamp with time zone) IS 'See public.export_my_data.';

COMMENT ON FUNCTION "private"."exported_tables"() IS 'The tables and views whose rows belong to a person: by what name they are exported, which column says whose a row is, and the order.';

COMMENT ON FUNCTION "private"."files_below"(text, text, integer) IS 'The names of at most p_limit files whose name begins with the prefix.';

COMMENT ON FUNCTION "private"."fill_in"(text, jsonb) IS 'The text with each {name} replaced by what the object has under it, 100 characters at most.';

COMMENT ON FUNCTION "private"."fold_subscription"(public.billing_provider, text, timestamp with time zone) IS 'Makes the row of a subscription anew from its events: the same whatever the order in which they came, and however often it is done.
Returns the users whose access may have changed, the owner first; none when nobody of ours has it.';

COMMENT ON FUNCTION "private"."forget_billing"() IS 'Row trigger before delete: with an account go the events that name it and count for nobody.';

COMMENT ON FUNCTION "private"."forget_billing_events"(timestamp with time zone, integer) IS 'For a job: deletes events that counted for nobody for 400 days, p_limit at most; returns how many. Those that count go with their user.';

COMMENT ON FUNCTION "private"."forget_expired_memories"(timestamp with time zone, integer) IS 'For a job: deletes p_limit memories at most that have expired, words and vectors with them, and returns how many.';

COMMENT ON FUNCTION "private"."grant_access"(uuid, timestamp with time zone, text, timestamp with time zone) IS 'See public.grant_access.';

COMMENT ON FUNCTION "private"."has_account"() IS 'Whether the caller still has an account: a token lives on for a while after it. For policies on the platform''s tables.';

COMMENT ON FUNCTION "private"."is_news"(timestamp with time zone, timestamp with time zone) IS 'Whether it is recent enough to be told: a history that is imported, or counted anew, congratulates nobody on the past.';

COMMENT ON FUNCTION "private"."is_past_retention"(text, jsonb) IS 'Whether a row of this table has had its time. By the real clock, because append-only tables ask it before they let a row go.';

COMMENT ON FUNCTION "private"."is_premium"(uuid, timestamp with time zone) IS 'Whether the user has paid access at a moment, now unless told.';

COMMENT ON FUNCTION "private"."is_schedule"(text) IS 'Whether this is minute, hour, day of the month, month and day of the week (0 Sunday to 6) in numbers, lists, ranges and steps,
one of the two days being *; or N seconds, 1 to 59.';

COMMENT ON FUNCTION "private"."job_command"(text, timestamp with time zone) IS 'The statement that runs a job, a transaction a batch, until nothing is left or its time is up; p_now null: as of when it is run.
While another run is at it, it leaves at once. It can be killed, repeated and late: the next run goes on. Not to be run within a
transaction; in psql: select private.job_command(''settle_streaks'') \gexec';

COMMENT ON FUNCTION "private"."job_health_at"(timestamp with time zone) IS 'See private.job_health: as it was at a moment.';

COMMENT ON FUNCTION "private"."job_lock"(text) IS 'The advisory lock that the one run of a job holds.';

COMMENT ON FUNCTION "private"."keep_vectors_with_consent"() IS 'Row trigger before insert on memory_vectors: a request that was running when its user withdrew stores nothing of the model''s.';

COMMENT ON FUNCTION "private"."last_due"(text, timestamp with time zone) IS 'The last moment, p_now or before, at which this schedule was due; null if there was none.';

COMMENT ON FUNCTION "private"."limit_rows"() IS 'Statement trigger after insert, transition table new_rows; its argument is the owner''s column. PT422 when an owner has more rows than
private.row_limits allows, whichever way they came.';

COMMENT ON FUNCTION "private"."limit_tier"(uuid, timestamp with time zone) IS 'Whose limits hold for a user at a moment: admin, premium or free.';

COMMENT ON FUNCTION "private"."limit_workouts"() IS 'Row trigger after insert on workout_sessions, which come one by one: PT422 for more workouts in one local day than private.row_limits
allows. Who writes workouts holds the user''s lock already.';

COMMENT ON FUNCTION "private"."max_failures"() IS 'After so many failed attempts a message is dead.';

COMMENT ON FUNCTION "private"."next_reminder"(uuid, public.notification_type, timestamp with time zone) IS 'When to look next, after a moment: for workout_due on the plan''s weekdays, or daily where it names none; for week_empty on the
fourth day of the user''s week. Null: never, as things are.';

COMMENT ON FUNCTION "private"."next_zone_to_nudge"(timestamp with time zone) IS 'The zone to go on in, and after whom; all null when there is none now.';

COMMENT ON FUNCTION "private"."notification_category"(public.notification_type) IS 'The one of the four categories that a type of notification belongs to.';

COMMENT ON FUNCTION "private"."notify"(uuid, public.notification_type, jsonb, text, timestamp with time zone) IS 'The one way to tell a user something: writes the inbox and the outbox as the user''s preferences say, once for a dedupe key, in the
user''s language; what would come in quiet hours is sent at their end. Returns the notification''s id, null if there is none.';

COMMENT ON FUNCTION "private"."nudge_streaks"(timestamp with time zone, integer) IS 'For a job: looks at p_limit users at most where it is between ten and eight in the evening and nobody was looked at today, tells
those whose streak is about to end, and returns at how many it looked; fewer when there is nobody left now.';

COMMENT ON FUNCTION "private"."on_account_deleted"() IS 'Row trigger after delete on auth.users, whoever deletes: notes it without the id, and queues the files.';

COMMENT ON FUNCTION "private"."on_achievement"() IS 'Row trigger on achievement_awards: an achievement is told once, however often it is counted.';

COMMENT ON FUNCTION "private"."on_ai_consent_withdrawn"() IS 'Row trigger on user_consents: what a model made of the user''s words goes with the consent that it was made by. The words stay,
the user''s own to delete; begin_ai_request asks for the consent anew each time.';

COMMENT ON FUNCTION "private"."on_level_up"() IS 'Row trigger on ai_coach_messages, which has one congratulation a level, ever.';

COMMENT ON FUNCTION "private"."on_notifications_read"() IS 'Statement trigger: what was read in the app, while a push or mail of it still waited, needn''t be sent.';

COMMENT ON FUNCTION "private"."on_nudge"() IS 'Row trigger on ai_coach_messages: what the coach nudges about is also notified.';

COMMENT ON FUNCTION "private"."on_plan_days_changed"() IS 'Statement trigger on the days of a plan: other weekdays, other reminders.';

COMMENT ON FUNCTION "private"."on_plan_made"() IS 'Row trigger on plan_origins: a plan that was generated or imported is there.';

COMMENT ON FUNCTION "private"."on_premium_changed"() IS 'Row trigger on profiles: paid access began or ended. Between trial, active and canceled it goes on, and nobody is told.';

COMMENT ON FUNCTION "private"."on_records_beaten"() IS 'Statement trigger on personal_records: one record.achieved, and one notification a workout, whatever it beat.';

COMMENT ON FUNCTION "private"."on_reminder_change"() IS 'Row trigger: plans the user''s reminders anew.';

COMMENT ON FUNCTION "private"."payload_key"(jsonb) IS 'The id that a field of a payload holds, or the object in it.';

COMMENT ON FUNCTION "private"."payload_names"(jsonb) IS 'The names of people in an array of a payload, the ids of our users as we write them.';

COMMENT ON FUNCTION "private"."payload_texts"(jsonb) IS 'The texts of an array of a payload; none where there is no array.';

COMMENT ON FUNCTION "private"."payload_time"(jsonb, integer) IS 'The moment that a number of a payload counts to from 1970, in p_per_second-ths of a second.';

COMMENT ON FUNCTION "private"."plan_reminders"(uuid, timestamp with time zone) IS 'Decides anew when to look at a user: called when the time zone, the week, the time of reminders or the active plan changed.';

COMMENT ON FUNCTION "private"."plan_weekdays"(uuid) IS 'The weekdays (1 Monday … 7) that the active plan names; null if it names none.';

COMMENT ON FUNCTION "private"."process_billing_event"(timestamp with time zone, uuid) IS 'See public.process_billing_event.';

COMMENT ON FUNCTION "private"."process_billing_events"(timestamp with time zone, integer) IS 'For a job: processes what was stored and not processed, p_limit events at most; returns how many. What fails comes later again.';

COMMENT ON FUNCTION "private"."purge_cron_runs"(timestamp with time zone, integer) IS 'For a job: deletes what pg_cron noted more than 7 days ago, p_limit rows at most, and returns how many. Without pg_cron 0.';

COMMENT ON FUNCTION "private"."purge_expired"(timestamp with time zone, integer) IS 'For a job: deletes at most p_limit rows that have had their time by private.retention. Returns how many; less than p_limit is all.';

COMMENT ON FUNCTION "private"."purge_job_runs"(timestamp with time zone, integer) IS 'For a job: deletes runs older than 30 days, p_limit at most, and returns how many.';

COMMENT ON FUNCTION "private"."purge_notifications"(timestamp with time zone, integer) IS 'Batch function of a job: deletes messages settled 30 days ago, notifications read or never shown after 90 days, and all after a
year. Returns how many rows went.';

COMMENT ON FUNCTION "private"."quota_tier"(uuid, timestamp with time zone) IS 'Whose quotas hold for a user at a moment: the tier of private.entitlement_at, or admin; null for nobody.';

COMMENT ON FUNCTION "private"."read_all_notifications"(uuid, timestamp with time zone) IS 'See public.read_all_notifications.';

COMMENT ON FUNCTION "private"."read_billing_event"(public.billing_provider, text, jsonb) IS 'What an event says, in the words of private.billing_effect.';

COMMENT ON FUNCTION "private"."read_revenuecat"(text, jsonb) IS 'What an event of RevenueCat says. It reads anything and never fails.';

COMMENT ON FUNCTION "private"."read_stripe"(text, jsonb) IS 'What an event of Stripe says. It reads anything and never fails.';

COMMENT ON FUNCTION "private"."read_stripe_subscription"(text, jsonb) IS 'What the state of a subscription says, as each customer.subscription event shows it.';

COMMENT ON FUNCTION "private"."receipt_delay"() IS 'How long Expo has for a receipt before it is asked for, and asked again.';

COMMENT ON FUNCTION "private"."receive_billing_event"(public.billing_provider, text, text, timestamp with time zone, text, jsonb, timestamp with time zone) IS 'See public.store_billing_event.';

COMMENT ON FUNCTION "private"."refuse_rows"(text, integer) IS 'PT422: the user has as many rows of this table as they may.';

COMMENT ON FUNCTION "private"."register_device"(uuid, public.push_platform, text, text, text, timestamp with time zone) IS 'See public.register_device.';

COMMENT ON FUNCTION "private"."reminder"(uuid, public.notification_type, timestamp with time zone) IS 'What to remind a user of at this moment, null if of nothing: who trained today, is training, ill or away, or hasn''t trained for long
(workout_due 14 days, week_empty 35) is left in peace.';

COMMENT ON FUNCTION "private"."replay_billing_events"(timestamp with time zone, timestamp with time zone) IS 'For an operator: reads and processes anew all events received since a moment, the dead ones too, when the job runs next. Returns how
many. Harmless: what a subscription is follows from its events.';

COMMENT ON FUNCTION "private"."require_premium"(uuid, timestamp with time zone) IS 'PT402 without paid access, PT404 once the account is gone: every premium function begins with it.';

COMMENT ON FUNCTION "private"."reset_streaks"(timestamp with time zone, integer) IS 'For a job: settles the streaks of those who are next, then nudges those whose streak is about to end.';

COMMENT ON FUNCTION "private"."retry_delay"(integer) IS 'How long to wait after so many failures (1 …): up to 30 s times 4 to the power of n - 1.';

COMMENT ON FUNCTION "private"."row_limit"(text, uuid) IS 'How many rows of this table the user may own; null: as many as they like.';

COMMENT ON FUNCTION "private"."run_job_batch"(bigint) IS 'Does one batch of a run and writes down what came of it, its failure too. Returns whether another one is to follow; null has
none.';

COMMENT ON FUNCTION "private"."run_keyed_batch"(text, text, timestamp with time zone) IS 'One batch of a job that something outside drives, under the key of the event that asked for it. See public.reset_streaks.';

COMMENT ON FUNCTION "private"."schedule_jobs"() IS 'Tells pg_cron of every job in private.jobs, and of none that has gone; returns what came of it. To be called after the seed, by
the role that shall run the jobs.';

COMMENT ON FUNCTION "private"."send_reminders"(timestamp with time zone, integer) IS 'Batch function of a job: looks at the users whose moment has come, by an index and not at all users, reminds those who are to be
reminded, and plans their next moment. Returns how many it looked at. Late or twice, it reminds nobody twice and nobody late.';

COMMENT ON FUNCTION "private"."settle_file_deletions"(jsonb, timestamp with time zone) IS 'See public.settle_file_deletions.';

COMMENT ON FUNCTION "private"."settle_messages"(jsonb, timestamp with time zone) IS 'See public.settle_messages.';

COMMENT ON FUNCTION "private"."settle_next_achievements"(timestamp with time zone, integer) IS 'For a job: see private.settle_achievements.';

COMMENT ON FUNCTION "private"."settle_next_streaks"(timestamp with time zone, integer) IS 'For a job: settles the streaks of the p_limit users who are next in today''s round, and returns how many; fewer when the round
is done. The rest of the day there is nothing to do.';

COMMENT ON FUNCTION "private"."settle_receipts"(jsonb, timestamp with time zone) IS 'See public.settle_receipts.';

COMMENT ON FUNCTION "private"."settle_subscription_status"(uuid, timestamp with time zone) IS 'Lets profiles.subscription_status follow from the user''s subscriptions.';

COMMENT ON FUNCTION "private"."store_billing_event"(public.billing_provider, text, text, timestamp with time zone, private.billing_environment, jsonb, timestamp with time zone) IS 'See public.store_billing_event.';

COMMENT ON FUNCTION "private"."streaks_at_risk"(uuid[], timestamp with time zone) IS 'Whose weekly streak the end of the running week breaks as things stand: on how many more days they would have to train, and how
many there are, today among them unless it has been trained on. Every user must have a profile.';

COMMENT ON FUNCTION "private"."subscriptions_touched"(private.billing_events) IS 'The keys of all subscriptions for which an event may count.';

COMMENT ON FUNCTION "private"."sweep_file_deletions"(timestamp with time zone, integer) IS 'For a job: forgets p_limit folders at most in which nothing is left after their last look, and gives up those that ten attempts
didn''t empty. Returns how many. What has files is for the function delete_files.';

COMMENT ON FUNCTION "private"."try_to_notify"(uuid, public.notification_type, jsonb, text, timestamp with time zone) IS 'notify for triggers: what goes wrong is a warning, and the write goes on.';

COMMENT ON FUNCTION "private"."user_named"(text[]) IS 'The first of these names that is the id of a user of ours. A provider knows people by other names too.';

COMMENT ON FUNCTION "private"."write_nudges"(uuid[], timestamp with time zone) IS 'Puts one unread nudge a week into the inbox of each of these users whose weekly streak is about to end and can still be kept.';

COMMENT ON FUNCTION "public"."claim_file_deletions"(integer, integer) IS 'For the service alone: folders whose files have to go, [{id, attempt, bucket, paths: up to 1000}]. Nobody else gets them for
p_seconds; then they are due again. After removing the paths, settle_file_deletions.';

COMMENT ON FUNCTION "public"."claim_messages"(integer, integer, public.message_channel[]) IS 'For the service role alone: takes up to p_limit (1 to 1000) messages that are due, for p_seconds (1 to 900). Until then
nobody else gets them; settle_messages tells what became of each, and what isn''t settled can be claimed again. address is the
push token or the confirmed mail address, null where there is none. PT422 for a number out of range.';

COMMENT ON FUNCTION "public"."claim_receipts"(integer) IS 'For the service role alone: up to p_limit (1 to 1000) messages whose receipt Expo should have by now, with their tickets. What
isn''t settled comes again after a quarter of an hour, for a day. PT422 for a number out of range.';

COMMENT ON FUNCTION "public"."delete_files"(text) IS 'For the service, before it claims: forgets folders that are empty, gives up those that nothing empties. p_key, 1 to 200
characters, names the event that asks for it. Returns {outcome, rows}, see reset_streaks.';

COMMENT ON FUNCTION "public"."delete_my_account"(text) IS 'Deletes the caller''s account for good: all rows and sign-ins at once, files within the hour. p_confirm is the words "delete my
account", else PT422. An exercise of theirs that was approved stays, as ours. A token still valid finds nobody (PT404).';

COMMENT ON FUNCTION "public"."export_my_data"(text) IS 'Everything about the caller {schema_version, exported_at, user_id, sections: {account, files, and the rows of each table}}; with
p_section one section alone. A row has its table''s columns but for its owner. No password and no token. Free.';

COMMENT ON FUNCTION "public"."grant_access"(uuid, timestamp with time zone, text) IS 'For the service alone: gives a user premium until a moment (null: for good; a past one takes it away again), as support does. The last
one counts. Returns the subscription of provider manual that came of it.';

COMMENT ON FUNCTION "public"."process_billing_event"(uuid) IS 'For the service alone, with the id that store_billing_event returned: lets the event count. Returns its state: processed, ignored (it
says nothing about a user of ours), received (it failed, or another does it: the job tries again) or dead. It can be repeated.';

COMMENT ON FUNCTION "public"."read_all_notifications"() IS 'Marks everything in the caller''s inbox as read and returns how many notifications that were. One alone: update its read_at.';

COMMENT ON FUNCTION "public"."register_device"(public.push_platform, text, text, text) IS 'Pushes go to this device from now on; returns its row. Call it at every start of the app: the same token again updates its
row, and a token that another account had moves here. The 20 devices seen last are kept. PT422 names the field.';

COMMENT ON FUNCTION "public"."reset_streaks"(text) IS 'For the service: settles streaks and writes nudges, one batch a call. p_key, 1 to 200 characters, names the event that asks for
it. Returns {outcome, rows}: unfinished, call again; done, also when that event was dealt with before; busy, another caller is
at it. What is left over, the next event goes on with.';

COMMENT ON FUNCTION "public"."settle_file_deletions"(jsonb) IS 'For the service alone: what became of claims [{id, attempt, removed: how many files, error?}]. A folder that is empty is looked at
once more and forgotten; one that isn''t is due again, at once if something was removed, later and later if not. Returns how many
claims were still in force.';

COMMENT ON FUNCTION "public"."settle_messages"(jsonb) IS 'For the service role alone: what became of claimed messages, [{id, attempt, outcome, provider_id?, error?, retry_after?}], at
most 1000. outcome: delivered; retry, later, for retry_after seconds at least, and dead after six failures; dead; token_gone,
which deletes the device and all that waits for it; released, not tried at all and free at once. Returns {settled, ignored}: a
result whose claim ran out or was settled already is ignored.';

COMMENT ON FUNCTION "public"."settle_receipts"(jsonb) IS 'For the service role alone: what the receipts of messages say, [{id, outcome, error?}], at most 1000. outcome: delivered; retry,
which sends it again as settle_messages would; dead; token_gone, which deletes the device and all that waits for it. Returns
{settled, ignored}.';

COMMENT ON FUNCTION "public"."start_dispatch"(text) IS 'For the service role alone: puts a run of the dispatcher on record and asks no longer for receipts that are too old.
p_key, 1 to 200 characters, names the event that asks for it. Returns {outcome, rows}, as reset_streaks does.';

COMMENT ON FUNCTION "public"."store_billing_event"(public.billing_provider, text, text, timestamp with time zone, text, jsonb) IS 'For the service alone: keeps an event of revenuecat or stripe whose signature was good, once however often it comes. p_environment
is production or sandbox. Returns {id, is_new}; process_billing_event(id) makes it count, and a job does if nobody calls that.';

COMMENT ON SCHEMA "gateway" IS 'What the Data API itself calls, as db_pre_request. Not exposed.';

COMMENT ON TABLE "private"."account_deletions" IS 'Accounts that were deleted. Nothing here says whose they were.';

COMMENT ON TABLE "private"."billing_events" IS 'Every event of a billing provider, stored before it is answered. From effect on, the columns are read from the payload.';

COMMENT ON TABLE "private"."billing_settings" IS 'How this installation reads its billing providers. One row.';

COMMENT ON TABLE "private"."file_deletions" IS 'Folders of deleted accounts, one row a bucket; a row goes when nothing is left below its prefix. This is the one place where the
id of a deleted account stands, for a quarter of an hour or until its files are gone.';

COMMENT ON TABLE "private"."job_runs" IS 'What became of each run of a job, kept for 30 days. Written batch by batch.';

COMMENT ON TABLE "private"."jobs" IS 'The jobs of this installation. Seeded; private.schedule_jobs() tells pg_cron of them. See docs/jobs.md.';

COMMENT ON TABLE "private"."notification_templates" IS 'The words of notifications by language, from supabase/seed. {name} stands for what data has under that name.';

COMMENT ON TABLE "private"."nudged_zones" IS 'How far today''s look at streaks at risk has come, by zone.';

COMMENT ON TABLE "private"."outbox" IS 'Messages to be pushed and mailed, each with one chain of attempts: pending, claimed, then delivered or dead.';

COMMENT ON TABLE "private"."reminders" IS 'The next moment at which a user may have to be reminded, by type of reminder.';

COMMENT ON TABLE "private"."retention" IS 'Which rows have a last day: a row goes when its time_column is older than keep. A table that isn''t named keeps its rows until
their user, or the account, goes. Seeded.';

COMMENT ON TABLE "private"."row_limits" IS 'How many rows of a table a user may own. Seeded. A table without a row has no limit; who has more already keeps them.';

COMMENT ON TABLE "private"."settling_round" IS 'How far the settling of streaks has come: one row.';

COMMENT ON TABLE "private"."streak_nudges" IS 'The weeks in which a user was told that the weekly streak is about to end. Kept when the user deletes the message: once is enough.';

COMMENT ON TABLE "private"."write_limits" IS 'How many writing requests a user may make of the Data API in 15 minutes. Seeded. A tier without a row has no limit: a forgotten seed
must not stop the app.';

COMMENT ON TABLE "private"."write_use" IS 'The writing requests of a user in the window that began last. One row a user, written over: nothing to clean up.';

COMMENT ON TABLE "public"."audit_events" IS 'Changes of an account''s state: roles, subscription, consents, plans made by others, deletions, exports. Append-only, for the
service too; goes with its account, or at the end of its time (private.retention).';

COMMENT ON TABLE "public"."notification_preferences" IS 'What a user wants of a category of notifications: in the inbox, pushed, mailed. Without a row: inbox and push; of account
also mail.';

COMMENT ON TABLE "public"."notification_settings" IS 'One row a user, once something is set: language, quiet hours, the time of reminders. Without a row the defaults hold.';

COMMENT ON TABLE "public"."notifications" IS 'The inbox. Written by the server (private.notify); clients mark as read and delete. Kept a year, read ones 90 days.';

COMMENT ON TABLE "public"."push_devices" IS 'Devices that take pushes. Written by register_device; deleted on sign-out by the client, or when the provider says that the
token is gone.';

COMMENT ON TABLE "public"."subscriptions" IS 'What a user bought or was given, as it stands. Written by billing alone, from the provider''s events; there may be several.';

COMMENT ON TYPE "private"."billing_fact" IS 'What one event says, in words that are the same for every provider. The columns of private.billing_events tell them one by one.';

COMMENT ON TYPE "private"."subscription_state" IS 'A subscription while its events are gone through, one after the other.';

COMMENT ON VIEW "private"."ai_cost_by_day" IS 'A row a day of UTC, AI function, model and outcome, for operators: calls, users, tokens, US dollars, and how long half and nineteen of
twenty calls took at most; milliseconds.';

COMMENT ON VIEW "private"."job_health" IS 'A row a job, for operators and the local scheduler. due_at: when its schedule last called for it. is_due: no run has begun since.
is_late: what was due ten minutes ago or earlier hasn''t succeeded. last_done_at: the last success, out of time or not, whose are
last_rows and last_seconds. failures: runs that failed or were killed since.';

COMMENT ON VIEW "private"."queue_ages" IS 'A row a queue, for operators. waiting: not dealt with; due: of these, to be dealt with now; oldest_due_seconds: for how long the first
of them has been due (what is claimed is due when its claim runs out); dead: given up, somebody has to look.';

COMMENT ON VIEW "private"."quota_use_by_day" IS 'A row a day of UTC and AI function, for operators: who used it, how often, and how many have used up their day by the tier they have
now. Windows are kept for two months.';

COMMENT ON VIEW "private"."write_use_by_tier" IS 'A row a tier, for operators: whose window of 15 minutes is open, how much they wrote in it, and how many may write no more.';

REVOKE ALL ON FUNCTION "gateway"."check_request"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "gateway"."check_request"() TO "anon", "authenticated", "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."access_end"(private.subscription_state, interval) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."access_end"(private.subscription_state, interval) TO "postgres";

REVOKE ALL ON FUNCTION "private"."after_billing_event"(private.subscription_state, private.billing_events, interval) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."after_billing_event"(private.subscription_state, private.billing_events, interval) TO "postgres";

REVOKE ALL ON FUNCTION "private"."after_quiet_hours"(timestamp with time zone, text, time without time zone, time without time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."after_quiet_hours"(timestamp with time zone, text, time without time zone, time without time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."announce_plans"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."announce_plans"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."announce_sets"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."announce_sets"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."announce_workout"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."announce_workout"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."apply_billing_event"(private.billing_events, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."apply_billing_event"(private.billing_events, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."audit"(uuid, public.audit_action, jsonb, public.audit_actor) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."audit"(uuid, public.audit_action, jsonb, public.audit_actor) TO "postgres";

REVOKE ALL ON FUNCTION "private"."audit_actor"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."audit_actor"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."audit_consent"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."audit_consent"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."audit_deletions"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."audit_deletions"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."audit_generated_plan"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."audit_generated_plan"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."audit_new_accounts"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."audit_new_accounts"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."audit_plan_change"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."audit_plan_change"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."audit_role"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."audit_role"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."audit_sign_in"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."audit_sign_in"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."audit_subscription"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."audit_subscription"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."begin_job_run"(text, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."begin_job_run"(text, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."bound_rows"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."bound_rows"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."broadcast"(uuid, uuid, private.live_event, uuid, timestamp with time zone, bigint) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."broadcast"(uuid, uuid, private.live_event, uuid, timestamp with time zone, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "private"."claim_file_deletions"(integer, integer, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."claim_file_deletions"(integer, integer, timestamp with time zone) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."claim_messages"(integer, integer, public.message_channel[], timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."claim_messages"(integer, integer, public.message_channel[], timestamp with time zone) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."claim_receipts"(integer, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."claim_receipts"(integer, timestamp with time zone) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."close_receipts"(timestamp with time zone, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."close_receipts"(timestamp with time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."count_write"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."count_write"(uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."cron_field"(text, integer, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."cron_field"(text, integer, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."delete_accounts_again"(timestamp with time zone, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."delete_accounts_again"(timestamp with time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."delete_my_account"(uuid, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."delete_my_account"(uuid, text) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."end_forgotten_workouts"(timestamp with time zone, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."end_forgotten_workouts"(timestamp with time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."end_job_run"(bigint) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."end_job_run"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "private"."entitlement_at"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."entitlement_at"(uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."events_of_subscription"(public.billing_provider, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."events_of_subscription"(public.billing_provider, text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."expire_ai_records"(timestamp with time zone, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."expire_ai_records"(timestamp with time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."expire_subscriptions"(timestamp with time zone, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."expire_subscriptions"(timestamp with time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."export_account"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."export_account"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."export_files"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."export_files"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."export_my_data"(uuid, text, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."export_my_data"(uuid, text, timestamp with time zone) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."exported_tables"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."exported_tables"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."files_below"(text, text, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."files_below"(text, text, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."fill_in"(text, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."fill_in"(text, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."fold_subscription"(public.billing_provider, text, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."fold_subscription"(public.billing_provider, text, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."forget_billing"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."forget_billing"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."forget_billing_events"(timestamp with time zone, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."forget_billing_events"(timestamp with time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."forget_expired_memories"(timestamp with time zone, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."forget_expired_memories"(timestamp with time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."grant_access"(uuid, timestamp with time zone, text, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."grant_access"(uuid, timestamp with time zone, text, timestamp with time zone) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."has_account"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."has_account"() TO "authenticated", "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."is_news"(timestamp with time zone, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."is_news"(timestamp with time zone, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."is_past_retention"(text, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."is_past_retention"(text, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."is_premium"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."is_premium"(uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."is_schedule"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."is_schedule"(text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."job_command"(text, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."job_command"(text, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."job_health_at"(timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."job_health_at"(timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."job_lock"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."job_lock"(text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."keep_vectors_with_consent"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."keep_vectors_with_consent"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."last_due"(text, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."last_due"(text, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."limit_rows"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."limit_rows"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."limit_tier"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."limit_tier"(uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."limit_workouts"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."limit_workouts"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."max_failures"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."max_failures"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."next_reminder"(uuid, public.notification_type, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."next_reminder"(uuid, public.notification_type, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."next_zone_to_nudge"(timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."next_zone_to_nudge"(timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."notification_category"(public.notification_type) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."notification_category"(public.notification_type) TO "postgres";

REVOKE ALL ON FUNCTION "private"."notify"(uuid, public.notification_type, jsonb, text, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."notify"(uuid, public.notification_type, jsonb, text, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."nudge_streaks"(timestamp with time zone, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."nudge_streaks"(timestamp with time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_account_deleted"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_account_deleted"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_achievement"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_achievement"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_ai_consent_withdrawn"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_ai_consent_withdrawn"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_level_up"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_level_up"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_notifications_read"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_notifications_read"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_nudge"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_nudge"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_plan_days_changed"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_plan_days_changed"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_plan_made"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_plan_made"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_premium_changed"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_premium_changed"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_records_beaten"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_records_beaten"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_reminder_change"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_reminder_change"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."payload_key"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."payload_key"(jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."payload_names"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."payload_names"(jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."payload_texts"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."payload_texts"(jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."payload_time"(jsonb, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."payload_time"(jsonb, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."plan_reminders"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."plan_reminders"(uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."plan_weekdays"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."plan_weekdays"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."process_billing_event"(timestamp with time zone, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."process_billing_event"(timestamp with time zone, uuid) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."process_billing_events"(timestamp with time zone, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."process_billing_events"(timestamp with time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."purge_cron_runs"(timestamp with time zone, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."purge_cron_runs"(timestamp with time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."purge_expired"(timestamp with time zone, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."purge_expired"(timestamp with time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."purge_job_runs"(timestamp with time zone, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."purge_job_runs"(timestamp with time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."purge_notifications"(timestamp with time zone, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."purge_notifications"(timestamp with time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."quota_tier"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."quota_tier"(uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."read_all_notifications"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."read_all_notifications"(uuid, timestamp with time zone) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."read_billing_event"(public.billing_provider, text, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."read_billing_event"(public.billing_provider, text, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."read_revenuecat"(text, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."read_revenuecat"(text, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."read_stripe"(text, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."read_stripe"(text, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."read_stripe_subscription"(text, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."read_stripe_subscription"(text, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."receipt_delay"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."receipt_delay"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."receive_billing_event"(public.billing_provider, text, text, timestamp with time zone, text, jsonb, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."receive_billing_event"(public.billing_provider, text, text, timestamp with time zone, text, jsonb, timestamp with time zone) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."refuse_rows"(text, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."refuse_rows"(text, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."register_device"(uuid, public.push_platform, text, text, text, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."register_device"(uuid, public.push_platform, text, text, text, timestamp with time zone) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."reminder"(uuid, public.notification_type, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."reminder"(uuid, public.notification_type, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."replay_billing_events"(timestamp with time zone, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."replay_billing_events"(timestamp with time zone, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."require_premium"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."require_premium"(uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."reset_streaks"(timestamp with time zone, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."reset_streaks"(timestamp with time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."retry_delay"(integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."retry_delay"(integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."row_limit"(text, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."row_limit"(text, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."run_job_batch"(bigint) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."run_job_batch"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "private"."run_keyed_batch"(text, text, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."run_keyed_batch"(text, text, timestamp with time zone) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."schedule_jobs"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."schedule_jobs"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."send_reminders"(timestamp with time zone, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."send_reminders"(timestamp with time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."settle_file_deletions"(jsonb, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."settle_file_deletions"(jsonb, timestamp with time zone) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."settle_messages"(jsonb, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."settle_messages"(jsonb, timestamp with time zone) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."settle_next_achievements"(timestamp with time zone, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."settle_next_achievements"(timestamp with time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."settle_next_streaks"(timestamp with time zone, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."settle_next_streaks"(timestamp with time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."settle_receipts"(jsonb, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."settle_receipts"(jsonb, timestamp with time zone) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."settle_subscription_status"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."settle_subscription_status"(uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."store_billing_event"(public.billing_provider, text, text, timestamp with time zone, private.billing_environment, jsonb, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."store_billing_event"(public.billing_provider, text, text, timestamp with time zone, private.billing_environment, jsonb, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."streaks_at_risk"(uuid[], timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."streaks_at_risk"(uuid[], timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."subscriptions_touched"(private.billing_events) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."subscriptions_touched"(private.billing_events) TO "postgres";

REVOKE ALL ON FUNCTION "private"."sweep_file_deletions"(timestamp with time zone, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."sweep_file_deletions"(timestamp with time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."try_to_notify"(uuid, public.notification_type, jsonb, text, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."try_to_notify"(uuid, public.notification_type, jsonb, text, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."user_named"(text[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."user_named"(text[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."write_nudges"(uuid[], timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."write_nudges"(uuid[], timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "public"."claim_file_deletions"(integer, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."claim_file_deletions"(integer, integer) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "public"."claim_messages"(integer, integer, public.message_channel[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."claim_messages"(integer, integer, public.message_channel[]) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "public"."claim_receipts"(integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."claim_receipts"(integer) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "public"."delete_files"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."delete_files"(text) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "public"."delete_my_account"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."delete_my_account"(text) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "public"."export_my_data"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."export_my_data"(text) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "public"."grant_access"(uuid, timestamp with time zone, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."grant_access"(uuid, timestamp with time zone, text) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "public"."process_billing_event"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."process_billing_event"(uuid) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "public"."read_all_notifications"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."read_all_notifications"() TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "public"."register_device"(public.push_platform, text, text, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."register_device"(public.push_platform, text, text, text) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "public"."reset_streaks"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."reset_streaks"(text) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "public"."settle_file_deletions"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."settle_file_deletions"(jsonb) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "public"."settle_messages"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."settle_messages"(jsonb) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "public"."settle_receipts"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."settle_receipts"(jsonb) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "public"."start_dispatch"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."start_dispatch"(text) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "public"."store_billing_event"(public.billing_provider, text, text, timestamp with time zone, text, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."store_billing_event"(public.billing_provider, text, text, timestamp with time zone, text, jsonb) TO "postgres", "service_role";

GRANT USAGE ON SCHEMA "gateway" TO "anon", "authenticated";

GRANT CREATE, USAGE ON SCHEMA "gateway" TO "postgres";

GRANT USAGE ON SCHEMA "gateway" TO "service_role";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."account_deletions" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."billing_events" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."billing_settings" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."file_deletions" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."job_runs" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."jobs" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."notification_templates" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."nudged_zones" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."outbox" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."reminders" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."retention" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."row_limits" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."settling_round" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."streak_nudges" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."write_limits" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."write_use" TO "postgres";

GRANT SELECT ON TABLE "public"."audit_events" TO "authenticated";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."audit_events" TO "postgres";

GRANT SELECT ON TABLE "public"."audit_events" TO "service_role";

GRANT INSERT ("category"), UPDATE ("category") ON TABLE "public"."notification_preferences" TO "authenticated";

GRANT INSERT ("email"), UPDATE ("email") ON TABLE "public"."notification_preferences" TO "authenticated";

GRANT INSERT ("inbox"), UPDATE ("inbox") ON TABLE "public"."notification_preferences" TO "authenticated";

GRANT INSERT ("push"), UPDATE ("push") ON TABLE "public"."notification_preferences" TO "authenticated";

GRANT DELETE, SELECT ON TABLE "public"."notification_preferences" TO "authenticated";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."notification_preferences" TO "postgres";

GRANT DELETE, SELECT ON TABLE "public"."notification_preferences" TO "service_role";

GRANT INSERT ("locale"), UPDATE ("locale") ON TABLE "public"."notification_settings" TO "authenticated";

GRANT INSERT ("quiet_from"), UPDATE ("quiet_from") ON TABLE "public"."notification_settings" TO "authenticated";

GRANT INSERT ("quiet_to"), UPDATE ("quiet_to") ON TABLE "public"."notification_settings" TO "authenticated";

GRANT INSERT ("remind_at"), UPDATE ("remind_at") ON TABLE "public"."notification_settings" TO "authenticated";

GRANT DELETE, SELECT ON TABLE "public"."notification_settings" TO "authenticated";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."notification_settings" TO "postgres";

GRANT DELETE, SELECT ON TABLE "public"."notification_settings" TO "service_role";

GRANT UPDATE ("read_at") ON TABLE "public"."notifications" TO "authenticated";

GRANT DELETE, SELECT ON TABLE "public"."notifications" TO "authenticated";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."notifications" TO "postgres";

GRANT DELETE, SELECT ON TABLE "public"."notifications" TO "service_role";

GRANT DELETE, SELECT ON TABLE "public"."push_devices" TO "authenticated";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."push_devices" TO "postgres";

GRANT DELETE, SELECT ON TABLE "public"."push_devices" TO "service_role";

GRANT SELECT ON TABLE "public"."subscriptions" TO "authenticated";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."subscriptions" TO "postgres";

GRANT SELECT ON TABLE "public"."subscriptions" TO "service_role";

GRANT USAGE ON TYPE "private"."billing_effect" TO "postgres";

GRANT USAGE ON TYPE "private"."billing_environment" TO "postgres";

GRANT USAGE ON TYPE "private"."billing_event_state" TO "postgres";

GRANT USAGE ON TYPE "private"."billing_fact" TO "postgres";

GRANT USAGE ON TYPE "private"."file_deletion_state" TO "postgres";

GRANT USAGE ON TYPE "private"."job_outcome" TO "postgres";

GRANT USAGE ON TYPE "private"."live_event" TO "postgres";

GRANT USAGE ON TYPE "private"."message_state" TO "postgres";

GRANT USAGE ON TYPE "private"."subscription_state" TO "postgres";

GRANT USAGE ON TYPE "public"."audit_action" TO "postgres";

GRANT USAGE ON TYPE "public"."audit_actor" TO "postgres";

GRANT USAGE ON TYPE "public"."billing_provider" TO "postgres";

GRANT USAGE ON TYPE "public"."billing_status" TO "postgres";

GRANT USAGE ON TYPE "public"."message_channel" TO "postgres";

GRANT USAGE ON TYPE "public"."notification_category" TO "postgres";

GRANT USAGE ON TYPE "public"."notification_type" TO "postgres";

GRANT USAGE ON TYPE "public"."push_platform" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."ai_cost_by_day" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."job_health" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."queue_ages" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."quota_use_by_day" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."write_use_by_tier" TO "postgres";

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "public"."notification_preferences" ADD CONSTRAINT "notification_preferences_pkey" PRIMARY KEY (user_id, category);

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "public"."notification_preferences" ADD CONSTRAINT "notification_preferences_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

CREATE TRIGGER keep_keys BEFORE UPDATE OF user_id, category, created_at ON public.notification_preferences FOR EACH ROW EXECUTE FUNCTION private."freeze"('user_id', 'category', 'created_at');

CREATE POLICY "change own notification preferences" ON "public"."notification_preferences" FOR UPDATE TO "authenticated" USING ((( SELECT auth.uid() AS uid) = user_id)) WITH CHECK ((( SELECT auth.uid() AS uid) = user_id));

CREATE POLICY "read own notification preferences" ON "public"."notification_preferences" FOR SELECT TO "authenticated" USING ((( SELECT auth.uid() AS uid) = user_id));

CREATE POLICY "reset own notification preferences" ON "public"."notification_preferences" FOR DELETE TO "authenticated" USING ((( SELECT auth.uid() AS uid) = user_id));

CREATE POLICY "state own notification preferences" ON "public"."notification_preferences" FOR INSERT TO "authenticated" WITH CHECK ((( SELECT auth.uid() AS uid) = user_id));

GRANT INSERT ("user_id"), UPDATE ("user_id") ON TABLE "public"."notification_preferences" TO "authenticated";

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "public"."notification_settings" ADD CONSTRAINT "notification_settings_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

CREATE TRIGGER keep_keys BEFORE UPDATE OF user_id, created_at ON public.notification_settings FOR EACH ROW EXECUTE FUNCTION private."freeze"('user_id', 'created_at');

CREATE POLICY "change own notification settings" ON "public"."notification_settings" FOR UPDATE TO "authenticated" USING ((( SELECT auth.uid() AS uid) = user_id)) WITH CHECK ((( SELECT auth.uid() AS uid) = user_id));

CREATE POLICY "make own notification settings" ON "public"."notification_settings" FOR INSERT TO "authenticated" WITH CHECK ((( SELECT auth.uid() AS uid) = user_id));

CREATE POLICY "read own notification settings" ON "public"."notification_settings" FOR SELECT TO "authenticated" USING ((( SELECT auth.uid() AS uid) = user_id));

CREATE POLICY "reset own notification settings" ON "public"."notification_settings" FOR DELETE TO "authenticated" USING ((( SELECT auth.uid() AS uid) = user_id));

GRANT INSERT ("user_id"), UPDATE ("user_id") ON TABLE "public"."notification_settings" TO "authenticated";

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."jobs" ADD CONSTRAINT "jobs_schedule_check" CHECK (private.is_schedule(schedule));
