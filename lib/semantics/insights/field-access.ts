import type { Row } from "./rows/row.ts";
import { reach, Structure } from "./rows/structure.ts";
import type { Expression, Path } from "./syntax/tree.ts";
import { toValue, type Value } from "./values.ts";

type Field = Pick<Extract<Expression, { kind: "field" }>, "name" | "path">;

/** Reads a field: by its whole name, or as a member of the map or list that the start of its name stands for. */
export function fieldReader({ name, path }: Field): (row: Row) => Value {
  if (path.length === 1) return (row) => row.get(name);
  const holders = prefixes(path);
  const hasPosition = path.some((part) => typeof part === "number");
  return (row) => {
    const direct = row.get(name);
    if (direct !== undefined) return direct;
    for (const [prefix, rest] of holders) {
      const holder = row.get(prefix);
      if (holder instanceof Structure) return toValue(reach(holder.content, rest));
      if (holder !== undefined) return undefined;
    }
    return hasPosition ? toValue(row.document(path)) : undefined;
  };
}

/** Reads a field that may be an object or an array of the event's own document. */
export function structureReader(field: Field): (row: Row) => Value {
  const read = fieldReader(field);
  return (row) => read(row) ?? toValue(row.document(field.path));
}

/** Starts of a path that are names, the longest first, each with what is left. */
function prefixes(path: Path): (readonly [name: string, rest: Path])[] {
  const found: (readonly [string, Path])[] = [];
  for (let length = path.length - 1; length > 0; length -= 1) {
    const start = path.slice(0, length);
    if (start.every((part) => typeof part === "string")) found.push([start.join("."), path.slice(length)]);
  }
  return found;
}
