import { type MouseEvent, useEffect, useRef, useState } from "react";

import { placesOf } from "@/features/questionnaire/answering/choices";
import { type ItemProps, partIds } from "@/features/questionnaire/items/item-props";
import { listed, moved, tapped } from "@/features/questionnaire/items/rank-order";
import { valuesIn } from "@/features/questionnaire/items/read-draft";
import type { LocalItemOf } from "@/features/questionnaire/local-questionnaire";
import { plainText } from "@/features/rich-text/plain-text";
import { RichText } from "@/features/rich-text/rich-text";
import type { Messages } from "@/i18n/messages";
import { count, fill as put } from "@/i18n/sentence";

/** Options to tap in order; those with a place stand first and can be moved up and down. */
export function RankingAnswer(props: ItemProps<"ranking">) {
  const { item, draft, messages, language, fill, onChange } = props;
  const words = messages.controls.ranking;
  const order = valuesIn(draft);
  const places = placesOf(item);
  const [changed, setChanged] = useState<number>();
  const keepFocus = useKeptFocus();
  const rank = (value: number, next: readonly number[]) => (event: MouseEvent) => {
    keepFocus(event);
    setChanged(value);
    onChange(next.length > 0 ? next : undefined);
  };
  return (
    <div className="flex flex-col gap-2">
      <p className="hint">{hintFor(item, words, language)}</p>
      <ul className="flex flex-col gap-2">
        {listed(item.options, order).map((option, at) => (
          <RankedOption
            key={option.value}
            {...{ option, order, places, words, fill }}
            id={at === 0 ? partIds(item.name).control : undefined}
            onTap={rank(option.value, tapped(places, order, option.value))}
            onUp={rank(option.value, moved(order, option.value, -1))}
            onDown={rank(option.value, moved(order, option.value, 1))}
          />
        ))}
      </ul>
      {places < item.options.length && (
        <p className="hint min-h-[2lh]">{order.length >= places && words.full}</p>
      )}
      <Spoken {...props} changed={changed} />
    </div>
  );
}

type SpokenProps = ItemProps<"ranking"> & { changed: number | undefined };

/** Says what became of the option that was tapped or moved. */
function Spoken({ item, draft, messages, fill, changed }: SpokenProps) {
  const option = item.options.find(({ value }) => value === changed);
  const at = valuesIn(draft).indexOf(changed ?? NaN);
  return (
    <p className="sr-only" role="status">
      {option &&
        placeOf(plainText(option.label, fill), at, placesOf(item), messages.controls.ranking)}
    </p>
  );
}

type Words = Messages["controls"]["ranking"];

interface RankedOptionProps extends Pick<ItemProps<"ranking">, "fill"> {
  option: LocalItemOf<"ranking">["options"][number];
  order: readonly number[];
  places: number;
  words: Words;
  id: string | undefined;
  onTap: (event: MouseEvent) => void;
  onUp: (event: MouseEvent) => void;
  onDown: (event: MouseEvent) => void;
}

function RankedOption({ option, order, places, words, fill, id, ...on }: RankedOptionProps) {
  const at = order.indexOf(option.value);
  const hasPlace = at >= 0;
  const name = plainText(option.label, fill);
  return (
    <li className="ranked" data-placed={hasPlace ? "" : undefined}>
      <button
        type="button"
        id={id}
        aria-pressed={hasPlace}
        aria-disabled={!hasPlace && order.length >= places}
        aria-label={placeOf(name, at, places, words)}
        onClick={on.onTap}
      >
        <span className="rank" aria-hidden="true">
          {hasPlace && at + 1}
        </span>
        <span>
          <RichText text={option.label} fill={fill} />
        </span>
      </button>
      <MoveButton label={put(words.up, { option: name })} isEnd={at === 0} onMove={on.onUp}>
        <path d="m6 15 6-6 6 6" />
      </MoveButton>
      <MoveButton
        label={put(words.down, { option: name })}
        isEnd={at === order.length - 1}
        onMove={on.onDown}
      >
        <path d="m6 9 6 6 6-6" />
      </MoveButton>
    </li>
  );
}

interface MoveButtonProps {
  label: string;
  isEnd: boolean;
  onMove: (event: MouseEvent) => void;
  children: React.ReactNode;
}

function MoveButton({ label, isEnd, onMove, children }: MoveButtonProps) {
  return (
    <button
      type="button"
      className="move"
      aria-label={label}
      aria-disabled={isEnd}
      onClick={onMove}
    >
      <svg viewBox="0 0 24 24" className="size-6" aria-hidden="true">
        {children}
      </svg>
    </button>
  );
}

/** The focus stays on the button that was pressed, when its row moves within the page. */
function useKeptFocus() {
  const focused = useRef<HTMLElement | null>(null);
  useEffect(() => {
    focused.current?.focus();
    focused.current = null;
  });
  return ({ currentTarget }: MouseEvent) => {
    // Safari gives no focus to a button that is touched; then none is kept.
    if (currentTarget === document.activeElement) focused.current = currentTarget as HTMLElement;
  };
}

function hintFor(item: LocalItemOf<"ranking">, words: Words, language: string): string {
  const places = placesOf(item);
  return places < item.options.length ? count(words.hintTop, places, language) : words.hint;
}

function placeOf(option: string, at: number, of: number, words: Words): string {
  return at < 0 ? put(words.noPlace, { option }) : put(words.place, { option, n: at + 1, of });
}
