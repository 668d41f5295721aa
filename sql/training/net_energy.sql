create function private.net_energy(p_user uuid, p_met numeric, p_started_at timestamptz, p_seconds numeric)
returns integer
language plpgsql
stable
set search_path = ''
as $$
begin
    return round((p_met - 1) * private.body_weight(p_user, p_started_at) * greatest(p_seconds, 0) / 3600)::integer;
end;
$$;
comment on function private.net_energy is
'Kilocalories of a workout net of rest, (MET - 1) x kg x hours; null without a body weight or a MET.';
