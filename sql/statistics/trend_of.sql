create function private.t_quantile(p_degrees integer)
returns double precision
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
declare
    z constant double precision := 1.959963984540054;
    n constant double precision := p_degrees;
begin
    return case
        when p_degrees < 1 then null
        -- Exact values where a series in 1/n is too inaccurate.
        when p_degrees <= 6
            then (array[12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912])[p_degrees]
        else
            z + (z ^ 3 + z) / (4 * n)
            + (5 * z ^ 5 + 16 * z ^ 3 + 3 * z) / (96 * n ^ 2)
            + (3 * z ^ 7 + 19 * z ^ 5 + 17 * z ^ 3 - 15 * z) / (384 * n ^ 3)
            + (79 * z ^ 9 + 776 * z ^ 7 + 1482 * z ^ 5 - 1920 * z ^ 3 - 945 * z) / (92160 * n ^ 4)
    end;
end;
$$;
comment on function private.t_quantile is
'The 97.5 % quantile of Student''s t: half the width of a 95 % interval in standard errors. Up to 6 degrees of freedom from a
table, beyond that by the series of Abramowitz and Stegun 26.7.5, with an error below 0.00005.';

create function private.trend_of(p_low double precision, p_high double precision, p_level double precision)
returns text
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
    return case
        when p_low is null or p_high is null then 'unclear'
        when p_low > 0 then 'rising'
        when p_high < 0 then 'falling'
        when p_low >= -0.005 * abs(p_level) and p_high <= 0.005 * abs(p_level) then 'flat'
        else 'unclear'
    end;
end;
$$;
comment on function private.trend_of is
'The trend by the 95 % interval of a weekly slope: rising or falling if it excludes 0; flat if all of it is within half a percent
of the mean, the threshold that the stall rule uses; otherwise unclear.';
