// Counts that take a while are asked for after the page is there, one after the other.
for (const place of document.querySelectorAll("[data-count-later]")) {
  place.textContent = "Counting…";
  try {
    const answer = await fetch(place.dataset.countLater, { headers: { Accept: "application/json" } });
    if (answer.ok) place.textContent = (await answer.json()).text;
    else place.textContent = "Not counted";
  } catch {
    place.textContent = "Not counted";
  }
}
