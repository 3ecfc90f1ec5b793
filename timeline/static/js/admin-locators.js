// A place in a source that is written out, such as “p. 4”, is read as soon as one has gone on: its kind is
// chosen, and which one it is stays in the field. The server reads it; without this script it does when it saves.

const form = document.querySelector("form[data-edit]");
const LETTER = /[\p{L}¶§]/u;

async function read(box) {
  const kind = box.querySelector("select");
  const field = box.querySelector("input");
  const typed = field.value.trim();
  if (!LETTER.test(typed)) return; // A number alone is of the kind that is chosen.
  try {
    const answer = await fetch(`${form.dataset.lookup}/locator?${new URLSearchParams({ text: typed })}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const told = await answer.json();
    // Whoever has come back meanwhile, or typed more, is left alone.
    if (!told.kind || field.value.trim() !== typed || document.activeElement === field) return;
    kind.value = told.kind;
    field.value = told.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  } catch {
    // Without a connection it stays as it is written.
  }
}

form?.addEventListener("change", (event) => {
  const box = event.target.closest("[data-locator]");
  if (box && event.target.matches("input")) read(box);
});
