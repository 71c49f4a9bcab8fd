import { Cursor } from "./cursor.ts";
import { compileScalarReader, type JsonScalar } from "./json-selector.ts";
import { PatternSyntaxError } from "./pattern-syntax-error.ts";
import { parseJsonSelector } from "./selector-parser.ts";
import type { JsonSelector } from "./tree.ts";

/** `$.a.b`, ready to be read. */
export interface JsonSelectorReader {
  readonly source: string;
  readonly type: "json";
  readonly steps: JsonSelector;
  /** The first scalar the selector lands on in a JSON message. */
  readonly read: (document: object) => JsonScalar | undefined;
}

/** What a metric value, a dimension or an emitted field may refer to: `$.a.b`, `$name` or `$1`. */
export type Selector =
  | JsonSelectorReader
  | { readonly source: string; readonly type: "name"; readonly name: string }
  /** A position from 1 on. */
  | { readonly source: string; readonly type: "position"; readonly position: number };

/** Reads a selector of either language. @throws {PatternSyntaxError} */
export function compileSelector(source: string): Selector {
  if (source.startsWith("$.") || source.startsWith("$[")) {
    const cursor = new Cursor(source, 0, source.length);
    const steps = parseJsonSelector(cursor);
    if (!cursor.atEnd) cursor.fail(`The selector should end here, before ${cursor.describeNext()}`);
    return { source, type: "json", steps, read: compileScalarReader(steps) };
  }
  const name = /^\$([A-Za-z_-][A-Za-z0-9_-]*)$/.exec(source)?.[1];
  if (name !== undefined) return { source, type: "name", name };
  const position = /^\$([1-9][0-9]{0,8})$/.exec(source)?.[1];
  if (position !== undefined) return { source, type: "position", position: Number(position) };
  const message = "A selector is written $.property for JSON, $name or $1 for space-delimited messages";
  throw new PatternSyntaxError(message, source, 0);
}
