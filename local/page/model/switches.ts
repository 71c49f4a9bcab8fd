import type { ControlAnswers } from "../../control/answers.ts";
import { send } from "./api.ts";
import { onCloudEvent, poll } from "./cloud-connection.ts";
import { createStore } from "./store.ts";

type Switches = ControlAnswers["GET switches"];

/** What can be broken and mended outside the cloud, for example in the example of `npm start`. */
export const pageSwitches = createStore<Switches["switches"]>([]);

async function refreshSwitches(): Promise<void> {
  const { switches } = await send<Switches>("GET", "switches");
  if (JSON.stringify(switches) !== JSON.stringify(pageSwitches.get())) pageSwitches.set(switches);
}

export async function turnSwitch(name: string, on: boolean): Promise<void> {
  pageSwitches.set((await send<Switches>("POST", "switches", { name, on })).switches);
}

onCloudEvent("hello", () => refreshSwitches());
poll(() => refreshSwitches().catch(() => {}), 3_000);
