import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import { ServiceError } from "../../kernel/service-error.ts";
import type { LogsService } from "./logs-service.ts";

/** @throws ServiceError `ResourceNotFoundException` */
export function findDetector({ anomalyDetectors }: LogsService, arn: string): Logs.AnomalyDetector {
  const detector = anomalyDetectors.get(arn);
  if (detector) return detector;
  throw new ServiceError("ResourceNotFoundException", "The specified anomaly detector does not exist.");
}
