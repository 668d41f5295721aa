-- What hurts at the moment. Facts with a beginning and an end: nothing of a plan changes, and when one is over, all is as before.

create type public.complaint_source as enum ('user', 'coach');

create table public.complaints (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
    body_part public.body_part not null,
    condition public.health_condition not null default 'pain',
    since date not null check (since between '2000-01-01' and '2100-01-01'),
    until date check (until between '2000-01-01' and '2101-01-01'),
    source public.complaint_source not null default 'user',
    notes text check (length(notes) <= 500),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint ends_after_it_begins check (until >= since)
);
comment on table public.complaints is
'What hurts, by part of the body and condition. While one is current, exercises that are advised against are eased or asked about in
next_workout; the plan itself stays. Users write them, and so does the coach when it is told of pain.';
comment on column public.complaints.since is 'The first day, in the user''s local calendar.';
comment on column public.complaints.until is 'The last day, inclusive. Null while it hurts.';
comment on column public.complaints.source is 'Who wrote it: the user, or the coach, who was told. Written by the server.';

create index complaints_user_id_since_idx on public.complaints (user_id, since desc, id desc);

create trigger lock_caller before insert or update or delete on public.complaints
for each statement when (pg_trigger_depth() = 0) execute function private.lock_caller();
create trigger touch before update on public.complaints
for each row execute function private.touch();
create trigger keep_keys before update of id, user_id, created_at, source on public.complaints
for each row execute function private.freeze('id', 'user_id', 'created_at', 'source');
create trigger bury after delete on public.complaints
referencing old table as old_rows for each statement execute function private.bury('user_id', 'id');

create function private.current_complaints(p_user uuid, p_day date)
returns table (
    body_part public.body_part,
    condition public.health_condition,
    since date,
    source public.complaint_source,
    known_as public.health_condition
)
language plpgsql
stable
set search_path = ''
as $$
begin
    return query
    select distinct on (c.body_part, c.condition)
        c.body_part, c.condition, c.since, c.source,
        case
            when exists (
                select from public.exercise_contraindications as k where k.body_part = c.body_part and k.condition = c.condition
            ) then c.condition
            else 'pain'
        end
    from public.complaints as c
    where c.user_id = p_user and c.since <= p_day and (c.until is null or c.until >= p_day)
    order by c.body_part, c.condition, c.since, c.id;
end;
$$;
comment on function private.current_complaints is
'What hurts on a local day, each part and condition once, from its first day on; known_as: the condition, or pain
where the catalogue knows no such condition of the part, as in the planner.';

create type private.line_caution as (
    body_part public.body_part,
    condition public.health_condition,
    severity public.contraindication,
    since date
);

create function private.caution_for(p_user uuid, p_exercise_id uuid, p_day date)
returns private.line_caution
language plpgsql
stable
set search_path = ''
as $$
declare
    v_caution private.line_caution;
begin
    -- Nearly nobody has one: this is all that it costs them.
    if not exists (
        select from public.complaints as c where c.user_id = p_user and c.since <= p_day and (c.until is null or c.until >= p_day)
    ) then
        return null;
    end if;
    select c.body_part, c.condition, x.severity, c.since into v_caution
    from private.current_complaints(p_user, p_day) as c
    inner join public.exercise_contraindications as x on x.body_part = c.body_part and x.condition = c.known_as
    where x.exercise_id = p_exercise_id
    order by x.severity desc, c.since desc, c.body_part, c.condition
    limit 1;
    return v_caution;
end;
$$;
comment on function private.caution_for is
'The strongest advice against an exercise on a local day, by what hurts; null without one.';

create function private.eased_by(p_reduction private.load_reduction, p_caution private.line_caution)
returns private.load_reduction
language plpgsql
immutable
set search_path = ''
as $$
begin
    -- A day that is easier already is easy enough, but for a hold, which takes back a step and no more.
    if p_caution.severity is null or p_reduction.load_percent < 100 or p_reduction.sets_percent < 100 then
        return p_reduction;
    end if;
    return (
        'complaint', 80, 100,
        jsonb_build_object(
            'body_part', p_caution.body_part, 'condition', p_caution.condition, 'severity', p_caution.severity, 'since', p_caution.since
        )
    )::private.load_reduction;
end;
$$;
comment on function private.eased_by is
'A day''s reduction for an exercise that is advised against: a fifth of the load less, unless the day is lighter anyway.';
