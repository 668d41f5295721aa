create type public.goal_type as enum ('lose_weight', 'gain_muscle', 'maintain', 'improve_strength', 'endurance');
create type public.preferred_unit as enum ('metric', 'imperial');
create type public.sex as enum ('female', 'male', 'other');
create type public.fitness_level as enum ('beginner', 'intermediate', 'advanced');
create type public.difficulty as enum ('beginner', 'intermediate', 'advanced');
create type public.subscription_status as enum ('free', 'trial', 'active', 'canceled');
create type public.app_role as enum ('user', 'moderator', 'admin');
create type public.location as enum ('home', 'gym', 'outdoor', 'other');
create type public.consent_purpose as enum ('ai', 'cohort_statistics', 'analytics');
create type public.catalog_locale as enum ('en', 'de', 'es', 'fr', 'pt', 'it');

comment on type public.catalog_locale is 'The languages that exercises have names in.';
