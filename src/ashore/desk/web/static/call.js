// Taking a call: every keystroke is kept at once in this browser and a moment later on the desk; what is understood is
// shown while it is typed; Enter logs, and waits for the server where it is lost.

import { beside } from "./call-beside.js";
import { found, forget, held, idOf, keep, meet, onlyHere, saysAnything, saveThere } from "./call-store.js";
import { send } from "./call-waiting.js";

const SAVE_MS = 300;
const READ_AFTER_MS = 150;
const READ_MS = 2_000; // so long Enter waits for what is understood of the last keys

const form = document.getElementById("call");
const text = document.getElementById("call-text");
const kept = document.getElementById("call-kept");
const refused = document.getElementById("call-refused");
const heldFields = document.getElementById("call-held");
const understood = document.getElementById("understood");
const aside = Date.now() - Number(form.dataset.now); // how far this computer's clock is ahead of the desk's

let id = "";
let version = 0;
let typedHere = false; // whether the last letter of this call was typed in this window
let lost = false;
let fresh = true; // whether what is shown is of what is typed
let saving = 0;
let reading = 0;
/** @type {AbortController | undefined} */
let asking;

const deskNow = () => Date.now() - aside;
const input = (name) => form.elements.namedItem(name);
const others = beside({ log: form.dataset.log, words: kept.dataset, aside, current: () => id, goOn });

function fieldsNow() {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value !== "") (fields[name] ??= []).push(value);
  }
  return fields;
}

/** The first keystroke makes the call: its name, and the instant its times count from. */
function begin() {
  if (id) return;
  id = crypto.randomUUID();
  version = 0;
  others.mine.add(id);
  input("draft").value = id;
  input("begun").value = String(Math.round(deskNow()));
}

function current(state = "typing") {
  return { id, log: form.dataset.log, version, fields: fieldsNow(), state, at: Date.now() };
}

function onInput(event) {
  begin();
  if (event.target.name === "interpreter" && !input("joined").value) {
    input("joined").value = new Date(deskNow()).toISOString();
  }
  if (event.target.name === "to") markChosen();
  changed();
  readSoon();
}

function changed() {
  typedHere = true;
  version = Math.max(version, found(id)?.version ?? 0) + 1;
  const call = current();
  if (saysAnything(call)) keep(call);
  else forget(id);
  clearTimeout(saving);
  saving = setTimeout(save, SAVE_MS);
  others.show();
}

async function save() {
  const call = found(id);
  if (!call || call.state !== "typing" || call.saved >= call.version) return showKept();
  try {
    lost = !(await saveThere(call));
  } catch {
    lost = true;
  }
  showKept();
}

function showKept() {
  const all = held().filter((each) => each.state === "waiting" || (each.state === "typing" && each.saved < each.version));
  const there = found(id);
  if (all.length && (lost || all.some((each) => each.state === "waiting"))) {
    kept.textContent = `${all.some(onlyHere) ? kept.dataset.window : kept.dataset.here} (${all.length})`;
  } else kept.textContent = there && there.saved >= there.version ? kept.dataset.desk : "";
  kept.classList.toggle("not-sent", kept.textContent.endsWith(")"));
}

/** Put a call into the form, as it was. @param {import("./call-store.js").Held} call */
function goOn(call) {
  if (id) save();
  call = found(call.id) ?? call;
  empty();
  ({ id, version } = call);
  typedHere = false;
  others.mine.add(id);
  if (call.state !== "typing") keep({ ...call, state: "typing" });
  fill(call.fields);
  read();
  text.focus();
  text.setSelectionRange(text.value.length, text.value.length);
  others.show();
  showKept();
}

