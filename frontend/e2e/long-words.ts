const german = (text: string) => ({ en: text, de: text });
const WORD = "Donaudampfschifffahrtsgesellschaftskapitän";
const OPTIONS = ["trifft überhaupt nicht zu", "weniger", "teils, teils", "eher", "voll und ganz"];
const options = OPTIONS.map((label, place) => ({ value: place + 1, label: german(label) }));
const help = german(`Gemeint ist alles, was mit ${WORD} zu tun hat, auch wenn es lange her ist.`);

/** A page whose words are longer than the screen is wide, with help and titles everywhere. */
export const LONG_WORDS = {
  title: german(`${WORD}sbefragung am Vormittag und am Nachmittag`),
  pages: [
    {
      name: "words",
      title: german(`Ihr ${WORD}`),
      items: [
        {
          name: "slider",
          kind: "slider",
          text: german(`Wie zufrieden sind Sie mit Ihrem ${WORD}?`),
          help,
          min_label: german("überhaupt nicht zufriedenstellend"),
          max_label: german("außerordentlich zufriedenstellend"),
        },
        { name: "points", kind: "likert", text: german("Ich fühle mich wohl."), help, options },
        {
          name: "rows",
          kind: "matrix",
          text: german("Wie sehr trifft das zu?"),
          help,
          rows: [
            { name: "one", text: german(`Ich denke an die ${WORD}smütze.`) },
            { name: "two", text: german("Ich bin ruhig.") },
          ],
          options,
        },
        {
          name: "several",
          kind: "multiple_choice",
          text: german("Was davon?"),
          options: [{ value: 1, label: german(`${WORD}smütze`) }, ...options.slice(1)],
          required: false,
        },
        {
          name: "yes",
          kind: "yes_no",
          text: german("Stimmt das?"),
          yes_label: german("Selbstverständlich"),
          no_label: german("Keinesfalls, niemals"),
        },
        { name: "sorted", kind: "ranking", text: german("In welcher Reihenfolge?"), options },
        { name: "written", kind: "text", text: german(WORD), help, can_decline: true },
        { name: "lasted", kind: "duration", text: german("Wie lange?"), max_minutes: 600 },
      ],
    },
    {
      name: "buttons",
      items: [
        {
          name: "buttons",
          kind: "single_choice",
          look: "buttons",
          text: german("Wo?"),
          options,
        },
      ],
    },
  ],
};
