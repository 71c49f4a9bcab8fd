import type { Cloud, Operations } from "../../kernel/cloud.ts";
import type { Members } from "../../kernel/input-shape.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { Collection } from "../../kernel/storage/storage.ts";
import type { ResourceTags } from "./resource-tags.ts";
import { TAGS, TEXTS } from "./shapes.ts";
import { checkMembers, invalidValue, pageOf } from "./validation.ts";

/** A Contributor Insights rule as it was given. */
export interface InsightRule {
  readonly name: string;
  /** JSON text. */
  readonly definition: string;
  readonly state: string;
}

interface PutInsightRuleInput {
  readonly RuleName: string;
  readonly RuleState?: string;
  readonly RuleDefinition: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

const NAME = { type: "string", minimum: 1, maximum: 128, required: true } as const;
const PUT: Members = {
  RuleName: NAME,
  RuleState: { type: "string", values: ["ENABLED", "DISABLED"] },
  RuleDefinition: { type: "string", minimum: 1, maximum: 8_192, required: true },
  Tags: TAGS,
};
const NAMED: Members = { RuleNames: { ...TEXTS, required: true } };
/** How the service writes the schema that every rule has. */
const SCHEMA = '{"Name" : "CloudWatchLogRule", "Version" : 1}';
const PAGE = 500;

/** Contributor Insights rules, which are kept and shown; no contributors are counted. */
export function insightRuleOperations(
  cloud: Cloud,
  kept: Collection<InsightRule>,
  tags: ResourceTags,
): Operations {
  const rules = new Map<string, InsightRule>(kept.entries());
  const arnOf = (name: string): string =>
    `arn:aws:cloudwatch:${cloud.region}:${cloud.accountId}:insight-rule/${name}`;
  const save = (rule: InsightRule): void => {
    rules.set(rule.name, rule);
    kept.set(rule.name, rule);
  };
  /** Rules that are not there come back as failures, as in every call on several rules. */
  const forEach = (input: { readonly RuleNames: readonly string[] }, change: (rule: InsightRule) => void) => {
    checkMembers(input, NAMED);
    const Failures = input.RuleNames.flatMap((name) => {
      const rule = rules.get(name);
      if (rule) change(rule);
      return rule ? [] : [missingRule(name)];
    });
    return { Failures };
  };
  return {
    PutInsightRule(input: PutInsightRuleInput) {
      checkMembers(input, PUT);
      const { RuleName: name, RuleDefinition: definition, RuleState: state = "ENABLED" } = input;
      if (!isObject(definition)) throw invalidValue("The parameter RuleDefinition must be a JSON object.");
      if (!rules.has(name)) tags.add(arnOf(name), input.Tags ?? []);
      save({ name, definition, state });
      return {};
    },

    DescribeInsightRules(input: { readonly NextToken?: string; readonly MaxResults?: number }) {
      checkMembers(input, {
        NextToken: { type: "string" },
        MaxResults: { type: "integer", minimum: 1, maximum: PAGE },
      });
      const sorted = [...rules.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
      const { items, NextToken } = pageOf(sorted, input.NextToken, input.MaxResults ?? PAGE);
      return {
        InsightRules: items.map(({ name, definition, state }) => ({
          Name: name,
          State: state,
          Schema: SCHEMA,
          Definition: definition,
          ManagedRule: false,
        })),
        ...(NextToken && { NextToken }),
      };
    },

    EnableInsightRules: (input: { RuleNames: string[] }) =>
      forEach(input, (rule) => save({ ...rule, state: "ENABLED" })),

    DisableInsightRules: (input: { RuleNames: string[] }) =>
      forEach(input, (rule) => save({ ...rule, state: "DISABLED" })),

    DeleteInsightRules: (input: { RuleNames: string[] }) =>
      forEach(input, ({ name }) => {
        rules.delete(name);
        kept.delete(name);
        tags.forget(arnOf(name));
      }),

    GetInsightRuleReport() {
      throw new ServiceError(
        "InvalidParameterValueException",
        "The local cloud keeps Contributor Insights rules and counts no contributors.",
      );
    },
  };
}

function missingRule(name: string): object {
  return {
    FailureResource: name,
    ExceptionType: "ResourceNotFound",
    FailureCode: "404",
    FailureDescription: `The rule ${name} does not exist.`,
  };
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
