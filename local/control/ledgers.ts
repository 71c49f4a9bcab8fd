import { z } from "zod";
import { RequestRefusedError } from "./request-refused-error.ts";

const count = z.number().int().min(0);
const report = z.object({
  accepted: count,
  delivered: count,
  rejected: z.record(z.string(), count),
  dropped: z.record(z.string(), count),
  spooled: count,
  pending: count,
});
const publication = z.strictObject({
  /** Name of the handler, for example `"cloudwatch"`. */
  handler: z.string().min(1).max(200),
  /** Name of the process or service that has it. @default "" */
  service: z.string().max(200).default(""),
  report,
});

/** The newest account of the records that one handler of a service was given. */
export type ServiceLedger = z.infer<typeof publication> & {
  /** Cloud time of the report in milliseconds. */
  readonly timestamp: number;
};

const MOST_LEDGERS = 1_000;

/** What services have published about their deliveries, by service and handler. */
export class Ledgers {
  readonly #ledgers = new Map<string, ServiceLedger>();

  /** @throws RequestRefusedError naming the member that is wrong */
  publish(body: unknown, timestamp: number): ServiceLedger {
    const read = publication.safeParse(body);
    if (!read.success) throw new RequestRefusedError(400, z.prettifyError(read.error));
    const ledger = { ...read.data, timestamp };
    const key = JSON.stringify([ledger.service, ledger.handler]);
    if (!this.#ledgers.has(key) && this.#ledgers.size >= MOST_LEDGERS)
      throw new RequestRefusedError(400, `More than ${MOST_LEDGERS} handlers are not kept.`);
    this.#ledgers.set(key, ledger);
    return ledger;
  }

  list(): readonly ServiceLedger[] {
    return [...this.#ledgers.values()];
  }
}
