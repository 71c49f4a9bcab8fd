import { createStore } from "./store.ts";

export type Theme = "light" | "dark";

const KEY = "cumulog-theme";
const preference = window.matchMedia("(prefers-color-scheme: dark)");
let chosen = localStorage.getItem(KEY) as Theme | null;

/** The theme in use: what the reader has chosen, or else what the system prefers. */
export const theme = createStore<Theme>(resolve());

function resolve(): Theme {
  if (chosen === "light" || chosen === "dark") return chosen;
  return preference.matches ? "dark" : "light";
}

export function applyTheme(): void {
  document.documentElement.dataset["theme"] = resolve();
  theme.set(resolve());
}

export function toggleTheme(): void {
  chosen = resolve() === "dark" ? "light" : "dark";
  localStorage.setItem(KEY, chosen);
  applyTheme();
}

preference.addEventListener("change", applyTheme);
