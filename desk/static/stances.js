// The stance that an accept takes: chosen by a digit, by a button, or in the menu.
import { remark } from "./notices.js";
import { byId } from "./page.js";
import { card, onPlaced } from "./stage.js";

const menu = () => card()?.querySelector("#stance");

const show = () => {
  for (const button of card()?.querySelectorAll(".stances button") || [])
    button.setAttribute("aria-pressed", String(button.dataset.value === menu().value));
};

const choose = (value) => {
  menu().value = value;
  show();
  remark(`Accept as: ${menu().selectedOptions[0].textContent}.`);
};

// The choice of a key that names a stance; where that goes more than one way, the way of the card.
export const choiceOf = (name, key) => {
  const named = Array.from(menu()?.options || []).filter((option) => option.dataset[name] === key);
  return { named, first: named.find((option) => option.value.endsWith(`:${card().dataset.direction}`)) || named[0] };
};

// A digit chooses its stance; the same digit again, where that goes more than one way, the next way.
export const chooseBy = (digit) => {
  const { named, first } = choiceOf("number", digit);
  if (!first) return;
  const at = named.findIndex((option) => option.value === menu().value);
  choose((at < 0 ? first : named[(at + 1) % named.length]).value);
};

export const cycle = () => {
  if (!menu()) return;
  const { options, selectedIndex } = menu();
  choose(options[(selectedIndex + 1) % options.length].value);
};

export const start = () => {
  onPlaced(show);
  byId("stage").addEventListener("change", (event) => event.target.id === "stance" && show());
  byId("stage").addEventListener("click", (event) => {
    const value = event.target.closest(".stances button")?.dataset.value;
    if (value) choose(value);
  });
};
