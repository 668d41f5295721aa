-- How many days a week a user aims to train, and since when: a week is judged by the target in force at its end.
create table private.weekly_targets (
    user_id uuid not null references public.profiles (id) on delete cascade,
    valid_from date not null,
    target smallint not null check (target between 1 and 7),
    primary key (user_id, valid_from)
);
comment on table private.weekly_targets is 'The target of training days per week, from each date on; 3 before the first row.';

create function private.weekly_target_at(p_user uuid, p_day date)
returns smallint
language plpgsql
stable
set search_path = ''
as $$
begin
    return coalesce(
        (
            select t.target from private.weekly_targets as t
            where t.user_id = p_user and t.valid_from <= p_day
            order by t.valid_from desc
            limit 1
        ),
        3
    );
end;
$$;
comment on function private.weekly_target_at is 'The training days a week the user aimed for on a day.';
