// Shows what a download will be as soon as something in its form is changed, without a new page.
const main = document.querySelector("main");
let asking = null;

async function show(form, extra = {}) {
  asking?.abort();
  asking = new AbortController();
  const asked = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(extra)) asked.set(name, value);
  const focused = document.activeElement?.id;
  const isOpen = document.getElementById("d-columns")?.open;
  main.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`${form.action}?${asked}`, { signal: asking.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // An answer that is no form says what is wrong: it is shown as the page that it is.
    if (!page.querySelector("[data-builder]")) return form.submit();
    main.replaceChildren(...page.querySelector("main").childNodes);
    history.replaceState(history.state, "", answer.url);
    const columns = document.getElementById("d-columns");
    if (columns && isOpen) columns.open = true;
    document.getElementById(focused)?.focus({ preventScroll: true });
  } catch (error) {
    if (error.name !== "AbortError") form.submit();
  } finally {
    main.removeAttribute("aria-busy");
  }
}

main?.addEventListener("change", (event) => {
  const form = event.target.closest("[data-builder]");
  if (form) show(form);
});

main?.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-builder]");
  if (!form) return;
  event.preventDefault();
  const name = event.submitter?.name;
  show(form, name ? { [name]: event.submitter.value } : {});
});
