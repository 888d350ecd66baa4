// What others decide, as they decide it: told by the desk, or asked for every few seconds where the desk cannot tell.
import { forgetCard } from "./cards.js";
import { recountLater } from "./counts.js";
import { comeBack, isMine, isUnsaved, overtake, retire } from "./decisions.js";
import { listState } from "./list.js";
import { editor } from "./name.js";
import { byId, fetchData } from "./page.js";
import * as stage from "./stage.js";

const POLL = 5000; // milliseconds between two questions, where nothing is told
const SILENCE = 40000; // milliseconds without a sign of life, after which the stream is taken for dead

let last = Number(byId("queue").dataset.last);
let source = null;
let heardAt = 0;

const intoMyList = (candidate, words) => {
  if (stage.shownCandidate() !== candidate) {
    forgetCard(candidate);
    comeBack(candidate);
  } else if (listState === "open" && !stage.card().dataset.standing) {
    comeBack(candidate); // it is as the card says
    stage.overtake(candidate, "");
  } else {
    overtake(candidate, words);
  }
};

const take = (news) => {
  if (news.sequence <= last) return;
  last = news.sequence;
  if (isMine(news.decision_id) || isMine(news.action_id)) return;
  recountLater();
  if (isUnsaved(news.candidate_id)) return; // the answer to this page's own decision tells
  const who = news.editor === editor() ? `${news.editor}, in another window or browser,` : news.editor;
  const words = `${who} ${news.did} this.`;
  if (news.state === listState) intoMyList(news.candidate_id, words);
  else retire(news.candidate_id, words);
};

const poll = async () => {
  try {
    const { ok, content } = await fetchData(`/api/decisions?after=${last}`);
    if (ok) content.decisions.forEach(take);
  } catch {
    // asked again at the next turn
  }
};

const disconnect = () => {
  source?.close();
  source = null;
};

const connect = () => {
  if (source || !window.EventSource || document.hidden) return;
  heardAt = Date.now();
  source = new EventSource(`/api/events?after=${last}`);
  source.addEventListener("message", (event) => {
    heardAt = Date.now();
    take(JSON.parse(event.data));
  });
  source.addEventListener("beat", () => (heardAt = Date.now()));
  source.addEventListener("error", () => {
    if (source?.readyState === EventSource.CLOSED) disconnect(); // refused: it does not try again by itself
  });
};

const turn = () => {
  if (document.hidden) return;
  const dead = !source || Date.now() - heardAt > SILENCE;
  if (!dead) return;
  disconnect();
  poll();
  connect();
};

export const start = () => {
  connect();
  setInterval(turn, POLL);
  // A browser keeps six connections to a desk: windows that nobody looks at hold none.
  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  window.addEventListener("pagehide", disconnect);
  window.addEventListener("pageshow", connect);
};
