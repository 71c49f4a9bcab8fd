import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type { Cloud } from "#kernel/cloud.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { StoredMap } from "#kernel/storage/stored-map.ts";

/** What AWS's services would deliver, where, and which of it. It is kept and shown: nothing is delivered. */
export interface Deliveries {
  readonly sources: StoredMap<Logs.DeliverySource>;
  readonly destinations: StoredMap<Logs.DeliveryDestination & { readonly policy?: string | undefined }>;
  /** By id. */
  readonly deliveries: StoredMap<Logs.Delivery>;
}

/** Opens the deliveries of a cloud. */
export function openDeliveries({ storage }: Cloud): Deliveries {
  return {
    sources: new StoredMap(storage.collection("logs.delivery-sources")),
    destinations: new StoredMap(storage.collection("logs.delivery-destinations")),
    deliveries: new StoredMap(storage.collection("logs.deliveries")),
  };
}

/** @throws ServiceError `ResourceNotFoundException` */
export function found<Kept>(kept: StoredMap<Kept>, name: string, what: string): Kept {
  const one = kept.get(name);
  if (one) return one;
  throw new ServiceError("ResourceNotFoundException", `The specified ${what} does not exist: ${name}.`);
}

/** @throws ServiceError `ConflictException` while deliveries need it */
export function checkUnused(
  { deliveries }: Deliveries,
  uses: (delivery: Logs.Delivery) => boolean,
  what: string,
): void {
  if ([...deliveries.values()].some(uses))
    throw new ServiceError(
      "ConflictException",
      `The ${what} cannot be deleted: deliveries use it. Delete them first.`,
    );
}

/** Kind of a destination by its ARN. */
export function destinationType(arn: string | undefined): "S3" | "CWL" | "FH" | "XRAY" {
  const service = arn?.split(":")[2];
  if (service === undefined) return "XRAY";
  return service === "s3" ? "S3" : service === "firehose" ? "FH" : "CWL";
}
