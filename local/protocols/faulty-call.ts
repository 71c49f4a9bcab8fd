import { setTimeout as wait } from "node:timers/promises";
import type { Cloud, CloudService } from "../kernel/cloud.ts";
import { ServiceError } from "../kernel/service-error.ts";

/** The connection is to be cut without an answer. */
export class CutConnection extends Error {
  override readonly name = "CutConnection";
}

const THROTTLED = { code: "ThrottlingException", statusCode: 400 };
const FAILED = { code: "InternalFailure", statusCode: 500 };

/**
 * Makes a call, unless the cloud's faults have another fate for it.
 *
 * @throws ServiceError of the fault, or CutConnection
 */
export async function callWithFaults<Result>(
  cloud: Cloud,
  { signedAs, faults }: Pick<CloudService, "signedAs" | "faults">,
  operation: string,
  call: () => Promise<Result>,
): Promise<Result> {
  const fault = cloud.faults.next(signedAs, operation);
  if (fault.latency > 0) await wait(fault.latency);
  if (fault.kind === "none") return call();
  if (fault.stored) await call();
  if (fault.kind === "cut") throw new CutConnection(`The connection of ${signedAs}:${operation} is cut.`);
  const throttled = fault.kind === "throttle";
  const { code, statusCode } = throttled ? (faults?.throttled ?? THROTTLED) : (faults?.failed ?? FAILED);
  const message = throttled ? "Rate exceeded" : "The service cannot complete the request.";
  throw new ServiceError(code, message, { statusCode });
}
