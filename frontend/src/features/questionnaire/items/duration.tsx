import {
  hoursOf,
  inHours,
  minutesOf,
  withHours,
  withMinutes,
} from "@/features/questionnaire/items/hours-and-minutes";
import { type ItemProps, describedBy, partIds } from "@/features/questionnaire/items/item-props";
import { numberIn } from "@/features/questionnaire/items/read-draft";

/** Hours and minutes to choose; with the one chosen the other stands at its least. */
export function DurationAnswer({ item, draft, ...props }: ItemProps<"duration">) {
  const { isInvalid, messages, onChange } = props;
  const length = numberIn(draft);
  const parts = length === undefined ? undefined : inHours(length);
  const { control } = partIds(item.name);
  const field = { isInvalid, described: describedBy(item, isInvalid) };
  return (
    <div className="flex gap-4">
      <Part
        {...field}
        id={control}
        label={messages.controls.hours}
        offered={hoursOf(item)}
        value={parts?.hours}
        onChoose={(hours) => {
          onChange(hours === undefined ? undefined : withHours(item, length, hours));
        }}
      />
      <Part
        {...field}
        id={`${control}-minutes`}
        label={messages.controls.minutes}
        offered={minutesOf(item, parts?.hours)}
        value={parts?.minutes}
        onChoose={(minutes) => {
          onChange(minutes === undefined ? undefined : withMinutes(item, length, minutes));
        }}
      />
    </div>
  );
}

interface PartProps {
  id: string;
  label: string;
  offered: readonly number[];
  value: number | undefined;
  isInvalid: boolean;
  described: string | undefined;
  onChoose: (value: number | undefined) => void;
}

function Part({ id, label, offered, value, isInvalid, described, onChoose }: PartProps) {
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1.5 sm:max-w-40">
      <label htmlFor={id} className="text-sm text-muted-foreground">
        {label}
      </label>
      <select
        id={id}
        className="moment"
        value={value ?? ""}
        aria-invalid={isInvalid}
        aria-describedby={described}
        onChange={(event) => {
          onChoose(event.target.value === "" ? undefined : Number(event.target.value));
        }}
      >
        <option value="">–</option>
        {offered.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </div>
  );
}