function fill(fields) {
  for (const element of form.elements) {
    const values = fields[element.name] ?? [];
    if (!element.name || ["to", "struck", "shown"].includes(element.name)) continue;
    if (element.type === "radio" || element.type === "checkbox") element.checked = values.includes(element.value);
    else if (element.localName === "select") element.value = values[0] ?? element.options[0].value;
    else element.value = values[0] ?? "";
  }
  // What stands in the fragment is chosen in it once it has come.
  heldFields.replaceChildren();
  understood.replaceChildren();
  for (const name of ["to", "struck", "shown"]) {
    for (const value of fields[name] ?? []) {
      const hidden = document.createElement("input");
      Object.assign(hidden, { type: "hidden", name, value });
      heldFields.append(hidden);
    }
  }
  document.getElementById("call-interpreter").open ||= Boolean(fields.interpreter || fields.interpreted);
}

/** An empty form for another call; the one before stays in its tab. */
function empty() {
  clearTimeout(saving);
  id = "";
  version = 0;
  refused.hidden = true;
  const keepZone = form.querySelector("[name=zone]:checked")?.value;
  form.reset();
  fill({ channel: ["phone"], role: ["aboard"], zone: [keepZone ?? "Europe/Paris"], log: [form.dataset.log], back: [input("back").value] });
  chosen = "";
}

function another() {
  if (id) save();
  empty();
  read();
  text.focus();
  others.show();
}

// What is understood, and to which case it goes.

let chosen = "";

function markChosen() {
  chosen = form.querySelector("[name=to]:checked")?.value ?? "";
}

function readSoon() {
  fresh = false;
  clearTimeout(reading);
  reading = setTimeout(read, READ_AFTER_MS);
}

/** Ask the desk what it understands; an answer that comes after the next question is not shown. */
async function read() {
  clearTimeout(reading);
  asking?.abort();
  asking = new AbortController();
  const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  // Without a person's choice the desk proposes one anew each time.
  if (!chosen && !heldFields.querySelector("[name=to]")) body.delete("to");
  const typed = typedOnly();
  try {
    const answer = await fetch("/call/understood", { method: "POST", body, signal: asking.signal });
    if (!answer.ok) return;
    put(await answer.text());
    lost = false;
    fresh = typed === typedOnly();
  } catch (error) {
    if (error.name !== "AbortError") lost = true;
    return;
  }
  if (!id) return;
  // The desk's word on when the call began counts, should this computer's clock be ahead of it.
  input("begun").value = understood.querySelector("[data-begun]").dataset.begun;
  const before = found(id);
  // What another window has typed since is on its way here, and is not to be written over.
  if (typedHere && before?.state === "typing" && before.version === version) keep({ ...before, fields: fieldsNow() });
}

function put(html) {
  const focused = understood.contains(document.activeElement) ? document.activeElement.id : "";
  understood.innerHTML = html;
  understood.querySelector(".things").addEventListener("scroll", showMore);
  showMore();
  if (focused) document.getElementById(focused)?.focus();
  if (heldFields.querySelector("[name=to]")) markChosen();
  heldFields.replaceChildren();
  document.dispatchEvent(new CustomEvent("ashore:understood"));
}

/** Say where the list goes on below its edge, for what is logged must have been seen. */
function showMore() {
  const list = understood.querySelector(".things");
  document.getElementById("call-more").hidden = list.scrollTop + list.clientHeight >= list.scrollHeight - 2;
}

function typedOnly() {
  const { to, struck, shown, ...rest } = fieldsNow();
  delete rest.begun;
  return JSON.stringify(rest);
}

/** Wait until what is shown is of what is typed; a lost server is not waited for. */
async function shownAll() {
  if (fresh || lost) return;
  await Promise.race([read(), new Promise((resolve) => setTimeout(resolve, READ_MS))]);
}

async function toCase() {
  await shownAll();
  (form.querySelector("[name=to]:checked") ?? document.getElementById("call-log")).focus();
}

let logging = false;

