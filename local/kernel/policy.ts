import { type Place, rootArnOf } from "./arn.ts";

/** One statement of a policy; what it says is shown and not enforced. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly [member: string]: unknown;
}

/** A policy as it is kept, its statements always a list. */
export interface Policy {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: readonly PolicyStatement[];
}

/** Reads a policy's text; undefined when it is no JSON object. */
export function readPolicy(text: string): Policy | undefined {
  try {
    const policy = JSON.parse(text) as Omit<Policy, "Statement"> & {
      readonly Statement?: PolicyStatement | readonly PolicyStatement[];
    };
    if (typeof policy !== "object" || policy === null || Array.isArray(policy)) return undefined;
    return { ...policy, Statement: [policy.Statement ?? []].flat() };
  } catch {
    return undefined;
  }
}

/** The statement that lets other accounts do something, as services write it that add permissions to a policy by themselves. */
export function accountStatement(
  place: Place,
  statement: {
    readonly label: string;
    readonly accounts: readonly string[];
    readonly actions: readonly string[];
    readonly resource: string;
  },
): PolicyStatement {
  return {
    Sid: statement.label,
    Effect: "Allow",
    Principal: { AWS: oneOrMany(statement.accounts.map((account) => rootArnOf(place, account))) },
    Action: oneOrMany(statement.actions),
    Resource: statement.resource,
  };
}

const oneOrMany = (values: readonly string[]): string | readonly string[] =>
  values.length === 1 ? (values[0] ?? "") : values;
