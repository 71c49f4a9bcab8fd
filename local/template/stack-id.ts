import { createHash } from "node:crypto";
import { arnOf, type Place } from "../kernel/arn.ts";

/** ARN of a stack: the same name is the same stack in every run. */
export function stackIdOf({ region, accountId }: Place, name: string): string {
  const digest = createHash("sha256").update(name).digest("hex");
  const parts = [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ] as const;
  const unique = parts.map(([from, to]) => digest.slice(from, to)).join("-");
  return arnOf({ region, accountId }, "cloudformation", `stack/${name}/${unique}`);
}
