import { unexpected } from "./expression-parser.ts";
import { QueryCompileError } from "./query-compile-error.ts";
import type { QueryParser } from "./query-parser.ts";
import { flagOf, numberOf } from "./settings.ts";
import type { Command, FieldMapping, Path } from "./tree.ts";

const MAX_APPENDED = 100_000;
const DEFAULT_APPENDED = 10_000;

/**
 * `join type=left left=a right=b where a.id=b.id (SOURCE '/other')`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Join.html
 *
 * @throws QueryCompileError
 */
export function parseJoin(parser: QueryParser, start: number): Command {
  const settings = parser.settings(["type", "left", "right"]);
  const type = settings.get("type");
  const kind = type?.text.toLowerCase() ?? "inner";
  if (kind !== "inner" && kind !== "left") throw unexpected(type!, "inner or left");
  const [left, right] = (["left", "right"] as const).map((name) => {
    const token = settings.get(name);
    if (token?.kind === "word" || token?.kind === "quoted-name") return token.text;
    throw unexpected(token ?? parser.tokens.peek(), `${name}= and a name`);
  }) as [string, string];
  if (!parser.word("where")) throw unexpected(parser.tokens.peek(), "'where'");
  const one = parser.path();
  parser.expressions.expect("=");
  const other = parser.path();
  const subquery = parser.subquery();
  const [leftKey, rightKey] = [under(left, one, other), under(right, one, other)];
  if (!leftKey || !rightKey || left === right)
    throw new QueryCompileError(`join: expected ${left}.field=${right}.field after 'where'`, {
      start,
      end: subquery.start,
    });
  return parser.spanned(start, { kind: "join", type: kind, left, right, leftKey, rightKey, subquery });
}

function under(alias: string, ...paths: readonly Path[]): Path | undefined {
  return paths.find((path) => path[0] === alias && path.length > 1)?.slice(1);
}

/**
 * `lookup table id as userId OUTPUT name, team`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Lookup.html
 *
 * @throws QueryCompileError
 */
export function parseLookup(parser: QueryParser, start: number): Command {
  const table = parser.name();
  const match = mappings(parser);
  return parser.spanned(start, { kind: "lookup", table, match, ...outputOf(parser), isCidr: false });
}

/**
 * `cidrlookup networks srcAddr as range OUTPUT region`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Cidrlookup.html
 *
 * @throws QueryCompileError
 */
export function parseCidrLookup(parser: QueryParser, start: number): Command {
  const table = parser.name();
  const to = parser.name();
  const match = [{ from: parser.word("as") ? parser.name() : "", to }];
  return parser.spanned(start, { kind: "lookup", table, match, ...outputOf(parser), isCidr: true });
}

function outputOf(parser: QueryParser): { output: FieldMapping[]; keeps: boolean } {
  const keeps = parser.word("outputnew");
  if (!keeps && !parser.word("output")) throw unexpected(parser.tokens.peek(), "OUTPUT or OUTPUTNEW");
  return { output: mappings(parser), keeps };
}

/** `column as field`, or a name for both. */
function mappings(parser: QueryParser): FieldMapping[] {
  const found: FieldMapping[] = [];
  do {
    const from = parser.name();
    found.push({ from, to: parser.word("as") ? parser.name() : from });
  } while (parser.comma());
  return found;
}

/**
 * `appendcols override=true max=100 (SOURCE '/other' | stats …)`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Appendcols.html
 *
 * @throws QueryCompileError
 */
export function parseAppendcols(parser: QueryParser, start: number): Command {
  const settings = parser.settings(["override", "max"]);
  const override = flagOf(settings.get("override"), false);
  const maximum = numberOf(settings.get("max"), DEFAULT_APPENDED, { minimum: 1, maximum: MAX_APPENDED });
  return parser.spanned(start, { kind: "appendcols", override, maximum, subquery: parser.subquery() });
}
