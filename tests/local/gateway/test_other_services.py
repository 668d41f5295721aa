"""Functions and files behind the same origin."""

import uuid

import httpx
import psycopg
import pytest

from local.services import Address
from tests import support


def test_an_unknown_function_is_a_problem(user: httpx.Client) -> None:
    answer = user.post("/functions/v1/no-such-function", json={})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["code"], problem["status"]) == ("not_found", 404)
    assert uuid.UUID(problem["request_id"]).version == 4


def test_a_browser_may_call_functions_with_an_idempotency_key(stack: Address) -> None:
    answer = httpx.options(f"{stack.url}/functions/v1/generate-plan")
    allowed = answer.headers["access-control-allow-headers"].split(", ")
    assert {"authorization", "apikey", "x-client-info", "content-type", "idempotency-key"} <= set(allowed)


def test_a_file_is_stored_and_read_back_under_policies(stack: Address, database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("""
            insert into storage.buckets (id, name) values ('pictures', 'pictures') on conflict do nothing;
            create policy "own folder" on storage.objects to authenticated
            using ((storage.foldername(name))[1] = (select auth.uid()::text))
            with check ((storage.foldername(name))[1] = (select auth.uid()::text));
        """)
    person, stranger = support.sign_up(stack), support.sign_up(stack)
    path = f"{person.id}/face.png"
    person.client.storage.from_("pictures").upload(path, b"\x89PNG", {"content-type": "image/png"})
    assert person.client.storage.from_("pictures").download(path) == b"\x89PNG"
    with pytest.raises(Exception, match=r"[Nn]ot.found"):
        stranger.client.storage.from_("pictures").download(path)
    with pytest.raises(Exception, match="row-level security"):
        stranger.client.storage.from_("pictures").upload(path, b"mine now", {"upsert": "true"})
    person.client.storage.from_("pictures").remove([path])
    with pytest.raises(Exception, match=r"[Nn]ot.found"):
        person.client.storage.from_("pictures").download(path)
