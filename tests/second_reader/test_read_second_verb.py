"""`ashore read --second`: both readings printed, messages refused, and the rules' claims whatever happens."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from chat_server import Behaviour, Heard, answering, chat_server, settings_file
from click.testing import CliRunner, Result
from second_answers import a_claim, answer

from ashore.bootstrap import verbs

TEXT = (
    "The harbour office said that 44 people were rescued on Monday.\n"
    "Then 27 others reached the shore. And 33 castaways came home by themselves.\n"
)
GOOD = answering(
    answer(
        a_claim("44 people were rescued", 44),
        a_claim("27 others reached the shore", 27, outcome="landed", outcomes=["landed"]),
        a_claim("33 castaways came home", 33, outcome="returned", outcomes=["returned"], place="Dover"),
        a_claim("500 people drowned", 500, outcome="dead", outcomes=["dead"]),
    )
)


def run(*words: str) -> Result:
    return CliRunner().invoke(verbs(), ["read", *words])


@pytest.fixture
def text(tmp_path: Path) -> str:
    """The path of a file with a public text in it."""
    file = tmp_path / "text.txt"
    file.write_text(TEXT, "utf-8")
    return str(file)


def told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, behaviour: Behaviour, *words: str
) -> tuple[Result, Heard]:
    with chat_server(behaviour) as heard:
        monkeypatch.setenv("ASHORE_SECOND_READER", str(settings_file(folder, heard)))
        return run(*words), heard


def test_both_readings_are_printed_and_who_read_what(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    done, heard = told(tmp_path, monkeypatch, GOOD, text, "--second")
    assert done.exit_code == 0, done.output
    assert heard.words == [TEXT]
    out = done.stdout
    assert "Second reader: tern-7b at 127.0.0.1" in out
    assert out.index("both read\n[0] 44 person rescued") < out.index(
        "each reads otherwise; the rules\n[1] 27 person arrived"
    )
    assert "the second reader has it otherwise: 27 person landed" in out
    assert "only the second reader read\n[s2] 33 person returned" in out
    assert "look twice: " in out
    assert "put aside [3]: its quote does not stand in the text: “500 people drowned”" in out
    assert f"go to tern-7b at 127.0.0.1:{heard.port}" in done.stderr


def test_as_json_each_claim_is_one_line_that_says_who_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    done, _ = told(tmp_path, monkeypatch, GOOD, text, "--second", "--json")
    lines = [json.loads(each) for each in done.stdout.splitlines()]
    assert [(each["value"], each["readers"]) for each in lines] == [
        (44, "both"),
        (27, "each"),
        (33, "second"),
    ]
    assert lines[1]["differs"] == ["outcome"]
    assert lines[1]["second"]["outcome"] == "landed"
    assert "place_not_there" in lines[2]["doubts"]
    assert {each["model"] for each in lines} == {"tern-7b"}
    assert "put aside [3]" in done.stderr


def test_without_second_nothing_is_sent_and_nothing_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    done, heard = told(tmp_path, monkeypatch, GOOD, text, "--json")
    assert heard.bodies == []
    assert [json.loads(each)["value"] for each in done.stdout.splitlines()] == [44, 27]
    assert "readers" not in done.stdout


def test_a_kept_answer_is_read_again_without_the_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    kept = str(tmp_path / "answer.json")
    first, _ = told(tmp_path, monkeypatch, GOOD, text, "--second", "--keep-answer", kept)
    monkeypatch.delenv("ASHORE_SECOND_READER")
    again = run(text, "--answer", kept)
    assert again.exit_code == 0, again.output
    assert again.stdout == first.stdout
    Path(text).write_text(TEXT + "!", "utf-8")
    other = run(text, "--answer", kept)
    assert other.exit_code == 3
    assert "answer-to-other-words" in other.stderr
    assert "[0] 44 person rescued" in other.stdout


@pytest.mark.parametrize("behaviour", [answering(b"", 500), answering(b"{}"), answering(answer()[:60])])
def test_the_rules_claims_are_printed_whatever_becomes_of_the_second_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, behaviour: Behaviour
) -> None:
    plain = run(text)
    done, _ = told(tmp_path, monkeypatch, behaviour, text, "--second")
    assert done.exit_code in (1, 3)
    assert done.stdout == plain.stdout
    assert "[second-re" in done.stderr


def test_an_answer_that_could_not_be_read_is_kept_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    kept = tmp_path / "answer.json"
    done, _ = told(
        tmp_path, monkeypatch, answering(b"not at all"), text, "--second", "--keep-answer", str(kept)
    )
    assert done.exit_code == 3
    assert json.loads(kept.read_text())["raw"] == "not at all"


def test_what_does_not_go_together_is_said_and_nothing_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    for words in (("--keep-answer", str(tmp_path / "a")), ("--second", "--answer", text)):
        done, heard = told(tmp_path, monkeypatch, GOOD, text, *words)
        assert done.exit_code == 2
        assert heard.bodies == []


def test_no_second_reader_is_a_sentence(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.delenv("ASHORE_SECOND_READER", raising=False)
    done = run(text, "--second")
    assert done.exit_code == 1
    assert "no-second-reader" in done.stderr
    assert "[0] 44 person rescued" in done.stdout


def report(channel: str) -> str:
    return json.dumps(
        {"channel": channel, "received_by": "x", "received_at": "2031-02-04T10:00:00Z", "text": "44 aboard"}
    )


MESSAGES = {
    "a call": report("phone"),
    "an article and a call": report("article") + "\n" + report("phone"),
    "an article and a broken line": report("article") + "\n" + report("sms") + "\n{",
    "a mail": "From: a@example.org\nTo: b@example.org\nSubject: boat\nDate: Mon, 3 Feb 2031 10:00:00 +0000\n"
    "Message-ID: <1@example.org>\n\n44 people in distress\n",
    "a chat": "03/02/2031, 22:04 - Karim: we are 44 people\n03/02/2031, 22:05 - Desk: where?\n",
}


@pytest.mark.parametrize("content", MESSAGES.values(), ids=MESSAGES)
def test_a_file_of_messages_is_never_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    file = tmp_path / "messages"
    file.write_text(content, "utf-8")
    done, heard = told(tmp_path, monkeypatch, GOOD, str(file), "--second")
    assert heard.bodies == []
    assert done.exit_code == 1
    assert "text-not-public" in done.stderr
