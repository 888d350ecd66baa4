// The keyboard: one key a decision, on the card that is on the screen and on no other.
import { decide, undo } from "./decisions.js";
import { dismissLatest, remark } from "./notices.js";
import { byId } from "./page.js";
import { moveQuotation, quote } from "./quotation.js";
import { card, step, stepArticle, toggleCriteria } from "./stage.js";
import { choiceOf, chooseBy, cycle } from "./stances.js";

const help = byId("keys");

const openOriginal = () => {
  const element = card();
  if (!element) return;
  if (element.dataset.original) window.open(element.dataset.original, "_blank", "noopener,noreferrer");
  else window.location.assign(element.dataset.article);
};

const acceptAs = (key) => {
  const { first } = choiceOf("key", key);
  if (first || !card()) decide("accept", { stance: first?.value, key });
};

const sortBy = (order) => {
  if (byId("sort").type === "hidden") {
    remark("What was decided is listed by when it was decided.");
    return;
  }
  byId("sort").value = order;
  byId("filters").requestSubmit();
};

// What the help says that a key does: the page lists the keys of actions, reasons, stances and orders.
const decideBy = (key) => {
  const named = help.querySelector(`[data-key="${CSS.escape(key)}"]`)?.dataset;
  if (!named) return null;
  if (named.sort) return () => sortBy(named.sort);
  return named.stance ? () => acceptAs(key) : () => decide(named.action, { reason: named.reason, key });
};

const actions = {
  u: undo,
  j: () => step(1),
  k: () => step(-1),
  g: stepArticle,
  o: openOriginal,
  s: cycle,
  e: quote,
  z: () => moveQuotation("passage"),
  "[": () => moveQuotation("start-back"),
  "]": () => moveQuotation("end-on"),
  "{": () => moveQuotation("start-on"),
  "}": () => moveQuotation("end-back"),
  n: () => card()?.querySelector("#note").focus(),
  c: toggleCriteria,
  q: () => byId("q").focus(),
  "/": () => byId("policy").focus(),
  "?": () => help.showModal(),
};
const REPEATABLE = new Set(["j", "k"]); // a key that is held down moves on, and decides nothing

const openSaved = (key) => {
  const saved = document.querySelector(`#saved a[data-key="${CSS.escape(key)}"]`);
  return saved && (() => saved.click());
};

// With Shift a digit rejects; what it types then differs from keyboard to keyboard, its place does not.
const rejectBy = (event) => {
  const digit = event.shiftKey && !/^[0-9]$/.test(event.key) && /^Digit([0-9])$/.exec(event.code)?.[1];
  const named = digit && help.querySelector(`[data-digit="${digit}"]`)?.dataset;
  return named && (() => decide(named.action, { reason: named.reason, key: `Shift ${digit}` }));
};

const actionOf = (event) => {
  const reject = rejectBy(event);
  if (reject) return reject;
  if (help.querySelector(`[data-number="${CSS.escape(event.key)}"]`)) return () => chooseBy(event.key);
  if (event.shiftKey && /^[A-Z]$/.test(event.key)) return decideBy(event.key);
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return Object.hasOwn(actions, name) ? actions[name] : openSaved(name) || decideBy(name);
};

const pressed = (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (help.open && event.key === "?") {
    event.preventDefault();
    help.close();
    return;
  }
  if (document.querySelector("dialog[open]")) return; // which has its own keys: Escape closes it
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select"); // a box takes Space alone
  if (event.key === "Escape") {
    if (typing) typing.blur();
    else if (dismissLatest()) event.preventDefault();
    return;
  }
  if (typing) return;
  const action = actionOf(event);
  if (!action) return;
  event.preventDefault();
  if (!event.repeat || REPEATABLE.has(event.key)) action();
};

const stepBy = ({ target }) => {
  const by = target.closest("button")?.dataset.step;
  if (by === "article") stepArticle();
  else if (by) step(Number(by));
};

export const start = () => {
  document.addEventListener("keydown", pressed);
  const steps = byId("steps"); // buttons for who has no keyboard; without the script the list's links lead on
  steps.hidden = false;
  steps.addEventListener("click", stepBy);
};
