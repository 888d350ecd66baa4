// The map: arrow keys go from an authority to its neighbour, and the slider shows another month without a page load.
import { byId, fetchPage } from "./page.js";

const WAIT = 120; // milliseconds after the last move of the slider: a drag asks once
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const SIDEWAYS = 2; // how much a step aside counts against one ahead: the neighbour is the nearest that lies ahead

const areas = () => Array.from(document.querySelectorAll("#map .area"));
const place = (area) => [Number(area.dataset.x), Number(area.dataset.y)];

// One authority alone is a stop of the Tab key: the others are reached with the arrows.
const makeStop = (area) => {
  for (const each of areas()) each.setAttribute("tabindex", each === area ? "0" : "-1");
};

const neighbour = (area, [right, down]) => {
  const [x, y] = place(area);
  let best = null;
  let least = Infinity;
  for (const other of areas()) {
    const [dx, dy] = [place(other)[0] - x, place(other)[1] - y];
    const ahead = dx * right + dy * down;
    const aside = Math.abs(dx * down) + Math.abs(dy * right);
    if (ahead <= 0 || aside > ahead * SIDEWAYS) continue;
    if (ahead + aside * SIDEWAYS < least) [best, least] = [other, ahead + aside * SIDEWAYS];
  }
  return best;
};

document.addEventListener("keydown", (event) => {
  const area = event.target.closest?.("#map .area");
  const direction = DIRECTIONS[event.key];
  if (!area || !direction || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const next = neighbour(area, direction);
  if (!next) return;
  makeStop(next);
  next.focus();
});

const form = byId("map-form");
const slider = byId("month");
let asked = 0;

const show = async () => {
  const number = ++asked;
  const address = `/map?${new URLSearchParams(new FormData(form))}`;
  try {
    const page = await fetchPage(address);
    if (number !== asked) return; // a later move has asked for another month
    for (const id of ["map-page", "map-about"]) byId(id).replaceWith(document.adoptNode(page.getElementById(id)));
    document.querySelector("h1").textContent = page.querySelector("h1").textContent;
    document.title = page.title;
    byId("map-said").textContent = byId("map-about").textContent;
    history.replaceState(null, "", address);
    makeStop(areas()[0]);
  } catch {
    form.submit(); // the page itself says what is wrong
  }
};

const monthOf = (text) => {
  const [year, month] = text.split("-").map(Number);
  return (year - Number(slider.dataset.firstYear)) * 12 + month - 1;
};

let timer = 0;
slider.addEventListener("input", () => {
  const month = Number(slider.value);
  const year = Number(slider.dataset.firstYear) + Math.floor(month / 12);
  const first = `${year}-${String((month % 12) + 1).padStart(2, "0")}-01`;
  byId("on").value = month === Number(slider.max) ? byId("on").max : first;
  slider.setAttribute("aria-valuetext", byId("on").value);
  clearTimeout(timer);
  timer = setTimeout(show, WAIT);
});
form.addEventListener("change", (event) => {
  if (event.target === slider || !form.reportValidity() || !byId("on").value) return;
  slider.value = monthOf(byId("on").value);
  show();
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-sort]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  form.elements.sort.value = link.dataset.sort;
  show().then(() => document.querySelector(`[data-sort="${form.elements.sort.value}"]`).focus());
});

slider.closest(".slider").hidden = false;
makeStop(areas()[0]);
