create type public.ai_feature as enum ('generate_plan', 'import_plan', 'coach_chat');
-- How a model call ended. ok: a usable answer. blocked: refused for safety. truncated: cut off at the token limit. malformed:
-- doesn't match the schema. rejected: well-formed, but refused by our checks. timeout: no answer in time. unavailable: the
-- service failed, or the circuit breaker was open. rate_limited: 429. error: anything else.
create type public.ai_outcome as enum (
    'ok', 'blocked', 'truncated', 'malformed', 'rejected', 'timeout', 'unavailable', 'rate_limited', 'error'
);
create type private.quota_period as enum ('day', 'month');
