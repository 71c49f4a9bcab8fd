import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import { ServiceError } from "../../kernel/service-error.ts";
import type { LogsService } from "./logs-service.ts";

/** @throws ServiceError `ResourceNotFoundException` */
export function findDestination({ destinations }: LogsService, name: string): Logs.Destination {
  const destination = destinations.get(name);
  if (destination) return destination;
  throw new ServiceError("ResourceNotFoundException", "The specified destination does not exist.");
}
