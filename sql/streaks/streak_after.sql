create function private.streak_after(
    p_streak private.settled_streaks,
    p_weeks date [],
    p_are_met boolean [],
    p_unfinished date default null
)
returns private.settled_streaks
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_next date := p_streak.settled_until;
    v_current integer := p_streak.current_streak;
    v_longest integer := p_streak.longest_streak;
    v_freezes integer := p_streak.freezes_available;
    v_last_kept date := p_streak.last_kept;
    v_week date;
    v_missed integer;
begin
    for v_number in 1..cardinality(p_weeks) loop
        v_week := p_weeks[v_number];
        v_missed := (v_week - v_next) / 7;
        if v_missed > v_freezes then
            v_current := 0;
            v_freezes := 0;
        elsif v_missed > 0 then
            v_freezes := v_freezes - v_missed;
        end if;
        if p_are_met[v_number] then
            v_current := v_current + 1;
            v_longest := greatest(v_longest, v_current);
            v_last_kept := v_week;
            -- Every fourth week of a streak earns a freeze; at most two are kept.
            if v_current % 4 = 0 then
                v_freezes := least(v_freezes + 1, 2);
            end if;
        end if;
        v_next := greatest(v_next, case when v_week = p_unfinished then v_week else v_week + 7 end);
    end loop;
    return (
        p_streak.user_id, p_streak.streak_type, v_next, v_current, v_longest, v_freezes, v_last_kept
    )::private.settled_streaks;
end;
$$;
comment on function private.streak_after is
'A weekly streak after these weeks, in ascending order, each met or neutral (paused, running). Weeks missing between them, or after
settled_until, were missed: each uses up a freeze; without enough freezes the streak ends. The week p_unfinished isn''t over and
may still be missed.';
