"""What hosted projects can switch on and the local Postgres has not."""

import psycopg
import pytest

from local.database.workshop import Workshop
from tests.parity.waiting import within
from tests.support import Connection


@pytest.mark.parametrize("extension", ["hypopg", "pgtap", "plpgsql_check"])
def test_postgres_may_create_it_without_being_superuser(parity_workshop: Workshop, extension: str) -> None:
    with psycopg.connect(parity_workshop.empty()) as connection:
        connection.execute(f"create extension {extension} with schema extensions".encode())


def test_a_job_is_fired(cron: Connection) -> None:
    cron.execute("create table public.fired (at timestamptz)")
    cron.execute("select cron.schedule('fire', '1 second', 'insert into public.fired values (now())')")

    assert within(10, cron, "select exists (select from public.fired)")


def test_scheduling_a_name_again_replaces_its_job(cron: Connection) -> None:
    cron.execute("select cron.schedule('again', '0 3 * * *', 'select 1')")
    cron.execute("select cron.schedule('again', '0 4 * * *', 'select 2')")

    assert cron.execute("select command from cron.job where jobname = 'again'").fetchall() == [("select 2",)]
