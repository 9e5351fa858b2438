// What is half typed in a form marked `data-kept` outlives a reload, a crash of the page and a lost server: in this
// tab, under the account that typed it, until the desk has taken it. Where it comes back the page says so.

const PREFIX = `ashore-typed/${encodeURIComponent(document.body.dataset.me)}/`;

const keyOf = (form) => PREFIX + form.dataset.kept;
const typedIn = (form) => [...form.elements].filter((field) => field.matches("textarea, input:not([type=hidden])"));

function held(form) {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(form)));
  } catch {
    return null; // written by no page of ours
  }
}

function keep(form, more = {}) {
  const changed = typedIn(form).filter((field) => field.value !== field.defaultValue);
  if (!changed.length) return sessionStorage.removeItem(keyOf(form));
  const fields = Object.fromEntries(changed.map((field) => [field.name, field.value]));
  sessionStorage.setItem(keyOf(form), JSON.stringify({ fields, ...more }));
}

/** Whether this page is the one to which the desk leads from a form that it took. */
function taken(sentFrom) {
  const [navigation] = performance.getEntriesByType("navigation");
  if (!sentFrom || navigation?.type !== "navigate" || !document.referrer) return false;
  return new URL(document.referrer).pathname === sentFrom && !document.getElementById("refused");
}

function bring(form) {
  const before = held(form);
  if (!before) return;
  if (taken(before.sentFrom)) return sessionStorage.removeItem(keyOf(form));
  if (document.getElementById("refused")) return; // the desk wrote back what was typed
  for (const field of typedIn(form)) {
    const typed = before.fields[field.name];
    if (typed === undefined || field.readOnly) continue;
    field.value = typed;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  for (const says of form.querySelectorAll("[data-kept-says]")) says.hidden = false;
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-kept]")) keep(form);
});
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-kept]")) keep(event.target, { sentFrom: location.pathname });
});
for (const form of document.querySelectorAll("[data-kept]")) bring(form);
