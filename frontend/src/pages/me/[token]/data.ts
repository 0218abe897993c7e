import type { APIContext } from "astro";

import { portalPath } from "@/features/portal/paths";
import { ownData } from "@/server/own-data";

/** The participant's data as a file; where there is none, their page says why. */
export async function GET({ params, request, redirect }: APIContext): Promise<Response> {
  const token = params.token ?? "";
  return (await ownData(token, request.headers)) ?? redirect(portalPath(token), 303);
}
