// On every page: sends what is unsent, and shows it until it is sent.
import { complain } from "./notices.js";
import { forget, survives } from "./outbox.js";
import { button, byId, counted, made } from "./page.js";
import { adopt, isFailing, leftRefused, listen, sendNow, unsent } from "./sender.js";

const DID = { accept: "accepted", reject: "rejected", defer: "deferred", reopen: "opened again", undo: "undone" };

export const did = (decision) => DID[decision.action];

const said = (entry) => `${did(entry.decision)}: ${entry.title}`;

const banner = (reason) => {
  const place = byId("unsent");
  const entries = unsent();
  place.hidden = !(entries.length && isFailing());
  if (place.hidden) return;
  const words = entries.length === 1 ? "1 decision is" : `${counted(entries.length)} decisions are`;
  const where = survives ? "kept in this browser" : "kept in this window alone: leave it open";
  const list = made("ul", "");
  for (const entry of entries) list.append(made("li", "", said(entry)));
  place.replaceChildren(
    made("strong", "", `${words} not saved yet`),
    made("span", "", `(${reason}): ${where}, and sent again until it is saved.`),
    button("Send now", sendNow),
    list,
  );
};

const tellRefused = (entry, reason, conflict) => {
  if (entry.quiet) return;
  const what = `“${entry.title}” was not ${did(entry.decision)}`;
  const note = entry.decision.note && entry.decision.action !== "undo" ? ` Your note was: “${entry.decision.note}”.` : "";
  complain(conflict ? `“${entry.title}”: ${reason}${note}` : `${what}: ${reason}${note}`, {
    candidate: entry.decision.candidate_id,
    onDismiss: () => forget(entry.decision.decision_id),
  });
};

listen({
  sent: () => banner(""),
  failing: banner,
  refused: (entry, refusal) => {
    tellRefused(entry, refusal.reason, refusal.conflict);
    banner("");
  },
});
for (const entry of leftRefused()) tellRefused(entry, entry.refused, false);
export const adopted = adopt();

window.addEventListener("beforeunload", (event) => {
  if (unsent().length && !survives) event.preventDefault();
});
