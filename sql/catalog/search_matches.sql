-- Scores are thousandths. 900 is an exact name; partial matches score below it, by how much of the query they contain
-- and, with less weight, how little else; 100 are reserved for how well the filters fit.

create function private.match_spellings(p_user uuid, p_query text)
returns table (exercise_id uuid, score integer)
language sql
stable
set search_path = ''
begin atomic
    with query as (
        select replace(f.folded, ' ', '') as compact, private.search_grams(f.folded) as grams
        from (select private.search_fold(p_query) as folded) as f
    ),

    hits as (
        select g.spelling_id, count(*)::integer as shared, cardinality(q.grams) as asked
        from query as q
        inner join private.exercise_grams as g on g.gram = any(q.grams)
        where g.visible_to in ('00000000-0000-0000-0000-000000000000', p_user)
        group by g.spelling_id, q.grams
        -- Two swapped letters in a word of five leave 40 % of its trigrams.
        having count(*) * 100 >= cardinality(q.grams) * 35
    )

    select
        s.exercise_id,
        max(
            case
                when s.compact = q.compact then 900
                else 650 * h.shared / h.asked + 150 * h.shared / s.gram_count
                    + case when starts_with(s.compact, q.compact) then 80 else 0 end
            end - case when s.is_alias then 5 else 0 end
        )::integer
    from hits as h
    inner join private.exercise_spellings as s on h.spelling_id = s.id
    cross join query as q
    group by s.exercise_id;
end;
comment on function private.match_spellings is 'Exercises with a name or alias similar to the query, scored 0 to 900.';
