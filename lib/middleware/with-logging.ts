import { InvocationSettings } from "./invocation.ts";
import type { LambdaContext } from "./lambda.ts";
import type { LoggingOptions } from "./options.ts";

/**
 * Wraps a Lambda handler, or a whole middy stack, so that its records carry the invocation's fields and are delivered before
 * it returns, however it ends. What the handler returns or throws is passed on unchanged.
 *
 * @throws InvalidLoggingOptionError
 */
export function withLogging<Event, Context, Result>(
  handler: (event: Event, context: Context) => Result | Promise<Result>,
  options: LoggingOptions,
): (event: Event, context: Context) => Promise<Result> {
  const settings = new InvocationSettings(options);
  return (event, context) =>
    settings.run(event, (context ?? {}) as LambdaContext, async (invocation) => {
      const beginning = invocation.begin();
      if (beginning !== undefined) await beginning;
      let result: Result;
      try {
        result = await handler(event, context);
      } catch (error) {
        invocation.fail(error);
        await invocation.finish(undefined);
        throw error;
      }
      await invocation.finish(result);
      return result;
    });
}
