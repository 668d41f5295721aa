"""Functions and files behind the same origin."""

import uuid
from typing import Any

import httpx
import psycopg
import pytest

from local.services import Address
from tests import people


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


def test_a_browser_sees_when_to_come_again_and_which_request_it_was(stack: Address) -> None:
    answer = httpx.post(f"{stack.url}/functions/v1/generate-plan", headers={"origin": "https://app.example"})
    exposed = answer.headers["access-control-expose-headers"].split(", ")
    assert {"retry-after", "x-request-id"} <= set(exposed)


@pytest.fixture(scope="module")
def own_folder(database: str) -> None:
    """A bucket in which everybody has a folder."""
    with psycopg.connect(database) as connection:
        connection.execute("""
            insert into storage.buckets (id, name) values ('folders', 'folders');
            create policy "own folder of folders" on storage.objects to authenticated
            using (bucket_id = 'folders' and (storage.foldername(name))[1] = (select auth.uid()::text));
        """)


@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize("field", ["file", "", "picture"])
@pytest.mark.usefixtures("own_folder")
def test_of_a_form_the_file_is_kept_whatever_its_name(stack: Address, method: str, field: str) -> None:
    """supabase-py calls it file, supabase-js calls it nothing, and both replace files by PUT."""
    person = people.sign_up(stack)
    headers = {"apikey": stack.publishable_key, "authorization": f"Bearer {person.access_token}"}
    address = f"{stack.url}/storage/v1/object/folders/{person.id}/face.png"
    form: dict[str, Any] = {field: ("face.png", b"\x89PNG", "image/png")}
    answer = httpx.request(method, address, headers=headers, files=form, data={"cacheControl": "60"})
    assert answer.status_code == 200, answer.text
    kept = httpx.get(address, headers=headers)
    assert (kept.content, kept.headers["content-type"]) == (b"\x89PNG", "image/png")
    assert kept.headers["cache-control"] == "max-age=60"


@pytest.mark.parametrize("body", [b"no form", b"--x\r\n", b""], ids=["no form", "half of one", "nothing"])
def test_a_form_without_a_file_is_the_senders_fault(user: httpx.Client, body: bytes) -> None:
    headers = {"content-type": "multipart/form-data; boundary=x"}
    answer = user.post("/storage/v1/object/folders/a/b.png", content=body, headers=headers)
    assert answer.status_code == 400


def test_a_file_is_stored_and_read_back_under_policies(stack: Address, database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("""
            insert into storage.buckets (id, name) values ('pictures', 'pictures') on conflict do nothing;
            create policy "own folder" on storage.objects to authenticated
            using ((storage.foldername(name))[1] = (select auth.uid()::text))
            with check ((storage.foldername(name))[1] = (select auth.uid()::text));
        """)
    person, stranger = people.sign_up(stack), people.sign_up(stack)
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
