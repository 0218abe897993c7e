// Brings a page up to date by itself while it is in sight, part by part: what is open, marked, focused
// or scrolled stays as it is. Without this, a link loads the page anew.
"use strict";

const EVERY_MS = 30_000;
const STOPPED = "refreshing-stopped";

const words = JSON.parse(document.getElementById("script-words").textContent);
const box = document.querySelector("[data-refreshes]");

if (box) start();

function start() {
  const button = box.querySelector("button");
  const said = box.querySelector("[role=status]");
  let waiting = 0;
  let last = Date.now();
  let isOver = false;

  const isStopped = () => sessionStorage.getItem(STOPPED) === "yes";

  function wait() {
    window.clearTimeout(waiting);
    button.textContent = isStopped() ? words.refreshEvery : words.stopRefreshing;
    if (isOver || isStopped() || document.hidden) return;
    waiting = window.setTimeout(refresh, Math.max(0, last + EVERY_MS - Date.now()));
  }

  function end(sentence) {
    isOver = button.hidden = true;
    said.textContent = sentence;
  }

  async function refresh() {
    try {
      const answer = await fetch(window.location.href, { redirect: "manual" });
      if (answer.type === "opaqueredirect") end(words.loggedOut);
      else if (answer.status === 403 || answer.status === 404) end(words.cannotSee);
      else if (!answer.ok) throw new Error(String(answer.status));
      else {
        show(new DOMParser().parseFromString(await answer.text(), "text/html"));
        said.textContent = "";
      }
    } catch {
      said.textContent = words.notUpToDate;
    }
    last = Date.now();
    wait();
  }

  button.addEventListener("click", () => {
    sessionStorage.setItem(STOPPED, isStopped() ? "no" : "yes");
    said.textContent = "";
    if (!isStopped()) last = 0;
    wait();
  });
  document.addEventListener("visibilitychange", wait);
  button.hidden = false;
  wait();
}

const partsOf = (page) => [...page.querySelectorAll("[data-live]")].map((part) => part.id);

function show(fresh) {
  const alike = partsOf(document).join() === partsOf(fresh).join();
  // Where there was nothing yet, or other parts, the figures are replaced as a whole.
  const ids = alike ? partsOf(document) : ["at", document.querySelector("[data-whole]").id];
  for (const id of ids) {
    const [old, replacement] = [document.getElementById(id), fresh.getElementById(id)];
    if (replacement && old.innerHTML !== replacement.innerHTML && !isMarked(old)) {
      replace(old, replacement);
    }
  }
}

/** Whether somebody has marked words in it, perhaps to copy them. */
function isMarked(part) {
  const marked = window.getSelection();
  return !marked.isCollapsed && marked.containsNode(part, true);
}

function replace(old, replacement) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const key = focused && (focused.id || focused.getAttribute("href"));
  const open = [...old.querySelectorAll("details[open]")].map((one) => one.id);
  const scrolled = [...old.querySelectorAll("[id]")].filter((one) => one.scrollLeft > 0);
  const places = scrolled.map((one) => [one.id, one.scrollLeft]);
  old.replaceChildren(...replacement.childNodes);
  for (const id of open) old.querySelector(`#${id}`)?.setAttribute("open", "");
  for (const [id, left] of places) old.querySelector(`#${id}`)?.scrollTo({ left });
  if (key) {
    const again = [...old.querySelectorAll("[id], [href]")].find(
      (one) => one.id === key || one.getAttribute("href") === key,
    );
    again?.focus({ preventScroll: true });
  }
}
