create function private.muscle_volume(p_user uuid, p_first_week date, p_whole_weeks integer)
returns jsonb
language plpgsql
stable
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
begin
    return (
        with volume as (
            select
                s.muscle_group,
                sum(s.sets) filter (where s.week_start < p_first_week + 7 * p_whole_weeks) as sets,
                jsonb_object_agg(s.week_start, s.sets) as sets_by_week
            from private.weekly_sets(p_user, p_first_week, p_whole_weeks + 1) as s
            group by s.muscle_group
        ),

        groups as (
            select
                l.muscle_group,
                l.min_sets,
                l.max_sets,
                round(coalesce(v.sets, 0) / nullif(p_whole_weeks, 0), 2) as sets,
                coalesce(v.sets_by_week, '{}') as sets_by_week
            from private.landmarks_of(p_user) as l
            left join volume as v on v.muscle_group = l.muscle_group
        )

        select coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'muscle_group', g.muscle_group,
                    'sets_a_week', g.sets,
                    'min_sets', g.min_sets,
                    'max_sets', g.max_sets,
                    'status', case when g.sets is not null then private.volume_status(g.sets, g.min_sets, g.max_sets) end,
                    'sets_by_week', g.sets_by_week
                )
                order by g.muscle_group
            ),
            '[]'
        )
        from groups as g
    );
end;
$$;
comment on function private.muscle_volume is
'Sets per week by muscle group against the landmarks, for p_whole_weeks weeks and the one after them. sets_a_week is the mean of the
whole weeks, null without any. A week without a set of the group has no entry.';
