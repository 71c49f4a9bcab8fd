/** One call with five fields and six context keys, and a call below the level; nanoseconds. Lines go to the standard output. */
import { getLogger, withContext } from "cumulog";
import { CpuTime, report } from "./report.ts";

const CALLS = 200_000;
const WARM_UP = 20_000;
const CALLS_BELOW = 20_000_000;
const NANOSECONDS = 1e6;

const context = {
  service: "checkout",
  requestId: "8f14e45f-ceea-4672-a1c2",
  traceId: "1-5759e988-bd862e3fe1be46a994272793",
  tenant: "acme",
  region: "eu-west-1",
  version: "1.42.0",
};
const fieldsOf = (index: number) => ({
  orderId: `o-${index}`,
  amount: index * 1.25,
  currency: "EUR",
  attempt: index & 3,
  paid: (index & 1) === 0,
});
const log = getLogger("orders");

function call(times: number): void {
  withContext(context, () => {
    for (let index = 0; index < times; index += 1) log.info(fieldsOf(index), "order placed");
  });
}

call(WARM_UP);
const time = new CpuTime();
call(CALLS);
const { wall, cpu } = time.read();

const fields = { orderId: "o-1" };
for (let index = 0; index < WARM_UP; index += 1) log.debug(fields, "order placed");
const below = new CpuTime();
for (let index = 0; index < CALLS_BELOW; index += 1) log.debug(fields, "order placed");
const { wall: belowWall, cpu: belowCpu } = below.read();

report({
  call: { wall: (wall * NANOSECONDS) / CALLS, cpu: (cpu * NANOSECONDS) / CALLS },
  "below the level": {
    wall: (belowWall * NANOSECONDS) / CALLS_BELOW,
    cpu: (belowCpu * NANOSECONDS) / CALLS_BELOW,
  },
});
