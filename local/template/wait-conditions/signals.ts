import { randomBytes } from "node:crypto";
import { urlSuffixOf } from "../../kernel/arn.ts";
import type { Cloud } from "../../kernel/cloud.ts";

/** What a wait condition is told. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-waitcondition.html */
export interface Signal {
  readonly uniqueId: string;
  readonly succeeded: boolean;
  readonly reason: string;
  readonly data: string;
}

/** What is waited for. */
export interface AwaitedSignals {
  readonly count: number;
  /** Of the cloud's clock. */
  readonly seconds: number;
}

/** Signals that wait conditions wait for, by their channel: the address of a handle, or a resource of a stack. */
export class Signals {
  readonly #cloud: Cloud;
  readonly #received = new Map<string, Map<string, Signal>>();
  readonly #listeners = new Map<string, () => void>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** A new address that takes signals; it ends in this process: see `OutgoingRequests`. */
  newAddress(name: string): string {
    const token = randomBytes(20).toString("hex");
    const { region } = this.#cloud;
    const host = `cloudformation-waitcondition-${region}.s3.${urlSuffixOf(region)}`;
    return `https://${host}/${encodeURIComponent(name)}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=${token}`;
  }

  /** Opens a channel, which takes signals from then on. */
  open(channel: string): void {
    if (!this.#received.has(channel)) this.#received.set(channel, new Map());
  }

  close(channel: string): void {
    this.#received.delete(channel);
  }

  /** Takes a signal. @returns whether the channel is open */
  take(channel: string, signal: Signal): boolean {
    const received = this.#received.get(channel);
    if (!received) return false;
    received.set(signal.uniqueId, signal);
    this.#listeners.get(channel)?.();
    return true;
  }

  /** Takes what was put to an address: the status that answers it. */
  put(url: URL, method: string, body: string): number {
    const signal = method === "PUT" ? readSignal(body) : undefined;
    if (!signal) return 400;
    return this.take(url.href, signal) ? 200 : 403;
  }

  /**
   * Waits for signals of different ids.
   *
   * @throws Error in CloudFormation's words when one says that something failed, or when the time is over
   */
  async wait(channel: string, { count, seconds }: AwaitedSignals): Promise<ReadonlyMap<string, Signal>> {
    this.open(channel);
    const received = this.#received.get(channel)!;
    const failed = () => [...received.values()].find(({ succeeded }) => !succeeded);
    let timer: { cancel(): void } | undefined;
    let listener: (() => void) | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        const judge = () => {
          const failure = failed();
          if (failure)
            reject(
              new Error(
                `WaitCondition received failed message: '${failure.reason}' for uniqueId: ${failure.uniqueId}`,
              ),
            );
          else if (received.size >= count) resolve();
        };
        listener = judge;
        this.#listeners.set(channel, judge);
        timer = this.#cloud.clock.after(seconds * 1_000, () =>
          reject(
            new Error(
              `WaitCondition timed out. Received ${received.size} conditions when expecting ${count}`,
            ),
          ),
        );
        judge();
      });
      return received;
    } finally {
      timer?.cancel();
      // One who waits no longer may have been followed by another.
      if (this.#listeners.get(channel) === listener) this.#listeners.delete(channel);
    }
  }
}

/** What a signal says; undefined when it is none. */
function readSignal(body: string): Signal | undefined {
  let read: Record<string, unknown>;
  try {
    read = JSON.parse(body) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  if (typeof read !== "object" || read === null) return undefined;
  const { Status, UniqueId, Reason = "", Data = "" } = read;
  if ((Status !== "SUCCESS" && Status !== "FAILURE") || typeof UniqueId !== "string") return undefined;
  const data = typeof Data === "string" ? Data : JSON.stringify(Data);
  return { uniqueId: UniqueId, succeeded: Status === "SUCCESS", reason: String(Reason), data };
}

/** Channel of a resource that is signalled by its name. */
export const resourceChannel = (stackId: string, logicalId: string): string => `${stackId}|${logicalId}`;

/** Opens the signals of a cloud. */
export const openSignals = (cloud: Cloud): Signals => new Signals(cloud);
