-- Scores are thousandths. 900 is an exact name; partial matches score below it, by how much of the query they contain
-- and, with less weight, how little else; 100 are reserved for how well the filters fit.

create function private.match_spellings(p_user uuid, p_query text, p_locale public.catalog_locale default null)
returns table (exercise_id uuid, score integer)
language plpgsql
stable
set search_path = ''
as $$
begin
    return query
    with query as materialized (
        select
            f.compact,
            -- The first letter of a word is in every tenth spelling: it is counted only where little else is.
            array(
                select g.gram from unnest(private.search_grams(f.folded)) as g (gram)
                where length(g.gram) > 2 or length(f.compact) < 8
            ) as grams
        from (
            select o.folded, replace(o.folded, ' ', '') as compact from (select private.search_fold(p_query) as folded) as o
        ) as f
    ),

    hits as (
        select g.spelling_id, count(*)::integer as shared
        from private.exercise_grams as g
        where g.visible_to in ('00000000-0000-0000-0000-000000000000', p_user)
            and g.gram = any(array(select unnest(q.grams) from query as q))
        group by g.spelling_id
        -- Two swapped letters in a word of five leave 40 % of its trigrams.
        having count(*) * 100 >= (select cardinality(q.grams) from query as q) * 35
    )

    select
        s.exercise_id,
        max(
            case
                when s.compact = q.compact then 900
                else 500 * h.shared / cardinality(q.grams) + 300 * h.shared / s.gram_count
                    + case when starts_with(s.compact, q.compact) then 80 else 0 end
                    + case when left(s.compact, 1) = left(q.compact, 1) then 10 else 0 end
            end
            - case when s.is_alias then 5 else 0 end
            -- The same word means one thing in Portuguese and another in Spanish.
            - case
                when s.locale <> p_locale and s.compact = q.compact then 20
                when s.locale <> coalesce(p_locale, 'en') and s.compact <> q.compact then 80
                else 0
            end
        )::integer
    from hits as h
    inner join private.exercise_spellings as s on h.spelling_id = s.id
    cross join query as q
    group by s.exercise_id;
end;
$$;
comment on function private.match_spellings is
'Exercises with a name or alias similar to the query in any language, scored 0 to 900; those in p_locale and in English before others.';
