/** One line of a tail or of a search, whichever source it is from. */
export interface LogLine {
  readonly id: string;
  readonly cloud: "aws" | "google" | "search";
  /** Log group, or log id of Cloud Logging, or what a search server calls the service. */
  readonly source: string;
  readonly stream: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** What filter patterns look at. */
  readonly message: string;
  /** Id that the event has wherever it was copied to. */
  readonly eventId?: string;
  /** Severity that the entry itself has, apart from its message. */
  readonly severity?: string;
}

/** An entry of Cloud Logging as its API lists it. */
export interface GoogleEntry {
  readonly logName: string;
  readonly timestamp: string;
  readonly insertId: string;
  readonly severity?: string;
  readonly textPayload?: string;
  readonly jsonPayload?: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

export function lineOfEntry(entry: GoogleEntry): LogLine {
  const [parent = "", id = ""] = entry.logName.split("/logs/");
  return {
    id: `${entry.logName}/${entry.timestamp}/${entry.insertId}`,
    cloud: "google",
    source: decodeURIComponent(id),
    stream: parent,
    timestamp: Date.parse(entry.timestamp),
    message: entry.textPayload ?? JSON.stringify(entry.jsonPayload ?? entry["protoPayload"] ?? {}),
    ...(entry.severity !== undefined && { severity: entry.severity }),
  };
}
