import { QueryCompileError } from "../syntax/query-compile-error.ts";
import type { Command } from "../syntax/tree.ts";

/** As many as may be used in one query. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Stats.html */
const MAX_STATS = 10;

/** Which commands may stand where. @throws QueryCompileError */
export function checkOrder(commands: readonly Command[]): void {
  const stats = commands.filter(({ kind }) => kind === "stats");
  if (stats.length > MAX_STATS)
    throw new QueryCompileError(`a query may have at most ${MAX_STATS} stats commands`, stats[MAX_STATS]!);
  const lastStats = commands.findLastIndex(({ kind }) => kind === "stats");
  const joins = commands.filter(({ kind }) => kind === "join");
  if (joins.length > 1) throw new QueryCompileError("a query may have one join command", joins[1]!);
  let isDeduplicated = false;
  let isSorted = false;
  for (const [index, command] of commands.entries()) {
    const { kind } = command;
    if (isDeduplicated && kind !== "limit" && kind !== "estimate")
      throw new QueryCompileError(`only limit may follow dedup, found ${kind}`, command);
    isDeduplicated ||= kind === "dedup";
    if (index < lastStats && (kind === "sort" || kind === "limit"))
      throw new QueryCompileError(`${kind} must follow the last stats command`, command);
    if (isSorted && kind === "pattern") throw new QueryCompileError("pattern may not follow sort", command);
    isSorted ||= kind === "sort";
    if (kind === "source" && commands.slice(0, index).some((before) => before.kind !== "source"))
      throw new QueryCompileError("SOURCE must be the first command", command);
    if (kind === "estimate" && index < commands.length - 1)
      throw new QueryCompileError("estimate must be the last command", command);
  }
}
