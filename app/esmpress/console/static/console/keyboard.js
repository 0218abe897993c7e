// What lies over the page, opened by a button: the focus goes into it, stays there, and comes back.
// Signs of the theme's icons are words to a screen reader, and are kept from it.
"use strict";

(() => {
  const REACHED = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  let opener = null;

  const isShown = (element) => element.getClientRects().length > 0;
  const isOver = (element) => isShown(element) && getComputedStyle(element).position === "fixed";
  const reachedIn = (element) =>
    [...element.querySelectorAll(REACHED)].filter((one) => isShown(one) && !one.disabled);

  const follow = (layer) => {
    let wasOver = isOver(layer);
    new MutationObserver(() => {
      const over = isOver(layer);
      if (over === wasOver) return;
      wasOver = over;
      if (over) {
        opener = document.activeElement;
        reachedIn(layer)[0]?.focus();
      } else if (layer.contains(document.activeElement) || document.activeElement === document.body) {
        opener?.focus();
      }
    }).observe(layer, { attributes: true, attributeFilter: ["class", "style"] });
    layer.addEventListener("keydown", (event) => hold(event, layer));
  };

  const hold = (event, layer) => {
    if (!isOver(layer)) return;
    if (event.key === "Escape") layer.dispatchEvent(new CustomEvent("dismiss"));
    if (event.key !== "Tab") return;
    const reached = reachedIn(layer);
    const edge = event.shiftKey ? reached[0] : reached.at(-1);
    if (document.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? reached.at(-1) : reached[0]).focus();
  };

  const hideSigns = () => {
    for (const sign of document.querySelectorAll(".material-symbols-outlined:not([aria-hidden])")) {
      const control = sign.closest("a, button");
      const isOnlyName =
        control?.textContent.trim() === sign.textContent.trim() &&
        !control.title &&
        !control.hasAttribute("aria-label");
      if (!isOnlyName) sign.setAttribute("aria-hidden", "true");
    }
  };

  // The theme's small menus beside a choice are no buttons, and their links end the page.
  const MENU = '[x-ref^="relatedWidgetWrapper"]';
  const linksOf = (menu) => {
    const name = menu.getAttribute("x-ref").replace("relatedWidgetWrapper", "");
    return [...document.querySelectorAll(`[id="related-widget-wrapper-${name}"] a[href]`)];
  };

  const nameMenus = () => {
    const words = JSON.parse(document.getElementById("script-words").textContent);
    for (const menu of document.querySelectorAll(MENU)) {
      menu.role = "button";
      menu.tabIndex = 0;
      menu.setAttribute("aria-label", words.more);
    }
  };

  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.(MENU);
    if (menu && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      opener = menu;
      menu.click();
      // The menu comes into sight bit by bit.
      setTimeout(() => linksOf(menu).find(isShown)?.focus(), 150);
    }
    if (event.key === "Escape" && event.target.closest?.('[id^="related-widget-wrapper-"]')) opener?.focus();
  });

  // Django's boxes of two lists put labels on what cannot have one.
  const nameHints = () => {
    for (const hint of document.querySelectorAll("span[aria-label]:not([role])")) hint.role = "img";
  };

  // In a table of rows to be filled in, the heads of the columns are all the labels there are.
  const nameCells = (place) => {
    for (const cell of place.querySelectorAll("td[data-label]")) {
      for (const field of cell.querySelectorAll("input:not([type=hidden]), select, textarea")) {
        const isNamed = field.labels?.length || field.ariaLabel || field.hasAttribute("aria-labelledby");
        if (!isNamed && cell.dataset.label) field.setAttribute("aria-label", cell.dataset.label);
      }
    }
  };

  // Whoever adds a row goes on in it.
  document.addEventListener("formset:added", (event) => {
    nameCells(event.target);
    reachedIn(event.target)[0]?.focus();
  });

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-over-the-page]").forEach(follow);
    hideSigns();
    nameMenus();
    nameCells(document);
  });
  window.addEventListener("load", () => setTimeout(nameHints));
})();
