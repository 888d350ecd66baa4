// What the modules of a page share: its elements, pages fetched as documents, and time.
export const byId = (id) => document.getElementById(id);
export const PATIENCE = 8000; // milliseconds for one request; the desk answers in tens of them

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// Documents are fetched as documents: no string ever becomes markup here.
export const fetchPage = (address) =>
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

// Resolves to the answer and its JSON (null where it is none); rejects where no answer came.
export const fetchData = async (address, options = {}) => {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(address, { credentials: "same-origin", signal: stop.signal, ...options });
    const content = await answer.json().catch(() => null);
    return { ok: answer.ok, status: answer.status, content };
  } finally {
    clearTimeout(timer);
  }
};

// A UUID of version 4. Browsers give `randomUUID` to pages on this machine and over https alone.
export const newId = () => {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

// A number as the pages write it: 1,204.
export const counted = (number) => number.toLocaleString("en-GB");

export const made = (tag, className, text = "") => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
};

export const button = (words, action) => {
  const element = made("button", "plain", words);
  element.type = "button";
  element.addEventListener("click", action);
  return element;
};
