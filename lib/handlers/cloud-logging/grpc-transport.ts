import type { Client, ServiceError } from "@grpc/grpc-js";
import { statusAdvice } from "../../delivery/connection-trouble.ts";
import { missing } from "../../optional-package.ts";
import { loadAuthentication } from "./authentication.ts";
import { CloudLoggingError } from "./classify.ts";
import type { CloudLoggingHandlerOptions } from "./cloud-logging-options.ts";
import { partialErrorsOf } from "./partial-errors.ts";
import { protoRequest } from "./proto-entry.ts";
import type { EntryErrors, RequestCommon, Transport } from "./transport.ts";

const GRPC = 'CloudLoggingHandler with transport "grpc"';
const METHOD = "/google.logging.v2.LoggingServiceV2/WriteLogEntries";
const DETAILS = "grpc-status-details-bin";

/** What is used of the generated client. */
interface ApiClient {
  initialize(): Promise<unknown>;
  getProjectId(): Promise<string>;
  close(): Promise<void>;
}

interface Loaded {
  readonly api: ApiClient;
  readonly stub: Client;
  readonly grpc: typeof import("@grpc/grpc-js");
}

/**
 * The channel and the credentials of `@google-cloud/logging`'s generated client, loaded when first needed; the messages are
 * written in one pass, where the client would make objects of objects.
 */
export class GrpcTransport implements Transport {
  readonly #options: CloudLoggingHandlerOptions;
  #loading: Promise<Loaded> | undefined;

  constructor(options: CloudLoggingHandlerOptions) {
    this.#options = options;
  }

  async projectId(): Promise<string> {
    const { projectId } = this.#options;
    return projectId ?? process.env["GOOGLE_CLOUD_PROJECT"] ?? (await this.#load()).api.getProjectId();
  }

  warmUp(): Promise<unknown> {
    return loadClients();
  }

  async write(
    entries: readonly string[],
    common: RequestCommon,
    signal: AbortSignal,
  ): Promise<EntryErrors | undefined> {
    const { grpc, stub } = await this.#load();
    signal.throwIfAborted();
    const request = encoded(entries, common);
    const deadline = Date.now() + (this.#options.requestTimeoutMs ?? 30_000);
    return new Promise((resolve, reject) => {
      const call = stub.makeUnaryRequest(
        METHOD,
        (bytes: Buffer) => bytes,
        () => undefined,
        request,
        new grpc.Metadata(),
        { deadline },
        (error: ServiceError | null) => {
          signal.removeEventListener("abort", cancel);
          if (error === null) return resolve(undefined);
          const [details] = error.metadata.get(DETAILS);
          const partial = Buffer.isBuffer(details) ? partialErrorsOf(details) : undefined;
          if (partial) resolve(partial);
          else reject(understood(error));
        },
      );
      const cancel = () => call.cancel();
      signal.addEventListener("abort", cancel, { once: true });
    });
  }

  close(): void {
    void this.#loading?.then(({ api }) => api.close()).catch(() => {});
  }

  #load(): Promise<Loaded> {
    this.#loading ??= this.#create().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  async #create(): Promise<Loaded> {
    const { insecure, keyFilename, projectId } = this.#options;
    const [{ v2 }, grpc] = await loadClients();
    const api = new v2.LoggingServiceV2Client({
      ...(projectId !== undefined && { projectId }),
      ...(keyFilename !== undefined && { keyFilename }),
      ...addressOf(this.#options),
      ...(insecure && { sslCreds: grpc.credentials.createInsecure(), auth: await noAuthentication() }),
    } as ConstructorParameters<typeof v2.LoggingServiceV2Client>[0]);
    return { api, grpc, stub: (await api.initialize()) as unknown as Client };
  }
}

const loadClients = () =>
  Promise.all([
    import("@google-cloud/logging").catch(missing("@google-cloud/logging", GRPC)),
    import("@grpc/grpc-js").catch(missing("@grpc/grpc-js", GRPC)),
  ]);

/** An answer of plain HTTP from something before the service, as what it is. */
function understood(error: ServiceError): Error {
  const [, status] = /HTTP status code (\d{3})/.exec(error.details) ?? [];
  const advice = status === undefined ? undefined : statusAdvice("Cloud Logging", Number(status), undefined);
  return advice === undefined
    ? error
    : new CloudLoggingError(`HTTP ${status}`, error.details, { advice, cause: error });
}

/** @throws {CloudLoggingError} as the service would refuse it, when an entry is none */
function encoded(entries: readonly string[], common: RequestCommon): Buffer {
  try {
    return protoRequest(entries, common);
  } catch (cause) {
    throw new CloudLoggingError("INVALID_ARGUMENT", "an entry cannot be encoded", { cause });
  }
}

/** The client takes the port beside the endpoint, never inside it. */
function addressOf({ endpoint, port }: CloudLoggingHandlerOptions): { apiEndpoint?: string; port?: number } {
  if (endpoint === undefined) return port === undefined ? {} : { port };
  const url = new URL(endpoint.includes("://") ? endpoint : `grpc://${endpoint}`);
  const given = port ?? (url.port === "" ? undefined : Number(url.port));
  return { apiEndpoint: url.hostname, ...(given !== undefined && { port: given }) };
}

/** Otherwise the client asks a metadata server who it is, even for a server without credentials. */
async function noAuthentication() {
  const { GoogleAuth, PassThroughClient } = await loadAuthentication();
  return new GoogleAuth({ authClient: new PassThroughClient() });
}
