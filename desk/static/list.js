// The rows beside the card, in the list's order, and the pages of them that are fetched as they run out.
import { complain } from "./notices.js";
import { byId, fetchPage, made } from "./page.js";

const LOW = 10; // rows left in the list, under which the next page is fetched
const MERGE_WAIT = 300; // milliseconds in which several pieces of news are one look at the list: a decision is mostly learned within them
const LONGEST_WAIT = 10000; // milliseconds; each look at a ranking that still learns doubles the wait

const queue = byId("queue");
export const list = byId("list");
export const listState = queue.dataset.state;
export const learns = "learns" in queue.dataset; // its order changes with every decision
export const hidden = new Set(); // candidates that are not listed although the desk may still list them: just decided here

let nextPage = queue.dataset.next;
let fetching = false;
let merging = null; // the timer of the next look, which comes after `waiting` milliseconds
let waiting = 0;

export const rows = () => Array.from(list.children);
export const rowOf = (id) => rows().find((row) => row.dataset.candidate === id) || null;
export const hasMore = () => Boolean(nextPage);

// Before its place: the higher number first, and of equal ones the lower identifier.
const goesBefore = (one, other) => {
  const [score, id] = one.dataset.place.split("~");
  const [otherScore, otherId] = other.dataset.place.split("~");
  return Number(score) > Number(otherScore) || (Number(score) === Number(otherScore) && id < otherId);
};

const insert = (row) => list.insertBefore(row, rows().find((other) => goesBefore(row, other)) || null);

// A row goes back to its place. In a list that learns, whose places change, it goes before the row whose card is read, so that
// what is worth most still lies ahead.
export const putBack = (row) => {
  const held = rowOf(row.dataset.candidate);
  if (held) return held;
  const read = learns && list.querySelector("a[aria-current]")?.closest("li");
  return read ? list.insertBefore(row, read) : insert(row);
};

const goOnFrom = (page) => {
  nextPage = page.getElementById("queue").dataset.next;
  const more = byId("more");
  if (more && nextPage) more.href = nextPage;
  else if (more) more.remove();
};

// Says on a row what its state is ("accepted, not saved yet"), or takes that away again.
export const mark = (row, words) => {
  row.querySelector(".marked")?.remove();
  row.classList.toggle("done", Boolean(words));
  if (words) row.firstElementChild.append(made("span", "marked", words));
};

export const select = (id) => {
  for (const row of rows()) {
    const link = row.firstElementChild;
    if (row.dataset.candidate === id) {
      link.setAttribute("aria-current", "true");
      row.scrollIntoView({ block: "nearest" });
      history.replaceState(null, "", link.href);
    } else {
      link.removeAttribute("aria-current");
    }
  }
  if (!id) history.replaceState(null, "", queue.dataset.here);
};

// The row to go on to: the next that is still to be decided, else the one before.
export const following = (row) => {
  const open = (each) => !each.classList.contains("done");
  // A card that another editor reads is passed over, unless nothing else is left.
  const others = rows().some((each) => each !== row && open(each) && !each.classList.contains("taken"));
  const free = (each) => open(each) && !(others && each.classList.contains("taken"));
  for (let next = row.nextElementSibling; next; next = next.nextElementSibling) if (free(next)) return next;
  for (let last = row.previousElementSibling; last; last = last.previousElementSibling) if (free(last)) return last;
  return null;
};

// Takes the order of a list that was just fetched for the rows below the one that is read; what stands above stays.
// Every row of it that is new comes in, and rows that it does not list follow it.
const rearrange = (page, read) => {
  const above = new Set();
  for (let row = read && rowOf(read); row; row = row.previousElementSibling) above.add(row.dataset.candidate);
  let before = read ? rowOf(read) : null;
  for (const fresh of Array.from(page.getElementById("list").children)) {
    const id = fresh.dataset.candidate;
    if (hidden.has(id) || above.has(id)) continue;
    const row = rowOf(id) || document.adoptNode(fresh);
    row.dataset.place = fresh.dataset.place;
    if (before) before.after(row);
    else list.prepend(row);
    before = row;
  }
  goOnFrom(page);
};

const take = (page) => {
  for (const row of Array.from(page.getElementById("list").children)) {
    if (!hidden.has(row.dataset.candidate) && !rowOf(row.dataset.candidate)) insert(document.adoptNode(row));
  }
};

// Fetches the next page of rows if few are left; `came` is called with the first row.
export const moreRows = async (came) => {
  if (!nextPage || fetching || list.children.length >= LOW) return;
  fetching = true;
  try {
    const page = await fetchPage(nextPage);
    goOnFrom(page);
    take(page);
    if (list.firstElementChild) came(list.firstElementChild);
  } catch (error) {
    complain(`More of the list could not be fetched: ${error.message}.`);
  } finally {
    fetching = false;
  }
};

// Looks at the list's first page again, soon, for rows that came into it, and for the order in a list that learns:
// `read` gives the candidate whose card is read by then. It looks again while the ranking still learns.
export const mergeRows = (came = () => {}, read = () => null, wait = MERGE_WAIT) => {
  if (merging && waiting <= wait) return;
  clearTimeout(merging);
  waiting = wait;
  merging = setTimeout(async () => {
    merging = null;
    try {
      const page = await fetchPage(queue.dataset.here);
      if (learns) rearrange(page, read());
      else take(page);
      if (list.firstElementChild) came(list.firstElementChild);
      if ("behind" in page.getElementById("queue").dataset) mergeRows(came, read, Math.min(2 * wait, LONGEST_WAIT));
    } catch {
      // the rows come with the next page load; the numbers tell that they are there
    }
  }, wait);
};
