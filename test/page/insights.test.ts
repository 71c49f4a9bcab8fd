import { describe, expect, test } from "vitest";
import { useBrowserPage } from "./browser-page.ts";
import { errorRecord, infoRecord } from "./shop-cloud.ts";

const browserPage = useBrowserPage();

describe("Logs Insights", () => {
  test("runs a query over a log group, and draws what it counts by time", async () => {
    const { shop, page, open } = browserPage();
    await shop.log(errorRecord(1), errorRecord(2), infoRecord(3));
    await shop.local.clock.advance("5m");
    await shop.log(errorRecord(4));
    await open("insights");
    await page.getByText("4 rows; 4 of 4 events matched").waitFor();

    await page.getByLabel("Log group").selectOption("/shop/checkout");
    await page.getByLabel("Query").fill('filter level = "ERROR" | stats count(*) as errors by bin(1m)');
    await page.getByLabel("Query").press("Control+Enter");

    await page.getByText("2 rows; 3 of 4 events matched").waitFor();
    const cells = page.getByRole("region", { name: "Rows" }).locator("td.number");
    expect((await cells.allTextContents()).sort()).toEqual(["1", "2"]);
    await page.getByRole("img", { name: /Result over time/ }).waitFor();
    expect(decodeURIComponent(page.url())).toContain("group=/shop/checkout");
  });

  test("says what is wrong with a query, and shows no rows of an earlier one", async () => {
    const { shop, page, open, complaints } = browserPage();
    await shop.log(errorRecord(1));
    await open("insights");
    await page.getByText("1 row; 1 of 1 events matched").waitFor();

    await page.getByLabel("Query").fill("filtre level");
    await page.getByRole("button", { name: "Run query" }).click();

    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("region", { name: "Rows" }).count()).toBe(0);
    expect(complaints.splice(0)).toEqual([expect.stringContaining("400")]);
  });
});
