// The phone's page: says how many are not sent and why, and puts what is written into the queue.

import { Draft } from "./phone-draft.js";
import { NEAR_MS } from "./phone-report.js";
import { sendWaiting } from "./phone-sending.js";
import * as store from "./phone-store.js";

const SOON_MS = 5_000;
const LATER_MS = 60_000;

const { log, version } = document.body.dataset;
const part = (id) => document.getElementById(id);
const title = document.title;
const others = new BroadcastChannel("ashore-phone");

let theirs = log; // the log of the desk that last answered
let pause = SOON_MS;
let timer = 0;
let busy = false;
let again = false;
let sentHere = 0;
let sentAt = 0;

/** A sentence of this page in its language, `{fields}` filled in. */
function says(name, fields = {}) {
  const written = part("says").querySelector(`[data-name="${name}"]`).textContent;
  return written.replace(/\{(\w+)\}/g, (whole, field) => fields[field] ?? whole);
}

function clock(ms) {
  const at = new Date(ms);
  const hour = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const today = at.toDateString() === new Date().toDateString();
  return today ? hour : `${at.toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "short" })} ${hour}`;
}

function tell(id, text) {
  const shown = part(id);
  if (shown.textContent !== text) shown.textContent = text;
  shown.hidden = text === "";
}

/** Show what waits: the count in the page and in its title, and each report in the list. */
async function showQueue() {
  const entries = await store.waiting();
  const count = entries.length;
  const number = count === 0 ? "none" : count === 1 ? "one" : "more";
  const unsent = says(`unsent-${number}`, { number: count });
  tell("unsent", unsent);
  document.title = count ? `${unsent} · ${title}` : title;
  document.body.classList.toggle("unsent", count > 0);
  part("waiting").hidden = count === 0;
  part("entries").replaceChildren(...entries.map(row));
  part("erase").textContent = says(`erase-${number}`, { number: count });
  tell("open-until", count ? says("open-until") : "");
  tell("sent", sentHere ? says("sent", { number: sentHere, time: clock(sentAt) }) : "");
}

function row(entry) {
  const shown = part("entry").content.cloneNode(true);
  const field = (name) => shown.querySelector(`[data-field="${name}"]`);
  field("kind").textContent = part("report").querySelector(`[value="${entry.fields.kind}"] ~ span`).textContent;
  field("time").textContent = clock(entry.written.ms);
  field("words").textContent = [entry.fields.place, entry.fields.many, entry.fields.words].filter(Boolean).join(" · ");
  const why = whyHeld(entry);
  field("refused").hidden = why === null;
  field("correct").hidden = why === null;
  if (why !== null) {
    field("says").textContent = why.says;
    field("hint").textContent = why.hint;
    field("correct").addEventListener("click", () => correct(entry));
  }
  return shown;
}

/** Why a report does not go, or null: in this page's own words where it has any for the desk's reason. */
function whyHeld({ refused, log: written }) {
  if (refused === null) return written === theirs ? null : { says: says("other-log"), hint: "" };
  const own = part("says").querySelector(`[data-name="refused-${CSS.escape(refused.code)}"]`);
  return { says: own?.textContent ?? `${says("refused")} ${refused.says}`, hint: own ? "" : refused.hint };
}

function changed() {
  others.postMessage("changed");
  return showQueue();
}

async function showClock(comparison) {
  const ahead = comparison?.ahead_ms ?? 0;
  const minutes = Math.round(Math.abs(ahead) / 60_000);
  const name = ahead > 0 ? "clock-ahead" : "clock-behind";
  tell("clock", Math.abs(ahead) > NEAR_MS ? says(name, { minutes }) : "");
}

/** Look for the desk, send what waits, say how it went, and look again later. */
async function send() {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  clearTimeout(timer);
  const outcome = await sendWaiting(says, changed).catch((fault) => ({ state: "trouble", says: fault.message }));
  theirs = outcome.here?.log ?? theirs;
  if (outcome.sent) [sentHere, sentAt] = [sentHere + outcome.sent, Date.now()];
  await changed();
  await showOutcome(outcome);
  const waits = (await store.waiting()).some((entry) => entry.refused === null);
  if (outcome.state !== "here") pause = Math.min(pause * 2, LATER_MS);
  else pause = waits ? SOON_MS : LATER_MS;
  timer = setTimeout(send, pause);
  busy = false;
  if (again) {
    again = false;
    send();
  }
}

async function showOutcome({ state, says: why, here, comparison }) {
  const heard = await store.fact("heard");
  document.body.dataset.state = state;
  const time = heard === null ? "" : clock(heard);
  const lost = heard === null ? "never-heard" : navigator.onLine ? "unanswered" : "lost";
  tell("network", state === "may-not" ? why : says(state === "lost" ? lost : state, { time, says: why }));
  part("sign-in").hidden = state !== "sign-in";
  await showClock(comparison ?? (await store.fact("comparison")));
  if (here && here.version !== version) {
    tell("ready", says("newer"));
    (await navigator.serviceWorker?.getRegistration("/phone"))?.update();
  }
}

