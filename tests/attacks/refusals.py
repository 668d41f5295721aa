"""How a statement of a user's is refused."""

import psycopg

from tests.database.athlete import Athlete
from tests.support import acting_as


def error_of(athlete: Athlete, query: str, *arguments: object) -> str | None:
    """The SQLSTATE with which a statement of the user's is refused."""
    try:
        with acting_as(athlete.sql, athlete.id) as sql, sql.transaction(force_rollback=True):
            sql.execute(query.encode(), arguments)
    except psycopg.Error as error:
        return error.sqlstate
    return None
