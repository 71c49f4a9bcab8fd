import type { ComponentChildren } from "preact";

interface SyntaxBoxProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly placeholder: string;
  readonly onInput: (value: string) => void;
  /** What is wrong with the value, and at which character. */
  readonly problem?: { readonly text: string; readonly offset: number } | undefined;
  /** What was understood, when nothing is wrong. */
  readonly hint?: ComponentChildren;
}

const WINDOW = 60;

/** A box for a pattern or query whose mistakes are shown where they are. */
export function SyntaxBox({ id, label, value, placeholder, onInput, problem, hint }: SyntaxBoxProps) {
  return (
    <div class="syntax-box">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        class="mono"
        value={value}
        placeholder={placeholder}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        aria-invalid={problem ? "true" : undefined}
        aria-describedby={`${id}-note`}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <div id={`${id}-note`} class="syntax-note" aria-live="polite">
        {problem ? <Mistake value={value} {...problem} /> : <span class="dim">{hint}</span>}
      </div>
    </div>
  );
}

function Mistake({ value, text, offset }: { value: string; text: string; offset: number }) {
  const start = Math.max(0, offset - WINDOW / 2);
  const excerpt = value.slice(start, start + WINDOW).replaceAll(/\s/g, " ");
  return (
    <span class="mistake">
      <span class="mistake-excerpt mono" aria-hidden="true">
        {excerpt}
        {"\n"}
        {" ".repeat(offset - start)}
        <span class="caret">^</span>
      </span>
      <span>{text}</span>
    </span>
  );
}
