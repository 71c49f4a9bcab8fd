import { durableArnOf, durableRecords, executionFields, isDurableContext, isReplay } from "./durable.ts";
import { Invocation } from "./invocation.ts";
import { InvocationContext } from "./invocation-context.ts";
import type { InvocationSettings } from "./invocation-settings.ts";
import type { LambdaContext } from "./lambda.ts";

let isCold = true;

/** Starts an invocation for the rest of the current execution. */
export function enterInvocation(
  settings: InvocationSettings,
  event: unknown,
  context: LambdaContext,
): Invocation {
  const invocation = start(settings, event, context);
  invocation.context.enter();
  return invocation;
}

/** Starts an invocation for what the function does. */
export function runInvocation<Result>(
  settings: InvocationSettings,
  event: unknown,
  context: LambdaContext,
  body: (invocation: Invocation) => Result,
): Result {
  const invocation = start(settings, event, context);
  return invocation.context.run(() => body(invocation));
}

function start(settings: InvocationSettings, event: unknown, given: LambdaContext): Invocation {
  const isColdStart = isCold;
  isCold = false;
  const durable = isDurableContext(given) ? given : undefined;
  const context = (durable?.lambdaContext ?? given) as LambdaContext;
  const arn = durable?.executionContext.durableExecutionArn ?? durableArnOf(event);
  let further = settings.furtherFields(event, given);
  if (arn !== undefined) further = { ...executionFields(arn), ...further };
  const own = new InvocationContext(context, isColdStart, settings.keepsAll(event, given), further);
  const invocation = new Invocation(settings, event, context, own, isColdStart);
  if (arn !== undefined) {
    invocation.durable = durableRecords(durable, settings.logger, isReplay(event));
    if (durable !== undefined) invocation.endWhenSuspended(durable);
  }
  return invocation;
}
