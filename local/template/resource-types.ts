import type { ResourceType } from "./resource-type.ts";
import { ACCOUNT_RESOURCES } from "./resources/account.ts";
import { LAMBDA_RESOURCES } from "./resources/lambda.ts";
import { LOGS_RESOURCES } from "./resources/logs.ts";
import { MESSAGING_RESOURCES } from "./resources/messaging.ts";
import { MONITORING_RESOURCES } from "./resources/monitoring.ts";

/** Every CloudFormation resource type that the local cloud deploys. */
export const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  ...LOGS_RESOURCES,
  ...MONITORING_RESOURCES,
  ...MESSAGING_RESOURCES,
  ...LAMBDA_RESOURCES,
  ...ACCOUNT_RESOURCES,
};
