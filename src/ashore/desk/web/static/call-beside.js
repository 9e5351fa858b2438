// The calls beside the one in the form: those half typed in this window are tabs, those of another are offered.

import { found, forget, held, keep, letters } from "./call-store.js";

const TAKE_BACK_MS = 60_000;
const IN_TABS = ["typing", "waiting", "refused"];

function button(says, act, pressed) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = says;
  if (pressed !== undefined) made.setAttribute("aria-pressed", String(pressed));
  made.addEventListener("click", act);
  return made;
}

/**
 * `words` are the page's own; `aside` is how far this computer's clock is ahead of the desk's; `current` tells the id
 * of the call in the form, and `goOn` puts another one there.
 */
export function beside({ log, words, aside, current, goOn }) {
  const shownTabs = document.getElementById("call-tabs");
  const shownOffers = document.getElementById("call-offers");
  const mine = new Set();

  const tabs = () => held().filter((each) => mine.has(each.id) && IN_TABS.includes(each.state));

  function label({ fields }) {
    return (fields.text?.[0] ?? fields.phone?.[0] ?? "").trim().slice(0, 18) || words.this;
  }

  function said(says, call) {
    return says
      .replace("{time}", `${new Date(call.at - aside).toISOString().slice(11, 16)} UTC`)
      .replace("{letters}", String(letters(call)));
  }

  function showTabs() {
    const all = tabs();
    const several = all.length > 1 || (all.length === 1 && all[0].id !== current());
    const made = several ? all.map((call) => button(label(call), () => goOn(call), call.id === current())) : [];
    shownTabs.replaceChildren(...made);
  }

  function offer(call) {
    const item = document.createElement("li");
    if (call.state === "away") {
      item.append(button(words.back, () => takeBack(call)));
      return item;
    }
    const says = { waiting: words.waiting, refused: `${words.refused}: ${call.says}` }[call.state];
    item.append(said(says ?? words.letters, call), " ");
    item.append(button(words.on, () => goOn(call)), " ");
    item.append(button(words.away, () => throwAway(call)));
    return item;
  }

  function showOffers() {
    const all = held().filter((each) => !mine.has(each.id) && each.id !== current() && each.log === log);
    shownOffers.hidden = all.length === 0;
    shownOffers.replaceChildren(...all.map(offer));
  }

  function show() {
    showTabs();
    showOffers();
  }

  /** Go on with the next of them: first the tabs, then what is offered. */
  function next() {
    const all = [...tabs(), ...held().filter((each) => !mine.has(each.id) && each.state !== "away")];
    if (!all.length) return;
    const at = all.findIndex((each) => each.id === current());
    goOn(all[(at + 1) % all.length]);
  }

  function throwAway(call) {
    keep({ ...call, state: "away", at: Date.now() });
    show();
    setTimeout(clearAway, TAKE_BACK_MS + 500);
  }

  function takeBack(call) {
    keep({ ...call, state: "typing", at: Date.now() });
    show();
  }

  /** What was thrown away goes for good after a minute, here and on the desk. */
  function clearAway() {
    for (const call of held()) {
      if (call.state !== "away" || Date.now() - call.at < TAKE_BACK_MS) continue;
      fetch(`/call/draft/${call.id}`, { method: "DELETE" }).then(
        (answer) => answer.ok && forget(call.id),
        () => {},
      );
    }
    showOffers();
  }

  return { mine, tabs, show, next, clearAway };
}
