// An encounter by keys: a letter for what the unit did goes on to the first number, Enter from each to the next, then
// through what the unit sees of the boat, and the last Enter, or Ctrl+Enter at any time, logs.

const form = document.getElementById("met");
const unit = document.getElementById("met-unit");
const follows = document.getElementById("met-follows");
const PATH = ["met-taken_off", "met-left_aboard", "met-in_water", "met-set_out", "met-position", "met-colour", "met-kind", "met-engine", "met-inside"];

const choose = (radio) => {
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
};

function goOn(from) {
  // Who has no place of the boat seldom has more of it, and is not led through it all.
  const passes = from.id === "met-position" && !from.value.trim();
  const next = passes ? undefined : PATH[PATH.indexOf(from.id) + 1];
  if (next) document.getElementById(next).focus();
  else (form.querySelector("[name=craft_after]:checked") ?? document.getElementById("met-log")).focus();
}

/** The radio of a group that a key chooses, looked for in the group that has the focus. */
function meant(event) {
  const { target, key } = event;
  const name = target.name;
  if (name === "unit_of") return form.querySelector(`[data-unit="${CSS.escape(key)}"]`) ?? action(key);
  if (name === "action" || name === "channel") return action(key);
  if (name === "craft_after") return form.querySelector(`[data-craft="${CSS.escape(key)}"]`);
  if (target.id === "met-left_aboard" || name === "all_off") return form.querySelector(`[data-left="${CSS.escape(key)}"]`);
  return null;
}

const action = (key) => form.querySelector(`[data-action="${CSS.escape(key)}"]`);

form.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (event.altKey || event.metaKey) return;
  if (key === "Enter") {
    if (target.matches("button")) return;
    if (!event.ctrlKey) {
      if (target.name === "craft_after" || target.name === "text") return; // the form's own Enter logs
      event.preventDefault();
      if (["unit", "unit_of"].includes(target.name)) form.querySelector("[name=action]:checked").focus();
      else if (["action", "channel"].includes(target.name)) document.getElementById(PATH[0]).focus();
      else if (target.name === "all_off") goOn(document.getElementById("met-left_aboard"));
      else goOn(target);
      return;
    }
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  if (event.ctrlKey) return;
  const found = meant(event);
  if (!found) return;
  event.preventDefault();
  choose(found);
  if (found.name === "action") document.getElementById(PATH[0]).focus();
  else if (found.name === "all_off" && found.value === "yes") goOn(document.getElementById("met-left_aboard"));
  else if (found.name === "craft_after" || found.name === "unit_of") found.focus();
});

form.addEventListener("change", (event) => {
  if (event.target.name === "unit_of") unit.value = event.target.value;
  if (event.target.name === "craft_after") follows.hidden = event.target.value !== "adrift";
  if (event.target.id === "met-left_aboard" && event.target.value.replace(/[0\s]/g, "")) {
    const yes = form.querySelector('[name=all_off][value="yes"]');
    if (yes.checked) choose(form.querySelector('[name=all_off][value="not_asked"]'));
  }
});
