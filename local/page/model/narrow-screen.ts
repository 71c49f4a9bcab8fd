import { createStore } from "./store.ts";

const query = window.matchMedia("(max-width: 860px)");

/** Whether the page is as narrow as on a phone; the styles have the same limit. */
export const isNarrow = createStore(query.matches);

query.addEventListener("change", ({ matches }) => isNarrow.set(matches));
