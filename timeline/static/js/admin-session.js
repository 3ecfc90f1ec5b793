// A page that has been open for long is told, when one comes back to it, whether its person is still signed
// in, and gets a new token for its forms; nothing that was typed is touched.
const body = document.body;
const address = body.dataset.formToken;
let asked = Date.now();

async function renew() {
  if (!address || Date.now() - asked < 60_000) return;
  asked = Date.now();
  let answer;
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    if (!response.ok) return;
    answer = await response.json();
  } catch {
    return; // Without a connection there is nothing to be told.
  }
  for (const field of document.querySelectorAll('input[name="csrf_token"]')) field.value = answer.token;
  tell(answer.person);
  document.dispatchEvent(new CustomEvent("timeline:session", { detail: answer }));
}

function tell(person) {
  document.getElementById("session-ended")?.remove();
  if (person === body.dataset.person) return;
  const note = document.createElement("p");
  note.id = "session-ended";
  note.className = "flash flash-problem";
  note.setAttribute("role", "alert");
  const link = document.createElement("a");
  link.href = body.dataset.signIn;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = "Sign in in another tab";
  note.append(
    person === null ? "Your session has ended. " : "Somebody else is signed in now. ",
    link,
    ", then come back: what you typed here is kept.",
  );
  document.getElementById("main").prepend(note);
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") renew();
});
window.addEventListener("focus", renew);
