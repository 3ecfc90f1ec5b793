// Walking a worklist with single keys: j goes on, k goes back. They can be turned off (WCAG 2.1.4), do
// nothing while something is typed, unless with Alt, and what they do stands in links all the same.
const bar = document.querySelector("[data-walk]");
const choice = bar?.querySelector("[data-walk-keys]");
const KEPT = "timeline-walk-keys";
const LINKS = { j: "next", k: "prev" };

function isOn() {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
}

function isTyping(target) {
  return target instanceof Element && target.closest("input, select, textarea, [contenteditable], [role=listbox], dialog") !== null;
}

if (bar && choice) {
  const box = choice.querySelector("input");
  choice.hidden = false;
  box.checked = isOn();
  box.addEventListener("change", () => {
    try {
      localStorage.setItem(KEPT, box.checked ? "on" : "off");
    } catch {
      // Without a place to keep it the choice holds for this page.
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.isComposing) return;
    const rel = LINKS[event.altKey ? event.key.toLowerCase() : event.key];
    // The step may have led into a field: there the keys go on with Alt.
    const isMeant = event.altKey || (box.checked && (!isTyping(event.target) || event.target === box));
    if (!rel || !isMeant) return;
    const link = bar.querySelector(`a[rel=${rel}]`);
    if (!link) return;
    event.preventDefault();
    link.click();
  });
}
