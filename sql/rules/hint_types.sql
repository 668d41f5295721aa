-- What the hints for the next set are made from.

-- The numbers, each with its source. docs/progression.md repeats them.
create type private.hint_limits as (
    -- A first working set this many repetitions below the floor of its range, or at an RPE this much above the planned one, is a bad day
    -- (judgement; coaches ease the day and keep the target).
    bad_short integer,
    bad_rpe numeric,
    -- What is then taken off the load, in percent. 1 RPE is worth about 4 % (Helms 2016, 10.1519/SSC.0000000000000218; the curve of
    -- private.percent_of_1rm: 2.6 to 4.3 %), and the rest of the sets are to be done, not just begun.
    less_for_rpe numeric,
    less_for_reps numeric,
    -- Repetitions lost from a set near failure to the next. After 1, 3 and 5 minutes fewer are done in the second set (Richmond 2004,
    -- 10.1519/14833.1), of triples from the third or fourth on (Scudese 2015, 10.1097/JSC.0000000000000214).
    lost_a_set integer,
    -- Up to so many left a set is near failure, and tells what could be done with another load: farther from it people guess (Zourdos 2016,
    -- 10.1519/JSC.0000000000001049).
    near_rir numeric,
    -- Repetitions left beyond the planned ones from which a set is called much too easy. People report one too few (Halperin 2022,
    -- 10.1007/s40279-021-01559-x), so less may be an error.
    easy_rir numeric,
    -- What is planned to be left where the plan doesn't say, as for first loads.
    usual_rir numeric,
    -- What to leave in a set of as many as possible, and on an easier day (judgement).
    amrap_rir integer,
    eased_amrap_rir integer,
    -- Sets below this share of the planned load, before the first at it and each heavier than the last, are ramp-up: its last step is at
    -- 87 % (judgement).
    ramp_share numeric,
    -- Sets that may be spent on finding a first load (judgement).
    probes integer,
    -- From one load to the next within a workout, while finding the first one: not further up than this share. Farther is another
    -- exercise (as in private.is_worth_the_target).
    farthest_up numeric,
    -- Seconds to rest at least between two sets that look for a first load (judgement).
    search_rest integer
);

create type private.hint_work as (
    -- Today's.
    target private.target,
    terms private.terms,
    -- Whether the plan has no load yet: the first workout finds it.
    is_first boolean,
    -- After a bad night, in a light week, after a break: nothing is pushed.
    is_eased boolean,
    -- Whether the load hangs on the body, of which it is no share that could be estimated.
    is_on_body boolean,
    -- A floor below the range, as found for this lifter (state.floor_reps).
    floor_reps integer,
    -- Whether legs and hips do the work.
    is_lower boolean
);

create type private.set_hint as (
    -- Why: planned, amrap, bad_day, fatigue, more_reps, easy, lighter, heavier, finding_load; done: all planned sets are.
    rule text,
    set_number integer,
    of_sets integer,
    -- What this one set asks for, in the notation of target_reps.
    reps text,
    weight_kg numeric,
    -- Repetitions, seconds or metres that can be expected.
    expected integer,
    inputs jsonb
);

-- What the sets so far come to.
create type private.set_tally as (
    -- The planned set that is due, from 1, and how many there are to be.
    set_number integer,
    of_sets integer,
    -- Percent taken off the load for the rest of this exercise; null: no bad day.
    less_percent numeric,
    -- Where the bad day was seen, the last set that counts, what it was, and what it was to have.
    bad_place integer,
    last_place integer,
    last_kind text,
    last_least integer,
    -- Whether it had fewer repetitions than the one before with the same load.
    is_falling boolean,
    total integer
);

create function private.hint_limits()
returns private.hint_limits
language plpgsql
immutable
set search_path = ''
as $$
begin
    return (2, 2, 5, 10, 1, 3, 3, 2, 1, 3, 0.9, 3, 1.25, 120)::private.hint_limits;
end;
$$;
comment on function private.hint_limits is 'The numbers by which private.next_set_hint decides, with their sources beside the type.';
