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
  place: "Strona {page} z {pages}",
  next: "Dalej",
  back: "Wstecz",
  nothingToAnswer: "Tym razem nie ma pytań.",
  loading: "Wczytuję…",
  declined: "Wolę nie odpowiadać",
  skipped: {
    one: "To pytanie zostało bez odpowiedzi. Czy tak ma być?",
    other: "Te pytania zostały bez odpowiedzi. Czy tak ma być?",
  },
  goOn: "Tak, dalej",
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
    multiple_choice: "Wybierz co najmniej jedną odpowiedź.",
    likert: "Wybierz punkt na skali.",
    matrix: "Odpowiedz w każdym wierszu.",
    affect_grid: "Dotknij siatki, aby odpowiedzieć.",
    date: "Wybierz dzień.",
    time: "Wpisz godzinę.",
    duration: "Wpisz, jak długo.",
    ranking: "Ułóż odpowiedzi po kolei.",
    yes_no: "Wybierz jedną z dwóch odpowiedzi.",
    image_choice: "Wybierz obrazek.",
    consent: "Zaznacz pole, aby przejść dalej.",
    photo: "Dodaj zdjęcie.",
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
  outOfDays: {
    between: "Wybierz dzień od {min} do {max}.",
    atLeast: "Wybierz {min} lub późniejszy dzień.",
    atMost: "Wybierz {max} lub wcześniejszy dzień.",
  },
  outOfMinutes: "Wpisz czas od {min} do {max}.",
  offSteps: {
    number: "Wpisz liczbę w krokach co {step}.",
    minutes: {
      one: "Wpisz pełne minuty.",
      few: "Wpisz czas w krokach co {n} minuty.",
      many: "Wpisz czas w krokach co {n} minut.",
      other: "Wpisz czas w krokach co {n} minuty.",
    },
  },
  duration: "{hours} godz. {minutes} min",
  tooFew: {
    multiple_choice: {
      one: "Wybierz co najmniej {n} odpowiedź.",
      few: "Wybierz co najmniej {n} odpowiedzi.",
      many: "Wybierz co najmniej {n} odpowiedzi.",
      other: "Wybierz co najmniej {n} odpowiedzi.",
    },
    ranking: {
      one: "Wybierz {n} odpowiedź.",
      few: "Ułóż po kolei {n} odpowiedzi.",
      many: "Ułóż po kolei {n} odpowiedzi.",
      other: "Ułóż po kolei {n} odpowiedzi.",
    },
  },
  tooMany: {
    multiple_choice: {
      one: "Wybierz najwyżej {n} odpowiedź.",
      few: "Wybierz najwyżej {n} odpowiedzi.",
      many: "Wybierz najwyżej {n} odpowiedzi.",
      other: "Wybierz najwyżej {n} odpowiedzi.",
    },
    ranking: {
      one: "Wybierz tylko {n} odpowiedź.",
      few: "Ułóż po kolei tylko {n} odpowiedzi.",
      many: "Ułóż po kolei tylko {n} odpowiedzi.",
      other: "Ułóż po kolei tylko {n} odpowiedzi.",
    },
    alone: "Odpowiedź „{option}” można wybrać tylko samą.",
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
  saving: {
    saved: "Zapisano",
    waiting: "Zapisano na tym urządzeniu, czekamy na sieć",
    unsaved: "Jeszcze nie zapisano: nie zamykaj tej strony",
    kept: {
      title: "Odpowiedzi są zapisane na tym urządzeniu",
      network: "Wyślemy je, gdy tylko pojawi się sieć.",
      server: "Wyślemy je, gdy tylko nasz serwer znów będzie dostępny.",
      close: "Możesz zamknąć tę stronę.",
      comeBack:
        "Możesz zamknąć tę stronę. Gdy będzie sieć, otwórz jeszcze raz swój link: wtedy odpowiedzi zostaną wysłane.",
      resend: "Spróbuj teraz",
    },
    partial: {
      title: "Czas minął",
      detail:
        "Odpowiedzi udzielone do tej pory zostały zachowane. Dziękujemy! Możesz już zamknąć tę stronę.",
    },
    refused: "Odpowiedzi czekały na tym urządzeniu na sieć. Dotarły zbyt późno, aby je uwzględnić.",
  },
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
      wait: "Poczekaj, aż zdjęcie zostanie wysłane, spróbuj ponownie albo je usuń.",
      preview: "Twoje zdjęcie",
      remove: "Usuń zdjęcie",
      network: "Nie udało się połączyć z serwerem. Sprawdź połączenie i spróbuj ponownie.",
      server: "Coś poszło nie tak po naszej stronie. Spróbuj ponownie za chwilę.",
      too_large: "To zdjęcie jest za duże. Wybierz inne.",
      not_a_photo: "Tego pliku nie da się odczytać jako zdjęcia. Wybierz inny.",
    },
  },
  plain: {
    question: "Pytanie {page} z {pages}",
    place: "Liczba od {min} ({low}) do {max} ({high})",
    ranks: "Każde miejsce od 1 do {n} można przyznać tylko raz.",
    placeTwice: "Proszę przyznać każde miejsce jeden raz, zaczynając od 1.",
    photoSize: {
      one: "Najwyżej {n} megabajt.",
      few: "Najwyżej {n} megabajty.",
      many: "Najwyżej {n} megabajtów.",
      other: "Najwyżej {n} megabajta.",
    },
    photoRefused:
      "Nie udało się przyjąć tego zdjęcia: jest za duże albo plik nie jest obrazem. Proszę wybrać inne.",
    missing: {
      slider: "Proszę wpisać liczbę.",
      affect_grid: "Proszę wybrać coś z obu list.",
      ranking: "Proszę wybrać miejsca.",
    },
    tooLarge: {
      title: "To za dużo naraz",
      detail:
        "Wysłane dane są większe, niż ta strona może przyjąć, więc nie zostały zapisane. Proszę wrócić; jeśli to było zdjęcie, proszę wybrać mniejsze.",
    },
    wrongType: {
      title: "Ta strona nie potrafi odczytać tego, co wysłano",
      detail:
        "Nic nie zostało zapisane. Proszę jeszcze raz otworzyć link z e-maila i tam odpowiedzieć.",
    },
    malformed: {
      title: "Coś zginęło po drodze",
      detail:
        "Dane nie dotarły w całości, więc nie zostały zapisane. Proszę wrócić i wysłać je jeszcze raz.",
    },
    participation: "Mój udział",
    ownPage:
      "Na swojej stronie można zobaczyć, jak przebiega udział w badaniu, i coś w nim zmienić.",
  },
  ended: {
    partial: {
      title: "Czas na tę ankietę już minął",
      detail:
        "Odpowiedzi udzielone do tej chwili zostały zachowane. Nic więcej nie trzeba tu robić.",
    },
    cancelled: {
      title: "Ta ankieta nie jest już potrzebna",
      detail: "Została odwołana. Nic nie trzeba tu robić i niczego nie brakuje.",
    },
    paused: {
      title: "Udział w badaniu jest wstrzymany",
      detail:
        "W czasie przerwy nie ma na co odpowiadać. Wrócić do badania można w każdej chwili na swojej stronie.",
    },
    withdrawn: {
      title: "Udział w tym badaniu jest zakończony",
      detail: "Nie ma tu już na co odpowiadać. Jeśli to pomyłka, prosimy o wiadomość.",
    },
    study_ended: {
      title: "To badanie już się skończyło",
      detail: "Nie ma tu już na co odpowiadać. Dziękujemy za udział!",
    },
  },
};
