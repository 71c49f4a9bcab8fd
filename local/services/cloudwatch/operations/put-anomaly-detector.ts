import type { Call } from "#kernel/cloud.ts";
import { type DetectorInput, detectorOf, keyOf } from "../anomaly-detector.ts";
import type { CloudWatch } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutAnomalyDetector.html */
export function putAnomalyDetector(input: DetectorInput, { state: { detectors }, cloud }: Call<CloudWatch>) {
  const detector = detectorOf(input);
  const key = keyOf(detector);
  const change = detectors.has(key) ? "updated" : "created";
  detectors.set(key, detector);
  cloud.events.emit("resource", { type: "AWS::CloudWatch::AnomalyDetector", name: key, change });
  return {};
}
