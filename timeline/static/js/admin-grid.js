// A grid takes rows that were copied from a spreadsheet, from the cell on into which they are pasted; Enter
// goes to the cell below.

const fieldOf = (cell) => cell?.querySelector("[data-locator] input") ?? cell?.querySelector("input:not([type=hidden]), select, textarea");
const cellsOf = (row) => [...row.children].filter((cell) => cell.matches("td")).slice(0, -1);

// Tab-separated rows; a cell with a newline or a quotation mark in it is quoted, as spreadsheets do it.
function cellsIn(text) {
  const rows = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    const row = rows.at(-1);
    if (quoted) {
      if (sign !== '"') row[row.length - 1] += sign;
      else if (text[at + 1] === '"') row[row.length - 1] += text[++at];
      else quoted = false;
    } else if (sign === '"' && row.at(-1) === "") quoted = true;
    else if (sign === "\t") row.push("");
    else if (sign === "\n") rows.push([""]);
    else if (sign !== "\r") row[row.length - 1] += sign;
  }
  if (rows.length > 1 && rows.at(-1).length === 1 && rows.at(-1)[0] === "") rows.pop();
  return rows;
}

function put(field, text) {
  const plain = text.trim();
  // A locator is pasted as it is written, whatever kind stood there.
  const kind = field.closest("[data-locator]")?.querySelector("select");
  if (kind) kind.value = "";
  if (field.matches("select")) {
    const found = [...field.options].find((one) => one.value === plain || one.text.toLowerCase() === plain.toLowerCase());
    // What is none of the choices is kept too: the page says what is wrong with it when it is saved.
    if (!found) field.add(new Option(plain, plain));
    field.value = found ? found.value : plain;
    return;
  }
  field.value = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) && field.inputMode === "decimal" ? plain.replaceAll(",", "") : plain;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function fill(grid, cell, rows) {
  const group = grid.closest("[data-group]");
  const body = grid.querySelector("[data-rows]");
  const first = [...body.children].indexOf(cell.closest("tr"));
  const column = cellsOf(cell.closest("tr")).indexOf(cell);
  rows.forEach((texts, at) => {
    if (!body.children[first + at]) group.dispatchEvent(new CustomEvent("timeline:wanted", { bubbles: true }));
    const cells = cellsOf(body.children[first + at]);
    texts.forEach((text, place) => {
      const field = fieldOf(cells[column + place]);
      if (field) put(field, text);
    });
  });
}

for (const grid of document.querySelectorAll("[data-grid]")) {
  grid.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain");
    const cell = event.target.closest("td");
    if (!cell || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    fill(grid, cell, cellsIn(text));
  });
  grid.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.defaultPrevented || event.ctrlKey || event.metaKey) return;
    const cell = event.target.closest("td");
    if (!cell || event.target.matches("button")) return;
    event.preventDefault();
    const row = cell.closest("tr");
    if (!row.nextElementSibling) grid.closest("[data-group]").dispatchEvent(new CustomEvent("timeline:wanted", { bubbles: true }));
    fieldOf(cellsOf(row.nextElementSibling)[cellsOf(row).indexOf(cell)])?.focus();
  });
}
