import type { ItemProps } from "@/features/questionnaire/items/item-props";
import type { AskedKind } from "@/features/questionnaire/items/kinds";
import type { AskedItem } from "@/features/questionnaire/local-questionnaire";
import { LengthSelects } from "@/features/questionnaire/plain/length-selects";
import { PhotoField } from "@/features/questionnaire/plain/photo-field";
import { PlaceField } from "@/features/questionnaire/plain/place-field";
import { RankSelects } from "@/features/questionnaire/plain/rank-selects";
import { SideSelects } from "@/features/questionnaire/plain/side-selects";

/** A form's own controls for the kinds whose control needs script. */
export function InsteadOfScript({ item, ...props }: FallbackProps<AskedKind>) {
  switch (item.kind) {
    case "slider":
      return <PlaceField {...props} item={item} />;
    case "affect_grid":
      return <SideSelects {...props} item={item} />;
    case "duration":
      return <LengthSelects {...props} item={item} />;
    case "ranking":
      return <RankSelects {...props} item={item} />;
    case "photo":
      return <PhotoField {...props} item={item} />;
    default:
      return null;
  }
}

/** What these controls are given: nothing happens in them before the form is posted. */
export type FallbackProps<Kind extends AskedItem["kind"]> = Pick<
  ItemProps<Kind>,
  "item" | "draft" | "isInvalid" | "fill" | "messages" | "language"
>;
