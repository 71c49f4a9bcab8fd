import { followRequest, type NodeRequest, type NodeResponse } from "./node-http.ts";
import type { HttpLoggingOptions } from "./options.ts";
import { HttpSettings } from "./settings.ts";

/** What is read of Koa's context. */
export interface KoaContextLike {
  readonly req: NodeRequest;
  readonly res: NodeResponse;
  readonly ip?: string;
  /** Set by `@koa/router`. */
  readonly _matchedRoute?: unknown;
}

/**
 * Logging for Koa 2 and 3, to be used first: `app.use(koaLogging())`. The record has the route of `@koa/router`, the client by Koa's
 * own `proxy`, and the error that a middleware threw.
 *
 * @throws InvalidHttpLoggingOptionError
 */
export function koaLogging(
  options?: HttpLoggingOptions,
): (context: KoaContextLike, next: () => Promise<unknown>) => Promise<void> {
  const settings = new HttpSettings(options);
  return (context, next) => {
    const log = followRequest(settings, context.req, context.res, (ended) => {
      const route = context._matchedRoute;
      if (route !== undefined) ended.route = String(route);
    });
    if (settings.trustedProxies === 0) log.client = context.ip;
    return log.run(async () => {
      try {
        await next();
      } catch (error) {
        log.fail(error);
        throw error;
      }
    });
  };
}
