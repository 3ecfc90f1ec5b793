// The overview of time: arrow keys move among its bars and landmarks, dragging or pinching chooses a range,
// and the page follows without being left. Without this script every bar is a link that does the same.

const DAY = 86_400_000;
const { lang } = document.documentElement;
const SELECTABLE = ".strip-bar, .strip-mark";
const main = document.querySelector("main");
const spoken = document.createElement("p");
spoken.className = "visually-hidden";
spoken.setAttribute("role", "status");
document.body.append(spoken);

let asked = null;
let words = null;

/** Write a day as the pages do. What writes it is made when it is wanted, as that takes longer than all else here. */
function inLetters(day) {
  words ??= new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { dateStyle: "long", timeZone: "UTC" });
  return words.format(day);
}

async function follow(address, { push = true, focus = null, top } = {}) {
  asked?.abort();
  const mine = new AbortController();
  asked = mine;
  main.classList.add("is-fetching");
  try {
    const answer = await fetch(address, { signal: mine.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.querySelector("main");
    if (!answer.ok || !found?.querySelector("[data-strip], .empty")) {
      location.assign(address);
      return;
    }
    if (push) {
      // Back leads to where the reader was: as far down the page, and on the same bar.
      history.replaceState({ ...history.state, top: scrollY, at: focused() }, "");
      history.pushState({ strip: true }, "", address);
    }
    document.title = page.title;
    main.replaceChildren(...found.childNodes);
    begin(focus);
    if (top !== undefined) scrollTo({ top, behavior: "instant" });
    spoken.textContent = `${main.querySelector("#overview")?.textContent ?? ""}: ${
      main.querySelector(".actions [role=status]")?.textContent ?? ""
    }`;
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  } finally {
    if (asked === mine) main.classList.remove("is-fetching");
  }
}

/** Name the bar or landmark that has the focus, if one of them has it. */
function focused() {
  return document.activeElement?.closest?.(SELECTABLE)?.getAttribute("href") ?? null;
}

/** Bring the strip in `main` to life; `focus` is the address of the bar to begin with, or "strip" for the first. */
function begin(focus = null) {
  const picture = main.querySelector("[data-strip]");
  if (!picture) return;
  picture.classList.add("is-ready");
  const items = [...picture.querySelectorAll(SELECTABLE)].sort((one, other) => place(one) - place(other));
  const first = Date.parse(picture.dataset.first);
  const days = (Date.parse(picture.dataset.last) - first) / DAY + 1;
  const said = main.querySelector("[data-strip-said]");
  const before = said?.firstChild?.textContent;

  const stop = (item) => {
    for (const each of items) each.setAttribute("tabindex", each === item ? "0" : "-1");
  };
  const say = (item) => {
    if (said) said.firstChild.textContent = item ? `${item.getAttribute("aria-label")} ` : before;
  };
  const start = items.find((item) => item.getAttribute("href") === focus) ?? items[0];
  stop(start);
  if (focus) start?.focus({ preventScroll: true });

  const dayAt = (x) => {
    const box = picture.getBoundingClientRect();
    return Math.min(Math.max(Math.floor(((x - box.left) / box.width) * days), 0), days - 1);
  };
  const iso = (number) => new Date(first + number * DAY).toISOString().slice(0, 10);
  const inWords = (number) => inLetters(new Date(first + number * DAY));
  const range = (one, other, options) => {
    const address = new URL(location.href);
    address.hash = "";
    for (const name of ["after", "before"]) address.searchParams.delete(name);
    address.searchParams.set("from", iso(Math.min(one, other)));
    address.searchParams.set("to", iso(Math.max(one, other)));
    return follow(address, options);
  };
  const narrow = (middle, share, options) => {
    const half = Math.max(Math.round((days * share) / 2), 3);
    const start = Math.max(0, middle - half);
    const end = Math.min(days - 1, middle + half);
    if (end - start < days - 1) range(start, end, options);
  };
  const widen = (options) => {
    const wider = main.querySelector("[data-strip-wider]");
    if (wider) follow(wider.href, options);
  };

  picture.addEventListener("focusin", (event) => say(event.target.closest(SELECTABLE)));
  picture.addEventListener("focusout", () => say(null));
  picture.addEventListener("pointerover", (event) => say(event.target.closest(SELECTABLE)));
  picture.addEventListener("pointerleave", () => say(null));

  picture.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const item = event.target.closest(SELECTABLE);
    const at = items.indexOf(item);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) {
      const next = items[Math.min(Math.max(to, 0), items.length - 1)];
      stop(next);
      next.focus();
    } else if (event.key === "+" || event.key === "=") {
      narrow(Math.floor((place(item) / 100) * days), 0.5, { focus: "strip" });
    } else if (event.key === "-") {
      widen({ focus: "strip" });
    } else if (event.key === "Enter" && item?.matches(".strip-bar")) {
      follow(item.getAttribute("href"), { focus: "strip" });
    } else {
      return;
    }
    event.preventDefault();
  });

  drag(picture, { dayAt, inWords, range, narrow, widen });
  picture.addEventListener(
    "wheel",
    (event) => {
      // Browsers report a pinch on a touchpad as a turn of the wheel with Ctrl.
      if (!event.ctrlKey) return;
      event.preventDefault();
      if (main.classList.contains("is-fetching")) return;
      if (event.deltaY < 0) narrow(dayAt(event.clientX), 0.6);
      else widen();
    },
    { passive: false },
  );
}

