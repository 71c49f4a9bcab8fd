import type { LogLine } from "../../control/lines/log-line.ts";
import { link } from "../model/hash-route.ts";
import { type LineMember, membersOf } from "../model/line-members.ts";
import { indented } from "../model/log-line.ts";
import { CodeText } from "./code-text.tsx";
import { Moment } from "./moment.tsx";

interface LineDetailsProps {
  readonly line: LogLine;
  /** The filter pattern by which the line was found. */
  readonly pattern: string;
  /** Takes a pattern that also asks for the value of a member. */
  readonly onNarrow: (pattern: string) => void;
  readonly onClose: () => void;
}

/** How far before and after a line the rest of its request is looked for. */
const AROUND = 900_000;

/** The whole of one line: its members, what they lead to, and its text. */
export function LineDetails({ line, pattern, onNarrow, onClose }: LineDetailsProps) {
  const members = membersOf(line, pattern);
  const whole = members.find(({ request }) => request !== undefined);
  return (
    <section class="details" aria-label="Selected line">
      <header>
        <strong>{line.source}</strong>
        <span class="dim">{line.stream}</span>
        <Moment at={line.timestamp} milliseconds />
        <span class="grow" />
        {whole && <RequestLink line={line} member={whole} />}
        <button type="button" onClick={() => void navigator.clipboard?.writeText(line.message)}>
          Copy
        </button>
        <button type="button" onClick={onClose}>
          Close
        </button>
      </header>
      <div class="details-content">
        {members.length > 0 && (
          <dl class="members">
            {members.map((member) => (
              <Member key={member.name} line={line} member={member} onNarrow={onNarrow} />
            ))}
          </dl>
        )}
        <CodeText text={indented(line.message)} />
      </div>
    </section>
  );
}

function Member({
  line,
  member,
  onNarrow,
}: {
  line: LogLine;
  member: LineMember;
  onNarrow: (pattern: string) => void;
}) {
  const { name, value, narrowed, request } = member;
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {request === undefined ? (
          <span>{value}</span>
        ) : (
          <RequestLink line={line} member={member} text={value} />
        )}
        {narrowed !== undefined && (
          <button
            type="button"
            class="plain"
            aria-label={`Only lines with this ${name}`}
            title={narrowed}
            onClick={() => onNarrow(narrowed)}
          >
            only these
          </button>
        )}
      </dd>
    </>
  );
}

/** Every line of the request or trace, of all sources. */
function RequestLink({
  line,
  member: { name, request },
  text = "Whole request",
}: {
  line: LogLine;
  member: LineMember;
  text?: string;
}) {
  const to = String(Math.ceil(line.timestamp) + AROUND);
  const target = link("search", undefined, { pattern: request, span: String(2 * AROUND), to });
  return (
    <a href={target} title={`Every line with this ${name}`}>
      {text}
    </a>
  );
}
