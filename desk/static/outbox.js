// Decisions that the desk has not acknowledged, kept in this browser: they survive a reload and a restart.
// Each has a key of its own, so that two windows never write over one another's.
const PREFIX = "pledgewatch.unsent.";
const memory = new Map(); // where the browser keeps nothing, and until it does

export let survives = true; // whether what is kept would be there after a reload

let latest = 0;

// The moment, later than every one given before: decisions are sent in the order in which they were made.
const moment = () => {
  latest = Math.max(Date.now(), latest + 0.001);
  return latest;
};

export const keep = (entry) => {
  if (!entry.made) entry.made = moment();
  memory.set(entry.decision.decision_id, entry);
  try {
    localStorage.setItem(PREFIX + entry.decision.decision_id, JSON.stringify(entry));
  } catch {
    survives = false; // full, or forbidden
  }
};

export const forget = (decisionId) => {
  memory.delete(decisionId);
  try {
    localStorage.removeItem(PREFIX + decisionId);
  } catch {
    survives = false;
  }
};

const read = (key) => {
  try {
    const entry = JSON.parse(localStorage.getItem(key));
    return entry && entry.decision && PREFIX + entry.decision.decision_id === key ? entry : null;
  } catch {
    return null; // nothing of ours
  }
};

// Everything that is kept, the earliest first: of this window, of others, and of earlier pages.
export const kept = () => {
  const found = new Map(memory);
  try {
    for (const key of Object.keys(localStorage)) {
      const entry = key.startsWith(PREFIX) ? read(key) : null;
      if (entry && !found.has(entry.decision.decision_id)) found.set(entry.decision.decision_id, entry);
    }
  } catch {
    survives = false;
  }
  return Array.from(found.values()).sort((one, other) => one.made - other.made);
};
