// What people do between them, row by row: sign for an item, judge a line of a list, note an answer. A key counts for
// the row that has the focus and for no other, so that nothing is ever signed for unseen. Also copying and printing.

const OFF = "ashore-keys-off";
const me = document.body.dataset.me;

const typing = (target) => target instanceof Element && target.closest("input, textarea, select") !== null;
const shown = (element) => (element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null);

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing(event.target) || document.querySelector("dialog[open]") || localStorage.getItem(OFF)) return;
  const focused = document.activeElement;
  const row = focused?.closest("[data-row]");
  if (!row || (event.key === " " && focused.matches("button, summary"))) return;
  const numbered = row.querySelector("select[data-numbered]");
  if (numbered && /^[1-9]$/.test(event.key)) {
    const at = Number(event.key); // the first option is none of them
    if (at >= numbered.options.length) return;
    numbered.selectedIndex = at;
    event.preventDefault();
    row.querySelector('[data-row-key="s"]')?.click();
    return;
  }
  const found = [...row.querySelectorAll(`[data-row-key="${CSS.escape(event.key)}"]`)].find(shown);
  if (!found) return;
  event.preventDefault();
  found.click();
});

// Without leaving the page, so that the next row is one key away. What is refused is sent again as an ordinary form:
// the page then says why.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-quiet]") || form.dataset.loud) return;
  event.preventDefault();
  const row = form.closest("[data-row]");
  const sent = new URLSearchParams(new FormData(form, event.submitter));
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body: sent, redirect: "manual" });
  } catch {
    return; // the page says that it has lost the server, and the row stays as it was
  }
  if (answer.type === "opaqueredirect") {
    document.dispatchEvent(new CustomEvent("ashore:done"));
    goOn(row);
  } else {
    form.dataset.loud = "1";
    form.requestSubmit(event.submitter);
  }
});

/** Brings the focus to the next row that still waits for somebody. */
function goOn(row) {
  const rows = [...document.querySelectorAll("[data-row][data-item]:not(.mine), [data-row][data-todo]")];
  const next = rows.find((each) => row.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING);
  if (!next) return;
  (next.querySelector("a[href]") ?? next).focus();
  next.scrollIntoView({ block: "nearest" });
}

/** Says what is not signed for by the reader of this page; the list itself is everybody's. */
function mark() {
  const items = [...document.querySelectorAll("[data-item]")];
  let left = 0;
  for (const item of items) {
    const mine = item.dataset.signers.split("|").includes(me);
    item.classList.toggle("mine", mine);
    for (const form of item.querySelectorAll("form")) form.hidden = mine;
    if (!mine) left += 1;
  }
  const says = document.getElementById("to-sign");
  if (!says) return;
  const text = left ? says.dataset.left.replace("{count}", left) : says.dataset.none;
  if (says.textContent !== text) says.textContent = text;
}

async function copy(button) {
  const from = document.querySelector(button.dataset.copy);
  const text = from.value ?? from.innerText;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    return select(from); // not allowed here: what is selected can be copied by hand
  }
  const before = button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => (button.textContent = before), 2_000);
}

function select(from) {
  if (from.select) {
    from.focus();
    from.select();
  } else getSelection().selectAllChildren(from);
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-copy], [data-print]") : null;
  if (button?.matches("[data-copy]")) copy(button);
  else if (button) print();
});

// A report's text follows what is written under its letters.
document.addEventListener("input", (event) => {
  const letter = event.target.dataset?.letter;
  const text = letter && document.querySelector(`[data-text="${letter}"]`);
  if (!text) return;
  const lines = event.target.value.trim().split("\n");
  text.textContent = lines.map((line) => line.trim()).join("\n   ");
  text.closest("[data-line]").hidden = !event.target.value.trim();
});

// In a field of several lines Enter is a new line; Ctrl and Enter send.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.matches("[data-send]")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

function begin() {
  mark();
  for (const button of document.querySelectorAll("[data-copy], [data-print]")) button.hidden = false;
}

document.addEventListener("ashore:changed", begin);
begin();
