import { handleFetch } from "./fetch-request.ts";
import { followRequest, type NodeRequest, type NodeResponse } from "./node-http.ts";
import type { HttpLoggingOptions } from "./options.ts";
import type { RequestLog } from "./request-log.ts";
import { HttpSettings } from "./settings.ts";

/** What is read of Hono's context. */
export interface HonoContextLike {
  readonly req: { readonly raw: Request; readonly routePath?: string; readonly routeIndex?: number };
  /** With `@hono/node-server` it has the request and the response of `node:http`. */
  readonly env: unknown;
  readonly error?: Error | undefined;
  res: Response;
}

/**
 * Logging for Hono 4, to be used first: `app.use(honoLogging())`. On Node.js the record is written after the last byte went to the
 * connection, elsewhere after the last byte of the response's body was read.
 *
 * @throws InvalidHttpLoggingOptionError
 */
export function honoLogging(
  options?: HttpLoggingOptions,
): (context: HonoContextLike, next: () => Promise<void>) => Promise<void> {
  const settings = new HttpSettings(options);
  return async (context, next) => {
    const { incoming, outgoing } = (context.env ?? {}) as { incoming?: NodeRequest; outgoing?: NodeResponse };
    const pass = async (log: RequestLog): Promise<void> => {
      try {
        await next();
      } catch (error) {
        log.fail(error);
        throw error;
      }
      if (context.error !== undefined) log.fail(context.error);
      log.route = routeOf(context);
    };
    if (incoming !== undefined && outgoing !== undefined) {
      const log = followRequest(settings, incoming, outgoing);
      await log.run(() => pass(log));
      return;
    }
    context.res = await handleFetch(settings, context.req.raw, undefined, async (log) => {
      await pass(log);
      return context.res;
    });
  };
}

/** The template of what answered; `*` where only middlewares or nothing did. */
function routeOf({ req }: HonoContextLike): string | undefined {
  const { routePath } = req;
  return routePath === undefined || routePath === "*" || routePath === "/*" ? undefined : routePath;
}
