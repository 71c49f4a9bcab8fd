import { countedBody } from "./counted-body.ts";
import type { RequestFacts } from "./options.ts";
import { RequestLog } from "./request-log.ts";
import type { HttpSettings } from "./settings.ts";

/** A request of the Fetch API as the facts that are logged. */
export class FetchFacts implements RequestFacts {
  readonly method: string;
  readonly target: string;
  readonly headers: Headers;
  readonly remoteAddress: string | undefined;

  constructor(request: Request, remoteAddress: string | undefined) {
    this.method = request.method;
    this.headers = request.headers;
    const { url } = request;
    const path = url.indexOf("/", url.indexOf("://") + 3);
    this.target = path < 0 ? "/" : url.slice(path);
    this.remoteAddress = remoteAddress;
  }
}

/** Runs a handler as one request: its log ends with the last byte of the response, or when the client leaves. */
export async function handleFetch(
  settings: HttpSettings,
  request: Request,
  remoteAddress: string | undefined,
  handle: (log: RequestLog) => Response | Promise<Response>,
): Promise<Response> {
  const log = new RequestLog(settings, new FetchFacts(request, remoteAddress));
  const left = (): void => log.end(undefined, true, undefined);
  // Node.js's requests of its own making have a signal that never tells anything; reading it makes one.
  request.signal.addEventListener("abort", left, { once: true });
  try {
    const response = await log.run(() => handle(log));
    return followedResponse(settings, log, request, response);
  } catch (error) {
    log.fail(error);
    log.end(500, false, undefined);
    throw error;
  }
}

/** The response with the request's id, and with a body that tells its end. */
export function followedResponse(
  settings: HttpSettings,
  log: RequestLog,
  request: Request,
  given: Response,
): Response {
  const { status, body } = given;
  const isCounted = body !== null && request.method !== "HEAD" && !given.bodyUsed && !body.locked;
  const end = (aborted: boolean): void => log.end(status, aborted, given.headers);
  if (!isCounted) {
    const response = withId(settings, log, given, given.body);
    end(false);
    return response;
  }
  const counted = countedBody(body, {
    bytes: (count) => {
      log.responseBytes += count;
    },
    done: () => end(false),
    cancelled: () => end(true),
    failed: (error) => {
      log.fail(error);
      end(true);
    },
  });
  return withId(settings, log, given, counted);
}

function withId(
  settings: HttpSettings,
  log: RequestLog,
  given: Response,
  body: ReadableStream | null,
): Response {
  const name = settings.responseIdHeader;
  // Responses with other statuses, such as those of upgrades, cannot be made anew.
  const canBeMade = given.status >= 200 && given.status <= 599;
  if (body === given.body || !canBeMade) {
    try {
      if (name !== undefined) given.headers.set(name, log.requestId);
      return given;
    } catch {
      // Headers of redirects and of fetched responses cannot be changed.
      if (!canBeMade) return given;
    }
  }
  const response = new Response(body, given);
  if (name !== undefined) response.headers.set(name, log.requestId);
  return response;
}
