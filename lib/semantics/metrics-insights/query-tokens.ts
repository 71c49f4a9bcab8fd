import { MetricsInsightsQueryError } from "./query-error.ts";

/** One piece of a query; `quoted` is a name in double, `text` a value in single quotation marks. */
export interface QueryToken {
  readonly type: "word" | "quoted" | "text" | "number" | "symbol" | "end";
  readonly text: string;
  readonly offset: number;
}

const TOKEN =
  /\s+|(?<number>\d+(?!\w))|(?<word>\w+)|(?<quoted>"(?:[^"\\]|\\.)*")|(?<text>'(?:[^'\\]|\\.)*')|(?<symbol>!=|<>|<=|>=|[=<>(),.;*])/suy;

/** @throws MetricsInsightsQueryError for a character that no query has, or quotation marks that do not close */
export function queryTokens(query: string): QueryToken[] {
  const tokens: QueryToken[] = [];
  let offset = 0;
  while (offset < query.length) {
    TOKEN.lastIndex = offset;
    const match = TOKEN.exec(query);
    if (match === null) {
      const character = String.fromCodePoint(query.codePointAt(offset)!);
      const problem =
        character === '"' || character === "'"
          ? `The ${character} has no closing one`
          : `${character} is not expected; a name with other characters than letters, numbers and underscores stands in double quotation marks`;
      throw new MetricsInsightsQueryError(problem, offset);
    }
    for (const type of ["number", "word", "quoted", "text", "symbol"] as const) {
      const found = match.groups![type];
      if (found === undefined) continue;
      const bare =
        type === "quoted" || type === "text" ? found.slice(1, -1).replace(/\\(.)/gsu, "$1") : found;
      tokens.push({ type, text: bare, offset });
    }
    offset += match[0].length;
  }
  tokens.push({ type: "end", text: "", offset: query.length });
  return tokens;
}
