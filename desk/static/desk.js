// The page with the list and the card. Every page works without the script; with it, a key is a decision.
import * as claims from "./claims.js";
import * as counts from "./counts.js";
import * as decisions from "./decisions.js";
import * as events from "./events.js";
import * as filters from "./filters.js";
import * as keys from "./keys.js";
import { list } from "./list.js";
import * as name from "./name.js";
import { remark } from "./notices.js";
import { byId } from "./page.js";
import * as quotation from "./quotation.js";
import * as saved from "./saved.js";
import * as stage from "./stage.js";
import * as stances from "./stances.js";

const stageElement = byId("stage");

stageElement.addEventListener("submit", (event) => {
  if (!event.target.matches("form.decide, form.reopen") || !event.submitter) return;
  event.preventDefault();
  decisions.decide(event.submitter.value);
});

// The second click of a double click falls on the next card's button, which nobody has read yet.
stageElement.addEventListener(
  "click",
  (event) => {
    if (event.detail < 2 || !event.target.closest("form.decide button")) return;
    event.preventDefault();
    remark("The second click of a double click decided nothing.");
  },
  true,
);

list.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const row = event.target.closest("li");
  if (!row) return;
  event.preventDefault();
  stage.show(row.dataset.candidate);
  if (window.matchMedia("(max-width: 56rem)").matches) byId("main").scrollIntoView();
});

decisions.start();
stances.start();
quotation.start(stageElement);
stage.begin();
keys.start();
filters.start();
events.start();
name.start();
saved.start();
claims.start();
counts.report();
