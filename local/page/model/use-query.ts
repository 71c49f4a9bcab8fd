import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { problemText } from "./api.ts";
import { poll } from "./cloud-connection.ts";

export interface Query<Value> {
  readonly value: Value | undefined;
  readonly problem: string | undefined;
  readonly loading: boolean;
  refresh(): void;
}

/**
 * Fetches something when the component appears and when `key` changes, and again at an interval while the page is
 * visible. The last answer stays until the next is there; one that is overtaken by a newer question is dropped.
 */
export function useQuery<Value>(key: string, fetch: () => Promise<Value>, interval?: number): Query<Value> {
  const [state, setState] = useState<{ value?: Value; problem?: string; loading: boolean }>({
    loading: true,
  });
  const asked = useRef(0);
  const latest = useRef(fetch);
  latest.current = fetch;

  const refresh = useCallback(() => {
    const number = ++asked.current;
    setState((before) => ({ ...before, loading: true }));
    latest.current().then(
      (value) => number === asked.current && setState({ value, loading: false }),
      (error: unknown) =>
        number === asked.current && setState({ problem: problemText(error), loading: false }),
    );
  }, [key]);

  useEffect(() => {
    refresh();
    if (interval === undefined) return;
    return poll(refresh, interval);
  }, [refresh, interval]);

  useEffect(
    () => () => {
      asked.current += 1;
    },
    [],
  );
  return { value: state.value, problem: state.problem, loading: state.loading, refresh };
}
