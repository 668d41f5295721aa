create table private.notification_templates (
    type public.notification_type not null,
    locale text not null check (locale in ('en', 'de', 'es')),
    is_plural boolean not null default false,
    title text not null check (length(title) between 1 and 100),
    body text not null check (length(body) between 1 and 500),
    primary key (type, locale, is_plural)
);
comment on table private.notification_templates is
'The texts of notifications by language, from supabase/seed. {name} is replaced by that key of data.';
comment on column private.notification_templates.is_plural is
'The text for several at once (data.count above 1); if there is none, the singular is used.';

create function private.fill_in(p_text text, p_data jsonb)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
    -- In one pass: replaced values are not searched for placeholders again.
    return (
        select string_agg(case when w.i % 2 = 1 then w.part else coalesce(left(p_data ->> w.part, 100), '') end, '' order by w.i)
        from unnest(string_to_array(replace(p_text, '}', '{'), '{')) with ordinality as w (part, i)
    );
end;
$$;
comment on function private.fill_in is 'The text with each {name} replaced by that key''s value, at most 100 characters each.';
