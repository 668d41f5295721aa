set local lock_timeout = '5s';
-- Every workout is derived anew: about a second for a user's 1,000. Where there are many users, apply it when few people train.
set local statement_timeout = 0;

-- The catalogue's new columns. The seed has them too, but comes after the migrations.
update public.exercises as e
set distance_kind = v.kind::public.distance_kind
from (
    values
    ('treadmill-run', 'run'), ('outdoor-run', 'run'), ('stationary-bike', 'cycle'), ('outdoor-cycling', 'cycle'),
    ('rowing-machine', 'row'), ('ski-ergometer', 'row'), ('swimming', 'swim')
) as v (slug, kind)
where e.slug = v.slug;

update public.exercises as e
set bodyweight_share = v.share
from (
    values
    ('push-up', 0.69), ('diamond-push-up', 0.69), ('ring-push-up', 0.69), ('knee-push-up', 0.54), ('incline-push-up', 0.52),
    ('decline-push-up', 0.78), ('pike-push-up', 0.60), ('handstand-push-up', 0.95), ('dip', 0.95), ('weighted-dip', 0.95),
    ('assisted-dip', 0.95), ('pull-up', 0.95), ('chin-up', 0.95), ('neutral-grip-pull-up', 0.95), ('weighted-pull-up', 0.95),
    ('assisted-pull-up', 0.95), ('negative-pull-up', 0.95), ('towel-pull-up', 0.95), ('muscle-up', 0.95), ('inverted-row', 0.68),
    ('ring-row', 0.53), ('suspension-row', 0.53), ('bodyweight-squat', 0.88), ('jump-squat', 0.88), ('step-up', 0.88),
    ('pistol-squat', 0.94), ('lunge', 0.66), ('reverse-lunge', 0.66), ('split-squat', 0.66), ('jumping-lunge', 0.66),
    ('curtsy-lunge', 0.66), ('bodyweight-calf-raise', 0.97), ('single-leg-calf-raise', 0.97), ('glute-bridge', 0.40),
    ('single-leg-glute-bridge', 0.40), ('back-extension', 0.60), ('leg-raise', 0.40), ('hanging-leg-raise', 0.40),
    ('sit-up', 0.50), ('decline-sit-up', 0.50)
) as v (slug, share)
where e.slug = v.slug;

-- What named schemes have of themselves now (private.load_limits).
update private.target_facts as f
set rules = n.rules
from (
    select
        o.user_id, o.plan_exercise_id, o.set_at,
        case when jsonb_typeof(o.rules) = 'array' then l.list else jsonb_set(o.rules, '{rules}', l.list) end as rules
    from private.target_facts as o
    inner join public.workout_plan_day_exercises as x
        on x.user_id = o.user_id and x.id = o.plan_exercise_id and x.exercise_id = o.exercise_id
    cross join lateral (
        select
            jsonb_agg(
                case when r.value ->> 'axis' = 'load' then private.load_limits(x.exercise_id) || r.value else r.value end order by r.i
            ) as list
        from jsonb_array_elements(private.rule_list(o.rules)) with ordinality as r (value, i)
    ) as l
    where l.list is not null
        and (x.progression is null or x.progression ->> 'scheme' in ('linear', 'double', 'sum_of_reps'))
) as n
where f.user_id = n.user_id and f.plan_exercise_id = n.plan_exercise_id and f.set_at = n.set_at and f.rules <> n.rules;

-- Nobody is congratulated on what is only counted anew.
alter table public.personal_records disable trigger tell;
alter table public.personal_records disable trigger tell_first;

select private.recompute_progress(p.id)
from public.profiles as p
where exists (select from public.workout_sessions as w where w.user_id = p.id and w.status = 'completed');

alter table public.personal_records enable trigger tell;
alter table public.personal_records enable trigger tell_first;
