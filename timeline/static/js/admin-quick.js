// A record that is missing is added without leaving the form: its short form opens in a dialog, and what is
// made there goes into the field from which it was asked for.

const dialog = document.querySelector("dialog[data-quick]");
const form = document.querySelector("form[data-edit]");
const ENDED = "Your session has ended. Sign in in another tab, come back, and try again: what you typed here is kept.";
const REFUSED = "This cannot be done now. What you typed is still here.";
const UNREACHED = "The server could not be reached. What you typed is still here: try again in a moment.";
let done = null;
let cancel = null;

function show(html) {
  dialog.innerHTML = html;
  if (!dialog.open) dialog.showModal();
  dialog.dispatchEvent(new CustomEvent("timeline:added", { bubbles: true }));
  const wrong = dialog.querySelector(".has-problem input, .has-problem textarea, .has-problem select");
  const empty = [...dialog.querySelectorAll(".edit-title textarea, .edit-name input, .edit-label input, .edit-kind select, .edit-definition textarea")].find((field) => !field.value);
  (wrong ?? empty ?? dialog.querySelector("button[type=submit]:not(.tool, .quiet)") ?? dialog.querySelector("button")).focus();
}

// Says in the dialog why nothing came of it; what was typed in it stays.
function tell(why) {
  if (!dialog.open) show('<p><button type="button" class="quiet" data-quick-close>Close</button></p>');
  const place = dialog.querySelector("[data-quick-told]") ?? document.createElement("p");
  place.className = "problem";
  place.dataset.quickTold = "";
  place.setAttribute("role", "alert");
  dialog.querySelector("p:has([data-quick-close])").before(place);
  place.textContent = why;
}

async function open(address) {
  try {
    const answer = await fetch(address);
    if (answer.redirected) tell(ENDED);
    else if (answer.ok) show(await answer.text());
    else tell(REFUSED);
  } catch {
    tell(UNREACHED);
  }
}

async function send(quick) {
  let answer;
  try {
    answer = await fetch(quick.action, {
      method: "POST", body: new URLSearchParams(new FormData(quick)), headers: { Accept: "application/json, text/html;q=0.9" },
    });
  } catch {
    tell(UNREACHED);
    return;
  }
  if ((answer.headers.get("Content-Type") ?? "").includes("json")) {
    const told = await answer.json();
    if (!told.id) {
      tell(told.problem ?? REFUSED);
      return;
    }
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
