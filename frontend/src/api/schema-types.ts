import type { components } from "@/api/schema";

type Schemas = components["schemas"];

export type Definition = Schemas["Definition"];
export type Texts = Definition["title"];
export type Page = Definition["pages"][number];
export type Item = Page["items"][number];
export type Expression = Schemas["Expression"];
export type Arrangement = Schemas["Arrangement"];
export type Moment = Schemas["Moment"];
export type PromptPage = Schemas["PromptPage"];
export type PromptClosed = Schemas["PromptClosed"];
export type PromptReady = Schemas["PromptReady"];
export type PromptOpen = Schemas["PromptOpen"];
export type EventPage = Schemas["EventPage"];
export type ReportedEvent = Schemas["ReportedEvent"];
export type Opening = Schemas["Opening"];
export type Submission = Schemas["Submission"];
export type Answers = Submission["answers"];
export type Draft = Schemas["Draft"];
export type DraftChanges = Schemas["DraftChanges"];
export type SavedDraft = Schemas["SavedDraft"];
export type Timings = Schemas["Timings"];
export type Receipt = Schemas["Receipt"];
export type SentPhoto = Schemas["SentPhoto"];
export type Problem = Schemas["Problem"];
export type ItemProblem = Schemas["ItemProblem"];
export type ErrorCode = ItemProblem["code"];
