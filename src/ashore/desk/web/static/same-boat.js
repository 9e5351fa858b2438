// Beside each report of no case: which boat it may be, fetched once the list is there, so that the list never waits
// for advice. A report that somebody's focus is on keeps what it shows: no key may change its meaning under a finger.

const AGAIN_MS = 2_000;
const GAP_MS = 1_000;

let asked = 0;
let waiting = 0;

const places = () => [...document.querySelectorAll("[data-best]")];
const underHand = (place) => place.closest("[data-row]")?.contains(document.activeElement) ?? false;

function soon(ms) {
  clearTimeout(waiting);
  waiting = setTimeout(ask, Math.max(ms, asked + GAP_MS - Date.now()));
}

async function ask() {
  if (document.hidden || places().length === 0) return;
  asked = Date.now();
  const answer = await fetch("/same-boat/loose", { headers: { accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return; // the page itself says when the server is lost
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const place of places()) show(place, page.querySelector(`[data-of="${CSS.escape(place.dataset.best)}"]`));
  if (page.querySelector("[data-soon]") || places().some((each) => each.dataset.late !== undefined)) soon(AGAIN_MS);
}

function show(place, fresh) {
  const held = place.firstElementChild;
  if (!fresh || held?.isEqualNode(fresh)) return;
  if (held?.matches("[data-of]") && underHand(place)) {
    place.dataset.late = "";
    return;
  }
  delete place.dataset.late;
  const focused = place.contains(document.activeElement);
  place.replaceChildren(fresh);
  if (focused) fresh.querySelector("a[href]")?.focus({ preventScroll: true });
}

document.addEventListener("ashore:changed", () => soon(0));
document.addEventListener("visibilitychange", () => soon(0));
document.addEventListener("focusout", () => places().some((each) => each.dataset.late !== undefined) && soon(0));
ask();
