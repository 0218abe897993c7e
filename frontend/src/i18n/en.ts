import type { Messages } from "@/i18n/messages";

export const en: Messages = {
  language: "Language",
  begin: "Start",
  opening: "Opening…",
  openUntil: "Open until {time}",
  finishUntil: "Please finish by {time}",
  finishWithin: {
    one: "Once you start, you have {n} minute to finish.",
    other: "Once you start, you have {n} minutes to finish.",
  },
  timeLeft: {
    minutes: "Less than 5 minutes left: please finish by {time}.",
    last_minute: "Less than a minute left: please send your answers now.",
    over: "The time to finish is over. Please send your answers now: they may still arrive in time.",
  },
  questionCount: { one: "{n} question", other: "{n} questions" },
  progress: "{done} of {total} answered",
  place: "Page {page} of {pages}",
  next: "Next",
  back: "Back",
  nothingToAnswer: "There is nothing to answer this time.",
  loading: "Loading…",
  declined: "Prefer not to say",
  skipped: {
    one: "You skipped this question. Is that what you want?",
    other: "You skipped these questions. Is that what you want?",
  },
  goOn: "Yes, go on",
  optional: "Optional",
  clearAnswer: "Clear answer",
  scaleHint: "Touch the line where it fits best",
  notAnswered: "Not answered yet",
  charactersLeft: { one: "{n} character left", other: "{n} characters left" },
  submit: "Send answers",
  sending: "Sending…",
  retry: "Try again",
  errorSummary: {
    one: "One answer needs another look",
    other: "{n} answers need another look",
  },
  missing: {
    single_choice: "Please choose one answer.",
    slider: "Please touch the line to answer.",
    number: "Please enter a number.",
    text: "Please write an answer.",
    multiple_choice: "Please choose at least one answer.",
    likert: "Please choose a point on the scale.",
    matrix: "Please answer each row.",
    affect_grid: "Please touch the grid to answer.",
    date: "Please choose a day.",
    time: "Please enter a time of day.",
    duration: "Please enter how long.",
    ranking: "Please put the answers in order.",
    yes_no: "Please choose one of the two answers.",
    image_choice: "Please choose a picture.",
    consent: "Please tick the box to go on.",
    photo: "Please add a photo.",
  },
  notANumber: "Please enter a number in digits.",
  notWhole: "Please enter a whole number.",
  tooManyDecimals: {
    one: "Please use at most {n} digit after the decimal point.",
    other: "Please use at most {n} digits after the decimal point.",
  },
  notStorable: "This text holds a character that cannot be saved.",
  outOfRange: {
    between: "Please enter a number from {min} to {max}.",
    atLeast: "Please enter {min} or more.",
    atMost: "Please enter {max} or less.",
  },
  outOfDays: {
    between: "Please choose a day from {min} to {max}.",
    atLeast: "Please choose {min} or a later day.",
    atMost: "Please choose {max} or an earlier day.",
  },
  outOfMinutes: "Please enter a time from {min} to {max}.",
  offSteps: {
    number: "Please enter a number in steps of {step}.",
    minutes: {
      one: "Please enter whole minutes.",
      other: "Please enter a time in steps of {n} minutes.",
    },
  },
  duration: "{hours} h {minutes} min",
  tooFew: {
    multiple_choice: {
      one: "Please choose at least {n} answer.",
      other: "Please choose at least {n} answers.",
    },
    ranking: {
      one: "Please choose {n} answer.",
      other: "Please put {n} answers in order.",
    },
  },
  tooMany: {
    multiple_choice: {
      one: "Please choose at most {n} answer.",
      other: "Please choose at most {n} answers.",
    },
    ranking: {
      one: "Please choose only {n} answer.",
      other: "Please put only {n} answers in order.",
    },
    alone: "“{option}” can only be chosen alone.",
  },
  notAnOption: "Please choose one of the answers shown.",
  tooLong: {
    one: "{n} character too many. Please shorten the text.",
    other: "{n} characters too many. Please shorten the text.",
  },
  itemChanged: "This question has changed. Please reload the page.",
  trouble: {
    open: {
      network: "We could not reach the server. Check your connection and try again.",
      server: "Something went wrong on our side. Please try again in a moment.",
    },
    send: {
      network:
        "We could not reach the server. Your answers are still on this page: check your connection and try again.",
      server:
        "Something went wrong on our side. Your answers are still on this page: please try again in a moment.",
    },
  },
  thanks: {
    title: "Thank you!",
    saved: "Your answers have been saved at {time}.",
    close: "You can close this page now.",
    receipt: "Receipt",
  },
  closed: {
    title: "This questionnaire has closed",
    detail: "There is nothing more to do here.",
    next: "The next one will come by e-mail.",
  },
  tooLate: {
    title: "Your answers came too late",
    detail: "The time to finish was over when they reached us, so they were not saved.",
  },
  otherVersion: {
    title: "This questionnaire has changed",
    detail:
      "It was opened elsewhere with other questions, so the answers on this page were not saved. Please load the page again and answer there.",
    reload: "Load the page again",
  },
  unknownLink: {
    title: "We do not know this link",
    detail: "Please open the link in your e-mail once more: a part of it may have been lost.",
  },
  notFound: {
    title: "There is nothing here",
    detail: "If you take part in a study, please use the link in your e-mail.",
  },
  away: {
    title: "We cannot show this page right now",
    detail: "Please try again in a minute. Your link stays the same.",
  },
  event: {
    hint: "Has it happened? Report it as soon as you can: a short questionnaire opens at once.",
    report: "Report now",
    coolingDown: {
      title: "You can report again from {time}",
      detail: "“{event}”: too little time has passed since your last report.",
    },
    usedUp: {
      title: "You can report again from {time}",
      detail: "“{event}”: you have made all the reports you can make in one day.",
    },
    closed: {
      title: "Nothing can be reported now",
      detail: "This link is yours, but there is nothing to report with it at the moment.",
    },
    unfinished: "Continue your last report",
  },
  contact: "Questions? Write to",
  saving: {
    saved: "Saved",
    waiting: "Saved on this device, waiting for a network",
    unsaved: "Not saved yet: please keep this page open",
    kept: {
      title: "Your answers are saved on this device",
      network: "They will be sent as soon as there is a network.",
      server: "They will be sent as soon as our server can be reached again.",
      close: "You can close this page.",
      comeBack:
        "You can close this page. Please open your link once more when there is a network: they are sent then.",
      resend: "Try now",
    },
    partial: {
      title: "The time is over",
      detail:
        "What you had answered by then has been kept. Thank you! You can close this page now.",
    },
    refused:
      "Your answers waited on this device for a network. They reached us too late to be counted.",
  },
  controls: {
    howMany: {
      atLeast: { other: "Choose at least {n}." },
      atMost: { one: "Choose {n}.", other: "Choose up to {n}." },
      exactly: { other: "Choose {n}." },
      between: "Choose {min} to {max}.",
    },
    full: {
      one: "You have chosen {n}, as many as you can. Take it away to choose another.",
      other: "You have chosen {n}, as many as you can. Take one away to choose another.",
    },
    point: "Point {n} of {of}",
    gridHint: "Touch the field where it fits best",
    hours: "Hours",
    minutes: "Minutes",
    yes: "Yes",
    no: "No",
    agree: "I agree",
    ranking: {
      hint: "Tap them one by one, from the first place to the last.",
      hintTop: {
        one: "Tap the one for the first place.",
        other: "Tap {n} of them one by one, the first place first.",
      },
      place: "{option}: place {n} of {of}",
      noPlace: "{option}: no place",
      full: "All places are taken. Tap one of them to make it free.",
      up: "Move up: {option}",
      down: "Move down: {option}",
    },
    photo: {
      take: "Take a photo",
      choose: "Choose a picture",
      hidden: "Where and when it was taken is not sent with it.",
      sending: "Sending the photo…",
      sent: "The photo has been sent.",
      wait: "Please wait until the photo has been sent, try again, or remove it.",
      preview: "Your photo",
      remove: "Remove the photo",
      network: "We could not reach the server. Check your connection and try again.",
      server: "Something went wrong on our side. Please try again in a moment.",
      too_large: "This photo is too large. Please choose another.",
      not_a_photo: "This file cannot be read as a picture. Please choose another.",
    },
  },
  plain: {
    question: "Question {page} of {pages}",
    place: "A number from {min} ({low}) to {max} ({high})",
    ranks: "Give each place from 1 to {n} once.",
    placeTwice: "Please give each place once, beginning with 1.",
    photoSize: { one: "At most {n} megabyte.", other: "At most {n} megabytes." },
    photoRefused:
      "This photo could not be taken: it is too large, or the file is no picture. Please choose another.",
    missing: {
      slider: "Please enter a number.",
      affect_grid: "Please choose from both lists.",
      ranking: "Please choose the places.",
    },
    tooLarge: {
      title: "This is too much at once",
      detail:
        "What was sent is larger than this page can take, so it was not saved. Please go back; if it was a photo, choose a smaller one.",
    },
    wrongType: {
      title: "This page cannot read what was sent",
      detail: "Nothing was saved. Please open the link in your e-mail once more and answer there.",
    },
    malformed: {
      title: "A part got lost on the way",
      detail:
        "What was sent did not arrive whole, so it was not saved. Please go back and send it again.",
    },
    participation: "My participation",
    ownPage: "On your own page you see how you take part, and can change it.",
  },
  ended: {
    partial: {
      title: "The time for this questionnaire is over",
      detail: "What you had answered by then has been kept. There is nothing more to do here.",
    },
    cancelled: {
      title: "This questionnaire is not needed any more",
      detail: "It has been called off. There is nothing to do here, and nothing is missing.",
    },
    paused: {
      title: "Your participation is paused",
      detail:
        "During a break there is nothing to answer. You can go on whenever you like, on your own page.",
    },
    withdrawn: {
      title: "You no longer take part in this study",
      detail: "So there is nothing to answer any more. If this is a mistake, please write to us.",
    },
    study_ended: {
      title: "This study is over",
      detail: "There is nothing to answer any more. Thank you for taking part!",
    },
  },
};
