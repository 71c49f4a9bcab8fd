export type Json = Readonly<Record<string, unknown>>;

export function object(value: unknown): Json | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The members of a list that are objects. */
export function objects(value: unknown): readonly Json[] {
  return list(value).flatMap((one) => {
    const read = object(one);
    return read === undefined ? [] : [read];
  });
}

export function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function parseJson(source: string): Json | undefined {
  if (!/^\s*\{/.test(source)) return undefined;
  try {
    return object(JSON.parse(source));
  } catch {
    return undefined;
  }
}
