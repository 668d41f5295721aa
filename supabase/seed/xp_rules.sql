-- Version 1 of the XP rules. To change them, add a version and never edit an old one: past events keep their XP.
insert into public.xp_rule_versions (version, valid_from, daily_cap, description)
values (1, '2000-01-01Z', 300, 'A workout, what was in it, records and regularity; levels grow with the square.')
on conflict (version) do nothing;

insert into public.xp_rules (version, event_type, xp)
values
(1, 'workout_completed', 50),
(1, 'exercise_logged', 5),
(1, 'personal_record', 20),
(1, 'streak_kept', 50),
(1, 'check_in', 5),
(1, 'achievement', 0),
(1, 'onboarding', 50)
on conflict (version, event_type) do nothing;

-- level = floor(sqrt(xp / 100)) + 1, written out.
insert into public.level_thresholds (version, level, min_xp)
select 1, n.level, 100 * (n.level - 1) * (n.level - 1)
from generate_series(1, 200) as n (level)
on conflict (version, level) do nothing;
