create type public.plan_type as enum (
    'full_body', 'upper_lower', 'push_pull_legs', 'split', 'bodyweight', 'cardio', 'other'
);
create type public.plan_author as enum ('user', 'ai', 'coach', 'template');
create type public.plan_section as enum ('warmup', 'main', 'cooldown');
create type public.plan_engine as enum ('gemini', 'rules', 'parser');
