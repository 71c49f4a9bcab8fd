import type { ListedGoogleService } from "../kernel/google/google-service.ts";
import type { ServiceList } from "../kernel/service.ts";

/** Every service of the local cloud, by the name that requests to it are signed for. Each is loaded at its first call. */
export const SERVICES: ServiceList = {
  lambda: () => import("./lambda/service.ts"),
  apigateway: () => import("./api-gateway/service.ts"),
  cloudcontrolapi: () => import("./cloud-control/service.ts"),
  cloudformation: () => import("./cloudformation/service.ts"),
  athena: () => import("./athena/service.ts"),
  events: () => import("./events/service.ts"),
  firehose: () => import("./firehose/service.ts"),
  kinesis: () => import("./kinesis/service.ts"),
  glue: () => import("./glue/service.ts"),
  iam: () => import("./iam/service.ts"),
  logs: () => import("./logs/service.ts"),
  monitoring: () => import("./cloudwatch/service.ts"),
  secretsmanager: () => import("./secrets-manager/service.ts"),
  ses: () => import("./ses/service.ts"),
  sns: () => import("./sns/service.ts"),
  s3: () => import("./s3/service.ts"),
  sqs: () => import("./sqs/service.ts"),
  ssm: () => import("./ssm/service.ts"),
  sts: () => import("./sts/service.ts"),
};

/** Google's APIs, by what the paths of their REST APIs begin with. Each is loaded at its first call. */
export const GOOGLE_SERVICES: readonly ListedGoogleService[] = [
  { name: "cloud-logging", version: "v2", load: () => import("./cloud-logging/service.ts") },
  { name: "error-reporting", version: "v1beta1", load: () => import("./error-reporting/service.ts") },
  { name: "cloud-monitoring", version: "v3", load: () => import("./cloud-monitoring/service.ts") },
];
