/** Writes the pictures of the page in docs/images: `node test/page/take-screenshots.ts`. */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { loadLake } from "../../lake/index.ts";
import { buildPage } from "./build-page.ts";
import { launchChromium } from "./chromium.ts";
import { errorRecord, GROUP, infoRecord, ShopCloud } from "./shop-cloud.ts";

const folder = join(import.meta.dirname, "../../docs/images");
mkdirSync(folder, { recursive: true });

const build = await buildPage();
// The page shows the path as it is given.
process.chdir(build);
const lake = "lake";
const shop = await ShopCloud.start(build, { lake });
shop.forwardTo("slack");
await shop.createFunction(
  "order-mailer",
  "async (event) => { if (event.fail) throw new Error('mailbox is full'); return 'sent'; }",
);
for (const payload of ["{}", "{}", '{"fail":true}', "{}"])
  await shop.call("lambda", "Invoke", { FunctionName: "order-mailer", Payload: payload });
const errorsPerMinute = [
  0, 1, 0, 2, 1, 0, 1, 3, 2, 0, 1, 0, 0, 1, 2, 1, 0, 9, 14, 12, 11, 8, 3, 1, 0, 1, 0, 2, 7, 13,
];
for (const [minute, errors] of errorsPerMinute.entries()) {
  await shop.log(...Array.from({ length: 6 + (minute % 5) }, (_, index) => infoRecord(minute * 10 + index)));
  if (errors > 0)
    await shop.log(...Array.from({ length: errors }, (_, index) => errorRecord(minute * 20 + index)));
  if (minute % 3 === 0)
    await shop.log(
      `cache miss for key product:${minute}`,
      `user ${minute} has logged in from 10.0.0.${minute}`,
    );
  if (minute === 26)
    await shop.log(
      ...Array.from({ length: 4 }, (_, index) => `ERROR warehouse did not answer within ${index} ms`),
    );
  shop.logToGoogle({ level: "INFO", message: "order was placed" });
  if (errors > 2) shop.logToGoogle({ level: "ERROR", message: "payment was declined" });
  await shop.local.clock.advance("1m");
}
const report = { rejected: {}, dropped: {}, spooled: 0, pending: 0 };
for (const [handler, delivered] of [
  ["cloudwatch", 412],
  ["cloud-logging", 398],
] as const) {
  const accepted = 412;
  await fetch(`${shop.page}/_cumulog/ledger`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      service: "checkout",
      handler,
      report: { ...report, accepted, delivered, pending: accepted - delivered },
    }),
  });
}
await shop.local.clock.advance("30s");
await loadLake({ directory: lake, events: eventsOfLake() });

const browser = await launchChromium();
const views: readonly (readonly [name: string, hash: string])[] = [
  ["overview", "overview"],
  ["tail", "tail?filter=%7B%20%24.level%20%3D%20%22ERROR%22%20%7D"],
  ["tail-error", "tail?filter=%7B%20%24.level%20%3D%20%22ERROR%22%20%26%26%20%7D"],
  ["search", "search?pattern=declined"],
  ["patterns", "patterns"],
  ["explore", "explore/error-rate-by-minute"],
  [
    "insights",
    "insights?query=filter%20level%20%3D%20%22ERROR%22%0A%7C%20stats%20count(*)%20as%20errors%20by%20bin(1m)",
  ],
  ["metrics", "metrics"],
  ["alarms", "alarms/checkout-errors"],
  ["inbox", "inbox"],
  ["functions", "functions/order-mailer"],
  ["delivery", "delivery"],
  ["faults", "faults"],
];
const IN_DARK = new Set(["overview", "tail-error", "alarms", "explore"]);
const problems: string[] = [];
try {
  for (const colorScheme of ["light", "dark"] as const) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 820 }, colorScheme });
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(error.message));
    for (const [name, hash] of views)
      if (colorScheme === "light" || IN_DARK.has(name)) await take(page, name, hash, colorScheme);
    await page.close();
  }
} finally {
  await browser.close();
  await shop.local.stop();
  rmSync(build, { recursive: true, force: true });
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;

async function* eventsOfLake() {
  const { events } = await shop.call<{
    events: { eventId: string; timestamp: number; message: string; logStreamName: string }[];
  }>("logs", "FilterLogEvents", { logGroupName: GROUP });
  yield events.map(({ eventId, logStreamName, ...event }) => ({
    ...event,
    id: eventId,
    logGroup: GROUP,
    logStream: logStreamName,
  }));
}

async function take(page: Page, name: string, hash: string, colorScheme: string): Promise<void> {
  await page.goto(`${shop.page}/#/${hash}`);
  await page.locator(".connection.open").waitFor();
  await page.locator("h1").waitFor();
  if (["overview", "alarms", "metrics", "insights"].includes(name))
    await page.locator(".chart canvas").first().waitFor();
  if (["tail", "search"].includes(name)) await page.locator(".line").first().waitFor();
  if (name === "patterns") await page.getByText("payment was declined").first().waitFor();
  if (name === "explore") await page.locator(".lake-chart img").waitFor();
  await page.screenshot({ path: join(folder, `page-${name}-${colorScheme}.png`) });
}
