import type { LogEntry } from "../log-entry.ts";
import { type FieldType, LOG_ENTRY_FIELDS, typeOf } from "./entry-schema.ts";
import type { ValueTest } from "./field.ts";

const ENTRY: FieldType = { kind: "message", fields: LOG_ENTRY_FIELDS };
const STRUCT: FieldType = { kind: "struct" };

/** Whether some scalar anywhere in an entry passes. */
export function someValue(entry: LogEntry, test: ValueTest): boolean {
  return walk(ENTRY, entry, test);
}

/** Whether some scalar anywhere inside a payload's object or array passes. */
export function someInnerValue(value: unknown, test: ValueTest): boolean {
  return walk(STRUCT, value, test);
}

/** A payload may nest as deep as it likes, so what is to be visited is kept in a list and not on the stack. */
function walk(root: FieldType, entry: unknown, test: ValueTest): boolean {
  const pending: [FieldType, unknown][] = [[root, entry]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [type, value] = next;
    if (value === undefined) continue;
    if (typeof value !== "object" || value === null) {
      if (test(type.kind === "scalar" ? type.type : typeOf(value), value)) return true;
    } else if (Array.isArray(value)) {
      const element = type.kind === "list" ? type.element : type;
      for (const item of value) pending.push([element, item]);
    } else {
      for (const [name, member] of Object.entries(value)) {
        const memberType = type.kind === "message" ? type.fields[name] : type;
        if (memberType) pending.push([memberType, member]);
      }
    }
  }
  return false;
}
