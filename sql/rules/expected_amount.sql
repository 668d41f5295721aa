-- What can be expected of the next set, which isn't always what is planned.

create function private.reps_possible(p_done integer, p_rir numeric, p_load numeric, p_next_load numeric)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_of_max constant numeric := p_next_load * private.percent_of_1rm(p_done, 10 - p_rir) / nullif(p_load, 0);
    v_reps integer := 0;
begin
    if v_of_max is null then
        return null;
    end if;
    -- Up to seventeen, where the curve ends.
    while v_reps < 17 and private.percent_of_1rm(v_reps + 1, 10) >= v_of_max loop
        v_reps := v_reps + 1;
    end loop;
    return v_reps;
end;
$$;
comment on function private.reps_possible is
'The repetitions that somebody could do with another load who did some with a load and left some, by the RPE curve.';

create function private.reps_left_to_do(
    p_work private.hint_work,
    p_done integer,
    -- Null: not told, and nothing says that it was the limit.
    p_rir numeric,
    p_load numeric,
    p_next_load numeric
)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_limit constant private.hint_limits := private.hint_limits();
    v_lost constant integer := case when p_rir < v_limit.near_rir then v_limit.lost_a_set else 0 end;
begin
    if coalesce(p_load, 0) = coalesce(p_next_load, 0)
        or not private.is_easier(p_load, p_next_load, p_work.terms) and not private.is_harder(p_load, p_next_load, p_work.terms)
    then
        return floor(p_done + p_rir)::integer - v_lost;
    elsif (p_work.terms).is_assisted or p_work.is_on_body or p_done < 1 or (p_rir <= v_limit.near_rir) is not true then
        return null;
    end if;
    return private.reps_possible(p_done, p_rir, p_load, p_next_load) - v_lost;
end;
$$;
comment on function private.reps_left_to_do is
'The most repetitions to expect of the next set after one that left so many; null where nothing tells.';

create function private.expected_reps(
    p_work private.hint_work,
    -- What the next set asks for, from and to, and whether it is open upwards.
    p_least integer,
    p_most integer,
    p_is_open boolean,
    p_done integer,
    p_rir numeric,
    p_possible integer
)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_limit constant private.hint_limits := private.hint_limits();
    v_spare constant numeric := p_rir - coalesce((p_work.terms).target_rir, v_limit.usual_rir);
    v_reps integer;
begin
    if p_is_open then
        v_reps := greatest(
            p_possible - case when p_work.is_eased then v_limit.eased_amrap_rir else v_limit.amrap_rir end,
            least(p_least, p_possible), case when p_possible is null then p_least end
        );
    else
        -- Once more what was done, as far as it is asked for and possible.
        v_reps := least(greatest(least(p_done, p_most), p_least), p_possible);
        if v_spare >= v_limit.easy_rir and not p_work.is_eased then
            v_reps := greatest(
                v_reps, least(p_most, floor(p_possible - coalesce((p_work.terms).target_rir, v_limit.usual_rir))::integer)
            );
        end if;
    end if;
    return greatest(v_reps, 1);
end;
$$;
comment on function private.expected_reps is
'The repetitions to expect of the next set: as before, fewer near the limit, more within the range after a set that was much too easy.';
