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
  form.addEventListener("change", (event) => {
    if (!byKeys && event.target.matches("select")) form.requestSubmit();
  });
  // An address names what was chosen, and nothing that was left as it is.
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of Array.from(event.formData)) if (!value) event.formData.delete(name);
  });
};
