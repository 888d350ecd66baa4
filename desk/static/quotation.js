// What is quoted of a text in place of the passage: chosen by sentence, or as words that are selected. The card itself
// holds it, as offsets in characters of the text, so that it comes back with the card.
import { remark } from "./notices.js";
import { byId } from "./page.js";

const HIGHLIGHT = "quotation"; // of the style sheet; a browser without highlights shows the words beside the card alone
const SHOWN = 120; // characters of the words that the closed panel shows

const panel = () => byId("quotation");
const paragraphs = () => Array.from(byId("card")?.querySelectorAll("[data-from]") || []);
const characters = (text) => Array.from(text).length; // as the desk counts: not UTF-16 units

// The text nodes of a paragraph, each with the offset of its first character. A hidden character is shown as a label.
const runsOf = (paragraph) => {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const runs = [];
  let at = Number(paragraph.dataset.from);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const isLabel = Boolean(node.parentElement.closest(".hidden-character"));
    const length = isLabel ? 1 : characters(node.data);
    runs.push({ node, at, end: at + length, isLabel });
    at += length;
  }
  return runs;
};

const runs = () => paragraphs().flatMap(runsOf);

const within = (run, offset) => (run.isLabel ? 0 : Array.from(run.node.data).slice(0, offset - run.at).join("").length);

// The stretch of the page that shows these characters of the text, or null where the card does not show them.
const rangeOf = (start, end) => {
  const all = runs();
  const first = all.find((run) => run.at <= start && start < run.end);
  const last = all.findLast((run) => run.at < end && end <= run.end);
  if (!first || !last) return null;
  const range = document.createRange();
  range.setStart(first.node, within(first, start));
  range.setEnd(last.node, last.isLabel ? last.node.length : within(last, end));
  return range;
};

// The characters of the text that are selected on the card, or null.
const spanOf = (range) => {
  const touched = runs().filter((run) => range.intersectsNode(run.node));
  if (!touched.length) return null;
  const edge = (run, container, offset, other) => {
    if (run.node !== container || run.isLabel) return other;
    return run.at + characters(run.node.data.slice(0, offset));
  };
  const [first, last] = [touched[0], touched[touched.length - 1]];
  const start = edge(first, range.startContainer, range.startOffset, first.at);
  const end = edge(last, range.endContainer, range.endOffset, last.end);
  return start < end ? { start, end } : null;
};

const boxes = () => Array.from(panel().querySelectorAll("input[name=quote]"));
const offsets = (box) => box.value.split("-").map(Number);
const held = () => ({ start: Number(panel().dataset.start), end: Number(panel().dataset.end) });
const isPassage = ({ start, end }) => start === Number(panel().dataset.first) && end === Number(panel().dataset.last);

// The words between two offsets, as the page shows them, without the labels of hidden characters.
const wordsOf = ({ start, end }) =>
  runs()
    .filter((run) => run.at < end && run.end > start && !run.isLabel)
    .map((run) => Array.from(run.node.data).slice(Math.max(0, start - run.at), end - run.at).join(""))
    .join("");

const show = () => {
  const span = held();
  const range = rangeOf(span.start, span.end);
  const changed = !isPassage(span);
  byId("card").classList.toggle("requoted", changed);
  if (window.CSS?.highlights) {
    if (changed && range) CSS.highlights.set(HIGHLIGHT, new Highlight(range));
    else CSS.highlights.delete(HIGHLIGHT);
  }
  const words = wordsOf(span).trim();
  const shown = words.length > SHOWN ? `${words.slice(0, SHOWN).trim()} …` : words;
  panel().querySelector(".quoted").textContent = changed ? `“${shown}”` : "the passage as it was put forward";
  for (const box of boxes()) {
    const [start, end] = offsets(box);
    box.checked = start < span.end && end > span.start;
  }
  return range;
};

const take = ({ start, end }) => {
  panel().dataset.start = start;
  panel().dataset.end = end;
  const range = show();
  remark(`Quoted: ${panel().querySelector(".quoted").textContent}.`);
  const edge = range?.getBoundingClientRect();
  const outside = edge && (edge.top < 0 || edge.bottom > window.innerHeight);
  if (outside) range.startContainer.parentElement.scrollIntoView({ block: "center" });
};

const selected = () => {
  const selection = document.getSelection();
  return selection.rangeCount && !selection.isCollapsed ? spanOf(selection.getRangeAt(0)) : null;
};

const quoteSelected = () => {
  const span = selected();
  if (!span) return false;
  take(span);
  document.getSelection().removeAllRanges();
  return true;
};

// The start or the end, a sentence on or back; a quotation keeps one sentence at least.
const move = (edge, on) => {
  const { start, end } = held();
  const places = boxes().map((box) => offsets(box)[edge === "start" ? 0 : 1]);
  const now = edge === "start" ? start : end;
  const next = on ? places.find((place) => place > now) : places.findLast((place) => place < now);
  const span = edge === "start" ? { start: next, end } : { start, end: next };
  if (next === undefined || span.start >= span.end) remark("There is no further sentence to quote there.");
  else take(span);
};

const moves = {
  selected: () => quoteSelected() || remark("Nothing is selected in the text of the card."),
  "start-back": () => move("start", false),
  "start-on": () => move("start", true),
  "end-back": () => move("end", false),
  "end-on": () => move("end", true),
  passage: () => take({ start: Number(panel().dataset.first), end: Number(panel().dataset.last) }),
};

export const moveQuotation = (name) => panel() && moves[name]();

// Quotes what is selected; with nothing selected, opens or closes the sentences to choose from.
export const quote = () => {
  if (!panel() || quoteSelected()) return;
  panel().open = !panel().open;
  if (panel().open) panel().scrollIntoView({ block: "center" });
};

// What the card's accept quotes, as it is sent; null for the passage as it was put forward.
export const quotation = () => {
  if (!panel() || isPassage(held())) return null;
  const span = held();
  return { ...span, sha256: panel().dataset.sha256, words: rangeOf(span.start, span.end) ? wordsOf(span) : undefined };
};

// A tick beside others makes the quotation longer up to it; one taken away ends it there, or begins it after.
const ticked = (box) => {
  const [first, last] = offsets(box);
  const { start, end } = held();
  if (box.checked) take({ start: Math.min(start, first), end: Math.max(end, last) });
  else if (first <= start) move("start", true);
  else take({ start, end: boxes().map(offsets).findLast(([, before]) => before <= first)?.[1] ?? last });
};

// Takes up the quotation of a card that came on the stage.
export const showQuotation = () => {
  if (panel()) show();
};

export const start = (stage) => {
  stage.addEventListener("change", (event) => event.target.matches("input[name=quote]") && ticked(event.target));
  // A press on a button would take away what is selected.
  stage.addEventListener("mousedown", (event) => event.target.closest("[data-quote]") && event.preventDefault());
  stage.addEventListener("click", (event) => {
    const name = event.target.closest("[data-quote]")?.dataset.quote;
    if (name) moveQuotation(name);
    const isLink = event.target.closest("a.named");
    if (isLink && !document.getSelection().isCollapsed) event.preventDefault(); // words were selected over it
  });
};
