// A field that names a record: names are offered while one types, and its id is what is sent. Follows the
// ARIA pattern of a combobox with a list. Without this script the id or the whole name is typed.

const QUICK = new Set(["source", "actor", "place", "topic"]);
const WAIT = 90;
const SITTING = "timeline-sitting";
const HOURS = 12;
let made = 0;

function sitting() {
  try {
    const kept = JSON.parse(localStorage.getItem(SITTING) ?? "[]");
    return kept.filter(([, at]) => Date.now() - at < HOURS * 3_600_000).map(([id]) => id);
  } catch {
    return [];
  }
}

function used(id) {
  const others = sitting().filter((other) => other !== id);
  localStorage.setItem(SITTING, JSON.stringify([id, ...others].slice(0, 20).map((one) => [one, Date.now()])));
}

class Combobox {
  constructor(box) {
    this.box = box;
    this.kind = box.dataset.kind;
    this.field = box.querySelector("input");
    this.sent = document.createElement("input");
    this.sent.type = "hidden";
    this.sent.name = this.field.name;
    this.sent.value = this.field.value;
    this.field.removeAttribute("name");
    this.field.value = box.dataset.label ?? this.field.value;
    this.field.title = box.dataset.label ?? "";
    box.querySelector(".combo-name")?.remove();
    const described = (this.field.getAttribute("aria-describedby") ?? "").split(" ");
    this.describe(described.filter((id) => document.getElementById(id)));
    this.list = document.createElement("ul");
    this.list.className = "combo-list";
    this.list.id = `combo-${++made}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Offered");
    this.list.hidden = true;
    this.list.tabIndex = -1; // A list that scrolls would be a stop of the Tab key.
    this.told = document.createElement("p");
    this.told.className = "combo-told";
    this.told.setAttribute("role", "status");
    box.append(this.sent, this.list, this.told);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
    })) this.field.setAttribute(name, value);
    this.at = -1;
    this.asked = 0;
    this.waiting = false; // For the answer to what was typed last.
    this.wish = ""; // The name that was entered before it could be offered.
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("focus", () => this.field.value === "" && this.ask());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => this.leave());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.pick(this.offered[[...this.list.children].indexOf(option)]);
    });
    box.combobox = this;
  }

  describe(ids) {
    if (ids.length) this.field.setAttribute("aria-describedby", ids.join(" "));
    else this.field.removeAttribute("aria-describedby");
  }

  typed() {
    // What is typed counts as a name until one of those offered is chosen.
    this.put(this.field.value.trim());
    this.waiting = true;
    this.wish = "";
    this.tell("");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  put(value) {
    if (this.sent.value === value) return;
    this.sent.value = value;
    this.box.classList.toggle("combo-loose", value !== "");
    this.box.dispatchEvent(new CustomEvent("timeline:named", { bubbles: true, detail: { kind: this.kind } }));
  }

  async ask() {
    const number = ++this.asked;
    const typed = this.field.value.trim();
    const base = this.box.closest("[data-lookup]")?.dataset.lookup ?? document.querySelector("[data-lookup]").dataset.lookup;
    const address = new URL(`${base}/names/${this.kind}`, location.href);
    address.searchParams.set("q", typed);
    if (this.kind === "source") address.searchParams.set("first", sitting().join(","));
    let results;
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.statusText);
      ({ results } = await answer.json());
    } catch {
      // Names cannot be offered now; they can still be typed.
      if (number === this.asked) this.miss(`“${typed}” could not be looked up`);
      return;
    }
    if (number !== this.asked) return;
    if (this.wish) {
      this.grant(results);
      return;
    }
    if (document.activeElement !== this.field) return;
    this.offered = results;
    const same = results.some((one) => one.label.toLowerCase() === typed.toLowerCase());
    if (typed && QUICK.has(this.kind) && !same && !this.box.closest("[data-quick-form]")) this.offered.push({ create: typed });
    const found = results.length > 0 && results[0].create === undefined;
    this.waiting = false;
    this.show(typed !== "" && found);
  }

  // Whoever types fast means what is still to be offered, and types on in the next field meanwhile.
  enter() {
    this.wish = this.field.value.trim();
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.ask();
    this.box.dispatchEvent(new CustomEvent("timeline:passed", { bubbles: true }));
  }

  grant(results) {
    if (results.length === 0) this.miss(`Nothing like “${this.wish}” is there`);
    else {
      this.wish = "";
      this.pick(results[0], true);
    }
  }

  // The way back stands just before the field in which one types by now.
  miss(why) {
    if (!this.wish) return;
    this.wish = "";
    this.waiting = false;
    this.tell(`${why}. `);
    const back = document.createElement("button");
    back.type = "button";
    back.className = "quiet";
    back.textContent = `Go back to ${this.field.labels?.[0]?.textContent.trim() || "it"}`;
    back.addEventListener("click", () => {
      this.field.focus();
      this.field.select();
      this.ask();
    });
    this.told.append(back);
  }

  tell(text) {
    if (this.told.textContent !== text) this.told.textContent = text;
  }

  show(first) {
    this.list.replaceChildren(...this.offered.map((one, at) => this.option(one, at)));
    this.list.hidden = this.offered.length === 0;
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    const box = this.field.getBoundingClientRect();
    this.list.classList.toggle("combo-up", box.bottom + this.list.offsetHeight > innerHeight - 70 && box.top > this.list.offsetHeight);
    this.move(first ? 0 : -1);
  }

  option(one, at) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${at}`;
    option.setAttribute("role", "option");
    if (one.create !== undefined) {
      option.className = "combo-create";
      option.textContent = `Add the ${this.kind} “${one.create}”…`;
      return option;
    }
    const name = document.createElement("span");
    name.textContent = one.label;
    const detail = document.createElement("span");
    detail.className = "combo-detail";
    detail.textContent = [one.detail, one.status === "published" ? "" : one.status].filter(Boolean).join(" · ");
    option.append(name, detail);
    return option;
  }

