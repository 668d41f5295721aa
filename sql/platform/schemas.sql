-- The API is `public`. Functions that run with more rights than their caller, and tables that clients
-- may not read, are in `private`, on which no client role has USAGE: wrappers and policies reach it
-- through parsed bodies, which only need EXECUTE.
create schema if not exists private;
comment on schema private is 'Definer functions and helper tables. Not exposed; no client role has USAGE.';
