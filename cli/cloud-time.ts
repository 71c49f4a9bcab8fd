import type { ControlAnswers } from "@cumulog/local";
import { type ConnectionOptions, endpointOf } from "./aws/connection.ts";
import { ControlClient } from "./control-client.ts";

/** The time of the cloud that the options name: a local cloud's clock may be elsewhere than the machine's. */
export async function cloudTime(options: ConnectionOptions): Promise<number> {
  const endpoint = await endpointOf(options);
  if (endpoint === undefined) return Date.now();
  return new ControlClient(endpoint).call<ControlAnswers["GET clock"]>("GET", "clock").then(
    ({ cloud }) => cloud,
    () => Date.now(),
  );
}
