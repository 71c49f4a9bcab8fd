import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { gunzipSync } from "node:zlib";
import { decodeSubscription } from "../lib/semantics/subscription/decode.ts";
import { encodeSubscriptionBytes } from "../lib/semantics/subscription/encode.ts";
import { scanSubscription } from "../lib/semantics/subscription/scan.ts";

const ROUNDS = 31;
const PACKED_BYTES = 1_000_000;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as (options: { readonly type: "minor" }) => void;

/** Structured log lines with the variety that real ones have; `note` decides whether they are ASCII. */
function payload(note: string): Buffer {
  let seed = 1;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return seed % below;
  };
  const line = (index: number) =>
    JSON.stringify({
      timestamp: new Date(1_729_520_895_158 + index).toISOString(),
      level: random(10) === 0 ? "ERROR" : "INFO",
      message: `order ${random(1e9).toString(36)} charged ${note}`,
      logger: "checkout.payment",
      requestId: `${random(1e9).toString(16)}-${random(1e9).toString(16)}-${random(1e9).toString(16)}`,
      path: `/api/v1/orders/${random(1e6)}`,
      milliseconds: random(1000),
    });
  const make = (count: number) =>
    encodeSubscriptionBytes({
      owner: "123456789012",
      logGroup: "/aws/lambda/checkout",
      logStream: "2024/10/21/[$LATEST]16c175a5f89246aaad5c878aebaeeac7",
      subscriptionFilters: ["all"],
      logEvents: Array.from({ length: count }, (_, index) => ({
        timestamp: 1_729_520_895_158 + index,
        message: line(index),
      })),
    });
  const sample = make(2_000).length / 2_000;
  return make(Math.round(PACKED_BYTES / sample));
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}

/** Each run starts from an empty nursery, so that none pays for the garbage of another. */
function cpuMilliseconds(work: () => unknown): number {
  collectGarbage({ type: "minor" });
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

for (const [name, note] of Object.entries({ ASCII: "to card", "non-ASCII": "für Zoë" })) {
  const packed = payload(note);
  const unpacked = gunzipSync(packed).length;
  const peers = {
    "gunzipSync + toString + JSON.parse": () => JSON.parse(gunzipSync(packed).toString()),
    decodeSubscription: () => decodeSubscription(packed),
    "decodeSubscription + JSON.stringify": () => {
      for (const { message } of decodeSubscription(packed).logEvents) JSON.stringify(message);
    },
    "scanSubscription, messages as JSON": () => scanSubscription(packed),
  };
  const times = Object.fromEntries(Object.keys(peers).map((peer) => [peer, [] as number[]]));
  for (let round = 0; round < ROUNDS; round++)
    for (const [peer, work] of Object.entries(peers)) times[peer]!.push(cpuMilliseconds(work));
  console.log(`\n${name}: ${packed.length} bytes of gzip, ${unpacked} bytes of JSON`);
  const floor = median(times["gunzipSync + toString + JSON.parse"]!);
  for (const [peer, values] of Object.entries(times)) {
    const time = median(values);
    console.log(`${peer.padEnd(36)} ${time.toFixed(2).padStart(8)} ms  ${(floor / time).toFixed(2)} x`);
  }
}
