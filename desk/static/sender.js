// Sends what is kept in the outbox, one after the other, for as long as it takes. The desk counts an identifier once,
// so an attempt whose answer was lost, or one of another window, does no harm.
import { forget, keep, kept } from "./outbox.js";
import { fetchData } from "./page.js";

const WAITS = [300, 900, 2000, 5000]; // milliseconds before another attempt; the last one holds from there on
const SLOW = 2000; // milliseconds after which an attempt without an answer is told
const ADOPTED_AFTER = 20000; // milliseconds after which another window's entry is sent by this one too: it may be closed

const waiting = []; // entries in the order in which they are sent
const listeners = []; // { sent(entry, answer), failing(reason), refused(entry, refusal) }
let sending = false;
let failures = 0;
let failing = false; // whether it was told that what waits is not saved yet
let wake = () => {};

export const listen = (listener) => listeners.push(listener);
export const unsent = () => waiting.slice();
export const isFailing = () => failing;

const tell = (what, ...about) => {
  for (const listener of listeners) listener[what]?.(...about);
};

const attempt = async (entry) => {
  const slow = setTimeout(() => fail("the desk is slow to answer", true), SLOW);
  try {
    const { ok, status, content } = await fetchData("/api/decisions", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(entry.decision),
      keepalive: true,
    });
    if (ok && content?.decision?.decision_id === entry.decision.decision_id) return { answer: content };
    const reason = content?.error || `the desk answered ${status}`;
    if (status >= 400 && status < 500 && content?.error) {
      return { refusal: { conflict: status === 409, status, reason, standing: content.standing || null } };
    }
    return { reason };
  } catch {
    return { reason: "the desk does not answer" };
  } finally {
    clearTimeout(slow);
  }
};

// A first attempt that fails is a hiccup; a second one, or a long wait, is told.
const fail = (reason, slow = false) => {
  failures += 1;
  failing = failing || slow || failures > 1;
  if (failing) tell("failing", reason);
};

const settle = (entry, outcome) => {
  waiting.shift();
  failures = 0;
  failing = false;
  if (outcome.answer) {
    forget(entry.decision.decision_id);
    tell("sent", entry, outcome.answer);
    return;
  }
  entry.refused = outcome.refusal.reason; // kept until somebody has read why
  if (entry.quiet) forget(entry.decision.decision_id);
  else keep(entry);
  tell("refused", entry, outcome.refusal);
};

const send = async () => {
  if (sending) return;
  sending = true;
  while (waiting.length) {
    const outcome = await attempt(waiting[0]);
    if (outcome.reason === undefined) {
      settle(waiting[0], outcome);
      continue;
    }
    const wait = WAITS[Math.min(failures, WAITS.length - 1)];
    fail(outcome.reason);
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, wait);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
  sending = false;
};

export const sendNow = () => wake();

export const submit = (entry) => {
  keep(entry);
  waiting.push(entry);
  send();
};

// Take up what earlier pages and closed windows left, and return it.
export const adopt = (olderThan = 0) => {
  const known = new Set(waiting.map((entry) => entry.decision.decision_id));
  const found = kept().filter(
    (entry) => !entry.refused && !known.has(entry.decision.decision_id) && Date.now() - entry.made >= olderThan,
  );
  waiting.push(...found);
  send();
  return found;
};

export const leftRefused = () => kept().filter((entry) => entry.refused);

window.addEventListener("online", sendNow);
setInterval(() => adopt(ADOPTED_AFTER), ADOPTED_AFTER);
