// The queue by keyboard. A decision shows the next card at once, from cards that were fetched ahead, and is sent
// behind it; if it is not acknowledged, the card comes back with the reason. Every page works without this file.
"use strict";

(() => {
  const queue = document.getElementById("queue");
  if (!queue) return;
  const list = document.getElementById("list");
  const stage = document.getElementById("stage");
  const errors = document.getElementById("errors");
  const progress = document.getElementById("progress");
  const keys = document.getElementById("keys");
  const AHEAD = 3; // cards fetched before they are wanted: one a second is faster than anybody reads
  const LOW = 10; // rows left in the list, under which the next page is fetched
  const WAITS = [0, 300, 900, 2000]; // milliseconds before each attempt to send a decision; the same id, so one decision
  const PATIENCE = 8000; // milliseconds for one attempt

  const cards = new Map(); // candidate id -> { element: its card once it has come, coming: a promise of it }
  const undoable = []; // what this editor decided on this page, the last one last
  const decided = new Set();
  let shown = null; // the candidate whose card is on the stage, never one that is still loading
  let wanted = null; // the candidate that is selected in the list
  let unsaved = 0;
  let lastSent = Promise.resolve(); // decisions are sent in the order in which they were made
  let count = 0;
  let nextPage = queue.dataset.next;
  let fetchingPage = false;
  let criteriaOpen = false;

  // Documents are fetched as documents: no string ever becomes markup here.
  const fetchPage = (address) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("GET", address);
      request.responseType = "document";
      request.timeout = PATIENCE;
      request.onload = () =>
        request.status === 200 && request.response
          ? resolve(request.response)
          : reject(new Error(`the desk answered ${request.status}`));
      request.onerror = () => reject(new Error("the desk did not answer"));
      request.ontimeout = request.onerror;
      request.send();
    });

  const cardOf = (id) => {
    let entry = cards.get(id);
    if (!entry) {
      entry = { element: null, coming: null };
      cards.set(id, entry);
      entry.coming = fetchPage(`/candidates/${id}`).then((page) => {
        entry.element = document.adoptNode(page.getElementById("card"));
        return entry.element;
      });
      entry.coming.catch(() => cards.delete(id)); // a later visit asks again
    }
    return entry;
  };

  const remember = (id, element) => cards.set(id, { element, coming: Promise.resolve(element) });

  const rows = () => Array.from(list.children);
  const rowOf = (id) => rows().find((row) => row.dataset.candidate === id) || null;
  const card = () => document.getElementById("card");

  const complain = (sentence, id) => {
    const notice = document.createElement("div");
    notice.className = "notice error";
    const words = document.createElement("span");
    words.textContent = sentence;
    notice.append(words);
    if (id) {
      const link = document.createElement("a");
      link.href = `/candidates/${id}`;
      link.textContent = "See it";
      notice.append(link);
    }
    const close = document.createElement("button");
    close.type = "button";
    close.className = "plain";
    close.textContent = "Dismiss";
    close.addEventListener("click", () => notice.remove());
    notice.append(close);
    errors.append(notice);
  };

  const recount = (policy, change) => {
    for (const number of document.querySelectorAll("[data-count]")) {
      if (number.dataset.count !== "" && number.dataset.count !== policy) continue;
      const value = Math.max(0, Number(number.dataset.number) + change);
      number.dataset.number = String(value);
      number.textContent = value.toLocaleString("en-GB");
    }
  };

  const report = () => {
    const chosen = document.querySelector(".policies a[aria-current] [data-count]");
    const left = Number(chosen ? chosen.dataset.number : 0);
    const parts = [`${left.toLocaleString("en-GB")} to decide`];
    if (count) parts.push(`${count} decided here`);
    if (unsaved) parts.push(`${unsaved} being saved`);
    progress.textContent = parts.join(" · ");
  };

  const select = (id) => {
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
  };

  const ahead = (row) => {
    let next = row;
    for (let i = 0; i < AHEAD && next; i += 1) {
      next = next.nextElementSibling;
      if (next) cardOf(next.dataset.candidate);
    }
  };

  const empty = (sentence) => {
    const box = document.createElement("div");
    box.className = "empty";
    box.textContent = sentence;
    stage.replaceChildren(box);
    shown = null;
  };

  const moreRows = async () => {
    if (!nextPage || fetchingPage || list.children.length >= LOW) return;
    fetchingPage = true;
    try {
      const page = await fetchPage(nextPage);
      nextPage = page.getElementById("queue").dataset.next;
      const known = new Set(rows().map((row) => row.dataset.candidate));
      for (const row of Array.from(page.getElementById("list").children)) {
        const id = row.dataset.candidate;
        if (!known.has(id) && !decided.has(id)) list.append(document.adoptNode(row));
      }
      const more = document.getElementById("more");
      if (more) {
        if (nextPage) more.href = nextPage;
        else more.remove();
      }
      if (!wanted && list.firstElementChild) show(list.firstElementChild.dataset.candidate);
    } catch (error) {
      complain(`More of the queue could not be fetched: ${error.message}.`);
    } finally {
      fetchingPage = false;
    }
  };

  const place = (id, element) => {
    shown = id;
    stage.replaceChildren(element);
    const criteria = element.querySelector("details.criteria");
    if (criteria) criteria.open = criteriaOpen;
    const focused = document.activeElement;
    if (!focused || focused === document.body || !focused.isConnected) element.focus({ preventScroll: true });
    if (element.getBoundingClientRect().top < 0) element.scrollIntoView({ block: "start" });
  };

  const show = (id) => {
    wanted = id;
    if (!id) {
      empty(nextPage ? "Fetching more …" : "Nothing more waits here.");
      moreRows();
      return;
    }
    select(id);
    const entry = cardOf(id);
    if (entry.element) {
      place(id, entry.element);
    } else {
      empty("Loading …");
      entry.coming.then(
        (element) => {
          if (wanted === id && shown !== id) place(id, element);
        },
        (error) => {
          if (wanted === id) {
            empty("This card could not be fetched.");
            complain(`The card could not be fetched: ${error.message}. Move away and back to try again.`);
          }
        },
      );
    }
    ahead(rowOf(id));
    moreRows();
  };

  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  // Resolves to null once the decision is durable, or to the sentence that says why it is not.
  const send = async (decision) => {
    let reason = "the desk did not answer";
    for (const wait of WAITS) {
      if (wait) await pause(wait);
      const stop = new AbortController();
      const timer = setTimeout(() => stop.abort(), PATIENCE);
      try {
        const answer = await fetch("/api/decisions", {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify(decision),
          credentials: "same-origin",
          signal: stop.signal,
          keepalive: true,
        });
        if (answer.ok) return null;
        const told = await answer.json().catch(() => ({}));
        reason = told.error || `the desk answered ${answer.status}`;
        if (answer.status < 500) return { conflict: answer.status === 409, reason };
      } catch {
        reason = "the desk did not answer";
      } finally {
        clearTimeout(timer);
      }
    }
    return { conflict: false, reason };
  };

  const saving = async (decision) => {
    unsaved += 1;
    report();
    lastSent = lastSent.then(() => send(decision));
    try {
      return await lastSent;
    } finally {
      unsaved -= 1;
      report();
    }
  };

  const restore = (entry) => {
    decided.delete(entry.id);
    count = Math.max(0, count - 1);
    recount(entry.policy, 1);
    if (entry.row && !rowOf(entry.id)) {
      const before = entry.following && entry.following.isConnected ? entry.following : null;
      if (before) list.insertBefore(entry.row, before);
      else if (entry.wasFirst) list.prepend(entry.row);
      else list.append(entry.row);
    }
    remember(entry.id, entry.card);
    show(entry.id);
    report();
  };

  const decide = (action, changes = {}) => {
    const element = card();
    if (!shown || !element || element.dataset.candidate !== shown) return;
    const id = shown;
    const row = rowOf(id);
    const form = element.querySelector("form.decide");
    if (!form || decided.has(id)) return;
    const decision = {
      decision_id: crypto.randomUUID(),
      candidate_id: id,
      action,
      stance: action === "accept" ? changes.stance || form.elements.stance.value : null,
      reason: action === "reject" ? changes.reason || form.elements.reason.value : null,
      note: form.elements.note.value,
    };
    const told = document.getElementById("told");
    if (told) told.remove();
    const entry = {
      id,
      row,
      card: element,
      policy: row ? row.dataset.policy : "",
      following: row ? row.nextElementSibling : null,
      wasFirst: Boolean(row) && !row.previousElementSibling,
      title: element.querySelector("h2").textContent,
      acknowledged: null,
    };
    const next = row ? row.nextElementSibling || row.previousElementSibling : list.firstElementChild;
    if (row) row.remove();
    decided.add(id);
    cards.delete(id);
    count += 1;
    recount(entry.policy, -1);
    undoable.push(entry);
    show(next ? next.dataset.candidate : null);
    entry.acknowledged = saving(decision).then((refusal) => {
      if (!refusal) return true;
      if (undoable.includes(entry)) undoable.splice(undoable.indexOf(entry), 1);
      else return false; // it was undone meanwhile, and the card is back already
      if (refusal.conflict) {
        count -= 1;
        complain(`“${entry.title}”: ${refusal.reason}`, id);
        report();
      } else {
        restore(entry);
        complain(`“${entry.title}” was not decided: ${refusal.reason}. The card is back.`);
      }
      return false;
    });
  };

  const undo = () => {
    const entry = undoable.pop();
    if (!entry) {
      const form = document.querySelector("#told form");
      if (form) form.requestSubmit(form.querySelector("button"));
      return;
    }
    restore(entry);
    entry.acknowledged.then(async (held) => {
      if (!held) return; // it was never recorded: there is nothing to open again
      // Where the deferred are shown, a card was deferred before: opened again, it would be gone from this list.
      for (const action of queue.dataset.state === "deferred" ? ["reopen", "defer"] : ["reopen"]) {
        const refusal = await saving({ decision_id: crypto.randomUUID(), candidate_id: entry.id, action, note: "" });
        if (refusal) {
          complain(`“${entry.title}” could not be opened again: ${refusal.reason}.`, entry.id);
          return;
        }
      }
    });
  };

  const step = (direction) => {
    const row = rowOf(wanted);
    const next = row ? (direction > 0 ? row.nextElementSibling : row.previousElementSibling) : list.firstElementChild;
    if (next) show(next.dataset.candidate);
  };

  const openOriginal = () => {
    const element = card();
    if (!element) return;
    if (element.dataset.original) window.open(element.dataset.original, "_blank", "noopener,noreferrer");
    else window.location.assign(element.dataset.article);
  };

  const cycleStance = () => {
    const field = card() && card().querySelector("#stance");
    if (field) field.selectedIndex = (field.selectedIndex + 1) % field.options.length;
  };

  // The stance that a key with Shift names; where it goes more than one way, the way of the card.
  const acceptAs = (key) => {
    const field = card() && card().querySelector("#stance");
    const named = field ? Array.from(field.options).filter((option) => option.dataset.key === key) : [];
    const choice = named.find((option) => option.value.endsWith(`:${card().dataset.direction}`)) || named[0];
    if (choice) decide("accept", { stance: choice.value });
  };

  const rejectFor = (number) => {
    const field = card() && card().querySelector("#reason");
    if (field && field.options[number - 1]) decide("reject", { reason: field.options[number - 1].value });
  };

  const actions = {
    a: () => decide("accept"),
    r: () => decide("reject"),
    d: () => decide("defer"),
    u: undo,
    j: () => step(1),
    k: () => step(-1),
    o: openOriginal,
    s: cycleStance,
    n: () => card() && card().querySelector("#note") && card().querySelector("#note").focus(),
    c: () => {
      const criteria = card() && card().querySelector("details.criteria");
      if (criteria) criteria.open = criteriaOpen = !criteria.open;
    },
    "/": () => document.getElementById("policy").focus(),
    "?": () => keys.showModal(),
  };
  const REPEATABLE = new Set(["j", "k"]); // a key that is held down moves on, and decides nothing

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || keys.open) return;
    const typing = event.target.closest("input, textarea, select");
    if (event.key === "Escape" && typing) {
      typing.blur();
      return;
    }
    if (typing) return;
    if (event.shiftKey && /^[A-Z]$/.test(event.key)) {
      event.preventDefault();
      if (!event.repeat) acceptAs(event.key);
      return;
    }
    const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const action = Object.hasOwn(actions, name) ? actions[name] : /^[1-5]$/.test(name) ? () => rejectFor(Number(name)) : null;
    if (!action) return;
    event.preventDefault();
    if (event.repeat && !REPEATABLE.has(name)) return;
    action();
  });

  stage.addEventListener("submit", (event) => {
    if (!event.target.matches("form.decide") || !event.submitter) return;
    event.preventDefault();
    decide(event.submitter.value);
  });

  // Enter in the note accepts, as it would without the script: the first button of the form is the default one.

  list.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const row = event.target.closest("li");
    if (!row) return;
    event.preventDefault();
    show(row.dataset.candidate);
    if (window.matchMedia("(max-width: 56rem)").matches) stage.scrollIntoView();
  });

  document.getElementById("filters").addEventListener("change", (event) => event.currentTarget.requestSubmit());

  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });

  const first = card();
  if (first) {
    wanted = shown = first.dataset.candidate;
    remember(shown, first);
    ahead(rowOf(shown) || { nextElementSibling: list.firstElementChild });
  }
  moreRows();
})();