/** Try at once: somebody asked, the network came back, or the page is looked at again. */
function sendNow() {
  pause = SOON_MS;
  send();
}

const form = part("report");
const draft = new Draft(form);

function showDraft() {
  const { position, photo, seq } = draft.draft;
  part("number").hidden = form.elements.kind.value !== "call";
  part("no-position").hidden = !position;
  tell("position", position ? says("position", { ...position, time: clock(position.ms) }) : "");
  part("no-photo").hidden = !photo;
  tell("photo-kept", photo ? says("photo", { kilobytes: Math.ceil(photo / 1_000) }) : "");
  tell("correcting", seq === undefined ? "" : says("correcting"));
  form.elements.children.setCustomValidity(draft.moreChildrenThanPeople ? says("more-children") : "");
}

async function correct(entry) {
  await draft.correct(entry);
  form.scrollIntoView();
  form.elements.words.focus();
}

/** Full, forbidden or broken: the words stay in the form, and the person is told. */
function unkept() {
  tell("not-kept", says("not-kept"));
}

async function enqueue(event) {
  event.preventDefault();
  if (!draft.saysSomething) {
    tell("not-kept", says("empty"));
    form.elements.words.focus();
    return;
  }
  tell("not-kept", "");
  part("fields").disabled = true;
  try {
    await draft.enqueue(log);
    await changed();
    sendNow();
  } catch {
    unkept();
  } finally {
    part("fields").disabled = false;
    part("keep").focus();
  }
}

function locate() {
  tell("position", says("position-looking"));
  navigator.geolocation.getCurrentPosition(
    async ({ coords }) => {
      const [lat, lon] = [coords.latitude, coords.longitude].map((degrees) => Number(degrees.toFixed(5)));
      // `timestamp` counts from different years in different browsers; a fix asked for now is of now.
      await draft.place({ lat, lon, error_m: Math.ceil(coords.accuracy), ms: Date.now() }).catch(unkept);
      showDraft();
    },
    () => tell("position", says("position-refused")),
    { enableHighAccuracy: true, maximumAge: 0, timeout: 60_000 },
  );
}

async function picture(file) {
  await draft.picture(file).catch(unkept);
  showDraft();
  if (file && !draft.draft.photo) tell("photo-kept", says("photo-refused"));
}

async function erase() {
  await store.letGo(await store.waiting());
  part("sure").close();
  if (draft.draft.seq !== undefined) await draft.clear();
  await changed();
  part("unsent").focus();
}

function chooseTheme({ target }) {
  localStorage.setItem("ashore-theme", target.value);
  document.documentElement.dataset.theme = target.value;
}

async function begin() {
  part("brightness").value = document.documentElement.dataset.theme;
  part("brightness").addEventListener("change", chooseTheme);
  if (!isSecureContext) return tell("not-kept", says("no-https"));
  form.addEventListener("shown", showDraft);
  form.addEventListener("input", () => {
    draft.keep().catch(unkept);
    showDraft();
  });
  form.addEventListener("submit", enqueue);
  await draft.open();
  part("fields").disabled = false;
  part("locate").addEventListener("click", locate);
  part("no-position").addEventListener("click", () => draft.place(null).then(showDraft));
  form.elements.photo.addEventListener("change", ({ target }) => picture(target.files[0]));
  part("no-photo").addEventListener("click", () => picture(null));
  part("clear").addEventListener("click", () => draft.clear());
  part("send").addEventListener("click", sendNow);
  part("erase-all").addEventListener("click", () => part("sure").showModal());
  part("erase").addEventListener("click", erase);
  part("spare").addEventListener("click", () => part("sure").close());
  others.addEventListener("message", showQueue);
  addEventListener("online", sendNow);
  addEventListener("offline", sendNow);
  addEventListener("pagehide", () => draft.close());
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  document.addEventListener("visibilitychange", () => document.hidden || sendNow());
  await showQueue();
  send();
  await navigator.storage.persist();
}

/** Have the page itself kept, so that it opens without a network; where a browser will not, it still queues while open. */
async function keepPage() {
  if (!navigator.serviceWorker) return;
  const lang = document.documentElement.lang;
  const options = { scope: "/phone", updateViaCache: "none" };
  await navigator.serviceWorker.register(`/phone/worker.js?lang=${lang}`, options);
  await navigator.serviceWorker.ready;
  if (part("ready").textContent === "") tell("ready", says("ready"));
}

begin().catch(unkept);
keepPage().catch(() => tell("ready", says("not-ready")));
