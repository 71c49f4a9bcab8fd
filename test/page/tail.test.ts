import { describe, expect, test } from "vitest";
import { useBrowserPage } from "./browser-page.ts";
import { errorRecord, infoRecord } from "./shop-cloud.ts";

const browserPage = useBrowserPage();

const lines = () => browserPage().page.getByRole("listbox", { name: "Log lines" }).getByRole("option");
const filter = () => browserPage().page.getByLabel("Filter pattern");

describe("live tail", () => {
  test("shows what is logged while the page is open", async () => {
    const { shop, open } = browserPage();
    await open("tail");

    await shop.log(infoRecord(7));

    await lines().getByText("order was placed").waitFor();
    expect(await lines().textContent()).toContain("orderId=o-7");
  });

  test("filters as the pattern is typed", async () => {
    const { shop, page, open } = browserPage();
    await shop.log(infoRecord(1), errorRecord(2), infoRecord(3), "plain text without a level");
    await open("tail");
    await page.getByText("4 of 4 lines").waitFor();

    await filter().pressSequentially('{ $.level = "ERROR" }');

    await page.getByText("1 of 4 lines").waitFor();
    expect(await lines().count()).toBe(1);
    expect(await lines().textContent()).toContain("payment was declined");
    await shop.log(errorRecord(8), infoRecord(9));
    await page.getByText("2 of 6 lines").waitFor();
  });

  test("shows where a pattern is wrong, and no lines until it is right", async () => {
    const { shop, page, open } = browserPage();
    await shop.log(infoRecord(1), errorRecord(2));
    await open("tail");
    await filter().fill('{ $.level = "ERROR" }');
    await page.getByText("1 of 2 lines").waitFor();

    await filter().fill('{ $.level = "ERROR" && }');

    const note = page.locator("#tail-filter-note");
    await note.getByText("at character 24").waitFor();
    expect(await filter().getAttribute("aria-invalid")).toBe("true");
    const [excerpt = "", caret = ""] = (await note.locator(".mistake-excerpt").textContent())!.split("\n");
    expect(excerpt[caret.indexOf("^")]).toBe("}");
    await page.getByText("Lines are shown when the pattern is right.").waitFor();
    expect(await page.getByTestId("tail-summary").textContent()).toContain("0 of 2 lines");
  });

  test("keeps pattern and source in the address", async () => {
    const { shop, page, open } = browserPage();
    await shop.log("a timeout", "all is well");
    shop.logToGoogle({ level: "ERROR", message: "seen by Google" });
    await open("tail?source=aws%3A%2Fshop%2Fcheckout&filter=timeout");

    await page.getByText("1 of 3 lines").waitFor();
    expect(await filter().inputValue()).toBe("timeout");
    await page.getByLabel("Source").selectOption("google");
    await filter().fill("");
    await lines().getByText("seen by Google").waitFor();
    expect(page.url()).toContain("source=google");
  });

  test("keeps 10,000 lines of which only those in view are in the document", async () => {
    const { shop, page, open } = browserPage();
    await open("tail");

    for (let batch = 0; batch < 10; batch++)
      await shop.log(...Array.from({ length: 1_000 }, (_, index) => infoRecord(batch * 1_000 + index)));

    await page.getByText("10,000 of 10,000 lines").waitFor();
    await lines().getByText("orderId=o-9999").waitFor();
    expect(await lines().count()).toBeLessThan(120);
    await page.getByRole("listbox").press("Home");
    await lines().getByText("orderId=o-0", { exact: false }).first().waitFor();
    await filter().fill("{ $.orderId = o-5000 }");
    await page.getByText("1 of 10,000 lines").waitFor();
  });

  test("is used with the keyboard alone", async () => {
    const { shop, page, open } = browserPage();
    await shop.log(infoRecord(1), errorRecord(2));
    await open("tail");
    await page.getByText("2 of 2 lines").waitFor();

    await page.getByRole("listbox").focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");

    const details = page.getByRole("region", { name: "Selected line" });
    await details.waitFor();
    expect(await details.textContent()).toContain('"orderId": "o-1002"');
    await page.keyboard.press("Escape");
    await details.waitFor({ state: "detached" });
  });

  test("misses and doubles nothing when the connection is cut", async () => {
    const { shop, page, complaints, open } = browserPage();
    await open("tail");
    await shop.log("before the cut");
    await lines().getByText("before the cut").waitFor();

    shop.cutStreams();
    await page.locator(".connection.lost").waitFor();
    await shop.log("during the cut");

    await lines().getByText("during the cut").waitFor();
    await page.locator(".connection.open").waitFor();
    expect(await lines().allTextContents()).toHaveLength(2);
    expect(complaints.splice(0)).toEqual([expect.stringContaining("ERR_INCOMPLETE_CHUNKED_ENCODING")]);
  });
});

describe("search", () => {
  test("finds in both clouds with the language of each", async () => {
    const { shop, page, open } = browserPage();
    await shop.log(infoRecord(1), errorRecord(2));
    shop.logToGoogle({ level: "ERROR", message: "declined by Google" }, { level: "INFO", message: "fine" });
    await shop.local.clock.advance("1m");
    await open("search?view=own");

    await page.getByLabel("Filter pattern").fill("declined");
    await page.getByLabel("Query").fill("severity>=ERROR");

    const aws = page.getByRole("listbox", { name: "Log events found" });
    const google = page.getByRole("listbox", { name: "Entries found" });
    await expect.poll(() => aws.getByRole("option").count()).toBe(1);
    await expect.poll(() => google.getByRole("option").count()).toBe(1);
    expect(await aws.textContent()).toContain("o-1002");
    expect(await google.textContent()).toContain("declined by Google");
  });

  test("shows where a query of Cloud Logging is wrong", async () => {
    const { page, open } = browserPage();
    await open("search?view=own");

    await page.getByLabel("Query").fill("severity>=");

    await page.locator("#search-query-note .caret").waitFor();
    expect(await page.getByLabel("Query").getAttribute("aria-invalid")).toBe("true");
  });
});
