import { followRequest, type NodeRequest, type NodeResponse, requestLogOf } from "./node-http.ts";
import type { HttpLoggingOptions } from "./options.ts";
import { HttpSettings } from "./settings.ts";

/** What is read of Express's request. */
interface ExpressRequest extends NodeRequest {
  readonly baseUrl?: string;
  readonly route?: { readonly path?: unknown };
  readonly ip?: string | undefined;
}

/**
 * Logging for Express 4 and 5, to be used first: `app.use(expressLogging())`. The record has the route's template and the client by
 * Express's own `trust proxy`.
 *
 * @throws InvalidHttpLoggingOptionError
 */
export function expressLogging(
  options?: HttpLoggingOptions,
): (request: NodeRequest, response: NodeResponse, next: (error?: unknown) => void) => void {
  const settings = new HttpSettings(options);
  return (request, response, next) => {
    const log = followRequest(settings, request, response, (ended) => {
      ended.route = routeOf(request) ?? ended.route;
    });
    if (settings.trustedProxies === 0) log.client = clientOf(request);
    log.run(next);
  };
}

/**
 * The error of a request for its record, to be used after all routes: `app.use(expressErrors())`. It answers nothing and hands the
 * error on.
 */
export function expressErrors(): (
  error: unknown,
  request: NodeRequest,
  response: NodeResponse,
  next: (error?: unknown) => void,
) => void {
  return (error, request, _response, next) => {
    requestLogOf(request)?.fail(error);
    next(error);
  };
}

/** The template of a request that Express has routed; undefined where no route was found. */
export function routeOf({ baseUrl = "", route }: ExpressRequest): string | undefined {
  const path = route?.path;
  if (path === undefined) return undefined;
  const first: unknown = Array.isArray(path) ? path[0] : path;
  return typeof first === "string" && first === "/" && baseUrl !== ""
    ? baseUrl
    : `${baseUrl}${String(first)}`;
}

/** Express throws for a connection that is gone. */
function clientOf(request: ExpressRequest): string | undefined {
  try {
    return request.ip;
  } catch {
    return undefined;
  }
}
