import { Fragment } from "react";

import { type ItemProps, partIds } from "@/features/questionnaire/items/item-props";
import { extentOf, labelRoom } from "@/features/questionnaire/items/label-room";
import { partsIn } from "@/features/questionnaire/items/read-draft";
import { inGroups } from "@/features/questionnaire/items/row-groups";
import {
  ChosenLabel,
  EndLabels,
  type ScalePoint,
  ScalePoints,
} from "@/features/questionnaire/items/scale-points";
import type { LocalItemOf } from "@/features/questionnaire/local-questionnaire";
import { partName } from "@/features/questionnaire/plain/form-names";
import { plainText } from "@/features/rich-text/plain-text";
import { RichText } from "@/features/rich-text/rich-text";

/** Questions with the same options: one row of points each, the options' labels above every few. */
export function MatrixAnswer({ item, draft, fill, onChange }: ItemProps<"matrix">) {
  const answers = partsIn(draft);
  const names = item.options.map(({ label }) => plainText(label, fill));
  const points = item.options.map(({ value, label }, place) => ({
    value,
    name: names[place] ?? "",
    label: <RichText text={label} fill={fill} />,
  }));
  const labels = labelRoom(names);
  return (
    <div className="scale matrix" data-extent={extentOf(points.length)} data-labels={labels}>
      {inGroups(item.rows).map((rows) => (
        <Fragment key={rows[0]?.name}>
          <Head points={points} />
          {rows.map((row) => (
            <Row
              key={row.name}
              {...{ item, row, points, fill }}
              chosen={answers[row.name]}
              onChoose={(value) => {
                onChange({ ...answers, [row.name]: value });
              }}
            />
          ))}
        </Fragment>
      ))}
    </div>
  );
}

/** The labels of the columns for the eye; every radio button has its own for the ear. */
function Head({ points }: { points: readonly ScalePoint[] }) {
  return (
    <div className="matrix-head" aria-hidden="true">
      <div className="column-labels">
        {points.map(({ value, label }) => (
          <span key={value}>{label}</span>
        ))}
      </div>
      <EndLabels points={points} />
    </div>
  );
}

type RowProps = Pick<ItemProps<"matrix">, "item" | "fill"> & {
  row: LocalItemOf<"matrix">["rows"][number];
  points: readonly ScalePoint[];
  chosen: number | undefined;
  onChoose: (value: number) => void;
};

function Row({ item, row, points, chosen, fill, onChoose }: RowProps) {
  const isFirst = item.rows[0]?.name === row.name;
  const name = partName(item.name, row.name);
  return (
    <div className="matrix-row" role="radiogroup" aria-labelledby={`text-${name}`}>
      <p id={`text-${name}`}>
        <RichText text={row.text} fill={fill} />
      </p>
      <div>
        <ScalePoints
          {...{ name, points, chosen, onChoose }}
          id={isFirst ? partIds(item.name).control : undefined}
        />
        <ChosenLabel points={points} chosen={chosen} />
      </div>
    </div>
  );
}
