"""Asking a second reader over HTTP: what leaves the machine, where to, and every way in which it can fail."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from chat_server import Behaviour, answering, chat_server, dripping, raw_bytes, settings_file, silent
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st
from second_answers import a_claim, answer

from ashore.model.errors import AshoreError, BadInput, Refused
from ashore.model.numbers import blanked, holds_number
from ashore.model.vocabulary import CLAIM_KINDS, CLAIM_UNITS, OUTCOMES, QUALIFIERS, SOURCE_STANDINGS
from ashore.reading.claims.second import WHY_ASIDE, read_answer
from ashore.second_reader import faults
from ashore.second_reader.asked import Asked
from ashore.second_reader.asking import (
    LARGEST_ANSWER,
    MOST_LETTERS,
    ChatReader,
    answer_schema,
    instructions,
    prompt_hash,
)
from ashore.second_reader.kept import AnswerToOtherWords, NotAnAnswer, as_file, read_file
from ashore.second_reader.settings import read_settings

TEXT = "Forty-one people were taken off a dinghy, the harbour office said."
GOOD = answer(a_claim("Forty-one people were taken off", 41))
KEY = "sk-very-secret-0123456789"


def reader(folder: Path, heard: object, **more: object) -> ChatReader:
    return ChatReader(read_settings(settings_file(folder, heard, **more)), lambda: 1_927_920_000_000)  # type: ignore[arg-type]


def test_a_text_is_asked_about_once_and_the_answer_kept_as_it_came(tmp_path: Path) -> None:
    with chat_server(answering(GOOD)) as heard:
        asked = reader(tmp_path, heard).ask(TEXT)
    assert asked.raw == GOOD
    assert (asked.model, asked.sent_to) == ("tern-7b", f"127.0.0.1:{heard.port}")
    assert asked.asked_at_ms == 1_927_920_000_000
    assert heard.paths == ["/v1/chat/completions"]
    assert heard.words == [TEXT]
    (second,) = read_answer(asked.raw, TEXT).claims
    assert second.claim.value == 41


def test_nothing_is_sent_but_the_words_and_the_instructions(tmp_path: Path) -> None:
    """The whole request is known: its fields, its headers, and no key where none is configured."""
    with chat_server(answering(GOOD)) as heard:
        reader(tmp_path, heard).ask(TEXT)
    sent = json.loads(heard.bodies[0])
    assert sorted(sent) == [
        "max_tokens",
        "messages",
        "model",
        "response_format",
        "seed",
        "stream",
        "temperature",
    ]
    assert (sent["temperature"], sent["seed"], sent["stream"]) == (0, 1, False)
    assert [each["role"] for each in sent["messages"]] == ["system", "user"]
    assert sent["messages"][0]["content"] == instructions()
    assert sent["messages"][1]["content"] == TEXT
    assert sent["response_format"]["json_schema"]["schema"] == answer_schema()
    assert sorted(name.lower() for name in heard.headers[0]) == [
        "accept",
        "accept-encoding",
        "connection",
        "content-length",
        "content-type",
        "host",
        "user-agent",
    ]


def test_the_same_text_is_asked_about_in_the_same_bytes(tmp_path: Path) -> None:
    with chat_server(answering(GOOD)) as heard:
        one = reader(tmp_path, heard)
        assert one.ask(TEXT) == one.ask(TEXT)
    assert heard.bodies[0] == heard.bodies[1]


@pytest.mark.parametrize(("form", "expected"), [("json_object", {"type": "json_object"}), ("none", None)])
def test_a_server_that_knows_no_schema_is_asked_without(tmp_path: Path, form: str, expected: object) -> None:
    with chat_server(answering(GOOD)) as heard:
        reader(tmp_path, heard, answer_form=form).ask(TEXT)
    assert json.loads(heard.bodies[0]).get("response_format") == expected


def test_telephone_numbers_and_addresses_stay_here(tmp_path: Path) -> None:
    """A communiqué ends with the press office's number: its words go, every other letter at its place."""
    text = TEXT + " Presse : 01 34 56 78 90, +33 6 00 00 00 00, press.office@example.org."
    with chat_server(answering(GOOD)) as heard:
        reader(tmp_path, heard).ask(text)
    (words,) = heard.words
    assert len(words) == len(text)
    assert words.startswith(TEXT)
    assert not re.search("56|00 00|example", words)


