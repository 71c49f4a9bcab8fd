import { afterEach, expect, test, vi } from "vitest";
import { configure, getLogger, MemoryHandler, onInternal } from "../../lib/index.ts";
import { createMetrics } from "../../lib/metrics/index.ts";
import { type Monitor, type MonitorMetrics, startMonitor } from "../../lib/monitor/index.ts";

let monitor: Monitor | undefined;

afterEach(() => {
  monitor?.stop();
  vi.useRealTimers();
});

const readHost = async () => ({ cpuPercent: 12.5, diskPercent: 40, diskMount: "/" });

test("a sample becomes one record and its metrics", async () => {
  const memory = new MemoryHandler();
  await configure({ handlers: { memory } });
  const values: unknown[][] = [];
  const flush = vi.fn();
  const metrics: MonitorMetrics = { put: (...value) => values.push(value), flush };
  monitor = startMonitor({ logger: getLogger("host"), metrics, readHost });

  const sample = await monitor.sample();

  expect(memory.entries).toMatchObject([
    { logger: "host", cpuPercent: 12.5, diskMount: "/", processMemoryBytes: sample.processMemoryBytes },
  ]);
  expect(values).toContainEqual(["HostCpu", 12.5, { unit: "Percent" }]);
  expect(values).toContainEqual(["ProcessMemory", sample.processMemoryBytes, { unit: "Bytes" }]);
  expect(values.map(([name]) => name)).not.toContain("HostMemory");
  expect(flush).toHaveBeenCalledOnce();
});

test("takes the metrics object of this package", async () => {
  const lines: string[] = [];
  const metrics = createMetrics({ namespace: "Hosts", write: (line) => lines.push(line) });
  monitor = startMonitor({ metrics, readHost });

  await monitor.sample();

  expect(JSON.parse(lines[0] as string)).toMatchObject({ HostCpu: 12.5 });
});

test("samples at the interval, one at a time, until it is stopped", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  let readings = 0;
  const { promise, resolve } = Promise.withResolvers<Record<string, never>>();
  const info = vi.fn();
  monitor = startMonitor({
    interval: "1s",
    logger: { info },
    readHost: () => {
      readings += 1;
      return promise;
    },
  });

  vi.advanceTimersByTime(3000);
  const whileSlow = readings;
  monitor.stop();
  resolve({});
  await monitor.sample();
  vi.advanceTimersByTime(10_000);

  expect(whileSlow).toBe(1);
  expect(readings).toBe(1);
  expect(info).not.toHaveBeenCalled();
});

test("garbage collections and processor time are counted", async () => {
  monitor = startMonitor({ readHost });
  await monitor.sample();
  let garbage: unknown[] = [];
  for (let index = 0; index < 5_000_000; index += 1) garbage = [garbage.length, index, {}];
  // Node hands collections over in a later turn of the event loop.
  await new Promise(setImmediate);

  const sample = await monitor.sample();

  expect(sample.processCpuPercent).toBeGreaterThan(0);
  expect(sample.gcCount).toBeGreaterThan(0);
  expect(sample.gcTime).toBeGreaterThan(0);
});

test("a host that cannot be read, and a logger that throws, stay inside", async () => {
  const problems: string[] = [];
  const end = onInternal(({ code }) => problems.push(code));
  monitor = startMonitor({
    readHost: () => Promise.reject(new Error("no /proc")),
    logger: {
      info: () => {
        throw new Error("broken");
      },
    },
  });

  const sample = await monitor.sample();

  end();
  expect(sample.processMemoryBytes).toBeGreaterThan(0);
  expect(problems).toEqual(["monitor-failed", "monitor-failed"]);
});

test("the real host has a load, memory, a disk and a network", async () => {
  monitor = startMonitor();

  const sample = await monitor.sample();

  expect(sample.memoryPercent).toBeGreaterThan(0);
  expect(sample.memoryPercent).toBeLessThanOrEqual(100);
  expect(sample.cpuPercent).toBeGreaterThanOrEqual(0);
  expect(sample.diskPercent).toBeGreaterThan(0);
});

test("refuses an interval that is none", () => {
  expect(() => startMonitor({ interval: "often" })).toThrow(/often/);
  expect(() => startMonitor({ interval: 0 })).toThrow(/duration 0/);
});
