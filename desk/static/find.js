// Find as you type: rows whose words are not all there are hidden. Without the script the form asks the server.
const field = document.querySelector("[data-finds]");
const found = field && document.querySelector(field.dataset.finds);
const number = document.getElementById("found-number");

const wordsOf = (text) => text.toLocaleLowerCase("en-GB").split(/\s+/).filter(Boolean);

if (found) {
  const rows = Array.from(found.rows, (row) => [row, `${row.textContent} ${row.dataset.names ?? ""}`.toLocaleLowerCase("en-GB")]);
  field.addEventListener("input", () => {
    const wanted = wordsOf(field.value);
    let shown = 0;
    for (const [row, text] of rows) {
      row.hidden = !wanted.every((word) => text.includes(word));
      if (!row.hidden) shown += 1;
    }
    number.textContent = shown;
  });
}
