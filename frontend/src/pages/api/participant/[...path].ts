import type { APIContext } from "astro";

import { passThrough } from "@/server/pass-through";

/** Where page and API share one server, as in the demo; elsewhere the proxy in front does this. */
export function GET({ request, params }: APIContext): Promise<Response> {
  return passThrough(request, params.path ?? "");
}

export { GET as POST, GET as PUT };
