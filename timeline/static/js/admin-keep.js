// What is typed is kept in this browser until it is saved, and offered back after a crash or a session that
// ended. Ctrl+S saves; Ctrl+Enter does what the first button says. Enter in a line does not send the form.

const form = document.querySelector("form[data-edit]");
const HERE = `timeline-form:${location.pathname}`;
const SENT = "timeline-form-sent";
const TAB = "timeline-tab";
// Two tabs with the same empty form do not write over each other.
if (sessionStorage.getItem(TAB) === null) renameTab();
let KEY = keyOfTab();
const WEEKS = 4;

function renameTab() {
  sessionStorage.setItem(TAB, Math.random().toString(36).slice(2));
}

function keyOfTab() {
  return `${HERE}:${sessionStorage.getItem(TAB)}`;
}

const pairs = () => [...new FormData(form)].filter(([name, value]) => name !== "csrf_token" && typeof value === "string");
const written = () => JSON.stringify(pairs());

// All that was typed in a form of this address and not saved, what was typed last first.
function listKept() {
  const names = Object.keys(localStorage).filter((name) => name === HERE || name.startsWith(`${HERE}:`));
  return names
    .map((name) => [name, JSON.parse(localStorage.getItem(name))])
    .filter(([, kept]) => kept.person === document.body.dataset.person)
    .sort(([, one], [, other]) => other.at - one.at);
}

function restore(key, kept) {
  if (key !== KEY) {
    // It is this tab's from now on; what this tab kept itself waits for its turn.
    if (localStorage.getItem(KEY) !== null) renameTab();
    localStorage.setItem(keyOfTab(), JSON.stringify(kept));
    localStorage.removeItem(key);
  }
  const again = document.createElement("form");
  again.method = "post";
  again.action = location.pathname;
  const token = form.elements.csrf_token.value;
  for (const [name, value] of [...kept.pairs, ["csrf_token", token], ["act", "look"]]) {
    const field = document.createElement("textarea");
    field.name = name;
    field.value = value;
    again.append(field);
  }
  again.hidden = true;
  document.body.append(again);
  again.submit();
}

// What is offered stays as it is while something else is typed, which gets a place of its own.
function standAside() {
  if (localStorage.getItem(KEY) === null) return;
  renameTab();
  KEY = keyOfTab();
}

function offer([[key, kept], ...others]) {
  const place = document.querySelector("[data-kept]");
  const when = new Date(kept.at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  const back = document.createElement("button");
  back.type = "button";
  back.textContent = "Bring it back";
  back.addEventListener("click", () => restore(key, kept));
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "quiet";
  drop.textContent = "Throw it away";
  drop.addEventListener("click", () => {
    localStorage.removeItem(key);
    if (others.length) {
      offer(others);
      place.querySelector("button").focus();
      return;
    }
    place.hidden = true;
    (form.querySelector("[autofocus]") ?? form).focus();
  });
  const more = others.length ? ` Before it, ${others.length} more.` : "";
  place.replaceChildren(`What you typed here on ${when}${titleOf(kept)} was not saved. `, back, " ", drop, more);
  place.hidden = false;
}

function titleOf(kept) {
  const title = kept.pairs.find(([field, value]) => ["title", "name", "label"].includes(field) && value);
  return title ? `, “${title[1].slice(0, 60)}”,` : "";
}

function tidy() {
  for (const name of Object.keys(localStorage).filter((one) => one.startsWith("timeline-form:"))) {
    try {
      if (Date.now() - JSON.parse(localStorage.getItem(name)).at > WEEKS * 7 * 86_400_000) localStorage.removeItem(name);
    } catch {
      localStorage.removeItem(name);
    }
  }
}

function begin() {
  const state = document.querySelector("[data-state-of-form]");
  const asLoaded = written();
  let timer = 0;
  let sent = false;
  const keep = () => {
    const now = written();
    if (now === asLoaded && form.dataset.fresh) {
      state.textContent = "";
      return;
    }
    try {
      localStorage.setItem(KEY, JSON.stringify({ at: Date.now(), person: document.body.dataset.person, pairs: pairs() }));
      state.textContent = "Kept in this browser; not saved yet.";
    } catch {
      state.textContent = "Not saved yet.";
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 400);
  };
  for (const name of ["input", "change", "timeline:named", "timeline:moved"]) form.addEventListener(name, soon);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    keep();
    sent = true;
    sessionStorage.setItem(SENT, KEY);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sent && written() !== asLoaded) {
      clearTimeout(timer);
      keep();
      event.preventDefault();
    }
  });
}

const press = (button) => button?.click();

// The page that comes after a form was saved may be another than that of the form.
if (new URLSearchParams(location.search).has("kept")) {
  const key = sessionStorage.getItem(SENT);
  if (key) localStorage.removeItem(key);
  localStorage.removeItem(KEY);
  history.replaceState(null, "", location.pathname);
}

if (form) {
  tidy();
  const kept = form.dataset.fresh ? listKept() : [];
  if (kept.length) {
    offer(kept);
    standAside();
  }
  // After the other scripts have put their fields in the place of those that the server sent.
  addEventListener("load", () => setTimeout(begin));
  document.addEventListener("keydown", (event) => {
    const command = event.ctrlKey || event.metaKey;
    const asked = document.querySelector("dialog[open] form");
    if (command && asked && (event.key === "s" || event.key === "Enter")) {
      event.preventDefault();
      asked.requestSubmit();
    } else if (command && event.key === "s") {
      event.preventDefault();
      press(form.querySelector(".edit-bar button[value=save]") ?? form.querySelector(".edit-bar button"));
    } else if (command && event.key === "Enter") {
      event.preventDefault();
      press(form.querySelector(".edit-bar button:not(.quiet)"));
    } else if (event.key === "Enter" && event.target.matches("form[data-edit] input:not([type=submit])")) event.preventDefault();
  });
  document.querySelector("[data-summary]")?.focus();
}
