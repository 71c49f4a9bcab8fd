import { useStore } from "../model/store.ts";
import { pageSwitches, turnSwitch } from "../model/switches.ts";
import { SwitchButton } from "./switch-button.tsx";

/** What can be broken and mended outside the cloud. `run` takes what is under way and shows what goes wrong. */
export function OutsideSwitches({ run }: { run: (change: Promise<void>) => void }) {
  const switches = useStore(pageSwitches);
  return (
    <>
      {switches.map(({ name, on }) => (
        <SwitchButton key={name} name={name} on={on} onClick={() => run(turnSwitch(name, !on))} />
      ))}
    </>
  );
}
