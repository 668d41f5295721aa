create type public.xp_event_type as enum (
    'workout_completed', 'exercise_logged', 'personal_record', 'streak_kept', 'check_in', 'achievement', 'onboarding'
);

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
