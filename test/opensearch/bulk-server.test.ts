import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { answeredShape, BULK_CASES } from "./bulk-cases.ts";
import { BulkServer } from "./bulk-server.ts";

describe("the double of _bulk", () => {
  it("answers as the real server did", () => {
    const recorded = readFileSync(join(import.meta.dirname, "recorded-answers.jsonl"), "utf8")
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    const double = new BulkServer();

    const items = BULK_CASES.map((item) => double.store({ ...item, lines: "" }));

    expect(answeredShape(items)).toEqual(recorded);
  });
});
