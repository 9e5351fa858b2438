// A file dropped on the page, or an image pasted into it, goes into the paste form, whose clock is asked for first.
// Nothing is sent until somebody says which clock it shows.

const details = document.getElementById("paste");
const file = document.getElementById("paste-file");
const words = document.getElementById("paste-text");
// Two lines that begin as a message of a chat does (reading.chat): exported, copied from a window, from Telegram.
const MARK = "[\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff]*";
const DATE = "\\d{1,4}[./-] ?\\d{1,2}[./-] ?\\d{2,4}";
const BEGUN = `^${MARK}(?:\\[?${MARK}${DATE},? |\\[\\d{1,2}[:.]\\d\\d[^\\]\\n]{0,12}, *${DATE}\\] |[^\\[\\]\\n]{1,100}, \\[${DATE} )`;
const EXPORT = new RegExp(`${BEGUN}.*\\n.*${BEGUN}`, "ms");

function open() {
  details.open = true;
  details.scrollIntoView({ block: "nearest" });
  details.querySelector("[name=zone]:checked, [name=zone]").focus();
}

/** @param {FileList | undefined} files */
function take(files) {
  if (!files?.length) return false;
  file.files = files;
  open();
  return true;
}

if (details) {
  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  document.addEventListener("dragleave", () => document.body.classList.remove("dropping"));
  document.addEventListener("drop", (event) => {
    document.body.classList.remove("dropping");
    if (take(event.dataTransfer?.files)) event.preventDefault();
  });
  document.addEventListener("paste", (event) => {
    if (take(event.clipboardData?.files)) return event.preventDefault();
    const pasted = event.clipboardData?.getData("text") ?? "";
    if (event.target === words || !EXPORT.test(pasted)) return;
    event.preventDefault(); // a chat in the words of a call would be one report; here each line is one
    words.value = pasted;
    open();
  });
}
