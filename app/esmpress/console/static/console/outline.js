// The outline of a draft: its buttons work without this; with it, rows can be dragged and moved by
// arrow keys, and every change is saved at once without leaving the page.

const EDGE = 60;
const SCROLL = 12;

const words = JSON.parse(document.getElementById("script-words").textContent);
const root = document.querySelector("[data-outline]");
let drag = null;
let isSaving = false;

function say(sentence, isBad = false) {
  const said = root.querySelector("[data-said]");
  said.textContent = sentence;
  said.classList.toggle("bad", isBad);
}

// Puts the server's outline in the place of this one; the focus stays on the same row.
function show(html, rowId, selector) {
  root.innerHTML = html;
  say(words.saved);
  const row = rowId && document.getElementById(rowId);
  const wanted = row?.querySelector(selector);
  (wanted?.disabled ? row.querySelector("[data-handle]") : wanted)?.focus();
  document.dispatchEvent(new CustomEvent("draft-changed"));
}

async function send(url, body, rowId, selector, before) {
  if (isSaving) return;
  isSaving = true;
  say(words.saving);
  try {
    const headers = { "X-Outline": "1" };
    const answer = await fetch(url, { method: "POST", body, headers, redirect: "error" });
    const text = await answer.text();
    if (answer.ok) {
      show(text, rowId, selector);
    } else {
      if (before) root.innerHTML = before;
      const isSentence = answer.headers.get("Content-Type")?.startsWith("text/plain");
      say(isSentence ? text : words.notSaved, true);
    }
  } catch {
    if (before) root.innerHTML = before;
    say(words.noAnswer, true);
  } finally {
    isSaving = false;
  }
}

function act(button) {
  const row = button.closest("[data-item], [data-page]");
  const selector = button.value ? `.acts [value="${button.value}"]` : ".what";
  send(button.formAction, new FormData(button.form, button), row.id, selector);
}

function order() {
  const ids = (rows, name) => [...rows].map((row) => Number(row.dataset[name]));
  return [...root.querySelectorAll("[data-page]")].map((page) => [
    Number(page.dataset.page),
    ids(page.querySelectorAll("[data-item]"), "item"),
  ]);
}

function saveOrder(row, before) {
  const body = new FormData(root.querySelector("form"));
  body.set("order", JSON.stringify(order()));
  send(root.dataset.order, body, row.id, "[data-handle]", before);
}

// Where a dragged row comes to lie, by what is under the pointer.
function moveTo(row, x, y) {
  const under = document.elementFromPoint(x, y);
  const isItem = "item" in row.dataset;
  const target = under?.closest(isItem ? "[data-item]" : "[data-page]");
  if (target && target !== row && root.contains(target)) {
    const box = target.getBoundingClientRect();
    const isBelow = y > box.top + box.height / 2;
    if (isBelow ? target.nextElementSibling !== row : target.previousElementSibling !== row) {
      target[isBelow ? "after" : "before"](row);
    }
  } else if (isItem && !target) {
    const items = under?.closest("[data-page]")?.querySelector("[data-items]");
    if (items && !items.contains(row)) items.append(row);
  }
}

function stop(isKept) {
  if (!drag) return;
  const { row, before, was } = drag;
  row.classList.remove("dragged");
  drag = null;
  if (!isKept) root.innerHTML = before;
  else if (JSON.stringify(order()) !== was) saveOrder(row, before);
}

root.classList.add("with-script");
root.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-act]");
  if (!button) return;
  event.preventDefault();
  act(button);
});
root.addEventListener("keydown", (event) => {
  const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  const handle = event.target.closest("[data-handle]");
  if (!way || !handle) return;
  event.preventDefault();
  const row = handle.closest("[data-item], [data-page]");
  const button = [...row.querySelectorAll(`.acts [value="${way}"]`)].find(
    (one) => one.closest("[data-item], [data-page]") === row,
  );
  if (button && !button.disabled) {
    const body = new FormData(button.form, button);
    send(button.formAction, body, row.id, "[data-handle]");
  }
});
root.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest("[data-handle]");
  if (!handle || event.button !== 0 || isSaving) return;
  const row = handle.closest("[data-item], [data-page]");
  drag = { row, before: root.innerHTML, was: JSON.stringify(order()) };
  row.classList.add("dragged");
  // Not the handle: it moves in the page, and what moves lets go of the pointer.
  root.setPointerCapture(event.pointerId);
});
root.addEventListener("pointermove", (event) => {
  if (!drag) return;
  event.preventDefault();
  if (event.clientY < EDGE) window.scrollBy(0, -SCROLL);
  if (event.clientY > window.innerHeight - EDGE) window.scrollBy(0, SCROLL);
  moveTo(drag.row, event.clientX, event.clientY);
});
root.addEventListener("pointerup", () => stop(true));
root.addEventListener("pointercancel", () => stop(false));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") stop(false);
});
// One menu at a time, and none once the attention is elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of root.querySelectorAll("details.more[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
