/** How many rows may follow the heads of the columns before these are shown again. */
const MOST = 5;

/** The rows in groups of about equal size, each small enough to be read under one head. */
export function inGroups<Row>(rows: readonly Row[]): Row[][] {
  const size = Math.ceil(rows.length / Math.ceil(rows.length / MOST));
  const groups: Row[][] = [];
  for (let start = 0; start < rows.length; start += size) {
    groups.push(rows.slice(start, start + size));
  }
  return groups;
}
