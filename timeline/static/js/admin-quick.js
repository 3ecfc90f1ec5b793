// A record that is missing is added without leaving the form: its short form opens in a dialog, and what is
// made there goes into the field from which it was asked for.

const dialog = document.querySelector("dialog[data-quick]");
const form = document.querySelector("form[data-edit]");
let done = null;
let cancel = null;

function show(html) {
  dialog.innerHTML = html;
  if (!dialog.open) dialog.showModal();
  dialog.dispatchEvent(new CustomEvent("timeline:added", { bubbles: true }));
  const wrong = dialog.querySelector(".has-problem input, .has-problem textarea, .has-problem select");
  const empty = [...dialog.querySelectorAll(".edit-title textarea, .edit-name input, .edit-label input, .edit-kind select, .edit-definition textarea")].find((field) => !field.value);
  (wrong ?? empty ?? dialog.querySelector("button[type=submit]:not(.tool, .quiet)")).focus();
}

async function open(address) {
  const answer = await fetch(address);
  if (answer.ok) show(await answer.text());
}

async function send(quick) {
  const answer = await fetch(quick.action, {
    method: "POST", body: new URLSearchParams(new FormData(quick)), headers: { Accept: "application/json, text/html;q=0.9" },
  });
  if ((answer.headers.get("Content-Type") ?? "").includes("json")) {
    const told = await answer.json();
    if (!told.id) return;
    const then = done;
    cancel = null;
    dialog.close();
    then?.(told);
  } else show(await answer.text());
}

if (dialog && form) {
  document.addEventListener("timeline:create", (event) => {
    ({ done, cancel } = event.detail);
    open(`${form.dataset.quick}/${event.detail.kind}?${new URLSearchParams({ name: event.detail.name })}`);
  });
  document.addEventListener("timeline:filled", (event) => {
    ({ done, cancel } = event.detail);
    show(event.detail.html);
  });
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.target);
  });
  dialog.addEventListener("click", (event) => event.target.matches("[data-quick-close]") && dialog.close());
  dialog.addEventListener("close", () => {
    cancel?.();
    cancel = null;
  });
}
