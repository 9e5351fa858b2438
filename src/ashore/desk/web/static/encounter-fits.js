// Which sought boat a unit met, by what is typed of it so far: the desk weighs it again a moment after each change, and
// writes nothing. What somebody's focus is on stays as it is: no button may change its boat under a finger.

const PAUSE_MS = 250;
const AGAIN_MS = 700;

const form = document.getElementById("met");
const shown = document.getElementById("met-shown");
const place = document.getElementById("met-place");
const doubted = document.getElementById("met-doubted");
const anew = document.getElementById("met-anew");
const hint = place.textContent;

let waiting = 0;
/** @type {AbortController | undefined} */
let asking;
/** @type {Element | null} */
let late = null;

function soon(ms) {
  clearTimeout(waiting);
  waiting = setTimeout(ask, ms);
}

async function ask() {
  asking?.abort();
  asking = new AbortController();
  const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  let page;
  try {
    const answer = await fetch(`${form.getAttribute("action")}/fits`, { method: "POST", body, signal: asking.signal });
    if (!answer.ok || answer.redirected) return;
    page = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
  } catch {
    return; // overtaken by the next letter, or the server is lost and the page says so
  }
  const read = page.querySelector("[data-place]");
  place.textContent = read.textContent || hint;
  read.remove();
  const soonAgain = page.dataset.soon !== undefined;
  // Until the newer answer is there the older one stays, and the page says that it is one.
  if (!soonAgain || page.querySelector("[data-of]") || !shown.querySelector("[data-of]")) show(page);
  anew.hidden = !soonAgain || shown.querySelector("[data-of]") === null;
  if (soonAgain) soon(AGAIN_MS);
}

function show(page) {
  if (shown.contains(document.activeElement)) {
    late = page;
    return;
  }
  late = null;
  shown.replaceChildren(page);
  // The doubt stands beside the button that logs as well, for the eye that is there.
  doubted.textContent = page.querySelector("[data-doubt]")?.textContent ?? "";
  doubted.hidden = !doubted.textContent;
}

shown.addEventListener("focusout", () => setTimeout(() => late && show(late)));
form.addEventListener("input", () => soon(PAUSE_MS));
form.addEventListener("change", () => soon(PAUSE_MS));
ask();
