import { reportInternal } from "../logger/internal-channel.ts";
import { durationMs } from "../logger/level-overrides.ts";
import type { Logger } from "../logger/logger.ts";
import { type HostReader, hostReader } from "./host-readings.ts";
import { ProcessWatch } from "./process-readings.ts";
import { METRICS, type MetricUnit, type MonitorSample } from "./sample.ts";

/** What the monitor needs of a metrics object; `createMetrics` of `cumulog/metrics` makes one. */
export interface MonitorMetrics {
  /** Adds one value. */
  put(name: string, value: number, options: { readonly unit: MetricUnit }): unknown;
  /** Writes what was added, if the object gathers. */
  flush?(): unknown;
}

/** Options of {@link startMonitor}. */
export interface MonitorOptions {
  /** Time between samples: milliseconds, or text such as `"10s"`. @default "10s" */
  readonly interval?: string | number;
  /** Takes one record a sample, at level info, the sample as its fields. */
  readonly logger?: Pick<Logger, "info">;
  /** Takes the sample's metrics. */
  readonly metrics?: MonitorMetrics;
  /** Reads the host. @default with systeminformation */
  readonly readHost?: HostReader;
}

/** A running monitor. */
export interface Monitor extends Disposable {
  /** Takes a sample now, writes it and resolves with it. Never rejects. */
  sample(): Promise<MonitorSample>;
  /** Ends the timer and the observers. A sample under way is not written. */
  stop(): void;
}

/**
 * Samples CPU, memory, disk and network of the host, and CPU, memory, event-loop delay and garbage collection of the
 * process, as records and as metrics. Does not keep the process alive.
 *
 * @throws {TypeError} for an interval that is none
 */
export function startMonitor(options: MonitorOptions = {}): Monitor {
  const interval = durationMs(options.interval ?? "10s");
  const readHost = options.readHost ?? hostReader();
  const watch = new ProcessWatch();
  let stopped = false;
  let current: Promise<MonitorSample> | undefined;

  const take = async (): Promise<MonitorSample> => {
    const host = await readHost().catch((cause: unknown) => {
      reportInternal({ code: "monitor-failed", message: "the host could not be read", cause });
      return {};
    });
    const sample: MonitorSample = { ...host, ...watch.read() };
    if (!stopped) write(sample, options);
    return sample;
  };
  const sample = (): Promise<MonitorSample> => {
    // A slow host must not pile up readings.
    current ??= take().finally(() => {
      current = undefined;
    });
    return current;
  };
  const timer = setInterval(sample, interval);
  timer.unref();
  const stop = (): void => {
    stopped = true;
    clearInterval(timer);
    watch.stop();
  };
  return { sample, stop, [Symbol.dispose]: stop };
}

function write(sample: MonitorSample, { logger, metrics }: MonitorOptions): void {
  try {
    logger?.info({ ...sample }, "host and process");
    if (metrics === undefined) return;
    for (const [member, name, unit] of METRICS) {
      const value = sample[member];
      if (value !== undefined) metrics.put(name, value, { unit });
    }
    metrics.flush?.();
  } catch (cause) {
    reportInternal({ code: "monitor-failed", message: "a sample could not be written", cause });
  }
}
