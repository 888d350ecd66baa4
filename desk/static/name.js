// Who decides. A browser that does not know asks once, before the first decision.
import { remark } from "./notices.js";
import { byId, made } from "./page.js";

const dialog = byId("name");
let name = byId("queue").dataset.editor;

export const editor = () => name;

const ask = () => {
  if (!dialog.open) dialog.showModal();
};

// Whether decisions have a name; asks for one where they have none.
export const isNamed = () => {
  if (name) return true;
  remark("Nothing was decided: say first who you are.");
  ask();
  return false;
};

const keep = async (form) => {
  const given = form.elements.editor.value.trim();
  const problem = byId("name-problem");
  problem.textContent = "";
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams({ editor: given }), redirect: "manual" });
    if (answer.type !== "opaqueredirect") throw new Error(`the desk answered ${answer.status}`);
  } catch (error) {
    problem.textContent = `The name was not kept: ${error.message}.`;
    return;
  }
  name = given;
  const who = made("a", "", given);
  who.id = "who";
  who.href = "/editor";
  byId("who").replaceWith("deciding as ", who);
  remark("");
  dialog.close();
};

export const start = () => {
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    keep(event.currentTarget);
  });
  if (!name) ask();
};
