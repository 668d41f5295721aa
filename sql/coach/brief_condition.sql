create function private.brief_condition(p_user uuid, p_day date)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    return jsonb_build_object(
        'check_in', (
            select jsonb_build_object(
                'day', c.day, 'readiness', private.readiness_score(c), 'sleep', c.sleep, 'soreness', c.soreness,
                'energy', c.energy, 'mood', c.mood
            )
            from public.check_ins as c
            where c.user_id = p_user and c.day between p_day - 3 and p_day + 1
                and num_nonnulls(c.sleep, c.soreness, c.energy, c.mood) > 0
            order by c.day desc
            limit 1
        ),
        'breaks', (
            select coalesce(jsonb_agg(b.document order by b.starts_on desc, b.id), '[]')
            from (
                select
                    o.starts_on,
                    o.id,
                    jsonb_build_object(
                        'kind', o.kind, 'starts_on', o.starts_on, 'ends_on', o.ends_on, 'notes', left(o.notes, 200)
                    ) as document
                from public.training_breaks as o
                where o.user_id = p_user
                    and o.starts_on between p_day - 366 and p_day
                    and private.break_end(o.starts_on, o.ends_on) >= p_day
                order by o.starts_on desc, o.id
                limit 5
            ) as b
        )
    );
end;
$$;
comment on function private.brief_condition is
'The last check-in of three days that has a rating, with its readiness 1 to 5, and the breaks of today.';
