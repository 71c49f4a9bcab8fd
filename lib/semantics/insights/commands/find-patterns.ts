/** Texts of one structure. */
export interface TextPattern {
  /** The structure, its varying parts as `<Time-1>`, `<ID-2>`. */
  readonly pattern: string;
  readonly count: number;
}

/** Finds the structures that texts share. */
export type PatternFinder = (texts: readonly string[]) => readonly TextPattern[];

/** What varies, by its type; the first that fits. */
const TOKENS: readonly (readonly [type: string, pattern: string])[] = [
  [
    "Time",
    "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d+)?)?(?:Z|[+-]\\d\\d:?\\d\\d)?|\\d{1,2}/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d(?: [+-]\\d{4})?|\\b\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?\\b",
  ],
  ["UUID", "\\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\\b"],
  ["IPAddress", "\\b\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\b"],
  ["ID", "\\b(?=[\\w-]{0,40}\\d)(?=[\\w-]{0,40}[A-Za-z-])[\\w-]{8,}\\b"],
  ["Number", "\\b\\d+(?:\\.\\d+)?\\b"],
];
const TOKEN = new RegExp(TOKENS.map(([, pattern]) => `(${pattern})`).join("|"), "g");

/** Characters of a text that are looked at. */
const MAX_LENGTH = 4_000;

/**
 * The structures of texts when nothing better is given: their times, addresses, identifiers and numbers vary, the rest is
 * the structure. The most frequent ones first.
 */
export const findPatterns: PatternFinder = (texts) => {
  const counts = new Map<string, number>();
  for (const text of texts) {
    const pattern = structureOf(text.slice(0, MAX_LENGTH));
    counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  }
  return [...counts]
    .map(([pattern, count]) => ({ pattern, count }))
    .sort((one, other) => other.count - one.count);
};

function structureOf(text: string): string {
  let number = 0;
  return text.replaceAll(TOKEN, (whole, ...groups: unknown[]) => {
    const index = groups.indexOf(whole);
    number += 1;
    return `<${TOKENS[index]?.[0] ?? "Token"}-${number}>`;
  });
}
