"""Twenty entries whose bytes never change again.

`golden/entries.jsonl` is an export of them; `golden/expected.json` says what a reader must compute from it.
Both were written by `python tests/ledger/test_golden.py`, from fixed seeds. When a test here fails, the
format broke, and every record ever written with it: the code is to be put right, not the files.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from ashore.ledger.codec import NotUnderstood, decode, encode
from ashore.ledger.draft import Blob, Draft, Seal
from ashore.ledger.entry import chain_hash, entry_hash, entry_id
from ashore.ledger.keys import SigningKey
from ashore.ledger.ledger import Ledger, open_log, rotate_key
from ashore.ledger.sealing import MemoryKeyRing, unseal
from ashore.ledger.transfer import export, import_entries
from ashore.ledger.verify import verify
from ashore.model.bodies import (
    CaseEnded,
    CaseLabelled,
    CaseOpened,
    CaseReopened,
    CasesCompared,
    ClaimSetAside,
    EntryRetracted,
    HandoverOffered,
    KeysDestroyed,
    LogOpened,
    MentionLinked,
    NoteWritten,
    PhaseSet,
    QuestionAnswered,
    ReportReceived,
    SamePhone,
)
from ashore.model.claims import Claim
from ashore.model.counts import Count, Part, Range
from ashore.model.report import Mention, Position, Report, Sender
from ashore.model.times import moment
from ashore.testing.ledger_contract import memory_ledger, signing_key
from ashore.testing.surroundings import repeatable

GOLDEN = Path(__file__).parent / "golden"
ENTRIES, EXPECTED = GOLDEN / "entries.jsonl", GOLDEN / "expected.json"
RAW = b'{"text": "engine dead, water coming in, about thirty, two kids"}'
PHONE = b"+33600000000"
NOTE = "Rappeler à 03:00 ; l’eau monte. 🚤".encode()
CASE, OTHER_CASE = "c-golden-1", "c-golden-2"
MENTION = "north/phone/n-114#0"


def call() -> Report:
    """Return a private report: what its open body holds, without its words."""
    at = moment("2031-02-03T01:10:00+01:00")
    return Report(
        id="n-114",
        channel="phone",
        received_by="north",
        received_at=moment("2031-02-03T01:12:00+01:00"),
        source="report_lines",
        received_zone="Europe/Paris",
        sender=Sender(role="aboard", battery_pct=12),
        language="ku",
        mentions=(
            Mention(
                boats=Range(low=1, high=1),
                positions=(Position(lat="51.03", lon="2.06", error_m="4000", at=at, how="place"),),
                on_board=Count(value=30, qualifier="about", children=Part(low=2, high=2)),
                danger=("taking_water",),
            ),
        ),
        assumed=("received_at",),
    )


def article() -> Report:
    """Return a public report, whose words are open."""
    return Report(
        id="a-1",
        channel="article",
        received_by="north",
        received_at=moment("2031-02-03T18:00:00Z"),
        source="report_lines",
        text="Plus de 1 000 personnes… 31 sauvées",
        claims=(Claim(quote="31 sauvées", value=31, low=31, high=31, unit="person", outcome="rescued"),),
    )


def golden_ledger() -> Ledger:
    """Make the twenty entries: two logs of one desk, two signing keys, every shape a header can have."""
    ledger = memory_ledger("golden", kind="exercise")
    numbers = iter(range(1, 100))

    def write(body: object, class_: str = "operational", **more: Any) -> str:
        name, version, data = encode(body)
        number = next(numbers)
        draft = Draft(
            type=name,
            type_v=version,
            body=data,
            actor=f"acct-{number % 3}",
            role="officer",
            command=f"00000000-0000-4000-8000-{number:012}",
            class_=class_,
            **more,
        )
        return ledger.append(draft).id

    report = write(
        ReportReceived(report=call()),
        "personal",
        sealed=(
            Seal(class_="personal", plaintext=RAW, key_name="report"),
            Seal(class_="personal", plaintext=PHONE, key_name="report"),
            Seal(class_="personal", plaintext=b"\x00\xff\xd8 picture", key_name="attachment"),
        ),
    )
    case = write(CaseOpened(case=CASE, kind="boat", reason="first call"), causes=(report,), subjects=(CASE,))
    link = write(
        MentionLinked(mention=MENTION, cases=(CASE,), standing="linked"),
        "decision",
        causes=(report, case),
        subjects=(CASE, MENTION),
    )
    press = write(
        ReportReceived(report=article()), "public", blobs=(Blob(media="text/html", content=b"<p>"),)
    )
    write(
        CaseLabelled(case=CASE, label='Ж \U0001f6a4 "é"\\\x7f\u2028', given_by="night watch"),
        subjects=(CASE,),
    )
    write(CasesCompared(cases=(CASE, OTHER_CASE), standing="perhaps", reason="same beach"), "decision")
    phase = write(PhaseSet(case=CASE, phase="distress", reason="taking water"), "decision", subjects=(CASE,))
    write(ClaimSetAside(mention=MENTION, claim="on_board", reason="said twice"), "decision", causes=(report,))
    note = write(NoteWritten(case=CASE), sealed=(Seal(class_="personal", plaintext=NOTE),))
    write(SamePhone(report="north/phone/n-114", same_as=("north/sms/n-90", "north/phone/n-2")), "personal")
    write(QuestionAnswered(case=CASE, question="set_out", answer="30 of us", basis="survivors"), "decision")
    new = signing_key("golden, second key")
    rotate_key(ledger, new, command="00000000-0000-4000-8000-000000000012", actor="acct-0")
    ledger = Ledger(ledger.store, ledger.keyring, new, repeatable("after rotation", step_ms=0))
    next(numbers)
    write(HandoverOffered(case=CASE, to="other-centre"), "decision", subjects=(CASE,))
    ended = write(
        CaseEnded(
            case=CASE,
            how="suspended",
            reason="dark",
            objections=("7 may still be out",),
            alone=True,
            review_at=moment("2031-02-04T07:00:00+00:00"),
        ),
        "decision",
    )
    write(CaseReopened(case=CASE, mention=MENTION), "decision", replaces=(ended,), causes=(press,))
    write(
        KeysDestroyed(keys=("k",), reports=(MENTION,), reason="retention", first="acct-1", second="acct-2"),
        "decision",
    )
    ledger.append(
        Draft(
            type="boat.dreamed",
            type_v=3,
            body='{"a newer desk":[null,true,-9007199254740991,{"é":"\\u0000"}]}'.encode(),
            actor="acct-1",
            role="machine",
            command="",
            class_="operational",
        )
    )
    restored = LogOpened(
        public_key=new.public.hex(), desk="golden", stream="ops", kind="exercise", predecessor=ledger.log
    )
    open_log(ledger.store, new, restored, repeatable("restored", step_ms=0))
    ledger = Ledger(ledger.store, ledger.keyring, new, repeatable("after restoring", step_ms=0))
    write(EntryRetracted(reason="not this boat"), "decision", replaces=(link, phase), subjects=(CASE,))
    ledger.erase(note)
    return ledger


def expected(ledger: Ledger) -> dict[str, Any]:
    """Return what a reader must compute from the golden entries."""
    seeds = {name: name.ljust(32, ".").encode().hex() for name in ("golden", "golden, second key")}
    return {
        "signing_keys": [
            {"seed": seed, "public_key": key.public.hex(), "key": key.key_id}
            for seed in seeds.values()
            for key in [SigningKey(bytes.fromhex(seed))]
        ],
        "heads": ledger.heads(),
        "entries": [
            {
                "log": entry.log,
                "seq": entry.header.seq,
                "id": entry.id,
                "signed": entry_hash(entry.header_bytes).hex(),
                "signature": entry.signature.hex(),
                "chain": entry.chain,
                "type": entry.header.type,
                "body_erased": entry.body is None,
                "sealed": [
                    {"key": ledger.keyring.get(part.key).hex(), "plaintext": plaintext}
                    for index, part in enumerate(entry.header.sealed)
                    for plaintext in [None if entry.body is None else ledger.open_sealed(entry, index).hex()]
                ],
            }
            for entry in ledger.read()
        ],
    }


def exported(ledger: Ledger) -> bytes:
    """Return the export of a ledger."""
    file = io.BytesIO()
    export(ledger, file)
    return file.getvalue()


def as_text(value: dict[str, Any]) -> str:
    """Return the expected values as they stand in their file."""
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def lines() -> list[dict[str, Any]]:
    """Return the lines of the golden export, without the first."""
    return [json.loads(line) for line in ENTRIES.read_bytes().splitlines()[1:]]


EACH = list(enumerate(json.loads(EXPECTED.read_text("utf-8"))["entries"])) if EXPECTED.exists() else []


def test_they_still_come_out_the_same() -> None:
    """The same drafts, keys, clock and randomness give the same twenty entries, to the byte."""
    ledger = golden_ledger()
    assert ledger.latest() == 20
    assert exported(ledger) == ENTRIES.read_bytes()
    assert as_text(expected(ledger)) == EXPECTED.read_text("utf-8")


@pytest.mark.parametrize(("number", "want"), EACH)
def test_id_hash_and_chain_are_what_they_were(number: int, want: dict[str, Any]) -> None:
    """Each hash is computed anew from the stored bytes."""
    line = lines()[number]
    header, signature = line["header"].encode(), bytes.fromhex(want["signature"])
    assert entry_id(header) == want["id"]
    assert entry_hash(header).hex() == want["signed"]
    assert chain_hash(header, signature) == want["chain"]


def test_they_import_verify_and_open() -> None:
    """Read from the file, the golden entries verify, and their sealed parts open with the stated keys."""
    want = json.loads(EXPECTED.read_text("utf-8"))
    ledger = Ledger(memory_ledger("reader", kind="exercise").store, MemoryKeyRing(), None, repeatable("r"))
    with ENTRIES.open("rb") as file:
        assert import_entries(ledger, file).new == 20
    known = {log: (seq, chain) for log, (seq, chain) in want["heads"].items()}
    result = verify(ledger.store, known_heads=known)
    assert result.sound
    assert result.bodies_withheld == 1
    opened = 0
    for entry, expects in zip(ledger.read(1), want["entries"], strict=True):
        for part, sealed in zip(expects["sealed"], entry.header.sealed, strict=True):
            content = ledger.store.content(sealed.sha256)
            if content is not None:
                key = bytes.fromhex(part["key"])
                assert unseal(content, key, entry.log, entry.header.seq).hex() == part["plaintext"]
                opened += 1
    assert opened == 3


def test_their_bodies_are_understood_but_for_one() -> None:
    """Every body decodes to its class; the type of a newer desk is kept and shown as not understood."""
    unknown = []
    for line in lines():
        header = json.loads(line["header"])
        if line["body"] is not None:
            body = decode(header["type"], header["type_v"], line["body"].encode())
            if isinstance(body, NotUnderstood):
                unknown.append(header["type"])
            else:
                assert encode(body) == (header["type"], header["type_v"], line["body"].encode())
    assert unknown == ["boat.dreamed"]


if __name__ == "__main__":
    made = golden_ledger()
    ENTRIES.write_bytes(exported(made))
    EXPECTED.write_text(as_text(expected(made)), "utf-8")
