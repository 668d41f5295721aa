create function private.on_consents_for_cohorts()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    if tg_op <> 'DELETE' and new.granted then
        insert into private.cohort_members (user_id) values (new.user_id) on conflict (user_id) do nothing;
    else
        delete from private.cohort_members as m where m.user_id = old.user_id;
    end if;
    return null;
end;
$$;
comment on function private.on_consents_for_cohorts is
'Row trigger: users who consent to cohort_statistics are members from then on; withdrawal deletes what is kept of them at once.';

create trigger join_cohorts after insert on public.user_consents
for each row when (new.purpose = 'cohort_statistics' and new.granted)
execute function private.on_consents_for_cohorts();
create trigger rejoin_or_leave_cohorts after update of granted on public.user_consents
for each row when (new.purpose = 'cohort_statistics' and new.granted is distinct from old.granted)
execute function private.on_consents_for_cohorts();
create trigger leave_cohorts after delete on public.user_consents
for each row when (old.purpose = 'cohort_statistics')
execute function private.on_consents_for_cohorts();
