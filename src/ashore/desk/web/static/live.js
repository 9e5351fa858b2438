// Keeps a page true while it is open: the server sends the parts that changed, and says every few seconds that it is
// there. Tells the rest of the page by events on `document`: ashore:changed {parts, entries}, ashore:lost, ashore:found.

import { inUse, morph, settle } from "./morph.js";

const SILENCE_MS = 7_000; // two missed beats and a margin
const TOGETHER_MS = 8_000; // how long it is said that many entries came at once
const HAND_MS = 10_000; // a hand that lies still on a list does not keep it unsorted for ever
const AGAIN_MS = 3_000;

const body = document.body;
const lost = document.getElementById("lost");
const fault = document.getElementById("fault");
const together = document.getElementById("together");

let heard = new Date();
let moved = Date.now();
let hushing = 0;
/** @type {EventSource | undefined} */
let stream;

const clock = (at) => at.toISOString().slice(11, 16) + " UTC";
const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

function showLost() {
  if (!lost.hidden) return;
  lost.textContent = lost.dataset.says.replace("{time}", clock(heard));
  lost.hidden = false;
  body.classList.remove("is-live");
  body.classList.add("is-lost");
  document.title = "⚠ " + document.title;
  tell("ashore:lost", { since: heard });
}

function showFound() {
  heard = new Date();
  body.classList.add("is-live");
  if (lost.hidden) return;
  lost.hidden = true;
  body.classList.remove("is-lost");
  document.title = document.title.replace(/^⚠ /, "");
  tell("ashore:found", {});
}

function showFault() {
  showFound();
  if (!fault.hidden) return;
  fault.textContent = fault.dataset.says.replace("{time}", clock(heard));
  fault.hidden = false;
}

function showTogether(entries) {
  if (entries < 2) return;
  together.textContent = together.dataset.says.replace("{count}", entries);
  together.hidden = false;
  clearTimeout(hushing);
  hushing = setTimeout(() => (together.hidden = true), TOGETHER_MS);
}

// What is this reader's own, or this page's, stands in no part that everybody is sent: their name, the way back.
function makeMine(root) {
  for (const field of root.querySelectorAll("[data-mine]")) field.defaultValue ||= body.dataset.me;
  for (const field of root.querySelectorAll("input[type=hidden][name=back]")) {
    if (field.closest("[data-live]")) field.setAttribute("value", body.dataset.here);
  }
}

function built(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content.firstElementChild;
}

/**
 * Puts the parts that were sent into the page. A part has a hole where another stands in it: what was not sent for a
 * hole is on the page already.
 * @param {Record<string, string>} sent
 */
function put(sent) {
  const fresh = new Map(Object.entries(sent).map(([id, html]) => [id, built(html)]));
  const inner = new Set();
  const filled = new Set();
  const fill = (part) => {
    if (filled.has(part)) return;
    filled.add(part);
    for (const hole of part.querySelectorAll("template[data-hole]")) {
      const id = hole.dataset.hole;
      const inside = fresh.get(id);
      if (inside) {
        fill(inside);
        inner.add(id);
      }
      const stands = inside ?? document.getElementById(id)?.cloneNode(true);
      if (!stands) throw new Error(`nothing stands for ${id}`);
      hole.replaceWith(stands);
    }
  };
  for (const part of fresh.values()) fill(part);
  const changed = [];
  for (const [id, part] of fresh) {
    changed.push(id);
    if (inner.has(id)) continue;
    const old = document.getElementById(id);
    if (!old) continue;
    makeMine(part);
    const focused = document.activeElement;
    morph(old, part);
    if (focused !== document.activeElement && focused?.isConnected) focused.focus({ preventScroll: true });
    window.htmx?.process?.(old);
  }
  return changed;
}

function onParts(event) {
  showFound();
  fault.hidden = true;
  const { parts, entries } = JSON.parse(event.data);
  let changed;
  try {
    changed = put(parts);
  } catch {
    // The page has lost something the server takes it to have: ask for all of it.
    body.dataset.has = "";
    stream.close();
    listen();
    return;
  }
  showTogether(entries);
  tell("ashore:changed", { parts: changed, entries });
}

function onHere() {
  showFound();
  fault.hidden = true;
}

function onSignedOut() {
  stream.close();
  const typing = [...document.querySelectorAll("main input, main textarea")].some((field) => inUse(field));
  if (typing) showLost(); // what is typed can still be copied
  else location.reload();
}

function listen() {
  const asked = new URLSearchParams({ view: body.dataset.view, has: body.dataset.has });
  stream = new EventSource(`/screen?${asked}`);
  stream.addEventListener("here", onHere);
  stream.addEventListener("beat", showFound);
  stream.addEventListener("parts", onParts);
  stream.addEventListener("fault", showFault);
  stream.addEventListener("ending", showLost);
  stream.addEventListener("signed-out", onSignedOut);
  stream.addEventListener("error", (event) => {
    showLost();
    const refused = event.target;
    if (refused.readyState !== EventSource.CLOSED) return; // it comes back by itself, from its last number
    refused.close();
    body.dataset.has = ""; // what has changed since is not known here
    setTimeout(comeBack, AGAIN_MS);
  });
}

// Refused rather than cut off: perhaps nobody is signed in any more.
async function comeBack() {
  try {
    const answer = await fetch(body.dataset.here, { headers: { accept: "text/html" } });
    if (answer.redirected && new URL(answer.url).pathname === "/sign-in") return onSignedOut();
  } catch {
    // Still lost.
  }
  listen();
}

// While somebody's hand is on a sorted list its rows keep their places; afterwards they take those they should have.
function settleLists() {
  const still = Date.now() - moved > HAND_MS;
  for (const list of document.querySelectorAll("[data-sorted][data-waiting]")) {
    if (still || !list.matches(":hover, :focus-within")) settle(list);
  }
}

// A form goes once, however often its button is pressed; where it led nowhere it may go again.
const going = new WeakSet();
window.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return; // a script sends it, and sees to that itself
  if (going.has(event.target)) return event.preventDefault();
  going.add(event.target);
  setTimeout(() => going.delete(event.target), AGAIN_MS);
});

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

function openAll(because) {
  for (const sealed of because.querySelectorAll("[data-words]:not(.opened)")) openWords(sealed);
}

document.addEventListener(
  "toggle",
  ({ target }) => target.open && target.matches(".because") && openAll(target),
  true,
);
// Opened by a hand that was faster than this script.
document.querySelectorAll(".because[open]").forEach(openAll);

makeMine(document);
if (body.dataset.view && !document.querySelector("form.door")) {
  listen();
  for (const hand of ["pointermove", "keydown"]) {
    document.addEventListener(hand, () => (moved = Date.now()), { passive: true });
  }
  document.addEventListener("focusout", () => setTimeout(settleLists));
  setInterval(() => {
    settleLists();
    if (Date.now() - heard.getTime() > SILENCE_MS) showLost();
  }, 500);
}
