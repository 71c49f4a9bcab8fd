import { writeSync } from "node:fs";
import type { Item } from "../delivery/item.ts";

/** Last resort for records that nothing else takes: their lines on stderr. */
export function writeToStderr(items: readonly Item[]): "stderr" {
  for (const item of items) {
    try {
      writeSync(2, item.text + "\n");
    } catch {
      // Nowhere is left to write it; the account says that it was dropped.
    }
  }
  return "stderr";
}
