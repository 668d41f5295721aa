"""What a line's steps say of themselves."""

from tests.database.athlete import Athlete


def reasons_of(athlete: Athlete, line_id: str) -> list[tuple[str | None, str]]:
    """The rule and the sentence of each step, oldest first."""
    rows = athlete.rows(
        """
        select
            p.rule, private.reason_text(p.reason_code, p.rule, p.inputs, p.old_target, p.new_target, 'metric')
        from public.prescriptions as p
        where p.plan_exercise_id = %s and p.superseded_at is null
        order by p.effective_at, p.session_id nulls first
        """,
        line_id,
    )
    return [(rule, text) for rule, text in rows]
