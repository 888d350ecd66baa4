// The stage: the one card that is read. It changes when the editor moves or decides, and never by itself.
import { cardOf, fetchAhead, forgetCard, remember } from "./cards.js";
import { hasMore, list, moreRows, rowOf, rows, select } from "./list.js";
import { complain } from "./notices.js";
import { button, byId, made, pause } from "./page.js";
import { showQuotation } from "./quotation.js";

const BREATH = 12; // pixels between the passage and what it stands beside
const AGAIN = 1500; // milliseconds before a card that did not come is asked for again

const stage = byId("stage");
let shown = null; // the candidate whose card is on the stage, never one that is still loading
let wanted = null; // the candidate that is selected in the list
let criteriaOpen = false;
const leaving = []; // called with a candidate whose card leaves the stage
const placed = []; // called with a candidate whose card came on the stage, and whether it was asked for anew

export const shownCandidate = () => shown;
export const wantedCandidate = () => wanted;
export const card = () => byId("card");
export const onLeaving = (action) => leaving.push(action);
export const onPlaced = (action) => placed.push(action);

// Whether the card on the stage was painted: a key that came before could not be meant for it.
export const isSeen = () => Boolean(shown && card() && "seen" in card().dataset);

// What the script adds to a card, and what it shows of the text: the passage, above the buttons that stick to the bottom.
const dress = (element) => {
  for (const part of element.querySelectorAll(".with-script")) part.hidden = false;
  showQuotation();
};

const arrive = (element) => {
  const passage = element.querySelector(".in-passage");
  if (!passage) return;
  const line = element.querySelector(".bears");
  const bar = element.querySelector(".decide .buttons");
  const top = getComputedStyle(line).position === "sticky" ? line.offsetHeight : 0;
  const room = window.innerHeight - top - (bar.closest(".decide").offsetHeight || bar.offsetHeight) - BREATH;
  const all = element.querySelectorAll(".in-passage");
  const first = passage.getBoundingClientRect().top - BREATH;
  const last = all[all.length - 1].getBoundingClientRect().bottom;
  const down = Math.min(last - top - room, first - top); // the whole passage, or its beginning where it is longer than the room
  if (down > 0) window.scrollBy({ top: down, behavior: "instant" });
};

const watchPaint = (element) => {
  delete element.dataset.seen;
  requestAnimationFrame(() => requestAnimationFrame(() => (element.dataset.seen = "")));
};

const empty = (sentence) => {
  if (shown) for (const action of leaving) action(shown);
  stage.replaceChildren(made("div", "empty", sentence));
  shown = null;
};

const place = (id, element, isNew = false) => {
  if (shown && shown !== id) for (const action of leaving) action(shown);
  shown = id;
  stage.replaceChildren(element);
  dress(element);
  watchPaint(element);
  const criteria = element.querySelector("details.criteria");
  if (criteria) criteria.open = criteriaOpen;
  for (const action of placed) action(id, isNew);
  const focused = document.activeElement;
  if (!focused || focused === document.body || !focused.isConnected) element.focus({ preventScroll: true });
  if (element.getBoundingClientRect().top < 0) byId("main").scrollIntoView({ block: "start" });
  arrive(element);
};

// A card that does not come is asked for again while it is wanted.
const fetchUntilWanted = async (id) => {
  let told = false;
  while (wanted === id && shown !== id) {
    try {
      const element = await cardOf(id).coming;
      if (wanted === id && shown !== id) place(id, element);
    } catch (error) {
      if (wanted !== id) return;
      if (!told) empty(`This card has not come (${error.message}). It is asked for again until it does.`);
      told = true;
      await pause(AGAIN);
    }
  }
};

export const showFirst = (row) => {
  if (!wanted) show(row.dataset.candidate);
};

// After the rows below the card that is read may have changed: the next cards are fetched before they are wanted.
export const rowsCame = (first) => {
  showFirst(first);
  fetchAhead(rowOf(wanted));
};

export const show = (id) => {
  wanted = id;
  select(id);
  if (!id) {
    empty(hasMore() ? "Fetching more …" : "Nothing more waits here.");
    moreRows(showFirst);
    return;
  }
  const { element } = cardOf(id);
  if (element) {
    place(id, element);
  } else {
    empty("Loading …");
    fetchUntilWanted(id);
  }
  fetchAhead(rowOf(id));
  moreRows(showFirst);
};

// The card as the desk has it now, in place of the one on the stage.
export const renew = async (id) => {
  forgetCard(id);
  try {
    const element = await cardOf(id).coming;
    if (shown === id) place(id, element, true);
  } catch (error) {
    complain(`The card could not be fetched again: ${error.message}.`);
  }
};

// Says on the card what was decided about it meanwhile, and leaves the card as it is.
export const overtake = (id, words) => {
  if (shown !== id) return;
  card().querySelector(".overtaken")?.remove();
  if (!words) return;
  const strip = made("div", "notice overtaken");
  strip.setAttribute("role", "status");
  strip.append(made("span", "", words), button("Show what stands", () => renew(id)));
  card().prepend(strip);
};

export const step = (direction) => {
  const row = rowOf(wanted);
  const next = row ? (direction > 0 ? row.nextElementSibling : row.previousElementSibling) : list.firstElementChild;
  if (next) show(next.dataset.candidate);
};

// The next card of another article, past those that the same article has in this list.
export const stepArticle = () => {
  const row = rowOf(wanted);
  if (!row) return step(1);
  let next = row.nextElementSibling;
  while (next && next.dataset.article === row.dataset.article) next = next.nextElementSibling;
  if (next) show(next.dataset.candidate);
};

export const toggleCriteria = () => {
  const criteria = card()?.querySelector("details.criteria");
  if (criteria) criteria.open = criteriaOpen = !criteria.open;
};

// Take up the card that came with the page.
export const begin = () => {
  const first = card();
  if (first) {
    wanted = shown = first.dataset.candidate;
    remember(shown, first);
    dress(first);
    arrive(first);
    watchPaint(first);
    for (const action of placed) action(shown, true);
    fetchAhead(rowOf(shown) || rows()[0]);
  }
  moreRows(showFirst);
};
