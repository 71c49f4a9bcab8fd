import { describe, expect, test } from "vitest";
import { useBrowserPage } from "./browser-page.ts";
import { START } from "./shop-cloud.ts";

const browserPage = useBrowserPage();

describe("clock", () => {
  test("is moved ahead by buttons, and everything due happens", async () => {
    const { shop, page, open } = browserPage();
    await open("overview");

    await page.getByRole("button", { name: /\+5.*min/ }).click();

    await page.getByText("2026-03-02 09:05:00").first().waitFor();
    expect(shop.local.clock.now()).toBe(START + 300_000);
  });

  test("changes its speed", async () => {
    const { shop, page, open } = browserPage();
    await open("overview");
    const speed = page.getByLabel("Speed of the clock");
    await expect.poll(() => speed.inputValue()).toBe("0");

    await speed.selectOption("60");

    await expect.poll(() => shop.local.clock.speed).toBe(60);
    await speed.selectOption("0");
    await expect.poll(() => shop.local.clock.speed).toBe(0);
    expect(shop.local.clock.now()).toBeGreaterThan(START);
  });
});

describe("faults", () => {
  test("are switched on and off", async () => {
    const { shop, page, open } = browserPage();
    await open("faults");
    const toggle = page.getByRole("switch", { name: "CloudWatch Logs is down" });

    await toggle.click();

    await expect.poll(() => toggle.getAttribute("aria-checked")).toBe("true");
    expect(shop.local.faults.list()).toEqual({ "logs:*": { error: 1 } });
    await toggle.click();
    await expect.poll(() => toggle.getAttribute("aria-checked")).toBe("false");
    expect(shop.local.faults.list()).toEqual({});
  });

  test("that others set appear by themselves", async () => {
    const { shop, page, open } = browserPage();
    await open("overview");

    shop.local.faults.set("logs:PutLogEvents", { throttle: 0.3 });

    await page.getByRole("link", { name: "Faults 1 set" }).waitFor();
  });

  test("are set by a form, listed and removed", async () => {
    const { shop, page, open } = browserPage();
    await open("faults");

    await page.getByLabel("Operation").fill("sns:Publish");
    await page.getByLabel("Latency").fill("50ms");
    await page.getByRole("slider", { name: /Throttled/ }).fill("40");
    await page.getByRole("button", { name: "Set the rule" }).click();

    await page.getByRole("row", { name: /sns:Publish 40 % throttled, 50ms latency, seed 1/ }).waitFor();
    expect(shop.local.faults.list()).toEqual({ "sns:Publish": { throttle: 0.4, latency: "50ms", seed: 1 } });
    await page.getByRole("button", { name: "Remove the rule of sns:Publish" }).click();
    await page.getByText("Everything works.").waitFor();
    expect(shop.local.faults.list()).toEqual({});
  });

  test("that make no sense are refused with the reason", async () => {
    const { shop, page, complaints, open } = browserPage();
    await open("faults");

    await page.getByLabel("Latency").fill("soon");
    await page.getByRole("button", { name: "Set the rule" }).click();

    await page.getByRole("alert").getByText('"soon" is no duration').waitFor();
    expect(shop.local.faults.list()).toEqual({});
    expect(complaints.splice(0)).toEqual([expect.stringContaining("400")]);
  });
});

test("after a cut, the page asks again for what it could not hear", async () => {
  const { shop, page, complaints, open } = browserPage();
  await open("overview");

  shop.cutStreams();
  await page.locator(".connection.lost").waitFor();
  await shop.call("logs", "CreateLogGroup", { logGroupName: "/shop/made-during-the-cut" });
  await page.locator(".connection.open").waitFor();

  await page.getByRole("link", { name: "Live tail" }).first().click();
  await page
    .getByLabel("Source")
    .getByRole("option", { name: "/shop/made-during-the-cut" })
    .waitFor({ state: "attached" });
  expect(complaints.splice(0)).toEqual([expect.stringContaining("ERR_INCOMPLETE_CHUNKED_ENCODING")]);
});

describe("delivery", () => {
  test("shows each account and whether it balances", async () => {
    const { shop, page, open } = browserPage();
    await open("delivery");
    const publish = (handler: string, report: object) =>
      fetch(`${shop.page}/_cumulog/ledger`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          handler,
          service: "checkout",
          report: { rejected: {}, dropped: {}, spooled: 0, pending: 0, ...report },
        }),
      });

    await publish("cloudwatch", { accepted: 10, delivered: 7, rejected: { "too-old": 2 }, pending: 1 });
    await publish("cloud-logging", { accepted: 10, delivered: 7 });

    await page.getByRole("row", { name: /^cloudwatch checkout 10 7 2 ?too-old 2 0 0 1 balanced/ }).waitFor();
    await page.getByRole("row", { name: /^cloud-logging checkout 10 7 0 0 0 0 3 unaccounted/ }).waitFor();
    await publish("cloud-logging", { accepted: 10, delivered: 10 });
    await page.getByRole("row", { name: /^cloud-logging checkout 10 10 0 0 0 0 balanced/ }).waitFor();
  });
});

describe("functions", () => {
  test("are invoked from the page, and their errors are seen", async () => {
    const { shop, page, open } = browserPage();
    await shop.createFunction(
      "mailer",
      "async (event) => { if (event.fail) throw new TypeError('mailbox is full'); return { sent: event.count }; }",
    );
    await open("functions/mailer");

    await page.getByText("Invoke", { exact: true }).first().click();
    await page.getByLabel("Event (JSON)").fill('{ "count": 3 }');
    await page.getByRole("button", { name: "Invoke" }).click();
    await page.getByRole("status").getByText('{"sent":3}').waitFor();
    await page.getByLabel("Event (JSON)").fill('{ "fail": true }');
    await page.getByRole("button", { name: "Invoke" }).click();

    await page.getByRole("status").getByText("mailbox is full").waitFor();
    const invocations = page.getByRole("region", { name: "Invocations" }).getByRole("row");
    await expect.poll(() => invocations.count()).toBe(3);
    expect(await invocations.nth(1).textContent()).toContain("errorTypeError: mailbox is full");
    expect(await invocations.nth(2).textContent()).toContain("success");
    await page
      .getByRole("region", { name: "List of functions" })
      .getByRole("row", { name: /mailer nodejs24.x 2 1/ })
      .waitFor();
  });
});
