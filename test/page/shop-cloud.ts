import type { ServerResponse } from "node:http";
import { parseMessage } from "../../functions/alert-notifier/alarm-message.ts";
import { createDestination } from "../../functions/alert-notifier/destinations/create-destination.ts";
import { type ConsoleOptions, consoleRoute } from "../../local/control/page-route.ts";
import { LocalCloud, type PageSwitch } from "../../local/index.ts";
import type { Cloud, ServiceName } from "../../local/kernel/cloud.ts";
import { openCloudLogging } from "../../local/services/cloud-logging/state.ts";

/** 2026-03-02T09:00:00Z */
export const START = Date.UTC(2026, 2, 2, 9);
export const GROUP = "/shop/checkout";
const TOPIC = "arn:aws:sns:us-east-1:123456789012:on-call";

/** A shop's log group with a metric filter, an alarm on errors, and a topic that people are subscribed to. */
export class ShopCloud {
  readonly local: LocalCloud;
  readonly cloud: Cloud;
  /** What the page can break outside the cloud. */
  readonly switches: PageSwitch[];
  readonly #streams: Set<ServerResponse>;

  private constructor(local: LocalCloud, cloud: Cloud, streams: Set<ServerResponse>, switches: PageSwitch[]) {
    this.switches = switches;
    this.local = local;
    this.cloud = cloud;
    this.#streams = streams;
  }

  /**
   * @param folder where the page was built to
   * @param connected what the page asks outside the cloud
   */
  static async start(folder: string, connected: Omit<ConsoleOptions, "folders"> = {}): Promise<ShopCloud> {
    const inner: Cloud[] = [];
    const streams = new Set<ServerResponse>();
    const switches: PageSwitch[] = [];
    const local = await LocalCloud.start({
      clock: { start: START, speed: 0 },
      googlePort: false,
      routes: (cloud) => {
        inner.push(cloud);
        const route = consoleRoute(cloud, {
          folders: [folder],
          switches: () => switches,
          ...connected,
        });
        return [
          (request, response, url) => {
            if (url.pathname.endsWith("/_cumulog/events")) streams.add(response);
            return route(request, response, url);
          },
        ];
      },
    });
    const shop = new ShopCloud(local, inner[0]!, streams, switches);
    await shop.#deploy();
    return shop;
  }

  get page(): string {
    return this.local.endpoints.page;
  }

  call<Output>(service: ServiceName, operation: string, input: object): Promise<Output> {
    return this.cloud.call<Output>(service, operation, input);
  }

  async log(...messages: readonly (string | object)[]): Promise<void> {
    const timestamp = this.local.clock.now();
    await this.call("logs", "PutLogEvents", {
      logGroupName: GROUP,
      logStreamName: "web-1",
      logEvents: messages.map((message) => ({
        timestamp,
        message: typeof message === "string" ? message : JSON.stringify(message),
      })),
    });
  }

  logToGoogle(...messages: readonly { readonly level: string; readonly message: string }[]): void {
    this.cloud.state(openCloudLogging).write({
      logName: "projects/local-project/logs/checkout",
      resource: { type: "global" },
      entries: messages.map(({ level, ...payload }) => ({
        severity: level as "ERROR",
        jsonPayload: payload,
        timestamp: new Date(this.local.clock.now()).toISOString(),
      })),
    });
  }

  async createFunction(name: string, handler: string): Promise<void> {
    await this.call("lambda", "CreateFunction", {
      FunctionName: name,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::123456789012:role/any",
      Code: { InlineSource: `exports.handler = ${handler};` },
    });
  }

  /** Cuts the connections on which pages hear what happens. */
  cutStreams(): void {
    for (const response of this.#streams) response.destroy();
    this.#streams.clear();
  }

  /** Bytes that wait for pages to take them. */
  get waitingBytes(): number {
    return [...this.#streams].reduce((sum, { writableLength }) => sum + writableLength, 0);
  }

  /** Errors that are more than the alarm allows, and the minute after which it looks. */
  async failFor(minutes: number): Promise<void> {
    for (let minute = 0; minute < minutes; minute++) {
      await this.log(...Array.from({ length: 8 }, (_, index) => errorRecord(index)));
      await this.local.clock.advance("1m");
    }
    await this.local.clock.advance("1m");
  }

  /** Sends each alarm message as the alert notifier does, to an address that stands for a chat. */
  forwardTo(type: "slack" | "teams" | "pagerduty"): void {
    this.cloud.events.on("notification", ({ protocol, body, subject }) => {
      if (protocol !== "email") return;
      const alert = parseMessage(body, subject === undefined ? {} : { subject });
      this.cloud.track(this.#send(type, alert));
    });
  }

  async #send(type: "slack" | "teams" | "pagerduty", alert: ReturnType<typeof parseMessage>): Promise<void> {
    const address = `${this.page}/_cumulog/receive/${type}`;
    const destination = await createDestination(
      type === "pagerduty"
        ? { type, name: type, routingKey: "key", eventsUrl: address }
        : { type, name: type, webhookUrl: address },
    );
    const lines = [3, 4, 5].map((index) => ({
      timestamp: alert.changedAt,
      logGroup: GROUP,
      logStream: "web-1",
      message: JSON.stringify(errorRecord(index)),
    }));
    const notification = {
      alert,
      lines: alert.state === "ALARM" ? lines : [],
      linesNote: undefined,
      insightsUrl: undefined,
      alarmUrl: undefined,
      runbookUrl: "https://runbooks.example.com/checkout-errors",
      causes: [],
      lineCount: lines.length,
      suppressed: 0,
      id: `${alert.key}-${alert.changedAt}`,
    };
    await destination.send({
      notifications: [notification],
      thread: undefined,
      deadline: Date.now() + 10_000,
      picture: async () => undefined,
      note: () => {},
    });
  }

  async #deploy(): Promise<void> {
    await this.call("logs", "CreateLogGroup", { logGroupName: GROUP });
    await this.call("logs", "CreateLogStream", { logGroupName: GROUP, logStreamName: "web-1" });
    await this.call("logs", "PutMetricFilter", {
      logGroupName: GROUP,
      filterName: "errors",
      filterPattern: '{ $.level = "ERROR" }',
      metricTransformations: [
        { metricNamespace: "Shop", metricName: "Errors", metricValue: "1", defaultValue: 0 },
      ],
    });
    await this.call("sns", "CreateTopic", { Name: "on-call" });
    await this.call("sns", "Subscribe", { TopicArn: TOPIC, Protocol: "email", Endpoint: "ops@example.com" });
    await this.call("monitoring", "PutMetricAlarm", {
      AlarmName: "checkout-errors",
      AlarmDescription: "Customers cannot pay.",
      Namespace: "Shop",
      MetricName: "Errors",
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 5,
      ComparisonOperator: "GreaterThanThreshold",
      TreatMissingData: "notBreaching",
      AlarmActions: [TOPIC],
      OKActions: [TOPIC],
    });
  }
}

export function errorRecord(index: number): object {
  return {
    timestamp: new Date(START).toISOString(),
    level: "ERROR",
    message: "payment was declined",
    logger: "checkout.payment",
    orderId: `o-${1_000 + index}`,
    provider: "acme-pay",
  };
}

export function infoRecord(index: number): object {
  return {
    timestamp: new Date(START).toISOString(),
    level: "INFO",
    message: "order was placed",
    logger: "checkout.order",
    orderId: `o-${index}`,
    durationMs: 20 + (index % 50),
  };
}
