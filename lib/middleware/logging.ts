import { type Invocation, InvocationSettings } from "./invocation.ts";
import type { LambdaContext, MiddyRequest } from "./lambda.ts";
import type { LoggingOptions } from "./options.ts";
import { watchRequestEnd } from "./request-end.ts";

/** What {@link logging} returns: hooks for `use` and for middy's plugin argument, in one object. */
export interface LoggingMiddleware {
  readonly before: (request: MiddyRequest) => Promise<void> | undefined;
  readonly after: (request: MiddyRequest) => Promise<void> | undefined;
  readonly onError: (request: MiddyRequest) => Promise<void>;
  readonly requestStart: (request: MiddyRequest) => void;
  readonly requestEnd: (request: MiddyRequest) => Promise<void> | undefined;
}

/**
 * Logging for middy 6 and 7. Give it to `use`, before any other middleware:
 *
 * ```ts
 * export const handler = middy().use(logging({ logger })).use(otherMiddleware()).handler(run);
 * ```
 *
 * or, with middy 7, to middy itself, which costs a third of that, because middy then tells of every request's end by its hook
 * `requestEnd`:
 *
 * ```ts
 * export const handler = middy(logging({ logger })).use(otherMiddleware()).handler(run);
 * ```
 *
 * Given to `use` it notices early answers and other error handlers too; only an `onError` that throws leaves no time to
 * wait, and then what the network has not taken goes to standard output.
 *
 * @throws InvalidLoggingOptionError
 */
export function logging(options: LoggingOptions): LoggingMiddleware {
  const settings = new InvocationSettings(options);

  const start = (request: MiddyRequest): Invocation => {
    const invocation = settings.enter(request.event, (request.context ?? {}) as LambdaContext);
    (request as Tracked)[INVOCATION] = invocation;
    return invocation;
  };
  const end = (request: MiddyRequest): Promise<void> | undefined => {
    const invocation = (request as Tracked)[INVOCATION];
    if (invocation === undefined) return undefined;
    if (hasError(request)) invocation.fail(request.error);
    return invocation.finish(request.response);
  };
  return {
    requestStart(request) {
      const isFinal = isVersion7(request);
      const invocation = start(request);
      invocation.hasEndHook = isFinal;
      if (isFinal) invocation.begin();
      else watchRequestEnd(request, invocation);
    },
    before(request) {
      let invocation = (request as Tracked)[INVOCATION];
      if (invocation === undefined) {
        invocation = start(request);
        watchRequestEnd(request, invocation);
      }
      return invocation.begin();
    },
    after(request) {
      return (request as Tracked)[INVOCATION]?.hasEndHook ? undefined : end(request);
    },
    async onError(request) {
      const invocation = (request as Tracked)[INVOCATION];
      invocation?.fail(request.error);
      if (invocation?.hasEndHook !== true) await end(request);
    },
    requestEnd: end,
  };
}

const INVOCATION = Symbol("cumulog.invocation");

/** A request with its invocation; a property costs a tenth of a WeakMap. */
type Tracked = MiddyRequest & { [INVOCATION]?: Invocation };

function hasError(request: MiddyRequest): boolean {
  return request.error !== undefined && request.error !== null;
}

/** Version 7 gives `internal` no prototype, version 6 an ordinary object; only 7 calls `requestEnd` after a failure. */
function isVersion7(request: MiddyRequest): boolean {
  return typeof request.internal === "object" && Object.getPrototypeOf(request.internal) === null;
}
