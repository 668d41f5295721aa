create type public.record_type as enum (
    'max_weight', 'max_reps', 'max_volume', 'estimated_1rm', 'max_duration', 'max_distance', 'best_time', 'best_pace',
    'reps_at_load', 'duration_at_load', 'distance_at_load',
    'max_weight_with_body', 'estimated_1rm_with_body', 'max_volume_with_body'
);
