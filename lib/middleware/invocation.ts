import type { Logger } from "../logger/logger.ts";
import { type Correlation, correlation, correlationId } from "./correlation.ts";
import { cancel, schedule } from "./deadline-timer.ts";
import { enterInvocation, type InvocationContext, runInvocation } from "./invocation-context.ts";
import type { LambdaContext } from "./lambda.ts";
import { checkOptions, type LoggingOptions } from "./options.ts";
import { payloadFormatter } from "./payload.ts";
import { flushHandlers, needsFlush, watchHandlers, writeUnsent } from "./unsent-records.ts";

const DEFAULT_RESERVE_MS = 200;
const DEFAULT_TIMEOUT_MARGIN_MS = 500;
const FLUSH_MS_WITHOUT_LIMIT = 5_000;

let isCold = true;
/** An error that passes several wrappers is logged by the innermost. */
const loggedErrors = new WeakSet<object>();

/** Options made ready once. */
export class InvocationSettings {
  readonly logger: Logger;
  readonly options: LoggingOptions;
  readonly correlation: Correlation | undefined;
  readonly formatEvent: ((payload: unknown) => unknown) | undefined;
  readonly formatResponse: ((payload: unknown) => unknown) | undefined;
  readonly reserve: number;
  readonly timeoutMargin: number;

  /** @throws InvalidLoggingOptionError */
  constructor(options: LoggingOptions) {
    checkOptions(options);
    this.options = options;
    this.logger = options.logger;
    this.correlation = correlation(options.correlationId);
    this.formatEvent = payloadFormatter(options.logEvent);
    this.formatResponse = payloadFormatter(options.logResponse);
    this.reserve = options.reserve ?? DEFAULT_RESERVE_MS;
    this.timeoutMargin = options.timeoutMargin ?? DEFAULT_TIMEOUT_MARGIN_MS;
  }

  /** Starts an invocation for the rest of the current execution. */
  enter(event: unknown, context: LambdaContext, capture: boolean): Invocation {
    const fields = this.#fields(event, context);
    const invocation = new Invocation(this, event, context, fields);
    invocation.bind(enterInvocation(fields, this.#keepsAll(event, context), capture));
    return invocation;
  }

  /** Starts an invocation for what the function does. */
  run<Result>(event: unknown, context: LambdaContext, body: (invocation: Invocation) => Result): Result {
    const fields = this.#fields(event, context);
    return runInvocation(fields, this.#keepsAll(event, context), (bound) => {
      const invocation = new Invocation(this, event, context, fields);
      invocation.bind(bound);
      return body(invocation);
    });
  }

  #keepsAll(event: unknown, context: LambdaContext): boolean {
    if (this.options.keepAll === undefined) return false;
    try {
      return this.options.keepAll(event, context) === true;
    } catch {
      return false;
    }
  }

  #fields(event: unknown, context: LambdaContext): Readonly<Record<string, unknown>> {
    const fields: Record<string, unknown> = {
      requestId: context.awsRequestId,
      functionName: context.functionName,
      functionVersion: context.functionVersion,
      functionMemory: Number(context.memoryLimitInMB),
      functionArn: context.invokedFunctionArn,
      coldStart: isCold,
    };
    isCold = false;
    const trace = context.xRayTraceId ?? process.env["_X_AMZN_TRACE_ID"];
    if (trace !== undefined) fields["xrayTraceId"] = rootOf(trace);
    if (this.correlation?.find !== undefined) {
      fields["correlationId"] = correlationId(this.correlation.find, event, context);
    }
    if (this.options.fields !== undefined) {
      try {
        Object.assign(fields, this.options.fields(event, context));
      } catch (cause) {
        fields["fieldsError"] = String(cause);
      }
    }
    return fields;
  }
}

function rootOf(trace: string): string {
  const start = trace.indexOf("Root=");
  if (start < 0) return trace;
  const end = trace.indexOf(";", start);
  return trace.slice(start + 5, end < 0 ? undefined : end);
}

/** One invocation from its start to its last flush. */
export class Invocation {
  readonly #settings: InvocationSettings;
  readonly #event: unknown;
  readonly #context: LambdaContext;
  readonly #isCold: boolean;
  readonly #startedAt = performance.now();
  #bound!: InvocationContext;
  dueAt = 0;
  /** Whether the end of the request is told whatever happens: middy 7 with the plugin. */
  hasEndHook = false;
  #margin = 0;
  #failed = false;
  #timingOut = false;
  #isFinished = false;

