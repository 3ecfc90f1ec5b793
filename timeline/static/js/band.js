// The day that a policy's band marks is moved along it, by dragging or with the arrow keys; the answer
// changes in place and the address follows. Without this script the date field and its button do the same.

const DAY = 86_400_000;
const STEPS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -30, PageUp: 30 };

const written = (time) => new Date(time).toISOString().slice(0, 10);

class Day {
  constructor(picture, field) {
    this.picture = picture;
    this.field = field;
    this.first = Date.parse(picture.dataset.first);
    this.days = (Date.parse(picture.dataset.last) - this.first) / DAY + 1;
    this.slider = picture.querySelector("[data-marker]");
    this.asked = null;
    this.timer = null;
  }

  get number() {
    const number = Math.round((Date.parse(this.field.value) - this.first) / DAY);
    return Number.isNaN(number) ? 0 : Math.min(Math.max(number, 0), this.days - 1);
  }

  // Where a pointer stands, as the number of a day of the picture.
  under(event) {
    const box = this.picture.getBoundingClientRect();
    const share = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
    return Math.min(Math.floor(share * this.days), this.days - 1);
  }

  go(number) {
    const day = written(this.first + Math.min(Math.max(number, 0), this.days - 1) * DAY);
    if (day === this.field.value) return;
    this.field.value = day;
    this.mark();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.answer(day), 60);
  }

  mark() {
    const at = `${(100 * (this.number + 0.5)) / this.days}%`;
    for (const marker of document.querySelectorAll("[data-marker]")) {
      marker.setAttribute("x", at);
      marker.removeAttribute("visibility");
    }
    this.slider.setAttribute("aria-valuenow", this.number);
    this.slider.setAttribute("aria-valuetext", this.field.value);
  }

  say() {
    const told = document.querySelector("[data-answer]")?.dataset.answer;
    if (told) this.slider.setAttribute("aria-valuetext", told);
  }

  async answer(day) {
    const form = this.field.form;
    const address = new URL(form.action);
    address.search = new URLSearchParams(
      [...new FormData(form)].filter(([name, value]) => value || name === "place"),
    ).toString();
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const response = await fetch(address, { signal: this.asked.signal });
      if (!response.ok) return;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const found = page.querySelector("#answer");
      if (found && this.field.value === day) {
        document.querySelector("#answer").replaceChildren(...found.childNodes);
        history.replaceState(null, "", address);
        this.say();
      }
    } catch (error) {
      // A day that was passed over, or a connection that is gone: the last answer stays, with its day.
      if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error;
    }
  }

  listen() {
    const { picture, slider } = this;
    picture.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || event.target.closest("a")) return;
      picture.setPointerCapture(event.pointerId);
      slider.focus({ preventScroll: true });
      this.go(this.under(event));
      event.preventDefault();
    });
    picture.addEventListener("pointermove", (event) => {
      if (picture.hasPointerCapture(event.pointerId)) this.go(this.under(event));
    });
    slider.addEventListener("keydown", (event) => {
      const ends = { Home: 0, End: this.days - 1 };
      const number = event.key in ends ? ends[event.key] : this.number + STEPS[event.key];
      if (Number.isNaN(number) || event.altKey || event.ctrlKey || event.metaKey) return;
      this.go(number);
      event.preventDefault();
    });
  }

  start() {
    const { picture, slider } = this;
    picture.classList.add("is-draggable");
    for (const [name, value] of Object.entries({
      role: "slider",
      tabindex: "0",
      "aria-label": "Day",
      "aria-valuemin": "0",
      "aria-valuemax": String(this.days - 1),
    })) {
      slider.setAttribute(name, value);
    }
    this.mark();
    this.say();
    this.listen();
  }
}

const field = document.querySelector("#on");
for (const picture of document.querySelectorAll("[data-band]")) {
  if (field?.form) new Day(picture, field).start();
}
