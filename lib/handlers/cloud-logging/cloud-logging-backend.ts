import type { Backend, Exceptions, Verdict } from "../../delivery/backend.ts";
import type { Item } from "../../delivery/item.ts";
import type { WrittenBatch, WrittenForm } from "../../delivery/written/written-form.ts";
import { classifyCloudLoggingError } from "./classify.ts";
import type { CloudLoggingHandlerOptions } from "./cloud-logging-options.ts";
import { detectResource } from "./monitored-resource.ts";
import type { EntryErrors, RequestCommon, Transport } from "./transport.ts";

const RETRIED: ReadonlySet<string> = new Set([
  "RESOURCE_EXHAUSTED",
  "UNAVAILABLE",
  "DEADLINE_EXCEEDED",
  "INTERNAL",
  "ABORTED",
]);

/** Cloud Logging, as the delivery engine sees it. */
export class CloudLoggingBackend implements Backend {
  readonly #options: CloudLoggingHandlerOptions;
  #transport: Promise<Transport> | undefined;
  #common: Promise<RequestCommon> | undefined;

  readonly form: WrittenForm | undefined;

  /** @param form in which entries are written when they come in, where the transport sends them so */
  constructor(options: CloudLoggingHandlerOptions, form: WrittenForm | undefined) {
    this.#options = options;
    this.form = form;
  }

  /** Begins to load what the transport needs, so that it is there for the first batch. What fails is told when that is sent. */
  warmUp(): void {
    this.#load()
      .then((transport) => transport.warmUp?.())
      .catch(() => {});
  }

  async send(_lane: string, batch: readonly Item[], signal: AbortSignal): Promise<Exceptions | undefined> {
    const transport = await this.#load();
    const entries = batch.map(({ text }) => text);
    return exceptionsOf(await transport.write(entries, await this.#shared(transport), signal));
  }

  async sendWritten(
    _lane: string,
    batch: WrittenBatch,
    signal: AbortSignal,
  ): Promise<Exceptions | undefined> {
    const transport = await this.#load();
    return exceptionsOf(await transport.writeWritten!(batch, await this.#shared(transport), signal));
  }
  classify(error: unknown): Verdict {
    return classifyCloudLoggingError(error);
  }

  /** Nothing has to be made: a log comes into being with its first entry. */
  async repair(): Promise<void> {}

  close(): void {
    void this.#transport?.then((transport) => transport.close()).catch(() => {});
  }

  #load(): Promise<Transport> {
    this.#transport ??= loadTransport(this.#options);
    return this.#transport;
  }

  #shared(transport: Transport): Promise<RequestCommon> {
    this.#common ??= this.#findShared(transport).catch((error: unknown) => {
      this.#common = undefined;
      throw error;
    });
    return this.#common;
  }

  async #findShared(transport: Transport): Promise<RequestCommon> {
    const { logName = "cumulog", resource, labels } = this.#options;
    const projectId = await transport.projectId();
    return {
      logName: `projects/${projectId}/logs/${encodeURIComponent(logName)}`,
      resource: resource ?? (await detectResource(process.env, projectId)),
      labels,
    };
  }
}

function exceptionsOf(errors: EntryErrors | undefined): Exceptions | undefined {
  if (!errors) return undefined;
  return new Map(
    [...errors].map(([index, reason]) => [
      index,
      { kind: RETRIED.has(reason) ? ("retry" as const) : ("reject" as const), reason },
    ]),
  );
}

async function loadTransport(options: CloudLoggingHandlerOptions): Promise<Transport> {
  switch (options.transport) {
    case "grpc":
      return new (await import("./grpc-transport.ts")).GrpcTransport(options);
    case "stdout":
      return new (await import("./stdout-transport.ts")).StdoutTransport();
    default:
      return new (await import("./rest-transport.ts")).RestTransport(options);
  }
}
