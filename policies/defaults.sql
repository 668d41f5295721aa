-- Nothing is granted by default: old projects grant ALL on new objects to the API roles, newer ones grant nothing, and
-- both have to end the same. From here on every grant is written. Only the form without `in schema` takes the
-- execute right of public away.
alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from anon, authenticated, service_role;
revoke all on schema private from public, anon, authenticated, service_role;
