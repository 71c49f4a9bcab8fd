import type { ExtensionConfiguration } from "./configuration.ts";
import type { ExtensionApi, LifecycleEvent, Registration } from "./extension-api.ts";
import { Outlet } from "./outlet.ts";
import { readExtension } from "./read-configuration.ts";
import { TelemetryRecords } from "./records.ts";
import { TelemetryListener } from "./telemetry-listener.ts";

const BUFFER_MS = 100;
/** An invocation so long after the one before is one of a function that is called seldom. */
const SELDOM_MS = 30_000;
/** Time before the limit of an invocation, or of the shutdown, that is left to Lambda. */
const RESERVE_MS = 200;
/** Time in which the last telemetry comes after the end was told. */
const LAST_TELEMETRY_MS = 600;
/** Time that is left for the last delivery, whatever waits for what. */
const LAST_DELIVERY_MS = 400;

const tellFailure = ({ name, message }: Error): void => {
  process.stderr.write(`cumulog: extension-failed: ${name}: ${message}\n`);
};

const elapsed = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

/**
 * Runs beside a function until Lambda ends the environment: takes the lines that the function writes, and Lambda's own events, by the
 * Telemetry API, and delivers them by the handlers of the configuration.
 *
 * @throws what keeps it from starting, before it has asked for its first event
 */
export async function runExtension(
  api: ExtensionApi,
  { functionName, functionVersion }: Registration,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const configuration = await readExtension(environment);
  const { platform = "reports", extensions = true, deliver = "auto", bufferMs = BUFFER_MS } = configuration;
  const outlet = new Outlet(async () => {
    const { openHandlers } = await import("./handlers.ts");
    return openHandlers(configuration.handlers, { functionName, functionVersion, environment });
  });
  const records = new TelemetryRecords({
    service: configuration.service ?? functionName,
    platform,
    extensions,
  });
  // Batches go in their order, and one waits for the other.
  let taken: Promise<void> = Promise.resolve();
  const listener = new TelemetryListener((events) => {
    taken = taken.then(() => outlet.take(records.of(events))).catch(tellFailure);
    return taken;
  });
  const port = await listener.start();
  await api.subscribe(port, ["platform", "function", ...(extensions ? ["extension"] : [])], bufferMs);

  const invocations = new Invocations(deliver);
  for (;;) {
    const event = await api.next();
    if (event.eventType === "SHUTDOWN") {
      if (invocations.last !== undefined)
        await Promise.race([records.told("report", invocations.last), elapsed(LAST_TELEMETRY_MS)]);
      const until = event.deadlineMs - RESERVE_MS;
      // Of an environment that ends as soon as it began, the handlers are still being opened.
      await Promise.race([taken, elapsed(until - LAST_DELIVERY_MS - Date.now())]);
      await outlet.close(until);
      return;
    }
    const deadline = event.deadlineMs - RESERVE_MS;
    const isHeld = invocations.begin(event);
    // What came after the last invocation.
    const flushed = outlet.flush({ deadline });
    if (!isHeld || outlet.isFailing) continue;
    await flushed;
    await Promise.race([records.told("runtimeDone", event.requestId), elapsed(deadline - Date.now())]);
    await Promise.race([taken, elapsed(deadline - Date.now())]);
    await outlet.flush({ deadline });
  }
}

/** Decides whether the environment may rest before an invocation's records are delivered. */
class Invocations {
  readonly #deliver: NonNullable<ExtensionConfiguration["deliver"]>;
  #lastAt = Number.NEGATIVE_INFINITY;
  last: string | undefined;

  constructor(deliver: NonNullable<ExtensionConfiguration["deliver"]>) {
    this.#deliver = deliver;
  }

  /** @returns whether its records are delivered before the extension asks for the next one */
  begin({ requestId }: LifecycleEvent & { readonly eventType: "INVOKE" }): boolean {
    const now = Date.now();
    const isSeldom = now - this.#lastAt > SELDOM_MS;
    this.#lastAt = now;
    this.last = requestId;
    return this.#deliver === "invocation" || (this.#deliver === "auto" && isSeldom);
  }
}
