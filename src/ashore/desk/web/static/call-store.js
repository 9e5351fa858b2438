// The calls that this browser holds: half typed, or logged by a hand while the server was lost. Each is bound to the
// account it was typed under and to the log it is for. localStorage, because its writes are done when they return: a
// crash loses at most the last keystroke.

/**
 * @typedef {object} Held
 * @property {string} id the call's UUID, which is also its command's
 * @property {string} log
 * @property {number} version counts the changes; of two copies the higher is the later
 * @property {number} saved the version that the desk holds too
 * @property {Record<string, string[]>} fields
 * @property {"typing" | "waiting" | "refused" | "away"} state
 * @property {number} at when it last changed here, milliseconds since 1970
 * @property {string} [says] why it was refused
 */

const ME = encodeURIComponent(document.body.dataset.me);
const PREFIX = `ashore-call/${ME}/`;

// What the desk holds is written beside a call and not into it: only the window somebody types in writes the call, for
// a window's view of the storage may be older than another's last letter.
const SAVED = `ashore-saved/${ME}/`;

/** The version of each call that this window saw the desk take. @type {Map<string, number>} */
const seenSaved = new Map();

/** What the browser has no room for (a full disk, a full store), by id: this window alone holds it. @type {Map<string, Held>} */
const unkept = new Map();

const sorted = (all) => all.sort((one, other) => one.at - other.at);

/** All calls held for this account, the oldest first. @returns {Held[]} */
export function held() {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  const ids = new Set([...keys.map((key) => key.slice(PREFIX.length)), ...unkept.keys()]);
  return sorted([...ids].flatMap((id) => found(id) ?? []));
}

/** @param {string} id @returns {Held | undefined} */
export function found(id) {
  try {
    const call = unkept.get(id) ?? JSON.parse(localStorage.getItem(PREFIX + id));
    return call ? { ...call, saved: saved(id) } : undefined;
  } catch {
    return undefined; // written by no page of ours
  }
}

const saved = (id) => Math.max(seenSaved.get(id) ?? 0, Number(localStorage.getItem(SAVED + id)));

function keepSaved(id, version) {
  if (saved(id) >= version) return;
  seenSaved.set(id, version);
  try {
    localStorage.setItem(SAVED + id, String(version));
  } catch {
    // No room for it: this window knows.
  }
}

/** @param {Omit<Held, "saved">} call */
export function keep(call) {
  try {
    localStorage.setItem(PREFIX + call.id, JSON.stringify({ ...call, saved: undefined }));
    unkept.delete(call.id);
  } catch {
    unkept.set(call.id, call);
  }
}

/** Whether this window alone holds a call, so that closing it would lose what the desk does not hold. */
export const onlyHere = (call) => unkept.has(call.id);

/** @param {string} id */
export function forget(id) {
  unkept.delete(id);
  seenSaved.delete(id);
  localStorage.removeItem(PREFIX + id);
  localStorage.removeItem(SAVED + id);
}

/** The id of the call that a change of the storage is about, "" where it is about something else. */
export const idOf = (key) => (key?.startsWith(PREFIX) ? key.slice(PREFIX.length) : "");

/** How many letters somebody would lose. @param {Held} call */
export function letters(call) {
  const of = (name) => (call.fields[name]?.[0] ?? "").trim().length;
  return of("text") + of("interpreted") + of("phone");
}

/** Whether there is anything in it to be logged. @param {Held} call */
export const saysAnything = (call) =>
  letters(call) > 0 || Object.keys(call.fields).some((name) => name.startsWith("card."));

/** Have the desk keep the call as it stands. @param {Held} call @returns {Promise<boolean>} whether it does */
export async function saveThere(call) {
  const body = JSON.stringify({ version: call.version, fields: call.fields });
  const answer = await fetch(`/call/draft/${call.id}`, { method: "PUT", body });
  if (!answer.ok) return false;
  if (found(call.id)) keepSaved(call.id, call.version);
  return true;
}

/**
 * Take over what the desk holds: the newer of two copies, and nothing that was logged.
 * @param {string} log
 * @param {number} aside how far this computer's clock is ahead of the desk's
 * @returns {Promise<boolean>} whether the desk was reached
 */
export async function meet(log, aside) {
  const ask = new URLSearchParams({ ask: held().map((each) => each.id).join(",") });
  let told;
  try {
    const answer = await fetch(`/call/drafts?${ask}`);
    if (!answer.ok) return true;
    told = await answer.json();
  } catch {
    return false;
  }
  for (const each of told.logged) forget(each);
  for (const { id, version, updated, fields } of told.drafts) {
    const here = found(id);
    if (here && here.version >= version) continue;
    keep({ id, log, version, fields, state: "typing", at: updated + aside });
    keepSaved(id, version);
  }
  return true;
}
