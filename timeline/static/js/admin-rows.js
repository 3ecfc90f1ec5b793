// Rows of a form are added, taken away and moved in the page: by their buttons, with Alt and the arrows, or
// by dragging. Their order in the page is their order in the record. Without this script the buttons ask the
// server to do it.

let next = 1000;

const rowsOf = (group) => group.querySelector("[data-rows]");
const firstField = (row) => row.querySelector("input:not([type=hidden]), select, textarea");

function add(group) {
  const pattern = group.querySelector("template[data-pattern]").content;
  const row = pattern.querySelector("[data-row]").cloneNode(true);
  const number = String(next++);
  for (const element of [row, ...row.querySelectorAll("*")]) {
    for (const attribute of [...element.attributes]) {
      if (attribute.value.includes("NEW")) attribute.value = attribute.value.replaceAll("NEW", number);
    }
  }
  rowsOf(group).append(row);
  handle(row);
  row.dispatchEvent(new CustomEvent("timeline:added", { bubbles: true }));
  renumber(group);
  return row;
}

function renumber(group) {
  [...rowsOf(group).children].forEach((row, at) => {
    const place = String(at + 1);
    row.querySelector("th.number")?.replaceChildren(place);
    for (const label of row.querySelectorAll("td > label, td > [data-locator] > label")) label.textContent = label.textContent.replace(/(\d+|NEW)$/, place);
    for (const button of row.querySelectorAll(".row-tools button")) {
      button.setAttribute("aria-label", button.getAttribute("aria-label").replace(/ (\d+|NEW)( |$)/, ` ${place}$2`));
    }
  });
  group.dispatchEvent(new CustomEvent("timeline:moved", { bubbles: true }));
}

const isBlank = (row) => ![...row.querySelectorAll("input:not([type=hidden]), textarea")].some((field) => field.value.trim());

function move(row, step) {
  const group = row.closest("[data-group]");
  const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (step < 0) other.before(row);
  else other.after(row);
  renumber(group);
}

function remove(row) {
  const group = row.closest("[data-group]");
  const near = row.nextElementSibling ?? row.previousElementSibling;
  const rows = rowsOf(group);
  const at = [...rows.children].indexOf(row);
  row.remove();
  renumber(group);
  if (!isBlank(row)) {
    const undo = document.createElement("button");
    undo.type = "button";
    undo.className = "quiet undo";
    undo.textContent = "Bring back what was removed";
    undo.addEventListener("click", () => {
      rows.insertBefore(row, rows.children[at] ?? null);
      undo.remove();
      renumber(group);
      firstField(row)?.focus();
    });
    group.querySelector(".undo")?.remove();
    group.querySelector(".add-row")?.append(undo);
  }
  ((near && firstField(near)) ?? group.querySelector("[data-add]")).focus();
}

function handle(row) {
  const tools = row.querySelector(".row-tools");
  if (!tools || tools.querySelector(".drag")) return;
  const grip = document.createElement("span");
  grip.className = "drag";
  grip.setAttribute("aria-hidden", "true");
  grip.title = "Drag to move";
  tools.prepend(grip);
  grip.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    row.classList.add("row-dragged");
    const follow = (moved) => {
      const others = [...row.parentElement.children].filter((other) => other !== row);
      const below = others.find((other) => {
        const box = other.getBoundingClientRect();
        return moved.clientY < box.top + box.height / 2;
      });
      if (below !== row.nextElementSibling) row.parentElement.insertBefore(row, below ?? null);
    };
    const drop = () => {
      row.classList.remove("row-dragged");
      grip.removeEventListener("pointermove", follow);
      renumber(row.closest("[data-group]"));
    };
    grip.addEventListener("pointermove", follow);
    grip.addEventListener("lostpointercapture", drop, { once: true });
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add], [data-up], [data-down], [data-remove]");
  const group = button?.closest("[data-group]");
  if (!group) return;
  event.preventDefault();
  const row = button.closest("[data-row]");
  if (button.matches("[data-add]")) firstField(add(group)).focus();
  else if (button.matches("[data-remove]")) remove(row);
  else {
    move(row, button.matches("[data-up]") ? -1 : 1);
    button.focus();
  }
});

document.addEventListener("keydown", (event) => {
  if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const row = event.target.closest("[data-row]");
  if (!row) return;
  event.preventDefault();
  const field = event.target;
  move(row, event.key === "ArrowUp" ? -1 : 1);
  field.focus();
});

// Whoever fills in the last row of a list of names finds the next one below it.
// A name that is still being looked up is gone on from at once, so that nothing more is typed into it.
function goOn(event) {
  if (event.detail?.passed) return;
  const row = event.target.closest("[data-row]");
  const group = row?.closest("[data-group]");
  if (!group || (row.nextElementSibling && event.type === "timeline:picked")) return;
  if (group.matches(".edit-values")) firstField(row.nextElementSibling ?? add(group)).focus();
  else {
    // Of a locator the field comes first to hand: what is typed there may name its kind.
    const fields = [...row.querySelectorAll("input:not([type=hidden]), :not([data-locator]) > select, textarea")];
    fields[fields.indexOf(event.target.querySelector("input")) + 1]?.focus();
    if (group.matches(".edit-group-actors") && !row.nextElementSibling) add(group);
  }
}

document.addEventListener("timeline:picked", goOn);
document.addEventListener("timeline:passed", goOn);

// A row is wanted by another script, which finds it at the end.
document.addEventListener("timeline:wanted", (event) => add(event.target.closest("[data-group]")));

// The blank rows are for those who have no script; a list of names keeps one to type into.
const BEGUN = ".edit-group-citations, .edit-group-actors, .edit-group-creators, .edit-group-states, .edit-group-claims";

function begin(root) {
  for (const row of root.querySelectorAll(".edit-rows .row-blank")) {
    const group = row.closest("[data-group]");
    const goes = row.previousElementSibling ? !group.matches(".edit-group-actors") : !group.matches(BEGUN);
    if (goes) row.remove();
  }
  for (const row of root.querySelectorAll("[data-row]")) handle(row);
}

begin(document);
document.addEventListener("timeline:added", (event) => event.target.matches("dialog") && begin(event.target));
