import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type { Operations } from "../../../kernel/cloud.ts";
import { checkInput, type Members, type Shape } from "../../../kernel/input-shape.ts";
import { ServiceError } from "../../../kernel/service-error.ts";
import { invalidParameter, limitExceeded } from "../errors.ts";
import type { LogsService } from "../logs-service.ts";
import { page } from "../pages.ts";
import { GROUP_IDENTIFIER, INVALID_PARAMETER, NEXT_TOKEN } from "../shapes.ts";
import { StoredMap } from "../stored-map.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html */
const RESOURCE_POLICIES_PER_REGION = 10;
const LONGEST_RESOURCE_POLICY = 5_120;

const IDENTIFIER: Members = { logGroupIdentifier: { ...GROUP_IDENTIFIER, required: true } };
const DOCUMENT = { type: "string", minimum: 1, maximum: 30_720, required: true } as const satisfies Shape;
const PAGE: Members = { nextToken: NEXT_TOKEN, limit: { type: "integer", minimum: 1, maximum: 50 } };

/** Policies, which are kept and shown; only their form is checked. */
export function policyOperations(service: LogsService): Operations {
  const { store, cloud } = service;
  const policies = new StoredMap<Logs.ResourcePolicy>(store.collection("logs.resource-policies"));
  return {
    PutResourcePolicy(input: Logs.PutResourcePolicyRequest) {
      checkInput(
        input,
        {
          policyName: { type: "string", required: true },
          policyDocument: { type: "string", minimum: 1, maximum: LONGEST_RESOURCE_POLICY, required: true },
        },
        INVALID_PARAMETER,
      );
      checkDocument(input.policyDocument!);
      if (!policies.has(input.policyName!) && policies.size >= RESOURCE_POLICIES_PER_REGION)
        throw limitExceeded();
      const resourcePolicy = {
        policyName: input.policyName!,
        policyDocument: input.policyDocument!,
        lastUpdatedTime: cloud.clock.now(),
        policyScope: "ACCOUNT" as const,
      };
      policies.set(input.policyName!, resourcePolicy);
      return { resourcePolicy };
    },

    DescribeResourcePolicies(input: Logs.DescribeResourcePoliciesRequest) {
      checkInput(input, PAGE, INVALID_PARAMETER);
      const { items, ...rest } = page(policies.values(), {
        scope: "DescribeResourcePolicies",
        keyOf: ({ policyName }) => [policyName!],
        limit: input.limit ?? 50,
        nextToken: input.nextToken,
      });
      return { resourcePolicies: items, ...rest };
    },

    DeleteResourcePolicy(input: Logs.DeleteResourcePolicyRequest) {
      checkInput(input, { policyName: { type: "string", required: true } }, INVALID_PARAMETER);
      if (!policies.delete(input.policyName!))
        throw new ServiceError(
          "ResourceNotFoundException",
          `Policy with name [${input.policyName}] does not exist.`,
        );
    },

    PutDataProtectionPolicy(input: Logs.PutDataProtectionPolicyRequest) {
      checkInput(input, { ...IDENTIFIER, policyDocument: DOCUMENT }, INVALID_PARAMETER);
      const group = service.groupOf(input);
      checkDocument(input.policyDocument!);
      const policy = { policyDocument: input.policyDocument!, lastUpdatedTime: cloud.clock.now() };
      group.settings.dataProtectionPolicy = policy;
      store.saveGroup(group);
      return { logGroupIdentifier: input.logGroupIdentifier, ...policy };
    },

    GetDataProtectionPolicy(input: Logs.GetDataProtectionPolicyRequest) {
      checkInput(input, IDENTIFIER, INVALID_PARAMETER);
      const { dataProtectionPolicy } = service.groupOf(input).settings;
      return dataProtectionPolicy
        ? { logGroupIdentifier: input.logGroupIdentifier, ...dataProtectionPolicy }
        : {};
    },

    DeleteDataProtectionPolicy(input: Logs.DeleteDataProtectionPolicyRequest) {
      checkInput(input, IDENTIFIER, INVALID_PARAMETER);
      const group = service.groupOf(input);
      group.settings.dataProtectionPolicy = undefined;
      store.saveGroup(group);
    },

    PutIndexPolicy(input: Logs.PutIndexPolicyRequest) {
      checkInput(input, { ...IDENTIFIER, policyDocument: DOCUMENT }, INVALID_PARAMETER);
      const group = service.groupOf(input);
      checkDocument(input.policyDocument!);
      const policy = { policyDocument: input.policyDocument!, lastUpdateTime: cloud.clock.now() };
      group.settings.indexPolicy = policy;
      store.saveGroup(group);
      return { indexPolicy: { logGroupIdentifier: group.arn, source: "LOG_GROUP", ...policy } };
    },

    DescribeIndexPolicies(input: Logs.DescribeIndexPoliciesRequest) {
      checkInput(
        input,
        {
          logGroupIdentifiers: {
            type: "list",
            minimum: 1,
            maximum: 100,
            of: GROUP_IDENTIFIER,
            required: true,
          },
        },
        INVALID_PARAMETER,
      );
      const indexPolicies = input.logGroupIdentifiers!.flatMap((logGroupIdentifier) => {
        const { arn, settings } = service.groupOf({ logGroupIdentifier });
        return settings.indexPolicy
          ? [{ logGroupIdentifier: arn, source: "LOG_GROUP", ...settings.indexPolicy }]
          : [];
      });
      return { indexPolicies };
    },

    DeleteIndexPolicy(input: Logs.DeleteIndexPolicyRequest) {
      checkInput(input, IDENTIFIER, INVALID_PARAMETER);
      const group = service.groupOf(input);
      group.settings.indexPolicy = undefined;
      store.saveGroup(group);
    },
  };
}

function checkDocument(document: string): void {
  try {
    const value: unknown = JSON.parse(document);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return;
  } catch {
    // Answered below like every other document that is no object.
  }
  throw invalidParameter("The policy document is not a valid JSON object.");
}
