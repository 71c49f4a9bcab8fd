import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { decodeSubscription } from "../../../lib/semantics/index.ts";
import { LocalCloud } from "../../../local/index.ts";

export const START = Date.UTC(2026, 0, 15, 12);

const HANDLER = "exports.handler = async (event) => { console.log('got ' + event.awslogs.data); };";

/** A function that logs what a subscription sends it, with the permission to. */
export const RECEIVER = {
  Receiver: {
    Type: "AWS::Lambda::Function",
    Properties: {
      FunctionName: "receiver",
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::123456789012:role/receiver",
      Code: { ZipFile: HANDLER },
    },
  },
  Permission: {
    Type: "AWS::Lambda::Permission",
    Properties: {
      Action: "lambda:InvokeFunction",
      FunctionName: { Ref: "Receiver" },
      Principal: "logs.amazonaws.com",
    },
  },
};

/** A stepped cloud with a stack of these resources, and clients. */
export async function startStackCloud(resources: Readonly<Record<string, object>>) {
  const folder = mkdtempSync(join(tmpdir(), "cumulog-features-"));
  const template = join(folder, "template.json");
  writeFileSync(template, JSON.stringify({ Resources: resources }));
  const cloud = await LocalCloud.start({ template, clock: { start: START, speed: 0 }, googlePort: false });
  const settings = {
    endpoint: cloud.endpoints.aws,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  };
  const logs = new CloudWatchLogs(settings);
  const metrics = new CloudWatch(settings);
  return {
    cloud,
    logs,
    metrics,
    async put(logGroupName: string, ...messages: readonly string[]): Promise<void> {
      const timestamp = cloud.clock.now();
      await logs.createLogStream({ logGroupName, logStreamName: "s" }).catch(() => {});
      const logEvents = messages.map((message) => ({ timestamp, message }));
      await logs.putLogEvents({ logGroupName, logStreamName: "s", logEvents });
    },
    /** The events that subscriptions have sent to the function. */
    async received(): Promise<string[]> {
      await cloud.clock.advance("1s");
      const { events = [] } = await logs.filterLogEvents({
        logGroupName: "/aws/lambda/receiver",
        filterPattern: "got",
      });
      return events.flatMap(({ message }) => {
        const data = message!.slice(message!.indexOf("got ") + 4).trim();
        return decodeSubscription(data).logEvents.map((one) => one.message);
      });
    },
    /** Sum of a metric over the last hour. */
    async sum(
      Namespace: string,
      MetricName: string,
      dimensions: Record<string, string> = {},
    ): Promise<number> {
      const { Datapoints = [] } = await metrics.getMetricStatistics({
        Namespace,
        MetricName,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        StartTime: new Date(cloud.clock.now() - 3_600_000),
        EndTime: new Date(cloud.clock.now() + 60_000),
        Period: 60,
        Statistics: ["Sum"],
      });
      return Datapoints.reduce((total, { Sum = 0 }) => total + Sum, 0);
    },
    /** Rows of a query over everything, as objects without `@ptr`. */
    async query(logGroupName: string, queryString: string): Promise<Record<string, string>[]> {
      const seconds = Math.floor(cloud.clock.now() / 1000);
      const { queryId } = await logs.startQuery({
        logGroupName,
        queryString,
        startTime: seconds - 3600,
        endTime: seconds + 60,
      });
      for (;;) {
        const { status, results = [] } = await logs.getQueryResults({ queryId });
        if (status === "Complete")
          return results.map((row) =>
            Object.fromEntries(
              row.filter(({ field }) => field !== "@ptr").map(({ field, value }) => [field, value!]),
            ),
          );
        if (status === "Failed") throw new Error("the query failed");
      }
    },
    async [Symbol.asyncDispose]() {
      logs.destroy();
      metrics.destroy();
      await cloud.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
