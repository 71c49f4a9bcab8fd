import { createHash } from "node:crypto";
import type { Cause } from "cumulog/analysis";

/** What is remembered of one alarm between its messages. */
export interface AlertMemory {
  /** Per destination: ids of the notifications that it took, newest last. */
  delivered: Record<string, string[]>;
  /** Per destination: the open alert's thread. */
  threads: Record<string, string>;
  /** Times at which messages were let through, for the rate limit. */
  sentAt: number[];
  suppressed: number;
  /** Whether the last message but one told of trouble: then an OK is news. */
  open?: boolean;
  /** Causes that were told of, with their first times. */
  causes?: Record<string, number>;
}

/** Keeps memories. */
export interface MemoryStore {
  read(key: string): Promise<AlertMemory>;
  write(key: string, memory: AlertMemory): Promise<void>;
}

const ALARMS_IN_MEMORY = 1_000;
const IDS_KEPT = 8;
/** A parameter takes 4 KB. */
const CAUSES_KEPT = 12;

/** Remembers within one process only: a new Lambda environment knows nothing of what another sent. */
export function processStore(): MemoryStore {
  const memories = new Map<string, AlertMemory>();
  return {
    async read(key) {
      return structuredClone(memories.get(key) ?? emptyMemory());
    },
    async write(key, memory) {
      memories.delete(key);
      memories.set(key, structuredClone(memory));
      if (memories.size > ALARMS_IN_MEMORY) memories.delete(memories.keys().next().value!);
    },
  };
}

/**
 * Remembers in one Systems Manager parameter per alarm, so that threads, de-duplication and the rate limit hold across Lambda
 * environments. Two environments that handle the same alarm in the same moment may both send; SNS delivers to one.
 */
export function parameterStore(prefix: string): MemoryStore {
  const nameOf = (key: string) =>
    `${prefix.replace(/\/$/, "")}/${createHash("sha256").update(key).digest("hex").slice(0, 32)}`;
  const load = async () => {
    const sdk = await import("../shared/clients/ssm.ts");
    return { sdk, client: new sdk.SSMClient({}) };
  };
  return {
    async read(key) {
      const { sdk, client } = await load();
      try {
        const { Parameter } = await client.send(new sdk.GetParameterCommand({ Name: nameOf(key) }));
        return { ...emptyMemory(), ...(JSON.parse(Parameter?.Value ?? "{}") as Partial<AlertMemory>) };
      } catch (error) {
        if ((error as Error).name === "ParameterNotFound" || error instanceof SyntaxError)
          return emptyMemory();
        throw error;
      }
    },
    async write(key, memory) {
      const { sdk, client } = await load();
      const Value = JSON.stringify(memory);
      await client.send(
        new sdk.PutParameterCommand({ Name: nameOf(key), Value, Type: "String", Overwrite: true }),
      );
    },
  };
}

export function emptyMemory(): AlertMemory {
  return { delivered: {}, threads: {}, sentAt: [], suppressed: 0 };
}

/** Notes that a destination took a notification. */
export function remember(memory: AlertMemory, destination: string, id: string): void {
  const ids = memory.delivered[destination] ?? [];
  memory.delivered[destination] = [...ids.filter((known) => known !== id), id].slice(-IDS_KEPT);
}

/** Notes which causes were told of, so that a later message can say what is new. */
export function rememberCauses(memory: AlertMemory, causes: readonly Cause[], at: number): void {
  if (causes.length === 0) return;
  const known = memory.causes ?? {};
  for (const { id, firstSeen } of causes) known[id] ??= firstSeen ?? at;
  memory.causes = Object.fromEntries(
    Object.entries(known)
      .sort(([, one], [, other]) => other - one)
      .slice(0, CAUSES_KEPT),
  );
}

/** Decides whether one more message of the alarm may go out now, and counts it either way. */
export function admit(memory: AlertMemory, limit: { count: number; seconds: number }, now: number): boolean {
  memory.sentAt = memory.sentAt.filter((at) => now - at < limit.seconds * 1000);
  if (memory.sentAt.length >= limit.count) {
    memory.suppressed += 1;
    return false;
  }
  memory.sentAt.push(now);
  return true;
}
