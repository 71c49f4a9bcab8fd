import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  chartPng,
  chartSvg,
  loadLake,
  makeReport,
  namedQueries,
  REPORT_QUERIES,
  reportPage,
  writeReport,
} from "@cumulog/lake";
import { XMLValidator } from "fast-xml-parser";
import { describe, expect, test } from "vitest";
import { testFolder } from "./folder.ts";

const START = Date.UTC(2026, 0, 1);
const HOSTILE = "<script>alert(1)</script>\"&'";

async function hostileLake(): Promise<string> {
  const folder = testFolder();
  const lines = Array.from({ length: 120 }, (_, index) =>
    JSON.stringify({
      timestamp: new Date(START + index * 600_000).toISOString(),
      level: index % 9 === 0 ? "ERROR" : "INFO",
      message: `${HOSTILE} ${index}`,
      service: HOSTILE,
      userId: HOSTILE,
      route: `/${HOSTILE}`,
      status: index % 9 === 0 ? 500 : 200,
      durationMs: index,
    }),
  );
  writeFileSync(join(folder, "app.log"), lines.join("\n"));
  await loadLake({ directory: join(folder, "lake"), paths: [join(folder, "app.log")] });
  return join(folder, "lake");
}

describe("report", () => {
  test("what logs say is text in the page and its charts, and nothing comes from elsewhere", async () => {
    const report = await makeReport({ directory: await hostileLake(), title: HOSTILE });

    const page = reportPage(report);

    expect(page).not.toContain("<script");
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(page).toContain("default-src 'none'");
    expect(page.replaceAll(/xmlns(:\w+)?="[^"]*"/g, "")).not.toMatch(
      /(?:src|href|url)\s*[=(]\s*["']?https?:/,
    );
    for (const { svg } of report.sections)
      if (svg !== undefined) expect(XMLValidator.validate(svg.light)).toBe(true);
  });

  test("asks only queries that ship, and all kinds of charts are among them", async () => {
    const kinds = new Set(namedQueries().flatMap(({ chart }) => chart?.kind ?? []));

    expect(namedQueries().map(({ name }) => name)).toEqual(expect.arrayContaining([...REPORT_QUERIES]));
    expect(kinds).toEqual(new Set(["line", "bar", "heatmap", "histogram", "box", "scatter"]));
  });

  test("writes the page, and each chart as SVG, PNG and CSV", async () => {
    const directory = await hostileLake();
    const folder = testFolder();
    const report = await makeReport({
      directory,
      queries: ["error-rate-by-hour", "weekday-hours"],
      timezone: "Asia/Tokyo",
    });

    const files = await writeReport(report, join(folder, "r.html"), {
      folder: join(folder, "charts"),
      files: ["svg", "png", "csv"],
    });

    expect(files.map((file) => file.slice(folder.length + 1))).toEqual([
      "r.html",
      ...["error-rate-by-hour", "weekday-hours"].flatMap((name) =>
        ["svg", "png", "csv"].map((ending) => `charts/${name}.${ending}`),
      ),
    ]);
    expect(readFileSync(join(folder, "charts/error-rate-by-hour.csv"), "utf8")).toMatch(
      /^day,hour,events,errors,error_rate\r\n2026-01-01,9,6,/,
    );
  });

  test("an empty time gives a page that says so", async () => {
    const report = await makeReport({ directory: await hostileLake(), from: 0, to: 1 });

    expect(report.span).toBeUndefined();
    expect(reportPage(report)).toContain("No events");
  });
});

describe("PNG", () => {
  test("has its labels without any font of the system", async () => {
    const data = {
      columns: ["route", "n"],
      rows: [
        ["/bezahlen-ü", 3],
        ["/zahlung", 5],
      ],
    };
    const chart = { kind: "bar", x: ["route"], y: ["n"] } as const;
    const svg = await chartSvg(data, chart, { width: 400, height: 200 });

    const [withText, without] = [
      await chartPng(svg),
      await chartPng(svg.replaceAll(/<text[\s\S]*?<\/text>/g, "")),
    ];

    expect(withText.subarray(1, 4).toString()).toBe("PNG");
    expect(withText.length).toBeGreaterThan(without.length * 1.2);
  });
});
