// Brings the page of a job up to date while it goes on. Without this, the page is loaded anew.
"use strict";

const EVERY_MS = 1000;
const SLOWER_MS = 5000;

const part = document.getElementById("job-progress");
const said = document.getElementById("job-said");

if (part && "goesOn" in part.dataset) look(EVERY_MS);

function look(wait) {
  window.setTimeout(async () => {
    const next = document.hidden ? wait : await refresh();
    if (next) look(next);
  }, wait);
}

/** How long to wait for the next look; 0 when there is nothing more to come. */
async function refresh() {
  try {
    const answer = await fetch(part.dataset.address, { redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404) {
      window.location.reload();
      return 0;
    }
    if (!answer.ok) return SLOWER_MS;
    return show(new DOMParser().parseFromString(await answer.text(), "text/html").body);
  } catch {
    return SLOWER_MS;
  }
}

function show(fresh) {
  const state = (page) => page.querySelector("[data-state]").dataset.state;
  const changed = state(fresh) !== state(part);
  const ours = part.querySelector("progress");
  const theirs = fresh.querySelector("progress");
  if (!changed && ours && theirs) {
    // Whoever stands on a button keeps standing on it.
    copyValue(ours, theirs);
    for (const one of [".job-state", ".job-sentence"]) {
      const [old, replacement] = [part.querySelector(one), fresh.querySelector(one)];
      if (old.innerHTML !== replacement.innerHTML) old.replaceChildren(...replacement.childNodes);
    }
  } else if (changed) {
    const focused = part.contains(document.activeElement);
    part.replaceChildren(...fresh.childNodes);
    const sentence = part.querySelector(".job-sentence").textContent;
    said.textContent = `${part.querySelector(".job-state strong").textContent}: ${sentence}`;
    if (focused) part.querySelector("a, button")?.focus();
  }
  return ["waiting", "running"].includes(state(part)) ? EVERY_MS : 0;
}

function copyValue(ours, theirs) {
  for (const name of ["max", "value"]) {
    const value = theirs.getAttribute(name);
    if (value === null) ours.removeAttribute(name);
    else ours.setAttribute(name, value);
  }
}
