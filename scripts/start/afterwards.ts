import type { LocalCloud, PageSwitch } from "../../local/index.ts";
import type { ServiceProcess } from "./service-process.ts";
import { Traffic } from "./traffic.ts";

const REQUESTS_PER_SECOND = 2;
const PUBLISH_EACH = 5_000;

/** After the story: the clock at real time, light traffic, and a switch on the page that breaks and mends the provider. */
export function goOn(
  cloud: LocalCloud,
  service: ServiceProcess,
  cleanup: AsyncDisposableStack,
): readonly PageSwitch[] {
  cloud.clock.setSpeed(1);
  const traffic = new Traffic(service.url, { requestsPerSecond: REQUESTS_PER_SECOND });
  // The service may be gone a moment before this is.
  const publishing = setInterval(() => void service.publishLedger(cloud).catch(() => {}), PUBLISH_EACH);
  cleanup.defer(async () => {
    clearInterval(publishing);
    await traffic.stop();
  });
  let isDown = false;
  return [
    {
      name: "The payment provider is down",
      isOn: () => isDown,
      set: async (down) => {
        await service.setProviderUp(!down);
        isDown = down;
      },
    },
  ];
}
