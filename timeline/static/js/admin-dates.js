// Beside a box for a date stands at once what is kept, the words that readers see and the days that it
// covers. Where it can mean two dates both are offered. Without this script the server says so.

const WAIT = 140;

function line(one) {
  const words = document.createElement("span");
  words.className = "reading-words";
  words.textContent = one.words;
  const code = document.createElement("code");
  code.textContent = one.edtf;
  const days = document.createElement("span");
  days.className = "reading-days";
  days.textContent = one.days;
  return [words, " ", code, " ", days];
}

function show(box, field, place, told) {
  box.classList.toggle("date-unread", told.state === "unread");
  if (told.state === "clear") {
    const said = document.createElement("p");
    said.append(...line(told.readings[0]));
    place.replaceChildren(said);
    field.dispatchEvent(new CustomEvent("timeline:dated", { bubbles: true }));
  } else if (told.state === "ambiguous") {
    const asked = document.createElement("p");
    asked.textContent = "Which is meant?";
    const choices = told.readings.map((one) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quiet";
      button.append(...line(one));
      button.addEventListener("click", () => {
        field.value = one.edtf;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.focus();
      });
      return button;
    });
    place.replaceChildren(asked, ...choices);
  } else if (told.state === "unread") {
    const said = document.createElement("p");
    said.className = "reading-unread";
    said.textContent = told.cure;
    place.replaceChildren(said);
  } else {
    place.replaceChildren();
    field.dispatchEvent(new CustomEvent("timeline:dated", { bubbles: true }));
  }
}

function enhance(root) {
  for (const box of root.querySelectorAll("[data-date]")) {
    const field = box.querySelector("input");
    const place = box.querySelector("[data-reading]");
    if (!field || field.dataset.read) continue;
    field.dataset.read = "yes";
    let timer = 0;
    let asked = 0;
    const ask = async () => {
      const number = ++asked;
      const base = document.querySelector("[data-lookup]").dataset.lookup;
      try {
        const answer = await fetch(`${base}/date?${new URLSearchParams({ text: field.value })}`, { headers: { Accept: "application/json" } });
        if (!answer.ok || number !== asked) return;
        show(box, field, place, await answer.json());
      } catch {
        place.replaceChildren();
      }
    };
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
  }
}

enhance(document);
document.addEventListener("timeline:added", (event) => enhance(event.target));
