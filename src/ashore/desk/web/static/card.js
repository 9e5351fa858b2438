// Takes the answers to the caller's card by key, says each as the event `ashore:answered`, and keeps them in one line.
// Nothing is fetched and nothing leaves the page: once loaded, the card works without a network.

/** @typedef {{question: string, answer: string}} Answered */

const KEYS_OFF = "ashore-keys-off";

const questions = [...document.querySelectorAll("[data-question]")];
const line = document.getElementById("card-line");

/** Return what a question was answered, as its value and in words; empty where it was not. */
function answerOf(question) {
  const chosen = question.querySelector("input:checked");
  if (chosen) return { value: chosen.value, says: chosen.dataset.says };
  const value = question.querySelector("input:not([type=radio])")?.value.trim() ?? "";
  return { value, says: value };
}

function showLine() {
  line.value = questions
    .map((question) => [question.dataset.label, answerOf(question).says])
    .filter(([, says]) => says)
    .map(([label, says]) => `${label}: ${says}`)
    .join("; ");
}

/** @param {Element} question */
function tell(question) {
  showLine();
  /** @type {Answered} */
  const detail = { question: question.dataset.question, answer: answerOf(question).value };
  question.dispatchEvent(new CustomEvent("ashore:answered", { bubbles: true, detail }));
}

function goTo(question) {
  if (!question) return document.querySelector("[data-copy-line]")?.focus();
  (question.querySelector("input:checked") ?? question.querySelector("input")).focus();
}

const after = (question) => questions[questions.indexOf(question) + 1];

/** The question at hand: the one that holds the focus, else the first without an answer. */
function atHand() {
  return document.activeElement.closest("[data-question]") ?? questions.find((each) => !answerOf(each).value);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  const typing = event.target.matches("input:not([type=radio]), textarea, select");
  const ours = event.target.closest("[data-question]");
  if (event.key === "Enter" && ours && event.target.matches("input")) {
    event.preventDefault();
    return goTo(after(ours));
  }
  if (typing || !/^[0-9]$/.test(event.key) || document.querySelector("dialog[open]")) return;
  if (!ours && localStorage.getItem(KEYS_OFF)) return; // from anywhere on the page they are single keys like any other
  const question = atHand();
  if (!question) return;
  if (question.dataset.answer !== "yes_no") return goTo(question); // and the digit is typed there
  const choice = question.querySelector(`[data-choice="${event.key}"]`);
  if (!choice) return;
  event.preventDefault();
  choice.checked = true;
  tell(question);
  goTo(after(question));
});

for (const question of questions) question.addEventListener("change", () => tell(question));

if (navigator.clipboard) {
  for (const button of document.querySelectorAll(".card-copy")) {
    button.hidden = false;
    button.addEventListener("click", () => navigator.clipboard.writeText(button.dataset.copy ?? line.value));
  }
}

showLine();
