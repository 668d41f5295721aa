create type public.ai_feature as enum ('generate_plan', 'import_plan', 'coach_chat');
-- How a call of a model ended. ok: an answer that could be used. blocked: refused for safety. truncated: cut off at its
-- limit. malformed: not what the schema asks for. rejected: well-formed, but our checks said no. timeout: no answer in
-- time. unavailable: the service failed, or our circuit breaker didn't ask it. rate_limited: 429. error: anything else.
create type public.ai_outcome as enum (
    'ok', 'blocked', 'truncated', 'malformed', 'rejected', 'timeout', 'unavailable', 'rate_limited', 'error'
);
create type private.quota_period as enum ('day', 'month');
