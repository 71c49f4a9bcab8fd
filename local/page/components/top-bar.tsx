import { connectionState } from "../model/cloud-connection.ts";
import { useStore } from "../model/store.ts";
import { theme, toggleTheme } from "../model/theme.ts";
import { ClockControls } from "./clock-controls.tsx";

const STATES = { connecting: "Connecting", open: "Live", lost: "Reconnecting" };

export function TopBar() {
  const state = useStore(connectionState);
  const current = useStore(theme);
  return (
    <header class="top-bar">
      <a class="brand" href="#/overview">
        <svg viewBox="0 0 32 32" width="20" height="20" aria-hidden="true">
          <rect width="32" height="32" rx="7" fill="currentColor" />
          <path d="M7 11h11M7 16h18M7 21h14" class="brand-lines" />
        </svg>
        cumulog
      </a>
      <span class={`connection ${state}`} role="status">
        {STATES[state]}
      </span>
      <ClockControls />
      <button type="button" class="plain" onClick={toggleTheme}>
        {current === "dark" ? "Light" : "Dark"} theme
      </button>
    </header>
  );
}
