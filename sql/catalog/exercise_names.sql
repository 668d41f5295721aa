create table public.exercise_names (
    exercise_id uuid not null references public.exercises (id) on delete cascade,
    locale public.catalog_locale not null,
    name text not null,
    aliases text [] not null default '{}',
    primary key (exercise_id, locale),
    constraint local_name_is_readable check (
        length(name) >= 1 and length(name) <= 100 and name = btrim(name) and name !~ '[[:cntrl:]]'
    ),
    constraint local_aliases_are_bounded check (
        cardinality(aliases) <= 20
        and array_position(aliases, null) is null
        and length(array_to_string(aliases, '')) <= 1000
    )
);
comment on table public.exercise_names is 'What our exercises are called in each language; in English as in exercises.';
comment on column public.exercise_names.aliases is 'Other names in this language.';

create function private.index_exercise_name()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- English is searched in exercises.
    if coalesce(new.locale, old.locale) = 'en' then
        return null;
    end if;
    if tg_op = 'DELETE' then
        delete from private.exercise_spellings as s where s.exercise_id = old.exercise_id and s.locale = old.locale;
        return null;
    end if;
    perform private.index_spellings(
        new.exercise_id, new.locale, '00000000-0000-0000-0000-000000000000', new.name, new.aliases, 10000
    );
    return null;
end;
$$;
comment on function private.index_exercise_name is 'Row trigger after a change of exercise_names: rebuilds the spellings in its language.';

create trigger index_name after insert or update or delete on public.exercise_names
for each row execute function private.index_exercise_name();

create function private.seed_names(p_locale public.catalog_locale, p_names jsonb)
returns integer
language sql
set search_path = ''
begin atomic
    with written as (
        insert into public.exercise_names as n (exercise_id, locale, name, aliases)
        select
            private.stable_id('exercise', given.key), p_locale, given.value ->> 0,
            array(select a.alias from jsonb_array_elements_text(given.value -> 1) as a (alias))
        from jsonb_each(p_names) as given
        on conflict (exercise_id, locale) do update
        set name = excluded.name, aliases = excluded.aliases
        where (n.name, n.aliases) is distinct from (excluded.name, excluded.aliases)
        returning n.exercise_id
    )

    select count(*)::integer from written;
end;
comment on function private.seed_names is
'Names exercises in a language: {slug: [name, [alias, …]], …}. Returns how many changed.';
