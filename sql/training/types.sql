create type public.session_status as enum (
    'planned', 'started', 'paused', 'completed', 'skipped', 'canceled', 'abandoned', 'duplicate'
);
create type public.feeling as enum ('easy', 'moderate', 'hard', 'very_hard');
create type public.set_type as enum ('warmup', 'working', 'drop', 'failure');
create type public.side as enum ('left', 'right');
create type public.break_kind as enum ('illness', 'injury', 'travel', 'deload');
