import { defineMiddleware } from "astro:middleware";

import { requestIdOf } from "@/server/backend";
import { keepAddressesOutOfTheLog, logError } from "@/server/log";
import { adminOrigin, PREVIEW_PATH } from "@/server/preview";
import { secured } from "@/server/secured";
import { keptShell } from "@/server/shell-cache";

keepAddressesOutOfTheLog();

export const onRequest = defineMiddleware(async (context, next) => {
  try {
    const framedBy = context.url.pathname === PREVIEW_PATH ? adminOrigin() : undefined;
    const response = await next();
    const { personal } = context.locals;
    return await secured(personal ? await keptShell(response, personal) : response, framedBy);
  } catch (error) {
    logError({ event: "page_failed", requestId: requestIdOf(context.request.headers), error });
    return secured(await next("/500"));
  }
});
