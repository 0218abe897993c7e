// Feeds the participant's page, in a frame, with the draft: as it is saved, or as it is typed.

const PAUSE_MS = 400;
const PATIENCE_MS = 6000;

const words = JSON.parse(document.getElementById("script-words").textContent);
const phone = document.querySelector("[data-phone]");
const form = document.querySelector("[data-draft-form]");
const frame = phone.querySelector("[data-frame]");
const notice = phone.querySelector("[data-no-phone]");
const retry = phone.querySelector("[data-retry]");
const { address } = phone.dataset;
const { origin } = new URL(address);
let part = phone.dataset.part;
let draw = 0;
let isReady = false;
let latest = null;
let waiting = 0;
let patience = 0;
let under = new AbortController();
let isUnsaved = form !== null && "unsaved" in form.dataset;

function noPhone(sentence, canRetry = false) {
  phone.querySelector("[data-why]").textContent = sentence;
  retry.hidden = !canRetry;
  notice.hidden = sentence === "";
}

function load() {
  isReady = false;
  noPhone(words.moment);
  window.clearTimeout(patience);
  patience = window.setTimeout(() => noPhone(words.absent, true), PATIENCE_MS);
  frame.src = address;
}

function post() {
  if (!isReady || latest === null) return;
  if (!latest.definition) {
    noPhone(words.nothing);
    return;
  }
  noPhone("");
  const { definition, arrangement, moment } = latest;
  const language = phone.querySelector("[data-language]").value;
  const message = { type: "esmpress-preview", version: 1, definition, arrangement, moment };
  frame.contentWindow.postMessage({ ...message, language }, origin);
}

function list(name, lines) {
  phone.querySelector(`[data-${name}]`).replaceChildren(
    ...lines.map(({ sentence, level = "", help = "" }) => {
      const line = document.createElement("li");
      line.className = level;
      line.textContent = sentence;
      if (help) {
        const why = document.createElement("a");
        why.href = help;
        why.target = "_blank";
        why.textContent = words.why;
        line.append(" ", why);
      }
      return line;
    }),
  );
}

function offerLanguages(languages) {
  const choice = phone.querySelector("[data-language]");
  const chosen = choice.value;
  choice.replaceChildren(...languages.map(({ code, name }) => new Option(name, code)));
  if (languages.some(({ code }) => code === chosen)) choice.value = chosen;
}

function show(preview) {
  latest = preview;
  if (preview.definition) offerLanguages(preview.languages);
  const said = preview.time ? `${words.toOpen} ${preview.time}` : "";
  phone.querySelector("[data-phone-said]").textContent = said;
  list("left-out", preview.left_out.map((sentence) => ({ sentence })));
  list("remarks", preview.remarks ?? []);
  post();
}

async function refresh() {
  under.abort();
  const mine = new AbortController();
  under = mine;
  const url = new URL(phone.dataset.source, window.location.href);
  const chosen = { part, draw, day: value("day"), beep: value("beep") };
  for (const [name, one] of Object.entries(chosen)) url.searchParams.set(name, one);
  const typed = form && { method: "POST", body: new FormData(form) };
  try {
    const answer = await fetch(url, { ...typed, redirect: "error", signal: mine.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    show(await answer.json());
  } catch {
    if (mine === under) phone.querySelector("[data-phone-said]").textContent = words.noPreview;
  }
}

function value(name) {
  return phone.querySelector(`[data-${name}]`).value;
}

function refreshSoon() {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(refresh, PAUSE_MS);
}

window.addEventListener("message", (event) => {
  if (event.source !== frame.contentWindow || event.origin !== origin) return;
  if (event.data?.type !== "esmpress-preview-ready") return;
  window.clearTimeout(patience);
  isReady = true;
  post();
});
phone.querySelector("[data-language]").addEventListener("change", post);
phone.querySelector("[data-day]").addEventListener("input", refreshSoon);
phone.querySelector("[data-beep]").addEventListener("input", refreshSoon);
phone.querySelector("[data-again]").addEventListener("click", load);
retry.addEventListener("click", load);
phone.querySelector("[data-new-order]").addEventListener("click", () => {
  draw += 1;
  refresh();
});
phone.querySelector("[data-choose-part]")?.addEventListener("change", (event) => {
  part = event.target.value;
  refresh();
});
document.addEventListener("draft-changed", refreshSoon);

if (form) {
  const typed = () => {
    isUnsaved = true;
    refreshSoon();
  };
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  // The form leaves the page with what was typed; any other way out would lose it.
  form.addEventListener("submit", () => {
    isUnsaved = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved) event.preventDefault();
  });
}

load();
refresh();
