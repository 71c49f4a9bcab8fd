import { ALERT_SUBJECT_MAX_BYTES } from "../../limits.ts";
import { utf8Length } from "../../log-events/utf8-length.ts";

type Labels = Readonly<Record<string, unknown>>;

/** What the variables of a policy's documentation stand for. */
export interface DocumentationContext {
  readonly policy?: { readonly name?: string; readonly display_name?: string; readonly user_labels?: Labels };
  readonly condition?: { readonly name?: string; readonly display_name?: string };
  readonly metric?: { readonly type?: string; readonly display_name?: string; readonly labels?: Labels };
  readonly resource?: { readonly type?: string; readonly project?: string; readonly labels?: Labels };
  readonly metadata?: { readonly system_labels?: Labels; readonly user_labels?: Labels };
  readonly project?: string;
  /** What a condition on logs extracted. */
  readonly extracted?: Labels;
}

const VARIABLE = /\$\{([a-z_]+(?:\.[^{}\s]+)?)\}/g;

/**
 * A text of a policy's documentation with its variables expanded. A variable without a value becomes nothing; what is
 * no variable stays as it is.
 *
 * @see https://cloud.google.com/monitoring/alerts/doc-variables
 */
export function expandDocumentation(template: string, context: DocumentationContext): string {
  return template.replace(VARIABLE, (whole, name: string) => {
    const value = variableValue(name, context);
    return value === NO_VARIABLE ? whole : String(value ?? "");
  });
}

/** A subject with its variables expanded, cut to what mail takes. */
export function expandSubject(template: string, context: DocumentationContext): string {
  const expanded = expandDocumentation(template, context);
  if (utf8Length(expanded) <= ALERT_SUBJECT_MAX_BYTES) return expanded;
  let bytes = 0;
  let end = 0;
  for (const character of expanded) {
    bytes += utf8Length(character);
    if (bytes > ALERT_SUBJECT_MAX_BYTES) break;
    end += character.length;
  }
  return expanded.slice(0, end);
}

const NO_VARIABLE = Symbol("no variable");

function variableValue(name: string, context: DocumentationContext): unknown {
  if (name === "project") return context.project;
  const [, owner = "", member = "", label] = /^([a-z]+)\.([a-z_]+)(?:\.(.+))?$/.exec(name) ?? [];
  const labels = label === undefined ? undefined : LABELS[`${owner}.${member.replace(/s$/, "")}`];
  if (labels) return labels(context)?.[label!];
  const plain = label === undefined ? PLAIN[`${owner}.${member}`] : undefined;
  return plain ? plain(context) : NO_VARIABLE;
}

const PLAIN: Readonly<Record<string, (context: DocumentationContext) => unknown>> = {
  "policy.name": ({ policy }) => policy?.name,
  "policy.display_name": ({ policy }) => policy?.display_name,
  "condition.name": ({ condition }) => condition?.name,
  "condition.display_name": ({ condition }) => condition?.display_name,
  "metric.type": ({ metric }) => metric?.type,
  "metric.display_name": ({ metric }) => metric?.display_name,
  "resource.type": ({ resource }) => resource?.type,
  "resource.project": ({ resource }) => resource?.project,
};

const LABELS: Readonly<Record<string, (context: DocumentationContext) => Labels | undefined>> = {
  "policy.user_label": ({ policy }) => policy?.user_labels,
  "metric.label": ({ metric }) => metric?.labels,
  "resource.label": ({ resource }) => resource?.labels,
  "metadata.system_label": ({ metadata }) => metadata?.system_labels,
  "metadata.user_label": ({ metadata }) => metadata?.user_labels,
  "log.extracted_label": ({ extracted }) => extracted,
};
