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
      action = `{"create":{"_index":${JSON.stringify(index)},"_id":`;
    }
    text += action + JSON.stringify(item.id) + "}}\n" + item.document + "\n";
  }
  return Buffer.from(text);
}