  constructor(
    settings: InvocationSettings,
    event: unknown,
    context: LambdaContext,
    fields: Readonly<Record<string, unknown>>,
  ) {
    this.#settings = settings;
    this.#event = event;
    this.#context = context;
    this.#isCold = fields["coldStart"] === true;
  }

  /** Starts the clock. Resolves at once unless the correlation expression's library is still loading. */
  bind(bound: InvocationContext): void {
    this.#bound = bound;
    watchHandlers();
    this.#armTimer();
  }

  /** Logs the event, after waiting for the correlation id if it must be. */
  begin(): Promise<void> | undefined {
    const { correlation } = this.#settings;
    if (correlation !== undefined && correlation.find === undefined) {
      return correlation.ready?.then(
        () => {
          const id = correlationId(correlation.find!, this.#event, this.#context);
          this.#bound.add({ correlationId: id });
          this.#logEvent();
        },
        (cause: unknown) => {
          this.#bound.run(() =>
            this.#settings.logger.warn(cause, "the correlation id's expression could not be used"),
          );
          this.#logEvent();
        },
      );
    }
    this.#logEvent();
    return undefined;
  }

  /** Logs the error of the invocation, once. */
  fail(error: unknown): void {
    this.#failed = true;
    if (this.#settings.options.logErrors === false) return;
    if (typeof error === "object" && error !== null) {
      if (loggedErrors.has(error)) return;
      loggedErrors.add(error);
    }
    this.#bound.run(() => this.#settings.logger.error(error, "invocation failed"));
  }

  /** Ends the invocation: response, summary, metrics, flush. A second call only flushes what came after the first. */
  finish(response: unknown): Promise<void> | undefined {
    if (!this.#isFinished) {
      this.#isFinished = true;
      this.#writeEnd(response);
    }
    return needsFlush() ? this.#flush() : undefined;
  }

  /** Ends the invocation where nothing can be awaited: what is not sent goes to standard output. */
  finishNow(): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    this.#writeEnd(undefined);
    void flushHandlers(0);
    writeUnsent();
  }

  async #flush(): Promise<void> {
    const remaining = this.#context.getRemainingTimeInMillis?.();
    const budget =
      remaining === undefined ? FLUSH_MS_WITHOUT_LIMIT : Math.max(0, remaining - this.#settings.reserve);
    const pending = await flushHandlers(Date.now() + budget);
    if (pending > 0) writeUnsent();
  }

  #writeEnd(response: unknown): void {
    cancel(this);
    const { logger, options, formatResponse } = this.#settings;
    if (formatResponse !== undefined && !this.#failed) {
      this.#bound.run(() => logger.info({ response: formatResponse(response) }, "response"));
    }
    if (options.summary !== false && logger.isLevelEnabled("info")) {
      const summary = {
        outcome: this.#failed ? "error" : this.#timingOut ? "slow" : "success",
        durationMs: Math.round((performance.now() - this.#startedAt) * 1000) / 1000,
        memoryUsedMb: Math.round(process.memoryUsage.rss() / 1_048_576),
        coldStart: this.#isCold,
      };
      this.#bound.run(() => logger.info(summary, "invocation finished"));
    }
    options.metrics?.flush();
  }

  #logEvent(): void {
    const { formatEvent, logger } = this.#settings;
    if (formatEvent !== undefined)
      this.#bound.run(() => logger.info({ event: formatEvent(this.#event) }, "event"));
  }

  #armTimer(): void {
    const { timeoutMargin } = this.#settings;
    const remaining = timeoutMargin === 0 ? undefined : this.#context.getRemainingTimeInMillis?.();
    if (remaining === undefined) return;
    const margin = Math.min(timeoutMargin, remaining / 3);
    this.#margin = margin;
    this.dueAt = this.#startedAt + Math.max(0, remaining - margin);
    schedule(this);
  }

  /** Called by the timer. */
  onDue(): void {
    void this.#warnOfTimeout(this.#margin);
  }

  /** Lambda kills the process without notice, so this must be done before. */
  async #warnOfTimeout(margin: number): Promise<void> {
    if (this.#isFinished) return;
    this.#timingOut = true;
    const { logger, options } = this.#settings;
    const remainingMs = this.#context.getRemainingTimeInMillis?.() ?? 0;
    this.#bound.run(() => logger.error({ outcome: "timeout", remainingMs }, "timing out"));
    options.metrics?.flush();
    const pending = await flushHandlers(Date.now() + Math.max(0, Math.min(remainingMs, margin) * 0.6));
    if (pending > 0) writeUnsent();
  }
}
