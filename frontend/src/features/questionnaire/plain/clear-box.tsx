import { FIELDS } from "@/features/questionnaire/plain/form-names";

interface ClearBoxProps {
  item: string;
  label: string;
}

/** A box that takes the item's answer away as the form is posted. */
export function ClearBox({ item, label }: ClearBoxProps) {
  return (
    <label className="decline">
      <input type="checkbox" name={FIELDS.cleared} value={item} />
      <span>{label}</span>
    </label>
  );
}
