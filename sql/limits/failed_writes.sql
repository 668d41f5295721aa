-- A count that a transaction makes is rolled back with it, so writes that fail would be free. Sequences are not transactional: a write
-- raises two of them when it begins, and lowers them when it commits. What stays are failures. Counting writes to the log four
-- times, so one write in four is counted, as four: a limit of 150 failures is reached after 150 +- 22. The others only look whether the
-- first of the two is ahead of the time.
--
-- A sequence for each user would be a million relations, so users share 2 x 256 of them (a count-min sketch), by two independent hashes
-- and the hour. A user is refused only when both of theirs are full: with n users failing at the limit, an innocent one is with a
-- probability of (1 - (1 - 1/256)^n)^2: 0.0015 % for one attacker, 0.15 % for ten. Of a million users, some 10,000 of whom write within
-- an hour, that is 0.15 people for one attacker and 15 for ten, for an hour at most. Users whose writes succeed leave nothing behind,
-- however many they are.
do $$
begin
    for n in 0 .. 511 loop
        execute format('create sequence private.failed_writes_%s', n);
    end loop;
end
$$;

create function private.failed_writes_cell(p_user uuid, p_at timestamptz, p_row integer)
returns regclass
language plpgsql
stable
set search_path = ''
as $$
begin
    -- Of the 64 bits of the hash one group of 8 for each row.
    return 'private.failed_writes_'
        || 256 * p_row + ((uuid_hash_extended(p_user, floor(date_part('epoch', p_at) / 3600)::bigint) >> 8 * p_row) & 255);
end;
$$;
comment on function private.failed_writes_cell is
'The sequence of row 0 or 1 that counts a user''s failed writes within the hour of p_at.';

create function private.failed_writes_cells(p_user uuid, p_at timestamptz)
returns regclass []
language plpgsql
stable
set search_path = ''
as $$
begin
    return array[private.failed_writes_cell(p_user, p_at, 0), private.failed_writes_cell(p_user, p_at, 1)];
end;
$$;
comment on function private.failed_writes_cells is 'The two sequences that count a user''s failed writes within the hour of p_at.';

create function private.charge_write(p_user uuid, p_limit integer, p_now timestamptz, p_is_counted boolean default true)
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_window constant bigint := 900000;
    -- Four failures, of which p_limit are forgiven in a window.
    v_step constant bigint := 4 * v_window / p_limit;
    v_now constant bigint := date_part('epoch', p_now) * 1000;
    v_cells constant regclass [] := private.failed_writes_cells(p_user, p_now);
    -- The moment at which the failures so far are forgiven, one every v_step. What lies further ahead than any charge can reach was
    -- written by a clock that was ahead.
    v_first bigint := pg_sequence_last_value(v_cells[1]);
    v_second bigint := pg_sequence_last_value(v_cells[2]);
begin
    v_first := case when v_first between v_now and v_now + 2 * v_window then v_first else v_now end;
    v_second := case when v_second between v_now and v_now + 2 * v_window then v_second else v_now end;
    if least(v_first, v_second) + v_step > v_now + v_window
        and coalesce(current_setting('request.path', true), '') <> '/rpc/delete_my_account'
    then
        perform private.fail(
            'PT429', 'too many changes failed',
            jsonb_build_object(
                'reason', 'failed_writes',
                'retry_after', greatest(1, ceil((least(v_first, v_second) + v_step - v_now - v_window) / 1000.0))::integer,
                'limit', p_limit
            ),
            'Retry in retry_after seconds, and look at why they fail.'
        );
    end if;
    if p_is_counted then
        -- Two users of one sequence may overwrite each other's charge: four failures more or less.
        v_first := setval(v_cells[1], v_first + v_step);
        v_second := setval(v_cells[2], v_second + v_step);
        perform set_config('spotter.write_charge', v_step::text, true);
    end if;
end;
$$;
comment on function private.charge_write is
'Counts a write as four failed ones until private.give_back_charge says that it succeeded; PT429 with retry_after, also for one that
isn''t counted, when p_limit in 15 minutes failed.';

create function private.take_back_charge(p_user uuid)
returns void
language plpgsql
set search_path = ''
as $$
declare
    -- Null or, after an earlier transaction of this connection, empty: this write wasn't charged.
    v_step constant bigint := nullif(current_setting('spotter.write_charge', true), '')::bigint;
    v_cells regclass [];
begin
    if v_step is not null then
        v_cells := private.failed_writes_cells(p_user, now());
        perform
            setval(v_cells[1], greatest(1, pg_sequence_last_value(v_cells[1]) - v_step)),
            setval(v_cells[2], greatest(1, pg_sequence_last_value(v_cells[2]) - v_step));
    end if;
end;
$$;
comment on function private.take_back_charge is
'Takes back what private.charge_write counted in this transaction: the write commits, or it is refused for being one too many, which
isn''t a failure.';

create function private.give_back_charge()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.take_back_charge(new.user_id);
    return null;
end;
$$;
comment on function private.give_back_charge is
'Deferred row trigger on private.write_use, so that it runs as the write commits.';

create constraint trigger give_back_charge after insert or update on private.write_use
deferrable initially deferred
for each row when (current_setting('spotter.write_charge', true) <> '')
execute function private.give_back_charge();
