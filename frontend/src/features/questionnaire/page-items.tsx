import { errorSentence, type ErrorWording } from "@/features/questionnaire/answer-error";
import { ItemCard } from "@/features/questionnaire/item-card";
import type { AskedItem } from "@/features/questionnaire/local-questionnaire";
import type { Place } from "@/features/questionnaire/place";
import type { Answering } from "@/features/questionnaire/session";
import type { SessionStore } from "@/features/questionnaire/session-store";

interface PageItemsProps extends ErrorWording {
  place: Pick<Place, "items">;
  session: Answering;
  store: Pick<SessionStore, "change" | "sendPhoto">;
}

/** The items of a page, each with what is wrong with its answer. */
export function PageItems({ place, session, store, ...wording }: PageItemsProps) {
  return place.items.map((item) => (
    <ItemCard
      key={item.name}
      {...wording}
      item={item}
      draft={session.drafts[item.name]}
      error={errorOf(item, session, wording)}
      sendPhoto={(photo, onKept) => store.sendPhoto(item.name, photo, onKept)}
      isOnPhone={session.photos.includes(session.drafts[item.name] as string)}
      onChange={(draft) => {
        store.change(item.name, draft);
      }}
    />
  ));
}

function errorOf(item: AskedItem, { errors, drafts }: Answering, wording: ErrorWording) {
  const code = errors[item.name];
  return code && errorSentence(item, code, drafts[item.name], wording);
}
