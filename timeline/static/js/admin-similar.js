// Events like the one that is being written, while it is being written, so that none is written twice.

const form = document.querySelector("form[data-edit][data-kind=event]");
const place = document.querySelector("[data-similar]");
let timer = 0;
let asked = 0;
let last = "";

async function ask() {
  const title = form.elements.title.value.trim();
  const query = new URLSearchParams({ title, date: form.elements.date.value, but: form.dataset.record });
  for (const actor of form.querySelectorAll(".edit-group-actors .edit-actor input[type=hidden]")) {
    if (actor.value) query.append("actor", actor.value);
  }
  if (title.length < 8 || query.toString() === last) return;
  last = query.toString();
  const number = ++asked;
  try {
    const answer = await fetch(`${form.dataset.lookup}/similar?${query}`);
    if (answer.ok && !answer.redirected && number === asked) place.innerHTML = await answer.text();
  } catch {
    place.replaceChildren();
  }
}

if (form && place && !form.dataset.record) {
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 500);
  };
  form.elements.title.addEventListener("input", soon);
  form.addEventListener("timeline:dated", soon);
  form.addEventListener("timeline:picked", soon);
}
