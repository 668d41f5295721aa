-- What each set type counts towards: one row per type. Nothing else in the schema depends on a particular type.
-- Not `create view … as values`: Postgres gives that back in other words, and no migration would lead to it.
create view private.set_types as
select m.set_type, m.is_work, m.is_judged
from
    (
        values
        ('warmup'::public.set_type, false, false),
        ('working', true, true),
        -- A drop set is lighter on purpose, so it says nothing about the target.
        ('drop', true, false),
        ('failure', true, true)
    ) as m (set_type, is_work, is_judged);
comment on view private.set_types is
'What a set counts towards, by type. is_work: volume, records, totals and effort. is_judged: compared with the target of its day.';
