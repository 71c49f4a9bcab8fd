import type { DeliveryReport } from "../delivery/report.ts";
import type { FlushOptions, Handler } from "../handlers/handler.ts";
import { reportInternal } from "../logger/internal-channel.ts";
import { createRedactor } from "../logger/redaction.ts";
import { allOutlets, applySettings } from "../logger/registry.ts";
import { ConfigurationError, type ConfigurationMistake } from "./configuration-error.ts";
import { configuredLevel } from "./configured-level.ts";
import type { LoggingOptions } from "./logging-options.ts";
import { settingsOf } from "./settings-of.ts";

/** How long handlers that a new configuration leaves out may take to deliver what they hold. */
const CLOSE_MS = 10_000;

/**
 * Puts a configuration in force. Loggers that are in use follow at once. Handlers that are not in it any more are
 * flushed and closed before the promise resolves; those that stay are left alone.
 *
 * @throws {ConfigurationError} that names every mistake with its path; the configuration before it stays in force
 */
export async function configure(options: LoggingOptions): Promise<void> {
  await configureFrom("the configuration", options);
}

/** As {@link configure}, with the name that errors give to the configuration. @internal */
export async function configureFrom(source: string, options: LoggingOptions): Promise<void> {
  const mistakes: ConfigurationMistake[] = [];
  const { outlets, loggers } = settingsOf(options, mistakes);
  const redactor =
    mistakes.length === 0 && options.redact !== undefined
      ? await createRedactor(options.redact, mistakes)
      : undefined;
  if (mistakes.length > 0) throw new ConfigurationError(source, mistakes);
  const before = allOutlets();
  applySettings({
    service: options.service,
    loggers,
    levelOf(name, environment) {
      const level = loggers.get(name)?.level;
      return level === undefined ? undefined : configuredLevel(name, level, environment);
    },
    outlets: options.handlers === undefined ? undefined : outlets,
    redact: redactor,
  });
  const kept = new Set(outlets.map(({ handler }) => handler));
  const left = before.map(({ handler }) => handler).filter((handler) => !kept.has(handler));
  await collect(left, (handler) => handler.close({ deadline: Date.now() + CLOSE_MS }));
}

/**
 * Delivers what all handlers hold.
 *
 * @returns the sum of their accounts; never rejects
 */
export function flush(options?: FlushOptions): Promise<DeliveryReport> {
  return collect(handlersInForce(), (handler) => handler.flush(options));
}

/**
 * Waits until every handler has room for much, so that nothing is dropped of what a program logs in bulk:
 *
 * ```ts
 * for (const order of orders) {
 *   log.info({ order }, "imported");
 *   await ready();
 * }
 * ```
 *
 * Between two calls half of a handler's `maximumQueueBytes` may be logged: 32 MiB of memory, unless set otherwise. While less
 * waits it costs nothing. Give a deadline where a destination that is down must not hold up the program.
 *
 * @returns whether all have room; never rejects
 */
export async function ready(options?: FlushOptions): Promise<boolean> {
  const answers = await Promise.allSettled(
    handlersInForce().map((handler) => handler.ready?.(options) ?? true),
  );
  return answers.every((answer) => answer.status === "fulfilled" && answer.value);
}

/**
 * Flushes and closes all handlers: the last thing that a program does. Logging afterwards is not an error, but network
 * and file handlers account for it as dropped.
 *
 * @returns the sum of the handlers' accounts; never rejects
 */
export function shutdown(options?: FlushOptions): Promise<DeliveryReport> {
  return collect(handlersInForce(), (handler) => handler.close(options));
}

function handlersInForce(): readonly Handler[] {
  return [...new Set(allOutlets().map(({ handler }) => handler))];
}

async function collect(
  handlers: readonly Handler[],
  act: (handler: Handler) => Promise<DeliveryReport>,
): Promise<DeliveryReport> {
  const reports = await Promise.all(
    handlers.map(async (handler) => {
      try {
        return await act(handler);
      } catch (cause) {
        reportInternal({ code: "handler-flush-failed", message: "a handler failed to flush", cause });
        return undefined;
      }
    }),
  );
  return sum(reports);
}

function sum(reports: readonly (DeliveryReport | undefined)[]): DeliveryReport {
  const total = {
    accepted: 0,
    delivered: 0,
    rejected: {} as Record<string, number>,
    dropped: {} as Record<string, number>,
    spooled: 0,
    pending: 0,
  };
  for (const report of reports) {
    if (report === undefined) continue;
    total.accepted += report.accepted;
    total.delivered += report.delivered;
    total.spooled += report.spooled;
    total.pending += report.pending;
    addCounts(total.rejected, report.rejected);
    addCounts(total.dropped, report.dropped);
  }
  return total;
}

function addCounts(
  total: Record<string, number>,
  counts: Readonly<Record<string, number>> | undefined,
): void {
  for (const [reason, count] of Object.entries(counts ?? {})) total[reason] = (total[reason] ?? 0) + count;
}
