import type { Invocation } from "./invocation.ts";
import { InvocationSettings } from "./invocation-settings.ts";
import type { LambdaContext, MiddyRequest } from "./lambda.ts";
import { InvalidLoggingOptionError, type LoggingOptions } from "./options.ts";
import { watchRequestEnd } from "./request-end.ts";
import { isResponseStream, streamIn } from "./response-stream.ts";
import { enterInvocation } from "./start-invocation.ts";

/** What {@link logging} returns: hooks for `use` and for middy's plugin argument, in one object. */
export interface LoggingMiddleware {
  readonly beforePrefetch: () => void;
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
 * Where middy 7 streams, give it to middy itself, `middy({ ...logging({ logger }), executionMode: executionModeStreamifyResponse })`;
 * the end is logged after the last byte. Given to `use`, whose hooks all come before the first byte, it fails an invocation that
 * answers with a stream.
 *
 * @throws InvalidLoggingOptionError
 */
export function logging(options: LoggingOptions): LoggingMiddleware {
  const settings = new InvocationSettings(options);

  const start = (request: MiddyRequest): Invocation => {
    if (isResponseStream(request.context)) throw new InvalidLoggingOptionError(STREAM_FOR_CONTEXT);
    const invocation = enterInvocation(settings, request.event, (request.context ?? {}) as LambdaContext);
    (request as Tracked)[INVOCATION] = invocation;
    return invocation;
  };
  const end = (request: MiddyRequest): Promise<void> | undefined => {
    const invocation = (request as Tracked)[INVOCATION];
    if (invocation === undefined) return undefined;
    // Read once: given to `use`, these members are accessors.
    const { response } = request;
    const error = request.error ?? streamIn(response)?.errored;
    if (error !== undefined && error !== null) invocation.fail(error);
    return invocation.finish(response);
  };
  return {
    beforePrefetch() {
      endFailuresOfStreaming(this as Plugin, end);
    },
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
      if ((request as Tracked)[INVOCATION]?.hasEndHook) return undefined;
      if (streamIn(request.response) !== undefined) throw new InvalidLoggingOptionError(STREAM_AFTER_USE);
      return end(request);
    },
    async onError(request) {
      const invocation = (request as Tracked)[INVOCATION];
      invocation?.fail(request.error);
      if (invocation?.hasEndHook !== true) await end(request);
    },
    requestEnd: end,
  };
}

const STREAM_FOR_CONTEXT =
  "logging: middy got a response stream where it expects the context; give middy 7 executionMode: executionModeStreamifyResponse " +
  "instead of calling awslambda.streamifyResponse, or use withLogging without middy";
const STREAM_AFTER_USE =
  "logging: given to use(), it cannot see the end of a streamed response; give it to middy 7 itself, " +
  "middy({ ...logging({ logger }), executionMode: executionModeStreamifyResponse }), or put withLogging around the whole stack";

/** What the middleware reads of middy 7's plugin, which middy makes of the given one for each stack. */
interface Plugin {
  executionMode?: (core: { runRequest: RunRequest }, ...rest: unknown[]) => unknown;
}
type RunRequest = (request: MiddyRequest, ...rest: unknown[]) => Promise<unknown>;

/** Where it streams, middy 7 tells of no end of a request that fails before the first byte. */
function endFailuresOfStreaming(
  plugin: Plugin,
  end: (request: MiddyRequest) => Promise<void> | undefined,
): void {
  const mode = plugin.executionMode;
  if (mode === undefined || !String(mode).includes("streamifyResponse")) return;
  plugin.executionMode = (core, ...rest) => {
    const runRequest: RunRequest = async (request, ...stack) => {
      try {
        return await core.runRequest(request, ...stack);
      } catch (error) {
        request.error ??= error;
        await end(request);
        throw error;
      }
    };
    return mode({ ...core, runRequest }, ...rest);
  };
}

const INVOCATION = Symbol("cumulog.invocation");

/** A request with its invocation; a property costs a tenth of a WeakMap. */
type Tracked = MiddyRequest & { [INVOCATION]?: Invocation };

/** Version 7 gives `internal` no prototype, version 6 an ordinary object; only 7 calls `requestEnd` after a failure. */
function isVersion7(request: MiddyRequest): boolean {
  return typeof request.internal === "object" && Object.getPrototypeOf(request.internal) === null;
}
