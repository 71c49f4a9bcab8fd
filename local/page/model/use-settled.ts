import { useEffect, useState } from "preact/hooks";

const PATIENCE_MS = 200;

/** A value that was typed, once the typing rests. */
export function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
