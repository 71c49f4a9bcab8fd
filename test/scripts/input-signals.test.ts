import { describe, expect, test } from "vitest";
import { compilePattern, MessageView } from "../../lib/semantics/index.ts";
import { signalsFor } from "../../scripts/start/input-signals.ts";

const matching = (lines: readonly string[]) => {
  const { pattern } = signalsFor(lines)[0]!;
  const compiled = compilePattern(pattern);
  return lines.filter((line) => compiled.test(new MessageView(line)));
};

describe("the alarms that fit a log", () => {
  test.each([
    ["pino", '{"level":50,"time":1,"msg":"failed"}', '{"level":30,"time":1,"msg":"fine"}'],
    ["winston", '{"level":"error","message":"failed"}', '{"level":"info","message":"no error"}'],
    ["Cloud Logging", '{"severity":"CRITICAL","message":"failed"}', '{"severity":"INFO","message":"fine"}'],
    ["Python", '{"levelname":"ERROR","message":"failed"}', '{"levelname":"INFO","message":"fine"}'],
    ["ECS", '{"log.level":"error","message":"failed"}', '{"log.level":"info","message":"fine"}'],
    ["Serilog", '{"@l":"Error","@m":"failed"}', '{"@l":"Information","@m":"fine"}'],
    ["nginx", "2026/01/02 03:04:05 [error] 1#1: failed", "2026/01/02 03:04:05 [notice] 1#1: fine"],
    ["Log4j", "2026-01-02 03:04:05,678 ERROR [main] failed", "2026-01-02 03:04:05,678 INFO [main] fine"],
    ["Go", "2026/01/02 03:04:05 panic: failed", "2026/01/02 03:04:05 fine"],
    [
      "an access log",
      '192.0.2.1 - - [02/Jan/2026:03:04:05 +0000] "GET / HTTP/1.1" 503 12 "-" "agent"',
      '192.0.2.1 - - [02/Jan/2026:03:04:05 +0000] "GET /error HTTP/1.1" 200 12 "-" "agent"',
    ],
  ])("%s: its errors, and nothing else", (_logger, error, other) => {
    expect(matching([error, other])).toEqual([error]);
  });
});
