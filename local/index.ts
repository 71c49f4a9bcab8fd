export type { ControlAnswers } from "./control/answers.ts";

import "cumulog/node-version";

export type { EventSearch, EventSearchQuery, SearchedEvent } from "./control/event-search.ts";
export { consoleRoute } from "./control/page-route.ts";
export type { PageSwitch } from "./control/page-switch.ts";
export { Clock, type ClockOptions, type ClockReading, type Timer } from "./kernel/clock.ts";
export { type CallContext, Cloud } from "./kernel/cloud.ts";
export { CloudEventBus, type CloudEvents, type InboxMessage } from "./kernel/cloud-events.ts";
export { type Fault, type FaultRule, Faults } from "./kernel/faults.ts";
export { ServiceError } from "./kernel/service-error.ts";
export { type Endpoints, LocalCloud, type LocalCloudOptions } from "./local-cloud.ts";
export { isLoopbackHost } from "./protocols/loopback.ts";
export { Deployment } from "./template/deployment.ts";
export type { DeploymentEvent } from "./template/stack-options.ts";
export { TemplateError } from "./template/template-error.ts";
export type { TerraformOptions } from "./terraform/terraform-deployment.ts";
export { TerraformError } from "./terraform/terraform-error.ts";
