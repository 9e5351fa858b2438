"""The text of a chat as its file holds it: plain text, or the archive in which an iPhone hands it out."""

from __future__ import annotations

import io
import zipfile

from ashore.model.errors import BadInput

MOST_BYTES = 50 * 1024 * 1024
"""Bytes of text; WhatsApp exports at most 40,000 messages, some 5 MB."""


class NotText(BadInput):
    code = "not-text"
    says = "This is neither text, nor a picture, nor the archive of a chat."
    hint = "Give the file as WhatsApp exported it: a text, or an archive with _chat.txt in it."


class TooMuchText(BadInput):
    code = "too-much-text"
    says = "This is longer than any chat that WhatsApp exports."
    hint = "Export the chat again without media, or cut off what is older than this case."


def chat_text(content: bytes) -> str:
    """Return the text of a chat's file. Raises NotText and TooMuchText."""
    if content.startswith(b"PK\x03\x04"):
        content = _from_archive(content)
    if len(content) > MOST_BYTES:
        raise TooMuchText
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotText from error
    if "\0" in text:
        raise NotText
    return text


def _from_archive(content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            texts = [each for each in archive.infolist() if each.filename.lower().endswith(".txt")]
            if len(texts) != 1:
                raise NotText
            with archive.open(texts[0]) as file:
                return file.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError) as error:
        raise NotText from error
