import { appendFile } from "node:fs/promises";
import type { BulkItem } from "../../search/request.ts";

/** A document that the server refused for good. */
export interface RefusedDocument {
  readonly item: BulkItem;
  /** The server's type of error, and its words. */
  readonly reason: string;
  readonly detail: string;
}

/** Appends refused documents to a file, a line of JSON each. */
export class DeadLetterFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Resolves when the lines are in the file. */
  async write(refused: readonly RefusedDocument[]): Promise<void> {
    const failedAt = new Date().toISOString();
    const lines = refused.map(({ item, reason, detail }) => {
      const { index, id, document } = item;
      const head = JSON.stringify({ failedAt, reason, detail, index, id });
      return `${head.slice(0, -1)},"document":${document}}\n`;
    });
    await appendFile(this.#path, lines.join(""), { mode: 0o600 });
  }
}
