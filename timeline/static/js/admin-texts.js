// Texts count their letters while one types, grow with what is in them, and Markdown is shown as readers
// will see it, by the server's own rendering.

function grow(area) {
  if (CSS.supports("field-sizing", "content")) return;
  area.rows = Math.min(24, Math.max(Number(area.dataset.rows ?? area.rows), area.value.split("\n").length + 1));
}

function count(area) {
  const counter = document.getElementById(`${area.id}-hint`)?.querySelector("[data-count]");
  if (!counter) return;
  const length = [...area.value].length;
  counter.textContent = String(length);
  const longest = Number(area.dataset.longest);
  counter.closest(".counter").classList.toggle("counter-over", length > longest);
  counter.closest(".counter").classList.toggle("counter-near", length > 0.7 * longest);
}

function preview(area) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet preview-button";
  button.textContent = "Preview";
  button.setAttribute("aria-pressed", "false");
  const shown = document.createElement("div");
  shown.className = "prose preview";
  shown.hidden = true;
  area.after(button, shown);
  button.addEventListener("click", async () => {
    const show = shown.hidden;
    if (show) {
      const base = document.querySelector("[data-lookup]").dataset.lookup;
      const token = document.querySelector('input[name="csrf_token"]').value;
      const body = new URLSearchParams({ text: area.value, csrf_token: token });
      const answer = await fetch(`${base}/preview`, { method: "POST", body }).catch(() => null);
      if (answer?.ok) shown.innerHTML = await answer.text();
      else shown.textContent = "It cannot be shown now. What you wrote is kept: write on, or try again in a moment.";
    }
    shown.hidden = !show;
    area.hidden = show;
    button.textContent = show ? "Write on" : "Preview";
    button.setAttribute("aria-pressed", String(show));
  });
}

function enhance(root) {
  for (const area of root.querySelectorAll("textarea")) {
    if (area.dataset.rows) continue;
    area.dataset.rows = String(area.rows);
    grow(area);
    if (area.matches("[data-preview]")) preview(area);
  }
}

enhance(document);
document.addEventListener("timeline:added", (event) => enhance(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("[data-line]")) event.preventDefault();
});
document.addEventListener("input", (event) => {
  if (!event.target.matches("textarea")) return;
  grow(event.target);
  count(event.target);
});
