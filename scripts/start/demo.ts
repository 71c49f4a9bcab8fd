import type { DeliveryReport } from "../../lib/index.ts";
import { consoleRoute } from "../../local/control/page-route.ts";
import { LocalCloud, type PageSwitch } from "../../local/index.ts";
import { goOn } from "./afterwards.ts";
import { Checks } from "./checks.ts";
import { CloudReader } from "./cloud-reader.ts";
import { storeSecrets } from "./secrets.ts";
import { ServiceProcess } from "./service-process.ts";
import { LAKE_DIRECTORY, showLake } from "./show-lake.ts";
import { synthesize } from "./synthesize.ts";
import { indented, say, step, styled } from "./terminal.ts";
import { Traffic } from "./traffic.ts";
import { causeLines, type ReceivedAlert, WebhookReceiver } from "./webhook-receiver.ts";

/** A minute of the cloud takes a second. */
const SPEED = 60;
const ALARM = "checkout-errors";
/** A slow machine still gets there. */
const PATIENCE_MS = 90_000;

export interface DemoOptions {
  readonly port: number;
  readonly assembly: string;
  /** Whether the page is served afterwards. */
  readonly stays: boolean;
  /** Takes what must be stopped at the end, the last first. */
  readonly cleanup: AsyncDisposableStack;
}

/** The product doing its job on real traffic. Resolves with the exit status and the cloud, which is still running. */
export async function runDemo({
  port,
  assembly,
  stays,
  cleanup,
}: DemoOptions): Promise<{ status: number; cloud: LocalCloud }> {
  say(styled("bold", "Checkout: a service that logs to two clouds, and the alarm that watches it\n"));
  const receiver = new WebhookReceiver();
  const webhookUrl = await receiver.start();
  cleanup.defer(() => receiver.stop());
  let switches: readonly PageSwitch[] = [];
  const cloud = await LocalCloud.start({
    port,
    clock: { speed: SPEED },
    routes: (inner) => [consoleRoute(inner, { lake: LAKE_DIRECTORY, switches: () => switches })],
  });
  cleanup.defer(() => cloud.stop());
  say(
    `${styled("green", "✔")} Started the local cloud, in which a minute takes a second; its page: ${styled("cyan", cloud.endpoints.page)}`,
  );
  await step(
    "Synthesizing the CDK app",
    () => synthesize("examples/checkout/app.ts", "cumulog.yaml", assembly),
    () => "Synthesized the CDK app (cdk synth)",
  );
  receiver.copyTo = `${cloud.endpoints.page}/_cumulog/receive/webhook`;
  await storeSecrets(cloud, {
    "/checkout/webhook-url": webhookUrl,
    "/checkout/webhook-secret": receiver.secret,
  });
  await step(
    "Deploying",
    (show) =>
      cloud.deploy(assembly, {
        onEvent: ({ logicalId, done, total }) => show(`${logicalId} (${done}/${total})`),
      }),
    () =>
      `Deployed ${cloud.stacks.reduce((sum, { resources }) => sum + resources.length, 0)} resources of ${cloud.stacks.length} stacks to the local cloud`,
  );
  const service = await step(
    "Starting the service",
    () => ServiceProcess.start(cloud),
    ({ url }) => `The checkout service listens on ${url}`,
  );
  cleanup.defer(() => service.stop());
  const status = await tell(cloud, service, receiver);
  if (stays) {
    switches = goOn(cloud, service, cleanup);
    say(
      "\nThe cloud is in real time now, with light traffic; the page's Faults break and mend the payment provider.",
    );
  }
  return { status, cloud };
}

async function tell(cloud: LocalCloud, service: ServiceProcess, receiver: WebhookReceiver): Promise<number> {
  const reader = new CloudReader(cloud);
  const traffic = new Traffic(service.url, { requestsPerSecond: 120 });
  const watch = (text: string, holds: () => Promise<boolean>) => (show: (detail: string) => void) =>
    until({ cloud, service, reader }, text, holds, show);
  try {
    await step(
      "Healthy traffic",
      watch("the alarm is OK", async () => (await reader.alarmState(ALARM)) === "OK"),
      () => `Healthy traffic, and the alarm "${ALARM}" is OK`,
    );
    cloud.faults.set("logs:PutLogEvents", { throttle: 0.3, error: 0.05, latency: "20ms", seed: 7 });
    cloud.faults.set("google:WriteLogEntries", { throttle: 0.3, seed: 7 });
    await service.setProviderUp(false);
    say(
      `${styled("yellow", "!")} The payment provider breaks, and both clouds throttle 30 % of the deliveries`,
    );
    await step(
      "Errors",
      watch("the alarm goes off", async () => (await reader.alarmState(ALARM)) === "ALARM"),
      () => `The alarm "${ALARM}" went to ${styled("red", "ALARM")}`,
    );
    say(`    errors a minute: ${(await reader.minuteSums("Cumulog", ALARM, 10)).join(" ")}`);
    await step(
      "Notification",
      watch("the notifier writes", async () => told(receiver, "ALARM") !== undefined),
      () => "The notifier wrote to the team's webhook:",
    );
    showAlert(receiver);
    await service.setProviderUp(true);
    cloud.faults.clear();
    say(`${styled("green", "✔")} The payment provider works again, and the clouds take everything`);
    await step(
      "Recovery",
      watch(
        "the alarm recovers",
        async () => (await reader.alarmState(ALARM)) === "OK" && told(receiver, "OK") !== undefined,
      ),
      () => `The alarm "${ALARM}" is back to ${styled("green", "OK")}, and the team was told`,
    );
    const answers = await traffic.stop();
    say(
      `\n${answers.ok.toLocaleString("en")} requests answered, ${answers.failed.toLocaleString("en")} failed\n`,
    );
    const status = await judge(cloud, service, receiver, reader);
    say();
    await showLake(cloud, "/checkout/api");
    return status;
  } finally {
    await traffic.stop();
    reader.close();
  }
}

