// Sends, from whatever page is open, the calls that were logged while the server was lost. A call's id is its command's,
// so that one which is sent twice, by two pages or after a crash, is logged once.

import { forget, held, keep, letters, saveThere } from "./call-store.js";

const AGAIN_MS = 4_000;
const LEAVING_MS = 3_000;

/**
 * Send one call to be logged.
 * @param {import("./call-store.js").Held} call
 * @returns {Promise<{case: string, back: string} | {says: string} | null>} null where the desk was not reached
 */
export async function send(call) {
  const body = new URLSearchParams();
  for (const [name, values] of Object.entries(call.fields)) {
    if (!name.startsWith("_")) for (const value of values) body.append(name, value);
  }
  let answer;
  try {
    answer = await fetch("/call/log", { method: "POST", body, headers: { accept: "application/json" } });
    if (answer.status >= 500 || answer.status === 401) return null;
    const told = await answer.json();
    if (answer.ok) {
      forget(call.id);
      return told;
    }
    keep({ ...call, state: "refused", says: `${told.says} ${told.hint}` });
    return { says: `${told.says} ${told.hint}` };
  } catch {
    return null;
  } finally {
    document.dispatchEvent(new CustomEvent("ashore:calls", { detail: { id: call.id } }));
  }
}

let sending = false;

/** Send every call that waits, one after the other. */
export async function sendAll() {
  if (sending) return;
  sending = true;
  try {
    for (const call of held().filter((each) => each.state === "waiting")) {
      if ((await send(call)) === null) break;
    }
  } finally {
    sending = false;
  }
}

const waiting = () => held().filter((each) => each.state === "waiting").length;

function count() {
  const link = document.querySelector('header nav a[href="/call"]');
  if (!link) return;
  link.querySelector(".waiting")?.remove();
  if (!waiting()) return;
  const told = document.createElement("b");
  told.className = "waiting";
  told.textContent = ` ⚠ ${waiting()}`;
  link.append(told);
}

// Whoever signs out of a shared computer leaves nothing on it that the desk holds; what it does not hold stays, and
// only under this account.
async function leave(form) {
  const there = Promise.allSettled([
    sendAll(),
    ...held()
      .filter((each) => each.state === "typing" && each.saved < each.version && letters(each))
      .map(saveThere),
  ]);
  await Promise.race([there, new Promise((resolve) => setTimeout(resolve, LEAVING_MS))]);
  for (const call of held()) {
    if ((call.state === "typing" && call.saved >= call.version) || !letters(call)) forget(call.id);
  }
  form.submit();
}

if (document.body.dataset.me) {
  document.querySelector('form[action="/sign-out"]')?.addEventListener("submit", (event) => {
    event.preventDefault();
    leave(event.target);
  });
  document.addEventListener("ashore:found", sendAll);
  document.addEventListener("ashore:calls", count);
  window.addEventListener("storage", count);
  setInterval(() => waiting() && sendAll(), AGAIN_MS);
  sendAll();
  count();
}

