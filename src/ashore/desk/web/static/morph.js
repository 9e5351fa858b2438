// Brings a part of the page to its new state without touching what somebody is doing in it: what is typed, chosen,
// opened, focused or selected stays, and so does the element it stands in.

/**
 * Whether somebody has half-done work in a field. After a refusal the server wrote back what was typed; that too is
 * somebody's work.
 * @param {Element} field
 */
function fieldInUse(field) {
  if (field === document.activeElement) return true;
  const refused = document.getElementById("refused") !== null;
  if (field instanceof HTMLSelectElement) {
    const options = [...field.options];
    if (refused && options.some((option) => option.defaultSelected)) return true;
    const first = options.find((option) => option.defaultSelected) ?? options[0];
    return !field.multiple && first !== undefined && field.selectedOptions[0] !== first;
  }
  if (field.type === "hidden" || field.type === "submit" || field.type === "button") return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if ("mine" in field.dataset && field.value === document.body.dataset.me) return false;
  return field.value !== (refused ? "" : field.defaultValue);
}

/** @param {Element} element */
export function inUse(element) {
  if (element.matches("input, select, textarea")) return fieldInUse(element);
  return [...element.querySelectorAll("input, select, textarea")].some(fieldInUse);
}

/** What an element is known by among its siblings, or "" where only its place tells. */
function nameOf(node) {
  if (!(node instanceof Element)) return "";
  if (node.id) return "#" + node.id;
  if (node.matches("[data-words]")) return "words " + node.getAttribute("data-words");
  if (node.matches("input, select, textarea, button")) {
    return `field ${node.localName} ${node.getAttribute("type")} ${node.getAttribute("name")} ${
      node.matches("input[type=hidden], button, input[type=radio]") ? node.getAttribute("value") : ""
    }`;
  }
  if (node.matches("form")) {
    const hidden = [...node.querySelectorAll("input[type=hidden]")].map((each) => each.getAttribute("value"));
    return `form ${node.getAttribute("action")} ${hidden.join(" ")}`;
  }
  return "";
}

const alike = (one, other) => one.nodeType === other.nodeType && one.nodeName === other.nodeName;

/** Moves a node without losing its focus, where the browser can. */
function place(parent, node, before) {
  if (node.parentNode === parent && node.nextSibling === before) return;
  if (parent.moveBefore && node.parentNode === parent) parent.moveBefore(node, before);
  else parent.insertBefore(node, before);
}

function copyAttributes(old, fresh) {
  for (const { name, value } of [...fresh.attributes]) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    if (fresh.hasAttribute(name) || (name === "open" && old.localName === "details")) continue;
    old.removeAttribute(name);
  }
}

/**
 * The people's own hands come first: while they are on a sorted list, its rows keep their places.
 * @param {Element} list
 */
const underHand = (list) => list.matches(":hover, :focus-within");

function morphChildren(old, fresh) {
  const named = new Map();
  for (const child of old.childNodes) {
    const name = nameOf(child);
    if (name && !named.has(name)) named.set(name, child);
  }
  const nexts = [...fresh.childNodes];
  const taken = new Set();
  const pairs = [];
  let at = old.firstChild;
  const passOver = () => {
    while (at && (nameOf(at) || taken.has(at))) at = at.nextSibling;
  };
  for (const next of nexts) {
    const name = nameOf(next);
    let same = null;
    if (name) {
      const found = named.get(name);
      if (found && !taken.has(found) && alike(found, next)) same = found;
    } else {
      passOver();
      if (at && alike(at, next)) same = at;
    }
    if (same) taken.add(same);
    pairs.push([same, next]);
  }
  for (const child of [...old.childNodes]) {
    if (taken.has(child)) continue;
    if (!(child instanceof Element) || !inUse(child)) child.remove();
    else if (!child.classList.contains("outdated")) {
      child.classList.add("outdated");
      child.title = document.body.dataset.outdated ?? "";
    }
  }
  const held = old instanceof Element && old.matches("[data-sorted]") && underHand(old);
  let before = old.firstChild;
  for (const [same, next] of pairs) {
    if (!same) {
      old.insertBefore(next, held ? null : before);
      continue;
    }
    if (!held) {
      while (before && before.classList?.contains("outdated")) before = before.nextSibling;
      if (same === before) before = before.nextSibling;
      else place(old, same, before);
    }
    morph(same, next);
  }
  if (held) {
    old.dataset.waiting = JSON.stringify(nexts.map((each) => each.id).filter(Boolean));
  }
}

/** Puts the rows of a list into the order they were to have while somebody's hand was on it. */
export function settle(list) {
  const order = JSON.parse(list.dataset.waiting ?? "[]");
  delete list.dataset.waiting;
  for (const id of order) {
    const row = document.getElementById(id);
    if (row && row.parentNode === list) place(list, row, null);
  }
}

/**
 * Brings `old`, which is on the page, to what `fresh` is, which is not. Both are of one kind.
 * @param {Node} old
 * @param {Node} fresh
 */
export function morph(old, fresh) {
  if (!(old instanceof Element)) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
    return;
  }
  if (old.isEqualNode(fresh)) return;
  if (old.matches("[data-kept]")) return; // a map draws itself
  if (old.matches("[data-words].opened") && old.dataset.words === fresh.dataset.words) return;
  if (old.matches("input, select, textarea") && inUse(old)) return;
  copyAttributes(old, fresh);
  if (old instanceof HTMLTextAreaElement) {
    if (old.defaultValue !== fresh.defaultValue) old.defaultValue = fresh.defaultValue;
    return;
  }
  morphChildren(old, fresh);
}
