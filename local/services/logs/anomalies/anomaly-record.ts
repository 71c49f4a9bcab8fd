import { createHash } from "node:crypto";
import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type { Anomaly } from "cumulog/analysis";

const VARIABLE = "<*>";
/** Scores from here on are of this priority. */
const HIGH = 0.85;
const MEDIUM = 0.6;

const hex = (text: string): string => createHash("sha256").update(text).digest("hex");

/** What is found, as the service describes an anomaly; the figures are those of the project's own engine. */
export function anomalyRecord(
  anomaly: Anomaly,
  detector: Logs.AnomalyDetector,
): Logs.Anomaly & { readonly anomalyId: string } {
  const id = hex(`${detector.anomalyDetectorArn} ${anomaly.id}`);
  const { series, since, at, seen } = anomaly;
  return {
    anomalyId: [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20, 32)].join(
      "-",
    ),
    patternId: hex(`${series.type} ${series.key}`).slice(0, 32),
    anomalyDetectorArn: detector.anomalyDetectorArn,
    patternString: series.text,
    patternTokens: tokensOf(series.text),
    priority: priorityOf(anomaly),
    firstSeen: Math.floor(since / 1_000),
    lastSeen: Math.floor(at / 1_000),
    description: `${anomaly.reason} (found by cumulog's engine, not by AWS's)`,
    active: true,
    state: "Active",
    histogram: { [String(Math.floor(since / 1_000))]: Math.round(seen) },
    logSamples: anomaly.samples.map((message) => ({ timestamp: since, message })),
    logGroupArnList: detector.logGroupArnList,
    isPatternLevelSuppression: false,
  };
}

function priorityOf({ kind, score }: Anomaly): string {
  if (kind === "new" || score >= HIGH) return "HIGH";
  return score >= MEDIUM ? "MEDIUM" : "LOW";
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PatternToken.html */
function tokensOf(text: string): Logs.PatternToken[] {
  let position = 0;
  return text
    .split(/(<\*>)/)
    .filter((part) => part !== "")
    .map((part) =>
      part === VARIABLE
        ? { isDynamic: true, dynamicTokenPosition: ++position, tokenString: VARIABLE }
        : { isDynamic: false, tokenString: part },
    );
}
