-- The findings of plpgsql_check for trigger functions, on every table they are attached to: the CLI skips them.
select distinct format('%I.%I', n.nspname, p.proname) as function, f.lineno as line, f.level, f.message
from pg_trigger as g
inner join pg_proc as p on p.oid = g.tgfoid
inner join pg_namespace as n on n.oid = p.pronamespace
inner join pg_language as l on l.oid = p.prolang
cross join lateral plpgsql_check_function_tb(
    p.oid, g.tgrelid, oldtable => g.tgoldtable, newtable => g.tgnewtable
) as f
where not g.tgisinternal and l.lanname = 'plpgsql' and n.nspname in ('public', 'private', 'gateway')
order by 1, 2
