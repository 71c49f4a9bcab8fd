import { accessLine } from "../contract/access-line.ts";
import { membersOf } from "../contract/members.ts";
import { readEvent } from "../contract/read-event.ts";
import { minedText } from "../templates/mined-text.ts";
import { TemplateMiner } from "../templates/template-miner.ts";

/** A line whose cause is looked for. */
export interface CauseLine {
  /** Milliseconds since the epoch. */
  readonly timestamp: number | undefined;
  readonly message: string;
}

/** Lines of an alarm that say the same, and what they have in common. */
export interface Cause {
  /** The same for the same text in every message about the alarm. */
  readonly id: string;
  readonly count: number;
  /** The message with `<*>` for what varies, and the causes of its error: `payment provider timed out ← ECONNREFUSED`. */
  readonly text: string;
  /** What the lines have in common: `route /pay`, `12 users`. */
  readonly details: readonly string[];
  /** Milliseconds since the epoch of the first line, as far as lines have times. */
  readonly firstSeen: number | undefined;
  /** When this cause was first told of, if earlier messages about the alarm told of others only. */
  readonly newSince: number | undefined;
}

const MAX_CAUSES = 5;
const MAX_CHAIN = 4;
const MAX_LINK_CHARACTERS = 100;
const MAX_VALUES = 2;

interface Group {
  readonly template: string;
  readonly chain: string;
  readonly rows: Readonly<Record<string, unknown>>[];
  firstSeen: number | undefined;
}

/**
 * Groups lines by the template of their message and the causes of their error, the most frequent first.
 * @param known Causes that earlier messages about the alarm told of, with their first times.
 */
export function groupCauses(
  lines: readonly CauseLine[],
  known: Readonly<Record<string, number>> = {},
): readonly Cause[] {
  const miner = new TemplateMiner();
  const groups = new Map<string, Group>();
  for (const line of lines) {
    const { row } = readEvent({ timestamp: line.timestamp ?? 0, message: line.message });
    const members = membersOf(line.message);
    const message =
      members !== undefined && typeof row["message"] === "string"
        ? row["message"]
        : (requestsOf(line.message) ?? minedText(line.message));
    const chain = members === undefined ? "" : chainOf(members).join(" ← ");
    const template = miner.add(message);
    const key = JSON.stringify([template, chain]);
    const group = groups.get(key) ?? { template, chain, rows: [], firstSeen: line.timestamp };
    group.rows.push(row);
    if (line.timestamp !== undefined)
      group.firstSeen = Math.min(group.firstSeen ?? line.timestamp, line.timestamp);
    groups.set(key, group);
  }
  const texts = new Map(miner.templates().map(({ id, text }) => [id, text]));
  const merged = new Map<string, Group>();
  for (const group of groups.values()) {
    const template = miner.resolve(group.template);
    const key = JSON.stringify([template, group.chain]);
    const other = merged.get(key);
    if (other === undefined) merged.set(key, { ...group, template });
    else {
      other.rows.push(...group.rows);
      if (group.firstSeen !== undefined)
        other.firstSeen = Math.min(other.firstSeen ?? group.firstSeen, group.firstSeen);
    }
  }
  const hasHistory = Object.keys(known).length > 0;
  return [...merged.values()]
    .sort((one, other) => other.rows.length - one.rows.length)
    .slice(0, MAX_CAUSES)
    .map(({ template, chain, rows, firstSeen }) => {
      const text = texts.get(template) ?? "";
      const id = `${template}${chain === "" ? "" : `/${chain}`}`.slice(0, 120);
      return {
        id,
        count: rows.length,
        text: chain === "" ? text : `${text} ← ${chain}`,
        details: detailsOf(rows),
        firstSeen,
        newSince: hasHistory && known[id] === undefined ? firstSeen : undefined,
      };
    });
}

/** One line for people: `30 × payment provider timed out ← ECONNREFUSED, route /pay, 12 users (new since 14:02)`. */
export function causeText({ count, text, details, newSince }: Cause): string {
  const since =
    newSince === undefined ? "" : ` (new since ${new Date(newSince).toISOString().slice(11, 16)} UTC)`;
  return `${count} × ${[text, ...details].join(", ")}${since}`;
}

/** What lines of an access log have in common besides route and status, which are told anyway. */
function requestsOf(message: string): string | undefined {
  const access = accessLine(message);
  return access && `${access.method ?? "unreadable"} requests`;
}

/** The codes, or names and messages, of an error and its causes. */
function chainOf(members: Readonly<Record<string, unknown>>): string[] {
  const chain: string[] = [];
  let error: unknown = members["error"] ?? members["err"] ?? members["exception"];
  while (typeof error === "object" && error !== null && chain.length < MAX_CHAIN) {
    const { code, name, type, message, cause } = error as Readonly<Record<string, unknown>>;
    const title = name ?? type;
    const link =
      typeof code === "string" && code !== ""
        ? code
        : [title, typeof message === "string" ? maskedNumbers(message) : undefined]
            .filter((part) => typeof part === "string" && part !== "")
            .join(": ");
    if (link !== "" && chain.at(-1) !== link) chain.push(link.slice(0, MAX_LINK_CHARACTERS));
    error = cause;
  }
  if (typeof error === "string" && error !== "" && chain.length < MAX_CHAIN)
    chain.push(maskedNumbers(error).slice(0, MAX_LINK_CHARACTERS));
  return chain;
}

function maskedNumbers(message: string): string {
  const miner = new TemplateMiner();
  miner.add(message.split("\n", 1)[0]!);
  return miner.templates()[0]!.text;
}

function detailsOf(rows: readonly Readonly<Record<string, unknown>>[]): string[] {
  const details: string[] = [];
  for (const [column, name] of [
    ["route", "route"],
    ["status", "status"],
    ["service", "service"],
  ] as const) {
    const counts = countsOf(rows, column);
    if (counts.length === 0) continue;
    if (counts.length === 1) details.push(`${name} ${counts[0]![0]}`);
    else if (column !== "service") details.push(`${name} ${shares(counts)}`);
  }
  const users = countsOf(rows, "user_id").length;
  if (users > 0) details.push(users === 1 ? "1 user" : `${users} users`);
  return details;
}

function shares(counts: readonly (readonly [string, number])[]): string {
  const shown = counts.slice(0, MAX_VALUES).map(([value, count]) => `${value} (${count})`);
  return counts.length > MAX_VALUES
    ? `${shown.join(", ")} and ${counts.length - MAX_VALUES} more`
    : shown.join(", ");
}

function countsOf(rows: readonly Readonly<Record<string, unknown>>[], column: string): [string, number][] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = row[column];
    if (value === null || value === undefined) continue;
    const text = String(value).slice(0, 60);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].sort((one, other) => other[1] - one[1]);
}
