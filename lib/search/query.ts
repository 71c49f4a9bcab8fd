import type { SearchConnection } from "./connection.ts";
import { BulkRefusedError } from "./outcome.ts";

/** What is looked for. */
export interface SearchQuery {
  /** Words, or a query in Lucene's syntax such as `severity_text:ERROR AND "payment failed"`; empty for every event. */
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly from: number;
  /** Milliseconds since the epoch; not in the range. */
  readonly to: number;
  /** Events at most; the newest. @default 100 */
  readonly limit?: number | undefined;
  /** Pattern of the indices. */
  readonly indexPattern: string;
}

export interface FoundEvent {
  readonly id: string;
  readonly index: string;
  /** The document as it was stored. */
  readonly document: Readonly<Record<string, unknown>>;
}

export interface FoundEvents {
  /** The newest first. */
  readonly events: readonly FoundEvent[];
  /** How many events there are, shown or not. */
  readonly total: number;
}

/** Fields in which words without a field are looked for. */
const TEXT_FIELDS = [
  "body",
  "error.message",
  "error.type",
  "resource.service.name",
  "http.route",
  "user.id",
  "request.id",
  "trace_id",
];
const LONGEST_REASON = 300;

/**
 * Events that a query finds, the newest first.
 *
 * @throws {BulkRefusedError} for a query that cannot be read, with the server's reason, and for other answers without a result
 */
export async function searchEvents(
  connection: SearchConnection,
  { text, from, to, limit = 100, indexPattern }: SearchQuery,
  signal?: AbortSignal,
): Promise<FoundEvents> {
  const filter: object[] = [{ range: { "@timestamp": { gte: from, lt: to, format: "epoch_millis" } } }];
  if (text.trim() !== "")
    filter.push({
      query_string: { query: text, fields: TEXT_FIELDS, default_operator: "AND", lenient: true },
    });
  const body = JSON.stringify({
    size: limit,
    track_total_hits: true,
    query: { bool: { filter } },
    sort: [{ "@timestamp": "desc" }, { "event.id": { order: "desc", unmapped_type: "keyword" } }],
  });
  const path = `/${encodeURIComponent(indexPattern)}/_search?ignore_unavailable=true&allow_no_indices=true`;
  const answer = await connection.send({ method: "POST", path, body }, signal);
  if (answer.status !== 200) throw refusedQuery(answer.status, answer.text);
  const { hits } = JSON.parse(answer.text) as {
    hits: {
      total: { value: number };
      hits: readonly { _id: string; _index: string; _source: Record<string, unknown> }[];
    };
  };
  const events = hits.hits.map(({ _id, _index, _source }) => ({ id: _id, index: _index, document: _source }));
  return { events, total: hits.total.value };
}

function refusedQuery(status: number, text: string): BulkRefusedError {
  const [, reason] = /"reason"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text) ?? [];
  const said = reason?.replaceAll("\\n", " ").replaceAll('\\"', '"').slice(0, LONGEST_REASON);
  const why =
    status === 401 || status === 403
      ? "the credentials are wrong or may not read the indices"
      : (said ?? `HTTP ${status}`);
  return new BulkRefusedError(`The search server refuses the query: ${why}`, {
    kind: "fatal",
    reason: `status-${status}`,
    advice: why,
  });
}
