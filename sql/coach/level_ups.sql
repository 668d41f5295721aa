create function private.congratulate()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- No second congratulation for a level that was lost by a correction and reached again.
    if new.level <= coalesce(
        (select max(m.level) from public.ai_coach_messages as m where m.user_id = new.id and m.kind = 'level_up'), 1
    ) then
        return null;
    end if;
    insert into public.coach_conversations (id, user_id, title) values (new.id, new.id, 'News') on conflict do nothing;
    insert into public.ai_coach_messages (user_id, session_id, sender, content, kind, engine, level)
    values (
        new.id,
        new.id,
        'ai',
        format('Level %s! You have earned %s XP so far. Keep going.', new.level, new.experience_points),
        'level_up',
        'rules',
        new.level
    )
    on conflict do nothing;
    return null;
end;
$$;
comment on function private.congratulate is 'Row trigger on profiles: a new level puts one unread congratulation into the inbox.';

create trigger congratulate after update of level on public.profiles
for each row when (new.level > old.level) execute function private.congratulate();
