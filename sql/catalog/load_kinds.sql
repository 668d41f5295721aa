-- How an exercise is loaded, and the loads that there are of that kind where the user hasn't told which.

create function private.load_kind(p_exercise_id uuid)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select case
            -- A hinge carries the other half.
            when bool_or(q.slug = 'landmine') then 'landmine'
            when bool_or(q.load_type = 'bar' and q.slug <> 'ez-bar') then 'bar'
            when bool_or(q.load_type = 'bar') then 'short_bar'
            when bool_or(q.load_type = 'dumbbell') then 'dumbbell'
            when bool_or(q.load_type = 'machine') then 'machine'
            when bool_or(q.slug = 'kettlebell') then 'kettlebell'
            when bool_or(q.slug in ('medicine-ball', 'sandbag')) then 'ball'
            when bool_or(q.load_type = 'plates') then 'plate'
        end
        from public.exercise_equipment as x
        inner join public.equipment as q on q.id = x.equipment_id
        where x.exercise_id = p_exercise_id
    );
end;
$$;
comment on function private.load_kind is
'What an exercise is loaded with: bar (20 kg), short_bar (10 kg), landmine, dumbbell, kettlebell, machine, ball (sandbags too), plate; null:
nothing that has a weight, as bands.';

create function private.lightest_load(p_kind text, p_buildable numeric[])
returns numeric
language plpgsql
immutable
set search_path = ''
as $$
begin
    return case
        -- Assumed loads of a gym in pounds begin at nothing: there a bar weighs 45 lb.
        when p_buildable[1] = 0 then (
            select min(l.kg) from unnest(p_buildable) as l (kg)
            where l.kg > case when p_kind in ('bar', 'landmine') then 20 when p_kind = 'short_bar' then 8 else 0 end
        )
        when p_buildable is not null then p_buildable[1]
        else case p_kind
            when 'bar' then 20
            when 'landmine' then 20
            when 'short_bar' then 10
            when 'machine' then 5
            when 'kettlebell' then 4
            when 'plate' then 1.25
            when 'dumbbell' then 1
            when 'ball' then 1
        end
    end;
end;
$$;
comment on function private.lightest_load is
'The lightest load of a kind that can be built, or that a gym in kilograms has, in kilograms; null: any.';

create function private.load_to_hand(p_kg numeric, p_kind text, p_buildable numeric[])
returns numeric
language plpgsql
immutable
set search_path = ''
as $$
declare
    -- As in private.snap.
    c_same constant numeric := 0.002;
    -- As they are cast.
    c_kettlebells constant numeric[] := '{4,6,8,10,12,16,20,24,28,32,36,40,44,48}'::numeric[];
    c_plates constant numeric[] := '{1.25,2.5,5,10,15,20,25}'::numeric[];
begin
    -- Never more than wanted, not even an empty bar.
    if p_kg is null or p_kg + c_same < private.lightest_load(p_kind, p_buildable) then
        return null;
    end if;
    return case
        when p_buildable is not null then p_buildable[width_bucket(p_kg + c_same, p_buildable)]
        when p_kind = 'kettlebell' then c_kettlebells[width_bucket(p_kg, c_kettlebells)]
        when p_kind = 'plate' then c_plates[width_bucket(p_kg, c_plates)]
        when p_kind in ('dumbbell', 'ball') and p_kg >= 10 then floor(p_kg / 2) * 2
        when p_kind in ('dumbbell', 'ball') then floor(p_kg)
        when p_kind = 'machine' then floor(p_kg / 5) * 5
        -- A pair of the smallest plates that every gym has, 1.25 kg, is the step.
        else nullif(floor(p_kg / 2.5) * 2.5, 0)
    end;
end;
$$;
comment on function private.load_to_hand is
'The heaviest load of a kind that isn''t above a wanted one: of those that can be built, else of those that a gym in kilograms has (bars by
2.5 kg from the empty one on, dumbbells by 1 kg up to 10 and then by 2, stacks by 5). Null where even the lightest is above.';

create function private.is_lower_body(p_pattern public.movement_pattern, p_muscle public.muscle)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
    return p_muscle in ('glutes', 'quads', 'hamstrings', 'adductors', 'abductors', 'calves')
        or p_pattern in ('squat', 'hinge', 'lunge') and p_muscle <> 'full_body';
end;
$$;
comment on function private.is_lower_body is
'Whether legs and hips do the work: they differ more between beginners and others, and take larger steps. Cleans and thrusters end in the
arms.';
