/** A document on its way. */
export interface BulkItem {
  readonly index: string;
  /** `_id`: an event that comes again is found by it. At most 512 bytes. */
  readonly id: string;
  /** The document as JSON without line breaks. */
  readonly document: string;
}

/** What is asked of the answer: enough for each item's outcome, by its position. */
export const BULK_PATH =
  "/_bulk?filter_path=errors,items.*.status,items.*.error.type,items.*.error.reason,items.*.error.caused_by.type";

export const BULK_CONTENT_TYPE = "application/x-ndjson";

/**
 * Body of a `_bulk` call. The operation is `create`: a document that is there is not written again.
 *
 * @see https://docs.opensearch.org/latest/api-reference/document-apis/bulk/
 */
export function bulkBody(items: readonly BulkItem[]): Buffer {
  let text = "";
  let index = "";
  let action = "";
  for (const item of items) {
    if (item.index !== index) {
      index = item.index;
      action = bulkAction(index);
    }
    text += bulkLines(action, item.id, item.document);
  }
  return Buffer.from(text);
}

/** Beginning of the operation lines for an index. */
export function bulkAction(index: string): string {
  return `{"create":{"_index":${JSON.stringify(index)},"_id":`;
}

/** The operation and its document. */
export function bulkLines(action: string, id: string, document: string): string {
  return action + (MUST_ESCAPE.test(id) ? JSON.stringify(id) : '"' + id + '"') + "}}\n" + document + "\n";
}

const MUST_ESCAPE = /[^\w-]/;
