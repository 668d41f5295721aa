-- Like history of workouts (private.is_history): whoever entered an illness for every gap of the past would have one long streak.

create function private.judge_break()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_ends_on date := private.break_end(new.starts_on, new.ends_on);
    v_since date := private.settled_before(case tg_op when 'INSERT' then new.created_at else now() end);
    v_from date := v_since;
    v_until date := 'infinity'::date;
    v_told_from date;
    v_told_until date;
begin
    -- A deload becoming an illness is told only now: it didn't pause the days.
    if tg_op = 'UPDATE' and not (old.kind = 'deload' and new.kind <> 'deload') then
        v_told_from := coalesce(old.counts_from, old.starts_on);
        v_told_until := coalesce(old.counts_until, private.break_end(old.starts_on, old.ends_on));
        if v_told_until >= v_since - 1 then
            v_from := least(v_since, v_told_from);
        elsif v_told_from <= v_told_until and v_told_from <= v_ends_on and v_told_until >= new.starts_on then
            v_from := v_told_from;
            v_until := v_told_until;
        end if;
    end if;
    new.counts_from := greatest(new.starts_on, v_from);
    new.counts_until := least(v_ends_on, v_until);
    return new;
end;
$$;
comment on function private.judge_break is
'Row trigger before training_breaks: the days told at most 35 days late are those that keep streaks alive. Days that were told in time
stay so when the break is changed.';

create trigger judge before insert on public.training_breaks
for each row execute function private.judge_break();
create trigger judge_changed before update of kind, starts_on, ends_on on public.training_breaks
for each row when (
    old.kind is distinct from new.kind
    or old.starts_on is distinct from new.starts_on
    or old.ends_on is distinct from new.ends_on
)
execute function private.judge_break();
