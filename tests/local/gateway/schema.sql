-- A schema for testing the gateway: what a client can do to a table, a function of every kind of result.
create type public.mood as enum ('low', 'high');
create table public.parents (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null default auth.uid(),
    name text not null constraint name_is_short check (length(name) between 1 and 50),
    load numeric(7, 3),
    moods public.mood[] not null default '{}',
    tags text[] not null default '{}',
    meta jsonb,
    at timestamptz,
    seen timestamptz[]
);
create table public.children (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null default auth.uid(),
    parent_id uuid not null references public.parents (id) on delete cascade,
    pos integer not null,
    unique (parent_id, pos)
);
alter table public.parents enable row level security;
alter table public.children enable row level security;
revoke all on public.parents, public.children from anon, authenticated, service_role;
grant select, insert, update, delete on public.parents, public.children to authenticated;
create policy mine on public.parents to authenticated
using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy mine on public.children to authenticated
using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));

create function public.child_count(p public.parents) returns bigint language sql stable
return (select count(*) from public.children c where c.parent_id = p.id);
create function public.written_on_reading(p public.parents) returns uuid language sql
begin atomic insert into public.children (parent_id, pos) values (p.id, 99) returning id; end;
create function public.all_parents() returns setof public.parents language sql stable
begin atomic select * from public.parents order by name; end;
create function public.first_parent() returns public.parents language sql stable
return (select p from public.parents p order by name limit 1);
create function public.add_parent() returns uuid language sql
begin atomic insert into public.parents (name) values ('made by a function') returning id; end;

create function public.echo_jsonb(p jsonb default null) returns jsonb language sql immutable return p;
create function public.echo_uuids(p uuid[]) returns uuid[] language sql immutable return p;
create function public.echo_texts(p text[]) returns text[] language sql immutable return p;
create function public.echo_moods(p public.mood[]) returns public.mood[] language sql immutable return p;
create function public.echo_text(p text) returns text language sql immutable return p;
create function public.echo_date(p date) returns date language sql immutable return p;
create function public.echo_boolean(p boolean) returns boolean language sql immutable return p;
create function public.echo_numeric(p numeric) returns numeric language sql immutable return p;
create function public.echo_instant(p timestamptz) returns timestamptz language sql immutable return p;
create function public.nothing() returns void language sql return null;
create function public.of_service() returns text language sql return 'done';
revoke execute on function public.of_service() from public, anon, authenticated;
grant execute on function public.of_service() to service_role;
create function public.who_am_i() returns jsonb language sql stable
return jsonb_build_object(
    'role', current_user, 'uid', auth.uid(), 'timeout', current_setting('statement_timeout'),
    'read_only', current_setting('transaction_read_only'), 'method', current_setting('request.method', true)
);
create function public.fail_with(p_code text) returns void language plpgsql as $$
begin
    execute format('do $x$ begin raise sqlstate %L using message = ''m'', detail = ''d'', hint = ''h''; end $x$', p_code);
end
$$;
create function public.fail_saying(p_message text) returns void language plpgsql as $$
begin
    raise sqlstate 'PT422' using message = p_message;
end;
$$;
-- Returns when so many are under way at once; who goes first leaves word for those who look later.
create sequence public.meetings;
create function public.meet(p_people integer) returns void language plpgsql security definer as $$
begin
    perform pg_advisory_xact_lock_shared(20);
    while not (select is_called from public.meetings) loop
        perform pg_sleep(0.01);
        perform nextval('public.meetings') from pg_locks
        where locktype = 'advisory' and mode = 'ShareLock' and objid = 20
        having count(*) >= p_people;
    end loop;
end
$$;

-- What PostgREST would call before each request: it notes who writes, and refuses whoever asks for it.
create schema gateway;
create table gateway.requests (role text, method text);
create function gateway.ask() returns void language plpgsql security definer as $$
begin
    if current_setting('request.headers')::jsonb ? 'x-refuse-me' then
        raise sqlstate 'PT429' using message = 'too many', detail = '{"retry_after": 7}', hint = 'wait';
    end if;
    if current_setting('transaction_read_only') = 'off' then
        insert into gateway.requests (role, method)
        values (current_setting('role'), current_setting('request.method'));
    end if;
end
$$;
grant usage on schema gateway to anon, authenticated, service_role;
alter role authenticator in database gateway set lock_timeout = '1s';
alter role authenticator in database gateway set "pgrst.db_pre_request" = 'gateway.ask';
