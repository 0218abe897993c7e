interface PlainSelectProps {
  id: string;
  name: string;
  label: string;
  options: readonly { value: number; label: string }[];
  chosen: number | undefined;
  isInvalid: boolean;
  described?: string | undefined;
}

/** A labelled list to choose one from, with nothing chosen at first. */
export function PlainSelect({ id, name, label, options, chosen, ...props }: PlainSelectProps) {
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1.5">
      <label htmlFor={id} className="text-sm text-muted-foreground">
        {label}
      </label>
      <select
        id={id}
        name={name}
        className="moment"
        defaultValue={chosen ?? ""}
        aria-invalid={props.isInvalid}
        aria-describedby={props.described}
      >
        <option value="">–</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
