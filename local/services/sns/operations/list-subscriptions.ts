import type { ListSubscriptionsInput } from "@aws-sdk/client-sns";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Sns } from "../state.ts";
import { listed } from "../subscription-settings.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptions.html */
export function listSubscriptions(
  { NextToken: token }: Input<ListSubscriptionsInput>,
  { state: { topics }, cloud }: Call<Sns>,
) {
  return listed(cloud, topics.subscriptions(), token);
}
