import {
  COMPUTED_COLUMNS,
  type Column,
  type Contract,
  isMembers,
  levelNames,
  type Members,
  TIME_MEMBERS,
} from "cumulog/analysis";

/** How a member at the top of a line is taken out. */
export type MemberKind = "text" | "number" | "boolean" | "json";

/**
 * What the JSON lines of a file have in common, learned from a few of them. The engine reads the lines that are so; any other
 * one goes the long way.
 */
export interface LineShape {
  /** Members at the top, and how each is taken out. */
  readonly members: ReadonlyMap<string, MemberKind>;
  readonly time: { readonly member: string; readonly kind: "utc" | "offset" | "milliseconds" };
  /** Members by the columns that they give. */
  readonly columns: ReadonlyMap<string, string>;
  /** Members that no column holds. */
  readonly left: readonly string[];
  /** Members that are objects in other lines with which a column could be found: here they must not be. */
  readonly scalars: readonly string[];
  /** Columns of whole numbers. */
  readonly integers: readonly string[];
  /** Names of levels as the lines write them, the usual first. */
  readonly levels: readonly string[];
}

const UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/;
const OFFSET = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?[+-]\d{2}:?\d{2}$/;
const STANDARD_LEVELS = ["INFO", "DEBUG", "WARN", "WARNING", "ERROR", "TRACE", "FATAL", "NOTICE", "CRITICAL"];
/** More members than these are rather keys of a map than members. */
const MOST_MEMBERS = 100;

/** @returns undefined when the lines have too little in common, or what only the long way can read */
export function shapeOf(documents: readonly Members[], { columns }: Contract): LineShape | undefined {
  const time = timeOf(documents);
  if (time === undefined) return undefined;
  const counts = countMembers(documents);
  if (counts.size > MOST_MEMBERS) return undefined;
  const bound = new Map<string, string>();
  const refused = new Set<string>();
  for (const column of columns) {
    if (COMPUTED_COLUMNS.has(column.name)) continue;
    const present = column.members.filter((name) => counts.has(name) && name !== time.member);
    // Inside objects only the long way looks.
    if (column.members.some((name) => isInside(name, documents))) return undefined;
    const usual = present.reduce<string | undefined>(
      (best, name) => (best === undefined || counts.get(name)! > counts.get(best)! ? name : best),
      undefined,
    );
    if (usual === undefined) continue;
    if (column.type === "time" || (column.type === "text" && !isText(usual, documents))) return undefined;
    bound.set(column.name, usual);
    for (const other of present) if (other !== usual) refused.add(other);
  }
  // A member can give several columns, but one that is refused for one must not be read for another.
  for (const member of bound.values()) if (refused.has(member)) return undefined;
  return describe(time, counts, bound, refused, columns, documents);
}

function describe(
  time: LineShape["time"],
  counts: ReadonlyMap<string, number>,
  bound: ReadonlyMap<string, string>,
  refused: ReadonlySet<string>,
  columns: readonly Column[],
  documents: readonly Members[],
): LineShape | undefined {
  const members = new Map<string, MemberKind>([
    [time.member, time.kind === "milliseconds" ? "number" : "text"],
  ]);
  for (const column of columns) {
    const member = bound.get(column.name);
    if (member === undefined) continue;
    const kind = kindOf(column);
    if (members.has(member) && members.get(member) !== kind) return undefined;
    members.set(member, kind);
  }
  const left = [...counts.keys()].filter((key) => !members.has(key) && !refused.has(key));
  for (const key of left) members.set(key, "json");
  const roots = new Set(
    columns.flatMap(({ members: names }) => names.filter((name) => name.includes(".")).map(rootOf)),
  );
  return {
    members,
    time,
    columns: bound,
    left,
    scalars: [...members.keys()].filter((key) => roots.has(key)),
    integers: columns
      .filter(({ type, name }) => type === "integer" && bound.has(name))
      .map(({ name }) => name),
    levels: levelTexts(bound.get("level"), documents),
  };
}

const rootOf = (name: string): string => name.slice(0, name.indexOf("."));

function isInside(name: string, documents: readonly Members[]): boolean {
  return name.includes(".") && documents.some((document) => isMembers(document[rootOf(name)]));
}

function isText(member: string, documents: readonly Members[]): boolean {
  return documents.every((document) =>
    ["string", "undefined"].includes(typeof (document[member] ?? undefined)),
  );
}

function kindOf({ type, name }: Column): MemberKind {
  if (name === "level" || type === "text") return "text";
  return type === "boolean" ? "boolean" : "number";
}

function countMembers(documents: readonly Members[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const document of documents)
    for (const [key, value] of Object.entries(document))
      if (value !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function timeOf(documents: readonly Members[]): LineShape["time"] | undefined {
  const member = TIME_MEMBERS.find((name) => documents.some((document) => document[name] !== undefined));
  if (member === undefined) return undefined;
  const values = documents.map((document) => document[member]);
  if (values.every((value) => typeof value === "string" && UTC.test(value))) return { member, kind: "utc" };
  if (values.every((value) => typeof value === "string" && OFFSET.test(value)))
    return { member, kind: "offset" };
  const isMilliseconds = (value: unknown) => Number.isInteger(value) && isMillisecondsNow(value as number);
  return values.every(isMilliseconds) ? { member, kind: "milliseconds" } : undefined;
}

/** As the reader of lines tells milliseconds from seconds: by thirteen digits. */
const isMillisecondsNow = (value: number): boolean => value >= 1e12 && value < 1e13;

function levelTexts(member: string | undefined, documents: readonly Members[]): string[] {
  if (member === undefined) return [];
  const counts = new Map<string, number>();
  for (const document of documents) {
    const value = document[member];
    if (typeof value === "string" && levelNames(value) !== undefined)
      counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const seen = [...counts].sort((one, other) => other[1] - one[1]).map(([text]) => text);
  const isLower = seen.some((text) => text === text.toLowerCase());
  const standard = isLower ? STANDARD_LEVELS.map((text) => text.toLowerCase()) : STANDARD_LEVELS;
  return [...new Set([...seen, ...standard])];
}
