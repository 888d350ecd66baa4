// The filter: a choice by pointer shows its list at once; one by keys waits for Enter, because every arrow key is a choice.
import { byId } from "./page.js";

const CHOOSES_NOTHING = new Set(["Tab", "Shift", "Escape", "Control", "Alt", "Meta"]);

export const start = () => {
  const form = byId("filters");
  let byKeys = false;
  form.addEventListener("pointerdown", () => (byKeys = false));
  form.addEventListener("keydown", (event) => {
    if (!event.target.matches("select")) return;
    if (event.key === "Enter" && byKeys) {
      event.preventDefault();
      form.requestSubmit();
    } else if (!CHOOSES_NOTHING.has(event.key)) {
      byKeys = true;
    }
  });
  form.addEventListener("change", () => {
    if (!byKeys) form.requestSubmit();
  });
};
