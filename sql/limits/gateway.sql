-- The function PostgREST calls before every request has its own schema: not `public`, where clients could call it, and not
-- `private`, which the request's roles may not use.
create schema if not exists gateway;
comment on schema gateway is 'The function that the Data API calls itself, as db_pre_request. Not exposed to clients.';
