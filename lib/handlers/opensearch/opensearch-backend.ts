import type { Backend, Exceptions, Verdict } from "../../delivery/backend.ts";
import type { Item } from "../../delivery/item.ts";
import { reportInternal } from "../../logger/internal-channel.ts";
import { SearchConnection } from "../../search/connection.ts";
import { documentId } from "../../search/document-writer.ts";
import { refusalOf } from "../../search/failure.ts";
import { indexName, untimely } from "../../search/index-name.ts";
import { BulkRefusedError, bulkOutcome } from "../../search/outcome.ts";
import { BULK_CONTENT_TYPE, BULK_PATH, type BulkItem, bulkAction, bulkLines } from "../../search/request.ts";
import { authorizationOf } from "./authorization.ts";
import { DeadLetterFile, type RefusedDocument } from "./dead-letter-file.ts";
import type { OpenSearchHandlerOptions } from "./opensearch-options.ts";

export const DEFAULT_RETENTION_DAYS = 30;
/** Tries of one document that the server answers with an error of its own (500) before it counts as the document's. */
const FAULT_TRIES = 8;

/** Calls `_bulk`. A lane's name is the beginning of its indices' names. */
export class OpenSearchBackend implements Backend {
  readonly #options: OpenSearchHandlerOptions;
  readonly #retentionDays: number;
  readonly #connection: SearchConnection;
  readonly #deadLetters: DeadLetterFile | undefined;
  readonly #faults = new WeakMap<Item, number>();
  readonly #prepared = new WeakMap<readonly Item[], Buffer>();
  #setup: Promise<void> | undefined;

  /** @throws {SearchAddressError} for a url or a CA file that cannot be used */
  constructor(options: OpenSearchHandlerOptions) {
    this.#options = options;
    this.#retentionDays = options.retentionDays ?? DEFAULT_RETENTION_DAYS;
    const { url, auth, caFile, compress, deadLetterFile } = options;
    this.#connection = new SearchConnection({ url, caFile, compress, authorization: authorizationOf(auth) });
    this.#deadLetters = deadLetterFile === undefined ? undefined : new DeadLetterFile(deadLetterFile);
  }

  async send(lane: string, batch: readonly Item[], signal: AbortSignal): Promise<Exceptions | undefined> {
    if (this.#options.setup) await this.#setUp(signal);
    const now = Date.now();
    const exceptions = new Map<number, { kind: "reject" | "retry"; reason: string }>();
    for (let index = 0; index < batch.length; index++) {
      const reason = untimely(batch[index]!.timestamp, now, this.#retentionDays);
      if (reason !== undefined) exceptions.set(index, { kind: "reject", reason });
    }
    const positions =
      exceptions.size === 0 ? undefined : [...batch.keys()].filter((index) => !exceptions.has(index));
    const sent = positions === undefined ? batch : positions.map((index) => batch[index]!);
    if (sent.length > 0) await this.#call(lane, sent, positions, exceptions, signal);
    return exceptions.size === 0 ? undefined : exceptions;
  }

  prepare(lane: string, batch: readonly Item[]): void {
    this.#prepared.set(batch, body(lane, batch));
  }

  classify(error: unknown): Verdict {
    return refusalOf(error);
  }

  /** Nothing has to be made: an index comes into being with its first document. */
  async repair(): Promise<void> {}

  close(): void {
    this.#connection.close();
  }

  async #call(
    lane: string,
    sent: readonly Item[],
    positions: readonly number[] | undefined,
    exceptions: Map<number, { kind: "reject" | "retry"; reason: string }>,
    signal: AbortSignal,
  ): Promise<void> {
    const request = {
      method: "POST",
      path: BULK_PATH,
      body: this.#prepared.get(sent) ?? body(lane, sent),
      contentType: BULK_CONTENT_TYPE,
    } as const;
    const refused: RefusedDocument[] = [];
    const refuse = (index: number, reason: string, detail: string): void => {
      exceptions.set(positions?.[index] ?? index, { kind: "reject", reason });
      refused.push({ item: bulkItem(lane, sent[index]!), reason, detail });
    };
    try {
      for (const [index, failure] of bulkOutcome(await this.#connection.send(request, signal), sent.length)) {
        const isKept = failure.kind === "retry" && !(failure.status === 500 && this.#isFaulty(sent[index]!));
        if (isKept) exceptions.set(positions?.[index] ?? index, { kind: "retry", reason: failure.reason });
        else refuse(index, failure.reason, failure.detail);
      }
    } catch (error) {
      const isAlone =
        sent.length === 1 && error instanceof BulkRefusedError && error.refusal.kind === "bisect";
      if (!isAlone) throw error;
      refuse(0, error.refusal.reason, error.message);
    }
    if (refused.length > 0) await this.#writeLetters(refused);
  }

  #isFaulty(item: Item): boolean {
    const tries = (this.#faults.get(item) ?? 0) + 1;
    this.#faults.set(item, tries);
    return tries >= FAULT_TRIES;
  }

  async #writeLetters(refused: readonly RefusedDocument[]): Promise<void> {
    const { reason, detail } = refused[0]!;
    const where =
      this.#deadLetters === undefined ? "set deadLetterFile to keep such records" : "see the deadLetterFile";
    reportInternal({
      code: "document-refused",
      message: `the search server refused ${refused.length} documents for good (${detail === "" ? reason : detail}); ${where}`,
    });
    try {
      await this.#deadLetters?.write(refused);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      reportInternal({
        code: "dead-letter-file",
        message: `deadLetterFile cannot be written (${code}): ${refused.length} refused documents are not kept`,
      });
    }
  }

  #setUp(signal: AbortSignal): Promise<void> {
    const { index = "logs-{service}" } = this.#options;
    this.#setup ??= import("../../search/setup.ts")
      .then(({ installSearch }) =>
        installSearch(
          this.#connection,
          { index, retentionDays: this.#retentionDays, onlyMissing: true },
          signal,
        ),
      )
      .then(() => {})
      .catch((error: unknown) => {
        this.#setup = undefined;
        throw error;
      });
    return this.#setup;
  }
}

function bulkItem(lane: string, { timestamp, text }: Item): BulkItem {
  return { index: indexName(lane, timestamp), id: documentId(text), document: text };
}

/** Body of a `_bulk` call, written in one pass without an object for each item. */
function body(lane: string, items: readonly Item[]): Buffer {
  let lines = "";
  let index = "";
  let action = "";
  for (const { text, timestamp } of items) {
    const wanted = indexName(lane, timestamp);
    if (wanted !== index) {
      index = wanted;
      action = bulkAction(index);
    }
    lines += bulkLines(action, documentId(text), text);
  }
  return Buffer.from(lines);
}
