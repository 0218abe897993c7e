import type { ComponentType } from "react";

import { importTwice } from "@/features/questionnaire/import-twice";
import { ConsentAnswer } from "@/features/questionnaire/items/consent";
import { InformationShown } from "@/features/questionnaire/items/information";
import type { ItemProps } from "@/features/questionnaire/items/item-props";
import { LikertAnswer } from "@/features/questionnaire/items/likert";
import { MultipleChoiceAnswer } from "@/features/questionnaire/items/multiple-choice";
import { NumberAnswer } from "@/features/questionnaire/items/number";
import { SingleChoiceAnswer } from "@/features/questionnaire/items/single-choice";
import { SliderAnswer } from "@/features/questionnaire/items/slider";
import { TextAnswer } from "@/features/questionnaire/items/text";
import { YesNoAnswer } from "@/features/questionnaire/items/yes-no";
import type { AskedItem } from "@/features/questionnaire/local-questionnaire";

export type AskedKind = AskedItem["kind"];
type Control<Kind extends AskedKind> = ComponentType<ItemProps<Kind>>;

/**
 * One kind of item: its control, or how to load it when a questionnaire has the kind.
 *
 * Its question is the `label` of one control (`partIds().control`), the `legend` of a fieldset
 * around several, or shown by the component `itself`.
 */
interface Kind<Name extends AskedKind> {
  asked: "label" | "legend" | "itself";
  /** Whether the control itself cannot take an answer away; a button below it then does. */
  needsClearing: boolean;
  control: Control<Name> | { load: () => Promise<Control<Name>> };
}

/** The kinds whose control does nothing without script; something else stands in for it there. */
const SCRIPTED: readonly AskedKind[] = ["slider", "affect_grid", "duration", "ranking", "photo"];

export function needsScript(kind: AskedKind): boolean {
  return SCRIPTED.includes(kind);
}

export const KINDS: { readonly [Name in AskedKind]: Kind<Name> } = {
  single_choice: { asked: "legend", needsClearing: true, control: SingleChoiceAnswer },
  multiple_choice: { asked: "legend", needsClearing: false, control: MultipleChoiceAnswer },
  likert: { asked: "legend", needsClearing: true, control: LikertAnswer },
  matrix: { asked: "legend", needsClearing: true, control: { load: loadMatrix } },
  slider: { asked: "label", needsClearing: true, control: SliderAnswer },
  affect_grid: { asked: "legend", needsClearing: true, control: { load: loadAffectGrid } },
  number: { asked: "label", needsClearing: false, control: NumberAnswer },
  text: { asked: "label", needsClearing: false, control: TextAnswer },
  date: { asked: "label", needsClearing: true, control: { load: loadDate } },
  time: { asked: "label", needsClearing: true, control: { load: loadTime } },
  duration: { asked: "legend", needsClearing: true, control: { load: loadDuration } },
  ranking: { asked: "legend", needsClearing: true, control: { load: loadRanking } },
  yes_no: { asked: "legend", needsClearing: true, control: YesNoAnswer },
  image_choice: { asked: "legend", needsClearing: true, control: { load: loadImageChoice } },
  information: { asked: "itself", needsClearing: false, control: InformationShown },
  consent: { asked: "itself", needsClearing: false, control: ConsentAnswer },
  photo: { asked: "legend", needsClearing: false, control: { load: loadPhoto } },
};

async function loadMatrix() {
  return (await importTwice(() => import("@/features/questionnaire/items/matrix"))).MatrixAnswer;
}

async function loadAffectGrid() {
  return (await importTwice(() => import("@/features/questionnaire/items/affect-grid")))
    .AffectGridAnswer;
}

async function loadDate() {
  return (await importTwice(() => import("@/features/questionnaire/items/date"))).DateAnswer;
}

async function loadTime() {
  return (await importTwice(() => import("@/features/questionnaire/items/time"))).TimeAnswer;
}

async function loadDuration() {
  return (await importTwice(() => import("@/features/questionnaire/items/duration")))
    .DurationAnswer;
}

async function loadRanking() {
  return (await importTwice(() => import("@/features/questionnaire/items/ranking"))).RankingAnswer;
}

async function loadImageChoice() {
  return (await importTwice(() => import("@/features/questionnaire/items/image-choice")))
    .ImageChoiceAnswer;
}

async function loadPhoto() {
  return (await importTwice(() => import("@/features/questionnaire/items/photo"))).PhotoAnswer;
}
