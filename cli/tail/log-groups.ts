import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";

/** A log group that is read. */
export interface TailedGroup {
  readonly name: string;
  readonly arn: string;
}

/**
 * The groups that names and globs stand for, by name: `*` is any text, `?` one character.
 *
 * @throws Error for a name or glob without a group
 */
export async function findLogGroups(
  client: CloudWatchLogsClient,
  patterns: readonly string[],
): Promise<TailedGroup[]> {
  const found = new Map<string, TailedGroup>();
  for (const pattern of patterns) {
    const matches = globTest(pattern);
    let any = false;
    for await (const group of groupsWithPrefix(client, globPrefix(pattern))) {
      if (!matches(group.name)) continue;
      any = true;
      found.set(group.name, group);
    }
    if (!any)
      throw new Error(
        /[*?]/.test(pattern) ? `No log group matches "${pattern}"` : `There is no log group "${pattern}"`,
      );
  }
  return [...found.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** What all names that a glob stands for begin with. */
export function globPrefix(glob: string): string {
  return glob.split(/[*?]/)[0]!;
}

/** Whether a name is what a glob stands for. */
export function globTest(glob: string): (name: string) => boolean {
  const source = glob
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const expression = new RegExp(`^${source}$`);
  return (name) => expression.test(name);
}

async function* groupsWithPrefix(client: CloudWatchLogsClient, prefix: string): AsyncGenerator<TailedGroup> {
  const { paginateDescribeLogGroups } = await import("@aws-sdk/client-cloudwatch-logs");
  const pages = paginateDescribeLogGroups(
    { client },
    { ...(prefix !== "" && { logGroupNamePrefix: prefix }) },
  );
  for await (const { logGroups = [] } of pages)
    for (const { logGroupName = "", logGroupArn, arn = "" } of logGroups)
      yield { name: logGroupName, arn: logGroupArn ?? arn.replace(/:\*$/, "") };
}
