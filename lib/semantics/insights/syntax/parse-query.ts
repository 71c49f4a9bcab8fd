import { parseCommand } from "./command-parser.ts";
import { QueryParser } from "./query-parser.ts";
import type { Command } from "./tree.ts";

/**
 * Reads a query in the Logs Insights query language.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 *
 * @throws QueryCompileError
 */
export function parseQuery(source: string): Command[] {
  return new QueryParser(source, parseCommand).query();
}
