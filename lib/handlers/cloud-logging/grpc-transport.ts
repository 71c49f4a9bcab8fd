import type { v2 } from "@google-cloud/logging";
import { statusOf } from "./classify.ts";
import type { CloudLoggingHandlerOptions } from "./cloud-logging-options.ts";
import { type EntryObject, toProtoEntry } from "./proto-entry.ts";
import type { EntryErrors, RequestCommon, Transport } from "./transport.ts";

type Client = InstanceType<typeof v2.LoggingServiceV2Client>;

interface PartialError {
  readonly statusDetails?: readonly {
    readonly logEntryErrors?: Readonly<Record<string, { readonly code?: number }>>;
  }[];
}

/** The generated client of `@google-cloud/logging`, loaded when first needed; its own retries are off. */
export class GrpcTransport implements Transport {
  readonly #options: CloudLoggingHandlerOptions;
  #client: Promise<Client> | undefined;

  constructor(options: CloudLoggingHandlerOptions) {
    this.#options = options;
  }

  async projectId(): Promise<string> {
    const { projectId } = this.#options;
    return projectId ?? process.env["GOOGLE_CLOUD_PROJECT"] ?? (await this.#load()).getProjectId();
  }

  async write(
    entries: readonly string[],
    { logName, resource, labels }: RequestCommon,
    signal: AbortSignal,
  ): Promise<EntryErrors | undefined> {
    const client = await this.#load();
    signal.throwIfAborted();
    const request = {
      logName,
      resource: { type: resource.type, labels: { ...resource.labels } },
      partialSuccess: true,
      entries: entries.map((text) => toProtoEntry(JSON.parse(text) as EntryObject)),
      ...(labels && { labels: { ...labels } }),
    };
    const call = client.writeLogEntries(request, {
      timeout: this.#options.requestTimeoutMs ?? 30_000,
      maxRetries: 0,
      retry: null as never,
    });
    try {
      await call;
      return undefined;
    } catch (error) {
      const partial = (error as PartialError).statusDetails?.find(
        (detail) => detail.logEntryErrors,
      )?.logEntryErrors;
      if (!partial) throw error;
      return new Map(Object.entries(partial).map(([index, { code = 2 }]) => [Number(index), statusOf(code)]));
    }
  }

  close(): void {
    void this.#client?.then((client) => client.close()).catch(() => {});
  }

  #load(): Promise<Client> {
    this.#client ??= this.#create();
    return this.#client;
  }

  async #create(): Promise<Client> {
    const { endpoint, port, insecure, keyFilename, projectId } = this.#options;
    const [{ v2: api }, { credentials }] = await Promise.all([
      import("@google-cloud/logging"),
      import("@grpc/grpc-js"),
    ]);
    const [host, portOfHost] = endpoint?.split(/:(?=\d+$)/) ?? [];
    return new api.LoggingServiceV2Client({
      ...(projectId !== undefined && { projectId }),
      ...(keyFilename !== undefined && { keyFilename }),
      // The client takes the port beside the endpoint, never inside it.
      ...(host !== undefined && { apiEndpoint: host }),
      ...((port ?? portOfHost) !== undefined && { port: port ?? Number(portOfHost) }),
      ...(insecure && { sslCreds: credentials.createInsecure() }),
    });
  }
}
