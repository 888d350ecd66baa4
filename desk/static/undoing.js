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

export const begin = (action) => {
  undo = action;
  const told = byId("told"); // what the page itself offers, without the script
  if (told && undoable.length) told.remove();
  render();
};
