import { retryAfterMs } from "../delivery/backoff.ts";

/** An answer to a `_bulk` call. */
export interface BulkAnswer {
  readonly status: number;
  readonly text: string;
  readonly retryAfter?: string | undefined;
}

/** A document that was not stored. */
export interface ItemFailure {
  /** `retry`: it may be taken later. `reject`: it never will be. */
  readonly kind: "retry" | "reject";
  /** The server's type of error, such as `mapper_parsing_exception`. */
  readonly reason: string;
  /** The server's own words, without values of the document. */
  readonly detail: string;
  readonly status: number;
}

/** What has to happen when a call as a whole had no success. */
export type Refusal =
  /** Send it again. */
  | { readonly kind: "retry"; readonly reason: string; readonly retryAfterMs?: number }
  /** It is too large, or cannot be read: halve it. */
  | { readonly kind: "bisect"; readonly reason: string }
  /** Nothing gets through until a person acts. */
  | { readonly kind: "fatal"; readonly reason: string; readonly advice: string };

/** A `_bulk` call that stored nothing that counts; {@link refusal} says what to do. Holds nothing of the documents. */
export class BulkRefusedError extends Error {
  override readonly name = "BulkRefusedError";
  readonly refusal: Refusal;

  constructor(message: string, refusal: Refusal) {
    super(message);
    this.refusal = refusal;
  }
}

/** Documents that were not stored, by their position in the request. Everything else was stored, now or before. */
export type BulkOutcome = ReadonlyMap<number, ItemFailure>;

interface AnsweredItem {
  readonly status?: number;
  readonly error?: {
    readonly type?: string;
    readonly reason?: string;
    readonly caused_by?: { readonly type?: string };
  };
}

const NONE: BulkOutcome = new Map();

/**
 * What became of each document of a `_bulk` call. Items are matched by position, because an ingest pipeline may change ids. 409 is
 * a document that was there before: delivered.
 *
 * @param count documents in the request
 * @throws {BulkRefusedError} when the call as a whole failed, or all that is left of it is blocked
 */
export function bulkOutcome(answer: BulkAnswer, count: number): BulkOutcome {
  if (answer.status !== 200) throw wholeRefusal(answer);
  if (isAllCreated(answer.text, count)) return NONE;
  const items = answeredItems(answer.text, count);
  let failures: Map<number, ItemFailure> | undefined;
  for (let index = 0; index < count; index++) {
    const operation = items[index]!;
    let item: AnsweredItem | undefined;
    for (const name in operation) item = operation[name];
    const status = item?.status ?? 0;
    if ((status >= 200 && status < 300) || status === 409) continue;
    failures ??= new Map();
    failures.set(index, itemFailure(status, item?.error));
  }
  if (failures === undefined) return NONE;
  if (failures.size === count) refuseIfBlocked(failures);
  return failures;
}

const CREATED = '{"create":{"status":201}}';
const ALL_CREATED = '{"errors":false,"items":[';

/** Whether every document was created: the answer is then as long as that many times the same item, and has no errors. */
function isAllCreated(text: string, count: number): boolean {
  const length = ALL_CREATED.length + count * (CREATED.length + 1) + 1;
  return text.length === length && text.startsWith(ALL_CREATED + CREATED) && text.endsWith(CREATED + "]}");
}

function answeredItems(text: string, count: number): readonly Record<string, AnsweredItem>[] {
  let items: unknown;
  try {
    ({ items } = JSON.parse(text) as { items?: unknown });
  } catch {
    // Cut off on its way, or a page of a proxy.
  }
  if (Array.isArray(items) && items.length === count) return items as Record<string, AnsweredItem>[];
  throw new BulkRefusedError("the answer is not that of a _bulk call", {
    kind: "retry",
    reason: "unreadable-answer",
  });
}

