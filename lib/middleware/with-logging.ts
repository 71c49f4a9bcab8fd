import { InvocationSettings } from "./invocation.ts";
import type { LambdaContext } from "./lambda.ts";
import type { LoggingOptions } from "./options.ts";
import { isResponseStream, ResponseEnd } from "./response-stream.ts";

/**
 * Wraps a Lambda handler, or a whole middy stack, so that its records carry the invocation's fields and are delivered before
 * it returns, however it ends. What the handler returns or throws is passed on unchanged.
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
  handler: (event: unknown, second: unknown, third?: unknown) => unknown,
  options: LoggingOptions,
): (event: unknown, second: unknown, third?: unknown) => Promise<unknown> {
  const settings = new InvocationSettings(options);
  const wrapped = (event: unknown, second: unknown, third?: unknown) => {
    const stream = isResponseStream(second) ? second : undefined;
    const context = stream === undefined ? second : third;
    return settings.run(event, (context ?? {}) as LambdaContext, async (invocation) => {
      const beginning = invocation.begin();
      if (beginning !== undefined) await beginning;
      const end = stream === undefined ? undefined : new ResponseEnd(stream);
      let result: unknown;
      try {
        result = await (stream === undefined ? handler(event, second) : handler(event, stream, third));
        await end?.lastByte();
        if (end?.isUnhandled) throw end.failure;
        if (end?.failure) invocation.fail(end.failure);
      } catch (error) {
        invocation.fail(error);
        await invocation.finish(undefined);
        throw error;
      }
      await invocation.finish(result);
      return result;
    });
  };
  // Lambda marks a streaming handler with symbols, which it looks for on what the module exports.
  for (const mark of Object.getOwnPropertySymbols(handler))
    Object.defineProperty(wrapped, mark, Object.getOwnPropertyDescriptor(handler, mark)!);
  return wrapped;
}
