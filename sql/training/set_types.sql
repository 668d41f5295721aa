-- What a set of each type counts as: one row a type, and nothing else in the schema names a type.
-- Not `as values`: that isn't the text which Postgres gives back of it, so no migration could lead to it.
create view private.set_types as
select t.*
from (
    values
    ('warmup'::public.set_type, false, false),
    ('working', true, true),
    -- A drop set is lighter on purpose: it says nothing about a target.
    ('drop', true, false),
    ('failure', true, true)
) as t (set_type, is_work, is_judged);
comment on view private.set_types is
'What a set counts as, by its type. is_work: towards volume, records, totals and effort. is_judged: against the target of its day.';
