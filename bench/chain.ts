/**
 * The chain from PutLogEvents through a metric filter, an alarm and a topic to a function, on a stepped clock:
 * `node bench/chain.ts [--rounds 30]`. A round starts before the call is sent and ends when the function has run; the
 * first one starts the function's process too.
 */
import { parseArgs } from "node:util";
import { startChainCloud } from "../test/local/chain/chain-cloud.ts";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "30" } } });
const ERROR = { level: "ERROR", route: "/pay" };

await using chain = await startChainCloud();
const times: number[] = [];
for (let round = 0; round < Number(values.rounds); round += 1) {
  const start = performance.now();
  await chain.log(ERROR, ERROR);
  await chain.cloud.clock.advance("1m");
  await chain.cloud.settled();
  times.push(performance.now() - start);
  const alarms = (await chain.alerts()).filter(({ NewStateValue }) => NewStateValue === "ALARM");
  if (alarms.length !== round + 1)
    throw new Error(`Round ${round + 1}: the function got ${alarms.length} alarms, expected ${round + 1}.`);
  await chain.cloud.clock.advance("10m");
}
const [first, ...others] = times;
others.sort((one, other) => one - other);
console.log(`first round (cold function)  ${first!.toFixed(1)} ms`);
console.log(`median of ${others.length} warm rounds      ${others[others.length >> 1]!.toFixed(1)} ms`);
console.log(`slowest warm round           ${others.at(-1)!.toFixed(1)} ms`);
