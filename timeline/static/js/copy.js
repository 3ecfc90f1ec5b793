// Puts a button beside each reference, and beside each file of one, that copies it.
function offerAll() {
  if (!navigator.clipboard) return;
  for (const box of document.querySelectorAll("[data-copying]:not([data-ready])")) offerIn(box);
}

function offerIn(box) {
  box.dataset.ready = "";
  const status = box.querySelector("[data-copy-status]");

  const offer = (target, read, label) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = box.dataset.copyLabel;
    button.setAttribute("aria-label", `${box.dataset.copyLabel}: ${label}`);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(await read());
        status.textContent = `${label}: ${box.dataset.copied}`;
      } catch {
        status.textContent = box.dataset.failed;
      }
    });
    target.after(" ", button);
  };

  for (const text of box.querySelectorAll("[data-copy-text]")) {
    const term = text.closest("dd")?.previousElementSibling;
    offer(text, async () => text.innerText.trim(), (term ?? text).textContent.trim());
  }
  for (const link of box.querySelectorAll("[data-copy-file]")) {
    const read = async () => {
      const answer = await fetch(link.href);
      if (!answer.ok) throw new Error(answer.status);
      return answer.text();
    };
    offer(link, read, link.textContent.trim());
  }
}

offerAll();
// The overview of time puts another page in place of this one's content.
const main = document.querySelector("main");
if (main) new MutationObserver(offerAll).observe(main, { childList: true });
