import type { EntryErrors, RequestCommon, Transport } from "./transport.ts";

interface Entry {
  readonly insertId: string;
  readonly timestamp: string;
  readonly severity: string;
  readonly jsonPayload?: Readonly<Record<string, unknown>>;
  readonly textPayload?: string;
  readonly trace?: string;
  readonly spanId?: string;
  readonly traceSampled?: boolean;
  readonly httpRequest?: object;
  readonly sourceLocation?: object;
  readonly operation?: object;
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * Structured lines for the agents of Cloud Run, Cloud Run functions and GKE, which make entries of them.
 *
 * @see https://cloud.google.com/logging/docs/structured-logging#structured_logging_special_fields
 */
export class StdoutTransport implements Transport {
  async projectId(): Promise<string> {
    return process.env["GOOGLE_CLOUD_PROJECT"] ?? "unknown";
  }

  write(entries: readonly string[], { labels }: RequestCommon): Promise<EntryErrors | undefined> {
    const lines = entries.map((text) => `${structuredLine(JSON.parse(text) as Entry, labels)}\n`).join("");
    return new Promise((resolve, reject) => {
      process.stdout.write(lines, (error) => (error ? reject(error) : resolve(undefined)));
    });
  }

  close(): void {}
}

function structuredLine(entry: Entry, shared: Readonly<Record<string, string>> | undefined): string {
  const { insertId, timestamp, severity, jsonPayload, textPayload, httpRequest } = entry;
  const labels = { ...shared, ...entry.labels };
  return JSON.stringify({
    ...(jsonPayload ?? { message: textPayload }),
    severity,
    time: timestamp,
    httpRequest,
    "logging.googleapis.com/insertId": insertId,
    "logging.googleapis.com/trace": entry.trace,
    "logging.googleapis.com/spanId": entry.spanId,
    "logging.googleapis.com/trace_sampled": entry.traceSampled,
    "logging.googleapis.com/sourceLocation": entry.sourceLocation,
    "logging.googleapis.com/operation": entry.operation,
    ...(Object.keys(labels).length > 0 && { "logging.googleapis.com/labels": labels }),
  });
}
