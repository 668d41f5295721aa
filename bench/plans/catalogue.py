"""The catalogue from a temporary Postgres, through the same columns that a client reads: it can't drift."""

import psycopg
from psycopg.rows import scalar_row

from bench.laboratory import Laboratory, laboratory
from bench.plans.case import Catalogue
from local.binaries import PostgresVersion
from shared.planner.facts import ExerciseFacts

_EXERCISES = """
select to_jsonb(e) || jsonb_build_object(
    'exercise_equipment', coalesce((
        select jsonb_agg(to_jsonb(n)) from public.exercise_equipment n where n.exercise_id = e.id
    ), '[]'),
    'exercise_contraindications', coalesce((
        select jsonb_agg(to_jsonb(c)) from public.exercise_contraindications c where c.exercise_id = e.id
    ), '[]')
)
from public.exercises e
where e.created_by is null and e.is_active
order by e.id
"""


def read(version: PostgresVersion) -> Catalogue:
    """Return the seeded catalogue; takes two seconds."""
    with laboratory(version) as place:
        return read_from(place)


def read_from(place: Laboratory) -> Catalogue:
    """The same from this database."""
    with psycopg.connect(place.url(), row_factory=scalar_row) as connection:
        rows = connection.execute(_EXERCISES).fetchall()
        equipment = connection.execute("select jsonb_object_agg(id, slug) from public.equipment").fetchone()
    return Catalogue(tuple(ExerciseFacts.from_row(row) for row in rows), equipment or {})
