/** Whether a log group is meant; `*` stands for any text, and without patterns every group is. */
export function groupTest(patterns: readonly string[] | undefined): (logGroup: string) => boolean {
  if (patterns === undefined) return () => true;
  const tests = patterns.map(
    (pattern) =>
      new RegExp(
        `^${pattern
          .split("*")
          .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
          .join(".*")}$`,
      ),
  );
  return (logGroup) => tests.some((test) => test.test(logGroup));
}
