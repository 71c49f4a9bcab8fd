import type { Cloud } from "../../kernel/cloud.ts";
import { modelOf } from "../../kernel/model.ts";
import type { Storage } from "../../kernel/storage/storage.ts";
import { Delivery } from "./delivery.ts";
import model from "./model.json" with { type: "json" };
import { publishOperations } from "./publish-operations.ts";
import { subscriptionOperations } from "./subscription-operations.ts";
import { TopicDirectory } from "./topic-directory.ts";
import { topicOperations } from "./topic-operations.ts";
import { topicPolicyOperations } from "./topic-policy.ts";

/** Adds SNS to a cloud. */
export function registerSns(
  cloud: Cloud,
  { storage = cloud.storage }: { readonly storage?: Storage } = {},
): TopicDirectory {
  const topics = new TopicDirectory(cloud, storage);
  const delivery = new Delivery(cloud);
  cloud.add({
    name: "sns",
    signedAs: "sns",
    model: modelOf(model),
    bodyLimit: 8_388_608,
    links: ["ConfirmSubscription", "Unsubscribe"],
    faults: {
      throttled: { code: "Throttling", statusCode: 400 },
      failed: { code: "InternalErrorException", statusCode: 500 },
    },
    operations: {},
  });
  cloud.register("sns", {
    ...topicOperations(cloud, topics),
    ...topicPolicyOperations(cloud, topics),
    ...subscriptionOperations(cloud, topics, delivery),
    ...publishOperations(cloud, topics, delivery),
  });
  return topics;
}
