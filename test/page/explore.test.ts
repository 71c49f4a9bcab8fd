import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exportLake, loadLake } from "../../lake/index.ts";
import { COLUMN_TYPES, CONTRACT_COLUMNS } from "../../lib/analysis/index.ts";
import { useBrowserPage } from "./browser-page.ts";
import { START } from "./shop-cloud.ts";

const folder = mkdtempSync(join(tmpdir(), "cumulog-explore-"));
const directory = join(folder, "lake");
const browserPage = useBrowserPage({ lake: directory });

const EVENTS = [
  { user_id: "u-1", level: "ERROR", message: "payment was declined" },
  { user_id: "u-1", level: "INFO", message: "order was placed" },
  { user_id: "u-2", level: "INFO", message: "order was placed" },
  { user_id: "o'hara", level: "INFO", message: '<img src=x onerror="document.title=1">' },
];

beforeAll(async () => {
  await loadLake({ directory, events: eventsOfShop() });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function* eventsOfShop() {
  yield EVENTS.map((event, index) => ({
    id: String(index),
    timestamp: START + index * 3_600_000,
    message: JSON.stringify(event),
    logGroup: "/shop/checkout",
    logStream: "web-1",
  }));
}

const post = (page: string, body: object): Promise<Response> =>
  fetch(`${page}/_cumulog/lake`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

describe("Explore", () => {
  test("shows what a query answers as a chart, a table and SQL", async () => {
    const { page, open } = browserPage();
    await open("explore/status-mix");

    await page.getByLabel("Query", { exact: true }).selectOption({ label: "Error rate by hour" });

    const chart = page.getByRole("img", { name: "Chart: Error rate by hour" });
    await chart.waitFor();
    await expect
      .poll(() => chart.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth))
      .toBeGreaterThan(300);
    const rows = page.getByRole("region", { name: "Rows" }).getByRole("row");
    expect(await rows.allInnerTexts()).toEqual([
      "day\thour\tevents\terrors\terror_rate",
      "2026-03-02\t9\t1\t1\t1",
      "2026-03-02\t10\t1\t0\t0",
      "2026-03-02\t11\t1\t0\t0",
      "2026-03-02\t12\t1\t0\t0",
    ]);
  });

  test("shows times as people read them", async () => {
    const { page, open } = browserPage();

    await open("explore/error-rate-by-minute");

    await page.getByRole("cell", { name: /^2026-03-02 09:00:00/ }).waitFor();
  });

  test("draws the chart for the theme that is chosen", async () => {
    const { page, open } = browserPage();
    await page.emulateMedia({ colorScheme: "light" });
    await open("explore");
    const chart = page.getByRole("img", { name: "Chart: Error rate by hour" });
    const light = await chart.getAttribute("src");

    await page.getByRole("button", { name: "Dark theme" }).click();

    await expect.poll(() => chart.getAttribute("src")).not.toBe(light);
  });

  test("asks for parameters, keeps them in the address, and shows log text as text", async () => {
    const { page, open } = browserPage();
    await open("explore/user-history");
    await page.getByText("This query needs what it asks for above.").waitFor();

    await page.getByLabel("the user's id").fill("o'hara");
    await page.getByRole("button", { name: "Ask" }).click();

    await page.getByRole("cell", { name: '<img src=x onerror="document.title=1">' }).waitFor();
    expect(await page.getByRole("region", { name: "Rows" }).locator("img").count()).toBe(0);
    expect(await page.locator(".lake-sql pre").innerText()).toContain("user_id = 'o''hara'");
    expect(new URL(page.url()).hash).toBe("#/explore/user-history?user=o%27hara");
  });

  test("looks at a span of time in a zone, which stay in the address and for the next query", async () => {
    const { page, open } = browserPage();

    await open("explore/error-rate-by-hour?from=2026-03-02T10:00Z&timezone=Asia/Tokyo");
    await page.getByLabel("To", { exact: true }).fill("2026-03-02T12:00Z");
    await page.getByRole("button", { name: "Ask" }).click();

    const rows = page.getByRole("region", { name: "Rows" }).getByRole("row");
    await page.getByText("2 rows").waitFor();
    expect(await rows.allInnerTexts()).toEqual([
      "day\thour\tevents\terrors\terror_rate",
      "2026-03-02\t19\t1\t0\t0",
      "2026-03-02\t20\t1\t0\t0",
    ]);
    await page.getByLabel("Query", { exact: true }).selectOption({ label: "Error rate by minute" });
    await page.getByRole("cell", { name: /^2026-03-02 19:00:00/ }).waitFor();
    expect(new URL(page.url()).hash).toBe(
      "#/explore/error-rate-by-minute?from=2026-03-02T10%3A00Z&to=2026-03-02T12%3A00Z&timezone=Asia%2FTokyo",
    );
  });

  test("copies the SQL", async () => {
    const { page, open } = browserPage();
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await open("explore/status-mix");

    await page.getByRole("button", { name: "Copy SQL" }).click();

    await expect
      .poll(() => page.evaluate("navigator.clipboard.readText()"))
      .toBe(await page.locator(".lake-sql pre").textContent());
  });

  test("fits a narrow screen", async () => {
    const { page, open } = browserPage();
    await page.setViewportSize({ width: 390, height: 800 });

    await open("explore");
    await page.getByRole("img", { name: /^Chart/ }).waitFor();

    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    expect(
      await page.evaluate(
        "document.querySelector('#main').scrollWidth - document.querySelector('#main').clientWidth",
      ),
    ).toBe(0);
  });
});

describe("what the page asks a lake", () => {
  test("is no SQL of its own, and texts stay texts", async () => {
    const { shop } = browserPage();
    const user = "x' OR 1 = 1 UNION ALL SELECT content FROM read_text('/etc/hosts') --";

    const injected = await post(shop.page, { query: "user-history", parameters: { user } });
    const own = await post(shop.page, { query: "SELECT * FROM read_text('/etc/hosts')" });

    expect(await injected.json()).toMatchObject({ rows: [] });
    expect(own.status).toBe(400);
    expect(await own.json()).toMatchObject({ message: expect.stringMatching(/^There is no query "SELECT/) });
  });

  test.each([
    [{ query: "user-history" }, /needs --param user/],
    [{ query: "status-mix", parameters: { colour: "red" } }, /has no parameter "colour"/],
    [{ query: "status-mix", parameters: [1] }, /parameters must be an object of texts/],
    [{ from: "soon" }, /^from is "soon": expected a time such as/],
    [{ from: "2026-03-02", to: "2026-03-01" }, /^from is not before to/],
    [{ timezone: "Mars/Base" }, /no time zone "Mars\/Base"/],
    [{ timezone: 1 }, /timezone must be a text/],
    [{ database: "nowhere" }, /There is no lake "nowhere"/],
  ])("is refused in a sentence: %j", async (body, sentence) => {
    const { shop } = browserPage();

    const response = await post(shop.page, body);

    expect(response.status).toBe(400);
    expect(((await response.json()) as { message: string }).message).toMatch(sentence);
  });
});

describe("without a lake", () => {
  const page = useBrowserPage({ lake: join(folder, "nowhere") });

  test("the page says how one is filled", async () => {
    const { page: tab, open, complaints } = page();

    await open("explore");

    await tab.getByText("There is no lake in").waitFor();
    await tab.getByText("cumulog lake load access.log --lake").waitFor();
    expect(complaints).toEqual([]);
  });
});

describe("the lake of a stack", () => {
  const stack = useBrowserPage({ lake: join(folder, "nowhere") });

  test("is asked as Athena is", async () => {
    const path = join(folder, "rows.parquet");
    await exportLake({ directory, to: path, format: "parquet" });
    const { shop } = stack();
    await shop.call("s3", "CreateBucket", { Bucket: "lake" });
    await shop.call("s3", "PutObject", {
      Bucket: "lake",
      Key: "logs/day=2026-03-02/rows.parquet",
      Body: readFileSync(path),
    });
    await shop.call("glue", "CreateDatabase", { DatabaseInput: { Name: "cumulog_logs" } });
    await shop.call("glue", "CreateTable", {
      DatabaseName: "cumulog_logs",
      TableInput: {
        Name: "logs",
        PartitionKeys: [{ Name: "day", Type: "string" }],
        StorageDescriptor: {
          Location: "s3://lake/logs/",
          Columns: CONTRACT_COLUMNS.filter(({ name }) => name !== "day").map(({ name, type }) => ({
            Name: name,
            Type: COLUMN_TYPES[type].glue,
          })),
        },
      },
    });
    const { page, open } = stack();

    await open("explore");

    const rows = page.getByRole("region", { name: "Rows" }).getByRole("row");
    await page.getByText("4 rows").waitFor();
    expect((await rows.allInnerTexts())[1]).toBe("2026-03-02\t9\t1\t1\t1");
    await page.getByRole("img", { name: "Chart: Error rate by hour" }).waitFor();
    await page.getByText("cumulog query error-rate-by-hour --athena cumulog_logs").waitFor();
  });
});
