import { missing } from "../optional-package.ts";

/** What is read of the host. A value that the platform does not tell is left out. */
export interface HostReadings {
  /** Load of all cores since the last reading, in percent. */
  readonly cpuPercent?: number;
  /** Memory that is in use and cannot be reclaimed, in bytes. */
  readonly memoryUsedBytes?: number;
  /** The same in percent of all memory. */
  readonly memoryPercent?: number;
  /** Use of the fullest file system, in percent. */
  readonly diskPercent?: number;
  /** Mount point of that file system. */
  readonly diskMount?: string;
  /** Bytes a second over all interfaces but loopback since the last reading. */
  readonly networkReceivedBytesPerSecond?: number;
  readonly networkSentBytesPerSecond?: number;
}

/** Reads the host once. */
export type HostReader = () => Promise<HostReadings>;

/**
 * Reads the host with `systeminformation`, which is loaded at the first reading. Disks are asked at every sixth reading
 * only, because that starts a process and they fill slowly. What cannot be read is left out.
 */
export function hostReader(): HostReader {
  let reading = 0;
  let disk: Pick<HostReadings, "diskPercent" | "diskMount"> = {};
  return async () => {
    const host = await import("systeminformation").catch(
      missing("systeminformation", "Reading the host (startMonitor without readHost)"),
    );
    const asksDisk = reading % 6 === 0;
    reading += 1;
    const [load, memory, network, disks] = await Promise.all([
      settle(host.currentLoad()),
      settle(host.mem()),
      settle(host.networkStats("*")),
      asksDisk ? settle(host.fsSize()) : undefined,
    ]);
    const fullest = disks?.reduce(
      (most, next) => (next.use > most.use ? next : most),
      disks[0] as (typeof disks)[number],
    );
    if (fullest !== undefined) disk = { diskPercent: fullest.use, diskMount: fullest.mount };
    const interfaces = network?.filter(({ iface }) => iface !== "lo" && iface !== "lo0");
    const total = (key: "rx_sec" | "tx_sec"): number | undefined =>
      interfaces?.reduce((sum, one) => sum + Math.max(0, one[key] ?? 0), 0);
    return defined({
      cpuPercent: load?.currentLoad,
      memoryUsedBytes: memory?.active,
      memoryPercent: memory === undefined ? undefined : (memory.active / memory.total) * 100,
      ...disk,
      networkReceivedBytesPerSecond: total("rx_sec"),
      networkSentBytesPerSecond: total("tx_sec"),
    });
  };
}

async function settle<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch {
    return undefined;
  }
}

function defined(
  readings: { readonly [Key in keyof HostReadings]: HostReadings[Key] | undefined },
): HostReadings {
  const known = Object.entries(readings).filter(
    ([, value]) => typeof value === "string" || (typeof value === "number" && Number.isFinite(value)),
  );
  return Object.fromEntries(known);
}
