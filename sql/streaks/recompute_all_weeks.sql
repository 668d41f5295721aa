create function private.recompute_all_weeks(p_user uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_claimed uuid[];
    v_due private.xp_due;
begin
    -- With another first day these are different weeks, so the XP of the old ones is reversed.
    with gone as (
        delete from private.training_weeks as t where t.user_id = p_user returning t.week_start
    )

    select array_agg(private.week_source(p_user, g.week_start)) into v_claimed from gone as g;
    perform private.settle_xp(p_user, v_claimed, '{}');
    perform private.recompute_pauses(p_user);
    perform private.invalidate_settled_streaks(p_user, '-infinity');
    v_due := private.recompute_weeks(
        p_user,
        array(
            select distinct w.day from public.workout_sessions as w
            where w.user_id = p_user and w.status = 'completed' and w.total_sets > 0
        )
    );
    if v_due.sources is not null then
        perform private.settle_xp(p_user, v_due.sources, v_due.claims);
    end if;
end;
$$;
comment on function private.recompute_all_weeks is 'Derives all weeks of a user again, from the first.';
