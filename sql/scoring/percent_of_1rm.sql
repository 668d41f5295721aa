-- The inverse of estimated_1rm: the fraction of the one-repetition maximum for a given number of repetitions.
create function private.percent_of_1rm(p_reps numeric, p_rpe numeric)
returns numeric
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
    -- Repetitions possible after the first: those done and those in reserve.
    v_more numeric := p_reps - 1 + coalesce(10 - p_rpe, 0);
begin
    return case
        when p_reps < 1 or v_more < 0 then null
        when v_more = 0 then 1
        when v_more >= 16 then 0.5
        when v_more <= 2.92 then (0.347619 * v_more * v_more - 4.60714 * v_more + 99.9667) / 100
        else (97.0955 - 2.64249 * v_more) / 100
    end;
end;
$$;
comment on function private.percent_of_1rm is
'The fraction of the one-repetition maximum, 0.5 to 1, at which this many repetitions end at the given RPE (null: 10). Uses the
curve that OpenPowerlifting fitted to the RPE table: a parabola up to nearly three repetitions after the first, then a line. From
sixteen on it is no longer meaningful, so the result is 0.5. Null below one repetition.';
