-- Messages to send: one row per notification and channel or device. The dispatcher claims rows, sends them and settles them; a
-- claim that is not settled in time can be claimed again.
create type private.message_state as enum ('pending', 'claimed', 'delivered', 'dead');

create table private.outbox (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null,
    notification_id uuid not null,
    channel public.message_channel not null,
    device_id uuid,
    state private.message_state not null default 'pending',
    next_attempt_at timestamptz not null,
    expires_at timestamptz not null,
    attempt integer not null default 0,
    failures smallint not null default 0,
    provider_id text,
    error text,
    settled_at timestamptz,
    receipt_due_at timestamptz,
    created_at timestamptz not null default now(),
    unique (user_id, notification_id, channel, device_id),
    foreign key (user_id, notification_id) references public.notifications (user_id, id) on delete cascade,
    -- Deleting a device deletes its messages.
    foreign key (user_id, device_id) references public.push_devices (user_id, id) on delete cascade,
    constraint pushes_have_a_device check ((channel = 'email') = (device_id is null)),
    constraint settled_when_over check ((settled_at is not null) = (state in ('delivered', 'dead')))
);
comment on table private.outbox is
'Push messages and mails, each with one chain of attempts: pending, claimed, then delivered or dead.';
comment on column private.outbox.next_attempt_at is 'When it may be claimed; while claimed, when the claim ends.';
comment on column private.outbox.expires_at is 'Not worth sending after this moment.';
comment on column private.outbox.attempt is 'Number of the latest claim: only its holder may settle it.';
comment on column private.outbox.failures is 'Failed attempts, lost claims included; after the sixth it is dead.';
comment on column private.outbox.provider_id is 'The provider''s id of the message.';
comment on column private.outbox.receipt_due_at is
'When to ask the provider for the receipt of an accepted message; null if there is none to ask for.';
comment on column private.outbox.error is 'Why the last attempt failed.';
create index outbox_user_id_device_id_idx on private.outbox (user_id, device_id);
create index outbox_due_idx on private.outbox (next_attempt_at) where state in ('pending', 'claimed');
create index outbox_receipt_due_at_idx on private.outbox (receipt_due_at) where receipt_due_at is not null;
create index outbox_settled_at_idx on private.outbox (settled_at) where state in ('delivered', 'dead');

create function private.on_notifications_read()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    delete from private.outbox as m
    using new_rows as n, old_rows as o
    where o.id = n.id
        and o.read_at is null
        and n.read_at is not null
        and m.user_id = n.user_id
        and m.notification_id = n.id
        and m.state = 'pending';
    return null;
end;
$$;
comment on function private.on_notifications_read is
'Statement trigger: deletes pending messages of notifications that were read in the app.';

create trigger cancel_messages after update on public.notifications
referencing old table as old_rows new table as new_rows for each statement
execute function private.on_notifications_read();
