// Keeps the page as it would be if it were loaded now: whatever is marked data-live is replaced by what the server says
// once something was recorded elsewhere, and each minute. Without this script the page is the same, as of its loading.
"use strict";

const LOOK_EVERY_MS = 2000;
const LOAD_EVERY_MS = 60000;

let stamp = null;
let loadedAt = Date.now();

async function text(path) {
  const answer = await fetch(path, { credentials: "same-origin", redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

// Two parts are the same when they differ in nothing but the ids that each form gets anew.
function bare(part) {
  const copy = part.cloneNode(true);
  copy.querySelectorAll("input[name=request], input[name=csrf]").forEach((field) => field.removeAttribute("value"));
  copy.querySelectorAll("details").forEach((one) => one.removeAttribute("open"));
  return copy.outerHTML;
}

// A part in which somebody writes stays as it is.
function isWrittenIn(part) {
  return [...part.querySelectorAll("input:not([type=hidden]), textarea, select")].some(
    (field) => field === document.activeElement || (field.value || "") !== (field.defaultValue || ""),
  );
}

const CONTROLS = "a, button, input, select, textarea, summary";

// The focus stays where it was: on the control of that id, or on the same one at that place; else it goes to the page.
function replace(part, fresh) {
  const active = document.activeElement;
  const place = [...part.querySelectorAll(CONTROLS)].indexOf(active);
  const open = [...part.querySelectorAll("details[open]")].map((one) => one.id);
  part.replaceWith(fresh);
  open.forEach((id) => id && document.getElementById(id)?.setAttribute("open", ""));
  if (place < 0) return;
  const there = fresh.querySelectorAll(CONTROLS)[place];
  const same = there?.textContent === active.textContent ? there : document.getElementById("content");
  ((active.id && document.getElementById(active.id)) || same).focus({ preventScroll: true });
}

function news(root) {
  return [...root.querySelectorAll("[data-news]")].map((one) => one.textContent.trim()).join(". ");
}

async function load() {
  const fresh = new DOMParser().parseFromString(await text(location.href), "text/html");
  const before = news(document);
  for (const part of document.querySelectorAll("[data-live]")) {
    const other = fresh.getElementById(part.id);
    if (other && !isWrittenIn(part) && bare(part) !== bare(other)) replace(part, document.adoptNode(other));
  }
  loadedAt = Date.now();
  const after = news(document);
  if (after !== before) document.getElementById("news").textContent = after;
}

function said(isStale) {
  document.getElementById("stale").hidden = !isStale;
}

async function look() {
  try {
    if (!document.hidden) {
      const found = await text("/stamp");
      if ((stamp !== null && found !== stamp) || Date.now() - loadedAt > LOAD_EVERY_MS) await load();
      stamp = found;
      said(false);
    }
  } catch {
    said(true); // it has ended, or knows this browser no more
  }
  setTimeout(look, LOOK_EVERY_MS);
}

document.addEventListener("visibilitychange", () => {
  loadedAt = document.hidden ? loadedAt : 0;
});

look();
