import type { Call } from "#kernel/cloud.ts";
import { refuseFromOutside } from "../function-input.ts";
import type { PublishLayerInput } from "../layer-registry.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html */
export function publishLayerVersion(input: PublishLayerInput, call: Call<Lambda>): object {
  refuseFromOutside(input, call);
  refuseFromOutside(input.Content, call);
  return call.state.layers.publish(input);
}
