// Puts a button beside each reference, and beside each file of one, that copies it.
for (const box of document.querySelectorAll("[data-copying]")) {
  if (!navigator.clipboard) break;
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
