import { isPending } from "./durable.ts";
import { InvocationSettings } from "./invocation-settings.ts";
import type { LambdaContext } from "./lambda.ts";
import type { LoggingOptions } from "./options.ts";
import { isResponseStream, ResponseEnd } from "./response-stream.ts";
import { runInvocation } from "./start-invocation.ts";

/**
 * Wraps a Lambda handler, or a whole middy stack, so that its records carry the invocation's fields and are delivered before
 * it returns, however it ends. What the handler returns or throws is passed on unchanged.
 *
 * Durable functions may be wrapped inside or outside of `withDurableExecution`; outside it needs the plugin {@link durableLogging}.
 * Handlers with a callback, which Node.js 22 still has in Lambda, become functions that return a promise.
 *
 * Handlers that stream, `(event, responseStream, context)`, are wrapped inside or outside of `awslambda.streamifyResponse`; their
 * end is logged after the last byte.
 *
 * @throws InvalidLoggingOptionError
 * @see https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html
 */
export function withLogging<Event, Context, Result>(
  handler: (event: Event, context: Context) => Result | Promise<Result>,
  options: LoggingOptions,
): (event: Event, context: Context) => Promise<Result>;
export function withLogging<Event, Stream, Context, Result>(
  handler: (event: Event, responseStream: Stream, context: Context) => Result | Promise<Result>,
  options: LoggingOptions,
): (event: Event, responseStream: Stream, context: Context) => Promise<Result>;
export function withLogging(
  handler: Handler,
  options: LoggingOptions,
): (...given: unknown[]) => Promise<unknown> {
  const settings = new InvocationSettings(options);
  // Without parameters of its own: Lambda takes three of them for a callback, which newer versions of Node.js have not.
  const wrapped = (...given: unknown[]) => {
    const [event, second, third] = given;
    const stream = isResponseStream(second) ? second : undefined;
    const context = stream === undefined ? second : third;
    return runInvocation(settings, event, (context ?? {}) as LambdaContext, async (invocation) => {
      const beginning = invocation.begin();
      if (beginning !== undefined) await beginning;
      const end = stream === undefined ? undefined : new ResponseEnd(stream);
      let result: unknown;
      try {
        result = await (stream === undefined
          ? called(handler, event, second)
          : handler(event, stream, third));
        await end?.lastByte();
        if (end?.isUnhandled) throw end.failure;
        if (end?.failure) invocation.fail(end.failure);
      } catch (error) {
        invocation.fail(error);
        await invocation.finish(undefined);
        throw error;
      }
      await (isPending(event, result) ? invocation.suspend() : invocation.finish(result));
      return result;
    });
  };
  // Lambda marks a streaming handler with symbols, which it looks for on what the module exports.
  for (const mark of Object.getOwnPropertySymbols(handler))
    Object.defineProperty(wrapped, mark, Object.getOwnPropertyDescriptor(handler, mark)!);
  return wrapped;
}

type Handler = (...given: unknown[]) => unknown;

/** Calls a handler, with a callback if it has a parameter for one; the first of callback and promise counts. */
function called(handler: Handler, event: unknown, context: unknown): unknown {
  if (handler.length < 3) return handler(event, context);
  return new Promise((resolve, reject) => {
    // As in Lambda, a handler that leaves nothing to wait for has no result.
    const leave = (): void => resolve(null);
    process.once("beforeExit", leave);
    const settle = (error: unknown, result?: unknown): void => {
      process.off("beforeExit", leave);
      if (error === null || error === undefined) resolve(result);
      else reject(error);
    };
    const returned = handler(event, context, settle);
    if (typeof (returned as PromiseLike<unknown> | undefined)?.then === "function")
      (returned as PromiseLike<unknown>).then((result) => settle(undefined, result), settle);
  });
}
