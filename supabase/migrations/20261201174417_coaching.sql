set local lock_timeout = '5s';
set local statement_timeout = '5min';

set local check_function_bodies = off;

CREATE TABLE "private"."first_load_shares" ("exercise_id" uuid NOT NULL, "male" numeric(4,3) NOT NULL, "female" numeric(4,3) NOT NULL, "lighter_exercise_id" uuid, CONSTRAINT "first_load_shares_female_check" CHECK (((female > (0)::numeric) AND (female <= (2)::numeric))), CONSTRAINT "first_load_shares_male_check" CHECK (((male > (0)::numeric) AND (male <= (2)::numeric))), CONSTRAINT "first_load_shares_pkey" PRIMARY KEY (exercise_id));

ALTER TABLE "private"."first_load_shares" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."lift_predictions" ("exercise_id" uuid NOT NULL, "from_exercise_id" uuid NOT NULL, "slope" numeric(4,3) NOT NULL, "intercept_kg" numeric(4,2) NOT NULL, CONSTRAINT "lift_predictions_pkey" PRIMARY KEY (exercise_id, from_exercise_id), CONSTRAINT "lift_predictions_slope_check" CHECK ((slope > (0)::numeric)));

ALTER TABLE "private"."lift_predictions" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "public"."complaints" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "since" date NOT NULL, "until" date, "notes" text, "created_at" timestamp with time zone NOT NULL DEFAULT now(), "updated_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "complaints_notes_check" CHECK ((length(notes) <= 500)), CONSTRAINT "complaints_pkey" PRIMARY KEY (id), CONSTRAINT "complaints_since_check" CHECK (((since >= '2000-01-01'::date) AND (since <= '2100-01-01'::date))), CONSTRAINT "complaints_until_check" CHECK (((until >= '2000-01-01'::date) AND (until <= '2101-01-01'::date))), CONSTRAINT "ends_after_it_begins" CHECK ((until >= since)), "user_id" uuid NOT NULL DEFAULT auth.uid());

ALTER TABLE "public"."complaints" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "public"."exercise_contraindications" ("exercise_id" uuid NOT NULL);

ALTER TABLE "public"."exercise_contraindications" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "public"."exercise_names" ("exercise_id" uuid NOT NULL, "name" text NOT NULL, "aliases" text[] NOT NULL DEFAULT '{}'::text[], CONSTRAINT "local_aliases_are_bounded" CHECK (((cardinality(aliases) <= 20) AND (array_position(aliases, NULL::text) IS NULL) AND (length(array_to_string(aliases, ''::text)) <= 1000))), CONSTRAINT "local_name_is_readable" CHECK (((length(name) >= 1) AND (length(name) <= 100) AND (name = btrim(name)) AND (name !~ '[[:cntrl:]]'::text))));

ALTER TABLE "public"."exercise_names" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "public"."exercises" ADD COLUMN "regression_of" uuid;

ALTER TABLE "public"."exercises" ADD COLUMN "progression_of" uuid;

ALTER TABLE "public"."exercises" ADD COLUMN "is_skill" boolean;

ALTER TABLE "public"."exercises" ALTER COLUMN "is_skill" SET DEFAULT false;

ALTER TABLE "public"."exercises" ADD COLUMN "has_impact" boolean;

ALTER TABLE "public"."exercises" ALTER COLUMN "has_impact" SET DEFAULT false;

ALTER TABLE "public"."exercises" ADD COLUMN "is_overhead" boolean;

ALTER TABLE "public"."exercises" ALTER COLUMN "is_overhead" SET DEFAULT false;

ALTER TABLE "public"."exercises" ADD COLUMN "spinal_load" smallint;

ALTER TABLE "public"."exercises" ALTER COLUMN "spinal_load" SET DEFAULT 0;

-- Filled by hand: Postgres 17 gives a table whose rows are a function's argument no column with a value. Without triggers, so that
-- updated_at doesn't tell every client to fetch the catalogue anew.
ALTER TABLE "public"."exercises" DISABLE TRIGGER USER;

UPDATE "public"."exercises" SET "is_skill" = false, "has_impact" = false, "is_overhead" = false, "spinal_load" = 0;

