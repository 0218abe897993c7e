import type { ComponentType } from "react";

import type { ItemProps } from "@/features/questionnaire/items/item-props";
import { type AskedKind, KINDS } from "@/features/questionnaire/items/kinds";

export type AnyControl = ComponentType<ItemProps<AskedKind>>;

const loaded = new Map<AskedKind, AnyControl>();

/** The control of a kind; undefined while it is to be loaded. */
export function controlOf(kind: AskedKind): AnyControl | undefined {
  const { control } = KINDS[kind];
  // A kind's control takes items of that kind, which is what it is given.
  return typeof control === "function" ? (control as AnyControl) : loaded.get(kind);
}

/** Those of the kinds whose control is to be loaded. */
export function missingKinds(kinds: Iterable<AskedKind>): AskedKind[] {
  return [...new Set(kinds)].filter((kind) => controlOf(kind) === undefined);
}

/** Loads the controls of every kind, as the server does before it draws a page. */
export async function loadAllKinds(): Promise<void> {
  await loadKinds(missingKinds(Object.keys(KINDS) as AskedKind[]));
}

/** Loads the controls; fails when one does not come. */
export async function loadKinds(kinds: readonly AskedKind[]): Promise<void> {
  await Promise.all(
    kinds.map(async (kind) => {
      const { control } = KINDS[kind];
      if ("load" in control) loaded.set(kind, (await control.load()) as AnyControl);
    }),
  );
}
