create function private.workout_achievements(p_user uuid, p_session_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    return coalesce(
        (
            select jsonb_agg(
                jsonb_build_object('achievement_id', a.id, 'slug', a.slug, 'name', a.name, 'xp', a.xp)
                order by a.sort_order, a.slug
            )
            from private.achievement_awards as o
            inner join public.achievements as a on a.id = o.achievement_id
            where o.user_id = p_user and o.session_id = p_session_id
        ),
        '[]'
    );
end;
$$;
comment on function private.workout_achievements is 'The achievements a workout unlocked, by the current facts; part of its summary.';
