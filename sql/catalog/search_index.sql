-- What search_exercises reads: every name and alias as trigrams. An index of our own, because pg_trgm isn't available
-- everywhere, and plain tables with byte-wise comparison give the same results on every installation.

create function private.search_fold(p_text text)
returns text
language sql
immutable
strict
parallel safe
set search_path = ''
return btrim(regexp_replace(
    -- Accents and apostrophes are dropped; all other punctuation, ASCII or Unicode, separates words.
    regexp_replace(
        translate(
            lower(normalize(p_text, nfkd) collate "C"),
            'ØøŁłĐđıΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩςАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ',
            'oolldδiαβγδεζηθικλμνξοπρστυφχψωσабвгдежзийклмнопрстуфхцчшщъыьэюя'
        ) collate "C",
        '[\u0300-\u036f''’]', '', 'g'
    ),
    '[ -/:-@[-`{-¿\u2010-\u206f]+', ' ', 'g'
));
comment on function private.search_fold is
'Lower case without accents and punctuation, words one space apart, so that spellings compare equal.';

create function private.search_grams(p_folded text)
returns text []
language sql
immutable
strict
parallel safe
set search_path = ''
return array(
    -- The beginning of each word. Folded text never contains a ^.
    select '^' || left(w.word, b.length)
    from regexp_split_to_table(p_folded, ' ') as w (word)
    cross join generate_series(1, 2) as b (length)
    where w.word <> ''
    union
    -- All trigrams of the text without its spaces, so that "benchpress", "bench press" and "bench-press" are one.
    select substr(c.compact, i.start, 3)
    from (select replace(p_folded, ' ', '') as compact) as c
    cross join generate_series(1, length(c.compact) - 2) as i (start)
);
comment on function private.search_grams is 'The trigrams of a folded spelling, and the beginnings of its words.';

create table private.exercise_spellings (
    id bigint generated always as identity primary key,
    exercise_id uuid not null references public.exercises (id) on delete cascade,
    compact text not null,
    is_alias boolean not null,
    gram_count integer not null,
    locale public.catalog_locale
);
comment on table private.exercise_spellings is 'Every name and alias of every exercise in every language, folded. Kept by trigger.';
comment on column private.exercise_spellings.locale is 'The language of exercise_names; null: it stands in exercises.';
create index exercise_spellings_exercise_id_idx on private.exercise_spellings (exercise_id);

create table private.exercise_grams (
    visible_to uuid not null,
    gram text not null,
    spelling_id bigint not null references private.exercise_spellings (id) on delete cascade,
    primary key (visible_to, gram, spelling_id)
);
comment on table private.exercise_grams is 'Which spellings contain a trigram: the index that a search counts in.';
comment on column private.exercise_grams.visible_to is
'First in the key, so that a search never reads custom names of other users. The nil uuid is everybody.';
create index exercise_grams_spelling_id_idx on private.exercise_grams (spelling_id);

create function private.index_spellings(
    p_exercise_id uuid, p_locale public.catalog_locale, p_visible_to uuid, p_name text, p_aliases text [], p_most integer
)
returns void
language plpgsql
set search_path = ''
as $$
begin
    delete from private.exercise_spellings as s
    where s.exercise_id = p_exercise_id and s.locale is not distinct from p_locale;
    with spellings as (
        select private.search_fold(s.spelling) as folded, bool_and(s.is_alias) as is_alias
        from (
            select p_name as spelling, false as is_alias
            union all
            select a.alias, true from unnest(p_aliases) as a (alias)
        ) as s
        group by 1
    ),

    -- Spellings that differ only by a space are one: the first stands for both.
    kept as (
        select distinct on (replace(s.folded, ' ', '')) s.folded, s.is_alias
        from spellings as s
        where s.folded <> ''
            -- A name that is the same in English is found by that.
            and not exists (
                select from private.exercise_spellings as e
                where e.exercise_id = p_exercise_id and e.locale is null and e.compact = replace(s.folded, ' ', '')
            )
        order by replace(s.folded, ' ', ''), s.is_alias
    ),

    gauged as (
        select
            replace(k.folded, ' ', '') as compact,
            k.is_alias,
            k.grams,
            sum(cardinality(k.grams)) over (
                order by k.is_alias, k.folded rows between unbounded preceding and 1 preceding
            ) as before
        from (select o.*, private.search_grams(o.folded) as grams from kept as o) as k
    ),

    fitting as (
        select g.compact, g.is_alias, g.grams[:p_most - coalesce(g.before, 0)] as grams
        from gauged as g
        where coalesce(g.before, 0) < p_most
    ),

    stored as (
        insert into private.exercise_spellings (exercise_id, compact, is_alias, gram_count, locale)
        select p_exercise_id, f.compact, f.is_alias, cardinality(f.grams), p_locale
        from fitting as f
        returning id, compact
    )

    insert into private.exercise_grams (visible_to, gram, spelling_id)
    select p_visible_to, g.gram, s.id
    from stored as s
    inner join fitting as f on f.compact = s.compact
    cross join unnest(f.grams) as g (gram);
end;
$$;
comment on function private.index_spellings is
'Rebuilds the spellings that an exercise has in one language; null: those of exercises. At most p_most grams, the name before the aliases.';

create function private.index_exercise()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    -- A name of ten words with a dozen aliases has less. Once a user has 20,000, an exercise is found by how its name begins.
    v_most integer := 300;
begin
    if new.created_by is null then
        v_most := 10000;
    elsif (
        select sum(s.gram_count)
        from public.exercises as e
        inner join private.exercise_spellings as s on s.exercise_id = e.id
        where e.created_by = new.created_by and e.id <> new.id
    ) >= 20000 then
        v_most := 20;
    end if;
    perform private.index_spellings(
        new.id,
        null,
        case when new.is_approved or new.created_by is null then '00000000-0000-0000-0000-000000000000' else new.created_by end,
        new.name,
        new.aliases,
        v_most
    );
    return null;
end;
$$;
comment on function private.index_exercise is
'Row trigger after insert or update on exercises: rebuilds its spellings, those of users within bounds.';

create trigger index_new_name after insert on public.exercises
for each row execute function private.index_exercise();
create trigger index_changed_name after update of name, aliases, created_by, is_approved on public.exercises
for each row
when (
    (old.name, old.aliases, old.created_by, old.is_approved)
    is distinct from (new.name, new.aliases, new.created_by, new.is_approved)
)
execute function private.index_exercise();
