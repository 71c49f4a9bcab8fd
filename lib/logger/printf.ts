import { serializeValue } from "./serialize.ts";

/** A message with its placeholders filled, and how many of the arguments that took. */
export interface FilledMessage {
  readonly text: string;
  readonly consumed: number;
}

const PLACEHOLDER = /%([sdifjoO%])/g;

/**
 * Fills `%s %d %i %f %j %o %O` as pino does: a placeholder without an argument stays as it is, `%%` is a percent sign.
 */
export function fillMessage(template: string, values: readonly unknown[]): FilledMessage {
  let consumed = 0;
  const text = template.replace(PLACEHOLDER, (placeholder, kind: string) => {
    if (kind === "%") return "%";
    if (consumed >= values.length) return placeholder;
    const value = values[consumed];
    consumed += 1;
    return fill(placeholder, kind, value);
  });
  return { text, consumed };
}

function fill(placeholder: string, kind: string, value: unknown): string {
  try {
    if (kind === "s") return String(value);
    if ("dfi".includes(kind)) {
      if (value === null || value === undefined) return placeholder;
      return String(kind === "i" ? Math.floor(Number(value)) : Number(value));
    }
    if (value === undefined) return placeholder;
    if (typeof value === "string") return `'${value}'`;
    if (typeof value === "function") return value.name || "<anonymous>";
    return serializeValue(value) ?? placeholder;
  } catch {
    return serializeValue(value) ?? placeholder;
  }
}
