import type { ProtoModel } from "../../local/kernel/google/proto/proto-model.ts";
import type { ServiceModel } from "../../local/kernel/model.ts";

type Section = readonly [name: string, entries: Readonly<Record<string, unknown>>];

/** A model as JSON with one line an operation, an error and a shape, so that a change is a line. */
export function modelText({ operations, errors, shapes, ...head }: ServiceModel): string {
  return textOf(head, [
    ["operations", operations],
    ["errors", errors],
    ["shapes", shapes],
  ]);
}

/** A model of one of Google's APIs as JSON with one line a service, a message and an enum. */
export function protoModelText({ services, messages, enums, ...head }: ProtoModel): string {
  return textOf(head, [
    ["services", services],
    ["messages", messages],
    ["enums", enums],
  ]);
}

function textOf(head: object, sections: readonly Section[]): string {
  const lines = Object.entries(head).map(
    ([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  for (const [name, entries] of sections) {
    const sorted = Object.entries(entries).sort(([one], [other]) => (one < other ? -1 : 1));
    const inner = sorted.map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
    lines.push(`  ${JSON.stringify(name)}: {\n${inner.join(",\n")}\n  }`);
  }
  return `{\n${lines.join(",\n")}\n}\n`;
}
