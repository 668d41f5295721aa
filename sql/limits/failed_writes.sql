-- A count that a transaction makes is rolled back with it, so writes that fail would be free. Sequences are not transactional: a write
-- raises two counts when it begins, and lowers them when it commits. What stays are failures. Counting writes to the log four times, so
-- one write in four is counted, as four: a limit of 150 failures is reached after 150 +- 22. The others only look whether the first of
-- the two is ahead of the time.
--
-- A sequence for each user would be a million relations, so users share 2 x 1024 counts (a count-min sketch), four in a sequence, by two
-- independent hashes of the user, the hour and a secret: nobody can tell whom they share one with. A user is refused only when both of
-- theirs are full: with n users failing at the limit, an innocent one is with a probability of (1 - (1 - 1/1024)^n)^2: 0.0001 % for one
-- attacker, 0.01 % for ten, 6 % for 300; what was done in the gym then still passes. Users whose writes succeed leave nothing behind,
-- however many they are.
do $$
begin
    for n in 0 .. 511 loop
        execute format('create sequence private.failed_writes_%s', n);
    end loop;
end
$$;

create function private.failed_writes_hash(p_user uuid, p_secret bigint, p_at timestamptz)
returns bigint
language plpgsql
immutable
set search_path = ''
as $$
begin
    return uuid_hash_extended(p_user, p_secret + floor(date_part('epoch', p_at) / 3600)::bigint);
end;
$$;
comment on function private.failed_writes_hash is
'Decides the two counts that a user has within the hour of p_at. p_secret: private.request_limits.secret.';

create function private.failed_writes_place(p_hash bigint, p_row integer)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
begin
    -- Of the 64 bits of the hash one group of 10 for each row.
    return 1024 * p_row + ((p_hash >> 10 * p_row) & 1023);
end;
$$;
comment on function private.failed_writes_place is 'Which of the 2,048 counts row 0 or 1 has for a hash; four are in one sequence.';

create function private.failed_writes_at(p_place integer, p_at timestamptz)
returns integer
language plpgsql
stable
set search_path = ''
as $$
declare
    v_packed constant bigint := pg_sequence_last_value(('private.failed_writes_' || p_place / 4)::regclass);
begin
    -- What is left of another hour counts for nothing.
    if v_packed >> 52 is distinct from floor(date_part('epoch', p_at) / 3600)::bigint & 1023 then
        return 0;
    end if;
    return v_packed >> 13 * (p_place % 4) & 8191;
end;
$$;
comment on function private.failed_writes_at is
'A count of failed writes: when those so far are forgiven, in seconds since the hour of p_at began. A sequence holds four of them, of 13
bits, and above them 10 bits of the hour.';

create function private.keep_failed_writes(p_place integer, p_at timestamptz, p_until integer)
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_sequence constant regclass := ('private.failed_writes_' || p_place / 4)::regclass;
    v_hour constant bigint := floor(date_part('epoch', p_at) / 3600)::bigint & 1023;
    v_packed bigint := pg_sequence_last_value(v_sequence);
    v_shift constant integer := 13 * (p_place % 4);
begin
    if v_packed >> 52 is distinct from v_hour then
        v_packed := v_hour << 52;
    end if;
    -- Two writes at once may overwrite each other's: four failures more or less.
    perform setval(
        v_sequence,
        greatest(1, (v_packed & ~(8191::bigint << v_shift)) | (least(greatest(p_until, 0), 8191)::bigint << v_shift))
    );
end;
$$;
comment on function private.keep_failed_writes is 'Writes what private.failed_writes_at reads.';

create function private.charge_write(
    p_user uuid,
    p_secret bigint,
    p_limit integer,
    p_now timestamptz,
    p_is_counted boolean default true
)
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_window constant integer := 900;
    -- Four failures, of which p_limit are forgiven in a window. 0 for a limit above 7,200: that is none.
    v_step constant integer := round(4.0 * v_window / p_limit);
    v_now constant integer := floor(date_part('epoch', p_now))::bigint % 3600;
    v_hash constant bigint := private.failed_writes_hash(p_user, p_secret, p_now);
    v_places constant integer [] := array[private.failed_writes_place(v_hash, 0), private.failed_writes_place(v_hash, 1)];
    -- Not in the past, and not further ahead than any charge can reach.
    v_first constant integer := least(greatest(private.failed_writes_at(v_places[1], p_now), v_now), v_now + 2 * v_window);
    v_second constant integer := least(greatest(private.failed_writes_at(v_places[2], p_now), v_now), v_now + 2 * v_window);
    -- Others' failures may be among them, so what was done in the gym has twice the room.
    v_ahead constant integer := v_now + v_window * case when private.is_of_workout() then 2 else 1 end;
begin
    if least(v_first, v_second) + v_step > v_ahead
        and coalesce(current_setting('request.path', true), '') <> '/rpc/delete_my_account'
    then
        perform private.fail(
            'PT429', 'too many changes failed',
            jsonb_build_object(
                'reason', 'failed_writes', 'retry_after', greatest(1, least(v_first, v_second) + v_step - v_ahead), 'limit', p_limit
            ),
            'Retry in retry_after seconds, and look at why they fail.'
        );
    end if;
    if p_is_counted then
        perform private.keep_failed_writes(v_places[1], p_now, v_first + v_step);
        perform private.keep_failed_writes(v_places[2], p_now, v_second + v_step);
        perform set_config('spotter.write_charge', format('%s %s %s', v_step, v_places[1], v_places[2]), true);
    end if;
end;
$$;
comment on function private.charge_write is
'Counts a write as four failed ones until private.take_back_charge says that it succeeded; PT429 with retry_after, also for one that
isn''t counted, when p_limit in 15 minutes failed: of a workout''s requests twice as many, and never for the deletion of the account.';

create function private.take_back_charge()
returns void
language plpgsql
set search_path = ''
as $$
declare
    -- Null or, after an earlier transaction of this connection, empty: this write wasn't charged.
    v_charge constant integer [] := string_to_array(nullif(current_setting('spotter.write_charge', true), ''), ' ')::integer [];
    v_place integer;
begin
    foreach v_place in array coalesce(v_charge[2:3], '{}') loop
        perform private.keep_failed_writes(v_place, now(), private.failed_writes_at(v_place, now()) - v_charge[1]);
    end loop;
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
    perform private.take_back_charge();
    return null;
end;
$$;
comment on function private.give_back_charge is
'Deferred row trigger on private.write_use, so that it runs as the write commits.';

create constraint trigger give_back_charge after insert or update on private.write_use
deferrable initially deferred
for each row when (current_setting('spotter.write_charge', true) <> '')
execute function private.give_back_charge();
