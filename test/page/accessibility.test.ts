import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { describe, expect, test } from "vitest";
import { useBrowserPage } from "./browser-page.ts";
import { errorRecord, infoRecord } from "./shop-cloud.ts";

const browserPage = useBrowserPage();
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Views, and what each shows when it is complete. */
const VIEWS = [
  ["overview", ".chart canvas"],
  ["tail", ".line"],
  ["tail?filter=%7B%20%24.level%20%3D", ".mistake"],
  ["search", ".search-all .line"],
  ["search?view=own", ".side-by-side > :last-child .line"],
  ["insights", ".lake-rows td"],
  ["patterns", ".patterns .trend"],
  ["metrics", ".chart canvas"],
  ["alarms/checkout-errors", ".chart canvas"],
  ["inbox", ".notification"],
  ["functions/mailer", ".invoke"],
  ["delivery", ".ledger"],
  ["faults", ".rows"],
] as const;

describe.each(["light", "dark"] as const)("in the %s theme", (colorScheme) => {
  test("axe has nothing serious to say about any view", async () => {
    const { shop, page, open } = browserPage();
    await page.emulateMedia({ colorScheme });
    await shop.createFunction("mailer", "async () => 'sent'");
    await shop.call("lambda", "Invoke", { FunctionName: "mailer" });
    shop.forwardTo("slack");
    await shop.log(
      infoRecord(1),
      errorRecord(1),
      { level: "WARN", message: "slow" },
      { level: "DEBUG", message: "x" },
    );
    shop.logToGoogle({ level: "ERROR", message: "seen by Google" });
    await shop.failFor(1);
    shop.local.faults.set("logs:PutLogEvents", { throttle: 0.3 });
    await fetch(`${shop.page}/_cumulog/ledger`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        handler: "cloudwatch",
        report: {
          accepted: 3,
          delivered: 1,
          rejected: { "too-old": 1 },
          dropped: {},
          spooled: 0,
          pending: 0,
        },
      }),
    });
    await open("overview");
    expect(await page.evaluate("document.documentElement.dataset.theme")).toBe(colorScheme);

    const findings: string[] = [];
    for (const [view, complete] of VIEWS) {
      await open(view);
      await page.locator(complete).first().waitFor();
      await page.evaluate(axe);
      const { violations } = (await page.evaluate("axe.run()")) as AxeResults;
      for (const { id, impact, nodes } of violations)
        if (impact === "serious" || impact === "critical")
          findings.push(`${view}: ${id} ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
    }

    expect(findings).toEqual([]);
  });
});

test("the theme is switched by hand and remembered", async () => {
  const { page, open } = browserPage();
  await page.emulateMedia({ colorScheme: "light" });
  await open("overview");

  await page.getByRole("button", { name: "Dark theme" }).click();
  await page.reload();

  await page.getByRole("button", { name: "Light theme" }).waitFor();
  expect(await page.evaluate("document.documentElement.dataset.theme")).toBe("dark");
});

test("the first press of the tab key offers to skip to the content", async () => {
  const { page, open } = browserPage();
  await open("overview");

  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");

  expect(await page.evaluate("document.activeElement.textContent")).toBe("Overview");
});