def test_an_address_that_a_number_runs_into_is_blanked_too() -> None:
    assert blanked("+33600000000bob@example.org.") == "•" * 27 + "."
    assert blanked("a" * 40_000) == "a" * 40_000


@given(st.text(max_size=120) | st.from_regex(r"(\+|0)[0-9 ./()-]{6,30}", fullmatch=True))
def test_blanking_leaves_no_number_and_moves_no_letter(text: str) -> None:
    shown = blanked(text)
    assert len(shown) == len(text)
    assert all(one in (other, "•") for one, other in zip(shown, text, strict=True))
    if not holds_number(text):
        assert shown == text


def test_the_key_goes_in_its_header_and_nowhere_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "key").write_text(KEY + "\n")
    caplog.set_level(logging.DEBUG)
    with chat_server(answering(GOOD), answering(b"", 401)) as heard:
        second = reader(tmp_path, heard, key_file="key")
        asked = second.ask(TEXT)
        with pytest.raises(faults.KeyRefused) as refused:
            second.ask(TEXT)
    assert [each["Authorization"] for each in heard.headers] == [f"Bearer {KEY}"] * 2
    assert KEY.encode() not in heard.bodies[0]
    assert KEY not in heard.paths[0]
    said = (
        f"{second!r} {second._settings!r} {asked!r} {refused.value!r} {refused.value.as_json()} {caplog.text}"
    )
    assert KEY not in said
    assert KEY.encode() not in as_file(asked)


def test_the_key_may_stand_in_a_variable(tmp_path: Path) -> None:
    file = settings_file(tmp_path, None, address="https://example.org/v1", key_variable="SECOND_KEY")
    assert read_settings(file, {"SECOND_KEY": f" {KEY}\n"}).key == KEY
    with pytest.raises(faults.SettingsUnusable, match="no key"):
        read_settings(file, {})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(tmp_path: Path, status: int) -> None:
    with chat_server(answering(GOOD)) as elsewhere:
        there = f"http://127.0.0.1:{elsewhere.port}/v1/chat/completions"
        with chat_server(answering(b"", status, Location=there)) as heard:
            second = reader(tmp_path, heard)
            with pytest.raises(faults.SentElsewhere, match=str(status)):
                second.ask(TEXT)
    assert elsewhere.bodies == []


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, faults.AnsweredByError),
        (401, faults.KeyRefused),
        (403, faults.KeyRefused),
        (404, faults.AnsweredByError),
        (429, faults.AskedTooOften),
        (500, faults.AnsweredByError),
        (503, faults.AnsweredByError),
        (204, faults.AnsweredByError),
    ],
)
def test_any_status_but_200_is_a_sentence_without_the_servers_words(
    tmp_path: Path, status: int, error: type[AshoreError]
) -> None:
    with chat_server(answering(b"" if status == 204 else b"we know who you are", status)) as heard:
        second = reader(tmp_path, heard)
        with pytest.raises(error, match=str(status)) as refused:
            second.ask(TEXT)
    assert "who you are" not in json.dumps(refused.value.as_json())
    assert isinstance(refused.value, Refused)


BROKEN: dict[str, Behaviour] = {
    "nothing": raw_bytes(b""),
    "no HTTP": raw_bytes(b"SSH-2.0-OpenSSH\r\n"),
    "a bad status": raw_bytes(b"HTTP/1.1 twohundred OK\r\n\r\n"),
    "a bad chunk": raw_bytes(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}"),
    "too long a header": raw_bytes(b"HTTP/1.1 200 OK\r\nA: " + b"b" * 100_000 + b"\r\n\r\n"),
    "too many headers": raw_bytes(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 1000 + b"\r\n"),
    "less than promised": answering(GOOD[:50], Content_Length=str(len(GOOD))),
}


@pytest.mark.parametrize("behaviour", BROKEN.values(), ids=BROKEN)
def test_a_broken_line_is_a_sentence(tmp_path: Path, behaviour: Behaviour) -> None:
    with chat_server(behaviour) as heard:
        second = reader(tmp_path, heard)
        with pytest.raises(faults.OutOfReach, match="cannot be reached"):
            second.ask(TEXT)


