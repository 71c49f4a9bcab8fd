import type { SourceSelection } from "./syntax/tree.ts";

/** A log group, as far as SOURCE chooses by it. */
export interface SelectableLogGroup {
  readonly logGroupName: string;
  /** @default "STANDARD" */
  readonly logGroupClass?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The log groups that a SOURCE names.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Source.html
 *
 * @param accountId Of all the groups
 */
export function selectLogGroups<Group extends SelectableLogGroup>(
  groups: readonly Group[],
  selection: SourceSelection,
  accountId: string,
): Group[] {
  const named = new Set(selection.names.map(logGroupNameOf));
  const isChosenByKind = selection.prefixes !== undefined || selection.tags !== undefined;
  return groups.filter((group) => {
    if (named.has(group.logGroupName)) return true;
    return isChosenByKind && matches(group, selection, accountId);
  });
}

/** The name in an ARN of a log group, or the name itself. */
export function logGroupNameOf(identifier: string): string {
  return /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:(.+?)(?::\*)?$/.exec(identifier)?.[1] ?? identifier;
}

function matches(
  { logGroupName, logGroupClass = "STANDARD", tags = {} }: SelectableLogGroup,
  { prefixes = [], classes = ["STANDARD"], accounts, tags: wanted = [] }: SourceSelection,
  accountId: string,
): boolean {
  return (
    (prefixes.length === 0 || prefixes.some((prefix) => logGroupName.startsWith(prefix))) &&
    classes.includes(logGroupClass) &&
    (accounts?.includes(accountId) ?? true) &&
    wanted.every(({ key, values }) => hasTag(tags, key, values))
  );
}

/** Values of a tag are joined by OR; `*` stands for anything, `!` before a value for its opposite. */
function hasTag(tags: Readonly<Record<string, string>>, key: string, values: readonly string[]): boolean {
  const value = Object.hasOwn(tags, key) ? tags[key] : undefined;
  if (values.length === 0) return value !== undefined;
  return values.some((wanted) => {
    const negated = wanted.startsWith("!");
    const fits = value !== undefined && wildcard(negated ? wanted.slice(1) : wanted, value);
    return negated ? !fits : fits;
  });
}

function wildcard(pattern: string, value: string): boolean {
  const parts = pattern.split("*");
  if (parts.length === 1) return value === pattern;
  const [first = "", last = ""] = [parts[0], parts.at(-1)];
  if (!value.startsWith(first) || !value.endsWith(last) || value.length < first.length + last.length)
    return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = value.indexOf(part, at);
    if (found === -1 || found + part.length > value.length - last.length) return false;
    at = found + part.length;
  }
  return true;
}
