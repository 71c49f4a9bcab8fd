import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { configurationJsonSchema } from "../../infra/config/json-schema.ts";
import { readLogging } from "../../lib/config/read-logging.ts";
import {
  getLogger,
  type InternalProblem,
  type LoadedConfig,
  loadConfig,
  onInternal,
} from "../../lib/index.ts";
import { allOutlets } from "../../lib/logger/registry.ts";
import { handlerOptionsPage } from "../../scripts/handler-options-page.ts";

let folder: string;
let path: string;
let loaded: LoadedConfig | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "config-"));
  path = join(folder, "cumulog.yaml");
});

afterEach(() => {
  loaded?.close();
  loaded = undefined;
  rmSync(folder, { recursive: true });
});

const VALID = `
logging:
  service: shop
  handlers:
    kept: { type: memory, limit: 5 }
  loggers:
    "": { level: WARNING, handlers: [kept] }
    orders: { level: debug }
groups: {}
`;

test("takes the logging section of a file, in the shape of configure", async () => {
  writeFileSync(path, VALID);

  loaded = await loadConfig(path, { watch: false });

  expect([getLogger("a").level, getLogger("orders.api").level]).toEqual(["warn", "debug"]);
  expect(allOutlets().map(({ name }) => name)).toEqual(["kept"]);
});

test("takes JSON, and a file whose top level is the section", async () => {
  const json = join(folder, "logging.json");
  writeFileSync(json, JSON.stringify({ loggers: { "": { level: 50 } } }));

  loaded = await loadConfig(json, { watch: false });

  expect(getLogger("").level).toBe("error");
});

test("fills in the environment, in numbers too", async () => {
  const text = `
service: \${NAME:-shop}-\${STAGE}
handlers:
  m: { type: memory, limit: "\${LIMIT}", formatter: { pattern: "$\${x} {message}" } }
loggers:
  "": { sampling: "\${RATE:-0.5}", level: "\${LEVEL}" }
`;

  const section = await readLogging("c.yaml", text, { STAGE: "2", LIMIT: "12", NAME: "", LEVEL: "30" });

  expect(section).toEqual({
    service: "shop-2",
    handlers: { m: { type: "memory", limit: 12, formatter: { pattern: "${x} {message}" } } },
    loggers: { "": { sampling: 0.5, level: "30" } },
  });
});

test.each([
  [
    "an unknown level",
    'loggers: { orders: { level: "loud" } }',
    "loggers.orders.level",
    /"loud".*trace, debug/,
  ],
  [
    "an unknown member",
    "loggers: { orders: { levle: info } }",
    "loggers.orders.levle",
    /level, handlers, sampling, buffer/,
  ],
  [
    "an unknown type",
    "handlers: { a: { type: syslog } }",
    "handlers.a.type",
    /cloudwatch, cloud-logging, opensearch, otlp, stdout, file, memory/,
  ],
  ["no type", "handlers: { a: { path: x } }", "handlers.a.type", /cloudwatch/],
  ["a wrong option", "handlers: { a: { type: memory, limit: many } }", "handlers.a.limit", /number.*"many"/],
  ["a wrong share", "loggers: { a: { sampling: 2 } }", "loggers.a.sampling", /0 to 1/],
  ["a missing variable", "service: ${NOWHERE}", "service", /NOWHERE.*:-default/],
  ["a list", "[1]", "", /mapping/],
  ["text that is not YAML", "a: [", "", /line 1/],
  ["an empty file", "", "", /logging section/],
  ["another file", "groups: {}", "", /no logging section/],
])("names %s with its path", async (_name, text, where, message) => {
  const reading = readLogging("c.yaml", text, {});

  await expect(reading).rejects.toMatchObject({
    name: "ConfigurationError",
    mistakes: [{ path: where, message: expect.stringMatching(message) }],
  });
});

test("names the section and every mistake", async () => {
  writeFileSync(
    path,
    'logging:\n  handlers:\n    a: { type: file, path: x, size: "10 MB" }\n    b: { type: file, path: x, interval: 7m }\n',
  );

  const loading = loadConfig(path);

  await expect(loading).rejects.toThrow(/handlers\.a\.size: .*"10 MB"[\s\S]*handlers\.b\.interval: .*60/);
  await expect(
    readLogging(path, "logging: { loggers: { a: { level: x }, b: { level: y } } }", {}),
  ).rejects.toMatchObject({
    mistakes: [{ path: "logging.loggers.a.level" }, { path: "logging.loggers.b.level" }],
  });
});

test("the file's service stands in for the section's, and other sections are left alone", async () => {
  const text = "service: checkout\ngroups: { api: {} }\nlogging: { loggers: { a: { level: info } } }";

  const section = await readLogging("c.yaml", text, {});

  expect(section).toEqual({ service: "checkout", loggers: { a: { level: "info" } } });
});

test("a missing file is named", async () => {
  await expect(loadConfig(join(folder, "none.yaml"))).rejects.toThrow(/none\.yaml[\s\S]*does not exist/);
});

test("follows changes, keeps handlers that stay, and survives a broken edit and a replaced file", async () => {
  writeFileSync(path, VALID);
  const problems: InternalProblem[] = [];
  const stop = onInternal((problem) => problems.push(problem));
  loaded = await loadConfig(path);
  const [before] = allOutlets();

  writeFileSync(path, VALID.replace("level: debug", "level: trace"));
  await vi.waitFor(() => expect(getLogger("orders").level).toBe("trace"), { timeout: 10_000 });
  writeFileSync(path, VALID.replace("level: debug", "level: loud"));
  await vi.waitFor(() => expect(problems).toHaveLength(1), { timeout: 10_000 });
  const afterBroken = getLogger("orders").level;
  writeFileSync(`${path}.new`, VALID.replace("level: debug", "level: error"));
  renameSync(`${path}.new`, path);
  await vi.waitFor(() => expect(getLogger("orders").level).toBe("error"), { timeout: 10_000 });

  stop();
  expect(problems).toMatchObject([
    {
      code: "configuration-kept",
      message: expect.stringMatching(/logging\.loggers\.orders\.level.*"loud"/s),
    },
  ]);
  expect(afterBroken).toBe("trace");
  expect(allOutlets()[0]?.handler).toBe(before?.handler);
});

test("the published schema is the one of the code", () => {
  const published = readFileSync(new URL("../../lib/schema/cumulog.schema.json", import.meta.url), "utf8");

  expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(configurationJsonSchema())));
});

test("the page of the options is the one of the code", () => {
  const page = readFileSync(new URL("../../docs/handler-options.md", import.meta.url), "utf8");

  expect(page).toBe(handlerOptionsPage());
});
