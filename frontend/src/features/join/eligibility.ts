import type { JoinOpen } from "@/api/joining-types";
import type { Answers } from "@/api/schema-types";

export function readEligibility(_form: FormData, _page: JoinOpen): Answers {
  return {};
}
