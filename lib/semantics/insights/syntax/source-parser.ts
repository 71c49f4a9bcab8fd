import { unexpected } from "./expression-parser.ts";
import { QueryCompileError } from "./query-compile-error.ts";
import type { QueryParser } from "./query-parser.ts";
import type { Command, SourceSelection } from "./tree.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Source.html */
const MAX_PREFIXES = 5;
const MAX_ACCOUNTS = 20;
const MAX_TAGS = 5;
const MAX_TAG_VALUES = 5;

/**
 * `SOURCE '/app/shop'`, `SOURCE logGroups(namePrefix: ['/app'], class: ['STANDARD']) logGroupTags([{"key": "team"}])`.
 *
 * @throws QueryCompileError
 */
export function parseSource(parser: QueryParser, start: number): Command {
  const names: string[] = [];
  let selection: SourceSelection = { names };
  for (let token = parser.tokens.peek(); !parser.isEnd(token); token = parser.tokens.peek()) {
    if (token.kind === "string") {
      names.push(token.text);
      parser.tokens.next();
      parser.comma();
    } else if (parser.word("loggroups")) selection = { ...selection, ...parseLogGroups(parser) };
    else if (parser.word("loggrouptags")) selection = { ...selection, tags: parseTags(parser) };
    else if (token.kind === "word" && token.text.toLowerCase() === "datasource")
      throw new QueryCompileError("cumulog does not have data sources: name log groups", token);
    else if (token.kind === "word" && /^(?:start|end)$/i.test(token.text)) parseTime(parser);
    else if (token.kind === "word" || token.kind === "quoted-name") {
      names.push(token.text);
      parser.tokens.next();
      parser.comma();
    } else throw unexpected(token, "the name of a log group, logGroups() or logGroupTags()");
  }
  if (names.length === 0 && !selection.prefixes && !selection.tags)
    throw unexpected(parser.tokens.peek(), "the name of a log group, logGroups() or logGroupTags()");
  return parser.spanned(start, { kind: "source", selection });
}

/** `START=…` and `END=…`, as DescribeQueries shows them; the request's range is the one that counts. */
function parseTime(parser: QueryParser): void {
  parser.tokens.next();
  parser.expressions.expect("=");
  parser.symbol("-");
  parser.tokens.next();
}

function parseLogGroups(parser: QueryParser): Partial<SourceSelection> {
  const found: { prefixes: string[]; classes?: string[]; accounts?: string[] } = { prefixes: [] };
  parser.expressions.expect("(");
  while (!parser.symbol(")")) {
    const token = parser.tokens.next();
    const name = token.kind === "word" ? token.text.toLowerCase() : "";
    parser.expressions.expect(":");
    const list = { start: token.start, ...texts(parser) };
    if (name === "nameprefix") found.prefixes = atMost(list, MAX_PREFIXES, "prefixes");
    else if (name === "class" || name === "loggroupclass") found.classes = list.items;
    else if (name === "accountidentifier") found.accounts = atMost(list, MAX_ACCOUNTS, "accounts");
    else throw unexpected(token, "namePrefix, class or accountIdentifier");
    parser.comma();
  }
  return found;
}

function parseTags(parser: QueryParser): SourceSelection["tags"] {
  const tags: { key: string; values: string[] }[] = [];
  const { start } = parser.expressions.expect("(");
  parser.expressions.expect("[");
  while (!parser.symbol("]")) {
    parser.expressions.expect("{");
    const tag: { key: string; values: string[] } = { key: "", values: [] };
    while (!parser.symbol("}")) {
      const token = parser.tokens.next();
      parser.expressions.expect(":");
      if (token.text === "key") tag.key = text(parser);
      else if (token.text === "values")
        tag.values = atMost({ start: token.start, ...texts(parser) }, MAX_TAG_VALUES, "values of a tag");
      else throw unexpected(token, "key or values");
      parser.comma();
    }
    tags.push(tag);
    parser.comma();
  }
  const { end } = parser.expressions.expect(")");
  return atMost({ items: tags, start, end }, MAX_TAGS, "tags");
}

function texts(parser: QueryParser): { items: string[]; end: number } {
  const items: string[] = [];
  parser.expressions.expect("[");
  for (;;) {
    const token = parser.tokens.peek();
    if (parser.symbol("]")) return { items, end: token.end };
    items.push(text(parser));
    parser.comma();
  }
}

function text(parser: QueryParser): string {
  const token = parser.tokens.next();
  if (token.kind === "string") return token.text;
  throw unexpected(token, "a text in quotes");
}

function atMost<Item>(
  { items, start, end }: { readonly items: Item[]; readonly start: number; readonly end: number },
  maximum: number,
  what: string,
): Item[] {
  if (items.length <= maximum) return items;
  throw new QueryCompileError(`SOURCE: expected at most ${maximum} ${what}, found ${items.length}`, {
    start,
    end,
  });
}
