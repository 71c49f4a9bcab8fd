import { styleText } from "node:util";
import type { LocalCloud } from "@cumulog/local";

const MOST_SHOWN = 20;
/** What templates put together of an API's id is an address of AWS; here the API answers elsewhere. */
const AWS_API = /^https:\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?/;

/** The outputs of the stacks, a line each, those that are an API's address with the one that answers on this machine. */
export function outputLines({ stacks, endpoints }: Pick<LocalCloud, "stacks" | "endpoints">): string[] {
  const outputs = stacks.flatMap(({ name, outputs: own }) =>
    Object.entries(own).map(([key, value]) => [`${name}.${key}`, String(value)] as const),
  );
  const width = Math.max(0, ...outputs.slice(0, MOST_SHOWN).map(([name]) => name.length));
  const lines = outputs.slice(0, MOST_SHOWN).map(([name, value]) => {
    const local = value.replace(AWS_API, `${endpoints.aws}/_cumulog/execute-api/$1`);
    const here = local === value ? "" : styleText("dim", ` (here: ${local})`, { stream: process.stdout });
    return `  ${name.padEnd(width)} ${value}${here}`;
  });
  if (outputs.length > MOST_SHOWN) lines.push(`  and ${outputs.length - MOST_SHOWN} more outputs`);
  return lines;
}
