import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { compareLogs, comparisonMarkdown, loadLake, ranksOf, rateOf } from "@cumulog/lake";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { run } from "../cli/command.ts";
import { testFolder } from "./folder.ts";

const START = Date.UTC(2026, 0, 1);

/** Requests whose durations run through 1 to 100 ms, times a factor; every tenth fails, or every `failing`-th. */
function requests(count: number, { factor = 1, failing = 10, from = 0, route = "/pay" } = {}): string {
  return Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      timestamp: new Date(START + from + index * 1_000).toISOString(),
      level: index % failing === 0 ? "ERROR" : "INFO",
      message: "request",
      route,
      status: index % failing === 0 ? 500 : 200,
      durationMs: ((index * 37) % 100) * factor + factor,
    }),
  ).join("\n");
}

async function lakeOf(...texts: string[]): Promise<string> {
  const folder = testFolder();
  writeFileSync(join(folder, "app.log"), texts.join("\n"));
  await loadLake({ directory: join(folder, "lake"), paths: [join(folder, "app.log")], templates: false });
  return join(folder, "lake");
}

describe("compareLogs", () => {
  test("tells what became slower, and what fails more often", async () => {
    const before = { directory: await lakeOf(requests(2_000)) };
    const after = { directory: await lakeOf(requests(2_000, { factor: 2, failing: 4 })) };

    const { verdict, routes } = await compareLogs({ before, after });

    expect(verdict).toBe("worse");
    expect(routes.map(({ route }) => route)).toEqual(["*", "/pay"]);
    const [all] = routes;
    expect(all!.measures["p50"]).toMatchObject({
      before: { value: 50 },
      after: { value: 100 },
      change: 1,
      verdict: "worse",
    });
    expect(all!.measures["error_rate"]).toMatchObject({
      before: { value: 0.1 },
      after: { value: 0.25 },
      verdict: "worse",
    });
  });

  test("the same logs are the same, and fewer requests than needed say nothing", async () => {
    const directory = await lakeOf(requests(500));
    const few = { directory: await lakeOf(requests(20)) };

    const same = await compareLogs({ before: { directory }, after: { directory } });
    const unclear = await compareLogs({ before: { directory }, after: few });

    expect(same.verdict).toBe("same");
    expect(unclear.verdict).toBe("too few");
  });

  test("compares spans of one lake", async () => {
    const hour = 3_600_000;
    const directory = await lakeOf(requests(1_000), requests(1_000, { factor: 0.5, from: hour }));

    const { verdict } = await compareLogs({
      before: { directory, from: START, to: START + hour },
      after: { directory, from: START + hour },
    });

    expect(verdict).toBe("better");
  });

  test("a side without requests is said", async () => {
    const directory = await lakeOf(requests(50));

    await expect(compareLogs({ before: { directory, to: START }, after: { directory } })).rejects.toThrow(
      "There are no requests before",
    );
  });
});

describe("intervals", () => {
  test("hold the value, and become narrower with more requests", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (of, part) => {
          const hits = Math.floor(of * part);
          const [few, many] = [rateOf(hits, of), rateOf(hits * 10, of * 10)];

          expect(few.low).toBeLessThanOrEqual(few.value + 1e-12);
          expect(few.high).toBeGreaterThanOrEqual(few.value - 1e-12);
          expect(many.high - many.low).toBeLessThanOrEqual(few.high - few.low);
        },
      ),
    );
  });

  test("of a quantile hold it in about 95 of 100 samples", () => {
    let state = 1;
    const random = () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return state / 0x7fffffff;
    };
    const rounds = 400;
    const held = Array.from({ length: rounds }, () => {
      const sample = Array.from({ length: 300 }, random).sort((one, other) => one - other);
      const { low, high } = ranksOf(0.95, 300);
      return sample[low - 1]! <= 0.95 && sample[high - 1]! >= 0.95;
    }).filter(Boolean).length;

    expect(held / rounds).toBeGreaterThan(0.92);
  });
});

describe("cumulog compare", () => {
  test("compares two files, prints Markdown and ends with 1 when something is worse", async () => {
    const folder = testFolder();
    writeFileSync(join(folder, "a.log"), requests(400, { route: "/a|b" }));
    writeFileSync(join(folder, "b.log"), requests(400, { route: "/a|b", factor: 3 }));

    const { status, stdout } = await run([
      "compare",
      "--before",
      join(folder, "a.log"),
      "--after",
      join(folder, "b.log"),
      "--markdown",
    ]);

    expect(status).toBe(1);
    expect(stdout).toContain("**Worse: at least one route is slower or fails more often.**");
    expect(stdout).toContain("| /a\\|b | 400 → 400 | 50 → 150 (");
  });

  test("an input that is neither times nor a log is said", async () => {
    const { status, stderr } = await run(["compare", "--before", "nothing", "--after", "nothing"]);

    expect(status).toBe(2);
    expect(stderr).toContain("--before nothing: expected two times");
  });

  test("a comparison of nothing known is written too", () => {
    expect(comparisonMarkdown({ verdict: "too few", routes: [] })).toContain("Too few requests");
  });
});