/** Types that say that an index, not a document, is in the way. Until a person acts they hold for every document of that index. */
const BLOCKS: Readonly<Record<string, string>> = {
  cluster_block_exception:
    "the index is read-only: make it writable, or free disk space if the flood-stage watermark was reached",
  index_closed_exception: "the index is closed: open it",
  index_not_found_exception:
    "the index does not exist and the server makes none by itself: allow action.auto_create_index for it",
  invalid_index_name_exception: "the server does not take the index name: change the option index",
  validation_exception:
    "the cluster has all the shards that it may have: raise cluster.max_shards_per_node or delete old indices",
  security_exception: "the user may not write this index: give it create_index and write permissions",
};
/** OpenSearch Serverless takes ids in collections of the type SEARCH only. */
const NO_IDS = /document id is not supported/i;
const NO_IDS_ADVICE = "the collection takes no ids: use one of the type SEARCH, not TIMESERIES";
const FLOOD_STAGE = "the disk of the server is full to its flood-stage watermark: free space or add nodes";

function itemFailure(status: number, error: AnsweredItem["error"]): ItemFailure {
  const reason = error?.type ?? `status-${status}`;
  const isBlocked =
    Object.hasOwn(BLOCKS, reason) ||
    NO_IDS.test(error?.reason ?? "") ||
    status === 401 ||
    status === 403 ||
    status === 404;
  const kind = isBlocked || status === 429 || status >= 500 || status === 0 ? "retry" : "reject";
  return { kind, reason, detail: withoutContent(reason, error), status };
}

/** Values of the document stand in quotes or behind these words. */
const CONTENT = /(?:\. Preview of field's value|The prefix of the first immense term|For input string).*$/s;
const DETAIL_LENGTH = 300;

function withoutContent(type: string, error: AnsweredItem["error"]): string {
  const said = (error?.reason ?? "")
    .replace(/^\[\d+:\d+\] /, "")
    .replace(CONTENT, "")
    .replace(/ in document with id '[^']*'/, "")
    .replaceAll(/'[^']*'|"[^"]*"/g, "'…'")
    .trim();
  const cause = error?.caused_by?.type;
  const words = `${type}${said === "" ? "" : `: ${said}`}${cause === undefined ? "" : ` (${cause})`}`;
  return words.slice(0, DETAIL_LENGTH);
}

function refuseIfBlocked(failures: ReadonlyMap<number, ItemFailure>): void {
  let blocked: ItemFailure | undefined;
  for (const failure of failures.values()) {
    // Any other failure of the server may be one of this very document.
    const isBusy = failure.status === 429 || failure.status === 503;
    if (failure.kind === "reject" || (failure.status >= 500 && !isBusy)) return;
    if (blocked === undefined || Object.hasOwn(BLOCKS, failure.reason)) blocked = failure;
  }
  const { reason, detail } = blocked!;
  const advice = /flood-stage/.test(detail)
    ? FLOOD_STAGE
    : NO_IDS.test(detail)
      ? NO_IDS_ADVICE
      : BLOCKS[reason];
  const message = `the server took none of ${failures.size} documents (${detail})`;
  throw new BulkRefusedError(
    message,
    advice === undefined
      ? { kind: "retry", reason }
      : { kind: "fatal", reason, advice: `${sentence(advice)}.` },
  );
}

const sentence = (text: string): string => `Nothing can be written: ${text}`;

function wholeRefusal({ status, text, retryAfter }: BulkAnswer): BulkRefusedError {
  const type = errorType(text);
  const reason = type ?? `status-${status}`;
  const message = `the server answered with HTTP ${status}${type === undefined ? "" : ` (${type})`}`;
  const refuse = (refusal: Refusal) => new BulkRefusedError(message, refusal);
  if (status === 408 || status === 425 || status === 429 || status >= 500)
    return refuse({ kind: "retry", reason, retryAfterMs: retryAfterMs(retryAfter, Date.now()) });
  // A server that knows _bulk says in JSON what it does not take; anything else that answers 400 is not that server.
  if (status === 413 || (status === 400 && type !== undefined)) return refuse({ kind: "bisect", reason });
  const why =
    status === 401
      ? "the credentials are wrong or missing: check auth"
      : status === 403
        ? "the credentials may not call _bulk: check the user's permissions, or the domain's access policy"
        : status >= 300 && status < 400
          ? "it redirects to another address: give that as url"
          : "it has no _bulk here: check url";
  return refuse({ kind: "fatal", reason, advice: `The search server refuses (HTTP ${status}); ${why}.` });
}

function errorType(text: string): string | undefined {
  const [, type] = /"type"\s*:\s*"([a-z0-9_]{1,80})"/.exec(text.slice(0, 4_000)) ?? [];
  return type;
}