@given(
    st.lists(
        st.sampled_from(
            [
                b"HTTP/1.1 ",
                b"200 OK\r\n",
                b"100 Continue\r\n\r\n",
                b"302 Found\r\n",
                b"Content-Length: ",
                b"Transfer-Encoding: chunked\r\n",
                b"\r\n",
                b"5",
                b"-1",
                b"zz",
                b"{}",
                GOOD,
            ]
        )
        | st.binary(max_size=20),
        max_size=8,
    )
)
@settings(max_examples=60)
def test_whatever_comes_back_over_the_line_is_an_answer_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes]
) -> None:
    with chat_server(raw_bytes(b"".join(pieces))) as heard:
        second = reader(tmp_path_factory.getbasetemp(), heard, wait_s=5)
        with suppress(AshoreError):
            read_answer(second.ask(TEXT).raw, TEXT)


@pytest.fixture
def stop() -> Iterator[threading.Event]:
    """Ends whoever still talks when a test is over."""
    event = threading.Event()
    yield event
    event.set()


@pytest.mark.parametrize("how", ["silent", "in the head", "in the body"])
def test_who_is_too_slow_is_hung_up_on(tmp_path: Path, stop: threading.Event, how: str) -> None:
    """One letter every fiftieth of a second is no answer either: the whole has its time, and not each wait."""
    behaviour = {
        "silent": silent(stop),
        "in the head": dripping(stop, b"HTTP/1.1 200 OK\r\nX: "),
        "in the body": dripping(stop, b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n"),
    }[how]
    with chat_server(behaviour) as heard:
        second = reader(tmp_path, heard, wait_s=1)
        with pytest.raises(faults.TookTooLong, match="after 1 seconds"):
            second.ask(TEXT)
        stop.set()


def test_while_one_text_is_read_no_other_is_sent(tmp_path: Path, stop: threading.Event) -> None:
    with chat_server(silent(stop), answering(GOOD)) as heard:
        second = reader(tmp_path, heard, wait_s=60)
        failed: list[AshoreError] = []

        def ask() -> None:
            try:
                second.ask(TEXT)
            except AshoreError as error:
                failed.append(error)

        first = threading.Thread(target=ask)
        first.start()
        while not heard.bodies:
            first.join(0.01)
        with pytest.raises(faults.SecondReaderBusy):
            second.ask(TEXT)
        stop.set()
        first.join()
        assert isinstance(failed[0], faults.OutOfReach)
        assert len(heard.bodies) == 1
        assert second.ask(TEXT).raw == GOOD


@pytest.mark.parametrize("promised", [True, False])
def test_a_huge_answer_is_not_taken(tmp_path: Path, promised: bool) -> None:
    huge = b"[" * (LARGEST_ANSWER + 2)
    whole = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + huge
    with chat_server(answering(huge) if promised else raw_bytes(whole)) as heard:
        second = reader(tmp_path, heard)
        with pytest.raises(faults.AnswerTooLarge):
            second.ask(TEXT)


def test_a_text_that_is_too_long_is_not_sent(tmp_path: Path) -> None:
    with chat_server(answering(GOOD)) as heard:
        second = reader(tmp_path, heard)
        with pytest.raises(faults.TextTooLong):
            second.ask("x" * (MOST_LETTERS + 1))
    assert heard.bodies == []


def test_nobody_at_the_address_is_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    second = reader(tmp_path, None, address=f"http://127.0.0.1:{port}/v1")
    with pytest.raises(faults.OutOfReach, match="nothing listens there"):
        second.ask(TEXT)


def test_a_proxy_in_the_surroundings_is_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with chat_server(answering(GOOD)) as heard, chat_server(answering(GOOD)) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        reader(tmp_path, heard).ask(TEXT)
    assert proxy.bodies == []
    assert len(heard.bodies) == 1


def test_a_name_of_this_machine_that_leads_elsewhere_is_sent_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`localhost` is a name like any other to whoever wrote the machine's list of hosts."""
    with chat_server(answering(GOOD)) as heard:
        second = reader(tmp_path, None, address=f"http://localhost:{heard.port}/v1")
        monkeypatch.setattr("ashore.second_reader.asking.ipaddress.ip_address", lambda address: _Far())
        with pytest.raises(faults.NotThisMachine):
            second.ask(TEXT)
    assert heard.bodies == []


class _Far:
    is_loopback = False


def certificate(folder: Path, name: str) -> tuple[Path, ssl.SSLContext]:
    """Make a certificate that answers for itself; return its file and a server's context."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2099, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, key_file = folder / "certificate.pem", folder / "certificate.key"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key_file)
    return file, context


@pytest.mark.parametrize(
    ("name", "trusted"), [("localhost", True), ("localhost", False), ("elsewhere", True)]
)
def test_neither_text_nor_key_goes_to_whom_no_certificate_answers_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, trusted: bool
) -> None:
    """A certificate must be trusted and of that name; one's own authority is named in SSL_CERT_FILE."""
    file, context = certificate(tmp_path, name)
    (tmp_path / "key").write_text(KEY)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with chat_server(answering(GOOD), secure=context) as heard:
        address = f"https://localhost:{heard.port}/v1"
        second = reader(tmp_path, None, address=address, key_file="key", wait_s=20)
        if trusted and name == "localhost":
            assert second.ask(TEXT).raw == GOOD
            assert heard.headers[0]["Authorization"] == f"Bearer {KEY}"
        else:
            with pytest.raises(faults.OutOfReach, match="certificate"):
                second.ask(TEXT)
            assert heard.bodies == []
            assert heard.headers == []


@pytest.mark.parametrize("how", ["silent", "in the body"])
def test_who_is_too_slow_is_hung_up_on_beneath_tls_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: threading.Event, how: str
) -> None:
    file, context = certificate(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n"
    behaviour = silent(stop) if how == "silent" else dripping(stop, head)
    with chat_server(behaviour, secure=context) as heard:
        second = reader(tmp_path, None, address=f"https://localhost:{heard.port}/v1", wait_s=1)
        with pytest.raises(faults.TookTooLong):
            second.ask(TEXT)
        stop.set()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"address": "http://example.org/v1"}, "plain http"),
        ({"address": "http://192.0.2.7:8080/v1"}, "plain http"),
        ({"address": "http://127.0.0.1.example.org/v1"}, "plain http"),
        ({"address": "http://localhost.example.org/v1"}, "plain http"),
        ({"address": "http://0.0.0.0/v1"}, "plain http"),
        ({"address": "http://example.org/v1", "plain_http_to": "example.com"}, "plain http"),
        ({"address": "https://user:word@example.org/v1"}, "address"),
        ({"address": "https://example.org/v1?key=abc"}, "address"),
        ({"address": "https://example.org/v1#abc"}, "address"),
        ({"address": "https://example.org/v1?"}, "address"),
        ({"address": "https://example.org/v1\r\nX: y"}, "address"),
        ({"address": "https://example.org/a b"}, "address"),
        ({"address": "ftp://example.org/v1"}, "address"),
        ({"address": "file:///etc/passwd"}, "address"),
        ({"address": "example.org"}, "address"),
        ({"address": "https://"}, "address"),
        ({"address": "https://example.org:0/v1"}, "address"),
        ({"address": "https://example.org:99999/v1"}, "address"),
        ({"address": "https://[::1/v1"}, "address"),
        ({"address": ""}, "field"),
        ({"address": "https://example.org/v1", "model": ""}, "field"),
        ({"address": "https://example.org/v1", "model": "a\nb"}, "name"),
        ({"address": "https://example.org/v1", "wait_s": 0}, "field"),
        ({"address": "https://example.org/v1", "api_key": KEY}, "field"),
        ({"address": "https://example.org/v1", "key": KEY}, "in the file itself"),
        ({"address": "https://example.org/v1", "key_file": "none"}, "key's file"),
        ({"address": "https://example.org/v1", "key_file": "a", "key_variable": "B"}, "two places"),
        ({}, "field"),
    ],
)
def test_settings_that_cannot_be_used_say_so_and_show_no_secret(
    tmp_path: Path, more: dict[str, object], says: str
) -> None:
    with pytest.raises(faults.SettingsUnusable, match=says) as refused:
        read_settings(settings_file(tmp_path, None, **more))
    told = json.dumps(refused.value.as_json())
    assert KEY not in told
    assert "word@" not in told
    assert isinstance(refused.value, BadInput)


