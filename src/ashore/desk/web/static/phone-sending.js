// Sends what waits, in order, one report at a time; nothing leaves the queue but by the desk's own answer to it.

import { lineOf } from "./phone-report.js";
import * as store from "./phone-store.js";

const PATIENCE_MS = 20_000;
const STUBBORN = 3; // a report that failed so often lets those behind it go first

const failures = new Map();

/**
 * @typedef {{state: "here" | "lost" | "sign-in" | "may-not" | "trouble", says?: string, sent?: number}} Outcome
 */

/** Ask the desk for its time and compare the clocks. Returns its answer, or an outcome if there is none. */
async function look(says) {
  const asked = performance.now();
  let answer;
  try {
    answer = await fetch("/phone/here", { signal: AbortSignal.timeout(PATIENCE_MS), redirect: "error" });
  } catch {
    return { state: "lost" };
  }
  if (!answer.ok) return { state: "trouble", says: `HTTP ${answer.status}.` };
  const here = await answer.json().catch(() => null);
  if (typeof here?.now !== "number") return { state: "trouble", says: says("unreadable") };
  const took = performance.now() - asked;
  const comparison = {
    ahead_ms: Math.round(Date.now() - took / 2 - here.now),
    error_ms: Math.ceil(took / 2),
    server_ms: here.now,
  };
  await store.keepFact("comparison", comparison);
  await store.keepFact("heard", Date.now());
  return { state: "here", here, comparison };
}

/**
 * Look for the desk, and where it answers send all that waits. One page sends at a time; another one only looks.
 * @param {(name: string, fields?: object) => string} says
 * @param {() => Promise<void>} changed called after each report that the desk answered
 * @returns {Promise<Outcome>}
 */
export async function sendWaiting(says, changed) {
  const looked = await look(says);
  if (looked.state !== "here") return looked;
  const { here, comparison } = looked;
  if (!here.signed_in) return { ...looked, state: "sign-in" };
  if (here.says) return { ...looked, state: "may-not", says: here.says };
  const outcome = await navigator.locks.request("ashore-phone-sending", { ifAvailable: true }, (lock) =>
    lock === null ? { sent: 0 } : drain(here, comparison, says, changed),
  );
  return { ...looked, ...outcome };
}

async function drain(here, comparison, says, changed) {
  let sent = 0;
  let trouble = {};
  const tried = new Set();
  for (;;) {
    const entry = next(await store.waiting(), here.log, tried);
    if (entry === undefined) return { ...trouble, sent };
    tried.add(entry.seq);
    if (entry.line === null) {
      entry.line = lineOf(entry, comparison, await store.photo(entry.id), says);
      if (!(await store.amend(entry.seq, { line: entry.line }))) continue;
    }
    const answer = await post(entry.line, says);
    if (answer.status === "accepted" || answer.status === "duplicate") {
      await store.letGo([entry]);
      failures.delete(entry.seq);
      sent += 1;
      await changed();
    } else if (answer.status === "rejected") {
      await store.amend(entry.seq, { refused: answer.error });
      await changed();
    } else {
      const failed = (failures.get(entry.seq) ?? 0) + 1;
      failures.set(entry.seq, failed);
      if (answer.state !== "trouble" || failed < STUBBORN) return { ...answer, sent };
      trouble = answer;
    }
  }
}

/** The first that may go: what was written for another log (an exercise, say) is never sent to this one. */
function next(entries, log, tried) {
  const left = entries.filter((each) => each.refused === null && each.log === log && !tried.has(each.seq));
  const stubborn = (entry) => (failures.get(entry.seq) ?? 0) >= STUBBORN;
  return left.find((entry) => !stubborn(entry)) ?? left[0];
}

/** Post one line. Returns the desk's answer to it, or the state in which it gave none. */
async function post(line, says) {
  let answer, text;
  try {
    answer = await fetch("/api/reports", {
      method: "POST",
      body: line + "\n",
      headers: { "content-type": "application/x-ndjson" },
      signal: AbortSignal.timeout(PATIENCE_MS),
      redirect: "error",
    });
    text = await answer.text();
  } catch {
    return { state: "lost" };
  }
  if (answer.status === 401) return { state: "sign-in" };
  const said = parsed(text.split("\n", 1)[0]);
  if (!answer.ok) return { state: "trouble", says: said?.says ?? `HTTP ${answer.status}.` };
  const known = ["accepted", "duplicate", "rejected"].includes(said?.status);
  return known ? said : { state: "trouble", says: says("unreadable") };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
