import type { PolicyStatement } from "../../kernel/policy.ts";
/** An event bus as it is kept. Moments are milliseconds since the epoch. */
export interface EventBus {
  readonly name: string;
  readonly arn: string;
  readonly description?: string | undefined;
  readonly keyIdentifier?: string | undefined;
  readonly deadLetterArn?: string | undefined;
  readonly created: number;
  readonly modified: number;
  readonly statements: readonly BusStatement[];
  readonly tags: Readonly<Record<string, string>>;
}

/** A statement of a bus's policy, which is known by its id. */
export type BusStatement = PolicyStatement & { readonly Sid: string };

export const DEFAULT_BUS = "default";

/** Name of a bus, from its name or ARN. */
export function busName(nameOrArn: string = DEFAULT_BUS): string {
  return /^arn:[^:]+:events:[^:]*:\d*:event-bus\/(.+)$/.exec(nameOrArn)?.[1] ?? nameOrArn;
}

/** The policy of a bus as JSON, if it has one. */
export function policyText({ statements }: EventBus): string | undefined {
  return statements.length === 0
    ? undefined
    : JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
