// Single keys. Whatever can be done by one says so where it stands: data-key names the key and data-key-says what it
// does, so the list of keys is always the list of what this page can do. They rest while somebody types, and one may
// turn them off, since a stray key of an assistive device must do nothing.

const OFF = "ashore-keys-off";

function typing(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}

function shown(element) {
  return element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null;
}

function rows() {
  return [...document.querySelectorAll("[data-row]")].filter(shown);
}

function step(by) {
  const all = rows();
  if (!all.length) return;
  const here = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, here + by))];
  (next.querySelector("a[href]") ?? next).focus();
  next.scrollIntoView({ block: "nearest" });
}

// Outside the list the arrows scroll, as everywhere.
function inARow() {
  return document.activeElement?.closest("[data-row]") != null;
}

// A key that answers a refusal (data-key-after) does nothing before it: a stray key may settle no question.
function live(element) {
  return shown(element) && (!element.dataset.keyAfter || document.getElementById(element.dataset.keyAfter));
}

// A key of the row that has the focus goes before the same key of the page. Some are of their row alone (data-key-row):
// a stray digit may link no report to a boat.
function target(key) {
  const row = document.activeElement?.closest("[data-row]");
  const all = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].filter(
    (each) => live(each) && (!("keyRow" in each.dataset) || row?.contains(each)),
  );
  return all.find((each) => row?.contains(each)) ?? all.find((each) => !each.closest("[data-row]")) ?? all[0];
}

function help() {
  const dialog = document.getElementById("keys");
  const list = dialog?.querySelector("dl");
  if (!dialog || !list) return;
  const said = new Map();
  for (const each of document.querySelectorAll("[data-key][data-key-says]")) {
    if (live(each)) said.set(each.dataset.key, each.dataset.keySays);
  }
  list.querySelectorAll(".found").forEach((each) => each.remove());
  for (const [key, says] of said) {
    const term = document.createElement("dt");
    const meaning = document.createElement("dd");
    term.className = meaning.className = "found";
    const cap = document.createElement("kbd");
    cap.textContent = key;
    term.append(cap);
    meaning.textContent = says;
    list.append(term, meaning);
  }
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && typing(event.target)) return event.target.blur();
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  if (localStorage.getItem(OFF) && event.key !== "?") return;
  // A key that is held down walks the rows, and does nothing else a second time: one press, one act.
  if (event.repeat && !["j", "k", "ArrowDown", "ArrowUp"].includes(event.key)) return;
  if (event.key === "?") help();
  else if (event.key === "j" || (event.key === "ArrowDown" && inARow())) step(1);
  else if (event.key === "k" || (event.key === "ArrowUp" && inARow())) step(-1);
  else {
    const found = target(event.key);
    if (!found) return;
    if (found.matches("input, textarea, select")) found.focus();
    else if (found.matches("summary")) {
      found.parentElement.open = true;
      found.parentElement.querySelector("input:not([type=hidden]), textarea, select, button")?.focus();
    } else found.click();
  }
  event.preventDefault();
});

const off = document.getElementById("keys-off");
if (off) {
  off.checked = localStorage.getItem(OFF) !== null;
  off.addEventListener("change", () => {
    if (off.checked) localStorage.setItem(OFF, "1");
    else localStorage.removeItem(OFF);
  });
}

// An undoing that comes too late is refused anyway; the button goes when its minute is over. What was done without
// leaving the page is the last act from then on, and the button must name it: any page of the server's has it.
let over = 0;

function countDown() {
  const undo = document.getElementById("undo");
  clearTimeout(over);
  if (undo) over = setTimeout(() => undo.remove(), Number(undo.dataset.left) * 1000);
}

async function nameLastAct() {
  const answer = await fetch("/about", { headers: { accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("undo");
  fresh?.querySelector("[name=back]").setAttribute("value", document.body.dataset.here);
  document.getElementById("undoing").replaceChildren(...(fresh ? [fresh] : []));
  countDown();
}

document.addEventListener("ashore:done", nameLastAct);
countDown();
