"""What the desk refuses over HTTP, beside what its commands refuse."""

from __future__ import annotations

from ashore.model.errors import AshoreError, BadInput, NotFound, Refused


class SignInNeeded(Refused):
    """Nobody is signed in, and this needs somebody."""

    code = "sign-in-needed"
    says = "Nobody is signed in here."
    hint = "Sign in, or send the token of an open session."


class WordsNotShown(Refused):
    """The words of private reports are for those who keep the watch."""

    code = "words-not-shown"
    says = "An account with the role {role} does not see the words of private reports."
    hint = "Ask an officer of the watch."


class LoadNotShown(Refused):
    """The load of the watch is for those who keep it."""

    code = "load-not-shown"
    says = (
        "The load of the watch is shown to officers and supervisors, not to an account with the role {role}."
    )
    hint = "Go back to the list."


class TrainersOnly(Refused):
    """The trainer's page shows what is so, and is for trainers alone."""

    code = "trainers-only"
    says = "This page is the trainer's, and your account has the role {role}."
    hint = "Go back to the list. What the drill came to is shown to everybody when it is over."


class NotOverYet(Refused):
    """A debrief asked for while the drill goes on."""

    code = "drill-not-over"
    says = "The drill is not over, and until then only the trainer sees how it stands."
    hint = "The trainer ends it on the trainer's page; then the debrief is open to everybody here."


class ForeignOrigin(Refused):
    """A form or a script of another site tried to act here."""

    code = "foreign-origin"
    says = "This request did not come from a page of this desk, so nothing was done."
    hint = "Do it on the desk's own page; programs send the token of their session."


class UnknownHost(BadInput):
    """The request names a host that this desk does not answer to."""

    code = "unknown-host"
    says = "This desk does not answer to that name."
    hint = "Use the address printed at the start, or start the desk with this name among its hosts."


class TooLarge(BadInput):
    """More bytes than the desk takes at once."""

    code = "too-large"
    says = "The request is longer than {most} bytes."
    hint = "Send it in parts; reports go line by line to /api/reports."


class UnreadableRequest(BadInput):
    """The request's body or one of its parameters cannot be read."""

    code = "unreadable-request"
    says = "The request cannot be read: {why}."
    hint = "See docs/reference for what this address takes."


class UnknownCommand(NotFound):
    """No command has that name."""

    code = "unknown-command"
    says = "There is no command called {name}."
    hint = "The commands are listed in docs/reference/commands.md."


class UnknownPage(NotFound):
    """No page has that address."""

    code = "unknown-page"
    says = "There is no page at this address."
    hint = "Go back to the list, or use the search box."


class WordsErased(NotFound):
    """The words were destroyed or are not held here."""

    code = "words-erased"
    says = "The words are not here any more: their key was destroyed, or they were never held here."
    hint = "What they said in numbers still stands in the case."


class WrongCode(Refused):
    """The one-time code for the first account does not match."""

    code = "wrong-code"
    says = "That is not the code printed in the terminal."
    hint = "Copy it from the terminal in which the desk was started; after five wrong codes start it again."


class FirstAccountMade(Refused):
    """The first account can be made only once."""

    code = "first-account-made"
    says = "This desk has an account already."
    hint = "Sign in; more accounts are made with `ashore add-account`."


class FileTooLong(Refused):
    """A file that is no file of lines is longer than the desk holds at once."""

    code = "file-too-long"
    says = "The file is longer than 50 MB and was not taken in; nothing of it is kept."
    hint = "Send it in parts, or take it in with `ashore import` at the desk itself."


class TooManyStreams(Refused):
    """As many pages as the desk can serve live are open."""

    code = "too-many-streams"
    says = "Too many pages are open at once, so this one is not live."
    hint = "Close some, or reload this page by hand."


class PortTaken(Refused):
    """Another program listens at the address the desk was to be served at."""

    code = "port-taken"
    says = "Another program already listens at {host} port {port}."
    hint = "Stop it, or choose another port: `make demo PORT=8123`, or `--port 8123`."


class LinkingBroke(AshoreError):
    """The linking engine failed in a way nobody foresaw; the desk goes on without its advice."""

    code = "linking-broke"
    says = "Which boat it is could not be weighed: {why}."
    hint = "Judge it by what was said, and tell whoever looks after this desk."
