// What a page says beside its content: errors stay until they are dismissed, remarks until the next one.
import { button, byId, made } from "./page.js";

const open = []; // what Escape dismisses, the latest last

export const complain = (sentence, { candidate = null, onDismiss = null } = {}) => {
  const notice = made("div", "notice error");
  notice.append(made("span", "", sentence));
  if (candidate) {
    const link = made("a", "", "See it");
    link.href = `/candidates/${candidate}`;
    notice.append(link);
  }
  const dismiss = () => {
    notice.remove();
    open.splice(open.indexOf(dismiss), 1);
    if (onDismiss) onDismiss();
  };
  notice.append(button("Dismiss", dismiss));
  open.push(dismiss);
  byId("errors").append(notice);
};

export const remark = (sentence) => {
  const place = byId("said");
  if (!place) return;
  place.textContent = sentence;
  place.hidden = !sentence;
};

// Says whether there was something to dismiss.
export const dismissLatest = () => {
  const place = byId("said");
  if (place && !place.hidden) {
    remark("");
    return true;
  }
  if (!open.length) return false;
  open[open.length - 1]();
  return true;
};
