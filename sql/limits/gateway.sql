-- What PostgREST calls before every request stands in a schema of its own: not in `public`, where clients could call it, and
-- not in `private`, which the request's roles may not use.
create schema if not exists gateway;
comment on schema gateway is 'What the Data API itself calls, as db_pre_request. Not exposed.';
