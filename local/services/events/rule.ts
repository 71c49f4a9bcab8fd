import type { Target } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../kernel/service.ts";

export type RuleTarget = Input<Target> & { readonly Id: string; readonly Arn: string };

/** A rule as it is kept. */
export interface Rule {
  readonly name: string;
  readonly bus: string;
  readonly arn: string;
  readonly description?: string | undefined;
  /** JSON text. */
  readonly eventPattern?: string | undefined;
  readonly scheduleExpression?: string | undefined;
  readonly state: string;
  readonly roleArn?: string | undefined;
  /** When it was last put or enabled, which is what its `rate` counts from; milliseconds since the epoch. */
  readonly since: number;
  readonly targets: readonly RuleTarget[];
  readonly tags: Readonly<Record<string, string>>;
}

export const isEnabled = ({ state }: Rule): boolean => state !== "DISABLED";
