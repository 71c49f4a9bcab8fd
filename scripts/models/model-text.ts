import type { ServiceModel } from "../../local/kernel/model.ts";

/** A model as JSON with one line an operation, an error and a shape, so that a change is a line. */
export function modelText({ operations, errors, shapes, ...head }: ServiceModel): string {
  const lines = Object.entries(head).map(
    ([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  const section = (name: string, entries: Readonly<Record<string, unknown>>): string => {
    const sorted = Object.entries(entries).sort(([one], [other]) => (one < other ? -1 : 1));
    const inner = sorted.map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
    return `  ${JSON.stringify(name)}: {\n${inner.join(",\n")}\n  }`;
  };
  lines.push(section("operations", operations), section("errors", errors), section("shapes", shapes));
  return `{\n${lines.join(",\n")}\n}\n`;
}
