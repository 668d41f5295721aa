create type public.record_type as enum (
    'max_weight', 'max_reps', 'max_volume', 'estimated_1rm', 'max_duration', 'max_distance'
);
create type public.confidence as enum ('high', 'medium', 'low');
create type public.streak_type as enum ('weekly_workout_completion', 'daily_login');
create type public.xp_event_type as enum (
    'workout_completed', 'exercise_logged', 'personal_record', 'streak_kept', 'check_in', 'achievement', 'onboarding'
);
create type public.outcome as enum ('success', 'held', 'failure', 'none');
create type public.reason_code as enum (
    'first_time', 'progressed', 'reps_up', 'held', 'below_target', 'missed_reps', 'repeated_failure', 'deload',
    'planned_deload', 'readiness_hold', 'readiness_deload', 'manual', 'not_trained'
);

comment on type public.confidence is 'How far an estimated one-repetition maximum can be trusted, by the repetitions it rests on.';
create type public.week_status as enum ('met', 'missed', 'frozen', 'paused', 'running');
create type private.set_mark as (id uuid, is_record boolean, is_success boolean);
-- What something is worth now, to be compared with what the ledger says.
create type private.xp_claim as (
    event_type public.xp_event_type,
    source_type text,
    source_id uuid,
    xp integer,
    rule_version integer
);
-- Everything that some sources are worth: what of theirs isn't claimed is taken back.
create type private.xp_due as (sources uuid[], claims private.xp_claim[]);
