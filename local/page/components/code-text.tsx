/** Text in the form it was sent in; it takes the focus so that keys scroll it when it is long. */
export function CodeText({ text, bad = false }: { text: string; bad?: boolean }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without the focus, keys cannot scroll it
    <pre tabIndex={0} class={bad ? "problem" : ""}>
      {text}
    </pre>
  );
}
