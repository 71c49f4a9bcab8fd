import type { Call } from "#kernel/cloud.ts";
import { type DetectorInput, detectorOf, keyOf } from "../anomaly-detector.ts";
import type { CloudWatch } from "../state.ts";
import { notFound } from "../validation.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAnomalyDetector.html */
export function deleteAnomalyDetector(
  input: DetectorInput,
  { state: { detectors }, cloud }: Call<CloudWatch>,
) {
  const key = keyOf(detectorOf(input));
  if (!detectors.delete(key)) throw notFound("The anomaly detector does not exist.");
  cloud.events.emit("resource", {
    type: "AWS::CloudWatch::AnomalyDetector",
    name: key,
    change: "deleted",
  });
  return {};
}
