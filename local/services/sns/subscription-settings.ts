import type { Cloud } from "../../kernel/cloud.ts";
import { compileFilter } from "./filter-policy.ts";
import { readRedrivePolicy } from "./redrive-policy.ts";
import type { Subscription } from "./topic.ts";
import { invalidParameter, pageOf } from "./topic-directory.ts";

const SETTABLE = new Set([
  "DeliveryPolicy",
  "FilterPolicy",
  "FilterPolicyScope",
  "RawMessageDelivery",
  "RedrivePolicy",
  "SubscriptionRoleArn",
  "ReplayPolicy",
]);

/**
 * @param where what stands before an attribute's name in an error: Subscribe and SetSubscriptionAttributes differ
 * @throws ServiceError when an attribute is unknown or its value is not allowed
 */
export function checkAttributes(
  present: Readonly<Record<string, string>>,
  given: Readonly<Record<string, unknown>>,
  where = "",
): Record<string, string> {
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (!SETTABLE.has(name)) throw invalidParameter("AttributeName");
    checked[name] = typeof value === "object" ? JSON.stringify(value) : String(value);
  }
  const { RawMessageDelivery, FilterPolicyScope, RedrivePolicy } = checked;
  if (RawMessageDelivery !== undefined && !/^(true|false)$/i.test(RawMessageDelivery))
    throw invalidParameter(
      `${where}RawMessageDelivery: Invalid value [${RawMessageDelivery}]. Must be true or false.`,
    );
  if (RawMessageDelivery) checked["RawMessageDelivery"] = RawMessageDelivery.toLowerCase();
  if (FilterPolicyScope && FilterPolicyScope !== "MessageAttributes" && FilterPolicyScope !== "MessageBody")
    throw invalidParameter(
      `${where}FilterPolicyScope: Invalid value [${FilterPolicyScope}]. Please use either MessageBody or MessageAttributes`,
    );
  if (RedrivePolicy) readRedrivePolicy(RedrivePolicy, where);
  compileFilter({ ...present, ...checked }, where);
  return checked;
}

export function listed(
  cloud: Cloud,
  subscriptions: readonly Subscription[],
  token: string | undefined,
): object {
  const { items, NextToken } = pageOf(subscriptions, token);
  return {
    Subscriptions: items.map(({ arn, topic, protocol, endpoint, confirmed }) => ({
      SubscriptionArn: confirmed ? arn : "PendingConfirmation",
      Owner: cloud.accountId,
      Protocol: protocol,
      Endpoint: endpoint,
      TopicArn: topic.arn,
    })),
    ...(NextToken && { NextToken }),
  };
}
