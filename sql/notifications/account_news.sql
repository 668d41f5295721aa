-- Notifications about plans and the account. See news.sql.

create function private.on_plan_made()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.try_to_notify(
        new.user_id,
        'plan_ready',
        jsonb_build_object('plan_id', p.id, 'plan', p.name),
        'plan_ready:' || p.id,
        now()
    )
    from public.workout_plans as p
    where p.user_id = new.user_id and p.id = new.plan_id;
    return null;
end;
$$;
comment on function private.on_plan_made is 'Row trigger on plan_origins: notifies that a generated or imported plan is ready.';

create trigger tell after insert on public.plan_origins
for each row execute function private.on_plan_made();

create function private.on_premium_changed()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.try_to_notify(
        new.id,
        case when new.subscription_status = 'free' then 'premium_ended' else 'premium_started' end::public.notification_type,
        '{}',
        -- May happen many times, so each change has a key of its own.
        'premium:' || extract(epoch from now()),
        now()
    );
    return null;
end;
$$;
comment on function private.on_premium_changed is
'Row trigger on profiles: notifies that paid access began or ended. Moves between trial, active and canceled notify nobody.';

create trigger tell_premium after update of subscription_status on public.profiles
for each row when ((old.subscription_status = 'free') <> (new.subscription_status = 'free'))
execute function private.on_premium_changed();
