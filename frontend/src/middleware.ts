import { defineMiddleware } from "astro:middleware";

import { requestIdOf } from "@/server/backend";
import { keepAddressesOutOfTheLog, logError } from "@/server/log";
import { secured } from "@/server/secured";

keepAddressesOutOfTheLog();

export const onRequest = defineMiddleware(async (context, next) => {
  try {
    return await secured(await next());
  } catch (error) {
    logError({ event: "page_failed", requestId: requestIdOf(context.request.headers), error });
    return secured(await next("/500"));
  }
});
