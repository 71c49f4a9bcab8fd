/** A message as the person who receives it reads it, whatever its service's form of it is. */
export interface ReadableNotification {
  /** Where it is read: `"Slack"`, `"Microsoft Teams"`, `"PagerDuty"`, `"Webhook"`, `"E-mail"` … */
  readonly channel: string;
  readonly title: string;
  /** What the message says about the alarm, or what it wants to be seen as. */
  readonly tone: "alarm" | "ok" | "neutral";
  readonly parts: readonly NotificationPart[];
}

export type NotificationPart =
  | { readonly kind: "heading" | "text" | "note"; readonly text: string }
  | { readonly kind: "facts"; readonly facts: readonly (readonly [label: string, value: string])[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "links"; readonly links: readonly (readonly [label: string, address: string])[] };

/** Judges by the words that alarms use. */
export function toneOfText(title: string): ReadableNotification["tone"] {
  if (/\bALARM:|^🔴|→ ALARM|\btrigger\b/.test(title)) return "alarm";
  return /\bOK:|^✅|→ OK|\bresolve/i.test(title) ? "ok" : "neutral";
}
