// A policy change offers the states of its policy, and says at once what it would find in effect.

const valueOf = (row, field) => {
  const box = row.querySelector(`.edit-${field}`);
  return (box?.querySelector("input[type=hidden][name]") ?? box?.querySelector("[name]"))?.value ?? "";
};

function offer(row, states) {
  for (const field of row.querySelectorAll("[data-state]")) {
    const value = field.value;
    const select = document.createElement("select");
    for (const attribute of field.attributes) {
      if (["id", "name", "aria-describedby", "data-state"].includes(attribute.name)) select.setAttribute(attribute.name, attribute.value);
    }
    select.add(new Option("", ""));
    for (const [key, label] of Object.entries(states)) select.add(new Option(label, key));
    if (value && !(value in states)) select.add(new Option(value, value));
    select.value = value;
    const isIn = document.activeElement === field;
    field.replaceWith(select);
    if (isIn) select.focus();
  }
}

async function ask(row, withStates) {
  const policy = valueOf(row, "policy");
  const place = row.querySelector("[data-from-state]");
  if (!policy) return place.replaceChildren();
  const form = row.closest("form");
  const asked = new URLSearchParams({
    policy,
    action: valueOf(row, "action"),
    state: valueOf(row, "state"),
    effective: valueOf(row, "effective"),
    place: valueOf(row, "place"),
    stated_from: valueOf(row, "stated-from"),
    date: form.elements.date?.value ?? "",
    event: form.dataset.record,
  });
  try {
    const answer = await fetch(`${form.dataset.lookup}/change?${asked}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const told = await answer.json();
    if (withStates && Object.keys(told.states).length) offer(row, told.states);
    place.innerHTML = told.before;
  } catch {
    place.replaceChildren();
  }
}

const rows = () => document.querySelectorAll(".edit-group-changes [data-row]");
const rowOf = (event) => event.target.closest?.(".edit-group-changes [data-row]");

document.addEventListener("timeline:picked", (event) => {
  const row = rowOf(event);
  if (row) ask(row, event.detail.kind === "policy");
});
document.addEventListener("change", (event) => {
  const row = rowOf(event);
  if (row && event.target.matches("select")) ask(row, false);
});
document.addEventListener("timeline:dated", (event) => {
  const row = rowOf(event);
  if (row) ask(row, false);
  else if (event.target.name === "date") for (const each of rows()) ask(each, false);
});
