// The desk's four sounds, made here: a new distress, silent or overdue, a call after a rescue; and a lost server.
// They repeat until nothing on the page asks for them, whoever acknowledged it. One window of a browser sounds.

const EVERY_S = 7;
const PEAK = 0.35;

// Each sound is a list of [frequency in hertz, start in seconds, length in seconds].
export const SOUNDS = {
  distress: [[880, 0, 0.22], [1320, 0.24, 0.22], [880, 0.48, 0.22], [1320, 0.72, 0.22], [880, 0.96, 0.22], [1320, 1.2, 0.3]],
  silent: [[440, 0, 0.7], [440, 1.0, 0.7]],
  after: [[1568, 0, 0.09], [1568, 0.14, 0.09], [1568, 0.28, 0.09], [1046, 0.5, 0.5]],
  lost: [[520, 0, 0.3], [392, 0.35, 0.3], [262, 0.7, 0.8]],
};
const GRAVEST_FIRST = ["lost", "after", "distress", "silent"];

const off = document.getElementById("sound-off");
/** @type {AudioContext | null} */
let audio = null;
let lost = false;
let testing = false;
let atOnce = () => {};

const isOn = () => audio?.state === "running";

/** The sounds that the page asks for now, the gravest first. */
export function asked() {
  const held = (document.getElementById("alarms")?.dataset.sounds ?? "").split(" ").filter(Boolean);
  if (lost) held.push("lost");
  return GRAVEST_FIRST.filter((name) => held.includes(name));
}

/** Play one sound; resolves when it has ended. */
async function play(name) {
  let end = 0;
  for (const [frequency, start, length] of SOUNDS[name]) {
    const tone = new OscillatorNode(audio, { type: "triangle", frequency });
    const volume = new GainNode(audio, { gain: 0 });
    const from = audio.currentTime + start;
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(PEAK, from + 0.02);
    volume.gain.setValueAtTime(PEAK, from + length - 0.03);
    volume.gain.linearRampToValueAtTime(0, from + length);
    tone.connect(volume).connect(audio.destination);
    tone.start(from);
    tone.stop(from + length);
    end = Math.max(end, start + length);
  }
  document.body.dataset.sounded = name;
  await rest(end + 0.15);
}

/** Wait by the clock of the sound itself: a browser slows down the timers of a window that nobody looks at. */
function rest(seconds) {
  const silence = new ConstantSourceNode(audio, { offset: 0 });
  silence.connect(audio.destination);
  silence.start();
  silence.stop(audio.currentTime + seconds);
  return new Promise((done) => (silence.onended = done));
}

/** Sound for as long as the window lives: the gravest that is asked for, and again, at once when something changes. */
async function keepSounding() {
  for (;;) {
    const changed = new Promise((done) => (atOnce = done));
    const [gravest] = asked();
    if (gravest && !testing) await play(gravest);
    await Promise.race([changed, rest(EVERY_S)]);
  }
}

// Several windows of one desk on one computer are one voice: whoever holds the lock sounds. A window that may not sound
// yet does not ask for it, or it would silence those that may.
function takeTheVoice() {
  if (!isOn() || document.body.dataset.sound !== "on") return;
  document.removeEventListener("ashore:on", takeTheVoice);
  if (navigator.locks) navigator.locks.request("ashore-sounds", keepSounding);
  else keepSounding();
}

function showWhetherOn() {
  if (off) off.hidden = isOn();
  if (isOn()) document.dispatchEvent(new CustomEvent("ashore:on"));
}

// A browser lets a page sound only after somebody touched it; until then the page says that it is silent.
function wake() {
  if (!audio) {
    audio = new AudioContext();
    audio.addEventListener("statechange", showWhetherOn);
  }
  if (!isOn()) audio.resume().catch(() => {});
}

function showInTitle() {
  const count = document.querySelectorAll("#alarms .alarm-line").length;
  const [, mark = "", bare] = document.title.match(/^(⚠ )?(?:\(\d+!\) )?(.*)$/);
  document.title = mark + (count ? `(${count}!) ` : "") + bare;
}

async function test() {
  if (testing) return;
  testing = true;
  wake();
  await audio.resume();
  const said = document.getElementById("sound-said");
  for (const name of ["distress", "silent", "after", "lost"]) {
    if (said) said.textContent = said.dataset[name] ?? name;
    await play(name);
  }
  if (said) said.textContent = "";
  document.getElementById("sound-heard")?.removeAttribute("hidden");
  testing = false;
}

// Acknowledged without leaving the page, so that no half-typed call is left for it. What is refused is sent again as an
// ordinary form: the page then says why.
async function acknowledge(form) {
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const sent = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, { method: "POST", body: sent, redirect: "manual" });
    if (answer.type !== "opaqueredirect") form.submit();
  } catch {
    button.disabled = false; // the page says that it has lost the server
  }
}

document.addEventListener("ashore:lost", () => {
  lost = true;
  atOnce();
});
document.addEventListener("ashore:found", () => {
  lost = false;
});
document.addEventListener("ashore:changed", (event) => {
  if (!event.detail.parts.includes("alarms")) return;
  showInTitle();
  atOnce();
});
document.addEventListener("ashore:on", takeTheVoice);
for (const touch of ["pointerup", "keydown"]) document.addEventListener(touch, wake, { capture: true });
document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("#sound-test")) test();
});
document.addEventListener("submit", (event) => {
  if (!event.target.closest("#alarms")) return;
  event.preventDefault();
  acknowledge(event.target);
});

showInTitle();
if (document.body.dataset.sound === "on") {
  showWhetherOn();
  wake();
}
