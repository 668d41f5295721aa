-- Nobody starves the others: how many requests of one user are under way, how long they wait and run. Advisory locks count them: they
-- end with the transaction, work in read-only ones too, and taking one costs less than a microsecond. Whoever finds no place is refused
-- before anything is waited for, so that its connection is free for others within a millisecond.
--
-- The keys are hashes of the user and a number: 0 the queue of writes, from 1 on places of writes, from 1001 on places of reads, from
-- 2001 on turns of reads.
create function private.refuse_busy(p_message text, p_details jsonb default null)
returns void
language plpgsql
set search_path = ''
as $$
begin
    perform private.fail(
        'PT429', p_message, jsonb_build_object('reason', 'busy', 'retry_after', 1) || coalesce(p_details, '{}'),
        'Wait for the answers to your earlier requests, or retry in retry_after seconds.'
    );
end;
$$;
comment on function private.refuse_busy is 'PT429: too many requests of this user are under way. Answered requests make room.';

create function private.wait_for_turn(p_key bigint)
returns void
language plpgsql
set search_path = ''
set lock_timeout = '2s'
as $$
begin
    perform pg_advisory_xact_lock(p_key);
exception
    when lock_not_available then
        perform private.refuse_busy('earlier requests take too long');
end;
$$;
comment on function private.wait_for_turn is
'Waits for an advisory lock, 2 s at most: PT429. Only called when it isn''t free: the block costs more than the lock.';

create function private.wait_for_user(p_user uuid)
returns boolean
language plpgsql
set search_path = ''
set lock_timeout = '2s'
as $$
begin
    return private.lock_user(p_user);
exception
    when lock_not_available then
        perform private.refuse_busy('an earlier change takes too long');
end;
$$;
comment on function private.wait_for_user is 'private.lock_user, which waits 2 s at most: PT429. Only called when the lock isn''t free.';

create function private.admit_write(p_user uuid, p_path text, p_limits private.request_limits, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_is_workout constant boolean := coalesce(p_path, '') in (
        '/rpc/log_workout', '/rpc/start_workout', '/rpc/finish_workout', '/rpc/correct_workout', '/rpc/skip_workout',
        '/rpc/cancel_workout', '/rpc/pause_workout', '/rpc/resume_workout', '/rpc/start_rest', '/rpc/skip_rest',
        '/session_exercises', '/workout_sessions'
    );
    v_is_admitted boolean := false;
begin
    if p_limits.tier is null then
        return;
    end if;
    -- The last place is for workouts, which look there first.
    if v_is_workout then
        v_is_admitted := pg_try_advisory_xact_lock(uuid_hash_extended(p_user, p_limits.writes_at_once));
    end if;
    for v_place in 1 .. p_limits.writes_at_once - 1 loop
        exit when v_is_admitted;
        v_is_admitted := pg_try_advisory_xact_lock(uuid_hash_extended(p_user, v_place));
    end loop;
    if not v_is_admitted then
        perform private.refuse_busy(
            format('at most %s changes at once', p_limits.writes_at_once),
            jsonb_build_object('at_once', p_limits.writes_at_once)
        );
    end if;
    perform private.charge_write(p_user, p_limits.failed_writes, p_now, random() < 0.25);
    -- Other writes queue here one behind another, so that at most one of them is before a workout at the user's lock.
    if not v_is_workout and not pg_try_advisory_xact_lock(uuid_hash_extended(p_user, 0)) then
        perform private.wait_for_turn(uuid_hash_extended(p_user, 0));
    end if;
    -- From the next statement on, which is the request's own.
    perform set_config('statement_timeout', p_limits.write_ms::text, true);
end;
$$;
comment on function private.admit_write is
'Lets a write to a path of the Data API go ahead, what belongs to a workout at once: PT429 when too many of the user''s writes
are under way or failed. Before any lock.';

create function private.admit_read(p_user uuid, p_limits private.request_limits)
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_place integer := 1;
    v_turn bigint;
begin
    if p_limits.tier is null then
        return;
    end if;
    while not pg_try_advisory_xact_lock(uuid_hash_extended(p_user, 1000 + v_place)) loop
        v_place := v_place + 1;
        if v_place > p_limits.reads_at_once then
            perform private.refuse_busy(
                format('at most %s reads at once', p_limits.reads_at_once),
                jsonb_build_object('at_once', p_limits.reads_at_once)
            );
        end if;
    end loop;
    -- What waits here uses no processor.
    v_turn := uuid_hash_extended(p_user, 2000 + v_place % p_limits.reads_running);
    if not pg_try_advisory_xact_lock(v_turn) then
        perform private.wait_for_turn(v_turn);
    end if;
    perform set_config('statement_timeout', p_limits.read_ms::text, true);
end;
$$;
comment on function private.admit_read is
'Lets a read go ahead, in its turn: PT429 when too many of the user''s reads are under way. Bounds the time of what follows.';
