// Alt+C leads to the box for a pasted source from anywhere in the form; on a Mac, where it writes a letter, the
// access key of the box does. In the form of a new source what is pasted there fills the form in, by the server.

const box = document.querySelector("form[data-edit] [data-paste]");
const field = box?.querySelector("textarea");

function comeHere(event) {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.key.toLowerCase() !== "c") return;
  if (document.querySelector("dialog[open]")) return;
  event.preventDefault();
  field.focus();
}

function fill() {
  if (field.value.trim()) box.querySelector("button").click();
}

if (field) document.addEventListener("keydown", comeHere);
if (box?.dataset.paste === "fill") {
  field.addEventListener("paste", () => setTimeout(fill));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    fill();
  });
}
