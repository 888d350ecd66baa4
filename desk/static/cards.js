// The cards, fetched before they are wanted: one a second is faster than anybody reads.
import { fetchPage } from "./page.js";

const AHEAD = 3; // rows after the selected one whose cards are fetched

const cards = new Map(); // candidate id -> { element: its card once it has come, coming: a promise of it }

export const cardOf = (id) => {
  let entry = cards.get(id);
  if (!entry) {
    entry = { element: null, coming: null };
    cards.set(id, entry);
    const asked = entry;
    entry.coming = fetchPage(`/candidates/${id}`).then((page) => {
      asked.element = document.adoptNode(page.getElementById("card"));
      return asked.element;
    });
    entry.coming.catch(() => {
      if (cards.get(id) === asked) cards.delete(id); // a later visit asks again
    });
  }
  return entry;
};

export const remember = (id, element) => cards.set(id, { element, coming: Promise.resolve(element) });
export const forgetCard = (id) => cards.delete(id);

export const fetchAhead = (row) => {
  let next = row;
  for (let i = 0; i < AHEAD && next; i += 1) {
    next = next.nextElementSibling;
    if (next) cardOf(next.dataset.candidate);
  }
};
