// Deciding: the next card is shown at once, and the decision is sent behind it. Whatever becomes of it, the card that is
// read by then stays: a row that is not saved yet goes back into the list, and says so.
import { forgetCard, remember } from "./cards.js";
import { decidedMore, recount, report } from "./counts.js";
import { following, hidden, learns, list, listState, mark, mergeRows, putBack, rowOf } from "./list.js";
import { editor, isNamed } from "./name.js";
import { remark } from "./notices.js";
import { newId } from "./page.js";
import { quotation } from "./quotation.js";
import { isFailing, listen, submit } from "./sender.js";
import * as stage from "./stage.js";
import * as undoing from "./undoing.js";
import { adopted, did } from "./unsent.js";

const mine = new Map(); // decision id -> what this page knows of a decision of its own, sent or not
const standing = new Map(); // candidate id -> the decision of this page that is not saved yet
const elsewhere = new Map(); // candidate id -> what others decided, in words, while its card was on the stage

export const isMine = (decisionId) => mine.has(decisionId);
export const isUnsaved = (candidate) => standing.has(candidate);

const begin = (decision, title, more = {}) => {
  const known = { decision, title, row: null, card: null, undone: false, ...more };
  mine.set(decision.decision_id, known);
  return known;
};

// The card on the stage stays as it is, says what stands now, and takes no decision until the editor has looked.
export const overtake = (candidate, words) => {
  elsewhere.set(candidate, words);
  stage.overtake(candidate, words);
};

// The row leaves the list, unless its card is being read: then it says what became of it, until the editor moves on.
export const retire = (candidate, words) => {
  hidden.add(candidate);
  const row = rowOf(candidate);
  if (stage.shownCandidate() === candidate) {
    overtake(candidate, words);
    if (row) mark(row, words);
    return;
  }
  forgetCard(candidate);
  if (row) row.remove();
};

const lookAgain = () => mergeRows(stage.rowsCame, stage.wantedCandidate);

export const comeBack = (candidate) => {
  hidden.delete(candidate);
  elsewhere.delete(candidate);
  const row = rowOf(candidate);
  if (row) mark(row, "");
  lookAgain();
};

// Why a key decides nothing now, or null.
const objection = (action, byKey) => {
  const card = stage.card();
  const shown = stage.shownCandidate();
  if (!shown || !card) return "no card was up";
  if (!stage.isSeen()) return "the card was not on the screen yet";
  if (standing.has(shown)) return `you ${did(standing.get(shown).decision)} this already; it is not saved yet (u undoes it)`;
  if (elsewhere.has(shown)) return `${elsewhere.get(shown)} (“Show what stands” shows it)`;
  if (action === "reopen" && !card.dataset.standing) return "this is open already";
  if (byKey && card.dataset.state !== listState) return `this is ${card.dataset.state} already: the buttons under it correct that`;
  return null;
};

const moveOn = (known) => {
  const next = known.row ? following(known.row) : list.firstElementChild;
  if (known.row) known.row.remove();
  hidden.add(known.decision.candidate_id);
  forgetCard(known.decision.candidate_id);
  stage.show(next ? next.dataset.candidate : null);
};

export const decide = (action, { stance, reason, key = "" } = {}) => {
  const why = objection(action, Boolean(key));
  if (why) {
    remark(key ? `${key} decided nothing: ${why}.` : `Nothing was decided: ${why}.`);
    return;
  }
  if (!isNamed()) return;
  remark("");
  const card = stage.card();
  const { elements } = card.querySelector("form.decide");
  const boxes = Array.from(card.querySelectorAll("input[name=with]")); // the card's other passages
  const candidate = stage.shownCandidate();
  const decision = {
    decision_id: newId(),
    candidate_id: candidate,
    action,
    stance: action === "accept" ? stance || elements.stance.value : null,
    reason: action === "reject" ? reason || elements.reason.value : null,
    note: action === "reopen" ? "" : elements.note.value,
    replaces: card.dataset.standing || null,
    quotation: action === "accept" ? quotation() : null,
    with: boxes.filter((box) => box.checked).map((box) => box.value),
    editor: editor(),
  };
  const title = card.querySelector("h2").textContent;
  const known = begin(decision, title, {
    row: rowOf(candidate),
    card,
    wasOpen: !card.dataset.standing,
    leaves: boxes.some((box) => !box.checked), // passages that stay, and are a card of their own then
  });
  standing.set(candidate, known);
  undoing.remember({ decision_id: decision.decision_id, candidate_id: candidate, title, did: did(decision) });
  decidedMore(1);
  if (known.row || card.dataset.state === listState) moveOn(known);
  else stage.overtake(candidate, `You ${did(decision)} this.`);
  submit({ decision, title });
  report();
};

