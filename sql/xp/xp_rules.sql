-- How much XP each event earns, by version: what happened under one version keeps its XP when the next takes effect.
create table public.xp_rule_versions (
    version integer primary key check (version > 0),
    valid_from timestamptz not null unique,
    daily_cap integer not null check (daily_cap > 0),
    description text not null check (length(description) <= 1000)
);
comment on table public.xp_rule_versions is 'The versions of the XP rules and levels, and when each takes effect.';
comment on column public.xp_rule_versions.daily_cap is
'The most XP that the workouts of one local day can earn together. Weeks, check-ins, achievements and onboarding don''t count towards it.';

create table public.xp_rules (
    version integer not null references public.xp_rule_versions (version) on delete cascade,
    event_type public.xp_event_type not null,
    xp integer not null check (xp between 0 and 100000),
    primary key (version, event_type)
);
comment on table public.xp_rules is
'XP by version and event: a workout with a working set, each different exercise in it, each record, each week that met its
target, each day with a check-in. Never per set.';

create table public.level_thresholds (
    version integer not null references public.xp_rule_versions (version) on delete cascade,
    level integer not null check (level > 0),
    min_xp integer not null check (min_xp >= 0),
    primary key (version, level),
    unique (version, min_xp)
);
comment on table public.level_thresholds is 'The XP at which each level is reached; in version 1, 100 x (level - 1) squared.';

create function private.xp_version(p_at timestamptz)
returns integer
language plpgsql
stable
set search_path = ''
as $$
begin
    return coalesce(
        (
            select v.version from public.xp_rule_versions as v
            where v.valid_from <= p_at
            order by v.valid_from desc
            limit 1
        ),
        (select v.version from public.xp_rule_versions as v order by v.valid_from limit 1)
    );
end;
$$;
comment on function private.xp_version is 'The version of the rules in force at a moment; before the first version, the first.';

create function private.level_of(p_xp bigint, p_at timestamptz)
returns integer
language plpgsql
stable
set search_path = ''
as $$
begin
    return coalesce(
        (
            select t.level from public.level_thresholds as t
            where t.version = (
                    select v.version from public.xp_rule_versions as v
                    where v.valid_from <= p_at
                    order by v.valid_from desc
                    limit 1
                )
                and t.min_xp <= p_xp
            order by t.min_xp desc
            limit 1
        ),
        1
    );
end;
$$;
comment on function private.level_of is 'The level for an amount of XP, by the thresholds in force at a moment.';
