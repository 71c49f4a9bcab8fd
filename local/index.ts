export { Clock, type ClockOptions, type ClockReading, type Timer } from "./engine/clock.ts";
export { type CallContext, Cloud } from "./engine/cloud.ts";
export { CloudEventBus, type CloudEvents, type InboxMessage } from "./engine/cloud-events.ts";
export { type Fault, type FaultRule, Faults } from "./engine/faults.ts";
export { ServiceError } from "./engine/service-error.ts";
export { type Endpoints, LocalCloud, type LocalCloudOptions } from "./local-cloud.ts";
export { Deployment } from "./template/deployment.ts";
export type { DeploymentEvent } from "./template/stack.ts";
export { TemplateError } from "./template/template-error.ts";
