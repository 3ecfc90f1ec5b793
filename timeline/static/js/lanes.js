// Each lane is one tab stop; arrow keys move among its events. Without this script each event is a stop.

for (const lane of document.querySelectorAll("[data-lane]")) {
  const marks = [...lane.querySelectorAll("a")];
  const stop = (mark) => {
    for (const each of marks) each.setAttribute("tabindex", each === mark ? "0" : "-1");
  };
  stop(marks[0]);
  lane.addEventListener("keydown", (event) => {
    const at = marks.indexOf(event.target.closest("a"));
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: marks.length - 1 }[event.key];
    if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    const next = marks[Math.min(Math.max(to, 0), marks.length - 1)];
    stop(next);
    next.focus();
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
    event.preventDefault();
  });
}
