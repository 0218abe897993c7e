export interface ZoneGroup {
  /** The part of the world, empty for what has none. */
  area: string;
  zones: { value: string; label: string }[];
}

/** All time zones to choose from, by part of the world; the current one is always among them. */
export function zoneGroups(current: string): ZoneGroup[] {
  const known = Intl.supportedValuesOf("timeZone");
  const groups = new Map<string, ZoneGroup>();
  for (const value of [...new Set([...known, "UTC", current])].sort()) {
    const [area = "", ...rest] = value.includes("/") ? value.split("/") : ["", value];
    const group = groups.get(area) ?? { area, zones: [] };
    group.zones.push({ value, label: rest.join(", ").replaceAll("_", " ") });
    groups.set(area, group);
  }
  return [...groups.values()].sort((a, b) => a.area.localeCompare(b.area));
}

/** Whether the text names a time zone. */
export function isZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).format() !== "";
  } catch {
    return false;
  }
}
