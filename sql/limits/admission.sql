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

create function private.set_patience(p_ms integer)
returns void
language plpgsql
set search_path = ''
as $$
begin
    -- From the beginning of the request, so that waiting twice is not waiting twice as long. 0 would be for ever.
    perform set_config(
        'lock_timeout',
        greatest(1, p_ms - floor(date_part('epoch', clock_timestamp() - now()) * 1000))::integer::text,
        true
    );
end;
$$;
comment on function private.set_patience is 'From here on the request waits for locks until it is p_ms milliseconds old.';

create function private.wait_for_turn(p_key bigint, p_ms integer)
returns void
language plpgsql
set search_path = ''
as $$
begin
    perform private.set_patience(p_ms);
    perform pg_advisory_xact_lock(p_key);
exception
    when lock_not_available then
        perform private.refuse_busy('earlier requests take too long');
end;
$$;
comment on function private.wait_for_turn is
'Waits for an advisory lock until the request is p_ms old: PT429. Only called when it isn''t free: the block costs more than the lock.';

create function private.wait_for_user(p_user uuid)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
    perform private.set_patience(2000);
    return private.lock_user(p_user);
exception
    when lock_not_available then
        perform private.refuse_busy('an earlier change takes too long');
        return false;
end;
$$;
comment on function private.wait_for_user is
'private.lock_user, which waits until the request is 2 s old: PT429. Only called when the lock isn''t free.';

create function private.is_of_workout()
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
    return coalesce(current_setting('request.path', true), '') in (
        '/rpc/log_workout', '/rpc/start_workout', '/rpc/finish_workout', '/rpc/correct_workout', '/rpc/skip_workout',
        '/rpc/cancel_workout', '/rpc/pause_workout', '/rpc/resume_workout', '/rpc/start_rest', '/rpc/skip_rest',
        '/session_exercises', '/workout_sessions'
    );
end;
$$;
comment on function private.is_of_workout is 'Whether the request of the Data API belongs to a workout, which has a place of its own.';

create function private.find_write_place(p_user uuid, p_tier text)
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_is_of_workout constant boolean := private.is_of_workout();
    -- Without the last one, which is for workouts: they have looked there.
    v_places constant integer := (select l.writes_at_once - 1 from private.request_limits as l where l.tier = p_tier);
begin
    for v_place in 1 .. v_places loop
        if pg_try_advisory_xact_lock(uuid_hash_extended(p_user, v_place)) then
            -- Other writes queue here one behind another, so that at most one of them is before a workout at the user's lock.
            if not v_is_of_workout and not pg_try_advisory_xact_lock(uuid_hash_extended(p_user, 0)) then
                perform private.wait_for_turn(uuid_hash_extended(p_user, 0), 2000);
            end if;
            return;
        end if;
    end loop;
    perform private.refuse_busy(
        format('at most %s changes at once', v_places + v_is_of_workout::integer),
        jsonb_build_object('at_once', v_places + v_is_of_workout::integer)
    );
end;
$$;
comment on function private.find_write_place is
'Lets a write of the Data API go ahead when others of its user are under way, what belongs to a workout at once: PT429 when too many
are. Before any lock. Tries the first place again: who has it keeps it.';

create function private.patience_of_reads()
returns integer
language plpgsql
set search_path = ''
as $$
begin
    for v_place in 1 .. 13 loop
        if pg_try_advisory_xact_lock(hashtextextended('private.patience_of_reads', v_place)) then
            return 2000;
        end if;
    end loop;
    return 200;
end;
$$;
comment on function private.patience_of_reads is
'How old a read may become, in milliseconds, while it waits for others of its user: of everybody''s thirteen may wait long,
as many as one user has. The reads of a home screen take a few milliseconds each; were all to wait for slow ones, two users would
occupy each connection of the pool.';

create function private.find_read_place(p_user uuid, p_tier text)
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_limits private.request_limits;
    v_turn bigint;
begin
    select l.* into v_limits from private.request_limits as l where l.tier = p_tier;
    for v_place in 1 .. v_limits.reads_at_once loop
        if pg_try_advisory_xact_lock(uuid_hash_extended(p_user, 1000 + v_place)) then
            v_turn := uuid_hash_extended(p_user, 2000 + v_place % v_limits.reads_running);
            -- What waits here uses no processor.
            if not pg_try_advisory_xact_lock(v_turn) then
                perform private.wait_for_turn(v_turn, private.patience_of_reads());
            end if;
            return;
        end if;
    end loop;
    perform private.refuse_busy(
        format('at most %s reads at once', v_limits.reads_at_once), jsonb_build_object('at_once', v_limits.reads_at_once)
    );
end;
$$;
comment on function private.find_read_place is
'Lets a read go ahead, in its turn, when others of its user are under way: PT429 when too many are. Tries the first place again: who has
it keeps it.';
