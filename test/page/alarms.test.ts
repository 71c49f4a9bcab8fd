import { describe, expect, test } from "vitest";
import { useBrowserPage } from "./browser-page.ts";
import { infoRecord } from "./shop-cloud.ts";

const browserPage = useBrowserPage();

describe("alarms", () => {
  test("a fired alarm and its recovery appear without a reload", async () => {
    const { shop, page, open } = browserPage();
    await open("overview");
    await page.getByText("Nothing is wrong.").waitFor();
    await page.evaluate("window.loadedOnce = true");

    await shop.failFor(1);

    await page.locator(".badge.state-ALARM").first().waitFor();
    await page.getByRole("link", { name: "Alarms 1 in alarm" }).waitFor();
    const announcement = page.getByRole("status").filter({ hasText: "checkout-errors" });
    expect(await announcement.textContent()).toBe("Alarm checkout-errors is now in alarm.");
    await shop.local.clock.advance("5m");
    await page.getByText("Nothing is wrong.").waitFor();
    await page.getByText("Alarm checkout-errors is now OK.").waitFor();
    expect(await page.evaluate("window.loadedOnce")).toBe(true);
  });

  test("one alarm has its reason, condition, chart and history", async () => {
    const { shop, page, open } = browserPage();
    await shop.log(infoRecord(1));
    await shop.failFor(2);
    await open("alarms/checkout-errors");

    const detail = page.getByRole("region", { name: "checkout-errors" });
    await detail.getByText("Sum of Errors > 5 in 1 min").waitFor();
    const { MetricAlarms } = await shop.call<{ MetricAlarms: { StateReason: string }[] }>(
      "monitoring",
      "DescribeAlarms",
      {},
    );
    expect(await detail.locator(".reason").textContent()).toBe(MetricAlarms[0]!.StateReason);
    const chart = detail.getByRole("img", { name: /Chart of checkout-errors/ });
    expect(await chart.getAttribute("aria-label")).toContain("highest 8");
    await expect.poll(() => chart.locator("canvas").count()).toBe(1);
    const history = detail.getByRole("region", { name: "History of the alarm" });
    await history.getByText(/Alarm updated from (OK|INSUFFICIENT_DATA) to ALARM/).waitFor();
    await history.getByText('Alarm "checkout-errors" created').waitFor();
  });

  test("an incident of Google Cloud appears beside the alarms, and what sinks sent on with the deliveries", async () => {
    const { shop, page, open } = browserPage();
    const google = (service: string, operation: string, input: object) =>
      shop.call(service, operation, input);
    await google("cloud-monitoring", "CreateAlertPolicy", {
      name: "projects/local-project",
      alertPolicy: {
        displayName: "Payments fail",
        combiner: "OR",
        conditions: [{ displayName: "declined", conditionMatchedLog: { filter: "severity>=ERROR" } }],
        alertStrategy: { notificationRateLimit: { period: "300s" }, autoClose: "1800s" },
      },
    });
    await google("cloud-logging", "CreateSink", {
      parent: "projects/local-project",
      sink: {
        name: "archive",
        destination: "storage.googleapis.com/shop-archive",
        filter: "severity>=ERROR",
      },
    });
    await open("overview");
    await page.getByText("Nothing is wrong.").waitFor();

    shop.logToGoogle({ level: "ERROR", message: "card declined" });

    await page
      .getByRole("region", { name: "Incidents of Google Cloud" })
      .getByText("Payments fail")
      .first()
      .waitFor();
    await page.getByRole("link", { name: "Alarms 1 in alarm" }).click();
    const rows = page.getByRole("region", { name: "Incidents of Google Cloud" }).getByRole("row");
    await rows.filter({ hasText: "Log match condition fired for Global" }).getByText("OPEN").waitFor();
    await shop.local.clock.advance("31m");
    await rows.getByText("CLOSED").waitFor();
    await open("delivery");
    const sink = page.getByRole("region", { name: "Sinks of Google Cloud" }).getByRole("row");
    await sink
      .filter({ hasText: "projects/local-project/sinks/archive" })
      .getByText("checkout/2026/03/02/09:00:00_09:59:59_S0.json")
      .waitFor();
  });

  test("the metric's chart has the alarm's threshold, and its values as a table", async () => {
    const { shop, page, open } = browserPage();
    await shop.failFor(2);
    await open("metrics");

    await page.getByRole("link", { name: "Shop Errors" }).click();
    const panel = page.getByRole("region", { name: "Shop Errors", exact: true });
    await panel.getByRole("link", { name: "Alarm checkout-errors" }).waitFor();
    await panel.getByText("Values as a table").click();

    const rows = panel.getByRole("row");
    await rows.filter({ hasText: "2026-03-02 09:01:00" }).waitFor();
    expect(await rows.filter({ hasText: "09:00:00" }).textContent()).toMatch(/8$/);
    expect(page.url()).toContain("metric=Errors");
  });

  test("an address that was cut short says that there is nothing there", async () => {
    const { page, open } = browserPage();

    await open("alarms/%E0%A4");

    await page.getByText("There is no alarm named %E0%A4.").waitFor();
  });

  test("the browser's back button returns to the view before", async () => {
    const { page, open } = browserPage();
    await open("alarms");

    await page.getByRole("link", { name: "checkout-errors" }).click();
    await page.getByRole("heading", { name: /checkout-errors/ }).waitFor();
    await page.goBack();

    await page.getByRole("heading", { name: /checkout-errors/ }).waitFor({ state: "detached" });
    expect(page.url()).toMatch(/#\/alarms$/);
  });
});

describe("inbox", () => {
  test("shows an e-mail as its reader gets it", async () => {
    const { shop, page, open } = browserPage();
    await open("inbox");

    await shop.failFor(1);

    const mail = page.getByRole("article").first();
    await mail.getByRole("heading", { name: 'ALARM: "checkout-errors" in US East (N. Virginia)' }).waitFor();
    expect(await factsOf(mail)).toMatchObject({
      Metric: "Shop / Errors",
      Description: "Customers cannot pay.",
    });
    expect(await mail.locator(".words").textContent()).toContain("Threshold Crossed: 1 datapoint [8.0");
  });

  test.each(["slack", "teams", "pagerduty"] as const)(
    "shows a message to %s with its log lines",
    async (type) => {
      const { shop, page, open } = browserPage();
      shop.forwardTo(type);
      await open("inbox");

      await shop.failFor(1);

      const name = { slack: "Slack", teams: "Microsoft Teams", pagerduty: "PagerDuty" }[type];
      const card = page.getByRole("article").filter({ has: page.getByText(name, { exact: true }) });
      await card.getByRole("heading", { name: /ALARM: checkout-errors/ }).waitFor();
      expect(await factsOf(card)).toMatchObject({ State: "INSUFFICIENT_DATA → ALARM", Events: "3" });
      expect(await card.textContent()).toContain("Threshold Crossed: 1 datapoint [8.0");
      // The cause comes before the lines, and the lines are written for people.
      expect(await card.textContent()).toContain("payment was declined");
      expect(await card.locator("pre").first().textContent()).toMatch(
        /09:01:00\.000 ERROR payment was declined/,
      );
      expect(await card.getByRole("link", { name: "Runbook" }).getAttribute("href")).toBe(
        "https://runbooks.example.com/checkout-errors",
      );
    },
  );

  async function factsOf(card: ReturnType<ReturnType<typeof browserPage>["page"]["locator"]>) {
    const facts = card.locator("dl.facts").first();
    const [names, values] = [
      await facts.locator("dt").allTextContents(),
      await facts.locator("dd").allTextContents(),
    ];
    return Object.fromEntries(names.map((label, index) => [label, values[index]]));
  }
});
