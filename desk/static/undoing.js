// What can be taken back with `u` or the button: this window's decisions, the last one first. Survives a reload and a way back.
import { button, byId, made } from "./page.js";

const KEY = "pledgewatch.undo";
const MOST = 50;
const TITLE = 60; // characters of a headline on the button

const load = () => {
  try {
    const held = JSON.parse(sessionStorage.getItem(KEY));
    return Array.isArray(held) ? held : [];
  } catch {
    return [];
  }
};

let undoable = load(); // { decision_id, candidate_id, title, did }
let undo = () => {};

const render = () => {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(undoable));
  } catch {
    // then it lasts as long as the page
  }
  const place = byId("undo");
  const last = undoable[undoable.length - 1];
  place.hidden = !last;
  if (!last) return;
  const title = last.title.length > TITLE ? `${last.title.slice(0, TITLE).trim()} …` : last.title;
  const key = made("kbd", "only-wide", "u");
  const action = button("Undo ", () => undo());
  action.append(key);
  place.replaceChildren(made("span", "", `${last.did[0].toUpperCase()}${last.did.slice(1)}: ${title}`), action);
};

export const remember = (entry) => {
  undoable = [...undoable, entry].slice(-MOST);
  render();
};

export const takeLast = () => {
  const last = undoable.pop() || null;
  render();
  return last;
};

export const drop = (decisionId) => {
  undoable = undoable.filter((entry) => entry.decision_id !== decisionId);
  render();
};

// What was decided by a form, as all of a choice is, is the last thing that was decided: the page tells it with its undo.
const takeUpTold = () => {
  const form = byId("told")?.querySelector("form");
  if (!form) return;
  const { replaces, candidate_id: candidate } = form.elements;
  const [did, ...title] = byId("told").querySelector("span").textContent.split(": ");
  const known = undoable.some((entry) => entry.decision_id === replaces.value);
  const told = { decision_id: replaces.value, candidate_id: candidate.value, title: title.join(": "), did };
  if (!known) undoable = [...undoable, told].slice(-MOST);
  form.remove(); // one button undoes it, and the key
};

export const begin = (action) => {
  undo = action;
  takeUpTold();
  render();
};
