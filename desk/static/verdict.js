// The form of a verdict: a button beside each piece of evidence puts its number where the text is being written.
import { made } from "./page.js";

const text = document.getElementById("verdict-text");
text.setSelectionRange(text.value.length, text.value.length); // where nobody has written yet, the end is meant

const cite = (box) => {
  const mark = `[${box.dataset.number}]`;
  const at = text.selectionEnd;
  const before = text.value.slice(0, at);
  const space = before && !/\s$/.test(before) ? " " : "";
  text.setRangeText(space + mark, at, at, "end");
  box.checked = true;
  text.focus();
};

for (const box of document.querySelectorAll("input[name=cite]:enabled")) {
  const button = made("button", "cite", `Cite as [${box.dataset.number}]`);
  button.type = "button";
  button.addEventListener("click", () => cite(box));
  box.closest("li").append(button);
}
