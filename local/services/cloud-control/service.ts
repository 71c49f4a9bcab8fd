import { modelOf } from "../../kernel/model.ts";
import type { Service } from "../../kernel/service.ts";
import model from "./model.json" with { type: "json" };
import { getResource } from "./operations/get-resource.ts";
import { getResourceRequestStatus } from "./operations/get-resource-request-status.ts";
import { listResources } from "./operations/list-resources.ts";
import { updateResource } from "./operations/update-resource.ts";
import { openResourceRequests, type ResourceRequests } from "./state.ts";

/** Cloud Control API: what `cdk deploy --hotswap` changes alarms, dashboards, rules and queues of stacks with. */
export const service: Service<ResourceRequests> = {
  name: "cloud-control",
  signedAs: "cloudcontrolapi",
  model: modelOf(model),
  validation: { code: "ValidationException" },
  state: openResourceRequests,
  operations: {
    GetResource: getResource,
    GetResourceRequestStatus: getResourceRequestStatus,
    ListResources: listResources,
    UpdateResource: updateResource,
  },
};
