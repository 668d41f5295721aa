create function private.achievements_of(p_user uuid)
returns table (achievement_id uuid, progress numeric, unlocked_at timestamptz)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
    perform private.require_caller(p_user);
    if exists (
        select from private.achievement_totals as t
        where t.user_id = p_user and t.rules_version = coalesce((select r.version from private.achievement_rules as r), 0)
    ) then
        return query
        select a.id, least(t.counted[a.counter_id], a.target), o.unlocked_at
        from private.achievement_totals as t
        cross join public.achievements as a
        left join private.achievement_awards as o on o.user_id = p_user and o.achievement_id = a.id
        where t.user_id = p_user;
    else
        -- Not yet counted by the current rules: computed here until the next fact or settle_achievements stores it.
        return query
        select s.achievement_id, least(s.counted, a.target), s.unlocked_at
        from private.achievement_state(p_user, '{workouts, weeks, check_ins, plans}') as s
        inner join public.achievements as a on a.id = s.achievement_id;
    end if;
end;
$$;
comment on function private.achievements_of is 'A user''s progress towards each achievement.';

create view public.user_achievements
with (security_invoker = true) as
select
    p.id as user_id,
    s.achievement_id,
    s.progress,
    a.target,
    s.unlocked_at,
    a.slug,
    a.name,
    a.description,
    a.category,
    a.tier,
    a.metric,
    a.counter_id,
    a.xp,
    a.sort_order
from
    public.profiles as p
    cross join lateral private.achievements_of(p.id) as s
    inner join public.achievements as a on s.achievement_id = a.id
where a.retired_at is null or s.unlocked_at is not null;
comment on view public.user_achievements is
'Every achievement with the caller''s progress. progress is capped at target; unlocked_at is null until then, and again if the facts
behind it are deleted.';

create trigger read_only instead of insert or update or delete on public.user_achievements
for each row execute function private.read_only();
