import type { APIContext, MiddlewareNext } from "astro";
import { defineMiddleware } from "astro:middleware";

import { requestIdOf } from "@/server/backend";
import { keepAddressesOutOfTheLog, logError, sentry } from "@/server/log";
import { adminOrigin, PREVIEW_PATH } from "@/server/preview";
import { secured } from "@/server/secured";
import { keptShell } from "@/server/shell-cache";

/** Asked every few seconds, by nobody who waits. */
const HEALTH = "/healthz";

keepAddressesOutOfTheLog();

export const onRequest = defineMiddleware(async (context, next) => {
  const began = new Date();
  const response = await answerTo(context, next);
  const { routePattern: route, request } = context;
  if (route !== HEALTH) {
    const [status, requestId] = [response.status, requestIdOf(request.headers)];
    sentry?.tellDuration({ route, status, requestId, began, ended: new Date() });
  }
  return response;
});

async function answerTo(context: APIContext, next: MiddlewareNext): Promise<Response> {
  try {
    const framedBy = context.url.pathname === PREVIEW_PATH ? adminOrigin() : undefined;
    const response = await next();
    const { personal } = context.locals;
    return await secured(personal ? await keptShell(response, personal) : response, framedBy);
  } catch (error) {
    logError({ event: "page_failed", requestId: requestIdOf(context.request.headers), error });
    return secured(await next("/500"));
  }
}