// The card is back on the stage at once, because the editor asked for it; what was sent is taken back behind it.
const restore = (known, undoId) => {
  const { candidate_id: candidate } = known.decision;
  hidden.delete(candidate);
  if (known.row) mark(putBack(known.row), "");
  known.card.dataset.standing = known.wasOpen ? "" : undoId;
  known.card.querySelector(".overtaken")?.remove();
  remember(candidate, known.card);
  stage.show(candidate);
};

export const undo = () => {
  if (!isNamed()) return;
  const last = undoing.takeLast();
  if (!last) {
    remark("There is nothing to undo here: “accepted”, “rejected” and “deferred” list what was decided.");
    return;
  }
  const decision = {
    decision_id: newId(),
    candidate_id: last.candidate_id,
    action: "undo",
    replaces: last.decision_id,
    editor: editor(),
  };
  const original = mine.get(last.decision_id);
  const entry = { decision, title: last.title };
  begin(decision, last.title, { original, entry, shownThen: stage.shownCandidate() });
  if (standing.get(last.candidate_id) === original) standing.delete(last.candidate_id);
  elsewhere.delete(last.candidate_id);
  if (original) original.undone = true;
  if (original?.card) restore(original, decision.decision_id);
  decidedMore(original ? -1 : 0);
  submit(entry);
  report();
};

// After an undo of an earlier page, whose card this one does not hold: shown if the editor has not moved on.
const showUndone = (known) => {
  const { candidate_id: candidate } = known.decision;
  comeBack(candidate);
  forgetCard(candidate);
  if (stage.shownCandidate() === candidate) stage.renew(candidate);
  else if (stage.shownCandidate() === known.shownThen) stage.show(candidate);
};

// Of a card that had been deferred each passage has another decision standing after an undo: the desk knows which.
const renewStanding = (candidate) => {
  if (stage.shownCandidate() === candidate) stage.renew(candidate);
  else forgetCard(candidate);
};

const sent = (entry, answer) => {
  recount();
  const known = mine.get(entry.decision.decision_id);
  if (!known) return;
  const { candidate_id: candidate, action } = entry.decision;
  if (action === "undo") {
    if (!known.original?.card) showUndone(known);
    else if (!known.original.wasOpen && known.original.decision.with.length) renewStanding(candidate);
    return;
  }
  if (standing.get(candidate) !== known) return;
  standing.delete(candidate);
  if (answer.state === listState) {
    comeBack(candidate);
    if (stage.shownCandidate() === candidate) stage.renew(candidate);
    else forgetCard(candidate);
  } else {
    retire(candidate, `You ${did(entry.decision)} this.`);
    if (learns || known.leaves || answer.left?.length) lookAgain();
  }
};

// Every row whose decision is not saved goes back to its place in the list, marked; the stage is left alone.
const failing = () => {
  report();
  for (const [candidate, known] of standing) {
    const words = `You ${did(known.decision)} this: not saved yet.`;
    if (known.row) mark(putBack(known.row), words);
    if (known.card) remember(candidate, known.card);
    stage.overtake(candidate, words);
  }
};

const refused = (entry, refusal) => {
  recount();
  const { candidate_id: candidate, decision_id: decisionId, action } = entry.decision;
  const known = mine.get(decisionId);
  undoing.drop(decisionId);
  if (!known) return;
  for (const undo of mine.values()) if (undo.original === known && undo.entry) undo.entry.quiet = true; // nothing to undo
  const isStanding = standing.get(candidate) === known;
  if (isStanding) standing.delete(candidate);
  if (!known.undone && action !== "undo") decidedMore(-1);
  if (refusal.conflict) {
    if (known.undone || isStanding || action === "undo") retire(candidate, refusal.reason);
    return;
  }
  if (!isStanding) return;
  hidden.delete(candidate);
  if (known.row) mark(putBack(known.row), "");
  if (known.card) remember(candidate, known.card);
  stage.overtake(candidate, "");
};

const adopt = (entry) => {
  const { candidate_id: candidate, action, replaces } = entry.decision;
  const known = begin(entry.decision, entry.title, { row: rowOf(candidate), wasOpen: !replaces });
  if (action === "undo") {
    known.original = mine.get(replaces) || null;
    known.entry = entry;
    standing.delete(candidate);
  } else {
    standing.set(candidate, known);
  }
};

export const start = () => {
  stage.onLeaving((candidate) => {
    if (elsewhere.delete(candidate)) forgetCard(candidate);
    const row = rowOf(candidate);
    if (row?.classList.contains("done") && !standing.has(candidate)) row.remove();
  });
  stage.onPlaced((candidate, isNew) => {
    if (isNew) elsewhere.delete(candidate);
    const known = standing.get(candidate);
    if (known) stage.overtake(candidate, `You ${did(known.decision)} this: ${isFailing() ? "not saved yet" : "being saved"}.`);
  });
  listen({ sent, failing, refused });
  adopted.forEach(adopt);
  if (standing.size) failing();
  undoing.begin(undo);
};
