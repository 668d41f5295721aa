-- What hurt on a day excuses falling short in the exercises it speaks against, so its workouts are judged again when it changes.
create function private.complaint_days(p_since date, p_until date)
returns daterange
language plpgsql
immutable
set search_path = ''
as $$
begin
    return daterange(p_since, p_until, '[]');
end;
$$;
comment on function private.complaint_days is 'The days on which something hurt, without an end while it does.';

create function private.on_complaint_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid;
    v_days daterange[];
begin
    if tg_op = 'UPDATE' then
        for v_user, v_days in
            select n.user_id, array_agg(private.complaint_days(n.since, n.until)) || array_agg(private.complaint_days(o.since, o.until))
            from new_rows as n inner join old_rows as o on o.id = n.id
            where (n.body_part, n.condition, n.since, n.until) is distinct from (o.body_part, o.condition, o.since, o.until)
            group by n.user_id
        loop
            perform private.reevaluate_workouts(v_user, private.workouts_of_days(v_user, v_days));
        end loop;
    elsif tg_op = 'INSERT' then
        for v_user, v_days in
            select n.user_id, array_agg(private.complaint_days(n.since, n.until)) from new_rows as n group by n.user_id
        loop
            perform private.reevaluate_workouts(v_user, private.workouts_of_days(v_user, v_days));
        end loop;
    else
        for v_user, v_days in
            select o.user_id, array_agg(private.complaint_days(o.since, o.until)) from old_rows as o group by o.user_id
        loop
            perform private.reevaluate_workouts(v_user, private.workouts_of_days(v_user, v_days));
        end loop;
    end if;
    return null;
end;
$$;
comment on function private.on_complaint_change is
'Statement trigger on complaints: re-evaluates the workouts of their days, once however many change.';

create trigger judge_again_new after insert on public.complaints
referencing new table as new_rows for each statement execute function private.on_complaint_change();
create trigger judge_again_gone after delete on public.complaints
referencing old table as old_rows for each statement execute function private.on_complaint_change();
create trigger judge_again after update on public.complaints
referencing old table as old_rows new table as new_rows for each statement execute function private.on_complaint_change();
