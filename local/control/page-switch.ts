import type { ControlAnswers } from "./answers.ts";
import { RequestRefusedError } from "./request-refused-error.ts";

/** Something outside the cloud that people break and mend from the page, such as a provider that an example calls. */
export interface PageSwitch {
  /** What is so while the switch is on, for example `"The payment provider is down"`. */
  readonly name: string;
  isOn(): boolean;
  set(on: boolean): Promise<void> | void;
}

/** The states of switches, as the page shows them. */
export function switchStates(switches: readonly PageSwitch[]): ControlAnswers["GET switches"] {
  return { switches: switches.map((one) => ({ name: one.name, on: one.isOn() })) };
}

/** @throws RequestRefusedError when there is no such switch, or `on` is neither true nor false */
export async function turnSwitch(
  switches: readonly PageSwitch[],
  { name, on }: Readonly<Record<string, unknown>>,
): Promise<ControlAnswers["GET switches"]> {
  const found = switches.find((one) => one.name === name);
  if (!found) throw new RequestRefusedError(400, "name: expected that of a switch of GET switches.");
  if (typeof on !== "boolean") throw new RequestRefusedError(400, "on: expected true or false.");
  await found.set(on);
  return switchStates(switches);
}
