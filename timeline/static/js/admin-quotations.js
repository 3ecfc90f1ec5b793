// The words of a quotation are looked for in the text that is held of its source, while they are typed.

const form = document.querySelector("form[data-edit]");
const WAIT = 500;
const waiting = new WeakMap();

const valueOf = (row, field) => row.querySelector(`[name$="-${field}"]`)?.value.trim() ?? "";

async function look(row) {
  const place = row.querySelector("[data-quoted]");
  const asked = { source: valueOf(row, "source"), quotation: valueOf(row, "quotation") };
  if (!asked.source || !asked.quotation) return place.replaceChildren();
  const token = document.querySelector('input[name="csrf_token"]').value;
  try {
    const answer = await fetch(`${form.dataset.lookup}/quotation`, {
      method: "POST", body: new URLSearchParams({ ...asked, csrf_token: token }), headers: { Accept: "application/json" },
    });
    if (!answer.ok || asked.quotation !== valueOf(row, "quotation")) return;
    const told = await answer.json();
    place.textContent = told.text;
    place.classList.toggle("quoted-not", told.found === false);
  } catch {
    place.replaceChildren(); // Without a connection nothing can be said.
  }
}

function soon(event) {
  const row = event.target.closest?.("[data-row]");
  if (!row?.querySelector("[data-quoted]")) return;
  clearTimeout(waiting.get(row));
  waiting.set(row, setTimeout(() => look(row), WAIT));
}

if (form) {
  // Rows that are pasted into a grid are not asked about one by one; the page says it when it comes back.
  form.addEventListener("input", (event) => event.isTrusted && event.target.matches('[name$="-quotation"]') && soon(event));
  form.addEventListener("timeline:named", (event) => event.detail.kind === "source" && soon(event));
}
