import type { ReactNode } from "react";

export interface ScalePoint {
  value: number;
  /** What it is called; where it has no label, its place. */
  name: string;
  label: ReactNode;
}

interface ScalePointsProps {
  name: string;
  points: readonly ScalePoint[];
  chosen: number | undefined;
  /** The id of the first point. */
  id?: string | undefined;
  onChoose: (value: number) => void;
}

/** A row of radio buttons; where it has no room for a finger each, a list. */
export function ScalePoints({ name, points, chosen, id, onChoose }: ScalePointsProps) {
  return (
    <div className="points">
      {points.map((point, place) => (
        <label key={point.value} className="point">
          <input
            type="radio"
            id={place === 0 ? id : undefined}
            name={name}
            value={point.value}
            checked={chosen === point.value}
            aria-label={point.name}
            onChange={() => {
              onChoose(point.value);
            }}
          />
          <span aria-hidden="true">{point.label}</span>
        </label>
      ))}
    </div>
  );
}

/** The label of the chosen point, in room enough for any of them. */
export function ChosenLabel({ points, chosen }: Pick<ScalePointsProps, "points" | "chosen">) {
  return (
    <p className="chosen-label" aria-hidden="true">
      {points.map(({ value, label }) => (
        <span key={value} data-chosen={value === chosen ? "" : undefined}>
          {label}
        </span>
      ))}
    </p>
  );
}

/** The labels of the first and the last point, at the two ends. */
export function EndLabels({ points }: Pick<ScalePointsProps, "points">) {
  return (
    <div className="end-labels" aria-hidden="true">
      <span>{points[0]?.label}</span>
      <span>{points.at(-1)?.label}</span>
    </div>
  );
}
