// Saved searches: how many cards each lists, asked for behind the page, and that the editor is here.
import { byId, counted, fetchData } from "./page.js";

const BETWEEN = 5000; // milliseconds between two counts: each saved search is a question to the warehouse

let askedAt = -BETWEEN;
let due = null;

const count = async () => {
  due = null;
  askedAt = Date.now();
  try {
    const { ok, content } = await fetchData("/api/saved-searches");
    if (!ok) return;
    for (const { search_id: id, count: number } of content.searches) {
      const place = document.querySelector(`#saved [data-search="${CSS.escape(id)}"] .number`);
      if (place) place.textContent = number === null ? "?" : counted(number);
    }
  } catch {
    // the next decision asks again
  }
};

export const countSaved = () => {
  if (due || !byId("saved")) return;
  due = setTimeout(count, Math.max(0, askedAt + BETWEEN - Date.now()));
};

export const start = () => {
  countSaved();
  if (byId("queue").dataset.editor) fetchData("/api/visits", { method: "POST" }).catch(() => {}); // not noted: nothing is lost but a date
};
