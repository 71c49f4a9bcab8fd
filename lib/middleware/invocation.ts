import type { UnitOfWork } from "../logger/context.ts";
import { errorMembers, isError } from "../logger/error-members.ts";
import { LEVELS } from "../logger/levels.ts";
import { isKept } from "../logger/tail-sampling.ts";
import { withAdded } from "../logger/wide-record.ts";
import { correlationId } from "./correlation.ts";
import { cancel, type Due, schedule } from "./deadline-timer.ts";
import { beforeSuspension, type DurableContextLike } from "./durable.ts";
import type { InvocationContext } from "./invocation-context.ts";
import type { InvocationSettings } from "./invocation-settings.ts";
import type { LambdaContext } from "./lambda.ts";
import { memoryUsedMb } from "./memory-used.ts";
import { forgetOpen, rememberOpen } from "./open-invocations.ts";
import { flushAtOnce, flushHandlers, watchHandlers, writeUnsent } from "./unsent-records.ts";

const FLUSH_MS_WITHOUT_LIMIT = 5_000;

/** An error that passes several wrappers is logged by the innermost. */
const loggedErrors = new WeakSet<object>();

/** One invocation from its start to its last flush. */
export class Invocation implements Due {
  readonly #settings: InvocationSettings;
  readonly #event: unknown;
  readonly #lambda: LambdaContext;
  readonly #isCold: boolean;
  readonly #startedAt = performance.now();
  /** Context of its records. */
  readonly context: InvocationContext;
  dueAt = 0;
  previousDue: Due | undefined;
  nextDue: Due | undefined;
  /** What becomes of the records of a durable function. */
  durable: UnitOfWork["durable"];
  /** Whether the end of the request is told whatever happens: middy 7 with the plugin. */
  hasEndHook = false;
  #hasBegun = false;
  #beginning: Promise<void> | undefined;
  #margin = 0;
  #failed = false;
  #error: unknown;
  #timingOut = false;
  #isSuspended = false;
  /** Under which it is remembered as open. */
  #requestId: string | undefined;
  #isFinished = false;

  constructor(
    settings: InvocationSettings,
    event: unknown,
    lambda: LambdaContext,
    context: InvocationContext,
    isColdStart: boolean,
  ) {
    this.#settings = settings;
    this.#event = event;
    this.#lambda = lambda;
    this.context = context;
    this.#isCold = isColdStart;
    watchHandlers();
    this.#armTimer();
  }

  /** Logs the event, after waiting for the correlation id if it must be. A second call only waits. */
  begin(): Promise<void> | undefined {
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      this.#beginning = this.#begin();
    }
    return this.#beginning;
  }

  #begin(): Promise<void> | undefined {
    const { correlation } = this.#settings;
    if (correlation !== undefined && correlation.find === undefined) {
      return correlation.ready?.then(
        () => {
          const id = correlationId(correlation.find!, this.#event, this.#lambda);
          this.context.add({ correlationId: id });
          this.#logEvent();
        },
        (cause: unknown) => {
          this.context.run(() =>
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
    const isKnown = this.#failed && this.#error === error;
    this.#failed = true;
    this.#error = error;
    if (isKnown || this.#settings.options.logErrors === false) return;
    if (typeof error === "object" && error !== null) {
      if (loggedErrors.has(error)) return;
      loggedErrors.add(error);
    }
    const cause = isError(error) ? error : { error: errorMembers(error) };
    this.context.run(() => this.#settings.logger.error(cause, "invocation failed"));
  }

  /** Ends the invocation: response, summary, metrics, flush. A second call only flushes what came after the first. */
  finish(response: unknown): Promise<void> | undefined {
    if (!this.#isFinished) {
      this.#isFinished = true;
      this.#writeEnd(response);
    }
    return flushAtOnce() ? this.#flush() : undefined;
  }

  /** A handler inside of `withDurableExecution` never returns when its execution is suspended. */
  endWhenSuspended(durable: DurableContextLike): void {
    this.context.unit.durable = this.durable;
    const suspend = (): Promise<void> => this.suspend();
    beforeSuspension(durable, suspend);
    const requestId = this.#lambda.awsRequestId;
    if (requestId === undefined) return;
    this.#requestId = requestId;
    rememberOpen(requestId, suspend);
  }

  /** Ends an invocation of a durable function that goes on later. */
  async suspend(): Promise<void> {
    this.#isSuspended = true;
    await this.finish(undefined);
  }

  /** Ends an invocation that fails where nothing can be awaited: what is not sent goes to standard output. */
  abandon(error: unknown): void {
    this.fail(error);
    if (this.#isFinished) return;
    this.#isFinished = true;
    this.#writeEnd(undefined);
    void flushHandlers(0);
    writeUnsent();
  }

  async #flush(): Promise<void> {
    const remaining = this.#lambda.getRemainingTimeInMillis?.();
    const budget =
      remaining === undefined ? FLUSH_MS_WITHOUT_LIMIT : Math.max(0, remaining - this.#settings.reserve);
    const pending = await flushHandlers(Date.now() + budget);
    if (pending > 0) writeUnsent();
  }

  #writeEnd(response: unknown): void {
    cancel(this);
    // The end of each run is told, also of one that has only replayed.
    this.context.unit.durable = undefined;
    if (this.#requestId !== undefined) forgetOpen(this.#requestId);
    const { logger, options, formatResponse } = this.#settings;
    if (formatResponse !== undefined && !this.#failed) {
      this.context.run(() => logger.info({ response: formatResponse(response) }, "response"));
    }
    if (options.summary !== false && logger.isLevelEnabled(LEVELS.info)) this.#writeSummary();
    this.context.unit.wide = undefined;
    options.metrics?.flush();
  }

  #writeSummary(): void {
    const { logger, options } = this.#settings;
    const { unit } = this.context;
    const outcome = this.#outcome();
    const durationMs = Math.round((performance.now() - this.#startedAt) * 1000) / 1000;
    const own: Record<string, unknown> = {
      outcome,
      durationMs,
      memoryUsedMb: memoryUsedMb(),
      coldStart: this.#isCold,
    };
    const fields = withAdded(own, unit.wide);
    const isFailure = outcome === "error" || outcome === "slow";
    const kept = isKept(options.sampling, { isFailure, durationMs, sample: unit.sample, fields });
    if (kept === false) return;
    if (kept !== true) fields["sampleRate"] = kept;
    this.context.run(() => logger.info(fields, "invocation finished"));
  }

  #outcome(): string {
    if (this.#failed) return "error";
    if (this.#isSuspended) return "suspended";
    return this.#timingOut ? "slow" : "success";
  }

  #logEvent(): void {
    const { formatEvent, logger } = this.#settings;
    if (formatEvent !== undefined)
      this.context.run(() => logger.info({ event: formatEvent(this.#event) }, "event"));
    this.context.unit.durable = this.durable;
  }

  #armTimer(): void {
    const { timeoutMargin } = this.#settings;
    const remaining = timeoutMargin === 0 ? undefined : this.#lambda.getRemainingTimeInMillis?.();
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
    const remainingMs = this.#lambda.getRemainingTimeInMillis?.() ?? 0;
    this.context.run(() => logger.error({ outcome: "timeout", remainingMs }, "timing out"));
    options.metrics?.flush();
    const pending = await flushHandlers(Date.now() + Math.max(0, Math.min(remainingMs, margin) * 0.6));
    if (pending > 0) writeUnsent();
  }
}
