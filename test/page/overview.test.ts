import { describe, expect, test } from "vitest";
import { useBrowserPage } from "./browser-page.ts";
import { infoRecord } from "./shop-cloud.ts";

const browserPage = useBrowserPage();

describe("the overview", () => {
  test("shows nothing but the newest lines when all is well", async () => {
    const { shop, page, open } = browserPage();
    await shop.log(infoRecord(1));
    await shop.local.clock.advance("3m");
    await open("overview");

    await page.getByText("Nothing is wrong.").waitFor();

    await page.getByText("1 alarm: 1 OK").waitFor();
    expect(await page.getByRole("heading", { level: 2 }).allTextContents()).toEqual([
      "Newest lines Live tail",
    ]);
    expect(await page.locator(".chart").count()).toBe(0);
  });

  test("tells what is in alarm first, with its chart and the causes of its lines", async () => {
    const { shop, page, open } = browserPage();
    await shop.call("monitoring", "PutMetricAlarm", {
      AlarmName: "always-quiet",
      Namespace: "Shop",
      MetricName: "Nothing",
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 5,
      ComparisonOperator: "GreaterThanThreshold",
      TreatMissingData: "notBreaching",
    });
    await shop.failFor(1);
    await open("overview");

    const panel = page.getByRole("region", { name: "In alarm" });
    await panel.getByRole("link", { name: "checkout-errors" }).waitFor();
    await panel.locator(".chart canvas").waitFor();

    const causes = panel.getByRole("list", { name: "Causes in /shop/checkout" }).getByRole("listitem");
    await expect
      .poll(() => causes.allTextContents())
      .toEqual([expect.stringMatching(/^8 × payment was declined/)]);
    expect(await panel.getByText("always-quiet").count()).toBe(0);
    await page.getByText("1 alarm: 1 OK").click();
    await page.locator(".quiet-alarms").getByRole("link", { name: "always-quiet" }).waitFor();
    await panel.getByRole("link", { name: "Lines in /shop/checkout" }).click();
    await page
      .getByRole("listbox", { name: "Lines found" })
      .getByText("payment was declined")
      .first()
      .waitFor();
  });

  test.each([390, 1_280, 1_440])("overflows nowhere at %i px, however long the names are", async (width) => {
    const { shop, page, open } = browserPage();
    const name = `checkout-${"unbrokenname".repeat(12)}`;
    await shop.call("monitoring", "PutMetricAlarm", {
      AlarmName: name,
      Namespace: "Shop",
      MetricName: "Errors",
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: "GreaterThanThreshold",
    });
    await shop.failFor(2);
    await page.setViewportSize({ width, height: 844 });

    for (const view of ["overview", "alarms", "faults", "search", "tail", "insights"]) {
      await open(view);
      if (view === "overview") await page.locator(".chart canvas").first().waitFor();
      const leaving = await page.evaluate(`(() => {
        const main = document.querySelector("main");
        const panels = [...document.querySelectorAll(".panel")];
        return [main, document.documentElement, ...panels]
          .filter((one) => one.scrollWidth > one.clientWidth + 1)
          .map((one) => one.className || one.tagName);
      })()`);
      expect(leaving, view).toEqual([]);
    }
  });
});
