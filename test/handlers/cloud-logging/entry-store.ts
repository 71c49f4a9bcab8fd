/** An entry as it came in, in the API's JSON form. */
export interface StoredEntry {
  readonly logName: string;
  readonly resource: { readonly type: string; readonly labels?: Readonly<Record<string, string>> };
  readonly insertId: string;
  readonly timestamp: string;
  readonly severity: string;
  readonly jsonPayload?: Readonly<Record<string, unknown>>;
  readonly textPayload?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly httpRequest?: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

export interface WriteRequest {
  readonly logName?: string;
  readonly resource?: StoredEntry["resource"];
  readonly labels?: Readonly<Record<string, string>>;
  readonly partialSuccess?: boolean;
  readonly entries: readonly Partial<StoredEntry>[];
}

/** What one call gets: as the service answers, or a fault. */
export type Behaviour =
  | "store"
  | "exhausted"
  | "unavailable"
  | "store-then-unavailable"
  | "deadline"
  | "cut-before"
  | "store-then-cut"
  | "hang"
  | "denied";

/** A refusal of a call, or of some of its entries. */
export class Refusal extends Error {
  readonly code: number;
  readonly entries: ReadonlyMap<number, number> | undefined;
  constructor(code: number, message: string, entries?: ReadonlyMap<number, number>) {
    super(message);
    this.code = code;
    this.entries = entries;
  }
}

const SEVERITIES = "DEFAULT DEBUG INFO NOTICE WARNING ERROR CRITICAL ALERT EMERGENCY".split(" ");
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;

/** Rules of https://cloud.google.com/logging/docs/reference/v2/rest/v2/entries/write and /logging/quotas, written anew. */
export class EntryStore {
  readonly entries: StoredEntry[] = [];
  /** Entries that the service would have removed as doubles: same timestamp and insertId. */
  doubles = 0;
  calls = 0;
  /** Taken in turn, then `otherwise`. */
  script: Behaviour[] = [];
  otherwise: Behaviour = "store";
  /** Text of payloads that are refused, with the code. */
  readonly refused = new Map<string, number>();
  readonly #seen = new Set<string>();

  next(): Behaviour {
    this.calls += 1;
    return this.script.shift() ?? this.otherwise;
  }

  /**
   * @param requestBytes of the whole call
   * @throws {Refusal}
   */
  write(request: WriteRequest, requestBytes: number): void {
    if (requestBytes > 10 * 1024 * 1024) throw new Refusal(3, "request payload size exceeds the limit");
    if (request.entries.length === 0) throw new Refusal(3, "no entries");
    const errors = new Map<number, number>();
    const stored: StoredEntry[] = [];
    for (const [index, given] of request.entries.entries()) {
      const entry = {
        ...given,
        logName: given.logName ?? request.logName,
        resource: given.resource ?? request.resource,
        labels: { ...request.labels, ...given.labels },
      } as StoredEntry;
      const payload = JSON.stringify(entry.jsonPayload ?? entry.textPayload);
      const code = brokenRule(entry) ? 3 : [...this.refused].find(([text]) => payload.includes(text))?.[1];
      if (code !== undefined) errors.set(index, code);
      else stored.push(entry);
    }
    if (errors.size > 0 && request.partialSuccess !== true) throw new Refusal(3, "an entry is invalid");
    for (const entry of stored) {
      const key = `${entry.timestamp} ${entry.insertId}`;
      if (this.#seen.has(key)) this.doubles += 1;
      else {
        this.#seen.add(key);
        this.entries.push(entry);
      }
    }
    if (errors.size > 0) throw new Refusal(Math.min(...errors.values()), "Log entries failed", errors);
  }
}

function brokenRule(entry: StoredEntry): string | undefined {
  if (!/^projects\/[^/]+\/logs\/[A-Za-z0-9_.%-]{1,511}$/.test(entry.logName ?? "")) return "logName";
  if (typeof entry.resource?.type !== "string" || entry.resource.type === "") return "resource";
  if (!/^[A-Za-z0-9._-]{1,512}$/.test(entry.insertId ?? "")) return "insertId";
  if (!RFC_3339.test(entry.timestamp ?? "")) return "timestamp";
  if (!SEVERITIES.includes(entry.severity)) return "severity";
  if ((entry.jsonPayload === undefined) === (entry.textPayload === undefined)) return "payload";
  if (Buffer.byteLength(JSON.stringify(entry)) > 256 * 1024) return "entry size";
  const labels = Object.entries(entry.labels ?? {});
  if (labels.length > 64) return "label count";
  if (labels.some(([key, value]) => typeof value !== "string" || Buffer.byteLength(key) > 512))
    return "labels";
  if (labels.some(([, value]) => Buffer.byteLength(value) > 65_536)) return "label size";
  return undefined;
}
