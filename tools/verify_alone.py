"""Check an Ashore export without Ashore: `python verify_alone.py FILE.jsonl [LOG:SEQ:CHAIN ...]`.

Needs Python and the `cryptography` package; docs/entry-format.md is all it was written from. Prints what is
wrong, one line each, then one line of counts; exits 1 if anything is. Heads that you know from elsewhere
(a peer, an older export, a printed report) show a lost tail or a history rewritten with the desk's own key.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def sha(data: bytes) -> str:
    """Return SHA-256 as lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def short(data: bytes) -> str:
    """Return the first 20 bytes of SHA-256 in lower-case base32."""
    return base64.b32encode(hashlib.sha256(data).digest()[:20]).decode().lower()


def wrong_with(line: dict, logs: dict) -> list[str]:
    """Return what is wrong with one entry, and move its log on in `logs`."""
    raw, signature = line["header"].encode(), base64.b64decode(line["signature"], validate=True)
    header, found, chain = json.loads(raw), [], sha(raw + signature)
    body = None if line["body"] is None else line["body"].encode()
    name, prefixed = header["log"] or chain, b"ashore.entry/1\n" + raw
    canonical = json.dumps(header, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    if canonical.encode() != raw or (header["v"], header["alg"]) != (1, "ed25519"):
        found.append("its header is not in the form of entry v1")
    log = logs.setdefault(name, {"seq": -1, "chain": "", "hlc": [-1, 0], "key": "", "seen": {}})
    if header["type"] == "log.opened" and header["log"] == header["prev"] == "":
        log["key"] = json.loads(body or b"{}").get("public_key", "")
    if header["seq"] != log["seq"] + 1:
        found.append(f"entry {log['seq'] + 1} should come here")
    elif header["prev"] != log["chain"]:
        found.append("it does not follow the entry before it")
    if header["hlc"] <= log["hlc"]:
        found.append("its time is not after that of the entry before it")
    public = bytes.fromhex(log["key"])
    try:
        if header["key"] != short(b"ashore.key/1\n" + public):
            found.append("it names another key than its log's")
        Ed25519PublicKey.from_public_bytes(public).verify(signature, hashlib.sha256(prefixed).digest())
    except (InvalidSignature, ValueError):
        found.append("its signature is bad")
    parts = [(header["body"], body)]
    for kind in ("sealed", "blobs"):
        if len(header[kind]) != len(line[kind]):
            found.append(f"its {kind} do not match its header")
        decoded = [None if part is None else base64.b64decode(part, validate=True) for part in line[kind]]
        parts += zip(header[kind], decoded, strict=False)
    for ref, part in parts:
        if part is not None and (len(part), sha(part)) != (ref["len"], ref["sha256"]):
            found.append("a body or part was altered")
    if header["type"] == "key.rotated" and not found:
        log["key"] = json.loads(body or b"{}").get("public_key", "")
    log.update(seq=header["seq"], chain=chain, hlc=header["hlc"])
    log["seen"][header["seq"]] = chain
    return [f"{name} {header['seq']} {short(prefixed)}: {what}" for what in found]


def verify(data: bytes, known: dict) -> tuple[list[str], int]:
    """Return what is wrong with an export, and how many entries it has."""
    first, *lines = data.splitlines()
    preamble, logs, found = json.loads(first), {}, []
    if preamble["format"] != "ashore.entries/1":
        return [f"format {preamble['format']} is not known"], 0
    for number, line in enumerate(lines, 2):
        try:
            found += wrong_with(json.loads(line), logs)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            found.append(f"line {number} cannot be read: {error!r}")
    for log, (seq, chain) in [*preamble["heads"].items(), *known.items()]:
        if logs.get(log, {"seen": {}})["seen"].get(seq) != chain:
            found.append(f"{log} {seq}: the entry with chain hash {chain} is not here")
    return found, len(lines)


if __name__ == "__main__":
    heads = {log: (int(seq), chain) for log, seq, chain in (text.split(":") for text in sys.argv[2:])}
    wrong, count = verify(Path(sys.argv[1]).read_bytes(), heads)
    print(*wrong, f"{count} entries, {len(wrong)} findings", sep="\n")
    sys.exit(1 if wrong else 0)
