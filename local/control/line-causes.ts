import { causeText, groupCauses } from "cumulog/analysis";
import type { Cloud } from "../kernel/cloud.ts";
import type { ControlAnswers } from "./answers.ts";

/** As many as one call of FilterLogEvents gives. */
const MOST_LINES = 10_000;

interface Found {
  readonly events?: readonly { readonly timestamp: number; readonly message: string }[];
  readonly nextToken?: string;
}

/** What the lines say that FilterLogEvents finds, grouped by template and cause; the input is that of the operation. */
export async function causesOfLines(
  cloud: Cloud,
  input: Readonly<Record<string, unknown>>,
): Promise<ControlAnswers["POST causes"]> {
  const lines: { timestamp: number; message: string }[] = [];
  let nextToken: string | undefined;
  do {
    const page: Found = await cloud.call("logs", "FilterLogEvents", {
      ...input,
      ...(nextToken !== undefined && { nextToken }),
    });
    lines.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined && lines.length < MOST_LINES);
  return { lines: lines.length, causes: groupCauses(lines).map((cause) => causeText(cause)) };
}
