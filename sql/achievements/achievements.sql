-- Rules as rows: a metric, its parameters and a target. A new achievement is a new row and needs no code.
create table public.achievements (
    id uuid primary key,
    slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 100),
    name text not null unique check (length(name) between 1 and 100),
    description text not null check (length(description) between 1 and 500),
    category public.achievement_category not null,
    tier public.achievement_tier not null,
    metric public.achievement_metric not null,
    parameters jsonb not null default '{}',
    target numeric not null check (target > 0),
    xp integer not null check (xp between 0 and 10000),
    sort_order smallint not null default 0,
    retired_at timestamptz,
    counter_id smallint not null references private.achievement_counters (id),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table public.achievements is
'What can be achieved: a target for a metric. Not writable by clients. What counts never changes; an outdated rule is retired and
replaced by a new one.';
comment on column public.achievements.slug is 'A stable name for code. The id is derived from it, so it never changes.';
comment on column public.achievements.parameters is
'For workouts {from, until: local time of the start, hh:mm; weekdays: [1 Monday … 7 Sunday]; planned: from a plan}; for returns
{days: the minimum since the previous workout}; for muscle_groups_in_week {sets: the minimum for each group}.';
comment on column public.achievements.target is 'How much of the metric is needed.';
comment on column public.achievements.xp is 'The XP it earns, once.';
comment on column public.achievements.retired_at is 'Facts from this moment on no longer unlock it; null while it can be achieved.';
comment on column public.achievements.counter_id is 'Shared by all stages of an achievement, which differ only in their target.';
create index achievements_counter_id_idx on public.achievements (counter_id);

create trigger touch before update on public.achievements
for each row execute function private.touch();
create trigger keep_rule before update on public.achievements
for each row execute function private.freeze(
    'id', 'slug', 'metric', 'parameters', 'target', 'xp', 'counter_id', 'created_at'
);

create function private.find_counter()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    new.id := private.stable_id('achievement', new.slug);
    new.counter_id := private.achievement_counter(new.metric, new.parameters);
    return new;
end;
$$;
comment on function private.find_counter is
'Row trigger before insert on achievements: the id follows from the slug, the counter from the rule.';

create function private.on_achievement_rules()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    update private.achievement_counters as c
    set goal = greatest(c.goal, new.target)
    where c.id = new.counter_id;
    insert into private.achievement_rules as r (version) values (1)
    on conflict (is_only) do update set version = r.version + 1;
    return null;
end;
$$;
comment on function private.on_achievement_rules is
'Row trigger after a rule is added or retired: from then on every user is recounted before anything is added.';

create trigger find_counter before insert on public.achievements
for each row execute function private.find_counter();
create trigger move_version_insert after insert on public.achievements
for each row execute function private.on_achievement_rules();
create trigger move_version after update of retired_at on public.achievements
for each row when (old.retired_at is distinct from new.retired_at) execute function private.on_achievement_rules();
