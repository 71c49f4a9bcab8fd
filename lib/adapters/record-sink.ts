import type { DeliveryReport } from "../delivery/report.ts";
import type { FlushOptions, Handler } from "../handlers/handler.ts";
import { carriedFields, type Fields, recordContext } from "../logger/context.ts";
import { dispatch } from "../logger/dispatch.ts";
import { reportInternal } from "../logger/internal-channel.ts";
import { LEVELS, parseLevel } from "../logger/levels.ts";
import { nodeOf } from "../logger/registry.ts";
import type { LoggerNode, Outlet } from "../logger/settings.ts";

/** Where an adapter's records go. */
export interface AdapterOptions {
  /** Handlers that take the records. @default those configured for the logger's name */
  readonly handlers?: readonly Handler[];
  /** Name of the logger in the records, and of the configuration that applies without `handlers`. @default "" */
  readonly logger?: string;
}

/** What an adapter reads from the other library's record. */
export interface AdaptedRecord {
  readonly timestamp?: number | undefined;
  readonly level: number;
  readonly message: string;
  readonly logger?: string | undefined;
  readonly fields?: Fields | undefined;
  readonly error?: unknown;
}

/** Gives the records of another logging library to handlers, with the guarantees of the own logger. */
export class RecordSink {
  readonly #logger: string;
  readonly #outlets: readonly Outlet[] | undefined;

  constructor(options: AdapterOptions = {}) {
    this.#logger = options.logger ?? "";
    this.#outlets = options.handlers?.map((handler, index) => ({
      name: `handlers[${index}]`,
      handler,
      level: handler.level === undefined ? 0 : parseLevel(handler.level),
      busy: false,
    }));
  }

  /** Never throws. */
  take(record: AdaptedRecord): void {
    try {
      const logger = record.logger ?? this.#logger;
      const named = nodeOf(logger);
      // With handlers of its own the other library has already decided about the level.
      if (this.#outlets === undefined && record.level < named.level) return;
      const node: LoggerNode = this.#outlets === undefined ? named : { ...named, outlets: this.#outlets };
      const context = recordContext();
      if (context === null) return;
      const { timestamp } = record;
      dispatch(node, {
        timestamp: timestamp !== undefined && Number.isFinite(timestamp) ? timestamp : Date.now(),
        level: record.level,
        logger,
        message: record.message,
        service: named.service,
        context: carriedFields(context, undefined),
        fields: record.fields,
        error: record.error,
      });
    } catch (cause) {
      reportInternal({
        code: "adapter-record-lost",
        message: "a record of another library could not be read",
        cause,
      });
    }
  }

  /** Flushes the handlers given to the adapter. */
  async flush(options?: FlushOptions): Promise<void> {
    await this.#each((handler) => handler.flush(options));
  }

  /** Flushes and closes the handlers given to the adapter; configured ones are left to `shutdown`. */
  async close(options?: FlushOptions): Promise<void> {
    await this.#each((handler) => handler.close(options));
  }

  async #each(act: (handler: Handler) => Promise<DeliveryReport>): Promise<void> {
    const results = await Promise.allSettled((this.#outlets ?? []).map(({ handler }) => act(handler)));
    for (const result of results) {
      if (result.status === "rejected") {
        reportInternal({
          code: "handler-flush-failed",
          message: "a handler failed to flush",
          cause: result.reason,
        });
      }
    }
  }
}

/** Number of another library's level; one it does not know counts as info. */
export function adaptLevel(level: unknown): number {
  try {
    return parseLevel(level);
  } catch {
    return LEVELS.info;
  }
}
