create type public.xp_event_type as enum (
    'workout_completed', 'exercise_logged', 'personal_record', 'streak_kept', 'check_in', 'achievement', 'onboarding'
);

-- The XP an event is worth now, to be compared with the ledger.
create type private.xp_claim as (
    event_type public.xp_event_type,
    source_type text,
    source_id uuid,
    xp integer,
    rule_version integer
);
-- All claims of these sources: ledger entries of theirs without a matching claim are reversed.
create type private.xp_due as (sources uuid[], claims private.xp_claim[]);
