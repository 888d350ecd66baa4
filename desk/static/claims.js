// Who reads which card: this page claims the one on its stage, again every so often, and marks those that others have.
import { list, rowOf, rows } from "./list.js";
import { editor } from "./name.js";
import { remark } from "./notices.js";
import { fetchData, made, newId } from "./page.js";
import * as stage from "./stage.js";

const RENEW = 45000; // milliseconds; a claim lasts 240 seconds, so that one lost request loses no card
const windowId = newId();

let told = ""; // the card of which this page has said whose it is
let asked = 0;

const markRow = (row, reader) => {
  row.querySelector(".claimed")?.remove();
  row.classList.toggle("taken", Boolean(reader));
  if (reader) row.firstElementChild.append(made("span", "claimed", `${reader} is reading this`));
};

const send = (body) =>
  fetchData("/api/claims", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ window: windowId, ...body }),
  });

const release = () => {
  if (!editor()) return;
  const address = new URLSearchParams({ window: windowId, turn: (asked += 1) });
  fetch(`/api/claims?${address}`, { method: "DELETE", keepalive: true }).catch(() => {});
};

const renew = async () => {
  if (!editor() || document.hidden) return;
  const candidate = stage.shownCandidate();
  const card = candidate && rowOf(candidate)?.dataset.claim;
  const turn = (asked += 1);
  try {
    const { ok, content } = await send(card ? { turn, card, candidate_id: candidate } : { turn });
    if (!ok || turn !== asked) return;
    for (const row of rows()) markRow(row, content.others[row.dataset.claim]);
    if (content.reader && told !== card) remark(`${content.reader} is reading this card. What you decide counts all the same.`);
    told = content.reader ? card : "";
  } catch {
    // said again at the next turn; until then the claim lasts
  }
};

export const start = () => {
  if (list.parentElement.closest("[data-state]").dataset.state !== "open") return;
  stage.onPlaced(renew);
  setInterval(renew, RENEW);
  document.addEventListener("visibilitychange", renew);
  window.addEventListener("pagehide", release);
  renew();
};
