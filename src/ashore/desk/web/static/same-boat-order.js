// The keys of a report's page are numbered by how likely each boat is, and that changes as reports come in. A key that
// has just come to mean another boat does nothing the first time: what was meant was the boat that stood there before.

const SEEN_MS = 3_000; // so long nobody has read what has just changed

const says = document.getElementById("order-changed");
const order = () =>
  [...document.querySelectorAll("#weighed form")]
    .map((form) => [...form.querySelectorAll("[name=cases], button[data-key]")].map((each) => each.value + (each.dataset.key ?? "")).join(" "))
    .join();

let before = order();
let changed = -Infinity;

document.addEventListener("ashore:changed", () => {
  const now = order();
  if (before && now !== before) changed = performance.now();
  before = now;
});

document.addEventListener(
  "keydown",
  (event) => {
    if (event.target instanceof Element && event.target.closest("input, textarea, select")) return;
    if (performance.now() - changed > SEEN_MS) {
      says.hidden = true;
      return;
    }
    if (!document.querySelector(`#weighed button[data-key="${CSS.escape(event.key)}"]`)) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    says.hidden = false;
    changed = -Infinity;
  },
  true,
);
