import { useMemo } from "preact/hooks";
import { describePattern, readPattern } from "../model/filter-pattern.ts";
import { SyntaxBox } from "./syntax-box.tsx";

interface PatternBoxProps {
  readonly id: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

/** A box for a filter pattern, which says what was understood, or what is wrong and where. */
export function PatternBox({ id, value, onInput }: PatternBoxProps) {
  const typed = useMemo(() => readPattern(value), [value]);
  return (
    <SyntaxBox
      id={id}
      label="Filter pattern"
      value={value}
      placeholder='{ $.level = "ERROR" }   or   timeout -health   or   [ip, ..., status=5*, size]'
      onInput={onInput}
      problem={typed.pattern ? undefined : { text: typed.problem, offset: typed.offset }}
      hint={typed.pattern && describePattern(typed.pattern)}
    />
  );
}
