import type { IncomingMessage } from "node:http";
import { gunzipSync } from "node:zlib";

/** One operation of a `_bulk` body, as it stands there. */
export interface BulkOperation {
  readonly index: string;
  readonly id: string;
  /** Text of the document. */
  readonly document: string;
  /** Both lines. */
  readonly lines: string;
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  return request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
}

/** @throws for a body that is not lines of `create` operations and documents, each with a line break */
export function bulkOperations(body: string): BulkOperation[] {
  if (!body.endsWith("\n")) throw new Error("The bulk request must be terminated by a newline [\\n]");
  const lines = body.slice(0, -1).split("\n");
  const operations: BulkOperation[] = [];
  for (let at = 0; at < lines.length; at += 2) {
    const { create } = JSON.parse(lines[at]!) as { create: { _index: string; _id: string } };
    const document = lines[at + 1]!;
    operations.push({ index: create._index, id: create._id, document, lines: `${lines[at]}\n${document}\n` });
  }
  return operations;
}
