import { modelOf } from "../../kernel/model.ts";
import type { Service } from "../../kernel/service.ts";
import model from "./model.json" with { type: "json" };
import { createEventBus } from "./operations/create-event-bus.ts";
import { deleteEventBus } from "./operations/delete-event-bus.ts";
import { deleteRule } from "./operations/delete-rule.ts";
import { describeEventBus } from "./operations/describe-event-bus.ts";
import { describeRule } from "./operations/describe-rule.ts";
import { disableRule } from "./operations/disable-rule.ts";
import { enableRule } from "./operations/enable-rule.ts";
import { listEventBuses } from "./operations/list-event-buses.ts";
import { listRuleNamesByTarget } from "./operations/list-rule-names-by-target.ts";
import { listRules } from "./operations/list-rules.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { listTargetsByRule } from "./operations/list-targets-by-rule.ts";
import { putEvents } from "./operations/put-events.ts";
import { putPermission } from "./operations/put-permission.ts";
import { putRule } from "./operations/put-rule.ts";
import { putTargets } from "./operations/put-targets.ts";
import { removePermission } from "./operations/remove-permission.ts";
import { removeTargets } from "./operations/remove-targets.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { testEventPattern } from "./operations/test-event-pattern.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateEventBus } from "./operations/update-event-bus.ts";
import { EVENTS_RESOURCES } from "./resources.ts";
import { type EventBridge, openEventBridge } from "./state.ts";

/** EventBridge: event buses, rules with patterns and schedules, and their targets. */
export const service: Service<EventBridge> = {
  name: "events",
  signedAs: "events",
  model: modelOf(model),
  state: openEventBridge,
  operations: {
    CreateEventBus: createEventBus,
    DeleteEventBus: deleteEventBus,
    DeleteRule: deleteRule,
    DescribeEventBus: describeEventBus,
    DescribeRule: describeRule,
    DisableRule: disableRule,
    EnableRule: enableRule,
    ListEventBuses: listEventBuses,
    ListRuleNamesByTarget: listRuleNamesByTarget,
    ListRules: listRules,
    ListTagsForResource: listTagsForResource,
    ListTargetsByRule: listTargetsByRule,
    PutEvents: putEvents,
    PutPermission: putPermission,
    PutRule: putRule,
    PutTargets: putTargets,
    RemovePermission: removePermission,
    RemoveTargets: removeTargets,
    TagResource: tagResource,
    TestEventPattern: testEventPattern,
    UntagResource: untagResource,
    UpdateEventBus: updateEventBus,
  },
  resources: EVENTS_RESOURCES,
};
