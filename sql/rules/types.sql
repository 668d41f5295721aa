create type public.outcome as enum ('success', 'held', 'failure', 'none');
create type public.reason_code as enum (
    'first_time', 'progressed', 'reps_up', 'held', 'below_target', 'missed_reps', 'repeated_failure', 'deload',
    'planned_deload', 'readiness_hold', 'readiness_deload', 'manual', 'not_trained', 'after_break',
    'complaint'
);
