// Tells the desk who is on which case and how: looking, typing, on the phone. Says so every few seconds and at once when
// it changes; what is not said again is forgotten there.

const EVERY_MS = 10_000;
const TYPING_MS = 15_000; // after the last key somebody is taken to look only

const body = document.body;
const [mine] = body.dataset.cases.split(" ").filter(Boolean);
const page = Math.random().toString(36).slice(2);
let typed = -Infinity;
let onPhone = false;
let said = "";

function doing() {
  if (onPhone) return "phone";
  return Date.now() - typed < TYPING_MS ? "typing" : "looking";
}

function say(what) {
  said = what;
  const beacon = new Blob([JSON.stringify({ page, case: mine, doing: what })], { type: "application/json" });
  navigator.sendBeacon("/presence", beacon);
}

function sayIfChanged() {
  if (!document.hidden && doing() !== said) say(doing());
}

function showPhone(button) {
  button.hidden = false;
  button.setAttribute("aria-pressed", String(onPhone));
}

if (mine && body.dataset.me) {
  document.querySelectorAll("[data-on-phone]").forEach(showPhone);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-on-phone]");
    if (!button) return;
    onPhone = !onPhone;
    document.querySelectorAll("[data-on-phone]").forEach(showPhone);
    say(doing());
  });
  document.querySelector("main").addEventListener("input", () => {
    typed = Date.now();
    sayIfChanged();
  });
  document.addEventListener("visibilitychange", () => {
    // On the phone one looks elsewhere, and is on the phone all the same.
    if (!document.hidden) say(doing());
    else if (!onPhone) say("left");
  });
  window.addEventListener("pagehide", () => say("left"));
  setInterval(() => {
    if (!document.hidden || onPhone) say(doing());
  }, EVERY_MS);
  say(doing());
}
