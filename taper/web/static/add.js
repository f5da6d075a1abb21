// Reads the plan while it is written: the form as it stands is sent to where "Read it" sends it, and the reading that
// comes back takes the place of the one shown. Nothing is kept by this; without it "Read it" does the same.
"use strict";

const PAUSE_MS = 500;

const entry = document.getElementById("entry");
let timer = 0;
let latest = 0;

function fields() {
  const sent = new URLSearchParams();
  for (const [name, value] of new FormData(entry)) {
    if (!name.startsWith("words-")) sent.append(name, value);
  }
  return sent;
}

async function read() {
  const mine = ++latest;
  try {
    const answer = await fetch(entry.action, { method: "POST", body: fields(), credentials: "same-origin", redirect: "error" });
    if (!answer.ok || mine !== latest) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("reading");
    if (!fresh || mine !== latest) return;
    fresh.removeAttribute("autofocus");
    document.getElementById("reading").replaceWith(document.adoptNode(fresh));
    const news = fresh.querySelector("[data-news]");
    document.getElementById("read-news").textContent = news ? news.textContent.trim() : "";
  } catch {
    // The program has ended, or is busy: "Read it" says what there is to say.
  }
}

entry.addEventListener("input", (event) => {
  if (event.target.closest("#reading")) return;
  // What was read is not what stands there any more: it cannot be confirmed until it is read again.
  latest += 1;
  document.getElementById("yes")?.setAttribute("disabled", "");
  document.getElementById("reading").setAttribute("aria-busy", "true");
  clearTimeout(timer);
  timer = setTimeout(read, PAUSE_MS);
});
