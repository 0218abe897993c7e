import type { ComponentType } from "react";

import type { ItemProps } from "@/features/questionnaire/items/item-props";
import { NumberAnswer } from "@/features/questionnaire/items/number";
import { SingleChoiceAnswer } from "@/features/questionnaire/items/single-choice";
import { SliderAnswer } from "@/features/questionnaire/items/slider";
import { TextAnswer } from "@/features/questionnaire/items/text";
import type { AskedItem } from "@/features/questionnaire/local-questionnaire";

export type AskedKind = AskedItem["kind"];
type Control<Kind extends AskedKind> = ComponentType<ItemProps<Kind>>;

/**
 * One kind of item: its control, or how to load it when a questionnaire has the kind.
 *
 * Its question is the `label` of one control (`partIds().control`), the `legend` of a fieldset
 * around several, or shown by the component `itself`.
 */
export interface Kind<Name extends AskedKind> {
  asked: "label" | "legend" | "itself";
  /** Whether the control itself cannot take an answer away; a button below it then does. */
  needsClearing: boolean;
  control: Control<Name> | { load: () => Promise<Control<Name>> };
}

export const KINDS: { readonly [Name in AskedKind]?: Kind<Name> } = {
  single_choice: { asked: "legend", needsClearing: true, control: SingleChoiceAnswer },
  slider: { asked: "label", needsClearing: true, control: SliderAnswer },
  number: { asked: "label", needsClearing: false, control: NumberAnswer },
  text: { asked: "label", needsClearing: false, control: TextAnswer },
};
