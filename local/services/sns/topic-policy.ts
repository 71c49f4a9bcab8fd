import type { Cloud } from "../../kernel/cloud.ts";
import { type Policy, readPolicy } from "../../kernel/policy.ts";
import type { Topic } from "./topic.ts";
import type { TopicDirectory } from "./topic-directory.ts";

export const ACTIONS = [
  "GetTopicAttributes",
  "SetTopicAttributes",
  "AddPermission",
  "RemovePermission",
  "DeleteTopic",
  "Subscribe",
  "ListSubscriptionsByTopic",
  "Publish",
];

/** The policy of a topic that was given none. */
export function defaultPolicy({ accountId }: Cloud, { arn }: Topic): Policy {
  return {
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: ACTIONS.map((action) => `SNS:${action}`),
        Resource: arn,
        Condition: { StringEquals: { "AWS:SourceOwner": accountId } },
      },
    ],
  };
}

export function policyOf(cloud: Cloud, topic: Topic): Policy {
  return readPolicy(topic.attributes["Policy"] ?? "") ?? defaultPolicy(cloud, topic);
}

export function storePolicy(topics: TopicDirectory, topic: Topic, policy: Policy): void {
  topic.attributes["Policy"] = JSON.stringify(policy);
  topics.changed(topic);
}
