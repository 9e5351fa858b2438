"""What a second reader refuses, and how asking one fails, in a sentence each; what the rules read stands."""

from __future__ import annotations

from ashore.model.errors import BadInput, Refused


class SettingsUnusable(BadInput):
    """A file of settings for a second reader that cannot be used."""

    code = "second-reader-settings"
    says = "The settings of the second reader cannot be used: {why}."
    hint = "{hint}"


class NoSecondReader(Refused):
    """No second reader is configured."""

    code = "no-second-reader"
    says = "No second reader is configured here."
    hint = "Name a file of settings in ASHORE_SECOND_READER; the how-to of the second reader says what stands in it."


class TextNotPublic(Refused):
    """A text that is not public, and so leaves this machine for nobody."""

    code = "text-not-public"
    says = "This is no public text, and nothing of it was sent."
    hint = "Only articles, posts and statements go to a second reader: never a call, a message or a mail."


class TextTooLong(Refused):
    """A text longer than is sent."""

    code = "text-too-long-to-send"
    says = "The text has {letters} letters, and nothing of it was sent: the most is {most}."
    hint = "Give it in parts, each as a text of its own."


class NoSecondReading(Refused):
    """Asking the second reader failed; what the rules read stands."""

    code = "no-second-reading"
    says = "The second reader gave no reading."
    hint = "What the rules read stands."


class SecondReaderBusy(NoSecondReading):
    """A question while another is still being answered."""

    code = "second-reader-busy"
    says = "The second reader is still reading another text."
    hint = "Ask again when it has answered; it is asked one text at a time."


class OutOfReach(NoSecondReading):
    """The address cannot be reached, or the connection broke."""

    code = "second-reader-out-of-reach"
    says = "The second reader at {where} cannot be reached: {why}."
    hint = (
        "What the rules read stands. See that its server runs, and that the address in its settings is right."
    )


class TookTooLong(NoSecondReading):
    """No whole answer within the time that is waited."""

    code = "second-reader-too-slow"
    says = "The second reader at {where} had not answered after {seconds} seconds."
    hint = (
        "What the rules read stands. Raise wait_s in its settings, or take a smaller model or a shorter text."
    )


class AnswerTooLarge(NoSecondReading):
    """An answer larger than any reading."""

    code = "second-reader-answer-too-large"
    says = "The second reader at {where} sent more than {most} bytes, and none of it was taken."
    hint = "What the rules read stands. Check that the address is that of a chat-completions server."


class SentElsewhere(NoSecondReading):
    """A redirect, which is not followed."""

    code = "second-reader-redirects"
    says = "The second reader at {where} says to ask somewhere else ({status}), and that was not done."
    hint = (
        "What the rules read stands. Put the right address into its settings: a text goes nowhere but there."
    )


class KeyRefused(NoSecondReading):
    """The server does not take the key."""

    code = "second-reader-key-refused"
    says = "The second reader at {where} does not take the key ({status})."
    hint = "What the rules read stands. Check the key's file or variable, and what the key may do."


class AskedTooOften(NoSecondReading):
    """The server has had too many questions."""

    code = "second-reader-asked-too-often"
    says = "The second reader at {where} takes no more questions now ({status})."
    hint = "What the rules read stands. Wait, and ask again."


class AnsweredByError(NoSecondReading):
    """Any other status than that of an answer."""

    code = "second-reader-error"
    says = "The second reader at {where} answered with the error {status}."
    hint = (
        "What the rules read stands. Its own log says more; 400 may mean that it knows no answer_form "
        "“json_schema”, 404 another model or address, 413 or 400 too long a text."
    )


class NotThisMachine(NoSecondReading):
    """A name that should be this machine's own led to another."""

    code = "second-reader-not-loopback"
    says = "{where} is not on this machine after all, and nothing was sent to it."
    hint = "What the rules read stands. Write 127.0.0.1 or [::1] into the settings, or an https address."
