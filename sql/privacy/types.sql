-- Who did it. user: the account's owner. admin: another signed-in person. service: a function with the secret key. auth:
-- Supabase Auth, for the owner or for an operator. system: a job, or an operator in SQL.
create type public.audit_actor as enum ('user', 'admin', 'service', 'auth', 'system');
create type public.audit_action as enum (
    'account_created', 'email_changed', 'password_changed', 'role_granted', 'role_revoked', 'subscription_changed',
    'consent_given', 'consent_withdrawn', 'plan_generated', 'plan_change_applied', 'plan_change_undone', 'plan_deleted',
    'workout_deleted', 'conversation_deleted', 'data_exported'
);
create type private.file_deletion_state as enum ('pending', 'dead');
