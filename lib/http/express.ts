import { followRequest, type NodeRequest, type NodeResponse, requestLogOf } from "./node-http.ts";
import type { HttpLoggingOptions } from "./options.ts";
import { HttpSettings } from "./settings.ts";

/** What is read of Express's request. */
interface ExpressRequest extends NodeRequest {
  readonly baseUrl?: string;
  readonly originalUrl?: string;
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
export function routeOf({ baseUrl = "", originalUrl, route }: ExpressRequest): string | undefined {
  const path = route?.path;
  if (path === undefined) return undefined;
  const template = String(Array.isArray(path) ? path[0] : path);
  const mount = mountOf(template, originalUrl) ?? baseUrl;
  return template === "/" && mount !== "" ? mount : `${mount}${template}`;
}

/** Groups, wildcards and regular expressions, which take any number of segments. */
const ANY_SEGMENTS = /[{}()*?+\\"]/;

/**
 * Where the router of a route hangs: what of the path stands before the template's segments. Of a request that has failed Express does not
 * say it, because `baseUrl` is again what it was before the router.
 */
function mountOf(template: string, target: string | undefined): string | undefined {
  if (target?.startsWith("/") !== true || ANY_SEGMENTS.test(template)) return undefined;
  const end = target.search(/[?#]/);
  const segments = withoutSlash(end < 0 ? target : target.slice(0, end)).split("/");
  const own = withoutSlash(template).split("/").length - 1;
  return own >= segments.length ? undefined : segments.slice(0, segments.length - own).join("/");
}

const withoutSlash = (path: string): string => (path.endsWith("/") ? path.slice(0, -1) : path);

/** Express throws for a connection that is gone. */
function clientOf(request: ExpressRequest): string | undefined {
  try {
    return request.ip;
  } catch {
    return undefined;
  }
}
