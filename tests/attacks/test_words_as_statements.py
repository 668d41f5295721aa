"""Text that looks like SQL, filters, JSON or formulas is stored unchanged and has no effect.

Through every text column that clients may write, every text of every document and every text argument of an
RPC. Which those are, the catalogue says.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pytest

from tests.access.callers import Caller
from tests.access.expectations import OWNED
from tests.access.rpc_cases import COMPUTED_COLUMNS, SERVICE_ONLY
from tests.access.world import Row, World, key_of
from tests.attacks.words import LINES, WORDS
from tests.input.documents import DOCUMENTS, Document, put
from tests.support import Connection

ALL = WORDS | LINES
# What a statement, a filter or a document could be ended by: enough where nothing is kept.
SHARP = {kind: WORDS[kind] for kind in list(WORDS)[:8]} | {"JSON": WORDS["JSON"], "nothing": "null", "": ""}
WRITTEN = [table for table, rule in OWNED.items() if "update" in rule.verbs]
# Texts in a notation of their own, which no free words can be; one too short for any; one in a private table.
NOTATIONS = ("target_reps", "username")
ELSEWHERE = ("tone", "embedding_model")


@pytest.fixture(scope="module")
def texts(shared_sql: Connection) -> dict[str, list[str]]:
    """Of every table the text columns that a client may change."""
    rows = shared_sql.execute(
        """
        select c.relname, array_agg(a.attname::text)
        from pg_class as c
        inner join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        inner join pg_type as t on t.oid = a.atttypid
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and t.typcategory = 'S'
            and has_column_privilege('authenticated', c.oid, a.attnum, 'UPDATE')
        group by c.relname
        """
    ).fetchall()
    return dict(rows)


def strings(value: Any) -> Iterator[str]:
    """Every text in a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def timeless(snapshot: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """Rows without the moments of their changes, in a stable order; that there were changes is on record."""
    return {
        table: sorted(({k: v for k, v in row.items() if not k.endswith("_at")} for row in rows), key=str)
        for table, rows in snapshot.items()
        if table != "audit_events"
    }


@pytest.mark.attack("words-1")
def test_every_text_that_a_client_may_change_is_tried(texts: dict[str, list[str]]) -> None:
    """Of templates, admins alone write."""
    assert set(texts) - {"plan_templates"} <= set(WRITTEN)


@dataclass(frozen=True)
class Written:
    """A row to write words into, and what went wrong with them."""

    caller: Caller
    table: str
    key: dict[str, str]
    wrong: list[tuple[str, ...]] = field(default_factory=list)

    def takes(self, words: str, *columns: str) -> bool:
        """Whether these columns took the words. What was taken stands there, and is all that they find."""
        answer = self.caller.change(self.table, dict.fromkeys(columns, words), **self.key)
        if answer.status_code >= 500:
            self.wrong.append((*columns, words, answer.text[:200]))
        if answer.status_code != 200:
            return False
        for column in columns:
            found = self.caller.see(self.table, select=column, **{column: f"eq.{words}"}).json()
            if {words} != {one[column] for one in [*answer.json(), *found]}:
                self.wrong.append((column, words, answer.text[:200]))
        return True


@pytest.mark.attack("words-2")
@pytest.mark.parametrize("table", WRITTEN)
def test_a_column_keeps_words_to_the_letter_or_refuses_them(
    owner: World, shared_sql: Connection, texts: dict[str, list[str]], table: str
) -> None:
    """And a filter with the same words finds nothing else."""
    row, columns, before = owner.row(table), texts.get(table, []), timeless(owner.snapshot())
    written = Written(owner.caller, table, {name: f"eq.{row[name]}" for name in key_of(shared_sql, table)})
    was = owner.caller.see(table, **written.key).json()[0]
    # Columns with a notation refuse most words, and would hide what the others do with them.
    free = [name for name in columns if written.takes("Plain words", name)]
    for words in ALL.values():
        if free and not written.takes(words, *free):
            for name in free:
                written.takes(words, name)
    for name, words in product(set(columns) - set(free), SHARP.values()):
        written.takes(words, name)
    if columns:
        restored = owner.caller.change(table, {name: was[name] for name in columns}, **written.key)
        assert restored.status_code == 200
    assert written.wrong == []
    assert timeless(owner.snapshot()) == before


@pytest.mark.attack("words-1")
def test_most_columns_take_any_words(
    owner: World, shared_sql: Connection, texts: dict[str, list[str]]
) -> None:
    """Else the attacks below were refused for what they are, and proved nothing."""
    notations = {
        ("notification_settings", "locale"),
        ("user_consents", "version"),
        ("profiles", "username"),
        ("profiles", "timezone"),
        ("profiles", "avatar_url"),
        ("exercises", "image_url"),
        ("workout_plan_day_exercises", "target_reps"),
    }
    found = {(table, name) for table in WRITTEN for name in texts.get(table, [])}
    for table, name in found - notations:
        key = {column: f"eq.{owner.row(table)[column]}" for column in key_of(shared_sql, table)}
        was = owner.caller.see(table, select=name, **key).json()[0][name]
        assert Written(owner.caller, table, key).takes("Plain words", name), (table, name)
        assert owner.caller.change(table, {name: was}, **key).status_code == 200


OVERWRITING = ("correct_workout", "complete_onboarding", "record_check_in")
FREE = [document for document in DOCUMENTS if any(kind.startswith("text") for kind in document.keys.values())]


def texts_of(document: Document) -> list[str]:
    """The keys of a document that take any words."""
    return [
        key
        for key, kind in document.keys.items()
        if kind.startswith("text") and not key.endswith((*NOTATIONS, *ELSEWHERE))
    ]


@pytest.mark.attack("words-3")
@pytest.mark.parametrize("document", FREE, ids=str)
def test_a_document_keeps_words_to_the_letter_or_refuses_them(
    owner: World, secret: Caller, document: Document
) -> None:
    caller, answers = secret if document.by_service else owner.caller, {}
    keys = texts_of(document)
    for words in ALL.values():
        # Told apart from what another document left behind.
        said = f"{words} {document.rpc[:9]}{len(keys)}."
        given = document.valid(owner)
        for key in keys:
            given = put(given, key, said)
        answers[said] = caller.rpc(document.rpc, **document.call(owner, given)).status_code
    kept = Counter(strings(owner.snapshot()))
    assert set(answers.values()) <= {200, 400, 422}
    # What is overwritten by the next stands there no more: of those, the last tells.
    assert kept[said] >= len(keys)
    refused = [words for words, status in answers.items() if status != 200 and kept[words]]
    lost = [words for words, status in answers.items() if status == 200 and kept[words] < len(keys)]
    assert refused == []
    assert lost == [] or document.rpc in OVERWRITING


@pytest.mark.attack("words-4")
@pytest.mark.parametrize(
    ("document", "key"),
    [
        pytest.param(document, key, id=f"{document}-{key}")
        for document in DOCUMENTS
        for key in document.keys
        if key.endswith(NOTATIONS) and not key.startswith("operations")
    ],
)
def test_a_notation_takes_no_free_words(owner: World, secret: Caller, document: Document, key: str) -> None:
    caller, before = secret if document.by_service else owner.caller, owner.snapshot()
    said = {
        kind: caller.rpc(document.rpc, **document.call(owner, put(document.valid(owner), key, words)))
        for kind, words in SHARP.items()
        # Why shouldn't somebody call themselves null. Nothing at all is no words.
        if kind not in {"nothing", ""}
    }
    assert {kind: answer.text for kind, answer in said.items() if answer.status_code != 422} == {}
    assert owner.snapshot() == before


# Where a text is an argument by itself: what else the call needs.
ARGUMENTS: dict[tuple[str, str], Row] = {
    ("delete_my_account", "p_confirm"): {},
    ("export_my_data", "p_section"): {},
    ("match_memories", "p_query_text"): {"p_query_embedding": f"[{','.join(['0.5'] * 768)}]"},
    ("match_memories", "p_query_embedding"): {"p_query_text": "knee"},
    ("match_memories", "p_model"): {
        "p_query_text": "knee",
        "p_query_embedding": f"[{','.join(['0.5'] * 768)}]",
    },
    ("record_check_in", "p_timezone"): {},
    ("register_device", "p_token"): {"p_platform": "fcm"},
    ("register_device", "p_app_version"): {"p_platform": "fcm", "p_token": "words"},
    ("register_device", "p_locale"): {"p_platform": "fcm", "p_token": "words"},
    ("search_exercises", "p_query"): {},
    ("search_exercises", "p_after"): {},
    ("start_workout", "p_timezone"): {},
}


@pytest.mark.attack("words-5")
def test_every_text_argument_is_tried(shared_sql: Connection) -> None:
    found = shared_sql.execute(
        """
        select p.proname::text, a.name from pg_proc as p
        cross join lateral unnest(p.proargnames, p.proargtypes::oid[]) as a (name, type)
        where p.pronamespace = 'public'::regnamespace and a.type = 'text'::regtype
        """
    ).fetchall()
    by_users = {(rpc, name) for rpc, name in found if rpc not in SERVICE_ONLY and rpc not in COMPUTED_COLUMNS}
    # finish_workout's note is tried with a workout to finish.
    assert by_users == set(ARGUMENTS) | {("finish_workout", "p_notes")}


@pytest.mark.attack("words-6")
@pytest.mark.parametrize(("rpc", "name"), ARGUMENTS)
def test_an_argument_is_words_and_nothing_more(owner: World, stranger: World, rpc: str, name: str) -> None:
    others = stranger.snapshot()
    kept = {table: len(rows) for table, rows in owner.snapshot().items() if table != "push_devices"}
    for kind, words in SHARP.items():
        answer = owner.caller.rpc(rpc, **ARGUMENTS[rpc, name], **{name: words})
        assert answer.status_code < 500, (kind, answer.text)
        assert stranger.caller.id not in answer.text
    assert {table: len(owner.snapshot()[table]) for table in kept} == kept
    assert stranger.snapshot() == others


@pytest.mark.attack("words-7")
@pytest.mark.parametrize("words", LINES.values(), ids=LINES)
def test_a_workouts_note_is_kept_to_the_letter(builder: World, words: str) -> None:
    session = builder.caller.done("start_workout")["id"]
    answer = builder.caller.rpc("finish_workout", p_session_id=session, p_notes=words)
    assert answer.status_code == 200, answer.text
    [row] = builder.caller.see("workout_sessions", id=f"eq.{session}").json()
    assert row["notes"] == words
    assert builder.caller.drop("workout_sessions", id=f"eq.{session}").status_code == 200
