create function private.paired_sets(
    p_amounts integer[],
    p_loads numeric[],
    p_efforts numeric[],
    p_sides public.side [],
    p_is_assisted boolean
)
returns table (amounts integer[], loads numeric[], efforts numeric[])
language plpgsql
immutable
set search_path = ''
as $$
begin
    return query
    select
        array_agg(p.amount order by p.place), array_agg(p.load_kg order by p.place), array_agg(p.effort order by p.place)
    from (
        select
            min(s.place) as place,
            case when count(s.amount) = count(*) then min(s.amount) end as amount,
            case
                when p_is_assisted then max(s.load_kg)
                when count(s.load_kg) = count(*) then min(s.load_kg)
            end as load_kg,
            max(s.effort) as effort
        from (
            select
                o.*,
                case when o.side is null then -o.place else row_number() over (partition by o.side order by o.place) end as pair
            from unnest(p_amounts, p_loads, p_efforts, p_sides) with ordinality as o (amount, load_kg, effort, side, place)
        ) as s
        group by s.pair
    ) as p;
end;
$$;
comment on function private.paired_sets is
'The sets of a workout with each left one and its right one as one set: as good as the weaker side, as hard as the harder. Sets without a
side stay, and so does one whose other side is missing.';
