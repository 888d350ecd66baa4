// The numbers in menus, beside policies and under the card: the desk's own, asked for after every answer.
import { byId, counted, fetchData } from "./page.js";
import { countSaved } from "./saved.js";
import { unsent } from "./sender.js";

const SOON = 60; // milliseconds in which several answers are one question
const LATER = 2000; // milliseconds between two questions that others' decisions cause: there may be twenty others

const queue = byId("queue");
const progress = byId("progress");
let shown = Number(progress.dataset.number);
let decidedHere = 0;
let due = null;
let dueAt = 0;

export const report = () => {
  const parts = [`${counted(shown)} ${progress.dataset.words}`];
  if (decidedHere) parts.push(`${decidedHere} decided here`);
  if (unsent().length) parts.push(`${unsent().length} being saved`);
  progress.textContent = parts.join(" · ");
};

export const decidedMore = (change) => {
  decidedHere = Math.max(0, decidedHere + change);
  report();
};

const write = ({ shown: number, counts }) => {
  shown = number;
  for (const place of document.querySelectorAll("[data-count]")) {
    place.textContent = counted(counts.policy[place.dataset.count] ?? 0);
    place.closest("li").classList.toggle("none", place.dataset.count !== "" && !counts.policy[place.dataset.count]);
  }
  for (const menu of byId("filters").querySelectorAll("select")) {
    for (const option of menu.options) {
      const value = counts[menu.name]?.[option.value];
      if (value !== undefined) option.textContent = `${option.dataset.word} (${counted(value)})`;
    }
  }
  report();
};

const ask = async () => {
  due = null;
  try {
    const { ok, content } = await fetchData(queue.dataset.counts);
    if (ok) write(content);
    countSaved();
  } catch {
    recount(LATER); // until it answers
  }
};

export const recount = (wait = SOON) => {
  const at = Date.now() + wait;
  if (due && dueAt <= at) return;
  clearTimeout(due);
  dueAt = at;
  due = setTimeout(ask, wait);
};

export const recountLater = () => recount(LATER);