  move(at) {
    this.at = at;
    [...this.list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    const active = this.list.children[at];
    if (active) {
      this.field.setAttribute("aria-activedescendant", active.id);
      active.scrollIntoView({ block: "nearest" });
    } else this.field.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const count = this.list.hidden ? 0 : this.list.children.length;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !event.altKey) {
      event.preventDefault();
      if (count === 0) this.ask();
      else this.move((this.at + (event.key === "ArrowDown" ? 1 : -1) + count) % count);
    } else if (event.key === "Enter" && this.waiting && this.field.value.trim()) {
      event.preventDefault();
      event.stopPropagation();
      if (!this.wish) this.enter();
    } else if (event.key === "Enter" && count && this.at >= 0) {
      event.preventDefault();
      event.stopPropagation();
      this.pick(this.offered[this.at]);
    } else if (event.key === "Escape" && count) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    }
  }

  // `passed` tells that the one who typed the name has gone on already.
  pick(one, passed = false) {
    this.close();
    this.tell("");
    if (one.create !== undefined) {
      document.dispatchEvent(new CustomEvent("timeline:create", {
        detail: { kind: this.kind, name: one.create, done: (record) => this.pick(record), cancel: () => this.field.focus() },
      }));
      return;
    }
    this.set(one);
    this.box.dispatchEvent(new CustomEvent("timeline:picked", { bubbles: true, detail: { kind: this.kind, one, passed } }));
  }

  set(one) {
    this.field.value = one.label;
    this.field.title = one.label;
    this.put(one.id);
    this.box.classList.remove("combo-loose");
    if (this.kind === "source") used(one.id);
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // Whoever goes on without choosing is told what becomes of the words.
  leave() {
    this.close();
    const isLoose = this.box.classList.contains("combo-loose") && !this.wish;
    if (isLoose && this.told.childNodes.length === 0) this.tell("Not chosen from the list: it is looked up when you save.");
  }

  close() {
    if (this.wish) return;
    this.asked += 1;
    this.waiting = false;
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.move(-1);
  }
}

function enhance(root) {
  for (const box of root.querySelectorAll("[data-combo]")) if (!box.combobox) new Combobox(box);
}

enhance(document);
document.addEventListener("timeline:added", (event) => enhance(event.target));
