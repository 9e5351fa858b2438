// Keeps a page true while it is open: listens for what changed, fetches the page again and swaps the parts that
// differ, without touching what somebody is typing in; says plainly when the server is lost.

const SILENCE_MS = 25_000; // two missed beats and a margin
const TOGETHER_MS = 150; // a burst of entries is one look
const AGES_MS = 30_000; // minutes since a sign of life go on without any entry
const SOON_MS = 2_000; // a forecast being worked out ends without an entry too

const body = document.body;
const lost = document.getElementById("lost");
let heard = new Date();
let waiting = 0;
let fetching = false;
let again = false;

function clock(at) {
  return at.toISOString().slice(11, 16) + " UTC";
}

function showLost() {
  if (!lost.hidden) return;
  lost.textContent = lost.dataset.says.replace("{time}", clock(heard));
  lost.hidden = false;
  body.classList.add("is-lost");
  document.title = "⚠ " + document.title;
}

function showFound() {
  heard = new Date();
  if (lost.hidden) return;
  lost.hidden = true;
  body.classList.remove("is-lost");
  document.title = document.title.replace(/^⚠ /, "");
  refresh();
}

// What somebody opened, read or is typing survives a swap.
function carryOver(from, to) {
  for (const details of from.querySelectorAll("details[id]")) {
    const same = to.querySelector("#" + CSS.escape(details.id));
    if (same) same.open = details.open;
  }
  for (const words of from.querySelectorAll("[data-words].opened")) {
    const same = to.querySelector(`[data-words="${CSS.escape(words.dataset.words)}"]`);
    if (same) same.replaceWith(words.cloneNode(true));
  }
}

function beingUsed(part) {
  if (part.contains(document.activeElement) && document.activeElement.matches("input, select, textarea")) return true;
  // After a refusal the server wrote back what was typed; that too is somebody's half-done work.
  const refused = document.getElementById("refused") !== null;
  return [...part.querySelectorAll("input:not([type=hidden]):not([name=owner]), textarea")].some(
    (field) => field.value !== (refused ? "" : field.defaultValue),
  );
}

async function refresh() {
  if (fetching) {
    again = true;
    return;
  }
  fetching = true;
  try {
    const answer = await fetch(body.dataset.here, { headers: { accept: "text/html" } });
    if (answer.redirected && new URL(answer.url).pathname === "/sign-in") return location.reload();
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    body.dataset.cases = fresh.body.dataset.cases;
    for (const part of document.querySelectorAll("[data-live]")) {
      const next = fresh.getElementById(part.id);
      if (!next || beingUsed(part)) continue;
      carryOver(part, next);
      if (!next.isEqualNode(part)) part.replaceWith(next);
    }
  } catch {
    // The stream says when the server is lost, and when it is back.
  } finally {
    fetching = false;
    if (again) {
      again = false;
      refresh();
    }
  }
}

function changed(event) {
  showFound();
  const mine = body.dataset.cases.split(" ").filter(Boolean);
  const { cases } = JSON.parse(event.data);
  if (mine.length && cases.length && !cases.some((id) => mine.includes(id))) return;
  clearTimeout(waiting);
  waiting = setTimeout(refresh, TOGETHER_MS);
}

function listen() {
  const stream = new EventSource("/events?after=" + body.dataset.after);
  stream.addEventListener("here", showFound);
  stream.addEventListener("beat", showFound);
  stream.addEventListener("changed", changed);
  stream.addEventListener("ending", showLost);
  stream.addEventListener("error", () => {
    showLost();
    if (stream.readyState !== EventSource.CLOSED) return; // it comes back by itself, from its last number
    stream.close();
    setTimeout(listen, 5_000);
  });
}

// A private report's words come when somebody opens what rests on them; each look is written down.
async function openWords(sealed) {
  const answer = await fetch(sealed.dataset.words, { headers: { accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const words = page.getElementById("words") ?? page.getElementById("refused");
  if (!words) return;
  sealed.replaceChildren(...words.childNodes);
  sealed.classList.add("opened");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-words]:not(.opened) > a");
  if (!link) return;
  event.preventDefault();
  openWords(link.parentElement);
});

document.addEventListener(
  "toggle",
  (event) => {
    if (!event.target.open || !event.target.matches(".because")) return;
    for (const sealed of event.target.querySelectorAll("[data-words]:not(.opened)")) openWords(sealed);
  },
  true,
);

if (document.querySelector("[data-live]") && !document.querySelector("form.door")) {
  listen();
  setInterval(refresh, AGES_MS);
  setInterval(() => {
    if (document.querySelector("[data-soon]")) refresh();
  }, SOON_MS);
  setInterval(() => {
    if (Date.now() - heard.getTime() > SILENCE_MS) showLost();
  }, 1_000);
}
