// Shows a message while it is written: the server renders it, a sandboxed frame shows it.
"use strict";

const PAUSE_MS = 350;

const words = JSON.parse(document.getElementById("script-words").textContent);
const form = document.querySelector("[data-message-form]");
const look = document.querySelector(".look");
const part = (name) => look.querySelector(`[data-${name}]`);
let waiting = 0;
let under = new AbortController();
let isUnsaved = "unsaved" in form.dataset;

function list(element, sentences) {
  element.replaceChildren(
    ...sentences.map((sentence) => {
      const item = document.createElement("li");
      item.textContent = sentence;
      return item;
    }),
  );
}

function show(preview) {
  if (preview.light) {
    part("subject").textContent = preview.subject;
    part("text").textContent = preview.text;
    part("light").srcdoc = preview.light;
    part("dark").srcdoc = preview.dark;
  }
  list(part("faults"), preview.faults);
  list(part("remarks"), preview.remarks);
}

async function refresh() {
  // What is no longer typed need not be rendered, and must not replace what is.
  under.abort();
  const mine = new AbortController();
  under = mine;
  try {
    const answer = await fetch(form.dataset.preview, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
      redirect: "error",
      signal: mine.signal,
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const preview = await answer.json();
    show(preview);
    part("status").textContent = "";
  } catch {
    if (mine === under) part("status").textContent = words.noPreview;
  }
}

function refreshSoon() {
  isUnsaved = true;
  window.clearTimeout(waiting);
  waiting = window.setTimeout(refresh, PAUSE_MS);
}

let field = form.elements.namedItem("body");
form.addEventListener("input", refreshSoon);
form.addEventListener("focusin", (event) => {
  if (event.target.matches("[name=subject], [name=body], [name=html]")) field = event.target;
});

for (const button of document.querySelectorAll("[data-insert]")) {
  button.addEventListener("click", () => {
    field.setRangeText(button.dataset.insert, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    refreshSoon();
  });
}

// The form leaves the page with what was typed; any other way out would lose it.
form.addEventListener("submit", () => {
  isUnsaved = false;
});
window.addEventListener("beforeunload", (event) => {
  if (isUnsaved) event.preventDefault();
});
