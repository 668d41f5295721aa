"""Ten years of an eager athlete's training, and a photo a week for a year, fit into free."""

from datetime import timedelta

from tests.database.athlete import (
    NOON,
    PUSH_UP,
    Athlete,
    Connection,
    exercise,
    line,
    one_set,
    sign_up,
    workout,
)

MONTHS = 120
EXERCISES = [
    exercise(slug)
    for slug in (
        *("barbell-bench-press", "barbell-back-squat", "barbell-curl", "bulgarian-split-squat"),
        *("push-up", "assisted-dip"),
    )
]
WORDS = "Felt strong today, although the second set was slower than last week. "


def train(athlete: Athlete, first_day: int, days: int, plan: str) -> None:
    """Six workouts of 25 sets a week; check-in, scales and a talk with the coach each day; a plan a month."""
    rounds = [(day, athlete.lines_of(day)) for day in athlete.days_of(plan)]
    conversation = athlete.value(
        "insert into public.coach_conversations (user_id, title) values (%s, 'Month') returning id",
        athlete.id,
    )
    for number in range(first_day, first_day + days):
        at = NOON + timedelta(days=number)
        athlete.check_in(at, mood=4, energy=7, notes=WORDS)
        athlete.write(
            "insert into public.body_measurements (logged_at, weight_kg, other_metrics) values (%s, %s, %s)",
            *(at, 80 + number % 3, '{"waist": 82.5, "chest": 104}'),
        )
        for sender, words in (("user", WORDS * 2), ("ai", WORDS * 8)):
            athlete.sql.execute(
                "insert into public.ai_coach_messages (user_id, session_id, sender, content)"
                " values (%s, %s, %s, %s)",
                [athlete.id, conversation, sender, words],
            )
        if number % 7 == 0:
            continue
        day, lines = rounds[number % len(rounds)]
        sets = [
            one_set(
                EXERCISES[n % 6],
                reps=8 + (number + n) % 4,
                load=None if EXERCISES[n % 6] == PUSH_UP else 40 + number % 5,
                workout_plan_exercise_id=lines[n % 6],
                difficulty_rating=8,
                notes=WORDS if n % 10 == 0 else None,
            )
            for n in range(25)
        ]
        athlete.log(workout(at, *sets, day=day, notes=WORDS))


def new_plan(athlete: Athlete) -> str:
    day = [
        line(e, order_in_workout=n, target_reps="8-12", progression={"scheme": "double"}, notes=WORDS)
        for n, e in enumerate(EXERCISES, 1)
    ]
    return athlete.create_plan(*[day] * 4)


def test_ten_years_of_training_fit_into_free(sql: Connection) -> None:
    athlete = sign_up(sql)
    athlete.weigh(80)
    # The first workouts have more records and levels than those of years later.
    train(athlete, 1, 14, new_plan(athlete))
    before = numbers(athlete)
    train(athlete, 15, 30, new_plan(athlete))
    month = {what: used - before[what] for what, used in numbers(athlete).items()}
    row = sql.execute("select to_jsonb(b) from private.budgets as b where b.tier = 'free'").fetchone()
    assert row
    needed = {what: used * MONTHS for what, used in month.items()}
    assert {what: used for what, used in needed.items() if used > row[0][what]} == {}
    # Not by a wide margin that a single account could fill.
    assert row[0]["bytes"] < 2 * needed["bytes"], needed


def test_a_photo_of_full_size_a_week_fits_into_free_for_a_year(sql: Connection) -> None:
    query = """
        select 53 * max(k.file_size_limit) <= b.file_bytes and 53 <= b.files
        from storage.buckets as k cross join private.budgets as b
        where b.tier = 'free' group by b.tier
    """
    assert sql.execute(query.encode()).fetchall() == [(True,)]


def numbers(athlete: Athlete) -> dict[str, int]:
    names = ("bytes", "rows", "history_bytes", "workouts", "sets", "plan_lines", "messages")
    query = f"select {', '.join(names)} from private.measure_account('{athlete.id}')"
    return dict(zip(names, athlete.rows(query)[0], strict=True))
