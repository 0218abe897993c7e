import type { Messages } from "@/i18n/messages";

export const pl: Messages = {
  language: "Język",
  begin: "Zaczynam",
  opening: "Otwieram…",
  openUntil: "Można wypełnić do {time}",
  finishUntil: "Prosimy skończyć do {time}",
  finishWithin: {
    one: "Od rozpoczęcia masz {n} minutę na odpowiedzi.",
    few: "Od rozpoczęcia masz {n} minuty na odpowiedzi.",
    many: "Od rozpoczęcia masz {n} minut na odpowiedzi.",
    other: "Od rozpoczęcia masz {n} minuty na odpowiedzi.",
  },
  timeLeft: {
    minutes: "Zostało mniej niż 5 minut: prosimy skończyć do {time}.",
    last_minute: "Została mniej niż minuta: wyślij teraz odpowiedzi.",
    over: "Czas już minął. Wyślij odpowiedzi od razu: być może jeszcze zdążą.",
  },
  questionCount: {
    one: "{n} pytanie",
    few: "{n} pytania",
    many: "{n} pytań",
    other: "{n} pytania",
  },
  progress: "Odpowiedzi: {done} z {total}",
  optional: "Nieobowiązkowe",
  clearAnswer: "Usuń odpowiedź",
  scaleHint: "Dotknij linii w miejscu, które najlepiej pasuje",
  notAnswered: "Jeszcze bez odpowiedzi",
  charactersLeft: {
    one: "Został {n} znak",
    few: "Zostały {n} znaki",
    many: "Zostało {n} znaków",
    other: "Zostało {n} znaku",
  },
  submit: "Wyślij odpowiedzi",
  sending: "Wysyłam…",
  retry: "Spróbuj ponownie",
  noScript: {
    title: "Włącz JavaScript",
    detail:
      "Bez niego ta strona nie wyśle Twoich odpowiedzi. Jeśli nie możesz go tu włączyć, otwórz link z e-maila w innej przeglądarce albo na innym urządzeniu: działa w każdej przeglądarce i pozostaje ten sam.",
    contact: "Jeśli potrzebujesz pomocy, napisz:",
  },
  errorSummary: {
    one: "Jedna odpowiedź wymaga poprawki",
    few: "{n} odpowiedzi wymagają poprawki",
    many: "{n} odpowiedzi wymaga poprawki",
    other: "{n} odpowiedzi wymaga poprawki",
  },
  missing: {
    single_choice: "Wybierz jedną odpowiedź.",
    slider: "Dotknij linii, aby odpowiedzieć.",
    number: "Wpisz liczbę.",
    text: "Wpisz odpowiedź.",
  },
  notANumber: "Wpisz liczbę cyframi.",
  notWhole: "Wpisz liczbę całkowitą.",
  tooManyDecimals: {
    one: "Wpisz najwyżej {n} cyfrę po przecinku.",
    few: "Wpisz najwyżej {n} cyfry po przecinku.",
    many: "Wpisz najwyżej {n} cyfr po przecinku.",
    other: "Wpisz najwyżej {n} cyfry po przecinku.",
  },
  notStorable: "W tekście jest znak, którego nie da się zapisać.",
  outOfRange: {
    between: "Wpisz liczbę od {min} do {max}.",
    atLeast: "Wpisz liczbę nie mniejszą niż {min}.",
    atMost: "Wpisz liczbę nie większą niż {max}.",
  },
  notAnOption: "Wybierz jedną z podanych odpowiedzi.",
  tooLong: {
    one: "O {n} znak za dużo. Skróć tekst.",
    few: "O {n} znaki za dużo. Skróć tekst.",
    many: "O {n} znaków za dużo. Skróć tekst.",
    other: "O {n} znaku za dużo. Skróć tekst.",
  },
  itemChanged: "To pytanie się zmieniło. Odśwież stronę.",
  trouble: {
    open: {
      network: "Nie udało się połączyć z serwerem. Sprawdź połączenie i spróbuj ponownie.",
      server: "Coś poszło nie tak po naszej stronie. Spróbuj ponownie za chwilę.",
    },
    send: {
      network:
        "Nie udało się połączyć z serwerem. Twoje odpowiedzi nadal są na tej stronie: sprawdź połączenie i spróbuj ponownie.",
      server:
        "Coś poszło nie tak po naszej stronie. Twoje odpowiedzi nadal są na tej stronie: spróbuj ponownie za chwilę.",
    },
  },
  thanks: {
    title: "Dziękujemy!",
    saved: "Twoje odpowiedzi zostały zapisane o {time}.",
    close: "Możesz już zamknąć tę stronę.",
    receipt: "Potwierdzenie",
  },
  closed: {
    title: "Ten kwestionariusz jest już zamknięty",
    detail: "Nie musisz już nic robić.",
    next: "Następny przyjdzie e-mailem.",
  },
  tooLate: {
    title: "Odpowiedzi dotarły za późno",
    detail: "Gdy do nas dotarły, czas na wypełnienie już minął, więc nie zostały zapisane.",
  },
  otherVersion: {
    title: "Ten kwestionariusz się zmienił",
    detail:
      "Został otwarty gdzie indziej z innymi pytaniami, więc odpowiedzi z tej strony nie zostały zapisane. Otwórz stronę ponownie i odpowiedz na te pytania.",
    reload: "Otwórz stronę ponownie",
  },
  unknownLink: {
    title: "Nie znamy tego linku",
    detail: "Otwórz jeszcze raz link z e-maila: być może brakuje jego części.",
  },
  notFound: {
    title: "Tu niczego nie ma",
    detail: "Jeśli bierzesz udział w badaniu, użyj linku z e-maila.",
  },
  away: {
    title: "Nie możemy teraz pokazać tej strony",
    detail: "Spróbuj ponownie za chwilę. Twój link pozostaje ten sam.",
  },
  event: {
    hint: "Zdarzyło się? Zgłoś to jak najszybciej: od razu otworzy się krótka ankieta.",
    report: "Zgłoś teraz",
    coolingDown: {
      title: "Kolejne zgłoszenie będzie możliwe od {time}",
      detail: "„{event}”: od ostatniego zgłoszenia minęło za mało czasu.",
    },
    usedUp: {
      title: "Kolejne zgłoszenie będzie możliwe od {time}",
      detail: "„{event}”: wszystkie zgłoszenia na dziś zostały już wykorzystane.",
    },
    closed: {
      title: "Teraz nie można niczego zgłosić",
      detail: "Ten link jest Twój, ale w tej chwili nie ma czego nim zgłosić.",
    },
    unfinished: "Dokończ ostatnie zgłoszenie",
  },
  contact: "Masz pytania? Napisz:",
  controls: {
    howMany: {
      atLeast: { other: "Wybierz co najmniej {n}." },
      atMost: { one: "Wybierz {n}.", other: "Wybierz najwyżej {n}." },
      exactly: { other: "Wybierz {n}." },
      between: "Wybierz od {min} do {max}.",
    },
    full: {
      one: "Wybrano {n}, więcej nie można. Odznacz tę odpowiedź, aby wybrać inną.",
      other: "Wybrano {n}, więcej nie można. Odznacz jedną odpowiedź, aby wybrać inną.",
    },
    point: "Punkt {n} z {of}",
    gridHint: "Dotknij pola, które najlepiej pasuje",
    hours: "Godziny",
    minutes: "Minuty",
    yes: "Tak",
    no: "Nie",
    agree: "Zgadzam się",
    ranking: {
      hint: "Dotykaj po kolei, od pierwszego miejsca do ostatniego.",
      hintTop: {
        one: "Dotknij tego, co jest na pierwszym miejscu.",
        other: "Wybierz {n}, dotykając po kolei od pierwszego miejsca.",
      },
      place: "{option}: miejsce {n} z {of}",
      noPlace: "{option}: bez miejsca",
      full: "Wszystkie miejsca są zajęte. Dotknij jednego z nich, aby je zwolnić.",
      up: "Przesuń wyżej: {option}",
      down: "Przesuń niżej: {option}",
    },
    photo: {
      take: "Zrób zdjęcie",
      choose: "Wybierz zdjęcie",
      hidden: "Miejsce i czas zrobienia zdjęcia nie są wysyłane.",
      sending: "Wysyłam zdjęcie…",
      sent: "Zdjęcie zostało wysłane.",
      preview: "Twoje zdjęcie",
      remove: "Usuń zdjęcie",
      network: "Nie udało się połączyć z serwerem. Sprawdź połączenie i spróbuj ponownie.",
      server: "Coś poszło nie tak po naszej stronie. Spróbuj ponownie za chwilę.",
      too_large: "To zdjęcie jest za duże. Wybierz inne.",
      not_a_photo: "Tego pliku nie da się odczytać jako zdjęcia. Wybierz inny.",
    },
  },
};
