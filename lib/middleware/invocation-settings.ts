import type { Fields } from "../logger/context.ts";
import type { Logger } from "../logger/logger.ts";
import { type Correlation, correlation, correlationId } from "./correlation.ts";
import type { LambdaContext } from "./lambda.ts";
import { checkOptions, type LoggingOptions } from "./options.ts";
import { payloadFormatter } from "./payload.ts";

const DEFAULT_RESERVE_MS = 200;
const DEFAULT_TIMEOUT_MARGIN_MS = 500;

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

  /** Whether every record of an invocation is kept. */
  keepsAll(event: unknown, context: LambdaContext): boolean {
    if (this.options.keepAll === undefined) return false;
    try {
      return this.options.keepAll(event, context) === true;
    } catch {
      return false;
    }
  }

  /** What the options add to Lambda's own fields. Read at the start, because middlewares change events. */
  furtherFields(event: unknown, context: LambdaContext): Fields | undefined {
    const find = this.correlation?.find;
    const { fields } = this.options;
    if (find === undefined && fields === undefined) return undefined;
    const further: Record<string, unknown> = {};
    if (find !== undefined) further["correlationId"] = correlationId(find, event, context);
    if (fields !== undefined) {
      try {
        Object.assign(further, fields(event, context));
      } catch (cause) {
        further["fieldsError"] = String(cause);
      }
    }
    return further;
  }
}
