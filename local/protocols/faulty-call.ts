import { setTimeout as wait } from "node:timers/promises";
import type { Cloud, ServiceName } from "../kernel/cloud.ts";
import { ServiceError } from "../kernel/service-error.ts";

/** The connection is to be cut without an answer. */
export class CutConnection extends Error {
  override readonly name = "CutConnection";
}

const THROTTLED: Partial<Record<ServiceName, { code: string; statusCode: number }>> = {
  lambda: { code: "TooManyRequestsException", statusCode: 429 },
  monitoring: { code: "Throttling", statusCode: 400 },
  sns: { code: "Throttling", statusCode: 400 },
  sqs: { code: "RequestThrottled", statusCode: 400 },
};
const UNAVAILABLE: Partial<Record<ServiceName, { code: string; statusCode: number }>> = {
  logs: { code: "ServiceUnavailableException", statusCode: 503 },
  lambda: { code: "ServiceException", statusCode: 500 },
  monitoring: { code: "InternalServiceFault", statusCode: 500 },
  sns: { code: "InternalErrorException", statusCode: 500 },
};

/**
 * Makes a call, unless the cloud's faults have another fate for it.
 *
 * @throws ServiceError of the fault, or CutConnection
 */
export async function callWithFaults<Result>(
  cloud: Cloud,
  service: ServiceName,
  operation: string,
  call: () => Promise<Result>,
): Promise<Result> {
  const fault = cloud.faults.next(service, operation);
  if (fault.latency > 0) await wait(fault.latency);
  if (fault.kind === "none") return call();
  if (fault.stored) await call();
  if (fault.kind === "cut") throw new CutConnection(`The connection of ${service}:${operation} is cut.`);
  if (fault.kind === "throttle") {
    const { code, statusCode } = THROTTLED[service] ?? { code: "ThrottlingException", statusCode: 400 };
    throw new ServiceError(code, "Rate exceeded", { statusCode });
  }
  const { code, statusCode } = UNAVAILABLE[service] ?? { code: "InternalFailure", statusCode: 500 };
  throw new ServiceError(code, "The service cannot complete the request.", { statusCode });
}
