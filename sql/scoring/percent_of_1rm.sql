-- The other direction of an estimate: which part of the one-repetition maximum a set of so many repetitions takes.
create function private.percent_of_1rm(p_reps numeric, p_rpe numeric)
returns numeric
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
    -- Repetitions that could have followed the first: those done and those in reserve.
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
'The part of the one-repetition maximum, 0.5 to 1, with which so many repetitions end at an RPE (null: 10). The curve that
OpenPowerlifting laid through the RPE table: a parabola to nearly three repetitions after the first, then a line; beyond
sixteen it no longer tells anything and answers one half. Null below one repetition.';