ALTER TABLE "public"."exercises" ENABLE TRIGGER USER;

-- squawk-ignore adding-not-nullable-field
ALTER TABLE "public"."exercises" ALTER COLUMN "is_skill" SET NOT NULL;

-- squawk-ignore adding-not-nullable-field
ALTER TABLE "public"."exercises" ALTER COLUMN "has_impact" SET NOT NULL;

-- squawk-ignore adding-not-nullable-field
ALTER TABLE "public"."exercises" ALTER COLUMN "is_overhead" SET NOT NULL;

-- squawk-ignore adding-not-nullable-field
ALTER TABLE "public"."exercises" ALTER COLUMN "spinal_load" SET NOT NULL;

CREATE TYPE "private"."found_load" AS ("load_kg" numeric, "wanted_kg" numeric, "origin" text, "estimated_1rm_kg" numeric, "days" integer, "percent" integer, "from_exercise_id" uuid, "knows_age" boolean, "knows_level" boolean, "lightest_kg" numeric, "is_bar" boolean, "lighter" jsonb);

CREATE TYPE "private"."lifter" AS ("weight_kg" numeric, "height_cm" numeric, "sex" public.sex, "fitness_level" public.fitness_level, "age" integer);

CREATE TYPE "private"."shown_strength" AS ("estimated_1rm_kg" numeric, "last_at" timestamp with time zone, "days" integer, "percent" integer, "is_recent" boolean);

CREATE TYPE "public"."body_part" AS ENUM ('neck', 'shoulder', 'elbow', 'wrist', 'back', 'hip', 'knee', 'ankle', 'abdomen', 'pelvis', 'body');

-- squawk-ignore adding-required-field
ALTER TABLE "public"."complaints" ADD COLUMN "body_part" public.body_part NOT NULL;

-- squawk-ignore adding-required-field
ALTER TABLE "public"."exercise_contraindications" ADD COLUMN "body_part" public.body_part NOT NULL;

CREATE TYPE "public"."catalog_locale" AS ENUM ('en', 'de', 'es', 'fr', 'pt', 'it');

ALTER TABLE "private"."exercise_spellings" ADD COLUMN "locale" public.catalog_locale;

-- squawk-ignore adding-required-field
ALTER TABLE "public"."exercise_names" ADD COLUMN "locale" public.catalog_locale NOT NULL;

ALTER TABLE "public"."profiles" ADD COLUMN "locale" public.catalog_locale;

CREATE TYPE "public"."complaint_source" AS ENUM ('user', 'coach');

-- squawk-ignore adding-required-field
ALTER TABLE "public"."complaints" ADD COLUMN "source" public.complaint_source NOT NULL DEFAULT 'user'::public.complaint_source;

CREATE TYPE "public"."contraindication" AS ENUM ('caution', 'avoid');

-- squawk-ignore adding-required-field
ALTER TABLE "public"."exercise_contraindications" ADD COLUMN "severity" public.contraindication NOT NULL;

CREATE TYPE "public"."health_condition" AS ENUM ('pain', 'impingement', 'cuff_surgery', 'ac_joint', 'instability', 'tendinopathy', 'disc', 'extension_pain', 'sacroiliac', 'hip_impingement', 'front_knee', 'meniscus', 'acl_graft', 'achilles', 'sprain', 'hernia', 'pelvic_floor', 'pregnancy', 'late_pregnancy', 'high_blood_pressure', 'osteoporosis', 'hypermobility', 'obesity', 'epilepsy', 'older_adult', 'child');

-- squawk-ignore adding-required-field
ALTER TABLE "public"."complaints" ADD COLUMN "condition" public.health_condition NOT NULL DEFAULT 'pain'::public.health_condition;

-- squawk-ignore adding-required-field
ALTER TABLE "public"."exercise_contraindications" ADD COLUMN "condition" public.health_condition NOT NULL;

CREATE TYPE "private"."line_caution" AS ("body_part" public.body_part, "condition" public.health_condition, "severity" public.contraindication, "since" date);

ALTER TYPE "public"."reason_code" ADD VALUE 'complaint' AFTER 'after_break';
