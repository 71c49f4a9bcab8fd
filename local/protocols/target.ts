import type { ServiceName } from "../kernel/cloud.ts";

/** Services by the prefix of `X-Amz-Target`. */
const SERVICES: Readonly<Record<string, ServiceName>> = {
  Logs_20140328: "logs",
  GraniteServiceVersion20100801: "monitoring",
  AmazonSQS: "sqs",
  AmazonSSM: "ssm",
  secretsmanager: "secretsmanager",
  AWSEvents: "events",
};

/** Services whose names in a signature are those of the cloud. */
const SIGNED: ReadonlySet<string> = new Set<ServiceName>([
  "logs",
  "monitoring",
  "sns",
  "sqs",
  "lambda",
  "ssm",
  "sts",
  "secretsmanager",
  "events",
]);

/** The service and operation of an `X-Amz-Target` header such as `Logs_20140328.PutLogEvents`. */
export function parseTarget(target: string): { service: ServiceName; operation: string } | undefined {
  const [prefix, operation, ...rest] = target.split(".");
  const service = Object.hasOwn(SERVICES, prefix!) ? SERVICES[prefix!] : undefined;
  if (!service || !operation || rest.length > 0 || !/^[A-Za-z0-9]{1,128}$/.test(operation)) return undefined;
  return { service, operation };
}

/** The service that a signature names. */
export function signedService(name: string): ServiceName | undefined {
  return SIGNED.has(name) ? (name as ServiceName) : undefined;
}
