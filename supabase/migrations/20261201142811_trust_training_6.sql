set local lock_timeout = '5s';
set local statement_timeout = '5min';

set local check_function_bodies = off;

ALTER TYPE "public"."session_status" ADD VALUE 'duplicate' AFTER 'abandoned';
