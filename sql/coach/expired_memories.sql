-- The next memories to expire, across all users.
create index coach_memories_expires_at_idx on public.coach_memories (expires_at) where expires_at is not null;

create function private.forget_expired_memories(p_now timestamptz, p_limit integer)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_forgotten integer;
begin
    delete from public.coach_memories as m
    where m.id = any(array(
        select o.id from public.coach_memories as o
        where o.expires_at <= p_now
        order by o.expires_at
        limit p_limit
        for update skip locked
    ));
    get diagnostics v_forgotten = row_count;
    return v_forgotten;
end;
$$;
comment on function private.forget_expired_memories is
'For a job: deletes at most p_limit expired memories with their words and vectors, and returns how many.';
