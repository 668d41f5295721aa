"""What is to be said about a plan beside its findings: about time, days, complaints and the person."""

from collections.abc import Iterable, Iterator, Mapping

from shared.planner.aerobic import aerobic_share, is_aerobic
from shared.planner.facts import Brief
from shared.planner.findings import Finding, Rule
from shared.planner.people import WEIGHT_LOSS_FROM, complaints_of, is_older, is_young
from shared.planner.pool import Pool, has_real_pull
from shared.planner.splits import Split
from shared.planner.terms import BodyPart, Condition, GoalType, Level
from shared.planner.volume import VolumeGroup

# More minutes than strength work can use; fewer than any plan needs (WHO 2020: 150 aerobic minutes a week).
_MOST_MINUTES, _MOST_BEGINNER_MINUTES, _LEAST_AEROBIC_MINUTES = 90, 75, 150
# A plan that comes near it is told, too: the first weeks have less.
_NEAR = 1.15
_FEW_EXERCISES, _MANY_DAYS = 25, 4
# Shortfalls beyond this number are told in one sentence.
_MOST_SHORTFALLS = 2

# Who to ask, and when to stop, by condition; for other pains `_pain`.
_CALL_FOR = "bleeding, fluid, regular pains, dizziness, chest pain or a swollen calf"
_AFTER_SURGERY = "After surgery: only what your surgeon or physiotherapist has cleared."
_CARE: Mapping[Condition, str] = {
    Condition.PREGNANCY: (
        f"Pregnancy: ask your midwife or doctor once before you begin. Stop and call them for {_CALL_FOR}."
    ),
    Condition.LATE_PREGNANCY: (
        "Pregnancy: ask your midwife or doctor once before you begin; nothing lying flat, and loads stay as "
        f"they are. Stop and call them for {_CALL_FOR}."
    ),
    Condition.HIGH_BLOOD_PRESSURE: (
        "High blood pressure: ask your doctor before you begin, and don't train from 180/110 at rest. "
        "Breathe out with each effort, and walk a few minutes at the end."
    ),
    Condition.OSTEOPOROSIS: (
        "Osteoporosis: ask your doctor before you begin; nothing that bends or twists the back under load."
    ),
    Condition.DISC: (
        "Back: have a doctor or physiotherapist agree before you begin. Keep the back neutral; stop and "
        "see a doctor for pain down the leg, numbness or weakness."
    ),
    Condition.OBESITY: (
        "If you haven't trained for long, ask a doctor before you begin; walks count from the first day."
    ),
    Condition.HERNIA: (
        "Hernia: ask your doctor before you begin; exhale with each effort, stop if it bulges or hurts."
    ),
    Condition.EPILEPSY: "Epilepsy: ask your doctor before you begin, and train with somebody near.",
    Condition.CUFF_SURGERY: _AFTER_SURGERY,
    Condition.ACL_GRAFT: _AFTER_SURGERY,
    Condition.PELVIC_FLOOR: (
        "Pelvic floor: go a step back for leaking, heaviness or a doming belly, and see a pelvic "
        "physiotherapist."
    ),
}
_PAIN = (
    "pain up to 3 of 10 that is gone the next morning is all right, more isn't. See a doctor or "
    "physiotherapist if it swells, gives way, wakes you or lasts."
)


def remarks(brief: Brief, pool: Pool, split: Split) -> Iterator[str]:
    """Yield sentences to the person."""
    yield from dict.fromkeys(_care(brief))
    yield from _time(brief, pool)
    if not has_real_pull(pool):
        yield "No row or pull-up suits you and your equipment: a band, rings or a bar would train the back."
    easy = sum(day.is_recovery for day in split.days)
    if easy and not is_aerobic(brief):
        which = (
            f"1 of {brief.days_per_week} days is"
            if easy == 1
            else f"{easy} of {brief.days_per_week} days are"
        )
        yield f"{which} easy: muscles grow between the days that train them."
    if is_older(brief):
        yield "No jumps, nothing to the limit, balance every day. If in doubt, ask a doctor before you begin."
    if is_young(brief):
        yield "Technique first, with somebody who watches; no tests of the heaviest single."
    if brief.goal_type is GoalType.LOSE_WEIGHT and brief.age is not None and brief.age < WEIGHT_LOSS_FROM:
        yield "Under 18 this plan is for fitness; leave weight goals to a doctor or dietitian."


def shortfalls(findings: Iterable[Finding]) -> list[str]:
    """Return the warnings of a check: many muscles with too few sets in one sentence, all else as it is."""
    found = list(findings)
    short = [finding for finding in found if finding.rule in (Rule.VOLUME_LOW, Rule.FREQUENCY)]
    others = [finding.message for finding in found if finding not in short]
    if len(short) <= _MOST_SHORTFALLS:
        return [finding.message for finding in found]
    groups = [group for group in VolumeGroup if any(f.message.startswith(group.capitalize()) for f in short)]
    is_time = any("time is too short" in finding.message for finding in short)
    why = "the time is too short" if is_time else "equipment and the limits of other muscles allow no more"
    return [*others, f"Less than is best for {', '.join(groups)}: {why}."]


def _care(brief: Brief) -> Iterator[str]:
    for complaint in sorted(complaints_of(brief), key=lambda c: (c.body_part, c.condition)):
        if complaint.condition in _CARE:
            yield _CARE[complaint.condition]
        elif complaint.body_part is not BodyPart.BODY:
            yield f"{complaint.body_part.capitalize()}: {_PAIN}"


def _time(brief: Brief, pool: Pool) -> Iterator[str]:
    week = brief.days_per_week * brief.minutes_per_session
    most = _MOST_BEGINNER_MINUTES if brief.fitness_level is Level.BEGINNER else _MOST_MINUTES
    if brief.minutes_per_session > most:
        yield (
            f"{brief.minutes_per_session} minutes are more than a session of strength work needs: a shorter "
            "one does as much, so it doesn't fill them."
        )
    if len(pool.strength) < _FEW_EXERCISES and brief.days_per_week > _MANY_DAYS:
        yield "Few exercises suit you and your equipment: fewer days, 3 to 4, would do as much."
    if is_aerobic(brief) and aerobic_share(brief) * week < _NEAR * _LEAST_AEROBIC_MINUTES:
        yield f"Add walks where you can: {_LEAST_AEROBIC_MINUTES} minutes a week of them are the aim."