/** Waits for something, showing the cloud's time and the newest minute sums. @throws Error when it takes too long */
async function until(
  { cloud, service, reader }: { cloud: LocalCloud; service: ServiceProcess; reader: CloudReader },
  what: string,
  holds: () => Promise<boolean>,
  show: (detail: string) => void,
): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    await service.publishLedger(cloud);
    if (Date.now() > deadline) throw new Error(`Waited ${PATIENCE_MS / 1_000} s in vain until ${what}.`);
    const sums = await reader.minuteSums("Cumulog", ALARM, 8);
    show(`${new Date(cloud.clock.now()).toISOString().slice(11, 16)}, errors a minute ${sums.join(" ")}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** The ledger when requests that were under way have ended: nothing pending, and no more records than a moment before. */
async function settledLedger(service: ServiceProcess): Promise<Readonly<Record<string, DeliveryReport>>> {
  const deadline = Date.now() + PATIENCE_MS;
  let before = -1;
  for (;;) {
    const ledger = await service.ledger();
    const reports = Object.values(ledger);
    const accepted = reports.reduce((sum, report) => sum + report.accepted, 0);
    const settled = accepted === before && reports.every(({ pending }) => pending === 0);
    if (settled || Date.now() > deadline) return ledger;
    before = accepted;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** What the team was told of the alarm; other alarms may go off too on a slow machine. */
function told({ alerts }: WebhookReceiver, wanted: string): ReceivedAlert | undefined {
  return alerts.find(({ alarm, state }) => alarm === ALARM && state === wanted);
}

function showAlert(receiver: WebhookReceiver): void {
  const alert = told(receiver, "ALARM")!;
  const { title, reason, links } = alert;
  const parts = [title, ...causeLines(alert), reason, `Runbook: ${links["Runbook"] ?? "–"}`];
  say(styled("dim", indented(parts.join("\n"))));
}

async function judge(
  cloud: LocalCloud,
  service: ServiceProcess,
  receiver: WebhookReceiver,
  reader: CloudReader,
): Promise<number> {
  const checks = new Checks();
  const ledger = await settledLedger(service);
  await service.publishLedger(cloud);
  await cloud.settled();
  const cloudWatch = ledger["cloudWatch"]!;
  const cloudLogging = ledger["cloudLogging"]!;
  checks.expectBalanced("CloudWatch Logs", cloudWatch);
  checks.expectBalanced("Cloud Logging", cloudLogging);
  const events = await reader.countEvents("/checkout/api", "api/");
  checks.expect(
    events.events === cloudWatch.delivered,
    `${events.events.toLocaleString("en")} events stand in the log group, each delivered record once`,
    `${cloudWatch.delivered} were delivered`,
  );
  const entries = await reader.countEntries('log_id("checkout") AND jsonPayload.logger="checkout.api"');
  checks.expect(
    entries.distinct === cloudLogging.delivered,
    `${entries.distinct.toLocaleString("en")} entries stand in Cloud Logging, none twice`,
    `${cloudLogging.delivered} were delivered, ${entries.entries} entries`,
  );
  const alarm = told(receiver, "ALARM");
  checks.expect(alarm?.signed === true, "the notification carried the right signature");
  checks.expect(
    alarm?.lines.some(({ message }) => message.includes("payment provider timed out")) === true,
    "the notification showed the log lines behind the alarm",
  );
  checks.expect((await reader.stateChanges(ALARM)).length >= 3, "the alarm's history tells OK, ALARM and OK");
  checks.expect(
    cloud.inbox.list().some(({ protocol }) => protocol.startsWith("email")),
    "the e-mail to on-call lies in the inbox",
  );
  return checks.finish();
}
