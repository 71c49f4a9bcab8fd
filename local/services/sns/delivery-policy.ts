import type { Subscription, Topic } from "./topic.ts";

/** How SNS tries HTTP endpoints unless a policy says otherwise. https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html */
const HEALTHY_RETRY_POLICY = {
  minDelayTarget: 20,
  maxDelayTarget: 20,
  numRetries: 3,
  numMaxDelayRetries: 0,
  numNoDelayRetries: 0,
  numMinDelayRetries: 0,
  backoffFunction: "linear",
} as const;

/** How SNS calls HTTP endpoints unless a policy says otherwise. */
const REQUEST_POLICY = { headerContentType: "text/plain; charset=UTF-8" } as const;

interface TopicPolicy {
  readonly http?: {
    readonly defaultHealthyRetryPolicy?: object;
    readonly disableSubscriptionOverrides?: boolean;
    readonly defaultRequestPolicy?: { readonly headerContentType?: string };
  };
}

interface SubscriptionPolicy {
  readonly healthyRetryPolicy?: object;
  readonly requestPolicy?: { readonly headerContentType?: string };
}

/** What holds for the HTTP subscriptions of a topic that have no policy of their own. */
export function effectiveTopicPolicy({ attributes }: Topic) {
  const { http = {} } = read<TopicPolicy>(attributes["DeliveryPolicy"]);
  return {
    http: {
      defaultHealthyRetryPolicy: { ...HEALTHY_RETRY_POLICY, ...http.defaultHealthyRetryPolicy },
      disableSubscriptionOverrides: http.disableSubscriptionOverrides === true,
      defaultRequestPolicy: { ...REQUEST_POLICY, ...http.defaultRequestPolicy },
    },
  };
}

/** What holds for an HTTP subscription: its own policy, unless the topic does not allow that, before the topic's. */
export function effectivePolicy({ attributes, topic }: Subscription) {
  const { http } = effectiveTopicPolicy(topic);
  const own = http.disableSubscriptionOverrides ? {} : read<SubscriptionPolicy>(attributes["DeliveryPolicy"]);
  return {
    healthyRetryPolicy: { ...http.defaultHealthyRetryPolicy, ...own.healthyRetryPolicy },
    requestPolicy: { ...http.defaultRequestPolicy, ...own.requestPolicy },
  };
}

/** A topic's policy as it is kept: without what is null, and saying whether subscriptions may have others. */
export function normalPolicy(text: string): string {
  const policy = JSON.parse(text) as { http?: Record<string, unknown> } | null;
  if (!policy?.http) return text;
  const given = Object.entries(policy.http).filter(([, value]) => value !== null);
  return JSON.stringify({
    ...policy,
    http: { disableSubscriptionOverrides: false, ...Object.fromEntries(given) },
  });
}

/** A policy that is not set, or none, says nothing. */
function read<Policy>(text: string | undefined): Partial<Policy> {
  if (!text) return {};
  try {
    return (JSON.parse(text) as Partial<Policy> | null) ?? {};
  } catch {
    return {};
  }
}
