"""The handover of the watch: every item, who signed for it, and what a signature is worth."""

from __future__ import annotations

from pathlib import Path

import pytest
from desks import OFFICER, SUPERVISOR, line, receive
from watches import NEXT_WATCH, RELAY, Watch

from ashore.desk.commands import Who, acts, asking, handing
from ashore.desk.commands.errors import BadValue, NotOnHandover, NotSignedIn, UnsignedItems
from ashore.desk.commands.handing import Handover, Item
from ashore.model.phrases import utc_minute

REVIEW = "2031-02-20T08:00:00+01:00"


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    return Watch(tmp_path)


def shown(watch: Watch) -> Handover:
    return handing.ask_handover(watch.desk)


def item(watch: Watch, kind: str) -> Item:
    [found] = [each for each in shown(watch).items if each.kind == kind]
    return found


def sign_all(watch: Watch, who: Who) -> None:
    for each in shown(watch).unsigned(who.account):
        watch.do(acts.SignItem(item=each.id), who)


def test_everything_the_next_watch_must_know_is_an_item(watch: Watch) -> None:
    """Ended alone first, then open boats, reviews, promises, requests, reminders, worries, loose reports and lists."""
    ended = watch.boat("E")
    watch.do(acts.EndCase(case=ended, how="suspended", owner="marie", review_at=REVIEW))
    case = watch.boat("Alpha")
    watch.do(acts.ReportUnit(unit="Abeille", doing="on_way", case=case, arrives_at="30"))
    watch.do(acts.ReportUnit(unit="Kermorvan", doing="held_back", reason="fog"))
    watch.do(acts.ReportUnit(unit="Free one", doing="free"))
    watch.do(acts.MakeRequest(to=("Dover",), asks="a lifeboat", case=case))
    watch.do(acts.SetReminder(due="50", reason="tide turns"))
    watch.do(acts.NoteWorry(worry="two boats, one name", case=case))
    receive(watch.desk, line("loose"))
    watch.do(acts.ReceiveList(centre="Dover", text="Bravo: about 30"))
    items = shown(watch).items

    assert [each.kind for each in items] == [
        *("alone", "case", "review", "promise", "held", "request", "reminder", "worry", "loose"),
        *("list", "list"),
    ]
    said = [each.says.render(str, lambda ms: "at its minute") for each in items]
    assert said[1] == "Alpha: how many may still be out is not known"
    assert said[2] == "E is suspended, in the hands of marie, to be looked at again at at its minute"
    assert said[-2:] == [
        "Bravo on the list of Dover is no case of ours",
        "Alpha is not on the list of Dover",
    ]


def test_a_case_that_was_offered_and_not_accepted_says_so(watch: Watch) -> None:
    """Whoever takes the watch would else believe that the boat is in nobody's hands, or in the other centre's."""
    case = watch.boat("Alpha")
    before = item(watch, "case").id
    watch.do(acts.OfferHandover(case=case, to="Dover", reason="nearer to them"))

    assert item(watch, "case").id != before
    assert (
        item(watch, "case").says.render(str, utc_minute).endswith("offered to Dover, which has not accepted")
    )


def test_who_signed_for_everything_takes_the_watch(watch: Watch) -> None:
    """The entry says from whom, for which items, and that none was left."""
    watch.boat()
    watch.do(acts.NoteWorry(worry="fog"))
    sign_all(watch, NEXT_WATCH)
    [taken] = watch.do(acts.TakeWatch(taken_from="a-officer"), NEXT_WATCH).entries
    last = shown(watch).last

    assert last is not None
    assert last.id == taken.id
    assert (len(last.body.items), last.body.unsigned) == (2, ())


def test_what_is_not_signed_for_needs_a_reason(watch: Watch) -> None:
    """The watch is refused with the sentences left, and given with a reason that names them in the log."""
    watch.do(acts.NoteWorry(worry="fog"))
    with pytest.raises(UnsignedItems, match="a worry: fog"):
        watch.do(acts.TakeWatch(taken_from="a-officer"), NEXT_WATCH)
    watch.do(acts.TakeWatch(taken_from="a-officer", reason="he was taken ill"), NEXT_WATCH)
    last = shown(watch).last

    assert last is not None
    assert last.body.unsigned == tuple(each.id for each in shown(watch).items)


def test_only_the_takers_own_signatures_count(watch: Watch) -> None:
    """What the one who leaves signed is shown, and is nobody else's signature."""
    watch.do(acts.NoteWorry(worry="fog"))
    sign_all(watch, OFFICER)
    assert [by for by, _ in item(watch, "worry").signed] == [OFFICER.account]
    with pytest.raises(UnsignedItems):
        watch.do(acts.TakeWatch(taken_from="a-officer"), NEXT_WATCH)


