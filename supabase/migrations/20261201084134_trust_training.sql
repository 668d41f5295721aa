set local lock_timeout = '5s';
set local statement_timeout = '5min';

set local check_function_bodies = off;

DROP TRIGGER "bury" ON "public"."personal_records";

DROP TRIGGER "keep_keys" ON "public"."workout_plan_day_exercises";

-- squawk-ignore ban-drop-view
DROP VIEW "private"."record_events";

-- squawk-ignore ban-drop-view
DROP VIEW "private"."exercise_scores";

-- squawk-ignore ban-drop-constraint
ALTER TABLE "public"."personal_records" DROP CONSTRAINT "personal_records_user_id_exercise_id_record_type_key";

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."advance"(private.evaluation, private.terms, integer[], numeric, integer);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."buildable_loads"(uuid, uuid, timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."current_targets"(uuid, uuid[], timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."derive_rewards"(uuid, private.derivation, private.scored_sets[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."derive_scores"(uuid, uuid[], private.scored_sets[], boolean, boolean);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."is_first_score"(uuid, uuid, public.record_type, timestamp with time zone, uuid);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."lightest"(numeric[], boolean);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."mark_scored_sets"(uuid, private.scored_sets[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."marks_of"(uuid, private.scored_sets[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."read_document"(jsonb, timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."read_workout"(uuid, jsonb, timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."recompute_exercise_sessions"(uuid, uuid[], private.scored_sets[], boolean);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."recompute_personal_records"(uuid, uuid[], timestamp with time zone, private.scored_sets[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."recompute_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."rules_of"(jsonb, numeric, text, public.mechanic);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."scored"(public.session_exercises[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."sets_of"(uuid, uuid[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."settle_totals"(uuid, uuid[], private.scored_sets[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."target_events"(uuid, uuid[], timestamp with time zone, boolean, private.scored_sets[], boolean);

-- squawk-ignore ban-drop-view
DROP VIEW "private"."scored_sets";

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."write_workout"(uuid, private.workout_document, uuid, jsonb, bytea, timestamp with time zone);

ALTER TABLE "private"."exercise_sessions" DROP COLUMN "records";

ALTER TABLE "private"."exercise_sessions" ADD COLUMN "is_timed" boolean NOT NULL DEFAULT false;

ALTER TABLE "private"."exercise_sessions" ADD COLUMN "pace_score" numeric;

ALTER TABLE "private"."exercise_sessions" ADD COLUMN "prior_pace_score" numeric;

ALTER TABLE "private"."exercise_sessions" ADD COLUMN "times" integer[];

ALTER TABLE "private"."exercise_sessions" ADD COLUMN "prior_times" integer[];

ALTER TABLE "private"."exercise_sessions" ADD COLUMN "amounts" bigint[];

ALTER TABLE "private"."exercise_sessions" ADD COLUMN "prior_amounts" bigint[];

ALTER TABLE "private"."exercise_sessions" ADD COLUMN "announced_before" date;

ALTER TABLE "private"."exercise_sessions" ADD COLUMN "is_on_body" boolean NOT NULL DEFAULT false;

ALTER TABLE "private"."exercise_sessions" ADD COLUMN "body_kg" numeric;

ALTER TABLE "private"."exercise_sessions" ADD COLUMN "body_load_kg" numeric;

ALTER TABLE "private"."exercise_sessions" ADD COLUMN "body_1rm_kg" numeric;

ALTER TABLE "private"."exercise_sessions" ADD COLUMN "body_volume_kg" numeric;

ALTER TABLE "private"."exercise_sessions" ADD COLUMN "prior_body_load_kg" numeric;

ALTER TABLE "private"."exercise_sessions" ADD COLUMN "prior_body_1rm_kg" numeric;

ALTER TABLE "private"."exercise_sessions" ADD COLUMN "prior_body_volume_kg" numeric;

-- squawk-ignore adding-field-with-default
ALTER TABLE "private"."exercise_sessions" ADD COLUMN "is_volume_record" boolean GENERATED ALWAYS AS (COALESCE((volume_kg > (1.0025 * prior_volume_kg)), false)) STORED NOT NULL;

ALTER TABLE "public"."personal_records" ADD COLUMN "distance_m" numeric(9,2);

ALTER TABLE "public"."personal_records" ADD COLUMN "load_kg" numeric(7,3);

ALTER TABLE "public"."personal_records" ADD COLUMN "body_kg" numeric(7,3);

CREATE TYPE "private"."deciding" AS ("verdict" text, "amounts" integer[], "load_kg" numeric, "efforts" numeric[], "done" integer[]);

CREATE TYPE "public"."distance_kind" AS ENUM ('run', 'row', 'cycle', 'swim');

ALTER TABLE "public"."exercises" ADD COLUMN "distance_kind" public.distance_kind;

ALTER TABLE "public"."exercises" ADD COLUMN "bodyweight_share" numeric(3,2);

ALTER TYPE "public"."reason_code" ADD VALUE 'after_break' AFTER 'not_trained';

ALTER TYPE "public"."record_type" ADD VALUE 'best_time' AFTER 'max_distance';

ALTER TYPE "public"."record_type" ADD VALUE 'best_pace' AFTER 'best_time';

ALTER TYPE "public"."record_type" ADD VALUE 'reps_at_load' AFTER 'best_pace';

ALTER TYPE "public"."record_type" ADD VALUE 'duration_at_load' AFTER 'reps_at_load';

ALTER TYPE "public"."record_type" ADD VALUE 'distance_at_load' AFTER 'duration_at_load';

ALTER TYPE "public"."record_type" ADD VALUE 'max_weight_with_body' AFTER 'distance_at_load';

ALTER TYPE "public"."record_type" ADD VALUE 'estimated_1rm_with_body' AFTER 'max_weight_with_body';

ALTER TYPE "public"."record_type" ADD VALUE 'max_volume_with_body' AFTER 'estimated_1rm_with_body';