function place(item) {
  const shape = item.querySelector(":scope > rect, :scope > circle");
  return Number.parseFloat(shape.getAttribute("x") ?? shape.getAttribute("cx"));
}

function drag(picture, { dayAt, inWords, range, narrow, widen }) {
  const touches = new Map();
  let from = null;
  let brush = null;
  let spread = null;

  const clear = () => {
    brush?.remove();
    brush = null;
    from = null;
  };
  const draw = (x) => {
    const box = picture.getBoundingClientRect();
    if (!brush) {
      brush = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      brush.setAttribute("class", "strip-brush");
      brush.setAttribute("y", "0");
      brush.setAttribute("height", "100%");
      picture.append(brush);
    }
    const [left, right] = [Math.max(Math.min(from, x), box.left), Math.min(Math.max(from, x), box.right)];
    brush.setAttribute("x", `${(100 * (left - box.left)) / box.width}%`);
    brush.setAttribute("width", `${(100 * (right - left)) / box.width}%`);
    const said = document.querySelector("[data-strip-said]");
    if (!said) return;
    const told = picture.dataset.range
      .replace("{first}", inWords(dayAt(left)))
      .replace("{last}", inWords(dayAt(right)));
    said.firstChild.textContent = `${told} `;
  };
  const apart = () => {
    const [one, other] = [...touches.values()];
    return Math.abs(one - other);
  };

  picture.addEventListener("dragstart", (event) => event.preventDefault());
  picture.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    touches.set(event.pointerId, event.clientX);
    if (touches.size === 2) {
      clear();
      spread = apart();
    } else {
      from = event.clientX;
    }
  });
  picture.addEventListener("pointermove", (event) => {
    if (!touches.has(event.pointerId)) return;
    touches.set(event.pointerId, event.clientX);
    if (touches.size > 1 || from === null) return;
    // A few pixels still make a click on the bar beneath.
    if (!brush && Math.abs(event.clientX - from) < 6) return;
    if (!brush) picture.setPointerCapture(event.pointerId);
    draw(event.clientX);
  });
  picture.addEventListener("pointerup", (event) => {
    const [one, two] = [...touches.values()];
    const pinched = touches.size === 2 && spread !== null ? apart() / Math.max(spread, 1) : 1;
    touches.delete(event.pointerId);
    const [start, moved] = [from, brush !== null];
    clear();
    if (pinched > 1.15) narrow(dayAt((one + two) / 2), Math.max(1 / pinched, 0.1));
    else if (pinched < 0.87) widen();
    else if (moved) range(dayAt(start), dayAt(event.clientX));
    spread = touches.size === 2 ? spread : null;
    if (!moved) return;
    // The click that follows a drag is not one on the bar where the drag ended.
    const swallow = (click) => click.preventDefault();
    picture.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => picture.removeEventListener("click", swallow, { capture: true }), 0);
  });
  picture.addEventListener("pointercancel", (event) => {
    touches.delete(event.pointerId);
    clear();
  });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".strip-bar, [data-strip-wider], [data-strip-whole]");
  if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  follow(link.getAttribute("href"));
});

addEventListener("popstate", (event) => {
  // A jump within the page changes the hash only, and is none of ours.
  if (location.pathname + location.search === shown) return;
  const focus = event.state?.at ?? (focused() ? "strip" : null);
  follow(location.href, { push: false, focus, top: event.state?.top });
});

// Forward leads back to where the reader was, too. While a page is fetched, the place is still that of another.
addEventListener("scrollend", () => {
  if (location.pathname + location.search !== shown || main.classList.contains("is-fetching")) return;
  history.replaceState({ ...history.state, top: scrollY, at: focused() }, "");
});

let shown = location.pathname + location.search;
new MutationObserver(() => {
  shown = location.pathname + location.search;
}).observe(main, { childList: true });

begin();
// What this has changed is laid out at once, in the task of this script, and not with all that ends the page.
void main.offsetHeight;
