-- The API is `public`. What runs with more rights than its caller, and what clients may not read,
-- stands in `private`, on which no client role has USAGE: wrappers and policies reach it through
-- parsed bodies, which need EXECUTE alone.
create schema if not exists private;
comment on schema private is 'Definer functions and helper tables. Not exposed; no client role has USAGE.';
