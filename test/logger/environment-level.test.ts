import { execFileSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { configure } from "../../lib/config/configure.ts";
import { StdoutHandler } from "../../lib/handlers/stdout.ts";
import { type InternalProblem, onInternal } from "../../lib/logger/internal-channel.ts";
import { jsonFormatter } from "../../lib/logger/json-formatter.ts";
import { LEVELS, type LevelName } from "../../lib/logger/levels.ts";
import { getLogger } from "../../lib/logger/logger.ts";

const NAMES = Object.keys(LEVELS) as LevelName[];
const root = getLogger("");
const orders = getLogger("orders");
let problems: InternalProblem[];
let unlisten: () => void;

beforeEach(() => {
  problems = [];
  unlisten = onInternal((problem) => problems.push(problem));
});
afterEach(async () => {
  unlisten();
  vi.unstubAllEnvs();
  await configure({});
});

describe.each(NAMES)("a level %s in the environment", (name) => {
  const other = name === "error" ? "trace" : "error";

  it("is, as LOG_LEVEL, that of a logger that is not configured", async () => {
    vi.stubEnv("LOG_LEVEL", name);

    await configure({});

    expect([root.level, orders.level]).toEqual([name, name]);
    expect(problems).toEqual([]);
  });

  it("is, as LOG_LEVEL, behind what is configured", async () => {
    vi.stubEnv("LOG_LEVEL", name);

    await configure({ loggers: { "": { level: other } } });

    expect([root.level, orders.level]).toEqual([other, other]);
    expect(problems).toEqual([]);
  });

  it("wins, as AWS_LAMBDA_LOG_LEVEL in Lambda's spelling, over LOG_LEVEL and over the configured root", async () => {
    vi.stubEnv("AWS_LAMBDA_LOG_LEVEL", name.toUpperCase());
    vi.stubEnv("LOG_LEVEL", other);

    await configure({});
    const withoutConfiguration = [root.level, orders.level];
    await configure({ loggers: { "": { level: other } } });
    await configure({ loggers: { "": { level: other } } });

    expect(withoutConfiguration).toEqual([name, name]);
    expect([root.level, orders.level]).toEqual([name, name]);
    expect(problems.map(({ message }) => message)).toEqual([
      `AWS_LAMBDA_LOG_LEVEL=${name} wins over LOG_LEVEL=${other}`,
      `AWS_LAMBDA_LOG_LEVEL=${name} wins over the root's level ${other}`,
    ]);
  });

  it("is, as AWS_LAMBDA_LOG_LEVEL, the lowest of a logger that has its own", async () => {
    vi.stubEnv("AWS_LAMBDA_LOG_LEVEL", name.toUpperCase());

    const levels: string[] = [];
    for (const level of NAMES) {
      await configure({ loggers: { orders: { level } } });
      levels.push(orders.level);
    }

    expect(levels).toEqual(NAMES.map((own) => (LEVELS[own] < LEVELS[name] ? name : own)));
  });

  it.each(["JSON", "Text"])("is the same with AWS_LAMBDA_LOG_FORMAT=%s", async (format) => {
    vi.stubEnv("AWS_LAMBDA_LOG_FORMAT", format);
    vi.stubEnv("AWS_LAMBDA_LOG_LEVEL", name.toUpperCase());

    await configure({});

    expect(root.level).toBe(name);
  });
});

describe("the environment's levels", () => {
  it("are left out with one sentence where they are none", async () => {
    vi.stubEnv("AWS_LAMBDA_LOG_LEVEL", "loud");

    await configure({});
    await configure({});

    expect(root.level).toBe("info");
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^AWS_LAMBDA_LOG_LEVEL is ignored: level "loud" is unknown; use trace, debug/),
    ]);
  });

  it("give way to a level set while the program runs", async () => {
    vi.stubEnv("AWS_LAMBDA_LOG_LEVEL", "ERROR");
    await configure({});

    orders.level = "debug";

    expect([root.level, orders.level]).toEqual(["error", "debug"]);
  });

  it.each([
    ["DEBUG", ["debug record", "info record"]],
    ["ERROR", []],
  ])("hold for a program that configures nothing (%s)", (level, expected) => {
    const program = `import { getLogger } from "cumulog"; getLogger("x").debug("debug record"); getLogger("x").info("info record");`;

    const output = execFileSync(process.execPath, ["--input-type=module", "-e", program], {
      encoding: "utf8",
      env: { ...process.env, AWS_LAMBDA_LOG_FORMAT: "JSON", AWS_LAMBDA_LOG_LEVEL: level },
    });

    const lines = output.split("\n").filter((line) => line !== "");
    expect(lines.map((line) => JSON.parse(line).message)).toEqual(expected);
  });
});

describe("AWS_LAMBDA_LOG_FORMAT", () => {
  const terminal = { isTTY: true, write: () => true };

  it.each([
    ["JSON", true],
    ["Text", false],
  ])("%s on a terminal: JSON %s", (format, isJson) => {
    vi.stubEnv("AWS_LAMBDA_LOG_FORMAT", format);

    const { formatter } = new StdoutHandler({ stream: terminal });

    expect(formatter === jsonFormatter).toBe(isJson);
  });
});
