create function private.streak_after(p_streak private.settled_streaks, p_first date, p_next date, p_is_met boolean)
returns private.settled_streaks
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_missed integer := (p_first - p_streak.settled_until) / 7;
begin
    if v_missed > p_streak.freezes_available then
        p_streak.current_streak := 0;
        p_streak.freezes_available := 0;
    elsif v_missed > 0 then
        p_streak.freezes_available := p_streak.freezes_available - v_missed;
    end if;
    if p_is_met then
        p_streak.current_streak := p_streak.current_streak + 1;
        p_streak.longest_streak := greatest(p_streak.longest_streak, p_streak.current_streak);
        p_streak.last_kept := p_first;
        -- Every fourth week of a streak earns a freeze, and two can be kept.
        if p_streak.current_streak % 4 = 0 then
            p_streak.freezes_available := least(p_streak.freezes_available + 1, 2);
        end if;
    end if;
    p_streak.settled_until := greatest(p_streak.settled_until, p_next);
    return p_streak;
end;
$$;
comment on function private.streak_after is
'A weekly streak after the week that begins on p_first, met or neutral (paused, running). The weeks between settled_until and
it were missed: a freeze goes for each, or else the streak ends. p_next is the day from which weeks count as missed again.';
