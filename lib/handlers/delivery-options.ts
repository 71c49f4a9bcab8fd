import { flag, type Shape, text, whole } from "../options/shape.ts";
import type { HandlerOptions } from "./handler-options.ts";

/** Options of every handler that delivers over the network. */
export interface NetworkHandlerOptions extends HandlerOptions {
  /**
   * Bytes that records which wait may make the process grow by: about 1.3 to 2 times their text, and more when they are short.
   * @default 67108864
   */
  readonly maximumQueueBytes?: number;
  /** Directory that keeps records which cannot be sent or held, until they can; processes may share it. @default none */
  readonly spool?: string;
  /** Delivers what is queued when the process gets SIGTERM, SIGINT or SIGHUP, before it ends. @default true */
  readonly signals?: boolean;
  /** Longest wait of a record for a fuller batch, in ms. @default 1000 */
  readonly lingerMs?: number;
  /** Upper bound of the first wait between tries, in ms. @default 50 */
  readonly backoffBaseMs?: number;
}

/** What the handler does when a signal ends the process. */
export const SIGNALS: Shape = flag({
  description: "Delivers what is queued when the process gets SIGTERM, SIGINT or SIGHUP, before it ends.",
  default: "true",
});

/** These options as they are checked and documented. */
export const DELIVERY_OPTIONS = {
  maximumQueueBytes: whole(65_536, {
    description:
      "Bytes that records which wait may make the process grow by: about 1.3 to 2 times their text.",
    default: "67108864",
  }),
  lingerMs: whole(0, { description: "Longest wait of a record for a fuller batch, in ms.", default: "1000" }),
  backoffBaseMs: whole(0, {
    description: "Upper bound of the first wait between tries, in ms.",
    default: "50",
  }),
  requestTimeoutMs: whole(1, {
    description: "Longest time that a request may take, in ms.",
    default: "30000",
  }),
  spool: text({
    description:
      "Directory that keeps records which cannot be sent or held, until they can; processes may share it.",
  }),
  signals: SIGNALS,
} as const;
