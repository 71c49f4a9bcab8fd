import { styleText } from "node:util";
import type { Command } from "commander";
import { type FoundEvent, indexPattern, searchEvents } from "cumulog/search";
import { wholeNumber } from "../option-values.ts";
import { terminalText } from "../terminal-text.ts";
import { timeOf } from "../time-range.ts";
import { connectSearch, orSay, type SearchOptions, withSearchServer } from "./connection.ts";

interface Options extends SearchOptions {
  readonly from: string;
  readonly to?: string;
  readonly limit: number;
  readonly json?: true;
}

/** Searches allowed in one answer. https://docs.opensearch.org/latest/search-plugins/searching-data/paginate/ */
const MAXIMUM_RESULTS = 10_000;
const COLOURS = { ERROR: "red", FATAL: "red", WARN: "yellow" } as const;

/** `cumulog search "<text or query>"`: events of a search server, the oldest first. */
export function addQuery(command: Command): Command {
  return withSearchServer(command)
    .argument("[query]", "words, or a query such as 'severity_text:ERROR AND \"payment failed\"'", "")
    .option("--from <time>", "ISO time, or a duration ago such as 2h", "24h")
    .option("--to <time>", "ISO time, or a duration ago (default: now)")
    .option("--limit <n>", "events at most; the newest", wholeNumber(1, MAXIMUM_RESULTS), 100)
    .option("--json", "print one document a line")
    .action(search);
}

async function search(text: string, options: Options): Promise<void> {
  const now = Date.now();
  const from = timeOf("--from", options.from, now);
  // An event of this very millisecond is one of now.
  const to = options.to === undefined ? now + 1 : timeOf("--to", options.to, now);
  if (from >= to) throw new Error("--from must be before --to");
  const connection = connectSearch(options);
  const query = { text, from, to, limit: options.limit, indexPattern: indexPattern(options.index) };
  const { events, total } = await orSay(connection, () => searchEvents(connection, query));
  for (const event of events.toReversed())
    process.stdout.write(`${options.json ? JSON.stringify(event.document) : lineOf(event)}\n`);
  if (!options.json) process.stderr.write(`${events.length} of ${total} events\n`);
}

const clean = (value: unknown): string =>
  terminalText(typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value));

function lineOf({ document }: FoundEvent): string {
  const level = clean(document["severity_text"]);
  const colour = (COLOURS as Readonly<Record<string, "red" | "yellow">>)[level] ?? "none";
  const stream = process.stdout;
  const head = styleText(
    "dim",
    `${clean(document["@timestamp"])} ${clean(document["resource.service.name"])}`,
    { stream },
  );
  const error = document["error.message"] === undefined ? "" : `: ${clean(document["error.message"])}`;
  return `${head} ${styleText(colour, level.padEnd(5), { stream })} ${clean(document["body"])}${error}`;
}
