-- Version 1. Sites disagree; the men's figures are those of arvo.guru. Women's tables on the web cite no data, so the
-- women's figures are the men's times the ratio of women's to men's lifts relative to bodyweight: the 90th percentiles of
-- 809,986 drug-tested, unequipped results, ages 18 to 35 (van den Hoek 2024): squat 2.26 / 2.83, bench press 1.35 / 1.95,
-- deadlift 2.66 / 3.25, rounded to steps of 0.05. Overhead presses and rows use the ratio of the bench press.
insert into private.strength_standards (version, lift, sex, ratios, source)
select
    1, s.lift::public.key_lift, s.sex::public.sex, s.ratios::numeric [],
    case s.sex
        when 'male' then 'arvo.guru/resources/strength-standards'
        else 'arvo.guru/resources/strength-standards for men, by the women''s share of relative strength in van den Hoek 2024, '
            || 'J Sci Med Sport 27:734, doi.org/10.1016/j.jsams.2024.07.005'
    end
from (
    values
    ('squat', 'male', '{0.75, 1.00, 1.75, 2.25, 2.50}'),
    ('bench_press', 'male', '{0.50, 0.75, 1.25, 1.75, 2.00}'),
    ('deadlift', 'male', '{1.00, 1.25, 2.00, 2.50, 3.00}'),
    ('overhead_press', 'male', '{0.35, 0.50, 0.75, 1.00, 1.20}'),
    ('barbell_row', 'male', '{0.50, 0.75, 1.00, 1.40, 1.75}'),
    ('squat', 'female', '{0.60, 0.80, 1.40, 1.80, 2.00}'),
    ('bench_press', 'female', '{0.35, 0.50, 0.85, 1.20, 1.40}'),
    ('deadlift', 'female', '{0.80, 1.00, 1.65, 2.05, 2.45}'),
    ('overhead_press', 'female', '{0.25, 0.35, 0.50, 0.70, 0.85}'),
    ('barbell_row', 'female', '{0.35, 0.50, 0.70, 0.95, 1.20}')
) as s (lift, sex, ratios)
on conflict (version, lift, sex) do nothing;