@pytest.mark.parametrize(
    ("address", "more", "where", "secure"),
    [
        ("http://127.0.0.1:8080/v1", {}, "127.0.0.1:8080", False),
        ("http://localhost/v1/", {}, "localhost:80", False),
        ("http://[::1]:11434/v1", {}, "[::1]:11434", False),
        ("https://example.org/v1", {}, "example.org:443", True),
        ("http://gpu.example/v1", {"plain_http_to": "GPU.example"}, "gpu.example:80", False),
    ],
)
def test_settings_that_can_be_used(
    tmp_path: Path, address: str, more: dict[str, object], where: str, secure: bool
) -> None:
    settings = read_settings(settings_file(tmp_path, None, address=address, **more))
    assert (settings.where, settings.secure, settings.path) == (where, secure, "/v1")


@given(st.binary(max_size=200))
def test_any_file_of_settings_is_used_or_said_to_be_unusable(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_bytes(content)
    with pytest.raises(faults.SettingsUnusable):
        read_settings(file)


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(faults.SettingsUnusable, match="cannot be opened"):
        read_settings(tmp_path / "none")


def test_the_form_asked_for_has_the_codes_of_the_format() -> None:
    """Schema and check are two files: what the one allows the other takes."""
    told = answer_schema()["properties"]["claims"]["items"]["properties"]
    assert set(told["unit"]["enum"]) == CLAIM_UNITS
    assert set(told["qualifier"]["enum"]) == QUALIFIERS | {None}
    assert set(told["outcome"]["enum"]) == OUTCOMES | {"other", None}
    assert set(told["outcomes"]["items"]["enum"]) == OUTCOMES | {"other"}
    assert set(told["kind"]["enum"]) == CLAIM_KINDS | {None}
    assert set(told["source_standing"]["enum"]) == SOURCE_STANDINGS | {None}


def test_the_instructions_name_every_outcome_and_their_example_stands() -> None:
    told = instructions()
    assert all(re.search(rf"\b{code}\b", told) for code in OUTCOMES)
    text = told.split("The text:\n\n")[1].split("\n\nThe answer:")[0]
    example = json.loads(told.split("The answer:\n\n")[1])
    reading = read_answer(answer(*example["claims"]), text)
    assert reading.aside == ()
    assert [each.doubts for each in reading.claims] == [()] * 3
    assert reading.claims[1].claim.subset_of == 0


def test_the_hash_of_the_instructions_is_that_of_the_two_files() -> None:
    folder = files("ashore.second_reader")
    both = folder.joinpath("prompt.md").read_bytes() + folder.joinpath("answer.schema.json").read_bytes()
    assert prompt_hash() == hashlib.sha256(both).hexdigest()


ASKED = Asked(raw=GOOD, model="tern-7b", sent_to="127.0.0.1:1", prompt="ab", words="", asked_at_ms=5)


@given(st.binary(max_size=100), st.text(max_size=50))
def test_a_kept_answer_comes_back_as_it_was_for_its_own_text_alone(raw: bytes, text: str) -> None:
    from ashore.second_reader.kept import hash_of_words

    asked = Asked(raw=raw, model="m", sent_to="h:1", prompt="ab", words=hash_of_words(text), asked_at_ms=5)
    assert read_file(as_file(asked), text) == asked
    with pytest.raises(AnswerToOtherWords):
        read_file(as_file(asked), text + "x")


@given(st.binary(max_size=100))
def test_a_file_that_is_no_answer_is_a_sentence(content: bytes) -> None:
    with pytest.raises(NotAnAnswer):
        read_file(content, TEXT)


def test_why_aside_has_words_for_each() -> None:
    from ashore.desk.language.words import WORDS
    from ashore.reading.claims.agreement import COMPARED
    from ashore.reading.claims.second import DOUBTS

    assert set(WORDS["put_aside"]) == set(WHY_ASIDE)
    assert set(WORDS["doubt"]) == set(DOUBTS)
    assert set(WORDS["differs"]) == set(COMPARED)
