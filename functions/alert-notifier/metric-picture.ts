import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { Alert } from "./alert.ts";
import { evaluatedWindow } from "./window.ts";

const HOUR = 3_600_000;
const SIZE = { width: 700, height: 260 };
const PICTURED = new Set(["metric", "metric-math", "anomaly"]);

/**
 * A picture of what an alarm looks at, with its threshold, as PNG. For a change to ALARM of an alarm on metrics only.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricWidgetImage.html
 *
 * @returns undefined when there is nothing to draw
 * @throws Error of the service when it cannot be drawn
 */
export async function metricPicture(
  alert: Alert,
  cloudWatch: () => Promise<CloudWatchClient>,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  if (alert.state !== "ALARM" || !PICTURED.has(alert.kind) || !alert.key.startsWith("arn:")) return undefined;
  const { start } = evaluatedWindow(alert);
  const { GetMetricWidgetImageCommand } = await import("../shared/clients/cloudwatch.ts");
  const { MetricWidgetImage } = await (await cloudWatch()).send(
    new GetMetricWidgetImageCommand({
      MetricWidget: JSON.stringify({
        ...SIZE,
        title: alert.name,
        view: "timeSeries",
        annotations: { alarms: [alert.key] },
        // What went before is what the alarm stands out from.
        start: new Date(start - 3 * HOUR).toISOString(),
        end: new Date(alert.changedAt + 60_000).toISOString(),
      }),
    }),
    { abortSignal: signal },
  );
  return MetricWidgetImage;
}
