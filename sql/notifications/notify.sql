create function private.notify(
    p_user uuid,
    p_type public.notification_type,
    p_data jsonb,
    p_dedupe_key text,
    p_at timestamptz
)
returns uuid
language plpgsql
security definer
set search_path = ''
-- Called when a workout is finished; one plan fits every user.
set plan_cache_mode = force_generic_plan
as $$
declare
    v_category public.notification_category := (private.notification_declaration(p_type)).category;
    v_default private.notification_channels := private.default_channels(v_category);
    v_settings record;
    v_text record;
    v_id uuid;
    v_send_at timestamptz;
begin
    select
        coalesce(s.locale, d.locale, 'en') as locale,
        coalesce(c.inbox, v_default.inbox) as inbox,
        coalesce(c.push, v_default.push) and d.locale is not null as push,
        coalesce(c.email, v_default.email) as email,
        s.quiet_from,
        s.quiet_to,
        -- What the account has to be told comes from outside; everything else a user can set off.
        v_category <> 'account' and exists (
            select from public.notifications as n
            where n.user_id = p.id and n.created_at > p_at - interval '24 hours'
            order by n.created_at desc
            offset 99
        ) as are_enough
    into v_settings
    from public.profiles as p
    left join public.notification_settings as s on s.user_id = p.id
    left join public.notification_preferences as c on c.user_id = p.id and c.category = v_category
    left join lateral (
        select
            case when left(lower(o.locale), 2) in ('en', 'de', 'es') then left(lower(o.locale), 2) else 'en' end as locale
        from public.push_devices as o
        where o.user_id = p.id
        order by o.last_seen_at desc, o.id
        limit 1
    ) as d on true
    where p.id = p_user;
    if v_settings.locale is null or v_settings.are_enough or not (v_settings.inbox or v_settings.push or v_settings.email) then
        return null;
    end if;

    select t.title, t.body into v_text
    from private.notification_templates as t
    where t.type = p_type
        and t.locale in (v_settings.locale, 'en')
        and t.is_plural in ((p_data ->> 'count')::integer > 1, false)
    order by t.locale = v_settings.locale desc, t.is_plural desc
    limit 1;
    insert into public.notifications (user_id, type, title, body, data, created_at, category, locale, in_inbox, dedupe_key)
    values (
        p_user,
        p_type,
        private.fill_in(v_text.title, p_data),
        private.fill_in(v_text.body, p_data),
        p_data,
        p_at,
        v_category,
        v_settings.locale,
        v_settings.inbox,
        p_dedupe_key
    )
    on conflict (user_id, dedupe_key) do nothing
    returning id into v_id;
    if v_id is null then
        return null;
    end if;

    if v_settings.push or v_settings.email then
        v_send_at := p_at;
        if v_settings.quiet_from is not null then
            v_send_at := private.after_quiet_hours(
                p_at, private.zone_at(p_user, p_at), v_settings.quiet_from, v_settings.quiet_to
            );
        end if;
        insert into private.outbox (user_id, notification_id, channel, device_id, next_attempt_at, expires_at)
        select p_user, v_id, w.channel, w.device_id, v_send_at, v_send_at + w.keeps
        from (
            select
                ('push_' || d.platform::text)::public.message_channel as channel,
                d.id as device_id,
                -- A push that arrives a day late only confuses; a mail may be late.
                interval '12 hours' as keeps
            from public.push_devices as d
            where d.user_id = p_user and v_settings.push
            union all
            select 'email', null, interval '3 days' where v_settings.email
        ) as w;
    end if;
    if v_settings.inbox then
        perform private.broadcast(p_user, null, 'notification.new', v_id, p_at);
    end if;
    return v_id;
end;
$$;
comment on function private.notify is
'The only way to notify a user: writes the inbox and the outbox as the user''s preferences say, once per dedupe key, in the user''s
language; what falls into quiet hours is sent at their end. Returns the notification''s id, null if none was written, as beyond 100 in
24 hours; those of the category account have no end.';

create function private.try_to_notify(
    p_user uuid,
    p_type public.notification_type,
    p_data jsonb,
    p_dedupe_key text,
    p_at timestamptz
)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.notify(p_user, p_type, p_data, p_dedupe_key, p_at);
exception
    when others then
        -- A workout must not fail because its user could not be notified.
        raise warning 'notification % for user % failed: %', p_type, p_user, sqlerrm;
end;
$$;
comment on function private.try_to_notify is 'notify for triggers: an error becomes a warning, and the write goes on.';
