const PICTURE =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M/wHwAEBgIApD5fRAAAAABJRU5ErkJggg==";

const both = (en: string, pl = `${en} (pl)`) => ({ en, pl });
const options = (...labels: string[]) =>
  labels.map((label, place) => ({ value: place + 1, label: both(label) }));

const items = {
  mood: {
    kind: "slider",
    text: both("How do you feel?"),
    min_label: both("very bad"),
    max_label: both("very good"),
  },
  affect: {
    kind: "affect_grid",
    text: both("Where are you between these?"),
    labels: {
      left: both("unpleasant"),
      right: both("pleasant"),
      bottom: both("sleepy"),
      top: both("awake"),
    },
  },
  well: {
    kind: "likert",
    text: both("I feel well."),
    options: options("not at all", "a little", "some", "much", "very much"),
  },
  state: {
    kind: "matrix",
    text: both("How much do these fit?"),
    rows: [
      { name: "calm", text: both("I am calm") },
      { name: "tired", text: both("I am tired") },
    ],
    options: options("no", "partly", "yes"),
  },
  place: { kind: "single_choice", text: both("Where are you?"), options: options("Home", "Work") },
  doing: {
    kind: "multiple_choice",
    text: both("What are you doing?"),
    options: options("Eating", "Talking", "Walking"),
    max_chosen: 2,
  },
  alone: { kind: "yes_no", text: both("Are you alone?") },
  face: {
    kind: "image_choice",
    text: both("Which picture fits?"),
    options: options("left", "right").map((option) => ({ ...option, image: PICTURE })),
  },
  coffees: { kind: "number", text: both("How many coffees?"), max: 20, decimals: 1 },
  note: {
    kind: "text",
    text: both("Anything else?"),
    required: false,
    ask_again: true,
    multiline: true,
    max_length: 40,
  },
  day_of: { kind: "date", text: both("When was it?"), latest: "2027-12-31" },
  woke: { kind: "time", text: both("When did you wake up?"), step_minutes: 5 },
  walked: {
    kind: "duration",
    text: both("How long did you walk?"),
    max_minutes: 120,
    step_minutes: 15,
  },
  order: { kind: "ranking", text: both("What matters most?"), options: options("A", "B", "C") },
  view: { kind: "photo", text: both("What do you see?"), max_megabytes: 2 },
  income: { kind: "number", text: both("What do you earn?"), can_decline: true },
  read_this: { kind: "information", text: both("The next one is about consent.") },
  agreed: { kind: "consent", text: both("I agree that my answers are used.") },
  twice: { kind: "computed", text: both("Twice"), formula: "mood * 2" },
};

type Name = keyof typeof items;

function page(name: string, ...names: Name[]) {
  return { name, items: names.map((item) => ({ name: item, ...items[item] })) };
}

/** A questionnaire of pages with an item of every kind there is. */
export const EVERY_KIND = {
  title: both("Everything", "Wszystko"),
  introduction: both("One item of every kind.", "Po jednej pozycji każdego rodzaju."),
  pages: [
    page("feeling", "mood", "affect", "well", "state"),
    page("choosing", "place", "doing", "alone", "face", "order"),
    page("writing", "coffees", "note", "income"),
    page("time", "day_of", "woke", "walked"),
    page("last", "view", "read_this", "agreed", "twice"),
  ],
};

/** All of it on one page. */
export const LONG = {
  ...EVERY_KIND,
  pages: [{ name: "all", items: EVERY_KIND.pages.flatMap(({ items }) => items) }],
};

const FEELINGS = ["cheerful", "relaxed", "sad", "irritated", "lonely", "tired"];

/** Twelve items of the common kinds on one page. */
export const TWELVE = {
  title: both("How are you right now?"),
  introduction: both("Think of right now."),
  pages: [
    {
      name: "now",
      items: [
        ...FEELINGS.map((name) => ({
          name,
          ...items.mood,
          text: both(`How ${name} do you feel?`),
        })),
        ...page("", "well", "place", "doing", "alone", "coffees", "note").items,
      ],
    },
  ],
};

/** A short one: the second page is for who is at work, and the note comes up by the answer before. */
export const SHORT = {
  title: both("Now", "Teraz"),
  introduction: both("Think of right now.", "Pomyśl o tej chwili."),
  pages: [
    {
      name: "where",
      items: [
        { name: "place", ...items.place },
        { name: "note", ...items.note, show_if: "place == 2" },
      ],
    },
    {
      name: "work",
      show_if: "place == 2",
      items: [{ name: "coffees", ...items.coffees }],
    },
    { name: "end", items: [{ name: "mood", ...items.mood, required: false }] },
  ],
};