@pytest.mark.parametrize("news", ["call", "try", "phase", "aside", "withdrawn", "apart", "note", "unit"])
def test_whatever_comes_in_about_a_boat_needs_a_new_signature(watch: Watch, news: str) -> None:
    """A signature is for the item as it stood; the next state is signed for anew, and says it was signed before."""
    case = watch.boat(on_board={"value": 30})
    watch.call(case, on_board={"value": 40})
    sign_all(watch, NEXT_WATCH)
    before = item(watch, "case")
    mention = watch.facts(case).mentions[0]
    if news == "call":
        watch.call(case)
    elif news == "withdrawn":
        receive(
            watch.desk, line("w", channel="note", text=None, relates=[{"kind": "withdraws", "id": "n-1"}])
        )
    else:
        watch.do(
            {
                "try": acts.TryCall(case=case, outcome="no_answer"),
                "phase": acts.SetPhase(case=case, phase="alert", reason="x"),
                "aside": acts.SetAside(mention=mention.id, claim="*", reason="x"),
                "apart": acts.LinkMention(mention=mention.id, cases=(case,), standing="apart"),
                "note": acts.WriteNote(case=case, text="x"),
                "unit": acts.ReportUnit(unit="u", doing="searching", case=case),
            }[news]
        )
    after = item(watch, "case")

    assert before.id != after.id
    assert (after.signed, after.before) == ((), True)
    with pytest.raises(NotOnHandover):
        watch.do(acts.SignItem(item=before.id), NEXT_WATCH)
    with pytest.raises(UnsignedItems):
        watch.do(acts.TakeWatch(taken_from="a-officer"), NEXT_WATCH)


def test_signing_hearing_and_undoing_change_no_item(watch: Watch) -> None:
    """A signature or an acknowledged alarm is no news of a boat, and neither is what was undone at once."""
    case = watch.boat()
    before = shown(watch).items
    watch.do(acts.AcknowledgeAlarm(alarm=(watch.alarms[0].id,)))
    watch.do(acts.TryCall(case=case, outcome="answered"))
    watch.do(acts.Undo())
    sign_all(watch, NEXT_WATCH)

    assert [each.id for each in shown(watch).items] == [each.id for each in before]


def test_news_of_a_suspended_boat_is_signed_for_anew(watch: Watch) -> None:
    """A call about a case that somebody is to review changes its item."""
    case = watch.boat()
    watch.do(acts.EndCase(case=case, how="unexplained", reason="x", owner="m", review_at=REVIEW), SUPERVISOR)
    before = item(watch, "review")
    watch.call(case)

    assert item(watch, "review").id != before.id
    assert "ended unexplained" in before.says.render(str, str)


def test_a_watch_that_was_taken_wants_new_signatures(watch: Watch) -> None:
    """At the next handover nobody's signature of the last one counts; what was ended alone was told and is gone."""
    ended = watch.boat()
    watch.do(acts.EndCase(case=ended, how="suspended", owner="m", review_at=REVIEW))
    assert shown(watch).items[0].kind == "alone"
    sign_all(watch, NEXT_WATCH)
    watch.do(acts.TakeWatch(taken_from="a-officer"), NEXT_WATCH)

    assert [each.kind for each in shown(watch).items] == ["review"]
    assert [each.signed for each in shown(watch).items] == [()]


def test_what_was_ended_alone_stays_until_somebody_is_told(tmp_path: Path) -> None:
    """Where no watch was ever taken it is on the handover, in a night of any year."""
    watch = Watch(tmp_path, kind="exercise")
    case = watch.boat(received_at="2041-12-08T22:00:00+00:00")
    watch.do(acts.EndCase(case=case, how="suspended", owner="m", review_at="2041-12-20T08:00:00+01:00"))
    watch.pass_(minutes=3 * 24 * 60)

    assert shown(watch).items[0].kind == "alone"


def test_a_hotline_hands_over_too_and_a_program_never(watch: Watch) -> None:
    """Who has the watch is a person, at a hotline as at a centre."""
    watch.do(acts.TakeWatch(taken_from="nobody"), RELAY)
    with pytest.raises(NotSignedIn):
        watch.do(acts.TakeWatch(taken_from="x"), Who(account="a", role="officer", person=False))
    with pytest.raises(BadValue):
        watch.do(acts.TakeWatch(taken_from=" "), RELAY)


def test_the_names_on_the_page_are_the_cases_own(watch: Watch) -> None:
    """An item speaks of a boat by what it is called here."""
    watch.boat("Charlie")

    assert item(watch, "case").says.render(str, str).startswith("Charlie")
    assert asking.name_of(watch.board.rows[0].case) == "Charlie"


def test_what_was_refused_is_handed_over_until_it_is_asked_again(watch: Watch) -> None:
    """A centre that refused a helicopter is not silent about it; asking it again is a new request."""
    case = watch.boat()
    watch.do(acts.MakeRequest(to=("Dover",), asks="a helicopter", case=case))
    [request] = [due for due in watch.board.rows[0].due if due.what == "answer"]
    watch.do(acts.MeetDuty(entry=request.entry, outcome="refused"))
    says = [item.says.render(str, utc_minute) for item in shown(watch).items if item.kind == "request"]
    assert [each.endswith("Dover refused: a helicopter") for each in says] == [True]
    watch.do(acts.MakeRequest(to=("DOVER",), asks="a helicopter, please", case=case))
    says = [item.says.render(str, utc_minute) for item in shown(watch).items if item.kind == "request"]
    assert len(says) == 1
    assert "DOVER has not answered" in says[0]
