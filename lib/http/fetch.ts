import { handleFetch } from "./fetch-request.ts";
import type { HttpLoggingOptions } from "./options.ts";
import { HttpSettings } from "./settings.ts";

/** Options of {@link withRequestLogging}. */
export interface FetchLoggingOptions extends HttpLoggingOptions {
  /** Template of the path, such as `/api/orders/[id]`: a `Request` does not know it. @default none */
  readonly route?: string | undefined;
  /** Address of the client, where the platform knows it. @default by `trustedProxies` */
  readonly clientOf?: ((request: Request) => string | undefined) | undefined;
}

/**
 * Wraps a handler from `Request` to `Response`, such as a route handler of Next.js, a `fetch` function of Bun or Deno, or a
 * loader: `export const GET = withRequestLogging(async (request) => …, { route: "/api/orders/[id]" })`. The record is written after the
 * last byte of the response's body was read.
 *
 * @throws InvalidHttpLoggingOptionError
 */
export function withRequestLogging<Incoming extends Request, Rest extends unknown[]>(
  handler: (request: Incoming, ...rest: Rest) => Response | Promise<Response>,
  { route, clientOf, ...options }: FetchLoggingOptions = {},
): (request: Incoming, ...rest: Rest) => Promise<Response> {
  const settings = new HttpSettings(options);
  return (request, ...rest) =>
    handleFetch(settings, request, clientOf?.(request), (log) => {
      log.route = route;
      return handler(request, ...rest);
    });
}
