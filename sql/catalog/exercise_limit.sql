create function private.limit_custom_exercises()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- Far beyond what anybody trains, and near enough to keep one account from filling the index.
    if exists (
        select from (select distinct n.created_by from new_rows as n where n.created_by is not null) as o
        where (select count(*) from public.exercises as e where e.created_by = o.created_by) > 500
    ) then
        perform private.fail(
            'PT409', 'at most 500 custom exercises', '{"field": "id"}', 'Delete those that aren''t used any more.'
        );
    end if;
    return null;
end;
$$;
comment on function private.limit_custom_exercises is
'Statement trigger after insert on exercises, transition table new_rows: nobody has more than 500 of their own.';

create trigger limit_custom after insert on public.exercises
referencing new table as new_rows for each statement execute function private.limit_custom_exercises();
