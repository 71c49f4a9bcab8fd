import type { Cloud, Operations } from "../../kernel/cloud.ts";
import type { Topic } from "./topic.ts";
import { invalidParameter, type TopicDirectory } from "./topic-directory.ts";

interface Statement {
  readonly Sid?: string;
  readonly [member: string]: unknown;
}

interface Policy {
  readonly Version: string;
  readonly Id: string;
  readonly Statement: readonly Statement[];
}

const ACTIONS = [
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

/** Adding statements to a topic's policy and taking them out. The policy is shown and not enforced. */
export function topicPolicyOperations(cloud: Cloud, topics: TopicDirectory): Operations {
  const policyOf = (topic: Topic): Policy => {
    const text = topic.attributes["Policy"];
    return text === undefined ? defaultPolicy(cloud, topic) : (JSON.parse(text) as Policy);
  };
  const store = (topic: Topic, policy: Policy): void => {
    topic.attributes["Policy"] = JSON.stringify(policy);
    topics.changed(topic);
  };
  return {
    AddPermission(input: {
      TopicArn: string;
      Label: string;
      AWSAccountId?: string[];
      ActionName?: string[];
    }) {
      const topic = topics.at(input.TopicArn);
      const policy = policyOf(topic);
      const statements = [policy.Statement ?? []].flat();
      if (statements.some(({ Sid }) => Sid === input.Label))
        throw invalidParameter("Statement already exists");
      const actions = input.ActionName ?? [];
      if (actions.length === 0 || actions.some((action) => !ACTIONS.includes(action)))
        throw invalidParameter("Policy statement action out of service scope!");
      const statement = {
        Sid: input.Label,
        Effect: "Allow",
        Principal: {
          AWS: oneOrMany((input.AWSAccountId ?? []).map((account) => `arn:aws:iam::${account}:root`)),
        },
        Action: oneOrMany(actions.map((action) => `SNS:${action}`)),
        Resource: topic.arn,
      };
      store(topic, { ...policy, Statement: [...statements, statement] });
      return {};
    },

    RemovePermission({ TopicArn, Label }: { TopicArn: string; Label: string }) {
      const topic = topics.at(TopicArn);
      const policy = policyOf(topic);
      store(topic, {
        ...policy,
        Statement: [policy.Statement ?? []].flat().filter(({ Sid }) => Sid !== Label),
      });
      return {};
    },
  };
}

function oneOrMany(values: string[]): string | string[] {
  return values.length === 1 ? values[0]! : values;
}
