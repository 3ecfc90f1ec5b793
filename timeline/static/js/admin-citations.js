// The drawer of citations: what is pasted becomes a source and is cited; a date that does not agree is shown
// at once; what nothing is cited for is outlined; what a citation is evidence of is ticked.

const form = document.querySelector("form[data-edit]");
const drawer = document.querySelector(".drawer");
const group = drawer?.querySelector("[data-group=citations]");
const BEARINGS = [["date", "the date"], ["summary", "the summary"]];

const rows = () => [...group.querySelectorAll("[data-rows] > [data-row]")];
const sourceOf = (row) => row.querySelector(".edit-source input[type=hidden]")?.value ?? "";
const linesOf = (row) => (row.querySelector(".edit-bears-on textarea")?.value ?? "").split("\n").map((one) => one.trim()).filter(Boolean);

function cite(record) {
  let row = rows().find((each) => sourceOf(each) === "");
  if (!row) {
    group.dispatchEvent(new CustomEvent("timeline:wanted", { bubbles: true }));
    row = rows().at(-1);
  }
  row.querySelector("[data-combo]").combobox.set(record);
  row.querySelector(".edit-locator input")?.focus();
  row.scrollIntoView({ block: "nearest" });
  outline();
}

async function paste(box, field) {
  const text = field.value.trim();
  if (!text) return;
  const state = box.querySelector("[data-paste-state]");
  state.textContent = "Reading…";
  const token = document.querySelector('input[name="csrf_token"]').value;
  const address = `${form.dataset.quick}/paste`;
  try {
    const answer = await fetch(address, {
      method: "POST", body: new URLSearchParams({ text, csrf_token: token }), headers: { Accept: "application/json, text/html;q=0.9" },
    });
    if ((answer.headers.get("Content-Type") ?? "").includes("json")) {
      const told = await answer.json();
      if (told.several) {
        state.textContent = told.message;
        if (told.several.length) field.value = "";
        told.several.forEach(cite);
        return;
      }
      state.textContent = told.problem ?? "It was here already, and is cited.";
      if (!told.id) return;
      field.value = "";
      cite(told);
      return;
    }
    state.textContent = "";
    document.dispatchEvent(new CustomEvent("timeline:filled", {
      detail: {
        html: await answer.text(),
        done: (record) => {
          field.value = "";
          cite(record);
        },
        cancel: () => field.focus(),
      },
    }));
  } catch {
    state.textContent = "The server could not be reached. What you pasted is still here.";
  }
}

function choosePaste() {
  const box = drawer.querySelector("[data-paste]");
  const field = box?.querySelector("textarea");
  if (!field) return;
  field.addEventListener("paste", () => setTimeout(() => paste(box, field)));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    paste(box, field);
  });
}

async function differ(row) {
  const given = row.querySelector(".edit-asserted-date input")?.value ?? "";
  const place = row.querySelector("[data-differs]");
  const own = form.elements.date?.value ?? "";
  if (!given || !own) return place.replaceChildren();
  try {
    const answer = await fetch(`${form.dataset.lookup}/conflict?${new URLSearchParams({ own, given })}`, { headers: { Accept: "application/json" } });
    if (answer.ok) place.textContent = (await answer.json()).text;
  } catch {
    place.replaceChildren();
  }
}

// --- What is not cited yet ---------------------------------------------------------------------------

function claims() {
  const found = [];
  const summary = form.querySelector(".edit-main .edit-summary");
  if (summary?.querySelector("textarea").value.trim()) found.push([summary, "summary"]);
  for (const row of form.querySelectorAll(".edit-group-changes [data-row]")) {
    const policy = row.querySelector(".edit-policy input[type=hidden]")?.value;
    if (policy) found.push([row, `change:${policy}`]);
  }
  for (const row of form.querySelectorAll(".edit-group-dates [data-row]")) {
    const role = row.querySelector(".edit-role select")?.value;
    if (role) found.push([row, `date:${role}`]);
  }
  return found;
}

function outline() {
  const cited = rows().filter((row) => sourceOf(row)).map(linesOf);
  for (const old of form.querySelectorAll(".uncited")) old.classList.remove("uncited");
  for (const [element, bearing] of claims()) {
    const rests = cited.some((lines) => lines.length === 0 || lines.includes(bearing));
    element.classList.toggle("uncited", !rests);
  }
}

// --- What a citation is evidence of ------------------------------------------------------------------

function bearings(row) {
  const area = row.querySelector(".edit-bears-on textarea");
  if (!area) return;
  const field = area.closest(".edit-field");
  const chosen = linesOf(row);
  const known = new Map([...BEARINGS]);
  for (const each of form.querySelectorAll(".edit-group-dates [data-row] .edit-role select")) {
    if (each.value) known.set(`date:${each.value}`, `the date “${each.selectedOptions[0].text.toLowerCase()}”`);
  }
  for (const each of form.querySelectorAll(".edit-group-changes .edit-policy [data-combo]")) {
    if (each.combobox?.sent.value) known.set(`change:${each.combobox.sent.value}`, `the change of “${each.combobox.field.value}”`);
  }
  for (const one of chosen) if (!known.has(one)) known.set(one, one);
  const list = document.createElement("fieldset");
  list.className = "bearings";
  const legend = document.createElement("legend");
  legend.textContent = "Evidence of (nothing ticked: the whole event)";
  list.append(legend);
  for (const [key, words] of known) {
    const label = document.createElement("label");
    label.className = "choice";
    const tick = document.createElement("input");
    tick.type = "checkbox";
    tick.checked = chosen.includes(key);
    tick.addEventListener("change", () => {
      const left = linesOf(row).filter((one) => one !== key);
      area.value = (tick.checked ? [...left, key] : left).join("\n");
      area.dispatchEvent(new Event("input", { bubbles: true }));
      outline();
    });
    label.append(tick, ` ${words}`);
    list.append(label);
  }
  field.querySelector(".bearings")?.remove();
  for (const part of field.children) part.hidden = true;
  field.append(list);
}

if (form && group) {
  choosePaste();
  outline();
  for (const row of rows()) if (row.querySelector(".behind")?.open) bearings(row);
  group.addEventListener("toggle", (event) => event.target.open && bearings(event.target.closest("[data-row]")), true);
  for (const name of ["timeline:picked", "timeline:named", "timeline:moved", "change"]) form.addEventListener(name, outline);
  form.addEventListener("input", (event) => event.target.matches(".edit-summary textarea") && outline());
  form.addEventListener("timeline:dated", (event) => {
    if (event.target.name === "date") for (const row of rows()) differ(row);
    else if (event.target.closest(".edit-asserted-date")) differ(event.target.closest("[data-row]"));
  });
}
