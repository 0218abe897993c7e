/**
 * Asks, in the field for the time zone, whether the device's zone is right, and chooses it where
 * nobody has chosen one yet. Nothing happens where both agree.
 */
export function askAboutZone(page: Document, zone: string): void {
  const field = page.querySelector<HTMLElement>("[data-zone-field]");
  const choice = field?.querySelector("select");
  const question = field?.querySelector<HTMLElement>("[data-sentence]");
  if (!field || !choice || !question || zone === "" || choice.value === zone) return;
  if (field.dataset.zoneField === "follows") choose(choice, zone);
  question.textContent = (question.dataset.sentence ?? "").replace("{zone}", zone);
}

function choose(choice: HTMLSelectElement, zone: string): void {
  // A device may call its zone by another name than the server does.
  if (![...choice.options].some(({ value }) => value === zone)) {
    choice.prepend(new Option(zone, zone));
  }
  choice.value = zone;
}