async function log() {
  if (logging) return;
  begin();
  logging = true;
  try {
    await shownAll();
    changed();
    clearTimeout(saving);
    const call = { ...current("waiting"), version };
    if (!saysAnything(call)) return text.focus();
    call.fields.to ??= ["none"];
    keep(call);
    const answer = await send(call);
    if (answer === null) {
      lost = true;
      others.mine.delete(id);
      empty();
      text.focus();
      others.show();
      showKept();
    } else if ("says" in answer) {
      refused.textContent = answer.says;
      refused.hidden = false;
      keep({ ...call, state: "typing" });
      text.focus();
    } else if (others.tabs().length) {
      others.mine.delete(id);
      goOn(others.tabs()[0]);
    } else location.assign(answer.back);
  } finally {
    logging = false;
  }
}

// Keys.

form.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const inWords = event.target === text || event.target.name === "interpreted";
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    log();
  } else if (event.key === "Enter" && inWords && !event.shiftKey) {
    event.preventDefault();
    toCase();
  } else if (event.key === "Enter" && event.target.matches("input:not([type=radio], [type=checkbox])")) {
    if (event.target.closest("[data-question]")) return; // the card goes on to its next question
    event.preventDefault();
    toCase();
  } else if (event.target.closest("#to") && !event.ctrlKey && !event.altKey && !event.metaKey) {
    const choice = form.querySelector(`#to [data-choice="${CSS.escape(event.key)}"]`);
    if (!choice) return;
    event.preventDefault();
    choice.focus();
    choice.click();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "F2") another();
  else if (event.key === "F4") others.next();
  else if (event.key === "F8") nextZone();
  else if (event.key === "F9") openInterpreter();
  else return;
  event.preventDefault();
});

function nextZone() {
  const all = [...form.querySelectorAll("[name=zone]")];
  const next = all[(all.findIndex((each) => each.checked) + 1) % all.length];
  next.click();
}

function openInterpreter() {
  const details = document.getElementById("call-interpreter");
  details.open = true;
  details.querySelector("input").focus();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  log();
});
form.addEventListener("input", onInput);
document.addEventListener("ashore:answered", () => {
  begin();
  changed();
  readSoon();
});
document.addEventListener("ashore:lost", () => {
  lost = true;
  showKept();
});
document.addEventListener("ashore:found", async () => {
  lost = false;
  for (const call of held()) {
    if (call.state === "typing" && call.saved < call.version) await saveThere(call).catch(() => {});
  }
  showKept();
  if (!fresh) read();
});
document.addEventListener("ashore:calls", () => {
  others.show();
  showKept();
});

// The same call open in two windows: what is typed in one stands in the other at once, so that neither goes astray.
window.addEventListener("storage", (event) => {
  const other = idOf(event.key);
  if (other && other === id) {
    const now = found(other);
    if (!now) return location.reload(); // logged or thrown away there
    if (now.version > version) {
      const [start, end] = [text.selectionStart, text.selectionEnd];
      version = now.version;
      typedHere = false;
      fill(now.fields);
      text.setSelectionRange(start, end);
      read();
    }
  }
  others.show();
  showKept();
});

// A card beside the call is another address of this page: the call goes along.
for (const link of document.querySelectorAll("[data-card]")) {
  link.addEventListener("click", () => id && sessionStorage.setItem("ashore-call-on", id));
}

function back() {
  if (input("back").value && input("back").value !== "/") return;
  try {
    const from = new URL(document.referrer);
    if (from.origin === location.origin && !/^\/(call|sign-in)/.test(from.pathname)) {
      input("back").value = from.pathname + from.search;
    }
  } catch {
    // Opened from nowhere.
  }
}

back();
const going = sessionStorage.getItem("ashore-call-on");
sessionStorage.removeItem("ashore-call-on");
const before = going && found(going);
if (before) goOn(before);
else if (input("phone").value) begin();
else text.focus();
meet(form.dataset.log, aside).then((met) => {
  lost ||= !met;
  others.clearAway();
  others.show();
  showKept();
});
