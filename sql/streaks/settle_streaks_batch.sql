-- A daily round through all users. Each round begins where the last one stopped, so that every user gets a turn even if a night
-- isn't long enough for all of them.
create table private.settling_round (
    is_only boolean primary key default true check (is_only),
    settled_before date not null,
    began_after uuid,
    reached uuid,
    has_wrapped boolean not null default false,
    is_done boolean not null default false
);
comment on table private.settling_round is 'Progress of the daily round that settles streaks: a single row.';
comment on column private.settling_round.settled_before is 'The round settles the days before this one. A later date starts a new round.';
comment on column private.settling_round.began_after is 'The round began after this user, by id; null: with the first user.';
comment on column private.settling_round.reached is 'The last user settled; null: the next one is the first user.';
comment on column private.settling_round.has_wrapped is 'Whether the round has passed the last user and continued from the first.';

create function private.settle_streaks_batch(p_now timestamptz, p_limit integer)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_before date := private.settled_before(least(p_now, now()));
    v_round private.settling_round;
    v_batch jsonb;
    v_users integer := 0;
begin
    insert into private.settling_round (settled_before) values (v_before) on conflict do nothing;
    select r.* into v_round from private.settling_round as r for update;
    if v_before > v_round.settled_before then
        v_round := (true, v_before, v_round.reached, v_round.reached, false, false);
    end if;
    while not v_round.is_done and v_users < p_limit loop
        v_batch := private.settle_streaks(p_now, p_limit - v_users, v_round.reached);
        v_users := v_users + (v_batch ->> 'users')::integer;
        v_round.reached := (v_batch ->> 'next')::uuid;
        if v_round.reached is null then
            v_round.is_done := v_round.has_wrapped or v_round.began_after is null;
            v_round.has_wrapped := true;
        else
            v_round.is_done := v_round.has_wrapped and v_round.reached >= v_round.began_after;
        end if;
    end loop;
    update private.settling_round as r
    set
        settled_before = v_round.settled_before,
        began_after = v_round.began_after,
        reached = v_round.reached,
        has_wrapped = v_round.has_wrapped,
        is_done = v_round.is_done
    where r is distinct from v_round;
    return v_users;
end;
$$;
comment on function private.settle_streaks_batch is
'For a job: settles the streaks of the next p_limit users of today''s round and returns how many; fewer once the round is done,
and 0 for the rest of the day.';
