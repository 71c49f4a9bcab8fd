import { modelOf } from "../../kernel/model.ts";
import type { Service } from "../../kernel/service.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import model from "./model.json" with { type: "json" };
import { addPermission } from "./operations/add-permission.ts";
import { confirmSubscription } from "./operations/confirm-subscription.ts";
import { createTopic } from "./operations/create-topic.ts";
import { deleteTopic } from "./operations/delete-topic.ts";
import { getSubscriptionAttributes } from "./operations/get-subscription-attributes.ts";
import { getTopicAttributes } from "./operations/get-topic-attributes.ts";
import { listSubscriptions } from "./operations/list-subscriptions.ts";
import { listSubscriptionsByTopic } from "./operations/list-subscriptions-by-topic.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { listTopics } from "./operations/list-topics.ts";
import { publish } from "./operations/publish.ts";
import { publishBatch } from "./operations/publish-batch.ts";
import { removePermission } from "./operations/remove-permission.ts";
import { setSubscriptionAttributes } from "./operations/set-subscription-attributes.ts";
import { setTopicAttributes } from "./operations/set-topic-attributes.ts";
import { subscribe } from "./operations/subscribe.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { unsubscribe } from "./operations/unsubscribe.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { SNS_RESOURCES } from "./resources.ts";
import { openSns, type Sns } from "./state.ts";

/** SNS: topics, their subscriptions, and delivery to queues, functions and HTTP endpoints. */
export const service: Service<Sns> = {
  name: "sns",
  signedAs: "sns",
  model: modelOf(model),
  // As of SQS, which most messages go to.
  bodyLimit: 8_388_608,
  faults: {
    throttled: { code: "Throttling", statusCode: 400 },
    failed: { code: "InternalErrorException", statusCode: 500 },
  },
  validation: {
    code: "ValidationError",
    ownWords: ["MessageAttributeMap", "PublishBatchRequestEntryList"],
    missing: (path) =>
      path === "PublishBatchRequestEntries"
        ? new ServiceError("EmptyBatchRequestException", "The batch request doesn't contain any entries.")
        : undefined,
  },
  links: ["ConfirmSubscription", "Unsubscribe"],
  state: openSns,
  operations: {
    AddPermission: addPermission,
    ConfirmSubscription: confirmSubscription,
    CreateTopic: createTopic,
    DeleteTopic: deleteTopic,
    GetSubscriptionAttributes: getSubscriptionAttributes,
    GetTopicAttributes: getTopicAttributes,
    ListSubscriptions: listSubscriptions,
    ListSubscriptionsByTopic: listSubscriptionsByTopic,
    ListTagsForResource: listTagsForResource,
    ListTopics: listTopics,
    Publish: publish,
    PublishBatch: publishBatch,
    RemovePermission: removePermission,
    SetSubscriptionAttributes: setSubscriptionAttributes,
    SetTopicAttributes: setTopicAttributes,
    Subscribe: subscribe,
    TagResource: tagResource,
    Unsubscribe: unsubscribe,
    UntagResource: untagResource,
  },
  resources: SNS_RESOURCES,
};
